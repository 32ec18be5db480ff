//! Word documents (ECMA-376): the part of the package that holds the text.
//!
//! In comes the package, out comes its main part as paragraphs and tables, with the boldness of its
//! styles; [`document`] makes turns of them.

use super::input::Input;
use super::package::{Package, damaged};
use super::{Reader, document, docx_styles, paragraphs};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Word documents.
pub(super) struct Docx;

/// Where the text of a document is.
const MAIN: &str = "word/document.xml";

/// Where its styles are.
const STYLES: &str = "word/styles.xml";

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn about(&self) -> &'static str {
        "Word documents: labels, bold labels, tables of turns, Teams exports"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        Package::open(&input.bytes, input.path).is_ok_and(|package| main_part(&package).is_some())
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let mut package = Package::open(&input.bytes, path)?;
        let Some(main) = main_part(&package) else { return Err(package.unknown()) };
        let xml = package.text(&main)?;
        let styles = match package.has(STYLES) {
            true => package.text(STYLES).unwrap_or_default(),
            false => String::new(),
        };
        let read = paragraphs::document(&xml, docx_styles::bold(&styles)).map_err(|why| {
            let mut error = damaged(path);
            error.message = format!("`{path}` is a damaged Word document: {why}");
            error
        })?;
        drop(xml);
        document::transcript(&read, &input)
    }
}

/// The name of the part that holds the text.
fn main_part(package: &Package) -> Option<String> {
    if package.has(MAIN) {
        return Some(MAIN.to_owned());
    }
    let is_main = |name: &String| {
        name.strip_prefix("word/document").is_some_and(|rest| rest.ends_with(".xml"))
    };
    package.names().into_iter().find(is_main)
}

#[cfg(test)]
mod tests;
