// The live preview in Chromium: a save changes the open page and nothing that the reader did to it; faults come and go
// over it; addresses come and go; styles change without a reload; a server that was restarted is found again.
//
//     node preview.mjs PLEDGECARD BASE      (the program; a small sound project, of which a copy is edited)
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [program, base] = process.argv.slice(2);
const civic = join(dirname(fileURLToPath(import.meta.url)), "../../themes/civic");
const root = await mkdtemp(join(tmpdir(), "preview-"));
await cp(base, root, { recursive: true });
const file = (path) => join(root, path);
const read = (path) => readFile(file(path), "utf8");
const write = async (path, text) => {
  await mkdir(dirname(file(path)), { recursive: true });
  await writeFile(file(path), text);
};
const bridge = "content/pledges/bridge.md";
// A long page with something to open and something to write into.
await write("themes/civic/theme.toml", "");
await write("themes/civic/templates/pledge.html", `{% extends "base.html" %}{% block main %}<h1>{{ pledge.title }}</h1>
<details id="more"><summary>More</summary><p>{{ pledge.reason }}</p></details>
<p><label>Note <input id="note" value=""></label> <label>Second <textarea id="second"></textarea></label></p>
<div id="long">{{ body }}</div>{% endblock %}`);
const css = await readFile(join(civic, "static/civic.css"), "utf8");
await write("themes/civic/static/civic.css", `${css}\nh1 { letter-spacing: 1px }\n`);
const long = Array.from({ length: 80 }, (_, at) => `Paragraph ${at}.`).join("\n\n");
const text = `${await read(bridge)}\n\nThe first wording.\n\n${long}\n`;
await write(bridge, text);

let server, port = 0;
async function start() {
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1782777600" };
  server = spawn(program, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"], env });
  const line = await new Promise((done) => server.stdout.once("data", (data) => done(String(data))));
  port = Number(/:(\d+)\//.exec(line)[1]);
}
async function stop() {
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGKILL");
  await ended;
}
await start();
const at = (path) => `http://localhost:${port}${path}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await (await browser.newContext({ viewport: { width: 900, height: 600 } })).newPage();
let passed = 0;
const failed = [];
const check = (name, good, more = "") => (good ? passed++ : failed.push(`${name}${more === "" ? "" : `: ${JSON.stringify(more)}`}`));
// Asked from here: the page's own policy forbids what a wait inside it would need.
const waits = async (name, condition) => {
  for (const end = Date.now() + 10_000; Date.now() < end; await page.waitForTimeout(20)) {
    if (await page.evaluate(condition).catch(() => false)) return passed++;
  }
  return failed.push(name);
};
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
const shadow = (id) => `document.querySelector("pledgecard-preview")?.shadowRoot.getElementById("${id}")`;

await page.goto(at("/pledges/bridge/"));
await waits("the banner", `${shadow("bar")}?.textContent.includes("nothing is published from here")`);
check("no script of the preview is left in the page", await page.evaluate(() => !document.querySelector("script[data-pledgecard]")));

// An edit: the page changes, and what the reader did stays.
await page.evaluate(() => {
  globalThis.same = document.querySelector("h1");
  document.querySelector("#more").open = true;
});
await page.fill("#second", "not sent yet");
await page.fill("#note", "half a word");
await page.evaluate(() => { document.querySelector("#note").setSelectionRange(2, 4); scrollTo(0, 700); });
await write(bridge, text.replace("The first wording.", "Another wording."));
await waits("an edit is shown", () => document.body.textContent.includes("Another wording."));
const kept = await page.evaluate(() => {
  const note = document.querySelector("#note");
  return {
    scroll: scrollY, open: document.querySelector("#more").open, note: note.value, second: document.querySelector("#second").value,
    focus: document.activeElement === note, from: note.selectionStart, to: note.selectionEnd, same: globalThis.same === document.querySelector("h1"),
  };
});
const wanted = { scroll: 700, open: true, note: "half a word", second: "not sent yet", focus: true, from: 2, to: 4, same: true };
check("scroll, focus, open details and form text stay", JSON.stringify(kept) === JSON.stringify(wanted), kept);

// The same bytes again: nothing is fetched.
const asked = [];
page.on("request", (request) => asked.push(request.url()));
await write(bridge, text.replace("The first wording.", "Another wording."));
await write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nText.\n");
await page.waitForTimeout(600);
check("unchanged bytes give no reload", asked.length === 0, asked);

// A fault: the overlay over the old page, with line, caret, remedy and the way to the editor.
await write(bridge, text.replace("title       =", "titel       ="));
await waits("the overlay", `${shadow("faults")}?.hidden === false`);
const overlay = await page.evaluate(`(() => { const faults = ${shadow("faults")}; return { text: faults.textContent, pre: faults.querySelector("pre").textContent, link: faults.querySelector("a").href, page: document.body.textContent.includes("Another wording."), note: document.querySelector("#note").value }; })()`);
check("it says where", overlay.text.includes("content/pledges/bridge.md:2:1"), overlay.text);
check("it shows the line and a caret", overlay.pre.includes("2 | titel") && overlay.pre.includes("\n    ^^^^^"), overlay.pre);
check("it says the remedy", overlay.text.includes("remedy: did you mean `title`?"), overlay.text);
check("it leads to the editor", overlay.link.startsWith("vscode://file/") && overlay.link.endsWith("content/pledges/bridge.md:2:1"), overlay.link);
check("the last good page stays under it", overlay.page && overlay.note === "half a word", overlay);
await write(bridge, text.replace("title       =", "title       =").replace('"Build a bridge"', '"<img src=x onerror=globalThis.bad=1>"').replace("topics", "topic_s"));
await waits("a fault whose text is markup", `${shadow("faults")}?.textContent.includes("topic_s")`);
check("it is shown as text", await page.evaluate(`globalThis.bad === undefined && !${shadow("faults")}.querySelector("img")`));
await write(bridge, text);
await waits("mended, the overlay goes", `${shadow("faults")}?.hidden === true && document.body.textContent.includes("The first wording.")`);

// A style: no reload, and never a moment without it.
await page.evaluate(() => {
  globalThis.alive = true;
  globalThis.bare = 0;
  const look = () => { if (getComputedStyle(document.querySelector("h1")).letterSpacing === "normal") globalThis.bare++; requestAnimationFrame(look); };
  look();
});
await write("themes/civic/static/civic.css", `${css}\nh1 { letter-spacing: 7px }\n`);
await waits("the new style", () => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
check("no reload, no flash", await page.evaluate(() => globalThis.alive === true && globalThis.bare === 0));
const sheets = await page.evaluate(() => [...document.querySelectorAll("link[rel=stylesheet]")].map((one) => one.href.split("/").pop().split(".")[0]));
check("each style sheet is left once, in its order", sheets.join() === [...new Set(sheets)].join() && sheets.at(-1) === "civic", sheets);

// The server ends and comes back with other text: the page catches up.
await stop();
await write(bridge, text.replace("The first wording.", "Written while nobody served."));
await page.waitForTimeout(700);
await start();
await waits("after a restart the page catches up", () => document.body.textContent.includes("Written while nobody served."));
check("without a reload", await page.evaluate(() => globalThis.alive === true && document.querySelector("#note").value === "half a word"));
await write(bridge, text.replace("The first wording.", "And goes on."));
await waits("and goes on", () => document.body.textContent.includes("And goes on."));

// A renamed pledge: the old address is 404 with the new one named, which is served.
await rename(file(bridge), file("content/pledges/bridges.md"));
await waits("the page says that it is gone", `${shadow("bar")}?.querySelector("a")?.getAttribute("href") === "/pledges/bridges/"`);
const status = (path) => page.evaluate(async (path) => (await fetch(path)).status, path);
check("the old address is 404", await status("/pledges/bridge/") === 404);
check("the new one is served", await status("/pledges/bridges/") === 200);
await page.goto(at("/pledges/bridge/"));
check("the page for it names the new one", (await page.textContent("body")).includes("/pledges/bridges/"));
await rename(file("content/pledges/bridges.md"), file(bridge));
await waits("it is back, and so is its page", () => document.body.textContent.includes("And goes on."));

// A draft: a badge on its row, a count in the banner.
await write("content/pledges/tunnel.md", text.replace("+++\n", "+++\ndraft = true\n"));
await waits("the banner counts drafts", `${shadow("bar")}?.textContent.includes("1 draft shown")`);
await page.goto(at("/pledges/"));
check("its row has a badge", (await page.locator("tr .tag", { hasText: "draft" }).count()) === 1);

// The filter of the ledger holds over a change, in the rows and in its field.
await page.fill("input[name=words]", "nothing has these words");
await waits("the filter hides the rows", () => [...document.querySelectorAll("table.ledger tbody tr")].every((row) => row.hidden));
await write(bridge, text.replace('"Build a bridge"', '"Build a wide bridge"'));
await waits("a new title under the filter", () => document.querySelector("table.ledger").textContent.includes("Build a wide bridge"));
const held = await page.evaluate(() => {
  const field = document.querySelector("input[name=words]");
  return { hidden: [...document.querySelectorAll("table.ledger tbody tr")].every((row) => row.hidden), field: field.value, disabled: field.disabled };
});
check("the filter holds", held.hidden && held.field === "nothing has these words" && !held.disabled, held);

// What the browser itself says of lost connections and 404s is expected; a policy or a script that fails is not.
const grave = complaints.filter((one) => !/ERR_|Failed to load resource/.test(one));
check("no complaint of the policy or the script", grave.length === 0, grave);
await browser.close();
await stop();
await rm(root, { recursive: true });
for (const line of failed) console.log(`FAILED ${line}`);
console.log(`browser, preview: ${passed} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
