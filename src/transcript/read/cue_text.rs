//! The text of one caption: WebVTT's tags, voices and character references (W3C WebVTT, section
//! 6.4), and SubRip's tags.
//!
//! In comes the raw text of a cue, out come its parts, each with the voice that speaks it. Unlike a
//! player, a reader keeps tags in capitals such as `<UNSURE>`: they are a transcriber's marks.

use encoding_rs::WINDOWS_1252;
use quick_xml::escape::resolve_html5_entity;

/// What one voice says within a cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The voice's name; `None` outside `<v …>`.
    pub(super) voice: Option<String>,
    /// The words, as written.
    pub(super) text: String,
}

/// Character references that HTML accepts without a semicolon.
const WITHOUT_SEMICOLON: [&str; 106] = [
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil",
    "ETH", "Eacute", "Ecirc", "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT",
    "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash", "Otilde", "Ouml", "QUOT", "REG", "THORN",
    "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute", "aelig", "agrave",
    "amp", "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg",
    "divide", "eacute", "ecirc", "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt",
    "iacute", "icirc", "iexcl", "igrave", "iquest", "iuml", "laquo", "lt", "macr", "micro",
    "middot", "nbsp", "not", "ntilde", "oacute", "ocirc", "ograve", "ordf", "ordm", "oslash",
    "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg", "sect", "shy", "sup1",
    "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml", "uuml",
    "yacute", "yen", "yuml",
];

/// Reads the text of a WebVTT cue.
pub(super) fn parts(raw: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut voices: Vec<String> = Vec::new();
    let mut say = |voices: &[String], text: &str| {
        let voice = voices.last().filter(|voice| !voice.is_empty()).cloned();
        match parts.last_mut() {
            Some(part) if part.voice == voice => part.text.push_str(text),
            _ => parts.push(Part { voice, text: text.to_owned() }),
        }
    };
    let mut rest = raw;
    while let Some(at) = rest.find(['<', '&']) {
        say(&voices, &rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (text, length) = reference(rest);
            say(&voices, &text);
            rest = &rest[length..];
            continue;
        }
        let (tag, length) = match rest.find('>') {
            Some(close) => (&rest[1..close], close + 1),
            // Nothing closes it: a tag cut off, or a sign in the speech.
            None if is_sign(&rest[1..]) => ("", 0),
            None => (&rest[1..], rest.len()),
        };
        if length == 0 || is_mark(tag) && rest[..length].ends_with('>') {
            let length = length.max(1);
            say(&voices, &rest[..length]);
            rest = &rest[length..];
            continue;
        }
        match name(tag) {
            "v" => voices.push(annotation(tag)),
            "/v" => drop(voices.pop()),
            _ => {}
        }
        rest = &rest[length..];
    }
    say(&voices, rest);
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// A tag's name, without classes and annotation.
fn name(tag: &str) -> &str {
    tag.split(|c: char| c == '.' || c.is_whitespace()).next().unwrap_or_default()
}

/// What stands behind a tag's name and classes: the voice's name.
fn annotation(tag: &str) -> String {
    let after = tag.split_once(char::is_whitespace).map_or("", |(_, after)| after);
    decoded(after).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `<` stands for itself: `x < y and so on`.
fn is_sign(rest: &str) -> bool {
    rest.starts_with(char::is_whitespace) && rest.contains(char::is_alphabetic)
}

/// Whether a tag is a transcriber's mark in capitals.
fn is_mark(tag: &str) -> bool {
    tag.trim_start_matches('/').starts_with(|c: char| c.is_ascii_uppercase())
}

/// A character reference at the beginning: its text and how many bytes it took.
fn reference(text: &str) -> (String, usize) {
    if let Some(number) = text.strip_prefix("&#") {
        let (radix, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
        if length == 0 {
            return ("&".to_owned(), 1);
        }
        let point = u32::from_str_radix(&digits[..length], radix).unwrap_or(0);
        let has_end = usize::from(digits[length..].starts_with(';'));
        return (character(point).into(), text.len() - digits.len() + length + has_end);
    }
    let letters = text.bytes().skip(1).take_while(u8::is_ascii_alphanumeric).count();
    let name = &text[1..1 + letters];
    if text[1 + letters..].starts_with(';')
        && let Some(found) = resolve_html5_entity(name)
    {
        return (found.to_owned(), letters + 2);
    }
    for end in (2..=letters.min(6)).rev() {
        if WITHOUT_SEMICOLON.contains(&&name[..end])
            && let Some(found) = resolve_html5_entity(&name[..end])
        {
            return (found.to_owned(), end + 1);
        }
    }
    ("&".to_owned(), 1)
}

/// The character of a number; what is none is the replacement character.
fn character(point: u32) -> char {
    let found = match u8::try_from(point) {
        // Numbers that HTML reads as Windows-1252.
        Ok(byte @ 0x80..=0x9F) => {
            WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
        }
        _ => char::from_u32(point).filter(|c| *c != '\0'),
    };
    found.unwrap_or('\u{FFFD}')
}

/// Text with its character references resolved.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (found, length) = reference(&rest[at..]);
        out.push_str(&found);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// The text of a SubRip cue: without `<i>`, `<font …>` and `{\an8}`, all else as written.
pub(super) fn without_subrip_tags(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['<', '{']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let close = if rest.starts_with('<') { '>' } else { '}' };
        let tag = rest.find(close).map(|end| &rest[..=end]).filter(|tag| is_subrip_tag(tag));
        match tag {
            Some(tag) => rest = &rest[tag.len()..],
            None => {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    decoded(&text)
}

fn is_subrip_tag(tag: &str) -> bool {
    let inside = &tag[1..tag.len() - 1];
    if tag.starts_with('{') {
        return inside.starts_with('\\');
    }
    let name = name(inside.trim_start_matches('/')).to_lowercase();
    matches!(name.as_str(), "i" | "b" | "u" | "s" | "font" | "c" | "v")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(raw: &str) -> Vec<(Option<String>, String)> {
        parts(raw).into_iter().map(|part| (part.voice, part.text)).collect()
    }

    fn one(voice: &str, text: &str) -> Vec<(Option<String>, String)> {
        let voice = (!voice.is_empty()).then(|| voice.to_owned());
        vec![(voice, text.to_owned())]
    }

    #[test]
    fn voices_and_tags() {
        assert_eq!(spoken("<v Quill, Mara>Yes</v>"), one("Quill, Mara", "Yes"));
        assert_eq!(spoken("<v.loud.x Ana  B>Yes <i>so</i>"), one("Ana B", "Yes so"));
        assert_eq!(spoken("a<00:01.000>b<c.d>c</c>"), one("", "abc"));
        assert_eq!(spoken("<UNSURE>who</UNSURE> <UNIN/>"), one("", "<UNSURE>who</UNSURE> <UNIN/>"));
        assert_eq!(spoken("x < y and so"), one("", "x < y and so"));
        assert_eq!(spoken("end <i"), one("", "end "));
        let two = spoken("<v Ana>Hi</v> <v Ben>Ho");
        assert_eq!((two[0].0.as_deref(), two[2].0.as_deref()), (Some("Ana"), Some("Ben")));
    }

    #[test]
    fn references_are_resolved() {
        for (raw, text) in [
            ("&amp;&lt;&nbsp;&lrm;", "&<\u{A0}\u{200E}"),
            ("&notin;&notit;&not", "∉¬it;¬"),
            ("&#32;&#x41;&#65 &#0;&#x80;", " AA \u{FFFD}€"),
            ("&&1;&; AT&T", "&&1;&; AT&T"),
            ("&#xD800;&#99999999999;", "\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(decoded(raw), text, "{raw}");
        }
    }

    #[test]
    fn subrip_tags() {
        let raw = "{\\an8}<i>Yes</i> <FONT color=\"red\">no</FONT> <UNIN/> {unclear} a < b";
        assert_eq!(without_subrip_tags(raw), "Yes no <UNIN/> {unclear} a < b");
    }
}
