//! What stands in a sheet for itself, and what is written with a backslash.
//!
//! In comes a character of the transcript, of a code or of a note, out comes how a sheet writes it;
//! and back ([`sign`]). A backslash makes the sign after it an ordinary one.

/// One character as a sheet has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// The character that is meant.
    pub(super) c: char,
    /// The bytes that it takes in the sheet.
    pub(super) length: usize,
    /// Whether a backslash stands before it.
    pub(super) is_plain: bool,
}

/// Whether an editor does not show a character, or shows others elsewhere because of it.
fn is_hidden(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') || c.is_control() && c != '\t'
}

/// Writes a character of the transcript.
pub(super) fn text(c: char, sheet: &mut String) {
    match c {
        '\\' | '{' => sheet.extend(['\\', c]),
        c if is_hidden(c) => by_number(c, sheet),
        c => sheet.push(c),
    }
}

/// Writes the name of a code or a note inside a mark.
pub(super) fn name(name: &str, sheet: &mut String) {
    let last = name.chars().count().saturating_sub(1);
    for (place, c) in name.chars().enumerate() {
        let is_end = place == 0 || place == last;
        match c {
            '\\' | '{' | '}' | '#' | ':' => sheet.extend(['\\', c]),
            '/' | '+' if place == 0 => sheet.extend(['\\', c]),
            c if is_hidden(c) || c.is_whitespace() && (is_end || c != ' ') => by_number(c, sheet),
            c => sheet.push(c),
        }
    }
}

fn by_number(c: char, sheet: &mut String) {
    sheet.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
}

/// The first character that a piece of a sheet says; none if there is nothing left.
pub(super) fn sign(sheet: &str) -> Option<Sign> {
    let mut chars = sheet.chars();
    let first = chars.next()?;
    let itself = Sign { c: first, length: first.len_utf8(), is_plain: false };
    if first != '\\' {
        return Some(itself);
    }
    let by_number = || {
        let rest = sheet.strip_prefix("\\u{")?;
        let (number, _) = rest.split_once('}').filter(|(number, _)| number.len() <= 6)?;
        let c = char::from_u32(u32::from_str_radix(number, 16).ok()?)?;
        Some(Sign { c, length: number.len() + 4, is_plain: true })
    };
    by_number()
        .or_else(|| {
            let c = chars.next()?;
            Some(Sign { c, length: 1 + c.len_utf8(), is_plain: true })
        })
        .or(Some(itself))
}
