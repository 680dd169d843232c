// Shows that the families can fail: each breakage is put into a copy of the built site, and the family named must then complain in the
// words given where it did not before.
//
//     node proof.mjs SITE [FAMILY…]
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { family } from "./run.mjs";
import { launch, serve } from "./site.mjs";

const FRONT = "index.html";
const KOREAN = "ko/sources/index.html";
const insert = (html, markup) => html.replace("</h1>", `</h1>${markup}`);
const after = (markup) => (html) => insert(html, markup);
const css = (rules) => (text) => `${text}\n${rules}`;
const open = (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");

// The family, the file (a stylesheet: .css; the largest pledge: PLEDGE), the change, what must be said.
const BREAKAGES = [
  ["axe", FRONT, after('<img src="x.png">'), /image-alt/],
  ["axe", FRONT, after('<p><a href="./a/" style="font-size:8px">a</a><a href="./b/" style="font-size:8px">b</a></p>'), /quiet and within its policy/],
  ["axe", ".css", css("nav li, nav ul { display: inline; font-size: 6px } nav a { display: inline !important; padding: 0 !important; margin: 0 !important; font-size: 6px !important }"), /target-size/],
  ["axe", FRONT, after('<img alt="" src="https://example.org/x.png">'), /another host/],
  ["axe", ".css", css("@media (prefers-color-scheme: dark) { .dek { color: #333 } }"), /dark, axe: .*color-contrast/],
  ["axe", ".css", css("@media (forced-colors: active) { .dek { forced-color-adjust: none; color: #eee; background: #fff } }"), /forced colours, axe: .*color-contrast/],
  ["reflow", ".css", css("h1 { white-space: nowrap }"), /no sideways scrolling/],
  ["reflow", FRONT, (html) => html.replaceAll(' tabindex="0"', "") , /region with a name/, ".scroll table { min-inline-size: 40rem }"],
  ["reflow", ".css", css("h1 { height: 1.1em; overflow: hidden }"), /nothing cut off/],
  ["reflow", ".css", css("h1 { margin-block-end: -2.2em }"), /nothing over another/],
  ["html", FRONT, after("<p><div>"), /index.html/],
  ["html", ".css", css("h1 { colour: red }"), /colour/],
  ["noscript", FRONT, (html) => open(insert(html, '<script>document.querySelector("h1").insertAdjacentHTML("afterend", "<p>made by a script <a href=x>link</a></p>")</script>')), /the same (text|links)/],
  ["nostyle", FRONT, (html) => html.replace("</h1>", "</h1><h4>Too deep</h4>"), /skips a level/],
  ["nostyle", FRONT, (html) => html.replace(/<a class="skip"[^<]*<\/a>/, ""), /skip link/],
  ["nostyle", FRONT, (html) => html.replace(/(<footer class="foot"[\s\S]*<\/footer>)/, "").replace("<main", "<footer class=\"foot\"></footer><main"), /in this order/],
  ["palette", ".css", css(":root { --soft: #999 !important; --positive: #0b4e9f !important; --active: #0b4a8f !important }"), /--soft on --paper/],
  ["palette", ".css", css(":root { --positive: #0b4e9f !important; --active: #0b4a8f !important }"), /all three cones: --positive and --active/],
  ["palette", ".css", css(":root { --positive: #4c6a1e !important; --negative: #7d5a10 !important }"), /deuteranopia: --positive and --negative/],
  ["marks", FRONT, (html) => html.replace(/<symbol id="_mark-clock"[\s\S]*?<\/symbol>/, '<symbol id="_mark-clock" viewBox="0 0 24 24"><circle cx="12" cy="12" r="7"/></symbol>'), /clock and dot differ|dot and clock|clock/],
  ["marks", FRONT, (html) => html.replace(/<symbol id="_mark-dash"[\s\S]*?<\/symbol>/, ""), /symbol #_mark/],
  ["print", ".css", css("@media print { nav { display: block !important } body > footer { display: none !important } }"), /no navigation/],
  ["print", ".css", css("@media print { body > footer { display: none !important } }"), /day of judging/],
  ["print", ".css", css("@media print { h1 { break-after: page } body > header, main > :not(h1), main::before { display: none } main > h1 { font-size: 8px } footer { break-before: page; visibility: hidden } }"), /no empty page/],
  ["weight", ".css", (text) => `${text}/*${Array.from({ length: 9000 }, (_, at) => (at * 7919 % 65521).toString(36)).join("")}*/`, /style/],
  ["weight", FRONT, (html) => open(insert(html, '<p id="late"></p><script>setTimeout(() => { document.getElementById("late").style.height = "200px" }, 300)</script>')), /nothing moves/],
  ["weight", FRONT, after("<img alt='' src='a.png'>".replace("a.png", "missing.png")), /./],
  ["readers", "sitemap.xml", (xml) => xml.replace("</url>", "</url><url><loc>https://example.org/korea-ai/nowhere/</loc></url>"), /lists what is there/],
  ["readers", "sitemap.xml", (xml) => xml.replace("</urlset>", ""), /sitemap/],
  ["readers", FRONT, (html) => html.replace('"@type":"Dataset"', '"@type":"Thing"'), /a Dataset/],
  ["readers", FRONT, (html) => html.replace('rel="canonical" href="', 'rel="canonical" href="https://example.com/'), /canonical/],
  ["readers", "PLEDGE", (html) => html.replace('"@type":"Claim"', '"@type":"ClaimReview"'), /a Claim|ClaimReview/],
  ["words", KOREAN, after("<p>여기 the deadline has passed 그리고</p>"), /“deadline” in “여기/],
  ["words", KOREAN, after("<p>공약을 How we judge 기준으로 본다</p>"), /“How we judge” in/],
  ["words", KOREAN, after("<p>공약 가운데 <b>Kept</b> 하나</p>"), /“Kept”/],
  ["words", KOREAN, after('<p aria-label="Statuses of the pledges">상태</p>'), /“Statuses/],
  ["words", KOREAN, (html) => html.replace(/<span lang="en" dir="ltr">([^<]{9,})<\/span>/, "$1"), /no unmarked English/],
  // These need what they break, and stand for nothing while the theme lacks it.
  ["readers", "_headers", (text) => text.replace("default-src 'none'", "default-src *"), /the same policy/],
  ["readers", "feed.xml", (xml) => xml.replace("</entry>", ""), /feed.xml is well formed/],
  ["readers", "feed.xml", (xml) => xml.replace(/<entry>([\s\S]*?)<\/entry>/, (entry) => entry + entry), /an id of its own/],
  ["readers", "feed.xml", (xml) => xml.replace(/(<entry>[\s\S]*?<updated>)\d{4}/, "$11999"), /newest first/],
  ["readers", "feed.xml", (xml) => xml.replace(/(<entry>[\s\S]*?<link[^>]*href="[^"#]*)/, "$1gone/"), /a place that is there/],
  ["readers", FRONT, (html) => html.replace(/property="og:title" content="/, "$&x"), /og:title/],
  ["filter", FRONT, (html) => html.replace(/(<a [^>]*data-topic="[^"]+"[^>]*href=")[^"]*|(<a [^>]*href=")[^"]*("[^>]*data-topic="[^"]+")/, (all, one, two, rest = "") => `${one ?? two}./404.html${rest}`), /the page without script/],
  ["filter", ".js", (text) => text.replaceAll(/(push|replace)State/g, "$1Stat"), /address/],
  ["filter", ".js", () => "", /./],
];

async function main([folder, ...wanted]) {
  const browser = await launch();
  const sound = new Map();
  let passed = 0;
  const failed = [];
  const run = async (name, copy) => {
    const site = await serve(copy, name === "words" ? /^(index|ko\/sources\/index)\.html$/ : /^(index|pledges\/(index|(?!page\/)[^/]+\/index))\.html$/);
    // The largest pledge alone.
    site.pages = name === "readers" || name === "words" ? site.pages : site.kinds;
    const count = await family(name, { browser, site, hundred: site });
    site.close();
    return count.failed;
  };
  for (const [name, where, change, said, style] of BREAKAGES) {
    if ((wanted.length > 0 && !wanted.includes(name))) continue;
    const copy = await mkdtemp(join(tmpdir(), "pledgecard-broken-"));
    await cp(folder, copy, { recursive: true });
    const before = await serve(copy);
    const files = where.startsWith(".") ? before.files.filter((file) => file.endsWith(where)) : [where === "PLEDGE" ? before.pledge.file : where];
    const sheets = style ? before.files.filter((file) => file.endsWith(".css")) : [];
    before.close();
    let changed = false;
    for (const [list, how] of [[files, change], [sheets, css(style)]]) {
      for (const file of list) {
        const text = await readFile(join(copy, file), "utf8").catch(() => "");
        const next = text === "" ? "" : how(text);
        changed ||= next !== text;
        if (next !== text) await writeFile(join(copy, file), next);
      }
    }
    const what = `${name}, ${where}: ${said}`;
    if (changed) {
      if (!sound.has(name)) sound.set(name, new Set(await run(name, folder)));
      const fresh = (await run(name, copy)).filter((line) => !sound.get(name).has(line));
      if (fresh.some((line) => said.test(line))) passed++;
      else failed.push(`${what}; it says ${fresh.slice(0, 3).join("; ").slice(0, 500) || "nothing new"}`);
    } else failed.push(`${what}; there is nothing to break`);
    await rm(copy, { recursive: true });
  }
  await browser.close();
  for (const line of failed) console.log(`FAILED proof: ${line}`);
  console.log(`proof: ${passed} passed, ${failed.length} failed`);
  process.exit(failed.length > 0 ? 1 : 0);
}

await main(process.argv.slice(2));
