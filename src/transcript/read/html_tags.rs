//! HTML as tags and text, in one pass that cannot fail (HTML Living Standard, 13.2.5, without the
//! parts that make no difference to text).
//!
//! In comes a page, out come opened and closed elements and the text between them with its character
//! references resolved. Comments, declarations and what scripts and styles hold are left out.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Text.
    Text(Cow<'t, str>),
    /// An element begins.
    Open(Tag<'t>),
    /// An element ends, by its name in lower case.
    Close(String),
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'t> {
    /// The element's name in lower case.
    pub(crate) name: String,
    /// What stands behind the name.
    attributes: &'t str,
    /// Whether it ends in `/>`.
    pub(crate) is_closed: bool,
}

impl<'t> Tag<'t> {
    /// The value of an attribute, as it is written: in quotes, or up to white space.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        while let Some((before, behind)) = rest.split_once('=') {
            let behind = behind.trim_start();
            let quote = behind.chars().next().filter(|first| matches!(first, '"' | '\''));
            let (value, next) = match quote {
                Some(quote) => {
                    let inside = behind.get(1..).unwrap_or_default();
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                None => behind.split_at(
                    behind.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(behind.len()),
                ),
            };
            let own = before.split_whitespace().next_back().unwrap_or_default();
            if own.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = next;
        }
        None
    }

    /// Whether its own style makes the text bold, if it says so.
    pub(super) fn weight(&self) -> Option<bool> {
        let attributes = self.attributes.to_ascii_lowercase();
        let (_, rest) = attributes.split_once("font-weight")?;
        let value = rest.trim_start_matches([':', ' ']);
        let number = value.bytes().take_while(u8::is_ascii_digit).count();
        let heavy = value.get(..number).and_then(|digits| digits.parse::<u32>().ok());
        Some(value.starts_with("bold") || heavy.is_some_and(|weight| weight > 500))
    }
}

/// Elements whose content is no markup and no text of the page.
const RAW: [&str; 4] = ["script", "style", "textarea", "iframe"];

/// The pieces of a page.
pub(crate) struct Pieces<'t> {
    rest: &'t str,
}

impl<'t> Pieces<'t> {
    /// Begins at the beginning.
    pub(crate) fn of(text: &'t str) -> Self {
        Pieces { rest: text }
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Steps behind the next place where a string stands; to the end if there is none.
    fn behind(&mut self, string: &str) {
        let found = memchr::memmem::find(self.rest.as_bytes(), string.as_bytes());
        self.take(found.map_or(self.rest.len(), |at| at + string.len()));
    }

    /// The length of a tag, up to a `>` that stands in no quotes.
    fn tag_length(&self) -> usize {
        let mut quote = None;
        for (at, byte) in self.rest.bytes().enumerate() {
            match (quote, byte) {
                (None, b'>') => return at + 1,
                (None, b'"' | b'\'')
                    if self.rest.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') =>
                {
                    quote = Some(byte);
                }
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
        }
        self.rest.len()
    }

    /// Steps over what a script or style holds, up to its closing tag.
    fn skip_raw(&mut self, name: &str) {
        let mut from = 0;
        while let Some(at) = memchr::memmem::find(&self.rest.as_bytes()[from..], b"</") {
            let at = from + at;
            let found = self.rest.as_bytes().get(at + 2..at + 2 + name.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
                self.take(at);
                return;
            }
            from = at + 2;
        }
        self.take(self.rest.len());
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let bytes = self.rest.as_bytes();
            if bytes.is_empty() {
                return None;
            }
            let second = bytes.get(1).copied().unwrap_or(b' ');
            let third = bytes.get(2).copied().unwrap_or(b' ');
            match (bytes[0], second) {
                (b'<', b'!') if self.rest.starts_with("<!--") => self.behind("-->"),
                (b'<', b'!' | b'?') => self.behind(">"),
                (b'<', b'/') if third.is_ascii_alphabetic() => {
                    let length = self.tag_length();
                    return Some(Piece::Close(name(
                        self.take(length).get(2..).unwrap_or_default(),
                    )));
                }
                (b'<', letter) if letter.is_ascii_alphabetic() => {
                    let length = self.tag_length();
                    let inside = self.take(length).get(1..).unwrap_or_default();
                    let name = name(inside);
                    let attributes = inside.get(name.len()..).unwrap_or_default();
                    let is_closed = inside.ends_with("/>");
                    if RAW.contains(&name.as_str()) {
                        self.skip_raw(&name);
                    }
                    return Some(Piece::Open(Tag { name, attributes, is_closed }));
                }
                _ => {
                    let length = memchr::memchr(b'<', &bytes[1..]).map_or(bytes.len(), |at| at + 1);
                    return Some(Piece::Text(resolved(self.take(length))));
                }
            }
        }
    }
}

fn name(inside: &str) -> String {
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    inside.get(..length).unwrap_or_default().to_ascii_lowercase()
}

/// Text with its character references resolved; what is none stays as it is.
fn resolved(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inside = from.get(1..).unwrap_or_default();
        let end = inside.bytes().take(40).position(|byte| byte == b';');
        let known = end.and_then(|end| inside.get(..end)).and_then(character);
        match (known, end) {
            (Some(known), Some(end)) => {
                out.push_str(&known);
                rest = inside.get(end + 1..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters of a reference.
fn character(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Old pages number these as Windows-1252 does.
    let c = match code {
        0x80..=0x9F => {
            let byte = [code as u8];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
        }
        0 => None,
        _ => char::from_u32(code),
    };
    Some(c.unwrap_or('\u{FFFD}').to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |piece| match piece {
            Piece::Text(text) => text.into_owned(),
            Piece::Open(tag) => format!("({}{})", tag.name, if tag.is_closed { "/" } else { "" }),
            Piece::Close(name) => format!("(/{name})"),
        };
        Pieces::of(text).map(show).collect()
    }

    #[test]
    fn tags_text_and_references() {
        assert_eq!(
            shown("<P class='a>b'>a < b &amp;&lt;&hellip;&#146;&bogus; &<br/>x</P >"),
            "(p)a < b &<…’&bogus; &(br/)x(/p)"
        );
        assert_eq!(shown("<script>a<b</script>c<!-- d --><?e?>f"), "(script)(/script)cf");
        assert_eq!(shown("<p"), "(p)");
        assert_eq!(shown("a<style>b"), "a(style)");
        assert_eq!(shown("<!-- open"), "");
    }

    #[test]
    fn attributes_are_found_by_name() {
        let tag = Tag {
            name: "div".into(),
            attributes: " data-title='no' hidden ID=a1 title = \"run = head\">",
            is_closed: false,
        };
        assert_eq!(tag.attribute("title"), Some("run = head"));
        assert_eq!(tag.attribute("id"), Some("a1"));
        assert_eq!(tag.attribute("class"), None);
        let open = Tag { name: "p".into(), attributes: " id='", is_closed: false };
        assert_eq!(open.attribute("id"), Some(""));
    }

    #[test]
    fn weights_are_words_or_numbers() {
        let weight =
            |attributes| Tag { name: "span".into(), attributes, is_closed: false }.weight();
        assert_eq!(weight(" style=\"FONT-WEIGHT: 700\""), Some(true));
        assert_eq!(weight(" style='font-weight:normal'"), Some(false));
        assert_eq!(weight(" class='x'"), None);
    }
}
