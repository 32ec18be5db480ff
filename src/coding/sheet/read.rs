//! Reading a coding sheet back.
//!
//! In come a sheet as somebody edited it and the canonical text, out come the codings that it says,
//! or every mistake at its place. Its words must be those of the transcript; white space at the ends
//! of lines and where lines were broken does not matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Sheet;
use super::escape::{Sign, sign};
use super::side_by_side::Reader;
use crate::diagnostic::{Diagnostic, Outcome, Source};

/// Begins a line that says which coding a number is.
const LISTED: &str = "#=";

/// Reads a sheet. `known` gives the code that a name means, or says that there is none.
///
/// # Errors
/// All that is wrong: marks that are not closed, unknown codes and numbers, other words than the
/// transcript's.
pub fn read(
    source: &Arc<Source>,
    text: &str,
    known: &dyn Fn(&str) -> Result<String, Diagnostic>,
) -> Outcome<Sheet> {
    let mut listed = BTreeMap::new();
    let mut sheet = Sheet::default();
    let (mut body, mut bars) = (Vec::new(), 0);
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(rest) = line.strip_prefix(LISTED) {
            if let Some((number, id)) = rest.trim().split_once(' ') {
                let id = spelt_out(id.trim());
                sheet.listed.push(id.clone());
                listed.insert(number.to_owned(), id);
            }
        } else if let Some(said) = line.strip_prefix("done:") {
            match said.trim() {
                "yes" => sheet.done = Some(true),
                "no" => sheet.done = Some(false),
                _ => body.push((at, line, false)),
            }
        } else if !line.starts_with('#') {
            let margin = margin(line);
            bars += usize::from(margin > 0);
            body.push((at + margin, line.get(margin..).unwrap_or_default(), margin > 0));
        }
    }
    let mut reader = Reader::new(source, text, known, listed);
    reader.is_whole = bars == text.lines().count() || bars == text.lines().count() + 1;
    for (at, line, has_margin) in body {
        reader.line(at, line, has_margin);
    }
    reader.end();
    sheet.entries = reader.entries;
    if reader.told.is_empty() { Ok(sheet) } else { Err(reader.told) }
}

/// The bytes of a line's margin: a turn's number and the bar.
fn margin(line: &str) -> usize {
    let rest =
        line.trim_start_matches([' ', '\t']).trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.trim_start_matches([' ', '\t']).strip_prefix('|') {
        Some(rest) => line.len() - rest.strip_prefix(' ').unwrap_or(rest).len(),
        None => 0,
    }
}

fn spelt_out(mut escaped: &str) -> String {
    let mut text = String::new();
    while let Some(Sign { c, length, .. }) = sign(escaped) {
        text.push(c);
        escaped = escaped.get(length..).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::sheet::Entry;

    const TEXT: &str = "I: And now?\nMara: I hope it lasts.\nI hope so.\n";

    fn known(name: &str) -> Result<String, Diagnostic> {
        match name {
            "hope" | "doubt" => Ok(name.to_owned()),
            _ => Err(Diagnostic::error(format!("no code named `{name}`"))
                .did_you_mean(name, ["hope", "doubt"])),
        }
    }

    fn sheet(text: &str) -> Outcome<Sheet> {
        read(&Arc::new(Source { name: "s".into(), text: text.into() }), TEXT, &known)
    }

    fn told(text: &str) -> Vec<(String, String)> {
        let all = sheet(text).unwrap_err();
        let at = |told: &Diagnostic| text[told.labels[0].span.clone()].to_owned();
        all.iter().map(|told| (told.message.clone(), at(told))).collect()
    }

    #[test]
    fn codings_are_read_where_they_stand() {
        let found = sheet(
            "# remark\n   1 | I: And now?\n   2 | Mara: {hope}I {doubt: sure?}hope {/hope}it\n\
             lasts.{/}\n     | {+luck}I hope so.{/luck}\ndone: yes\n",
        );
        let found = found.unwrap();
        let words = |entry: &Entry| (entry.code.clone(), TEXT[entry.bytes.clone()].to_owned());
        let all: Vec<_> = found.entries.iter().map(words).collect();
        let pair = |code: &str, words: &str| (code.to_owned(), words.to_owned());
        assert_eq!(
            all,
            [pair("hope", "I hope"), pair("doubt", "hope it lasts."), pair("luck", "I hope so.")]
        );
        assert_eq!((found.entries[1].note.as_deref(), found.done), (Some("sure?"), Some(true)));
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let all = told(
            "   1 | I: And {hpe}now?{/}\n   2 | Mara: I hoped it {hope}lasts.\n     | I {doubt#7}hope{/#7} so.{/luck}\n",
        );
        let pair = |message: &str, at: &str| (message.to_owned(), at.to_owned());
        assert_eq!(
            all,
            [
                pair("no code named `hpe`", "{hpe}"),
                pair("these are not the words of the transcript", "d"),
                pair("`hope` is opened here and not closed", "{hope}"),
                pair("there is no coding `#7`", "{doubt#7}"),
                pair("no `luck` is open here", "{/luck}"),
            ]
        );
        assert_eq!(told("| I: And now?\n")[0].0, "these are not the words of the transcript");
        assert_eq!(told("| I: {hope And now?\n")[0], pair("this mark does not end", "{"));
    }

    #[test]
    fn a_line_too_many_or_too_few_is_told_once() {
        let all = told("   1 | I: And now?\n     | I hope so.\n");
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(
            sheet("   1 | I: And now?\n   2 | Mara: I hope it lasts. Yes.\n     | I hope so.\n")
                .is_err()
        );
    }
}
