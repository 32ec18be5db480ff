//! Keyness: the words that one group uses more than all others do.
//!
//! In come the words of participants by group and case, transcript by transcript; out comes a row a
//! group and word with counts, sizes and in how many cases it is used. It is about words, not about
//! themes: one talkative person makes any word key. Formulas: `statistics::keyness`.

use std::collections::{BTreeMap, BTreeSet};

use super::base::{Base, MISSING};
use super::table::{Cell, Column, Table};
use super::{Report, small_cell};
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
    /// Counts of cases below this are not shown, nor are groups of fewer cases, nor the next smallest
    /// where only one has fewer: the others of the other groups would be its words.
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

impl Group {
    fn add(&mut self, case: &str, words: &BTreeMap<String, u64>) {
        self.cases.insert(case.to_owned());
        for (word, count) in words {
            self.words += count;
            let (all, cases) = self.counts.entry(word.clone()).or_default();
            *all += count;
            cases.insert(case.to_owned());
        }
    }

    fn count(&self, word: &str) -> u64 {
        self.counts.get(word).map_or(0, |(count, _)| *count)
    }
}

/// The words of every group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    groups: BTreeMap<String, Group>,
    /// Everything that was said, each word once.
    all: Group,
}

impl Words {
    /// Adds what was said in a transcript; `groups_of` gives the groups of a case. A case in several
    /// groups counts in each, and in the others of none of them.
    pub fn add(&mut self, said: Said, groups_of: &dyn Fn(&str) -> Vec<String>) {
        for (case, words) in said {
            let mut groups = groups_of(&case);
            if groups.is_empty() {
                groups.push(MISSING.to_owned());
            }
            for name in groups {
                self.groups.entry(name).or_default().add(&case, &words);
            }
            self.all.add(&case, &words);
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
    let sizes = found.groups.iter().map(|(name, group)| (name.clone(), group.cases.len() as u64));
    let unnamed = small_cell::unnamed(&sizes.collect::<Vec<_>>(), options.min_cell);
    for name in found.names(&options.by.1) {
        let Some(group) = found.groups.get(name) else { continue };
        let cases_n = group.cases.len() as u64;
        if unnamed.contains(name) {
            continue;
        }
        for key in keys(found, group, options) {
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
    if !unnamed.is_empty() {
        report.notes.push(format!(
            "Not shown: {}. Their cases are fewer than {}, or would give away those of the one group \
             where they are.",
            unnamed.join(", "),
            options.min_cell.unwrap_or_default()
        ));
    }
    report
}

/// The words that a group uses more often than the others do, the surest first. The others are
/// whatever is not the group's: a case in two groups is not compared with itself.
fn keys<'w>(found: &Words, group: &'w Group, options: &Options) -> Vec<Key<'w>> {
    let second_words = found.all.words.saturating_sub(group.words);
    let key = |(word, (first, cases)): (&'w String, &'w (u64, BTreeSet<String>))| {
        let second = found.all.count(word).saturating_sub(*first);
        let keyness = Keyness { first: *first, first_words: group.words, second, second_words };
        Key { word, keyness, cases: cases.len() as u64 }
    };
    let often = group.counts.iter().filter(|(_, (count, _))| *count >= options.least.max(1));
    let mut keys: Vec<Key<'_>> = often
        .map(key)
        .filter(|key| key.keyness.per_1000().is_some_and(|[own, others]| own > others))
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
    fn a_small_group_is_not_told_by_the_others_of_the_other_one() {
        let (rows, notes) = shown(Some(2));
        assert!(rows.is_empty(), "{rows:?}");
        assert!(notes[1].starts_with("Not shown: nurse, peer."), "{notes:?}");
    }

    #[test]
    fn who_is_in_two_groups_is_in_the_others_of_neither() {
        let mut words = words();
        let both = |_: &str| vec!["peer".to_owned(), "nurse".to_owned()];
        let said = BTreeMap::from([("hope".to_owned(), 8), ("ward".to_owned(), 2)]);
        words.add(Said::from([("D".to_owned(), said)]), &both);
        let keys = |name: &str| {
            let options = Options { least: 1, ..Options::default() };
            let found = keys(&words, &words.groups[name], &options);
            found.into_iter().map(|key| (key.word.to_owned(), key.keyness)).collect::<Vec<_>>()
        };
        // A, B and D say 50 times hope in 160 words; what is not theirs is C's 2 in 100.
        let hope = Keyness { first: 50, first_words: 160, second: 2, second_words: 100 };
        assert_eq!(keys("peer")[0], ("hope".to_owned(), hope));
        let ward = Keyness { first: 2, first_words: 110, second: 0, second_words: 150 };
        assert!(keys("nurse").contains(&("ward".to_owned(), ward)), "{:?}", keys("nurse"));
    }

    #[test]
    fn a_word_that_the_others_never_say_is_more_however_little_they_say() {
        let mut words = Words::default();
        let said = |word: &str, count: u64| BTreeMap::from([(word.to_owned(), count)]);
        words.add(Said::from([("A".to_owned(), said("bridge", 9))]), &|_| vec!["N".to_owned()]);
        words.add(Said::from([("A".to_owned(), said("so", 421))]), &|_| vec!["N".to_owned()]);
        words.add(Said::from([("B".to_owned(), said("so", 19))]), &|_| vec!["S".to_owned()]);
        // ½ in 19 words would be more than 9 in 430.
        let found = keys(&words, &words.groups["N"], &Options::default());
        assert_eq!(found.iter().map(|key| key.word).collect::<Vec<_>>(), ["bridge"]);
    }
}
