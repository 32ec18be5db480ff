//! The theme tree of a page: the rows of the theme table with the numbers of every group, as the
//! page writes them and as its program reads them.

use serde_json::{Value, json};

use crate::report::Report;
use crate::report::material::Material;
use crate::report::table::Cell;
use crate::report::themes::DOMINANT;

/// A code's row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// The code's place in the codebook.
    pub(super) code: usize,
    /// Its id.
    pub(super) id: String,
    /// Its label.
    pub(super) label: String,
    /// How deep it stands.
    pub(super) depth: usize,
    /// Cases with a segment.
    pub(super) cases: u64,
    /// Transcripts with a segment.
    pub(super) transcripts: u64,
    /// Segments.
    pub(super) segments: u64,
    /// Whether at least half of the segments come from one case of several.
    pub(super) is_dominated: bool,
    /// The share of participants' words, 0 to 100.
    pub(super) words_pct: Option<f64>,
    /// By group: cases and segments; nothing where they are withheld.
    pub(super) groups: Vec<Option<(u64, u64)>>,
}

/// The tree with its groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    /// Cases in all.
    pub(super) n: u64,
    /// The groups that are not too small to be chosen, with their cases.
    pub(super) groups: Vec<(String, u64)>,
    /// The codes in the order of the codebook.
    pub(super) rows: Vec<Row>,
}

impl Tree {
    /// The tree from the theme table's exact columns.
    pub(super) fn of(themes: &Report, material: &Material) -> Self {
        let column = |key: &str| themes.data.columns.iter().position(|column| column.key == key);
        let cell = |row: &[Cell], key: &str| {
            column(key).and_then(|place| row.get(place)).cloned().unwrap_or_default()
        };
        let least = material.min_cell.unwrap_or(1);
        let first = themes.data.rows.first().map_or(&[][..], Vec::as_slice);
        let named = themes.data.columns.iter().filter_map(|column| {
            let name = column.key.strip_prefix("cases_n[")?.strip_suffix(']')?;
            Some((name.to_owned(), count(&cell(first, &column.key))?))
        });
        let groups: Vec<(String, u64)> = named.filter(|(_, n)| *n >= least).collect();
        let n = count(&cell(first, "cases_n")).unwrap_or_default();
        let row = |cells: &Vec<Cell>| {
            let id = cell(cells, "code").exact();
            let of_group = |(name, _): &(String, u64)| {
                let cases = count(&cell(cells, &format!("cases[{name}]")))?;
                Some((cases, count(&cell(cells, &format!("segments[{name}]")))?))
            };
            Row {
                code: material.tree.find(&id).unwrap_or_default(),
                label: cell(cells, "label").exact(),
                depth: count(&cell(cells, "depth")).unwrap_or_default() as usize,
                cases: count(&cell(cells, "cases")).unwrap_or_default(),
                transcripts: count(&cell(cells, "transcripts")).unwrap_or_default(),
                segments: count(&cell(cells, "segments")).unwrap_or_default(),
                is_dominated: n > 1
                    && number(&cell(cells, "max_case_share")).is_some_and(|most| most >= DOMINANT),
                words_pct: number(&cell(cells, "words_pct")),
                groups: groups.iter().map(of_group).collect(),
                id,
            }
        };
        let rows = themes.data.rows.iter().map(row).collect();
        Tree { n, groups, rows }
    }

    /// What the page's program reads: groups, and by row what it belongs to and its numbers.
    pub(super) fn json(&self, material: &Material) -> Value {
        let place = |code: usize| self.rows.iter().position(|row| row.code == code);
        let row = |row: &Row| {
            let line: Vec<usize> =
                material.tree.line(row.code).into_iter().filter_map(place).collect();
            json!({
                "label": row.label,
                "line": line,
                "cases": row.cases,
                "segments": row.segments,
                "dominated": row.is_dominated,
                "groups": row.groups,
            })
        };
        let group = |(name, n): &(String, u64)| json!({ "name": name, "n": n });
        json!({
            "n": self.n,
            "groups": self.groups.iter().map(group).collect::<Vec<Value>>(),
            "codes": self.rows.iter().map(row).collect::<Vec<Value>>(),
        })
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

fn count(cell: &Cell) -> Option<u64> {
    match cell {
        Cell::Count(number) => Some(*number),
        _ => None,
    }
}
