//! The quote bank of a small study: who is quoted, how often, and under which heading.

use super::*;
use crate::report::sample::{Sample, three_people};

fn options(pattern: &str, material: &Material) -> Options {
    let label = Label::parse(pattern, &material.attributes).unwrap();
    Options { label, per_code: 5, seed: 42, ..Options::default() }
}

fn rows(report: &Report) -> Vec<String> {
    let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|");
    report.data.rows.iter().map(row).collect()
}

#[test]
fn nobody_is_quoted_twice_while_others_are_not() {
    let material = three_people();
    let found = report(&material, &Options { per_code: 2, ..options("{case}", &material) });
    let hope: Vec<String> =
        rows(&found).into_iter().filter(|row| row.starts_with("hope")).collect();
    assert_eq!(hope.len(), 2);
    assert!(hope.iter().any(|row| row.contains("|A|A|t1|2|")), "{hope:?}");
    assert!(
        hope.contains(&"hope|Hope|B|B|t3|2|15|35|We hope [laughs] so.|And you?".to_owned()),
        "{hope:?}"
    );
    assert_eq!(found.sections[0].notes, ["2 of 3 segments, by 2 of 2 cases."]);
    assert_eq!(found.sections[1].title, "Fear");
    assert_eq!(found.sections[1].level, 2);
    let balance = found.sections.last().unwrap();
    let Body::Table(table, _) = &balance.body else { panic!() };
    let lines: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::exact).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(lines, ["A 2 3", "B 1 1", "C 0 0"]);
    assert!(found.shown().is_none());
}

#[test]
fn the_draw_is_the_same_for_a_seed_and_a_beginning_of_a_longer_one() {
    let material = three_people();
    let of = |per_code, seed| {
        rows(&report(&material, &Options { per_code, seed, ..options("{case}", &material) }))
            .into_iter()
            .filter(|row| row.starts_with("hope"))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(3, 42), of(3, 42));
    assert_eq!(of(3, 42)[..1], of(1, 42));
    assert!((0..20).any(|seed| of(1, seed) != of(1, 42)));
}

#[test]
fn a_parent_rolls_up_where_told_or_where_nobody_else_shows_it() {
    let mut material = three_people();
    let fear = |report: &Report| {
        rows(report).iter().filter(|row| row.starts_with("hope") && row.contains("afraid")).count()
    };
    assert_eq!(fear(&report(&material, &options("{case}", &material))), 0);
    let all = Options { roll_up: true, ..options("{case}", &material) };
    assert_eq!(fear(&report(&material, &all)), 1);
    for document in &mut material.documents {
        document.segments.retain(|segment| segment.code == 1);
    }
    assert_eq!(fear(&report(&material, &options("{case}", &material))), 0);
    material.codes = Some([0].into());
    assert_eq!(fear(&report(&material, &options("{case}", &material))), 1);
}

#[test]
fn marked_examples_come_first_and_long_ones_are_cut() {
    let mut material = three_people();
    let marked = &mut material.documents[0].segments[1];
    assert_eq!(marked.quote, "Well, hopeful days come.");
    marked.exemplar = true;
    for seed in 0..10 {
        let options = Options {
            per_code: 1,
            seed,
            longest: Some(2),
            with_question: true,
            ..options("{case}", &material)
        };
        let found = report(&material, &options);
        let Body::Quotes(quotes) = &found.sections[0].body else { panic!() };
        assert_eq!(quotes[0].text, "Well, hopeful …");
        assert_eq!(quotes[0].question.as_deref(), Some("How are you?"));
        assert_eq!(quotes[0].place, "t1, turn 2");
    }
}

#[test]
fn interviewers_and_whole_transcripts_are_not_quoted() {
    let material = Sample {
        codebook: "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n\
            [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n\
            [[code.rule]]\nany = [\"hope\"]\nspeaker = [\"*\"]\nunit = \"sentence\"\n\
            [[code]]\nid = \"all\"\nlabel = \"All\"\n\
            [[code.rule]]\nany = [\"hope\"]\nunit = \"transcript\"\n\
            code = \"transcript\"\n",
        texts: &[("t1.txt", "I: Any hope?\nA: I hope.\nI: Yes?\nA: Yes.\n")],
        ..Sample::default()
    }
    .material();
    let found = report(&material, &options("{case}", &material));
    assert_eq!(rows(&found), ["hope|Hope|t1|t1|t1|2|16|23|I hope.|Any hope?"]);
    assert!(found.notes[1].starts_with("1 segment over several turns"), "{:?}", found.notes);
    assert_eq!(found.sections[1].body, Body::Prose(vec!["No segments.".into()]));
}
