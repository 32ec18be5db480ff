//! The report of a rule's audit: how many of its hits are right, and how many units it missed.
//!
//! In comes one result with its strata, out comes a table of one row and what it means in sentences.
//! Formulas: `statistics::agreement::rule_audit`.

use super::Report;
use super::base::thousands;
use super::table::{Cell, Column, Table};
use crate::statistics::agreement::rule_audit::{Audit, Stratum, audit, rho_of};
use crate::study::audit::{COLUMNS, Drawn, Row};

/// The units of the two samples' last step: what is not a number.
const WORDS: [&str; 7] = ["code", "codebook", "version", "sha256", "rules", "unit", "overlap"];

/// The row of an audit. `coder` filled in the sheet.
pub fn row(drawn: &Drawn, [hits, rest]: &[Stratum; 2], coder: &str) -> Row {
    let found = audit(hits, rest, drawn.seed).unwrap_or_default();
    let rho = rho_of(hits, rest, drawn.seed);
    let number = |number: Option<f64>| number.map_or(String::new(), |x| Cell::Number(x).exact());
    let count = |count: u64| count.to_string();
    let values = [
        drawn.code.clone(),
        drawn.codebook.clone(),
        drawn.version.clone(),
        drawn.sha256.clone(),
        drawn.rules.clone(),
        drawn.unit.clone(),
        drawn.overlap.clone(),
        count(drawn.seed),
        coder.to_owned(),
        count(hits.units),
        count(hits.sampled),
        count(hits.positive),
        count(rest.units),
        count(rest.sampled),
        count(rest.positive),
        number(found.precision),
        number(found.recall),
        number(found.interval.map(|ends| ends.0)),
        number(found.interval.map(|ends| ends.1)),
        number((rest.sampled > 0).then_some(found.missed)),
        number(found.missed_at_most),
        number(found.f1),
        number(found.base_rate),
        number(found.kappa),
        number(rho.map(|rho| rho.0)),
        number(rho.map(|rho| rho.1)),
    ];
    COLUMNS.map(str::to_owned).into_iter().zip(values).collect()
}

/// Results as a table.
pub fn table(rows: &[Row]) -> Table {
    let column = |name: &&str| match *name {
        "coder" => Column::text(*name, *name),
        name if WORDS.contains(&name) => Column::text(name, name),
        name => Column::number(name, name, 3),
    };
    let mut table = Table::new(COLUMNS.iter().map(column).collect());
    for row in rows {
        let cell = |name: &&str| {
            let text = row.get(*name).map(String::as_str).filter(|text| !text.is_empty());
            let Some(text) = text else { return Cell::Missing };
            if *name == "coder" || WORDS.contains(name) {
                return text.into();
            }
            match (text.parse::<u64>(), text.parse::<f64>()) {
                (Ok(count), _) => Cell::Count(count),
                (_, Ok(number)) => Cell::Number(number),
                _ => text.into(),
            }
        };
        table.push(COLUMNS.iter().map(cell).collect());
    }
    table
}

/// The report.
pub fn report(drawn: &Drawn, strata: &[Stratum; 2], coder: &str) -> Report {
    let [hits, rest] = strata;
    let mut report = Report::new("audit-rules", table(&[row(drawn, strata, coder)]));
    let found = audit(hits, rest, drawn.seed).unwrap_or_default();
    let by = if coder.is_empty() { String::new() } else { format!(" by {coder}") };
    let hash = drawn.sha256.get(..8).unwrap_or_default();
    report.head = vec![format!(
        "Rules of `{}` in codebook {} {} ({hash}) against reading{by}: {} of {} hits and {} of {} \
         other {}s, drawn blind (seed {}).",
        drawn.code,
        drawn.codebook,
        drawn.version,
        thousands(hits.sampled),
        thousands(hits.units),
        thousands(rest.sampled),
        thousands(rest.units),
        drawn.unit,
        drawn.seed
    )];
    let mut shown = Table::new(vec![
        Column::text("measure", "Measure"),
        Column::count("value", "Value"),
        Column::text("note", "Meaning"),
    ]);
    for (name, value, meaning) in lines(&found, strata, &drawn.unit) {
        shown.push(vec![name.into(), value.into(), meaning.into()]);
    }
    if let Some((kappa, rho)) = rho_of(hits, rest, drawn.seed) {
        shown.push(vec![
            "κ in the samples".into(),
            format!("{kappa:.3}").into(),
            "hits are more frequent there than in the transcripts".into(),
        ]);
        shown.push(vec![
            "ρ".into(),
            format!("{rho:.3}").into(),
            "below .05, a κ above .65 is a fair inference".into(),
        ]);
    }
    report.for_people = Some(shown);
    report
}

/// What was found, a line each: name, value, meaning.
pub fn lines(
    found: &Audit,
    [hits, rest]: &[Stratum; 2],
    unit: &str,
) -> Vec<(&'static str, String, String)> {
    let number =
        |number: Option<f64>| number.map_or_else(|| "undefined".to_owned(), |x| format!("{x:.3}"));
    let recall = match (found.recall, found.interval) {
        (Some(recall), Some((low, high))) => format!("{recall:.3} ({low:.3} to {high:.3})"),
        (recall, _) => number(recall),
    };
    let missed = match found.missed_at_most {
        Some(most) => (
            format!("at most {most:.2}"),
            format!(
                "none of {} was missed; with 95 % confidence no more than so many {unit}s of {} are",
                rest.sampled,
                thousands(rest.units)
            ),
        ),
        None if rest.sampled == 0 => ("undefined".to_owned(), "nothing else was read".to_owned()),
        None => (
            format!("{:.1}", found.missed),
            format!("{unit}s with the code that the rules do not find"),
        ),
    };
    vec![
        ("precision", number(found.precision), {
            format!("{} of {} hits read are right", hits.positive, hits.sampled)
        }),
        ("recall", recall, format!("of all {unit}s with the code, the share that is found")),
        ("missed", missed.0, missed.1),
        ("F1", number(found.f1), "2 precision recall / (precision + recall)".to_owned()),
        ("base rate", number(found.base_rate), format!("the share of {unit}s with the code")),
        ("κ", number(found.kappa), format!("rule against person over all {unit}s, estimated")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_miss_is_an_upper_bound() {
        let hits = Stratum { units: 120, sampled: 120, positive: 100 };
        let rest = Stratum { units: 1880, sampled: 200, positive: 0 };
        let drawn = Drawn { code: "hope".into(), unit: "turn".into(), seed: 5, ..Drawn::default() };
        let made = report(&drawn, &[hits, rest], "ana");
        let shown = made.for_people.unwrap();
        assert_eq!(shown.rows[2][1], "at most 27.95".into());
        assert!(made.head[0].contains("120 of 120 hits and 200 of 1,880 other turns"));
        let row = row(&drawn, &[hits, rest], "ana");
        assert_eq!(
            (row["missed_at_most"].as_str(), row["precision"].as_str()),
            ("27.950034", "0.833333")
        );
        assert_eq!(row.len(), COLUMNS.len());
    }
}
