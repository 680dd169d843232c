"""Times build and verify of a scorecard of 1,000 pledges with many sealed editions, 5 pledges changed in each, and with twice
as many.

    cargo build --release && python3 benches/editions.py [--pledges 1000] [--editions 200] [--runs 3] [--at /dev/shm]

The editions are written as `seal` would write them, without running it two hundred times; `verify` then proves that they
are. Prints medians of wall time, the peak memory, and how many pages of versions there are."""

import argparse
import datetime
import hashlib
import shutil
import statistics
import tempfile
from pathlib import Path

import scorecard
from core import BINARY, forget, timed

CHANGED = 5
FIRST = datetime.date(2026, 1, 1)


def digest(data):
    return hashlib.sha256(data).hexdigest()


def seal(project, editions):
    """Writes editions of a generated project, and leaves it as the last one has it."""
    files = {str(path.relative_to(project)): path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()}
    last = lambda data: data.decode().split("\n[[critiques]]", 1)[0].rsplit('to = "', 1)[1].split('"', 1)[0]
    # What is kept or broken stays so.
    pledges = sorted(path for path, data in files.items()
                     if path.startswith("content/pledges/") and last(data) not in ("kept", "broken"))
    sealed = {path: digest(data) for path, data in files.items()}
    objects = project / "content/editions/objects"
    objects.mkdir(parents=True)
    for path, data in files.items():
        (objects / sealed[path]).write_bytes(data)
    previous = "0" * 64
    for number in range(1, editions + 1):
        day = FIRST + datetime.timedelta(days=number)
        for step in range(CHANGED if number > 1 else 0):
            path = pledges[((number - 2) * CHANGED + step) % len(pledges)]
            front, rest = files[path].decode().split("\n[[critiques]]", 1)
            to = "stalled" if front.rfind('to = "stalled"') < front.rfind('to = "in-progress"') else "in-progress"
            entry = f'\n[[status]]\non = {day}\nto = "{to}"\nreason = "Edition {number}."\nevidence = ["source-1"]\n'
            files[path] = (front + entry + "\n[[critiques]]" + rest).encode()
            sealed[path] = digest(files[path])
            (objects / sealed[path]).write_bytes(files[path])
            (project / path).write_bytes(files[path])
        head = (f"pledgecard-edition 1\nsite {SITE}\nedition {number}\nas-of {day}\nsealed {day}T09:00:00Z\n"
                f"previous {previous}\ngenerator pledgecard 0.1.0\n\n")
        body = "".join(f"{sealed[path]}  {path}\n" for path in sorted(sealed, key=str.encode))
        manifest = (head + body).encode()
        previous = digest(manifest)
        (objects / previous).write_bytes(manifest)
        (project / f"content/editions/{number:04}.manifest").write_bytes(manifest)


SITE = "https://example.org/"


def measure(at, count, editions, runs):
    project = Path(at) / f"editions-{editions}"
    scorecard.write(project, count, False)
    global SITE
    SITE = (project / "site.toml").read_text().split('base_url = "', 1)[1].split('"', 1)[0]
    seal(project, editions)
    base, out = [str(BINARY), "--quiet", "--root", str(project)], Path(at) / "out"
    builds, verifies = [], []
    today = FIRST + datetime.timedelta(days=editions)
    for _ in range(runs):
        forget(project, out)
        builds.append(timed([*base, "build", "--today", str(today), "--out", str(out)]))
        verifies.append(timed([*base, "verify"]))
    versions = len(list(out.glob("pledges/*/editions/*/index.html")))
    wall = lambda all: statistics.median(one[0] for one in all)
    peak = lambda all: max(one[1] for one in all)
    print(f"{editions:4} editions: build {wall(builds):6.2f} s, {peak(builds):5.0f} MiB; verify {wall(verifies):5.2f} s, "
          f"{peak(verifies):4.0f} MiB; {versions} pages of versions")
    shutil.rmtree(project)
    return wall(builds)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pledges", type=int, default=1000)
    arguments.add_argument("--editions", type=int, default=200)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--at", default="/dev/shm")
    args = arguments.parse_args()
    at = tempfile.mkdtemp(dir=args.at)
    try:
        one = measure(at, args.pledges, args.editions, args.runs)
        two = measure(at, args.pledges, 2 * args.editions, args.runs)
        print(f"twice the editions take {two / one:.2f} times as long")
    finally:
        shutil.rmtree(at)


if __name__ == "__main__":
    main()
