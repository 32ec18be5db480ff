#!/usr/bin/env python3
"""emic beside its peers on one machine, in one run: `compare.py TRANSCRIPTS --work DIR`.

Makes the corpora (corpora.py) and codebooks (books.py), runs emic and every peer that is installed
on the same patterns in turn (measure.py, peer.py), compares what they count, and prints the ratios
beside the targets as a table in Markdown. README.md in this folder says how to get the peers.
"""

import argparse
import datetime
import importlib.util
import json
import os
import platform
import shutil
import sys
from pathlib import Path

import books
import corpora
import targets
from measure import Failed, Run

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


class Bench:
    """What all measurements share: programs, corpora, books, and the rows of the table."""

    def __init__(self, asked):
        self.asked, self.runs, self.work = asked, asked.runs, Path(asked.work)
        self.emic = Path(asked.emic).resolve()
        if not self.emic.is_file():
            raise SystemExit(f"{self.emic} is missing: run `cargo build --release` first")
        self.rg = asked.rg or shutil.which("rg")
        modules = {"re": "re", "re2": "re2", "hyperscan": "hyperscan", "hyperscan-ends": "hyperscan"}
        self.peers = {name for name, module in modules.items() if importlib.util.find_spec(module)}
        self.quanteda = self.r_has("quanteda")
        self.left_out = [
            *([] if self.rg else ["ripgrep"]),
            *([] if "hyperscan" in self.peers else ["Hyperscan"]),
            *([] if "re2" in self.peers else ["RE2"]),
            *([] if self.quanteda else ["quanteda"]),
            *([] if shutil.which("valgrind") else ["callgrind"]),
            *([] if shutil.which("wc") else ["wc"]),
        ]
        self.rows, self.counts, self.memory, self.bytes = [], [], [], {}

    @staticmethod
    def r_has(package):
        program = shutil.which("Rscript")
        if not program:
            return False
        asked = f'quit(status = as.integer(!requireNamespace("{package}", quietly = TRUE)))'
        return Run([program, "-e", asked], may_fail=True).status == 0

    def prepare(self):
        """Makes what is not there yet."""
        made = self.work / ".made"
        self.names = ["small", *map(str, self.asked.sizes)]
        wanted = " ".join(self.names)
        if not (made.exists() and made.read_text() == wanted):
            transcripts = corpora.sources(self.asked.transcripts)
            corpora.write(self.folder("small"), corpora.interviews(transcripts))
            for size in self.asked.sizes:
                corpora.write(self.folder(size), corpora.up_to(transcripts, size))
            vocabulary = books.Vocabulary(transcripts)
            for count in (10, 60, 300, 1000):
                books.write(self.work / "books", vocabulary, count)
            made.write_text(wanted)
        for name in self.names:
            self.bytes[name] = int((self.folder(name) / ".bytes").read_text())

    def folder(self, name):
        return self.work / str(name)

    def book(self, count, kind):
        return self.work / "books" / f"{count}.{kind}"

    def themes(self, count, corpus, kind="mixed.toml"):
        """emic codes a corpus and counts: the table of themes as csv."""
        return [self.emic, "report", "themes", "--codebook", self.book(count, kind),
                self.folder(corpus), "-f", "csv"]

    def peer(self, name, count, corpus):
        return [sys.executable, HERE / "peer.py", name, self.book(count, "regex.txt"),
                self.folder(corpus)]

    def told(self, run):
        return json.loads(run.out)

    def segments(self, run):
        """The segments by code of a table of themes."""
        head, *rows = run.out.decode().splitlines()
        at = head.split(",").index("segments")
        return [int(row.split(",")[at]) for row in rows]

    def say(self, words):
        print(words, file=sys.stderr, flush=True)

    def row(self, target, what, measured, must, goal, note=""):
        """A row of the table; `measured`, `must` and `goal` are (number, 'least' or 'most', text)."""
        self.rows.append((target, what, measured, must, goal, note))
        self.say(f"{target}: {what}: {measured}")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            names = [line.split(":", 1)[1].strip() for line in told if line.startswith("model name")]
        return names[0]
    except (OSError, IndexError):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("transcripts", help="folder of .txt files with one turn a line")
    parser.add_argument("--work", required=True, help="folder for corpora and books; kept")
    parser.add_argument("--emic", default=ROOT / "target" / "release" / "emic")
    parser.add_argument("--rg", help="ripgrep, if it is not on the path")
    parser.add_argument("--runs", type=int, default=7, help="pairs of runs (7)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 500], help="corpora in MB")
    parser.add_argument("--only", nargs="+", metavar="T", help="targets, such as T3 T6; counts; T7")
    asked = parser.parse_args()

    bench = Bench(asked)
    bench.prepare()
    for name, measurement in targets.ALL:
        if not asked.only or name in asked.only:
            try:
                measurement(bench)
            except Failed as failed:
                # One peer that fails does not stop the others.
                bench.say(f"{name}: {failed}")
                bench.left_out.append(f"the rest of {name}, which failed")

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    version = Run([bench.emic, "--version"]).out.decode().strip()
    print(f"{datetime.date.today()}, {version}, {os.cpu_count()} × {processor()}, "
          f"{platform.system()}, load {load:.1f}, {bench.runs} pairs of runs.")
    print("Left out: " + (", ".join(bench.left_out) or "nothing") + ".\n")
    print(table(("target", "what", "measured", "must", "goal", "remark"), bench.rows))
    if bench.memory:
        print("\n" + table(("corpus", "peak memory, 1 thread", "2 threads"), bench.memory))
    if bench.counts:
        print("\n" + table(("peer", "corpus", "patterns", "emic", "peer", "patterns that differ"),
                           bench.counts))


if __name__ == "__main__":
    main()
