//! The cases of `vectors/anchoring.json`: where every coding stands in a text that changed.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use emic::coding::anchor::{Anchor, Text, find};
use serde_json::json;

#[test]
fn anchors_are_found_as_the_vectors_say() {
    let Some(folder) = outside::data() else { return };
    let vectors = outside::json(&folder.join("vectors/anchoring.json"));
    for case in vectors["vectors"].as_array().unwrap() {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let number = |value: &serde_json::Value| value.as_u64().unwrap() as usize;
        let given = &case["anchor"];
        let anchor = Anchor {
            start: number(&given["start"]),
            end: number(&given["end"]),
            quote: text(&given["exact"]),
            prefix: text(&given["prefix"]),
            suffix: text(&given["suffix"]),
        };
        let old = text(&case["old_text"]);
        assert_eq!(Text::new(&old).anchor(anchor.start, anchor.end), anchor, "{}", case["id"]);
        let new = text(&case["new_text"]);
        let new = Text::new(&new);
        let found = find(&new, &anchor);
        let place = found.place;
        let told = json!({
            "status": found.status.name(),
            "method": found.method.name(),
            "start": place.map(|place| place.0),
            "end": place.map(|place| place.1),
            "score": found.score,
            "text": place.map(|(start, end)| new.anchor(start, end).quote).unwrap_or_default(),
            "review": found.status.needs_review(),
        });
        assert_eq!(told, case["expected"], "{}: {}", case["id"], case["note"]);
    }
}
