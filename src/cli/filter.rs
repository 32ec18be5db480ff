//! The filters that every reading command understands. The same flag means the same everywhere.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::App;
use super::ui::Stop;
use crate::codebook::Unit;
use crate::diagnostic::Diagnostic;
use crate::study::condition::{Condition, split};
use crate::study::corpus::Corpus;
use crate::study::question::{QUESTION, Wanted};
use crate::study::selection::{Seen, Selection};

/// Filters on transcripts and people.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub(super) struct People {
    /// Only this case; may be repeated, `*` stands for any characters
    #[arg(long = "case", value_name = "CASE")]
    pub cases: Vec<String>,
    /// Only this speaker: a label, or participant, interviewer or other
    #[arg(long = "speaker", value_name = "LABEL")]
    pub speakers: Vec<String>,
    /// Only this transcript; may be repeated, `*` stands for any characters
    #[arg(long = "transcript", value_name = "ID")]
    pub transcripts: Vec<String>,
    /// Only where an attribute has this value; also `!=`, `<`, `<=`, `>`, `>=`; `question` is what
    /// was asked last
    #[arg(long = "where", value_name = "ATTR=VALUE")]
    pub conditions: Vec<String>,
}

/// Filters on transcripts, people and what is coded.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub(super) struct Filter {
    /// Only this code; may be repeated
    #[arg(long = "code", value_name = "CODE")]
    pub codes: Vec<String>,
    /// Only this code and everything below it; may be repeated
    #[arg(long = "theme", value_name = "CODE")]
    pub themes: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub people: People,
    /// What is counted: match, sentence, turn, paragraph or transcript
    #[arg(long, value_name = "UNIT", value_parser = units())]
    pub unit: Option<Unit>,
    /// Only turns that this search finds (`emic help query`)
    #[arg(long = "match", value_name = "QUERY")]
    pub query: Option<String>,
}

impl Filter {
    /// What is left in, for the first line of a report; empty if nothing is left out.
    pub(super) fn in_words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let people = self.people.in_words();
        parts.extend((!people.is_empty()).then_some(people));
        if let Some(unit) = self.unit {
            parts.push(format!("each {} counted once", unit.name()));
        }
        if let Some(query) = &self.query {
            parts.push(format!("the turn matches {query}"));
        }
        parts.join(", ")
    }
}

pub(super) fn units() -> impl TypedValueParser<Value = Unit> {
    PossibleValuesParser::new(Unit::ALL.map(Unit::name))
        .map(|name| Unit::ALL.into_iter().find(|unit| unit.name() == name).unwrap_or_default())
}

impl People {
    /// What is left in; empty if nothing is left out.
    pub(super) fn in_words(&self) -> String {
        let mut parts = Vec::new();
        for (name, values) in
            [("case", &self.cases), ("speaker", &self.speakers), ("transcript", &self.transcripts)]
        {
            if !values.is_empty() {
                parts.push(format!("{name} is {}", values.join(" or ")));
            }
        }
        parts.extend(self.conditions.iter().cloned());
        parts.join(", ")
    }

    /// The part of a corpus that is meant. Attributes, their values and ids of transcripts are
    /// checked here; cases and speakers once they were seen ([`People::unseen`]).
    pub(super) fn selection(&self, corpus: &Corpus) -> Result<Selection, Stop> {
        let transcripts = corpus.sources.iter().map(|source| source.id.clone()).collect();
        let all = Seen { transcripts, ..Seen::default() };
        let ids_alone = Selection { transcripts: self.transcripts.clone(), ..Selection::default() };
        self.checked(corpus, ids_alone.unseen(&all))
    }

    /// The same for a part of a corpus, where not every transcript need be.
    pub(super) fn selection_of_part(&self, corpus: &Corpus) -> Result<Selection, Stop> {
        self.checked(corpus, Vec::new())
    }

    fn checked(&self, corpus: &Corpus, mut wrong: Vec<Diagnostic>) -> Result<Selection, Stop> {
        let mut conditions = Vec::new();
        let (mut questions, mut guide) = (Vec::new(), None);
        for text in &self.conditions {
            if let Ok((QUESTION, operator, name)) = split(text) {
                guide = corpus.guide()?;
                match Wanted::new(operator, name, guide.as_ref()) {
                    Ok(wanted) => questions.push(wanted),
                    Err(told) => wrong.push(told),
                }
                continue;
            }
            match Condition::parse(text, &corpus.attributes) {
                Ok(condition) => conditions.push(condition),
                Err(told) => wrong.push(told),
            }
        }
        let selection = Selection {
            transcripts: self.transcripts.clone(),
            cases: self.cases.clone(),
            speakers: self.speakers.clone(),
            conditions,
            questions,
            guide,
        };
        if wrong.is_empty() { Ok(selection) } else { Err(wrong.into()) }
    }

    /// The same for a command that does not look at what was asked.
    pub(super) fn selection_without_question(&self, corpus: &Corpus) -> Result<Selection, Stop> {
        let selection = self.selection(corpus)?;
        match selection.questions.is_empty() {
            true => Ok(selection),
            false => Err(Diagnostic::error("`question` is no filter of this command")
                .help("reports, `apply`, `show` and `transcripts` know it")
                .into()),
        }
    }

    /// Tells values that are asked for and that nobody has.
    pub(super) fn tell_doubts(selection: &Selection, corpus: &Corpus, app: &App) {
        for condition in &selection.conditions {
            condition.doubt(&corpus.attributes).iter().for_each(|told| app.ui.tell(told));
        }
    }

    /// Cases and speakers that are asked for and that nobody is.
    pub(super) fn unseen(&self, selection: &Selection, seen: &Seen) -> Vec<Diagnostic> {
        Selection { transcripts: Vec::new(), ..selection.clone() }.unseen(seen)
    }
}
