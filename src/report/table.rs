//! A plain data table: columns with keys and headings, rows of cells.
//!
//! The key is what programs read (csv header, JSON name) and never changes; the heading is what
//! people read.

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows; each has a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The name in csv, tsv, json and jsonl.
    pub key: String,
    /// The name above the column on a terminal and in Markdown.
    pub heading: String,
    /// Whether people see it set to the right, as numbers are.
    pub right: bool,
    /// Decimals that people see of a [`Cell::Number`]; programs always get six.
    pub decimals: usize,
}

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Words, as spoken or written: nothing is escaped yet.
    Text(String),
    /// A count.
    Count(u64),
    /// A real number. What is not finite is written as missing.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Several words; joined by `;` where a format has no lists.
    List(Vec<String>),
    /// No value: an empty csv cell, JSON null.
    #[default]
    Missing,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Table { columns, rows: Vec::new() }
    }

    /// Adds a row. One that is too short is filled with missing cells.
    pub fn push(&mut self, mut row: Vec<Cell>) {
        row.resize(self.columns.len(), Cell::Missing);
        self.rows.push(row);
    }
}

impl Column {
    /// A column of words.
    pub fn text(key: impl Into<String>, heading: impl Into<String>) -> Self {
        Column { key: key.into(), heading: heading.into(), right: false, decimals: 0 }
    }

    /// A column of counts, or of words that are set like numbers (`8 of 12`).
    pub fn count(key: impl Into<String>, heading: impl Into<String>) -> Self {
        Column { right: true, ..Self::text(key, heading) }
    }

    /// A column of real numbers, with the decimals that people see.
    pub fn number(key: impl Into<String>, heading: impl Into<String>, decimals: usize) -> Self {
        Column { right: true, decimals, ..Self::text(key, heading) }
    }
}

impl Cell {
    /// Text, or missing where there is none.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Cell::Missing, |text| Cell::Text(text.into()))
    }

    /// A count of things in memory.
    pub fn count(number: usize) -> Self {
        Cell::Count(number as u64)
    }

    /// What programs read: numbers with six decimals, text as it is, nothing for missing.
    pub fn exact(&self) -> String {
        self.written(6)
    }

    /// What people read in a column, not yet escaped.
    pub fn shown(&self, column: &Column) -> String {
        match self {
            Cell::Flag(true) => "yes".to_owned(),
            Cell::Flag(false) => "no".to_owned(),
            Cell::List(words) => words.join("; "),
            other => other.written(column.decimals),
        }
    }

    fn written(&self, decimals: usize) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(number) => number.to_string(),
            Cell::Number(number) => decimal(*number, decimals).unwrap_or_default(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::List(words) => words.join(";"),
            Cell::Missing => String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

/// A finite number with that many decimals; zero has no sign.
pub fn decimal(number: f64, decimals: usize) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    let written = format!("{number:.decimals$}");
    let is_zero = written.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    Some(if is_zero { written.trim_start_matches('-').to_owned() } else { written })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_for_programs_and_short_for_people() {
        let column = Column::number("x", "X", 1);
        assert_eq!(Cell::Number(66.666_666_66).exact(), "66.666667");
        assert_eq!(Cell::Number(66.666_666_66).shown(&column), "66.7");
        assert_eq!(Cell::Number(-0.000_000_01).exact(), "0.000000");
        assert_eq!(Cell::Number(f64::NAN).exact(), "");
        assert_eq!(Cell::Count(12).shown(&column), "12");
        assert_eq!(Cell::List(vec!["a".into(), "b".into()]).exact(), "a;b");
    }

    #[test]
    fn short_rows_are_filled() {
        let mut table = Table::new(vec![Column::text("a", "A"), Column::text("b", "B")]);
        table.push(vec![Cell::from("x")]);
        assert_eq!(table.rows, [vec![Cell::from("x"), Cell::Missing]]);
    }
}
