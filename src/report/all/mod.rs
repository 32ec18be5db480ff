//! Everything about a study in one folder: a page that explains itself, and the reports as files.
//!
//! In comes the material of a study; out come files by name, the same bytes on every run. Which
//! reports go in stands in [`PARTS`], a line a report; how each of them goes in, in `parts`.

mod page;
mod parts;
mod quotes;
mod tree;

use super::format::{self, Format, docx, svg, xlsx};
use super::keyness::Words;
use super::material::Material;
use super::quotes::label::Label;
use super::section::Body;
use super::table::Table;
use super::{Report, draw};
use crate::diagnostic::Diagnostic;
use crate::study::summaries::Summary;

/// What everything shall show.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// The attributes in the order that the study declares.
    pub declared: Vec<String>,
    /// How the quote bank says whose words they are; by case where the study says nothing.
    pub label: Option<Label>,
    /// What people wrote into the framework matrix.
    pub summaries: Vec<Summary>,
    /// The file it stands in, as people know it.
    pub summaries_file: String,
    /// The words of each group, where groups are compared.
    pub words: Option<Words>,
    /// How far coders agree, where people coded.
    pub agreement: Option<Report>,
}

impl Options {
    /// Whether names are withheld: where groups are shown and small ones are not. A name beside
    /// words that the page shows under a group would tell the name's group.
    fn hides_names(&self, material: &Material) -> bool {
        self.by.is_some() && hides_small(material)
    }
}

/// Whether small groups are not shown.
fn hides_small(material: &Material) -> bool {
    material.min_cell.is_some_and(|least| least > 1)
}

/// A report that goes in.
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// Makes it, or says why the study has no such thing.
    pub make: fn(&Material, &Options) -> Result<Report, &'static str>,
    /// How much of it stands on the page; all have files.
    pub on_page: OnPage,
}

/// How much of a report stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPage {
    /// Nothing: it has files alone.
    Nothing,
    /// Its figures with the remarks on them.
    Figures,
    /// Its main table with the remarks on it.
    Table,
    /// Everything.
    All,
}

/// The theme table: the page's tree and its groups are made from it.
const THEMES: &str = "themes";

/// The reports that go in, in the order of the page and of the document with all of them.
pub static PARTS: &[Part] = &[
    Part { name: "participants", make: parts::participants, on_page: OnPage::All },
    Part { name: THEMES, make: parts::themes, on_page: OnPage::Nothing },
    Part { name: "matrix", make: parts::matrix, on_page: OnPage::Nothing },
    Part { name: "sources", make: parts::sources, on_page: OnPage::Table },
    Part { name: "waves", make: parts::waves, on_page: OnPage::Figures },
    Part { name: "stages", make: parts::stages, on_page: OnPage::All },
    Part { name: "model", make: parts::model, on_page: OnPage::All },
    Part { name: "cooccurrence", make: parts::cooccurrence, on_page: OnPage::Figures },
    Part { name: "keyness", make: parts::keyness, on_page: OnPage::Table },
    Part { name: "joint", make: parts::joint, on_page: OnPage::Table },
    Part { name: "saturation", make: parts::saturation, on_page: OnPage::Figures },
    Part { name: "agree", make: parts::agree, on_page: OnPage::Table },
    Part { name: "activity", make: parts::activity, on_page: OnPage::All },
    Part { name: "job-description", make: parts::job_description, on_page: OnPage::Nothing },
    Part { name: "framework", make: parts::framework, on_page: OnPage::Nothing },
    Part { name: "quotes", make: parts::quotes, on_page: OnPage::Nothing },
    Part { name: "codebook", make: parts::codebook, on_page: OnPage::Nothing },
];

/// The formats of the files.
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

/// What comes out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Everything {
    /// All files; the page is the first.
    pub files: Vec<File>,
    /// The reports that do not fit the study, with the reason.
    pub left_out: Vec<(&'static str, &'static str)>,
}

/// Everything about a study.
pub fn everything(material: &Material, options: &Options) -> Result<Everything, Diagnostic> {
    let (mut reports, mut shown, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for part in PARTS {
        match (part.make)(material, options) {
            Ok(report) => {
                shown.extend(on_page(&report, part.on_page));
                reports.push(report);
            }
            Err(why) => left_out.push((part.name, why)),
        }
    }
    let mut files = vec![
        File::new("report.docx", "all reports in one document", {
            docx::chapters(&options.title, &reports)?
        }),
        File::new("report.xlsx", "all reports in one workbook, a sheet each", {
            xlsx::book(&options.title, &reports)?
        }),
    ];
    for report in &reports {
        for format in FORMATS.iter().filter_map(|name| format::named(name).ok()) {
            files.push(file(report, format, options)?);
        }
        for (number, figure) in svg::figures(report).enumerate() {
            let name = match number {
                0 => format!("{}.svg", report.name),
                more => format!("{}-{}.svg", report.name, more + 1),
            };
            files.push(File::new(&name, "figure", draw::svg(figure).into_bytes()));
        }
    }
    let themes = reports.into_iter().find(|report| report.name == THEMES).unwrap_or_default();
    let page = page::Page { material, options, themes: &themes, others: &shown, files: &files };
    let bytes = page.write().into_bytes();
    files.insert(0, File::new("index.html", "this page", bytes));
    Ok(Everything { files, left_out })
}

/// The files that a report has, the first figure's too.
pub fn names(report: &str) -> impl Iterator<Item = String> + use<'_> {
    FORMATS.iter().chain(&["svg"]).map(move |extension| format!("{report}.{extension}"))
}

/// What the page has of a report.
fn on_page(report: &Report, much: OnPage) -> Option<Report> {
    let mut report = report.clone();
    match much {
        OnPage::Nothing => return None,
        OnPage::All => {}
        OnPage::Table => report.sections.clear(),
        OnPage::Figures => {
            report.for_people = Some(Table::default());
            report.sections.retain(|section| matches!(section.body, Body::Figure(_)));
        }
    }
    Some(report)
}

impl File {
    fn new(name: &str, about: &'static str, bytes: Vec<u8>) -> Self {
        File { name: name.to_owned(), about, bytes }
    }
}

fn file(report: &Report, format: &'static Format, options: &Options) -> Result<File, Diagnostic> {
    let excel_safe = options.excel_safe;
    let bytes = (format.render)(report, &format::Options { width: None, excel_safe })?;
    let extension = format.extensions.first().copied().unwrap_or(format.name);
    Ok(File::new(&format!("{}.{extension}", report.name), format.about, bytes))
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
        let made = everything(&material, &options).unwrap();
        assert_eq!(made, everything(&material, &options).unwrap());
        String::from_utf8(made.files[0].bytes.clone()).unwrap()
    }

    #[test]
    fn every_report_has_its_files() {
        let material = three_people();
        let made = everything(&material, &Options::default()).unwrap();
        let names: Vec<&str> = made.files.iter().map(|file| file.name.as_str()).collect();
        for name in ["index.html", "report.docx", "report.xlsx", "themes.csv", "themes.svg"] {
            assert!(names.contains(&name), "{names:?}");
        }
        for part in PARTS {
            let is_left_out = made.left_out.iter().any(|(name, _)| *name == part.name);
            let has_file = names.contains(&format!("{}.csv", part.name).as_str());
            assert!(is_left_out != has_file, "{}", part.name);
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
