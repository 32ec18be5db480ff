//! Characteristics tables of small studies.

use super::*;
use crate::report::sample::Sample;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\nlanguage = \"en\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code.rule]]\nany = [\"hope*\"]\n";

const CONFIG: &str = "schema = 1\n[attributes]\n\
    site = { type = \"enum\", values = [\"North\", \"South\", \"West\"] }\n\
    contract = { type = \"text\", multiple = true }\n\
    peer = { type = \"bool\" }\n\
    age = { type = \"number\" }\n\
    since = { type = \"date\" }\n";

/// Three people, and D who was never interviewed.
fn material() -> Material {
    Sample {
        config: CONFIG,
        codebook: CODEBOOK,
        cases: "id,site,contract,peer,age,since\nA,North,fixed;casual,yes,30,2020-02\n\
                B,South,fixed,no,41,2024\nC,North,,yes,,2021-05-01\nD,West,fixed,no,50,2020\n",
        transcripts: "id,case,wave\nt1,A,1\nt2,A,2\nt3,B,1\nt4,C,1\n",
        texts: &[
            ("t1.txt", "I: Well?\nA: I have hope.\n"),
            ("t2.txt", "I: Well?\nA: Still.\n"),
            ("t3.txt", "I: Well?\nB: No.\n"),
            ("t4.txt", "I: Well?\nC: No.\n"),
        ],
    }
    .material()
}

fn lines(table: &Table) -> Vec<String> {
    let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect()
}

fn asked(names: &[&str]) -> Options {
    Options {
        attributes: names.iter().map(|&name| name.to_owned()).collect(),
        ..Options::default()
    }
}

#[test]
fn values_are_counted_by_case_and_what_is_missing_has_its_line() {
    let material = material();
    let report = report(&material, &asked(&["site", "contract", "peer"]));
    assert_eq!(
        lines(&report.data),
        [
            "site|enum|North|2|3|66.666667|||||",
            "site|enum|South|1|3|33.333333|||||",
            "site|enum|West|0|3|0.000000|||||",
            "contract|text|casual|1|3|33.333333|||||",
            "contract|text|fixed|2|3|66.666667|||||",
            "contract|text|missing|1|3|33.333333|||||",
            "peer|bool|false|1|3|33.333333|||||",
            "peer|bool|true|2|3|66.666667|||||",
        ]
    );
    assert_eq!(
        report.notes,
        [
            "Sum check: the values of contract sum to 3, N is 3: 1 case has several values and 1 \
             case has none.",
            "1 case of cases.csv without a transcript, not counted here: D."
        ]
    );
    let people = lines(report.for_people.as_ref().unwrap());
    assert_eq!(people[..3], ["site|", "  North|2", "  South|1"]);
    assert_eq!(people[8..], ["peer|", "  no|1", "  yes|2"]);
}

#[test]
fn numbers_and_dates_are_summed_up() {
    let material = material();
    let report = report(&material, &asked(&["age", "since"]));
    assert_eq!(
        lines(&report.data),
        [
            "age|number||2|3|66.666667|35.500000|7.778175|35.500000|30.000000|41.000000",
            "age|number|missing|1|3|33.333333|||||",
            "since|date||3|3|100.000000||||2020-02|2024",
        ]
    );
    assert_eq!(
        lines(report.for_people.as_ref().unwrap()),
        [
            "age|",
            "  n|2",
            "  mean (SD)|35.5 (7.8)",
            "  median|35.5",
            "  range|30–41",
            "  missing|1",
            "since|",
            "  range|2020-02 to 2024"
        ]
    );
}

#[test]
fn small_counts_are_hidden_in_every_column() {
    let material = Material { min_cell: Some(2), ..material() };
    let by = Some(("site".to_owned(), vec!["North".to_owned(), "South".to_owned()]));
    let report = report(&material, &Options { by, ..asked(&["peer", "site", "age"]) });
    let people = report.for_people.as_ref().unwrap();
    let headings: Vec<&str> = people.columns.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(headings, ["Characteristic", "All, n of 3", "North, n of 2", "South, n of 1"]);
    assert_eq!(lines(people)[..3], ["peer|||", "  no|×|0|×", "  yes|×|2|×"]);
    assert!(lines(&report.data)[0].starts_with("peer|bool|false||3|||||||0|2|0.000000"));
    let told = |start: &str| report.notes.iter().any(|note| note.starts_with(start));
    assert!(told("×: not shown") && told("1 case of cases.csv"), "{:?}", report.notes);
}

#[test]
fn the_mean_of_all_does_not_tell_that_of_the_only_one_of_a_group() {
    // 7 × 40 − 6 × 35.1667 = 69 was P7's age.
    let names: Vec<String> = (1..8).map(|n| format!("P{n}.txt")).collect();
    let texts: Vec<String> = (1..8).map(|n| format!("I: So?\nP{n}: Yes.\n")).collect();
    let texts: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let sample = Sample {
        codebook: "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n",
        config: "schema = 1\n[attributes]\nage = { type = \"number\" }\n",
        cases: "id,site,age\nP1,N,21\nP2,N,24\nP3,N,29\nP4,N,36\nP5,N,45\nP6,N,56\nP7,S,69\n",
        texts: &texts,
        ..Sample::default()
    };
    let material = Material { min_cell: Some(3), ..sample.material() };
    let by = Some(("site".to_owned(), Vec::new()));
    let report = report(&material, &Options { by, ..asked(&["age"]) });
    assert_eq!(lines(report.for_people.as_ref().unwrap())[1], "  mean (SD)|40.0 (17.7)|×|×");
    assert_eq!(
        lines(&report.data)[0],
        "age|number||7|7|100.000000|40.000000|17.682383|36.000000|21.000000|69.000000\
         ||6||||||||1||||||"
    );
}

#[test]
fn a_case_seen_in_two_waves_is_in_both_columns() {
    let material = material();
    let by = Some(("wave".to_owned(), Vec::new()));
    let report = report(&material, &Options { by, ..asked(&["site"]) });
    assert_eq!(lines(report.for_people.as_ref().unwrap())[1], "  North|2|2|1");
}

#[test]
fn attributes_of_cases_are_usual_and_long_texts_are_not() {
    let mut material = material();
    let first = ["site".to_owned()];
    let (usual, left_out) = super::usual(&material, &first);
    assert_eq!(usual, ["site", "age", "contract", "peer", "since"]);
    assert!(left_out.is_empty());
    material.attributes = Default::default();
    assert!(super::usual(&material, &[]).0.is_empty());
}
