//! Structural coding by interview question: under which question each turn stands.
//!
//! In come a transcript, its cast and the interview guide if there is one; out comes a question a
//! turn, or nothing before the first. With a guide, an interviewer's turn that asks one of its
//! questions begins that question, and any other stays a follow-up. Without one, the bold questions
//! of a Word document begin one each, where there are any, else every turn of an interviewer; the
//! question then is called by its words. Everybody's turns up to the next question stand under it
//! (structural coding: MacQueen et al. 1998; Saldaña, The Coding Manual).
//!
//! `question` is an attribute of turns: `--where question=…` asks for it, `--by question` groups by
//! it, and a quotation says it. Nothing is computed where it is not asked for.

use std::sync::Arc;

use super::attributes::MISSING;
use super::condition::Operator;
use super::guide::{Guide, squeezed};
use super::selection::matches;
use crate::diagnostic::Diagnostic;
use crate::transcript::people::{BOLD_QUESTIONS, Cast, Role};
use crate::transcript::{Transcript, Turn};

/// The attribute's name.
pub const QUESTION: &str = "question";

/// The question of each turn of a transcript.
pub type Asked = Vec<Option<Arc<str>>>;

/// The question of each turn.
pub fn questions(transcript: &Transcript, cast: &Cast, guide: Option<&Guide>) -> Asked {
    let is_bold = |turn: &Turn| transcript.speaker(turn) == Some(BOLD_QUESTIONS);
    let has_bold = guide.is_none() && transcript.turns.iter().any(is_bold);
    let mut now: Option<Arc<str>> = None;
    let mut all = Vec::with_capacity(transcript.turns.len());
    for turn in &transcript.turns {
        let may_ask = match has_bold {
            true => is_bold(turn),
            false => cast.role(turn) == Role::Interviewer && !transcript.is_private(turn),
        };
        if may_ask {
            let reading = transcript.reading(turn);
            let text = transcript.blanked(reading.text());
            now = match guide {
                Some(guide) => guide.asked(&text).or(now),
                None => {
                    Some(squeezed(&text)).filter(|text| !text.is_empty()).map(Arc::from).or(now)
                }
            };
        }
        all.push(now.clone());
    }
    all
}

/// Whether the questions of a transcript are set: by a guide, or by bold questions of its own. Else
/// every turn of an interviewer counts as one, `Hm.` too.
pub fn are_set(transcript: &Transcript, guide: Option<&Guide>) -> bool {
    let is_bold = |turn: &Turn| transcript.speaker(turn) == Some(BOLD_QUESTIONS);
    guide.is_some() || transcript.turns.iter().any(is_bold)
}

/// A condition on the question: `question=…`, `question!=…`. `*` stands for any characters; nothing
/// or `missing` for turns before the first question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whether the question shall be this one or another.
    pub is: bool,
    /// The question's name.
    pub name: String,
}

impl Wanted {
    /// Checks a condition; with a guide, against its questions.
    pub fn new(operator: Operator, name: &str, guide: Option<&Guide>) -> Result<Self, Diagnostic> {
        let is = match operator {
            Operator::Is => true,
            Operator::IsNot => false,
            _ => {
                return Err(Diagnostic::error("`question` has no order to compare by")
                    .help("use `=` or `!=`; `*` stands for any characters"));
            }
        };
        let name = if name == MISSING { String::new() } else { squeezed(name) };
        if let Some(guide) = guide
            && !name.is_empty()
            && !guide.ids().any(|id| matches(&name, id))
        {
            let told = Diagnostic::error(format!("the guide has no question `{name}`"))
                .did_you_mean(&name, guide.ids());
            return Err(match told.help.is_empty() {
                true => {
                    let ids: Vec<&str> = guide.ids().collect();
                    told.help(format!("its questions are {}", ids.join(", ")))
                }
                false => told,
            });
        }
        Ok(Wanted { is, name })
    }

    /// Whether a turn's question meets the condition.
    pub fn holds(&self, question: Option<&str>) -> bool {
        let is_it = match question {
            Some(question) => !self.name.is_empty() && matches(&self.name, question),
            None => self.name.is_empty(),
        };
        is_it == self.is
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    fn asked(turns: &[(&str, &str)], guide: Option<&str>) -> Vec<String> {
        let mut builder = Builder::written();
        for (speaker, words) in turns {
            builder.push(Some(speaker), words, (None, None));
        }
        let transcript = builder.finish();
        let cast = Cast::of(&transcript, &Known::default());
        let source = |text: &str| Arc::new(Source { name: "guide".into(), text: text.into() });
        let guide = guide.map(|text| Guide::parse(&source(text)).0);
        let found = questions(&transcript, &cast, guide.as_ref());
        found.into_iter().map(|one| one.as_deref().unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn without_a_guide_every_turn_of_an_interviewer_asks() {
        let turns = [("P1", "Hm."), ("I", "How  so? [laughs]"), ("P1", "Well."), ("I", "And?")];
        assert_eq!(asked(&turns, None), ["-", "How so?", "How so?", "And?"]);
    }

    #[test]
    fn bold_questions_leave_the_others_as_follow_ups() {
        let turns = [("(bold)", "How so?"), ("P1", "Well."), ("I", "And?"), ("P1", "No.")];
        assert_eq!(asked(&turns, None), ["How so?"; 4]);
    }

    #[test]
    fn with_a_guide_what_it_does_not_have_is_a_follow_up() {
        let guide = "start: How did it begin?\nend: Is there anything else?\n";
        let turns = [
            ("I", "Hello."),
            ("P1", "Hello."),
            ("I", "So how did it all begin?"),
            ("P1", "Well."),
            ("I", "And then?"),
            ("P1", "I asked: is there anything else?"),
            ("I", "Anything else there?"),
        ];
        let wanted = ["-", "-", "start", "start", "start", "start", "end"];
        assert_eq!(asked(&turns, Some(guide)), wanted);
    }

    #[test]
    fn conditions_name_a_question_or_none() {
        let wanted = |operator, name| Wanted::new(operator, name, None).unwrap();
        assert!(wanted(Operator::Is, "How*").holds(Some("How so?")));
        assert!(!wanted(Operator::Is, "How").holds(Some("How so?")));
        assert!(wanted(Operator::IsNot, "How*").holds(None));
        for none in ["", "missing"] {
            assert!(wanted(Operator::Is, none).holds(None));
            assert!(!wanted(Operator::Is, none).holds(Some("How so?")));
        }
        assert!(Wanted::new(Operator::Above, "1", None).is_err());
        let source = Arc::new(Source { name: "g".into(), text: "start: How?\n".into() });
        let (guide, _) = Guide::parse(&source);
        let told = Wanted::new(Operator::Is, "strat", Some(&guide)).unwrap_err();
        assert_eq!(told.help, ["did you mean `start`?"]);
    }
}
