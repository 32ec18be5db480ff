"""The corpora: transcripts of a given folder, made plain and repeated with new names.

In comes a folder of text files with one turn a line (`Name: words`). Out come folders of 10, 100
and 500 MB and one of 17 interviews of 9,000 words. Labels become `S1`, `S2` and what stands in
square brackets is left out, so that every program looks at the same words: emic takes neither
labels nor annotations for speech, a line searcher takes both.
"""

import re
from pathlib import Path

BRACKETED = re.compile(r"\\?\[[^\]\n]*\]")
TURN = re.compile(r"^([^:\n]{1,40}):[ \t]+(.*)$")
INTERVIEWS, WORDS_EACH = 17, 9_000


def plain(text):
    """The turns of one transcript with numbered labels, a line each."""
    labels, turns = {}, []
    for line in text.splitlines():
        line = BRACKETED.sub(" ", line)
        told = TURN.match(line)
        label, words = told.groups() if told else ("", line)
        words = " ".join(words.split())
        if words:
            number = labels.setdefault(label, len(labels) + 1)
            turns.append(f"S{number}: {words}")
    return turns


def sources(folder):
    """All transcripts of the folder, each a list of turns, in the order of their names."""
    found = sorted(Path(folder).rglob("*.txt"))
    if not found:
        raise SystemExit(f"no .txt files below {folder}")
    return [plain(path.read_text(encoding="utf-8", errors="replace")) for path in found]


def write(folder, transcripts):
    """Writes the transcripts, unless they are there from an earlier run; gives their bytes."""
    done = folder / ".bytes"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        size = 0
        for number, turns in enumerate(transcripts, start=1):
            text = "\n".join(turns) + "\n"
            (folder / f"T{number:05}.txt").write_text(text, encoding="utf-8", newline="\n")
            size += len(text.encode())
        done.write_text(str(size))
    return int(done.read_text())


def up_to(transcripts, megabytes):
    """The transcripts again and again until they fill so many MB."""
    size = 0
    while True:
        for turns in transcripts:
            if size >= megabytes * 1_000_000:
                return
            size += sum(len(turn.encode()) + 1 for turn in turns)
            yield turns


def interviews(transcripts):
    """Seventeen transcripts, cut after the turn in which they pass 9,000 words."""
    for turns in [turns for turns in transcripts if words(turns) >= WORDS_EACH][:INTERVIEWS]:
        taken, total = [], 0
        for turn in turns:
            if total >= WORDS_EACH:
                break
            taken.append(turn)
            total += words([turn])
        yield taken


def words(turns):
    return sum(len(turn.split()) - 1 for turn in turns)
