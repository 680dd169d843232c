// The demonstration in Korean, a site in Arabic, and one in English, Korean and Arabic with a Korean pledge of 325 rows: nothing is
// wider than the screen, axe finds nothing, no word of the English interface stands unmarked on a page of another language, and
// figures run from the side where the language begins.
import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { NARROW, WIDE, serve, together, visit } from "./site.mjs";
import { englishOf, unmarked } from "./words.mjs";

const home = new URL("../..", import.meta.url).pathname;
const binary = process.env.PLEDGECARD ?? join(home, "target/debug/pledgecard");
const ROWS = 325;

// A line without a space, as a Korean list of agencies or a copied address may be.
const unspaced = (count) => "국가인공지능컴퓨팅센터구축사업추진단".repeat(count);

const QUOTED = ["“예산, 인력, 장비”", '"서울, 부산, 대전"', "‘인재, 데이터’"];

// A long Korean text: a table of 325 rows with commas in quotation marks, and lines without a space.
function longText() {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const words = [QUOTED[at % QUOTED.length], `과제 ${at + 1}`, at % 25 === 0 ? unspaced(12) : "한국어로 된 공약의 세부 내용, 그리고 그 근거"];
    return `| ${at + 1} | ${words.join(" | ")} | ${(at * 7919) % 100000}억 원 |`;
  });
  const table = ["| 번호 | 구분 | 과제 | 내용 | 금액 |", "| ---: | --- | --- | --- | ---: |", ...rows].join("\n");
  return `## 예산 현황\n\n${unspaced(40)}\n\n${table}\n\n## 남은 일\n\n“쉼표, 따옴표, 그리고 괄호(예: 2025년, 2026년)”가 든 문장이다.\n`;
}

const translation = (title, reason, claim, body) =>
  `+++\ntitle = ${JSON.stringify(title)}\n\n[[status]]\non = 2026-05-01\nreason = ${JSON.stringify(reason)}\n\n[[critiques]]\nid = "money"\n` +
  `claim = ${JSON.stringify(claim)}\n+++\n\n${body}`;

// A small project in three languages, built.
async function threeLanguages() {
  const folder = await mkdtemp(join(tmpdir(), "languages-"));
  await cp(join(home, "tests/base"), folder, { recursive: true });
  const write = async (path, text) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const settings = await readFile(join(folder, "site.toml"), "utf8");
  const languages = 'language    = "en"\nlanguages   = ["en", "ko", "ar"]';
  const city = 'label = { en = "City", ko = "도시", ar = "المدينة" }';
  await write("site.toml", settings.replace('language    = "en"', languages).replace('label = "City"', city));
  await write("themes/civic/i18n/ar.ftl", await readFile(join(home, "tests/languages/ar.ftl")));
  const title = `한국형 인공지능 “100조 원, 3대 강국” ${unspaced(6)}`;
  await write("content/pledges/bridge.ko.md", translation(title, unspaced(8), unspaced(5), longText()));
  const arabic = translation("بناء جسر على النهر", "لم يبدأ العمل بعد.", "غالٍ جدًا.", "## الميزانية\n\nجسر فوق النهر، ومعه طريق.\n");
  await write("content/pledges/bridge.ar.md", arabic);
  const out = join(folder, "public");
  execFileSync(binary, ["--quiet", "--root", folder, "build", "--today", "2026-06-30", "--out", out], { stdio: "pipe" });
  return { site: await serve(out), folder };
}

// The project of tests/languages/arabic, built: Arabic is its default language.
async function inArabic() {
  const folder = await mkdtemp(join(tmpdir(), "arabic-"));
  await cp(join(home, "tests/languages/arabic"), folder, { recursive: true });
  await mkdir(join(folder, "themes/civic/i18n"), { recursive: true });
  await cp(join(home, "tests/languages/ar.ftl"), join(folder, "themes/civic/i18n/ar.ftl"));
  const out = join(folder, "public");
  execFileSync(binary, ["--quiet", "--root", folder, "build", "--today", "2026-06-30", "--out", out], { stdio: "pipe" });
  return { site: await serve(out), folder };
}

async function fits({ browser }, page, axe, english, count) {
  await visit(browser, page.url, { bypassCSP: true }, async (tab) => {
    const language = await tab.evaluate(() => document.documentElement.lang);
    if (language !== "en") count.none(`${page.name}, no unmarked English`, await tab.evaluate(unmarked, english[language]));
    await tab.evaluate(axe);
    for (const width of [NARROW, WIDE]) {
      const name = `${page.name} at ${width} px`;
      await tab.setViewportSize({ width, height: 800 });
      const [scroll, client] = await tab.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      count.check(`${name}, no sideways scrolling`, scroll === client, `${scroll} > ${client}`);
      const { violations } = await tab.evaluate(() =>
        globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      count.none(`${name}, axe`, violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`));
    }
  });
}

// The first part of a bar, and the side where its page begins.
const firstPart = () => {
  const bar = document.querySelector("svg.bar");
  const [whole, part] = [bar.getBoundingClientRect(), bar.querySelector("rect").getBoundingClientRect()];
  const marks = bar.querySelector('use:not([href="#_mark-arrow"])');
  const mirrored = marks ? new DOMMatrix(getComputedStyle(marks).transform).a * new DOMMatrix(getComputedStyle(bar).transform).a < 0 : false;
  return { fromRight: whole.right - part.right < 2, fromLeft: part.left - whole.left < 2, mirrored };
};

async function switchLeads({ browser }, site, count) {
  const page = site.pages.find((one) => one.file === "pledges/bridge/index.html");
  await visit(browser, page.url, {}, async (tab) => {
    for (const language of ["ko", "ar", "en"]) {
      await tab.click(`.languages a[hreflang="${language}"]`);
      const [lang, dir] = await tab.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).direction]);
      count.check(`the switch leads to the page in ${language}`, lang === language && new URL(tab.url()).pathname.endsWith("pledges/bridge/"), tab.url());
      count.check(`${language} is written the right way`, dir === (language === "ar" ? "rtl" : "ltr"), dir);
    }
  });
}

// The page in every language, as each says in its head: all lead to pages, and those lead back; so does the sitemap.
async function alternates({ browser }, site, languages, count) {
  const lost = /(^|\/)404\.html$/;
  const pages = site.pages.filter((page) => !lost.test(page.file));
  const texts = await Promise.all(pages.map((page) => site.read(page.file)));
  const heads = await visit(browser, "about:blank", {}, (tab) => tab.evaluate((all) => all.map((text) => {
    const links = new DOMParser().parseFromString(text, "text/html").querySelectorAll("link[rel=alternate][hreflang]");
    return [...links].map((link) => [link.getAttribute("hreflang"), link.getAttribute("href")]);
  }), texts));
  const byAddress = new Map(pages.map((page, at) => [site.home + page.path, JSON.stringify(heads[at])]));
  pages.forEach((page, at) => {
    const named = heads[at].map(([language]) => language);
    count.check(`${page.name} names each language and a default`, named.join() === [...languages, "x-default"].join(), named.join());
    const astray = heads[at].filter(([, address]) => byAddress.get(address) !== JSON.stringify(heads[at]));
    count.none(`${page.name}, its translations lead to pages and back`, astray.map(([, address]) => address));
    count.check(`${page.name} is among them`, heads[at].some(([, address]) => address === site.home + page.path));
    count.check(`${page.name}, the default is the first`, heads[at].at(-1)?.[1] === heads[at][0]?.[1]);
  });
  const sitemap = await site.read("sitemap.xml");
  const absent = [...byAddress.keys()].filter((address) => !/editions\/\d+\/$/.test(address) && !sitemap.includes(`<loc>${address}</loc>`));
  count.none("the sitemap has every page of every language", absent);
  const feeds = site.files.filter((file) => file.endsWith("feed.xml"));
  for (const language of languages) {
    const folder = language === languages[0] ? "" : `${language}/`;
    const inside = feeds.filter((file) => languages.slice(1).some((one) => file.startsWith(`${one}/`)) ? file.startsWith(folder) && folder !== "" : folder === "");
    const speak = await Promise.all(inside.map(async (file) => [file, (await site.read(file)).includes(`xml:lang="${language}"`)]));
    count.check(`feeds in ${language}`, inside.length === feeds.length / languages.length, `${inside.length} of ${feeds.length}`);
    count.none(`feeds in ${language} say so`, speak.filter(([, good]) => !good).map(([file]) => file));
  }
}

// Bars of several parts begin where the language does.
async function barsRun({ browser }, site, count) {
  for (const [folder, side] of [["", "fromRight"], ["en/", "fromLeft"]]) {
    await visit(browser, `${site.front}${folder}`, {}, async (tab) => {
      const part = await tab.evaluate(firstPart);
      count.check(`bars of /${folder} begin where the language does, their marks unturned`, part[side] && part.fromRight !== part.fromLeft && !part.mirrored, JSON.stringify(part));
    });
  }
}

// The history of a pledge begins where its language does, and its figures and words can be read.
async function historyRuns({ browser }, site, count) {
  for (const [folder, begins] of [["", "right"], ["en/", "left"]]) {
    await visit(browser, `${site.front}${folder}pledges/bridge/`, {}, async (tab) => {
      const seen = await tab.evaluate(() => {
        const middle = (element) => element.getBoundingClientRect().x + element.getBoundingClientRect().width / 2;
        const turned = (element) => new DOMMatrix(getComputedStyle(element).transform).a < 0;
        const figure = document.querySelector(".history > svg");
        const [first, second] = [...figure.querySelectorAll("rect.run")].map(middle);
        return {
          begins: first > second ? "right" : "left",
          words: [...figure.querySelectorAll("text")].every((text) => turned(text) === turned(figure)),
          arrow: [...figure.querySelectorAll('use[href="#_mark-arrow"]')].some((use) => turned(use) !== turned(figure)),
          link: getComputedStyle(document.querySelector(".critique .who bdi")).unicodeBidi,
        };
      });
      count.check(`the history on /${folder} begins at the ${begins}, its words unturned`, seen.begins === begins && seen.words, JSON.stringify(seen));
      count.check(`the arrow on /${folder} points onwards`, seen.arrow === (begins === "right"), JSON.stringify(seen));
      count.check(`a foreign name on /${folder} turns nothing around it`, seen.link === "isolate", seen.link);
    });
  }
}

async function filterFindsHangul({ browser }, site, count) {
  await visit(browser, `${site.front}ko/`, {}, async (tab) => {
    await tab.fill("#_words", "고속");
    const shown = await tab.$$eval(".ledger tbody tr:not([hidden])", (rows) => rows.map((row) => row.textContent));
    count.check("the filter finds Hangul by a part of a word", shown.length > 0 && shown.every((text) => text.includes("고속")), `${shown.length}`);
  });
}

// Runs in the page: how a long text stands there.
const longTextStands = ([quoted, unbroken]) => {
  const prose = document.querySelector(".prose");
  const region = prose.querySelector("table").parentElement;
  const rows = [...prose.querySelectorAll("tbody tr")];
  const cells = rows.map((row) => row.cells[1].textContent);
  const outside = [...prose.querySelectorAll("*")].filter((one) => !region.contains(one) || one === region)
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  const cut = [...prose.querySelectorAll("td, th")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
  const line = [...prose.querySelectorAll("p")].find((one) => one.textContent === unbroken);
  return {
    rows: rows.length,
    kept: cells.every((text, at) => text === quoted[at % quoted.length]),
    named: region.getAttribute("role") === "region" && region.getAttribute("aria-label") !== "" && region.tabIndex === 0,
    scrolls: region.scrollWidth > region.clientWidth,
    outside: outside.map((one) => one.localName),
    cut: cut.map((one) => one.textContent.slice(0, 40)),
    lines: line ? line.getBoundingClientRect().height / parseFloat(getComputedStyle(line).lineHeight) : 0,
    wordBreak: getComputedStyle(prose).wordBreak,
  };
};

// The Korean pledge of 325 rows: all of it is there, and what is wider than a small screen scrolls in a region with a name.
async function longPledgeFits({ browser }, site, count) {
  const page = site.pages.find((one) => one.file === "ko/pledges/bridge/index.html");
  for (const width of [NARROW, WIDE]) {
    await visit(browser, page.url, { width }, async (tab) => {
      const seen = await tab.evaluate(longTextStands, [QUOTED, unspaced(40)]);
      const name = `the long pledge at ${width} px`;
      count.check(`${name} has its ${ROWS} rows`, seen.rows === ROWS, `${seen.rows}`);
      count.check(`${name} has its quoted commas`, seen.kept);
      count.check(`${name}, its table stands in a region with a name that can be focused`, seen.named);
      count.check(`${name}, the region scrolls on a small screen`, seen.scrolls || width > NARROW);
      count.none(`${name}, nothing reaches out of the screen`, seen.outside);
      count.none(`${name}, no cell is cut`, seen.cut);
      count.check(`${name}, a line without a space is broken`, seen.lines > 5, `${seen.lines}`);
      count.check(`${name}, Korean words are kept whole`, seen.wordBreak === "keep-all", seen.wordBreak);
    });
  }
}

export default async function languages(world, count) {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const { site, folder } = await threeLanguages();
  const arabic = await inArabic();
  const ofSite = async (root) => ({ ko: await englishOf(root, "ko"), ar: await englishOf(root, "ar") });
  const [english, demoEnglish, arabicEnglish] = await Promise.all([ofSite(folder), ofSite(home), ofSite(arabic.folder)]);
  try {
    const demo = world.site.pages.filter((page) => page.file.startsWith("ko/"));
    count.check("the demonstration has Korean pages", demo.length > 40, `${demo.length}`);
    const kinds = new Map(demo.map((page) => [page.file.split("/").slice(0, 2).join("/"), page]));
    const of = (pages, words) => [...pages].map((page) => [page, words]);
    const jobs = [...of(kinds.values(), demoEnglish), ...of(site.pages, english), ...of(arabic.site.pages, arabicEnglish)];
    await together(jobs, ([page, words]) => fits(world, page, axe, words, count));
    await switchLeads(world, site, count);
    await alternates(world, world.site, ["en", "ko"], count);
    await alternates(world, site, ["en", "ko", "ar"], count);
    await alternates(world, arabic.site, ["ar", "en"], count);
    await barsRun(world, arabic.site, count);
    await historyRuns(world, arabic.site, count);
    await filterFindsHangul(world, world.site, count);
    await longPledgeFits(world, site, count);
  } finally {
    for (const one of [{ site, folder }, arabic]) {
      one.site.close();
      await rm(one.folder, { recursive: true });
    }
  }
}
