//! Frequencies and comparisons against vectors computed elsewhere: intervals, tests of two groups,
//! adjusted p values, keyness, and a whole theme table.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;

use emic::codebook::{Code, Codebook};
use emic::coding::tally::{Count, Share, Tally};
use emic::report::table::Table;
use emic::report::themes::comparison::{Asked, Comparison};
use emic::report::themes::{Frequencies, Options, report};
use emic::statistics::adjust::{benjamini_hochberg, holm};
use emic::statistics::chi_squared::p_above;
use emic::statistics::fisher::p_two_sided;
use emic::statistics::fourfold::Fourfold;
use emic::statistics::interval::{clopper_pearson, wilson};
use emic::statistics::keyness::Keyness;
use serde_json::Value;

fn vectors() -> Option<Value> {
    outside::data().map(|data| outside::json(&data.join("vectors/frequency.json")))
}

/// A number of the vectors; `"inf"` is infinite.
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| match value.as_str() {
        Some("inf") => f64::INFINITY,
        _ => panic!("{value}"),
    })
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[track_caller]
fn assert_near(found: Option<f64>, wanted: &Value, what: &str) {
    let (found, wanted) = (found.unwrap_or_else(|| panic!("{what}")), number(wanted));
    assert!(found == wanted || (found - wanted).abs() < 1e-6, "{what}: {found}, not {wanted}");
}

#[test]
fn intervals_of_a_share() {
    let Some(vectors) = vectors() else { return };
    for vector in vectors["wilson"].as_array().unwrap() {
        let (x, n) = (count(&vector["x"]), count(&vector["n"]));
        let (low, high) = wilson(x, n).unzip();
        assert_near(low, &vector["lo"], "wilson, low");
        assert_near(high, &vector["hi"], "wilson, high");
        let (low, high) = clopper_pearson(x, n).unzip();
        assert_near(low, &vector["clopper_lo"], "clopper, low");
        assert_near(high, &vector["clopper_hi"], "clopper, high");
    }
}

#[test]
fn two_groups() {
    let Some(vectors) = vectors() else { return };
    for vector in vectors["two_groups"].as_array().unwrap() {
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|cell| count(&vector[cell]));
        let table = Fourfold { a, b, c, d };
        let near = |found: Option<f64>, key: &str| {
            assert_near(found, &vector[key], &format!("{key} of {table:?}"));
        };
        let [p1, p2] = table.shares().unwrap();
        near(Some(p1), "p1");
        near(Some(p2), "p2");
        near(table.difference(), "diff");
        let (low, high) = table.newcombe().unzip();
        near(low, "diff_lo");
        near(high, "diff_hi");
        near(Some(p_two_sided(&table)), "fisher_p_two_sided");
        near(table.chi_squared(), "chi2");
        near(table.chi_squared().map(|chi| p_above(chi, 1)), "chi2_p");
        near(table.min_expected(), "min_expected");
        let is_allowed = number(&vector["min_expected"]) >= 5.0;
        assert_eq!(table.chi_squared_test().is_some(), is_allowed);
        near(table.phi(), "phi");
        near(table.cramers_v(), "cramers_v");
        near(table.odds_ratio(), "odds_ratio");
        near(table.odds_ratio_haldane(), "or_haldane");
        let (low, high) = table.woolf().unzip();
        near(low, "or_haldane_lo");
        near(high, "or_haldane_hi");
        near(table.cohens_h(), "cohens_h");
    }
}

#[test]
fn several_tests_at_once() {
    let Some(vectors) = vectors() else { return };
    let several = &vectors["multiple_testing"];
    let list =
        |key: &str| -> Vec<f64> { several[key].as_array().unwrap().iter().map(number).collect() };
    // The p values come with six decimals, so their multiples are true to five.
    let near = |found: Vec<f64>, key: &str| {
        for (found, wanted) in found.iter().zip(list(key)) {
            assert!((found - wanted).abs() < 5e-6, "{key}: {found}, not {wanted}");
        }
    };
    near(holm(&list("p")), "holm");
    near(benjamini_hochberg(&list("p")), "bh");
}

#[test]
fn keyness() {
    let Some(vectors) = vectors() else { return };
    for vector in vectors["keyness"].as_array().unwrap() {
        let [first, first_words, second, second_words] =
            ["a", "n1", "b", "n2"].map(|key| count(&vector[key]));
        let word = Keyness { first, first_words, second, second_words };
        let near = |found: Option<f64>, key: &str| assert_near(found, &vector[key], key);
        let (one, other) = word.per_1000().map(|[one, other]| (one, other)).unzip();
        near(one, "per1000_1");
        near(other, "per1000_2");
        near(word.log_likelihood(), "g2_rayson");
        near(word.log_likelihood_four(), "g2_4cell");
        near(word.p(), "p_rayson");
        near(word.log_ratio(), "log_ratio");
        near(word.percent_difference(), "pct_diff");
        near(word.bic(), "bic");
    }
}

/// The columns of the theme table by the vector's names for the same.
const COLUMNS: [(&str, &str); 14] = [
    ("participants", "cases"),
    ("N", "cases_n"),
    ("pct", "cases_pct"),
    ("wilson_lo", "cases_lo"),
    ("wilson_hi", "cases_hi"),
    ("segments", "segments"),
    ("max_share_one_participant", "max_case_share"),
    ("coded_words", "words"),
    ("coverage_pct_words", "words_pct"),
    ("segments_per_1000_words", "per_1000_words"),
    ("n_urban", "cases[urban]"),
    ("N_urban", "cases_n[urban]"),
    ("n_rural", "cases[rural]"),
    ("fisher_p", "exploratory_fisher_p"),
];

/// The interval of the rate, drawn anew from the seed that the vector states.
const DRAWN: [(&str, &str); 2] =
    [("per1000_boot_lo", "per_1000_words_lo"), ("per1000_boot_hi", "per_1000_words_hi")];

/// Twelve people as tallies, a transcript each.
fn people(vectors: &Value, codes: &[&str]) -> Vec<(String, Tally)> {
    let people = vectors["theme_table"]["participants"].as_array().unwrap();
    let tally = |person: &Value| {
        let case = person["id"].as_str().unwrap().to_owned();
        let words = count(&person["words"]);
        let mut tally = Tally { transcript: case.clone(), words, ..Tally::default() };
        tally.cases.insert(case.clone(), words);
        for (place, code) in (0u32..).zip(codes) {
            let segments = count(&person["segments"][code]);
            let words = count(&person["coded_words"][code]);
            if segments > 0 {
                let mut one = Count { segments, words, covered: words, ..Count::default() };
                one.cases.insert(case.clone(), Share { segments, words });
                tally.codes.insert(place, one);
            }
        }
        (person["group"].as_str().unwrap().to_owned(), tally)
    };
    people.iter().map(tally).collect()
}

/// The rows of a table by code, each by the name of the column.
fn by_code(table: &Table) -> BTreeMap<String, BTreeMap<&str, String>> {
    let row = |row: &Vec<emic::report::table::Cell>| {
        let cells = table.columns.iter().map(|column| column.key.as_str());
        (row[0].exact(), cells.zip(row.iter().map(|cell| cell.exact())).collect())
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn a_whole_theme_table() {
    let Some(data) = outside::data() else { return };
    let vectors = outside::json(&data.join("vectors/frequency.json"));
    let codes = ["hope", "stigma", "role_strain", "supervision"];
    let mut frequencies = Frequencies::default();
    for (group, tally) in people(&vectors, &codes) {
        frequencies.add(&tally, Some(&|_: &str| vec![group.clone()]));
    }
    let by = Some(("group".to_owned(), vec!["urban".to_owned(), "rural".to_owned()]));
    let comparison = Comparison::of(&Asked::default(), &frequencies, &[]).unwrap();
    let options = Options {
        by,
        intervals: true,
        bootstrap: true,
        compare: Some(comparison),
        ..Options::default()
    };
    let code = |id: &&str| Code { id: (*id).to_owned(), ..Code::default() };
    let codebook = Codebook { codes: codes.iter().map(code).collect(), ..Codebook::default() };
    let report = report(&codebook, &frequencies, &options, &|_| None);
    let found = by_code(&report.data);
    let text = std::fs::read_to_string(data.join("vectors/theme_table_expected.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let mut checked = 0;
    for line in lines {
        let row = &found[line[0]];
        for (theirs, ours) in COLUMNS.iter().chain(&DRAWN) {
            let wanted = line[header.iter().position(|name| name == theirs).unwrap()];
            let found = row[ours].as_str();
            let is_same = match (found.parse::<f64>(), wanted.parse::<f64>()) {
                (Ok(found), Ok(wanted)) => (found - wanted).abs() < 1.5e-6,
                _ => found == wanted,
            };
            assert!(is_same, "{} {theirs}: {found}, not {wanted}", line[0]);
            checked += 1;
        }
    }
    assert_eq!(checked, 4 * (COLUMNS.len() + DRAWN.len()));
}
