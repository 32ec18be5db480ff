//! The framework matrix: a row a case, a column a code, in each cell the analyst's summary.
//!
//! In come the material of a report and the summaries that people wrote; out comes the matrix with
//! the passages behind every cell, in the order of the transcripts (Ritchie & Spencer 1994). The
//! tool fills in passages and never a summary. Summaries whose case or code has gone are told, not
//! lost.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::base::counted;
use super::groups;
use super::material::{Document, Material, Segment};
use super::quotation::one_line;
use super::section::{Body, Section};
use super::small_cell;
use super::table::{Cell, Column, Table};
use crate::study::summaries::Summary;

/// What the matrix shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The attribute by which rows are sorted, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
    /// What people wrote.
    pub summaries: Vec<Summary>,
    /// The file it stands in, as people know it; empty for none.
    pub file: String,
}

/// A passage of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The transcript's id.
    pub transcript: String,
    /// The number of its turn.
    pub turn: usize,
    /// Its words on one line.
    pub quote: String,
}

/// The codes that have a column: those to show, without headings over other columns.
pub fn columns(material: &Material) -> Vec<usize> {
    let shown = material.shown();
    let is_heading = |code: usize| {
        let is_codable = material.codebook.codes.get(code).is_none_or(|code| code.codable);
        !is_codable && material.tree.descendants(code).iter().any(|below| shown.contains(below))
    };
    shown.iter().copied().filter(|&code| !is_heading(code)).collect()
}

/// The passages by case and code of a column. A column holds those of its code and of what is below
/// it, as far as that has no column of its own. In the order of the transcripts.
pub fn passages<'m>(
    material: &'m Material,
    columns: &[usize],
) -> BTreeMap<(&'m str, usize), Vec<Passage>> {
    let column = |code: usize| {
        let mut line = material.tree.line(code).into_iter();
        line.find(|above| columns.contains(above))
    };
    let columns_of: Vec<Option<usize>> = (0..material.codebook.codes.len()).map(column).collect();
    let mut found: BTreeMap<(&str, usize), Vec<Passage>> = BTreeMap::new();
    for document in &material.documents {
        // Two codes of one column may hold the same words.
        let mut seen = BTreeSet::new();
        for segment in &document.segments {
            let Some(&Some(code)) = columns_of.get(segment.code) else { continue };
            for case in &segment.cases {
                if seen.insert((case, code, segment.start, segment.end)) {
                    let passage = passage(document, segment);
                    found.entry((case.as_str(), code)).or_default().push(passage);
                }
            }
        }
    }
    found
}

fn passage(document: &Document, segment: &Segment) -> Passage {
    Passage { transcript: document.id.clone(), turn: segment.turn, quote: one_line(&segment.quote) }
}

impl Passage {
    /// `P01 t4: words`.
    pub fn linked(&self) -> String {
        format!("{} t{}: {}", self.transcript, self.turn, self.quote)
    }
}

/// The cells that have passages and no entry in the file yet, by case and code.
pub fn to_prepare<'m>(material: &'m Material, summaries: &[Summary]) -> Vec<(&'m str, &'m str)> {
    let columns = columns(material);
    let written = written(material, summaries);
    let passages = passages(material, &columns);
    let mut cells = Vec::new();
    for &case in material.cases().keys() {
        for &code in &columns {
            let is_new = !written.contains_key(&(case, code));
            if is_new && passages.contains_key(&(case, code)) {
                cells
                    .extend(material.codebook.codes.get(code).map(|code| (case, code.id.as_str())));
            }
        }
    }
    cells
}

/// The summaries by case and code; a former id of a code leads to it.
fn written<'s>(
    material: &Material,
    summaries: &'s [Summary],
) -> BTreeMap<(&'s str, usize), &'s str> {
    let place = |summary: &Summary| material.tree.resolve(&summary.code).ok();
    summaries
        .iter()
        .filter_map(|one| Some(((one.case.as_str(), place(one)?), one.text.as_str())))
        .collect()
}

/// A summary without the line breaks of its file; empty lines and items of lists stay.
fn flowing(summary: &str) -> String {
    let mut text = String::new();
    for line in summary.lines().map(str::trim) {
        let is_item = line.starts_with(['-', '*', '•']);
        let goes_on = !line.is_empty() && !is_item && !text.ends_with('\n');
        if !text.is_empty() {
            text.push(if goes_on { ' ' } else { '\n' });
        }
        text.push_str(line);
    }
    text
}

/// The framework matrix.
pub fn report(material: &Material, options: &Options) -> Report {
    let columns = columns(material);
    let written = written(material, &options.summaries);
    let mut data = Table::new(first_columns(options));
    let mut people = Table::new(first_columns(options));
    let mut below = Table::new(vec![
        Column::text("case", "Case"),
        Column::text("code", "Code"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::text("quote", "Passage"),
    ]);
    for code in columns.iter().filter_map(|&code| material.codebook.codes.get(code)) {
        data.columns.push(Column::text(format!("summary[{}]", code.id), &code.label));
        data.columns.push(Column::text(format!("passages[{}]", code.id), "Passages"));
        people.columns.push(Column::text(&code.id, &code.label));
    }
    let mut passages_of = passages(material, &columns);
    let (mut cells_n, mut filled, mut unwritten) = (0, 0, 0);
    let rows = rows(material, options);
    let has_unnamed = options.by.is_some() && rows.iter().any(|(group, _)| group.is_empty());
    for (group, case) in rows {
        let named = Some(group.as_str()).filter(|group| !group.is_empty());
        let first: Vec<Cell> = options.by.iter().map(|_| Cell::maybe(named)).collect();
        let first: Vec<Cell> = first.into_iter().chain([case.into()]).collect();
        let (mut cells, mut shown) = (first.clone(), first);
        for &code in &columns {
            let passages = passages_of.remove(&(case, code)).unwrap_or_default();
            let summary = written.get(&(case, code)).copied().unwrap_or_default();
            cells_n += 1;
            filled += u64::from(!summary.is_empty());
            unwritten += u64::from(summary.is_empty() && !passages.is_empty());
            let links: Vec<String> = passages.iter().map(Passage::linked).collect();
            cells.extend([summary.into(), links.join(" | ").into()]);
            shown.push(match (summary, passages.len() as u64) {
                ("", 0) => Cell::Missing,
                ("", many) => format!("({})", counted(many, "passage", "passages")).into(),
                (summary, _) => flowing(summary).into(),
            });
            let id = material.codebook.codes.get(code).map(|code| code.id.as_str());
            for passage in passages {
                below.push(vec![
                    case.into(),
                    Cell::maybe(id),
                    passage.transcript.into(),
                    Cell::count(passage.turn),
                    passage.quote.into(),
                ]);
            }
        }
        data.push(cells);
        people.push(shown);
    }
    let mut report = Report::new("framework", data);
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(by, material.min_cell);
    report.facts.extend([
        ("cells_n", Cell::Count(cells_n)),
        ("summaries_n", Cell::Count(filled)),
        ("unwritten_n", Cell::Count(unwritten)),
    ]);
    report.for_people = Some(people);
    report.notes.push(format!(
        "{} of {cells_n} cells have a summary; {unwritten} with passages are still empty.",
        filled
    ));
    report.notes.extend(has_unnamed.then(|| small_cell::unnamed_note(material.min_cell)));
    report.sections = vec![Section::table("passages", "Passages", below)];
    report.sections.extend(kept(material, options));
    report
}

fn first_columns(options: &Options) -> Vec<Column> {
    let by = options.by.iter().map(|(name, _)| Column::text(name, name));
    by.chain([Column::text("case", "Case")]).collect()
}

/// The cases with their groups, in the order of these. A case that is seen in several groups has
/// one row, for its cell is one.
fn rows<'m>(material: &'m Material, options: &Options) -> Vec<(String, &'m str)> {
    let cases: Vec<&str> = material.cases().into_keys().collect();
    let Some((name, declared)) = &options.by else {
        return cases.into_iter().map(|case| (String::new(), case)).collect();
    };
    let unnamed = material.unnamed(name);
    let group = |case: &str| {
        let documents = material.documents.iter();
        let own = documents.filter(|document| document.tally.cases.contains_key(case));
        let values: BTreeSet<String> =
            own.flat_map(|document| material.groups(case, &document.id, name)).collect();
        match values.iter().any(|value| unnamed.contains(value)) {
            true => String::new(),
            false => values.into_iter().collect::<Vec<String>>().join("; "),
        }
    };
    let mut rows: Vec<(String, &str)> = cases.into_iter().map(|case| (group(case), case)).collect();
    groups::sort(&mut rows, declared, |(group, _)| group);
    rows.sort_by_key(|(group, _)| group.is_empty());
    rows
}

/// The summaries that have no place in the matrix any more. Cases that a filter leaves out are not
/// gone.
fn kept(material: &Material, options: &Options) -> Option<Section> {
    let cases = material.cases();
    let mut table = Table::new(vec![
        Column::text("case", "Case"),
        Column::text("code", "Code"),
        Column::text("summary", "Summary"),
        Column::text("reason", "Why it has no cell"),
    ]);
    for summary in options.summaries.iter().filter(|summary| !summary.text.is_empty()) {
        let case = summary.case.as_str();
        let reason = match material.tree.resolve(&summary.code) {
            Err(_) => "no such code",
            Ok(_) if material.silent.contains(case) => "the case has no transcript",
            Ok(_) if material.filter.is_empty() && !cases.contains_key(case) => "no such case",
            Ok(code) if material.codes.is_none() && !columns(material).contains(&code) => {
                "the code is a heading"
            }
            Ok(_) => continue,
        };
        table.push(vec![
            case.into(),
            summary.code.as_str().into(),
            summary.text.as_str().into(),
            reason.into(),
        ]);
    }
    if table.rows.is_empty() {
        return None;
    }
    let number = counted(table.rows.len() as u64, "summary", "summaries");
    let mut section =
        Section::new("kept", format!("{number} without a cell"), Body::Table(table, None));
    section.notes = vec![format!("They stay in `{}`; nothing was deleted.", options.file)];
    Some(section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn summary(case: &str, code: &str, text: &str) -> Summary {
        Summary { case: case.into(), code: code.into(), text: text.into() }
    }

    fn rows_of(table: &Table) -> Vec<String> {
        let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|");
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn cells_hold_the_summary_and_link_the_passages() {
        let summaries = vec![summary("A", "hope", "Grows."), summary("B", "fear", "")];
        let options = Options { summaries, ..Options::default() };
        let report = report(&three_people(), &options);
        let keys: Vec<&str> = report.data.columns.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(
            keys,
            ["case", "summary[hope]", "passages[hope]", "summary[fear]", "passages[fear]"]
        );
        assert_eq!(
            rows_of(&report.data),
            [
                "A|Grows.|t1 t2: I have hope. | t1 t2: Well, hopeful days come.||t2 t2: I am \
                 afraid of it.",
                "B||t3 t2: We hope [laughs] so.||",
                "C||||",
            ]
        );
        assert_eq!(
            rows_of(report.for_people.as_ref().unwrap()),
            ["A|Grows.|(1 passage)", "B|(1 passage)|", "C||"]
        );
        assert_eq!(report.notes, ["1 of 6 cells have a summary; 2 with passages are still empty."]);
        assert_eq!(report.sections.len(), 1);
    }

    #[test]
    fn people_read_summaries_without_the_line_breaks_of_the_file() {
        assert_eq!(
            flowing("Grows,\nin time.\n\nThen\nit goes."),
            "Grows, in time.\n\nThen it goes."
        );
        assert_eq!(flowing("Two:\n- one\n  more\n- two"), "Two:\n- one more\n- two");
        let summaries = vec![summary("A", "hope", "Grows,\nin time.")];
        let report = report(&three_people(), &Options { summaries, ..Options::default() });
        assert_eq!(report.data.rows[0][1], Cell::from("Grows,\nin time."));
        assert_eq!(report.for_people.unwrap().rows[0][1], Cell::from("Grows, in time."));
    }

    #[test]
    fn a_column_alone_holds_what_is_below_it() {
        let mut material = three_people();
        material.codes = Some([0].into());
        let passages = passages(&material, &columns(&material));
        let found = &passages[&("A", 0)];
        assert_eq!(found.len(), 3);
        assert_eq!(found[2].linked(), "t2 t2: I am afraid of it.");
    }

    #[test]
    fn summaries_without_a_cell_are_told_and_new_cells_are_only_what_is_missing() {
        let summaries = vec![
            summary("A", "hope", ""),
            summary("A", "hopes", "Old words."),
            summary("Z", "hope", "Left."),
        ];
        let material = three_people();
        assert_eq!(to_prepare(&material, &summaries), [("A", "fear"), ("B", "hope")]);
        let options = Options { summaries, file: "f.toml".into(), ..Options::default() };
        let report = report(&material, &options);
        let Body::Table(kept, _) = &report.sections[1].body else { panic!("no table") };
        assert_eq!(rows_of(kept), ["A|hopes|Old words.|no such code", "Z|hope|Left.|no such case"]);
    }

    #[test]
    fn rows_follow_their_groups() {
        let by = Some(("site".to_owned(), vec!["South".to_owned(), "North".to_owned()]));
        let report = report(&three_people(), &Options { by, ..Options::default() });
        let first: Vec<String> = rows_of(&report.data).iter().map(|row| row[..7].into()).collect();
        assert_eq!(first, ["South|B", "North|A", "missing"]);
    }
}
