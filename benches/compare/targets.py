"""The targets, each measured by a function that adds rows to the table.

A ratio is emic's time by the peer's: below 1 emic is faster. In brackets stand the quartiles of the
pairs and, where both run on one thread, the ratio of processor time.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from measure import Ratio, Run, peak, seconds

MIXED = (60, 300, 1000)


def within(ratio):
    return f"{ratio.wall:.2f} ({ratio.low:.2f}–{ratio.high:.2f}; cpu {ratio.cpu:.2f})"


def times(ratio):
    return f"{1 / ratio.wall:.0f} × faster ({1 / ratio.high:.0f}–{1 / ratio.low:.0f})"


def quanteda(bench):
    if not bench.quanteda:
        return
    for count, must, goal in zip(MIXED, (60, 50, 30), (250, 180, 120)):
        script = [shutil.which("Rscript"), Path(__file__).parent / "quanteda.R",
                  bench.book(count, "each.toml"), bench.folder(10)]
        ratio = Ratio(lambda: Run(bench.themes(count, 10), 1), lambda: Run(script), 3)
        bench.row("T1", f"quanteda, {count} patterns, 10 MB", times(ratio), f"≥ {must} ×", f"{goal} ×",
                  "words, phrases and beginnings alone on its side")


def hyperscan(bench):
    for name, must, goal in (("hyperscan", "≤ 0.40", "≤ 0.10"), ("hyperscan-ends", "", "")):
        if name not in bench.peers:
            continue
        for count in MIXED:
            ratio = Ratio(lambda: Run(bench.themes(count, 10), 1),
                          lambda: Run(bench.peer(name, count, 10)), max(3, bench.runs // 2))
            matching = min(bench.told(run)["match"] for run in ratio.b)
            own = min(run.wall for run in ratio.a) / matching
            what = "with start offsets" if name == "hyperscan" else "ends alone"
            bench.row("T2", f"Hyperscan {what}, {count} patterns, 10 MB", within(ratio), must, goal,
                      f"{own:.2f} of its matching alone, without compiling and start")


def ripgrep(bench):
    if not bench.rg:
        return
    size = 100 if 100 in bench.asked.sizes else bench.asked.sizes[-1]
    for count, must, goal in zip(MIXED, ("≤ 1.50", "≤ 1.20", "≤ 0.90"), ("0.60", "0.50", "0.35")):
        command = [bench.rg, "-c", "-i", "--no-unicode", "--dfa-size-limit", "1G", "-j", "1",
                   "-f", bench.book(count, "regex.txt"), bench.folder(size)]
        ratio = Ratio(lambda: Run(bench.themes(count, size), 1), lambda: Run(command), bench.runs)
        bench.row("T3", f"ripgrep `-c`, {count} patterns, {size} MB", within(ratio), must, f"≤ {goal}",
                  f"emic {speed(bench, size, ratio.a_seconds)}; ripgrep "
                  f"{speed(bench, size, ratio.b_seconds)}, counting lines alone")


def speed(bench, corpus, took):
    return f"{bench.bytes[str(corpus)] / took / 1e6:.0f} MB/s"


def python_re(bench):
    for count, must, goal in ((60, 50, 116), (300, 150, 420)):
        ratio = Ratio(lambda: Run(bench.themes(count, "small"), 1),
                      lambda: Run(bench.peer("re", count, "small")), 3)
        bench.row("T4", f"Python `re`, {count} patterns, 17 interviews", times(ratio), f"≥ {must} ×",
                  f"{goal} ×")


def re2(bench):
    if "re2" not in bench.peers:
        return
    for count in (60, 300):
        ratio = Ratio(lambda: Run(bench.themes(count, 10), 1),
                      lambda: Run(bench.peer("re2", count, 10)), 3)
        bench.row("–", f"RE2 set, {count} patterns, 10 MB", times(ratio), "", "")


def words(bench):
    if not shutil.which("wc"):
        return
    size = 100 if 100 in bench.asked.sizes else bench.asked.sizes[-1]
    listed = sorted(bench.folder(size).glob("*.txt"))
    ratio = Ratio(lambda: Run(bench.themes(300, size), 1), lambda: Run(["wc", "-w", *listed]),
                  bench.runs)
    bench.row("T5", f"`wc -w`, 300 patterns, {size} MB, 1 thread", within(ratio), "≤ 1.50", "≤ 0.60")


def instructions(bench):
    if not shutil.which("valgrind"):
        return
    listed = sorted(bench.folder(10).glob("*.txt"))
    parts = {some: listed[:some] for some in (15, 45)}
    size = sum(path.stat().st_size for path in parts[45]) - sum(p.stat().st_size for p in parts[15])
    for count, must, goal in zip(MIXED, (25, 35, 60), (11, 16, 25)):
        took = {}
        for some, files in parts.items():
            with tempfile.TemporaryDirectory() as folder:
                out = Path(folder) / "out"
                Run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", bench.emic,
                     "report", "themes", "--codebook", bench.book(count, "mixed.toml"), *files,
                     "-f", "csv"], 1)
                told = next(line for line in out.read_text().splitlines()
                            if line.startswith(("summary:", "totals:")))
                took[some] = int(told.split()[1])
        each = (took[45] - took[15]) / size
        fixed = (took[15] - each * sum(path.stat().st_size for path in parts[15])) / 1e6
        bench.row("T6", f"instructions a byte, {count} patterns", f"{each:.1f}", f"≤ {must}", goal,
                  f"and {fixed:.0f} million once")


def memory(bench):
    for corpus in bench.names:
        one, two = (peak(bench.themes(300, corpus), threads) for threads in (1, 2))
        if one and two:
            bench.memory.append((f"{bench.bytes[corpus] / 1e6:.1f} MB", f"{one:.0f} MiB", f"{two:.0f} MiB"))
            bench.say(f"T7: {bench.memory[-1]}")
    most = max((float(row[2].split()[0]) for row in bench.memory), default=None)
    if most:
        bench.row("T7", "peak memory of coding, 300 patterns", f"{most:.0f} MiB at most", "≤ 64 MiB, flat",
                  "≤ 16 MiB", "see below")


def small(bench):
    took = seconds(bench.themes(60, "small"), bench.runs * 3)
    bench.row("T8", "17 interviews, 60 patterns: code and table", f"{took * 1e3:.0f} ms", "≤ 30 ms", "10 ms")
    with tempfile.TemporaryDirectory(dir=bench.work) as folder:
        make_study(bench, Path(folder), "small", 60)
        both = []
        for _ in range(bench.runs):
            shutil.rmtree(Path(folder) / ".emic", ignore_errors=True)
            runs = [Run([bench.emic, "index", "-q"], cwd=folder),
                    Run([bench.emic, "report", "themes", "-f", "csv"], cwd=folder)]
            both.append(sum(run.wall for run in runs))
        took = sorted(both)[len(both) // 2]
        bench.row("T8", "the same and the index, two processes", f"{took * 1e3:.0f} ms", "≤ 120 ms", "65 ms")


def threads(bench):
    size = 100 if 100 in bench.asked.sizes else bench.asked.sizes[-1]
    for count in (60, 1000):
        ratio = Ratio(lambda: Run(bench.themes(count, size), 1), lambda: Run(bench.themes(count, size), 2),
                      bench.runs)
        bench.row("T9", f"2 threads against 1, {count} patterns, {size} MB",
                  f"{ratio.wall:.2f} × ({ratio.low:.2f}–{ratio.high:.2f})", "≥ 1.60 ×", "1.85 ×",
                  "means little where other work keeps the cores busy")


def make_study(bench, folder, corpus, count):
    """A study of a corpus: settings, a codebook, and the transcripts as links where that is possible."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "emic.toml").write_text('schema = 1\n\n[study]\ntitle = "compare"\nlanguage = "en"\n')
    (folder / "codebooks").mkdir(exist_ok=True)
    shutil.copy(bench.book(count, "mixed.toml"), folder / "codebooks" / "compare.toml")
    (folder / "transcripts").mkdir(exist_ok=True)
    for path in bench.folder(corpus).glob("*.txt"):
        shutil.copyfile(path, folder / "transcripts" / path.name)


def index(bench):
    """The index against SQLite's, its size, one changed transcript, and searches with it."""
    size = 100 if 100 in bench.asked.sizes else bench.asked.sizes[-1]
    study = bench.work / "study"
    shutil.rmtree(study, ignore_errors=True)
    make_study(bench, study, size, 60)
    base = bench.work / "fts5.db"

    def build():
        base.unlink(missing_ok=True)
        return Run([sys.executable, Path(__file__).parent / "peer.py", "fts5", base, bench.folder(size)])

    ratio = Ratio(lambda: Run([bench.emic, "index", "--rebuild", "-q"], cwd=study), build, 3)
    bench.row("T10", f"index against SQLite FTS5 (porter), {size} MB, all threads", within(ratio),
              "≤ 0.80", "0.59", f"{ratio.a_seconds:.1f} s against {ratio.b_seconds:.1f} s; emic codes as well")
    lies = sum(path.stat().st_size for path in (study / ".emic").rglob("*") if path.is_file())
    bench.row("T10", "size of the index by that of the text", f"{lies / bench.bytes[str(size)]:.2f}",
              "≤ 0.90", "0.55", f"FTS5: {base.stat().st_size / bench.bytes[str(size)]:.2f}")
    changed(bench, study, ratio.a_seconds, size)
    queries(bench, study, size)
    shutil.rmtree(study)
    base.unlink()


def changed(bench, study, full, size):
    path = sorted((study / "transcripts").glob("*.txt"))[0]
    took = []
    for number in range(bench.runs):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"S1: One more turn, number {number}.\n")
        took.append(Run([bench.emic, "index", "-q"], cwd=study).wall)
    took = sorted(took)[len(took) // 2]
    count = len(list((study / "transcripts").glob("*.txt")))
    bench.row("T11", f"index after one of {count:,} transcripts changed, {size} MB",
              f"{took * 1e3:.0f} ms, {took / full * 100:.1f} % of a full run", "≤ 150 ms, ≤ 2 %", "50 ms, 0.9 %",
              "whole process; of 10,000 transcripts in the target")
    table = seconds([bench.emic, "report", "themes", "-f", "csv"], 3, cwd=study)
    bench.row("T11", "the table then", f"{table * 1e3:.0f} ms", "", "", "whole process")


def queries(bench, study, size):
    for query in ("keyboard", '"open source" AND community', "develop*", "code:c1 AND code:c2"):
        took = seconds([bench.emic, "search", query, "--limit", "10", "-f", "jsonl"], bench.runs, cwd=study)
        bench.row("T12", f"`emic search '{query}'`, {size} MB", f"{took * 1e3:.0f} ms", "", "",
                  "whole process; the target is for a warm index")


def compiling(bench):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text("S1: Good morning.\n")
        took = {count: seconds([bench.emic, "report", "themes", "--codebook", bench.book(count, "mixed.toml"),
                                path, "-f", "csv"], bench.runs * 3) for count in (10, 1000)}
    bench.row("T14", "1,000 patterns against 10 on one line", f"{(took[1000] - took[10]) * 1e3:.0f} ms more",
              "≤ 20 ms", "2 ms", "reading the codebook and the larger table included")


def starting(bench):
    for words in ("--version", "--help", "report --help", "help query", "completions bash"):
        took = seconds([bench.emic, *words.split()], bench.runs * 3)
        bench.row("T15", f"`emic {words}`", f"{took * 1e3:.1f} ms", "≤ 10 ms", "3 ms")


def density(bench):
    """How much there is to find: matches by words."""
    corpus = bench.folder(10)
    total = sum(len(path.read_text(encoding="utf-8").split()) for path in corpus.glob("*.txt"))
    for count in MIXED:
        found = sum(bench.segments(Run(bench.themes(count, 10, "each.toml"))))
        bench.row("–", f"density, {count} patterns, 10 MB", f"{found / total * 100:.1f} % of words", "", "")


def agreement(bench):
    """What everybody counts: each pattern, and lines with any of them."""
    for name, count, corpus in (("re", 60, "small"), ("re", 300, "small"), ("re2", 60, 10),
                                ("hyperscan", 60, 10), ("hyperscan", 300, 10)):
        if name not in bench.peers:
            continue
        ours = bench.segments(Run(bench.themes(count, corpus, "each.toml")))
        theirs = bench.told(Run(bench.peer(name, count, corpus)))["counts"]
        kinds = bench.book(count, "kinds.txt").read_text().split()
        # Hyperscan tells every end of a pair of words that are near, not the nearest alone.
        meant = [n for n, kind in enumerate(kinds) if kind != "near" or not name.startswith("hyper")]
        ours, theirs = [ours[n] for n in meant], [theirs[n] for n in meant]
        differ = sum(a != b for a, b in zip(ours, theirs))
        bench.counts.append((name, corpus, len(meant), sum(ours), sum(theirs), differ))
        bench.say(f"counts: {bench.counts[-1]}")
        for n, a, b in zip(meant, ours, theirs):
            if a != b:
                bench.say(f"  {bench.book(count, 'regex.txt').read_text().splitlines()[n]}: {a} and {b}")
    if bench.rg:
        for count in (60, 300):
            ours = sum(bench.segments(Run(bench.themes(count, 10, "turns.toml"))))
            told = Run([bench.rg, "-c", "-i", "-I", "--no-unicode", "-f", bench.book(count, "regex.txt"),
                        "--no-filename", bench.folder(10)])
            theirs = sum(map(int, told.out.split()))
            bench.counts.append(("ripgrep, lines", 10, count, ours, theirs, "–"))
            bench.say(f"counts: {bench.counts[-1]}")


ALL = (("density", density), ("counts", agreement), ("T1", quanteda), ("T2", hyperscan), ("T3", ripgrep), ("T4", python_re),
       ("RE2", re2), ("T5", words), ("T6", instructions), ("T7", memory), ("T8", small), ("T9", threads),
       ("T10", index), ("T14", compiling), ("T15", starting))
