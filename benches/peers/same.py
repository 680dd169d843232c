"""Whether two built sites say the same: each page's words and links, the feed's entries, the sitemap's addresses."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

VOID = {"meta", "link", "br", "hr", "img"}
LOOKED_AT = {"h1", "h2", "p", "li", "ol", "ul", "table", "tr", "td", "th", "em", "article", "title", "html"}


class Page(HTMLParser):
    """A page's words, elements and links, in order. What Markdown engines wrap around a table is left out."""

    def __init__(self, url):
        super().__init__()
        self.url, self.said = url, []

    def handle_starttag(self, tag, attributes):
        if tag in LOOKED_AT:
            self.said.append(f"<{tag}>")
        href = dict(attributes).get("href")
        if href:
            self.said.append("-> " + urljoin(self.url, href))

    def handle_data(self, text):
        self.said += text.split()


def page(path, url):
    reader = Page(url)
    reader.feed(path.read_text())
    return reader.said


def xml(path):
    """An XML file's elements, texts and links, but for what names the program."""
    root = ElementTree.fromstring(path.read_text())
    found = []
    for element in root.iter():
        name = element.tag.split("}")[1]
        if name != "generator":
            found.append((name, (element.text or "").strip(), sorted(element.attrib.items())))
    return found


def addresses(path):
    """The addresses of a sitemap. Ours lists the further pages of the list of all pledges, which theirs leave out."""
    return {text for name, text, _ in xml(path) if name == "loc" and "/pledges/page/" not in text}


def files(root):
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.suffix in (".html", ".xml", ".txt")}


def compare(ours, theirs, name):
    """Ends the run where a file is missing or says something else; the count of files that were compared."""
    ours, theirs = files(ours), files(theirs)
    if ours.keys() != theirs.keys():
        sys.exit(f"{name}: only one of the two sites has {sorted(ours.keys() ^ theirs.keys())[:5]}")
    for relative, path in ours.items():
        if relative.endswith(".html"):
            mine, other = (page(one, f"https://example.org/{relative}") for one in (path, theirs[relative]))
        elif relative == "sitemap.xml":
            mine, other = (sorted(addresses(one)) for one in (path, theirs[relative]))
        elif relative.endswith(".xml"):
            mine, other = xml(path), xml(theirs[relative])
        else:
            mine, other = (one.read_text().split() for one in (path, theirs[relative]))
        if mine != other:
            at = next((at for at, (a, b) in enumerate(zip(mine, other)) if a != b), min(len(mine), len(other)))
            sys.exit(f"{name}: {relative} differs: {mine[at:at + 6]} here, {other[at:at + 6]} there")
    return len(ours)
