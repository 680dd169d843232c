// Without script every kind of page has the same text and the same links as with it. What only a script can serve is marked by
// `data-script` in the markup, and left out on both sides.
import { together, visit } from "./site.mjs";

export default async function noscript({ browser, site }, count) {
  await together(site.kinds, async (page) => {
    const [with_, without] = await Promise.all([true, false].map((javaScriptEnabled) =>
      visit(browser, page.url, { javaScriptEnabled }, (tab) => tab.evaluate(shown))));
    count.check(`${page.name}, there is text`, without.text.length > 100, without.text);
    count.none(`${page.name}, the same text`, apart(with_.text.split("\n"), without.text.split("\n")));
    count.none(`${page.name}, the same links`, apart(with_.links, without.links));
    count.check(`${page.name}, the same order`, with_.text === without.text && with_.links.join() === without.links.join());
  });
}

function apart(with_, without) {
  const lacks = (many, one) => !many.includes(one);
  return [...with_.filter((one) => lacks(without, one)).map((one) => `only with script: “${one}”`),
    ...without.filter((one) => lacks(with_, one)).map((one) => `only without: “${one}”`)];
}

// Runs in the page.
function shown() {
  for (const element of document.querySelectorAll("[data-script]")) element.style.setProperty("display", "none", "important");
  const links = [...document.links].filter((link) => link.checkVisibility({ visibilityProperty: true }));
  return {
    text: document.body.innerText.replace(/[ \t]+/g, " ").replace(/\s*\n\s*/g, "\n").trim(),
    links: links.map((link) => `${link.textContent.trim().replace(/\s+/g, " ")} → ${link.href}`),
  };
}
