//! Two groups side by side: how far apart their shares of cases are, and how far chance alone would
//! put them.
//!
//! In come the frequencies by group and which two are meant; out come, by code, the difference with
//! Newcombe's interval, Fisher's p with its adjustment over all codes shown, φ, Cohen's h and the
//! odds ratio (`docs/methods.md`). The units are cases, never segments, for the segments of one
//! person hang together. All of it is exploratory, and says so wherever it stands.

use super::frequencies::{Frequencies, Row};
use crate::diagnostic::Diagnostic;
use crate::report::base::{MISSING, counted};
use crate::report::section::{Body, Section};
use crate::report::small_cell::Shown;
use crate::report::table::{Cell, Column, Table, decimal};
use crate::statistics::adjust::Adjustment;
use crate::statistics::fisher;
use crate::statistics::fourfold::Fourfold;

/// Groups with fewer cases are compared only by force.
const ENOUGH: u64 = 5;

/// Cases that are named where a case is in both groups.
const NAMED: usize = 5;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `A,B` as typed; nothing where there are only two groups anyway.
    pub groups: Option<String>,
    /// How p values are adjusted.
    pub adjust: Adjustment,
    /// Whether groups of fewer than 5 cases are compared all the same.
    pub force: bool,
}

/// Two groups that can be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    groups: [String; 2],
    sizes: [u64; 2],
    adjust: Adjustment,
    is_forced: bool,
}

/// What is found for one code; nothing where a count is hidden.
pub(super) type Found = Option<Fourfold>;

impl Comparison {
    /// Finds the two groups and checks that they may be compared.
    pub fn of(
        asked: &Asked,
        frequencies: &Frequencies,
        declared: &[String],
    ) -> Result<Self, Diagnostic> {
        let known = frequencies.groups(declared);
        let groups = match &asked.groups {
            Some(text) => named(text, &known)?,
            None => the_only_two(&known)?,
        };
        let both = frequencies.cases_in_both(&groups[0], &groups[1]);
        if !both.is_empty() {
            let shown = both.get(..NAMED.min(both.len())).unwrap_or_default().join(", ");
            let more = if both.len() > NAMED { ", …" } else { "" };
            let many = counted(both.len() as u64, "case is", "cases are");
            let told = format!("{many} in both `{}` and `{}`: {shown}{more}", groups[0], groups[1]);
            return Err(Diagnostic::error(told)
                .help("the tests compare different people; what one group says twice is no second group")
                .help("leave these cases out with `--where`, or compare an attribute of cases"));
        }
        let sizes = [0, 1].map(|place: usize| frequencies.cases_in(&groups[place]));
        let small = groups.iter().zip(sizes).find(|(_, size)| *size < ENOUGH);
        if let Some((group, size)) = small.filter(|_| !asked.force) {
            let many = counted(size, "case", "cases");
            return Err(Diagnostic::error(format!("group `{group}` has only {many}"))
                .help(format!("a comparison wants at least {ENOUGH} cases in each group"))
                .help("`--force` compares all the same; its intervals will be wide"));
        }
        let is_forced = small.is_some();
        Ok(Comparison { groups, sizes, adjust: asked.adjust, is_forced })
    }

    /// The two counts of a code; nothing where one of them is not to be shown.
    pub(super) fn found(&self, row: &Row, groups: &[String], shown: &[Shown]) -> Found {
        let [first, second] = [0, 1].map(|place: usize| row.of_group(&self.groups[place]).0);
        let is_hidden =
            |(group, shown): (&String, &Shown)| shown.is_hidden() && self.groups.contains(group);
        if groups.iter().zip(shown).any(is_hidden) {
            return None;
        }
        Fourfold::of((first, self.sizes[0]), (second, self.sizes[1]))
    }

    /// The columns for programs.
    pub(super) fn columns(&self) -> Vec<Column> {
        let number = |name: &str, heading: &str, decimals| {
            Column::number(
                format!("exploratory_{name}"),
                format!("{heading} (exploratory)"),
                decimals,
            )
        };
        vec![
            number("difference", "Difference", 3),
            number("difference_lo", "Difference from", 3),
            number("difference_hi", "Difference to", 3),
            number("fisher_p", "Fisher p", 3),
            number("fisher_p_adjusted", "Fisher p, adjusted", 3),
            number("phi", "φ", 3),
            number("cohens_h", "h", 3),
            number("odds_ratio", "Odds ratio", 2),
            number("odds_ratio_lo", "Odds ratio from", 2),
            number("odds_ratio_hi", "Odds ratio to", 2),
        ]
    }

    /// The cells of all codes, in their order: p values are adjusted over those that are shown.
    pub(super) fn cells(&self, found: &[Found]) -> Vec<Vec<Cell>> {
        let p: Vec<Option<f64>> =
            found.iter().map(|table| table.as_ref().map(fisher::p_two_sided)).collect();
        let adjusted = self.adjust.of(&p);
        let cell = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
        let line = |((table, p), adjusted): ((&Found, &Option<f64>), &Option<f64>)| {
            let Some(table) = table else { return vec![Cell::Missing; self.columns().len()] };
            let (difference, odds) = (table.newcombe().unzip(), table.woolf().unzip());
            vec![
                cell(table.difference()),
                cell(difference.0),
                cell(difference.1),
                cell(*p),
                cell(*adjusted),
                cell(table.phi()),
                cell(table.cohens_h()),
                cell(table.odds_ratio_haldane()),
                cell(odds.0),
                cell(odds.1),
            ]
        };
        found.iter().zip(&p).zip(&adjusted).map(line).collect()
    }

    /// The first line about it.
    pub(super) fn head(&self) -> String {
        let [a, b] = &self.groups;
        let [n1, n2] = self.sizes.map(|size| counted(size, "case", "cases"));
        format!(
            "Exploratory: compares {a} ({n1}) with {b} ({n2}); no hypothesis was set beforehand."
        )
    }

    /// The same as keys of the JSON document.
    pub(super) fn facts(&self) -> Vec<(&'static str, Cell)> {
        vec![
            ("exploratory", Cell::Flag(true)),
            ("compare", Cell::List(self.groups.to_vec())),
            ("adjust", self.adjust.name().into()),
        ]
    }

    /// The table that people read below the main one. In come each row's theme and its cells.
    pub(super) fn section(&self, themes: Vec<Cell>, cells: &[Vec<Cell>]) -> Section {
        let [a, b] = &self.groups;
        let mut exact = Table::new(
            std::iter::once(Column::text("theme", "Theme")).chain(self.columns()).collect(),
        );
        let adjusted = match self.adjust {
            Adjustment::Holm => "p, Holm",
            Adjustment::BenjaminiHochberg => "p, BH",
            Adjustment::None => "p, not adjusted",
        };
        let mut shown = Table::new(vec![
            Column::text("theme", "Theme"),
            Column::count("difference", format!("{a} − {b}")),
            Column::count("difference_interval", "95 % interval"),
            Column::count("fisher_p", "Fisher p"),
            Column::count("fisher_p_adjusted", adjusted),
            Column::count("phi", "φ"),
            Column::count("cohens_h", "h"),
            Column::count("odds_ratio", "Odds ratio"),
            Column::count("odds_ratio_interval", "95 % interval"),
        ]);
        for (theme, cells) in themes.into_iter().zip(cells) {
            shown.push(std::iter::once(theme.clone()).chain(rounded(cells)).collect());
            let label = match theme {
                Cell::Text(label) => label.trim_start().into(),
                other => other,
            };
            exact.push(std::iter::once(label).chain(cells.iter().cloned()).collect());
        }
        let title = format!("Exploratory comparison of {a} with {b}");
        let mut section = Section::new("comparison", title, Body::Table(exact, Some(shown)));
        section.notes = vec![
            "Exploratory: shares of cases, not of segments. Difference with Newcombe's interval; \
             Fisher's exact test, two-sided; odds ratio with ½ in every cell. Read the interval \
             before the p."
                .to_owned(),
        ];
        if cells.iter().any(|cells| cells.iter().all(|cell| *cell == Cell::Missing)) {
            section.notes.push("Where a count is hidden, its tests are hidden too.".to_owned());
        }
        if self.is_forced {
            section.notes.push(format!(
                "A group has fewer than {ENOUGH} cases; it is compared because --force was given."
            ));
        }
        section
    }
}

/// The cells as people read them: difference and interval, p values, measures, odds ratio.
fn rounded(cells: &[Cell]) -> Vec<Cell> {
    let number = |place: usize| match cells.get(place) {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    };
    let written =
        |place: usize, decimals| Cell::maybe(number(place).and_then(|x| decimal(x, decimals)));
    let interval = |from: usize, decimals| {
        let ends = number(from).zip(number(from + 1));
        let ends = ends.and_then(|(low, high)| {
            Some(format!("{} to {}", decimal(low, decimals)?, decimal(high, decimals)?))
        });
        Cell::maybe(ends)
    };
    vec![
        written(0, 2),
        interval(1, 2),
        written(3, 3),
        written(4, 3),
        written(5, 2),
        written(6, 2),
        written(7, 2),
        interval(8, 2),
    ]
}

/// The two groups of `A,B`. A comma may belong to a name.
fn named(text: &str, known: &[String]) -> Result<[String; 2], Diagnostic> {
    let places = text.match_indices(',').map(|(at, _)| (&text[..at], &text[at + 1..]));
    let pairs: Vec<[&str; 2]> = places.map(|(a, b)| [a.trim(), b.trim()]).collect();
    let is_known = |name: &&str| known.iter().any(|group| group == name);
    let best = pairs.iter().find(|pair| pair.iter().all(is_known));
    let Some(pair) = best.or(pairs.first()) else {
        return Err(Diagnostic::error(format!("`{text}` is not two groups"))
            .help(format!("write `--compare A,B`; the groups are {}", known.join(", "))));
    };
    if let Some(wrong) = pair.iter().find(|name| !is_known(name)) {
        let told = Diagnostic::error(format!("there is no group `{wrong}` in this filter"))
            .did_you_mean(wrong, known.iter().map(String::as_str));
        return Err(match told.help.is_empty() {
            true => told.help(format!("the groups are {}", known.join(", "))),
            false => told,
        });
    }
    if pair[0] == pair[1] {
        return Err(Diagnostic::error(format!("`{}` cannot be compared with itself", pair[0])));
    }
    Ok(pair.map(str::to_owned))
}

/// The two groups where there are no others; those without a value are no group.
fn the_only_two(known: &[String]) -> Result<[String; 2], Diagnostic> {
    let groups: Vec<&String> = known.iter().filter(|group| *group != MISSING).collect();
    match groups.as_slice() {
        [a, b] => Ok([(*a).clone(), (*b).clone()]),
        others => {
            let names: Vec<&str> = others.iter().map(|group| group.as_str()).collect();
            let many = counted(names.len() as u64, "group", "groups");
            let told = Diagnostic::error(format!("there are {many}, not two"));
            Err(match names.is_empty() {
                true => told.help("nobody in this filter has a value of the attribute"),
                false => told
                    .help(format!("name two with `--compare A,B`; there are {}", names.join(", "))),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::tally::{Count, Share, Tally};

    /// Groups by name with how many cases have the code, of how many.
    fn frequencies(groups: &[(&str, u64, u64)]) -> Frequencies {
        let mut frequencies = Frequencies::default();
        for (group, with, n) in groups {
            for number in 0..*n {
                let case = format!("{group}{number}");
                let mut tally = Tally { transcript: case.clone(), words: 10, ..Tally::default() };
                tally.cases.insert(case.clone(), 10);
                if number < *with {
                    let mut count = Count { segments: 1, ..Count::default() };
                    count.cases.insert(case, Share { segments: 1, words: 1 });
                    tally.codes.insert(0, count);
                }
                let groups_of = |_: &str| vec![(*group).to_owned()];
                frequencies.add(&tally, Some(&groups_of));
            }
        }
        frequencies
    }

    fn asked(groups: Option<&str>) -> Asked {
        Asked { groups: groups.map(str::to_owned), ..Asked::default() }
    }

    fn refused(groups: Option<&str>, frequencies: &Frequencies) -> Diagnostic {
        Comparison::of(&asked(groups), frequencies, &[]).unwrap_err()
    }

    #[test]
    fn the_cells_are_those_of_the_fourfold_table() {
        let frequencies = frequencies(&[("North", 9, 12), ("South", 4, 12)]);
        let comparison = Comparison::of(&asked(None), &frequencies, &[]).unwrap();
        let row = frequencies.code(0).unwrap();
        let empty = Row::default();
        let found = [comparison.found(row, &[], &[]), comparison.found(&empty, &[], &[])];
        let cells = comparison.cells(&found);
        let exact: Vec<String> = cells[0].iter().map(Cell::exact).collect();
        assert_eq!(
            exact,
            [
                "0.416667",
                "0.021829",
                "0.669744",
                "0.099533",
                "0.199065",
                "0.418121",
                "0.863436",
                "5.126984",
                "0.959784",
                "27.387384"
            ]
        );
        // Nobody has it: nothing to test, and still one of the codes that were looked at.
        assert_eq!((cells[1][3].exact(), cells[1][5].exact()), ("1.000000".into(), String::new()));
        assert_eq!(cells[0].len(), comparison.columns().len());
    }

    #[test]
    fn hidden_counts_have_no_tests_and_are_not_adjusted_for() {
        let frequencies = frequencies(&[("North", 9, 12), ("South", 4, 12)]);
        let comparison = Comparison::of(&asked(Some("South,North")), &frequencies, &[]).unwrap();
        let row = frequencies.code(0).unwrap();
        let hidden = [Shown::Yes, Shown::Withheld];
        let found =
            [comparison.found(row, &comparison.groups, &hidden), comparison.found(row, &[], &[])];
        let cells = comparison.cells(&found);
        assert!(cells[0].iter().all(|cell| *cell == Cell::Missing));
        assert_eq!(cells[1][3], cells[1][4], "one test needs no adjustment");
        assert_eq!(cells[1][0].exact(), "-0.416667");
    }

    #[test]
    fn what_may_not_be_compared_is_told() {
        let small = frequencies(&[("North", 2, 4), ("South", 1, 6), ("missing", 1, 9)]);
        let told = refused(None, &small);
        assert_eq!(told.message, "group `North` has only 4 cases");
        assert!(told.help[1].contains("--force"));
        let forced = Asked { force: true, ..Asked::default() };
        assert!(Comparison::of(&forced, &small, &[]).is_ok());
        let three = frequencies(&[("A", 1, 6), ("B", 1, 6), ("C", 1, 6)]);
        assert_eq!(refused(None, &three).message, "there are 3 groups, not two");
        assert_eq!(refused(Some("A,b"), &three).message, "there is no group `b` in this filter");
        assert_eq!(refused(Some("A"), &three).message, "`A` is not two groups");
        assert_eq!(refused(Some("A,A"), &three).message, "`A` cannot be compared with itself");
        let comma = frequencies(&[("A, B", 1, 6), ("C", 1, 6)]);
        assert!(Comparison::of(&asked(Some("A, B,C")), &comma, &[]).is_ok());
    }

    #[test]
    fn a_case_in_both_groups_is_refused_even_by_force() {
        let mut both = frequencies(&[("one", 3, 6), ("two", 1, 6)]);
        let mut tally = Tally { transcript: "t".into(), ..Tally::default() };
        tally.cases.insert("one2".into(), 0);
        both.add(&tally, Some(&|_: &str| vec!["two".to_owned()]));
        let forced = Asked { force: true, ..Asked::default() };
        let told = Comparison::of(&forced, &both, &[]).unwrap_err();
        assert_eq!(told.message, "1 case is in both `one` and `two`: one2");
    }
}
