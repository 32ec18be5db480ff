//! Tables of codings: csv and tsv.
//!
//! In come bytes in one of the encodings that spreadsheets save in, out come rows. The columns are
//! those of `emic export`, or those that the user names.

use std::sync::Arc;

use super::{Brought, Input};
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
    let source = Arc::new(Source { name: input.name.to_owned(), text });
    let rows = rows::parse(&source, input.table.columns, input.table.separator)?;
    Ok(Brought { rows, ..Brought::default() })
}
