//! Reading packages of any program: bytes in, a project out, with what was found on the way.
//!
//! A `.qdpx` is an archive with one description (`.qde`, whatever its name) and texts (in `sources`
//! or `Sources`); a `.qde` alone and a `.qdc` are read too. All attributes may be missing, ids may
//! have braces, texts may stand inline or in files. What is not understood is counted by element,
//! never passed over in silence. No path in a package is followed: it only names a part of it.

pub mod element;
mod lost;
mod parts;
mod project;
mod source;

use std::collections::BTreeMap;

use super::check::{self, Finding};
use super::model::Project;
use super::place::{self, Placing};
use super::side::{self, Side};
use crate::diagnostic::Diagnostic;
use element::{Document, parse};
use parts::Parts;

/// What a package was found to be.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What it says, positions found.
    pub project: Project,
    /// Whether it is a codebook alone.
    pub is_codebook: bool,
    /// How the positions of each source with marked places were found.
    pub placings: Vec<Placing>,
    /// Elements that were not taken, by name.
    pub lost: BTreeMap<String, usize>,
    /// What is wrong with it, and who stumbles over it.
    pub findings: Vec<Finding>,
    /// The study that travelled along.
    pub side: Option<Side>,
}

/// What stands in a package before anything is understood.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// The description.
    pub(super) document: Document,
    /// The name of the description's part; none where the file is the description itself.
    pub(super) part: Option<String>,
    /// The names of all parts.
    pub(super) names: Vec<String>,
    /// Whether a byte order mark stands before the description.
    pub(super) has_mark: bool,
    /// The texts by the path that names them, as they stand there.
    pub(super) texts: BTreeMap<String, Option<String>>,
}

/// Whether bytes are a package, a description or a codebook of the standard.
pub fn is_refi(bytes: &[u8], path: &str) -> bool {
    match bytes.starts_with(b"PK\x03\x04") {
        true => Parts::open(bytes, path).is_ok_and(|parts| !parts.descriptions().is_empty()),
        false => {
            let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
            parts::decoded(start).contains("urn:QDA-XML:")
        }
    }
}

/// Reads a package. `path` is only what findings call it.
pub fn read(bytes: &[u8], path: &str) -> Result<Reading, Diagnostic> {
    let (mut opened, description, side) = open(bytes, path)?;
    let side = side.map(|side| side::opened(&side, &description, path)).transpose()?;
    let mut reading = Reading { side, ..Reading::default() };
    reading.is_codebook = opened.document.root.name == "CodeBook";
    reading.lost = lost::lost(&opened.document.root);
    reading.project = project::project(&opened);
    let before = reading.project.clone();
    reading.placings = place::place(&mut reading.project.sources);
    reading.findings = check::findings(&opened, &before, &reading);
    reading.placings.retain(|placing| placing.places > 0);
    opened.texts.clear();
    Ok(reading)
}

/// Opens a package: its tree, the bytes of its description, and the study in it.
#[allow(clippy::type_complexity)]
fn open(bytes: &[u8], path: &str) -> Result<(Opened, Vec<u8>, Option<Vec<u8>>), Diagnostic> {
    let wrong = |why: String| {
        Diagnostic::error(format!("`{path}` cannot be read as REFI-QDA: {why}"))
            .in_file(path)
            .help("export it once more from the program that wrote it")
    };
    let mut opened = Opened::default();
    let mut side = None;
    let description = match bytes.starts_with(b"PK\x03\x04") {
        false => bytes.to_vec(),
        true => {
            let mut parts = Parts::open(bytes, path)?;
            let descriptions = parts.descriptions();
            let Some(name) = descriptions.first().cloned() else {
                return Err(wrong("it has no description of a project (`project.qde`)".to_owned()));
            };
            let description = parts.bytes(&name)?;
            if parts.has(side::NAME) {
                side = Some(parts.bytes(side::NAME)?);
            }
            opened.names = parts.names();
            opened.part = Some(name);
            let text = parts::decoded(&description);
            opened.document = parse(&text).map_err(wrong)?;
            for path in parts::paths(&opened.document.root) {
                let text = parts.text(&path)?;
                opened.texts.insert(path, text);
            }
            description
        }
    };
    let text = parts::decoded(&description);
    opened.has_mark = text.starts_with('\u{feff}');
    if opened.part.is_none() {
        opened.document = parse(&text).map_err(wrong)?;
    }
    let root = opened.document.root.name.as_str();
    if !matches!(root, "Project" | "CodeBook") {
        return Err(wrong(format!("it begins with `{root}`, not with `Project` or `CodeBook`")));
    }
    Ok((opened, description, side))
}
