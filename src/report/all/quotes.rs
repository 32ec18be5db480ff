//! The quotations of a page: what stands behind each number, with what was asked and some words of
//! context, and no more of a transcript.
//!
//! With groups and a small-cell limit, a quotation names its group or nobody: a person's name
//! beside a group, quotation by quotation, would give away the counts that the table withholds.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::tree::Tree;
use crate::report::Report;
use crate::report::material::{Document, Material, Segment};
use crate::report::section::{self, Body, Section};
use crate::report::table::{Column, Table};

/// The longest quotation, and the longest question, in words.
const LONGEST: usize = 120;

/// One quotation under one code.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quote {
    /// The places of its groups among those of the page.
    pub(super) groups: Vec<usize>,
    /// Who said it and where.
    pub(super) who: String,
    /// What was asked.
    pub(super) question: String,
    /// Words before it in the same turn.
    pub(super) before: String,
    /// The words.
    pub(super) text: String,
    /// Words after it.
    pub(super) after: String,
    /// Labels of the other codes of the same words.
    pub(super) also: Vec<String>,
}

/// The quotations of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Those that are shown.
    pub(super) quotes: Vec<Quote>,
    /// How many there are.
    pub(super) total: usize,
}

/// Which groups a page may name, and for which codes.
pub(super) struct Groups<'a> {
    /// Their names.
    pub(super) names: &'a [String],
    /// Whether the number of a group's cases with a code is shown.
    pub(super) is_shown: &'a dyn Fn(usize, usize) -> bool,
}

/// Which groups a page with that tree may name.
pub(super) fn shown_groups(tree: &Tree) -> (Vec<String>, impl Fn(usize, usize) -> bool + '_) {
    let names = tree.groups.iter().map(|(name, _)| name.clone()).collect();
    let is_shown = |code: usize, group: usize| {
        let row = tree.rows.iter().find(|row| row.code == code);
        row.and_then(|row| row.groups.get(group)).is_some_and(Option::is_some)
    };
    (names, is_shown)
}

/// The quote bank where names are withheld: the quotations of the page, the first of each case, with
/// what the page says of them and no more.
pub(super) fn bank(material: &Material, options: &Options, tree: &Tree, most: usize) -> Report {
    let columns = [("code", "Code"), ("label", "Label"), ("group", "Group")];
    let columns = columns.into_iter().chain([("quote", "Quotation"), ("question", "Question")]);
    let data = Table::new(columns.map(|(key, heading)| Column::text(key, heading)).collect());
    let mut report = Report::new("quotes", data);
    let (names, is_shown) = shown_groups(tree);
    let groups = Groups { names: &names, is_shown: &is_shown };
    let options = Options { quotes: most, ..options.clone() };
    for row in &tree.rows {
        let found = of_code(material, &options, &groups, row.code).quotes;
        let mut quotes = Vec::new();
        for quote in found {
            report.data.push(vec![
                row.id.as_str().into(),
                row.label.as_str().into(),
                quote.who.as_str().into(),
                quote.text.as_str().into(),
                quote.question.as_str().into(),
            ]);
            quotes.push(section::Quote {
                text: quote.text,
                label: quote.who,
                ..section::Quote::default()
            });
        }
        let level = u8::try_from(row.depth).unwrap_or(u8::MAX).saturating_add(1);
        let body = Body::Quotes(quotes);
        report.sections.push(Section { level, ..Section::new("", row.label.as_str(), body) });
    }
    let base = material.base();
    report.for_people = Some(Table::default());
    report.head = vec![base.head()];
    report.facts =
        base.facts(options.by.as_ref().map(|(name, _)| name.as_str()), material.min_cell);
    report.notes = vec![
        "Quotations say the group in place of a name, and not even that where its number is \
         withheld."
            .to_owned(),
    ];
    report
}

/// The quotations of a code itself, without those of the codes below it.
pub(super) fn of_code(
    material: &Material,
    options: &Options,
    groups: &Groups<'_>,
    code: usize,
) -> Quoted {
    let mut all: Vec<(&Document, &Segment)> = material
        .documents
        .iter()
        .flat_map(|document| document.segments.iter().map(move |segment| (document, segment)))
        .filter(|(_, segment)| segment.code == code)
        .collect();
    let total = all.len();
    spread(&mut all, options.quotes);
    let is_anonymous = options.hides_names(material);
    let mut quotes: Vec<Quote> = all
        .into_iter()
        .map(|(document, segment)| {
            let found = self::groups(material, options, groups, (document, segment));
            let names = found.iter().filter_map(|&group| groups.names.get(group));
            let names = names.map(String::as_str).collect::<Vec<&str>>().join("; ");
            let who = match is_anonymous {
                true if names.is_empty() => "group not shown".to_owned(),
                true => names,
                false => named(document, segment, &names),
            };
            Quote {
                groups: found,
                who,
                question: shortened(segment.question.as_deref().unwrap_or_default()),
                before: segment.before.clone(),
                text: shortened(&segment.quote),
                after: segment.after.clone(),
                also: also(material, document, segment),
            }
        })
        .collect();
    if is_anonymous {
        // Neighbours in a transcript would be neighbours here.
        quotes.sort();
    }
    Quoted { quotes, total }
}

/// At most so many, taken in turn from every case, in the order of the study.
fn spread(all: &mut Vec<(&Document, &Segment)>, most: usize) {
    if all.len() <= most {
        return;
    }
    let mut seen: BTreeMap<(&str, &[String]), usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize)> = Vec::new();
    for (place, (document, segment)) in all.iter().enumerate() {
        let name = if segment.cases.is_empty() { document.id.as_str() } else { "" };
        let round = seen.entry((name, &segment.cases)).or_default();
        ranked.push((*round, place));
        *round += 1;
    }
    ranked.sort_unstable();
    let kept: BTreeSet<usize> = ranked.into_iter().take(most).map(|(_, place)| place).collect();
    let mut place = 0;
    all.retain(|_| {
        place += 1;
        kept.contains(&(place - 1))
    });
}

/// The groups that a quotation may be seen to belong to.
fn groups(
    material: &Material,
    options: &Options,
    groups: &Groups<'_>,
    (document, segment): (&Document, &Segment),
) -> Vec<usize> {
    let Some((name, _)) = &options.by else { return Vec::new() };
    let values = segment.cases.iter().flat_map(|case| material.groups(case, &document.id, name));
    let values: BTreeSet<String> = values.collect();
    let known = groups.names.iter().enumerate().filter(|(_, group)| values.contains(*group));
    known.map(|(place, _)| place).filter(|&place| (groups.is_shown)(segment.code, place)).collect()
}

/// `P9, HCP · P9, turn 12`.
fn named(document: &Document, segment: &Segment, groups: &str) -> String {
    let mut who = segment.cases.join("; ");
    if !groups.is_empty() {
        who = if who.is_empty() { groups.to_owned() } else { format!("{who}, {groups}") };
    }
    let turns = match segment.last_turn > segment.turn {
        true => format!("turns {} to {}", segment.turn, segment.last_turn),
        false => format!("turn {}", segment.turn),
    };
    let place = match segment.cases.as_slice() {
        [case] if *case == document.id => turns,
        _ => format!("{}, {turns}", document.id),
    };
    if who.is_empty() { place } else { format!("{who} · {place}") }
}

/// The labels of the other codes that the same words carry.
fn also(material: &Material, document: &Document, segment: &Segment) -> Vec<String> {
    let same = |other: &&Segment| {
        other.code != segment.code && other.start == segment.start && other.end == segment.end
    };
    let codes: BTreeSet<usize> =
        document.segments.iter().filter(same).map(|other| other.code).collect();
    let shown = |code: &usize| material.codes.as_ref().is_none_or(|codes| codes.contains(code));
    let known =
        codes.into_iter().filter(shown).filter_map(|code| material.codebook.codes.get(code));
    known.map(|code| code.label.clone()).collect()
}

/// Words on one line, the first of them where they are many.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(LONGEST + 1).collect();
    match words.get(..LONGEST) {
        Some(first) if words.len() > LONGEST => first.join(" ") + " …",
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn quoted(most: usize, by: bool, min_cell: Option<u64>, is_shown: bool) -> Quoted {
        let mut material = three_people();
        material.min_cell = min_cell;
        let by = by.then(|| ("site".to_owned(), Vec::new()));
        let options = Options { by, quotes: most, ..Options::default() };
        let names = ["North".to_owned(), "South".to_owned()];
        let groups = Groups { names: &names, is_shown: &|_, group| group == 1 && is_shown };
        of_code(&material, &options, &groups, 0)
    }

    fn who(quoted: &Quoted) -> Vec<&str> {
        quoted.quotes.iter().map(|quote| quote.who.as_str()).collect()
    }

    #[test]
    fn a_few_are_spread_over_people() {
        let few = quoted(2, false, None, true);
        assert_eq!((few.total, who(&few)), (3, vec!["A · t1, turn 2", "B · t3, turn 2"]));
        assert_eq!(few.quotes[0].text, "I have hope.");
        assert_eq!(few.quotes[0].after, "Well, hopeful days come. I eat.");
        assert_eq!(few.quotes[1].question, "And you?");
    }

    #[test]
    fn with_a_limit_groups_stand_without_people() {
        assert_eq!(who(&quoted(9, true, None, true))[2], "B, South · t3, turn 2");
        assert_eq!(who(&quoted(9, true, Some(1), true))[2], "B, South · t3, turn 2");
        let hidden = quoted(9, true, Some(2), true);
        assert_eq!(who(&hidden), ["group not shown", "group not shown", "South"]);
        let none = quoted(9, true, Some(2), false);
        assert!(none.quotes.iter().all(|quote| quote.groups.is_empty()));
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(shortened(" a \n b "), "a b");
        assert_eq!(shortened(&"a ".repeat(121)).split(' ').count(), 121);
        assert!(shortened(&"a ".repeat(121)).ends_with("a …"));
    }
}
