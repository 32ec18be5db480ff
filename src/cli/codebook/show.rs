//! `emic codebook show`: one code in full.

use clap::Args;

use super::Which;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::describe;
use crate::codebook::tree::Tree;
use crate::diagnostic::Diagnostic;
use crate::report::{codes, escape};

/// How wide a description is at most; longer lines are hard to read.
const WIDEST: usize = 100;

/// Show one code: definition, when to use it, examples, and its rules in words
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook show function.trust
  emic codebook show cc.bridging codebooks/creating-connection.toml")]
pub(super) struct Arguments {
    /// The code's id, or one of its aliases
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let all = arguments.which.read(app)?;
    let trees: Vec<Tree> = all.iter().map(|parsed| Tree::new(&parsed.codebook)).collect();
    let name = arguments.code.as_str();
    let found = all.iter().zip(&trees).find_map(|(parsed, tree)| {
        let code = tree.find(name)?;
        Some((&parsed.codebook, tree, code))
    });
    let Some((codebook, tree, code)) = found else {
        let paths: Vec<&str> = all.iter().map(|parsed| parsed.codebook.path.as_str()).collect();
        let known = trees.iter().flat_map(Tree::names);
        let message = format!("no code named `{name}` in {}", paths.join(", "));
        let told = Diagnostic::error(message).did_you_mean(name, known);
        return Err(told.help("`emic codebook list` lists all codes").into());
    };
    let format = arguments.output.format()?;
    if format.name == "table" && arguments.output.file().is_none() {
        let width = app.ui.width().unwrap_or(WIDEST).min(WIDEST);
        let text = describe::code(codebook, tree, code, width);
        app.ui.page(&escape::terminal(&text, true))?;
    } else {
        arguments.output.write(&codes::one(codebook, tree, code), &app.ui)?;
    }
    Ok(Exit::Done)
}
