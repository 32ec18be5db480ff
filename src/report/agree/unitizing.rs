//! The section on free spans: where passages begin and end, and what they are called.
//!
//! In come a study coded by characters; out come uα, |uα and cuα of each code and family, and of two
//! coders how many spans meet exactly, overlap, and share characters. Only what all coders looked at
//! is compared. One number would hide whether unitizing or labelling failed, so all stand together.

use super::study::Study;
use crate::coding::double::DoubleCoded;
use crate::report::section::Section;
use crate::report::table::{Cell, Column, Table};
use crate::statistics::agreement::spans::{Span, by_character, exact, overlap};
use crate::statistics::agreement::unitizing::family;
use crate::statistics::agreement::{Undefined, Value};

/// The section of a study whose units are characters.
pub fn section(study: &Study<'_>, all: &[DoubleCoded]) -> Section {
    let number = |key, heading| Column::number(key, heading, 3);
    let mut table = Table::new(vec![
        Column::text("code", "Code"),
        Column::count("characters", "Characters"),
        Column::text("spans", "Spans"),
        number("u_alpha", "uα"),
        number("bar_u_alpha", "|uα"),
        number("cu_alpha", "cuα"),
        number("cu_coverage", "of text"),
        number("exact_f1", "Exact F1"),
        number("overlap_f1", "Overlap F1"),
        number("char_precision", "Precision"),
        number("char_recall", "Recall"),
        number("char_f1", "Character F1"),
        Column::text("note", "Note"),
    ]);
    for code in study.codes() {
        table.push(row(study, study.name(code), &[code], all));
    }
    for (name, codes) in study.families() {
        table.push(row(study, &name, &codes, all));
    }
    let mut section = Section::table("unitizing", "Spans", table);
    section.notes = vec![
        "uα: spans and codes; |uα: coded or not; cuα: the codes where both coded, with the share of \
         the text that this is (Krippendorff, Mathet, Bouvry & Widlöcher 2016). Characters cannot \
         see where a span is split; exact F1 can."
            .to_owned(),
    ];
    section
}

fn row(study: &Study<'_>, name: &str, codes: &[usize], all: &[DoubleCoded]) -> Vec<Cell> {
    let mut coders: Vec<Vec<Span>> = vec![Vec::new(); study.coders.len()];
    let mut length = 0;
    for one in all {
        // Where each unit that all looked at begins in the text that is compared.
        let mut shifts = vec![None; one.units.len()];
        for (at, unit) in one.units.iter().enumerate() {
            if (0..study.coders.len()).all(|coder| one.has_looked(coder, at)) {
                if let Some(shift) = shifts.get_mut(at) {
                    *shift = Some(length);
                }
                length += unit.length;
            }
        }
        for (coder, spans) in coders.iter_mut().enumerate() {
            for code in codes {
                let own = study.spans(one, coder, *code).into_iter();
                spans.extend(own.flat_map(|span| placed(span, one, &shifts, study.name(*code))));
            }
        }
    }
    let found = family(&coders, length);
    let value = |of: Value| of.map_or(Cell::Missing, Cell::Number);
    let maybe = |share: Option<f64>| share.map_or(Cell::Missing, Cell::Number);
    let counts = coders.iter().map(|spans| spans.len() as u64).collect();
    let mut row = vec![name.into(), Cell::count(length), Cell::Counts(counts)];
    let mut note = None;
    match &found {
        Ok(found) => {
            row.extend([value(found.u), value(found.bar_u), value(found.cu)]);
            row.push(maybe(found.coverage));
            note = found.u.err();
        }
        Err(reason) => {
            row.extend([Cell::Missing, Cell::Missing, Cell::Missing, Cell::Missing]);
            note = note.or(Some(*reason));
        }
    }
    match coders.as_slice() {
        [first, second] => {
            let same = by_character(&unlabelled(first, codes), &unlabelled(second, codes));
            let same = same.into_values().next().unwrap_or_default();
            row.extend([maybe(exact(first, second).f1), maybe(overlap(first, second).f1)]);
            row.extend([same.precision, same.recall, same.f1].map(maybe));
        }
        _ => row.extend([const { Cell::Missing }; 5]),
    }
    row.push(Cell::maybe(note.map(|reason: Undefined| format!("undefined ({reason})"))));
    row
}

/// Of a family, characters count whatever they are called.
fn unlabelled(spans: &[Span], codes: &[usize]) -> Vec<Span> {
    let label = |span: &Span| match codes {
        [_] => span.label.clone(),
        _ => String::new(),
    };
    spans.iter().map(|span| Span { label: label(span), ..span.clone() }).collect()
}

/// A span in the text that is compared; one that runs through text left out is in parts.
fn placed(
    (start, end): (usize, usize),
    one: &DoubleCoded,
    shifts: &[Option<usize>],
    label: &str,
) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    let mut is_open = false;
    let from = one.units.partition_point(|unit| unit.first + unit.length <= start);
    for (unit, shift) in one.units.iter().zip(shifts).skip(from) {
        let (first, last) = (start.max(unit.first), end.min(unit.first + unit.length));
        if first >= last {
            break;
        }
        let Some(shift) = shift else {
            is_open = false;
            continue;
        };
        let here = shift + (first - unit.first)..shift + (last - unit.first);
        match parts.last_mut().filter(|_| is_open) {
            Some(part) => part.end = here.end,
            None => parts.push(Span { start: here.start, end: here.end, label: label.to_owned() }),
        }
        is_open = true;
    }
    parts
}
