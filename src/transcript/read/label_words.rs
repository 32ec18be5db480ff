//! What the words of a label tell: a speaker known everywhere (`I`, `P07`, `Speaker 2`), a word of
//! headers (`Date`), a name, or speech.
//!
//! In comes a label without its colon, out come yes and no. The lists are what transcripts of
//! several houses and languages write there.

/// The most words of a label.
pub(super) const MOST_WORDS: usize = 4;

/// Words before a colon that belong to a header, never to a speaker.
const META: [&str; 20] = [
    "age",
    "attendees",
    "date",
    "duration",
    "file",
    "gender",
    "http",
    "https",
    "id",
    "interviewee",
    "location",
    "note",
    "notes",
    "ps",
    "re",
    "recording",
    "site",
    "time",
    "title",
    "transcript",
];

/// Labels of speakers that a header may use too: `Participant: P07`.
const MAYBE_META: [&str; 10] = [
    "participant",
    "interviewer",
    "respondent",
    "moderator",
    "facilitator",
    "speaker",
    "speakers",
    "participants",
    "client",
    "name",
];

/// Labels known without repetition.
const KNOWN: [&str; 38] = [
    "I",
    "INT",
    "Int",
    "Interviewer",
    "INTERVIEWER",
    "Interviewee",
    "INTERVIEWEE",
    "Q",
    "R",
    "Resp",
    "RESP",
    "Respondent",
    "RESPONDENT",
    "M",
    "MOD",
    "Mod",
    "Moderator",
    "MODERATOR",
    "Facilitator",
    "FACILITATOR",
    "Researcher",
    "PX",
    "A",
    "B",
    "P",
    "Unknown Speaker",
    "Multiple",
    "All",
    "PARTICIPANT",
    "Participant",
    "Speaker",
    "SPEAKER",
    "Spk",
    "Q.",
    "A.",
    "interviewer",
    "participant",
    "respondent",
];

/// Words that make a known label with a number or a letter: `Participant 3`, `Speaker A`, `P-01`.
const NUMBERED: [&str; 21] = [
    "P",
    "B",
    "S",
    "F",
    "R",
    "M",
    "I",
    "INT",
    "Int",
    "MOD",
    "Mod",
    "Speaker",
    "SPEAKER",
    "Participant",
    "PARTICIPANT",
    "Respondent",
    "RESPONDENT",
    "Interviewer",
    "Interviewee",
    "INTERVIEWER",
    "Resp",
];

/// First words that show speech, not a name, before a colon: `I said to her: …`.
const SPEECH: [&str; 18] = [
    "i", "he", "she", "they", "we", "you", "it", "and", "so", "but", "then", "because", "that",
    "this", "what", "well", "like", "or",
];

/// Words that are speech even alone: `And: …`.
const NO_NAMES: [&str; 7] = ["and", "so", "but", "then", "because", "or", "well"];

/// Whether a word before a colon belongs to a header and never names a speaker.
pub(super) fn is_meta(label: &str) -> bool {
    META.contains(&base(label).to_lowercase().as_str())
}

/// Whether a speaker's label may stand in a header too.
pub(super) fn may_be_meta(label: &str) -> bool {
    MAYBE_META.contains(&label.to_lowercase().as_str())
}

/// A label without the brackets behind it: `P1 (Anna)` is `P1`.
pub(super) fn base(label: &str) -> &str {
    match label.strip_suffix(')').and_then(|label| label.rsplit_once('(')) {
        Some((base, _)) if !base.trim().is_empty() => base.trim_end(),
        _ => label,
    }
}

/// The name that a known label carries behind it in brackets: `Anna` in `P1 (Anna)`.
pub(super) fn leaked_name(label: &str) -> Option<&str> {
    let base = base(label);
    let inside = label.get(base.len()..)?.trim().trim_matches(['(', ')']).trim();
    let is_name = inside.chars().next().is_some_and(char::is_uppercase)
        && inside.chars().nth(1).is_some_and(char::is_lowercase);
    (is_known(base) && is_name).then_some(inside)
}

/// Whether a label names a speaker wherever it stands.
pub(super) fn is_known(label: &str) -> bool {
    KNOWN.contains(&label)
        || is_shouted(label)
        || label.split_once('/').is_some_and(|(one, other)| is_known(one) && is_known(other))
        || NUMBERED.iter().any(|word| label.strip_prefix(word).is_some_and(is_number))
        || matches!(label.as_bytes(), [b'P', second, rest @ ..]
            if second.is_ascii_uppercase() && rest.len() <= 3 && rest.iter().all(u8::is_ascii_digit))
}

/// `INTERVIEWER`, `PEER WORKER`: one to three words in capitals.
fn is_shouted(label: &str) -> bool {
    let mut words = 0;
    label.split(' ').all(|word| {
        words += 1;
        word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
    }) && words <= 3
}

/// What follows the word in `P07`, `P-01`, `Speaker 2`, `SPEAKER_00`, `Participant A`.
fn is_number(rest: &str) -> bool {
    let number = rest.trim_start_matches([' ', '-', '_', '#', '.']);
    let separator = rest.len() - number.len();
    let is_letter = separator > 0 && matches!(number.as_bytes(), [b'A'..=b'Z']);
    separator <= 1
        && (is_letter
            || (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a label shows by its words that it is speech.
pub(super) fn is_speech(label: &str) -> bool {
    let lower = label.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next() {
        None => NO_NAMES.contains(&first),
        Some(_) => SPEECH.contains(&first) && !label.ends_with(')'),
    }
}

/// Whether every word begins as names do: with a capital, a digit, or in a script without case.
pub(super) fn is_name_like(label: &str) -> bool {
    label
        .split_whitespace()
        .all(|word| word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase()))
}

/// Whether a label of a house style can be a name: not long, and not speech by its words.
pub(super) fn may_be_name(label: &str) -> bool {
    word_count(label) <= MOST_WORDS + 4 && !is_speech(label)
}

pub(super) fn word_count(label: &str) -> usize {
    label.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_labels() {
        for label in [
            "I",
            "INT",
            "P7",
            "P-01",
            "P07",
            "PX",
            "P2/P4",
            "Speaker 1",
            "SPEAKER_00",
            "B1",
            "S12",
            "PEER WORKER",
            "Participant 3",
            "Speaker A",
            "Unknown Speaker",
            "PB12",
        ] {
            assert!(is_known(label), "{label}");
        }
        for label in ["Odell", "P", "Well", "Part 3 of", "P1234", "Speaker one"] {
            assert_eq!(is_known(label), label == "P", "{label}");
        }
        assert_eq!(leaked_name("P1 (Anna)"), Some("Anna"));
        assert_eq!(leaked_name("P1 (f, 34)"), None);
    }
}
