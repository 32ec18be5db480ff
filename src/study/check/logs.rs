//! What is wrong in the coders' logs.
//!
//! Lines that are no events, files that are not named after their coder (as sync services leave
//! copies), coders whose names are nearly alike, codes that no codebook has, and events about
//! transcripts that are gone.

use std::collections::BTreeMap;

use super::Names;
use crate::diagnostic::{Diagnostic, Severity, near_names};
use crate::study::logs::{FOLDER, Logs};

/// So many places of a code are named.
const PLACES: usize = 3;

/// What is wrong.
pub fn check(logs: &Logs, names: &Names) -> Vec<Diagnostic> {
    let mut found = lines(logs);
    found.extend(coders(logs));
    if names.has_codebook {
        found.extend(codes(logs, names));
    }
    found.extend(transcripts(logs, names));
    found
}

/// What reading the logs told. A line that counts for nothing is work lost until somebody mends it.
fn lines(logs: &Logs) -> Vec<Diagnostic> {
    let told = logs.told.iter().cloned().map(|mut told| {
        told.severity = match told.severity {
            // Events that stand in another file than their coder's.
            Severity::Note => Severity::Warning,
            _ => Severity::Error,
        };
        if told.severity == Severity::Warning {
            told.help.push(format!(
                "unite them: append its lines to `{FOLDER}/CODER.jsonl` and delete it; an event \
                 that stands twice counts once"
            ));
        }
        told
    });
    told.collect()
}

/// Coders whose names differ by a letter or by case alone: mostly one person, twice.
fn coders(logs: &Logs) -> Vec<Diagnostic> {
    let names: Vec<&str> = logs.events.keys().map(String::as_str).collect();
    let mut found = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let others = names.iter().skip(place + 1).copied();
        let near = others.filter(|other| is_near(name, other));
        for other in near {
            let told = Diagnostic::warning(format!("`{name}` and `{other}` may be one coder"));
            found.push(told.in_file(format!("{FOLDER}/{other}.jsonl")).help(
                "if so, give all events one name: replace the name in the lines of one file, or \
                 count both with `--union`",
            ));
        }
    }
    found
}

fn is_near(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
    let distance = strsim::damerau_levenshtein(&a, &b);
    // `P1` and `P2`, `coder1` and `coder2` are two.
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(&a) == digits(&b)
        && (distance == 0 || distance == 1 && a.chars().count().min(b.chars().count()) > 3)
}

/// Codes that no codebook has, with who gave them.
fn codes(logs: &Logs, names: &Names) -> Vec<Diagnostic> {
    let mut unknown: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut coders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (coder, state) in &logs.states {
        for held in state.by_place() {
            if !names.codes.contains(&held.code) {
                let turn = held.turn.map(|turn| format!(" turn {turn}")).unwrap_or_default();
                unknown.entry(&held.code).or_default().push(format!("{}{turn}", held.transcript));
                coders.entry(&held.code).or_default().push(coder);
            }
        }
    }
    let one = |(code, places): (&str, Vec<String>)| {
        let who = coders.get(code).and_then(|who| who.first()).copied().unwrap_or_default();
        let times = match places.len() {
            1 => "one coding".to_owned(),
            number => format!("{number} codings"),
        };
        let first: Vec<&str> = places.iter().take(PLACES).map(String::as_str).collect();
        let more = if places.len() > PLACES { ", …" } else { "" };
        let told = Diagnostic::warning(format!(
            "no codebook has the code `{code}` of {times}: {}{more}",
            first.join(", ")
        ))
        .in_file(format!("{FOLDER}/{who}.jsonl"));
        let known = names.codes.iter().map(String::as_str);
        match near_names(code, known.clone()).is_empty() {
            true => told.help("give it an entry in a codebook, with a definition"),
            false => told
                .did_you_mean(code, known)
                .help(format!("if so, write `aliases = [\"{code}\"]` into its entry")),
        }
    };
    unknown.into_iter().map(one).collect()
}

/// Codings and marks of transcripts that are not there.
fn transcripts(logs: &Logs, names: &Names) -> Vec<Diagnostic> {
    let mut gone: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (coder, state) in &logs.states {
        let held = state.codings.values().map(|held| held.transcript.as_str());
        let marks = state.done.iter().chain(&state.rejected).map(|mark| mark.transcript.as_str());
        for id in held.chain(marks).filter(|id| !names.transcripts.contains(*id)) {
            *gone.entry((coder, id)).or_default() += 1;
        }
    }
    let one = |((coder, id), number): ((&str, &str), usize)| {
        let things = if number == 1 { "one event is" } else { "events are" };
        let number = if number == 1 { String::new() } else { format!("{number} ") };
        Diagnostic::error(format!("{number}{things} about `{id}`, which is no transcript"))
            .in_file(format!("{FOLDER}/{coder}.jsonl"))
            .did_you_mean(id, names.transcripts.iter().map(String::as_str))
            .help("if the file was renamed, give it its old name; a coding is never dropped")
    };
    gone.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::log::event::{Event, Kind};
    use crate::coding::log::replay::replay;

    fn logs(events: &[(&str, &str, &str)]) -> Logs {
        let mut logs = Logs::default();
        for (number, (coder, transcript, code)) in events.iter().enumerate() {
            let event = Event {
                id: format!("e{number}"),
                event: Kind::Add,
                coder: (*coder).to_owned(),
                at: "2026-03-01T09:30:00Z".into(),
                transcript: Some((*transcript).to_owned()),
                turn: Some(number + 1),
                code: Some((*code).to_owned()),
                ..Event::default()
            };
            logs.events.entry((*coder).to_owned()).or_default().push(event);
        }
        logs.states = logs.events.iter().map(|(who, all)| (who.clone(), replay(all))).collect();
        logs
    }

    fn names() -> Names {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Names {
            transcripts: set(&["P1", "P2"]),
            codes: set(&["trust", "hope"]),
            has_codebook: true,
            ..Names::default()
        }
    }

    #[test]
    fn unknown_codes_are_told_once_with_their_places_and_near_names() {
        let found = check(
            &logs(&[
                ("ana", "P1", "trsut"),
                ("ana", "P2", "trsut"),
                ("ana", "P1", "hope"),
                ("ana", "P1", "being the first"),
            ]),
            &names(),
        );
        let told: Vec<(&str, &str)> =
            found.iter().map(|told| (told.message.as_str(), told.help[0].as_str())).collect();
        assert_eq!(
            told,
            [
                (
                    "no codebook has the code `being the first` of one coding: P1 turn 4",
                    "give it an entry in a codebook, with a definition"
                ),
                (
                    "no codebook has the code `trsut` of 2 codings: P1 turn 1, P2 turn 2",
                    "did you mean `trust`?"
                ),
            ]
        );
        let none = Names { has_codebook: false, ..names() };
        assert!(check(&logs(&[("ana", "P1", "x")]), &none).is_empty());
    }

    #[test]
    fn one_coder_by_two_names_is_suspected_and_two_coders_are_not() {
        let found = |a: &str, b: &str| coders(&logs(&[(a, "P1", "hope"), (b, "P1", "hope")])).len();
        assert_eq!((found("Ana", "ana"), found("marta", "marta ")), (1, 1));
        assert_eq!((found("johanna", "johana"), found("ana", "ann")), (1, 0));
        assert_eq!((found("coder1", "coder2"), found("ana", "ben")), (0, 0));
    }

    #[test]
    fn codings_of_transcripts_that_are_gone_are_errors() {
        let found = check(&logs(&[("ana", "P3", "hope"), ("ana", "P3", "trust")]), &names());
        assert_eq!(found[0].message, "2 events are about `P3`, which is no transcript");
        assert!(found[0].is_error() && found[0].help[0].starts_with("did you mean"));
    }
}
