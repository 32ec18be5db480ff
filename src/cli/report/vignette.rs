//! `emic report vignette`: a composite from several people's words, with its checks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::ask::{Ask, Asked};
use crate::cli::ui::Stop;
use crate::cli::{App, Exit, stopped};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::report::material::Material;
use crate::report::vignette::voices::{Voice, Voices};
use crate::report::vignette::{check, draft, published, report};
use crate::text::language::primary;
use crate::transcript::people::Role;

/// Assemble a composite vignette, check it, publish it
///
/// With --from, the coded passages of these cases stand under their codes, each tagged with its
/// source, `{P01 t9}`. Save them with --write, write the story from them, keep a tag behind every
/// passage, and check the text with --draft. The tool assembles; it does not write the story.
///
/// Checks (exit status 1 if one fails): participants: at least three; share: nobody supplies more
/// than half of the tagged passages; tags: every tag names a turn; verbatim: no run of more than 30
/// words is one participant's own; names: no word with a capital inside a sentence that one
/// participant alone says; combination: the values of attributes that the text mentions do not fit
/// one case alone. Whether somebody can be recognised, a person judges. Composite narratives: Willis
/// 2019, doi:10.1177/1468794118787711.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The cases whose passages are taken, with commas between
    #[arg(long, value_name = "CASES", value_delimiter = ',', required_unless_present = "draft")]
    from: Vec<String>,
    /// Save the draft as a new file, to be edited
    #[arg(long, value_name = "FILE", conflicts_with = "draft")]
    write: Option<PathBuf>,
    /// Check this text in place of a new draft; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    draft: Option<PathBuf>,
    /// Write the text without tags, if all checks pass
    #[arg(long, requires = "draft")]
    publish: bool,
    /// Publish although checks fail
    #[arg(long, requires = "publish")]
    force: bool,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let voices = voices(&asked)?;
    let material = asked.material()?;
    let text = match &arguments.draft {
        Some(path) => read(path)?,
        None => draft(&material, &cases(&arguments.from, &material)?),
    };
    if let Some(path) = &arguments.write {
        if !files::write::create(path, text.as_bytes())? {
            let told = Diagnostic::error("this file exists already").in_file(files::shown(path));
            return stopped(told.help("choose another name; a draft is never overwritten"));
        }
        app.ui.status(&format!("Wrote the draft `{}`.", files::shown(path)));
    }
    let checks = check(&material, &voices, &text);
    let failed: Vec<_> = checks.iter().filter(|check| !check.is_passed).collect();
    if !arguments.publish {
        arguments.ask.output.write(&report(&material, &text, &checks), &app.ui)?;
        return Ok(if failed.is_empty() { Exit::Done } else { Exit::No });
    }
    for check in &failed {
        app.ui.tell(&Diagnostic::warning(check.words.clone()));
    }
    if !failed.is_empty() && !arguments.force {
        app.ui.hint("Nothing was published. `--force` publishes all the same.");
        return Ok(Exit::No);
    }
    arguments.ask.output.write(&published(&material, &text), &app.ui)?;
    Ok(Exit::Done)
}

/// The text of a draft; `-` is standard input.
fn read(path: &Path) -> Result<String, Stop> {
    let bytes = match path == Path::new("-") {
        true => files::read_standard_input()?,
        false => files::read(path)?,
    };
    let Ok(text) = String::from_utf8(bytes) else {
        let told = Diagnostic::error("this draft is not UTF-8").in_file(files::shown(path));
        return stopped(told.help("save it as plain text or Markdown in UTF-8"));
    };
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

/// The cases that are named, all of which have to exist.
fn cases(names: &[String], material: &Material) -> Result<BTreeSet<String>, Stop> {
    let known = material.cases();
    let names = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    let (there, unknown): (Vec<&str>, Vec<&str>) = names.partition(|name| known.contains_key(name));
    let wrong: Vec<Diagnostic> = unknown
        .into_iter()
        .map(|name| {
            let told = Diagnostic::error(format!("there is no case `{name}` here"));
            told.did_you_mean(name, known.keys().copied())
        })
        .collect();
    match wrong.is_empty() {
        true => Ok(there.into_iter().map(str::to_owned).collect()),
        false => Err(wrong.into()),
    }
}

/// What the participants in the filter said.
fn voices(asked: &Asked<'_>) -> Result<Voices, Stop> {
    let codebook = asked.coder.rules.codebook();
    let mut turns = Vec::new();
    asked.go(
        |one| {
            let transcript = one.transcript;
            let all = transcript.turns.iter().enumerate();
            let counted = all.filter(|(place, turn)| {
                one.cast.role(turn) == Role::Participant
                    && !transcript.is_private(turn)
                    && (one.includes)(*place)
            });
            let voice = counted.filter_map(|(place, turn)| {
                Some(Voice {
                    case: one.cast.case(turn)?.to_owned(),
                    transcript: transcript.id.clone(),
                    turn: place + 1,
                    text: transcript.blanked(&transcript.reading_text(turn)).into_owned(),
                })
            });
            voice.collect::<Vec<Voice>>()
        },
        |found| turns.extend(found),
    )?;
    let capitalises_nouns = matches!(primary(&codebook.language).as_str(), "de" | "lb");
    Ok(Voices { turns, language: codebook.word_lists(), capitalises_nouns })
}
