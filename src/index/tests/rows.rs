//! Hits as they are shown.

use super::Corpus;
use crate::index::query::Scope;
use crate::index::row::{Row, Rows};
use crate::index::scan::{Looker, Scan};

/// The rows of a query in its own scope, with a turn before and after.
fn rows(corpus: &Corpus, text: &str) -> Vec<Row> {
    let query = corpus.query(text).unwrap();
    let scope = query.scope();
    let found = corpus.scan(&query, scope);
    let coders = query.coders(&[0], 3);
    let rows = Rows::new(&query, Scan::new(&query, scope, coders.clone()), &coders, Some(1));
    let mut looker = Looker::default();
    found
        .hits
        .iter()
        .map(|hit| {
            let coded = corpus.coded(hit.transcript as usize);
            rows.of(&coded, &[hit], &mut looker).remove(0).unwrap()
        })
        .collect()
}

/// What is found in a row: from first to last word, and its parts.
fn found(row: &Row) -> Vec<(&str, Vec<&str>)> {
    let part = |range: &std::ops::Range<usize>| &row.text[range.clone()];
    let all = row.matches.iter();
    all.map(|found| (part(&found.span), found.parts.iter().map(part).collect())).collect()
}

fn corpus() -> Corpus {
    Corpus::new().with(
        "t1",
        &[
            ("I", "Any hope?"),
            ("P1", "It’s “self-esteem”, the staff [laughs] I trust. 信任他。"),
            ("P2", "Trust, and hope."),
        ],
        &[
            ("rules", "hope", "esteem”, the staff [laughs] I trust. 信任他。\nP2: Trust"),
            ("rules", "fear", "hope."),
            ("ana", "trust", "Any hope?"),
        ],
    )
}

#[test]
fn matches_are_found_in_the_text_itself() {
    let corpus = corpus();
    let row = &rows(&corpus, "\"trust staff\"~1 OR self-esteem OR 信任")[0];
    assert_eq!(
        found(row),
        [
            ("self-esteem", vec!["self-esteem"]),
            ("staff [laughs] I trust", vec!["staff", "trust"]),
            ("信任", vec!["信任"]),
        ]
    );
    assert_eq!(
        (row.turn, row.speaker.as_deref(), row.case.as_deref()),
        (2, Some("P1"), Some("P1"))
    );
    assert_eq!(row.before.as_deref(), Some("I: Any hope?"));
    assert_eq!(row.after.as_deref(), Some("P2: Trust, and hope."));
    assert_eq!(
        (row.codes.as_slice(), row.coder.as_deref()),
        (&["hope".to_owned()][..], Some("rules"))
    );
}

#[test]
fn a_segment_over_two_turns_has_a_line_a_turn() {
    let corpus = corpus();
    let row = &rows(&corpus, "code:hope AND trust")[0];
    assert_eq!(row.text, "esteem”, the staff [laughs] I trust. 信任他。\nP2: Trust");
    assert_eq!(found(row), [("trust", vec!["trust"]), ("Trust", vec!["Trust"])]);
    assert_eq!((row.lead.as_str(), row.tail.as_str()), ("It’s “self-", ", and hope."));
    assert_eq!((row.turn, row.speaker.as_deref()), (2, Some("P1")));
    assert_eq!(row.before.as_deref(), Some("I: Any hope?"));
    assert_eq!(row.after.as_deref(), Some(""));
}

#[test]
fn what_is_only_left_out_is_not_shown_as_found() {
    let corpus = corpus();
    let row = &rows(&corpus, "hope NOT staff")[0];
    assert_eq!(found(row), [("hope", vec!["hope"])]);
    assert_eq!((row.codes.len(), row.coder.as_deref()), (0, None), "ana's codings are not seen");
    let row = &rows(&corpus, "coder:ana")[0];
    assert_eq!((row.codes.join(" "), row.coder.as_deref()), ("trust".to_owned(), Some("ana")));
}

#[test]
fn a_hit_that_is_gone_has_no_row() {
    let corpus = corpus();
    let query = corpus.query("hope").unwrap();
    let mut hit = corpus.scan(&query, Scope::Turn).hits[0].clone();
    hit.end += 1;
    let rows = Rows::new(&query, Scan::new(&query, Scope::Turn, vec![0]), &[0], None);
    assert_eq!(rows.of(&corpus.coded(0), &[&hit], &mut Looker::default()), [None]);
}
