"""Writes a scorecard project of N pledges: six history entries, two critiques and 400 words each, a table and links,
12 topics, 6 statuses. The same number gives the same bytes. With `bare`, a theme of five templates that extends
nothing."""

import random
import sys
from pathlib import Path

WORDS = """budget minister agency contract tender centre network school hospital energy research data model company
region parliament committee report figure plan measure target deadline evidence source delay progress review public
private fund law decree reform service citizen worker teacher engineer transport housing climate water power grid
market trade export investment salary pension tax audit court police""".split()
STATUSES = [("kept", "kept"), ("partly-kept", "partly"), ("in-progress", "open"), ("stalled", "open"),
            ("not-started", "open"), ("broken", "broken")]
TOPICS = 12
CONCERNS = 6
PEOPLE = 40
SOURCES = 200

BARE = {
    "front.html": """<!doctype html><html lang="{{ page.language }}"><head><meta charset="utf-8"><title>{{ site.title }}</title><link rel="alternate" type="application/atom+xml" href="{{ page.root }}{{ feed }}"></head><body><h1>{{ site.title }}</h1>
<ul>{% for entry in tally.statuses %}<li><a href="{{ page.root }}{{ entry.status.path }}">{{ entry.status.label }}</a> {{ entry.count }}</li>{% endfor %}</ul>
<ul>{% for topic in topics %}<li><a href="{{ page.root }}{{ topic.path }}">{{ topic.label }}</a> {{ topic.tally.total }}</li>{% endfor %}</ul>
</body></html>
""",
    "pledges.html": """<!doctype html><html lang="{{ page.language }}"><head><meta charset="utf-8"><title>{{ site.title }}</title></head><body><h1>{{ site.title }}</h1>
<table>{% for pledge in pledges %}<tr><td><a href="{{ page.root }}{{ pledge.path }}">{{ pledge.title }}</a></td><td>{{ pledge.status.label }}</td><td>{{ pledge.moved.text }}</td></tr>{% endfor %}</table>
</body></html>
""",
    "pledge.html": """<!doctype html><html lang="{{ page.language }}"><head><meta charset="utf-8"><title>{{ pledge.title }}</title></head><body><h1>{{ pledge.title }}</h1>
<p>{{ pledge.status.label }} since {{ pledge.moved.text }}: {{ pledge.reason }}</p>{{ body }}
<ol>{% for change in pledge.timeline %}<li>{{ change.on.text }} {{ change.status.label }}: {{ change.reason }}{% for citation in change.evidence %} <a href="{{ citation.source.url }}">{{ citation.source.title }}</a>{% endfor %}</li>{% endfor %}</ol>
{% for critique in pledge.objections %}<article><h2>{{ critique.concern.label }}</h2><p>{{ critique.expert.name }}, {{ critique.on.text }}</p><p>{{ critique.claim }}</p></article>{% endfor %}
</body></html>
""",
    "topic.html": """<!doctype html><html lang="{{ page.language }}"><head><meta charset="utf-8"><title>{{ topic.label }}</title></head><body><h1>{{ topic.label }}</h1>
<table>{% for pledge in pledges %}<tr><td><a href="{{ page.root }}{{ pledge.path }}">{{ pledge.title }}</a></td><td>{{ pledge.status.label }}</td><td>{{ pledge.moved.text }}</td></tr>{% endfor %}</table>
</body></html>
""",
    "status.html": """<!doctype html><html lang="{{ page.language }}"><head><meta charset="utf-8"><title>{{ status.label }}</title></head><body><h1>{{ status.label }}</h1>
<table>{% for pledge in pledges %}<tr><td><a href="{{ page.root }}{{ pledge.path }}">{{ pledge.title }}</a></td><td>{{ pledge.moved.text }}</td></tr>{% endfor %}</table>
</body></html>
""",
}


def sentence(rng, count):
    return " ".join(rng.choice(WORDS) for _ in range(count)).capitalize() + "."


def pledge(rng, number, count):
    lines = ["+++", f'title = "{sentence(rng, 6)[:-1]} {number}"']
    topics = sorted(rng.sample(range(TOPICS), 2))
    lines.append("topics = [" + ", ".join(f'"topic-{topic}"' for topic in topics) + "]")
    lines += ["promised = 2020-01-15", f'promised_in = ["source-{rng.randrange(SOURCES)}"]',
              f'quote = "{sentence(rng, 12)}"', f'measure = "{sentence(rng, 15)}"', "deadline = 2029-12-31"]
    for step in range(6):
        status = STATUSES[rng.randrange(2, 5) if step < 5 else rng.randrange(6)][0]
        lines += ["", "[[status]]", f"on = {2020 + step}-{rng.randrange(2, 13):02}-{rng.randrange(1, 29):02}",
                  f'to = "{status}"', f'reason = "{sentence(rng, 18)}"',
                  f'evidence = ["source-{rng.randrange(SOURCES)}", {{ source = "source-{rng.randrange(SOURCES)}", at = "p. {step + 1}" }}]',
                  f'judged_by = "person-{rng.randrange(PEOPLE)}"', 'confidence = "high"']
    for concern in rng.sample(range(CONCERNS), 2):
        lines += ["", "[[critiques]]", f'concern = "concern-{concern}"', f'expert = "person-{rng.randrange(PEOPLE)}"',
                  f"on = {rng.randrange(2020, 2026)}-06-07", f'claim = "{sentence(rng, 20)}"',
                  f'evidence = ["source-{rng.randrange(SOURCES)}"]']
    lines += ["+++", "", "## What was promised", "", sentence(rng, 130), "", "## What happened", "", sentence(rng, 130),
              "", "| year | money | done |", "| --- | --- | --- |"]
    lines += [f"| {2020 + row} | {rng.randrange(1000)} | *{rng.choice(WORDS)}* |" for row in range(4)]
    other = rng.randrange(count)
    lines += ["", f"See [another](@pledge-{other}) and [the report](https://example.org/{number}). " + sentence(rng, 130), ""]
    return "\n".join(lines)


def write(root, count, bare=False):
    rng = random.Random(20260604)
    content = Path(root) / "content"
    (content / "pledges").mkdir(parents=True)
    site = ["format = 1", "[site]", 'title = "Generated scorecard"', 'description = "For measuring."',
            'base_url = "https://example.org/"', 'language = "en"', f'theme = "{"bare" if bare else "civic"}"',
            "[subject]", 'person = "person-0"', "term = { start = 2020-01-01, end = 2029-12-31 }",
            "[checks]", "stale_after_days = 100000"]
    for name, counts in STATUSES:
        site += ["[[statuses]]", f'id = "{name}"', f'label = "{name.capitalize()}"', f'meaning = "{sentence(rng, 8)}"',
                 f'counts_as = "{counts}"']
    for topic in range(TOPICS):
        site += ["[[topics]]", f'id = "topic-{topic}"', f'label = "Topic {topic}"']
    for concern in range(CONCERNS):
        site += ["[[concerns]]", f'id = "concern-{concern}"', f'label = "Concern {concern}"']
    (Path(root) / "site.toml").write_text("\n".join(site) + "\n")
    people = [f'[person-{at}]\nname = "{sentence(rng, 2)[:-1]}"\nrole = "{sentence(rng, 3)[:-1]}"\n' for at in range(PEOPLE)]
    (content / "people.toml").write_text("\n".join(people))
    sources = [f'[source-{at}]\ntitle = "{sentence(rng, 7)[:-1]}"\npublisher = "Paper {at % 9}"\n'
               f'url = "https://example.org/s/{at}"\narchive = "https://archive.example.org/{at}"\npublished = 2020-01-01\n'
               for at in range(SOURCES)]
    (content / "sources.toml").write_text("\n".join(sources))
    for number in range(count):
        folder = content / "pledges" / f"{number // 1000:03}"
        folder.mkdir(exist_ok=True)
        (folder / f"pledge-{number}.md").write_text(pledge(rng, number, count))
    if bare:
        templates = Path(root) / "themes" / "bare" / "templates"
        templates.mkdir(parents=True)
        (templates.parent / "theme.toml").write_text("")
        for name, text in BARE.items():
            (templates / name).write_text(text)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), "bare" in sys.argv[3:])
