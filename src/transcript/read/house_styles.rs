//! The head lines of transcription services, video calls and editors, a style each.
//!
//! In the grammars `T` is a time such as `0:04` or `01:02:07`. Each function takes a trimmed line
//! and says whether it begins a turn.

use super::house::{Head, Style, never, no_footer};
use super::input::Input;
use super::times::{clock, mark};

/// The most characters of a speaker's name.
const LONGEST: usize = 60;

/// A saved Zoom chat: the message below its head line.
pub(super) const ZOOM_CHAT_SAVED: Style = Style {
    name: "zoom_chat_saved",
    about: "Zoom chat as saved by the program",
    percent: 15,
    possible: |survey| survey.numbered,
    is_timeless: false,
    head: zoom_chat_saved,
    decides: never,
    is_footer: no_footer,
};

/// An older Zoom chat: the message behind ` : `.
pub(super) const ZOOM_CHAT_OLD: Style = Style {
    name: "zoom_chat_old",
    about: "Zoom chat of older versions",
    percent: 30,
    possible: |survey| survey.numbered,
    is_timeless: false,
    head: zoom_chat_old,
    decides: never,
    is_footer: no_footer,
};

/// A Zoom cloud recording's chat, with tabs.
pub(super) const ZOOM_CHAT_CLOUD: Style = Style {
    name: "zoom_chat_cloud",
    about: "Zoom chat of a cloud recording",
    percent: 30,
    possible: |survey| survey.numbered,
    is_timeless: false,
    head: zoom_chat_cloud,
    decides: never,
    is_footer: no_footer,
};

/// Rev: `Name (00:01):`.
pub(super) const REV: Style = Style {
    name: "rev",
    about: "Rev: `Name (00:01):`, speech below",
    percent: 15,
    possible: |survey| survey.closed,
    is_timeless: false,
    head: rev,
    decides: never,
    is_footer: no_footer,
};

/// Older Rev: `Name: (00:01)`.
pub(super) const REV_OLD: Style = Style {
    name: "rev_old",
    about: "older Rev: `Name: (00:01)`, speech below",
    percent: 15,
    possible: |survey| survey.closed,
    is_timeless: false,
    head: rev_old,
    decides: never,
    is_footer: no_footer,
};

/// Markdown: `**Name:** [00:01] text`.
pub(super) const DESCRIPT_MD: Style = Style {
    name: "descript_md",
    about: "Markdown: `**Name:** text`, perhaps with a time",
    percent: 30,
    possible: |survey| survey.bold,
    is_timeless: true,
    head: descript_md,
    decides: never,
    is_footer: no_footer,
};

/// Descript and others: `[00:00:01] Name: text`.
pub(super) const DESCRIPT: Style = Style {
    name: "descript",
    about: "Descript and others: `[00:00:01] Name: text`",
    percent: 30,
    possible: |survey| survey.bracketed,
    is_timeless: false,
    head: descript,
    decides: never,
    is_footer: no_footer,
};

/// Sonix: `Name: [00:00:01] text`.
pub(super) const SONIX: Style = Style {
    name: "sonix",
    about: "Sonix: `Name: [00:00:01] text`",
    percent: 30,
    possible: |survey| survey.timed,
    is_timeless: false,
    head: sonix,
    decides: never,
    is_footer: no_footer,
};

/// Trint: `Name [00:00:01] text`.
pub(super) const TRINT: Style = Style {
    name: "trint",
    about: "Trint: `Name [00:00:01] text`",
    percent: 30,
    possible: |survey| survey.timed,
    is_timeless: false,
    head: trint,
    decides: never,
    is_footer: no_footer,
};

/// Otter: `Name  0:04`.
pub(super) const OTTER: Style = Style {
    name: "otter",
    about: "Otter: `Name  0:04`, speech below",
    percent: 10,
    possible: |survey| survey.ending_in_digit,
    is_timeless: false,
    head: otter,
    decides: ends_with_otter,
    is_footer: is_otter_footer,
};

/// Word's transcription: `00:00:01 Speaker 1`.
pub(super) const WORD_TRANSCRIBE: Style = Style {
    name: "word_transcribe",
    about: "Word's transcription: `00:00:01 Speaker 1`, speech below",
    percent: 15,
    possible: |survey| survey.numbered,
    is_timeless: false,
    head: word_transcribe,
    decides: begins_with_audio_file,
    is_footer: no_footer,
};

/// `hh:mm:ss` at the beginning, and the rest.
fn stamp(line: &str) -> Option<(u32, &str)> {
    let clock = clock(line.as_bytes()).filter(|clock| clock.has_hours && clock.length == 8)?;
    Some((clock.ms, line.get(clock.length..)?))
}

/// Two parts around a word that has white space on both sides.
fn around<'l>(text: &'l str, word: &str) -> Option<(&'l str, &'l str)> {
    text.match_indices(word).find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let is_apart = before.ends_with(char::is_whitespace)
            && (after.is_empty() || after.starts_with(char::is_whitespace));
        let (before, after) = (before.trim(), after.trim());
        (is_apart && !before.is_empty()).then_some((before, after))
    })
}

fn zoom_chat_saved(line: &str) -> Option<Head<'_>> {
    let (ms, rest) = stamp(line)?;
    let names = rest.trim_start().strip_prefix("From")?.strip_suffix(':')?;
    let (label, to) = around(names, "to").filter(|_| names.starts_with(char::is_whitespace))?;
    Some(Head { label: Some(label), ms: Some(ms), to: Some(to), words: "" })
}

fn zoom_chat_old(line: &str) -> Option<Head<'_>> {
    let (ms, rest) = stamp(line)?;
    let rest = rest.trim_start().strip_prefix("From")?;
    let (names, words) = around(rest, ":").filter(|_| rest.starts_with(char::is_whitespace))?;
    let (label, to) = match around(names, "to") {
        Some((label, to)) => (label, Some(to)),
        None => (names, None),
    };
    Some(Head { label: Some(label), ms: Some(ms), to, words })
}

fn zoom_chat_cloud(line: &str) -> Option<Head<'_>> {
    let (ms, rest) = stamp(line)?;
    let (label, words) = rest.strip_prefix('\t')?.split_once('\t')?;
    let label = label.strip_suffix(':').filter(|label| !label.is_empty())?;
    Some(Head { label: Some(label), ms: Some(ms), to: None, words: words.trim() })
}

/// A name of at most [`LONGEST`] characters.
fn name(text: &str) -> Option<&str> {
    let is_name = !text.trim().is_empty() && text.chars().count() <= LONGEST;
    is_name.then(|| text.trim())
}

/// The time in round brackets at the end of a line, and what stands before it.
fn time_at_end(line: &str) -> Option<(&str, u32)> {
    let open = line.rfind('(')?;
    let mark = mark(&line.as_bytes()[open..])?;
    (open + mark.length == line.len()).then(|| (&line[..open], mark.ms))
}

fn rev(line: &str) -> Option<Head<'_>> {
    let (before, ms) = time_at_end(line.strip_suffix(':')?)?;
    let label = name(before.strip_suffix(' ')?)?;
    Some(Head { label: Some(label), ms: Some(ms), ..Head::default() })
}

fn rev_old(line: &str) -> Option<Head<'_>> {
    let (before, ms) = time_at_end(line)?;
    let label = name(before.strip_suffix(": ")?)?;
    Some(Head { label: Some(label), ms: Some(ms), ..Head::default() })
}

fn descript_md(line: &str) -> Option<Head<'_>> {
    let (label, words) = line.strip_prefix("**")?.split_once(":**")?;
    let label = name(label)?;
    let words = words.trim_start();
    let Some(mark) = mark(words.as_bytes()).filter(|_| words.starts_with('[')) else {
        return Some(Head { label: Some(label), words, ..Head::default() });
    };
    let mut rest = words.get(mark.length..)?;
    // A time may be a link to the recording.
    if let Some((_, behind)) = rest.strip_prefix('(').and_then(|link| link.split_once(')')) {
        rest = behind;
    }
    Some(Head { label: Some(label), ms: Some(mark.ms), to: None, words: rest.trim_start() })
}

fn descript(line: &str) -> Option<Head<'_>> {
    let mark = mark(line.as_bytes()).filter(|_| line.starts_with('['))?;
    let rest = line.get(mark.length..)?;
    let named = rest.trim_start();
    let (label, words) = named.match_indices(':').find_map(|(at, _)| {
        let words = &named[at + 1..];
        let ends = words.is_empty() || words.starts_with(char::is_whitespace);
        ends.then(|| (&named[..at], words.trim_start()))
    })?;
    let label = name(label).filter(|_| named.len() < rest.len())?;
    Some(Head { label: Some(label), ms: Some(mark.ms), to: None, words })
}

/// The first time in square brackets of a line: what stands before it, the time, what follows.
fn first_bracketed(line: &str) -> Option<(&str, u32, &str)> {
    let open = line.find('[')?;
    let mark = mark(&line.as_bytes()[open..])?;
    let after = line.get(open + mark.length..)?;
    let before = line[..open].trim_end();
    let is_apart = before.len() < open && (after.is_empty() || after.starts_with(' '));
    is_apart.then(|| (before, mark.ms, after.trim_start()))
}

fn sonix(line: &str) -> Option<Head<'_>> {
    let (before, ms, words) = first_bracketed(line)?;
    let label = name(before.strip_suffix(':')?)?;
    Some(Head { label: Some(label), ms: Some(ms), to: None, words })
}

fn trint(line: &str) -> Option<Head<'_>> {
    let (before, ms, words) = first_bracketed(line)?;
    let label = name(before).filter(|label| !label.ends_with([':', '.', '?', '!', ',']))?;
    Some(Head { label: Some(label), ms: Some(ms), to: None, words })
}

fn otter(line: &str) -> Option<Head<'_>> {
    let at = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let time = line.get(at..)?;
    let clock = clock(time.as_bytes()).filter(|clock| clock.length == time.len())?;
    let before = &line[..at];
    let label = before.trim_end();
    let is_apart = before.len() >= label.len() + 2 && label.chars().count() <= LONGEST;
    match label {
        "" => Some(Head { ms: Some(clock.ms), ..Head::default() }),
        _ if is_apart => Some(Head { label: Some(label), ms: Some(clock.ms), ..Head::default() }),
        _ => None,
    }
}

fn ends_with_otter(input: &Input) -> bool {
    input.last_line().to_lowercase().contains("otter.ai")
}

fn is_otter_footer(line: &str) -> bool {
    line.starts_with("Transcribed by") && line.contains("otter.ai")
}

fn word_transcribe(line: &str) -> Option<Head<'_>> {
    let (ms, rest) = stamp(line)?;
    let label = name(rest.strip_prefix(' ')?)
        .filter(|label| !label.contains(':') && !label.ends_with(['.', '?', '!', ',']))?;
    Some(Head { label: Some(label), ms: Some(ms), ..Head::default() })
}

fn begins_with_audio_file(input: &Input) -> bool {
    let mut lines = input.first_lines();
    lines.next() == Some("Audio file") && lines.take(3).any(|line| line == "Transcript")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::{Options, read};

    type Grammar = fn(&str) -> Option<Head<'_>>;

    #[test]
    fn head_lines_of_every_style() {
        let cases: [(Grammar, &str, Option<&str>, u32, &str); 12] = [
            (zoom_chat_saved, "00:02:11 From  Mara Q.  to  Everyone:", Some("Mara Q."), 131, ""),
            (
                zoom_chat_old,
                "12:58:22\t From  Mara : Link : here",
                Some("Mara"),
                46_702,
                "Link : here",
            ),
            (zoom_chat_cloud, "00:21:14\tMara Q.:\tHi\tyou", Some("Mara Q."), 1_274, "Hi\tyou"),
            (rev, "Mara Q. (01:02:10):", Some("Mara Q."), 3_730, ""),
            (rev_old, "Mara Q.: (00:10)", Some("Mara Q."), 10, ""),
            (descript_md, "**Mara:** [00:01](x) So: yes", Some("Mara"), 1, "So: yes"),
            (descript, "[00:01] Mara: So: yes", Some("Mara"), 1, "So: yes"),
            (sonix, "Mara: [00:00:01] Yes", Some("Mara"), 1, "Yes"),
            (trint, "Mara [00:00:01] Yes", Some("Mara"), 1, "Yes"),
            (otter, "Mara Q.  0:04", Some("Mara Q."), 4, ""),
            (otter, "1:02:07", None, 3_727, ""),
            (word_transcribe, "00:00:01 Speaker 1", Some("Speaker 1"), 1, ""),
        ];
        for (grammar, line, label, seconds, words) in cases {
            let head = grammar(line).unwrap_or_else(|| panic!("{line}"));
            let expected = (label, Some(seconds * 1000), words);
            assert_eq!((head.label, head.ms, head.words), expected, "{line}");
        }
    }

    #[test]
    fn speech_with_times_is_no_head() {
        let cases: [(Grammar, &str); 7] = [
            (rev, "I left (at 10:30):"),
            (sonix, "I said [inaudible 00:07] so"),
            (trint, "I left. [00:00:35] Then"),
            (otter, "I left at 10:30"),
            (otter, "10:30 was it"),
            (descript, "[laughs] Mara: yes"),
            (word_transcribe, "00:00:01 Mara: yes"),
        ];
        for (grammar, line) in cases {
            assert_eq!(grammar(line), None, "{line}");
        }
    }

    #[test]
    fn private_messages_are_marked() {
        let text = "00:02:11 From  Mara  to  Everyone:\n\tHear me?\n\tYes?\n\
                    00:03:05 From  Odell  to  Mara(Direct Message):\n\tno\n";
        let transcript = read(text.as_bytes(), "chat.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "zoom_chat_saved");
        let private: Vec<_> =
            transcript.turns.iter().map(|turn| transcript.is_private(turn)).collect();
        assert_eq!(private, [false, true]);
        assert_eq!(transcript.reading_text(&transcript.turns[0]), "Hear me? Yes?");
    }

    #[test]
    fn titles_and_footers_are_no_speech() {
        let text =
            "Talk 4\n\nMara  0:04  \nThanks.\n\n0:09  \nNo.\n\nTranscribed by https://otter.ai\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        assert_eq!((transcript.format, transcript.turns.len()), ("otter", 2));
        assert_eq!(transcript.meta, [("title".to_owned(), "Talk 4".to_owned())]);
        assert_eq!(transcript.speaker(&transcript.turns[1]), None);
        assert_eq!(transcript.reading_text(&transcript.turns[1]), "No.");
    }
}
