"""Turns a generated pledgecard project into the same scorecard for Hugo and for Eleventy. What pledgecard finds out by
itself (today's status, the order of pledges, the newest entries of the feed) is handed to the others ready-made."""

import json
import re
import shutil
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
FEED_ENTRIES = 100


def said(citation, sources):
    """A citation as a line of the feed."""
    source = sources[citation if isinstance(citation, str) else citation["source"]]
    return f"\n— {source['title']}, {source['publisher']}, {source['url']}"


def entries(pledges, tables):
    """What happened to all pledges, newest first; of one day in the order of pledges, changes before critiques."""
    labels, concerns, people = tables["labels"], tables["concerns"], tables["people"]
    for name, pledge, _ in pledges:
        url, before = f"https://example.org/pledges/{name}/", None
        common = {"topics": pledge["topics"]}
        for change in pledge["status"]:
            now = labels[change["to"]]
            move = now if before in (None, now) else f"{before} → {now}"
            before = now
            content = change["reason"] + "".join(said(one, tables["sources"]) for one in change["evidence"])
            yield {"on": str(change["on"]), "url": f"{url}#_change_{change['on']}_{change['to']}",
                   "title": f"{pledge['title']}: {move}", "content": content, **common}
        for critique in pledge["critiques"]:
            expert = people[critique["expert"]]["name"]
            content = critique["claim"] + "".join(said(one, tables["sources"]) for one in critique["evidence"])
            yield {"on": str(critique["on"]), "url": f"{url}#_critique_{critique['concern']}", "expert": expert,
                   "title": f"{pledge['title']}: {concerns[critique['concern']]} ({expert})", "content": content, **common}


def read(project):
    """Every pledge as (name, front matter, the file's two halves), in the order of the scorecard, and the tables."""
    site = tomllib.loads((project / "site.toml").read_text())
    tables = {name: tomllib.loads((project / "content" / f"{name}.toml").read_text()) for name in ("people", "sources")}
    tables["labels"] = {one["id"]: one["label"] for one in site["statuses"]}
    tables["concerns"] = {one["id"]: one["label"] for one in site["concerns"]}
    tables["statuses"] = {"all": [{"id": one["id"], "label": one["label"]} for one in site["statuses"]]}
    tables["topics"] = {"all": [{"id": one["id"], "label": one["label"]} for one in site["topics"]]}
    topics = [one["id"] for one in site["topics"]]
    pledges = []
    for path in (project / "content" / "pledges").rglob("*.md"):
        front, body = path.read_text().split("+++\n", 2)[1:]
        body = re.sub(r"\(@([a-z0-9-]+)\)", r"(../../pledges/\1/)", body)
        pledges.append((path.stem, tomllib.loads(front), (front, body)))
    pledges.sort(key=lambda pledge: (topics.index(pledge[1]["topics"][0]), pledge[0]))
    newest = sorted(entries(pledges, tables), key=lambda entry: entry["on"], reverse=True)[:FEED_ENTRIES]
    tables["newest"] = {"all": newest}
    return pledges, tables


def hugo(pledges, tables, root):
    """Hugo reads the same TOML; three keys more say what it would have to work out."""
    shutil.copytree(HERE / "hugo", root)
    (root / "content" / "pledges").mkdir(parents=True)
    (root / "data").mkdir()
    tables = {**tables, "topic_labels": {one["id"]: one["label"] for one in tables["topics"]["all"]}}
    for name, table in tables.items():
        (root / "data" / f"{name}.json").write_text(json.dumps(table, default=str))
    for weight, (name, pledge, (front, body)) in enumerate(pledges, 1):
        last = pledge["status"][-1]
        ready = f'weight = {weight}\nmoved = {last["on"]}\nstatuses = ["{last["to"]}"]\n'
        (root / "content" / "pledges" / f"{name}.md").write_text(f"+++\n{ready}{front}+++\n{body}")


def eleventy(pledges, tables, root):
    """Eleventy reads JSON, its fastest front matter."""
    shutil.copytree(HERE / "eleventy", root, ignore=shutil.ignore_patterns("node_modules"))
    (root / "node_modules").symlink_to(HERE / "eleventy" / "node_modules")
    (root / "pledges").mkdir()
    (root / "pledges" / "pledges.json").write_text('{"layout": "pledge.njk"}')
    (root / "_data").mkdir()
    for name, table in tables.items():
        name = {"topics": "topic_list"}.get(name, name)
        (root / "_data" / f"{name}.json").write_text(json.dumps(table, default=str))
    for weight, (name, pledge, (_, body)) in enumerate(pledges, 1):
        last = pledge["status"][-1]
        front = json.dumps({**pledge, "weight": weight, "moved": last["on"], "current": last["to"]}, default=str)
        (root / "pledges" / f"{name}.md").write_text(f"---json\n{front}\n---\n{body}")
