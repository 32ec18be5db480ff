//! What the names of marked places say about where these are.
//!
//! By custom the name is the quote; ATLAS.ti cuts it after 100 characters and sets an ellipsis, qc
//! writes `line:N`, and people rename. A name counts as evidence only if its words stand in the text.

use super::ruler::Page;
use crate::refi::model::Selection;

/// The words of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) words: String,
    /// Whether the name is only the beginning of the place.
    pub(super) is_cut: bool,
}

/// White space as single spaces, none at the ends.
pub(super) fn collapsed(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{feff}') {
        if !word.is_empty() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words
}

/// The quotes of marked places, in their order; none where the name is no quote of this text.
pub(super) fn quotes(page: &Page, selections: &[Selection]) -> Vec<Option<Quote>> {
    let text = page.words(0, page.chars.len());
    let quote = |selection: &Selection| {
        let name = collapsed(&selection.name);
        if name.is_empty() || is_line(&name) {
            return None;
        }
        if text.contains(&name) {
            return Some(Quote { words: name, is_cut: false });
        }
        let cut = name.strip_suffix('…').or_else(|| name.strip_suffix("..."))?.trim_end();
        let is_there = !cut.is_empty() && text.contains(cut);
        is_there.then(|| Quote { words: cut.to_owned(), is_cut: true })
    };
    selections.iter().map(quote).collect()
}

/// Whether a name is the number of a line.
fn is_line(name: &str) -> bool {
    let number = name.strip_prefix("line:").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

impl Quote {
    /// Whether these are the words of a place.
    pub(super) fn is(&self, words: &str) -> bool {
        match self.is_cut {
            true => words.starts_with(&self.words),
            false => words == self.words,
        }
    }
}
