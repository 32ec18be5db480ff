"""One peer as a whole process: `peer.py NAME PATTERNS FOLDER`.

Out comes a line of JSON: how often each pattern was found, and the seconds that reading the
expressions (`compile`) and looking through the text (`match`) took. Names: `re`, `re2`, `hyperscan`
(with start offsets), `hyperscan-ends` (without), `fts5`, which makes an index and takes the path of
the database in place of the patterns.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path


def texts(folder):
    for path in sorted(Path(folder).glob("*.txt")):
        yield path.name, path.read_bytes()


def turns(folder):
    for _, text in texts(folder):
        for line in text.decode().splitlines():
            yield line.split(": ", 1)[1]


def python_re(patterns, folder):
    import re

    begun = time.perf_counter()
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    ready = time.perf_counter()
    counts = [0] * len(patterns)
    for turn in turns(folder):
        for number, pattern in enumerate(compiled):
            for _ in pattern.finditer(turn):
                counts[number] += 1
    return counts, ready - begun, time.perf_counter() - ready


def re2_set(patterns, folder):
    import re2

    begun = time.perf_counter()
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 30
    chosen = re2.Set.SearchSet(options)
    for pattern in patterns:
        chosen.Add(pattern)
    chosen.Compile()
    compiled = [re2.compile(pattern, options) for pattern in patterns]
    ready = time.perf_counter()
    counts = [0] * len(patterns)
    for turn in turns(folder):
        for number in chosen.Match(turn) or ():
            for _ in compiled[number].finditer(turn):
                counts[number] += 1
    return counts, ready - begun, time.perf_counter() - ready


def hyperscan(patterns, folder, starts=True):
    import hyperscan as hs

    begun = time.perf_counter()
    flags = hs.HS_FLAG_CASELESS | hs.HS_FLAG_UTF8 | (hs.HS_FLAG_SOM_LEFTMOST if starts else 0)
    database = hs.Database()
    # It has no lazy repetition; it tells every end anyway.
    expressions = [pattern.replace("}?", "}").encode() for pattern in patterns]
    database.compile(expressions=expressions, ids=list(range(len(patterns))),
                     elements=len(patterns), flags=[flags] * len(patterns))
    ready = time.perf_counter()
    counts = [0] * len(patterns)

    def found(number, start, end, told, context):
        counts[number] += 1

    # A whole transcript at once: a label stands between two turns, and no pattern crosses it.
    for _, text in texts(folder):
        database.scan(text, match_event_handler=found)
    return counts, ready - begun, time.perf_counter() - ready


def fts5(path, folder):
    begun = time.perf_counter()
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE VIRTUAL TABLE turn USING fts5(text, transcript UNINDEXED, number UNINDEXED,"
                 " tokenize = 'porter unicode61')")
    rows = ((line.split(": ", 1)[1], name, number) for name, text in texts(folder)
            for number, line in enumerate(text.decode().splitlines(), start=1))
    base.executemany("INSERT INTO turn VALUES (?, ?, ?)", rows)
    base.commit()
    return [base.execute("SELECT count(*) FROM turn").fetchone()[0]], 0, time.perf_counter() - begun


def main():
    name, patterns, folder = sys.argv[1:4]
    if name == "fts5":
        told = fts5(patterns, folder)
    else:
        lines = Path(patterns).read_text(encoding="utf-8").splitlines()
        run = {"re": python_re, "re2": re2_set, "hyperscan": hyperscan,
               "hyperscan-ends": lambda p, f: hyperscan(p, f, starts=False)}[name]
        told = run(lines, folder)
    counts, compiling, matching = told
    print(json.dumps({"counts": counts, "compile": compiling, "match": matching}))


if __name__ == "__main__":
    main()
