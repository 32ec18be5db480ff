//! From TOML to a codebook, with every mistake at its place.
//!
//! In come the path and the text of one file; out comes the codebook with the places of its parts,
//! or all mistakes of the file at once. The format is `docs/codebook.md`. First every table is read
//! by itself (`code`, `rule`, `tables`), then what names something else is looked at
//! (`names`, `patterns`).

mod code;
mod fields;
mod findings;
mod names;
mod patterns;
mod rule;
mod syntax;
mod tables;

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::places::{ListPlaces, Places};
use super::{Codebook, Unit};
use crate::diagnostic::{Diagnostic, Outcome, Source};
use fields::{Fields, Shape};
use findings::Findings;
pub(crate) use names::as_id;

/// The largest codebook that is read, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// The version of the format that is read.
const SCHEMA: i64 = 1;

const FILE: Shape = Shape {
    name: "a codebook",
    keys: &["schema", "codebook", "lists", "language", "code", "family", "relation", "migration"],
};

const CODEBOOK: Shape = Shape {
    name: "`[codebook]`",
    keys: &[
        "id", "name", "version", "date", "language", "approach", "source", "unit", "code",
        "speaker",
    ],
};

/// All kinds of tables, for saying where a key belongs.
fn shapes() -> [&'static Shape; 10] {
    [
        &rule::RULE,
        &code::CODE,
        &rule::NEAR,
        &CODEBOOK,
        &FILE,
        &tables::FAMILY,
        &tables::RELATION,
        &tables::MIGRATION,
        &tables::STEP,
        &tables::LANGUAGE,
    ]
}

/// A codebook that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The codebook.
    pub codebook: Codebook,
    /// Where its parts stand.
    pub places: Places,
    /// What is odd, but no mistake.
    pub warnings: Vec<Diagnostic>,
}

/// What rules take from the codebook where they say nothing.
struct Defaults {
    unit: Unit,
    code: Unit,
    speaker: Option<Vec<String>>,
}

/// Reads a codebook. `path` is only what findings and reports call it.
pub fn parse(path: &str, text: &str) -> Outcome<Parsed> {
    if text.len() > MOST_BYTES {
        let message = format!("a codebook cannot be larger than {} MiB", MOST_BYTES >> 20);
        return Err(vec![Diagnostic::error(message).in_file(path)]);
    }
    let source = Arc::new(Source { name: path.to_owned(), text: text.to_owned() });
    let findings = Findings::new(Arc::clone(&source));
    let (table, errors) = DeTable::parse_recoverable(text);
    let (codebook, places) = match syntax::mended(text, &errors, &findings) {
        None => read(table.get_ref(), &source, &findings),
        Some(mended) => {
            let (table, _) = DeTable::parse_recoverable(&mended);
            read(table.get_ref(), &source, &findings)
        }
    };
    let warnings = findings.finish();
    if warnings.iter().any(Diagnostic::is_error) {
        return Err(warnings);
    }
    Ok(Parsed { codebook, places, warnings })
}

fn read(table: &DeTable<'_>, source: &Arc<Source>, findings: &Findings) -> (Codebook, Places) {
    let file = Fields::new(findings, table, 0..0, &FILE);
    schema(&file, findings);
    let mut codebook = Codebook {
        path: source.name.clone(),
        sha256: sha256(source.text.as_bytes()),
        language: "en".to_owned(),
        ..Codebook::default()
    };
    let mut places = Places {
        source: Arc::clone(source),
        version: None,
        codes: Vec::new(),
        lists: BTreeMap::new(),
        relations: Vec::new(),
        migrations: Vec::new(),
    };
    let defaults = head(&file, &mut codebook, &mut places, findings);
    lists(&file, &mut codebook, &mut places, findings);
    tables::language(&file, &mut codebook);
    tables::families(&file, &mut codebook, findings);
    code::codes(&file, &defaults, &mut codebook, &mut places, findings);
    tables::relations(&file, &mut codebook, &mut places);
    tables::migrations(&file, &mut codebook, &mut places, findings);
    names::check(&mut codebook, &places, findings);
    patterns::check(&codebook, &places, findings);
    (codebook, places)
}

fn schema(file: &Fields<'_>, findings: &Findings) {
    if !file.has("schema") {
        let error = findings.error(0..0, "`schema` is missing", "");
        return findings
            .add_absence(error.help(format!("begin the file with `schema = {SCHEMA}`")));
    }
    let Some(schema) = file.number("schema", i64::MIN..=i64::MAX) else { return };
    if schema.value != SCHEMA {
        let message = format!("schema {} is not known", schema.value);
        let error = findings.error(schema.span, message, format!("expected {SCHEMA}"));
        findings.add(match schema.value > SCHEMA {
            true => error.help("this codebook was written for a newer emic"),
            false => error.help(format!("write `schema = {SCHEMA}`")),
        });
    }
}

/// Reads `[codebook]`.
fn head(
    file: &Fields<'_>,
    codebook: &mut Codebook,
    places: &mut Places,
    findings: &Findings,
) -> Defaults {
    let mut defaults = Defaults { unit: Unit::Sentence, code: Unit::Sentence, speaker: None };
    if !file.has("codebook") {
        let error = findings.error(0..0, "`[codebook]` is missing", "");
        findings.add_absence(error.help("add `[codebook]` with `id = \"…\"` above the codes"));
    }
    let Some(fields) = file.table("codebook", &CODEBOOK) else { return defaults };
    if let Some(id) = fields.required("id") {
        names::check_id("codebook", &id, findings);
        codebook.id = id.value;
    }
    let prose = |key| fields.text(key).map(|text| text.value.trim().to_owned());
    codebook.name = prose("name").unwrap_or_else(|| codebook.id.clone());
    if let Some(version) = fields.text("version") {
        codebook.version = version.value;
        places.version = Some(version.span);
    }
    codebook.date = fields.date("date");
    if let Some(language) = fields.text("language") {
        codebook.language = language.value;
    }
    codebook.approach = prose("approach");
    codebook.source = prose("source");
    defaults.unit = fields.choice("unit", &rule::looked_at()).unwrap_or_default();
    defaults.code = fields.choice("code", &rule::coded()).unwrap_or_default();
    defaults.speaker = rule::speaker(&fields, findings);
    defaults
}

/// Reads `[lists]`.
fn lists(file: &Fields<'_>, codebook: &mut Codebook, places: &mut Places, findings: &Findings) {
    for (name, value) in file.names("lists") {
        if name.value.is_empty() || name.value.contains(char::is_whitespace) {
            let message = format!("the list name `{}` holds a space", name.value);
            let error = findings.error(name.span.clone(), message, "patterns cannot name it");
            findings.add(error.help("join the words with `-` or `_`"));
        }
        let Some(items) = value.get_ref().as_array() else {
            file.wrong(&format!("the list `{}`", name.value), value, "a list of strings");
            continue;
        };
        let (entries, spans): (Vec<String>, Vec<_>) = items
            .iter()
            .filter_map(|item| file.string(&fields::entry_of(name.value), item))
            .map(|entry| (entry.value, entry.span))
            .unzip();
        if items.is_empty() {
            let message = format!("the list `{}` is empty", name.value);
            let under = "patterns that name it match nothing";
            findings.add(findings.warning(name.span.clone(), message, under));
        }
        codebook.lists.insert(name.value.to_owned(), entries);
        places.lists.insert(name.value.to_owned(), ListPlaces { name: name.span, entries: spans });
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
