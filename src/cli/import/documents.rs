//! Which transcript of the study a document of another tool is.
//!
//! The same id, or the same name but for its ending, case and white space. A document that the
//! study does not have is added where the user asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cli::App;
use crate::cli::ui::Stop;
use crate::cli::words::{counted, listed};
use crate::diagnostic::Diagnostic;
use crate::exchange::align::Alignment;
use crate::exchange::{Brought, Document};
use crate::files;
use crate::study::corpus::Corpus;
use crate::study::open::Study;
use crate::transcript::Transcript;
use crate::transcript::read;

/// The transcripts that rows name.
#[derive(Default)]
pub(super) struct Found {
    /// By the name that rows have.
    pub(super) transcripts: BTreeMap<String, Transcript>,
    /// By the place of a document and the name of the transcript that rows give: the map from the
    /// one to the other; nothing where they have too little in common.
    pub(super) maps: BTreeMap<(usize, String), Option<Alignment>>,
    /// Files to write, with their names.
    new: Vec<(PathBuf, Vec<u8>)>,
}

/// The name without folders, ending, case and double white space.
fn plain(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => stem,
        _ => name,
    };
    stem.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the transcripts that rows name. What is nowhere is told once.
pub(super) fn find(
    corpus: &Corpus,
    brought: &Brought,
    add: bool,
    file: &str,
    app: &App,
) -> Result<Found, Stop> {
    let mut found = Found::default();
    let mut missing = Vec::new();
    let names: BTreeSet<&str> =
        brought.rows.iter().filter_map(|row| row.get("transcript")).collect();
    // A document without codings comes along too.
    let names = names.into_iter().chain(brought.documents.iter().map(|one| one.name.as_str()));
    for name in names.collect::<BTreeSet<&str>>() {
        let document = brought.documents.iter().find(|document| document.name == name);
        let same = |source: &&crate::study::corpus::Source| plain(&source.id) == plain(name);
        let mut alike = corpus.sources.iter().filter(same);
        let source = match (corpus.named(name), alike.next(), alike.next()) {
            (Ok(source), ..) | (Err(_), Some(source), None) => Ok(source),
            (Err(told), ..) => Err(told),
        };
        let opened = match (source, document) {
            (Ok(source), _) => corpus.open(source).map(|(transcript, _)| transcript),
            (Err(_), Some(document)) if add => added(document, corpus, &mut found),
            (Err(_), Some(_)) => {
                missing.push(name);
                continue;
            }
            (Err(told), None) => Err(told.help(format!("rows of {file} name it"))),
        };
        match opened {
            Ok(transcript) => {
                found.transcripts.insert(name.to_owned(), transcript);
            }
            Err(told) => app.ui.tell(&told),
        }
    }
    if !missing.is_empty() {
        let message =
            format!("the study does not have {}: {}", counted(missing.len(), "transcript"), {
                missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            });
        let told = Diagnostic::error(message).in_file(file);
        app.ui.tell(&told.help("`--add` takes them along; what stands in them is left out now"));
    }
    for row in &brought.rows {
        let (Some((place, _)), Some(name)) = (&row.passage, row.get("transcript")) else {
            continue;
        };
        let document = brought.documents.get(*place);
        let pair = document.zip(found.transcripts.get(name));
        let Some((document, transcript)) = pair else { continue };
        found
            .maps
            .entry((*place, name.to_owned()))
            .or_insert_with(|| Alignment::of(&document.text, &transcript.text));
    }
    Ok(found)
}

/// A document as a new transcript.
fn added(
    document: &Document,
    corpus: &Corpus,
    found: &mut Found,
) -> Result<Transcript, Diagnostic> {
    let stem = file_stem(&document.name);
    let name = format!("{stem}.{}", document.extension);
    let mut transcript = read::read(&document.file, &name, &corpus.options)?;
    transcript.id = stem;
    let is_there = |path: &PathBuf| {
        corpus.sources.iter().any(|source| source.path.ends_with(path))
            || found.new.iter().any(|(new, _)| new == path)
    };
    let path = PathBuf::from(name);
    if is_there(&path) {
        let told = Diagnostic::error("two documents would have one file name");
        return Err(told
            .in_file(files::shown(&path))
            .help("rename one of them where it comes from"));
    }
    found.new.push((path, document.file.clone()));
    Ok(transcript)
}

/// A name as the stem of a file: no folders, nothing that a system does not allow.
fn file_stem(name: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, "txt" | "md" | "docx" | "html" | "htm" | "pdf" | "odt" | "rtf" | "vtt")) => {
            stem
        }
        _ => name,
    };
    let is_fine = |c: char| c.is_alphanumeric() || " -_.()".contains(c);
    let safe: String = stem.chars().map(|c| if is_fine(c) { c } else { '_' }).take(100).collect();
    let safe = safe.trim_matches([' ', '.']).to_owned();
    if safe.is_empty() { "document".to_owned() } else { safe }
}

/// Writes the new transcripts.
pub(super) fn write(study: &Study, found: &Found) -> Result<(), Stop> {
    let folder = study.transcripts();
    if !found.new.is_empty() {
        files::write::folder(&folder)?;
    }
    for (name, bytes) in &found.new {
        files::write::create(&folder.join(name), bytes)?;
    }
    Ok(())
}

/// Says which transcripts are new.
pub(super) fn say(found: &Found, is_dry: bool, app: &App) {
    let names: Vec<String> = found.new.iter().map(|(path, _)| files::shown(path)).collect();
    if !names.is_empty() {
        let verb = if is_dry { "Would add" } else { "Added" };
        let number = counted(names.len(), "transcript");
        app.ui.status(&format!("{verb} {number}: {}.", listed(&names)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_no_other_folder() {
        assert_eq!(file_stem("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(file_stem("P 01 (first).txt"), "P 01 (first)");
        assert_eq!(file_stem(".."), "document");
        assert_eq!(plain("Int  01.TXT"), "int 01");
    }
}
