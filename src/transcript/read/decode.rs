//! From bytes to the canonical text: encoding, line ends, normalisation form.
//!
//! UTF-8 with or without byte order mark, UTF-16 with one (or recognisable without), GB18030 and,
//! for whatever is none of these, Windows-1252 with a warning. Out comes text with `\n` line ends
//! in Unicode normalisation form C.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::nfc;
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
        [0xFF, 0xFE, rest @ ..] => sixteen(rest, UTF_16LE, path),
        [0xFE, 0xFF, rest @ ..] => sixteen(rest, UTF_16BE, path),
        [0xEF, 0xBB, 0xBF, rest @ ..] => eight(Cow::Borrowed(rest), "utf-8-bom", path),
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
    let has_control = memchr::memchr2(0, b'\r', &bytes).is_some();
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
        Err(bytes) => guess(&bytes, name, path, &mut notes),
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

/// Line ends and normalisation form.
fn finish(mut text: String, encoding: &'static str, notes: Vec<Diagnostic>) -> Decoded {
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
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

/// The text of bytes that are no valid UTF-8.
fn guess(
    bytes: &[u8],
    name: &'static str,
    path: &str,
    notes: &mut Vec<Diagnostic>,
) -> (String, &'static str) {
    if let Some((text, places)) = damaged_utf8(bytes) {
        let times = if places == 1 { "one place" } else { "some places" };
        notes.push(
            Diagnostic::warning(format!(
                "`{path}` is UTF-8 with damage in {times}, which stands as `\u{FFFD}`"
            ))
            .help("look for `\u{FFFD}` and correct the file"),
        );
        return (text, name);
    }
    if let Some(encoding) = declared(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name());
    }
    let (encoding, called, why) = match is_chinese(bytes) {
        true => (GB18030, "gb18030", "its bytes look like Chinese"),
        false => (WINDOWS_1252, "windows-1252", "it is no valid UTF-8"),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    notes.push(
        Diagnostic::warning(format!("`{path}` is read as {called}, because {why}"))
            .help("if letters look wrong, save the file as UTF-8"),
    );
    (text.into_owned(), called)
}

/// The encoding that a web page or an XML file says it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let head = head.to_ascii_lowercase();
    let name = ["charset=", "encoding="].iter().find_map(|sign| {
        let at = memchr::memmem::find(&head, sign.as_bytes())?;
        let rest = head.get(at + sign.len()..)?;
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        rest.get(..rest.iter().take_while(is_name).count())
    })?;
    Encoding::for_label(name).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// The text of UTF-8 with few broken places, and their number; `None` if it is rather another
/// encoding.
fn damaged_utf8(bytes: &[u8]) -> Option<(String, usize)> {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (valid > 0 && valid >= broken * 4)
        .then(|| (String::from_utf8_lossy(bytes).into_owned(), broken))
}

/// Whether bytes are Chinese in GB18030: the detector says so, and nearly all of them decode.
fn is_chinese(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(1 << 20)];
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if guess == GBK || guess == GB18030 {
        return true;
    }
    if sample.len() < 400 && has_han_pairs(sample) {
        return true;
    }
    // The detector knows frequent characters only; whole Han text without any error is enough.
    let (text, had_errors) = GB18030.decode_without_bom_handling(sample);
    let is_han =
        |c: &char| matches!(u32::from(*c), 0x4E00..=0x9FFF | 0x3000..=0x303F | 0xFF00..=0xFFEF);
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    let han = text.chars().filter(is_han).count();
    !had_errors && han > 4 && han * 20 >= beyond * 19 && guess != WINDOWS_1252
}

/// Whether the bytes above ASCII come in pairs of GB 2312, at least two of them, never next to an
/// ASCII letter: what Western text of any length does not look like. A few words are too little for
/// the detector.
fn has_han_pairs(bytes: &[u8]) -> bool {
    let mut pairs = 0;
    let mut before = b' ';
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        if byte.is_ascii() {
            before = *byte;
            rest = after;
            continue;
        }
        let length = rest.iter().take_while(|byte| !byte.is_ascii()).count();
        let (run, behind) = rest.split_at(length);
        let touches =
            before.is_ascii_alphabetic() || behind.first().is_some_and(u8::is_ascii_alphabetic);
        let are_pairs =
            run.chunks(2).all(|pair| matches!(pair, [0xA1..=0xA3 | 0xB0..=0xF7, 0xA1..=0xFE]));
        if touches || !are_pairs {
            return false;
        }
        pairs += length / 2;
        rest = behind;
    }
    pairs >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str, usize) {
        let decoded = decode(Cow::Borrowed(bytes), "t.txt").unwrap();
        (decoded.text, decoded.encoding, decoded.notes.len())
    }

    #[test]
    fn every_line_end_becomes_a_newline() {
        assert_eq!(text(b"a\r\nb\rc\n").0, "a\nb\nc\n");
    }

    #[test]
    fn byte_order_marks_are_dropped() {
        assert_eq!(text(b"\xEF\xBB\xBFI: yes").0, "I: yes");
        assert_eq!(text(b"\xFF\xFEI\0:\0 \0y\0"), ("I: y".into(), "utf-16le", 0));
        assert_eq!(text(b"\xFE\xFF\0I\0:\0 \0y"), ("I: y".into(), "utf-16be", 0));
        assert_eq!(text(b"I\0:\0 \0y\0e\0s\0").1, "utf-16le");
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
