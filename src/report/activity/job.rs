//! The job description: what a worker does, in the words of a codebook, of logs and of people.
//!
//! In comes the material of a report, out comes a row for each code without codes below it: its
//! group (the code above), its definition, the tasks that logs name most often under it, a quotation
//! from interviews, entries, hours and share of all hours, and beside them the segments elsewhere. The layout of a job description made
//! from interviews, focus groups and logs together (Jacobson, Trojanowski & Dewa 2012,
//! doi:10.1186/1472-6963-12-205).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::entries::{Sum, entries};
use super::{head, hours, maybe};
use crate::report::Report;
use crate::report::material::{Document, Material};
use crate::report::quotation;
use crate::report::table::{Cell, Column, Table};

/// The columns with words and whose they are.
pub const QUOTE: [&str; 2] = ["quote", "quote_case"];

/// The job description; `most` tasks are shown for a code.
pub fn report(material: &Material, most: usize) -> Report {
    let entries = entries(material);
    let all = Sum::of(entries.iter());
    let mut data = Table::new(vec![
        Column::text("group", "Group"),
        Column::text("code", "Code"),
        Column::text("category", "Category"),
        Column::text("definition", "Definition"),
        Column::text("tasks", "Example tasks"),
        Column::text("quote", "In their words"),
        Column::text("quote_case", "Case"),
        Column::count("entries", "Entries"),
        Column::count("minutes", "Minutes"),
        Column::number("hours", "Hours", 1),
        Column::number("hours_pct", "% of hours", 1),
        Column::count("segments", "Segments elsewhere"),
    ]);
    let mut people = Table::new(vec![
        Column::text("group", "Group"),
        Column::text("category", "Category"),
        Column::text("definition", "Definition"),
        Column::text("tasks", "Example tasks"),
        Column::text("quote", "In their words"),
        Column::count("entries", "Entries"),
        Column::count("hours", "Hours"),
        Column::number("hours_pct", "% of hours", 1),
        Column::count("segments", "Segments elsewhere"),
    ]);
    // A log is a transcript with a row of a log; all others are talk or writing.
    let elsewhere: Vec<&Document> = material
        .documents
        .iter()
        .filter(|document| document.turns.iter().all(|told| told.log.is_none()))
        .collect();
    let mut group_before = None;
    for place in material.shown() {
        let Some(code) = material.codebook.codes.get(place) else { continue };
        if !material.tree.children(place).is_empty() {
            continue;
        }
        let above = material.tree.parent(place);
        let group = above.and_then(|above| material.codebook.codes.get(above));
        let group = group.map_or("", |group| group.label.as_str());
        let own = || entries.iter().filter(|entry| entry.codes.contains(&place));
        let sum = Sum::of(own());
        let tasks = frequent(own().filter_map(|entry| entry.log.activity.as_deref()), most);
        let family = material.tree.family(place);
        let spoken = elsewhere.iter().flat_map(|&document| {
            let segments = document.segments.iter();
            let own = segments.filter(|segment| family.contains(&segment.code));
            own.map(move |segment| (document, segment))
        });
        let counts = elsewhere.iter().filter_map(|document| {
            document.tally.codes.get(&(place as u32)).map(|count| count.segments)
        });
        let segments = Cell::Count(counts.sum());
        let quote = quotation::example(spoken);
        let case = quote.map(|(_, segment)| segment.cases.join(", "));
        let quote = quote.map(|(_, segment)| quotation::shortened(&segment.quote));
        let definition = match code.definition.trim() {
            "" => quotation::one_line(&code.brief),
            definition => quotation::one_line(definition),
        };
        data.push(vec![
            group.into(),
            code.id.as_str().into(),
            code.label.as_str().into(),
            definition.as_str().into(),
            Cell::List(tasks.clone()),
            Cell::maybe(quote.as_deref()),
            Cell::maybe(case.as_deref()),
            Cell::Count(sum.entries),
            Cell::Count(sum.minutes),
            Cell::Number(sum.hours()),
            maybe(sum.share(&all)),
            segments.clone(),
        ]);
        let said = quote.zip(case).map(|(quote, case)| format!("“{quote}” ({case})"));
        people.push(vec![
            if group_before == Some(group) { Cell::Missing } else { group.into() },
            code.label.as_str().into(),
            definition.into(),
            tasks.join("; ").into(),
            Cell::maybe(said),
            Cell::Count(sum.entries),
            hours(&sum).into(),
            maybe(sum.share(&all)),
            segments,
        ]);
        group_before = Some(group);
    }
    let mut report = Report::new("job-description", data);
    report.head = vec![material.base().head(), head(&all)];
    report.facts = material.base().facts(None, material.min_cell);
    report.facts.extend([
        ("entries_n", Cell::Count(all.entries)),
        ("untimed_n", Cell::Count(all.untimed)),
        ("minutes_n", Cell::Count(all.minutes)),
    ]);
    report.for_people = Some(people);
    report.notes = vec![
        "An entry with several codes counts in each of them with its whole time. Tasks are those \
         that logs name most often; quotations and segments are from elsewhere, beside the hours and \
         never added to them."
            .to_owned(),
    ];
    report
}

/// The most frequent texts, then by letters.
fn frequent<'t>(texts: impl Iterator<Item = &'t str>, most: usize) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut ranked: Vec<(&str, u64)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(text, count)| (Reverse(count), text));
    ranked.into_iter().take(most).map(|(text, _)| text.to_owned()).collect()
}
