//! `emic report quotes`: the quote bank.

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::ask::{Ask, Asked};
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::report::quotes::label::Label;
use crate::report::quotes::{Options, report};
use crate::study::question::QUESTION;

/// Choose quotations for each code, spread over the cases
///
/// A heading a code, in the order of the codebook, and below it at most K quotations. Marked
/// examples come first; then the cases take turns in a random order, so that nobody is quoted a
/// second time while others are not at all. The seed of a code is N plus its place in the file, so
/// the same seed gives the same quotations, whatever other codes are shown; fewer quotations are
/// the beginning of more. Interviewers are not quoted, nor segments over several turns.
///
/// A code shows its own segments. It shows those of the codes below it where it has none and they
/// have no heading in this report, or with --roll-up.
///
/// An attribute in a label is withheld where fewer cases than --min-cell (5 if neither the command
/// nor the study says) share its value and those before it in the label. The table at the end
/// counts quotations and segments by case.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// How to say whose words they are: `{case}`, `{transcript}`, `{turn}`, `{question}` and
    /// `{ATTR}` are replaced [default: `quote_label` in emic.toml, else `{case}`]
    #[arg(long, value_name = "PATTERN")]
    label: Option<String>,
    /// Name this attribute, or `question`, after the case: short for `--label "{case}, {ATTR}"`
    #[arg(long, value_name = "ATTR", conflicts_with = "label")]
    by: Option<String>,
    /// The most quotations of a code
    #[arg(short = 'k', long, value_name = "K", default_value_t = 5,
        value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    per_code: usize,
    /// What the order of cases is drawn from (SplitMix64)
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    /// Show what was asked before: the question of the guide or the bold question, where there are
    /// any, else what an interviewer said last
    #[arg(long)]
    with_question: bool,
    /// End quotations after N words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    longest: Option<u64>,
    /// Let a code show the segments of the codes below it as well
    #[arg(long)]
    roll_up: bool,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut asked = arguments.ask.open(app)?;
    asked.tell_questions()?;
    let by = match &arguments.by {
        Some(name) if name == QUESTION => Some(name.clone()),
        Some(name) => Some(asked.grouped(name)?.0),
        None => None,
    };
    let options = Options {
        label: label(arguments, &asked, by.as_deref())?,
        per_code: arguments.per_code,
        seed: arguments.seed,
        with_question: arguments.with_question,
        longest: arguments.longest.map(|words| usize::try_from(words).unwrap_or(usize::MAX)),
        roll_up: arguments.roll_up,
    };
    let report = report(&asked.material_by(by.as_deref())?, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// The command's pattern, else the study's, else the case.
fn label(arguments: &Arguments, asked: &Asked<'_>, by: Option<&str>) -> Result<Label, Stop> {
    if by.is_some() {
        return Ok(Label::usual(by));
    }
    let attributes = &asked.corpus.attributes;
    if let Some(pattern) = &arguments.label {
        return Ok(Label::parse(pattern, attributes)?);
    }
    Ok(of_study(asked)?.unwrap_or_else(|| Label::usual(None)))
}

/// The label that the study asks for.
pub(super) fn of_study(asked: &Asked<'_>) -> Result<Option<Label>, Diagnostic> {
    let study = asked.corpus.study.as_ref();
    let Some(pattern) = study.and_then(|study| study.config.quote_label.as_ref()) else {
        return Ok(None);
    };
    let label = Label::parse(pattern, &asked.corpus.attributes);
    let label =
        label.map_err(|told| told.help("it stands in emic.toml: `quote_label` of `[report]`"))?;
    Ok(Some(label))
}
