//! The report on a small invented process.

use super::*;
use crate::report::sample::Sample;
use crate::report::section::Body;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"way\"\nname = \"The way\"\nversion = \"1\"\n\
    [[code]]\nid = \"way\"\nlabel = \"The way\"\nkind = \"core\"\ncodable = false\n\
    [[code]]\nid = \"meet\"\nlabel = \"Meeting\"\nparent = \"way\"\norder = 1\n\
    [[code.rule]]\nany = [\"meet\"]\n\
    [[code]]\nid = \"stay\"\nlabel = \"Staying\"\nparent = \"way\"\norder = 2\n\
    [[code.rule]]\nany = [\"stay\"]\n\
    [[code]]\nid = \"leave\"\nlabel = \"Leaving\"\nparent = \"way\"\norder = 3\n\
    [[code.rule]]\nany = [\"leave\"]\n";

fn material() -> Material {
    Sample {
        config: "schema = 1\n[report]\nmin_cell = 2\n",
        codebook: CODEBOOK,
        cases: "id,site\nA,North\nB,North\nC,South\n",
        transcripts: "id,case\na,A\nb,B\nc,C\n",
        texts: &[
            ("a.txt", "I: So?\nA: We meet. I stay. I stay.\nI: So?\nA: They leave.\n"),
            ("b.txt", "I: So?\nB: I meet them. They leave. We meet. I stay. We leave.\n"),
            ("c.txt", "I: So?\nC: We eat. We stay there.\n"),
        ],
    }
    .material()
}

fn options(collapse: bool) -> Options {
    let codebook = material().codebook;
    let tree = crate::codebook::tree::Tree::new(&codebook);
    Options {
        family: family::family(&codebook, &tree, None).unwrap(),
        collapse,
        permutations: 99,
        seed: 11,
        ..Options::default()
    }
}

fn rows(table: &Table) -> Vec<String> {
    let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join(" ");
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
fn transitions_are_counted_within_people() {
    let report = report(&material(), &options(false));
    let data = rows(&report.data);
    assert_eq!(data.len(), 9);
    // From meeting: to staying by A and B, to leaving by B.
    assert!(data[1].starts_with("meet stay 2 3 2 3 0.666667 "), "{}", data[1]);
    assert!(data[2].starts_with("meet leave 1 3 1 3 0.333333 "), "{}", data[2]);
    assert!(data[4].starts_with("stay stay 1 3 1 3 0.333333 "), "{}", data[4]);
    assert_eq!(rows(section(&report, "totals"))[0].split(' ').next(), Some("7"));
    let people = report.for_people.as_ref().unwrap();
    assert!(people.rows.is_empty(), "fewer than five transitions out of any stage");
    let notes = report.notes.join("\n");
    assert!(notes.contains("not shown: out of Meeting, Staying, Leaving."), "{notes}");
    assert!(notes.contains("describe them, do not test them"), "{notes}");
    assert!(
        report.head[1].starts_with("The way: 3 stages, spoken of 10 times in 3 sequences; 7 tr")
    );
}

#[test]
fn without_repetitions_no_stage_follows_itself() {
    let report = report(&material(), &options(true));
    assert_eq!(report.data.rows.len(), 6);
    let data = rows(&report.data);
    assert!(data[0].starts_with("meet stay 2 3 2 3 0.666667 "), "{}", data[0]);
    assert!(rows(section(&report, "totals"))[0].contains("undefined"));
    // Shuffles leave runs in place, so both versions have the same p.
    let with_self = super::report(&material(), &options(false));
    assert_eq!(with_self.data.rows[1][10], report.data.rows[0][10]);
}

#[test]
fn who_reaches_which_stage() {
    let by = Some(("site".to_owned(), vec!["North".to_owned(), "South".to_owned()]));
    let report = report(&material(), &Options { by, ..options(false) });
    assert_eq!(
        rows(section(&report, "reach")),
        ["A 1 1 1 meet;stay;leave", "B 1 1 1 meet;leave;stay", "C 0 1 0 stay"]
    );
    assert_eq!(rows(section(&report, "ends")), ["meet 2 0 3", "stay 1 1 3", "leave 0 2 3"]);
    // Stage, later one, with, of, without, of.
    assert_eq!(
        rows(section(&report, "later")),
        ["meet stay 2 2 1 1", "meet leave 2 2 0 1", "stay leave 2 3 0 0"]
    );
    // South is one person. Where only North speaks of a stage, the total would say that South does
    // not; that all three stay, the total says anyway.
    assert_eq!(rows(section(&report, "groups")), ["North 2  2 ", "South 1   "]);
}

#[test]
fn the_figure_has_a_box_a_stage_and_an_arrow_a_transition() {
    let report = report(&material(), &options(true));
    let figure = report.sections.iter().find(|section| section.key == "figure").unwrap();
    let Body::Figure(crate::report::figure::Figure::Graph(graph)) = &figure.body else {
        panic!("{figure:?}")
    };
    let details: Vec<&str> = graph.nodes.iter().map(|node| node.detail.as_str()).collect();
    assert_eq!(details, ["2 of 3 cases", "3 of 3 cases", "2 of 3 cases"]);
    assert_eq!(graph.links.len(), 4);
    assert!(graph.description.contains("Meeting to Staying (2)"), "{}", graph.description);
}
