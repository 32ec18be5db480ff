//! `emic codebook move`: a code gets another parent.

use clap::Args;

use super::change::Where;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::edit;

/// Put a code under another parent, or to the top
///
/// What stands below it goes with it. With `--as` it gets another id as well, as with `rename`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook move outcome.trust functions --as function.trust
  emic codebook move hope --top")]
pub(super) struct Arguments {
    /// The code's id, or one of its aliases
    #[arg(value_name = "CODE")]
    code: String,
    /// The code that it shall stand under
    #[arg(value_name = "PARENT", required_unless_present = "top", conflicts_with = "top")]
    parent: Option<String>,
    /// Without a parent
    #[arg(long)]
    top: bool,
    /// Its new id
    #[arg(long = "as", value_name = "NEW")]
    new: Option<String>,
    #[command(flatten)]
    at: Where,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let code = arguments.code.as_str();
    let opened = arguments.at.open(code, app)?;
    let parent = arguments.parent.as_deref();
    let new = arguments.new.as_deref();
    opened.refuse_taken(new)?;
    let codings = new.and_then(|_| opened.codings(code, app));
    let edited = edit::relocate(&opened.parsed, code, parent, new);
    let to = parent.map_or("the top".to_owned(), |parent| format!("`{parent}`"));
    let named = new.map(|new| format!(" as `{new}`")).unwrap_or_default();
    if opened.write(edited, &format!("Moved `{code}` to {to}{named}"), app)?
        && let Some(codings) = codings
    {
        app.ui.status(&format!("{codings} follow."));
    }
    Ok(Exit::Done)
}
