//! `emic report sources`: which code stands in which kind of source.

use clap::Args;

use super::ask::Ask;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit, stopped};
use crate::diagnostic::Diagnostic;
use crate::report::sources::report;
use crate::study::question::QUESTION;

/// Compare kinds of sources: interviews, focus groups, diaries, logs
///
/// A row a code, in the order of the codebook; the triangulation table (Denzin 1970: the same
/// theme in data of different kinds). A parent counts the union of its descendants.
///
/// sources: kinds of sources with at least one segment. For each kind V, transcripts[V] of
/// transcripts_n[V]: transcripts with a segment; cases[V] of cases_n[V]: cases with a segment, a
/// speaker of a focus group once; segments[V]: spans of text, united where they overlap. The example
/// is the first segment of five words or more. Nothing is added over kinds: a case may be in
/// several.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The attribute of transcripts that says what kind of source it is, or `question`: what was
    /// asked last
    #[arg(long, value_name = "ATTR", default_value = "kind")]
    by: String,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut asked = arguments.ask.open(app)?;
    let by = asked.grouped_or_by_question(&arguments.by)?;
    if by.0 != QUESTION && !asked.corpus.attributes.is_of_transcripts(&by.0) {
        let told = match asked.corpus.attributes.is_of_cases(&by.0) {
            true => Diagnostic::error(format!("`{}` belongs to cases, not to transcripts", by.0))
                .help(format!("compare groups of people with `emic report themes --by {}`", by.0)),
            false => Diagnostic::error(format!("no transcript has a value of `{}`", by.0))
                .help(format!("add the column `{}` to transcripts.csv", by.0)),
        };
        return stopped(told);
    }
    arguments.ask.output.write(&report(&asked.material_by(Some(&by.0))?, &by), &app.ui)?;
    Ok(Exit::Done)
}
