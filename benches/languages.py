"""Times a build in two languages, every pledge translated, against the build of the same scorecard in one, in turn, and
as a control against one of twice as many pledges in one language: what that costs above 2 is the machine's.

    cargo build --release && python3 benches/languages.py [--pledges 2000] [--runs 7] [--at /dev/shm]

Each ratio, of wall time and of the processor's, is the median of paired ratios; the aim is at most 2.1."""

import argparse
import re
import statistics
import tempfile
from pathlib import Path

import core
import scorecard

SENTENCE = "정부가 밝힌 계획에 따라 예산을 나누어 집행하고, 그 결과를 해마다 국회에 보고하기로 했다. "


def both(text):
    """The names, labels and meanings of a file in both languages."""
    keys = "label|meaning|name|role|title|description"
    return re.sub(rf'^({keys})(\s*)= ("[^"]*")$', r'\1\2= { en = \3, ko = "공약" }', text, flags=re.M)


def translate(project):
    """A Korean translation beside every pledge: of every text, with a body as long as the other."""
    settings = project / "site.toml"
    text = settings.read_text()
    text = re.sub(r'^(language\s*= "en")$', r'\1\nlanguages = ["en", "ko"]', text, count=1, flags=re.M)
    settings.write_text(both(text))
    people = project / "content" / "people.toml"
    people.write_text(both(people.read_text()))
    for path in sorted((project / "content" / "pledges").rglob("*.md")):
        front, body = path.read_text().split("\n+++\n", 1)
        entries = []
        for table in re.split(r"^(?=\[)", front, flags=re.M)[1:]:
            kind = table.splitlines()[0]
            if kind == "[[status]]":
                on = re.search(r"^on\s*= (.*)$", table, re.M)[1]
                evidence = re.sub(r'"p\. (\d+)"', r'"\1쪽"', re.search(r"^evidence = .*$", table, re.M)[0])
                entries.append(f'[[status]]\non = {on}\nreason = "{SENTENCE * 2}"\n{evidence}\n')
            elif kind == "[[critiques]]":
                name = re.search(r"^id\s*= (.*)$", table, re.M) or re.search(r"^concern\s*= (.*)$", table, re.M)
                entries.append(f'[[critiques]]\nid = {name[1]}\nclaim = "{SENTENCE}"\n')
        words = re.sub(r"[A-Za-z]{4,}(?![^(]*\))", "공약", body)
        front = f'+++\ntitle = "공약 {path.stem}"\nmeasure = "{SENTENCE}"\n\n' + "\n".join(entries)
        path.with_suffix(".ko.md").write_text(f"{front}+++\n{words}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pledges", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--at", default="/dev/shm")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.at) as folder:
        projects = {name: Path(folder) / name.replace(" ", "-") for name in ("one language", "two languages", "twice the pledges")}
        scorecard.write(projects["one language"], args.pledges, False)
        scorecard.write(projects["two languages"], args.pledges, False)
        scorecard.write(projects["twice the pledges"], 2 * args.pledges, False)
        translate(projects["two languages"])
        timings = {name: [] for name in projects}
        for run in range(args.runs + 1):
            for name, project in projects.items():
                out = Path(folder) / "out"
                core.forget(project, out)
                build = ["build", "--today", "2026-06-30", "--out", str(out)]
                took = core.timed([str(core.BINARY), "--quiet", "--root", str(project), *build])
                if run > 0:
                    timings[name].append(took)
        for name, runs in timings.items():
            core.row(name, runs)
        for name in ("two languages", "twice the pledges"):
            pairs = list(zip(timings[name], timings["one language"], strict=True))
            for what, at in (("wall", 0), ("processor", 2)):
                print(f"{name} / one language, {what}: {statistics.median(two[at] / one[at] for two, one in pairs):.2f}")


if __name__ == "__main__":
    main()
