//! Constant comparison: incidents of a code side by side, with a place for what comes to mind.
//!
//! In comes the material of a report, out come pairs of incidents, drawn across groups (`draw`)
//! by a seed that is printed, each with what was said around it and with an empty place for the
//! memo. Comparing incident with incident is how grounded theory makes categories (Glaser & Strauss
//! 1967, chapter 5); emic finds and sets out, and proposes nothing. With two codes a pair has one
//! incident of each.

mod draw;

use std::collections::BTreeSet;

use super::base::{MISSING, counted};
use super::material::{Document, Material, Segment};
use super::quotation::one_line;
use super::section::Section;
use super::table::{Cell, Column, Table};
use super::{Report, small_cell};
use crate::text::natural::natural;
use crate::transcript::people::Role;
use draw::draw;

/// What shall be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The code's place in the codebook.
    pub code: usize,
    /// The other code's, where two are compared.
    pub other: Option<usize>,
    /// The attribute across whose groups pairs are drawn, and its declared values in order; without,
    /// across cases.
    pub by: Option<(String, Vec<String>)>,
    /// The most pairs.
    pub pairs: usize,
    /// What they are drawn from.
    pub seed: u64,
}

/// One incident: a segment with the code it is compared for and the groups it belongs to.
#[derive(Clone, Debug)]
struct Incident<'m> {
    code: usize,
    document: &'m Document,
    segment: &'m Segment,
    groups: Vec<String>,
}

impl Incident<'_> {
    /// Whether two share a character: nobody learns from comparing words with themselves.
    fn overlaps(&self, other: &Incident<'_>) -> bool {
        self.document.id == other.document.id
            && self.segment.start < other.segment.end
            && other.segment.start < self.segment.end
    }
}

/// The pairs.
pub fn report(material: &Material, options: &Options) -> Report {
    let first = incidents(material, options.code, options);
    let second = options.other.map(|code| incidents(material, code, options));
    let groups = groups(options, first.iter().chain(second.iter().flatten()));
    let pairs = draw(&first, second.as_deref(), &groups, options.pairs, options.seed);
    let unnamed = options.by.as_ref().map(|(name, _)| material.unnamed(name)).unwrap_or_default();
    let mut report = Report::new("compare", Table::new(columns(options)));
    report.for_people = Some(Table::default());
    for (place, pair) in pairs.iter().enumerate() {
        let number = place + 1;
        let sides: Vec<Side<'_>> =
            pair.iter().map(|incident| Side { material, incident, unnamed: &unnamed }).collect();
        for (side, letter) in sides.iter().zip(["a", "b"]) {
            report.data.push(side.row(number, letter, options));
        }
        report.sections.extend(sections(number, &sides, options));
    }
    report.head = vec![material.base().head(), asked(material, options)];
    report.facts = material.base().facts(options.by.as_ref().map(|by| by.0.as_str()), None);
    report.facts.push(("pairs", Cell::count(pairs.len())));
    report.facts.push(("seed", Cell::Count(options.seed)));
    report.notes = notes(&first, second.as_deref(), &groups, pairs.len(), options);
    report.notes.extend((!unnamed.is_empty()).then(|| small_cell::unnamed_note(material.min_cell)));
    report
}

/// The incidents of a code and of what is below it: what participants said, each place once.
fn incidents<'m>(material: &'m Material, code: usize, options: &Options) -> Vec<Incident<'m>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (document, segment) in material.segments_of(code) {
        let turn = segment.turn.checked_sub(1).and_then(|place| document.turns.get(place));
        let is_said = turn.is_some_and(|turn| turn.role == Some(Role::Participant));
        if !is_said || !seen.insert((&document.id, segment.start, segment.end)) {
            continue;
        }
        let mut groups: Vec<String> = match &options.by {
            None => segment.cases.clone(),
            Some((name, _)) => {
                let of = |case: &String| material.groups(case, &document.id, name);
                segment.cases.iter().flat_map(of).filter(|group| group != MISSING).collect()
            }
        };
        groups.sort_unstable();
        groups.dedup();
        found.push(Incident { code, document, segment, groups });
    }
    found
}

/// The groups that have an incident, in their order.
fn groups<'i, 'm: 'i>(
    options: &Options,
    all: impl Iterator<Item = &'i Incident<'m>>,
) -> Vec<String> {
    let found: BTreeSet<&String> = all.flat_map(|incident| &incident.groups).collect();
    let mut groups: Vec<String> = found.into_iter().cloned().collect();
    match &options.by {
        Some((_, declared)) => super::groups::sort(&mut groups, declared, |group| group),
        None => groups.sort_by(|a, b| natural(a, b)),
    }
    groups
}

/// An incident as it is shown.
struct Side<'a> {
    material: &'a Material,
    incident: &'a Incident<'a>,
    unnamed: &'a [String],
}

impl Side<'_> {
    fn code(&self) -> (&str, &str) {
        let code = self.material.codebook.codes.get(self.incident.code);
        code.map_or(("", ""), |code| (code.id.as_str(), code.label.as_str()))
    }

    /// The groups that may be named beside a person.
    fn group(&self) -> Option<String> {
        let groups = &self.incident.groups;
        let is_named = !groups.is_empty() && groups.iter().all(|one| !self.unnamed.contains(one));
        is_named.then(|| groups.join(" and "))
    }

    /// `P9, HCP`.
    fn label(&self, options: &Options) -> String {
        let segment = self.incident.segment;
        let who = match segment.cases.as_slice() {
            [] => self.incident.document.id.clone(),
            cases => cases.join(" and "),
        };
        match (&options.by, self.group()) {
            (Some(_), Some(group)) => format!("{who}, {group}"),
            (Some((name, _)), None) => format!("{who}, {name} withheld"),
            (None, _) => who,
        }
    }

    fn row(&self, number: usize, letter: &str, options: &Options) -> Vec<Cell> {
        let (document, segment) = (self.incident.document, self.incident.segment);
        let mut row = vec![Cell::count(number), letter.into(), self.code().0.into()];
        row.extend(options.by.iter().map(|_| Cell::maybe(self.group())));
        row.extend([
            Cell::List(segment.cases.clone()),
            document.id.as_str().into(),
            Cell::count(segment.turn),
            Cell::count(segment.start),
            Cell::count(segment.end),
            Cell::maybe(segment.question.as_deref()),
            segment.before.as_str().into(),
            segment.quote.as_str().into(),
            segment.after.as_str().into(),
        ]);
        row
    }
}

fn columns(options: &Options) -> Vec<Column> {
    let mut columns = vec![
        Column::count("pair", "Pair"),
        Column::text("side", "Side"),
        Column::text("code", "Code"),
    ];
    columns.extend(options.by.iter().map(|(name, _)| Column::text(name, name)));
    columns.extend([
        Column::text("case", "Case"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "From"),
        Column::count("end", "To"),
        Column::text("question", "Asked"),
        Column::text("before", "Before"),
        Column::text("quote", "Incident"),
        Column::text("after", "After"),
    ]);
    columns
}

/// What people see of a pair: both sides, and below them the place for the memo.
fn sections(number: usize, sides: &[Side<'_>], options: &Options) -> [Section; 2] {
    let labels: Vec<String> = sides.iter().map(|side| side.label(options)).collect();
    let mut columns = vec![Column::text("", "")];
    columns.extend(labels.iter().map(|label| Column::text(label, label)));
    let mut table = Table::new(columns);
    let mut line = |name: &str, of: &dyn Fn(&Side<'_>) -> String| {
        let words: Vec<String> = sides.iter().map(of).collect();
        if words.iter().any(|words| !words.is_empty()) {
            let cells = words.iter().map(|words| Cell::Text(one_line(words)));
            table.push(std::iter::once(name.into()).chain(cells).collect());
        }
    };
    if options.other.is_some() {
        line("Code", &|side| side.code().1.to_owned());
    }
    line("Asked", &|side| side.incident.segment.question.clone().unwrap_or_default());
    line("Before", &|side| side.incident.segment.before.clone());
    line("Incident", &|side| side.incident.segment.quote.clone());
    line("After", &|side| side.incident.segment.after.clone());
    line("Where", &|side| {
        format!("{}, turn {}", side.incident.document.id, side.incident.segment.turn)
    });
    let pair = Section::table("", format!("Pair {number}: {}", labels.join(" and ")), table);
    let mut place = Table::new(vec![Column::text("memo", "Memo: what is alike, what is not?")]);
    place.push(vec!["".into()]);
    let mut memo = Section::table("", "", place);
    memo.notes.push(format!("To keep it: {}", command(number, sides, options)));
    [pair, memo]
}

/// The command that keeps the memo of a pair.
fn command(number: usize, sides: &[Side<'_>], options: &Options) -> String {
    let mut once = BTreeSet::new();
    let codes: Vec<String> = sides
        .iter()
        .map(|side| match options.other {
            Some(_) => side.code().0.to_owned(),
            None => side
                .material
                .codebook
                .codes
                .get(options.code)
                .map(|code| code.id.clone())
                .unwrap_or_default(),
        })
        .filter(|code| once.insert(code.clone()))
        .collect();
    let mut once = BTreeSet::new();
    let cases = sides.iter().flat_map(|side| &side.incident.segment.cases);
    let cases: Vec<&String> = cases.filter(|case| once.insert(*case)).collect();
    let mut words = vec![
        "emic memo new".to_owned(),
        format!("\"{}, pair {number} of seed {}\"", codes.join(" and "), options.seed),
        "--type theoretical".to_owned(),
    ];
    words.extend(codes.iter().map(|code| format!("--code {}", quoted(code))));
    words.extend(cases.iter().map(|case| format!("--case {}", quoted(case))));
    words.push("--edit".to_owned());
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

fn asked(material: &Material, options: &Options) -> String {
    let label = |code: usize| {
        let code = material.codebook.codes.get(code);
        code.map_or(String::new(), |code| format!("{} ({})", code.label, code.id))
    };
    let what = match options.other {
        Some(other) => format!("{} beside {}", label(options.code), label(other)),
        None => label(options.code),
    };
    match &options.by {
        Some((name, _)) => format!("Constant comparison of {what}, across groups of {name}."),
        None => format!("Constant comparison of {what}, across cases."),
    }
}

fn notes(
    first: &[Incident<'_>],
    second: Option<&[Incident<'_>]>,
    groups: &[String],
    pairs: usize,
    options: &Options,
) -> Vec<String> {
    let incidents = |all: &[Incident<'_>]| counted(all.len() as u64, "incident", "incidents");
    let of = match second {
        Some(second) => format!("{} and {}", incidents(first), incidents(second)),
        None => incidents(first),
    };
    let things = match &options.by {
        Some((name, _)) => format!("groups of {name}"),
        None => "cases".to_owned(),
    };
    let mut notes = vec![format!(
        "{} of {of} in {} {things}. Pairs of {things} take turns in a random order (SplitMix64, \
         seed {}), and in each the incidents that were shown least; no pair comes twice, and none \
         shares a character.",
        counted(pairs as u64, "pair", "pairs"),
        groups.len(),
        options.seed,
    )];
    let all = first.iter().chain(second.unwrap_or_default());
    let without = all.filter(|incident| incident.groups.is_empty()).count() as u64;
    if without > 0 {
        let nothing = match &options.by {
            Some((name, _)) => format!("{name} is missing"),
            None => "no case is known".to_owned(),
        };
        let incidents = counted(without, "incident", "incidents");
        notes.push(format!("Left out: {incidents} for which {nothing}."));
    }
    if groups.len() < 2 && pairs > 0 {
        notes.push(format!("There is only one of the {things}: the pairs are within it."));
    }
    notes
}

#[cfg(test)]
mod tests;
