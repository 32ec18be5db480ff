//! A sheet and its transcript, side by side.
//!
//! In come the sheet's lines one by one, out come the codings that are closed in them and what is
//! wrong with them. The words on both sides must be the same; white space at the ends of lines and
//! where lines were broken does not matter.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::Entry;
use super::escape::sign;
use super::mark::Mark;
use crate::diagnostic::{Diagnostic, Source};

/// A coding that is not closed yet.
struct Open {
    mark: Mark,
    id: Option<String>,
    code: String,
    start: usize,
    span: Range<usize>,
}

/// Goes through sheet and transcript side by side.
pub(super) struct Reader<'r> {
    source: &'r Arc<Source>,
    text: &'r str,
    known: &'r dyn Fn(&str) -> Result<String, Diagnostic>,
    listed: BTreeMap<String, String>,
    /// The next byte of the transcript.
    at: usize,
    open: Vec<Open>,
    used: BTreeMap<String, Range<usize>>,
    pub(super) entries: Vec<Entry>,
    pub(super) told: Vec<Diagnostic>,
    /// Whether the sheet has as many lines as the transcript, so that after other words the next
    /// line can be gone on with.
    pub(super) is_whole: bool,
    /// Whether nothing can be compared any more.
    is_lost: bool,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
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
    pub(super) fn line(&mut self, first: usize, line: &str, has_margin: bool) {
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

    pub(super) fn end(&mut self) {
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
