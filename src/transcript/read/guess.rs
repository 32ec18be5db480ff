//! Which encoding a text is in that is no valid UTF-8.
//!
//! In come the bytes, out comes the text with what is to be told about it: UTF-8 with some damage,
//! what a page says about itself, Japanese, Chinese in GB18030, other scripts without Latin letters
//! and, for whatever is none of these, Windows-1252.

use encoding_rs::{
    EUC_JP, Encoding, GB18030, GBK, ISO_8859_5, ISO_8859_7, KOI8_U, SHIFT_JIS, WINDOWS_874,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1255, WINDOWS_1256,
};

use crate::diagnostic::Diagnostic;

/// The text of bytes that are no valid UTF-8.
pub(super) fn guess(
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
    let (encoding, why) = if let Some(japanese) = beyond_latin(bytes, &JAPANESE) {
        (japanese, "its bytes look like Japanese")
    } else if is_chinese(bytes) {
        (GB18030, "its bytes look like Chinese")
    } else if let Some(other) = beyond_latin(bytes, &OTHERS) {
        (other, "its bytes look like that")
    } else {
        (WINDOWS_1252, "it is no valid UTF-8")
    };
    let called = encoding.name().to_lowercase();
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    notes.push(
        Diagnostic::warning(format!("`{path}` is read as {called}, because {why}"))
            .help("if letters look wrong, save the file as UTF-8"),
    );
    let name = if encoding == GB18030 { "gb18030" } else { encoding.name() };
    (text.into_owned(), name)
}

/// Encodings of Japanese.
static JAPANESE: [&Encoding; 2] = [SHIFT_JIS, EUC_JP];

/// Encodings of scripts with an alphabet other than Latin.
static OTHERS: [&Encoding; 8] = [
    WINDOWS_1251,
    KOI8_U,
    ISO_8859_5,
    WINDOWS_1253,
    ISO_8859_7,
    WINDOWS_1255,
    WINDOWS_1256,
    WINDOWS_874,
];

/// The one of some encodings that the detector finds, if the bytes are whole in it and at least half
/// of the letters are none of ASCII: text in Latin letters never has as many. Japanese has Kana, too.
fn beyond_latin(bytes: &[u8], encodings: &[&'static Encoding]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let encoding = encodings.iter().copied().find(|encoding| *encoding == guess)?;
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let head: Vec<char> = text.chars().take(1 << 16).filter(|c| c.is_alphabetic()).collect();
    let share = |is: fn(&char) -> bool| head.iter().filter(|c| is(c)).count() * 10;
    let is_japanese = JAPANESE.contains(&encoding);
    let has_kana = share(|c| matches!(u32::from(*c), 0x3041..=0x30FF)) >= head.len() * 2;
    let is_beyond = share(|c| !c.is_ascii()) >= head.len() * 5;
    (!had_errors && is_beyond && (has_kana || !is_japanese)).then_some(encoding)
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

    #[test]
    fn other_scripts_are_told_by_their_letters() {
        let japanese = "聞き手: どのように始めましたか。\n話し手: 姉が反対しました。\n";
        let russian = "I: Как вы начали?\nP1: Сначала сестра сказала нет, потом я пошёл учиться.\n";
        for (said, encoding, name) in [
            (japanese, SHIFT_JIS, "Shift_JIS"),
            (japanese, EUC_JP, "EUC-JP"),
            (russian, WINDOWS_1251, "windows-1251"),
            (russian, KOI8_U, "KOI8-U"),
        ] {
            let mut notes = Vec::new();
            let read = guess(&encoding.encode(said).0, "utf-8", "t.txt", &mut notes);
            assert_eq!((read, notes.len()), ((said.to_owned(), name), 1));
        }
    }
}
