//! Output formats: a report in, bytes out. A format a file, and a line in [`FORMATS`].

pub mod csv;
pub mod docx;
pub mod dot;
mod graphs;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod latex;
pub mod markdown;
pub mod mermaid;
pub mod svg;
pub mod terminal;
pub mod tsv;
pub mod walk;
pub mod width;
pub mod xlsx;

use super::Report;
use super::table::Table;
use crate::diagnostic::Diagnostic;

/// One output format.
#[derive(Debug)]
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// The extensions of `--output` that mean it.
    pub extensions: &'static [&'static str],
    /// What it is, for the help.
    pub about: &'static str,
    /// Writes a report, or says why this one cannot be written so.
    pub render: fn(&Report, &Options) -> Result<Vec<u8>, Diagnostic>,
    /// Whether it is no text: a terminal cannot show it.
    pub binary: bool,
    /// How a long table is written part by part, where the format allows it.
    pub parts: Option<Parts>,
}

/// Writes a table part by part.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// What stands before all rows.
    pub begin: fn(&Table, &Options) -> Vec<u8>,
    /// Some rows.
    pub rows: fn(&Table, &Options) -> Vec<u8>,
}

/// What a format may need to know of the place it is written to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Columns of the terminal; without, lines are as long as they need to be.
    pub width: Option<usize>,
    /// Whether csv and tsv cells that look like formulas are neutralised.
    pub excel_safe: bool,
}

/// All formats, the default first.
pub static FORMATS: &[Format] = &[
    Format {
        name: "table",
        extensions: &["txt"],
        about: "aligned columns for reading",
        render: |report, options| Ok(terminal::render(report, options)),
        binary: false,
        parts: None,
    },
    Format {
        name: "csv",
        extensions: &["csv"],
        about: "comma-separated, exact values",
        render: |report, options| Ok(csv::render(report, options)),
        binary: false,
        parts: Some(Parts {
            begin: |table, options| csv::header(table, options, ','),
            rows: |table, options| csv::rows(table, options, ','),
        }),
    },
    Format {
        name: "tsv",
        extensions: &["tsv", "tab"],
        about: "tab-separated, exact values",
        render: |report, options| Ok(tsv::render(report, options)),
        binary: false,
        parts: Some(Parts {
            begin: |table, options| csv::header(table, options, '\t'),
            rows: |table, options| csv::rows(table, options, '\t'),
        }),
    },
    Format {
        name: "json",
        extensions: &["json"],
        about: "one JSON document with head and results",
        render: |report, options| Ok(json::render(report, options)),
        binary: false,
        parts: None,
    },
    Format {
        name: "jsonl",
        extensions: &["jsonl", "ndjson"],
        about: "one JSON object a row",
        render: |report, options| Ok(jsonl::render(report, options)),
        binary: false,
        parts: Some(Parts { begin: |_, _| Vec::new(), rows: jsonl::rows }),
    },
    Format {
        name: "md",
        extensions: &["md", "markdown"],
        about: "a Markdown table",
        render: |report, options| Ok(markdown::render(report, options)),
        binary: false,
        parts: None,
    },
    Format {
        name: "latex",
        extensions: &["tex"],
        about: "tables for LaTeX, with booktabs and longtable",
        render: |report, _| Ok(latex::render(report)),
        binary: false,
        parts: None,
    },
    Format {
        name: "docx",
        extensions: &["docx"],
        about: "a Word document",
        render: |report, _| docx::render(report),
        binary: true,
        parts: None,
    },
    Format {
        name: "xlsx",
        extensions: &["xlsx"],
        about: "an Excel workbook, exact values",
        render: |report, _| xlsx::render(report),
        binary: true,
        parts: None,
    },
    Format {
        name: "html",
        extensions: &["html", "htm"],
        about: "one page with tables, quotations and figures",
        render: |report, options| Ok(html::render(report, options)),
        binary: false,
        parts: None,
    },
    Format {
        name: "svg",
        extensions: &["svg"],
        about: "the report's first figure",
        render: svg::render,
        binary: false,
        parts: None,
    },
    Format {
        name: "mermaid",
        extensions: &["mmd", "mermaid"],
        about: "boxes and arrows for Mermaid",
        render: mermaid::render,
        binary: false,
        parts: None,
    },
    Format {
        name: "dot",
        extensions: &["dot", "gv"],
        about: "boxes and arrows for Graphviz",
        render: dot::render,
        binary: false,
        parts: None,
    },
];

impl Format {
    /// Whether figures are drawn in it, so that a report adds them unasked.
    pub fn draws(&self) -> bool {
        ["html", "svg", "docx", "latex"].contains(&self.name)
    }
}

/// The format of that name.
pub fn named(name: &str) -> Result<&'static Format, Diagnostic> {
    let lower = name.trim().to_lowercase();
    let names = || FORMATS.iter().map(|format| format.name);
    FORMATS.iter().find(|format| format.name == lower).ok_or_else(|| {
        let list: Vec<&str> = names().collect();
        Diagnostic::error(format!("there is no output format `{name}`"))
            .did_you_mean(&lower, names())
            .help(format!("the formats are {}", list.join(", ")))
    })
}

/// The format that a file's extension means.
pub fn of_extension(extension: &str) -> Option<&'static Format> {
    let lower = extension.to_lowercase();
    FORMATS.iter().find(|format| format.extensions.contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::table::{Cell, Column};
    use super::*;

    /// One report through every format: what changes in one is seen beside the others.
    #[test]
    fn every_format() {
        let mut data = Table::new(vec![
            Column::text("code", "Code"),
            Column::count("cases", "Cases"),
            Column::number("cases_pct", "%", 1),
            Column::text("said", "Said"),
        ]);
        data.push(vec![
            "trust".into(),
            Cell::Count(8),
            Cell::Number(200.0 / 3.0),
            "=\"so\", she\nsaid | 信".into(),
        ]);
        data.push(vec!["  trust.gain".into(), Cell::Count(0), Cell::Missing, Cell::Missing]);
        let report = Report {
            head: vec!["Codings by rules; 8 of 12 cases.".into()],
            facts: vec![("coder", "rules".into()), ("cases_n", Cell::Count(12))],
            notes: vec!["Counts describe this sample.".into()],
            ..Report::new("themes", data)
        };
        let mut all = String::new();
        for format in FORMATS.iter().filter(|format| !format.binary) {
            let options = Options { width: Some(40), excel_safe: false };
            // It has no figure to draw.
            let Ok(bytes) = (format.render)(&report, &options) else { continue };
            let text = String::from_utf8(bytes).unwrap();
            let is_shown = |line: &&str| !line.contains("Content-Security-Policy");
            let text: String =
                text.replace(html::CSS, "…").split_inclusive('\n').filter(is_shown).collect();
            all.push_str(&format!("-- {}\n{text}", format.name));
        }
        let plain = all.replace(terminal::BOLD, "").replace(terminal::PLAIN, "");
        insta::assert_snapshot!(plain);
    }

    #[test]
    fn names_and_extensions() {
        assert_eq!(named("CSV").unwrap().name, "csv");
        assert_eq!(of_extension("MD").unwrap().name, "md");
        assert!(of_extension("vtt").is_none());
        let help = named("jsno").unwrap_err().help;
        assert_eq!(help[0], "did you mean `json`?");
    }
}
