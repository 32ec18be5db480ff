//! Writing packages: a project in, bytes out, the same each time.
//!
//! Valid against the schemas of version 1.0: members in the order of the standard, no empty lists.
//! Texts stand in files of their own (`plainTextPath`) as UTF-8 without a mark, lines end in a line
//! feed, positions are code points and the end is exclusive; `--for` changes what a program needs
//! otherwise ([`super::tool`]).

mod project;
mod source;
mod xml;

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::guid;
use super::model::{Code, Project, Set};
use super::side;
use super::tool::Habits;
use crate::diagnostic::Diagnostic;
use xml::Xml;

/// What our packages call the program that wrote them.
pub const ORIGIN: &str = concat!("emic ", env!("CARGO_PKG_VERSION"));

/// A codebook as `.qdc`; nothing if there are no codes, for the standard has no empty codebook.
pub fn codebook(project: &Project) -> Option<String> {
    if project.codes.is_empty() {
        return None;
    }
    let mut xml = Xml::new();
    xml.start("CodeBook").attribute("xmlns", "urn:QDA-XML:codebook:1.0");
    xml.attribute("origin", ORIGIN).start("Codes");
    codes(&mut xml, &project.codes, false);
    xml.end();
    let sets: Vec<&Set> = project.sets.iter().filter(|set| !set.codes.is_empty()).collect();
    if !sets.is_empty() {
        xml.start("Sets");
        for set in sets {
            xml.start("Set").attribute("guid", &set.guid).attribute("name", &set.name);
            description(&mut xml, &set.description);
            for code in &set.codes {
                xml.start("MemberCode").attribute("guid", code).end();
            }
            xml.end();
        }
        xml.end();
    }
    Some(xml.finish())
}

/// A project as `.qdpx`. `side` is the study, for emic alone.
pub fn package(
    project: &Project,
    habits: &Habits,
    side: Option<&side::Files>,
) -> Result<Vec<u8>, Diagnostic> {
    let described = project::project(project, habits);
    let mut parts = vec![("project.qde".to_owned(), described.into_bytes())];
    let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
    for source in &project.sources {
        let text = match habits.two_line_ends {
            true => source.text.replace('\n', "\r\n"),
            false => source.text.clone(),
        };
        texts.push((path("sources/", &source.guid), text.into_bytes()));
    }
    for note in &project.notes {
        texts.push((path("sources/", &note.guid), note.text.clone().into_bytes()));
    }
    texts.sort();
    if let (Some(files), Some((_, project))) = (side, parts.first()) {
        let side = side::packed(files, project).map_err(fault)?;
        texts.push((side::NAME.to_owned(), side));
    }
    parts.append(&mut texts);
    zipped(&parts).map_err(fault)
}

/// A zip archive without clock and owner.
pub(crate) fn zipped(parts: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn fault(error: zip::result::ZipError) -> Diagnostic {
    Diagnostic::error(format!("the package could not be made: {error}"))
}

/// The path of the text of a source or note.
fn path(before: &str, of: &str) -> String {
    format!("{before}{}.txt", guid::of("text", &[of]))
}

/// Codes with those below them. A codebook alone has no notes.
fn codes(xml: &mut Xml, codes: &[Code], with_notes: bool) {
    for code in codes {
        xml.start("Code").attribute("guid", &code.guid).attribute("name", &code.name);
        xml.attribute("isCodable", if code.codable { "true" } else { "false" });
        xml.maybe("color", code.colour.as_deref());
        description(xml, &code.description);
        if with_notes {
            references(xml, "NoteRef", &code.note_refs);
        }
        // Trees of codes are as deep as the parser of codebooks lets them be.
        self::codes(xml, &code.codes, with_notes);
        xml.end();
    }
}

fn description(xml: &mut Xml, text: &str) {
    if !text.is_empty() {
        xml.start("Description").words(text).end();
    }
}

fn references(xml: &mut Xml, name: &'static str, guids: &[String]) {
    for guid in guids {
        xml.start(name).attribute("targetGUID", guid).end();
    }
}
