//! `emic report all`: the page of a study with every report as a file.

use clap::Args;

use super::ask::{Ask, Asked};
use super::{framework, quotes};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit, agree};
use crate::diagnostic::Diagnostic;
use crate::files::{self, What};
use crate::report::all::{self, Options};
use crate::report::keyness::{Words, said};

/// Write a page about the whole study, with every report as a file beside it
///
/// DIR/index.html stands alone: it opens in any browser, asks nothing from anywhere and can be sent
/// as it is. It has the theme tree, the groups of --by, the figures of the reports and the
/// quotations behind every number, with a filter by group and theme. Only quoted passages are in
/// it, with up to 20 words of the same turn on either side and what was asked before; no
/// transcripts. Files of the same names are replaced; the same study gives the same bytes.
///
/// Beside it stand the reports, each as csv, xlsx and docx, and their figures as svg: participants,
/// themes, matrix, saturation, cooccurrence, quotes and codebook always; keyness and joint with --by,
/// agree where people coded by hand; sources where transcripts are of several kinds, waves where they have an attribute `wave` or an ordered one, stages and model where the codebook
/// has them, activity and job-description where there are activity logs, framework where summaries
/// are written. -v says which are left out. report.docx has all of them as chapters, report.xlsx
/// the main table of each as a sheet.
///
/// With --by and --min-cell (or `min_cell` in emic.toml), groups with fewer cases cannot be chosen,
/// smaller counts are withheld, and quotations say the group in place of a name, in every file; what
/// has a row a case is then left out.
#[derive(Args, Clone, Debug)]
#[command(mut_arg("output", |arg| arg.value_name("DIR").help(
    "Write the page and the files into DIR, which is made where there is none"
)))]
#[command(mut_arg("format", |arg| arg.hide(true)))]
pub(super) struct Arguments {
    /// Compare groups of cases by this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Add the 95 % Wilson interval of the share of cases
    #[arg(long)]
    ci: bool,
    /// At most so many quotations a code, spread over cases
    #[arg(long, value_name = "N", default_value_t = 100)]
    quotes: usize,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let output = &arguments.ask.output;
    let Some(folder) = output.file() else {
        return Err(Diagnostic::error("`report all` writes a folder and needs its name")
            .help("for example `emic report all -o handout`")
            .into());
    };
    if output.format.is_some() {
        return Err(Diagnostic::error("`report all` writes every format; `-f` chooses none")
            .help("`emic report NAME -f FORMAT` writes one report in one format")
            .into());
    }
    let mut asked = arguments.ask.open(app)?;
    asked.tell_questions()?;
    let (summaries, summaries_file) = framework::summaries(&asked, None)?;
    let options = Options {
        title: title(&asked, app),
        by: arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?,
        intervals: arguments.ci,
        quotes: arguments.quotes,
        excel_safe: output.excel_safe,
        declared: asked.declared(),
        label: quotes::of_study(&asked)?,
        summaries,
        summaries_file,
        words: arguments.by.as_ref().map(|by| words(&asked, by)).transpose()?,
        agreement: agree::page::of_study(&asked.corpus, &arguments.ask.filter.people, app)?,
    };
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let made = all::everything(&asked.material_by(by)?, &options)?;
    files::write::folder(folder)?;
    for file in &made.files {
        files::write::replace(&folder.join(&file.name), &file.bytes)?;
    }
    for (name, why) in &made.left_out {
        app.ui.verbose(&format!("Left out `{name}`: {why}."));
    }
    let place = files::shown(folder);
    let of_left_out = made.left_out.iter().flat_map(|(name, _)| all::names(name));
    let old: Vec<String> =
        of_left_out.filter(|name| files::what(&folder.join(name)) == What::File).collect();
    if !old.is_empty() {
        let message =
            format!("`{place}` has files that this run did not write: {}", old.join(", "));
        app.ui.tell(
            &Diagnostic::warning(message)
                .help("remove them before you hand the folder on, or write into another"),
        );
    }
    app.ui.status(&format!("Wrote {} in `{place}`.", counted(made.files.len(), "file")));
    app.ui.hint(&format!("open `{}` in a browser", files::shown(&folder.join("index.html"))));
    Ok(Exit::Done)
}

/// The words of each group.
fn words(asked: &Asked<'_>, by: &str) -> Result<Words, Stop> {
    let (name, _) = asked.grouped(by)?;
    let attributes = &asked.corpus.attributes;
    let mut words = Words::default();
    asked.go(
        |one| (one.transcript.id.clone(), said(one.transcript, one.cast, one.includes)),
        |(id, said)| {
            words.add(said, &|case| attributes.values(Some(case), &id, &name).to_vec());
        },
    )?;
    Ok(words)
}

/// The study's title, else the folder's name.
fn title(asked: &Asked<'_>, app: &App) -> String {
    let study = asked.corpus.study.as_ref().map(|study| study.config.title.trim());
    let folder = app.folder.file_name().map(|name| name.to_string_lossy().into_owned());
    match study {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ => folder.unwrap_or_else(|| "A study".to_owned()),
    }
}
