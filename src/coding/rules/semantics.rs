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

/// Codes with the first and last turn of each segment and its words.
fn placed(codes: &str, turns: &[(&str, &str)]) -> Vec<(String, u32, u32, String)> {
    let (transcript, coded, ids) = run(codes, turns, false);
    let of = |coding: &crate::coding::Coding| {
        let text = &transcript.text[coding.start as usize..coding.end as usize];
        (ids[coding.code as usize].clone(), coding.turn, coding.last_turn, text.to_owned())
    };
    coded.codings.iter().map(of).collect()
}

#[test]
fn within_sees_what_rules_of_whole_transcripts_found() {
    let codes = r#"
[[code]]
id = "late"
label = "Late"
rule = [{ any = ["hope"], unit = "transcript", code = "sentence" }]
[[code]]
id = "inner"
label = "Inner"
rule = [{ any = ["trust"], code = "match", within = "late" }]
[[code]]
id = "all"
label = "All"
rule = [{ any = ["rain"], code = "transcript", speaker = ["P1"] }]
[[code]]
id = "word"
label = "Word"
rule = [{ any = ["sun"], code = "match", within = "all" }]
"#;
    let turns = [("P1", "Hope and trust. Trust alone."), ("P2", "Rain and sun.")];
    assert_eq!(
        coded(codes, &turns, false),
        pairs(&[("late", "Hope and trust."), ("inner", "trust")])
    );
    let turns = [("P1", "Sun."), ("P2", "Sun."), ("P1", "Rain, sun."), ("I", "Sun?")];
    let words: Vec<u32> = placed(codes, &turns)
        .into_iter()
        .filter(|(code, ..)| code == "word")
        .map(|(_, turn, ..)| turn)
        .collect();
    assert_eq!(words, [0, 2], "the whole transcript is the turns that are listened to");
}

#[test]
fn rules_of_whole_transcripts_are_of_their_family() {
    let codes = r#"
[[code]]
id = "a"
label = "A"
exclusive = "f"
rule = [{ any = ["hope"], unit = "transcript", code = "sentence" }]
[[code]]
id = "b"
label = "B"
exclusive = "f"
rule = [{ any = ["trust"] }]
"#;
    let turns = [("P1", "Hope and trust."), ("P1", "Trust and hope.")];
    assert_eq!(
        coded(codes, &turns, false),
        pairs(&[("a", "Hope and trust."), ("b", "Trust and hope.")])
    );
}

#[test]
fn a_coded_transcript_takes_in_only_the_turns_that_are_listened_to() {
    let codes = r#"
[[code]]
id = "a"
label = "A"
rule = [
  { any = ["hope"], speaker = ["*"], code = "match" },
  { any = ["trust"], code = "transcript", speaker = ["P1"] },
]
"#;
    let turns = [("P2", "Hope."), ("P1", "[sighs] Trust, hope [laughs]"), ("I", "Hope?")];
    let text = |text: &str| text.to_owned();
    assert_eq!(
        placed(codes, &turns),
        [
            ("a".into(), 0, 0, text("Hope")),
            ("a".into(), 1, 1, text("Trust, hope")),
            ("a".into(), 2, 2, text("Hope")),
        ]
    );
    let codes = r#"
[[code]]
id = "peers"
label = "Peers"
rule = [{ any = ["hope"], code = "transcript", where = { group = ["peer"] } }]
"#;
    let turns = [("P2", "One."), ("P1", "Hope."), ("P2", "Two."), ("P1", "Three."), ("P2", "End.")];
    let (_, coded, _) = run(codes, &turns, false);
    let [coding] = coded.codings.as_slice() else { panic!("{coded:?}") };
    assert_eq!((coding.turn, coding.last_turn), (1, 3));
    let whole = coded.whole_of(coding).unwrap();
    assert_eq!((whole.turns.as_slice(), whole.evidence.as_slice()), (&[1, 3][..], &[1][..]));
}

#[test]
fn evidence_over_two_paragraphs_codes_both() {
    let codes = r#"
[[code]]
id = "c"
label = "C"
rule = [{ regex = ['hope\s+and'], unit = "turn", code = "paragraph" }]
"#;
    let text = "P1: First. We hope\n\nand wait. Then.\n\nLast.\n";
    let transcript = crate::transcript::read::read(
        text.as_bytes(),
        "t.txt",
        &crate::transcript::read::Options::default(),
    )
    .unwrap();
    assert_eq!(transcript.turns.len(), 1);
    let head = "schema = 1\n[codebook]\nid = \"t\"\nname = \"t\"\nversion = \"1\"\n";
    let codebook = parse("t.toml", &format!("{head}{codes}")).unwrap().codebook;
    let program = Program::compile(&codebook, false).unwrap();
    let cast = Cast::of(&transcript, &Known::default());
    let setting = Setting::plain(&transcript, &cast);
    let coded = program.apply(&setting, &mut Worker::default());
    let [coding] = coded.codings.as_slice() else { panic!("{coded:?}") };
    let segment = &transcript.text[coding.start as usize..coding.end as usize];
    assert_eq!(segment, "First. We hope\n\nand wait. Then.");
}
