//! The SQLite files of other tools, opened in memory.
//!
//! In come the bytes, out come rows of cells. The file itself is never opened by SQLite, so nothing
//! of it can change; views, virtual tables and triggers are not touched, and a column that an older
//! version does not have is empty.

use std::io::Cursor;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

use crate::diagnostic::{Diagnostic, Outcome};

/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Where the header says whether a write-ahead log goes with the file.
const WRITE_AHEAD: std::ops::Range<usize> = 18..20;

/// The most rows that are read of one table.
const MOST_ROWS: usize = 5_000_000;

/// An opened file.
pub(super) struct Database {
    connection: Connection,
    name: String,
}

/// Whether these are the bytes of an SQLite file that has all these tables.
pub(super) fn has_tables(bytes: &[u8], tables: &[&str]) -> bool {
    bytes.starts_with(MAGIC)
        && Database::open(bytes, "").is_ok_and(|file| tables.iter().all(|table| file.has(table)))
}

impl Database {
    /// Opens the bytes of a file.
    pub(super) fn open(bytes: &[u8], name: &str) -> Outcome<Self> {
        let mut bytes = bytes.to_vec();
        // What stands in a log beside the file is not seen; without this, neither is the file.
        if let Some(header) = bytes.get_mut(WRITE_AHEAD) {
            header.fill(1);
        }
        let open = || {
            let mut connection = Connection::open_in_memory()?;
            let length = bytes.len();
            connection.deserialize_read_exact(MAIN_DB, Cursor::new(&bytes), length, true)?;
            connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;")?;
            Ok(connection)
        };
        match open() {
            Ok(connection) => Ok(Database { connection, name: name.to_owned() }),
            Err(error) => Err(damaged(name, &error)),
        }
    }

    /// Whether there is an ordinary table of that name.
    pub(super) fn has(&self, table: &str) -> bool {
        let sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1";
        let made: Result<String, _> = self.connection.query_row(sql, [table], |row| row.get(0));
        made.is_ok_and(|sql| sql.trim_start().to_ascii_uppercase().starts_with("CREATE TABLE"))
    }

    /// The rows of a table in the order of its first column asked for, cells as text. A table that
    /// is not there has none.
    pub(super) fn rows<const N: usize>(
        &self,
        table: &str,
        columns: [&str; N],
    ) -> Outcome<Vec<[String; N]>> {
        if !self.has(table) {
            return Ok(Vec::new());
        }
        self.cells(table, columns).map_err(|error| damaged(&self.name, &error))
    }

    fn cells<const N: usize>(
        &self,
        table: &str,
        columns: [&str; N],
    ) -> Result<Vec<[String; N]>, rusqlite::Error> {
        let mut there = Vec::new();
        let mut asked = self.connection.prepare(&format!("PRAGMA table_info(\"{table}\")"))?;
        let mut names = asked.query([])?;
        while let Some(row) = names.next()? {
            there.push(row.get::<_, String>(1)?);
        }
        let is_there = |column: &&str| there.iter().any(|name| name.eq_ignore_ascii_case(column));
        let listed: Vec<String> = columns
            .iter()
            .map(|column| if is_there(column) { format!("\"{column}\"") } else { "NULL".into() })
            .collect();
        let sql =
            format!("SELECT {} FROM \"{table}\" ORDER BY 1 LIMIT {MOST_ROWS}", listed.join(", "));
        let mut statement = self.connection.prepare(&sql)?;
        let mut found = statement.query([])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let mut cells = [const { String::new() }; N];
            for (place, cell) in cells.iter_mut().enumerate() {
                *cell = text(row.get_ref(place)?);
            }
            rows.push(cells);
        }
        Ok(rows)
    }
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn damaged(name: &str, error: &rusqlite::Error) -> Vec<Diagnostic> {
    let told = Diagnostic::error(format!("this database is damaged or cut off: {error}"));
    vec![told.in_file(name).help("copy it again while the program that writes it is closed")]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The bytes of a database that these statements make.
    pub(in crate::exchange) fn made(sql: &str) -> Vec<u8> {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(sql).unwrap();
        connection.serialize(MAIN_DB).unwrap().to_vec()
    }

    #[test]
    fn ordinary_tables_are_read_and_nothing_else() {
        let bytes = made(
            "CREATE TABLE a (id INTEGER, words TEXT); INSERT INTO a VALUES (2, 'two'), (1, 'é');
             CREATE VIEW b AS WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x FROM n) SELECT x AS id FROM n;",
        );
        let file = Database::open(&bytes, "t").unwrap();
        let rows = file.rows("a", ["id", "words", "later"]).unwrap();
        assert_eq!(rows, [["1", "é", ""], ["2", "two", ""]]);
        assert!(file.rows("b", ["id"]).unwrap().is_empty());
        assert!(has_tables(&bytes, &["a"]) && !has_tables(&bytes, &["a", "b"]));
        let cut = &bytes[..bytes.len() / 2];
        assert!(
            Database::open(cut, "t").is_ok_and(|file| file.rows("a", ["id"]).is_ok())
                || !has_tables(cut, &["a"])
        );
    }
}
