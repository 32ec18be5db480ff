//! The quote bank: for each code some of its segments in their speakers' words.
//!
//! In comes the material of a report, out come quotations by code, spread over the cases
//! (`choice`), each with a label that says whose words they are and not more than the small-cell
//! rule allows ([`label`]). Only participants are quoted. A code shows its own segments; those of
//! the codes below it where it has none and they have no heading of their own, or where it is told
//! to.

mod choice;
pub mod label;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::Report;
use super::base::counted;
use super::material::{Document, Material, Segment};
use super::section::{Body, Quote, Section};
use super::table::{Cell, Column, Table};
use crate::transcript::people::Role;
use label::{Label, Labels};

/// Groups of fewer cases are not named in a label where the study says nothing else.
pub const MIN_CELL: u64 = 5;

/// What the quote bank shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How a quotation says whose words it is.
    pub label: Label,
    /// At most so many quotations a code.
    pub per_code: usize,
    /// What the order of cases is drawn from.
    pub seed: u64,
    /// Show people what was asked before.
    pub with_question: bool,
    /// Quotations end after so many words.
    pub longest: Option<usize>,
    /// A code shows the segments of the codes below it as well.
    pub roll_up: bool,
}

/// A segment with its transcript.
type Placed<'m> = (&'m Document, &'m Segment);

/// The quote bank.
pub fn report(material: &Material, options: &Options) -> Report {
    let labels = Labels::new(&options.label, material);
    let bank = Bank::of(material);
    let mut report = Report::new("quotes", Table::new(columns()));
    let mut quoted: BTreeMap<String, u64> = BTreeMap::new();
    for code in material.shown() {
        let Some(of_code) = material.codebook.codes.get(code) else { continue };
        let segments = bank.segments(material, code, options.roll_up);
        let seed = options.seed.wrapping_add(code as u64);
        let chosen = choice::choose(&segments, options.per_code, seed);
        let mut quotes = Vec::new();
        for &(document, segment) in &chosen {
            let text = shortened(&segment.quote, options.longest);
            let label = labels.of(document, segment);
            for case in &segment.cases {
                *quoted.entry(case.clone()).or_default() += 1;
            }
            report.data.push(vec![
                of_code.id.as_str().into(),
                of_code.label.as_str().into(),
                label.as_str().into(),
                cases(segment),
                document.id.as_str().into(),
                Cell::count(segment.turn),
                Cell::count(segment.start),
                Cell::count(segment.end),
                text.as_str().into(),
                Cell::maybe(segment.question.as_deref()),
            ]);
            quotes.push(Quote {
                text,
                label,
                question: segment.question.clone().filter(|_| options.with_question),
                place: format!("{}, turn {}", document.id, segment.turn),
            });
        }
        let body = match (quotes.is_empty(), material.tree.children(code).is_empty()) {
            (true, true) => Body::Prose(vec!["No segments.".to_owned()]),
            (true, false) => Body::Prose(Vec::new()),
            (false, _) => Body::Quotes(quotes),
        };
        let mut section = Section::new("", of_code.label.as_str(), body);
        section.level =
            u8::try_from(material.tree.depth(code)).unwrap_or(u8::MAX).saturating_add(1);
        section.notes.extend((!chosen.is_empty()).then(|| share(&chosen, &segments)));
        report.sections.push(section);
    }
    report.sections.push(balance(material, &bank, &quoted));
    report.for_people = Some(Table::default());
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(None, Some(labels.least()));
    report.facts.push(("quote_label", options.label.pattern().into()));
    report.facts.push(("per_code", Cell::count(options.per_code)));
    report.facts.push(("seed", Cell::Count(options.seed)));
    report.notes = notes(options, &labels, &bank);
    report
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("quote_label", "Who"),
        Column::text("case", "Case"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "From"),
        Column::count("end", "To"),
        Column::text("quote", "Quotation"),
        Column::text("question", "Question"),
    ]
}

fn cases(segment: &Segment) -> Cell {
    match segment.cases.as_slice() {
        [] => Cell::Missing,
        [only] => only.as_str().into(),
        several => Cell::List(several.to_vec()),
    }
}

/// `5 of 23 segments, by 5 of 8 cases.`
fn share(chosen: &[Placed<'_>], all: &[Placed<'_>]) -> String {
    let people = |segments: &[Placed<'_>]| {
        let mut people: Vec<&String> =
            segments.iter().flat_map(|(_, segment)| &segment.cases).collect();
        people.sort_unstable();
        people.dedup();
        people.len()
    };
    format!(
        "{} of {}, by {} of {}.",
        chosen.len(),
        counted(all.len() as u64, "segment", "segments"),
        people(chosen),
        counted(people(all) as u64, "case", "cases"),
    )
}

fn notes(options: &Options, labels: &Labels<'_>, bank: &Bank<'_>) -> Vec<String> {
    let mut notes = vec![format!(
        "At most {} a code: marked examples first, then the cases in a random order (SplitMix64, \
         seed {}), each once before any a second time.",
        counted(options.per_code as u64, "quotation", "quotations"),
        options.seed
    )];
    if labels.withheld() {
        notes.push(format!(
            "Withheld: an attribute whose value, with those before it in the label, fewer than {} \
             cases share.",
            labels.least()
        ));
    }
    if bank.whole > 0 {
        notes.push(format!(
            "{} over several turns cannot be quoted and {} left out.",
            counted(bank.whole, "segment", "segments"),
            if bank.whole == 1 { "is" } else { "are" }
        ));
    }
    notes
}

/// How many quotations each case has, of how many segments.
fn balance(material: &Material, bank: &Bank<'_>, quoted: &BTreeMap<String, u64>) -> Section {
    let mut segments: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, segment) in bank.segments.values().flatten() {
        for case in &segment.cases {
            *segments.entry(case).or_default() += 1;
        }
    }
    let mut table = Table::new(vec![
        Column::text("case", "Case"),
        Column::count("quotes", "Quotations"),
        Column::count("segments", "Segments"),
    ]);
    for case in material.cases().into_keys() {
        let quotes = quoted.get(case).copied().unwrap_or_default();
        let segments = segments.get(case).copied().unwrap_or_default();
        table.push(vec![case.into(), Cell::Count(quotes), Cell::Count(segments)]);
    }
    Section::table("balance", "Quotations by case", table)
}

/// The segments that can be quoted, by code.
struct Bank<'m> {
    segments: BTreeMap<usize, Vec<Placed<'m>>>,
    /// How many were left out because they go over several turns.
    whole: u64,
}

impl<'m> Bank<'m> {
    fn of(material: &'m Material) -> Self {
        let mut bank = Bank { segments: BTreeMap::new(), whole: 0 };
        for document in &material.documents {
            for segment in &document.segments {
                let turn = segment.turn.checked_sub(1).and_then(|place| document.turns.get(place));
                if segment.turn != segment.last_turn {
                    bank.whole += 1;
                } else if turn.is_some_and(|turn| turn.role == Some(Role::Participant)) {
                    bank.segments.entry(segment.code).or_default().push((document, segment));
                }
            }
        }
        bank
    }

    /// What a code can show.
    fn segments(&self, material: &Material, code: usize, roll_up: bool) -> Vec<Placed<'m>> {
        let own = |code: &usize| self.segments.get(code).into_iter().flatten().copied();
        let mut found: Vec<Placed<'m>> = own(&code).collect();
        if roll_up || found.is_empty() {
            let has_heading =
                |code: &&usize| material.codes.as_ref().is_none_or(|codes| codes.contains(code));
            let below = material.tree.descendants(code).iter();
            found.extend(below.filter(|code| roll_up || !has_heading(code)).flat_map(own));
        }
        found
    }
}

/// A text on one line, at most so many words of it.
fn shortened(text: &str, longest: Option<usize>) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if let Some(longest) = longest.filter(|&longest| words.len() > longest) {
        words.truncate(longest);
        words.push("…");
    }
    words.join(" ")
}
