//! The codebook as a document: what each code means, when to use it, what finds it, and how often
//! it was found.
//!
//! In comes the material of a report, out come an overview and a section a code in the order of the
//! codebook: label, standing, definition, criteria, examples and rules in words, as MacQueen et al.
//! 1998 want a codebook entry, with the counts of the theme table below. Programs get a row a code.

use std::collections::BTreeSet;

use super::Report;
use super::base::{counted, thousands};
use super::material::Material;
use super::section::{Body, Section};
use super::table::{Cell, Column, Table};
use crate::codebook::describe::{in_words, relations, standing};
use crate::codebook::{Code, Rule};

/// How often a code was found, with everything below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Found {
    cases: u64,
    transcripts: u64,
    segments: u64,
}

/// The codebook.
pub fn report(material: &Material) -> Report {
    let base = material.base();
    let mut report = Report::new("codebook", Table::new(columns()));
    let mut overview = Table::new(vec![
        Column::text("label", "Code"),
        Column::text("kind", "Kind"),
        Column::text("status", "Status"),
        Column::count("cases", format!("Cases of {}", thousands(base.cases))),
        Column::count("segments", "Segments"),
    ]);
    for place in material.shown() {
        let Some(code) = material.codebook.codes.get(place) else { continue };
        let depth = material.tree.depth(place);
        let found = found(material, place);
        overview.push(vec![
            format!("{}{}", "  ".repeat(depth), code.label).into(),
            code.kind.name().into(),
            code.status.name().into(),
            thousands(found.cases).into(),
            thousands(found.segments).into(),
        ]);
        report.data.push(row(code, depth, found, base.cases));
        let mut section = Section::new("", code.label.as_str(), Body::Prose(entry(material, code)));
        section.level = u8::try_from(depth).unwrap_or(u8::MAX).saturating_add(1);
        section.notes.push(counts(found, base.cases));
        report.sections.push(section);
    }
    report.head = head(material);
    report.facts = base.facts(None, None);
    report.for_people = Some(overview);
    report.notes = vec!["A code counts what is below it as well.".to_owned()];
    report
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("kind", "Kind"),
        Column::count("depth", "Depth"),
        Column::text("parent", "Parent"),
        Column::text("status", "Status"),
        Column::text("origin", "Origin"),
        Column::text("cycle", "Cycle"),
        Column::text("codable", "Codable"),
        Column::text("brief", "Brief definition"),
        Column::text("definition", "Definition"),
        Column::text("use_when", "Use when"),
        Column::text("not_when", "Not when"),
        Column::text("examples", "Examples"),
        Column::text("non_examples", "Not examples"),
        Column::text("rules", "Rules"),
        Column::text("aliases", "Also called"),
        Column::count("cases", "Cases"),
        Column::count("cases_n", "of"),
        Column::count("transcripts", "Transcripts"),
        Column::count("segments", "Segments"),
    ]
}

fn row(code: &Code, depth: usize, found: Found, cases: u64) -> Vec<Cell> {
    vec![
        code.id.as_str().into(),
        code.label.as_str().into(),
        code.kind.name().into(),
        Cell::count(depth),
        Cell::maybe(code.parent.as_deref()),
        code.status.name().into(),
        Cell::maybe(code.origin.map(|origin| origin.name())),
        Cell::maybe(code.cycle.map(|cycle| cycle.name())),
        Cell::Flag(code.codable),
        code.brief.as_str().into(),
        code.definition.as_str().into(),
        Cell::List(code.use_when.clone()),
        Cell::List(code.not_when.clone()),
        Cell::List(code.examples.clone()),
        Cell::List(code.non_examples.clone()),
        Cell::List(code.rules.iter().map(rule).collect()),
        Cell::List(code.aliases.clone()),
        Cell::Count(found.cases),
        Cell::Count(cases),
        Cell::Count(found.transcripts),
        Cell::Count(found.segments),
    ]
}

/// The first lines: what is counted, and which codebook this is.
fn head(material: &Material) -> Vec<String> {
    let codebook = &material.codebook;
    let rules: usize = codebook.codes.iter().map(|code| code.rules.len()).sum();
    let name = if codebook.name.is_empty() { &codebook.id } else { &codebook.name };
    let date = codebook.date.as_ref().map_or_else(String::new, |date| format!(", {date}"));
    let mut head = vec![
        material.base().head(),
        format!(
            "{name}{date}: {} with {}.",
            counted(codebook.codes.len() as u64, "code", "codes"),
            counted(rules as u64, "rule", "rules"),
        ),
    ];
    head.extend(codebook.approach.as_ref().map(|text| format!("Approach: {text}")));
    head.extend(codebook.source.as_ref().map(|text| format!("Source: {text}")));
    head
}

/// The paragraphs of a code.
fn entry(material: &Material, code: &Code) -> Vec<String> {
    let mut lines = vec![format!("{}: {}.", code.id, standing(code))];
    let definition = if code.definition.is_empty() { &code.brief } else { &code.definition };
    lines.push(definition.trim().to_owned());
    let mut listed = |name: &str, texts: &[String]| {
        if !texts.is_empty() {
            lines.push(format!("{name}: {}", texts.join("; ")));
        }
    };
    let quoted = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| format!("“{}”", text.trim())).collect()
    };
    listed("Use when", &code.use_when);
    listed("Not when", &code.not_when);
    listed("Examples", &quoted(&code.examples));
    listed("Not examples", &quoted(&code.non_examples));
    listed("Also called", &code.aliases);
    listed("Merged into", code.merged_into.as_slice());
    listed("Relations", &relations(&material.codebook, code));
    lines.extend(code.rules.iter().map(|one| format!("Rule {}.", rule(one))));
    lines.retain(|line| !line.is_empty());
    lines
}

/// A rule in one line.
fn rule(rule: &Rule) -> String {
    let weak = if rule.weak { " (weak: only proposes)" } else { "" };
    let words: Vec<String> =
        in_words(rule).into_iter().map(|(name, text)| format!("{name} {text}")).collect();
    format!("{}{weak}: {}", rule.id, words.join("; "))
}

fn counts(found: Found, cases: u64) -> String {
    match found.segments {
        0 => "Not found.".to_owned(),
        segments => format!(
            "Found in {} of {}: {} in {}.",
            thousands(found.cases),
            counted(cases, "case", "cases"),
            counted(segments, "segment", "segments"),
            counted(found.transcripts, "transcript", "transcripts"),
        ),
    }
}

fn found(material: &Material, place: usize) -> Found {
    let mut found = Found::default();
    let mut cases: BTreeSet<&str> = BTreeSet::new();
    for document in &material.documents {
        let count = u32::try_from(place).ok().and_then(|code| document.tally.codes.get(&code));
        let Some(count) = count.filter(|count| count.segments > 0) else { continue };
        found.transcripts += 1;
        found.segments += count.segments;
        let speaking = count.cases.iter().filter(|(_, share)| share.segments > 0);
        cases.extend(speaking.map(|(case, _)| case));
    }
    found.cases = cases.len() as u64;
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    #[test]
    fn each_code_has_its_entry_and_its_counts() {
        let report = report(&three_people());
        let exact = |place: usize| -> Vec<String> {
            report.data.rows[place].iter().map(Cell::exact).collect()
        };
        assert_eq!(exact(0)[..4], ["hope", "Hope", "code", "0"]);
        assert_eq!(exact(0)[17..], ["2", "3", "3", "4"]);
        assert_eq!(exact(1)[17..], ["1", "3", "1", "1"]);
        assert_eq!(
            exact(1)[15],
            "f: listens to everybody but interviewers;looks at every sentence".replace(";l", "; l")
                + "; for any of afraid; codes the sentence"
        );
        let fear = &report.sections[1];
        assert_eq!((fear.title.as_str(), fear.level), ("Fear", 2));
        assert_eq!(fear.notes, ["Found in 1 of 3 cases: 1 segment in 1 transcript."]);
        let Body::Prose(lines) = &fear.body else { panic!() };
        assert_eq!(lines[..2], ["fear: code, active.", "Looking back."]);
        assert!(lines[2].starts_with("Rule f: listens to everybody"), "{lines:?}");
        assert!(report.head[1].ends_with("2 codes with 2 rules."), "{:?}", report.head);
    }
}
