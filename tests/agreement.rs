//! Agreement against vectors computed elsewhere, many of them published: every coefficient of every
//! rating table, intervals, spans, ρ and rule audits.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;

use emic::statistics::agreement::binary::Cells;
use emic::statistics::agreement::krippendorff::{Coincidences, Distances, Level, alpha};
use emic::statistics::agreement::many::{ac1, brennan_prediger, conger, fleiss, percent};
use emic::statistics::agreement::pooled::pooled_kappa;
use emic::statistics::agreement::resample::{clusters, pairs, units};
use emic::statistics::agreement::rho::{Test, rho};
use emic::statistics::agreement::rule_audit::{Stratum, audit};
use emic::statistics::agreement::spans::{Match, Span, by_character, exact, overlap};
use emic::statistics::agreement::two::{Contingency, Weights};
use emic::statistics::agreement::unitizing::family;
use emic::statistics::agreement::{Ratings, Undefined, Value};
use serde_json::Value as Json;

fn vectors(name: &str) -> Option<Json> {
    outside::data().map(|data| outside::json(&data.join("vectors").join(name)))
}

/// The ratings of a vector, with its categories as numbers where they are some.
fn ratings(vector: &Json) -> (Ratings, Vec<f64>) {
    let categories = vector["categories"].as_array().unwrap();
    let place = |value: &Json| categories.iter().position(|known| known == value);
    let rows = vector["ratings"].as_array().unwrap();
    let unit = |row: &Json| -> Vec<Option<u32>> {
        row.as_array().unwrap().iter().map(|value| place(value).map(|at| at as u32)).collect()
    };
    let units: Vec<Vec<Option<u32>>> = rows.iter().map(unit).collect();
    let numbers = categories.iter().filter_map(Json::as_f64).collect();
    (Ratings::of(units[0].len(), categories.len(), &units), numbers)
}

#[track_caller]
fn assert_near(found: Option<f64>, wanted: &Json, what: &str) {
    match (found, wanted.as_f64()) {
        (Some(found), Some(wanted)) => {
            assert!((found - wanted).abs() < 1e-6, "{what}: {found}, not {wanted}");
        }
        (None, None) => {}
        other => panic!("{what}: {other:?}"),
    }
}

/// The coefficient by its name in the vectors.
fn coefficient(name: &str, ratings: &Ratings, numbers: &[f64]) -> Value {
    let two = || Contingency::of_two(ratings);
    let cells = || Cells::of(ratings);
    let disagreement = || {
        let all = Coincidences::of(ratings);
        let distances = Distances::new(Level::Nominal, &all.totals(), &[])?;
        all.disagreement(&distances).ok_or(Undefined::NoPairs)
    };
    match name {
        "n_units" => Ok(ratings.len() as f64),
        "n_units_pairable" => Ok(ratings.pairable() as f64),
        "n_coders" => Ok(ratings.coders() as f64),
        "n_categories" => Ok(ratings.categories() as f64),
        "percent_agreement" => percent(ratings),
        "alpha_nominal" => alpha(ratings, Level::Nominal, &[]),
        "alpha_ordinal" => alpha(ratings, Level::Ordinal, &[]),
        "alpha_interval" => alpha(ratings, Level::Interval, numbers),
        "alpha_ratio" => alpha(ratings, Level::Ratio, numbers),
        "alpha_nominal_Do" => disagreement().map(|(observed, _)| observed),
        "alpha_nominal_De" => disagreement().map(|(_, expected)| expected),
        "alpha_pairable_values" => Ok(Coincidences::of(ratings).n()),
        "fleiss" => fleiss(ratings),
        "gwet_ac1" => ac1(ratings),
        "brennan_prediger" => brennan_prediger(ratings),
        "conger" => conger(ratings),
        "cohen" => two()?.cohen(),
        "cohen_po" => two()?.observed(),
        "cohen_pe" => two()?.expected(),
        "cohen_k_max" => two()?.cohen_max(),
        "cohen_se" => two()?.cohen_error(),
        "cohen_se0" => two()?.cohen_error_by_chance(),
        "cohen_linear" => two()?.weighted(Weights::Linear),
        "cohen_quadratic" => two()?.weighted(Weights::Quadratic),
        "scott_pi" => two()?.scott(),
        "cell_a" => Ok(cells()?.both as f64),
        "cell_b" => Ok(cells()?.first as f64),
        "cell_c" => Ok(cells()?.second as f64),
        "cell_d" => Ok(cells()?.neither as f64),
        "pabak" => cells()?.pabak(),
        "p_pos" | "f1" => cells()?.positive(),
        "p_neg" => cells()?.negative(),
        "prevalence_index" => cells()?.prevalence_index(),
        "bias_index" => cells()?.bias_index(),
        "precision_coder2_vs_coder1" => cells()?.precision(),
        "recall_coder2_vs_coder1" => cells()?.recall(),
        other => panic!("no coefficient is called `{other}`"),
    }
}

#[test]
fn every_coefficient_of_every_table() {
    let Some(all) = vectors("irr.json") else { return };
    let (mut checked, mut published) = (0, 0);
    for vector in all["vectors"].as_array().unwrap() {
        let (ratings, numbers) = ratings(vector);
        for (name, wanted) in vector["expected"].as_object().unwrap() {
            let found = coefficient(name, &ratings, &numbers).ok();
            assert_near(found, wanted, &format!("{} {name}", vector["id"]));
            checked += 1;
        }
        for (name, wanted) in vector["published"].as_object().into_iter().flatten() {
            let Some([value, within]) = wanted.as_array().map(Vec::as_slice) else { continue };
            let found = coefficient(name, &ratings, &numbers).unwrap();
            let far = (found - value.as_f64().unwrap()).abs();
            assert!(far <= within.as_f64().unwrap() + 1e-12, "{} {name}: {found}", vector["id"]);
            published += 1;
        }
    }
    assert!(checked > 350 && published > 20, "{checked} {published}");
}

#[test]
fn codes_are_pooled_and_not_stacked() {
    let Some(all) = vectors("irr.json") else { return };
    let tables = all["pooled"]["tables"].as_object().unwrap();
    let code = |cells: &Json| {
        let cells = cells.as_array().unwrap();
        let kinds = [(1, 1), (1, 0), (0, 1), (0, 0)];
        let units: Vec<[Option<u32>; 2]> = kinds
            .into_iter()
            .zip(cells)
            .flat_map(|((a, b), n)| vec![[Some(a), Some(b)]; n.as_u64().unwrap() as usize])
            .collect();
        Ratings::of(2, 2, &units)
    };
    let expected = &all["pooled"]["expected"];
    let codes: BTreeMap<&String, Ratings> =
        tables.iter().map(|(name, cells)| (name, code(cells))).collect();
    for (name, ratings) in &codes {
        let found = Contingency::of_two(ratings).unwrap().cohen();
        assert_near(found.ok(), &expected["per_code"][name.as_str()], name);
    }
    assert_near(pooled_kappa(codes.values()).ok(), &expected["pooled_kappa"], "pooled");
}

#[test]
fn intervals_are_those_of_the_seed() {
    let Some(all) = vectors("irr.json") else { return };
    let tables = all["vectors"].as_array().unwrap();
    let mut checked = 0;
    for vector in all["bootstrap"].as_array().unwrap() {
        let table = tables.iter().find(|table| table["id"] == vector["ratings"]).unwrap();
        let (ratings, _) = ratings(table);
        let level = match vector["stat"].as_str().unwrap() {
            "alpha_nominal" => Level::Nominal,
            "alpha_ordinal" => Level::Ordinal,
            other => panic!("{other}"),
        };
        let seed = vector["seed"].as_u64().unwrap();
        let drawn = match vector["method"].as_str().unwrap() {
            "units" => units(&ratings, (level, &[]), seed),
            "krippendorff_pairs" => pairs(&ratings, (level, &[]), seed),
            "clusters" => {
                let cluster: Vec<usize> = (0..ratings.len()).map(|unit| unit / 8).collect();
                clusters(&ratings, &cluster, (level, &[]), seed)
            }
            other => panic!("{other}"),
        }
        .unwrap();
        let what = vector["id"].as_str().unwrap();
        assert_near(Some(drawn.low), &vector["lo"], what);
        assert_near(Some(drawn.high), &vector["hi"], what);
        assert_near(Some(drawn.mean), &vector["mean"], what);
        checked += 1;
    }
    assert!(checked >= 3);
}

#[test]
fn rho_is_that_of_the_seed() {
    let Some(all) = vectors("irr.json") else { return };
    for vector in all["rho"].as_array().unwrap() {
        let number = |key: &str| vector[key].as_f64().unwrap();
        let test = Test {
            kappa: number("kappa_observed"),
            base_rate: number("baserate"),
            length: number("test_length") as usize,
            inflation: number("inflation"),
            range: (number("kappa_min"), number("kappa_threshold")),
            whole: number("ocs_length") as usize,
            replicates: number("replicates") as usize,
            seed: vector["seed"].as_u64().unwrap(),
        };
        let found = rho(&test).unwrap();
        assert_near(Some(found.rho), &vector["rho"], "rho");
        assert_near(Some(found.mean), &vector["null_mean"], "mean");
        assert_near(Some(found.q95), &vector["null_q95"], "95 % quantile");
    }
}

#[test]
fn rules_are_audited_from_two_samples() {
    let Some(all) = vectors("rule_audit.json") else { return };
    for vector in all.as_array().unwrap() {
        let count = |key: &str| vector[key].as_u64().unwrap();
        let stratum = |units, sampled, positive| Stratum {
            units: count(units),
            sampled: count(sampled),
            positive: count(positive),
        };
        let hits = stratum("rule_positive_units", "sampled_positive", "true_in_positive");
        let rest = stratum("rule_negative_units", "sampled_negative", "true_in_negative");
        let wanted = &vector["expected"];
        let found = audit(&hits, &rest, wanted["seed"].as_u64().unwrap()).unwrap();
        let (low, high) = found.interval.unwrap();
        for (found, key) in [
            (found.precision, "precision"),
            (Some(found.right), "estimated_true_in_positives"),
            (Some(found.missed), "estimated_missed"),
            (found.recall, "recall"),
            (found.f1, "f1"),
            (found.base_rate, "estimated_base_rate"),
            (Some(low), "recall_lo"),
            (Some(high), "recall_hi"),
            (found.missed_at_most, "missed_upper_95_if_zero"),
        ] {
            assert_near(found, &wanted[key], key);
        }
    }
}

fn spans(all: &Json) -> Vec<Span> {
    let span = |span: &Json| Span {
        label: span[0].as_str().unwrap().to_owned(),
        start: span[1].as_u64().unwrap() as usize,
        end: span[2].as_u64().unwrap() as usize,
    };
    all.as_array().unwrap().iter().map(span).collect()
}

#[test]
fn spans_and_labels() {
    let Some(all) = vectors("unitizing.json") else { return };
    for vector in all["vectors"].as_array().unwrap() {
        let coders: Vec<Vec<Span>> =
            vector["coders"].as_array().unwrap().iter().map(spans).collect();
        let length = vector["length"].as_u64().unwrap() as usize;
        let (found, wanted) = (family(&coders, length).unwrap(), &vector["expected"]);
        let what = |key: &str| format!("{} {key}", vector["id"]);
        assert_near(found.u.ok(), &wanted["u_alpha"], &what("u"));
        assert_near(found.bar_u.ok(), &wanted["bar_u_alpha"], &what("bar u"));
        assert_near(found.cu.ok(), &wanted["cu_alpha"], &what("cu"));
        assert_near(found.coverage, &wanted["cu_coverage"], &what("coverage"));
        for (label, ku) in wanted["ku_alpha"].as_object().unwrap() {
            assert_near(found.ku[label].0.ok(), &ku["alpha"], &what(label));
            assert_near(Some(found.ku[label].1), &ku["coverage"], &what(label));
        }
        if wanted.get("exact_f1").is_none() {
            continue;
        }
        let (first, second) = (&coders[0], &coders[1]);
        let met = overlap(first, second);
        assert_near(exact(first, second).f1, &wanted["exact_f1"], &what("exact"));
        assert_near(met.precision, &wanted["overlap_precision"], &what("overlap precision"));
        assert_near(met.recall, &wanted["overlap_recall"], &what("overlap recall"));
        assert_near(met.f1, &wanted["overlap_f1"], &what("overlap f1"));
        let characters: BTreeMap<String, Match> = by_character(first, second);
        for (label, of_label) in wanted["char_f1"].as_object().unwrap() {
            let found = characters[label];
            assert_near(found.precision, &of_label["precision"], &what(label));
            assert_near(found.recall, &of_label["recall"], &what(label));
            assert_near(found.f1, &of_label["f1"], &what(label));
        }
    }
}
