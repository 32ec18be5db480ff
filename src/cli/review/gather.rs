//! What waits: proposals, differences, changed words, in the order of the transcripts.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Arguments, CONSENSUS, code_named, decider};
use crate::cli::App;
use crate::cli::coder::Coder;
use crate::cli::pen::Pen;
use crate::cli::query::Matching;
use crate::cli::ui::Stop;
use crate::coding::anchor::{Status, Text};
use crate::coding::hand;
use crate::coding::log::event::Event;
use crate::coding::log::replay::{Held, Mark, State};
use crate::coding::review::consensus::{Part, segments};
use crate::coding::review::proposals::{self, Spot};
use crate::coding::review::{Item, is_same, touch};
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::index::scan::Looker;
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::transcript::Transcript;

/// What is reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The rules' proposals, by one coder.
    Proposals(String),
    /// Two coders' differences; who decides.
    Differences(String),
    /// Codings whose words changed.
    Anchors,
}

impl Purpose {
    /// One of what waits.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Purpose::Proposals(_) => "proposal",
            Purpose::Differences(_) => "difference",
            Purpose::Anchors => "coding",
        }
    }
}

/// Where something stands, for a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) turn: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quote: String,
}

/// All that waits.
pub(super) struct Waiting {
    pub(super) purpose: Purpose,
    pub(super) coder: Coder,
    pub(super) items: Vec<Item>,
    /// The place of each item; none if it was not found.
    pub(super) places: Vec<Option<Place>>,
    /// What both of two coders have and the consensus has not.
    pub(super) agreed: Vec<Event>,
}

pub(super) fn gather(
    arguments: &Arguments,
    corpus: &Corpus,
    logs: &Logs,
    app: &App,
) -> Result<Waiting, Stop> {
    let purpose = match (arguments.anchors, arguments.disagreements.as_slice()) {
        (true, _) => Purpose::Anchors,
        (_, []) => Purpose::Proposals(Pen::new(logs, app)?.coder),
        (_, names) => {
            for name in names {
                if !logs.states.contains_key(name) {
                    let told = Diagnostic::error(format!("there are no codings by `{name}`"));
                    return Err(told
                        .did_you_mean(name, logs.states.keys().map(String::as_str))
                        .into());
                }
            }
            let by = if arguments.list { String::new() } else { decider(app)? };
            Purpose::Differences(by)
        }
    };
    let coder = match &purpose {
        Purpose::Proposals(_) => Coder::by_rules(corpus, arguments.weak)?,
        _ => Coder::of_people(corpus, false, &[], Logs::default())?,
    };
    let selection = arguments.filter.people.selection(corpus)?;
    let wanted = wanted(arguments, &coder, logs)?;
    let matching = Matching::of(&arguments.filter, corpus, &coder, app)?;
    let desk =
        Desk { arguments, logs, coder: &coder, purpose: &purpose, only: app.coder.as_deref() };
    let (mut items, mut places, mut agreed) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let told = fold(
        corpus,
        &corpus.selected(&selection),
        || (Worker::default(), Looker::default()),
        |(worker, looker), transcript, cast| {
            let coded = match &purpose {
                Purpose::Proposals(_) => coder.code(corpus, &transcript, &cast, worker),
                _ => Default::default(),
            };
            let matched = matching
                .as_ref()
                .map(|matching| matching.turns(corpus, &transcript, &cast, &coded, looker));
            let asked = selection.asked(&transcript, &cast);
            let (found, both) = match &purpose {
                Purpose::Proposals(name) => (desk.proposals(name, &transcript, &coded), Vec::new()),
                Purpose::Differences(_) => desk.differences(&transcript),
                Purpose::Anchors => (desk.changed(&transcript), Vec::new()),
            };
            let is_code = |code: &str| wanted.as_ref().is_none_or(|codes| codes.contains(code));
            let is_there = |at: usize| {
                let place = hand::turn(&transcript, at);
                matched.as_ref().is_none_or(|turns| turns.contains(&(place as u32)))
                    && selection.question(asked.as_ref(), place)
                    && transcript.turns.get(place).is_none_or(|turn| {
                        selection.turn(&transcript, &cast, turn, &corpus.attributes)
                    })
            };
            let keeps = |item: &Item| {
                is_code(&item.code) && item.bytes.as_ref().is_none_or(|at| is_there(at.start))
            };
            let text = Text::new(&transcript.text);
            let place = |item: &Item| item.bytes.as_ref().map(|at| place(&transcript, &text, at));
            let pairs = found.into_iter().filter(keeps).map(|item| (place(&item), item));
            let both = both.into_iter().filter(|(code, at, _)| is_code(code) && is_there(at.start));
            let both =
                both.map(|(code, at, note)| agreed_event(&transcript, &text, code, &at, note));
            (transcript.id.clone(), pairs.collect::<Vec<_>>(), both.collect::<Vec<_>>())
        },
        |(id, pairs, both)| {
            seen.insert(id);
            for (place, item) in pairs {
                places.push(place);
                items.push(item);
            }
            agreed.extend(both);
        },
        &mut |_, _| {},
    );
    app.ui.tell_all(&told);
    if purpose == Purpose::Anchors && selection.is_everything() && matching.is_none() {
        // Codings of transcripts that are not there any more.
        let gone = |held: &&Held| {
            !seen.contains(&held.transcript) && corpus.named(&held.transcript).is_err()
        };
        for (name, state) in desk.people() {
            for held in state.by_place().into_iter().filter(gone) {
                if wanted.as_ref().is_none_or(|codes| codes.contains(&held.code)) {
                    items.push(changed(name, held, Status::Lost, 0.0, None));
                    places.push(None);
                }
            }
        }
    }
    Ok(Waiting { purpose, coder, items, places, agreed })
}

/// The ids of the codes that the filters name, those that only people gave among them.
fn wanted(
    arguments: &Arguments,
    coder: &Coder,
    logs: &Logs,
) -> Result<Option<BTreeSet<String>>, Stop> {
    let filter = &arguments.filter;
    if filter.codes.is_empty() && filter.themes.is_empty() {
        return Ok(None);
    }
    let (mut ids, mut wrong) = (BTreeSet::new(), Vec::new());
    for name in &filter.codes {
        match code_named(name, coder, logs) {
            Ok(id) => {
                ids.insert(id);
            }
            Err(mut told) => {
                told.help.retain(|help| !help.contains("new code"));
                wrong.push(told);
            }
        }
    }
    for name in &filter.themes {
        match coder.tree.resolve(name) {
            Ok(place) => {
                let codes = &coder.rules.codebook().codes;
                let family = coder.tree.family(place).iter();
                ids.extend(family.filter_map(|&place| Some(codes.get(place)?.id.clone())));
            }
            Err(told) => wrong.push(told),
        }
    }
    if wrong.is_empty() { Ok(Some(ids)) } else { Err(wrong.into()) }
}

fn place(transcript: &Transcript, text: &Text<'_>, bytes: &Range<usize>) -> Place {
    Place {
        turn: hand::turn(transcript, bytes.start) + 1,
        start: text.point(bytes.start),
        end: text.point(bytes.end),
        quote: transcript.text.get(bytes.clone()).unwrap_or_default().to_owned(),
    }
}

fn agreed_event(
    transcript: &Transcript,
    text: &Text<'_>,
    code: String,
    bytes: &Range<usize>,
    note: Option<String>,
) -> Event {
    let event = Event {
        transcript: Some(transcript.id.clone()),
        turn: Some(hand::turn(transcript, bytes.start) + 1),
        text: Some(hand::fingerprint(&transcript.text)),
        code: Some(code),
        note,
        ..Event::default()
    };
    event.anchored(text.anchor(text.point(bytes.start), text.point(bytes.end)))
}

/// A coding whose words changed.
fn changed(
    coder: &str,
    held: &Held,
    status: Status,
    score: f64,
    bytes: Option<Range<usize>>,
) -> Item {
    Item {
        transcript: held.transcript.clone(),
        code: held.code.clone(),
        coder: coder.to_owned(),
        bytes,
        id: Some(held.id.clone()),
        found: Some((status, score)),
        quote: Some(held.anchor.quote.clone()),
        note: held.note.clone(),
        ..Item::default()
    }
}

/// What the gathering works with.
struct Desk<'d> {
    arguments: &'d Arguments,
    logs: &'d Logs,
    coder: &'d Coder,
    purpose: &'d Purpose,
    /// The coders that are meant, where somebody says so.
    only: Option<&'d str>,
}

type Agreed = (String, Range<usize>, Option<String>);

impl Desk<'_> {
    /// The coders whose codings are meant.
    fn people(&self) -> impl Iterator<Item = (&String, &State)> {
        let is_meant = |name: &str| match (self.only, self.purpose) {
            (Some(names), Purpose::Anchors) => names.split(',').any(|one| one.trim() == name),
            _ => true,
        };
        self.logs.states.iter().filter(move |(name, _)| is_meant(name))
    }

    /// What a coder coded and turned down, with the codes' places in the codebook.
    fn spots(&self, name: &str, transcript: &Transcript) -> [Vec<Spot>; 2] {
        let held = self.logs.of_transcript(name, &transcript.id);
        let state = self.logs.states.get(name);
        let marks = state.map(|state| state.rejected.as_slice()).unwrap_or_default();
        let marks: Vec<Held> =
            marks.iter().filter(|mark| mark.transcript == transcript.id).map(of_mark).collect();
        let spots = |held: &[&Held]| {
            let placed = hand::place(&transcript.text, held);
            let there = placed.iter().filter(|placed| placed.found.place.is_some());
            let spot = |placed: &hand::Placed<'_>| {
                Some((self.coder.tree.find(&placed.held.code)? as u32, placed.bytes.clone()))
            };
            there.filter_map(spot).collect()
        };
        [spots(&held), spots(&marks.iter().collect::<Vec<_>>())]
    }

    fn proposals(
        &self,
        name: &str,
        transcript: &Transcript,
        coded: &crate::coding::Coded,
    ) -> Vec<Item> {
        let [own, rejected] = self.spots(name, transcript);
        let codebook = self.coder.rules.codebook();
        proposals::waiting(&transcript.text, coded, &own, &rejected)
            .into_iter()
            .map(|coding| proposals::item(transcript, coded, coding, codebook))
            .collect()
    }

    /// The code as the codebook calls it now.
    fn code(&self, name: &str) -> String {
        let place = self.coder.tree.find(name);
        let code = place.and_then(|place| self.coder.rules.codebook().codes.get(place));
        code.map_or_else(|| name.to_owned(), |code| code.id.clone())
    }

    /// Where the codings or rejections of the consensus stand.
    fn parts(&self, transcript: &Transcript, held: &[&Held]) -> Vec<Part> {
        let placed = hand::place(&transcript.text, held);
        let there = placed.iter().filter(|placed| placed.found.place.is_some());
        let part = |placed: &hand::Placed<'_>| Part {
            is_second: false,
            code: self.code(&placed.held.code),
            bytes: placed.bytes.clone(),
            note: placed.held.note.clone().filter(|note| !note.is_empty()),
        };
        there.map(part).collect()
    }

    /// What one of two coders has alone, and what both have; without what the consensus has.
    fn differences(&self, transcript: &Transcript) -> (Vec<Item>, Vec<Agreed>) {
        let [one, other] = self.arguments.disagreements.as_slice() else {
            return Default::default();
        };
        let is_seen = |name: &str| {
            let state = self.logs.states.get(name);
            let done = state.map(|state| state.done.as_slice()).unwrap_or_default();
            let is_whole = |mark: &Mark| mark.anchor.is_none() && mark.transcript == transcript.id;
            done.iter().any(is_whole) || !self.logs.of_transcript(name, &transcript.id).is_empty()
        };
        if !is_seen(one) || !is_seen(other) {
            return Default::default();
        }
        let mut parts = self.parts(transcript, &self.logs.of_transcript(one, &transcript.id));
        let second = self.parts(transcript, &self.logs.of_transcript(other, &transcript.id));
        parts.extend(second.into_iter().map(|part| Part { is_second: true, ..part }));
        let held = self.logs.of_transcript(CONSENSUS, &transcript.id);
        let settled = self.parts(transcript, &held);
        let marks = self.logs.states.get(CONSENSUS).map(|state| state.rejected.as_slice());
        let marks: Vec<Held> = marks
            .unwrap_or_default()
            .iter()
            .filter(|mark| mark.transcript == transcript.id)
            .map(of_mark)
            .collect();
        let rejected = self.parts(transcript, &marks.iter().collect::<Vec<_>>());
        let (mut items, mut agreed) = (Vec::new(), Vec::new());
        for segment in segments(&transcript.text, parts) {
            let (code, at) = (&segment.code, &segment.bytes);
            let has = |part: &Part| part.code == *code && touch(&transcript.text, &part.bytes, at);
            let turned_down = |part: &Part| part.code == *code && is_same(&part.bytes, at);
            if settled.iter().any(has) || rejected.iter().any(turned_down) {
                continue;
            }
            let note = Some(segment.notes.join("; ")).filter(|note| !note.is_empty());
            if segment.is_agreed() {
                agreed.push((segment.code, segment.bytes, note));
            } else {
                items.push(Item {
                    transcript: transcript.id.clone(),
                    coder: if segment.has[0] { one } else { other }.clone(),
                    code: segment.code,
                    bytes: Some(segment.bytes),
                    note,
                    ..Item::default()
                });
            }
        }
        (items, agreed)
    }

    /// Codings that a person has to look at.
    fn changed(&self, transcript: &Transcript) -> Vec<Item> {
        let mut items = Vec::new();
        for (name, _) in self.people() {
            let held = self.logs.of_transcript(name, &transcript.id);
            for placed in hand::place(&transcript.text, &held) {
                let found = placed.found;
                if found.status.needs_review() {
                    let bytes = found.place.map(|_| placed.bytes.clone());
                    items.push(changed(name, placed.held, found.status, found.score, bytes));
                }
            }
        }
        items
    }
}

/// A rejection as something that has a place.
fn of_mark(mark: &Mark) -> Held {
    Held {
        id: mark.id.clone(),
        transcript: mark.transcript.clone(),
        anchor: mark.anchor.clone().unwrap_or_default(),
        text: mark.text.clone(),
        code: mark.code.clone().unwrap_or_default(),
        ..Held::default()
    }
}
