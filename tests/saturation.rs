//! Saturation and co-occurrence against vectors computed elsewhere.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;

use emic::statistics::cooccurrence::{Pair, by_span, by_unit, normalised, stanzas};
use emic::statistics::saturation::Incidence;
use emic::statistics::saturation::accumulation::{
    cumulative, expected, frequencies, new_codes, shuffled,
};
use emic::statistics::saturation::guest::{Found, Rule, guest};
use emic::statistics::saturation::richness::Richness;
use serde_json::{Value, json};

fn vectors(name: &str) -> Option<Value> {
    outside::data().map(|data| outside::json(&data.join("vectors").join(name)))
}

/// A number as the vectors have it: six decimals, null where it is undefined.
fn six(number: Option<f64>) -> Value {
    let rounded = |number: f64| format!("{number:.6}").parse::<f64>().unwrap() + 0.0;
    number.map_or(Value::Null, |number| json!(rounded(number)))
}

#[track_caller]
fn assert_near(found: &[f64], wanted: &Value) {
    let wanted: Vec<f64> = wanted.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-6, "{found}, not {wanted}");
    }
}

/// The result of the rule as the vectors have it.
fn told(found: &Found, rule: &Rule) -> Value {
    let run = |run: &emic::statistics::saturation::guest::Run| {
        json!({
            "first": run.first, "last": run.last, "new": run.new, "ratio": six(Some(run.ratio)),
            "pct": (100.0 * run.ratio).round() as u64, "below": run.below,
        })
    };
    json!({
        "base_themes": found.base_themes,
        "runs": found.runs.iter().map(run).collect::<Vec<_>>(),
        "notation": found.notation(rule).ok(),
        "reason": found.reached.err().map(|reason| reason.to_string()),
    })
}

#[test]
fn base_run_and_threshold() {
    let Some(all) = vectors("saturation.json") else { return };
    for vector in all["guest"].as_array().unwrap() {
        let new: Vec<u64> = serde_json::from_value(vector["new_themes"].clone()).unwrap();
        let rule = Rule {
            base: vector["base"].as_u64().unwrap() as usize,
            run: vector["run"].as_u64().unwrap() as usize,
            threshold: vector["threshold"].as_f64().unwrap(),
        };
        assert_eq!(told(&guest(&new, &rule), &rule), vector["expected"], "{}", vector["id"]);
    }
}

#[test]
fn codes_accumulate() {
    let Some(all) = vectors("saturation.json") else { return };
    let (vector, wanted) = (&all["accumulation"], &all["accumulation"]["expected"]);
    let code = |name: &Value| usize::from(name.as_str().unwrap().as_bytes()[0] - b'a');
    let interview = |id: &Value| -> Vec<usize> {
        vector["incidence"][id.as_str().unwrap()].as_array().unwrap().iter().map(code).collect()
    };
    let interviews: Incidence = vector["order"].as_array().unwrap().iter().map(interview).collect();
    let new = new_codes(&interviews);
    assert_eq!(json!(new), wanted["new_codes"]);
    assert_eq!(json!(cumulative(&new)), wanted["cumulative"]);
    assert_near(&expected(&interviews), &wanted["rarefaction_expected"]);
    let rule = Rule { base: 4, run: 2, threshold: 0.05 };
    assert_eq!(told(&guest(&new, &rule), &rule), wanted["guest"]);
    let found = shuffled(&interviews, &rule, 1);
    assert_near(&found.mean, &wanted["permutation"]["mean"]);
    let (low, high): (Vec<f64>, Vec<f64>) = found.band.iter().copied().unzip();
    assert_near(&low, &wanted["permutation"]["lo"]);
    assert_near(&high, &wanted["permutation"]["hi"]);
    assert_eq!(json!(found.share), wanted["guest_permuted"]["share_reaching"]);
    assert_eq!(json!(found.median), wanted["guest_permuted"]["median_at"]);
    let counts = frequencies(&interviews);
    let richness = Richness::of(&counts, interviews.len() as u64);
    for (found, key) in [
        (richness.chao2(), "chao2"),
        (richness.chao2_corrected(), "chao2_bias_corrected"),
        (richness.variance(), "chao2_var"),
        (richness.jackknife1(), "jackknife1"),
        (richness.jackknife2(), "jackknife2"),
        (richness.coverage(), "sample_coverage"),
        (richness.completeness(), "completeness"),
    ] {
        assert_eq!(six(found), wanted[key], "{key}");
    }
    let (low, high) = richness.interval().unwrap();
    assert_near(&[low, high], &wanted["chao2_ci"]);
    for (more, wanted) in wanted["extrapolated_codes_after_extra_interviews"].as_object().unwrap() {
        assert_eq!(&six(richness.after(more.parse().unwrap())), wanted, "{more} more");
    }
}

const CODES: [&str; 3] = ["hope", "role", "stigma"];

fn named(pair: &(usize, usize)) -> String {
    format!("{}+{}", CODES[pair.0], CODES[pair.1])
}

#[test]
fn codes_that_stand_together() {
    let Some(all) = vectors("cooccurrence.json") else { return };
    let place = |name: &Value| CODES.iter().position(|code| name == code).unwrap();
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let mut texts = Vec::new();
    let mut conversations = Vec::new();
    for document in all["documents"].as_object().unwrap().values() {
        let point = |value: &Value| number(value) as u32;
        let span = |segment: &Value| (point(&segment[1]), point(&segment[2]), place(&segment[0]));
        let spans: Vec<_> = document["segs"].as_array().unwrap().iter().map(span).collect();
        let turn = |turn: &Value| -> Vec<usize> {
            let (start, end) = (point(&turn[1]), point(&turn[2]));
            let touches = |code: &usize| {
                spans.iter().any(|span| span.2 == *code && span.0 < end && start < span.1)
            };
            (0..CODES.len()).filter(touches).collect()
        };
        conversations
            .push(document["turns"].as_array().unwrap().iter().map(turn).collect::<Vec<_>>());
        texts.push(spans);
    }
    let expected = &all["expected"];
    let codes = [0, 1, 2];
    let spans = by_span(&texts, &codes);
    for wanted in expected["segments"]["pairs"].as_array().unwrap() {
        let pair = spans[&(place(&wanted["a"]), place(&wanted["b"]))];
        assert_eq!(json!(pair.both), wanted["n_ab"]);
        assert_eq!(six(pair.jaccard()), wanted["c_coefficient"]);
        assert_eq!(json!(pair.is_lopsided()), wanted["ratio_flag"]);
        assert_eq!(
            json!(pair.a),
            expected["segments"]["n_segments"][wanted["a"].as_str().unwrap()]
        );
    }
    let whole = |lines: &Vec<Vec<usize>>| -> Vec<usize> {
        (0..CODES.len()).filter(|code| lines.iter().flatten().any(|c| c == code)).collect()
    };
    let turns: Vec<Vec<usize>> = conversations.iter().flatten().cloned().collect();
    let documents: Vec<Vec<usize>> = conversations.iter().map(whole).collect();
    for (level, units) in [("turn", turns), ("document", documents)] {
        let found = by_unit(&units, &codes);
        for wanted in expected[level].as_array().unwrap() {
            let pair: Pair = found[&(place(&wanted["a"]), place(&wanted["b"]))];
            let counts = json!([pair.a, pair.b, pair.both, pair.n]);
            assert_eq!(counts, json!([wanted["n_a"], wanted["n_b"], wanted["n_ab"], wanted["N"]]));
            for (found, key) in [
                (pair.jaccard(), "jaccard"),
                (pair.b_given_a(), "p_b_given_a"),
                (pair.a_given_b(), "p_a_given_b"),
                (pair.lift(), "lift"),
                (pair.expected(), "expected"),
                (pair.q(), "yules_q"),
                (pair.phi(), "phi"),
                (pair.fisher(), "fisher_p"),
            ] {
                assert_eq!(six(found), wanted[key], "{level} {key}");
            }
        }
    }
    for (width, wanted) in expected["ena_moving_stanza"].as_object().unwrap() {
        let found: BTreeMap<String, u64> = stanzas(&conversations, width.parse().unwrap())
            .iter()
            .map(|(pair, count)| (named(pair), *count))
            .collect();
        assert_eq!(&json!(found), wanted, "width {width}");
    }
    for (pair, weight) in normalised(&stanzas(&conversations, 2)) {
        assert_eq!(six(Some(weight)), expected["ena_w2_normalised"][named(&pair)]);
    }
}
