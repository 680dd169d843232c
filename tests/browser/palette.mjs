// The colours of the page as the browser resolves them, in light and dark: text and figures stand out from what is behind them, and
// the tones are told apart by people who see colours otherwise.
import { together, visit } from "./site.mjs";

const TEXT = ["--ink", "--soft", "--link", "--positive", "--mixed", "--negative", "--active", "--neutral"];
const TONES = TEXT.slice(3);
const BEHIND = ["--paper", "--wash"];

// WCAG 2.2, 1.4.3 and 1.4.11.
const TEXT_CONTRAST = 4.5;
const FIGURE_CONTRAST = 3;

// Distance in OKLab (Björn Ottosson, https://bottosson.github.io/posts/oklab/). About 0.02 is the least difference that is seen side
// by side. Tones are seen as neighbouring parts of a bar, with a gap between them and a shape and a word to each: telling where one
// ends needs a few times the least difference, not the tenfold of a chart that has nothing but its colours. So: three times the least for
// eyes that lack a kind of cone, and five times for eyes that have all three.
const SEEN_APART = { "all three cones": 0.1, protanopia: 0.06, deuteranopia: 0.06, tritanopia: 0.06 };

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009:
// the matrices of severity 1.0, for linear RGB.
const EYES = {
  "all three cones": [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const times = (m, [r, g, b]) => [0, 3, 6].map((row) => m[row] * r + m[row + 1] * g + m[row + 2] * b);
const linear = (rgb) => rgb.map((byte) => byte / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
const oklab = (rgb) => {
  const cones = times([0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005], rgb);
  return times([0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662, -0.808675766],
    cones.map(Math.cbrt));
};

const luminance = (rgb) => linear(rgb).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function distance(one, other, eyes) {
  const seen = (rgb) => oklab(times(EYES[eyes], linear(rgb)).map((c) => Math.min(1, Math.max(0, c))));
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(...a.map((c, at) => c - b[at]));
}

export default async function palette({ browser, site }, count) {
  for (const colorScheme of ["light", "dark"]) {
    const colours = await visit(browser, site.front, { colorScheme }, (tab) => tab.evaluate(resolve, [...TEXT, ...BEHIND]));
    for (const name of [...TEXT, ...BEHIND]) count.check(`${colorScheme}: ${name} is a colour`, colours[name]);
    for (const behind of BEHIND) {
      for (const name of TEXT) {
        const ratio = contrast(colours[name], colours[behind]);
        count.check(`${colorScheme}: text in ${name} on ${behind}`, ratio >= TEXT_CONTRAST, `${ratio.toFixed(2)} < ${TEXT_CONTRAST}`);
      }
    }
    TONES.forEach((one, at) => TONES.slice(at + 1).forEach((other) => {
      for (const [eyes, least] of Object.entries(SEEN_APART)) {
        const apart = distance(colours[one], colours[other], eyes);
        count.check(`${colorScheme}, ${eyes}: ${one} and ${other} told apart`, apart >= least, `${apart.toFixed(3)} < ${least}`);
      }
    }));
    // What is drawn on the pages, whatever names its colours have.
    await together(site.kinds, (page) => visit(browser, page.url, { colorScheme }, async (tab) => {
      for (const { what, colour, behind, text } of await tab.evaluate(drawn)) {
        const ratio = contrast(colour, behind);
        const least = text ? TEXT_CONTRAST : FIGURE_CONTRAST;
        count.check(`${colorScheme}: ${page.name}, ${what}`, ratio >= least, `${ratio.toFixed(2)} < ${least} (${colour} on ${behind})`);
      }
    }));
  }
}

// Runs in the page: custom properties as bytes of sRGB, whatever notation they are written in.
function resolve(names) {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  const found = {};
  const probe = document.body.appendChild(document.createElement("i"));
  for (const name of names) {
    if (getComputedStyle(document.documentElement).getPropertyValue(name) === "") continue;
    probe.style.color = `var(${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    found[name] = [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }
  probe.remove();
  return found;
}

// Runs in the page: the shapes that have a tone, and the words inside figures (axe does not look at those), each with what is behind it.
// The same colours are reported once.
function drawn() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const bytes = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const data = [...canvas.getImageData(0, 0, 1, 1).data];
    return data[3] > 200 ? data.slice(0, 3) : null;
  };
  const paint = (colour) => (colour && colour !== "none" && !colour.startsWith("url") ? bytes(colour) : null);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = paint(getComputedStyle(at).backgroundColor);
      if (colour) return colour;
    }
    return bytes("Canvas");
  };
  const found = new Map();
  const report = (what, element, colour, behind, text) => {
    const name = `${what} <${element.localName} class="${element.getAttribute("class") ?? ""}">`;
    found.set(`${what}${colour}${behind}`, { what: name, colour, behind, text });
  };
  const shapes = "rect, circle, ellipse, path, line, polyline, polygon";
  for (const shape of document.querySelectorAll(`svg :is(${shapes})`)) {
    if (!shape.closest('[class*="tone-"]') || shape.closest("symbol, defs, clipPath") || !shape.checkVisibility()) continue;
    const style = getComputedStyle(shape);
    const behind = ground(shape.closest("svg").parentElement);
    const colours = [style.fill, shape.localName === "line" || style.strokeWidth !== "0px" ? style.stroke : "none"].map(paint).filter(Boolean);
    // A part of a bar is drawn in its tone and edged with the paper: the more distant of the two is what is seen.
    const far = (rgb) => rgb.reduce((sum, c, at) => sum + Math.abs(c - behind[at]), 0);
    const colour = colours.sort((one, other) => far(other) - far(one))[0];
    if (colour) report("shape", shape, colour, behind, false);
  }
  for (const text of document.querySelectorAll("svg text")) {
    if (!text.checkVisibility()) continue;
    text.scrollIntoView({ block: "center" });
    const box = text.getBoundingClientRect();
    const under = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2).find((element) =>
      !element.closest("text") && (element.matches(shapes) ? paint(getComputedStyle(element).fill) : paint(getComputedStyle(element).backgroundColor)));
    const behind = under?.matches(shapes) ? paint(getComputedStyle(under).fill) : ground(under ?? document.body);
    const colour = paint(getComputedStyle(text).fill);
    if (colour) report("words", text, colour, behind, true);
  }
  return [...found.values()];
}
