// Filters the ledger in place. What is chosen stands in the address, so that it can be sent, kept and gone back to.
const filter = document.querySelector(".filter");
const said = filter.querySelector("[role=status]");
const words = filter.querySelector("[name=words]");
const choices = [...filter.querySelectorAll("[data-topic], [data-status]")];
const plain = (text) => text.normalize("NFC").toLowerCase();
const rows = [...filter.parentElement.querySelectorAll(".ledger tbody tr")].map((row) => ({
  row, topics: row.dataset.topics.split(" "), status: row.dataset.status, text: plain(row.textContent),
}));
const keyOf = (link) => (link.hasAttribute("data-topic") ? "topic" : "status");
const chosen = () => new URLSearchParams(location.search);

function show() {
  const { topic, status, words: wanted = "" } = Object.fromEntries(chosen());
  const parts = plain(wanted).split(/\s+/);
  let count = 0;
  for (const { row, topics, status: own, text } of rows) {
    const fits = (!topic || topics.includes(topic)) && (!status || own === status) && parts.every((part) => text.includes(part));
    row.hidden = !fits;
    count += fits;
  }
  for (const link of choices) {
    const is = (chosen().get(keyOf(link)) ?? "") === link.dataset[keyOf(link)];
    is ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }
  if (words.value !== wanted) words.value = wanted;
  const { all, some, none } = said.dataset;
  said.textContent = count === rows.length ? all : count ? some.replace("{n}", count) : none;
}

function choose(key, value, remember) {
  const query = chosen();
  value ? query.set(key, value) : query.delete(key);
  history[remember](null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  show();
}

for (const link of choices) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(keyOf(link), link.dataset[keyOf(link)], "pushState");
  });
}
words.addEventListener("input", () => choose("words", words.value, "replaceState"));
addEventListener("popstate", show);
words.disabled = false;
show();
