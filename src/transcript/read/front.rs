//! What a file says about itself before the first turn: YAML or TOML front matter, and header lines
//! such as `Date: 3 March 2026` or a title.
//!
//! In comes the text, out come name and value pairs and the place where the turns begin. A title is
//! told from speech that nobody is named for by the blank line after it.

use super::label;
use super::label_words;
use super::lines::{Line, lines};
use super::speakers::Speakers;
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

/// The most lines that a header may have.
const MOST_HEADER_LINES: usize = 50;

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
fn kind<'l>(line: Line<'l>, labels: &Speakers) -> (Kind, &'l str, &'l str) {
    let Some(found) = label::find(line.text, times::may_have_time(line.text.as_bytes())) else {
        return (Kind::Text, "", line.text);
    };
    let value = line.text.get(found.speech..).unwrap_or_default();
    let looks_like_value = !value.is_empty()
        && value.split_whitespace().nth(5).is_none()
        && !value.ends_with(['.', '?', '!', '…', '-', '。', '？', '！']);
    let is_speaker = labels.speaker(found.label).is_some();
    let kind = if is_speaker && !(looks_like_value && label_words::may_be_meta(found.label)) {
        Kind::Speaker
    } else if label_words::is_meta(found.label) {
        Kind::Meta
    } else if label_words::may_be_meta(found.label) && looks_like_value {
        Kind::MaybeMeta
    } else {
        Kind::Other
    };
    (kind, found.label, value)
}

/// A line before the first turn with its kind, name and value.
type Told<'l> = (Line<'l>, Kind, &'l str, &'l str);

/// Reads the header lines and titles from a byte on, up to where the turns begin.
pub(super) fn header(text: &str, from: usize, labels: &Speakers) -> Front {
    let mut front = Front { meta: Vec::new(), end: from };
    let mut block: Vec<Told> = Vec::new();
    for line in lines(text, from) {
        let line = line.trimmed();
        if !line.text.is_empty() {
            let (kind, label, value) = kind(line, labels);
            block.push((line, kind, label, value));
            if kind == Kind::Speaker {
                take_leading(&mut front, &block, labels);
                return front;
            }
            // A header is short: what goes on is speech.
            if block.len() > MOST_HEADER_LINES {
                return front;
            }
            continue;
        }
        if !block.is_empty() {
            if !is_header(&block, labels) {
                take_leading(&mut front, &block, labels);
                return front;
            }
            for (_, kind, label, value) in block.drain(..) {
                push(&mut front, kind, label, value);
            }
        }
        front.end = line.end() + 1;
    }
    take_leading(&mut front, &block, labels);
    front
}

/// Whether a block without any speaker is a header or a title.
fn is_header(block: &[Told], labels: &Speakers) -> bool {
    let has = |wanted: Kind| block.iter().any(|(_, kind, ..)| *kind == wanted);
    if has(Kind::Meta) {
        return true;
    }
    if has(Kind::MaybeMeta) {
        // Alone, such a word heads the file only if it never speaks and its value is a number.
        return !has(Kind::Text)
            && block.iter().all(|(_, kind, label, value)| {
                *kind != Kind::MaybeMeta
                    || labels.times(label) == 1 && value.bytes().any(|byte| byte.is_ascii_digit())
            });
    }
    block.len() <= 6
        && block.iter().all(|(line, ..)| {
            line.text.chars().count() <= LONGEST_TITLE
                && !line.text.ends_with(['.', '?', '!', '…', ','])
        })
}

/// Takes the header lines right above the first speaker of a block.
fn take_leading(front: &mut Front, block: &[Told], labels: &Speakers) {
    let first = block.iter().position(|(_, kind, label, _)| match kind {
        Kind::Speaker => true,
        Kind::MaybeMeta => labels.speaker(label).is_some(),
        _ => false,
    });
    let Some((leading, [(speaker, ..), ..])) = first.map(|first| block.split_at(first)) else {
        return;
    };
    let has = |wanted: Kind| leading.iter().any(|(_, kind, ..)| *kind == wanted);
    if has(Kind::Text) && !has(Kind::Meta) {
        return;
    }
    for (_, kind, label, value) in leading {
        push(front, *kind, label, value);
    }
    front.end = speaker.start;
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
