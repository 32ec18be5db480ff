//! Where the codings of a corpus come from.
//!
//! A search sees what coders gave: the coder `rules`, whose codings are a function of transcripts
//! and codebook ([`RuleCodings`]), and people, whose codings stand in logs ([`AllCodings`]). In comes a transcript with its cast, out come coded spans and the
//! fingerprint of everything that decided them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::build::hexadecimal;
use super::coded::{CodedSpan, CodedTranscript, Labels, spans_of_rules};
use crate::coding::hand;
use crate::coding::log::replay::{Held, State};
use crate::coding::rule_coder::{RULES, RuleCoder};
use crate::coding::rules::{Setting, Worker};
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;
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

/// The codings of the rules and of everybody who has a log.
#[derive(Debug)]
pub struct AllCodings<'a> {
    rules: RuleCodings<'a>,
    labels: Labels,
    /// By transcript: coder, code and coding.
    people: BTreeMap<&'a str, Vec<(u32, u32, &'a Held)>>,
}

impl<'a> AllCodings<'a> {
    /// The codings of the rules with those of the logs.
    pub fn new(rules: RuleCodings<'a>, logs: &'a Logs) -> Self {
        let mut labels = rules.labels().clone();
        if labels.coders.is_empty() {
            // The rules come first, also where there are none.
            labels.coders.push(RULES.to_owned());
        }
        let mut people: BTreeMap<&str, Vec<(u32, u32, &Held)>> = BTreeMap::new();
        for (coder, state) in &logs.states {
            let coder = labels.coder(coder);
            for held in State::by_place(state) {
                let known = labels
                    .codes
                    .iter()
                    .position(|code| code.id == held.code || code.aliases.contains(&held.code));
                let code = match known {
                    Some(place) => place as u32,
                    None => labels.code(&held.code),
                };
                people.entry(held.transcript.as_str()).or_default().push((coder, code, held));
            }
        }
        AllCodings { rules, labels, people }
    }
}

impl Codings for AllCodings<'_> {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn spans(&self, transcript: &Transcript, cast: &Cast, worker: &mut Worker) -> Vec<CodedSpan> {
        let mut spans = self.rules.spans(transcript, cast, worker);
        let Some(people) = self.people.get(transcript.id.as_str()) else { return spans };
        let held: Vec<&Held> = people.iter().map(|(.., held)| *held).collect();
        for ((coder, code, _), placed) in people.iter().zip(hand::place(&transcript.text, &held)) {
            if placed.found.place.is_some() && !placed.bytes.is_empty() {
                let (start, end) = (placed.bytes.start as u32, placed.bytes.end as u32);
                spans.push(CodedSpan { start, end, coder: *coder, code: *code });
            }
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn context(&self, transcript: &str) -> String {
        let rules = self.rules.context(transcript);
        let Some(people) = self.people.get(transcript) else { return rules };
        let mut all = Sha256::new();
        for (coder, code, held) in people {
            let labels = &self.labels;
            let (coder, code) = (labels.coder_name(*coder), labels.code_id(*code));
            all.update(format!("{coder}\0{code}\0{:?}\0{:?}\n", held.anchor, held.text));
        }
        format!("{rules} {}", hexadecimal(all))
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
