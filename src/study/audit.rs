//! Audits of rules: `audits/CODE.csv`, the blind sheet that a person fills in; `audits/CODE.toml`, how
//! it was drawn; `audits/results.csv`, what came of all audits.
//!
//! In come texts, out come rows, and back. The sheet does not say which units the rules found, nor
//! does the draw: who draws again with the same seed from the same transcripts by the same rules
//! learns it, and a fingerprint says whether they are the same.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use serde::Deserialize;

use super::separated::parse;
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::statistics::agreement::rule_audit::Stratum;
use crate::statistics::random::SplitMix64;

/// The folder.
pub const FOLDER: &str = "audits";
/// The file with the results.
pub const RESULTS: &str = "results.csv";
/// The columns of the sheet.
pub const SHEET: [&str; 7] = ["number", "transcript", "turn", "start", "end", "answer", "text"];
/// The columns of the results.
pub const COLUMNS: [&str; 26] = [
    "code",
    "codebook",
    "version",
    "sha256",
    "rules",
    "unit",
    "overlap",
    "seed",
    "coder",
    "hits_n",
    "hits_sampled",
    "hits_right",
    "rest_n",
    "rest_sampled",
    "rest_found",
    "precision",
    "recall",
    "recall_lo",
    "recall_hi",
    "missed",
    "missed_at_most",
    "f1",
    "base_rate",
    "kappa",
    "kappa_sample",
    "rho",
];

/// How a sample was drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Drawn {
    /// The code.
    pub code: String,
    /// What a unit is.
    pub unit: String,
    /// When a unit is a hit.
    pub overlap: String,
    /// Hits that were asked for.
    pub hits: usize,
    /// Units of the rest that were asked for.
    pub misses: usize,
    /// The seed.
    pub seed: u64,
    /// The codebook's id.
    pub codebook: String,
    /// Its version.
    pub version: String,
    /// Its SHA-256.
    pub sha256: String,
    /// What the rules find, as a number.
    pub rules: String,
    /// SHA-256 over all units, hits marked.
    pub strata: String,
}

impl Drawn {
    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# How audits/CODE.csv was drawn. Do not change it: the answers are read with it.\n",
        );
        for (name, value) in [
            ("code", &self.code),
            ("unit", &self.unit),
            ("overlap", &self.overlap),
            ("codebook", &self.codebook),
            ("version", &self.version),
            ("sha256", &self.sha256),
            ("rules", &self.rules),
            ("strata", &self.strata),
        ] {
            let _ = writeln!(text, "{name} = {}", toml::Value::String(value.clone()));
        }
        for (name, value) in [("hits", self.hits as u64), ("misses", self.misses as u64)] {
            let _ = writeln!(text, "{name} = {value}");
        }
        // A number of TOML is at most half of what a seed may be.
        let _ = writeln!(text, "seed = {}", self.seed);
        text
    }

    /// Reads the file.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        toml::from_str(text).map_err(|error| {
            Diagnostic::error(format!("this is not how a sample was drawn: {}", error.message()))
                .in_file(name.to_owned())
                .help("draw the sample anew: `emic audit-rules CODE --hits N --misses M --seed S`")
        })
    }
}

/// The places that are drawn from hits and from the rest, in the order of the sheet: both lists are
/// shuffled, so many of each are taken, and those are shuffled together.
pub fn draw(hits: &[usize], rest: &[usize], drawn: &Drawn) -> Vec<usize> {
    let mut random = SplitMix64::new(drawn.seed);
    let mut sample = Vec::new();
    for (stratum, wanted) in [(hits, drawn.hits), (rest, drawn.misses)] {
        let mut stratum = stratum.to_vec();
        random.shuffle(&mut stratum);
        sample.extend(stratum.into_iter().take(wanted));
    }
    random.shuffle(&mut sample);
    sample
}

/// A unit's transcript with its first and last code point.
pub type Key = (String, usize, usize);

/// The answers of a sheet by unit; none where there is none yet.
pub fn answers(source: &Arc<Source>) -> Outcome<BTreeMap<Key, Option<bool>>> {
    let sheet = parse(source)?;
    let columns = ["transcript", "start", "end", "answer"].map(|name| sheet.column(name));
    let [Some(transcript), Some(start), Some(end), Some(answer)] = columns else {
        let end = sheet.header.last().map_or(0, |field| field.span.end);
        return Err(vec![
            Diagnostic::error("this is no sheet of an audit").at(source, 0..end, "").help(
                "it has the columns `transcript`, `start`, `end` and `answer`, as `emic \
                 audit-rules` wrote them",
            ),
        ]);
    };
    let (mut answers, mut faults) = (BTreeMap::new(), Vec::new());
    for row in &sheet.rows {
        let text = |at: usize| row.get(at).map_or("", |field| field.value.as_str());
        let places = (text(start).parse(), text(end).parse());
        let (Ok(first), Ok(last)) = places else {
            let span = row.get(start).map_or(0..0, |field| field.span.clone());
            faults.push(Diagnostic::error("this is no place of a unit").at(source, span, ""));
            continue;
        };
        let given = match text(answer).to_lowercase().as_str() {
            "" => None,
            "1" | "yes" | "y" | "x" | "true" => Some(true),
            "0" | "no" | "n" | "false" => Some(false),
            other => {
                let span = row.get(answer).map_or(0..0, |field| field.span.clone());
                faults.push(
                    Diagnostic::error(format!("`{other}` is no answer"))
                        .at(source, span, "")
                        .help("write 1 where the code holds and 0 where it does not"),
                );
                continue;
            }
        };
        answers.insert((text(transcript).to_owned(), first, last), given);
    }
    if faults.is_empty() { Ok(answers) } else { Err(faults) }
}

/// One row of the results, by column.
pub type Row = BTreeMap<String, String>;

/// The results so far.
pub fn results(source: &Arc<Source>) -> Outcome<Vec<Row>> {
    let sheet = parse(source)?;
    let names = || sheet.header.iter().map(|field| field.value.clone());
    let row = |row: &Vec<super::separated::Field>| -> Row {
        names().zip(row.iter().map(|field| field.value.clone())).collect()
    };
    Ok(sheet.rows.iter().map(row).collect())
}

/// Adds a result. One of the same code, rules, unit, rule of overlap and seed is replaced.
pub fn add(results: &mut Vec<Row>, row: Row) {
    let same = ["code", "rules", "unit", "overlap", "seed"];
    results.retain(|old| same.iter().any(|column| old.get(*column) != row.get(*column)));
    results.push(row);
}

/// The two strata of a result.
pub fn strata(row: &Row) -> [Stratum; 2] {
    let count = |name: &str| row.get(name).and_then(|text| text.parse().ok()).unwrap_or_default();
    let stratum = |[units, sampled, positive]: [&str; 3]| Stratum {
        units: count(units),
        sampled: count(sampled),
        positive: count(positive),
    };
    [
        stratum(["hits_n", "hits_sampled", "hits_right"]),
        stratum(["rest_n", "rest_sampled", "rest_found"]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { name: "s.csv".into(), text: text.into() })
    }

    #[test]
    fn the_draw_is_the_same_again_and_blind() {
        let drawn = Drawn { hits: 3, misses: 4, seed: 5, ..Drawn::default() };
        let (hits, rest): (Vec<usize>, Vec<usize>) = ((0..10).collect(), (10..40).collect());
        let sample = draw(&hits, &rest, &drawn);
        assert_eq!(sample, draw(&hits, &rest, &drawn));
        assert_eq!((sample.len(), sample.iter().filter(|at| **at < 10).count()), (7, 3));
        assert!(!sample.is_sorted_by_key(|at| *at >= 10), "hits do not stand first: {sample:?}");
        let all = Drawn { hits: 99, misses: 99, ..drawn.clone() };
        assert_eq!(draw(&hits, &rest, &all).len(), 40);
        let text = Drawn { code: "a\"b".into(), ..drawn }.text();
        assert_eq!(Drawn::parse("d", &text).unwrap().text(), text);
    }

    #[test]
    fn answers_are_yes_no_or_not_yet() {
        let text = "number,transcript,turn,start,end,answer,text\n1,T1,2,5,9,1,a\n\
                    2,T1,3,10,19,,b\n3,T2,1,0,4,No,c\n";
        let found = answers(&source(text)).unwrap();
        assert_eq!(found.values().copied().collect::<Vec<_>>(), [Some(true), None, Some(false)]);
        let told = answers(&source(&text.replace(",1,a", ",maybe,a"))).unwrap_err();
        assert_eq!(told[0].message, "`maybe` is no answer");
        assert!(answers(&source("a,b\n1,2\n")).is_err());
    }

    #[test]
    fn the_same_audit_again_replaces_the_first() {
        let row = |seed: &str, coder: &str| -> Row {
            [("code", "hope"), ("seed", seed), ("coder", coder), ("hits_n", "9")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into()
        };
        let mut all = Vec::new();
        for one in [row("5", "ana"), row("6", "ana"), row("5", "ben")] {
            add(&mut all, one);
        }
        assert_eq!((all.len(), all[1]["coder"].as_str()), (2, "ben"));
        assert_eq!(strata(&all[0])[0].units, 9);
    }
}
