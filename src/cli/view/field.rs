//! A line that is being typed: a note, a code, words to look for.

use super::keys::Key;

/// Text and the place where the next character goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    text: String,
    /// A byte of the text.
    at: usize,
}

impl Field {
    /// A text to be changed, its end first.
    pub(super) fn of(text: &str) -> Self {
        let mut field = Field::default();
        field.insert(text);
        field
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the place, and what behind it.
    pub(super) fn parts(&self) -> (&str, &str) {
        self.text.split_at_checked(self.at).unwrap_or((&self.text, ""))
    }

    /// Puts a text in. It stays one line: line ends and tabs become spaces, other control
    /// characters are left out.
    pub(super) fn insert(&mut self, text: &str) {
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !c.is_control() {
                self.text.insert(self.at, c);
                self.at += c.len_utf8();
            }
        }
    }

    /// Takes a key; false if it has no meaning here.
    pub(super) fn key(&mut self, key: Key) -> bool {
        let (before, after) = self.parts();
        let back = before.chars().next_back().map_or(0, char::len_utf8);
        let on = after.chars().next().map_or(0, char::len_utf8);
        match key {
            Key::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Left => self.at -= back,
            Key::Right => self.at += on,
            Key::Home | Key::Ctrl('a') => self.at = 0,
            Key::End | Key::Ctrl('e') => self.at = self.text.len(),
            Key::Backspace if back > 0 => {
                self.at -= back;
                self.text.remove(self.at);
            }
            Key::Backspace => {}
            Key::Delete if on > 0 => {
                self.text.remove(self.at);
            }
            Key::Delete => {}
            Key::Ctrl('w') => {
                let start = before.trim_end().rfind(char::is_whitespace).map_or(0, |at| {
                    at + before.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8)
                });
                self.text.replace_range(start..self.at, "");
                self.at = start;
            }
            Key::Ctrl('u') => {
                self.text.replace_range(..self.at, "");
                self.at = 0;
            }
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_typed_and_mended() {
        let mut field = Field::of("being\nthe \x1bfïrst");
        assert_eq!(field.text(), "being the fïrst");
        for key in [Key::Left, Key::Left, Key::Left, Key::Backspace, Key::Char('i')] {
            assert!(field.key(key));
        }
        assert_eq!(field.parts(), ("being the fi", "rst"));
        assert!(field.key(Key::Ctrl('w')) && field.key(Key::Delete));
        assert_eq!(field.text(), "being the st");
        assert!(field.key(Key::Ctrl('w')) && field.key(Key::Ctrl('w')) && field.key(Key::Home));
        assert_eq!(field.parts(), ("", "st"));
        assert!(field.key(Key::Left) && field.key(Key::Backspace) && !field.key(Key::Tab));
        assert!(field.key(Key::End) && field.key(Key::Delete) && field.key(Key::Ctrl('u')));
        assert_eq!(field.text(), "");
    }
}
