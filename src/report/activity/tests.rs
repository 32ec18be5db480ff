//! Two logs and an interview.

use super::entries::Mark;
use super::*;
use crate::report::sample::Sample;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"job\"\nversion = \"1\"\nlanguage = \"en\"\n\
    unit = \"turn\"\ncode = \"turn\"\n\
    [[code]]\nid = \"work.direct\"\nlabel = \"Direct\"\ncodable = false\n\
    [[code]]\nid = \"work.visit\"\nparent = \"work.direct\"\nlabel = \"Visits\"\n\
    definition = \"Seeing\\nsomebody.\"\n[[code.rule]]\nany = [\"visit*\"]\n\
    [[code]]\nid = \"work.indirect\"\nlabel = \"Indirect\"\ncodable = false\n\
    [[code]]\nid = \"work.notes\"\nparent = \"work.indirect\"\nlabel = \"Notes\"\n\
    definition = \"Writing.\"\n[[code.rule]]\nany = [\"notes\"]\n";

const LOG: &str = "date,worker,activity,minutes,client,notes\n\
    2026-01-05,W1,Home visit,60,C1,\n\
    2026-01-06,W1,Home visit,30,,nobody there\n\
    2026-02-02,W2,Visit and notes,4,C2,\n\
    2026-02-03,W2,Notes,20,,\n\
    2026-02-04,W2,Walk,6,C1,\n\
    2026-02-05,W2,Phone visit,,none,\n";

fn material() -> Material {
    Sample {
        codebook: CODEBOOK,
        cases: "id,site\nW1,North\nW2,South\n",
        transcripts: "id,case\nt1,W1\n",
        texts: &[
            ("log.csv", LOG),
            ("t1.txt", "I: Well?\nW1: I visit them all, every single week.\n"),
        ],
        ..Sample::default()
    }
    .material()
}

fn options(material: &Material) -> Options {
    Options {
        direct: named(&material.codebook, "direct"),
        indirect: named(&material.codebook, "indirect"),
        least_minutes: 5,
        ..Options::default()
    }
}

fn rows(table: &Table) -> Vec<String> {
    let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect()
}

fn section<'r>(report: &'r Report, key: &str) -> &'r Table {
    let found = report.sections.iter().find(|section| section.key == key).unwrap();
    let Body::Table(table, _) = &found.body else { panic!("{found:?}") };
    table
}

#[test]
fn entries_and_hours_by_code() {
    let material = material();
    let report = report(&material, &options(&material));
    assert_eq!(
        rows(&report.data),
        [
            "work.direct|Direct|code|0|4|6|66.666667|1|94|1.566667|78.333333|31.333333",
            "work.visit|Visits|code|1|4|6|66.666667|1|94|1.566667|78.333333|31.333333",
            "work.indirect|Indirect|code|0|2|6|33.333333|0|24|0.400000|20.000000|12.000000",
            "work.notes|Notes|code|1|2|6|33.333333|0|24|0.400000|20.000000|12.000000",
            "|not coded||0|1|6|16.666667|0|6|0.100000|5.000000|6.000000",
        ]
    );
    assert_eq!(report.head[1], "6 entries of activity logs, 2.0 hours; 1 without minutes.");
    assert!(report.notes[1].starts_with("1 entry without minutes"), "{:?}", report.notes);
}

#[test]
fn direct_work_by_code_and_by_presence() {
    let material = material();
    let report = report(&material, &options(&material));
    let short: Vec<String> = section(&report, "directness")
        .rows
        .iter()
        .map(|row| [0, 1, 2, 6].map(|place| row[place].exact()).join(" "))
        .collect();
    assert_eq!(
        short,
        [
            "code direct 3 90",
            "code indirect 1 20",
            "code both 1 4",
            "code neither 1 6",
            "presence direct 2 66",
            "presence indirect 4 54"
        ]
    );
    // direct, unspecified and indirect, with and without the client.
    let told = Mark::ALL.map(|mark| (mark.is_direct_with(true), mark.is_direct_with(false)));
    assert_eq!(told, [(true, false), (false, false), (false, false), (true, false)]);
}

#[test]
fn workers_months_groups_and_short_entries() {
    let material = material();
    let by = Some(("site".to_owned(), Vec::new()));
    let report = report(&material, &Options { by, ..options(&material) });
    let workers = rows(section(&report, "workers"));
    assert_eq!(workers[0], "W1|2|6|33.333333|0|90|1.500000|75.000000|45.000000|1.000000|66.666667");
    let months: Vec<String> = rows(section(&report, "months"));
    assert!(months[0].starts_with("2026-01|2") && months[1].starts_with("2026-02|4"), "{months:?}");
    assert_eq!(rows(section(&report, "short")), ["log|3|2026-02-02|W2|visit and notes|4"]);
    assert!(rows(&report.data)[1].ends_with("|2|90|1.500000|100.000000|2|4|0.066667|13.333333"));
}

#[test]
fn the_job_description_has_tasks_and_words() {
    let report = job::report(&material(), 1);
    assert_eq!(
        rows(&report.data),
        [
            "Direct|work.visit|Visits|Seeing somebody.|home visit|I visit them all, every single \
             week.|W1|4|94|1.566667|78.333333|1",
            "Indirect|work.notes|Notes|Writing.|notes|||2|24|0.400000|20.000000|0",
        ]
    );
}
