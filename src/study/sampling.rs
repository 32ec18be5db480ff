//! The record of theoretical sampling: whom to look for next, and why.
//!
//! In comes `sampling.jsonl` of a study, out come its entries and what is wrong with its lines. A
//! line is a decision, with its own id; lines are only added, so git can unite two machines' files
//! (`merge=union`) and the file itself is the record that an auditor reads (Glaser & Strauss 1967;
//! Lincoln & Guba 1985). The same id twice is one decision.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::open::Study;
use crate::coding::log::time;
use crate::diagnostic::{Diagnostic, Source};
use crate::files;

/// The file's name.
pub const FILE: &str = "sampling.jsonl";

/// A decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// The day of the decision, `2026-03-01`.
    pub date: String,
    /// When it was written down, in RFC 3339.
    pub at: String,
    /// Its own id, unlike any other.
    pub id: String,
    /// Who decided.
    pub by: String,
    /// What was decided.
    pub decision: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Cases or groups to look for next: `P21`, `group=carer`, or in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<String>,
    /// The codes whose properties it is to fill.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The memo that says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
}

impl Decision {
    /// The line of the record, with its newline.
    pub fn line(&self) -> String {
        // A decision has only texts, which JSON always can say.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Reads a line; what is wrong with it is said in words.
    fn parse(line: &str) -> Result<Self, String> {
        let decision: Decision = serde_json::from_str(line).map_err(|error| {
            error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
        })?;
        let has = [("id", &decision.id), ("by", &decision.by), ("decision", &decision.decision)];
        if let Some((field, _)) = has.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(format!("a decision needs `{field}`"));
        }
        match is_date(&decision.date) {
            true => Ok(decision),
            false => Err(format!("`{}` is no date", decision.date)),
        }
    }
}

/// Whether a text is a day, `2026-03-01`.
pub fn is_date(text: &str) -> bool {
    time::parse(&format!("{text}T00:00:00Z")).is_some()
}

/// The decisions of a study by date, and what is wrong with the file.
pub fn read(study: &Study) -> (Vec<Decision>, Vec<Diagnostic>) {
    let path = study.inside(FILE);
    if files::what(&path) == files::What::Missing {
        return (Vec::new(), Vec::new());
    }
    match files::read_text(&path) {
        Ok(text) => entries(&Arc::new(Source { name: files::shown(&path), text })),
        Err(told) => (Vec::new(), vec![told]),
    }
}

/// The decisions of a file, each once, and what is wrong with its lines.
pub fn entries(source: &Arc<Source>) -> (Vec<Decision>, Vec<Diagnostic>) {
    let (mut all, mut told) = (Vec::new(), Vec::new());
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let bare = line.trim();
        match Decision::parse(bare) {
            _ if bare.is_empty() => {}
            Ok(decision) => all.push(decision),
            Err(fault) => {
                let span = at..at + line.trim_end().len();
                let fault = Diagnostic::warning(format!("this line is no decision: {fault}"));
                told.push(fault.at(source, span, "").help("the other lines count"));
            }
        }
        at += line.len();
    }
    all.sort();
    let mut seen = BTreeSet::new();
    all.retain(|decision| seen.insert(decision.id.clone()));
    (all, told)
}

/// Adds a decision: on disk when this returns.
pub fn append(study: &Study, decision: &Decision) -> Result<(), Diagnostic> {
    files::write::append(&study.inside(FILE), decision.line().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(id: &str, date: &str) -> Decision {
        Decision {
            id: id.into(),
            date: date.into(),
            by: "ana".into(),
            decision: "seek carers".into(),
            next: vec!["group=carer".into()],
            ..Decision::default()
        }
    }

    #[test]
    fn decisions_come_by_date_each_once() {
        let (late, early) = (decision("1", "2026-03-02"), decision("2", "2026-03-01"));
        let torn = "{\"id\":\"3\",\"by\"";
        let text = format!("{}{}{}{torn}", late.line(), early.line(), late.line());
        let source = Arc::new(Source { name: FILE.into(), text: text.clone() });
        let (all, told) = entries(&source);
        assert_eq!(all, [early, late]);
        assert_eq!(told.len(), 1);
        assert_eq!(&text[told[0].labels[0].span.clone()], torn);
    }

    #[test]
    fn what_a_decision_needs() {
        let told = |decision: Decision| Decision::parse(&decision.line()).unwrap_err();
        assert_eq!(told(decision("1", "2026-13-01")), "`2026-13-01` is no date");
        let empty = Decision { by: String::new(), ..decision("1", "2026-03-01") };
        assert_eq!(told(empty), "a decision needs `by`");
    }
}
