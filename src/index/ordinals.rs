//! The names that a part of the index knows by number: transcripts, coders, cases.
//!
//! In comes a column of names, out come the names in the order of their numbers. They are kept in
//! blocks that can only be read from the start, so that asking for them one by one would read each
//! block again and again.

use std::io;

use tantivy::columnar::StrColumn;

/// Shows every name, from the number 0 on.
pub(super) fn each(column: &StrColumn, mut show: impl FnMut(&str)) -> io::Result<()> {
    let mut names = column.dictionary().stream()?;
    while names.advance() {
        show(&String::from_utf8_lossy(names.key()));
    }
    Ok(())
}

/// Shows the names of some numbers, which ascend.
pub(super) fn some(
    column: &StrColumn,
    numbers: &[u64],
    mut show: impl FnMut(&str),
) -> io::Result<()> {
    let show = |name: &[u8]| show(&String::from_utf8_lossy(name));
    column.dictionary().sorted_ords_to_term_cb(numbers, show).map(drop)
}
