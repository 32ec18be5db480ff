//! WebVTT: captions of Zoom, Teams and most video platforms (W3C WebVTT, section 6.1).
//!
//! In comes text after a `WEBVTT` line, out come captions as the specification's parser collects
//! them: notes, styles, regions and cue settings are left out, and so is a cue whose times are
//! broken, which is told.

use super::captions::{self, Caption};
use super::input::Input;
use super::{Reader, cue_text};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// WebVTT.
pub(super) struct Vtt;

impl Reader for Vtt {
    fn name(&self) -> &'static str {
        "vtt"
    }

    fn about(&self) -> &'static str {
        "WebVTT captions, as from Zoom and Teams"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["vtt"]
    }

    fn recognises(&self, input: &Input) -> bool {
        is_signature(input.text().split('\n').next().unwrap_or_default())
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let text = input.take_text();
        let (cues, broken) = cues(&text);
        let captions = cues.into_iter().map(caption).collect();
        let mut transcript = captions::transcript(captions, false, path);
        if !is_signature(text.split('\n').next().unwrap_or_default()) {
            transcript.notes.insert(0, no_signature(path));
        }
        if let Some(first) = broken.first() {
            transcript.notes.push(
                Diagnostic::warning(format!(
                    "{} of `{path}` {} no times that can be read, the first on line {first}",
                    count(broken.len(), "caption"),
                    if broken.len() == 1 { "has" } else { "have" },
                ))
                .in_file(path)
                .help(
                    "times look like `00:01:02.345 --> 00:01:04.000`; these captions are left out",
                ),
            );
        }
        Ok(transcript)
    }
}

/// `1 caption`, `3 captions`.
fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn no_signature(path: &str) -> Diagnostic {
    Diagnostic::warning(format!("`{path}` does not begin with a line `WEBVTT`"))
        .in_file(path)
        .help("it is read all the same; check that it is whole")
}

/// Whether a first line is the file's signature.
fn is_signature(line: &str) -> bool {
    line.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// A cue as the parser collects it.
#[derive(Debug, PartialEq, Eq)]
struct RawCue {
    start_ms: u32,
    end_ms: u32,
    text: String,
}

/// Collects the cues, and the lines (from 1) of those whose times are broken.
fn cues(text: &str) -> (Vec<RawCue>, Vec<usize>) {
    let lines: Vec<&str> = text.split('\n').collect();
    let decimal = decimal(&lines);
    let mut cues = Vec::new();
    let mut broken = Vec::new();
    let mut at = 0;
    if is_signature(lines.first().copied().unwrap_or_default()) {
        at = 1;
        // The header goes on to a blank line or the first times.
        while lines.get(at).is_some_and(|line| !line.is_empty() && !line.contains("-->")) {
            at += 1;
        }
    }
    while at < lines.len() {
        if lines[at].is_empty() {
            at += 1;
            continue;
        }
        // One block: perhaps an identifier, the times, the text.
        let has_identifier = !lines[at].contains("-->");
        let times_at = at + usize::from(has_identifier);
        let is_cue = lines.get(times_at).is_some_and(|line| line.contains("-->"));
        if !is_cue {
            while lines.get(at).is_some_and(|line| !line.is_empty() && !line.contains("-->")) {
                at += 1;
            }
            // Times in the middle of a block begin a cue of their own.
            continue;
        }
        let times = times(lines[times_at], decimal);
        at = times_at + 1;
        let from = at;
        while lines.get(at).is_some_and(|line| !line.is_empty() && !line.contains("-->")) {
            at += 1;
        }
        match times {
            Some((start_ms, end_ms)) => {
                cues.push(RawCue { start_ms, end_ms, text: lines[from..at].join("\n") });
            }
            None => broken.push(times_at + 1),
        }
    }
    (cues, broken)
}

/// What stands before the thousandths: a full stop, or a comma if no times of the file are to be read
/// with full stops. Programs that turn SubRip into WebVTT forget to change it.
fn decimal(lines: &[&str]) -> char {
    let mut all = lines.iter().filter(|line| line.contains("-->")).peekable();
    let is_comma = all.peek().is_some() && all.all(|line| times(line, ',').is_some());
    if is_comma { ',' } else { '.' }
}

/// `00:00.000 --> 00:01.000 align:start`: begin and end.
fn times(line: &str, decimal: char) -> Option<(u32, u32)> {
    let (start, rest) = timestamp(line.trim_start_matches(is_space), decimal)?;
    let rest = rest.trim_start_matches(is_space).strip_prefix("-->")?;
    let (end, _) = timestamp(rest.trim_start_matches(is_space), decimal)?;
    Some((start, end))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{C}')
}

/// A WebVTT timestamp (hours optional, two digits of minutes and seconds, three of milliseconds)
/// and what follows it.
fn timestamp(text: &str, decimal: char) -> Option<(u32, &str)> {
    let number = |text: &str| -> Option<(u64, usize)> {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        (length > 0).then(|| (text[..length].parse().unwrap_or(u64::MAX), length))
    };
    let (first, first_length) = number(text)?;
    let rest = text[first_length..].strip_prefix(':')?;
    let (second, second_length) = number(rest).filter(|(_, length)| *length == 2)?;
    let mut rest = &rest[second_length..];
    let has_hours = first_length != 2 || first > 59 || rest.starts_with(':');
    let (hours, minutes, seconds) = if has_hours {
        let (third, length) = number(rest.strip_prefix(':')?).filter(|(_, length)| *length == 2)?;
        rest = &rest[1 + length..];
        (first, second, third)
    } else {
        (0, first, second)
    };
    let (thousandths, length) =
        number(rest.strip_prefix(decimal)?).filter(|(_, length)| *length == 3)?;
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let ms = hours
        .checked_mul(3600)?
        .checked_add(minutes * 60 + seconds)?
        .checked_mul(1000)?
        .checked_add(thousandths)?;
    Some((u32::try_from(ms).unwrap_or(u32::MAX), &rest[1 + length..]))
}

/// A cue with its voices.
fn caption(cue: RawCue) -> Caption {
    let mut lines = Vec::new();
    for part in cue_text::parts(&cue.text) {
        let of_part = part.text.split('\n').filter(|line| !line.trim().is_empty());
        lines.extend(of_part.map(|line| (part.voice.clone(), line.to_owned())));
    }
    Caption { start_ms: cue.start_ms, end_ms: cue.end_ms, lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::{Options, read};

    #[test]
    fn timestamps_are_strict() {
        for (text, ms) in [
            ("00:01.500", Some(1_500)),
            ("01:02:03.004", Some(3_723_004)),
            ("100:00:00.000", Some(360_000_000)),
            ("99999:00:00.000", Some(u32::MAX)),
            ("00:60.000", None),
            ("60:00.000", None),
            ("00:01.50", None),
            ("00:01,500", None),
            ("0:01.500", None),
        ] {
            assert_eq!(timestamp(text, '.').map(|(ms, _)| ms), ms, "{text}");
        }
    }

    #[test]
    fn notes_styles_and_settings_are_left_out() {
        let text = "WEBVTT - talk\nKind: captions\n\nNOTE a\nremark\n\nSTYLE\n::cue {}\n\n\
                    id1\n00:00.000 --> 00:01.000 align:start\nOne\ntwo\n\n\
                    00:01.000-->00:02.000\nThree\n00:02.000 --> 00:03.000\nFour\n\n\
                    00:xx --> 00:04.000\nlost\n";
        let (cues, broken) = cues(text);
        let texts: Vec<_> = cues.iter().map(|cue| (cue.start_ms, cue.text.as_str())).collect();
        assert_eq!(texts, [(0, "One\ntwo"), (1_000, "Three"), (2_000, "Four")]);
        assert_eq!(broken, [20]);
    }

    #[test]
    fn voices_become_speakers() {
        let text = "WEBVTT\n\nx/1-0\n00:02.510 --> 00:05.990\n<v Quill, Mara>How long have\nyou?</v>\n\n\
                    00:06.000 --> 00:07.000\n<v Odell>Four &amp; a bit.\n\n\
                    00:07.000 --> 00:08.000\n<v Odell>On</v><v Quill, Mara>So.</v>\n";
        let transcript = read(text.as_bytes(), "t.vtt", &Options::default()).unwrap();
        assert_eq!(
            transcript.text,
            "Quill, Mara: How long have you?\nOdell: Four & a bit. On\nQuill, Mara: So."
        );
        assert_eq!(transcript.turns[1].end_ms, Some(8_000));
    }

    #[test]
    fn commas_stand_for_full_stops_in_all_times_or_in_none() {
        let all = "WEBVTT\n\n00:00:01,000 --> 00:00:02,500\nOne\n\n00:03,000 --> 00:04,000\nTwo\n";
        let (found, broken) = cues(all);
        assert_eq!((found.len(), found[0].end_ms, broken.len()), (2, 2_500, 0));
        let one = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\n00:03,000 --> 00:04,000\nTwo\n";
        let (found, broken) = cues(one);
        assert_eq!((found.len(), broken), (1, vec![6]));
    }

    #[test]
    fn a_missing_signature_is_told() {
        let text = "Talk\n\nfirst\n\n\n00:00.000 --> 00:01.000\nOne\n";
        let transcript = read(text.as_bytes(), "t.vtt", &Options::default()).unwrap();
        assert_eq!((transcript.text.as_str(), transcript.notes.len()), ("One", 1));
    }
}
