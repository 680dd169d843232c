// The filter of the ledger: at once with a script, by links without one, and always in the address.
//
// What it relies on in the markup: `a[data-topic]` and `a[data-status]` (empty: all), `input[name=words]`, `table.ledger tbody tr` with
// `hidden`, and how many are shown in `[role=status]`. The address holds `?topic=&status=&words=`.
import { together, visit } from "./site.mjs";

// A title put into the first row on its way to the browser, so that the test does not hang on what the demo says.
const HANGUL = "국가인공지능컴퓨팅센터 AbC";

export default async function filter({ browser, site }, count) {
  for (const path of ["", "pledges/"]) {
    const url = site.front + path;
    const name = (what) => `/${path}, ${what}`;
    const check = (what, good, more) => count.check(name(what), good, more);

    // Without script: where the links lead, and what stands there.
    const bare = await visit(browser, url, { javaScriptEnabled: false }, (tab) => tab.evaluate(links));
    check("there are topics to choose", bare.filter((one) => one.kind === "topic").length > 2, `${bare.length} links`);
    check("there are statuses to choose", bare.filter((one) => one.kind === "status").length > 2, `${bare.length} links`);
    check("all of either can be chosen", ["topic", "status"].every((kind) => bare.some((one) => one.kind === kind && one.value === "")));
    if (bare.length === 0) continue;
    const every = await visit(browser, url, { javaScriptEnabled: false }, listed);
    await together(bare, async ({ kind, value, href }) => {
      const there = await visit(browser, href, { javaScriptEnabled: false }, listed);
      const here = value === "" ? every : await visit(browser, `${url}?${kind}=${value}`, {}, listed);
      check(`${kind} ${value || "all"}: the page without script shows what the filter shows`, same(there, here), `${there.length} there, ${here.length} here`);
    });
    const topic = bare.find((one) => one.kind === "topic" && one.value !== "").value;

    const before = (tab) => tab.route((address) => address.href.split("?")[0] === url, async (route) => {
      const answer = await route.fetch();
      const html = await answer.text();
      const body = html.replace(/(<table[^>]*\bledger\b[\s\S]*?<tbody[\s\S]*?<a [^>]*>)[^<]*/, `$1${HANGUL}`);
      await route.fulfill({ response: answer, body });
    });
    await visit(browser, url, { before }, async (tab) => {
      const all = await listed(tab);
      const found = async () => ({ rows: await listed(tab), at: new URL(tab.url()).searchParams, said: await tab.locator("[role=status]").innerText() });
      const counted = ({ rows, said }) => (said.match(/\d+/g) ?? []).includes(String(rows.length));
      const choose = (kind, value) => tab.locator(`a[data-${kind}="${value}"]:visible`).first().click();
      const words = tab.locator("input[name=words]:visible").first();
      const settled = () => tab.waitForTimeout(400);
      await tab.evaluate(() => { globalThis.sameDocument = true; });

      await choose("topic", topic);
      const one = await found();
      check("a topic leaves some rows", one.rows.length > 0 && one.rows.length < all.length, `${one.rows.length} of ${all.length}`);
      check("the topic is in the address", one.at.get("topic") === topic, tab.url());
      check("the number is said", counted(one), `${one.rows.length}, said “${one.said}”`);
      check("the chosen topic is marked for all senses", await tab.locator(`a[data-topic="${topic}"][aria-current]`).count() > 0, "no aria-current");

      // A status that rows of the topic have, where there is one.
      let status;
      let alone = [];
      for (const { value } of bare.filter((choice) => choice.kind === "status" && choice.value !== "")) {
        status = value;
        alone = await visit(browser, `${url}?status=${status}`, {}, listed);
        if (one.rows.some((row) => alone.includes(row))) break;
      }
      await choose("status", status);
      const both = await found();
      check("topic and status together leave what has both", same(both.rows, one.rows.filter((row) => alone.includes(row))), `${both.rows.length}`);
      check("both are in the address", both.at.get("topic") === topic && both.at.get("status") === status, tab.url());
      check("nothing was loaded anew", await tab.evaluate(() => globalThis.sameDocument === true));

      await tab.reload();
      check("loading again keeps the choice", same((await found()).rows, both.rows));
      const opened = await visit(browser, tab.url(), { before }, listed);
      check("the address opens with the choice", same(opened, both.rows));

      await tab.goBack();
      await settled();
      const back = await found();
      check("back undoes the last choice", back.at.get("topic") === topic && back.at.get("status") !== status && back.rows.length >= both.rows.length, tab.url());
      await tab.goForward();
      await settled();
      check("forward makes it again", same((await found()).rows, both.rows), tab.url());

      await choose("topic", "");
      await choose("status", "");
      check("all brings all back", same((await found()).rows, all));

      for (const part of ["퓨팅", "공지능컴", "국가인공", "abc"]) {
        await words.fill("");
        await words.pressSequentially(part);
        await settled();
        const typed = await found();
        check(`part of a word, ${part}`, typed.rows.length > 0 && typed.rows.length < all.length && typed.rows.includes(all[0]), `${typed.rows.length} of ${all.length}`);
        check(`${part} is in the address`, typed.at.get("words") === part, tab.url());
        check(`the number for ${part} is said`, counted(typed), typed.said);
      }
      await tab.reload();
      check("loading again keeps the words", (await words.inputValue()) === "abc" && (await listed(tab)).length < all.length);
      await words.fill("qqzzxx");
      await settled();
      const none = await found();
      check("nothing left leaves no row", none.rows.length === 0, `${none.rows.length}`);
      check("and says so in words", /\p{L}{2}/u.test(none.said) && /\b(no|none|nothing)\b/i.test(none.said), `“${none.said}”`);
      await words.fill("");
      await settled();
      check("no words bring all back", same(await listed(tab), all));
      await words.fill('<b a="&');
      await settled();
      check("words are text and nothing else", (await listed(tab)).length === 0 && (await tab.locator("[role=status] b").count()) === 0);
    });
    const odd = await visit(browser, `${url}?topic=no-such&status=%3Cb%3E&words=%00`, {}, listed);
    check("an odd address does no harm", Array.isArray(odd));
  }
}

const same = (one, other) => [...one].sort().join() === [...other].sort().join();

// The pledges that the visible rows of ledgers lead to.
const listed = (tab) => tab.evaluate(() => [...document.querySelectorAll("table.ledger tbody tr")]
  .filter((row) => row.checkVisibility() && row.querySelector("a[href]")).map((row) => row.querySelector("a[href]").href));

// Runs in the page: the choices, and where they lead.
function links() {
  return ["topic", "status"].flatMap((kind) => [...document.querySelectorAll(`a[data-${kind}]`)].filter((link) => link.checkVisibility())
    .map((link) => ({ kind, value: link.getAttribute(`data-${kind}`), href: link.href })));
}
