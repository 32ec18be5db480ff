//! PDF documents (ISO 32000): the text of the pages, without what belongs to the page alone.
//!
//! In come the bytes, out come turns, as from plain text. A PDF knows places of letters, not words,
//! lines or paragraphs: they are put together here, ligatures are taken apart, and running heads, page
//! numbers and line numbers in the margin are left out and told. The note to check the text is
//! therefore always given. Nothing outside the file is ever looked at.

use super::input::Input;
use super::nfc;
use super::pdf_furniture::{self as furniture, LeftOut};
use super::pdf_lines::{Line, lines};
use super::pdf_text::{self, Extracted};
use super::{Reader, document, pdf_order};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// PDF documents.
pub(super) struct Pdf;

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn about(&self) -> &'static str {
        "PDF documents with text: to be checked against the page"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        input.bytes.trim_ascii_start().starts_with(b"%PDF-")
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let Extracted { pages, failed } = pdf_text::extracted(&input.bytes, path)?;
        let mut pages: Vec<Vec<Line>> = pages.into_iter().map(lines).collect();
        let left_out = furniture::remove(&mut pages);
        let text = nfc::normalised(text_of(&pages));
        if !text.contains(char::is_alphanumeric) {
            return Err(Diagnostic::error(format!("`{path}` has no text on its pages"))
                .in_file(path)
                .help(
                    "if it is a scan, let a program recognise the text (OCR) and give its result",
                ));
        }
        let has_odd = odd_letters(&text);
        let mut transcript = document::of_text(text, &input)?;
        transcript.notes.push(to_check(&left_out, path));
        transcript.notes.extend(unread_pages(&failed, path));
        if has_odd {
            let message = format!("`{path}` does not tell which letters some of its signs are");
            let warning = Diagnostic::warning(message).in_file(path);
            transcript.notes.push(warning.help("ask for the document it was made from"));
        }
        Ok(transcript)
    }
}

/// The lines as text: a blank line where the space between two is larger than is usual.
fn text_of(pages: &[Vec<Line>]) -> String {
    let usual = usual_step(pages);
    let mut text = String::new();
    for page in pages {
        let mut above: Option<&Line> = None;
        for line in page {
            if above.is_some_and(|above| above.y - line.y > usual * 1.35) {
                text.push('\n');
            }
            text.push_str(&pdf_order::read(&folded(&line.text())));
            text.push('\n');
            above = Some(line);
        }
    }
    text
}

/// How far lines of one paragraph stand apart: the smallest step that a good part of all lines has.
fn usual_step(pages: &[Vec<Line>]) -> f64 {
    let mut steps: Vec<f64> = Vec::new();
    for page in pages {
        let pairs = page.iter().zip(page.iter().skip(1));
        steps.extend(pairs.map(|(above, line)| above.y - line.y).filter(|step| *step > 0.0));
    }
    steps.sort_by(f64::total_cmp);
    let size = pages.iter().flatten().map(|line| line.size).fold(0.0, f64::max);
    // Where every line is a paragraph, the smallest step is one between paragraphs.
    let small = steps.get(steps.len() / 10).copied().unwrap_or(size * 1.2);
    small.min(size * 1.6).max(1.0)
}

/// A line with its ligatures taken apart.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{FB00}' => text.push_str("ff"),
            '\u{FB01}' => text.push_str("fi"),
            '\u{FB02}' => text.push_str("fl"),
            '\u{FB03}' => text.push_str("ffi"),
            '\u{FB04}' => text.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
            '\u{A0}' => text.push(' '),
            '\u{AD}' => {}
            c if c.is_control() && c != '\t' => {}
            c => text.push(c),
        }
    }
    // A soft hyphen is seen at a line's end only.
    if line.trim_end().ends_with('\u{AD}') {
        text.truncate(text.trim_end().len());
        text.push('-');
    }
    text
}

/// Whether signs stand in the text whose letters nobody knows.
fn odd_letters(text: &str) -> bool {
    let is_odd = |c: &char| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
    text.chars().filter(is_odd).count() * 200 > text.chars().count()
}

fn to_check(left_out: &LeftOut, path: &str) -> Diagnostic {
    let mut parts = Vec::new();
    for (number, what) in [
        (left_out.heads, "running heads and feet"),
        (left_out.pages, "page numbers"),
        (left_out.lines, "line numbers"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    let left_out = match parts.is_empty() {
        true => String::new(),
        false => format!("; left out: {}", parts.join(", ")),
    };
    Diagnostic::note(format!(
        "check the text of `{path}`: it was put together from places on pages{left_out}"
    ))
    .in_file(path)
    .help("the document that the PDF was made from is read more surely")
}

fn unread_pages(failed: &[u32], path: &str) -> Option<Diagnostic> {
    let first = failed.first()?;
    let pages = match failed.len() {
        1 => format!("page {first}"),
        more => format!("{more} pages, the first of them page {first},"),
    };
    Some(
        Diagnostic::warning(format!("{pages} of `{path}` could not be read"))
            .in_file(path)
            .help("open the file, print it into a new PDF and give that one"),
    )
}
