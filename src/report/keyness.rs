//! Keyness: the words that one group uses more than all others do.
//!
//! In come the words of participants by group and case, transcript by transcript; out comes a row a
//! group and word with counts, sizes and in how many cases it is used. It is about words, not about
//! themes: one talkative person makes any word key. Formulas: `statistics::keyness`.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::base::{Base, MISSING};
use super::table::{Cell, Column, Table};
use crate::statistics::keyness::Keyness;
use crate::text::word::{fold, words, written};
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Role};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The attribute that groups, and its declared values in order.
    pub by: (String, Vec<String>),
    /// Words that a group uses less often are left out.
    pub least: u64,
    /// At most so many words a group; all where it is 0.
    pub most: usize,
    /// Counts of cases below this are not shown, nor are groups of fewer cases.
    pub min_cell: Option<u64>,
}

/// How often a case says each word.
pub type Said = BTreeMap<String, BTreeMap<String, u64>>;

/// The words of participants in a transcript, by case; annotations are left out.
pub fn said(transcript: &Transcript, cast: &Cast, includes: &dyn Fn(usize) -> bool) -> Said {
    let mut said = Said::new();
    for (place, turn) in transcript.turns.iter().enumerate() {
        if !includes(place) || cast.role(turn) != Role::Participant {
            continue;
        }
        let Some(case) = cast.case(turn) else { continue };
        let reading = transcript.reading(turn);
        let text = transcript.blanked(reading.text());
        let own = said.entry(case.to_owned()).or_default();
        for word in words(&text) {
            *own.entry(fold(word.of(&text)).into_owned()).or_default() += 1;
        }
    }
    said
}

/// One group's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    words: u64,
    cases: BTreeSet<String>,
    /// By word: how often, and by whom.
    counts: BTreeMap<String, (u64, BTreeSet<String>)>,
}

/// The words of every group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    groups: BTreeMap<String, Group>,
}

impl Words {
    /// Adds what was said in a transcript; `groups_of` gives the groups of a case. A case in several
    /// groups counts in each.
    pub fn add(&mut self, said: Said, groups_of: &dyn Fn(&str) -> Vec<String>) {
        for (case, words) in said {
            let mut groups = groups_of(&case);
            if groups.is_empty() {
                groups.push(MISSING.to_owned());
            }
            for name in groups {
                let group = self.groups.entry(name).or_default();
                group.cases.insert(case.clone());
                for (word, count) in &words {
                    group.words += count;
                    let (all, cases) = group.counts.entry(word.clone()).or_default();
                    *all += count;
                    cases.insert(case.clone());
                }
            }
        }
    }

    /// The groups: declared ones in their order, then the others; those without a value last.
    fn names(&self, declared: &[String]) -> Vec<&String> {
        let place = |name: &String| declared.iter().position(|known| known == name);
        let mut names: Vec<&String> = self.groups.keys().collect();
        names.sort_by_key(|name| (*name == MISSING, place(name).unwrap_or(usize::MAX)));
        names
    }
}

/// A word of a group against all other groups.
struct Key<'w> {
    word: &'w str,
    keyness: Keyness,
    cases: u64,
}

/// The report.
pub fn report(base: &Base<'_>, found: &Words, options: &Options) -> Report {
    let by = options.by.0.as_str();
    let mut data = Table::new(columns(by));
    let mut too_small = Vec::new();
    for name in found.names(&options.by.1) {
        let Some(group) = found.groups.get(name) else { continue };
        let cases_n = group.cases.len() as u64;
        if options.min_cell.is_some_and(|least| cases_n < least) {
            too_small.push(name.as_str());
            continue;
        }
        for key in keys(found, name, group, options) {
            data.push(row(name, &key, cases_n, options));
        }
    }
    let mut report = Report::new("keyness", data);
    report.head = vec![
        base.head(),
        format!(
            "Words of each group of {by} against those of all others, by G²; codings do not enter."
        ),
    ];
    report.facts = base.facts(Some(by), options.min_cell);
    report.facts.push(("least", Cell::Count(options.least)));
    report.notes.push(
        "Keyness is about words, not themes, and exploratory: look at the cases before the G², for \
         one talkative person makes any word key."
            .to_owned(),
    );
    if !too_small.is_empty() {
        let names = too_small.join(", ");
        report.notes.push(format!("Too few cases to be shown: {names}."));
    }
    report
}

/// The words that a group uses more often than the others do, the surest first.
fn keys<'w>(found: &Words, name: &str, group: &'w Group, options: &Options) -> Vec<Key<'w>> {
    let others = || found.groups.iter().filter(|(other, _)| other.as_str() != name);
    let second_words = others().map(|(_, other)| other.words).sum();
    let key = |(word, (first, cases)): (&'w String, &'w (u64, BTreeSet<String>))| {
        let count = |other: &Group| other.counts.get(word).map_or(0, |(count, _)| *count);
        let second = others().map(|(_, other)| count(other)).sum();
        let keyness = Keyness { first: *first, first_words: group.words, second, second_words };
        Key { word, keyness, cases: cases.len() as u64 }
    };
    let often = group.counts.iter().filter(|(_, (count, _))| *count >= options.least.max(1));
    let mut keys: Vec<Key<'_>> = often
        .map(key)
        .filter(|key| key.keyness.log_ratio().is_some_and(|ratio| ratio > 0.0))
        .collect();
    let sure = |key: &Key<'_>| key.keyness.log_likelihood().unwrap_or_default();
    keys.sort_by(|one, other| sure(other).total_cmp(&sure(one)).then(one.word.cmp(other.word)));
    if options.most > 0 {
        keys.truncate(options.most);
    }
    keys
}

fn columns(by: &str) -> Vec<Column> {
    vec![
        Column::text("group", by),
        Column::text("word", "Word"),
        Column::count("count", "Count"),
        Column::count("words_n", "Of words"),
        Column::count("other_count", "Others"),
        Column::count("other_words_n", "Of words"),
        Column::number("per_1000_words", "Per 1,000", 2),
        Column::number("other_per_1000_words", "Others per 1,000", 2),
        Column::number("g2", "G²", 2),
        Column::number("log_ratio", "Log ratio", 2),
        Column::number("diff_pct", "%DIFF", 0),
        Column::number("bic", "BIC", 1),
        Column::number("exploratory_p", "p", 4),
        Column::count("cases", "Cases"),
        Column::count("cases_n", "Of cases"),
    ]
}

fn row(group: &str, key: &Key<'_>, cases_n: u64, options: &Options) -> Vec<Cell> {
    let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
    let (first, second) = key.keyness.per_1000().map(|[first, second]| (first, second)).unzip();
    let is_small = options.min_cell.is_some_and(|least| key.cases < least);
    vec![
        group.into(),
        written(key.word).into_owned().into(),
        Cell::Count(key.keyness.first),
        Cell::Count(key.keyness.first_words),
        Cell::Count(key.keyness.second),
        Cell::Count(key.keyness.second_words),
        number(first),
        number(second),
        number(key.keyness.log_likelihood()),
        number(key.keyness.log_ratio()),
        number(key.keyness.percent_difference()),
        number(key.keyness.bic()),
        number(key.keyness.p()),
        if is_small { Cell::Missing } else { Cell::Count(key.cases) },
        Cell::Count(cases_n),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Codebook;

    fn words() -> Words {
        let mut words = Words::default();
        let mut add = |case: &str, group: &str, said: &[(&str, u64)]| {
            let said = said.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
            words.add(Said::from([(case.to_owned(), said)]), &|_| vec![group.to_owned()]);
        };
        add("A", "peer", &[("hope", 30), ("work", 70)]);
        add("B", "peer", &[("hope", 12), ("work", 38)]);
        add("C", "nurse", &[("hope", 2), ("work", 98)]);
        words
    }

    fn shown(min_cell: Option<u64>) -> (Vec<Vec<String>>, Vec<String>) {
        let codebook = Codebook::default();
        let base = Base {
            codebook: &codebook,
            coder: "rules",
            unread: 0,
            filter: "",
            cases: 3,
            transcripts: 3,
            words: 250,
            united: &[],
        };
        let by = ("role".to_owned(), vec!["peer".to_owned(), "nurse".to_owned()]);
        let options = Options { by, least: 2, most: 5, min_cell };
        let report = report(&base, &words(), &options);
        let rows = report.data.rows.iter();
        (rows.map(|row| row.iter().map(Cell::exact).collect()).collect(), report.notes)
    }

    #[test]
    fn each_group_has_the_words_that_it_uses_more() {
        let (rows, _) = shown(None);
        assert_eq!(rows[0][..6], ["peer", "hope", "42", "150", "2", "100"]);
        assert_eq!(rows[0][13..], ["2", "2"]);
        assert_eq!(rows[1][..3], ["nurse", "work", "98"]);
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn small_groups_show_nothing() {
        let (rows, notes) = shown(Some(2));
        assert_eq!(rows.len(), 1);
        assert!(notes[1].contains("Too few cases to be shown: nurse"), "{notes:?}");
    }
}
