//! Waves: codes over time, for all cases together and case by case.
//!
//! In comes the material of a report with the attribute that says the wave; out come who speaks of
//! each code in each wave, how often and for how many words, and what became of it ([`change`]). A
//! case without a transcript in a wave is missing there; that is not zero.

pub mod change;
mod figure;
mod trajectory;

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::base::{MISSING, counted, thousands};
use super::groups;
use super::material::Material;
use super::section::{Body, Section};
use super::small_cell::{self, Grid, Shown};
use super::table::{Cell, Column, Table};
use crate::diagnostic::Diagnostic;
use crate::study::attributes::{Attributes, Kind};
use change::Spoken;

/// The attribute that says the wave where there is one of that name.
const WAVE: &str = "wave";

/// What the report shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The attribute that says the wave, and its values in order.
    pub by: (String, Vec<String>),
    /// Whether to show each case.
    pub cases: bool,
}

/// One wave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wave {
    name: String,
    transcripts: u64,
    /// Words of participants by case.
    words: BTreeMap<String, u64>,
    /// By code and case: united segments and words in them.
    spoken: BTreeMap<(usize, String), (u64, u64)>,
}

/// All waves in order.
struct Waves<'a> {
    material: &'a Material,
    waves: Vec<Wave>,
    /// By code shown and wave, whether the numbers are shown.
    cells: Vec<Vec<Shown>>,
}

/// The attribute named `wave`, else the only one that is declared as ordered.
pub fn attribute(attributes: &Attributes) -> Result<String, Diagnostic> {
    if let Some(name) = attributes.names().find(|name| name.eq_ignore_ascii_case(WAVE)) {
        return Ok(name.to_owned());
    }
    let is_ordered = |name: &&str| {
        attributes.get(name).is_some_and(|known| matches!(known.kind, Kind::Ordered(_)))
    };
    let ordered: Vec<&str> = attributes.names().filter(is_ordered).collect();
    match ordered.as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Err(Diagnostic::error("no attribute says which wave a transcript belongs to")
            .help("add a column `wave` to transcripts.csv, or name another: `--by ATTR`")),
        several => Err(Diagnostic::error(format!(
            "several attributes are ordered: {}",
            several.join(", ")
        ))
        .help("name the one that says the wave: `--by ATTR`")),
    }
}

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let waves = Waves::of(material, options);
    let mut report = Report::new("waves", waves.data());
    report.for_people = Some(waves.for_people());
    report.head = vec![material.base().head(), waves.head(&options.by.0)];
    report.facts = material.base().facts(Some(&options.by.0), material.min_cell);
    let names = waves.waves.iter().map(|wave| wave.name.clone()).collect();
    report.facts.push(("waves", Cell::List(names)));
    let mut figure = Section::new("figure", "", Body::Figure(waves.figure(&options.by.0)));
    figure.notes.push("×: no transcript, or a number that is not shown.".to_owned());
    report.sections.push(figure);
    let changes = waves.change_cells();
    report.sections.extend(waves.changes(&changes));
    if options.cases {
        report.sections.push(waves.trajectories());
    }
    report.notes = waves.notes(&changes);
    report
}

impl<'a> Waves<'a> {
    fn of(material: &'a Material, options: &Options) -> Self {
        let (name, declared) = &options.by;
        let mut found: BTreeMap<String, Wave> = BTreeMap::new();
        for document in &material.documents {
            let mut here: BTreeSet<String> = BTreeSet::new();
            for (case, words) in &document.tally.cases {
                for group in material.groups(case, &document.id, name) {
                    let wave = found.entry(group.clone()).or_default();
                    *wave.words.entry(case.clone()).or_default() += words;
                    here.insert(group);
                    for (&code, count) in document.tally.codes.iter() {
                        if let Some(share) = count.cases.get(case) {
                            let key = (code as usize, case.clone());
                            let sum = wave.spoken.entry(key).or_default();
                            sum.0 += share.segments;
                            sum.1 += share.words;
                        }
                    }
                }
            }
            for group in here {
                found.entry(group).or_default().transcripts += 1;
            }
        }
        let mut names = declared.clone();
        let others: Vec<&String> = found.keys().filter(|name| !names.contains(name)).collect();
        let others: Vec<String> = others.into_iter().cloned().collect();
        names.extend(others);
        groups::sort(&mut names, declared, |name| name);
        let wave = |name: String| {
            let wave = found.remove(&name).unwrap_or_default();
            Wave { name, ..wave }
        };
        let waves = names.into_iter().map(wave).collect();
        let mut made = Waves { material, waves, cells: Vec::new() };
        made.cells = made.cells();
        made
    }

    /// The small-cell rule.
    fn cells(&self) -> Vec<Vec<Shown>> {
        let sizes: Vec<u64> = self.waves.iter().map(|wave| wave.words.len() as u64).collect();
        let counts = |code: usize| {
            let counts = self.waves.iter().map(|wave| wave.of(code).cases).collect();
            (self.material.cases_of(code), counts)
        };
        Grid {
            least: self.material.min_cell,
            overlaps: sizes.iter().sum::<u64>() > self.material.cases().len() as u64,
            is_bare: false,
            rows: self.material.code_rows(counts),
            sizes,
        }
        .shown()
    }

    /// Whether the numbers of the code shown in that line are shown in a wave.
    fn shown(&self, line: usize, wave: usize) -> Shown {
        self.cells.get(line).and_then(|row| row.get(wave)).copied().unwrap_or_default()
    }

    /// The waves that can be compared: all but the transcripts that have none.
    fn timed(&self) -> &[Wave] {
        match self.waves.split_last() {
            Some((last, others)) if last.name == MISSING => others,
            _ => &self.waves,
        }
    }

    fn head(&self, name: &str) -> String {
        let wave = |wave: &Wave| {
            let cases = counted(wave.words.len() as u64, "case", "cases");
            match wave.transcripts {
                0 => format!("{} without transcripts", wave.name),
                _ => format!("{} with {cases}", wave.name),
            }
        };
        let waves: Vec<String> = self.waves.iter().map(wave).collect();
        format!("By {name}: {}.", waves.join(", "))
    }

    fn data(&self) -> Table {
        let mut table = Table::new(vec![
            Column::text("code", "Code"),
            Column::text("label", "Label"),
            Column::count("depth", "Depth"),
            Column::text("wave", "Wave"),
            Column::count("cases", "Cases"),
            Column::count("cases_n", "of"),
            Column::count("transcripts_n", "Transcripts"),
            Column::count("segments", "Segments"),
            Column::count("words", "Words"),
            Column::count("words_n", "of"),
            Column::number("per_1000_words", "per 1,000 words", 2),
            Column::text("note", "Note"),
        ]);
        for (line, code) in self.material.shown().into_iter().enumerate() {
            let Some(known) = self.material.codebook.codes.get(code) else { continue };
            for (place, wave) in self.waves.iter().enumerate() {
                let found = wave.of(code);
                let mut row = vec![
                    known.id.as_str().into(),
                    known.label.as_str().into(),
                    Cell::count(self.material.tree.depth(code)),
                    wave.name.as_str().into(),
                ];
                let all = [
                    Cell::Count(found.cases),
                    Cell::count(wave.words.len()),
                    Cell::Count(wave.transcripts),
                    Cell::Count(found.spoken.segments),
                    Cell::Count(found.words),
                    Cell::Count(found.spoken.words),
                    found.spoken.per_1000().map_or(Cell::Missing, Cell::Number),
                ];
                let is_base = |at: usize| matches!(at, 1 | 2 | 5);
                let (keeps, note) = match () {
                    () if wave.transcripts == 0 => (false, Some("no transcript in this wave")),
                    () => match self.shown(line, place) {
                        Shown::Yes => (true, None),
                        Shown::Below => (false, Some("fewer cases than min_cell")),
                        Shown::Withheld => (false, Some("would give fewer than min_cell away")),
                    },
                };
                row.extend(
                    all.into_iter()
                        .enumerate()
                        .map(|(at, cell)| if keeps || is_base(at) { cell } else { Cell::Missing }),
                );
                row.push(Cell::maybe(note));
                table.push(row);
            }
        }
        table
    }

    fn for_people(&self) -> Table {
        let mut table = Table::new(vec![Column::text("code", "Theme")]);
        for wave in &self.waves {
            let n = thousands(wave.words.len() as u64);
            let name = &wave.name;
            let heading = format!("{name}: cases of {n}");
            table.columns.push(Column::count(format!("cases[{name}]"), heading));
            table.columns.push(Column::count(format!("segments[{name}]"), "segments"));
            let rate = Column::count(format!("per_1000_words[{name}]"), "per 1,000 words");
            table.columns.push(rate);
        }
        for (line, code) in self.material.shown().into_iter().enumerate() {
            let mut row = vec![self.theme(code)];
            for (place, wave) in self.waves.iter().enumerate() {
                let found = wave.of(code);
                match self.shown(line, place).sign(self.material.min_cell) {
                    _ if wave.transcripts == 0 => row.extend(["–", "–", "–"].map(Cell::from)),
                    Some(sign) => row.extend([sign.into(), Cell::Missing, Cell::Missing]),
                    None => {
                        let rate = found.spoken.per_1000().map(|rate| format!("{rate:.2}"));
                        row.push(thousands(found.cases).into());
                        row.push(thousands(found.spoken.segments).into());
                        row.push(Cell::maybe(rate));
                    }
                }
            }
            table.push(row);
        }
        table
    }

    /// A code's label, set in by its depth.
    fn theme(&self, code: usize) -> Cell {
        let label = self.material.codebook.codes.get(code).map_or("", |code| code.label.as_str());
        format!("{}{label}", "  ".repeat(self.material.tree.depth(code))).into()
    }

    fn notes(&self, changes: &[Vec<Shown>]) -> Vec<String> {
        let mut notes = Vec::new();
        let empty = |wave: &&Wave| wave.transcripts == 0;
        let empty: Vec<&str> =
            self.waves.iter().filter(empty).map(|wave| wave.name.as_str()).collect();
        if !empty.is_empty() {
            notes.push(format!("–: no transcript ({}); that is not zero.", empty.join(", ")));
        }
        let cells = self.cells.iter().chain(changes).flatten();
        notes.extend(small_cell::notes(cells, self.material.min_cell));
        notes
    }
}

/// A code in a wave, over all cases.
#[derive(Clone, Copy, Debug, Default)]
struct InWave {
    cases: u64,
    /// Segments of the code, and all words of the wave.
    spoken: Spoken,
    /// Words in the segments.
    words: u64,
}

impl Wave {
    fn of(&self, code: usize) -> InWave {
        let mut found = InWave::default();
        found.spoken.words = self.words.values().sum();
        let from = (code, String::new());
        for ((_, _), (segments, words)) in
            self.spoken.range(from..).take_while(|((other, _), _)| *other == code)
        {
            found.cases += u64::from(*segments > 0);
            found.spoken.segments += segments;
            found.words += words;
        }
        found
    }

    /// A code of a case; nothing where the case has no transcript in this wave.
    fn of_case(&self, code: usize, case: &str) -> Option<Spoken> {
        let words = *self.words.get(case)?;
        let found = self.spoken.get(&(code, case.to_owned())).copied().unwrap_or_default();
        Some(Spoken { segments: found.0, words })
    }
}

#[cfg(test)]
mod tests;
