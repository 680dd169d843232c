"""Times check and build of a generated scorecard against `cp -r` of the built site, side by side in one run.

    cargo build --release && python3 benches/core.py [--pledges 10000] [--runs 7] [--at /dev/shm]

Prints medians of wall time and the peak memory of the largest process; the ratio is the median of paired ratios."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import scorecard

BINARY = Path(__file__).parent.parent / "target" / "release" / "pledgecard"


def timed(command):
    """Wall seconds, peak resident MiB and seconds of the processor of a command that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command}: {errors.decode()}")
    return wall, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def forget(project, out):
    """Makes the next build a first one: no site stands there, and nothing is remembered."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(project / ".pledgecard", ignore_errors=True)


def row(name, runs):
    wall, memory = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
    spread = f"{min(run[0] for run in runs):.3f}–{max(run[0] for run in runs):.3f}"
    print(f"{name:34} {wall:7.3f} s  ({spread})  {memory:6.0f} MiB")


def measure(at, count, runs, bare):
    project = Path(at) / ("bare" if bare else "civic")
    scorecard.write(project, count, bare)
    base = [str(BINARY), "--quiet", "--root", str(project)]
    out, copy, fixed = Path(at) / "out", Path(at) / "copy", ["--today", "2026-06-30"]
    pledge = project / "content" / "pledges" / "000" / "pledge-0.md"
    timings = {"check": [], "build": [], "cp -r of the site": [], "rebuild, nothing changed": [], "rebuild, one pledge changed": []}
    for run in range(runs + 1):
        shutil.rmtree(copy, ignore_errors=True)
        forget(project, out)
        once = {
            "check": timed([*base, "check", *fixed]),
            "build": timed([*base, "build", "--out", str(out), *fixed]),
            "cp -r of the site": timed(["cp", "-r", str(out), str(copy)]),
            "rebuild, nothing changed": timed([*base, "build", "--out", str(out), *fixed]),
        }
        pledge.write_text(pledge.read_text() + f"\nRun {run}.\n")
        once["rebuild, one pledge changed"] = timed([*base, "build", "--out", str(out), *fixed])
        if run > 0:
            for name, timing in once.items():
                timings[name].append(timing)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    files = sum(1 for path in out.rglob("*") if path.is_file())
    print(f"\n{count} pledges, {'bare four-template theme' if bare else 'civic'}: {files} files, {size / 2**20:.0f} MiB")
    for name, all_runs in timings.items():
        row(name, all_runs)
    for name, floor in (("build", "cp -r of the site"), ("rebuild, nothing changed", "build"), ("rebuild, one pledge changed", "build")):
        ratios = [one[0] / other[0] for one, other in zip(timings[name], timings[floor], strict=True)]
        print(f"{name} / {floor}: {statistics.median(ratios):.2f}")
    shutil.rmtree(project)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pledges", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--at", default="/dev/shm")
    chosen = options.parse_args()
    for bare in (True, False):
        with tempfile.TemporaryDirectory(dir=chosen.at) as at:
            measure(at, chosen.pledges, chosen.runs, bare)


if __name__ == "__main__":
    main()
