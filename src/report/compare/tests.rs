//! Tests of the comparison, over the three people of `sample`.

use super::*;
use crate::report::sample::{Sample, three_people};
use crate::report::section::Body;

fn places(report: &Report) -> Vec<String> {
    let name = |row: &Vec<Cell>, key: &str| {
        let place = report.data.columns.iter().position(|column| column.key == key).unwrap();
        row[place].exact()
    };
    let line = |row: &Vec<Cell>| {
        format!(
            "{}{} {}/{}",
            name(row, "pair"),
            name(row, "side"),
            name(row, "case"),
            name(row, "start")
        )
    };
    report.data.rows.iter().map(line).collect()
}

#[test]
fn pairs_lie_across_cases_and_come_from_the_seed() {
    let material = three_people();
    let options = |pairs, seed| Options { pairs, seed, ..Options::default() };
    let all = report(&material, &options(99, 1));
    // A has three incidents, B one: each meets it once.
    assert_eq!(all.data.rows.len(), 6);
    let found = places(&all);
    assert!(found.iter().step_by(2).all(|one| one.contains("a A/")), "{found:?}");
    assert!(found.iter().skip(1).step_by(2).all(|one| one.ends_with("b B/15")), "{found:?}");
    let two = report(&material, &options(2, 1));
    assert_eq!(places(&two), found[..4]);
    assert!((2..40).any(|seed| places(&report(&material, &options(1, seed))) != found[..2]));
    assert!(all.notes[0].starts_with("3 pairs of 4 incidents in 2 cases."), "{:?}", all.notes);
}

#[test]
fn two_codes_give_one_incident_each_and_never_the_same_words() {
    let material = three_people();
    let options = Options { code: 1, other: Some(0), pairs: 9, ..Options::default() };
    let report = report(&material, &options);
    // The only fear is also below hope; it is not set beside itself.
    let codes: Vec<String> = report.data.rows.iter().map(|row| row[2].exact()).collect();
    assert_eq!(codes, ["fear", "hope"]);
    assert_eq!(places(&report), ["1a A/15", "1b B/15"]);
    assert_eq!(
        report.head[1],
        "Constant comparison of Fear (fear) beside Hope (hope), across cases."
    );
}

#[test]
fn groups_are_named_as_far_as_the_small_cell_rule_lets_them() {
    let mut material = three_people();
    let by = Some(("site".to_owned(), Vec::new()));
    let options = Options { by, pairs: 1, ..Options::default() };
    let title = |material: &Material| report(material, &options).sections[0].title.clone();
    assert_eq!(title(&material), "Pair 1: A, North and B, South");
    material.min_cell = Some(2);
    assert_eq!(title(&material), "Pair 1: A, site withheld and B, site withheld");
}

#[test]
fn each_pair_ends_with_a_place_for_the_memo_and_its_command() {
    let report = report(&three_people(), &Options { pairs: 1, seed: 7, ..Options::default() });
    let [pair, memo] = report.sections.as_slice() else { panic!() };
    let Body::Table(table, _) = &pair.body else { panic!() };
    let names: Vec<String> = table.rows.iter().map(|row| row[0].exact()).collect();
    assert!(names.contains(&"Incident".to_owned()) && names.contains(&"Where".to_owned()));
    let Body::Table(place, _) = &memo.body else { panic!() };
    assert_eq!(place.rows, [vec![Cell::from("")]]);
    assert_eq!(
        memo.notes,
        ["To keep it: emic memo new \"hope, pair 1 of seed 7\" --type theoretical --code hope \
          --case A --case B --edit"]
    );
    assert_eq!(quoted("it's"), "'it'\\''s'");
}

#[test]
fn one_person_is_compared_within() {
    let material = Sample {
        codebook: "schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\n[[code]]\nid = \"hope\"\n\
            label = \"Hope\"\n[[code.rule]]\nid = \"h\"\nany = [\"hope\"]\n",
        texts: &[("P1.txt", "I: So?\nMara: We hope. They hope. I hope.\n")],
        ..Sample::default()
    }
    .material();
    let report = report(&material, &Options { pairs: 9, ..Options::default() });
    assert_eq!(report.data.rows.len(), 6);
    assert_eq!(report.notes[1], "There is only one of the cases: the pairs are within it.");
}
