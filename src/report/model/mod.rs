//! The model: the relations between codes, as a thematic map or as a paradigm.
//!
//! In comes the material of a report with the relations of its codebook; out come a row a relation
//! with how many cases speak of both ends, and a figure with a box a code. The tool draws what the
//! researcher related; it relates nothing by itself.

mod map;
pub mod paradigm;
mod reach;

use std::collections::BTreeMap;

use super::Report;
use super::base::{counted, thousands};
use super::figure::{Figure, Graph, Node};
use super::material::Material;
use super::section::{Body, Section};
use super::table::{Cell, Column, Table};
use crate::codebook::{Kind, Status};
use reach::Reach;

/// How the model is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// All codes in their hierarchy, relations as arrows.
    #[default]
    Map,
    /// Conditions, phenomenon, actions, consequences.
    Paradigm,
}

/// How strong the strongest arrow is drawn: a map of thick ones is hard to read.
const MOST: f64 = 0.6;

/// A relation between two codes of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Related<'a> {
    from: usize,
    to: usize,
    kind: &'a str,
    note: Option<&'a str>,
}

/// What all parts of the report are made of.
struct Model<'a> {
    material: &'a Material,
    relations: Vec<Related<'a>>,
    /// By code: who speaks of it, and where.
    reach: BTreeMap<usize, Reach<'a>>,
}

/// The map, where the codebook relates any codes.
pub fn standard(material: &Material) -> Option<Report> {
    let report = report(material, Shape::Map);
    (!report.data.rows.is_empty()).then_some(report)
}

/// The report.
pub fn report(material: &Material, shape: Shape) -> Report {
    let model = Model::of(material);
    let mut report = Report::new("model", model.data());
    report.for_people = Some(model.for_people());
    let base = material.base();
    let relations = model.relations.len() as u64;
    report.head = vec![
        base.head(),
        format!("{} between codes.", counted(relations, "relation", "relations")),
    ];
    report.facts = base.facts(None, None);
    let (name, graph, notes) = match shape {
        Shape::Map => ("map", model.map(), Vec::new()),
        Shape::Paradigm => {
            let (graph, notes) = model.paradigm();
            ("paradigm", graph, notes)
        }
    };
    report.facts.push(("shape", name.into()));
    if relations == 0 {
        report.for_people = Some(Table::default());
        report.notes.push(
            match shape {
                Shape::Map => "The codebook relates no codes; the map shows their hierarchy.",
                Shape::Paradigm => "The codebook relates no codes.",
            }
            .to_owned(),
        );
    }
    report.notes.extend(notes);
    if !graph.nodes.is_empty() {
        report.sections = vec![Section::new("figure", "", Body::Figure(Figure::Graph(graph)))];
    }
    report
}

impl<'a> Model<'a> {
    fn of(material: &'a Material) -> Self {
        let shown = material.shown();
        let place = |id: &str| material.tree.find(id).filter(|code| shown.contains(code));
        let related = |one: &'a crate::codebook::Relation| {
            let (from, to) = (place(&one.from)?, place(&one.to)?);
            Some(Related { from, to, kind: &one.kind, note: one.note.as_deref() })
        };
        let relations = material.codebook.relations.iter().filter_map(related).collect();
        let reach = shown.iter().map(|&code| (code, Reach::of(material, code))).collect();
        Model { material, relations, reach }
    }

    fn id(&self, code: usize) -> &str {
        self.material.codebook.codes.get(code).map_or("", |code| &code.id)
    }

    fn label(&self, code: usize) -> &str {
        self.material.codebook.codes.get(code).map_or("", |code| &code.label)
    }

    fn kind(&self, code: usize) -> Option<Kind> {
        self.material.codebook.codes.get(code).map(|code| code.kind)
    }

    /// The codes of the report that are in use, in the order of the codebook.
    fn codes(&self) -> Vec<usize> {
        let is_used = |code: &usize| {
            let status = self.material.codebook.codes.get(*code).map(|code| code.status);
            matches!(status, Some(Status::Active | Status::Draft))
        };
        self.material.shown().into_iter().filter(is_used).collect()
    }

    /// Cases that speak of both ends of a relation.
    fn both(&self, one: &Related<'_>) -> u64 {
        match (self.reach.get(&one.from), self.reach.get(&one.to)) {
            (Some(from), Some(to)) => from.cases.intersection(&to.cases).count() as u64,
            _ => 0,
        }
    }

    fn cases(&self, code: usize) -> u64 {
        self.reach.get(&code).map_or(0, |reach| reach.cases.len() as u64)
    }

    fn segments(&self, code: usize) -> u64 {
        self.reach.get(&code).map_or(0, Reach::segments)
    }

    fn data(&self) -> Table {
        let mut table = Table::new(vec![
            Column::text("from", "From"),
            Column::text("to", "To"),
            Column::text("type", "Type"),
            Column::count("cases_from", "Cases, from"),
            Column::count("cases_to", "Cases, to"),
            Column::count("cases_both", "Cases, both"),
            Column::count("cases_n", "of"),
            Column::count("segments_from", "Segments, from"),
            Column::count("segments_to", "Segments, to"),
            Column::count("segments_both", "Segments, both"),
            Column::text("note", "Note"),
        ]);
        let n = self.material.base().cases;
        for one in &self.relations {
            let ends = (self.reach.get(&one.from), self.reach.get(&one.to));
            let both = match ends {
                (Some(from), Some(to)) => from.shared(to),
                _ => 0,
            };
            table.push(vec![
                self.id(one.from).into(),
                self.id(one.to).into(),
                one.kind.into(),
                Cell::Count(self.cases(one.from)),
                Cell::Count(self.cases(one.to)),
                Cell::Count(self.both(one)),
                Cell::Count(n),
                Cell::Count(self.segments(one.from)),
                Cell::Count(self.segments(one.to)),
                Cell::Count(both),
                Cell::maybe(one.note),
            ]);
        }
        table
    }

    fn for_people(&self) -> Table {
        let n = thousands(self.material.base().cases);
        let mut table = Table::new(vec![
            Column::text("from", "From"),
            Column::text("type", "Relation"),
            Column::text("to", "To"),
            Column::count("cases_from", format!("Cases of {n}: from")),
            Column::count("cases_to", "to"),
            Column::count("cases_both", "both"),
        ]);
        let has_notes = self.relations.iter().any(|one| one.note.is_some());
        if has_notes {
            table.columns.push(Column::text("note", "Note"));
        }
        for one in &self.relations {
            table.push(vec![
                self.label(one.from).into(),
                one.kind.into(),
                self.label(one.to).into(),
                Cell::Count(self.cases(one.from)),
                Cell::Count(self.cases(one.to)),
                Cell::Count(self.both(one)),
                Cell::maybe(one.note),
            ]);
            if let Some(row) = table.rows.last_mut() {
                row.truncate(table.columns.len());
            }
        }
        table
    }

    /// The box of a code.
    fn node(&self, code: usize, level: usize) -> Node {
        let n = self.material.base().cases;
        Node {
            id: self.id(code).to_owned(),
            label: self.label(code).to_owned(),
            detail: format!(
                "{} of {}, {}",
                thousands(self.cases(code)),
                counted(n, "case", "cases"),
                counted(self.segments(code), "segment", "segments"),
            ),
            level,
        }
    }

    /// How strong a relation is drawn: the share of the cases that speak of both ends.
    fn weight(&self, one: &Related<'_>) -> f64 {
        MOST * self.both(one) as f64 / self.material.base().cases.max(1) as f64
    }

    /// The relations in words, for those who cannot see the figure.
    fn in_words(&self, graph: &Graph, of: &str) -> String {
        let name = |at: usize| graph.nodes.get(at).map_or("", |node| node.label.as_str());
        let arrows = graph.links.iter().filter(|link| !link.faint);
        let arrows: Vec<String> = arrows
            .map(|link| format!("{} {} {}", name(link.from), link.label, name(link.to)))
            .collect();
        let boxes = counted(graph.nodes.len() as u64, "code", "codes");
        match arrows.as_slice() {
            [] => format!("{of} of {boxes}, without relations."),
            arrows => format!("{of} of {boxes}. {}.", arrows.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests;
