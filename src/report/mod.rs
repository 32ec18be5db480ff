//! Reports: what goes out. A finding as a table with the lines that say what it counts.
//!
//! A [`Report`] is built by one function a report from tallies and lists; [`mod@format`] turns it into
//! bytes. Its `data` are exact and the same for every format that programs read; `for_people` may
//! round, indent and leave out.

pub mod activity;
pub mod agree;
pub mod all;
pub mod audit;
pub mod audit_rules;
pub mod base;
pub mod cases;
pub mod checklist;
pub mod codebook;
pub mod codes;
pub mod codings;
pub mod compare;
pub mod concordance;
pub mod cooccurrence;
pub mod difference;
pub mod draw;
pub mod escape;
pub mod explain;
pub mod figure;
pub mod format;
pub mod found;
pub mod framework;
pub mod groups;
pub mod hits;
pub mod joint;
pub mod keyness;
pub mod material;
pub mod matrix;
pub mod model;
pub mod negative;
pub mod page;
pub mod participants;
pub mod percent;
pub mod quotation;
pub mod quotes;
#[cfg(test)]
pub(crate) mod sample;
pub mod saturation;
pub mod section;
pub mod small_cell;
pub mod sources;
pub mod stages;
pub mod status;
pub mod table;
pub mod themes;
pub mod turns;
pub mod vignette;
pub mod waves;

use section::Section;
use table::{Cell, Table};

/// One report, ready to be written in any format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Its name, as in `emic report NAME` or the command's.
    pub name: &'static str,
    /// What people read above the table, a line each: whose codings, which codebook, which base.
    pub head: Vec<String>,
    /// The same as keys of the JSON document; text, numbers and lists.
    pub facts: Vec<(&'static str, Cell)>,
    /// The exact columns and rows.
    pub data: Table,
    /// What people see in place of `data`; a table without columns is not shown at all.
    pub for_people: Option<Table>,
    /// What stands below the main table.
    pub sections: Vec<Section>,
    /// Remarks below the table, a line each; in JSON `notes`.
    pub notes: Vec<String>,
}

impl Report {
    /// A report of that name around a table.
    pub fn new(name: &'static str, data: Table) -> Self {
        Report { name, data, ..Report::default() }
    }

    /// The main table that people see; none where the report consists of sections alone.
    pub fn shown(&self) -> Option<&Table> {
        let shown = self.for_people.as_ref().unwrap_or(&self.data);
        (!shown.columns.is_empty()).then_some(shown)
    }
}
