//! Double coding against vectors and publications: one interview by two coders in every unit, and
//! the κ that were published with the coding of 593 texts by three people.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::{BTreeMap, BTreeSet};

use emic::codebook::tree::Tree;
use emic::codebook::{Code, Codebook};
use emic::coding::double::said::{Done, Said};
use emic::coding::double::units::codable;
use emic::coding::double::{DoubleCoded, Grain, Looking, Overlap};
use emic::report::agree::study::Study;
use emic::report::agree::{Agreement, Boot, Options, agreement};
use emic::text::language::Language;
use emic::text::points::Points;
use emic::transcript::Transcript;
use emic::transcript::people::{Cast, Known};
use emic::transcript::read::{Options as Reading, read};
use serde_json::Value as Json;

fn codebook(codes: &[&str]) -> Codebook {
    // A text is distorted or not: these two exclude each other.
    let family = |id: &str| id.ends_with("distorsión").then(|| "distorted".to_owned());
    let code = |id: &&str| Code {
        id: (*id).to_owned(),
        codable: true,
        exclusive: family(id),
        ..Code::default()
    };
    Codebook { codes: codes.iter().map(code).collect(), ..Codebook::default() }
}

fn compared(codes: &[&str], coders: &[&str], unit: &'static str, all: &[DoubleCoded]) -> Agreement {
    let codebook = codebook(codes);
    let tree = Tree::new(&codebook);
    let mut study = Study {
        codebook: &codebook,
        tree: &tree,
        coders: coders.iter().map(|coder| (*coder).to_owned()).collect(),
        people: vec![true; coders.len()],
        unit,
        rolls_up: false,
        wanted: None,
        used: BTreeSet::new(),
        boot: Boot::Clusters,
    };
    study.look(all);
    agreement(&study.tables(all), &Options { seed: 42, ..Options::default() })
}

fn cell(found: &Agreement, code: &str, column: &str) -> String {
    let table = &found.report.data;
    let at = |key: &str| table.columns.iter().position(|column| column.key == key).unwrap();
    let row = table.rows.iter().find(|row| row[at("code")].exact() == code);
    row.unwrap_or_else(|| panic!("no row {code}"))[at(column)].exact()
}

fn number(found: &Agreement, code: &str, column: &str) -> Option<f64> {
    cell(found, code, column).parse().ok()
}

#[track_caller]
fn assert_near(found: Option<f64>, wanted: &Json, what: &str) {
    match (found, wanted.as_f64()) {
        (Some(found), Some(wanted)) => {
            assert!((found - wanted).abs() < 2e-6, "{what}: {found}, not {wanted}");
        }
        (None, None) => {}
        other => panic!("{what}: {other:?}"),
    }
}

/// The interview of the vectors: its turns are lines, its speakers are known from elsewhere.
fn interview(vector: &Json) -> (Transcript, Cast) {
    let text = vector["text"].as_str().unwrap();
    let mut written = String::new();
    for (turn, line) in vector["turns"].as_array().unwrap().iter().zip(text.lines()) {
        written.push_str(&format!("{}: {line}\n", turn["speaker"].as_str().unwrap()));
    }
    let transcript = read(written.as_bytes(), "V.txt", &Reading::default()).unwrap();
    let known = Known { interviewers: ["i".to_owned()].into(), ..Known::default() };
    let cast = Cast::of(&transcript, &known);
    (transcript, cast)
}

/// A place of the vectors' text, which has no labels, in the transcript.
fn moved(vector: &Json, transcript: &Transcript, at: u64, is_end: bool) -> usize {
    let turns = vector["turns"].as_array().unwrap();
    let place = turns.iter().position(|turn| {
        let (start, end) = (turn["start"].as_u64().unwrap(), turn["end"].as_u64().unwrap());
        start <= at && at < end + u64::from(is_end)
    });
    let place = place.unwrap();
    let first = transcript.reading(&transcript.turns[place]).extent().start;
    first + (at - turns[place]["start"].as_u64().unwrap()) as usize
}

#[test]
fn one_interview_in_every_unit() {
    let Some(data) = outside::data() else { return };
    let vector = outside::json(&data.join("vectors/units.json"));
    let (transcript, cast) = interview(&vector);
    let codes = ["hope", "stigma", "strain"];
    let said = |coder: &str| Said {
        spans: vector[coder]
            .as_array()
            .unwrap()
            .iter()
            .map(|span| {
                let code = codes.iter().position(|code| *code == span[0]).unwrap() as u32;
                let start = moved(&vector, &transcript, span[1].as_u64().unwrap(), false);
                let end = moved(&vector, &transcript, span[2].as_u64().unwrap(), true);
                (code, start..end)
            })
            .collect(),
        done: Done::All,
    };
    let coders = [said("coder_A"), said("coder_B")];
    let language = Language::for_tag("en");
    let mut checked = 0;
    for (name, wanted) in vector["expected"].as_object().unwrap() {
        let mut parts = name.split('/');
        let unit = parts.next().unwrap();
        let grain = Grain::ALL.into_iter().find(|grain| unit.starts_with(grain.name())).unwrap();
        let overlap = match parts.next() {
            Some("majority") => Overlap::Majority,
            _ => Overlap::Any,
        };
        let units = codable(&transcript, &cast, grain, &language, &|_| true);
        let looking = Looking { grain, overlap, words: false };
        let all = [DoubleCoded::of(&transcript, &cast, &units, &coders, looking)];
        let found = compared(&codes, &["A", "B"], grain.name(), &all);
        for (code, wanted) in wanted.as_object().unwrap() {
            let Some(wanted) = wanted.as_object() else {
                continue;
            };
            for (ours, theirs) in [
                ("n_units", "n_units"),
                ("percent", "percent"),
                ("kappa", "kappa"),
                ("alpha", "alpha"),
                ("ac1", "ac1"),
                ("p_pos", "f1"),
            ] {
                let Some(wanted) = wanted.get(theirs) else { continue };
                // Nobody has the code in any unit: then it has no row.
                let is_there = found.report.data.rows.iter().any(|row| row[0].exact() == *code);
                if is_there {
                    assert_near(
                        number(&found, code, ours),
                        wanted,
                        &format!("{name} {code} {ours}"),
                    );
                    checked += 1;
                }
            }
        }
        if let Some(pooled) = wanted["pooled_kappa"].as_f64() {
            let fact = found.report.facts.iter().find(|fact| fact.0 == "pooled_kappa").unwrap();
            assert_near(fact.1.exact().parse().ok(), &pooled.into(), name);
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked}");
}

/// The published κ of two people, by code.
fn published(data: &std::path::Path, file: &str) -> BTreeMap<(String, String), f64> {
    let folder = data.join("data/presto/raw/presto_anotaciones/first_phase");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut all = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        for (name, value) in header.iter().zip(&cells).skip(1) {
            if let Ok(value) = value.parse() {
                all.insert((cells[0].to_owned(), (*name).to_owned()), value);
            }
        }
    }
    all
}

#[test]
fn published_kappas_of_593_texts() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/presto");
    let path = folder.join("transcripts/presto_first_phase.txt");
    let transcript = outside::transcript(&path);
    let cast = Cast::of(&transcript, &Known::default());
    let units = codable(&transcript, &cast, Grain::Turn, &Language::for_tag("es"), &|_| true);
    assert_eq!(units.len(), 593);
    let rows = std::fs::read_to_string(folder.join("codings.csv")).unwrap();
    let rows: Vec<Vec<String>> =
        rows.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect()).collect();
    let mut codes: Vec<&str> = rows.iter().map(|row| row[5].as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let points = Points::new(&transcript.text);
    let whole = |turn: usize| transcript.reading(&transcript.turns[turn - 1]).extent();
    assert_eq!(points.of_byte(0), 0);
    let said = |coder: &str, stage: &str, done: Done| Said {
        spans: rows
            .iter()
            .filter(|row| row[4] == coder && row[6].starts_with(stage))
            .map(|row| {
                let code = codes.iter().position(|code| *code == row[5]).unwrap() as u32;
                (code, whole(row[1].parse().unwrap()))
            })
            .collect(),
        done,
    };
    let of = |pair: [&str; 2], stage: &str, done: &Done| {
        let coders = pair.map(|coder| said(coder, stage, done.clone()));
        let looking = Looking::default();
        let all = [DoubleCoded::of(&transcript, &cast, &units, &coders, looking)];
        compared(&codes, &pair, "turn", &all)
    };
    // Whether a text is distorted at all: everybody read all of them. Three of the 1,779 labels are
    // not in the table, which moves κ by less than a thousandth.
    let wanted = published(&data, "cohens_scores_distortion.csv");
    for (pair, names) in
        [(["xavi", "mireia"], "xavi-mireia"), (["miriam", "mireia"], "miriam-mireia")]
    {
        let found = number(&of(pair, "stage1", &Done::All), "distorted", "kappa").unwrap();
        let wanted = wanted[&(names.to_owned(), "exact".to_owned())];
        assert!((found - wanted).abs() < 1e-3, "{names}: {found}, published {wanted}");
    }
    // Which distortion: only the texts that all three had found distorted were compared.
    let common = std::fs::read_to_string(folder.join("units_types_common.txt")).unwrap();
    let parts = common.lines().map(|turn| whole(turn.trim().parse().unwrap())).collect();
    let done = Done::Parts(parts);
    let wanted = published(&data, "cohens_scores_types.csv");
    let mut checked = 0;
    for (pair, names) in [
        (["xavi", "mireia"], "xavi-mireia"),
        (["miriam", "mireia"], "miriam-mireia"),
        (["xavi", "miriam"], "xavi-miriam"),
    ] {
        let within: BTreeSet<usize> =
            common.lines().map(|turn| turn.trim().parse().unwrap()).collect();
        let coders = pair.map(|coder| {
            let mut said = said(coder, "types", done.clone());
            said.spans.retain(|(_, range)| within.iter().any(|turn| whole(*turn) == *range));
            said
        });
        let all = [DoubleCoded::of(&transcript, &cast, &units, &coders, Looking::default())];
        let found = compared(&codes, &pair, "turn", &all);
        for code in &codes {
            let Some(wanted) = wanted.get(&(names.to_owned(), (*code).to_owned())) else {
                continue;
            };
            assert_eq!(cell(&found, code, "n_units"), "131");
            let kappa = number(&found, code, "kappa").unwrap();
            assert!((kappa - wanted).abs() < 1e-6, "{names} {code}: {kappa}, published {wanted}");
            checked += 1;
        }
    }
    assert_eq!(checked, 30);
}
