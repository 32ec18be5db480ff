//! Changing `cases.csv` without touching what stays: cells keep their quotes, lines their order.
//!
//! In comes the text of the table, out comes its new text. A cell is replaced, a row or a column
//! added at the end; separator and line ends stay as they are.

use std::sync::Arc;

use super::separated::{self, written};
use crate::diagnostic::{Diagnostic, Outcome, Source};

/// The text of a table of cases that is being changed.
#[derive(Clone, Debug)]
pub struct Cases {
    separator: char,
    newline: &'static str,
    /// The cells as they are written in the file; the first row is the header.
    rows: Vec<Vec<String>>,
    /// Their values; the same shape.
    values: Vec<Vec<String>>,
    id: usize,
}

impl Cases {
    /// A table that has only a header.
    pub fn new() -> Self {
        let header = vec![vec!["id".to_owned()]];
        Cases { separator: ',', newline: "\n", rows: header.clone(), values: header, id: 0 }
    }

    /// Reads a table. `id` is the name of the column with the ids of cases.
    pub fn parse(source: &Arc<Source>, id: &str) -> Outcome<Self> {
        let sheet = separated::parse(source)?;
        if sheet.header.is_empty() && id == "id" {
            return Ok(Cases::new());
        }
        let Some(id) = sheet.column(id) else {
            let names: Vec<&str> = sheet.header.iter().map(|field| field.value.as_str()).collect();
            let end = sheet.header.last().map_or(0, |field| field.span.end);
            let start = sheet.header.first().map_or(0, |field| field.span.start);
            return Err(vec![
                Diagnostic::error(format!("the header has no column `{id}`"))
                    .at(source, start..end, "")
                    .did_you_mean(id, names),
            ]);
        };
        let lines = || std::iter::once(&sheet.header).chain(&sheet.rows);
        let raw = |span: &std::ops::Range<usize>| {
            source.text.get(span.clone()).unwrap_or_default().to_owned()
        };
        let newline = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
        Ok(Cases {
            separator: sheet.separator,
            newline,
            rows: lines().map(|row| row.iter().map(|field| raw(&field.span)).collect()).collect(),
            values: lines()
                .map(|row| row.iter().map(|field| field.value.clone()).collect())
                .collect(),
            id,
        })
    }

    /// The names of the columns but that of the ids, in order.
    pub fn attributes(&self) -> Vec<String> {
        let header = self.values.first().map(Vec::as_slice).unwrap_or_default();
        let named =
            header.iter().enumerate().filter(|(place, name)| *place != self.id && !name.is_empty());
        named.map(|(_, name)| name.clone()).collect()
    }

    /// The ids, in order.
    pub fn ids(&self) -> Vec<String> {
        let rows = self.values.iter().skip(1);
        rows.filter_map(|row| row.get(self.id)).filter(|id| !id.is_empty()).cloned().collect()
    }

    /// The value of an attribute of a case; `None` if there is no such case or column.
    pub fn value(&self, case: &str, attribute: &str) -> Option<&str> {
        let column = self.column(attribute)?;
        self.values.get(self.row(case)?)?.get(column).map(String::as_str)
    }

    /// Sets a value; a case or column that is missing is added.
    pub fn set(&mut self, case: &str, attribute: &str, value: &str) {
        let column = self.column(attribute).unwrap_or_else(|| self.add_column(attribute));
        let row = self.row(case).unwrap_or_else(|| self.add_row(case));
        let cell = written(value, self.separator);
        if let Some(place) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            *place = cell;
        }
        if let Some(place) = self.values.get_mut(row).and_then(|row| row.get_mut(column)) {
            value.clone_into(place);
        }
    }

    /// Makes sure that there is a row for a case; false if there was one.
    pub fn add(&mut self, case: &str) -> bool {
        let is_new = self.row(case).is_none();
        if is_new {
            self.add_row(case);
        }
        is_new
    }

    /// The text of the table.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            text.push_str(&row.join(&self.separator.to_string()));
            text.push_str(self.newline);
        }
        text
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.values.first()?.iter().position(|known| known == name)
    }

    fn row(&self, case: &str) -> Option<usize> {
        let is_it = |row: &Vec<String>| row.get(self.id).is_some_and(|id| id == case);
        self.values.iter().skip(1).position(is_it).map(|place| place + 1)
    }

    fn add_column(&mut self, name: &str) -> usize {
        for (number, (row, values)) in self.rows.iter_mut().zip(&mut self.values).enumerate() {
            let value = if number == 0 { name } else { "" };
            row.push(written(value, self.separator));
            values.push(value.to_owned());
        }
        self.values.first().map_or(0, |header| header.len() - 1)
    }

    fn add_row(&mut self, case: &str) -> usize {
        let width = self.values.first().map_or(1, Vec::len);
        let cells = |id: String| -> Vec<String> {
            (0..width)
                .map(|place| if place == self.id { id.clone() } else { String::new() })
                .collect()
        };
        self.rows.push(cells(written(case, self.separator)));
        self.values.push(cells(case.to_owned()));
        self.rows.len() - 1
    }
}

impl Default for Cases {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(text: &str) -> Cases {
        Cases::parse(&Arc::new(Source { name: "cases.csv".into(), text: text.into() }), "id")
            .unwrap()
    }

    #[test]
    fn only_what_is_set_changes() {
        let text = "site;id;\"note\"\r\n\"North\";P1;\"a;b\"\r\nSouth;P2\r\n";
        let mut table = cases(text);
        assert_eq!(table.attributes(), ["site", "note"]);
        table.set("P2", "site", "East; far");
        assert_eq!(
            table.text(),
            "site;id;\"note\"\r\n\"North\";P1;\"a;b\"\r\n\"East; far\";P2;\r\n"
        );
        assert_eq!(table.value("P2", "site"), Some("East; far"));
        table.set("P3", "wave", "2");
        assert_eq!(
            table.text(),
            "site;id;\"note\";wave\r\n\"North\";P1;\"a;b\";\r\n\"East; far\";P2;;\r\n;P3;;2\r\n"
        );
    }

    #[test]
    fn a_table_from_nothing() {
        let mut table = cases("");
        assert!(table.add("P1") && !table.add("P1"));
        table.set("P1", "site", "North");
        assert_eq!(table.text(), "id,site\nP1,North\n");
        assert_eq!(table.ids(), ["P1"]);
    }
}
