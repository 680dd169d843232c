// Opens every kind of page of a built site in Chromium, narrow and wide, light and dark: no fault that axe-core knows,
// no sideways scrolling, no request to another host, nothing that the page's own policy refuses.
//
//     node run.mjs SITE [--pictures DIR]
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { mkdir, readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [site, , pictures] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// The site stands where its addresses say: below the path of its base_url.
const robots = await readFile(join(site, "robots.txt"), "utf8");
const base = new URL(".", /Sitemap: (.*)/.exec(robots)[1]).pathname;
const types = { html: "text/html; charset=utf-8", css: "text/css", svg: "image/svg+xml", png: "image/png", xml: "application/xml" };

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const inside = path.startsWith(base) ? path.slice(base.length) : "../nowhere";
  const file = join(site, inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside);
  try {
    const bytes = await readFile(file);
    response.writeHead(200, { "content-type": types[file.split(".").pop()] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

// One page of each kind: the largest, where most can go wrong.
async function pages() {
  const kinds = new Map();
  for (const entry of await readdir(site, { recursive: true })) {
    if (!entry.endsWith(".html")) continue;
    const parts = entry.split("/");
    const kind = parts.length > 2 ? `${parts[0]}/…` : entry;
    const size = (await stat(join(site, entry))).size;
    if (size > (kinds.get(kind)?.size ?? 0)) kinds.set(kind, { size, path: `${base}${entry.replace(/index\.html$/, "")}` });
  }
  return [...kinds.values()].map((page) => page.path).sort();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let passed = 0;
const failed = [];
const check = (name, good, more = "") => (good ? passed++ : failed.push(`${name}${more ? `: ${more}` : ""}`));

for (const path of await pages()) {
  for (const width of [320, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      const name = `${path} at ${width} px, ${colorScheme}`;
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      const complaints = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("request", (request) => request.url().startsWith(origin) || complaints.push(`asked ${request.url()}`));
      await page.goto(origin + path);
      check(`${name}, quiet`, complaints.length === 0, complaints.join("; "));
      const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      check(`${name}, no sideways scrolling`, sizes[0] <= sizes[1], `${sizes[0]} > ${sizes[1]}`);
      if (pictures) {
        await mkdir(pictures, { recursive: true });
        const file = `${path.replaceAll("/", "_")}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(pictures, file), fullPage: true });
      }
      await context.close();

      const open = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      const tested = await open.newPage();
      await tested.goto(origin + path);
      await tested.evaluate(axe);
      const { violations } = await tested.evaluate(() =>
        globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const said = violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`);
      check(`${name}, axe`, violations.length === 0, said.join("; "));
      await open.close();
    }
  }
}
await browser.close();
server.close();
for (const line of failed) console.log(`FAILED ${line}`);
console.log(`browser: ${passed} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
