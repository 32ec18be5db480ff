//! The reporting checklists COREQ and SRQR, filled as far as the study itself can tell.
//!
//! In come the items ([`crate::study::checklist`]), what people typed into `emic.toml` and what
//! [`facts`] computed; out comes a row an item, marked `computed`, `typed`, both, or `missing`.
//! Nothing is guessed: what only people know stays missing until they say it.

pub mod facts;

use std::collections::BTreeMap;

use super::Report;
use super::material::Material;
use super::section::Section;
use super::table::{Cell, Column, Table};
use crate::study::checklist::Item;

/// What was computed, by the keys of the items.
pub type Computed = BTreeMap<&'static str, Vec<String>>;

/// A checklist of that name.
pub fn report(
    name: &'static str,
    items: &[Item],
    typed: &BTreeMap<String, String>,
    computed: &Computed,
    material: &Material,
) -> Report {
    let mut report = Report::new(name, Table::new(columns()));
    report.for_people = Some(Table::default());
    let (mut filled, mut missing) = (0, Vec::new());
    let mut part = "";
    for item in items {
        let words = typed.get(item.key).filter(|words| !words.trim().is_empty());
        let found = computed.get(item.key).filter(|lines| !lines.is_empty());
        let basis = match (words, found) {
            (Some(_), Some(_)) => "typed and computed",
            (Some(_), None) => "typed",
            (None, Some(_)) => "computed",
            (None, None) => "missing",
        };
        match basis {
            "missing" => missing.push(item.key),
            _ => filled += 1,
        }
        let lines: Vec<String> =
            words.cloned().into_iter().chain(found.into_iter().flatten().cloned()).collect();
        report.data.push(vec![
            Cell::Count(u64::from(item.number)),
            item.key.into(),
            item.part.into(),
            item.title.into(),
            basis.into(),
            Cell::maybe(Some(lines.join("\n")).filter(|answer| !answer.is_empty())),
        ]);
        if item.part != part {
            part = item.part;
            report.sections.push(Section::table("", part, shown()));
        }
        let row = vec![
            Cell::Count(u64::from(item.number)),
            item.title.into(),
            Cell::Text(match lines.is_empty() {
                true => format!("(`{}` is not in emic.toml)", item.key),
                false => lines.join(" "),
            }),
            basis.into(),
        ];
        if let Some(Section { body: super::section::Body::Table(table, _), .. }) =
            report.sections.last_mut()
        {
            table.push(row);
        }
    }
    report.head = vec![
        material.base().head(),
        format!("{filled} of {} items answered; {} missing.", items.len(), missing.len()),
    ];
    report.facts = material.base().facts(None, None);
    report.facts.push(("answered", Cell::count(filled)));
    report.facts.push(("missing", Cell::List(missing.into_iter().map(str::to_owned).collect())));
    report.notes = vec![format!(
        "Computed answers are counted from the files of the study; typed ones stand under \
         [{name}] in emic.toml. Numbers and order of the items are the checklist's, the titles are \
         not its words."
    )];
    report
}

fn columns() -> Vec<Column> {
    vec![
        Column::count("item", "Item"),
        Column::text("key", "Key"),
        Column::text("part", "Part"),
        Column::text("title", "What is reported"),
        Column::text("basis", "Basis"),
        Column::text("answer", "Answer"),
    ]
}

fn shown() -> Table {
    Table::new(vec![
        Column::count("item", "Item"),
        Column::text("title", "What is reported"),
        Column::text("answer", "Answer"),
        Column::text("basis", "Basis"),
    ])
}

#[cfg(test)]
mod tests {
    use super::facts::{Study, coreq, srqr};
    use super::*;
    use crate::report::sample::three_people;
    use crate::study::checklist::{COREQ, SRQR};

    #[test]
    fn each_answer_says_where_it_comes_from() {
        let material = three_people();
        let study = Study { coders: vec!["ana".into()], reflexive: 2, ..Study::default() };
        let typed = BTreeMap::from([
            ("interviewer".to_owned(), "AB".to_owned()),
            ("sample_size".to_owned(), "Three people of two sites.".to_owned()),
        ]);
        let report = report("coreq", &COREQ, &typed, &coreq(&material, &study), &material);
        let row = |number: usize| -> Vec<String> {
            report.data.rows[number - 1].iter().skip(4).map(Cell::exact).collect()
        };
        assert_eq!(report.data.rows.len(), 32);
        assert_eq!(row(2), ["missing", ""]);
        assert_eq!(row(12)[0], "typed and computed");
        assert!(row(12)[1].starts_with("Three people of two sites.\n3 cases in 4 transcripts"));
        assert_eq!(row(18)[1], "1 of 3 cases has more than one transcript.");
        assert_eq!(row(8)[1], "2 reflexive memos.");
        assert!(
            row(22)[1].contains("the last new code came with transcript 2 of 4"),
            "{:?}",
            row(22)
        );
        assert!(row(24)[1].contains("1 person coded (ana)"), "{:?}", row(24));
        assert!(row(27)[1].starts_with("emic "), "{:?}", row(27));
        assert!(report.head[1].contains("of 32 items answered"));
    }

    #[test]
    fn the_other_checklist_has_its_items_too() {
        let material = three_people();
        let computed = srqr(&material, &Study::default());
        let report = report("srqr", &SRQR, &BTreeMap::new(), &computed, &material);
        assert_eq!((report.data.rows.len(), report.sections.len()), (21, 6));
        let keys: Vec<&str> = SRQR.iter().map(|item| item.key).collect();
        assert!(computed.keys().all(|key| keys.contains(key)), "{computed:?}");
        let known: Vec<&str> = COREQ.iter().map(|item| item.key).collect();
        assert!(coreq(&material, &Study::default()).keys().all(|key| known.contains(key)));
    }
}
