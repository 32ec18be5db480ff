//! The cases of `vectors/transitions.json`: counts, measures and seeded p values to the digit.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use emic::statistics::transitions::{Sequence, Transitions, permutation};
use serde_json::{Value, json};

/// A number as the vectors have it: six decimals, null where it is undefined.
fn rounded(number: Option<f64>) -> Value {
    let six = |number: f64| format!("{number:.6}").parse::<f64>().unwrap() + 0.0;
    number.map_or(Value::Null, |number| json!(six(number)))
}

#[test]
fn transitions_of_stages_are_reproduced() {
    let Some(folder) = outside::data() else { return };
    let vectors = outside::json(&folder.join("vectors/transitions.json"));
    let states: Vec<&str> =
        vectors["states"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let place =
        |name: &Value| states.iter().position(|state| Some(*state) == name.as_str()).unwrap();
    let sequences: Vec<Sequence> = vectors["sequences"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(person, chain)| Sequence {
            person: person.clone(),
            chains: vec![chain.as_array().unwrap().iter().map(place).collect()],
        })
        .collect();
    let n = states.len();
    for (key, collapse) in [("with_self", false), ("collapsed", true)] {
        let expected = &vectors[key];
        let found = Transitions::of(&sequences, n, collapse);
        assert_eq!(json!(found.counts), expected["counts"], "{key}");
        assert_eq!(json!(found.total()), expected["N"], "{key}");
        for from in 0..n {
            for to in 0..n {
                let here = format!("{key}: {} to {}", states[from], states[to]);
                let cell = |name: &str| &expected[name][from][to];
                assert_eq!(&rounded(found.probability(from, to)), cell("row_prob"), "{here}");
                assert_eq!(&rounded(Some(found.expected[from][to])), cell("expected"), "{here}");
                assert_eq!(&rounded(found.residual(from, to)), cell("adjusted_residual"), "{here}");
                assert_eq!(&rounded(found.yules_q(from, to)), cell("yules_q"), "{here}");
            }
        }
    }
    let found = Transitions::of(&sequences, n, false);
    let whole = &vectors["with_self"];
    assert_eq!(rounded(found.chi_square()), whole["chi2"]);
    assert_eq!(rounded(found.g_square()), whole["g2"]);
    assert_eq!(json!(found.degrees_of_freedom()), whole["df"]);
    for (name, number) in vectors["participants_with_transition"].as_object().unwrap() {
        let (from, to) = name.split_once('>').unwrap();
        let people = found.people[place(&json!(from))][place(&json!(to))];
        assert_eq!(&json!(people), number, "{name}");
    }
    for test in vectors["permutation"].as_array().unwrap() {
        let (from, to) = (place(&test["from_"]), place(&test["to"]));
        let replicates = test["B"].as_u64().unwrap() as u32;
        let p = permutation(&sequences, n, replicates, test["seed"].as_u64().unwrap());
        assert_eq!(json!(found.counts[from][to]), test["observed"]);
        assert_eq!(rounded(Some(p[from][to])), test["p_ge"], "{test}");
    }
}
