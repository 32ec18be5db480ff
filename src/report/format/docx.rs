//! Word documents (Office Open XML WordprocessingML, ECMA-376): headings, tables, quotations.
//!
//! A report becomes a document that can be handed in or pasted from: the report's name is the
//! title, sections have real headings (so that Word's navigation and table of contents see them),
//! tables are real tables whose heading row is repeated on every page, quotations have the style
//! `Quote`. Looks are in the styles alone and can be changed there. No clock: the same report gives
//! the same bytes.

mod figure;
mod graph;
mod paragraph;
mod styles;
mod table;

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::walk::{self, Block, blocks, one_line};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::section::Quote;
use paragraph::{escaped, paragraph};
use table::Page;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes what people see.
pub fn render(report: &Report) -> Result<Vec<u8>, Diagnostic> {
    let title = walk::title(report);
    let (body, page) = body(report, 0, &mut 0);
    package(&title, &(paragraph("Title", &title) + &body + &page.section())).map_err(fault)
}

/// Writes several reports as the chapters of one document, each on paper of its own.
pub fn chapters(title: &str, reports: &[Report]) -> Result<Vec<u8>, Diagnostic> {
    let mut text = paragraph("Title", &one_line(title));
    let mut figures = 0;
    for (number, report) in reports.iter().enumerate() {
        let (body, page) = body(report, 1, &mut figures);
        text += &paragraph("Heading1", &walk::title(report));
        text += &body;
        // The paper of all but the last chapter hangs on a paragraph.
        text += &match number + 1 < reports.len() {
            true => format!("<w:p><w:pPr>{}</w:pPr></w:p>", page.section()),
            false => page.section(),
        };
    }
    package(title, &text).map_err(fault)
}

fn fault(error: ZipError) -> Diagnostic {
    Diagnostic::error(format!("the Word document could not be made: {error}"))
}

fn package(title: &str, body: &str) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let files = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("docProps/core.xml", properties(title)),
        ("word/_rels/document.xml.rels", relations(&[("styles", "styles.xml")])),
        ("word/styles.xml", styles::styles()),
        ("word/document.xml", document(body)),
    ];
    for (name, text) in files {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let package = "application/vnd.openxmlformats-package";
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"{package}.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/>\
         <Override PartName=\"/word/styles.xml\" ContentType=\"{word}.styles+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"{package}.core-properties+xml\"/></Types>"
    )
}

fn relations(targets: &[(&str, &str)]) -> String {
    let mut text = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (number, (kind, target)) in targets.iter().enumerate() {
        text.push_str(&format!(
            "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"
        ));
    }
    if targets.iter().any(|(kind, _)| *kind == "officeDocument") {
        text.push_str(&format!(
            "<Relationship Id=\"properties\" \
             Type=\"{PACKAGE}/relationships/metadata/core-properties\" \
             Target=\"docProps/core.xml\"/>"
        ));
    }
    text + "</Relationships>"
}

fn properties(title: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title>\
         <dc:creator>emic</dc:creator></cp:coreProperties>",
        escaped(&one_line(title))
    )
}

fn document(body: &str) -> String {
    format!(
        "{HEAD}<w:document xmlns:w=\"{WORD}\" {}><w:body>{body}</w:body></w:document>",
        graph::NAMES
    )
}

/// What stands below a report's title, with headings so many levels down, and its paper. Figures
/// are counted through the document.
fn body(report: &Report, down: u8, figures: &mut usize) -> (String, Page) {
    let blocks = blocks(report);
    let is_wide =
        blocks.iter().any(|block| matches!(block, Block::Table(one) if table::is_wide(one)));
    let page = if is_wide { Page::LANDSCAPE } else { Page::PORTRAIT };
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Head(lines) => lines.iter().for_each(|line| body += &paragraph("Base", line)),
            Block::Heading(level, title) => {
                let level = level.saturating_add(down).clamp(1, styles::HEADINGS);
                body += &paragraph(&format!("Heading{level}"), &one_line(title));
            }
            Block::Table(one) => body += &table::table(one, page),
            Block::Quotes(quotes) => quotes.iter().for_each(|quote| body += &said(quote)),
            Block::Prose(lines) => {
                lines.iter().for_each(|line| body += &paragraph("BodyText", line))
            }
            Block::Figure(drawn) => {
                *figures += 1;
                body += &figure::figure(drawn, page, *figures);
            }
            Block::Notes(lines) => lines.iter().for_each(|line| body += &paragraph("Note", line)),
        }
    }
    (body, page)
}

fn said(quote: &Quote) -> String {
    let question = quote.question.as_ref();
    let question = question.map(|text| paragraph("Question", &one_line(text)));
    let words = format!("“{}” ({})", one_line(&quote.text), one_line(&quote.label));
    question.unwrap_or_default() + &paragraph("Quote", &words)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;
    use crate::report::section::{Body, Section};
    use crate::report::table::{Column, Table};

    fn report() -> Report {
        let mut data = Table::new(vec![Column::text("code", "Code"), Column::count("n", "n")]);
        data.push(vec!["    </w:t>\u{0}\u{1b}[1m\u{ffff}\u{202e}=1+1".into(), "5".into()]);
        let quote = Quote {
            text: "One <b>\ntwo & \"three\"".into(),
            label: "P9, HCP".into(),
            question: Some("Why?".into()),
            ..Quote::default()
        };
        let mut report = Report::new("themes", data);
        report.head = vec!["Codings by rules.".into()];
        report.notes = vec!["Counts.".into()];
        let quotes = Body::Quotes(vec![quote]);
        report.sections = vec![Section { level: 9, ..Section::new("", "Trust", quotes) }];
        report
    }

    fn file(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The texts of a document, and whether its tags close.
    fn texts(xml: &str) -> Vec<String> {
        let mut reader = Reader::from_str(xml);
        let (mut texts, mut inside) = (Vec::new(), false);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) if tag.name().as_ref() == "w:t" => {
                    inside = true;
                    texts.push(String::new());
                }
                Event::End(tag) if tag.name().as_ref() == "w:t" => inside = false,
                Event::Text(text) if inside => {
                    texts.last_mut().unwrap().push_str(&text);
                }
                Event::GeneralRef(name) if inside => {
                    let name = format!("&{};", &*name);
                    let sign = quick_xml::escape::unescape(&name).unwrap();
                    texts.last_mut().unwrap().push_str(&sign);
                }
                Event::Eof => return texts,
                _ => {}
            }
        }
    }

    #[test]
    fn hostile_text_stays_text_and_every_part_is_xml() {
        let bytes = render(&report()).unwrap();
        assert_eq!(
            texts(&file(&bytes, "word/document.xml")),
            [
                "Themes",
                "Codings by rules.",
                "Code",
                "n",
                "</w:t>␀␛[1m\u{fffd}\u{fffd}=1+1",
                "5",
                "Counts.",
                "Trust",
                "Why?",
                "“One <b> two & \"three\"” (P9, HCP)"
            ]
        );
        for name in [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/styles.xml",
            "word/_rels/document.xml.rels",
        ] {
            assert!(texts(&file(&bytes, name)).is_empty());
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_comes_out_as_it_went_in(text in "\\PC*|[\0-\u{20}<>&_x\u{fff0}-\u{ffff}]*") {
            let mut data = Table::new(vec![Column::text("said", "Said")]);
            data.push(vec![format!("“{text}”").into()]);
            let bytes = render(&Report::new("test", data)).unwrap();
            let texts = texts(&file(&bytes, "word/document.xml"));
            let shown = crate::report::escape::document(&format!("“{text}”"));
            proptest::prop_assert_eq!(texts[2..].join("\n"), shown);
        }
    }

    #[test]
    fn headings_quotations_and_repeated_rows_are_real_ones() {
        let xml = file(&render(&report()).unwrap(), "word/document.xml");
        let styles = file(&render(&report()).unwrap(), "word/styles.xml");
        for style in ["Title", "Base", "Heading6", "Quote", "Question", "Note"] {
            assert!(xml.contains(&format!("<w:pStyle w:val=\"{style}\"/>")), "{style}");
            assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
        }
        assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    }

    #[test]
    fn several_reports_are_chapters_on_paper_of_their_own() {
        let wide = (0..40).map(|place| Column::text(format!("c{place}"), "Incomprehensible"));
        let wide = Report::new("job-description", Table::new(wide.collect()));
        let xml = file(&chapters("A <study>", &[report(), wide]).unwrap(), "word/document.xml");
        let texts = texts(&xml);
        assert_eq!(texts[..3], ["A <study>", "Themes", "Codings by rules."]);
        assert!(texts.contains(&"Job description".to_owned()));
        assert_eq!(xml.matches("w:val=\"Heading1\"").count(), 2);
        assert_eq!(xml.matches("<w:sectPr>").count(), 2);
        assert_eq!(xml.matches("landscape").count(), 1);
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        assert_eq!(render(&report()).unwrap(), render(&report()).unwrap());
    }

    #[test]
    fn our_own_reader_reads_it() {
        let bytes = render(&report()).unwrap();
        let options = crate::transcript::read::Options::default();
        let transcript = crate::transcript::read::read(&bytes, "themes.docx", &options).unwrap();
        assert!(transcript.text.contains("two & \"three\"” (P9, HCP)"), "{}", transcript.text);
    }
}
