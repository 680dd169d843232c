// Without style every kind of page still reads in a sensible order, and its marks do not fill the window.
import { together, visit } from "./site.mjs";

// A mark without style stands in a line of text, so it may be twice as high as that.
const LARGEST_MARK = 48;

export default async function nostyle({ browser, site }, count) {
  const before = (tab) => tab.route(/\.css(\?|$)/, (route) => route.abort());
  await together(site.kinds, (page) => visit(browser, page.url, { before }, async (tab) => {
    const found = await tab.evaluate(look, LARGEST_MARK);
    for (const [name, complaints] of Object.entries(found)) count.none(`${page.name}, ${name}`, complaints);
  }));
}

// Runs in the page: each rule with its complaints.
function look(largest) {
  const say = (element) => (element ? `<${element.localName}> “${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}”` : "nothing");
  const one = (selector) => document.querySelector(selector);
  const precedes = (first, second) => first && second && Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);
  const inOrder = (...selectors) => selectors.slice(1)
    .map((selector, at) => [selectors[at], selector])
    .filter(([first, second]) => !precedes(one(first), one(second)))
    .map(([first, second]) => `${first} does not stand before ${second}`);
  const reachable = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")].filter((element) => element.checkVisibility());
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const level = (heading) => Number(heading.localName[1]);
  const main = one("main");
  return {
    "the style is off": [...document.styleSheets].flatMap((sheet) => {
      try {
        return sheet.cssRules.length > 0 ? [sheet.href ?? "a style element"] : [];
      } catch {
        return [];
      }
    }),
    "the skip link is the first that is reached, and leads to main": reachable[0]?.getAttribute("href") === `#${main?.id}` && main.id ? [] : [say(reachable[0])],
    "header, navigation, main, footer in this order": inOrder("body > header", "header nav, body > nav", "main", "body > footer"),
    "one h1, in main, before all other headings": headings.filter((heading) => level(heading) === 1).length === 1 && headings[0].localName === "h1" && main.contains(headings[0])
      ? [] : [headings.map(say).slice(0, 3).join(", ")],
    "no heading skips a level": headings.slice(1).filter((heading, at) => level(heading) > level(headings[at]) + 1).map(say),
    "main has text": main && main.innerText.trim().length > 30 ? [] : [say(main)],
    "no order of its own for the keyboard": reachable.filter((element) => element.tabIndex > 0).map(say),
    "marks are small": [...document.querySelectorAll("svg.mark")].map((svg) => svg.getBoundingClientRect())
      .filter((box) => box.width > largest || box.height > largest).map((box) => `${box.width} × ${box.height}`),
  };
}
