//! Tiers of intervals: what ELAN and Praat have in common.
//!
//! In come tiers, each a speaker's, out come the turns of all in the order of their begin; overlapping
//! speech stands one after the other.

use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;

/// One speaker's intervals.
pub(super) struct Tier {
    /// Who speaks.
    pub(super) speaker: String,
    /// What is said when.
    pub(super) intervals: Vec<Interval>,
}

/// What is said from one time to another.
pub(super) struct Interval {
    /// Where it stands among the others, in milliseconds.
    pub(super) order: u32,
    /// When it begins, if that is known.
    pub(super) start_ms: Option<u32>,
    /// When it ends, if that is known.
    pub(super) end_ms: Option<u32>,
    /// What is said.
    pub(super) text: String,
}

/// The turns of the tiers, with a note on those that are left out.
pub(super) fn transcript(tiers: Vec<Tier>, left_out: &[String], path: &str) -> Transcript {
    let mut all: Vec<(&str, &Interval)> = tiers
        .iter()
        .flat_map(|tier| tier.intervals.iter().map(|interval| (tier.speaker.as_str(), interval)))
        .collect();
    all.sort_by_key(|(_, interval)| interval.order);
    let mut builder = Builder::written();
    for (speaker, interval) in all {
        let words = interval.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            let speaker = Some(speaker.trim()).filter(|name| !name.is_empty());
            builder.push(speaker, &words, (interval.start_ms, interval.end_ms));
        }
    }
    let mut transcript = builder.finish();
    if !left_out.is_empty() {
        let names: Vec<String> = left_out.iter().take(12).map(|name| format!("`{name}`")).collect();
        let more = match left_out.len().saturating_sub(names.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (tiers, verb) = if left_out.len() == 1 { ("tier", "is") } else { ("tiers", "are") };
        let message = format!("{tiers} {}{more} of `{path}` {verb} not read", names.join(", "));
        transcript.notes.push(Diagnostic::note(message).in_file(path));
    }
    if transcript.turns.is_empty() {
        let message = format!("`{path}` has no tier with words");
        transcript.notes.push(Diagnostic::warning(message).in_file(path));
    }
    transcript
}
