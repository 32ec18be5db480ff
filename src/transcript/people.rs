//! Who speaks: the role and the case of every label of a transcript.
//!
//! `cases.csv`, `transcripts.csv` and `speakers.csv` decide. Where they are silent: labels known as
//! interviewer have that role, all others are participants; one participant label is the case
//! `<transcript>`, several are `<transcript>/<label>`; a label that is a case id is that case;
//! group labels (`Multiple`, `PX`, `P2/P4`) belong to no case. A turn without speaker is a
//! participant's where no turn of the transcript has one, else `other`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Transcript, Turn};

/// Whether a speaker's words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Somebody who was studied: counted.
    Participant,
    /// Somebody who asked: shown, not counted.
    Interviewer,
    /// Anybody else.
    Other,
}

impl Role {
    /// The role's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Role::Participant => "participant",
            Role::Interviewer => "interviewer",
            Role::Other => "other",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Role::Participant, Role::Interviewer, Role::Other]
            .into_iter()
            .find(|role| role.name() == name.trim().to_lowercase())
    }
}

/// What is known about speakers before a transcript is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Labels given as interviewer by `emic.toml` or `--interviewer`, folded to lower case.
    pub interviewers: BTreeSet<String>,
    /// Labels whose role `emic.toml` calls `other`, folded to lower case.
    pub others: BTreeSet<String>,
    /// The case ids of `cases.csv`.
    pub cases: BTreeSet<String>,
    /// `transcripts.csv`: the case of a whole transcript.
    pub case_of_transcript: BTreeMap<String, String>,
    /// `speakers.csv`: transcript and label to case and role.
    pub speakers: BTreeMap<(String, String), (Option<String>, Option<Role>)>,
}

/// The role and the case of each label of one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// By the label's place in [`Transcript::speakers`].
    pub speakers: Vec<(Role, Option<String>)>,
    /// Of turns without a speaker.
    pub nobody: Option<(Role, Option<String>)>,
}

/// The label of the bold questions of a Word document.
pub const BOLD_QUESTIONS: &str = "(bold)";

/// Labels that mean the interviewer in any transcript, in lower case; the bold questions of a Word
/// document are `(bold)`.
const INTERVIEWERS: [&str; 9] =
    ["i", "int", "interviewer", "q", "mod", "moderator", "facilitator", "inv", BOLD_QUESTIONS];

/// Labels that mean nobody in particular.
const CROWD: [&str; 7] =
    ["multiple", "all", "px", "several", "group", "unknown speaker", "unknown"];

/// Whether a label means the interviewer wherever it stands: `I`, `INT`, `Moderator`, `M` …
pub fn is_interviewer_label(label: &str) -> bool {
    let label = label.trim();
    is_one_of(label, &INTERVIEWERS) || is_one_of(label, &["m"])
}

/// Whether a label stands for several or unknown people: `Multiple`, `PX`, `P2/P4`.
pub fn is_crowd_label(label: &str) -> bool {
    let label = label.trim();
    is_one_of(label, &CROWD)
        || label.contains('/') && label.split('/').all(|part| !part.trim().is_empty())
}

/// Whether a label is one of these names, which are in lower case, however it is written. Every label
/// of every transcript is asked for, and nearly all are ASCII.
fn is_one_of(label: &str, names: &[&str]) -> bool {
    match label.is_ascii() {
        true => names.iter().any(|name| label.eq_ignore_ascii_case(name)),
        false => names.contains(&&*label.to_lowercase()),
    }
}

impl Cast {
    /// Decides role and case of every speaker of a transcript.
    pub fn of(transcript: &Transcript, known: &Known) -> Self {
        let is_silent = transcript.turns.iter().all(|turn| turn.speaker.is_none());
        Self::of_labels(&transcript.id, &transcript.speakers, is_silent, known)
    }

    /// The same from the labels alone. `is_silent` says that no turn names its speaker.
    pub fn of_labels(id: &str, labels: &[String], is_silent: bool, known: &Known) -> Self {
        let of_transcript = known.case_of_transcript.get(id);
        // Most studies have no such table, and every label of every transcript is asked for.
        let given = |label: &String| match known.speakers.is_empty() {
            true => None,
            false => known.speakers.get(&(id.to_owned(), label.clone())),
        };
        let roles: Vec<Role> = labels
            .iter()
            .map(|label| {
                let is_in = |labels: &BTreeSet<String>| {
                    !labels.is_empty() && labels.contains(&label.to_lowercase())
                };
                match given(label).and_then(|given| given.1) {
                    Some(role) => role,
                    None if is_in(&known.interviewers) => Role::Interviewer,
                    None if is_in(&known.others) => Role::Other,
                    None if known.cases.contains(label) => Role::Participant,
                    None if is_interviewer_label(label) => Role::Interviewer,
                    None => Role::Participant,
                }
            })
            .collect();
        let participants = labels
            .iter()
            .zip(&roles)
            .filter(|(label, role)| **role == Role::Participant && !is_crowd_label(label))
            .count();
        let speakers = labels
            .iter()
            .zip(&roles)
            .map(|(label, &role)| {
                let case = match given(label).and_then(|given| given.0.clone()) {
                    Some(case) => Some(case),
                    None if role != Role::Participant => None,
                    None if known.cases.contains(label) => Some(label.clone()),
                    None if is_crowd_label(label) => None,
                    None => Some(match of_transcript {
                        Some(case) => case.clone(),
                        None if participants > 1 => [id, "/", label].concat(),
                        None => id.to_owned(),
                    }),
                };
                (role, case)
            })
            .collect();
        let nobody = match is_silent {
            true => {
                let case = of_transcript.map_or(id, String::as_str);
                (Role::Participant, Some(case.to_owned()))
            }
            false => (Role::Other, None),
        };
        Cast { speakers, nobody: Some(nobody) }
    }

    /// The role of a turn's speaker.
    pub fn role(&self, turn: &Turn) -> Role {
        self.entry(turn).map_or(Role::Other, |entry| entry.0)
    }

    /// The case that a turn belongs to.
    pub fn case(&self, turn: &Turn) -> Option<&str> {
        self.entry(turn).and_then(|entry| entry.1.as_deref())
    }

    fn entry(&self, turn: &Turn) -> Option<&(Role, Option<String>)> {
        match turn.speaker {
            Some(place) => self.speakers.get(place as usize),
            None => self.nobody.as_ref(),
        }
    }

    /// The cases of the transcript's participants, each once, in the order of their labels.
    pub fn cases(&self) -> Vec<&str> {
        let mut cases: Vec<&str> = Vec::new();
        for (_, case) in self.speakers.iter().chain(&self.nobody) {
            if let Some(case) = case
                && !cases.contains(&case.as_str())
            {
                cases.push(case);
            }
        }
        cases
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;

    fn transcript(labels: &[&str]) -> Transcript {
        let mut builder = Builder::written();
        builder.transcript().id = "t1".to_owned();
        for label in labels {
            builder.push((!label.is_empty()).then_some(*label), "Yes.", (None, None));
        }
        builder.finish()
    }

    fn cases(labels: &[&str], known: &Known) -> Vec<Option<String>> {
        Cast::of(&transcript(labels), known).speakers.into_iter().map(|entry| entry.1).collect()
    }

    #[test]
    fn one_participant_is_the_transcript_and_several_are_its_labels() {
        let known = Known::default();
        assert_eq!(cases(&["I", "P1"], &known), [None, Some("t1".into())]);
        assert_eq!(
            cases(&["MOD", "P1", "P2", "P1/P2", "Multiple"], &known),
            [None, Some("t1/P1".into()), Some("t1/P2".into()), None, None]
        );
    }

    #[test]
    fn files_decide_before_habits() {
        let mut known = Known::default();
        known.cases.insert("P1".into());
        known.interviewers.insert("mara".into());
        known.case_of_transcript.insert("t1".into(), "C9".into());
        known.speakers.insert(("t1".into(), "Odell".into()), (None, Some(Role::Other)));
        let cast = Cast::of(&transcript(&["Mara", "P1", "Odell"]), &known);
        assert_eq!(cast.speakers[0], (Role::Interviewer, None));
        assert_eq!(cast.speakers[1], (Role::Participant, Some("P1".into())));
        assert_eq!(cast.speakers[2], (Role::Other, None));
        assert_eq!(cases(&["I", "Resp"], &known), [None, Some("C9".into())]);
        let two = cases(&["Resp", "Helper", "P1"], &known);
        assert_eq!(two, [Some("C9".into()), Some("C9".into()), Some("P1".into())]);
    }

    #[test]
    fn turns_without_speakers() {
        let silent = Cast::of(&transcript(&["", ""]), &Known::default());
        assert_eq!(silent.nobody, Some((Role::Participant, Some("t1".into()))));
        let titled = Cast::of(&transcript(&["", "P1"]), &Known::default());
        assert_eq!(titled.nobody, Some((Role::Other, None)));
    }
}
