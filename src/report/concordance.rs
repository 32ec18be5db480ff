//! A concordance: every match on a line of its own, the words before and after it aligned.
//!
//! In come rows of hits, out comes text with control sequences (key word in context, KWIC). Columns
//! are measured as they stand on the screen (UAX #11), so that Chinese aligns; right-to-left speech
//! is isolated (UAX #9), so that it cannot turn its neighbours round.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape;
use super::format::terminal::{BOLD, PLAIN};
use crate::index::row::Row;

/// How wide a line is where nobody says how wide the window is.
const WIDE: usize = 100;
/// Widest column of places.
const WIDEST_PLACE: usize = 24;
/// The words before a match get at least this much.
const LEAST: usize = 10;

/// One line per match.
pub fn page(rows: &[Row], width: Option<usize>) -> String {
    let places: Vec<String> = rows
        .iter()
        .map(|row| {
            let id = escape::terminal(&row.transcript, false).into_owned();
            let number = format!(":{}", row.turn);
            format!("{}{number}", first(&id, WIDEST_PLACE.saturating_sub(number.len())))
        })
        .collect();
    let place_width = places.iter().map(|place| place.width()).max().unwrap_or(0);
    let room = width.unwrap_or(WIDE).saturating_sub(place_width + 2);
    let left = (room * 9 / 20).max(LEAST);
    let mut page = String::new();
    for (row, place) in rows.iter().zip(&places) {
        for found in &row.matches {
            let text = |range: std::ops::Range<usize>| row.text.get(range).unwrap_or_default();
            let before = one_line(&[&row.lead, text(0..found.span.start)]);
            let key = one_line(&[text(found.span.clone())]);
            let after = one_line(&[text(found.span.end..row.text.len()), &row.tail]);
            let before = last(before.trim_start(), left);
            let right = room.saturating_sub(left + key.width());
            let after = first(after.trim_end(), right);
            page.push_str(place);
            page.push_str(&" ".repeat(place_width - place.width() + 2));
            page.push_str(&" ".repeat(left.saturating_sub(before.width())));
            page.push_str(&isolated(before));
            page.push_str(&format!("{BOLD}{}{PLAIN}", isolated(&key)));
            page.push_str(&isolated(after));
            page.push('\n');
        }
    }
    page
}

/// Pieces of speech on one line, escaped.
fn one_line(pieces: &[&str]) -> String {
    pieces.iter().map(|piece| escape::terminal(piece, false)).collect()
}

/// The beginning of a text that is at most so wide.
fn first(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The end of a text that is at most so wide. It never begins with a mark that belongs to a letter
/// cut off.
fn last(text: &str, width: usize) -> &str {
    let mut used = 0;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        let own = c.width().unwrap_or(0);
        used += own;
        if used > width {
            break;
        }
        if own > 0 {
            from = at;
        }
    }
    text.get(from..).unwrap_or_default()
}

/// A piece that holds right-to-left letters, between signs that keep its direction inside.
fn isolated(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    match text.chars().any(turns) {
        true => format!("\u{2068}{text}\u{2069}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::row::Match;

    fn row(transcript: &str, text: &str, key: &str) -> Row {
        let start = text.find(key).unwrap();
        let span = start..start + key.len();
        Row {
            transcript: transcript.into(),
            turn: 7,
            text: text.into(),
            matches: vec![Match { parts: vec![span.clone()], span }],
            ..Row::default()
        }
    }

    #[test]
    fn keys_stand_below_each_other() {
        let rows = [
            row("t1", "We never had much trust in it, none at all", "trust"),
            row("t10", "我们很信任他", "信任"),
            row("t2", "cafe\u{301} trust", "trust"),
        ];
        let page = page(&rows, Some(40));
        let column = |line: &str| line[..line.find(BOLD).unwrap()].width();
        let columns: Vec<usize> = page.lines().map(column).collect();
        assert_eq!(columns, [21, 21, 21], "{page}");
        assert_eq!(
            page.lines().next().unwrap().replace(BOLD, "<").replace(PLAIN, ">"),
            "t1:7   ever had much <trust> in it, none a"
        );
        assert!(page.lines().all(|line| line.replace(BOLD, "").replace(PLAIN, "").width() <= 40));
    }

    #[test]
    fn right_to_left_speech_is_isolated() {
        let page = page(&[row("t1", "אני סומך עליה", "סומך")], Some(60));
        assert_eq!(page.matches('\u{2068}').count(), 3);
        assert_eq!(page.matches('\u{2069}').count(), 3);
    }
}
