"""The codebooks: patterns drawn from the corpus, for emic as TOML and for its peers as regular
expressions that mean the same.

The mix is that of codebooks in use: of 1,000 patterns 333 words, 281 phrases, 180 beginnings of
words, 133 alternations and 73 pairs near each other. The draw is seeded: the same corpus gives the
same books. Words that stand beside an apostrophe anywhere are not drawn, because there engines
differ in what a word is (`company's`).
"""

import random
import re
from collections import Counter

MIX = (("word", 333), ("phrase", 281), ("beginning", 180), ("alternation", 133), ("near", 73))
WORD = re.compile(r"[^\W\d_]+")
# Between two words of a phrase anything may stand but a word or the end of a sentence.
GAP = r"[^\w.?!]+"


class Vocabulary:
    """The turns in small letters, their words by frequency, and those beside an apostrophe."""

    def __init__(self, transcripts):
        self.turns = [turn.split(": ", 1)[1].lower() for turns in transcripts for turn in turns]
        text = "\n".join(self.turns)
        counts = Counter(WORD.findall(text))
        self.ranked = sorted(counts, key=lambda word: (-counts[word], word))
        self.beside = set(re.findall(r"[^\W\d_]+(?=['’])|(?<=['’])[^\W\d_]+", text))


def draw(vocabulary, count, seed=7):
    """So many patterns as (kind, words)."""
    rng = random.Random(seed)
    turns, ranked, beside = vocabulary.turns, vocabulary.ranked, vocabulary.beside
    usable = [w for w in ranked[100:20_000] if w.isascii() and len(w) > 3 and w not in beside]

    def word():
        # Even by the logarithm of the rank: few very common words, many rare ones.
        return usable[min(int(len(usable) ** rng.uniform(0.5, 1.0)), len(usable) - 1)]

    def phrase():
        while True:
            found = WORD.findall(rng.choice(turns))
            length = rng.choice((2, 2, 3))
            at = rng.randrange(max(1, len(found) - length))
            taken = found[at : at + length]
            fits = len(taken) == length and all(w.isascii() and w not in beside for w in taken)
            if fits and any(w in seldom for w in taken):
                return taken

    seldom = set(ranked[150:])
    patterns, seen = [], set()
    for kind, share in MIX:
        wanted, made = round(count * share / 1000), 0
        while made < wanted:
            if kind == "phrase":
                words = phrase()
            elif kind == "beginning":
                words = [word()[:6]]
            else:
                words = [word() for _ in range({"word": 1, "near": 2}.get(kind) or rng.choice((2, 3, 4)))]
            key = (kind, tuple(words))
            if key not in seen and len(set(words)) == len(words):
                seen.add(key)
                patterns.append(key)
                made += 1
    rng.shuffle(patterns)
    return patterns


def regex(pattern, gap=GAP):
    """The pattern as a regular expression that every engine reads."""
    kind, words = pattern
    if kind == "beginning":
        return rf"\b{words[0]}\w*\b"
    if kind == "alternation":
        return rf"\b(?:{'|'.join(words)})\b"
    if kind == "near":
        one, other = words
        between = rf"{gap}(?:\w+{gap}){{0,5}}?"
        return rf"\b(?:{one}{between}{other}|{other}{between}{one})\b"
    return rf"\b{gap.join(words)}\b"


def rule(patterns, extra=""):
    """One rule with these patterns."""
    texts = [" ".join(words) + ("*" if kind == "beginning" else "")
             for kind, words in patterns if kind in ("word", "phrase", "beginning")]
    found = [f"\\b(?:{'|'.join(words)})\\b" for kind, words in patterns if kind == "alternation"]
    near = [words for kind, words in patterns if kind == "near"]
    lines = ["[[code.rule]]"]
    if texts:
        lines.append("any = [" + ", ".join(f'"{text}"' for text in texts) + "]")
    if found:
        lines.append("regex = [" + ", ".join(f"'{text}'" for text in found) + "]")
    if near:
        pairs = (f'{{ this = ["{one}"], with = ["{other}"], words = 5 }}' for one, other in near)
        lines.append("near = [" + ", ".join(pairs) + "]")
    return "\n".join([*lines, *([extra] if extra else [])])


def book(codes, extra=""):
    """A codebook: a code for each list of patterns."""
    head = 'schema = 1\n\n[codebook]\nid = "compare"\nlanguage = "en"\nspeaker = ["*"]\n'
    parts = [head]
    for number, patterns in enumerate(codes):
        parts.append(f'[[code]]\nid = "c{number}"\nlabel = "C{number}"\n{rule(patterns, extra)}\n')
    return "\n".join(parts)


def write(folder, vocabulary, count):
    """Writes the books of so many patterns: `mixed` as one would have it (codes of several patterns),
    `each` (a code a pattern, matches coded), `turns` (one code, turns coded), and `regex`."""
    folder.mkdir(parents=True, exist_ok=True)
    patterns = draw(vocabulary, count)
    codes = max(1, count // 10 if count >= 300 else count // 6)
    groups = [patterns[number::codes] for number in range(codes)]
    texts = {
        "mixed.toml": book(groups),
        "each.toml": book([[pattern] for pattern in patterns], 'code = "match"'),
        "turns.toml": book([patterns], 'code = "turn"'),
        "regex.txt": "\n".join(map(regex, patterns)) + "\n",
        "kinds.txt": "\n".join(kind for kind, _ in patterns) + "\n",
    }
    for name, text in texts.items():
        (folder / f"{count}.{name}").write_text(text, encoding="utf-8", newline="\n")
