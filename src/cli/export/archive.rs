//! `emic export FILE.zip`: everything of a study for a repository.

use std::path::Path;

use super::coders::Coders;
use super::{codings, turns};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, case, refi};
use crate::codebook::Codebook;
use crate::diagnostic::Diagnostic;
use crate::exchange::codebook::table;
use crate::exchange::deposit::{About, Files, bag, is_key};
use crate::files;
use crate::report::Report;
use crate::report::format::{Options, csv};
use crate::study::corpus::Corpus;

/// Writes the archive.
pub(super) fn write(corpus: &Corpus, file: &Path, app: &App) -> Result<(), Stop> {
    let Some(study) = &corpus.study else { return Ok(()) };
    let mut study_files = refi::files(study)?;
    let mut keys = Vec::new();
    study_files.retain(|(name, bytes)| {
        let is_key = is_key(name, bytes);
        if is_key {
            keys.push(name.clone());
        }
        !is_key
    });
    for name in keys {
        let told = Diagnostic::warning("this looks like a key of pseudonyms and is left out");
        app.ui.tell(&told.in_file(name).help("keep keys outside the study"));
    }
    let root = study.root.canonicalize().ok();
    for path in &corpus.codebooks {
        let is_inside = path
            .canonicalize()
            .ok()
            .zip(root.as_ref())
            .is_some_and(|(path, root)| path.starts_with(root));
        if !is_inside {
            let told = Diagnostic::warning("this codebook stands outside the study");
            let help = "only its table goes into the archive; copy it into `codebooks/`";
            app.ui.tell(&told.in_file(files::shown(path)).help(help));
        }
    }
    let codebooks = codebooks(corpus, app);
    let mut files: Files = study_files
        .into_iter()
        .filter(|(name, _)| name != "refi.json")
        .map(|(name, bytes)| (format!("study/{name}"), bytes))
        .collect();
    let mut rows = Vec::new();
    let mut add = |name: String, report: &Report| {
        rows.push((name.clone(), report.data.rows.len()));
        let bytes = csv::render(report, &Options::default());
        files.push((format!("tables/{name}"), bytes));
    };
    let coders = Coders::of(corpus, app)?;
    add("codings.csv".to_owned(), &codings::report(corpus, &coders, app));
    add("turns.csv".to_owned(), &turns::report(corpus, app));
    add("cases.csv".to_owned(), &case::list::whole(corpus, app)?);
    for codebook in &codebooks {
        let name = format!("codebook-{}.csv", codebook.id);
        add(name, &Report::new("codes", table(codebook)));
    }
    let about = About {
        title: study.config.title.clone(),
        transcripts: corpus.sources.len(),
        coders: coders.coders.clone(),
        tables: rows,
    };
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let number = files.len();
    let bytes = bag(&stem, &about, files)?;
    files::write::replace(file, &bytes)?;
    let shown = files::shown(file);
    app.ui.status(&format!("Wrote `{shown}` ({}).", counted(number, "file")));
    app.ui.hint(
        "it holds the transcripts as they are; before you hand it on, see that consent covers it \
         and that nobody can be recognised",
    );
    Ok(())
}

/// The codebooks that can be read.
fn codebooks(corpus: &Corpus, app: &App) -> Vec<Codebook> {
    let mut all = Vec::new();
    for path in &corpus.codebooks {
        match crate::cli::coder::codebook(path) {
            Ok(codebook) => all.push(codebook),
            Err(told) => app.ui.tell_all(&told),
        }
    }
    all
}
