// The page's side of the live preview. The server adds it to the copies that it serves; no published page has it.
// It says what the page has, is told whether that is still current, and morphs the page in place where it is not.
(() => {
  const own = document.currentScript;
  const my = { ...own.dataset };
  own.remove();
  if (window.pledgecardPreview) return;
  window.pledgecardPreview = true;

  // The page without the script that the server added, as the build has it.
  async function fetched() {
    const response = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const script = page.querySelector("script[data-pledgecard]");
    const has = script ? { ...script.dataset } : null;
    script?.remove();
    return { page, has };
  }

  // What the reader typed and opened stays: an element that is kept keeps its state, whatever the new text says.
  const typed = () => [...document.querySelectorAll("input, textarea, select")].map((field) =>
    ({ field, value: field.value, checked: field.checked, changed: field.value !== field.defaultValue || field.checked !== field.defaultChecked }));
  const callbacks = {
    beforeAttributeUpdated: (name, node) => !(name === "open" && (node.localName === "details" || node.localName === "dialog")),
  };

  async function morph(page) {
    const scripts = (root) => [...root.querySelectorAll("script[src]")].map((one) => one.getAttribute("src")).join(" ");
    if (scripts(page) !== scripts(document)) return location.reload();
    await styled(page);
    for (const { name, value } of page.documentElement.attributes) document.documentElement.setAttribute(name, value);
    if (document.title !== page.title) document.title = page.title;
    const fields = typed();
    const kept = [scrollX, scrollY];
    Idiomorph.morph(document.body, page.body, { morphStyle: "outerHTML", ignoreActiveValue: true, restoreFocus: true, callbacks });
    for (const { field, value, checked, changed } of fields) {
      if (!changed || !field.isConnected) continue;
      if (field.value !== value) field.value = value;
      if (field.checked !== checked) field.checked = checked;
    }
    if (scrollX !== kept[0] || scrollY !== kept[1]) scrollTo({ left: kept[0], top: kept[1], behavior: "instant" });
  }

  // New style sheets are loaded beside the old ones, which go when the new are there: no moment without a style.
  async function styled(page) {
    const sheets = (root) => [...root.querySelectorAll("link[rel~=stylesheet]")];
    const old = sheets(document), now = sheets(page);
    const same = (list, one) => list.find((other) => other.getAttribute("href") === one.getAttribute("href"));
    const loads = [];
    // Each stands after the one before it, since the later of two rules holds.
    let last = null;
    for (const one of now) {
      const kept = same(old, one);
      const link = kept ?? document.importNode(one, true);
      if (!kept) {
        loads.push(new Promise((done) => { link.onload = link.onerror = done; setTimeout(done, 2000); }));
        if (last) last.after(link);
        else if (old.length) old[0].before(link);
        else document.head.append(link);
      }
      last = link;
    }
    await Promise.all(loads);
    for (const one of old) if (!same(now, one)) one.remove();
  }

  // What stands over the page: in a shadow, so that neither style reaches the other, and made of text alone.
  const host = document.createElement("pledgecard-preview");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark; }
    #bar { position: fixed; z-index: 2147483646; right: 0; bottom: 0; padding: 2px 10px; border-radius: 6px 0 0 0;
      background: #333; color: #eee; font-size: 12px; max-width: 100%; box-sizing: border-box; }
    #faults { position: fixed; z-index: 2147483647; inset: auto 0 0 0; max-height: 70vh; overflow: auto; padding: 12px 20px;
      background: #1d1f24; color: #eee; border-top: 4px solid #e5484d; box-sizing: border-box; }
    h2 { font-size: 15px; margin: 0 0 8px; } article { margin: 0 0 14px; } p { margin: 2px 0; }
    a { color: #8ab4ff; } pre { margin: 4px 0; padding: 4px 8px; background: #000; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; }
    mark { background: none; color: #ff8f8f; } .remedy { color: #a6e3a1; white-space: pre-wrap; } .code { color: #999; }
    [hidden] { display: none; }`);
  shadow.adoptedStyleSheets = [sheet];
  const make = (name, text = "", more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);
  const bar = make("div", "", { id: "bar" });
  const faults = make("div", "", { id: "faults", hidden: true });
  bar.setAttribute("role", "status");
  faults.setAttribute("role", "alert");
  shadow.append(bar, faults);
  document.documentElement.append(host);

  function place(at) {
    const link = make("a", `${at.file}:${at.line}:${at.column}`);
    const path = at.file.split("/").map(encodeURIComponent).join("/");
    link.href = my.editor.replaceAll("{path}", path).replaceAll("{line}", at.line).replaceAll("{column}", at.column);
    const [before, marked, after] = at.source;
    const pre = make("pre", `${at.line} | ${before}`);
    const width = `${at.line} | `.length;
    const caret = " ".repeat(width) + before.replace(/[^\t]/gu, " ") + "^".repeat(Math.max(1, [...marked].length));
    pre.append(make("mark", marked), `${after}\n`, make("mark", caret));
    return before + marked + after === "" ? [link] : [link, pre];
  }

  function overlay(told) {
    faults.replaceChildren();
    faults.hidden = told.errors === 0;
    if (told.errors === 0) return;
    faults.append(make("h2", `${told.errors} error${told.errors > 1 ? "s" : ""}: ${my.state === "page" ? "this is the last good page" : "nothing can be shown here yet"}`));
    for (const fault of told.faults) {
      const article = make("article");
      const title = make("p", `${fault.message} `);
      title.append(make("span", fault.code, { className: "code" }));
      article.append(title, ...place(fault.at));
      if (fault.help) article.append(make("p", `remedy: ${fault.help}`, { className: "remedy" }));
      for (const [message, at] of fault.related) article.append(make("p", message), ...place(at));
      faults.append(article);
    }
    const rest = told.errors - told.faults.length;
    if (rest > 0) faults.append(make("p", `and ${rest} more, in the terminal`));
  }

  function banner(told) {
    const parts = ["Preview: nothing is published from here"];
    const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    if (told.drafts) parts.push(`${count(told.drafts, "draft")} shown`);
    if (told.warnings) parts.push(count(told.warnings, "warning"));
    bar.textContent = parts.join(" · ");
    if (told.page === "gone") {
      bar.append(" · this page is gone");
      for (const path of told.nearest) bar.append(" · ", make("a", path, { href: path }));
    }
  }

  // News are dealt with one after the other, each with the newest page.
  let turn = Promise.resolve();
  function hear(told) {
    overlay(told);
    banner(told);
    if (told.page === "gone" || told.has === my.has) return;
    if (my.state !== "page") return location.reload();
    turn = turn.then(async () => {
      if (told.has === my.has) return;
      const { page, has } = await fetched();
      if (has?.state !== "page") return;
      await morph(page);
      my.has = has.has;
      document.dispatchEvent(new CustomEvent("pledgecard:changed"));
      // A script that keeps its state in the address (the filter of the ledger) puts it on the new text.
      dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    }).catch(() => {});
  }

  let source;
  function connect() {
    const query = new URLSearchParams({ token: my.pledgecard, page: location.pathname, has: my.has });
    source = new EventSource(`/-/events?${query.toString().replaceAll("+", "%20")}`);
    source.onmessage = (event) => hear(JSON.parse(event.data));
    source.onerror = () => {
      source.close();
      bar.textContent = "Preview: the server does not answer; waiting for it";
      setTimeout(again, 300);
    };
  }

  // A server that was restarted has another token: the page that it serves now says which, and is what is newest.
  async function again() {
    if (document.hidden) return;
    try {
      const { has } = await fetched();
      if (has) my.pledgecard = has.pledgecard;
      connect();
    } catch {
      setTimeout(again, 500);
    }
  }

  // Browsers open six connections to a server: a tab that nobody sees gives its own back, and catches up later.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) source?.close();
    else if (source?.readyState === EventSource.CLOSED) again();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && again());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", connect);
  else connect();
})();
