//! The letters of a PDF's pages, each at its place.
//!
//! In come the bytes, out come the letters of every page in the order in which they were written. The
//! library that knows fonts stops dead at whatever it does not expect: each page is tried by itself on
//! a thread of its own, and a page at which it stops is told, not lost with the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::thread;

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

use super::pdf_limits;
use super::pdf_lines::Letter;
use crate::diagnostic::Diagnostic;

/// What could be read.
pub(super) struct Extracted {
    /// The letters of each page.
    pub(super) pages: Vec<Vec<Letter>>,
    /// The numbers of the pages that could not be read.
    pub(super) failed: Vec<u32>,
}

/// The most pages that are read.
const MOST_PAGES: usize = 4_000;

/// The most letters that a file may have.
const MOST_LETTERS: usize = 20_000_000;

/// Forms within forms take room on the stack.
const STACK: usize = 64 << 20;

/// The name of the thread on which panics say nothing.
const THREAD: &str = "pdf";

/// Reads the letters of all pages.
pub(super) fn extracted(bytes: &[u8], path: &str) -> Result<Extracted, Diagnostic> {
    pdf_limits::check(bytes, path)?;
    be_silent();
    let worked = thread::scope(|scope| {
        let work = || catch_unwind(AssertUnwindSafe(|| pages(bytes, path)));
        let builder = thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
        let thread = builder.spawn_scoped(scope, work).ok()?;
        thread.join().ok()?.ok()
    });
    worked.unwrap_or_else(|| Err(damaged(path)))
}

/// A panic on the thread for PDFs is no event: its page is told instead.
fn be_silent() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
}

fn damaged(path: &str) -> Diagnostic {
    Diagnostic::error(format!("`{path}` is a damaged PDF or cut off"))
        .in_file(path)
        .help("open the file, print it into a new PDF and give that one, or its text")
}

fn pages(bytes: &[u8], path: &str) -> Result<Extracted, Diagnostic> {
    let mut document = Document::load_mem(bytes).map_err(|_| damaged(path))?;
    if document.is_encrypted() {
        return Err(pdf_limits::protected(path));
    }
    pdf_limits::tame(&mut document);
    let numbers: Vec<u32> = document.get_pages().into_keys().take(MOST_PAGES + 1).collect();
    if numbers.len() > MOST_PAGES {
        return Err(Diagnostic::error(format!("`{path}` has more than {MOST_PAGES} pages"))
            .in_file(path)
            .help("split it into one file an interview"));
    }
    if numbers.is_empty() {
        return Err(damaged(path));
    }
    let (mut pages, mut failed) = (Vec::new(), Vec::new());
    let mut left = MOST_LETTERS;
    for number in numbers {
        let mut page = Page { letters: Vec::new(), left };
        let drawn =
            catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut page, number)));
        if !matches!(drawn, Ok(Ok(()))) {
            failed.push(number);
        }
        left = page.left;
        pages.push(page.letters);
    }
    match failed.len() == pages.len() {
        true => Err(damaged(path)),
        false => Ok(Extracted { pages, failed }),
    }
}

/// Collects the letters of one page.
struct Page {
    letters: Vec<Letter>,
    /// How many more there may be.
    left: usize,
}

impl OutputDev for Page {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        let Some(left) = self.left.checked_sub(1) else {
            return Err(OutputError::FormatError(std::fmt::Error));
        };
        self.left = left;
        let across = place.m11.hypot(place.m12) * font_size.abs();
        let size = place.m21.hypot(place.m22) * font_size.abs();
        // Letters that run upwards or upside down are no lines of the page: watermarks, stamps.
        if place.m11 > 0.0 && place.m12.abs() < place.m11 * 0.2 && !letters.is_empty() {
            self.letters.push(Letter {
                x: place.m31,
                y: place.m32,
                width: width * across,
                size,
                text: letters.chars().take(8).collect(),
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
