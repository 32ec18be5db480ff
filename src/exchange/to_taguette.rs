//! A Taguette database (`.sqlite3`), as the server of version 1.5 makes it.
//!
//! In come transcripts with their passages, and the codes; out come the bytes of a database: one
//! project, a document a transcript, a tag a code, a highlight a passage with all codes that one
//! coder gave it. Documents are paragraphs of HTML, a line of the canonical text each; highlights
//! count bytes of their text, in which line breaks have no place. Who coded stands in the list of
//! commands, as there. No clock: the same study gives the same bytes.

use std::collections::BTreeMap;

use rusqlite::{Connection, MAIN_DB, params};
use serde_json::json;

use super::passage::{CodedText, Passage, Tag};
use crate::diagnostic::Diagnostic;
use crate::report::escape;

/// The newest change of the tables that the database is made after; a newer server brings it up to
/// date, as it does with its own.
const REVISION: &str = "db5e31a0233d";

/// `Tgtt`, by which the server knows its files.
const APPLICATION: u32 = 0x5467_7474;

/// When everything was made of which nothing else is known.
const DAY: &str = "2000-01-01 00:00:00.000000";

/// Who owns the project: the user of a server that runs on one's own machine.
const OWNER: &str = "admin";

/// The longest name of a document or a tag.
const LONGEST: usize = 200;

/// Makes the database.
pub fn database(title: &str, tags: &[Tag], texts: &[CodedText]) -> Result<Vec<u8>, Diagnostic> {
    make(title, tags, texts).map_err(|error| {
        Diagnostic::error(format!("the Taguette database could not be made: {error}"))
    })
}

fn make(title: &str, tags: &[Tag], texts: &[CodedText]) -> Result<Vec<u8>, rusqlite::Error> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch(&format!(
        "PRAGMA auto_vacuum = 1; PRAGMA application_id = {APPLICATION};"
    ))?;
    let file = connection.transaction()?;
    file.execute_batch(TABLES)?;
    file.execute("INSERT INTO alembic_version VALUES (?1)", [REVISION])?;
    let project = if title.trim().is_empty() { "Study" } else { title };
    let columns = "INSERT INTO projects (id, name, description, created) VALUES (1, ?1, '', ?2)";
    file.execute(columns, params![cut(project), DAY])?;
    let mut coders: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.passages.iter().map(|passage| passage.coder.as_str()))
        .chain([OWNER])
        .collect();
    coders.sort_unstable();
    coders.dedup();
    for coder in coders {
        let right = if coder == OWNER { "ADMIN" } else { "TAG" };
        file.execute(
            "INSERT INTO users (login, created, disabled) VALUES (?1, ?2, 0)",
            [coder, DAY],
        )?;
        file.execute("INSERT INTO project_members VALUES (1, ?1, ?2)", [coder, right])?;
    }
    let mut ids: BTreeMap<&str, u32> = BTreeMap::new();
    for (number, tag) in (1u32..).zip(tags) {
        let columns = "INSERT INTO tags (id, project_id, path, description) VALUES (?1, 1, ?2, ?3)";
        file.execute(columns, params![number, cut(&tag.name), tag.description])?;
        ids.insert(&tag.name, number);
        let payload = json!({"type": "tag_add", "tag_id": number, "tag_path": cut(&tag.name),
                             "description": tag.description});
        command(&file, DAY, OWNER, None, &payload)?;
    }
    let mut highlight = 0u32;
    for (number, text) in (1u32..).zip(texts) {
        document(&file, number, text)?;
        let map = Lines::of(&text.transcript.text);
        for (place, codes) in grouped(&text.passages) {
            let Some(first) = codes.first() else { continue };
            let mut tags: Vec<u32> =
                codes.iter().filter_map(|one| ids.get(one.code.as_str()).copied()).collect();
            tags.sort_unstable();
            tags.dedup();
            let (start, end) = (map.place(place.1), map.place(place.2));
            if start >= end || tags.is_empty() {
                continue;
            }
            highlight += 1;
            let said = text.transcript.text.get(first.range()).unwrap_or_default();
            let columns = "INSERT INTO highlights (id, document_id, start_offset, end_offset, \
                           snippet) VALUES (?1, ?2, ?3, ?4, ?5)";
            file.execute(columns, params![highlight, number, start, end, html(said)])?;
            for tag in &tags {
                file.execute("INSERT INTO highlight_tags VALUES (?1, ?2)", [highlight, *tag])?;
            }
            let payload = json!({"type": "highlight_add", "highlight_id": highlight,
                                 "start_offset": start, "end_offset": end, "tags": tags});
            command(&file, &time(&first.at), place.0, Some(number), &payload)?;
        }
    }
    file.commit()?;
    Ok(connection.serialize(MAIN_DB)?.to_vec())
}

fn document(file: &Connection, number: u32, text: &CodedText) -> Result<(), rusqlite::Error> {
    let transcript = &text.transcript;
    let name = cut(&transcript.id);
    let source = transcript.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let columns = "INSERT INTO documents (id, name, description, filename, created, project_id, \
                   text_direction, contents) VALUES (?1, ?2, '', ?3, ?4, 1, 'LEFT_TO_RIGHT', ?5)";
    file.execute(columns, params![number, name, cut(source), DAY, html(&transcript.text)])?;
    let payload = json!({"type": "document_add", "document_name": name, "description": "",
                         "text_direction": "LEFT_TO_RIGHT"});
    command(file, DAY, OWNER, Some(number), &payload)
}

fn command(
    file: &Connection,
    at: &str,
    user: &str,
    document: Option<u32>,
    payload: &serde_json::Value,
) -> Result<(), rusqlite::Error> {
    let columns = "INSERT INTO commands (date, user_login, project_id, document_id, payload) \
                   VALUES (?1, ?2, 1, ?3, ?4)";
    file.execute(columns, params![at, user, document, payload.to_string()])?;
    Ok(())
}

/// Passages of one coder at one place.
fn grouped(passages: &[Passage]) -> BTreeMap<(&str, usize, usize), Vec<&Passage>> {
    let mut all: BTreeMap<(&str, usize, usize), Vec<&Passage>> = BTreeMap::new();
    for passage in passages {
        all.entry((&passage.coder, passage.start, passage.end)).or_default().push(passage);
    }
    all
}

/// Lines as paragraphs. Every byte of a line is a byte of the paragraph's text.
fn html(text: &str) -> String {
    let mut html = String::new();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        // HTML reads some control characters as others; a space is as long as they are.
        let plain: String =
            line.chars().map(|c| if c < ' ' && c != '\t' { ' ' } else { c }).collect();
        html.push_str(&format!("<p>{}</p>", marked(&plain)));
    }
    html
}

fn marked(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// From bytes of the text to bytes of the paragraphs: without the line breaks before them.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Lines(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    fn place(&self, byte: usize) -> u32 {
        let place = byte - self.0.partition_point(|at| *at < byte);
        u32::try_from(place).unwrap_or(u32::MAX)
    }
}

/// `2026-02-11T09:30:00Z` as SQLAlchemy writes it.
fn time(at: &str) -> String {
    let is_time = |(place, c): (usize, char)| match place {
        4 | 7 => c == '-',
        10 => c == 'T',
        13 | 16 => c == ':',
        _ => c.is_ascii_digit(),
    };
    match at.get(..19).filter(|at| at.chars().enumerate().all(is_time)) {
        Some(at) => format!("{}.000000", at.replace('T', " ")),
        None => DAY.to_owned(),
    }
}

/// A name in one line and not too long.
fn cut(name: &str) -> String {
    let plain = escape::terminal(name, false);
    plain.chars().take(LONGEST).collect()
}

const TABLES: &str = "
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL,
    hashed_password VARCHAR(192), disabled BOOLEAN NOT NULL, password_set_date DATETIME,
    language VARCHAR(10), email VARCHAR(256), email_sent DATETIME);
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
    privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE INDEX ix_project_members_user_login ON project_members (user_login);
CREATE INDEX ix_project_members_project_id ON project_members (project_id);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE INDEX ix_documents_project_id ON documents (project_id);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
    user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, document_id INTEGER,
    payload TEXT NOT NULL);
CREATE INDEX idx_project_id ON commands (project_id, id);
CREATE INDEX idx_project_document ON commands (project_id, document_id);
CREATE INDEX ix_commands_project_id ON commands (project_id);
CREATE INDEX ix_commands_user_login ON commands (user_login);
CREATE INDEX ix_commands_document_id ON commands (document_id);
CREATE INDEX ix_commands_date ON commands (date);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    path VARCHAR(200) NOT NULL, description TEXT NOT NULL,
    CONSTRAINT uq_tags_project_id UNIQUE (project_id, path));
CREATE INDEX ix_tags_project_id ON tags (project_id);
CREATE INDEX ix_tags_path ON tags (path);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE INDEX ix_highlights_document_id ON highlights (document_id);
CREATE TABLE highlight_tags (
    highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (highlight_id, tag_id));
CREATE INDEX ix_highlight_tags_tag_id ON highlight_tags (tag_id);
CREATE INDEX ix_highlight_tags_highlight_id ON highlight_tags (highlight_id);
";

#[cfg(test)]
mod tests {
    use super::super::{Input, Table, reader};
    use super::*;
    use crate::transcript::Transcript;

    #[test]
    fn what_is_written_is_read_with_every_coding_in_its_place() {
        let text = "I: <So> & so?\n\n  P: It’s fine.\x0b\nP: Well.\n";
        let passage = |coder: &str, code: &str, words: &str| Passage {
            coder: coder.into(),
            code: code.into(),
            start: text.find(words).unwrap(),
            end: text.find(words).unwrap() + words.len(),
            at: "2026-02-11T09:30:00Z".into(),
            ..Passage::default()
        };
        let transcript = Transcript {
            id: "P1".into(),
            path: "a/P1.txt".into(),
            text: text.into(),
            ..Transcript::default()
        };
        let passages = vec![
            passage("ana", "a.b", "It’s fine"),
            passage("ana", "c", "It’s fine"),
            passage("ben", "c", "fine.\x0b\nP: Well"),
            passage("ben", "c", "<So> &"),
        ];
        let tag = |name: &str| Tag { name: name.into(), description: "So.".into() };
        let texts = [CodedText { transcript, passages }];
        let bytes = database("A study", &[tag("a.b"), tag("c")], &texts).unwrap();
        assert_eq!(bytes, database("A study", &[tag("a.b"), tag("c")], &texts).unwrap());
        let input = Input {
            name: "t.sqlite3",
            bytes: &bytes,
            folder: None,
            table: Table::default(),
            remarks: None,
        };
        let brought = (reader(&input).unwrap().read)(&input).unwrap();
        assert!(brought.told.is_empty(), "{:?}", brought.told);
        let rows: Vec<_> = brought
            .rows
            .iter()
            .map(|row| {
                ["coder", "code", "quote"].map(|cell| row.get(cell).unwrap_or("").to_owned())
            })
            .collect();
        assert_eq!(rows[0], ["ana", "a.b", "It’s fine"]);
        assert_eq!(rows[1], ["ana", "c", "It’s fine"]);
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().any(|row| row[2] == "<So> &"), "{rows:?}");
        assert!(rows.iter().any(|row| row[0] == "ben" && row[2].starts_with("fine.")), "{rows:?}");
        assert_eq!(brought.codes.len(), 3);
    }
}
