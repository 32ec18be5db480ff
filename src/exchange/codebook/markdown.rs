//! A codebook as a page in Markdown that a team can read, change and take in again.
//!
//! In comes a codebook, out comes a heading a code, its short fields as a list (`- kind: theme`) and
//! its texts below their names in bold. A line of a text that would mean something in Markdown has
//! a backslash in front.

use super::columns::{FIELDS, Field, field, name};
use super::sheet::written;
use crate::codebook::tree::Tree;
use crate::codebook::{Code, Codebook, Kind, Status};

/// Fields that are a text or several, each with its name above it.
pub(super) const TEXTS: [Field; 6] = [
    Field::Brief,
    Field::Definition,
    Field::UseWhen,
    Field::NotWhen,
    Field::Examples,
    Field::NonExamples,
];

/// Fields of several texts.
pub(super) const LISTS: [Field; 4] =
    [Field::UseWhen, Field::NotWhen, Field::Examples, Field::NonExamples];

/// The most signs of a heading.
const DEEPEST: usize = 6;

/// The page.
pub fn markdown(codebook: &Codebook) -> String {
    let title = if codebook.name.is_empty() { &codebook.id } else { &codebook.name };
    let mut page = format!("# {}\n\n", heading(title));
    let head = [
        ("id", Some(&codebook.id)),
        ("version", Some(&codebook.version)),
        ("date", codebook.date.as_ref()),
        ("language", Some(&codebook.language)),
        ("approach", codebook.approach.as_ref()),
        ("source", codebook.source.as_ref()),
    ];
    for (key, text) in head {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            page.push_str(&format!("- {key}: {}\n", line(text)));
        }
    }
    let tree = Tree::new(codebook);
    for (place, code) in codebook.codes.iter().enumerate() {
        entry(&mut page, code, tree.depth(place));
    }
    page
}

fn entry(page: &mut String, code: &Code, depth: usize) {
    let signs = "#".repeat((depth + 2).min(DEEPEST));
    page.push_str(&format!("\n{signs} {}\n\n", heading(&code.label)));
    for (field, ..) in FIELDS {
        let is_default = match field {
            Field::Label => true,
            Field::Kind => code.kind == Kind::Code,
            Field::Status => code.status == Status::Active,
            Field::Codable => code.codable,
            field => TEXTS.contains(&field),
        };
        let text = written(code, field).replace('\n', "; ");
        if !is_default && !text.is_empty() {
            page.push_str(&format!("- {}: {text}\n", name(field)));
        }
    }
    for field in TEXTS {
        let texts: &[String] = match field {
            Field::UseWhen => &code.use_when,
            Field::NotWhen => &code.not_when,
            Field::Examples => &code.examples,
            Field::NonExamples => &code.non_examples,
            _ => &[],
        };
        let text = match LISTS.contains(&field) {
            true => texts.iter().map(|text| item(text)).collect(),
            false => escaped(&written(code, field)),
        };
        if !text.trim().is_empty() {
            page.push_str(&format!("\n**{}**\n\n{}\n", capital(name(field)), text.trim_end()));
        }
    }
}

/// One of several texts.
fn item(text: &str) -> String {
    format!("- {}\n", text.trim().replace("\r\n", "\n").replace('\n', "\n  "))
}

/// A text whose lines mean nothing in Markdown.
fn escaped(text: &str) -> String {
    let line = |line: &str| {
        if is_meant(line) { format!("\\{line}") } else { line.to_owned() }
    };
    text.replace("\r\n", "\n").split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a line begins with what the page itself uses.
pub(super) fn is_meant(line: &str) -> bool {
    let is_sign =
        ["#", "**", "- ", "* ", "\\", "+ ", "```", "<"].iter().any(|sign| line.starts_with(sign));
    is_sign || line.split_once(':').is_some_and(|(key, _)| field(key).is_some())
}

/// A text as a heading. Signs at its end that would close the heading are marked as its own: `\#`.
fn heading(text: &str) -> String {
    let text = line(text);
    let stem = text.trim_end_matches('#');
    match stem.len() < text.len() && (stem.is_empty() || stem.ends_with([' ', '\\'])) {
        true => format!("{stem}\\{}", text.get(stem.len()..).unwrap_or_default()),
        false => text,
    }
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Brief definition`.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
