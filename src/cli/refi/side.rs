//! The study inside a package: which files go in, and what becomes of them in another study.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, init};
use crate::coding::log::read::read as read_log;
use crate::diagnostic::Diagnostic;
use crate::files::{self, What};
use crate::refi::side::{FILES, FOLDERS, Files, Side, is_of_study};
use crate::study::corpus::Corpus;
use crate::study::logs::{self, Logs};
use crate::study::open::Study;

/// The files of a study that travel along.
pub(in crate::cli) fn files(study: &Study) -> Result<Files, Stop> {
    let guide = study.config.guide.as_deref();
    let mut found = Vec::new();
    for name in FILES.into_iter().chain(guide) {
        if is_of_study(name, guide) && files::what(&study.inside(name)) == What::File {
            found.push((name.to_owned(), files::read(&study.inside(name))?));
        }
    }
    for (folder, _) in FOLDERS {
        below(study, folder, 0, &mut found)?;
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The files of a folder and of those in it.
fn below(study: &Study, folder: &str, depth: usize, found: &mut Files) -> Result<(), Stop> {
    let path = study.inside(folder);
    if files::what(&path) != What::Folder || depth > 6 {
        return Ok(());
    }
    for entry in files::walk::list(&path)? {
        let Some(name) = entry.file_name().and_then(|name| name.to_str()) else { continue };
        let name = format!("{folder}/{name}");
        match files::what(&entry) {
            What::Folder => below(study, &name, depth + 1, found)?,
            What::File if is_of_study(&name, None) => found.push((name, files::read(&entry)?)),
            _ => {}
        }
    }
    Ok(())
}

/// Takes in the files of a study: what is missing is written, logs are united, what differs stays.
pub(super) fn take(side: &Side, corpus: &Corpus, is_dry: bool, app: &App) -> Result<(), Stop> {
    let Some(study) = &corpus.study else { return Ok(()) };
    let logs = Logs::read(study);
    let is_new = corpus.sources.is_empty() && logs.events.is_empty();
    let (mut written, mut events, mut differing) = (0, 0, Vec::new());
    for (name, bytes) in &side.files {
        let path = study.inside(name);
        let there = match files::what(&path) {
            What::Missing => None,
            _ => Some(files::read(&path)?),
        };
        match there {
            Some(there) if there == *bytes => {}
            Some(_) if name.starts_with("codings/") => {
                events += unite(study, &logs, name, bytes, is_dry, app)?;
            }
            Some(there) if !(is_new && is_untouched(name, &there)) => differing.push(name.clone()),
            _ => {
                written += 1;
                if !is_dry {
                    files::write::folder(path.parent().unwrap_or(Path::new(".")))?;
                    files::write::replace(&path, bytes)?;
                }
            }
        }
    }
    let verb = if is_dry { "Would take in" } else { "Took in" };
    let mut line = format!("{verb} {} of the study in the package", counted(written, "file"));
    if events > 0 {
        line.push_str(&format!(" and {} of logs", counted(events, "event")));
    }
    app.ui.status(&format!("{line}."));
    for name in &differing {
        let told = Diagnostic::warning("this file differs from that in the package and stays");
        let told = told.in_file(files::shown(&study.inside(name)));
        app.ui.tell(&told.help("the package is an archive, and `emic.zip` in it another"));
    }
    for name in &side.refused {
        let told = Diagnostic::warning(format!("`{name}` is no file of a study and was left out"));
        app.ui.tell(&told);
    }
    Ok(())
}

/// Whether a file is what `emic init` wrote.
fn is_untouched(name: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match name {
        "emic.toml" => init::is_untouched(&text),
        "cases.csv" => text.trim() == "id",
        _ => false,
    }
}

/// Appends the events of a log that its coder's log does not have.
fn unite(
    study: &Study,
    logs: &Logs,
    name: &str,
    bytes: &[u8],
    is_dry: bool,
    app: &App,
) -> Result<usize, Stop> {
    let (events, told) = read_log(name, bytes);
    app.ui.tell_all(&told);
    let known: BTreeSet<&str> =
        logs.events.values().flatten().map(|event| event.id.as_str()).collect();
    let new: Vec<_> =
        events.into_iter().filter(|event| !known.contains(event.id.as_str())).collect();
    let stem = name.trim_start_matches("codings/").trim_end_matches(".jsonl");
    if !is_dry {
        logs::append(study, stem, &new)?;
    }
    Ok(new.len())
}
