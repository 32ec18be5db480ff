//! From bytes to the canonical text: encoding, line ends, normalisation form.
//!
//! UTF-8 with or without byte order mark, UTF-16 with one (or recognisable without), UTF-32 with one,
//! GB18030, Japanese, Cyrillic and other encodings without Latin letters that the bytes betray and,
//! for whatever is none of these, Windows-1252, these with a warning. Out comes text with `\n` line
//! ends in Unicode normalisation form C; line and paragraph separators (U+2028, U+2029) and vertical
//! tabs, with which Word and others break lines, are line ends too.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{guess, nfc};
use crate::diagnostic::Diagnostic;

/// A decoded file.
pub(super) struct Decoded {
    /// The canonical text.
    pub(super) text: String,
    /// The encoding's name.
    pub(super) encoding: &'static str,
    /// What was noticed.
    pub(super) notes: Vec<Diagnostic>,
}

/// Decodes a file that is no known binary format. Bytes that are given away become the text.
pub(super) fn decode(bytes: Cow<'_, [u8]>, path: &str) -> Result<Decoded, Diagnostic> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(Diagnostic::error(format!("`{path}` is larger than 4 GB"))
            .in_file(path)
            .help("split it into one file an interview"));
    }
    let mut decoded = match &*bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] if rest.len() % 4 == 0 && !rest.is_empty() => {
            thirty_two(rest, u32::from_le_bytes, "utf-32le")
        }
        [0, 0, 0xFE, 0xFF, rest @ ..] => thirty_two(rest, u32::from_be_bytes, "utf-32be"),
        [0xFF, 0xFE, rest @ ..] => sixteen(rest, UTF_16LE, path),
        [0xFE, 0xFF, rest @ ..] => sixteen(rest, UTF_16BE, path),
        // Programs that set a mark before a mark are met with.
        [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, rest @ ..] | [0xEF, 0xBB, 0xBF, rest @ ..] => {
            eight(Cow::Borrowed(rest), "utf-8-bom", path)
        }
        _ => eight(bytes, "utf-8", path),
    }?;
    if u32::try_from(decoded.text.len()).is_err() {
        return Err(Diagnostic::error(format!("the text of `{path}` is larger than 4 GB"))
            .in_file(path)
            .help("split it into one file an interview"));
    }
    if decoded.text.trim().is_empty() {
        return Err(Diagnostic::error(format!("`{path}` has no text, only white space"))
            .in_file(path)
            .help("leave it out, or put the transcript into it"));
    }
    decoded.notes.iter_mut().for_each(|note| note.path = Some(path.to_owned()));
    Ok(decoded)
}

/// UTF-32 after its byte order mark.
fn thirty_two(
    bytes: &[u8],
    number: fn([u8; 4]) -> u32,
    name: &'static str,
) -> Result<Decoded, Diagnostic> {
    let (fours, _) = bytes.as_chunks::<4>();
    let letter = |four: &[u8; 4]| char::from_u32(number(*four)).unwrap_or('\u{FFFD}');
    Ok(finish(fours.iter().map(letter).collect(), name, Vec::new()))
}

/// UTF-16 after its byte order mark.
fn sixteen(bytes: &[u8], encoding: &'static Encoding, path: &str) -> Result<Decoded, Diagnostic> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let name = if encoding == UTF_16LE { "utf-16le" } else { "utf-16be" };
    let mut notes = Vec::new();
    if had_errors {
        notes.push(
            Diagnostic::warning(format!(
                "`{path}` has broken UTF-16; what could not be read stands as `\u{FFFD}`"
            ))
            .help("ask for the file again, or save it as UTF-8"),
        );
    }
    Ok(finish(text.into_owned(), name, notes))
}

/// UTF-8, or what calls itself nothing.
fn eight(bytes: Cow<'_, [u8]>, name: &'static str, path: &str) -> Result<Decoded, Diagnostic> {
    // One pass tells most files that nothing is to be done.
    let has = |sign: &&str| memchr::memmem::find(&bytes, sign.as_bytes()).is_some();
    let has_control = memchr::memchr3(0, b'\r', 0x0B, &bytes).is_some()
        || !bytes.is_ascii() && SEPARATORS.iter().any(has);
    let has_nul = has_control && memchr::memchr(0, &bytes).is_some();
    if has_nul {
        if let Some(encoding) = sixteen_without_mark(&bytes) {
            return sixteen(&bytes, encoding, path);
        }
        refuse_binary(&bytes, path)?;
    }
    let mut notes = Vec::new();
    let (mut text, encoding) = match utf8(bytes) {
        Ok(text) => (text, name),
        Err(bytes) => guess::guess(&bytes, name, path, &mut notes),
    };
    if has_nul {
        text = text.replace('\0', "\u{FFFD}");
        notes.push(Diagnostic::warning(format!(
            "`{path}` has NUL characters; they stand as `\u{FFFD}` in the text"
        )));
    }
    if !has_control && encoding == name {
        return Ok(Decoded { text: nfc::normalised(text), encoding, notes });
    }
    Ok(finish(text, encoding, notes))
}

/// The bytes as text, if that is what they are; copied only if they must be.
fn utf8(bytes: Cow<'_, [u8]>) -> Result<String, Cow<'_, [u8]>> {
    match bytes {
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(Cow::Borrowed(bytes)),
        },
        Cow::Owned(bytes) => {
            String::from_utf8(bytes).map_err(|error| Cow::Owned(error.into_bytes()))
        }
    }
}

/// The separators of lines and of paragraphs.
const SEPARATORS: [&str; 2] = ["\u{2028}", "\u{2029}"];

/// Line ends and normalisation form.
fn finish(mut text: String, encoding: &'static str, notes: Vec<Diagnostic>) -> Decoded {
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    const ENDS: [char; 3] = ['\u{B}', '\u{2028}', '\u{2029}'];
    // WebVTT says itself what ends its lines.
    if !text.starts_with("WEBVTT") && text.contains(ENDS) {
        text = text.replace(ENDS, "\n");
    }
    Decoded { text: nfc::normalised(text), encoding, notes }
}

/// UTF-16 without its mark: nearly every second byte of Western text is zero.
fn sixteen_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half == 0 {
        None
    } else if odd * 10 >= half * 7 && even * 20 <= half {
        Some(UTF_16LE)
    } else if even * 10 >= half * 7 && odd * 20 <= half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Refuses what has more than a stray NUL or control character.
fn refuse_binary(bytes: &[u8], path: &str) -> Result<(), Diagnostic> {
    let is_odd = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0C);
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let odd = sample.iter().filter(|byte| is_odd(byte)).count();
    if odd * 20 <= sample.len() {
        return Ok(());
    }
    Err(Diagnostic::error(format!("`{path}` is a binary file, not a transcript"))
        .in_file(path)
        .help("export the transcript as text (.txt), .docx, .csv or .vtt"))
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str, usize) {
        let decoded = decode(Cow::Borrowed(bytes), "t.txt").unwrap();
        (decoded.text, decoded.encoding, decoded.notes.len())
    }

    #[test]
    fn every_line_end_becomes_a_newline() {
        assert_eq!(text(b"a\r\nb\rc\n").0, "a\nb\nc\n");
        assert_eq!(text("a\u{2028}b\u{2029}c\u{B}d".as_bytes()).0, "a\nb\nc\nd");
    }

    #[test]
    fn byte_order_marks_are_dropped() {
        assert_eq!(text(b"\xEF\xBB\xBFI: yes").0, "I: yes");
        assert_eq!(text(b"\xFF\xFEI\0:\0 \0y\0"), ("I: y".into(), "utf-16le", 0));
        assert_eq!(text(b"\xFE\xFF\0I\0:\0 \0y"), ("I: y".into(), "utf-16be", 0));
        assert_eq!(text(b"I\0:\0 \0y\0e\0s\0").1, "utf-16le");
        assert_eq!(text(b"\xFF\xFE\0\0I\0\0\0:\0\0\0"), ("I:".into(), "utf-32le", 0));
        assert_eq!(text(b"\0\0\xFE\xFF\0\0\0I"), ("I".into(), "utf-32be", 0));
        assert_eq!(text(b"\xEF\xBB\xBF\xEF\xBB\xBFI: yes").0, "I: yes");
    }

    #[test]
    fn old_encodings_are_read_with_a_warning() {
        assert_eq!(
            text(b"P1: Au caf\xE9, \x93oui\x94."),
            ("P1: Au café, “oui”.".into(), "windows-1252", 1)
        );
        let chinese = "甲: 你今天去哪里了？我们很担心你。\n乙: 我去看医生了，没有什么事情。\n";
        let bytes = GB18030.encode(chinese).0;
        assert_eq!(text(&bytes), (chinese.into(), "gb18030", 1));
        let bytes = GB18030.encode("甲: 好\n乙: 嗯。\n").0;
        assert_eq!(text(&bytes).1, "gb18030");
        assert_eq!(text(b"\xC9\xE9 \xE0 l'\xE9t\xE9").1, "windows-1252");
    }

    #[test]
    fn a_page_says_its_encoding() {
        let page = b"<html><meta charset=windows-1251><p>I: \xEF\xF0\xE8\xE2\xE5\xF2";
        let (read, encoding, notes) = text(page);
        assert!(read.ends_with("I: привет"), "{read}");
        assert_eq!((encoding, notes), ("windows-1251", 0));
    }

    #[test]
    fn damage_is_marked_not_guessed() {
        let (read, encoding, notes) = text("Café, déjà vu: \u{2019}é".as_bytes());
        assert_eq!((read.as_str(), encoding, notes), ("Café, déjà vu: \u{2019}é", "utf-8", 0));
        let mut bytes = "Où êtes-vous allé, là-bas?".as_bytes().to_vec();
        bytes.push(0xE2);
        let (read, encoding, notes) = text(&bytes);
        assert!(read.ends_with("là-bas?\u{FFFD}"));
        assert_eq!((encoding, notes), ("utf-8", 1));
        // A lone surrogate in UTF-16.
        let (read, _, notes) = text(b"\xFF\xFEa\0\x00\xD8b\0");
        assert_eq!((read.as_str(), notes), ("a\u{FFFD}b", 1));
    }

    #[test]
    fn text_comes_in_form_c() {
        assert_eq!(text("cafe\u{301}".as_bytes()).0, "café");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decode(Cow::Borrowed(b" \n\t\n"), "t.txt").is_err());
        let binary: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(decode(Cow::Owned(binary), "t.bin").is_err());
        assert_eq!(text(b"one stray \0 in a long enough line of text").2, 1);
    }
}
