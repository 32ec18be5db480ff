//! Writing a coding sheet.
//!
//! In come a canonical text, its turns and one coder's codings of it, out comes the sheet: how to
//! use it, the text with its marks, whether it was read to its end, and which coding each number is.

use std::cmp::Reverse;

use super::Entry;
use super::escape;

/// What stands at the head of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Head<'h> {
    /// The transcript's id.
    pub transcript: &'h str,
    /// Whose codings are in it.
    pub coder: &'h str,
    /// The codes that may be given: their ids and labels.
    pub codes: &'h [(String, String)],
    /// So many codings have no place in the text as it is now.
    pub unplaced: usize,
}

const SYNTAX: &str = "\
# {code}words{/code} gives these words a code; {/} closes what was opened last. Codings may lie in
# one another, overlap and run over turns. {code: words of your own} adds a note.
# {code#1} is a coding that is there already: write another code, move its marks, or delete both to
# remove it. {+name} gives a code that the codebook does not have yet.
# A brace or a backslash that was said is written \\{ or \\\\. The words and the numbers before the
# bars stay as they are. `done: yes` at the end: you have read the transcript to its end.
# Lines that begin with # are not read.
";

/// Writes a sheet. `turns` has the first byte and the number of each turn.
pub fn write(
    head: &Head<'_>,
    text: &str,
    turns: &[(usize, usize)],
    entries: &[Entry],
    done: bool,
) -> String {
    let mut sheet = String::from("# Coding sheet of ");
    escape::name(head.transcript, &mut sheet);
    sheet.push_str(", coder ");
    escape::name(head.coder, &mut sheet);
    sheet.push_str("\n#\n");
    sheet.push_str(SYNTAX);
    if !head.codes.is_empty() {
        sheet.push_str("#\n# Codes:\n");
    }
    let width = head.codes.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0).min(32);
    for (id, label) in head.codes {
        let mut line = String::new();
        escape::name(id, &mut line);
        line = format!("#   {line:width$}  ");
        escape::name(label, &mut line);
        sheet.push_str(line.trim_end());
        sheet.push('\n');
    }
    if head.unplaced > 0 {
        let count = head.unplaced;
        sheet.push_str(&format!(
            "#\n# Not in this sheet: {count} without a place in the text, for `emic review --anchors`.\n"
        ));
    }
    sheet.push_str("#\n");
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.sort_by_key(|entry| (entry.bytes.start, Reverse(entry.bytes.end), &entry.id));
    body(&mut sheet, text, turns, &order);
    sheet.push_str(if done { "\ndone: yes\n" } else { "\ndone: no\n" });
    for (number, entry) in (1..).zip(&order) {
        if let Some(id) = &entry.id {
            sheet.push_str(&format!("#= {number} "));
            escape::name(id, &mut sheet);
            sheet.push('\n');
        }
    }
    sheet
}

/// The text with its marks and margin.
fn body(sheet: &mut String, text: &str, turns: &[(usize, usize)], order: &[&Entry]) {
    let digits = turns.last().map_or(1, |(_, number)| number.to_string().len()).max(4);
    let mut turns = turns.iter().peekable();
    let mut margin = |sheet: &mut String, start: usize, end: usize| {
        let mut number = String::new();
        while let Some((_, turn)) = turns.next_if(|(first, _)| *first < end.max(start + 1)) {
            if number.is_empty() {
                number = turn.to_string();
            }
        }
        sheet.push_str(&format!("{number:>digits$} | "));
    };
    // Where each mark stands: what closes before what opens, the last opened closed first.
    let mut marks: Vec<(usize, u8, i64, usize, bool)> = Vec::new();
    for (place, entry) in order.iter().enumerate() {
        let (at, number) = (&entry.bytes, place as i64);
        if at.is_empty() {
            marks.extend([(at.start, 1, number, place, true), (at.start, 1, number, place, false)]);
        } else {
            marks.push((at.start, 2, number, place, true));
            marks.push((at.end, 0, -number, place, false));
        }
    }
    marks.sort_by_key(|&(byte, kind, rank, _, is_open)| (byte, kind, rank, !is_open));
    let mut marks = marks.into_iter().peekable();
    let mut here = |sheet: &mut String, byte: usize| {
        while let Some((.., place, opens)) = marks.next_if(|mark| mark.0 <= byte) {
            if let Some(entry) = order.get(place) {
                mark(sheet, entry, place + 1, opens);
            }
        }
        marks.peek().is_some()
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        margin(sheet, start, end);
        for (place, c) in line.char_indices() {
            here(sheet, start + place);
            if c != '\n' {
                escape::text(c, sheet);
            }
        }
        if has_end(line) {
            sheet.push('\n');
        }
        start = end;
    }
    // Marks behind the last line end stand on a line of their own.
    if has_end(text) || text.is_empty() {
        let before = sheet.len();
        margin(sheet, start, start);
        let bar = sheet.len();
        here(sheet, text.len());
        if sheet.len() == bar {
            sheet.truncate(before);
            return;
        }
    } else {
        here(sheet, text.len());
    }
    sheet.push('\n');
}

/// Whether a line has its end, which the last one may lack.
fn has_end(line: &str) -> bool {
    line.ends_with('\n')
}

fn mark(sheet: &mut String, entry: &Entry, number: usize, opens: bool) {
    sheet.push_str(if opens { "{" } else { "{/" });
    escape::name(&entry.code, sheet);
    if entry.id.is_some() {
        sheet.push_str(&format!("#{number}"));
    }
    if let Some(note) = entry.note.as_ref().filter(|note| opens && !note.is_empty()) {
        sheet.push_str(": ");
        escape::name(note, sheet);
    }
    sheet.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_codings_stand_in_the_text() {
        let text = "I: And?\nMara: I {really} hope so.\n";
        let entry = |id: &str, code: &str, words: &str, note: Option<&str>| {
            let start = text.find(words).unwrap();
            Entry {
                id: Some(id.into()),
                code: code.into(),
                note: note.map(str::to_owned),
                bytes: start..start + words.len(),
            }
        };
        let entries = [
            entry("b", "hope", "hope so", Some("sure?")),
            entry("a", "doubt", "really} hope", None),
        ];
        let head = Head { transcript: "P1", coder: "ana", codes: &[], unplaced: 0 };
        let sheet = write(&head, text, &[(3, 1), (14, 2)], &entries, false);
        let (_, body) = sheet.split_once("not read.\n#\n").unwrap();
        assert_eq!(
            body,
            "   1 | I: And?\n   2 | Mara: I \\{{doubt#1}really} {hope#2: sure?}hope{/doubt#1} \
             so{/hope#2}.\n\ndone: no\n#= 1 a\n#= 2 b\n"
        );
    }
}
