//! The analyst's summaries of a framework matrix: a file that people write and reports read.
//!
//! ```toml
//! schema = 1
//!
//! [[cell]]
//! case    = "P01"
//! code    = "hope"
//! summary = """
//! Came with the second interview.
//! """
//! ```
//!
//! In comes the text of the file, out come the cells, or every mistake at its place. Cells are only
//! ever added, at the end ([`added`]); what is written stays byte for byte. A cell has its lines for
//! itself, so that git shows and merges the work of two people.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use super::fields::{Fields, Value};
use crate::diagnostic::{Outcome, Source};

/// One cell: what a case says about a code, in the analyst's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The case's id.
    pub case: String,
    /// The code's id, or one that it had before.
    pub code: String,
    /// The words; empty where nobody has written any yet.
    pub text: String,
}

/// Reads the text of a file of summaries.
pub fn parse(source: &Arc<Source>) -> Outcome<Vec<Summary>> {
    let (root, syntax) = DeTable::parse_recoverable(&source.text);
    let mut fields = Fields::new(source, syntax);
    let root = root.get_ref();
    fields.only(root, "in this file", &["schema", "cell"]);
    if let Some(value) = root.get("schema")
        && let Some(number) = fields.count(value)
        && number != 1
    {
        fields.fault(value.span(), format!("schema {number} is not known to this emic"), "");
    }
    let mut cells = Vec::new();
    let mut seen: BTreeMap<(String, String), Range<usize>> = BTreeMap::new();
    if let Some(value) = root.get("cell") {
        let Some(array) = value.get_ref().as_array() else {
            fields.fault(value.span(), "expected cells, each under `[[cell]]`", "");
            return Err(fields.faults);
        };
        for value in array.iter() {
            let Some(cell) = cell(&mut fields, value) else { continue };
            let key = (cell.case.clone(), cell.code.clone());
            if let Some(first) = seen.get(&key) {
                let told = format!("`{}` × `{}` has two cells", cell.case, cell.code);
                let first = first.clone();
                let told = fields.fault(value.span(), told, "the second");
                told.help.push("unite their summaries in one of them".to_owned());
                *told = told.clone().at(source, first, "the first");
                continue;
            }
            seen.insert(key, value.span());
            cells.push(cell);
        }
    }
    let mut faults = fields.faults;
    faults.sort_by_key(|told| told.labels.first().map_or(0, |label| label.span.start));
    if faults.is_empty() { Ok(cells) } else { Err(faults) }
}

fn cell(fields: &mut Fields, value: &Value<'_>) -> Option<Summary> {
    let table = fields.table(value)?;
    fields.only(table, "of a cell", &["case", "code", "summary"]);
    let mut text = |name: &str, is_needed: bool| match table.get(name) {
        Some(value) => fields.text(value).filter(|text| !is_needed || !text.is_empty()),
        None if is_needed => {
            fields.fault(value.span(), format!("this cell has no `{name}`"), "");
            None
        }
        None => None,
    };
    let (case, code) = (text("case", true), text("code", true));
    let words = text("summary", false).unwrap_or_default();
    Some(Summary { case: case?, code: code?, text: words })
}

/// What is written at the end of a file so that it has these cells, of cases and codes; into a new
/// file first what it is for.
pub fn added(is_new: bool, cells: &[(&str, &str)]) -> String {
    let mut text = String::new();
    if is_new {
        text.push_str(
            "# Summaries of a framework matrix, a cell a case and code. Write between the three\n\
             # quotation marks. emic adds cells at the end and never changes one.\n\
             schema = 1\n",
        );
    }
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    for (case, code) in cells {
        text.push_str(&format!(
            "\n[[cell]]\ncase    = {}\ncode    = {}\nsummary = \"\"\"\n\"\"\"\n",
            quoted(case),
            quoted(code)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Outcome<Vec<Summary>> {
        parse(&Arc::new(Source { name: "framework/c.toml".into(), text: text.into() }))
    }

    #[test]
    fn what_is_added_is_read_back_empty() {
        let mut text = added(true, &[("P01", "hope")]);
        text.push_str(&added(false, &[("a \"b\" [c]", "fear.of_it")]));
        let cells = read(&text).unwrap();
        let keys: Vec<(&str, &str)> =
            cells.iter().map(|cell| (cell.case.as_str(), cell.code.as_str())).collect();
        assert_eq!(keys, [("P01", "hope"), ("a \"b\" [c]", "fear.of_it")]);
        assert!(cells.iter().all(|cell| cell.text.is_empty()));
        let written = text.replacen("\"\"\"\n\"\"\"", "\"\"\"\nTwo\nlines.\n\"\"\"", 1);
        assert_eq!(read(&written).unwrap()[0].text, "Two\nlines.");
    }

    #[test]
    fn every_mistake_is_told() {
        let text = "schema = 1\n[[cell]]\ncase = \"A\"\n[[cell]]\ncase = \"A\"\ncode = \"x\"\n\
                    sumary = \"\"\n[[cell]]\ncase = \"A\"\ncode = \"x\"\n";
        let told: Vec<String> =
            read(text).unwrap_err().into_iter().map(|one| one.message).collect();
        assert_eq!(
            told,
            [
                "this cell has no `code`",
                "unknown key `sumary` of a cell",
                "`A` × `x` has two cells"
            ]
        );
        assert!(read("cell = 1\n").is_err() && read("[[cell]\n").is_err());
    }
}
