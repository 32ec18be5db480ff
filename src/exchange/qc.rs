//! A project of qualitative-coding (`qc`): the folder with `qualitative_coding.sqlite3` and `corpus/`.
//!
//! In comes the folder, out come codings, a line of a document each, as `qc` counts them. Lines
//! count from 0; the documents are files of the corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::database::{Database, has_tables};
use super::{Brought, Code, Document, Input};
use crate::coding::rows::Row;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::study::open::decoded;

/// The database in the folder of a project.
const DATA: &str = "qualitative_coding.sqlite3";

/// The settings, which may name another folder for the corpus.
const SETTINGS: &str = "settings.yaml";

/// Whether it is a project.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    let data = input.folder.and_then(|folder| folder(DATA));
    data.is_some_and(|bytes| has_tables(&bytes, &["document", "coded_line", "code"]))
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Brought> {
    let Some(folder) = input.folder else { return Ok(Brought::default()) };
    let file = Database::open(&folder(DATA).unwrap_or_default(), input.name)?;
    let corpus = folder(SETTINGS).map(|bytes| corpus(&decoded(bytes).0));
    let corpus = corpus.unwrap_or_else(|| "corpus".to_owned());
    let mut brought = Brought::default();
    let mut missing = Vec::new();
    for [path] in file.rows("document", ["file_path"])? {
        let Some(bytes) = folder(&format!("{corpus}/{path}")) else {
            missing.push(path);
            continue;
        };
        let (text, _) = decoded(bytes.clone());
        let document = Document { name: path, text, file: bytes, extension: "txt" };
        brought.documents.push(document);
    }
    for path in missing {
        let message =
            format!("the document `{path}` is not in `{corpus}/`; its codings are left out");
        brought.told.push(Diagnostic::error(message).in_file(input.name));
    }
    for [name] in file.rows("code", ["name"])? {
        brought.codes.push(Code { name, ..Code::default() });
    }
    // Which document a coded line is of: over its places in the document's paragraphs.
    let by_first = |rows: Vec<[String; 2]>| -> BTreeMap<String, String> {
        rows.into_iter().map(|[id, other]| (id, other)).collect()
    };
    let indices = by_first(file.rows("document_index", ["id", "document_id"])?);
    let locations = by_first(file.rows("location", ["id", "document_index_id"])?);
    let document = |location: &str| indices.get(locations.get(location)?);
    let lines = file.rows("coded_line", ["id", "line", "coder_id", "code_id"])?;
    let lines: BTreeMap<String, [String; 3]> =
        lines.into_iter().map(|[id, line, coder, code]| (id, [line, coder, code])).collect();
    let places: BTreeMap<String, usize> =
        (0..).zip(&brought.documents).map(|(place, one)| (one.name.clone(), place)).collect();
    let mut seen = BTreeSet::new();
    for [line, location] in
        file.rows("coded_line_location_association", ["coded_line_id", "location_id"])?
    {
        let (Some([number, coder, code]), Some(name)) = (lines.get(&line), document(&location))
        else {
            continue;
        };
        let (Some(&place), Ok(number)) = (places.get(name), number.parse()) else { continue };
        let Some(document) = brought.documents.get(place) else { continue };
        let Some(bytes) = bytes_of_line(&document.text, number) else { continue };
        if !seen.insert(line) {
            continue;
        }
        let quote = document.text.get(bytes.clone()).unwrap_or_default();
        let cells =
            [("transcript", name.as_str()), ("code", code), ("coder", coder), ("quote", quote)];
        brought.rows.push(Row::of(0, cells).at(place, bytes));
    }
    Ok(brought)
}

/// The folder of the corpus, as the settings name it.
fn corpus(settings: &str) -> String {
    let named = settings.lines().find_map(|line| line.strip_prefix("corpus_dir:"));
    let named = named.map(|name| name.trim().trim_matches(['"', '\'']).trim_end_matches('/'));
    named.filter(|name| !name.is_empty()).unwrap_or("corpus").to_owned()
}

/// The words of a line, which counts from 0; nothing if it is blank.
fn bytes_of_line(text: &str, number: usize) -> Option<Range<usize>> {
    let line = text.split_inclusive('\n').nth(number)?;
    let from: usize = text.split_inclusive('\n').take(number).map(str::len).sum();
    let start = from + (line.len() - line.trim_start().len());
    let words = line.trim();
    (!words.is_empty()).then(|| start..start + words.len())
}

#[cfg(test)]
mod tests {
    use super::super::database::tests::made;
    use super::super::{Table, reader};
    use super::*;

    const SCHEMA: &str = "
        CREATE TABLE document (file_path TEXT, file_hash TEXT);
        CREATE TABLE document_index (id INTEGER, name TEXT, document_id TEXT);
        CREATE TABLE location (id INTEGER, start_line INTEGER, end_line INTEGER, document_index_id INTEGER);
        CREATE TABLE code (name TEXT);
        CREATE TABLE coder (name TEXT);
        CREATE TABLE coded_line (id INTEGER, line INTEGER, coder_id TEXT, code_id TEXT);
        CREATE TABLE coded_line_location_association (coded_line_id INTEGER, location_id INTEGER);
        INSERT INTO document VALUES ('first/P1.txt', ''), ('gone.txt', '');
        INSERT INTO document_index VALUES (1, 'paragraphs', 'first/P1.txt'), (2, 'paragraphs', 'gone.txt');
        INSERT INTO location VALUES (1, 0, 2, 1), (2, 0, 2, 2);
        INSERT INTO code VALUES ('hope');
        INSERT INTO coded_line VALUES (1, 1, 'ana', 'hope'), (2, 0, 'ana', 'hope');
        INSERT INTO coded_line_location_association VALUES (1, 1), (2, 2);
    ";

    #[test]
    fn coded_lines_are_read_from_the_corpus() {
        let bytes = made(SCHEMA);
        let within = |name: &str| match name {
            DATA => Some(bytes.clone()),
            SETTINGS => Some(b"qc_version: 1\ncorpus_dir: texts\n".to_vec()),
            "texts/first/P1.txt" => Some("I: So?\n  P: I hopé.\n".into()),
            _ => None,
        };
        let input = Input {
            name: "p",
            bytes: &[],
            folder: Some(&within),
            table: Table::default(),
            remarks: None,
        };
        assert_eq!(reader(&input).unwrap().name, "a qualitative-coding project");
        let brought = read(&input).unwrap();
        assert_eq!(brought.rows.len(), 1);
        assert_eq!(brought.rows[0].get("quote"), Some("P: I hopé."));
        assert!(brought.told[0].message.contains("`gone.txt`"), "{:?}", brought.told);
    }
}
