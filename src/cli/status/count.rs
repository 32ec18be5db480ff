//! What is counted for `emic status`, in one go through the transcripts.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::coder::Coder;
use crate::coding::Coded;
use crate::coding::anchor::Status;
use crate::coding::hand::{self, Placed};
use crate::coding::log::replay::{Held, Mark};
use crate::coding::review::proposals::{Spot, waiting};
use crate::coding::rule_coder::RULES;
use crate::coding::rules::{Setting, Worker};
use crate::report::status;
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;
use crate::study::summary::Summary;
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Role};

/// What stays the same for all transcripts.
pub(super) struct Counting<'a> {
    pub(super) corpus: &'a Corpus,
    /// The rules with weak ones, which propose too; nothing where no codebook can be applied.
    pub(super) rules: Option<&'a Coder>,
    pub(super) logs: &'a Logs,
    /// By transcript: coder and coding.
    held: BTreeMap<&'a str, Vec<(&'a str, &'a Held)>>,
    /// By transcript: what was turned down, as if it were a coding.
    rejected: BTreeMap<&'a str, Vec<Held>>,
    /// The places of the codes that people use.
    codes: BTreeMap<&'a str, u32>,
}

/// What one transcript gives.
#[derive(Default)]
pub(super) struct Part {
    pub(super) summary: Summary,
    pub(super) participant_turns: u64,
    /// By coder: codings and turns with any.
    pub(super) coders: BTreeMap<String, (u64, u64)>,
    pub(super) waiting: u64,
    pub(super) moved: u64,
    pub(super) to_review: u64,
}

impl<'a> Counting<'a> {
    pub(super) fn new(corpus: &'a Corpus, rules: Option<&'a Coder>, logs: &'a Logs) -> Self {
        let mut held: BTreeMap<&str, Vec<(&str, &Held)>> = BTreeMap::new();
        let mut rejected: BTreeMap<&str, Vec<Held>> = BTreeMap::new();
        let mut codes = BTreeMap::new();
        for (coder, state) in &logs.states {
            for one in state.codings.values() {
                held.entry(&one.transcript).or_default().push((coder, one));
                codes.insert(one.code.as_str(), 0);
            }
            for mark in &state.rejected {
                rejected.entry(&mark.transcript).or_default().extend(refused(mark));
                codes.extend(mark.code.as_deref().map(|code| (code, 0)));
            }
        }
        for (code, place) in &mut codes {
            let known = rules.and_then(|rules| rules.tree.resolve(code).ok());
            *place = known.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX);
        }
        Counting { corpus, rules, logs, held, rejected, codes }
    }

    /// The codes that people use and no codebook has.
    pub(super) fn unknown(&self) -> Vec<String> {
        let unknown = self.codes.iter().filter(|(_, place)| **place == u32::MAX);
        unknown.map(|(code, _)| (*code).to_owned()).collect()
    }

    /// Counts one transcript.
    pub(super) fn part(&self, transcript: &Transcript, cast: &Cast, worker: &mut Worker) -> Part {
        let mut part = Part { summary: Summary::of(transcript, cast), ..Part::default() };
        let ours: BTreeSet<usize> = (0..)
            .zip(&transcript.turns)
            .filter(|(_, turn)| {
                cast.role(turn) == Role::Participant && !transcript.is_private(turn)
            })
            .map(|(place, _)| place)
            .collect();
        part.participant_turns = ours.len() as u64;
        let turns = |coded: &Coded, keeps: &dyn Fn(&crate::coding::Coding) -> bool| {
            let codings = coded.codings.iter().filter(|coding| keeps(coding));
            let turns = codings.flat_map(|coding| coded.evidence_of(coding));
            let turns: BTreeSet<usize> = turns.map(|piece| piece.turn as usize).collect();
            turns.intersection(&ours).count() as u64
        };
        let own = self.held.get(transcript.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let held: Vec<&Held> = own.iter().map(|(_, held)| *held).collect();
        let placed = hand::place(&transcript.text, &held);
        let mut by_coder: BTreeMap<&str, Vec<(u32, &Placed<'_>)>> = BTreeMap::new();
        for ((coder, _), placed) in own.iter().zip(&placed) {
            by_coder.entry(coder).or_default().push((0, placed));
            part.to_review += u64::from(placed.found.status.needs_review());
            part.moved += u64::from(placed.found.status == Status::Moved);
        }
        let nothing = crate::codebook::Codebook::default();
        for (coder, pairs) in by_coder {
            let coded = hand::coded(transcript, cast, &nothing, &pairs);
            let counts = (pairs.len() as u64, turns(&coded, &|_| true));
            part.coders.insert(coder.to_owned(), counts);
        }
        if let Some(rules) = self.rules {
            let attribute = |case: Option<&str>, name: &str| {
                self.corpus.attributes.values(case, &transcript.id, name).to_vec()
            };
            let setting = Setting { transcript, cast, attribute: &attribute };
            let coded = rules.rules.apply(&setting, worker);
            let strong = coded.codings.iter().filter(|coding| !coding.weak).count();
            let counts = (strong as u64, turns(&coded, &|coding| !coding.weak));
            part.coders.insert(RULES.to_owned(), counts);
            let (given, refused) = self.answers(transcript, &placed);
            let open = waiting(&transcript.text, &coded, &given, &refused);
            part.waiting = open.iter().filter(|coding| !coding.weak).count() as u64;
        }
        part
    }

    /// Where people gave codes, and where they refused them.
    fn answers(&self, transcript: &Transcript, given: &[Placed<'_>]) -> (Vec<Spot>, Vec<Spot>) {
        let refused = self.rejected.get(transcript.id.as_str());
        let refused: Vec<&Held> = refused.into_iter().flatten().collect();
        let refused = hand::place(&transcript.text, &refused);
        let spot = |placed: &Placed<'_>| {
            let code = self.codes.get(placed.held.code.as_str()).copied().unwrap_or(u32::MAX);
            (code, placed.bytes.clone())
        };
        (given.iter().map(spot).collect(), refused.iter().map(spot).collect())
    }

    /// How far each coder has come; the rules first.
    pub(super) fn coders(&self, found: &BTreeMap<String, status::Coder>) -> Vec<status::Coder> {
        let mut all = Vec::new();
        if self.rules.is_some() {
            let none = status::Coder { name: RULES.to_owned(), ..status::Coder::default() };
            all.push(found.get(RULES).cloned().unwrap_or(none));
        }
        for (name, state) in self.logs.states.iter().filter(|(name, _)| *name != RULES) {
            let mut coder = found.get(name).cloned().unwrap_or_default();
            coder.name = name.clone();
            // What was coded in transcripts that are gone still stands in the log.
            coder.codings = state.codings.len() as u64;
            let done: BTreeSet<&str> = state
                .done
                .iter()
                .filter(|mark| mark.anchor.is_none())
                .map(|mark| mark.transcript.as_str())
                .collect();
            let there = self.corpus.sources.iter().filter(|one| done.contains(one.id.as_str()));
            coder.done = Some(there.count() as u64);
            let events = self.logs.events.get(name).into_iter().flatten();
            let last = events.max_by_key(|event| event.time()).map(|event| event.at.as_str());
            coder.last = last.and_then(|at| at.get(..10)).map(str::to_owned);
            all.push(coder);
        }
        all
    }
}

/// What was turned down, as if it were a coding, so that it finds its place.
fn refused(mark: &Mark) -> Option<Held> {
    Some(Held {
        anchor: mark.anchor.clone()?,
        code: mark.code.clone().unwrap_or_default(),
        text: mark.text.clone(),
        transcript: mark.transcript.clone(),
        ..Held::default()
    })
}
