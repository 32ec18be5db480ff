//! Triangulation: which code stands in which kind of source.
//!
//! In comes the material of a report, out comes a row a code with, for each kind of source
//! (interview, focus group, diary, activity log; an attribute of transcripts), the transcripts,
//! cases and segments that carry it, and an example of each. A parent counts the union of its
//! descendants. Counts of different kinds stand side by side and are never added.

use std::collections::BTreeSet;

use super::Report;
use super::base::{MISSING, counted};
use super::groups;
use super::material::{Document, Material, Segment};
use super::quotation;
use super::section::Section;
use super::small_cell::{self, Grid, Shown};
use super::table::{Cell, Column, Table};
use crate::coding::tally::Tally;
use crate::study::question::QUESTION;

/// The key of the section with words and whose they are.
pub const EXAMPLES: &str = "examples";

/// One kind of source.
struct Source<'a> {
    name: String,
    /// The transcripts with what they hold of it.
    parts: Vec<(&'a Document, &'a Tally)>,
    cases: u64,
}

/// What one kind of source holds of one code.
#[derive(Default)]
struct Held<'a> {
    transcripts: u64,
    cases: u64,
    segments: u64,
    example: Option<(&'a Document, &'a Segment)>,
}

/// The triangulation table by an attribute of transcripts, with its declared values in order.
pub fn report(material: &Material, by: &(String, Vec<String>)) -> Report {
    let (attribute, declared) = by;
    let sources = sources(material, attribute, declared);
    let mut data = Table::new(data_columns(&sources));
    let mut people = Table::new(people_columns(&sources));
    let mut examples = Table::new(vec![
        Column::text("code", "Code"),
        Column::text("source", "Source"),
        Column::text("quote", "In their words"),
        Column::text("case", "Case"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
    ]);
    let least = material.min_cell;
    let cells = cells(material, &sources, attribute);
    for (code, cells_of) in material.shown().into_iter().zip(&cells) {
        let Some(known) = material.codebook.codes.get(code) else { continue };
        let held: Vec<Held<'_>> =
            sources.iter().map(|source| held(material, source, code, attribute)).collect();
        let kinds = held.iter().filter(|held| held.segments > 0).count();
        let is_told = cells_of.iter().all(|hidden| !hidden.is_hidden());
        let depth = material.tree.depth(code);
        let mut cells = vec![
            known.id.as_str().into(),
            known.label.as_str().into(),
            known.kind.name().into(),
            Cell::count(depth),
            if is_told { Cell::count(kinds) } else { Cell::Missing },
        ];
        let mut shown = vec![
            Cell::from(format!("{}{}", "  ".repeat(depth), known.label)),
            match is_told {
                true => format!("{kinds} of {}", sources.len()).into(),
                false => Cell::Missing,
            },
        ];
        for ((source, held), hidden) in sources.iter().zip(&held).zip(cells_of) {
            let is_hidden = hidden.is_hidden();
            let count = |number| if is_hidden { Cell::Missing } else { Cell::Count(number) };
            cells.extend([
                count(held.transcripts),
                Cell::count(source.parts.len()),
                count(held.cases),
                Cell::Count(source.cases),
                count(held.segments),
            ]);
            shown.push(match hidden.sign(least) {
                Some(sign) => sign.into(),
                None if held.segments == 0 => "–".into(),
                None => format!("{} / {} / {}", held.transcripts, held.cases, held.segments).into(),
            });
            if let Some((document, segment)) = held.example.filter(|_| !is_hidden) {
                examples.push(vec![
                    known.id.as_str().into(),
                    source.name.as_str().into(),
                    quotation::shortened(&segment.quote).into(),
                    segment.cases.join(", ").into(),
                    document.id.as_str().into(),
                    Cell::count(segment.turn),
                ]);
            }
        }
        data.push(cells);
        people.push(shown);
    }
    let mut report = Report::new("sources", data);
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(Some(attribute), least);
    report.for_people = Some(people);
    report.notes =
        vec!["Transcripts / cases / segments. Kinds of sources are not added up.".into()];
    report.notes.extend(small_cell::notes(cells.iter().flatten(), least));
    if overlaps(material, &sources) {
        report.notes.push(groups::several(attribute));
    }
    report.sections.push(Section::table(EXAMPLES, "Examples", examples));
    report
}

/// By code and source, whether the counts are shown (the small-cell rule).
fn cells(material: &Material, sources: &[Source<'_>], attribute: &str) -> Vec<Vec<Shown>> {
    let counts = |code: usize| {
        let counts = sources.iter().map(|source| held(material, source, code, attribute).cases);
        (material.cases_of(code), counts.collect())
    };
    Grid {
        least: material.min_cell,
        sizes: sources.iter().map(|source| source.cases).collect(),
        overlaps: overlaps(material, sources),
        is_bare: false,
        rows: material.code_rows(counts),
    }
    .shown()
}

/// Whether any case is in several sources.
fn overlaps(material: &Material, sources: &[Source<'_>]) -> bool {
    sources.iter().map(|source| source.cases).sum::<u64>() > material.cases().len() as u64
}

/// The kinds of sources that there are, those without the attribute last.
fn sources<'a>(material: &'a Material, attribute: &str, declared: &[String]) -> Vec<Source<'a>> {
    let mut sources: Vec<Source<'_>> = Vec::new();
    let mut add = |value: &String, document: &'a Document, tally: &'a Tally| match sources
        .iter_mut()
        .find(|source| source.name == *value)
    {
        Some(source) => source.parts.push((document, tally)),
        None => {
            sources.push(Source { name: value.clone(), parts: vec![(document, tally)], cases: 0 })
        }
    };
    let missing = [MISSING.to_owned()];
    let mut order = declared.to_vec();
    for document in &material.documents {
        if attribute == QUESTION {
            for (question, part) in &document.parts {
                add(question, document, part);
                // Questions of no guide stand in the order in which they were first asked.
                order.push(question.clone());
            }
            continue;
        }
        let values = material.attributes.values(None, &document.id, attribute);
        for value in if values.is_empty() { &missing } else { values } {
            add(value, document, &document.tally);
        }
    }
    groups::sort(&mut sources, &order, |source| &source.name);
    for source in &mut sources {
        let cases = source.parts.iter().flat_map(|(_, tally)| tally.cases.keys());
        source.cases = cases.collect::<BTreeSet<_>>().len() as u64;
    }
    sources
}

fn held<'a>(material: &Material, source: &Source<'a>, code: usize, attribute: &str) -> Held<'a> {
    let mut held = Held::default();
    let mut cases = BTreeSet::new();
    for (_, tally) in &source.parts {
        let Some(count) = tally.codes.get(&(code as u32)) else { continue };
        held.transcripts += u64::from(count.segments > 0);
        held.segments += count.segments;
        cases.extend(count.cases.keys());
    }
    held.cases = cases.len() as u64;
    let family = material.tree.family(code);
    let asked = (attribute == QUESTION).then_some(source.name.as_str());
    let fits = |segment: &&Segment| {
        let own = segment.asked.as_deref().unwrap_or(MISSING);
        family.contains(&segment.code) && asked.is_none_or(|asked| asked == own)
    };
    held.example = quotation::example(source.parts.iter().flat_map(|&(document, _)| {
        document.segments.iter().filter(fits).map(move |one| (document, one))
    }));
    held
}

fn data_columns(sources: &[Source<'_>]) -> Vec<Column> {
    let mut columns = vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("kind", "Kind"),
        Column::count("depth", "Depth"),
        Column::count("sources", "Kinds of sources"),
    ];
    for source in sources {
        for (key, heading) in [
            ("transcripts", "Transcripts"),
            ("transcripts_n", "of"),
            ("cases", "Cases"),
            ("cases_n", "of"),
            ("segments", "Segments"),
        ] {
            let of = &source.name;
            columns.push(Column::count(format!("{key}[{of}]"), format!("{heading}, {of}")));
        }
    }
    columns
}

fn people_columns(sources: &[Source<'_>]) -> Vec<Column> {
    let mut columns = vec![Column::text("theme", "Theme"), Column::count("sources", "Kinds")];
    columns.extend(sources.iter().map(|source| {
        let transcripts = counted(source.parts.len() as u64, "transcript", "transcripts");
        let cases = counted(source.cases, "case", "cases");
        Column::count(&source.name, format!("{} ({transcripts}, {cases})", source.name))
    }));
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;
    use crate::report::section::Body;

    fn rows(table: &Table) -> Vec<String> {
        let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|");
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn kinds_stand_side_by_side() {
        let by = ("wave".to_owned(), vec!["2".to_owned(), "1".to_owned()]);
        let report = report(&three_people(), &by);
        let keys: Vec<&str> = report.data.columns[5..].iter().map(|one| one.key.as_str()).collect();
        assert_eq!(
            keys[..6],
            [
                "transcripts[2]",
                "transcripts_n[2]",
                "cases[2]",
                "cases_n[2]",
                "segments[2]",
                "transcripts[1]"
            ]
        );
        assert_eq!(
            rows(&report.data),
            [
                "hope|Hope|code|0|2|1|1|1|1|1|2|2|2|2|3|0|1|0|1|0",
                "fear|Fear|code|1|1|1|1|1|1|1|0|2|0|2|0|0|1|0|1|0",
            ]
        );
        let people = report.for_people.as_ref().unwrap();
        assert_eq!(people.columns[4].heading, "missing (1 transcript, 1 case)");
        assert_eq!(rows(people)[1], "  Fear|1 of 3|1 / 1 / 1|–|–");
    }

    #[test]
    fn examples_have_some_words_and_small_groups_are_hidden() {
        let material = Material { min_cell: Some(2), ..three_people() };
        let report = report(&material, &("wave".to_owned(), Vec::new()));
        assert_eq!(rows(&report.data)[0], "hope|Hope|code|0||2|2|2|2|3||1||1|||1||1|");
        let Body::Table(examples, _) = &report.sections[0].body else { panic!("no table") };
        // An example would tell what the hidden count does not.
        assert_eq!(rows(examples), ["hope|1|I have hope.|A|t1|2"]);
    }
}
