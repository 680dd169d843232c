// What machines read, read back by readers that are not ours: the calendar by ical.js, feeds by feedparser, the sitemap by sitemap, linked data by jsonld, the
// server's headers by Netlify's own parser, the heads of pages by Chromium.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { parseAllHeaders } from "@netlify/headers-parser";
import FeedParser from "feedparser";
import ICAL from "ical.js";
import jsonld from "jsonld";
import { ErrorLevel, parseSitemap } from "sitemap";
import { visit } from "./site.mjs";

const SCHEMA = "https://schema.org/";

export default async function readers({ browser, site }, count) {
  const sources = await Promise.all(site.pages.map(async (page) => ({ ...page, html: await site.read(page.file) })));
  const heads = await visit(browser, "about:blank", {}, (tab) => tab.evaluate(read, sources.map(({ html, path }) => ({ html, path }))));
  const pages = sources.map((page, at) => ({ ...page, ...heads[at] }));
  // The parsers of feeds and sitemaps forgive a file that ends too early; a browser does not.
  const documents = await Promise.all(site.files.filter((file) => file.endsWith(".xml")).map(async (file) => ({ file, xml: await site.read(file) })));
  const torn = await visit(browser, "about:blank", {}, (tab) => tab.evaluate((all) => all.map(({ xml }) =>
    new DOMParser().parseFromString(xml, "application/xml").querySelector("parsererror")?.textContent ?? ""), documents));
  documents.forEach(({ file }, at) => count.check(`/${file} is well formed`, torn[at] === "", torn[at]));
  const found = pages.filter((page) => !/(^|\/)404\.html$/.test(page.path));
  const world = { site, count, pages: found, byAddress: new Map(found.map((page) => [site.home + page.path, page])) };
  await calendar(world);
  await feeds(world);
  await sitemap(world);
  for (const page of found) {
    tags(world, page);
    await linked(world, page);
  }
  await headers(world, pages);
}

// Runs in an empty page: what the heads of the pages say.
function read(pages) {
  return pages.map(({ html }) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const attribute = (selector, name) => page.querySelector(selector)?.getAttribute(name) ?? "";
    const text = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
    return {
      title: page.title,
      heading: text(page.querySelector("h1")),
      description: attribute("meta[name=description]", "content"),
      canonical: attribute("link[rel=canonical]", "href"),
      policies: [...page.querySelectorAll("meta[http-equiv=Content-Security-Policy i]")].map((meta) => meta.content),
      graph: Object.fromEntries([...page.querySelectorAll('meta[property^="og:"]')].map((meta) => [meta.getAttribute("property"), meta.content])),
      feeds: [...page.querySelectorAll('link[rel~=alternate][type="application/atom+xml"]')].map((link) => link.getAttribute("href")),
      data: [...page.querySelectorAll('script[type="application/ld+json"]')].map((script) => script.textContent),
      crumbs: [...page.querySelectorAll("nav.crumbs a")].map(text),
      ids: [...page.querySelectorAll("[id]")].map((element) => element.id),
    };
  });
}

async function calendar({ site, count, byAddress }) {
  const file = "deadlines.ics";
  const check = (what, good, more) => count.check(`/${file}, ${what}`, good, more);
  const events = new ICAL.Component(ICAL.parse(await site.read(file))).getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  const pledges = [...byAddress.keys()].filter((address) => /^pledges\/(?!page\/)[^/]+\/$/.test(address.slice(site.home.length)));
  check("a day for each pledge, named after its page", pledges.length > 0 && events.map((one) => one.uid).sort().join() === pledges.sort().join(), `${events.length} of ${pledges.length}`);
  for (const event of events) {
    check(`${event.uid} is a whole day`, event.startDate.isDate && event.duration.toSeconds() === 24 * 60 * 60, String(event.startDate));
    check(`${event.uid} has the pledge's title`, event.summary === byAddress.get(event.uid)?.heading, event.summary);
  }
}

async function feeds({ site, count, pages, byAddress }) {
  const wanted = pages.filter((page) => page.path === "" || /^(topics|pledges)\/(?!page\/)[^/]+\/$/.test(page.path));
  for (const page of wanted) {
    const file = `${page.path}feed.xml`;
    const name = `/${file}`;
    const check = (what, good, more) => count.check(`${name}, ${what}`, good, more);
    const offered = page.feeds.map((href) => new URL(href, site.home + page.path).href);
    check("is offered by its page", offered.includes(site.home + file), offered.join(" ") || "no link rel=alternate");
    if (!site.files.includes(file)) {
      check("is there", false);
      continue;
    }
    const { meta, items, faults } = await parseFeed(join(site.folder, file), site.home + file);
    count.none(`${name}, no fault`, faults);
    if (!meta) continue;
    check("is Atom with a title, an id and a date", meta["#type"] === "atom" && meta.title && meta["atom:id"]?.["#"] && meta["atom:updated"]?.["#"]);
    check("says its own address", meta.xmlurl === site.home + file, meta.xmlurl);
    check("leads to its page", meta.link === site.home + page.path, meta.link);
    check("has an author for every entry", meta["atom:author"] || items.every((item) => item["atom:author"]), "RFC 4287, 4.1.1");
    check("has entries", items.length > 0);
    const dates = items.map((item) => item["atom:updated"]?.["#"] ?? "");
    count.none(`${name}, every date is a date with time and zone`, dates.filter((date) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(date) || Number.isNaN(Date.parse(date))));
    const times = dates.map((date) => Date.parse(date));
    check("newest first", times.every((time, at) => at === 0 || times[at - 1] >= time), dates.slice(0, 6).join(" "));
    check("as new as its newest entry", Date.parse(meta["atom:updated"]?.["#"]) >= Math.max(...times));
    check("every entry has an id of its own", new Set(items.map((item) => item["atom:id"]?.["#"])).size === items.length && items.every((item) => /^[a-z]+:/.test(item["atom:id"]?.["#"] ?? "")));
    count.none(`${name}, every entry has a title and text`, items.filter((item) => !item.title || !(item.summary || item.description)).map((item) => item.guid));
    count.none(`${name}, every entry leads to a place that is there`, items.map((item) => item.link ?? "").filter((link) => {
      const [address, anchor] = link.split("#");
      const target = byAddress.get(address);
      return !target || (anchor !== undefined && !target.ids.includes(decodeURIComponent(anchor)));
    }));
  }
}

const parseFeed = (path, feedurl) => new Promise((done) => {
  const items = [];
  const faults = [];
  const parser = new FeedParser({ feedurl });
  parser.on("error", (error) => faults.push(error.message));
  parser.on("readable", () => {
    for (let item = parser.read(); item; item = parser.read()) items.push(item);
  });
  parser.on("end", () => done({ meta: parser.meta, items, faults }));
  createReadStream(path).pipe(parser);
});

// How something stood in an edition is reached from there, and not by searching.
const OLD = /editions\/\d+\/$/;

async function sitemap({ site, count, byAddress }) {
  const faults = [];
  const listed = await parseSitemap(createReadStream(join(site.folder, "sitemap.xml")), ErrorLevel.THROW, () => {}).catch((error) => {
    faults.push(error.message);
    return [];
  });
  count.none("/sitemap.xml, no fault", faults);
  const addresses = listed.map((one) => one.url);
  count.check("/sitemap.xml lists each page once", new Set(addresses).size === addresses.length);
  count.none("/sitemap.xml lists what is there", addresses.filter((one) => !site.addresses.includes(one)));
  count.none("/sitemap.xml leaves nothing out", [...byAddress.keys()].filter((one) => !OLD.test(one) && !addresses.includes(one)));
  count.check("/robots.txt leads to it", /^Sitemap: (.*)$/m.exec(await site.read("robots.txt"))?.[1] === `${site.home}sitemap.xml`);
}

// The front page of a page's language: each but the default one has a page for lost addresses below its own folder.
function frontOf(site, pages, page) {
  const folders = site.files.filter((file) => /^[^/]+\/404\.html$/.test(file)).map((file) => file.replace("404.html", ""));
  const folder = folders.find((one) => page.path.startsWith(one)) ?? "";
  return pages.find((one) => one.path === folder);
}

function tags({ site, count, pages }, page) {
  const home = frontOf(site, pages, page);
  const check = (what, is, should) => count.check(`${page.name}, ${what}`, is === should && is !== "", `“${is}”, not “${should}”`);
  // How something stood in an edition points to how it stands now.
  check("canonical", page.canonical, site.home + page.path.replace(OLD, ""));
  check("og:url", page.graph["og:url"], page.canonical);
  check("og:site_name", page.graph["og:site_name"], home.title);
  check("og:title", page.graph["og:title"], page.title.replace(` · ${home.title}`, ""));
  check("og:description", page.graph["og:description"], page.description);
  check("og:type", page.graph["og:type"], page === home ? "website" : "article");
}

// The whole of schema.org is one vocabulary: a context of one line says so, and no network is asked.
const context = async (url) => {
  if (!["https://schema.org", "https://schema.org/"].includes(url)) throw new Error(`unknown context ${url}`);
  return { contextUrl: null, documentUrl: url, document: { "@context": { "@vocab": SCHEMA } } };
};

async function linked({ site, count, pages }, page) {
  const home = frontOf(site, pages, page);
  const nodes = [];
  for (const text of page.data) {
    try {
      // Safe: what would be left out silently is a fault.
      nodes.push(...await jsonld.flatten(JSON.parse(text), null, { documentLoader: context, base: site.home + page.path, safe: true }));
    } catch (error) {
      count.check(`${page.name}, linked data is sound`, false, error.message);
    }
  }
  const whole = Array.isArray(nodes) ? nodes : [nodes];
  const of = (type) => whole.filter((node) => node["@type"]?.includes(SCHEMA + type));
  const value = (node, key) => (node?.[SCHEMA + key] ?? []).map((one) => one["@value"] ?? one["@id"]);
  const check = (what, good, more) => count.check(`${page.name}, ${what}`, good, more);
  if (page.path === "") {
    const [set] = of("Dataset");
    check("a Dataset", set && value(set, "name")[0] === page.title && value(set, "url")[0] === site.home && value(set, "license").length > 0);
  }
  if (/^pledges\/(?!page\/)[^/]+\/$/.test(page.path)) {
    const [claim] = of("Claim");
    check("a Claim at its address", claim && value(claim, "url")[0] === page.canonical && value(claim, "name")[0] === page.heading, JSON.stringify(claim)?.slice(0, 200));
    const reviews = of("Review");
    check("with dated Reviews", reviews.length > 0 && value(claim, "review").length === reviews.length
      && reviews.every((review) => /^\d{4}(-\d\d){0,2}$/.test(value(review, "datePublished")[0]) && value(review, "reviewBody").length === 1));
    check("and no ClaimReview", of("ClaimReview").length === 0);
  }
  if (page.crumbs.length > 0) {
    const items = of("ListItem").sort((one, other) => value(one, "position")[0] - value(other, "position")[0]);
    const names = items.map((item) => value(item, "name")[0]);
    check("a BreadcrumbList", of("BreadcrumbList").length === 1);
    if (items.length === 0) return;
    check("its places are 1, 2, 3", items.every((item, at) => value(item, "position")[0] === at + 1));
    check("it names what the page shows, and the page", names.join("|") === [...page.crumbs, page.graph["og:title"]].join("|"), `${names.join("|")}, not ${[...page.crumbs, page.heading].join("|")}`);
    const leads = items.map((item) => value(item, "item")[0]);
    check("it leads to pages that are there", leads[0] === home.canonical && leads.every((one) => pages.some((other) => site.home + other.path === one)), leads.join(" "));
  }
}

// A meta element cannot hold these; a header may add them.
const HEADER_ALONE = /^(frame-ancestors|report-to|report-uri|sandbox)\b/;

async function headers({ site, count }, pages) {
  const { headers: rules, errors } = await parseAllHeaders({ headersFiles: [join(site.folder, "_headers")], minimal: true, configHeaders: [] });
  count.check("_headers is there", site.files.includes("_headers"));
  count.none("_headers, no fault", errors.map((error) => error.message));
  const matches = (rule, path) => new RegExp(`^${rule.for.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(path);
  const parts = (policy) => policy.split(";").map((part) => part.trim()).filter((part) => part !== "" && !HEADER_ALONE.test(part)).sort().join("; ");
  for (const page of pages) {
    const path = new URL(site.home + page.path).pathname;
    const said = rules.filter((rule) => matches(rule, path)).flatMap((rule) => Object.entries(rule.values))
      .filter(([key]) => key.toLowerCase() === "content-security-policy").map(([, policy]) => parts(policy));
    count.check(`${page.name}, one policy, and nothing by default`, page.policies.length === 1 && page.policies[0].startsWith("default-src 'none'"), page.policies.join(" | "));
    count.check(`${page.name}, _headers says the same policy`, said.length === 1 && said[0] === parts(page.policies[0] ?? ""), `“${said.join(" | ")}”, not “${parts(page.policies[0] ?? "")}”`);
  }
}
