//! The report on the small study of three people, of whom one is seen twice.

use super::*;
use crate::report::sample::{Sample, three_people};

fn options(cases: bool) -> Options {
    Options { by: ("wave".into(), vec!["1".into(), "2".into(), "3".into()]), cases }
}

fn rows(table: &Table) -> Vec<String> {
    let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect()
}

fn section<'r>(report: &'r Report, key: &str) -> &'r Table {
    let section = report.sections.iter().find(|section| section.key == key).unwrap();
    match &section.body {
        Body::Table(table, _) => table,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wave_without_transcripts_is_missing_and_not_zero() {
    let report = report(&three_people(), &options(false));
    let rows = rows(&report.data);
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[0], "hope|Hope|0|1|2|2|2|3|10|12|250.000000|");
    assert_eq!(rows[1], "hope|Hope|0|2|1|1|1|1|5|5|200.000000|");
    assert_eq!(rows[2], "hope|Hope|0|3||0|0|||0||no transcript in this wave");
    assert_eq!(rows[3], "hope|Hope|0|missing|0|1|1|0|0|1|0.000000|");
    assert_eq!(
        report.head[1],
        "By wave: 1 with 2 cases, 2 with 1 case, 3 without transcripts, missing with 1 case."
    );
    assert!(report.notes[0].contains("that is not zero"), "{:?}", report.notes);
}

#[test]
fn what_became_of_a_code_in_each_case() {
    let by = ("wave".to_owned(), vec!["1".to_owned(), "2".to_owned()]);
    let report = report(&three_people(), &Options { by, cases: true });
    assert_eq!(
        rows(section(&report, "trajectories")),
        [
            // Fear belongs to hope. C has no wave and stands in no trajectory.
            "hope|A|2|222.222222|1|200.000000|constant|constant|false",
            "hope|B|1|333.333333|||missing|missing|false",
            "fear|A|0|0.000000|1|200.000000|emerged|emerged|true",
            "fear|B|0|0.000000|||missing|missing|false",
        ]
    );
    assert_eq!(rows(section(&report, "changes")), ["hope|0|0|0|1|0|0|1", "fear|0|1|0|0|0|0|1"]);
}

#[test]
fn a_wave_to_come_is_no_end_and_talk_without_a_wave_is_talk() {
    // Waves 1 to 3 are declared; nobody was seen in the third.
    let told = report(&three_people(), &options(true));
    assert_eq!(rows(section(&told, "changes")), ["hope|0|0|0|1|0|0|1", "fear|0|1|0|0|0|0|1"]);
    assert_eq!(
        rows(section(&told, "trajectories"))[2],
        "fear|A|0|0.000000|1|200.000000|||emerged|emerged;missing|true"
    );
    let only = |last: &str| {
        let sample = Sample {
            codebook: "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n[[code]]\nid = \"fear\"\n\
                label = \"Fear\"\n[[code.rule]]\nany = [\"afraid\"]\n",
            transcripts: "id,case,wave\nt1,A,1\nt2,A,2\nt3,C,\n",
            texts: &[
                ("t1.txt", "I: So?\nA: I am afraid.\n"),
                ("t2.txt", "I: So?\nA: No.\n"),
                ("t3.txt", last),
            ],
            ..Sample::default()
        };
        let told = report(&sample.material(), &options(true));
        rows(section(&told, "trajectories"))[0].ends_with("true")
    };
    assert!(only("I: So?\nC: No.\n"));
    // C speaks of it in a transcript of no wave.
    assert!(!only("I: So?\nC: I am afraid.\n"));
}

#[test]
fn few_cases_are_hidden_everywhere() {
    let mut material = three_people();
    material.min_cell = Some(2);
    let report = report(&material, &options(false));
    assert_eq!(rows(&report.data)[1], "hope|Hope|0|2||1|1|||5||fewer cases than min_cell");
    let people = report.for_people.as_ref().unwrap();
    assert_eq!(people.rows[0][4], Cell::from("<2"));
    assert!(
        report.notes.iter().any(|note| note.starts_with("<2: group counts of 1")),
        "{:?}",
        report.notes
    );
    let super::Body::Figure(crate::report::figure::Figure::Heat(heat)) = &report.sections[0].body
    else {
        panic!("{:?}", report.sections[0])
    };
    assert_eq!(heat.rows[0].cells[1], None);
    assert_eq!(heat.rows[0].cells[0], Some((1.0, "250.00".into())));
}
