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
    /// Several counts; joined by `;` where a format has no lists.
    Counts(Vec<u64>),
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
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(number) => number.to_string(),
            Cell::Number(number) => decimal(*number, 6).unwrap_or_default(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::List(words) => words.join(";"),
            Cell::Counts(_) => self.joined(";"),
            Cell::Missing => String::new(),
        }
    }

    /// What people read in a column, not yet escaped.
    pub fn shown(&self, column: &Column) -> String {
        match self {
            Cell::Flag(true) => "yes".to_owned(),
            Cell::Flag(false) => "no".to_owned(),
            Cell::List(words) => words.join("; "),
            Cell::Counts(_) => self.joined("; "),
            Cell::Number(number) => rounded(*number, column.decimals).unwrap_or_default(),
            other => other.exact(),
        }
    }
}

impl Cell {
    fn joined(&self, sign: &str) -> String {
        let Cell::Counts(numbers) = self else { return String::new() };
        numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(sign)
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

/// A number as people read it: a half goes away from zero, 34.25 becomes 34.3.
pub fn rounded(number: f64, decimals: usize) -> Option<String> {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX));
    let scaled = number * scale;
    let is_half = (scaled.fract().abs() - 0.5).abs() < f64::EPSILON;
    decimal(if is_half { scaled.round() / scale } else { number }, decimals)
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
    fn people_see_halves_rounded_away_from_zero() {
        let shown = |number, decimals| rounded(number, decimals).unwrap();
        assert_eq!(
            (shown(34.25, 1), shown(-0.5, 0), shown(2.5, 0)),
            ("34.3".into(), "-1".into(), "3".into())
        );
        assert_eq!(
            (shown(34.24, 1), shown(1e300, 1).len(), shown(0.125, 2)),
            ("34.2".into(), 303, "0.13".into())
        );
        assert_eq!(rounded(f64::NAN, 1), None);
    }

    #[test]
    fn short_rows_are_filled() {
        let mut table = Table::new(vec![Column::text("a", "A"), Column::text("b", "B")]);
        table.push(vec![Cell::from("x")]);
        assert_eq!(table.rows, [vec![Cell::from("x"), Cell::Missing]]);
    }
}
