//! The differences between two versions of a codebook, a row a change.
//!
//! In come the changes, out comes a table; people read a sentence each.

use super::Report;
use super::table::{Cell, Column, Table};
use crate::codebook::Codebook;
use crate::codebook::difference::{Change, What};

/// What changed from the older to the newer codebook. `codings` says by old id how many codings
/// people have given, where that is known.
pub fn difference(
    older: &Codebook,
    newer: &Codebook,
    changes: &[Change],
    codings: Option<&dyn Fn(&str) -> usize>,
) -> Report {
    let mut table = Table::new(vec![
        Column::text("change", "Change"),
        Column::text("from", "From"),
        Column::text("to", "To"),
        Column::text("field", "Field"),
        Column::text("before", "Before"),
        Column::text("after", "After"),
        Column::count("codings", "Codings"),
    ]);
    let mut shown = Table::new(vec![
        Column::text("change", "Change"),
        Column::text("code", "Code"),
        Column::text("what", "What"),
    ]);
    if codings.is_some() {
        shown.columns.push(Column::count("codings", "Codings by hand"));
    }
    for change in changes {
        let number = codings.zip(change.from.as_deref()).map(|(count, id)| count(id));
        let number = number.map_or(Cell::Missing, Cell::count);
        let text = |text: &str| Cell::maybe((!text.is_empty()).then_some(text));
        table.push(vec![
            change.what.name().into(),
            Cell::maybe(change.from.as_deref()),
            Cell::List(change.to.clone()),
            text(&change.field),
            text(&change.before),
            text(&change.after),
            number.clone(),
        ]);
        let code = change.from.as_deref().or(change.to.first().map(String::as_str));
        let mut row =
            vec![change.what.name().into(), code.unwrap_or_default().into(), words(change).into()];
        if codings.is_some() {
            row.push(number);
        }
        shown.push(row);
    }
    let mut report = Report::new("difference", table);
    report.for_people = Some(shown);
    report.head = vec![format!("{} to {}.", named(older), named(newer))];
    report
}

fn named(codebook: &Codebook) -> String {
    format!("{} ({})", codebook.name_and_version(), codebook.path)
}

/// A change in a sentence without its subject.
fn words(change: &Change) -> String {
    let to = change.to.join(", ");
    let (before, after) = (change.before.as_str(), change.after.as_str());
    let under = |parent: &str| match parent {
        "" => "the top".to_owned(),
        parent => parent.to_owned(),
    };
    match change.what {
        What::Added => "is new".to_owned(),
        What::Removed => "is gone; its codings lead nowhere".to_owned(),
        What::Renamed => format!("is now {after}"),
        What::Moved => format!("stood under {}, stands under {}", under(before), under(after)),
        What::Merged => format!("is part of {after}"),
        What::Split => format!("became {to}; a person says which coding belongs where"),
        What::Changed | What::Reruled => match (before, after) {
            ("", after) => format!("{}: now {after}", change.field),
            (before, "") => format!("{}: was {before}", change.field),
            (before, after) => format!("{}: was {before}; is {after}", change.field),
        },
    }
}
