//! Short texts of `emic help TOPIC`: what several commands share.

/// One topic.
pub(super) struct Topic {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) text: &'static str,
}

/// All topics.
pub(super) const TOPICS: [Topic; 10] = [
    Topic { name: "formats", about: "what is read and what is written", text: FORMATS },
    Topic { name: "filters", about: "the part of a study that a command looks at", text: FILTERS },
    Topic { name: "query", about: "the search language", text: QUERY },
    Topic {
        name: "codebook",
        about: "the file of codes: keys, versions, commands",
        text: CODEBOOK,
    },
    Topic { name: "rules", about: "how a codebook's rules code text", text: RULES },
    Topic { name: "units", about: "words, sentences, turns, segments, cases", text: UNITS },
    Topic { name: "numbers", about: "what is counted, and on which base", text: NUMBERS },
    Topic { name: "agreement", about: "how far coders agree, step by step", text: AGREEMENT },
    Topic { name: "privacy", about: "what holds people's words, and what leaves", text: PRIVACY },
    Topic { name: "exit-codes", about: "what the shell is told", text: EXIT_CODES },
];

const FORMATS: &str = "\
What is read

Transcripts: plain text and Markdown (speaker labels of many houses, diaries), WebVTT, SubRip,
Word (docx), OpenDocument (odt, fodt), RTF, web pages, PDF, tables of turns or activity logs (csv,
tsv, xlsx, ods), Whisper JSON, CHAT (cha), ELAN (eaf), Praat (TextGrid). docs/transcripts.md says
what of each is read and what is not. The format is found from the content, then from the
extension; `--as FORMAT` overrides both. The encoding is found as well: UTF-8, UTF-16 with a byte
order mark, GB18030, Japanese, Cyrillic and others that the letters betray, else Windows-1252. Of a
PDF the text has to be checked.

Folders are searched for files that end in .txt, .md, .vtt, .srt, .docx, .odt, .fodt, .rtf, .pdf,
.html, .htm, .csv, .tsv, .xlsx, .ods, .json, .cha, .eaf or .TextGrid. Hidden files are skipped, and so are README, SOURCE, LICENSE, CHANGELOG and CITATION files.
A transcript's id is the file's name without its extension; two equal names keep theirs.

With paths no study is read: no emic.toml, no cases. Without paths it is the study around.

What is written

`-f table` (the default), `-f md` and `-f html` are for people and may be rounded; a page in html
needs nothing else, and asks nothing from anywhere. `-f svg` is a report's first figure,
`-f mermaid` and `-f dot` are its boxes and arrows for Mermaid and Graphviz.
`emic report all -o DIR` writes a page about the whole study. `-f csv`, `-f tsv`,
`-f json` and `-f jsonl` are for programs: exact values with six decimals, text as spoken, a
missing value empty or null. `-f json` is one document, {\"schema\":1, …, \"results\":[…]};
`-f jsonl` is its rows, one a line. `-o FILE` writes to a file and takes the format from its
extension. `--excel-safe` keeps a spreadsheet from running what somebody said as a formula.

`-f xlsx` is an Excel workbook with the exact values of csv in typed cells, a sheet a table, and a
sheet with what they count. `-f docx` (Word) and `-f latex` (booktabs and longtable, to be read in
with \\input) show what people see: headings, tables, quotations, notes. The same report gives the
same bytes.
";

const FILTERS: &str = "\
The part of a study that a command looks at

  --transcript ID      these transcripts
  --case CASE          these cases
  --speaker LABEL      these speakers: labels, or participant, interviewer, other
  --where ATTR=VALUE   where an attribute of the case, else of the transcript, has this value
  --code CODE          this code alone
  --theme CODE         this code and everything below it
  --unit UNIT          what is counted: match, sentence, turn, paragraph, transcript
  --match QUERY        turns that a search finds

Different filters must all hold. Of one filter given several times, any may: `--case P01
--case P02` are two cases. `*` stands for any characters: `--transcript 'wave2-*'`.

Conditions compare by the attribute's type in emic.toml: `--where wave>=2`, `--where
date<2026-03`, `--where site!=North`. Put quotes round `<` and `>` so that the shell leaves them
alone. `ATTR=` (or `ATTR=missing`) are those without a value, `ATTR!=` those with one; without a
value is never a value of 0 or no. Of several values of a case one is enough. `=` on the same
attribute twice means either value.

`question` is an attribute of turns: what was asked last. `--where question=start` takes an id of
the interview guide, `--where 'question=*trust*'` any question with the word; docs/study.md says
where questions come from.

`--by ATTR` is no filter: it makes columns of an attribute's values.
";

const QUERY: &str = "\
The search language

  trust                 the word, in any of its forms
  =trusted              the word as it is written
  hous*                 words that begin so; `?` is one character: organi?e
  \"fell apart\"          these words in this order; a single `*` between them is any word
  \"home lost\"~5         these words in any order with at most five others between them
  a AND b, a b, a OR b  both, both, either; AND binds closer than OR
  NOT a                 not this
  (a OR b) AND c        brackets

An accent left out does not matter: cafe finds café. Labels, time marks and annotations such as
[laughs] are not searched.

Fields: code, theme, case, speaker, role, transcript, coder, and every attribute of the study:
`code:trust`, `role:participant`, `site:\"North End\"`, `wave:>1`, `wave:1..3`. `theme:x` takes in
all codes below it; `*` in a value stands for any characters: `transcript:wave2-*`, `code:*`.

A query that asks for a code finds coded segments: words inside them, and `code:a AND code:b` means
two segments that share a character. Any other query finds turns. `--in segment`, `--in turn` and
`--in transcript` say otherwise. docs/search.md is the whole definition.
";

const CODEBOOK: &str = "\
The codebook

A TOML file in codebooks/: what each code means, when to use it, and which rules find it.

  schema = 1

  [codebook]
  id       = \"harbour\"
  version  = \"0.1.0\"
  language = \"en\"

  [[code]]
  id           = \"welcome\"
  label        = \"Being made welcome\"
  brief        = \"Somebody local makes the newcomer feel wanted.\"
  use_when     = [\"A person did something kind without being asked\"]
  not_when     = [\"Help that is somebody's job\"]
  examples     = [\"The landlady brought us soup.\"]
  non_examples = [\"The landlady brought the bill.\"]

    [[code.rule]]
    any = [\"brought ... soup\", \"made us welcome\"]

`parent` puts a code below another; `codable = false` makes a heading. A code needs no rules: people
give it with `emic code`. A key that emic does not know is an error, so that no slip goes unnoticed.

  emic codebook new      writes one to begin with
  emic codebook check    all mistakes at once, and what is odd
  emic codebook test     the rules on the codebook's own examples
  emic codebook show     definitions, to be read
  emic codebook rename, merge, split, move
                         change codes; what people coded follows by itself, or is listed
  emic codebook diff     what changed between two versions
  emic memo, emic relate notes on codes, and how codes hang together

Raise `version` when codes or rules change: reports print it, with the file's SHA-256. `emic codebook
--help` has the commands, `emic help rules` the rules, docs/codebook.md every key.
";

const RULES: &str = "\
How rules code text

A code in a codebook may have rules. A rule looks at sentences (or matches, turns, paragraphs,
whole transcripts) of participants and codes those in which its patterns occur:

  any      one of these patterns is enough
  all      each of these must occur as well
  none     the unit is left alone if one of these occurs
  except   what overlaps one of these does not count
  near     two patterns with few words between them
  regex    regular expressions

A pattern is words: `trust*` (words that begin so), `~support` (all forms of a word),
`lost ... home` (up to three words between), `@list` (a list of the codebook). Case and typographic
apostrophes make no difference. Annotations such as [laughs] are no speech. The interviewer is not
listened to unless a rule says so.

Rules are never stored as codings: the same transcripts and the same codebook give the same
codings every time. The codebook reference in docs/codebook.md has every key.
";

const UNITS: &str = "\
The units

In the text, from small to large:

  word        letters, accents and digits without a break; an apostrophe may stand inside, a hyphen
              ends it. In Chinese, Japanese, Thai, Lao, Khmer and Burmese every character is one
  match       the words that a pattern found
  sentence    up to `.`, `?`, `!` or `…` before white space, not after abbreviations (`Dr.`)
  paragraph   up to an empty line, inside a turn
  turn        what one speaker says until another does
  transcript  one conversation: a file

About people and coding:

  case        a participant or a site; cases.csv. A case may have many transcripts, and a transcript
              many cases (a focus group)
  segment     a stretch of text with a code. Stretches of one code that overlap are one segment

A rule looks in one unit (`unit`, a sentence if not said) and codes one (`code`, likewise):
`unit = \"turn\"` lets `all` and `near` reach over a whole turn, `code = \"turn\"` codes it. `--unit`
says in what reports count, and what coders are compared on. Positions are code points of the text,
from 0, the end exclusive; turns are counted from 1.

What is counted is said with every report: `emic help numbers`. docs/glossary.md has all the words.
";

const NUMBERS: &str = "\
What is counted, and on which base

Cases, transcripts, segments, words and minutes are different things and never mixed. A case is a
participant (or a site); its share is of all cases in the filter, whether they speak of the code or
not. A segment is a stretch of text with a code; stretches of one code that overlap count once. A
parent counts the union of everything below it, not the sum. Words are those of participants,
without annotations and without the interviewer.

`*_pct` run from 0 to 100; shares and coefficients from 0 to 1. People see percentages only from 20
cases on (`--percent` shows them earlier); programs always get them. What cannot be computed is
empty, never 0. `--min-cell N` hides counts of cases below N in group columns, all counts of
groups below N, and what would give one of these away.

A report counts the codings of one coder: `--coder`, else `[report] coder` in emic.toml, else
`rules`. Its first line says which.
";

const AGREEMENT: &str = "\
How far coders agree

  1  Two people code the same transcripts, each in a log of their own:
       emic code P03 --edit --coder ana
       emic code P03 --done --coder ana
     `--done` says that a transcript was read to its end. What nobody looked at is missing, never a
     no; without done-marks each transcript with a coding counts as looked at.
  2  emic agree                     every code, every coder that has a log
     emic agree --coder ana,rules   a person and the rules
  3  Talk about what differs, mend definitions, code again. Agreement measured after talking is not
     agreement.

Read percent and positives first, then α (Krippendorff) with its interval; κ, AC1 and others stand
beside it. A rare code can have 95 percent and an α near 0: everybody agrees where it is not. Where a
code never varies, a coefficient cannot be said and stays empty. Usual marks: α from .800 for
conclusions, from .667 for tentative ones; report the interval, not the mark alone.

Other questions:

  emic agree --disagreements FILE   every unit on which coders differ, with what each said
  emic audit-rules CODE             a sample judged by a person: precision and recall of rules
  emic agree --rounds 1,2           one coder's two rounds
  emic agree --ratings FILE         ratings made elsewhere, without a study

The unit matters: a coefficient on turns is not one on sentences (`--unit`). Units of what
interviewers say are left out. docs/methods.md has every formula, its source and its check.
";

const PRIVACY: &str = "\
What holds people's words

emic has no network, no account and no telemetry: it reads and writes files, and nothing leaves the
machine through it. It never changes a transcript.

These hold words of participants and deserve the same care as the recordings:

  transcripts/        the transcripts, as they came
  codings/*.jsonl     coded passages, each with its quote and some words around it
  memos/              what you wrote, with the words you cite
  codebooks/          examples, where they are taken from interviews
  .emic/              the index, made of the transcripts; a cache that you may delete
  what you write out  quotations, handouts, csv of codings, REFI-QDA packages

These hold facts about people: cases.csv, speakers.csv, and the names of transcripts.

`emic init` keeps .emic/ out of git, and nothing else. Before you push a study anywhere, ask whether
its transcripts, codings and memos may go there. Deleting a line from a file under git does not
delete it from its history. What you type (a quote in `emic code`, a word in `emic search`) may stay
in the history of your shell.

`emic deid scan` lists what may point at somebody; `emic deid apply` writes a copy of the study with the
names of a key, and what patterns find, replaced, and codings in their places. The copy is
pseudonymised: it still holds what people said, and whoever knows them may recognise them. The key lies
outside both studies. docs/deid.md says what is found and what is not.

Small groups give people away: `--min-cell 5`, or `min_cell` under `[report]` in emic.toml, hides
small counts and what they could be worked out from. It does not hide quotations: read them with the
eyes of somebody who knows the people.
";

const EXIT_CODES: &str = "\
What the shell is told

  0    done
  1    ran, but the answer is no: nothing found, faults found, a file differs
  2    something could not be done: wrong usage, an unreadable file, a broken codebook.
       One unreadable file does not stop the others; it is named, and the status is 2
  130  interrupted with Ctrl-C

A reader that stops reading (`emic report themes | head -3`) is no error.
";
