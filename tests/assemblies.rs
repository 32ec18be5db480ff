//! The cases of `vectors/matrix.json`: the framework matrix and the sources of composites.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::{BTreeMap, BTreeSet};

use emic::codebook::tree::Tree;
use emic::codebook::{Code, Codebook};
use emic::coding::tally::Tally;
use emic::report::framework::{Options, report};
use emic::report::material::{Document, Material, Segment};
use emic::report::vignette::checks::shares;
use serde_json::Value;

/// The coded segments of the vectors, a transcript a case and wave.
fn material(vectors: &Value) -> Material {
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    let mut documents: BTreeMap<(&str, u64), Document> = BTreeMap::new();
    let segments = vectors["segments"].as_array().unwrap();
    codes.extend(segments.iter().map(|segment| segment["code"].as_str().unwrap()));
    let codes: Vec<&str> = codes.into_iter().collect();
    for segment in segments {
        let (case, wave) =
            (segment["participant"].as_str().unwrap(), segment["wave"].as_u64().unwrap());
        let document = documents.entry((case, wave)).or_insert_with(|| Document {
            id: format!("w{wave}"),
            tally: Tally { cases: [(case.to_owned(), 1)].into(), ..Tally::default() },
            ..Document::default()
        });
        let turn = segment["turn"].as_u64().unwrap() as usize;
        document.segments.push(Segment {
            code: codes.iter().position(|code| *code == segment["code"]).unwrap(),
            start: 100 * turn,
            end: 100 * turn + 10,
            turn,
            last_turn: turn,
            cases: vec![case.to_owned()],
            quote: segment["text"].as_str().unwrap().to_owned(),
            ..Segment::default()
        });
    }
    let code =
        |id: &&str| Code { id: (*id).to_owned(), label: (*id).to_owned(), ..Code::default() };
    let codebook = Codebook { codes: codes.iter().map(code).collect(), ..Codebook::default() };
    Material {
        tree: Tree::new(&codebook),
        codebook,
        documents: documents.into_values().collect(),
        ..Material::default()
    }
}

#[test]
fn the_framework_matrix() {
    let Some(folder) = outside::data() else { return };
    let vectors = outside::json(&folder.join("vectors/matrix.json"));
    let report = report(&material(&vectors), &Options::default());
    let expected = vectors["framework_matrix"].as_object().unwrap();
    assert_eq!(report.data.rows.len(), expected.len());
    let mut cells = 0;
    for row in &report.data.rows {
        let case = row[0].exact();
        for (column, cell) in report.data.columns.iter().zip(row).skip(1) {
            let (kind, code) = column.key.trim_end_matches(']').split_once('[').unwrap();
            match kind {
                "passages" => {
                    assert_eq!(cell.exact(), expected[&case][code], "{case} {code}");
                    cells += 1;
                }
                _ => assert_eq!(cell.exact(), "", "{case} {code}"),
            }
        }
    }
    assert_eq!(cells, 9);
}

#[test]
fn the_sources_of_composites() {
    let Some(folder) = outside::data() else { return };
    let vectors = outside::json(&folder.join("vectors/matrix.json"));
    for case in vectors["composite"].as_array().unwrap() {
        let sources: BTreeMap<String, u64> =
            serde_json::from_value(case["sources"].clone()).unwrap();
        let expected: Vec<String> = serde_json::from_value(case["expected"].clone()).unwrap();
        let checks = shares(&sources).into_iter();
        let failed: Vec<String> =
            checks.filter(|check| !check.is_passed).map(|check| check.words).collect();
        assert_eq!(failed, expected, "{}", case["id"]);
    }
}
