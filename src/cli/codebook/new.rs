//! `emic codebook new`: begins a codebook.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::template;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::open;

/// Begin a codebook: a small one with remarks, ready to be changed
///
/// A name without an ending goes into `codebooks/` of the study around, or into this folder where
/// there is no study. Nothing that is there already is overwritten.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook new trust
  emic codebook new drafts/trust.toml --name 'Trust in peer support'
  emic codebook new - --language de")]
pub(super) struct Arguments {
    /// The file to write, or a name; `-` is standard output
    #[arg(value_name = "FILE", default_value = "codebook")]
    file: PathBuf,
    /// The codebook's title; without, made from the file's name
    #[arg(long, value_name = "TITLE")]
    name: Option<String>,
    /// Language of the transcripts, such as `en` or `pt-BR`; without, the study's, else `en`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Say what would be written and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder).ok();
    let to_output = arguments.file == Path::new("-");
    let path = match (&study, is_name(&arguments.file)) {
        (_, false) => arguments.file.clone(),
        (None, true) => arguments.file.with_extension("toml"),
        (Some(study), true) => {
            study.inside("codebooks").join(&arguments.file).with_extension("toml")
        }
    };
    let name = arguments.name.clone().unwrap_or_else(|| match to_output {
        true => "Codebook".to_owned(),
        false => title(&path),
    });
    let language = arguments.language.clone();
    let language =
        language.or_else(|| study.as_ref().and_then(|study| study.config.language.clone()));
    let text = template::new(&name, language.as_deref().unwrap_or("en"));
    if to_output {
        app.ui.data(text.as_bytes())?;
        return Ok(Exit::Done);
    }
    let shown = files::shown(&path);
    let is_there = match arguments.dry_run {
        true => files::what(&path) != files::What::Missing,
        false => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                files::write::folder(folder)?;
            }
            !files::write::create(&path, text.as_bytes())?
        }
    };
    if is_there {
        let told = Diagnostic::error("this file is there already").in_file(shown);
        return Err(told.help("choose another name; nothing was written").into());
    }
    if arguments.dry_run {
        app.ui.status(&format!("Would write `{shown}`."));
        return Ok(Exit::Done);
    }
    app.ui.status(&format!("Wrote `{shown}`."));
    let file = if study.is_some() && is_name(&arguments.file) {
        String::new()
    } else {
        format!(" {shown}")
    };
    app.ui.hint(&format!("put your own codes in, then `emic codebook check{file}`"));
    Ok(Exit::Done)
}

/// Whether this is a name and no path.
fn is_name(path: &Path) -> bool {
    let is_one_word = path.file_name().is_some_and(|name| name == path.as_os_str());
    is_one_word && path.extension().is_none() && path != Path::new("-")
}

/// `peer-support.toml` is called `Peer support`.
pub(super) fn title(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = stem.replace(['-', '_', '.'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Codebook".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles() {
        assert!(is_name(Path::new("trust")) && is_name(Path::new("peer-support")));
        for path in ["trust.toml", "a/trust", "-", ".."] {
            assert!(!is_name(Path::new(path)), "{path}");
        }
        assert_eq!(title(Path::new("a/peer-support.toml")), "Peer support");
        assert_eq!(title(Path::new("信任.toml")), "信任");
    }
}
