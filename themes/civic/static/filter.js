// Filters the ledger in place. What is chosen stands in the address, so that it can be sent, kept and gone back to.
const filter = document.querySelector(".filter");
const said = filter.querySelector("[role=status]");
const words = filter.querySelector("[name=words]");
const choices = [...filter.querySelectorAll("[data-topic], [data-status]")];
const plain = (text) => text.normalize("NFC").toLowerCase();
const keyOf = (link) => (link.hasAttribute("data-topic") ? "topic" : "status");
let query = new URLSearchParams(location.search);

function show() {
  const { topic, status, words: wanted = "" } = Object.fromEntries(query);
  const parts = plain(wanted).split(/\s+/);
  const rows = [...filter.parentElement.querySelectorAll(".ledger tbody tr")];
  let count = 0;
  for (const row of rows) {
    const text = plain(row.textContent);
    const topics = row.dataset.topics.split(" ");
    const fits = (!topic || topics.includes(topic)) && (!status || row.dataset.status === status) && parts.every((part) => text.includes(part));
    row.hidden = !fits;
    count += fits;
  }
  for (const link of choices) {
    const is = (query.get(keyOf(link)) ?? "") === link.dataset[keyOf(link)];
    is ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }
  words.disabled = false;
  if (words.value !== wanted) words.value = wanted;
  for (const link of document.querySelectorAll("[rel=next], [rel=prev]")) link.search = query;
  const { all, some, none } = said.dataset;
  said.textContent = count === rows.length ? all : count ? some.replace("{n}", count) : none;
}

function choose(key, value, remember) {
  value ? query.set(key, value) : query.delete(key);
  show();
  const search = query.toString();
  try {
    history[remember](null, "", `${location.pathname}${search && `?${search}`}${location.hash}`);
  } catch {
    // A browser that counts too many changes of the address in a short time: the next one brings it up to date.
  }
}

for (const link of choices) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(keyOf(link), link.dataset[keyOf(link)], "pushState");
  });
}
words.addEventListener("input", () => choose("words", words.value, "replaceState"));
addEventListener("popstate", () => {
  query = new URLSearchParams(location.search);
  show();
});
show();
