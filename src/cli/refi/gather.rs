//! Gathers what a study holds for a package: codebooks, transcripts, codings, cases and memos.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::App;
use crate::cli::coder::Coder;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::coding::hand;
use crate::coding::log::replay::Held;
use crate::coding::rule_coder::RULES;
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::refi::kept::{self, Kept};
use crate::refi::told::{Given, Person, Said, Text, Told};
use crate::study::attributes::{Attributes, Kind};
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::memo::Memos;
use crate::study::open::Study;
use crate::text::points::Points;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// What the study holds of these coders' work.
pub(super) fn told(
    corpus: &Corpus,
    logs: &Logs,
    coders: &[String],
    app: &App,
) -> Result<Told, Stop> {
    let Some(study) = &corpus.study else { return Ok(Told::default()) };
    let memos = Memos::read(study);
    app.ui.tell_all(&memos.told);
    let coder = Coder::of_people(corpus, false, &[], Logs::default())?;
    let rules = match coders.iter().any(|coder| coder == RULES) {
        true => Some(Coder::by_rules(corpus, false)?),
        false => None,
    };
    let mut told = Told {
        title: study.config.title.clone(),
        codes: coder.rules.codebook().codes.clone(),
        memos: memos.all,
        kept: kept(study)?,
        ..Told::default()
    };
    let mut lost = 0;
    let unread = fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        Worker::default,
        |worker, transcript, cast| {
            let mut given = Vec::new();
            if let Some(coder) = &rules {
                given = by_rules(corpus, coder, &transcript, &cast, worker);
            }
            let mut lost = 0;
            for coder in coders {
                let held: Vec<&Held> = logs.of_transcript(coder, &transcript.id);
                for placed in hand::place(&transcript.text, &held) {
                    match placed.found.place {
                        Some(place) => given.push(by_hand(coder, placed.held, place)),
                        None => lost += 1,
                    }
                }
            }
            (text(corpus, &transcript, &cast), given, lost)
        },
        |(text, given, more)| {
            told.transcripts.push(text);
            told.codings.extend(given);
            lost += more;
        },
        &mut |_, _| {},
    );
    app.ui.tell_all(&unread);
    if lost > 0 {
        let message =
            format!("{} not found in changed transcripts and not written", counted(lost, "coding"));
        app.ui.tell(&Diagnostic::warning(message).help("`emic reanchor -n` lists them"));
    }
    told.codings.sort();
    for coder in coders {
        let notes = logs.states.get(coder).map(|state| state.notes.as_slice()).unwrap_or_default();
        for (transcript, words) in notes {
            let transcript = transcript.clone().unwrap_or_default();
            told.remarks.push((transcript, coder.clone(), words.clone()));
        }
    }
    people(corpus, &mut told);
    Ok(told)
}

/// What came with a package earlier.
pub(super) fn kept(study: &Study) -> Result<Kept, Diagnostic> {
    let path = study.inside(kept::FILE);
    if files::what(&path) == files::What::Missing {
        return Ok(Kept::default());
    }
    let text = files::read_text(&path)?;
    Kept::parse(&text).map_err(|why| {
        Diagnostic::error(format!("this is not what emic keeps of packages: {why}"))
            .in_file(files::shown(&path))
            .help(
                "take an older version of it; without it, ids and sets of other programs are lost",
            )
    })
}

fn by_hand(coder: &str, held: &Held, (start, end): (usize, usize)) -> Given {
    Given {
        transcript: held.transcript.clone(),
        start,
        end,
        coder: coder.to_owned(),
        code: held.code.clone(),
        at: held.at.clone(),
        id: held.id.clone(),
        note: held.note.clone().filter(|note| !note.trim().is_empty()),
    }
}

fn by_rules(
    corpus: &Corpus,
    coder: &Coder,
    transcript: &Transcript,
    cast: &Cast,
    worker: &mut Worker,
) -> Vec<Given> {
    let coded = coder.code(corpus, transcript, cast, worker);
    let points = Points::new(&transcript.text);
    let codes = &coder.rules.codebook().codes;
    let given = |coding: &crate::coding::Coding| {
        Some(Given {
            transcript: transcript.id.clone(),
            start: points.of_byte(coding.start as usize),
            end: points.of_byte(coding.end as usize),
            coder: RULES.to_owned(),
            code: codes.get(coding.code as usize)?.id.clone(),
            ..Given::default()
        })
    };
    coded.codings.iter().filter_map(given).collect()
}

fn text(corpus: &Corpus, transcript: &Transcript, cast: &Cast) -> Text {
    let points = Points::new(&transcript.text);
    let said = |turn: &crate::transcript::Turn| {
        let extent = transcript.reading(turn).extent();
        Said {
            start: points.of_byte(extent.start),
            end: points.of_byte(extent.end),
            time: turn.start_ms,
            case: cast.case(turn).map(str::to_owned),
        }
    };
    let attributes = &corpus.attributes;
    let values = attributes.names().filter_map(|name| {
        let values = attributes.values(None, &transcript.id, name);
        (!values.is_empty()).then(|| (name.to_owned(), values.join("; ")))
    });
    Text {
        id: transcript.id.clone(),
        text: transcript.text.clone(),
        values: values.collect(),
        cases: cast.cases().into_iter().map(str::to_owned).collect(),
        turns: transcript.turns.iter().map(said).filter(|turn| turn.start < turn.end).collect(),
    }
}

/// The cases, and the types of their attributes.
fn people(corpus: &Corpus, told: &mut Told) {
    let mut ids: BTreeSet<String> = corpus.known.cases.clone();
    ids.extend(told.transcripts.iter().flat_map(|text| text.cases.iter().cloned()));
    let attributes = &corpus.attributes;
    for id in ids {
        let values = attributes.of_cases().filter_map(|name| {
            let values = attributes.values(Some(&id), "", name);
            (!values.is_empty()).then(|| (name.to_owned(), values.join("; ")))
        });
        told.cases.push(Person { values: values.collect(), id });
    }
    let people = told.cases.iter().flat_map(|person| &person.values);
    let used = people.chain(told.transcripts.iter().flat_map(|text| &text.values));
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in used {
        by_name.entry(name).or_default().push(value);
    }
    let named = by_name.iter().map(|(name, all)| ((*name).to_owned(), kind(attributes, name, all)));
    told.attributes = named.collect();
}

/// The standard's type of an attribute, if all its values are of it.
fn kind(attributes: &Attributes, name: &str, values: &[&str]) -> &'static str {
    let is_whole = |value: &&str| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_decimal = |value: &&str| {
        let (before, after) = value.split_once('.').unwrap_or((value, "0"));
        is_whole(&before) && !after.is_empty() && after.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_date = |value: &&str| value.len() == 10;
    let is_truth = |value: &&str| matches!(*value, "true" | "false");
    match attributes.get(name).map(|attribute| &attribute.kind) {
        Some(Kind::Number) if values.iter().all(is_whole) => "Integer",
        Some(Kind::Number) if values.iter().all(is_decimal) => "Float",
        Some(Kind::Date) if values.iter().all(is_date) => "Date",
        Some(Kind::Bool) if values.iter().all(is_truth) => "Boolean",
        _ => "Text",
    }
}
