// What a reader of a scorecard of a hundred pledges has to load, and that nothing moves while it loads.
import { gzipSync } from "node:zlib";
import { NARROW, WIDE, together, visit } from "./site.mjs";

const KB = 1000;
const FRONT = 60 * KB;
const PLEDGE = 30 * KB;
const STYLE = 12 * KB;
const SCRIPT = 5 * KB;
const REQUESTS = 6;

export default async function weight({ browser, site, hundred }, count) {
  const front = { page: hundred.kinds.find((page) => page.path === ""), most: FRONT, of: hundred };
  const pledge = { page: hundred.pledge, most: PLEDGE, of: hundred };
  const own = { page: site.pledge, most: PLEDGE, of: site };
  const list = { page: hundred.kinds.find((page) => page.path === "pledges/"), most: FRONT, of: hundred };
  for (const { page, most, of } of [front, list, pledge, own]) {
    const name = `${page.name}${of === site ? " of the demo" : ""}`;
    const loaded = await load(browser, page.url);
    const kilobytes = (parts) => parts.reduce((sum, one) => sum + one.zipped, 0);
    const kind = (wanted) => loaded.filter((one) => one.kind === wanted);
    const within = (what, bytes, limit) => count.check(`${name}, ${what}`, bytes <= limit, `${bytes} > ${limit} bytes`);
    count.check(`${name} is there`, kind("document").length === 1 && kind("document")[0].zipped > KB);
    within("all in", kilobytes(loaded), most);
    within("style", kilobytes(kind("stylesheet")), STYLE);
    within("script", kind("script").reduce((sum, one) => sum + one.plain, 0), SCRIPT);
    count.check(`${name}, requests`, loaded.length <= REQUESTS, `${loaded.length}: ${loaded.map((one) => one.url).join(" ")}`);
    count.none(`${name}, no typefaces`, kind("font").map((one) => one.url));
    count.none(`${name}, nobody else is asked`, loaded.map((one) => one.url).filter((url) => !url.startsWith(of.origin)));
    count.none(`${name}, all that is asked for is there`, loaded.filter((one) => one.status !== 200).map((one) => `${one.status} ${one.url}`));
  }
  const jobs = [...site.kinds, front.page, pledge.page, list.page].flatMap((page) => [NARROW, WIDE].map((width) => ({ page, width })));
  await together(jobs, async ({ page, width }) => {
    const shifts = await visit(browser, page.url, { width }, moved);
    const name = `${page.name}${page.url.startsWith(hundred.origin) ? " of a hundred" : ""} at ${width} px`;
    count.check(`${name}, nothing moves`, shifts.length === 0, shifts.join("; "));
  });
}

// What the browser asks for, with the sizes of the answers.
async function load(browser, url) {
  const asked = [];
  return visit(browser, url, { before: (tab) => tab.on("request", (request) => asked.push(request)) }, async (tab) => {
    await tab.waitForLoadState("networkidle");
    return Promise.all(asked.map(async (request) => {
      const answer = await request.response();
      const bytes = await answer?.body().catch(() => null) ?? Buffer.alloc(0);
      return { url: request.url(), kind: request.resourceType(), status: answer?.status() ?? 0, plain: bytes.length, zipped: gzipSync(bytes).length };
    }));
  });
}

// A table that is painted while its last rows arrive may widen a column by a hair: a tenth of what counts as good.
// Source: web.dev, "Cumulative Layout Shift".
const A_HAIR = 0.01;

// What moved by itself, from the first paint to the end of the page.
async function moved(tab) {
  await tab.waitForLoadState("networkidle");
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 700) {
    await tab.mouse.wheel(0, 700);
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  return tab.evaluate((hair) => new Promise((done) => {
    const shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
    // Buffered entries are handed over in a task of their own.
    setTimeout(() => done(shifts.filter((shift) => shift.value > hair).map((shift) =>
      `${shift.value.toFixed(4)} ${shift.sources.map((source) => `<${source.node?.localName ?? "?"}>`).join(" ")}`)), 100);
  }), A_HAIR);
}
