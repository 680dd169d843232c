// Pictures for the eye: every kind of page, narrow and wide, light and dark; the front page and a pledge in forced colours; a
// pledge as printed.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { NARROW, WIDE, together, visit } from "./site.mjs";

export async function pictures({ browser, site }, folder) {
  await mkdir(folder, { recursive: true });
  const file = (page, rest) => join(folder, `${page.path.replaceAll("/", "_") || "front_"}-${rest}`);
  const jobs = [];
  for (const page of site.kinds) {
    for (const width of [NARROW, WIDE]) {
      for (const colorScheme of ["light", "dark"]) jobs.push({ page, rest: `${width}-${colorScheme}.png`, options: { width, colorScheme } });
    }
  }
  for (const page of site.kinds.filter((one) => one.path === "" || one === site.pledge)) {
    for (const width of [NARROW, WIDE]) jobs.push({ page, rest: `${width}-forced.png`, options: { width, forcedColors: "active" } });
  }
  await together(jobs, ({ page, rest, options }) =>
    visit(browser, page.url, options, (tab) => tab.screenshot({ path: file(page, rest), fullPage: true })));
  await visit(browser, site.pledge.url, {}, (tab) => tab.pdf({ path: file(site.pledge, "print.pdf"), format: "A4" }));
  console.log(`pictures: ${jobs.length + 1} in ${folder}`);
}
