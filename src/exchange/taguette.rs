//! Taguette's database (`.sqlite3`, version 1): documents, highlights and their tags.
//!
//! In come the bytes, out come codings, documents and codes. A highlight's offsets are bytes of the
//! UTF-8 text of a document's HTML; its snippet verifies them. Who made it stands in the list of
//! commands. `.` and `/` in a tag's path are its hierarchy.

use std::collections::{BTreeMap, BTreeSet};

use super::database::{Database, has_tables};
use super::page::Page;
use super::{Brought, Code, Document, Input};
use crate::coding::rows::Row;
use crate::diagnostic::{Diagnostic, Outcome};

/// Whether it is such a database.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    has_tables(input.bytes, &["documents", "highlights", "tags", "highlight_tags"])
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Brought> {
    let file = Database::open(input.bytes, input.name)?;
    let mut brought = Brought::default();
    let mut places = BTreeMap::new();
    let mut pages = Vec::new();
    for [id, name, contents] in file.rows("documents", ["id", "name", "contents"])? {
        let page = Page::of(&contents);
        let text = page.text.trim_end().to_owned() + "\n";
        places.insert(id, pages.len());
        let file = text.clone().into_bytes();
        brought.documents.push(Document { name, text, file, extension: "txt" });
        pages.push(page);
    }
    let tags: BTreeMap<String, String> = file
        .rows("tags", ["id", "path"])?
        .into_iter()
        .map(|[id, path]| (id, path.trim().to_owned()))
        .collect();
    let paths = file.rows("tags", ["path", "description"])?;
    brought.codes = hierarchy(&paths);
    let coders = coders(&file)?;
    let mut tagged: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for [highlight, tag] in file.rows("highlight_tags", ["highlight_id", "tag_id"])? {
        if let Some(path) = tags.get(&tag) {
            tagged.entry(highlight).or_default().push(path);
        }
    }
    let (mut bare, mut displaced) = (0, 0);
    let columns = ["id", "document_id", "start_offset", "end_offset", "snippet"];
    for [id, document, start, end, snippet] in file.rows("highlights", columns)? {
        let Some(codes) = tagged.get(&id) else {
            bare += 1;
            continue;
        };
        let Some(&place) = places.get(&document) else { continue };
        let snippet = Page::of(&snippet).text;
        let offsets = start.parse().ok().zip(end.parse().ok());
        let page = pages.get(place);
        let range = offsets.zip(page).and_then(|((start, end), page)| page.range(start..end));
        let said = range.clone().zip(page).and_then(|(range, page)| page.text.get(range));
        let is_there = said.is_some_and(|said| same_words(said, &snippet));
        displaced += usize::from(!is_there);
        let name = brought.documents.get(place).map_or("", |document| &document.name);
        for code in codes {
            let coder = coders.get(&id).map_or("", String::as_str);
            let quote = if is_there { said.unwrap_or_default() } else { snippet.trim() };
            let cells = [("transcript", name), ("code", code), ("coder", coder), ("quote", quote)];
            let row = Row::of(0, cells);
            brought.rows.push(match range.clone().filter(|_| is_there) {
                Some(range) => row.at(place, range),
                None => row,
            });
        }
    }
    let mut tell = |number: usize, what: &str, then: &str| {
        if number > 0 {
            let told = Diagnostic::note(format!("{number} {what}")).in_file(input.name);
            brought.told.push(told.help(then));
        }
    };
    tell(bare, "highlights have no tag", "give them one in Taguette to take them along");
    tell(displaced, "highlights do not say what their offsets say", "their words are looked for");
    Ok(brought)
}

/// Who made each highlight: the user of the command that added it.
fn coders(file: &Database) -> Outcome<BTreeMap<String, String>> {
    let mut coders = BTreeMap::new();
    for [_, user, payload] in file.rows("commands", ["id", "user_login", "payload"])? {
        let payload: serde_json::Value = serde_json::from_str(&payload).unwrap_or_default();
        if payload.get("type").and_then(|kind| kind.as_str()) == Some("highlight_add")
            && let Some(id) = payload.get("highlight_id").and_then(serde_json::Value::as_u64)
        {
            coders.entry(id.to_string()).or_insert(user);
        }
    }
    Ok(coders)
}

/// Tags as codes; what stands before a `.` or `/` is the code above.
fn hierarchy(tags: &[[String; 2]]) -> Vec<Code> {
    let said: BTreeMap<&str, &str> =
        tags.iter().map(|[path, definition]| (path.trim(), definition.trim())).collect();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for path in said.keys().filter(|path| !path.is_empty()) {
        names.insert(path);
        names.extend(path.match_indices(['.', '/']).filter_map(|(at, _)| path.get(..at)));
    }
    names.retain(|name| !name.is_empty());
    let code = |name: &&str| Code {
        name: (*name).to_owned(),
        parent: above(name).filter(|above| names.contains(above)).map(str::to_owned),
        definition: said.get(name).filter(|said| !said.is_empty()).map(|said| (*said).to_owned()),
        colour: None,
    };
    names.iter().map(code).collect()
}

/// What stands before the last `.` or `/`.
fn above(name: &str) -> Option<&str> {
    name.rfind(['.', '/']).and_then(|at| name.get(..at))
}

/// Whether two texts have the same words, white space aside.
fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::super::database::tests::made;
    use super::super::{Table, reader};
    use super::*;

    const SCHEMA: &str = "
        CREATE TABLE documents (id INTEGER, name TEXT, contents TEXT);
        CREATE TABLE tags (id INTEGER, path TEXT, description TEXT);
        CREATE TABLE highlights (id INTEGER, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
        CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
        CREATE TABLE commands (id INTEGER, user_login TEXT, payload TEXT);
        INSERT INTO documents VALUES (1, 'P1', '<p>I: So?</p><p>P: It’s <i>fine</i> now.</p>'), (2, 'P2', '<p>P: Well.</p>');
        INSERT INTO tags VALUES (1, 'work.rest', 'A pause'), (2, 'home/tea', '');
        INSERT INTO highlights VALUES (1, 1, 9, 20, '<p>It’s <i>fine</i></p>'), (2, 2, 0, 1, '<p>Well</p>'), (3, 1, 0, 2, '<p>I:</p>');
        INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 2);
        INSERT INTO commands VALUES (1, 'ben', '{\"type\": \"highlight_add\", \"highlight_id\": 1}');
    ";

    #[test]
    fn highlights_of_several_documents_and_their_tags_are_read() {
        let bytes = made(SCHEMA);
        let input = Input {
            name: "t.sqlite3",
            bytes: &bytes,
            folder: None,
            table: Table::default(),
            remarks: None,
        };
        assert_eq!(reader(&input).unwrap().name, "a Taguette database");
        let brought = read(&input).unwrap();
        let cells = |row: &Row| {
            ["transcript", "code", "coder", "quote"]
                .map(|cell| row.get(cell).unwrap_or("-").to_owned())
        };
        let all: Vec<_> = brought.rows.iter().map(cells).collect();
        assert_eq!(all[0], ["P1", "work.rest", "ben", "It’s fine"]);
        assert_eq!(all[1], ["P1", "home/tea", "ben", "It’s fine"]);
        assert_eq!(all[2], ["P2", "home/tea", "-", "Well"]);
        assert_eq!(brought.rows[2].passage, None, "its snippet is not at its offsets");
        let codes: Vec<_> =
            brought.codes.iter().map(|code| (code.name.as_str(), code.parent.as_deref())).collect();
        let rest = ("work.rest", Some("work"));
        assert_eq!(codes, [("home", None), ("home/tea", Some("home")), ("work", None), rest]);
        assert_eq!(brought.told.len(), 2, "{:?}", brought.told);
    }
}
