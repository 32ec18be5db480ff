//! The report on a small invented codebook.

use super::*;
use crate::report::figure::Link;
use crate::report::sample::Sample;

fn material(relations: &str) -> Material {
    let code = |id: &str, more: &str| {
        format!(
            "[[code]]\nid = \"{id}\"\nlabel = \"{}\"\n{more}\n[[code.rule]]\nany = [\"{id}\"]\n",
            id.to_uppercase()
        )
    };
    let codebook = format!(
        "schema = 1\n[codebook]\nid = \"m\"\nname = \"Model\"\nversion = \"1\"\n{}{}{}{}{relations}",
        code("bond", "kind = \"core\""),
        code("trust", "parent = \"bond\""),
        code("rules", ""),
        code("home", ""),
    );
    Sample {
        codebook: &codebook,
        cases: "id\nA\nB\n",
        transcripts: "id,case\na,A\nb,B\n",
        texts: &[
            ("a.txt", "I: So?\nA: The rules make a bond. Trust grows the bond.\n"),
            ("b.txt", "I: So?\nB: The rules are hard. My home.\n"),
        ],
        ..Sample::default()
    }
    .material()
}

fn relation(from: &str, to: &str, kind: &str) -> String {
    format!("[[relation]]\nfrom = \"{from}\"\nto = \"{to}\"\ntype = \"{kind}\"\n")
}

fn graph(report: &Report) -> &Graph {
    match &report.sections[0].body {
        Body::Figure(Figure::Graph(graph)) => graph,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_row_a_relation_with_what_both_ends_share() {
    let material = material(
        &(relation("rules", "bond", "conditions") + &relation("trust", "home", "leads-to")),
    );
    let report = report(&material, Shape::Map);
    let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = report.data.rows.iter().map(row).collect();
    // A speaks of rules and bond in one sentence; the second bond segment is trust as well.
    assert_eq!(
        rows,
        ["rules bond conditions 2 1 1 2 2 2 1 ", "trust home leads-to 1 1 0 2 1 1 0 "]
    );
    let graph = graph(&report);
    assert_eq!(graph.nodes[0].detail, "1 of 2 cases, 2 segments");
    let faint: Vec<&Link> = graph.links.iter().filter(|link| link.faint).collect();
    assert_eq!((faint.len(), faint[0].from, faint[0].to), (1, 0, 1));
    assert!(graph.description.contains("RULES conditions BOND"), "{}", graph.description);
}

#[test]
fn types_of_relations_give_codes_their_part() {
    let material = material(
        &(relation("rules", "bond", "conditions")
            + &relation("trust", "home", "leads-to")
            + &relation("trust", "bond", "strategy")
            + &relation("bond", "home", "colours")),
    );
    let report = report(&material, Shape::Paradigm);
    let graph = graph(&report);
    let parts: Vec<(&str, usize)> =
        graph.nodes.iter().map(|node| (node.label.as_str(), node.level)).collect();
    assert_eq!(parts, [("RULES", 0), ("BOND", 1), ("TRUST", 2), ("HOME", 3)]);
    assert_eq!((graph.columns.len(), graph.links.len()), (4, 4));
    assert!(report.notes.is_empty(), "{:?}", report.notes);
}

#[test]
fn what_is_left_out_and_missing_is_said() {
    let material =
        material(&(relation("rules", "bond", "conditions") + &relation("home", "rules", "near")));
    let paradigm = report(&material, Shape::Paradigm);
    assert_eq!(
        paradigm.notes,
        [
            "Not part of the paradigm: HOME near RULES.",
            "No relation of the codebook names actions and interactions or consequences.",
        ]
    );
    let none = report(&self::material(""), Shape::Map);
    assert_eq!(none.notes, ["The codebook relates no codes; the map shows their hierarchy."]);
    assert!(none.shown().is_none() && none.data.rows.is_empty());
}
