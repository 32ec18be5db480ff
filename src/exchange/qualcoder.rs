//! QualCoder's project: the folder `….qda`, or the `data.qda` in it (SQLite).
//!
//! In comes the database, out come codings of texts with their owners and memos, the texts, and the
//! codes below their categories. Positions are code points of the text, the end exclusive, and may
//! or may not count a byte order mark; the selected words verify them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::database::{Database, has_tables};
use super::{Brought, Code, Document, Input};
use crate::coding::rows::Row;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::text::points::Points;

/// The database in the folder of a project.
const DATA: &str = "data.qda";

/// The tables that make it one.
const TABLES: [&str; 3] = ["source", "code_name", "code_text"];

/// Whether it is a project.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    match input.folder {
        Some(folder) => folder(DATA).is_some_and(|bytes| has_tables(&bytes, &TABLES)),
        None => has_tables(input.bytes, &TABLES),
    }
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Brought> {
    let inside = input.folder.and_then(|folder| folder(DATA));
    let file = Database::open(inside.as_deref().unwrap_or(input.bytes), input.name)?;
    let mut brought = Brought::default();
    let mut places = BTreeMap::new();
    for [id, name, text] in file.rows("source", ["id", "name", "fulltext"])? {
        // Pictures and recordings have no text.
        if !text.is_empty() {
            places.insert(id, brought.documents.len());
            let file = text.clone().into_bytes();
            brought.documents.push(Document { name, text, file, extension: "txt" });
        }
    }
    let codes = codes(&file, &mut brought)?;
    let mut displaced = 0;
    let columns = ["fid", "pos0", "pos1", "cid", "seltext", "owner", "memo"];
    let mut rows = Vec::new();
    for [source, start, end, code, quote, owner, memo] in file.rows("code_text", columns)? {
        let (Some(&place), Some(code)) = (places.get(&source), codes.get(&code)) else { continue };
        let Some(document) = brought.documents.get(place) else { continue };
        let cells = [
            ("transcript", document.name.as_str()),
            ("code", code),
            ("coder", &owner),
            ("quote", &quote),
            ("note", &memo),
        ];
        let row = Row::of(0, cells);
        let offsets = start.parse().ok().zip(end.parse().ok());
        rows.push(match offsets.and_then(|offsets| bytes(&document.text, offsets, &quote)) {
            Some(bytes) => row.at(place, bytes),
            None => {
                displaced += 1;
                row
            }
        });
    }
    brought.rows = rows;
    if displaced > 0 {
        let message = format!("{displaced} codings do not say what their positions say");
        let told = Diagnostic::note(message).in_file(input.name);
        brought.told.push(told.help("their words are looked for"));
    }
    let mut left = Vec::new();
    for (table, what) in [("code_image", "pictures"), ("code_av", "recordings")] {
        let number = file.rows(table, ["cid"])?.len();
        if number > 0 {
            left.push(format!("{number} codings of {what}"));
        }
    }
    if !left.is_empty() {
        let message = format!("{} were left behind", left.join(" and "));
        brought.told.push(Diagnostic::warning(message).in_file(input.name));
    }
    Ok(brought)
}

/// The codes by their number, and all codes and categories for the codebook.
fn codes(file: &Database, brought: &mut Brought) -> Outcome<BTreeMap<String, String>> {
    let categories = file.rows("code_cat", ["catid", "name", "memo", "supercatid"])?;
    let names: BTreeMap<&str, &str> =
        categories.iter().map(|[id, name, ..]| (id.as_str(), name.as_str())).collect();
    let code = |name: &str, memo: &str, above: &str, colour: &str| Code {
        name: name.to_owned(),
        parent: names.get(above).map(|name| (*name).to_owned()),
        definition: (!memo.trim().is_empty()).then(|| memo.trim().to_owned()),
        colour: (!colour.is_empty()).then(|| colour.to_lowercase()),
    };
    for [_, name, memo, above] in &categories {
        brought.codes.push(code(name, memo, above, ""));
    }
    let mut codes = BTreeMap::new();
    for [id, name, memo, above, colour] in
        file.rows("code_name", ["cid", "name", "memo", "catid", "color"])?
    {
        brought.codes.push(code(&name, &memo, &above, &colour));
        codes.insert(id, name);
    }
    Ok(codes)
}

/// The bytes of positions, with or without a byte order mark counted, if the words are there.
fn bytes(text: &str, (start, end): (usize, usize), quote: &str) -> Option<Range<usize>> {
    let points = Points::new(text);
    let at = |shift: usize| {
        let bytes =
            points.to_byte(start.saturating_add(shift))..points.to_byte(end.saturating_add(shift));
        (text.get(bytes.clone())? == quote && !quote.is_empty()).then_some(bytes)
    };
    at(0).or_else(|| text.starts_with('\u{feff}').then(|| at(1))?)
}

#[cfg(test)]
mod tests {
    use super::super::database::tests::made;
    use super::super::{Table, reader};
    use super::*;

    const SCHEMA: &str = "
        CREATE TABLE source (id INTEGER, name TEXT, fulltext TEXT, owner TEXT);
        CREATE TABLE code_cat (catid INTEGER, name TEXT, memo TEXT, supercatid INTEGER);
        CREATE TABLE code_name (cid INTEGER, name TEXT, memo TEXT, catid INTEGER, color TEXT);
        CREATE TABLE code_text (ctid INTEGER, cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER, pos1 INTEGER, owner TEXT, memo TEXT);
        CREATE TABLE code_image (imid INTEGER, cid INTEGER);
        INSERT INTO source VALUES (1, 'P1.txt', 'P: Café 🙂 closed.', 'x'), (2, 'a.jpg', NULL, 'x');
        INSERT INTO code_cat VALUES (1, 'Places', '', NULL);
        INSERT INTO code_name VALUES (1, 'Loss', 'What is gone', 1, '#B71C1C'), (2, 'Place', '', NULL, '');
        INSERT INTO code_text VALUES (1, 1, 1, '🙂 closed', 8, 16, 'ana', 'sad'), (2, 2, 1, 'closed', 0, 6, 'ben', '');
        INSERT INTO code_image VALUES (1, 1);
    ";

    #[test]
    fn codings_of_texts_are_read_from_the_folder_and_from_the_file() {
        let bytes = made(SCHEMA);
        let within = |name: &str| (name == DATA).then(|| bytes.clone());
        let input = |bytes, folder| Input {
            name: "t.qda",
            bytes,
            folder,
            table: Table::default(),
            remarks: None,
        };
        let brought = read(&input(&bytes, None)).unwrap();
        let folder = input(&[], Some(&within));
        assert_eq!(reader(&folder).unwrap().name, "a QualCoder project");
        assert_eq!(read(&folder).unwrap(), brought);
        let first = &brought.rows[0];
        let (_, passage) = first.passage.clone().unwrap();
        assert_eq!(&brought.documents[0].text[passage], "🙂 closed");
        let cells = ["transcript", "code", "coder", "note"].map(|cell| first.get(cell));
        assert_eq!(cells, [Some("P1.txt"), Some("Loss"), Some("ana"), Some("sad")]);
        assert_eq!(brought.rows[1].passage, None);
        assert_eq!(brought.codes[1].parent.as_deref(), Some("Places"));
        assert_eq!(brought.codes[1].colour.as_deref(), Some("#b71c1c"));
        assert_eq!(brought.told.len(), 2, "{:?}", brought.told);
    }
}
