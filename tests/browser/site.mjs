// What every family needs: the built site behind a local server, Chromium, the list of pages, and the counting. Never a check.
import { createServer } from "node:http";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const types = {
  html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", svg: "image/svg+xml", png: "image/png",
  jpg: "image/jpeg", xml: "application/xml", json: "application/json", txt: "text/plain; charset=utf-8",
};

// Widths of a small phone (and of 1280 px at 400 %) and of a desk.
export const NARROW = 320;
export const WIDE = 1280;

// Serves a built site where its addresses say: below the path of its base_url. `only` keeps the pages whose file it matches.
export async function serve(folder, only = /(?:)/) {
  const robots = await readFile(join(folder, "robots.txt"), "utf8");
  const home = new URL(".", /Sitemap: (.*)/.exec(robots)[1]);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    // No page asks for it: a browser does, of a host that it does not know yet.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const inside = path.startsWith(home.pathname) ? path.slice(home.pathname.length) : "../nowhere";
    const file = join(folder, inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside);
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": types[file.split(".").pop()] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const all = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, "/").length)).sort();
  const files = all.filter((file) => !file.endsWith(".html") || only.test(file));
  const site = { folder, files, origin, home: home.href, front: origin + home.pathname };
  site.read = (file) => readFile(join(folder, file), "utf8");
  // Every page as { file, path, url }: `path` is what stands after the front page's address.
  const page = (file) => {
    const path = file.replace(/(^|\/)index\.html$/, "$1");
    return { file, path, name: `/${path}`, url: site.front + path };
  };
  site.pages = files.filter((file) => file.endsWith(".html")).map(page);
  site.kinds = await kinds(site);
  // Pages of editions have the templates of the present ones: beside the largest of each kind, one in eight is looked at,
  // and each in every language.
  site.addresses = site.pages.map((one) => site.home + one.path);
  const bare = (one) => one.file.replace(/^[a-z]{2}\//, "");
  const looked = new Set(site.kinds.map(bare));
  [...new Set(site.pages.map(bare))].filter((file) => OF_EDITIONS.test(file)).forEach((file, at) => at % 8 === 0 && looked.add(file));
  site.pages = site.pages.filter((one) => !OF_EDITIONS.test(one.file) || looked.has(bare(one)));
  site.pledge = site.kinds.find((one) => /^pledges\/[^/]+\/index\.html$/.test(one.file));
  site.close = () => server.close();
  return site;
}

const OF_EDITIONS = /(^|\/)editions\/\d+\//;

// The kind of a page by its file: `pledges/…`, `pledges/…/editions/…`; another language is one kind.
function kind(file) {
  const folders = file.split("/").slice(0, -1);
  if (folders.length < 2) return file;
  if (/^[a-z]{2}$/.test(folders[0])) return `${folders[0]}/…`;
  return folders.map((name, at) => (at % 2 === 1 ? "…" : name)).join("/");
}

// One page of each kind: the largest, where most can go wrong.
async function kinds(site) {
  const largest = new Map();
  for (const page of site.pages) {
    const size = (await stat(join(site.folder, page.file))).size;
    if (size > (largest.get(kind(page.file))?.size ?? 0)) largest.set(kind(page.file), { ...page, size });
  }
  return [...largest.values()];
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars"],
});

// Opens an address in a context of its own, hands the page to `look`, and closes it. `before` runs before the address is opened.
export async function visit(browser, url, { width = WIDE, before, ...options }, look) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: "reduce", ...options });
  try {
    const page = await context.newPage();
    await before?.(page);
    await page.goto(url);
    return await look(page);
  } finally {
    await context.close();
  }
}

// Does the jobs a few at a time: a tab does not fill two cores, and more than three only wait for one another.
export async function together(jobs, work, lanes = 3) {
  const waiting = [...jobs];
  const lane = async () => {
    while (waiting.length > 0) await work(waiting.shift());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

// Counts what passed and keeps what failed, in words.
export class Count {
  passed = 0;
  failed = [];

  check(name, good, more = "") {
    if (good) this.passed++;
    else this.failed.push(more ? `${name}: ${String(more).slice(0, 600)}` : name);
  }

  // Checks that a list of complaints is empty.
  none(name, complaints) {
    this.check(name, complaints.length === 0, `${complaints.length}: ${complaints.slice(0, 4).join("; ")}`);
  }
}
