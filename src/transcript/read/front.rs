//! What a file says about itself before the first turn: YAML or TOML front matter, and header lines
//! such as `Date: 3 March 2026` or a title.
//!
//! In comes the text, out come name and value pairs and the place where the turns begin. A title is
//! told from speech that nobody is named for by the blank line after it.

use super::label::{self, Labels};
use super::lines::{Line, lines};
use super::times;

/// Name and value pairs, and where they end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    /// Name and value, in the order of the file.
    pub(super) meta: Vec<(String, String)>,
    /// The first byte that does not belong to it.
    pub(super) end: usize,
}

/// The most lines that front matter may have.
const MOST_LINES: usize = 500;

/// The most characters of a title's line.
const LONGEST_TITLE: usize = 80;

/// Reads front matter between `---` (YAML) or `+++` (TOML) lines at the very beginning.
pub(super) fn matter(text: &str) -> Front {
    let (fence, separator) = match text.get(..3) {
        Some("---") => ("---", ':'),
        Some("+++") => ("+++", '='),
        _ => return Front::default(),
    };
    let mut meta = Vec::new();
    for line in lines(text, 0).take(MOST_LINES) {
        let bare = line.text.trim_end();
        if line.start == 0 {
            if bare != fence {
                return Front::default();
            }
        } else if bare == fence || fence == "---" && bare == "..." {
            return Front { meta, end: (line.end() + 1).min(text.len()) };
        } else if !bare.starts_with([' ', '\t', '#', '-'])
            && let Some((name, value)) = bare.split_once(separator)
        {
            meta.push((name.trim().to_owned(), unquoted(value).to_owned()));
        }
    }
    Front::default()
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}

/// What one line before the first turn is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A word of headers with its value: `Date: 3 March 2026`.
    Meta,
    /// A speaker's word that may head a file too: `Participant: P07`.
    MaybeMeta,
    /// Another word that is no speaker.
    Other,
    /// A speaker with speech.
    Speaker,
    /// No label at all.
    Text,
}

/// The line's kind, with name and value.
fn kind<'l>(line: Line<'l>, labels: &Labels) -> (Kind, &'l str, &'l str) {
    let Some(found) = label::find(line.text, times::may_have_time(line.text.as_bytes())) else {
        return (Kind::Text, "", line.text);
    };
    let value = line.text.get(found.speech..).unwrap_or_default();
    let looks_like_value = !value.is_empty()
        && value.split_whitespace().nth(5).is_none()
        && !value.ends_with(['.', '?', '!', '…', '-', '。', '？', '！']);
    let kind = if label::is_meta(found.label) {
        Kind::Meta
    } else if label::may_be_meta(found.label) && looks_like_value {
        Kind::MaybeMeta
    } else if labels.speaker(found.label).is_some() {
        Kind::Speaker
    } else {
        Kind::Other
    };
    (kind, found.label, value)
}

/// Reads the header lines and titles from a byte on, up to where the turns begin.
pub(super) fn header(text: &str, from: usize, labels: &Labels) -> Front {
    let mut front = Front { meta: Vec::new(), end: from };
    let mut block: Vec<Line> = Vec::new();
    for line in lines(text, from) {
        let line = line.trimmed();
        if !line.text.is_empty() {
            block.push(line);
            // A header is short: what goes on is speech.
            if block.len() > 50 {
                break;
            }
            continue;
        }
        if !block.is_empty() {
            if !take(&mut front, &block, labels) {
                return front;
            }
            block.clear();
        }
        front.end = line.end() + 1;
    }
    // The last block has no blank line after it: only its leading header lines count.
    take_leading(&mut front, &block, labels);
    front
}

/// Takes a whole block as header, or its leading lines. Returns whether more may follow.
fn take(front: &mut Front, block: &[Line], labels: &Labels) -> bool {
    let kinds: Vec<_> = block.iter().map(|line| kind(*line, labels)).collect();
    let has = |wanted: Kind| kinds.iter().any(|(kind, ..)| *kind == wanted);
    let is_titled = |line: &Line| line.text.chars().count() <= LONGEST_TITLE;
    let is_header = if has(Kind::Speaker) {
        false
    } else if has(Kind::Meta) {
        true
    } else if has(Kind::MaybeMeta) {
        // Alone, such a word heads the file only if it never speaks and its value is a number.
        !has(Kind::Text)
            && kinds.iter().all(|(kind, label, value)| {
                *kind != Kind::MaybeMeta
                    || labels.times(label) == 1 && value.bytes().any(|byte| byte.is_ascii_digit())
            })
    } else {
        let ends_like_speech = |line: &Line| line.text.ends_with(['.', '?', '!', '…', ',']);
        block.len() <= 6 && block.iter().all(|line| is_titled(line) && !ends_like_speech(line))
    };
    if !is_header {
        take_leading(front, block, labels);
        return false;
    }
    for (kind, label, value) in kinds {
        push(front, kind, label, value);
    }
    if let Some(last) = block.last() {
        front.end = last.end() + 1;
    }
    true
}

/// Takes the header lines right above the first speaker of a block.
fn take_leading(front: &mut Front, block: &[Line], labels: &Labels) {
    let is_speaker = |(kind, label, _): &(Kind, &str, &str)| match kind {
        Kind::Speaker => true,
        Kind::MaybeMeta => labels.speaker(label).is_some(),
        _ => false,
    };
    let mut leading = Vec::new();
    let mut first = None;
    for (place, line) in block.iter().enumerate() {
        let kind = kind(*line, labels);
        if is_speaker(&kind) {
            first = Some(place);
            break;
        }
        leading.push(kind);
    }
    let Some(first) = first else { return };
    if leading.iter().any(|(kind, ..)| *kind == Kind::Text)
        && !leading.iter().any(|(kind, ..)| *kind == Kind::Meta)
    {
        return;
    }
    for (kind, label, value) in leading {
        push(front, kind, label, value);
    }
    if let Some(line) = block.get(first) {
        front.end = line.start;
    }
}

fn push(front: &mut Front, kind: Kind, label: &str, value: &str) {
    let name = if kind == Kind::Text { "title".to_owned() } else { label.to_lowercase() };
    let value = value.trim_start_matches('#').trim();
    front.meta.push((name, value.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::Options;
    use crate::transcript::read::survey::Survey;

    fn pairs(front: &Front) -> Vec<(&str, &str)> {
        front.meta.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn front_matter_is_read_and_skipped() {
        let text = "---\ntitle: \"Talk 4\"\nsite: North\n---\nI: And?\n";
        let front = matter(text);
        assert_eq!(pairs(&front), [("title", "Talk 4"), ("site", "North")]);
        assert_eq!(&text[front.end..], "I: And?\n");
        let front = matter("+++\nwave = 2\n+++\n");
        assert_eq!((pairs(&front), front.end), (vec![("wave", "2")], 17));
        assert_eq!(matter("---\nnever closed\n"), Front::default());
        assert_eq!(matter("--- a dash\n---\n"), Front::default());
    }

    fn split(text: &str) -> (Vec<(String, String)>, &str) {
        let labels = Survey::of(text, &Options::default()).labels;
        let front = header(text, 0, &labels);
        (front.meta, &text[front.end..])
    }

    #[test]
    fn headers_and_titles_stand_before_a_blank_line() {
        let (meta, rest) =
            split("Participant: P07\nDate: 3 March\n\nI: How?\nP7: So.\nI: And?\nP7: No.");
        assert_eq!(meta[0], ("participant".into(), "P07".into()));
        assert_eq!((meta.len(), &rest[..7]), (2, "I: How?"));
        let (meta, rest) = split("FG2 North, 5 people\n\nMOD: Who?\nP1: Me.\n");
        assert_eq!(meta, [("title".into(), "FG2 North, 5 people".into())]);
        assert!(rest.starts_with("MOD"));
        let (meta, rest) = split("Date: 3 March\nI: How?\nP7: So.\n\nI: And?\n");
        assert_eq!((meta.len(), &rest[..7]), (1, "I: How?"));
    }

    #[test]
    fn speech_without_a_name_is_no_header() {
        for text in [
            "Interview\nDan: Okay.\nDan: And?\nPat: Yes.\nPat: No.\n",
            "It rained that day and nobody came.\n\nI: And?\nP1: No.\n",
            "Participant: No problem\n\nCoach: Good.\n\nParticipant: Yes.\n\nCoach: So.\n",
            "I: And?\nP1: No.\n",
        ] {
            assert_eq!(split(text), (Vec::new(), text), "{text}");
        }
    }
}
