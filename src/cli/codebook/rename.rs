//! `emic codebook rename`: a code gets another id.

use clap::Args;

use super::change::Where;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::edit;

/// Give a code another id
///
/// The old id stays as an alias and in the codebook's [[migration]], so all codings follow; the logs
/// are not touched. Parents, relations and rules that name the code are changed with it. Remarks,
/// order and spacing of the file stay as they are.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook rename trust function.trust
  emic codebook rename trust reliance --label Reliance -n")]
pub(super) struct Arguments {
    /// The code's id, or one of its aliases
    #[arg(value_name = "CODE")]
    code: String,
    /// Its new id
    #[arg(value_name = "NEW")]
    new: String,
    /// Its new label
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    #[command(flatten)]
    at: Where,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let (old, new) = (arguments.code.as_str(), arguments.new.as_str());
    let opened = arguments.at.open(old, app)?;
    opened.refuse_taken([new])?;
    let codings = opened.codings(old, app);
    let edited = edit::rename(&opened.parsed, old, new, arguments.label.as_deref());
    if opened.write(edited, &format!("Renamed `{old}` to `{new}`"), app)? {
        if let Some(codings) = codings {
            app.ui.status(&format!("{codings} follow."));
        }
        app.ui.hint(&format!("`emic codebook rename {new} {old}` takes it back"));
    }
    Ok(Exit::Done)
}
