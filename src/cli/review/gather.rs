//! What waits: proposals, differences, changed words, in the order of the transcripts.

use std::collections::BTreeSet;
use std::ops::Range;

use super::look::{Desk, changed};
use super::{Arguments, code_named, decider};
use crate::cli::App;
use crate::cli::coder::Coder;
use crate::cli::pen::Pen;
use crate::cli::query::Matching;
use crate::cli::ui::Stop;
use crate::coding::anchor::{Status, Text};
use crate::coding::hand;
use crate::coding::log::event::Event;
use crate::coding::log::replay::Held;
use crate::coding::review::Item;
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
    /// The transcripts that both of two coders have read, with the fingerprints of their texts.
    pub(super) jointly: Vec<(String, String)>,
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
    let (mut seen, mut jointly) = (BTreeSet::new(), Vec::new());
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
            let read = desk.both_have_read(&transcript);
            let read = read.then(|| hand::fingerprint(&transcript.text));
            (transcript.id.clone(), read, pairs.collect::<Vec<_>>(), both.collect::<Vec<_>>())
        },
        |(id, read, pairs, both)| {
            jointly.extend(read.map(|text| (id.clone(), text)));
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
    Ok(Waiting { purpose, coder, items, places, agreed, jointly })
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
