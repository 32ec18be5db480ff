//! `emic export FILE.eaf`: one transcript with its codes as tiers.

use std::path::Path;

use super::coders::Coders;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, stopped};
use crate::diagnostic::Diagnostic;
use crate::exchange::to_elan::tiers;
use crate::files;
use crate::study::corpus::Corpus;

/// Writes the transcript that is named, or that the file is called after.
pub(super) fn write(
    corpus: &Corpus,
    file: &Path,
    transcript: Option<&str>,
    app: &App,
) -> Result<(), Stop> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let id = transcript.unwrap_or(&stem);
    let source = corpus
        .named(id)
        .map_err(|told| told.help("an .eaf holds one transcript; `--transcript ID` says which"))?;
    let mut one = corpus.clone();
    one.sources = vec![source.clone()];
    let texts = Coders::of(&one, app)?.texts(&one, app);
    let Some(text) = texts.first() else { return Ok(()) };
    let Some((xml, lost)) = tiers(text) else {
        let told = Diagnostic::error(format!("the transcript `{id}` has no times"));
        return stopped(
            told.help("ELAN needs them; captions (vtt, srt) and most exports have them"),
        );
    };
    files::write::replace(file, xml.as_bytes())?;
    let coded = text.passages.len() - lost;
    app.ui.status(&format!("Wrote `{}` ({}).", files::shown(file), counted(coded, "coding")));
    if lost > 0 {
        let message = format!("{} in turns without times left out", counted(lost, "coding"));
        app.ui.tell(&Diagnostic::warning(message));
    }
    app.ui.hint("it is for looking at: `emic import` does not read its tiers back");
    Ok(())
}
