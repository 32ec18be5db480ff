//! Where coders differ: a row for each unit, with what each of them said.
//!
//! In qualitative work this list is what agreement is measured for: it is what coders talk about.

use super::study::{CHAR, Study};
use crate::coding::double::{DoubleCoded, Place};
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::statistics::agreement::rated::Rated;

/// A row for each unit on which coders differ: the code, the unit, and what each of them said.
pub fn disagreements(tables: &[Rated]) -> Report {
    let coders = tables.first().map(|rated| rated.coders.clone()).unwrap_or_default();
    let mut columns = vec![Column::text("code", "Code"), Column::text("unit", "Unit")];
    columns.extend(coders.iter().map(|coder| Column::text(coder.as_str(), coder.as_str())));
    let mut table = Table::new(columns);
    for rated in tables {
        for (name, unit) in rated.units.iter().zip(rated.ratings.units()) {
            let given: Vec<u32> = unit.iter().flatten().copied().collect();
            if given.windows(2).all(|pair| pair.first() == pair.last()) {
                continue;
            }
            let mut row: Vec<Cell> = vec![rated.code.as_str().into(), name.as_str().into()];
            row.extend(unit.iter().map(|value| {
                let category = value.and_then(|value| rated.categories.get(value as usize));
                Cell::maybe(category.map(String::as_str))
            }));
            table.push(row);
        }
    }
    Report::new("disagreements", table)
}

/// The same for a study: with the place, the words that each coder coded, and all words of the unit.
/// Where
/// characters are compared, a row is a turn in which some are not given the same codes.
pub fn of_study(study: &Study<'_>, all: &[DoubleCoded]) -> Report {
    let mut columns = vec![
        Column::text("code", "Code"),
        Column::text("unit", "Unit"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::text("case", "Case"),
    ];
    let coders = study.coders.iter();
    columns.extend(coders.clone().map(|coder| Column::text(coder.as_str(), coder.as_str())));
    columns.extend(
        coders.map(|coder| Column::text(format!("quote[{coder}]"), format!("{coder} coded"))),
    );
    columns.push(Column::text("text", "Text"));
    let mut table = Table::new(columns);
    for code in study.codes() {
        for one in all {
            let held = study.held(one, code);
            for (at, place) in one.units.iter().enumerate() {
                let says: Vec<Option<bool>> = (0..study.coders.len())
                    .map(|coder| {
                        let holds = held.get(coder).and_then(|held| held.get(at)).copied();
                        holds.filter(|_| one.has_looked(coder, at))
                    })
                    .collect();
                let quote = |coder: usize| {
                    let own = study.given(one, coder, code);
                    let words = own.filter(|given| given.unit == at).map(|given| &given.words);
                    words.cloned().collect::<Vec<_>>().join(" … ")
                };
                // Characters differ as soon as the words do.
                let quotes = || (0..says.len()).filter(|at| says[*at].is_some()).map(quote);
                let mut given = says.iter().flatten();
                let first = given.next();
                let is_same = given.all(|says| Some(says) == first);
                let mut words = quotes();
                let first = words.next();
                let is_same = match study.unit {
                    CHAR => words.all(|words| Some(&words) == first.as_ref()),
                    _ => is_same,
                };
                if is_same {
                    continue;
                }
                table.push(row(study, (code, one, place), &says, &quote));
            }
        }
    }
    Report::new("disagreements", table)
}

fn row(
    study: &Study<'_>,
    (code, one, place): (usize, &DoubleCoded, &Place),
    says: &[Option<bool>],
    quote: &dyn Fn(usize) -> String,
) -> Vec<Cell> {
    let number = match study.unit {
        "turn" | "char" => String::new(),
        _ => format!("/{}", place.number),
    };
    let mut row: Vec<Cell> = vec![
        study.name(code).into(),
        format!("{}/{}{number}", one.transcript, place.turn).into(),
        one.transcript.as_str().into(),
        Cell::count(place.turn),
        Cell::count(place.start),
        Cell::count(place.end),
        Cell::maybe(place.case.as_deref()),
    ];
    let mark = |says: &Option<bool>| says.map_or(Cell::Missing, |says| Cell::Count(says.into()));
    row.extend(says.iter().map(mark));
    let quotes = (0..says.len()).map(|coder| Some(quote(coder)).filter(|words| !words.is_empty()));
    row.extend(quotes.map(Cell::maybe));
    row.push(place.words.as_str().into());
    row
}
