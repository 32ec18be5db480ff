//! The part of a corpus that a command looks at: `--transcript`, `--case`, `--speaker`, `--where`.
//!
//! Different filters must all hold; of one filter given several times any may (`=` on the same
//! attribute too). Names may hold `*` for any characters. What a filter names and nothing has is
//! told with the names that are near.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::Attributes;
use super::condition::{Condition, Operator};
use super::guide::Guide;
use super::question::{self, Asked, Wanted};
use crate::diagnostic::{Diagnostic, near_names};
use crate::transcript::people::{Cast, Role};
use crate::transcript::{Transcript, Turn};

/// Filters on transcripts and people; empty means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Ids of transcripts.
    pub transcripts: Vec<String>,
    /// Ids of cases.
    pub cases: Vec<String>,
    /// Labels or roles of speakers.
    pub speakers: Vec<String>,
    /// Conditions on attributes.
    pub conditions: Vec<Condition>,
    /// Conditions on the question that a turn stands under.
    pub questions: Vec<Wanted>,
    /// The interview guide, where a question is asked for and there is one.
    pub guide: Option<Guide>,
}

impl Selection {
    /// Whether everything is in.
    pub fn is_everything(&self) -> bool {
        *self == Selection::default()
    }

    /// Whether a transcript can be in, as far as its id says.
    pub fn transcript(&self, id: &str) -> bool {
        self.transcripts.is_empty() || self.transcripts.iter().any(|wanted| matches(wanted, id))
    }

    /// Whether what a case says in a transcript is in; a turn may belong to no case.
    pub fn case(&self, case: Option<&str>, transcript: &str, attributes: &Attributes) -> bool {
        let named = self.cases.is_empty()
            || case.is_some_and(|case| self.cases.iter().any(|wanted| matches(wanted, case)));
        named && self.conditions_hold(case, transcript, attributes)
    }

    /// Whether a speaker is in. No `--speaker` leaves it to the command who counts.
    pub fn speaker(&self, label: Option<&str>, role: Role) -> bool {
        self.speakers.is_empty()
            || self.speakers.iter().any(|wanted| {
                wanted == role.name() || label.is_some_and(|label| matches(wanted, label))
            })
    }

    /// Whether a turn is in.
    pub fn turn(
        &self,
        transcript: &Transcript,
        cast: &Cast,
        turn: &Turn,
        attributes: &Attributes,
    ) -> bool {
        self.speaker(transcript.speaker(turn), cast.role(turn))
            && self.case(cast.case(turn), &transcript.id, attributes)
    }

    /// The question of each turn of a transcript; nothing where no question is asked for.
    pub fn asked(&self, transcript: &Transcript, cast: &Cast) -> Option<Asked> {
        let guide = self.guide.as_ref();
        (!self.questions.is_empty()).then(|| question::questions(transcript, cast, guide))
    }

    /// Whether the question of a turn is in, by its place from 0.
    pub fn question(&self, asked: Option<&Asked>, place: usize) -> bool {
        let Some(asked) = asked else { return true };
        let question = asked.get(place).and_then(Option::as_deref);
        let mut alternatives = self.questions.iter().filter(|wanted| wanted.is).peekable();
        (alternatives.peek().is_none() || alternatives.any(|wanted| wanted.holds(question)))
            && self.questions.iter().all(|wanted| wanted.is || wanted.holds(question))
    }

    fn conditions_hold(&self, case: Option<&str>, id: &str, attributes: &Attributes) -> bool {
        // `=` on one attribute are alternatives; every other condition must hold.
        let mut alternatives: BTreeMap<&str, bool> = BTreeMap::new();
        for condition in &self.conditions {
            let holds = condition.holds(attributes.values(case, id, condition.name()));
            if condition.operator() == Operator::Is {
                *alternatives.entry(condition.name()).or_default() |= holds;
            } else if !holds {
                return false;
            }
        }
        alternatives.values().all(|holds| *holds)
    }

    /// What the filters name and nothing has, once everything was seen.
    pub fn unseen(&self, seen: &Seen) -> Vec<Diagnostic> {
        let roles = [Role::Participant, Role::Interviewer, Role::Other].map(Role::name);
        let mut told = Vec::new();
        told.extend(unseen("transcript", &self.transcripts, &seen.transcripts));
        told.extend(unseen("case", &self.cases, &seen.cases));
        let labels: Vec<String> =
            self.speakers.iter().filter(|name| !roles.contains(&name.as_str())).cloned().collect();
        told.extend(unseen("speaker", &labels, &seen.speakers));
        // A guide's questions are known beforehand.
        if self.guide.is_none() {
            let named = self.questions.iter().filter(|wanted| wanted.is && !wanted.name.is_empty());
            let names: Vec<String> = named.map(|wanted| wanted.name.clone()).collect();
            told.extend(unseen("question", &names, &seen.questions));
        }
        told
    }
}

/// The names that occur in what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Ids of transcripts.
    pub transcripts: BTreeSet<String>,
    /// Ids of cases.
    pub cases: BTreeSet<String>,
    /// Labels of speakers.
    pub speakers: BTreeSet<String>,
    /// Questions, where one is asked for.
    pub questions: BTreeSet<String>,
}

impl Seen {
    /// The names of one transcript.
    pub fn of(id: &str, labels: &[String], cast: &Cast) -> Self {
        Seen {
            transcripts: [id.to_owned()].into(),
            cases: cast.cases().into_iter().map(str::to_owned).collect(),
            speakers: labels.iter().cloned().collect(),
            questions: BTreeSet::new(),
        }
    }

    /// Takes in the names of one transcript.
    pub fn add(&mut self, transcript: &Transcript, cast: &Cast) {
        self.unite(Seen::of(&transcript.id, &transcript.speakers, cast));
    }

    /// Takes in the questions of its turns.
    pub fn add_questions(&mut self, asked: Option<&Asked>) {
        for question in asked.into_iter().flatten().flatten() {
            if !self.questions.contains(&**question) {
                self.questions.insert(question.to_string());
            }
        }
    }

    /// Unites two.
    pub fn unite(&mut self, other: Seen) {
        self.transcripts.extend(other.transcripts);
        self.cases.extend(other.cases);
        self.speakers.extend(other.speakers);
        self.questions.extend(other.questions);
    }
}

fn unseen<'w>(
    thing: &'w str,
    wanted: &'w [String],
    seen: &'w BTreeSet<String>,
) -> impl Iterator<Item = Diagnostic> + 'w {
    wanted.iter().filter(|wanted| !seen.iter().any(|name| matches(wanted, name))).map(
        move |wanted| {
            let told = Diagnostic::error(format!("there is no {thing} `{wanted}`"));
            let near = near_names(wanted, seen.iter().map(String::as_str));
            match near.is_empty() && !seen.is_empty() && seen.len() <= 12 {
                true => {
                    let names: Vec<&str> = seen.iter().map(String::as_str).collect();
                    told.help(format!("there are {}", names.join(", ")))
                }
                false => told.did_you_mean(wanted, near),
            }
        },
    )
}

/// Whether a name is the one wanted, where `*` stands for any characters.
pub fn matches(wanted: &str, name: &str) -> bool {
    let Some((head, rest)) = wanted.split_once('*') else { return wanted == name };
    let Some(mut left) = name.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    left.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_stars() {
        assert!(matches("P1", "P1") && !matches("P1", "P10"));
        assert!(matches("P*", "P10") && matches("*", "") && matches("a*c*e", "abcde"));
        assert!(!matches("a*c", "ab") && !matches("*ab*b", "xab"));
    }

    #[test]
    fn filters_of_one_kind_are_alternatives_and_all_kinds_must_hold() {
        let mut attributes = Attributes::default();
        for (case, site, age) in
            [("P1", "North", "30"), ("P2", "South", "40"), ("P3", "East", "50")]
        {
            for (name, value) in [("site", site), ("age", age)] {
                attributes.found(name);
                attributes.set_case(case, name, vec![value.to_owned()]);
            }
        }
        attributes.infer();
        let where_ = |texts: &[&str]| Selection {
            conditions: texts
                .iter()
                .map(|text| Condition::parse(text, &attributes).unwrap())
                .collect(),
            ..Selection::default()
        };
        let kept = |selection: &Selection| -> Vec<&str> {
            let all = ["P1", "P2", "P3"].into_iter();
            all.filter(|case| selection.case(Some(case), "t", &attributes)).collect()
        };
        assert_eq!(kept(&where_(&["site=North", "site=South"])), ["P1", "P2"]);
        assert_eq!(kept(&where_(&["site=North", "site=South", "age>30"])), ["P2"]);
        assert_eq!(kept(&where_(&["age>30", "age<50"])), ["P2"]);
        let cases = Selection { cases: vec!["P1".into(), "P3".into()], ..where_(&["age>30"]) };
        assert_eq!(kept(&cases), ["P3"]);
        assert!(!cases.case(None, "t", &attributes));
    }

    #[test]
    fn what_nothing_has_is_told() {
        let mut seen = Seen::default();
        seen.speakers.insert("Anna".into());
        let selection = Selection {
            speakers: vec!["Ana".into(), "interviewer".into()],
            cases: vec!["P1".into()],
            ..Selection::default()
        };
        let told = selection.unseen(&seen);
        assert_eq!(told.len(), 2);
        assert_eq!(told[1].help, ["did you mean `Anna`?"]);
    }
}
