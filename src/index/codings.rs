//! Where the codings of a corpus come from.
//!
//! A search sees what coders gave; today that is the coder `rules`, whose codings are a function of
//! transcripts and codebook. In comes a transcript with its cast, out come coded spans and the
//! fingerprint of everything that decided them.

use super::coded::{CodedSpan, CodedTranscript, Labels, spans_of_rules};
use crate::coding::rule_coder::{RULES, RuleCoder};
use crate::coding::rules::{Setting, Worker};
use crate::study::corpus::Corpus;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// The codings of a corpus.
pub trait Codings: Sync {
    /// The codes and coders that the spans refer to.
    fn labels(&self) -> &Labels;

    /// The codings of one transcript.
    fn spans(&self, transcript: &Transcript, cast: &Cast, worker: &mut Worker) -> Vec<CodedSpan>;

    /// A fingerprint of what decides the codings of a transcript, besides its text, the tables of
    /// the study and how transcripts are read.
    fn context(&self, transcript: &str) -> String;
}

/// The codings of the coder `rules`, or none.
#[derive(Debug)]
pub struct RuleCodings<'a> {
    corpus: &'a Corpus,
    rules: Option<&'a RuleCoder>,
    labels: Labels,
    context: String,
}

impl<'a> RuleCodings<'a> {
    /// The codings that rules give the transcripts of a corpus. `weak` says whether they were
    /// compiled with weak rules.
    pub fn new(corpus: &'a Corpus, rules: Option<&'a RuleCoder>, weak: bool) -> Self {
        let labels = match rules {
            Some(rules) => Labels::new(rules.codebook(), RULES),
            None => Labels::default(),
        };
        let codebook = rules.map_or("", |rules| rules.codebook().sha256.as_str());
        let context = if weak { format!("{codebook} weak") } else { codebook.to_owned() };
        RuleCodings { corpus, rules, labels, context }
    }
}

impl Codings for RuleCodings<'_> {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn spans(&self, transcript: &Transcript, cast: &Cast, worker: &mut Worker) -> Vec<CodedSpan> {
        let Some(rules) = self.rules else { return Vec::new() };
        let attribute = |case: Option<&str>, name: &str| {
            self.corpus.attributes.values(case, &transcript.id, name).to_vec()
        };
        let setting = Setting { transcript, cast, attribute: &attribute };
        spans_of_rules(&rules.apply(&setting, worker), 0).collect()
    }

    fn context(&self, _transcript: &str) -> String {
        self.context.clone()
    }
}

/// A transcript with its codings and everything else that a search asks about.
pub fn coded<'a>(
    corpus: &'a Corpus,
    codings: &'a dyn Codings,
    transcript: &'a Transcript,
    cast: &'a Cast,
    spans: &'a [CodedSpan],
) -> CodedTranscript<'a> {
    let (labels, attributes) = (codings.labels(), &corpus.attributes);
    CodedTranscript { transcript, cast, spans, labels, attributes }
}
