//! What a researcher relies on beyond single patterns: speakers, attributes, `within`, exclusive
//! families, weak rules and whole transcripts, each in a small codebook.

use super::{Program, Setting, Worker};
use crate::codebook::parse::parse;
use crate::coding::Coded;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::people::{Cast, Known};

/// Codes a conversation by the codes of a codebook's text; gives code ids with the coded words.
fn coded(codes: &str, turns: &[(&str, &str)], weak: bool) -> Vec<(String, String)> {
    let (transcript, coded, ids) = run(codes, turns, weak);
    let texts = coded.codings.iter().map(|coding| {
        let text = &transcript.text[coding.start as usize..coding.end as usize];
        (ids[coding.code as usize].clone(), text.to_owned())
    });
    texts.collect()
}

fn run(codes: &str, turns: &[(&str, &str)], weak: bool) -> (Transcript, Coded, Vec<String>) {
    let text =
        format!("schema = 1\n[codebook]\nid = \"t\"\nname = \"t\"\nversion = \"1\"\n{codes}");
    let codebook = parse("t.toml", &text).unwrap_or_else(|faults| panic!("{faults:#?}")).codebook;
    let program = Program::compile(&codebook, weak).unwrap();
    let mut builder = Builder::written();
    for (label, text) in turns {
        builder.push(Some(label), text, (None, None));
    }
    let transcript = builder.finish();
    let cast = Cast::of(&transcript, &Known::default());
    let attribute = |case: Option<&str>, name: &str| match (case, name) {
        (Some(case), "group") => {
            vec![if case.ends_with("P1") { "peer" } else { "staff" }.to_owned()]
        }
        _ => Vec::new(),
    };
    let setting = Setting { transcript: &transcript, cast: &cast, attribute: &attribute };
    let coded = program.apply(&setting, &mut Worker::default());
    let ids = codebook.codes.iter().map(|code| code.id.clone()).collect();
    (transcript, coded, ids)
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn speakers_and_attributes_decide_who_is_heard() {
    let codes = r#"
[[code]]
id = "all"
label = "A"
rule = [{ any = ["hope"], speaker = ["*"], code = "match" }]
[[code]]
id = "labelled"
label = "B"
rule = [{ any = ["hope"], speaker = ["P2", "interviewer"], code = "match" }]
[[code]]
id = "peers"
label = "C"
rule = [{ any = ["hope"], where = { group = ["peer"] }, code = "match" }]
"#;
    let turns = [("I", "Any hope?"), ("P1", "Some hope."), ("P2", "No hope.")];
    let found: Vec<String> = coded(codes, &turns, false).into_iter().map(|pair| pair.0).collect();
    assert_eq!(found, ["all", "labelled", "all", "peers", "all", "labelled"]);
}

#[test]
fn within_needs_the_text_of_the_other_code_or_its_descendants() {
    let codes = r#"
[[code]]
id = "inner"
label = "Inner"
rule = [{ any = ["tea"], code = "match", within = "work" }]
[[code]]
id = "work"
label = "Work"
codable = false
[[code]]
id = "work.shift"
label = "Shift"
parent = "work"
rule = [{ any = ["shift*"] }]
"#;
    let turns = [("P1", "We had tea. After the shift we had tea.")];
    assert_eq!(
        coded(codes, &turns, false),
        pairs(&[("work.shift", "After the shift we had tea."), ("inner", "tea")])
    );
}

#[test]
fn of_an_exclusive_family_the_earliest_stands_in_a_sentence() {
    let codes = r#"
[[code]]
id = "good"
label = "Good"
exclusive = "valence"
rule = [{ any = ["good", "fine"] }]
[[code]]
id = "bad"
label = "Bad"
exclusive = "valence"
rule = [{ any = ["bad"] }]
"#;
    let turns = [("P1", "It was bad, then good. Good things happened.")];
    assert_eq!(
        coded(codes, &turns, false),
        pairs(&[("bad", "It was bad, then good."), ("good", "Good things happened.")])
    );
    let (_, coded, _) = run(codes, &turns, false);
    assert_eq!(coded.losers.len(), 1);
    assert_eq!((coded.losers[0].winner, coded.losers[0].loser), (1, 0));
}

#[test]
fn weak_rules_code_only_when_asked() {
    let codes = r#"
[[code]]
id = "c"
label = "C"
rule = [
  { any = ["maybe"], strength = "weak", code = "match" },
  { any = ["surely"], code = "match" },
]
"#;
    let turns = [("P1", "Maybe so, surely.")];
    assert_eq!(coded(codes, &turns, false), pairs(&[("c", "surely")]));
    assert_eq!(coded(codes, &turns, true), pairs(&[("c", "Maybe"), ("c", "surely")]));
    let (_, coded, _) = run(codes, &turns, true);
    let weak: Vec<bool> = coded.codings.iter().map(|coding| coding.weak).collect();
    assert_eq!(weak, [true, false]);
}

#[test]
fn a_rule_may_look_at_the_whole_transcript() {
    let codes = r#"
[[code]]
id = "both"
label = "Both"
rule = [{ all = ["housing", "rent"], unit = "transcript", code = "sentence" }]
[[code]]
id = "never"
label = "Never"
rule = [{ any = ["housing"], none = ["garden"], unit = "transcript" }]
[[code]]
id = "often"
label = "Often"
rule = [{ any = ["rent"], min = 2, unit = "transcript", code = "match" }]
"#;
    let turns =
        [("P1", "Housing came first."), ("I", "And rent?"), ("P1", "Then rent. The garden. Rent.")];
    assert_eq!(
        coded(codes, &turns, false),
        pairs(&[
            ("both", "Housing came first."),
            ("both", "Then rent."),
            ("often", "rent"),
            ("often", "Rent"),
            ("both", "Rent."),
        ])
    );
}

#[test]
fn a_coded_transcript_is_one_segment_from_the_first_to_the_last_turn_heard() {
    let codes = r#"
[[code]]
id = "c"
label = "C"
rule = [{ any = ["rent"], code = "transcript" }]
"#;
    let turns = [("I", "Rent?"), ("P1", "The rent."), ("I", "Yes?"), ("P2", "No."), ("I", "Bye.")];
    let (transcript, coded, _) = run(codes, &turns, false);
    let [coding] = coded.codings.as_slice() else { panic!("{coded:?}") };
    assert_eq!((coding.turn, coding.last_turn), (1, 3));
    let text = &transcript.text[coding.start as usize..coding.end as usize];
    assert_eq!(text, "The rent.\nI: Yes?\nP2: No.");
    assert_eq!(coded.evidence_of(coding).len(), 1);
}
