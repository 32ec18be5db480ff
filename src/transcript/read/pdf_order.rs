//! The order of reading of a PDF's lines in Hebrew, Arabic and other scripts from right to left.
//!
//! In comes a line as its letters stand on the page from the left, out comes the line as it is read:
//! what runs from right to left is turned round, numbers and Latin words within it are not. That is
//! the way back of the bidirectional algorithm (Unicode Standard Annex 9) as far as a line tells it.

use std::borrow::Cow;

use super::label;

/// The line as it is read.
pub(super) fn read(line: &str) -> Cow<'_, str> {
    if !line.contains(is_leftward) {
        return Cow::Borrowed(line);
    }
    let letters: Vec<char> = line.chars().collect();
    let leftward = letters.iter().filter(|c| is_leftward(**c)).count();
    let rightward = letters.iter().filter(|c| c.is_alphabetic() && !is_leftward(**c)).count();
    // What begins on the left with a label runs to the right, however much is said.
    let is_labelled = label::find(line, false)
        .is_some_and(|found| found.label.starts_with(|c: char| c.is_ascii_alphanumeric()));
    if leftward > rightward && !is_labelled {
        return Cow::Owned(turned(&letters).into_iter().collect());
    }
    let mut read = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while let Some(start) = rest.iter().position(|c| is_leftward(*c)) {
        let (before, from) = rest.split_at(start);
        read.extend_from_slice(before);
        let stops = |c: &char| c.is_alphabetic() && !is_leftward(*c);
        let reach = from.iter().position(stops).unwrap_or(from.len());
        let last = from[..reach].iter().rposition(|c| is_leftward(*c)).unwrap_or(0);
        let (run, behind) = from.split_at(last + 1);
        read.extend(turned(run));
        rest = behind;
    }
    read.extend_from_slice(rest);
    Cow::Owned(read.into_iter().collect())
}

/// Letters turned round, but for the numbers and words among them that run to the right.
fn turned(letters: &[char]) -> Vec<char> {
    let mut turned: Vec<char> = letters.iter().rev().map(|c| mirrored(*c)).collect();
    let runs_right = |c: &char| c.is_alphanumeric() && !is_leftward(*c);
    let mut at = 0;
    while let Some(start) = turned[at..].iter().position(runs_right).map(|next| at + next) {
        let reach = turned[start..]
            .iter()
            .position(|c| is_leftward(*c))
            .map_or(turned.len(), |n| start + n);
        let last = turned[start..reach].iter().rposition(runs_right).unwrap_or(0);
        let run = &mut turned[start..=start + last];
        run.reverse();
        run.iter_mut().for_each(|c| *c = mirrored(*c));
        at = start + last + 1;
    }
    turned
}

/// Whether a letter belongs to a script from right to left.
fn is_leftward(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF)
        && !c.is_numeric()
}

/// A bracket as it looks from the other side.
fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_in_their_direction() {
        for (seen, said) in [
            ("I: so", "I: so"),
            ("P1: םלוכל םולש. Yes", "P1: שלום לכולם. Yes"),
            (".םלוכל םולש :ןייארמ", "מראיין: שלום לכולם."),
            (".(קחוצ) 2026 תנשב Word יתבתכ", "כתבתי Word בשנת 2026 (צוחק)."),
            ("םולש", "שלום"),
        ] {
            assert_eq!(read(seen), said, "{seen}");
        }
    }
}
