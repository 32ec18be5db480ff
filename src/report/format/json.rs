//! One JSON document: `{"schema":1, "report":…, …, "results":[…], "notes":[…]}`.
//!
//! The keys between are the report's facts (whose codings, which codebook, which base); sections
//! follow the results under their own keys, except those that only show people what the results
//! hold. Keys stand in the order of the report; numbers have at most six decimals; what is undefined
//! is null.

use serde_json::Value;

use super::Options;
use crate::report::Report;
use crate::report::section::{Body, Quote};
use crate::report::table::{Cell, Column, decimal};

/// Writes a report.
pub fn render(report: &Report, _options: &Options) -> Vec<u8> {
    let mut out = format!("{{\"schema\":1,\"report\":{}", Value::from(report.name));
    for (key, cell) in &report.facts {
        out.push_str(&format!(",{}:{}", Value::from(*key), value(cell)));
    }
    out.push_str(",\"results\":");
    let columns = report.data.columns.as_slice();
    rows(&mut out, report.data.rows.iter().map(|row| (columns, row.as_slice())));
    for section in report.sections.iter().filter(|section| !section.key.is_empty()) {
        out.push_str(&format!(",\n{}:", Value::from(section.key)));
        body(&mut out, &section.body);
    }
    out.push_str(",\"notes\":");
    out.push_str(&Value::from(report.notes.clone()).to_string());
    out.push_str("}\n");
    out.into_bytes()
}

/// Appends what a section holds: rows and quotations as objects, paragraphs as text; of a figure
/// its words, for its numbers stand in a table.
fn body(out: &mut String, body: &Body) {
    match body {
        Body::Table(table, _) => {
            rows(out, table.rows.iter().map(|row| (table.columns.as_slice(), row.as_slice())));
        }
        Body::Quotes(quotes) => {
            let columns = Quote::default().fields().map(|(key, _)| Column::text(key, key));
            let cells: Vec<Vec<Cell>> =
                quotes.iter().map(|quote| quote.fields().map(|(_, cell)| cell).to_vec()).collect();
            rows(out, cells.iter().map(|row| (columns.as_slice(), row.as_slice())));
        }
        Body::Prose(lines) => out.push_str(&Value::from(lines.clone()).to_string()),
        Body::Figure(figure) => out.push_str(&Value::from(figure.description()).to_string()),
    }
}

fn rows<'a>(out: &mut String, rows: impl Iterator<Item = (&'a [Column], &'a [Cell])>) {
    out.push('[');
    for (number, (columns, row)) in rows.enumerate() {
        out.push_str(if number > 0 { ",\n" } else { "\n" });
        object(out, columns, row);
    }
    out.push_str("\n]");
}

/// Appends a row as an object.
pub fn object(out: &mut String, columns: &[Column], row: &[Cell]) {
    for (number, (column, cell)) in columns.iter().zip(row).enumerate() {
        out.push(if number > 0 { ',' } else { '{' });
        out.push_str(&format!("{}:{}", Value::from(column.key.as_str()), value(cell)));
    }
    out.push('}');
}

/// A cell as JSON.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Count(number) => Value::from(*number),
        Cell::Number(number) => {
            let rounded = decimal(*number, 6).and_then(|written| written.parse::<f64>().ok());
            rounded.map_or(Value::Null, Value::from)
        }
        Cell::Flag(flag) => Value::from(*flag),
        Cell::List(words) => Value::from(words.clone()),
        Cell::Counts(numbers) => Value::from(numbers.clone()),
        Cell::Missing => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::Table;

    #[test]
    fn the_document_is_json_and_keeps_the_order_of_keys() {
        let mut data = Table::new(vec![Column::text("z", "Z"), Column::number("a", "A", 0)]);
        data.push(vec!["\u{1b}\"".into(), Cell::Number(1.0 / 3.0)]);
        data.push(vec![Cell::List(vec!["p".into()]), Cell::Number(f64::INFINITY)]);
        let report = Report {
            facts: vec![("coder", "rules".into()), ("n", Cell::Count(2))],
            ..Report::new("test", data)
        };
        let text = String::from_utf8(render(&report, &Options::default())).unwrap();
        assert_eq!(
            text,
            "{\"schema\":1,\"report\":\"test\",\"coder\":\"rules\",\"n\":2,\"results\":[\n\
             {\"z\":\"\\u001b\\\"\",\"a\":0.333333},\n{\"z\":[\"p\"],\"a\":null}\n],\"notes\":[]}\n"
        );
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }
}
