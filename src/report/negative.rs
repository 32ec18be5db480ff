//! Negative cases: who does not fit a code.
//!
//! In comes the material of a report, out come three kinds of rows (Lincoln & Guba 1985, chapter 11;
//! Strauss & Corbin 1990):
//!
//! - `missing`: cases without any segment of the code that had room to speak of it, that is with
//!   turns of [`Options::long`] words and more. Silence in short answers says nothing.
//! - `contrary`: segments of codes that the codebook says are contrary: of the same `exclusive`
//!   family, or joined by a relation of a type in [`CONTRARY`].
//! - `against`: cases that differ from the pattern of their group: where at least
//!   [`Options::pattern`] percent of a group of [`LEAST`] and more speak of the code, those who do
//!   not; where at most the rest do, those who do.
//!
//! Whether a case is a negative case, a person decides; the rows are where to look.

use std::collections::{BTreeMap, BTreeSet};

use super::base::{MISSING, counted};
use super::material::{Document, Material, Segment};
use super::quotation::shortened;
use super::table::{Cell, Column, Table};
use super::{Report, groups, small_cell};
use crate::text::natural::natural;
use crate::transcript::people::Role;

/// Types of relations that say that two codes are contrary.
pub const CONTRARY: [&str; 6] =
    ["contrary", "contrary-to", "contradicts", "opposes", "opposite-of", "excludes"];

/// Groups of fewer cases have no pattern.
pub const LEAST: usize = 4;

/// What shall be looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The code's place in the codebook.
    pub code: usize,
    /// A turn of so many words leaves room to speak of anything.
    pub long: u32,
    /// The attribute whose groups have patterns, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
    /// From so many percent on it is a pattern, above 50.
    pub pattern: u32,
    /// Transcripts that the coder has not read to the end: silence there is nobody's.
    pub unread: BTreeSet<String>,
    /// Memos on negative cases of this code: name and title.
    pub memos: Vec<(String, String)>,
}

/// What a case said in all.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    words: u64,
    long_turns: u64,
    longest: u32,
    unread: bool,
}

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let with: BTreeSet<&str> = material
        .segments_of(options.code)
        .iter()
        .flat_map(|(_, segment)| segment.cases.iter().map(String::as_str))
        .collect();
    let said = said(material, options);
    let mut report = Report::new("negative", Table::new(columns()));
    let mut short = 0;
    let mut unread = 0;
    for (case, said) in said.iter().filter(|(case, _)| !with.contains(case.as_str())) {
        match () {
            () if said.unread => unread += 1,
            () if said.long_turns == 0 => short += 1,
            () => report.data.push(row(
                "missing",
                case,
                None,
                None,
                &format!(
                    "{} of {} words and more, {} in all",
                    counted(said.long_turns, "turn", "turns"),
                    options.long,
                    counted(said.words, "word", "words"),
                ),
            )),
        }
    }
    let contrary = contrary(material, options.code);
    for &code in &contrary {
        for (document, segment) in material.segments_of(code) {
            let both = segment.cases.iter().any(|case| with.contains(case.as_str()));
            let why = if both { "the case has the code as well" } else { "" };
            let case = segment.cases.join(";");
            let id = material.codebook.codes.get(segment.code).map(|code| code.id.as_str());
            report.data.push(row("contrary", &case, id, Some((document, segment)), why));
        }
    }
    let (against, unnamed) = against(material, options, &with, &said);
    against.into_iter().for_each(|row| report.data.push(row));
    let base = material.base();
    let label = |code: usize| {
        material.codebook.codes.get(code).map_or("", |code| code.label.as_str()).to_owned()
    };
    report.head = vec![
        base.head(),
        format!(
            "{}: {} of {} speak of it.",
            label(options.code),
            with.len(),
            counted(base.cases, "case", "cases")
        ),
    ];
    report.facts = base.facts(options.by.as_ref().map(|by| by.0.as_str()), material.min_cell);
    report.facts.push(("long", Cell::Count(u64::from(options.long))));
    report.notes.extend((short > 0).then(|| {
        format!(
            "{} without the code and without a turn of {} words: too little was said to tell.",
            counted(short, "case", "cases"),
            options.long
        )
    }));
    report.notes.extend((unread > 0).then(|| {
        format!(
            "{} without the code in transcripts that {} has not read to the end (`emic code \
             TRANSCRIPT --done`).",
            counted(unread, "case", "cases"),
            material.coder
        )
    }));
    report.notes.push(match contrary.as_slice() {
        [] => "The codebook names no contrary code: a family (`exclusive`), or a relation of type \
               `contrary`, says which."
            .to_owned(),
        codes => {
            let labels: Vec<String> = codes.iter().map(|&code| label(code)).collect();
            format!("Contrary by the codebook: {}.", labels.join(", "))
        }
    });
    report.notes.extend(unnamed.then(|| small_cell::unnamed_note(material.min_cell)));
    for (name, title) in &options.memos {
        report.notes.push(format!("Memo on a negative case: {title} (memos/{name}.md)."));
    }
    report
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("kind", "Kind"),
        Column::text("case", "Case"),
        Column::text("code", "Code"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "From"),
        Column::count("end", "To"),
        Column::text("quote", "Words"),
        Column::text("why", "Why"),
    ]
}

fn row(
    kind: &str,
    case: &str,
    code: Option<&str>,
    segment: Option<(&Document, &Segment)>,
    why: &str,
) -> Vec<Cell> {
    let count = |of: fn(&Segment) -> usize| {
        segment.map_or(Cell::Missing, |(_, segment)| Cell::count(of(segment)))
    };
    vec![
        kind.into(),
        Cell::maybe(Some(case).filter(|case| !case.is_empty())),
        Cell::maybe(code),
        Cell::maybe(segment.map(|(document, _)| document.id.as_str())),
        count(|segment| segment.turn),
        count(|segment| segment.start),
        count(|segment| segment.end),
        Cell::maybe(segment.map(|(_, segment)| shortened(&segment.quote))),
        Cell::maybe(Some(why).filter(|why| !why.is_empty())),
    ]
}

/// What each case of the filter said, in the natural order of their ids.
fn said(material: &Material, options: &Options) -> Vec<(String, Said)> {
    let mut all: BTreeMap<&str, Said> = BTreeMap::new();
    for document in &material.documents {
        for case in document.tally.cases.keys() {
            all.entry(case).or_default().unread |= options.unread.contains(&document.id);
        }
        let ours = document
            .turns
            .iter()
            .filter(|turn| turn.is_in && turn.role == Some(Role::Participant) && turn.words > 0);
        for turn in ours {
            let Some(said) = turn.case.as_deref().and_then(|case| all.get_mut(case)) else {
                continue;
            };
            said.words += u64::from(turn.words);
            said.long_turns += u64::from(turn.words >= options.long);
            said.longest = said.longest.max(turn.words);
        }
    }
    let mut all: Vec<(String, Said)> =
        all.into_iter().map(|(case, said)| (case.to_owned(), said)).collect();
    all.sort_by(|a, b| natural(&a.0, &b.0));
    all
}

/// The codes that the codebook calls contrary to one, in the order of the codebook.
fn contrary(material: &Material, code: usize) -> Vec<usize> {
    let (codebook, tree) = (&material.codebook, &material.tree);
    let Some(one) = codebook.codes.get(code) else { return Vec::new() };
    let mut found = BTreeSet::new();
    for (place, other) in codebook.codes.iter().enumerate() {
        if place != code && one.exclusive.is_some() && other.exclusive == one.exclusive {
            found.insert(place);
        }
    }
    for relation in codebook.relations.iter().filter(|one| CONTRARY.contains(&one.kind.as_str())) {
        let ends = [tree.resolve(&relation.from).ok(), tree.resolve(&relation.to).ok()];
        match ends {
            [Some(from), Some(to)] if from == code => found.extend([to]),
            [Some(from), Some(to)] if to == code => found.extend([from]),
            _ => {}
        }
    }
    // A code that stands above or below is no contrary of it.
    found.retain(|other| {
        *other != code && !tree.is_below(*other, code) && !tree.is_below(code, *other)
    });
    found.into_iter().collect()
}

/// Cases against the pattern of their group; whether a group had to stay unnamed.
fn against(
    material: &Material,
    options: &Options,
    with: &BTreeSet<&str>,
    said: &[(String, Said)],
) -> (Vec<Vec<Cell>>, bool) {
    let Some((name, declared)) = &options.by else { return (Vec::new(), false) };
    let unnamed = material.unnamed(name);
    let members = material.members(name);
    let mut names: Vec<&String> = members.keys().filter(|group| *group != MISSING).collect();
    groups::sort(&mut names, declared, |group| group);
    let mut rows = Vec::new();
    for group in names {
        let Some(cases) = members.get(group).filter(|cases| cases.len() >= LEAST) else { continue };
        if unnamed.contains(group) {
            continue;
        }
        let speaking = cases.iter().filter(|case| with.contains(**case)).count();
        let is_at_least = |part: usize| part * 100 >= options.pattern as usize * cases.len();
        let (odd, told): (bool, &str) = match () {
            () if speaking < cases.len() && is_at_least(speaking) => (false, "speak of it"),
            () if speaking > 0 && is_at_least(cases.len() - speaking) => (true, "do not"),
            () => continue,
        };
        let usual = if odd { cases.len() - speaking } else { speaking };
        let why = format!("{usual} of {} in {name} {group} {told}", cases.len());
        for (case, _) in said.iter().filter(|(case, said)| {
            cases.contains(case.as_str())
                && with.contains(case.as_str()) == odd
                && (odd || !said.unread)
        }) {
            rows.push(row("against", case, None, None, &why));
        }
    }
    (rows, !unnamed.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, three_people};

    fn lines(report: &Report) -> Vec<String> {
        let line = |row: &Vec<Cell>| [0, 1, 2, 8].map(|place: usize| row[place].exact()).join("|");
        report.data.rows.iter().map(line).collect()
    }

    #[test]
    fn who_had_room_to_speak_and_did_not_is_missing() {
        let material = three_people();
        // C says one word only.
        let options = Options { code: 1, long: 3, pattern: 75, ..Options::default() };
        let found = report(&material, &options);
        assert_eq!(lines(&found), ["missing|B||1 turn of 3 words and more, 3 words in all"]);
        assert!(found.notes[0].starts_with("1 case without the code and without a turn of 3"));
        assert_eq!(found.head[1], "Fear: 1 of 3 cases speak of it.");
        let unread = Options { unread: ["t3".to_owned()].into(), ..options };
        let found = report(&material, &unread);
        assert!(lines(&found).is_empty());
        assert!(found.notes.iter().any(|note| note.contains("not read to the end")));
    }

    #[test]
    fn contrary_codes_are_those_of_the_codebook() {
        let codebook = "schema = 1\n[codebook]\nid = \"v\"\nversion = \"1\"\n\
            [[code]]\nid = \"good\"\nlabel = \"Good\"\n[[code.rule]]\nid = \"g\"\nany = [\"good\"]\n\
            [[code]]\nid = \"bad\"\nlabel = \"Bad\"\n[[code.rule]]\nid = \"b\"\nany = [\"bad\"]\n\
            [[relation]]\nfrom = \"bad\"\nto = \"good\"\ntype = \"contradicts\"\n";
        let material = Sample {
            codebook,
            texts: &[
                ("P1.txt", "I: So?\nAda: It was good. It was bad too.\n"),
                ("P2.txt", "I: So?\nBo: All bad.\n"),
            ],
            ..Sample::default()
        }
        .material();
        let found = report(&material, &Options { long: 20, pattern: 75, ..Options::default() });
        assert_eq!(
            lines(&found),
            ["contrary|P1|bad|the case has the code as well", "contrary|P2|bad|"]
        );
        assert!(found.notes.contains(&"Contrary by the codebook: Bad.".to_owned()));
    }

    #[test]
    fn who_differs_from_four_like_them_is_against_the_pattern() {
        let codebook = "schema = 1\n[codebook]\nid = \"v\"\nversion = \"1\"\n\
            [[code]]\nid = \"good\"\nlabel = \"Good\"\n[[code.rule]]\nid = \"g\"\nany = [\"good\"]\n";
        let mut material = Sample {
            codebook,
            cases: "id,site\nP1,N\nP2,N\nP3,N\nP4,N\nP5,S\n",
            texts: &[
                ("P1.txt", "I: So?\nAda: Good.\n"),
                ("P2.txt", "I: So?\nBo: Good.\n"),
                ("P3.txt", "I: So?\nCy: Good.\n"),
                ("P4.txt", "I: So?\nDi: No.\n"),
                ("P5.txt", "I: So?\nEd: No.\n"),
            ],
            ..Sample::default()
        }
        .material();
        let by = Some(("site".to_owned(), Vec::new()));
        let options = Options { long: 20, pattern: 75, by, ..Options::default() };
        let found = report(&material, &options);
        assert_eq!(lines(&found), ["against|P4||3 of 4 in site N speak of it"]);
        let stricter = Options { pattern: 76, ..options.clone() };
        assert!(lines(&report(&material, &stricter)).is_empty());
        material.min_cell = Some(5);
        assert!(lines(&report(&material, &options)).is_empty(), "no small group beside a case");
    }
}
