//! The tables that a researcher keeps: `cases.csv`, `transcripts.csv`, `speakers.csv`.
//!
//! In come their texts, out comes what they say about people ([`Known`]) and their attributes, with
//! every doubt at its line. What makes a table unreadable is an error; a value that does not fit or
//! an id that nothing else knows is a warning, and the rest counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::attributes::{Attributes, is_reserved};
use super::config::Config;
use super::separated::{self, Field, Sheet};
use crate::diagnostic::{Diagnostic, Source, near_names};
use crate::transcript::people::{Known, Role};

/// Names of the tables, in the study's folder.
pub const CASES: &str = "cases.csv";
/// Which case a transcript belongs to, and its attributes.
pub const TRANSCRIPTS: &str = "transcripts.csv";
/// Which case and role a label has in one transcript.
pub const SPEAKERS: &str = "speakers.csv";

/// The texts of the tables; `None` where there is no such file.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Of `cases.csv`.
    pub cases: Option<Arc<Source>>,
    /// Of `transcripts.csv`.
    pub transcripts: Option<Arc<Source>>,
    /// Of `speakers.csv`.
    pub speakers: Option<Arc<Source>>,
}

/// What the tables say.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// About speakers.
    pub known: Known,
    /// About cases and transcripts.
    pub attributes: Attributes,
    /// What is wrong and what is doubtful.
    pub findings: Vec<Diagnostic>,
}

/// Reads the tables of a study; `ids` are its transcripts.
pub fn read(texts: &Texts, config: &Config, ids: &[&str]) -> Tables {
    let lower = |labels: &[String]| labels.iter().map(|label| label.to_lowercase()).collect();
    let mut tables = Tables {
        known: Known {
            interviewers: lower(&config.interviewers),
            others: lower(&config.others),
            ..Known::default()
        },
        attributes: Attributes::declared(&config.attributes),
        findings: Vec::new(),
    };
    if let Some(source) = &texts.cases {
        tables.cases(source);
    }
    if let Some(source) = &texts.transcripts {
        tables.transcripts(source, ids);
    }
    if let Some(source) = &texts.speakers {
        tables.speakers(source, ids);
    }
    tables.attributes.infer();
    tables
}

impl Tables {
    fn cases(&mut self, source: &Arc<Source>) {
        let Some((sheet, [id])) = self.sheet(source, ["id"]) else { return };
        let mut lines = Lines::default();
        for row in &sheet.rows {
            let Some(case) = lines.id(self, source, &row[id], "case") else { continue };
            self.known.cases.insert(case.clone());
            for (name, values) in self.attributes_of(source, &sheet, row, &[id]) {
                self.attributes.set_case(&case, &name, values);
            }
        }
    }

    fn transcripts(&mut self, source: &Arc<Source>, ids: &[&str]) {
        let Some((sheet, [id])) = self.sheet(source, ["id"]) else { return };
        let case = sheet.column("case");
        let ours: Vec<usize> = std::iter::once(id).chain(case).collect();
        let mut lines = Lines::default();
        for row in &sheet.rows {
            let Some(transcript) = lines.id(self, source, &row[id], "transcript") else { continue };
            self.expect_transcript(source, &row[id], ids);
            if let Some(field) =
                case.map(|place| &row[place]).filter(|field| !field.value.is_empty())
            {
                self.expect_case(source, field);
                self.known.case_of_transcript.insert(transcript.clone(), field.value.clone());
            }
            for (name, values) in self.attributes_of(source, &sheet, row, &ours) {
                self.attributes.set_transcript(&transcript, &name, values);
            }
        }
    }

    fn speakers(&mut self, source: &Arc<Source>, ids: &[&str]) {
        let wanted = ["transcript", "label"];
        let Some((sheet, [transcript, label])) = self.sheet(source, wanted) else { return };
        let (case, role) = (sheet.column("case"), sheet.column("role"));
        for (place, field) in sheet.header.iter().enumerate() {
            if ![Some(transcript), Some(label), case, role].contains(&Some(place)) {
                let told = Diagnostic::warning(format!("column `{}` is not used", field.value))
                    .at(source, field.span.clone(), "")
                    .did_you_mean(&field.value, ["case", "role"])
                    .help("attributes of people stand in cases.csv");
                self.findings.push(told);
            }
        }
        let mut lines = Lines::default();
        for row in &sheet.rows {
            if row[transcript].value.is_empty() {
                let told = Diagnostic::error("this row has no transcript");
                self.findings.push(told.at(source, row[transcript].span.clone(), ""));
                continue;
            }
            let both = Field {
                value: format!("{}: {}", row[transcript].value, row[label].value),
                span: row[transcript].span.start..row[label].span.end.max(row[transcript].span.end),
            };
            if row[label].value.is_empty() {
                let told = Diagnostic::error("this row has no label of a speaker");
                self.findings.push(told.at(source, row[label].span.clone(), ""));
                continue;
            }
            if lines.id(self, source, &both, "speaker").is_none() {
                continue;
            }
            self.expect_transcript(source, &row[transcript], ids);
            let case = case.map(|place| &row[place]).filter(|field| !field.value.is_empty());
            if let Some(field) = case {
                self.expect_case(source, field);
            }
            let role = role.map(|place| &row[place]).filter(|field| !field.value.is_empty());
            let known_role = role.and_then(|field| Role::named(&field.value));
            if let Some(field) = role.filter(|_| known_role.is_none()) {
                let roles = ["participant", "interviewer", "other"];
                let told = Diagnostic::error(format!("`{}` is no role", field.value))
                    .at(source, field.span.clone(), "")
                    .did_you_mean(&field.value, roles)
                    .help(format!("the roles are {}", roles.join(", ")));
                self.findings.push(told);
            }
            let key = (row[transcript].value.clone(), row[label].value.clone());
            let case = case.map(|field| field.value.clone());
            self.known.speakers.insert(key, (case, known_role));
        }
    }

    /// The table and the places of the columns that it must have.
    fn sheet<const N: usize>(
        &mut self,
        source: &Arc<Source>,
        wanted: [&str; N],
    ) -> Option<(Sheet, [usize; N])> {
        let sheet = match separated::parse(source) {
            Ok(sheet) => sheet,
            Err(faults) => {
                self.findings.extend(faults);
                return None;
            }
        };
        let missing: Vec<&str> =
            wanted.iter().copied().filter(|name| sheet.column(name).is_none()).collect();
        for name in &missing {
            let end = sheet.header.last().map_or(0, |field| field.span.end);
            let start = sheet.header.first().map_or(0, |field| field.span.start);
            let told = Diagnostic::error(format!("the header has no column `{name}`"))
                .at(source, start..end, "")
                .help("the first line names the columns");
            self.findings.push(told);
        }
        missing.is_empty().then(|| {
            let places = wanted.map(|name| sheet.column(name).unwrap_or_default());
            (sheet, places)
        })
    }

    /// The values of a row by attribute; `ours` are the columns that are none.
    fn attributes_of(
        &mut self,
        source: &Arc<Source>,
        sheet: &Sheet,
        row: &[Field],
        ours: &[usize],
    ) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        for (place, (head, field)) in sheet.header.iter().zip(row).enumerate() {
            if ours.contains(&place) || head.value.is_empty() {
                continue;
            }
            if is_reserved(&head.value) {
                let told = format!("`{}` cannot be the name of an attribute", head.value);
                let told = Diagnostic::error(told)
                    .at(source, head.span.clone(), "")
                    .help("emic has a field of that name; choose another, such as `group`");
                if !self.findings.contains(&told) {
                    self.findings.push(told);
                }
                continue;
            }
            let attribute = self.attributes.found(&head.value).clone();
            let parts: Vec<&str> = match attribute.multiple {
                true => field.value.split(';').collect(),
                false => vec![field.value.as_str()],
            };
            let mut values = Vec::new();
            for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
                if let Some(value) = attribute.kind.fitted(part) {
                    values.push(value);
                    continue;
                }
                let told = Diagnostic::warning(format!("`{part}` is no value of `{}`", head.value))
                    .at(
                        source,
                        field.span.clone(),
                        format!("expected {}", attribute.kind.wanted()),
                    );
                let told = match &attribute.kind {
                    super::attributes::Kind::Enum(known)
                    | super::attributes::Kind::Ordered(known) => {
                        told.did_you_mean(part, known.iter().map(String::as_str))
                    }
                    _ => told,
                };
                let told = match part.contains(';') {
                    true => {
                        told.help("several values in a cell need `multiple = true` in emic.toml")
                    }
                    false => told,
                };
                self.findings.push(told);
                values.push(part.to_owned());
            }
            found.push((head.value.clone(), values));
        }
        found
    }

    fn expect_transcript(&mut self, source: &Arc<Source>, field: &Field, ids: &[&str]) {
        if !ids.contains(&field.value.as_str()) {
            let told = Diagnostic::warning(format!("there is no transcript `{}`", field.value))
                .at(source, field.span.clone(), "")
                .did_you_mean(&field.value, ids.iter().copied());
            self.findings.push(told);
        }
    }

    fn expect_case(&mut self, source: &Arc<Source>, field: &Field) {
        let cases = &self.known.cases;
        if !cases.is_empty() && !cases.contains(&field.value) {
            let told = Diagnostic::warning(format!(
                "there is no case `{}` in cases.csv",
                field.value
            ))
            .at(source, field.span.clone(), "");
            let near = near_names(&field.value, cases.iter().map(String::as_str));
            let told = match near.is_empty() {
                true => told.help("add a row for it to cases.csv"),
                false => told.did_you_mean(&field.value, near),
            };
            self.findings.push(told);
        }
    }
}

/// The ids seen so far in one table.
#[derive(Default)]
struct Lines {
    seen: BTreeMap<String, Field>,
}

impl Lines {
    /// The id of a row if it has one that no row before has.
    fn id(
        &mut self,
        tables: &mut Tables,
        source: &Arc<Source>,
        field: &Field,
        thing: &str,
    ) -> Option<String> {
        if field.value.is_empty() {
            let told = Diagnostic::error(format!("this row has no id of a {thing}"));
            tables.findings.push(told.at(source, field.span.clone(), ""));
            return None;
        }
        if let Some(first) = self.seen.get(&field.value) {
            let told = Diagnostic::error(format!("{thing} `{}` has two rows", field.value))
                .at(source, field.span.clone(), "the second")
                .at(source, first.span.clone(), "the first")
                .help("unite them, or give one another id");
            tables.findings.push(told);
            return None;
        }
        self.seen.insert(field.value.clone(), field.clone());
        Some(field.value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::attributes::{Attribute, Kind};
    use super::*;

    fn source(name: &str, text: &str) -> Option<Arc<Source>> {
        Some(Arc::new(Source { name: name.into(), text: text.into() }))
    }

    fn messages(tables: &Tables) -> Vec<&str> {
        tables.findings.iter().map(|told| told.message.as_str()).collect()
    }

    #[test]
    fn the_tables_say_who_is_who() {
        let config = Config {
            attributes: vec![Attribute {
                name: "site".into(),
                kind: Kind::Enum(vec!["North".into(), "South".into()]),
                multiple: true,
                declared: true,
            }],
            ..Config::default()
        };
        let texts = Texts {
            cases: source(CASES, "id,site,age\nP1,North;South,30\nP2,South,\n"),
            transcripts: source(TRANSCRIPTS, "id,case,wave\nt1,P1,2\n"),
            speakers: source(SPEAKERS, "transcript,label,case,role\nt1,Mara,,interviewer\n"),
        };
        let tables = read(&texts, &config, &["t1"]);
        assert_eq!(messages(&tables), [""; 0]);
        assert_eq!(tables.attributes.values(Some("P1"), "t1", "site"), ["North", "South"]);
        assert_eq!(tables.attributes.values(Some("P1"), "t1", "wave"), ["2"]);
        assert_eq!(tables.known.case_of_transcript["t1"], "P1");
        let key = ("t1".to_owned(), "Mara".to_owned());
        assert_eq!(tables.known.speakers[&key], (None, Some(Role::Interviewer)));
    }

    #[test]
    fn every_doubt_is_told_at_its_line() {
        let config = Config {
            attributes: vec![Attribute {
                name: "age".into(),
                kind: Kind::Number,
                declared: true,
                ..Attribute::default()
            }],
            ..Config::default()
        };
        let texts = Texts {
            cases: source(CASES, "id,age,role\nP1,old,x\nP1,3,y\n,4,z\n"),
            transcripts: source(TRANSCRIPTS, "id,case\nt2,P9\n"),
            speakers: source(SPEAKERS, "transcript,label,role\nt1,A,host\nt1,A,other\n"),
        };
        let tables = read(&texts, &config, &["t1"]);
        assert_eq!(
            messages(&tables),
            [
                "`old` is no value of `age`",
                "`role` cannot be the name of an attribute",
                "case `P1` has two rows",
                "this row has no id of a case",
                "there is no transcript `t2`",
                "there is no case `P9` in cases.csv",
                "`host` is no role",
                "speaker `t1: A` has two rows",
            ]
        );
        let broken = Texts { cases: source(CASES, "name\nP1\n"), ..Texts::default() };
        let tables = read(&broken, &config, &[]);
        assert_eq!(messages(&tables), ["the header has no column `id`"]);
    }
}
