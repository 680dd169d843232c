// On pages that are not in English no word of English stands unmarked: neither a phrase of the interface, nor a word in Latin letters
// that no text of the editors in that language has.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { together, visit } from "./site.mjs";

const home = new URL("../..", import.meta.url).pathname;
const LATIN = "\\p{Script=Latin}[\\p{Script=Latin}\\p{M}\\p{Nd}.&’'-]*";

const messages = async (language) => {
  const text = await readFile(join(home, `themes/civic/i18n/${language}.ftl`), "utf8");
  return text.split(/^(?=[a-z0-9-]+ = )/m).filter((one) => /^[a-z0-9-]+ = /.test(one)).map((one) => one.replace(/^#.*$/gm, "").replace(/^[a-z0-9-]+ = /, ""));
};

// The English interface: what stands in one piece, and its phrases of two words or more between what is put in.
async function interfaceWords() {
  const [english, korean] = [await messages("en"), new Set((await messages("ko")).map((one) => one.trim()))];
  const own = english.filter((one) => !korean.has(one.trim()));
  const pieces = own.flatMap((one) => one.split(/\{[^{}]*\}|[{}\n]|\[[a-z0-9]+\]|\*?->|\$\S+/)).map((one) => one.trim());
  const whole = own.map((one) => one.trim()).filter((one) => /^[^{}$\n]{3,}$/.test(one) && /[a-z]{3}/i.test(one) && one !== "English");
  const phrases = pieces.map((one) => one.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")).filter((one) => /\p{L}+\s+\p{L}+/u.test(one));
  return { whole: [...new Set(whole)], phrases: [...new Set(phrases)] };
}

// The words in Latin letters that editors themselves have in a language: in sidecars, in texts by language, in quotations in
// another script, and in names given once for all languages; in the default language in its own files.
async function editorsWords(folder, language) {
  const content = (await readdir(join(folder, "content"), { recursive: true })).map((file) => join("content", file));
  const files = ["site.toml", ...content].filter((file) => /\.(md|toml)$/.test(file));
  const isDefault = new RegExp(`^language\\s*= "${language}"$`, "m").test(await readFile(join(folder, "site.toml"), "utf8"));
  const isSidecar = (file) => /\.[a-z]{2,3}(-[A-Za-z0-9]+)*\.md$/.test(file);
  const texts = await Promise.all(files.map(async (file) => {
    const text = await readFile(join(folder, file), "utf8");
    if (file.endsWith(`.${language}.md`) || (isDefault && file.endsWith(".md") && !isSidecar(file))) return text.replace(/^(id|on)\s*=.*$/gm, "").replace(/^[a-z_]+\s*=|^\[.*\]$/gm, "");
    const quotes = [...text.matchAll(/\bquote\s*=\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);
    if (file.endsWith(".md")) return quotes.filter((quote) => /(?!\p{Script=Latin})\p{L}/u.test(quote)).join("\n");
    const names = [...text.matchAll(/^(?:name|title|publisher|author|affiliation)\s*= "((?:[^"\\]|\\.)*)"$/gm)].map((match) => match[1]).join("\n");
    return names + "\n" + [...text.matchAll(new RegExp(`\\b${language}\\s*=\\s*"((?:[^"\\\\]|\\\\.)*)"`, "g"))].map((match) => match[1]).join("\n");
  }));
  return [...new Set(texts.join("\n").match(new RegExp(LATIN, "gu")) ?? [])];
}

// What `unmarked` needs to know of a project in a language.
export async function englishOf(folder, language) {
  return { ...(await interfaceWords()), known: await editorsWords(folder, language), latin: LATIN };
}

// Runs in the page: what a reader of its language sees and hears unmarked and cannot be in it.
export const unmarked = ({ whole, phrases, known, latin }) => {
  const language = document.documentElement.lang;
  const found = [];
  const bound = (text, phrase) => {
    const at = text.indexOf(phrase);
    const isLetter = (letter) => /\p{Script=Latin}/u.test(letter ?? "");
    return at >= 0 && !isLetter(text[at - 1]) && !isLetter(text[at + phrase.length]);
  };
  const note = (written, element) => {
    const text = written.trim().replace(/\s+/g, " ");
    const isTag = element.localName === "abbr" && /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(text);
    if (text === "" || isTag || element.closest("[lang]").lang !== language || element.closest("script, style, code")) return;
    const plain = text.replace(/\S*(:\/\/|@)\S*/g, " ");
    const words = (plain.match(new RegExp(latin, "gu")) ?? []).filter((word) => !known.includes(word) && !known.includes(word.replace(/[.’'-]+$/, "")));
    const why = whole.includes(text) ? text : phrases.find((phrase) => bound(text, phrase)) ?? words[0];
    if (why !== undefined) found.push(`“${why}” in “${text.slice(0, 80)}”`);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) note(walk.currentNode.data, walk.currentNode.parentElement);
  const spoken = ["aria-label", "title", "alt", "placeholder", "data-label", "data-all"];
  for (const element of document.querySelectorAll(spoken.map((name) => `body [${name}]`).join(", "))) {
    for (const name of spoken) note(element.getAttribute(name) ?? "", element);
  }
  return found;
};

// The demonstration in Korean.
export default async function words({ browser, site }, count) {
  const english = await englishOf(home, "ko");
  count.check("the interface has English phrases to look for", english.phrases.length > 40, `${english.phrases.length}`);
  const pages = site.pages.filter((page) => page.file.startsWith("ko/"));
  await together(pages, (page) => visit(browser, page.url, { bypassCSP: true }, async (tab) => {
    count.none(`${page.name}, no unmarked English`, await tab.evaluate(unmarked, english));
  }));
}
