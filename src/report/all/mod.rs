//! Everything about a study in one folder: a page that explains itself, and the reports as files.
//!
//! In comes the material of a study; out come files by name, the same bytes on every run. Which
//! reports go in stands in [`PARTS`], a line a report.

mod page;
mod quotes;
mod tree;

use super::format::{self, Format, svg};
use super::material::Material;
use super::themes::{self, Frequencies};
use super::{Report, draw, matrix, model, stages};
use crate::diagnostic::Diagnostic;

/// What everything shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The study's title.
    pub title: String,
    /// The attribute that groups cases, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
    /// Add the Wilson interval of the share of cases.
    pub intervals: bool,
    /// At most so many quotations a code.
    pub quotes: usize,
    /// Whether csv cells that look like formulas are neutralised.
    pub excel_safe: bool,
}

impl Options {
    /// Whether quotations say groups in place of names: where groups are shown and small ones are
    /// not.
    fn hides_names(&self, material: &Material) -> bool {
        self.by.is_some() && material.min_cell.is_some_and(|least| least > 1)
    }
}

/// A report that goes in.
pub struct Part {
    /// Makes it, or nothing where the study has no such thing.
    pub make: fn(&Material, &Options) -> Option<Report>,
    /// Whether it has a place on the page; all have files.
    pub on_page: bool,
}

/// The reports that go in, in the order of the page. The theme table is the first: the page's tree
/// and its groups are made from it.
pub static PARTS: &[Part] = &[
    Part { make: |material, options| Some(themes(material, options)), on_page: false },
    // Without groups: a row a case that said its group would break the small-cell rule.
    Part {
        make: |material, _| Some(matrix::report(material, &Default::default())),
        on_page: false,
    },
    Part { make: stages, on_page: true },
    Part { make: |material, _| model::standard(material), on_page: true },
];

/// The formats of the files, where this emic knows them.
const FORMATS: [&str; 3] = ["csv", "xlsx", "docx"];

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder.
    pub name: String,
    /// What it is, in the page's list of files.
    pub about: &'static str,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// The stages as they go in: without the row a case where names are withheld.
fn stages(material: &Material, options: &Options) -> Option<Report> {
    let mut report = stages::standard(material)?;
    if options.hides_names(material) {
        report.sections.retain(|section| section.key != stages::REACH);
    }
    Some(report)
}

/// The theme table as it goes in.
fn themes(material: &Material, options: &Options) -> Report {
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let wanted = themes::Options {
        by: options.by.clone(),
        min_cell: material.min_cell,
        intervals: options.intervals,
        chart: true,
        codes: material.codes.clone(),
        coder: material.coder.clone(),
        filter: material.filter.clone(),
        ..themes::Options::default()
    };
    themes::report(&material.codebook, &Frequencies::of(material, by), &wanted, &|_| None)
}

/// All files; the page is the first.
pub fn files(material: &Material, options: &Options) -> Result<Vec<File>, Diagnostic> {
    let mut files = Vec::new();
    let mut shown = Vec::new();
    let mut table = None;
    for part in PARTS {
        let Some(report) = (part.make)(material, options) else { continue };
        for format in FORMATS.iter().filter_map(|name| format::named(name).ok()) {
            files.push(file(&report, format, options)?);
        }
        for (number, figure) in svg::figures(&report).enumerate() {
            let name = match number {
                0 => format!("{}.svg", report.name),
                more => format!("{}-{}.svg", report.name, more + 1),
            };
            files.push(File { name, about: "figure", bytes: draw::svg(figure).into_bytes() });
        }
        if table.is_none() {
            table = Some(report);
        } else if part.on_page {
            shown.push(report);
        }
    }
    let table = table.unwrap_or_default();
    let page = page::Page { material, options, themes: &table, others: &shown, files: &files };
    let bytes = page.write().into_bytes();
    files.insert(0, File { name: "index.html".to_owned(), about: "this page", bytes });
    Ok(files)
}

fn file(report: &Report, format: &'static Format, options: &Options) -> Result<File, Diagnostic> {
    let excel_safe = options.excel_safe;
    let bytes = (format.render)(report, &format::Options { width: None, excel_safe })?;
    let extension = format.extensions.first().copied().unwrap_or(format.name);
    Ok(File { name: format!("{}.{extension}", report.name), about: format.about, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn page(min_cell: Option<u64>, by: bool) -> String {
        let mut material = three_people();
        material.min_cell = min_cell;
        let by = by.then(|| ("site".to_owned(), Vec::new()));
        let options = Options { title: "A <study>".into(), by, quotes: 9, ..Options::default() };
        let files = files(&material, &options).unwrap();
        assert_eq!(files, super::files(&material, &options).unwrap());
        String::from_utf8(files[0].bytes.clone()).unwrap()
    }

    #[test]
    fn every_report_has_its_files() {
        let material = three_people();
        let files = files(&material, &Options::default()).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        for name in ["index.html", "themes.csv", "themes.svg", "matrix.csv"] {
            assert!(names.contains(&name), "{names:?}");
        }
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{names:?}");
    }

    #[test]
    fn the_page_quotes_and_does_not_hold_transcripts() {
        let page = page(None, true);
        assert!(page.contains("<h1>A &lt;study&gt;</h1>"));
        assert!(page.contains("We hope [laughs] so."));
        assert!(page.contains("And you?"), "what was asked stands with it");
        assert!(page.contains("B, South · t3, turn 2"));
        assert!(!page.contains("C: No."));
        for asking in ["http:", "https:", "url(", "@import", " src=", "<link", " style="] {
            assert!(!page.contains(asking), "{asking}");
        }
    }

    #[test]
    fn small_groups_are_no_filter_and_people_are_not_named_beside_groups() {
        let page = page(Some(2), true);
        assert!(!page.contains("<select id=\"group\">"), "no group has two people");
        assert!(page.contains("group not shown"));
        assert!(!page.contains("B, South") && !page.contains("t3, turn 2"));
        let ungrouped = self::page(Some(2), false);
        assert!(ungrouped.contains("B · t3, turn 2"));
    }
}
