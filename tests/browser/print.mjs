// On paper a pledge keeps the addresses of its sources and the day on which it was judged, loses the navigation, and has no empty page.
// Read back from the PDF by pdftotext, which is not ours.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { NARROW, WIDE, visit } from "./site.mjs";

export default async function print({ browser, site }, count) {
  const folder = await mkdtemp(join(tmpdir(), "pledgecard-print-"));
  try {
    await visit(browser, site.pledge.url, {}, async (tab) => {
      const sheet = await tab.evaluate(onScreen);
      await tab.emulateMedia({ media: "print" });
      count.none("no navigation and no skip link", await tab.evaluate(leftOver));
      count.none("nothing wider than the paper", await tab.evaluate(() => {
        const root = document.documentElement;
        return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} > ${root.clientWidth}`] : [];
      }));
      for (const format of ["A4", "Letter"]) {
        const path = join(folder, `${format}.pdf`);
        await tab.pdf({ path, format });
        const { stdout } = await promisify(execFile)("pdftotext", ["-layout", path, "-"], { maxBuffer: 1 << 26 });
        const pages = stdout.replace(/\f$/, "").split("\f");
        // A running line at the foot of each page would hide an empty one: so a few words are not enough.
        const empty = pages.map((text, at) => [text.replace(/\s/g, "").length, at + 1]).filter(([letters]) => letters < 40);
        count.none(`${format}: no empty page of ${pages.length}`, empty.map(([letters, at]) => `page ${at} has ${letters} letters`));
        // Long addresses are broken over lines: blanks are left out on both sides.
        const text = stdout.replace(/\s/g, "");
        count.check(`${format}: there are sources to cite`, sheet.sources.length > 0, "no .cite a[href^=http]");
        for (const source of sheet.sources) count.check(`${format}: the address ${source} is printed`, text.includes(source.replace(/\s/g, "")));
        count.check(`${format}: the day of judging is printed`, sheet.day !== "" && text.includes(`asof${sheet.day.replace(/\s/g, "")}`), sheet.day);
        count.check(`${format}: the title is printed`, text.includes(sheet.title.replace(/\s/g, "")), sheet.title);
        count.check(`${format}: the address of the page is printed`, text.includes(sheet.canonical), sheet.canonical);
      }
    });
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const width of [NARROW, WIDE]) {
    await visit(browser, site.pledge.url, { width, colorScheme: "dark" }, async (tab) => {
      await tab.emulateMedia({ media: "print", colorScheme: "dark" });
      const [ink, paper] = await tab.evaluate(() => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        const light = (colour) => {
          canvas.fillStyle = "#fff";
          canvas.fillRect(0, 0, 1, 1);
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data[1];
        };
        const style = getComputedStyle(document.querySelector("main p"));
        return [light(style.color), light(getComputedStyle(document.body).backgroundColor)];
      });
      count.check(`dark ink on light paper, though the screen at ${width} px is dark`, ink < 110 && paper > 230, `${ink} on ${paper}`);
    });
  }
}

// Runs in the page.
function onScreen() {
  const cited = [...document.querySelectorAll('main .cite a[href^="http"]')];
  return {
    sources: [...new Set(cited.map((link) => link.getAttribute("href")))],
    day: document.querySelector("body > footer time")?.textContent.trim() ?? "",
    title: document.querySelector("h1").textContent.trim(),
    canonical: document.querySelector("link[rel=canonical]").href,
  };
}

// Runs in the page.
function leftOver() {
  return [...document.querySelectorAll("nav, .skip")].filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 0)
    .map((element) => `<${element.localName}> “${element.textContent.trim().slice(0, 40)}”`);
}
