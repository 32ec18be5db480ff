//! Tables of codings: csv and tsv.
//!
//! In come bytes in one of the encodings that spreadsheets save in, out come rows. The columns are
//! those of `emic export`, those that the user names, or those of another tool ([`layouts`]).

use std::sync::Arc;

use super::{Brought, Input, layouts};
use crate::coding::rows;
use crate::diagnostic::{Outcome, Source};
use crate::study::open;

/// Whether it may be a table: a text with a first line.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    let is_wide = matches!(input.bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    input.folder.is_none() && (is_wide || !input.bytes.contains(&0))
}

/// Reads the rows.
pub(super) fn read(input: &Input<'_>) -> Outcome<Brought> {
    let (text, _) = open::decoded(input.bytes.to_vec());
    of_text(text, input)
}

/// The rows of a table's text.
pub(super) fn of_text(text: String, input: &Input<'_>) -> Outcome<Brought> {
    let source = Arc::new(Source { name: input.name.to_owned(), text });
    let separator = input.table.separator.unwrap_or_else(|| rows::separator(&source.text));
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .flexible(true)
        .from_reader(source.text.as_bytes());
    let header: Vec<String> = match lines.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(_) => Vec::new(),
    };
    let columns = layouts::columns(&header, input.table.columns);
    let rows = rows::parse(&source, &columns, Some(separator))?;
    Ok(Brought { rows, ..Brought::default() })
}
