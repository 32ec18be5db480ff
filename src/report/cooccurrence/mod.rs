//! Which codes stand together: pairs of codes in the same segments, turns, windows, transcripts or
//! cases, with every index that is usual and the counts beside it.
//!
//! In comes the material; a code counts where it has a segment of its own, for a code above would
//! stand with each code below it. Formulas: `statistics::cooccurrence`.

mod figures;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::material::Material;
use super::section::{Body, Section};
use super::table::{Cell, Column, Table};
use crate::statistics::cooccurrence::{Pair, normalised};
use units::{Stanzas, Units};

/// What the units are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Segments that share a character.
    Segment,
    /// Turns.
    #[default]
    Turn,
    /// So many turns, moved on by one.
    Window(usize),
    /// Transcripts.
    Transcript,
    /// Cases.
    Case,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the units are.
    pub level: Level,
    /// The width of the moving stanza, in turns.
    pub stanza: usize,
    /// The strongest pairs of the network.
    pub links: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { level: Level::default(), stanza: 4, links: 15 }
    }
}

/// Stanzas of these widths show how much hangs on the width.
const WIDTHS: std::ops::RangeInclusive<usize> = 2..=7;

impl Level {
    /// Its name on the command line.
    pub fn name(self) -> String {
        match self {
            Level::Segment => "segment".to_owned(),
            Level::Turn => "turn".to_owned(),
            Level::Window(width) => format!("window:{width}"),
            Level::Transcript => "transcript".to_owned(),
            Level::Case => "case".to_owned(),
        }
    }

    /// The level of that name.
    pub fn named(name: &str) -> Option<Self> {
        if let Some(width) = name.strip_prefix("window:") {
            return width.parse().ok().filter(|width| *width > 0).map(Level::Window);
        }
        [Level::Segment, Level::Turn, Level::Transcript, Level::Case]
            .into_iter()
            .find(|level| level.name() == name)
    }
}

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let shown = material.shown();
    let places = material.documents.iter().flat_map(|document| &document.places.segments);
    let own: BTreeSet<usize> = places.map(|place| place.code as usize).collect();
    let codes: Vec<usize> = shown.into_iter().filter(|code| own.contains(code)).collect();
    let Units { pairs, stanzas } = Units::of(material, &codes, options);
    let ordered = in_order(&codes);
    let pair = |key: &(usize, usize)| {
        let found = pairs.get(&(key.0.min(key.1), key.0.max(key.1))).copied().unwrap_or_default();
        // Counts are kept by place in the codebook's file, shown in the order of its tree.
        if key.0 <= key.1 { found } else { Pair { a: found.b, b: found.a, ..found } }
    };
    let id = |code: usize| material.codebook.codes.get(code).map_or("", |code| code.id.as_str());
    let mut data = Table::new(columns());
    let mut people = Table::new(columns());
    for key in &ordered {
        let row = row(id(key.0), id(key.1), &pair(key), options.level);
        if pair(key).both > 0 {
            people.push(row.clone());
        }
        data.push(row);
    }
    people.columns.retain(|column| column.key != "level");
    for row in &mut people.rows {
        row.remove(2);
    }
    let mut report = Report::new("cooccurrence", data);
    report.for_people = Some(people);
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(None, material.min_cell);
    report.facts.push(("level", options.level.name().into()));
    report.facts.push(("stanza", Cell::count(options.stanza)));
    report.sections = vec![
        Section::table(
            "stanzas",
            "Connections in a moving stanza",
            stanza_table(&stanzas, &ordered, &id),
        ),
        Section::new(
            "",
            "Codes by codes",
            Body::Figure(figures::heat(material, &codes, &pair, options)),
        ),
        Section::new(
            "",
            "Network",
            Body::Figure(figures::network(material, &codes, &ordered, &pair, options)),
        ),
    ];
    report.notes = notes(&ordered, &pair, options);
    report
}

/// All pairs, in the order of the codes.
fn in_order(codes: &[usize]) -> Vec<(usize, usize)> {
    let pair = |(place, a): (usize, &usize)| {
        codes.iter().skip(place + 1).map(move |b| (*a, *b)).collect::<Vec<_>>()
    };
    codes.iter().enumerate().flat_map(pair).collect()
}

fn columns() -> Vec<Column> {
    let number = |key, heading| Column::number(key, heading, 3);
    vec![
        Column::text("a", "A"),
        Column::text("b", "B"),
        Column::text("level", "Level"),
        Column::count("n_a", "With A"),
        Column::count("n_b", "With B"),
        Column::count("n_ab", "Both"),
        Column::count("n", "N"),
        Column::number("expected", "Expected", 1),
        number("jaccard", "Jaccard"),
        number("p_b_given_a", "P(B|A)"),
        number("p_a_given_b", "P(A|B)"),
        number("lift", "Lift"),
        number("yules_q", "Q"),
        number("phi", "φ"),
        number("exploratory_fisher_p", "Fisher p"),
        Column::text("note", "Note"),
    ]
}

fn row(a: &str, b: &str, pair: &Pair, level: Level) -> Vec<Cell> {
    let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
    // Pairs of segments are no units that either have both codes or not.
    let of_units = |of: Option<f64>| number(of.filter(|_| level != Level::Segment));
    let mut notes = Vec::new();
    if pair.is_saturated() && level != Level::Segment {
        notes.push("both in every unit");
    }
    if pair.is_lopsided() {
        notes.push("one is more than 5 times as frequent");
    }
    if pair.jaccard().is_some_and(|jaccard| jaccard > 1.0) || pair.both > pair.a.min(pair.b) {
        notes.push("several segments overlap one");
    }
    vec![
        a.into(),
        b.into(),
        level.name().into(),
        Cell::Count(pair.a),
        Cell::Count(pair.b),
        Cell::Count(pair.both),
        Cell::Count(pair.n),
        of_units(pair.expected()),
        number(pair.jaccard()),
        of_units(pair.b_given_a()),
        of_units(pair.a_given_b()),
        of_units(pair.lift()),
        of_units(pair.q()),
        of_units(pair.phi()),
        of_units(pair.fisher()),
        Cell::maybe((!notes.is_empty()).then(|| notes.join("; "))),
    ]
}

fn stanza_table<'c>(
    stanzas: &Stanzas,
    ordered: &[(usize, usize)],
    id: &dyn Fn(usize) -> &'c str,
) -> Table {
    let mut columns = vec![
        Column::text("a", "A"),
        Column::text("b", "B"),
        Column::count("count", "Count"),
        Column::number("weight", "Weight", 3),
    ];
    columns
        .extend(WIDTHS.map(|width| Column::count(format!("w{width}"), format!("{width} turns"))));
    let Stanzas { counts, wide } = stanzas;
    let weights = normalised(counts);
    let mut table = Table::new(columns);
    for (a, b) in ordered {
        let key = (*a.min(b), *a.max(b));
        let of = |counts: &BTreeMap<(usize, usize), u64>| {
            Cell::Count(counts.get(&key).copied().unwrap_or_default())
        };
        if wide.iter().all(|counts| !counts.contains_key(&key)) && !counts.contains_key(&key) {
            continue;
        }
        let weight = weights.get(&key).copied().unwrap_or_default();
        let mut row = vec![id(*a).into(), id(*b).into(), of(counts), Cell::Number(weight)];
        row.extend(wide.iter().map(of));
        table.push(row);
    }
    table
}

fn label(material: &Material, code: usize) -> String {
    material.codebook.codes.get(code).map(|code| code.label.clone()).unwrap_or_default()
}

fn notes(
    ordered: &[(usize, usize)],
    pair: &dyn Fn(&(usize, usize)) -> Pair,
    options: &Options,
) -> Vec<String> {
    let mut notes = Vec::new();
    let there = ordered.iter().filter(|key| pair(key).both > 0).count();
    notes.push(format!(
        "{there} of {} pairs stand together in a {}; p values are exploratory and not adjusted.",
        ordered.len(),
        options.level.name()
    ));
    if ordered.iter().any(|key| pair(key).is_saturated()) && options.level != Level::Segment {
        notes.push("Some pairs are in every unit: a smaller unit tells more.".to_owned());
    }
    if options.level != Level::Case {
        notes.push("Units of one person hang together; tests take them as independent.".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn first(level: Level) -> Vec<String> {
        let report = report(&three_people(), &Options { level, ..Options::default() });
        report.data.rows[0].iter().take(7).map(Cell::exact).collect()
    }

    #[test]
    fn counts_stand_beside_every_index() {
        assert_eq!(first(Level::Turn), ["hope", "fear", "turn", "2", "1", "0", "4"]);
        assert_eq!(first(Level::Case), ["hope", "fear", "case", "2", "1", "1", "3"]);
        assert_eq!(first(Level::Segment)[3..], ["3", "1", "0", "4"]);
        assert_eq!(first(Level::Transcript)[3..], ["2", "1", "0", "4"]);
    }

    #[test]
    fn levels_have_names() {
        for level in [Level::Segment, Level::Turn, Level::Window(4), Level::Transcript, Level::Case]
        {
            assert_eq!(Level::named(&level.name()), Some(level));
        }
        assert_eq!((Level::named("window:0"), Level::named("page")), (None, None));
    }
}
