//! The cases of `vectors/deid.json`: patterns, a table, texts and what must be found in them.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::sync::Arc;

use emic::deid::capital::unreviewed;
use emic::deid::dates::Dates;
use emic::deid::find::{Finder, Place};
use emic::deid::key;
use emic::deid::pattern::PATTERNS;
use emic::diagnostic::Source;
use emic::statistics::interval::upper_bound;
use emic::text::language::Language;
use emic::text::points::Points;
use emic::text::sentence::sentences;
use serde_json::{Value, json};

#[test]
fn texts_are_pseudonymised_as_defined() {
    let Some(data) = outside::data() else { return };
    let file = outside::json(&data.join("vectors/deid.json"));
    for (ours, theirs) in PATTERNS.iter().zip(file["patterns"].as_array().unwrap()) {
        // They escape a quotation mark that needs no escape.
        let pattern = theirs[1].as_str().unwrap().replace("\\\"", "\"");
        assert_eq!((json!(ours.0), ours.1), (theirs[0].clone(), pattern.as_str()));
    }
    let mut table = "surface,kind,replacement,scope\n".to_owned();
    for row in file["table"].as_array().unwrap() {
        let cell = |place: usize| row[place].as_str().unwrap();
        table.push_str(&format!("{},{},{},\n", cell(0), cell(1), cell(2)));
    }
    let key = key::parse(&Arc::new(Source { name: "key".into(), text: table })).unwrap();
    let finder = Finder::new(&key.entries, &[], Dates::Remove);
    let vectors = file["vectors"].as_array().unwrap();
    assert!(!vectors.is_empty());
    for vector in vectors {
        let text = vector["text"].as_str().unwrap();
        let points = Points::new(text);
        let hits = finder.hits(text, Place::Words);
        let found: Vec<Value> = hits
            .iter()
            .map(|hit| {
                json!({
                    "start": points.of_byte(hit.range.start),
                    "end": points.of_byte(hit.range.end),
                    "text": text[hit.range.clone()],
                    "kind": hit.kind,
                    "source": hit.by.name(),
                    "replacement": hit.replacement,
                })
            })
            .collect();
        let expected = &vector["expected"];
        assert_eq!(json!(found), expected["hits"], "{}", vector["id"]);
        assert_eq!(json!(finder.replace(text, Place::Words)), expected["output"]);
        let ranges: Vec<_> = hits.into_iter().map(|hit| hit.range).collect();
        let sentences = sentences(text, &Language::for_tag("en"));
        let listed: Vec<&str> =
            unreviewed(text, &sentences, &ranges).into_iter().map(|range| &text[range]).collect();
        assert_eq!(json!(listed), expected["review_candidates"], "{}", vector["id"]);
    }
    for (n, bound) in file["zero_miss_upper_95"].as_object().unwrap() {
        let ours = upper_bound(0, n.parse().unwrap()).unwrap();
        assert!((ours - bound.as_f64().unwrap()).abs() < 1e-6, "{n}");
    }
}
