//! A codebook as a table: a row a code.
//!
//! Out goes a table with the columns of [`columns`]; in comes a csv, a tsv or a workbook whose
//! header has a column for the code and one more of them. Cells with several texts have one a line.

use std::collections::BTreeMap;

use super::cells::{apart, joined};
use super::columns::{FIELDS, Field, name, of_header};
use super::made::{Entry, codes};
use super::{Input, Taken};
use crate::codebook::{Code, Codebook, Cycle, Kind, Origin, Status};
use crate::coding::rows;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::exchange::workbook;
use crate::report::table::{Cell, Column, Table};

/// The most codes that are read.
const MOST_CODES: usize = 100_000;

/// The table of a codebook.
pub fn table(codebook: &Codebook) -> Table {
    let mut table =
        Table::new(FIELDS.iter().map(|(_, name, _)| Column::text(*name, *name)).collect());
    for code in &codebook.codes {
        let cell = |(field, ..): &(Field, &str, &[&str])| match written(code, *field) {
            text if text.is_empty() => Cell::Missing,
            text => Cell::Text(text),
        };
        table.push(FIELDS.iter().map(cell).collect());
    }
    table
}

/// What stands in a cell.
pub(super) fn written(code: &Code, field: Field) -> String {
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        Field::Code => code.id.clone(),
        Field::Label => code.label.clone(),
        Field::Parent => maybe(&code.parent),
        Field::Kind => code.kind.name().to_owned(),
        Field::Brief => code.brief.clone(),
        Field::Definition => code.definition.clone(),
        Field::UseWhen => joined(&code.use_when),
        Field::NotWhen => joined(&code.not_when),
        Field::Examples => joined(&code.examples),
        Field::NonExamples => joined(&code.non_examples),
        Field::Codable => if code.codable { "yes" } else { "no" }.to_owned(),
        Field::Order => code.order.map_or_else(String::new, |order| order.to_string()),
        Field::Origin => code.origin.map_or("", |origin| origin.name()).to_owned(),
        Field::Status => code.status.name().to_owned(),
        Field::Cycle => code.cycle.map_or("", |cycle| cycle.name()).to_owned(),
        Field::Exclusive => maybe(&code.exclusive),
        Field::Colour => maybe(&code.colour),
        Field::Aliases => joined(&code.aliases),
        Field::MergedInto => maybe(&code.merged_into),
        Field::Created => maybe(&code.created),
        Field::CreatedBy => maybe(&code.created_by),
    }
}

/// The code of an entry's cells; a value that is none of ours is named with its field.
pub(super) fn code(cells: &BTreeMap<Field, String>) -> (Entry, Vec<String>) {
    let mut odd = Vec::new();
    let own = |field: Field| {
        let text = cells.get(&field).map(|cell| cell.trim().replace("\r\n", "\n"));
        text.unwrap_or_default()
    };
    let maybe = |field: Field| Some(own(field)).filter(|text| !text.is_empty());
    let mut chosen = |field: Field, names: &[&str]| {
        let text = own(field).to_lowercase();
        let found = names.iter().position(|known| *known == text);
        if found.is_none() && !text.is_empty() {
            odd.push(format!("{} `{text}`", name(field)));
        }
        found
    };
    let kind = chosen(Field::Kind, &Kind::ALL.map(Kind::name));
    let origin = chosen(Field::Origin, &Origin::ALL.map(Origin::name));
    let status = chosen(Field::Status, &Status::ALL.map(Status::name));
    let cycle = chosen(Field::Cycle, &Cycle::ALL.map(Cycle::name));
    let is_colour = |text: &String| {
        text.len() == 7
            && text.starts_with('#')
            && text.chars().skip(1).all(|c| c.is_ascii_hexdigit())
    };
    let is_no = |text: &str| matches!(text.to_lowercase().as_str(), "no" | "false" | "0");
    let list = |field| cells.get(&field).map(|cell| apart(cell)).unwrap_or_default();
    let code = Code {
        label: own(Field::Label).split_whitespace().collect::<Vec<_>>().join(" "),
        kind: kind.and_then(|place| Kind::ALL.get(place).copied()).unwrap_or_default(),
        codable: !is_no(&own(Field::Codable)),
        order: own(Field::Order).parse().ok(),
        brief: own(Field::Brief),
        definition: own(Field::Definition),
        use_when: list(Field::UseWhen),
        not_when: list(Field::NotWhen),
        examples: list(Field::Examples),
        non_examples: list(Field::NonExamples),
        origin: origin.and_then(|place| Origin::ALL.get(place).copied()),
        status: status.and_then(|place| Status::ALL.get(place).copied()).unwrap_or_default(),
        cycle: cycle.and_then(|place| Cycle::ALL.get(place).copied()),
        exclusive: maybe(Field::Exclusive),
        colour: maybe(Field::Colour).filter(is_colour),
        aliases: list(Field::Aliases),
        merged_into: maybe(Field::MergedInto),
        created: maybe(Field::Created),
        created_by: maybe(Field::CreatedBy),
        ..Code::default()
    };
    let parent = cells.contains_key(&Field::Parent).then(|| own(Field::Parent));
    (Entry { name: own(Field::Code), parent, code }, odd)
}

/// Whether it is a workbook.
pub(super) fn is_workbook(input: &Input<'_>) -> bool {
    workbook::is_workbook(input.bytes, input.name)
}

/// Reads the first sheet that is a codebook.
pub(super) fn of_workbook(input: &Input<'_>) -> Outcome<Taken> {
    let mut wrong = None;
    for sheet in workbook::sheets(input.bytes, input.name)? {
        match of_text(&sheet, input) {
            Ok(taken) => return Ok(taken),
            Err(faults) => wrong = wrong.or(Some(faults)),
        }
    }
    Err(wrong.unwrap_or_else(|| no_table(input)))
}

/// Whether it may be a table: a text.
pub(super) fn is_table(input: &Input<'_>) -> bool {
    let is_wide = matches!(input.bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    !input.ends(&["toml"]) && (is_wide || !input.bytes.contains(&0))
}

/// Reads a csv or tsv.
pub(super) fn of_table(input: &Input<'_>) -> Outcome<Taken> {
    // Line breaks within cells are left to the reader of cells.
    of_text(&input.as_written(), input)
}

fn of_text(text: &str, input: &Input<'_>) -> Outcome<Taken> {
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(rows::separator(text)).unwrap_or(b','))
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = match lines.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(_) => Vec::new(),
    };
    let fields = of_header(&header);
    let known = fields.iter().flatten().count();
    let has_name = fields.iter().flatten().any(|field| matches!(field, Field::Code | Field::Label));
    if !has_name || known < 2 && header.len() > 1 {
        return Err(no_table(input));
    }
    let mut taken = Taken::default();
    let mut entries = Vec::new();
    for record in lines.records() {
        let Ok(record) = record else {
            let told = Diagnostic::error("this table is not as a csv should be");
            return Err(vec![told.in_file(input.name).help("save it again as csv in UTF-8")]);
        };
        let line = record.position().map_or(0, |position| position.line() as usize);
        let cells: BTreeMap<Field, String> = fields
            .iter()
            .zip(record.iter())
            .filter_map(|(field, cell)| Some(((*field)?, cell.to_owned())))
            .collect();
        let (mut entry, odd) = code(&cells);
        if entry.name.is_empty() {
            entry.name.clone_from(&entry.code.label);
        }
        if entry.name.is_empty() {
            continue;
        }
        for odd in odd {
            taken.told.push(input.odd(line, format!("{odd} is not known and left out")));
        }
        entries.push(entry);
        if entries.len() > MOST_CODES {
            let told = Diagnostic::error(format!("more than {MOST_CODES} codes are no codebook"));
            return Err(vec![told.in_file(input.name)]);
        }
    }
    let unread: Vec<&str> = header
        .iter()
        .zip(&fields)
        .filter(|(heading, field)| field.is_none() && !heading.trim().is_empty())
        .map(|(heading, _)| heading.trim())
        .collect();
    if !unread.is_empty() {
        let message = format!("columns that mean nothing here are left out: {}", unread.join(", "));
        taken.told.push(Diagnostic::note(message).in_file(input.name));
    }
    finish(entries, input, taken)
}

/// The codebook of entries.
pub(super) fn finish(entries: Vec<Entry>, input: &Input<'_>, mut taken: Taken) -> Outcome<Taken> {
    if entries.is_empty() {
        return Err(vec![Diagnostic::error("there is no code in this file").in_file(input.name)]);
    }
    let (codes, lost) = codes(entries);
    for parent in lost {
        let message = format!("there is no code `{parent}` to be a parent");
        taken.told.push(Diagnostic::warning(message).in_file(input.name));
    }
    taken.codebook.codes = codes;
    Ok(taken)
}

fn no_table(input: &Input<'_>) -> Vec<Diagnostic> {
    let told = Diagnostic::error("this table is no codebook").in_file(input.name);
    let names: Vec<&str> = FIELDS.iter().take(10).map(|(_, name, _)| *name).collect();
    vec![told.help(format!("the first line has to name columns such as {}", names.join(", ")))]
}
