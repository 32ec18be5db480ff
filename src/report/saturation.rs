//! Saturation: which transcript brought which codes first, and how many codes may be missing.
//!
//! In come the codes of each transcript, in the order of the study or of an attribute; a code counts
//! where it has a segment of its own. Out come the accumulation with its expected curve, the rule of
//! base, run and threshold with its sensitivity, and estimates. Formulas: `statistics::saturation`.

use std::collections::BTreeSet;

use super::Report;
use super::figure::{Curve, Figure, Line};
use super::material::{Document, Material};
use super::section::{Body, Section};
use super::table::{Cell, Column, Table};
use crate::statistics::saturation::Incidence;
use crate::statistics::saturation::accumulation::{
    ORDERS, Shuffled, cumulative, expected, frequencies, shuffled,
};
use crate::statistics::saturation::guest::{Rule, guest};
use crate::statistics::saturation::richness::Richness;
use crate::text::natural::Natural;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The rule of base, run and threshold.
    pub rule: Rule,
    /// The attribute by whose values transcripts are ordered; the order of the study without.
    pub order: Option<String>,
    /// The seed of the random orders.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        let rule = Rule { base: 4, run: 2, threshold: 0.05 };
        Options { rule, order: None, seed: crate::statistics::saturation::accumulation::SEED }
    }
}

/// The codes of each transcript in order.
struct Course<'m> {
    material: &'m Material,
    documents: Vec<&'m Document>,
    incidence: Incidence,
    /// By transcript: the codes first seen in it.
    first: Vec<Vec<usize>>,
}

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let course = Course::new(material, options.order.as_deref());
    let new: Vec<u64> = course.first.iter().map(|codes| codes.len() as u64).collect();
    let sums = cumulative(&new);
    let expected = expected(&course.incidence);
    let shuffled = shuffled(&course.incidence, &options.rule, options.seed);
    let mut data = Table::new(vec![
        Column::count("place", "Place"),
        Column::text("transcript", "Transcript"),
        Column::count("new", "New codes"),
        Column::count("cumulative", "So far"),
        Column::number("expected", "Expected", 1),
        Column::number("band_lo", "From", 1),
        Column::number("band_hi", "To", 1),
        Column::number("run_pct", "Run %", 1),
        Column::text("codes", "First seen"),
    ]);
    let found = guest(&new, &options.rule);
    for (place, document) in course.documents.iter().enumerate() {
        let band = shuffled.band.get(place);
        let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
        let run = found.runs.iter().find(|run| run.last == place + 1);
        data.push(vec![
            Cell::count(place + 1),
            document.id.as_str().into(),
            new.get(place).map_or(Cell::Missing, |count| Cell::Count(*count)),
            sums.get(place).map_or(Cell::Missing, |count| Cell::Count(*count)),
            number(expected.get(place).copied()),
            number(band.map(|band| band.0)),
            number(band.map(|band| band.1)),
            number(run.map(|run| 100.0 * run.ratio)),
            Cell::List(course.first.get(place).map(|codes| course.ids(codes)).unwrap_or_default()),
        ]);
    }
    let mut report = Report::new("saturation", data);
    report.head = vec![material.base().head(), said(&found.notation(&options.rule), &options.rule)];
    report.facts = material.base().facts(None, material.min_cell);
    report.facts.extend([
        ("base", Cell::count(options.rule.base)),
        ("run", Cell::count(options.rule.run)),
        ("threshold", Cell::Number(options.rule.threshold)),
        ("base_themes", Cell::Count(found.base_themes)),
        ("saturation", Cell::maybe(found.notation(&options.rule).ok())),
        ("reason", Cell::maybe(found.reached.err().map(|why| why.to_string()))),
        ("orders", Cell::count(ORDERS)),
        ("seed", Cell::Count(options.seed)),
        ("orders_reaching_share", Cell::Number(shuffled.share)),
        ("orders_median", shuffled.median.map_or(Cell::Missing, Cell::Number)),
    ]);
    report.sections = vec![
        Section::new(
            "",
            "Codes by transcript",
            Body::Figure(course.curve(&sums, &expected, &shuffled)),
        ),
        Section::table("sensitivity", "Base, run and threshold", sensitivity(&new)),
        Section::table("estimates", "How many codes there may be", course.estimates()),
    ];
    let families = course.families(&options.rule);
    if families.rows.len() > 1 {
        report.sections.push(Section::table("families", "By family of codes", families));
    }
    report.notes = course.notes(&shuffled, options);
    report
}

/// Saturation in a sentence.
fn said(found: &Result<String, impl std::fmt::Display>, rule: &Rule) -> String {
    let rule =
        format!("base {}, run {}, threshold {:.0} %", rule.base, rule.run, 100.0 * rule.threshold);
    match found {
        Ok(notation) => format!("Saturation after {notation} transcripts ({rule})."),
        Err(why) => format!("Saturation undefined ({why}; {rule})."),
    }
}

/// The rule with other numbers: saturation hangs on them.
fn sensitivity(new: &[u64]) -> Table {
    let mut table = Table::new(vec![
        Column::count("base", "Base"),
        Column::count("run", "Run"),
        Column::number("threshold", "Threshold", 2),
        Column::text("saturation", "Saturation"),
        Column::text("reason", "Reason"),
    ]);
    for base in [4, 5, 6] {
        for run in [2, 3] {
            for threshold in [0.05, 0.0] {
                let rule = Rule { base, run, threshold };
                let found = guest(new, &rule);
                table.push(vec![
                    Cell::count(base),
                    Cell::count(run),
                    Cell::Number(threshold),
                    Cell::maybe(found.notation(&rule).ok()),
                    Cell::maybe(found.reached.err().map(|why| why.to_string())),
                ]);
            }
        }
    }
    table
}

impl<'m> Course<'m> {
    fn new(material: &'m Material, order: Option<&str>) -> Self {
        let mut documents: Vec<&Document> = material.documents.iter().collect();
        if let Some(name) = order {
            let value = |document: &&Document| {
                let case = document.tally.cases.keys().next().map(String::as_str);
                material.attributes.values(case, &document.id, name).first().map(String::as_str)
            };
            documents.sort_by(|one, other| match (value(one), value(other)) {
                (Some(one), Some(other)) => Natural(one).cmp(&Natural(other)),
                (one, other) => other.is_some().cmp(&one.is_some()),
            });
        }
        let shown: BTreeSet<usize> = material.shown().into_iter().collect();
        let codes = |document: &&Document| -> Vec<usize> {
            let places = document.places.segments.iter();
            let own: BTreeSet<usize> = places.map(|place| place.code as usize).collect();
            own.intersection(&shown).copied().collect()
        };
        let incidence: Incidence = documents.iter().map(codes).collect();
        let mut seen = BTreeSet::new();
        let mut fresh = |codes: &Vec<usize>| -> Vec<usize> {
            codes.iter().copied().filter(|code| seen.insert(*code)).collect()
        };
        let first = incidence.iter().map(&mut fresh).collect();
        Course { material, documents, incidence, first }
    }

    fn ids(&self, codes: &[usize]) -> Vec<String> {
        let code = |code: &usize| self.material.codebook.codes.get(*code);
        codes.iter().filter_map(code).map(|code| code.id.clone()).collect()
    }

    fn richness(&self, family: Option<&BTreeSet<usize>>) -> Richness {
        let counts = frequencies(&self.incidence);
        let own = counts.iter().enumerate();
        let counts: Vec<u64> = own
            .filter(|(code, _)| family.is_none_or(|family| family.contains(code)))
            .map(|(_, count)| *count)
            .collect();
        Richness::of(&counts, self.incidence.len() as u64)
    }

    fn estimates(&self) -> Table {
        let mut table = Table::new(vec![
            Column::text("estimate", "Estimate"),
            Column::number("value", "Value", 2),
            Column::number("lo", "From", 2),
            Column::number("hi", "To", 2),
            Column::text("note", "Note"),
        ]);
        let found = self.richness(None);
        let (low, high) = found.interval().unzip();
        let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
        let count = |count: u64| Some(count as f64);
        let few = (found.interviews < 2).then_some("undefined (needs at least 2 transcripts)");
        for (name, value, ends) in [
            ("codes seen", count(found.seen), (None, None)),
            ("seen in one transcript", count(found.once), (None, None)),
            ("seen in two", count(found.twice), (None, None)),
            ("Chao2", found.chao2(), (low, high)),
            ("Chao2, bias-corrected", found.chao2_corrected(), (None, None)),
            ("jackknife 1", found.jackknife1(), (None, None)),
            ("jackknife 2", found.jackknife2(), (None, None)),
            ("coverage", found.coverage(), (None, None)),
            ("completeness", found.completeness(), (None, None)),
            ("codes after 1 more", found.after(1), (None, None)),
            ("codes after 4 more", found.after(4), (None, None)),
            ("codes after 8 more", found.after(8), (None, None)),
        ] {
            let note = few.filter(|_| value.is_none());
            table.push(vec![
                name.into(),
                number(value),
                number(ends.0),
                number(ends.1),
                Cell::maybe(note),
            ]);
        }
        table
    }

    /// A row a family: a code without a code above it, with everything below.
    fn families(&self, rule: &Rule) -> Table {
        let mut table = Table::new(vec![
            Column::text("family", "Family"),
            Column::count("codes", "Codes seen"),
            Column::count("last_new", "Last new in"),
            Column::text("saturation", "Saturation"),
            Column::number("chao2", "Chao2", 1),
            Column::number("coverage", "Coverage", 3),
        ]);
        let tree = &self.material.tree;
        for &root in tree.order().iter().filter(|code| tree.depth(**code) == 0) {
            let family: BTreeSet<usize> = tree.family(root).iter().copied().collect();
            let own = |codes: &Vec<usize>| {
                codes.iter().filter(|code| family.contains(code)).count() as u64
            };
            let new: Vec<u64> = self.first.iter().map(own).collect();
            let richness = self.richness(Some(&family));
            if richness.seen == 0 {
                continue;
            }
            let last = new.iter().rposition(|count| *count > 0);
            let found = guest(&new, rule);
            let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
            table.push(vec![
                Cell::List(self.ids(&[root])),
                Cell::Count(richness.seen),
                last.map_or(Cell::Missing, |place| Cell::count(place + 1)),
                found.notation(rule).unwrap_or_else(|why| format!("undefined ({why})")).into(),
                number(richness.chao2()),
                number(richness.coverage()),
            ]);
        }
        table
    }

    fn curve(&self, sums: &[u64], expected: &[f64], shuffled: &Shuffled) -> Figure {
        let all = sums.last().copied().unwrap_or_default();
        let last = self.first.iter().rposition(|codes| !codes.is_empty()).map_or(0, |at| at + 1);
        let line =
            |label: &str, values: Vec<f64>, dashed| Line { label: label.into(), values, dashed };
        Figure::Curve(Curve {
            title: "Codes seen after each transcript".to_owned(),
            description: format!(
                "{all} codes in {} transcripts; the last new code came in transcript {last}. The \
                 band holds 95 % of {ORDERS} random orders.",
                self.documents.len()
            ),
            axis: "Transcripts".to_owned(),
            places: self.documents.iter().map(|document| document.id.clone()).collect(),
            lines: vec![
                line("in this order", sums.iter().map(|sum| *sum as f64).collect(), false),
                line("expected over all orders", expected.to_vec(), true),
            ],
            band: shuffled.band.clone(),
            band_label: format!("95 % of {ORDERS} random orders"),
        })
    }

    fn notes(&self, shuffled: &Shuffled, options: &Options) -> Vec<String> {
        let mut notes = vec![
            "This is code saturation under this codebook and this order of coding.".to_owned(),
        ];
        let order = match &options.order {
            Some(name) => format!("by {name}"),
            None => "of the study".to_owned(),
        };
        let median = shuffled.median.map(|at| format!(", the median after {at:.0}"));
        notes.push(format!(
            "Transcripts in the order {order}; in {:.1} % of {ORDERS} random orders (seed {}) the \
             rule is met{}.",
            100.0 * shuffled.share,
            options.seed,
            median.unwrap_or_default()
        ));
        let shared =
            self.documents.iter().filter(|document| document.tally.cases.len() > 1).count();
        if shared > 0 {
            notes.push(format!(
                "{shared} transcripts have several cases; codes accumulate by transcript, not by case."
            ));
        }
        let seen = self.first.iter().flatten().copied();
        let created = |code: usize| {
            let code = self.material.codebook.codes.get(code)?;
            Some((code.created.clone()?, code.id.clone()))
        };
        let mut dates: Vec<(String, String)> = seen.filter_map(created).collect();
        dates.sort();
        if let Some((earliest, _)) = dates.first().cloned() {
            dates.retain(|(date, _)| *date > earliest);
            if !dates.is_empty() {
                let late: Vec<String> =
                    dates.into_iter().map(|(date, id)| format!("{id} ({date})")).collect();
                notes.push(format!(
                    "Created after the first codes ({earliest}): {}. Transcripts coded before have \
                     to be read again for them.",
                    late.join(", ")
                ));
            }
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    #[test]
    fn codes_are_first_seen_once() {
        let material = three_people();
        let rule = Rule { base: 2, run: 1, threshold: 0.05 };
        let options = Options { rule, ..Options::default() };
        let report = report(&material, &options);
        let row = |at: usize| report.data.rows[at].iter().map(Cell::exact).collect::<Vec<_>>();
        assert_eq!(row(0)[..4], ["1", "t1", "1", "1"]);
        assert_eq!((row(1)[3].as_str(), row(1)[8].as_str()), ("2", "fear"));
        assert_eq!(row(2)[7], "0.000000", "the run of one transcript brought nothing");
        assert!(
            report.head[1].starts_with("Saturation after 2+1 transcripts"),
            "{:?}",
            report.head
        );
        assert!(matches!(report.sections[0].body, Body::Figure(Figure::Curve(_))));
    }

    #[test]
    fn too_few_transcripts_say_so() {
        let report = report(&three_people(), &Options::default());
        assert!(report.head[1].contains("undefined (too few interviews"), "{:?}", report.head);
    }

    #[test]
    fn the_order_of_an_attribute_puts_those_without_it_last() {
        let options = Options { order: Some("wave".into()), ..Options::default() };
        let report = report(&three_people(), &options);
        let ids: Vec<String> = report.data.rows.iter().map(|row| row[1].exact()).collect();
        assert_eq!(ids, ["t1", "t3", "t2", "t4"]);
    }
}
