//! `emic export study.qdpx` and `codebook.qdc`.

use std::path::Path;

use super::{For, gather, side, tool};
use crate::cli::coder::asked;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit, stopped};
use crate::coding::rule_coder::RULES;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::refi::project_of::project;
use crate::refi::write;
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open;

/// Writes the study, or its codebook, for another program.
pub(in crate::cli) fn run(file: &Path, wanted: Option<For>, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let coders = match &app.coder {
        Some(_) => asked(&corpus, app)?,
        None => logs.states.keys().cloned().collect(),
    };
    for coder in &coders {
        if coder != RULES && !logs.states.contains_key(coder) {
            let told = Diagnostic::error(format!("there are no codings by `{coder}`"));
            return Err(told.did_you_mean(coder, logs.states.keys().map(String::as_str)).into());
        }
    }
    let tool = tool(wanted);
    let habits = tool.habits();
    let told = gather::told(&corpus, &logs, &coders, app)?;
    let project = project(&told, &habits);
    let is_codebook = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdc"));
    let bytes = match is_codebook {
        true => match write::codebook(&project) {
            Some(text) => text.into_bytes(),
            None => {
                let told = Diagnostic::error("there is no code to write");
                return stopped(told.help("`emic codebook new` begins a codebook"));
            }
        },
        false => {
            let files = if habits.side { Some(side::files(study)?) } else { None };
            write::package(&project, &habits, files.as_ref())?
        }
    };
    match file == Path::new("-") {
        true => app.ui.data(&bytes)?,
        false => files::write::replace(file, &bytes)?,
    }
    let shown = files::shown(file);
    let codes = counted(project.all_codes().len(), "code");
    if is_codebook {
        app.ui.status(&format!("Wrote `{shown}` ({codes})."));
        return Ok(Exit::Done);
    }
    let codings = counted(project.codings(), "coding");
    let texts = counted(project.sources.len(), "transcript");
    app.ui.status(&format!("Wrote `{shown}` for {} ({codes}, {texts}, {codings}).", tool.shown()));
    if habits.side {
        app.ui.hint(
            "it holds the whole study, transcripts and logs as they are; `--for TOOL` writes only \
             what that program reads",
        );
    }
    Ok(Exit::Done)
}
