//! What there is in a transcript, in numbers: turns, words, minutes, speakers, cases.
//!
//! In come a transcript and its cast, out comes what lists show. Words are spoken words: without
//! annotations, without private messages.

use std::collections::BTreeMap;

use crate::text::word::words_into;
use crate::transcript::people::{Cast, Role, is_crowd_label};
use crate::transcript::{Transcript, Turn};

/// The numbers of one transcript.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The transcript's id.
    pub id: String,
    /// The path as the user knows it.
    pub path: String,
    /// The format's name.
    pub format: &'static str,
    /// The encoding it was read with.
    pub encoding: &'static str,
    /// How many turns it has.
    pub turns: usize,
    /// Words of everybody.
    pub words: u64,
    /// Words of participants.
    pub participant_words: u64,
    /// How long it is: of a recording the last time mark, of a log the minutes of its rows.
    pub minutes: Option<f64>,
    /// Labels with their roles, in the order of their first turn.
    pub speakers: Vec<(String, Role)>,
    /// Turns and words of each case, in the order of their first turn.
    pub cases: Vec<(String, u64, u64)>,
    /// The date that the file itself tells, as written there.
    pub date: Option<String>,
}

impl Summary {
    /// Counts a transcript.
    pub fn of(transcript: &Transcript, cast: &Cast) -> Self {
        let mut summary = Summary {
            id: transcript.id.clone(),
            path: transcript.path.clone(),
            format: transcript.format,
            encoding: transcript.encoding,
            turns: transcript.turns.len(),
            minutes: minutes(transcript),
            date: date(transcript),
            ..Summary::default()
        };
        let roles = cast.speakers.iter().map(|speaker| speaker.0);
        summary.speakers = transcript.speakers.iter().cloned().zip(roles).collect();
        summary.cases = cast.cases().into_iter().map(|case| (case.to_owned(), 0, 0)).collect();
        let mut places = Vec::new();
        for turn in transcript.turns.iter().filter(|turn| !transcript.is_private(turn)) {
            let words = words_of(transcript, turn, &mut places);
            summary.words += words;
            if cast.role(turn) != Role::Participant {
                continue;
            }
            summary.participant_words += words;
            let case = cast.case(turn).unwrap_or_default();
            if let Some(entry) = summary.cases.iter_mut().find(|entry| entry.0 == case) {
                entry.1 += 1;
                entry.2 += words;
            }
        }
        summary
    }

    /// Labels that are taken for participants and name one person.
    pub fn participants(&self) -> impl Iterator<Item = &str> {
        let ours = self.speakers.iter().filter(|(_, role)| *role == Role::Participant);
        ours.map(|(label, _)| label.as_str()).filter(|label| !is_crowd_label(label))
    }
}

fn words_of(
    transcript: &Transcript,
    turn: &Turn,
    places: &mut Vec<crate::text::word::Word>,
) -> u64 {
    let reading = transcript.reading_text(turn);
    places.clear();
    words_into(&transcript.blanked(&reading), 0, places);
    places.len() as u64
}

fn minutes(transcript: &Transcript) -> Option<f64> {
    let turns = &transcript.turns;
    let last = turns.iter().filter_map(|turn| turn.end_ms.or(turn.start_ms)).max();
    let rows = turns.iter().filter_map(|turn| turn.extra.as_ref()?.log.as_ref()?.minutes);
    match (last, rows.map(f64::from).reduce(|sum, minutes| sum + minutes)) {
        (Some(last), _) => Some(f64::from(last) / 60_000.0),
        (None, logged) => logged,
    }
}

/// The date of the front matter, else of the first entry.
fn date(transcript: &Transcript) -> Option<String> {
    let told = transcript.meta.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case("date"));
    let first = transcript.turns.first().and_then(|turn| turn.extra.as_ref()?.date.clone());
    told.map(|(_, date)| date.clone()).or(first)
}

/// Counts in how many transcripts each label talks, to find an interviewer whom nobody named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequent {
    labels: BTreeMap<String, usize>,
    transcripts: usize,
}

impl Frequent {
    /// Takes in one transcript.
    pub fn add(&mut self, summary: &Summary) {
        self.transcripts += 1;
        for label in summary.participants() {
            *self.labels.entry(label.to_owned()).or_default() += 1;
        }
    }

    /// Participants' labels that talk in more than half of at least three transcripts, with the
    /// number of transcripts; those that are not a case of their own.
    pub fn suspects(&self, is_case: impl Fn(&str) -> bool) -> Vec<(&str, usize)> {
        let most = |count: usize| self.transcripts >= 3 && count * 2 > self.transcripts;
        let all = self.labels.iter().map(|(label, count)| (label.as_str(), *count));
        all.filter(|(label, count)| most(*count) && !is_case(label)).collect()
    }

    /// How many transcripts were taken in.
    pub fn transcripts(&self) -> usize {
        self.transcripts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    #[test]
    fn participants_and_annotations_are_kept_apart() {
        let mut builder = Builder::written();
        builder.transcript().id = "t1".into();
        builder.push(Some("I"), "And then?", (Some(0), Some(2_000)));
        builder.push(Some("P1"), "She left [laughs] early.", (Some(2_000), Some(90_000)));
        builder.push(Some("P1"), "Between us two.", (None, None));
        builder.last_extra().unwrap().private = true;
        let transcript = builder.finish();
        let summary = Summary::of(&transcript, &Cast::of(&transcript, &Known::default()));
        assert_eq!((summary.turns, summary.words, summary.participant_words), (3, 5, 3));
        assert_eq!(summary.minutes, Some(1.5));
        assert_eq!(summary.cases, [("t1".to_owned(), 1, 3)]);
    }

    #[test]
    fn a_label_that_talks_nearly_everywhere_is_suspected() {
        let mut frequent = Frequent::default();
        for number in 0..4 {
            let speakers = vec![
                ("Mara".to_owned(), Role::Participant),
                (format!("P{number}"), Role::Participant),
                ("Multiple".to_owned(), Role::Participant),
                ("I".to_owned(), Role::Interviewer),
            ];
            frequent.add(&Summary { speakers, ..Summary::default() });
        }
        assert_eq!(frequent.suspects(|_| false), [("Mara", 4)]);
        assert!(frequent.suspects(|label| label == "Mara").is_empty());
    }
}
