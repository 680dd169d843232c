// At 320 px no page scrolls sideways and what scrolls inside it can be reached and has a name; with wider text spacing and with
// text twice as large nothing is cut off and nothing lies over another.
import { NARROW, WIDE, together, visit } from "./site.mjs";

// WCAG 2.2, 1.4.12 Text Spacing: https://www.w3.org/TR/WCAG22/#text-spacing
const SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }";
// WCAG 2.2, 1.4.4 Resize Text: twice as large, as with a browser's own setting for text.
const DOUBLED = ":root { font-size: 200% !important }";

export default async function reflow({ browser, site }, count) {
  const narrow = site.pages.map((page) => ({ page, width: NARROW }));
  const wide = site.kinds.map((page) => ({ page, width: WIDE }));
  await together([...narrow, ...wide], ({ page, width }) => visit(browser, page.url, { width }, async (tab) => {
    for (const [how, css] of [["as it is", ""], ["text spaced", SPACED], ["text doubled", DOUBLED]]) {
      const name = `${page.name} at ${width} px, ${how}`;
      const found = await tab.evaluate(measure, css);
      count.none(`${name}, no sideways scrolling`, found.sideways);
      count.none(`${name}, what scrolls is a region with a name that can be focused`, found.unreachable);
      count.none(`${name}, nothing cut off`, found.cut);
      count.none(`${name}, nothing over another`, found.over);
      count.none(`${name}, a date in a link is of one piece with it`, found.apart);
    }
  }));
}

// Runs in the page. A constructed stylesheet is not subject to the page's policy.
function measure(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
  const root = document.documentElement;
  const say = (element) => `<${element.localName}${element.id ? `#${element.id}` : ""}${element.classList.length ? `.${[...element.classList].join(".")}` : ""}> “${(element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth;
  // What is there for screen readers alone: a box of a pixel, or one moved out of sight whole.
  const hiddenFromSight = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      if (/absolute|fixed/.test(style.position) && ((box.width <= 1 && box.height <= 1) || box.right <= 0 || box.bottom <= 0)) return true;
      if (/inset\(50%|rect\(0/.test(style.clipPath + style.clip)) return true;
    }
    return false;
  };
  const inScroller = (element) => {
    for (let at = element; at && at !== root; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };

  const apart = [...document.querySelectorAll("a time")].filter(shown).filter((time) => {
    const [own, link] = [time, time.closest("a")].map((one) => getComputedStyle(one));
    return own.color !== link.color || own.fontSize !== link.fontSize || own.marginInlineEnd !== "0px";
  }).map(say);

  const sideways = [];
  if (root.scrollWidth !== root.clientWidth) sideways.push(`${root.scrollWidth} px of ${root.clientWidth}`);
  const unreachable = [];
  const cut = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!shown(element) || element.closest("svg")?.parentElement?.closest("svg")) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (sideways.length > 0 && box.right > root.clientWidth + 1 && !inScroller(element) && element.children.length === 0) {
      sideways.push(`${say(element)} reaches ${Math.round(box.right)} px`);
    }
    if (scrolls(element)) {
      const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join("");
      const name = element.getAttribute("aria-label") ?? by;
      const region = element.getAttribute("role") === "region" || (element.localName === "section" && !element.hasAttribute("role"));
      if (!region || name.trim() === "" || element.tabIndex < 0) unreachable.push(say(element));
    }
    const clips = /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`);
    const text = element.localName !== "svg" && element.textContent.trim() !== "";
    if (clips && text && !hiddenFromSight(element)) {
      const x = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const y = /hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      if (x || y) cut.push(`${say(element)} holds ${element.scrollWidth} × ${element.scrollHeight} in ${element.clientWidth} × ${element.clientHeight}`);
    }
  }

  // Every line of text as a box, with what it stands in. A box of a line reaches above and below its letters: a quarter is taken off.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const within = text.parentElement;
    if (text.data.trim() === "" || /^(script|style|noscript|title|desc)$/.test(within.localName) || !shown(within) || hiddenFromSight(within)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      if (!inScroller(within) && (box.left < -1 || box.right > root.clientWidth + 1)) {
        cut.push(`${say(within)} from ${Math.round(box.left)} to ${Math.round(box.right)} px`);
      }
      const off = box.height / 4;
      lines.push({ within, left: box.left + 1, right: box.right - 1, top: box.top + off, bottom: box.bottom - off });
    }
  }
  const over = [];
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom - 1; next++) {
      const other = lines[next];
      if (other.within !== one.within && one.left < other.right && other.left < one.right) over.push(`${say(one.within)} and ${say(other.within)}`);
    }
  });
  return { apart, sideways, unreachable, cut, over };
}
