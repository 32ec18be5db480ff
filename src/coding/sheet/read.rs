//! Reading a coding sheet back.
//!
//! In come a sheet as somebody edited it and the canonical text, out come the codings that it says,
//! or every mistake at its place. Its words must be those of the transcript; white space at the ends
//! of lines and where lines were broken does not matter.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::escape::{Sign, sign};
use super::mark::Mark;
use super::{Entry, Sheet};
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

/// A coding that is not closed yet.
struct Open {
    mark: Mark,
    id: Option<String>,
    code: String,
    start: usize,
    span: Range<usize>,
}

/// Goes through sheet and transcript side by side.
struct Reader<'r> {
    source: &'r Arc<Source>,
    text: &'r str,
    known: &'r dyn Fn(&str) -> Result<String, Diagnostic>,
    listed: BTreeMap<String, String>,
    /// The next byte of the transcript.
    at: usize,
    open: Vec<Open>,
    used: BTreeMap<String, Range<usize>>,
    entries: Vec<Entry>,
    told: Vec<Diagnostic>,
    /// Whether the sheet has as many lines as the transcript, so that after other words the next
    /// line can be gone on with.
    is_whole: bool,
    /// Whether nothing can be compared any more.
    is_lost: bool,
}

impl<'r> Reader<'r> {
    fn new(
        source: &'r Arc<Source>,
        text: &'r str,
        known: &'r dyn Fn(&str) -> Result<String, Diagnostic>,
        listed: BTreeMap<String, String>,
    ) -> Self {
        Reader {
            source,
            text,
            known,
            listed,
            at: 0,
            open: Vec::new(),
            used: BTreeMap::new(),
            entries: Vec::new(),
            told: Vec::new(),
            is_whole: false,
            is_lost: false,
        }
    }

    fn rest(&self) -> &'r str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn tell(&mut self, told: Diagnostic, span: Range<usize>) {
        self.told.push(told.at(self.source, span, ""));
    }

    /// A line of the sheet, without its margin.
    fn line(&mut self, first: usize, line: &str, has_margin: bool) {
        let mut place = 0;
        while let Some(found) = line.get(place..).and_then(sign) {
            let span = first + place..first + place + found.length;
            if found.c == '{' && !found.is_plain {
                match line.get(place..).and_then(Mark::read) {
                    Some(mark) => {
                        let length = mark.length;
                        self.mark(mark, span.start..span.start + length);
                        place += length;
                    }
                    None => {
                        let told = Diagnostic::error("this mark does not end");
                        let told = told.help("a mark ends in `}` on the same line");
                        let told = told.help("a brace of the text is written `\\{`");
                        self.tell(told, span);
                        // What follows may be a name or words: nobody knows.
                        self.next_line(has_margin);
                        return;
                    }
                }
                continue;
            }
            if !self.is_lost && !self.takes(found.c) {
                let rest = line.get(place..).unwrap_or_default();
                let ends = |c: char| c.is_whitespace() || c == '{';
                let word = rest.find(ends).unwrap_or(rest.len()).max(found.length);
                self.other_words(span.start..span.start + word);
                // Marks on the rest of the line are looked at all the same.
                self.marks(first + place, rest);
                self.next_line(has_margin);
                return;
            }
            place += found.length;
        }
        // The end of a line: white space before it may have gone.
        if let Some(left) = self.rest().find('\n') {
            if self.rest().get(..left).is_some_and(|left| left.trim().is_empty()) {
                self.at += left + 1;
            }
        }
    }

    /// The marks of a piece whose words do not fit.
    fn marks(&mut self, first: usize, piece: &str) {
        let mut place = 0;
        while let Some(found) = piece.get(place..).and_then(sign) {
            let mark = match found.c == '{' && !found.is_plain {
                true => piece.get(place..).and_then(Mark::read),
                false => None,
            };
            place += match mark {
                Some(mark) => {
                    let length = mark.length;
                    self.mark(mark, first + place..first + place + length);
                    length
                }
                None => found.length,
            };
        }
    }

    fn next_line(&mut self, has_margin: bool) {
        match self.rest().find('\n') {
            Some(end) if self.is_whole && has_margin => self.at += end + 1,
            _ => self.is_lost = true,
        }
    }

    /// Whether the transcript goes on with this character.
    fn takes(&mut self, c: char) -> bool {
        if self.rest().starts_with(c) {
            self.at += c.len_utf8();
            return true;
        }
        if c.is_whitespace() {
            return true;
        }
        let rest = self.rest();
        let words = rest.trim_start();
        if !words.starts_with(c) {
            return false;
        }
        self.at += rest.len() - words.len() + c.len_utf8();
        true
    }

    fn other_words(&mut self, span: Range<usize>) {
        // From the beginning of the word that is another one.
        let said = self.text.get(..self.at).unwrap_or_default();
        let start = said.trim_end_matches(|c: char| !c.is_whitespace()).len();
        let words = self.text.get(start..).unwrap_or_default();
        let words: Vec<&str> = words.split_whitespace().take(6).collect();
        let told = Diagnostic::error("these are not the words of the transcript");
        let told = match self.rest().trim().is_empty() {
            true => told.help("the transcript ends here"),
            false => told.help(format!("the transcript has “{}” here", words.join(" "))),
        };
        self.tell(told.help("a transcript is corrected in its own file, not in a sheet"), span);
    }

    fn mark(&mut self, mark: Mark, span: Range<usize>) {
        if mark.is_end {
            self.close(&mark, span);
            return;
        }
        let mut id = None;
        if let Some(number) = &mark.number {
            match (self.listed.get(number), self.used.get(number)) {
                (None, _) => {
                    let told = Diagnostic::error(format!("there is no coding `#{number}`"));
                    let told = told.help("a new coding has no number");
                    self.tell(told, span.clone());
                }
                (Some(_), Some(_)) => {
                    let told = Diagnostic::error(format!("the coding `#{number}` is there twice"));
                    self.tell(told.help("a new coding has no number"), span.clone());
                }
                (Some(known), None) => id = Some(known.clone()),
            }
            self.used.insert(number.clone(), span.clone());
        }
        let code = match mark.code.is_empty() {
            true => {
                let told = Diagnostic::error("this mark names no code");
                self.tell(told.help("a brace of the text is written `\\{`"), span.clone());
                String::new()
            }
            false => match (self.known)(&mark.code) {
                Ok(code) => code,
                Err(_) if mark.is_new => mark.code.clone(),
                Err(told) => {
                    let help =
                        format!("a code that the codebook does not have: `{{+{}}}`", mark.code);
                    self.tell(told.help(help), span.clone());
                    mark.code.clone()
                }
            },
        };
        self.open.push(Open { mark, id, code, start: self.at, span });
    }

    fn close(&mut self, mark: &Mark, span: Range<usize>) {
        let is_meant = |open: &Open| match (&mark.number, mark.code.as_str()) {
            (Some(_), _) => open.mark.number == mark.number,
            (None, "") => true,
            (None, code) => open.mark.code == code || open.code == code,
        };
        let Some(place) = self.open.iter().rposition(is_meant) else {
            let told = match mark.code.as_str() {
                "" => Diagnostic::error("nothing is open here"),
                code => Diagnostic::error(format!("no `{code}` is open here")),
            };
            let open: Vec<String> =
                self.open.iter().map(|open| format!("`{{/{}}}`", open.mark.code)).collect();
            let told = match open.as_slice() {
                [] => told,
                open => told.help(format!("what is open here ends in {}", open.join(", "))),
            };
            self.tell(told, span);
            return;
        };
        let open = self.open.remove(place);
        let mut bytes = open.start..self.at;
        if open.id.is_none() {
            bytes = worded(self.text, bytes);
            if bytes.is_empty() && self.told.is_empty() {
                let told = Diagnostic::error("there are no words in this coding");
                self.tell(told, open.span.clone());
            }
        }
        self.entries.push(Entry { id: open.id, code: open.code, note: open.mark.note, bytes });
    }

    fn end(&mut self) {
        for open in std::mem::take(&mut self.open) {
            let code = &open.mark.code;
            let told = Diagnostic::error(format!("`{code}` is opened here and not closed"));
            self.tell(told.help(format!("write `{{/{code}}}` where it ends")), open.span);
        }
        if !self.is_lost && !self.rest().trim().is_empty() && self.told.is_empty() {
            let end = self.source.text.len();
            self.other_words(end..end);
        }
        self.told.sort_by_key(|told| told.labels.first().map(|label| label.span.start));
    }
}

/// A place without the white space at its ends.
fn worded(text: &str, bytes: Range<usize>) -> Range<usize> {
    let words = text.get(bytes.clone()).unwrap_or_default();
    let start = bytes.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

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
