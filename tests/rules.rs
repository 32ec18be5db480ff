//! The cases of `vectors/rules.json`: rules with texts and what they must find.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;

use emic::codebook::{Code, Codebook, Near, Negation, Order, Rule, Unit};
use emic::coding::rules::{Program, Setting, Worker};
use emic::text::language::Language;
use emic::text::points::Points;
use emic::text::{annotation, sentence};
use emic::transcript::build::Builder;
use emic::transcript::people::{Cast, Known, Role};
use serde_json::{Value, json};

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map(|all| all.iter().map(|one| one.as_str().unwrap().to_owned()).collect())
        .unwrap_or_default()
}

fn unit(value: &Value) -> Unit {
    match value.as_str() {
        Some("match") => Unit::Match,
        Some("turn") => Unit::Turn,
        Some("paragraph") => Unit::Paragraph,
        Some("transcript") => Unit::Transcript,
        _ => Unit::Sentence,
    }
}

fn rule(value: &Value) -> Rule {
    let number = |value: &Value, default| value.as_u64().map_or(default, |number| number as u32);
    let near = |near: &Value| Near {
        this: strings(&near["this"]),
        with: strings(&near["with"]),
        words: number(&near["words"], 5),
        order: match near["order"].as_str() {
            Some("before") => Order::Before,
            Some("after") => Order::After,
            _ => Order::Any,
        },
    };
    Rule {
        any: strings(&value["any"]),
        all: strings(&value["all"]),
        none: strings(&value["none"]),
        except: strings(&value["except"]),
        near: value["near"]
            .as_array()
            .map(|all| all.iter().map(near).collect())
            .unwrap_or_default(),
        regex: strings(&value["regex"]),
        case: value["case"].as_bool().unwrap_or(false),
        unit: unit(&value["unit"]),
        code: unit(&value["code"]),
        context: [number(&value["context"][0], 0), number(&value["context"][1], 0)],
        speaker: value["speaker"].is_array().then(|| strings(&value["speaker"])),
        negation: match value["negation"].as_str() {
            Some("skip") => Negation::Skip,
            Some("only") => Negation::Only,
            _ => Negation::Ignore,
        },
        min: number(&value["min"], 1),
        ..Rule::default()
    }
}

/// What a rule finds in a case's turns, in the shape of the case's `expected`.
fn found(case: &Value, lists: &BTreeMap<String, Vec<String>>) -> Value {
    let code =
        Code { id: "c".into(), codable: true, rules: vec![rule(&case["rule"])], ..Code::default() };
    let codebook = Codebook {
        language: "en".into(),
        lists: lists.clone(),
        codes: vec![code],
        ..Codebook::default()
    };
    let mut builder = Builder::written();
    let mut known = Known::default();
    for turn in case["turns"].as_array().unwrap() {
        let label = turn["speaker"].as_str();
        builder.push(label, turn["text"].as_str().unwrap(), (None, None));
        if let (Some(label), Some(role)) = (label, turn["role"].as_str()) {
            let role = Role::named(role);
            known.speakers.insert((String::new(), label.to_owned()), (None, role));
        }
    }
    let transcript = builder.finish();
    let cast = Cast::of(&transcript, &known);
    let program = Program::compile(&codebook, true).unwrap();
    let coded = program.apply(&Setting::plain(&transcript, &cast), &mut Worker::default());
    let mut segments = Vec::new();
    for coding in &coded.codings {
        let turn = &transcript.turns[coding.turn as usize];
        let reading = transcript.reading(turn);
        let points = Points::new(reading.text());
        let span = |start: u32, end: u32| {
            let start = reading.from_canonical(start as usize);
            let end = reading.from_canonical(end as usize);
            json!({
                "start": points.of_byte(start),
                "end": points.of_byte(end),
                "text": &reading.text()[start..end],
            })
        };
        let mut segment = span(coding.start, coding.end);
        segment["turn"] = json!(coding.turn);
        let mut evidence: Vec<Value> = coded
            .evidence_of(coding)
            .iter()
            .map(|evidence| span(evidence.start, evidence.end))
            .collect();
        evidence.dedup();
        segment["evidence"] = json!(evidence);
        segments.push(segment);
    }
    json!(segments)
}

#[test]
fn every_rule_case_finds_what_it_must() {
    let Some(folder) = outside::data() else { return };
    let file = std::fs::read_to_string(folder.join("vectors/rules.json")).unwrap();
    let vectors: Value = serde_json::from_str(&file).unwrap();
    let lists: BTreeMap<String, Vec<String>> = vectors["lists"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, entries)| (name.clone(), strings(entries)))
        .collect();
    let cases = vectors["examples"].as_array().unwrap();
    assert!(cases.len() >= 28);
    for case in cases {
        assert_eq!(found(case, &lists), case["expected"], "{}", case["name"]);
    }
    for case in vectors["sentence_vectors"].as_array().unwrap() {
        let text = annotation::blank(case["text"].as_str().unwrap(), false);
        let found: Vec<&str> = sentence::sentences(&text, &Language::for_tag("en"))
            .into_iter()
            .map(|range| &text[range])
            .collect();
        let found: Vec<String> = found
            .iter()
            .map(|sentence| sentence.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(json!(found), case["sentences"]);
    }
}
