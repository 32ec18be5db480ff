//! `emic report matrix`: cases or transcripts by codes.

use clap::{Args, ValueEnum};

use super::ask::Ask;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::matrix::{Cells, Options, Rows, report};

/// Show which case speaks of which code
///
/// A row a case (or transcript), a column a code, in the order of the codebook. A parent counts the
/// union of its descendants; overlapping segments count once. Cases without any segment stay.
///
/// presence: 1 if there is a segment, else 0. segments: spans of text, united where they overlap.
/// words: words in them, annotations left out. With --by, the rows stand in the order of the groups
/// and say which group they belong to.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// What the rows are
    #[arg(long, value_enum, default_value = "case")]
    rows: RowKind,
    /// What the cells say
    #[arg(long, value_enum, default_value = "presence")]
    cells: CellKind,
    /// Sort the rows by the groups of this attribute, or by `question`: what was asked last
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    #[command(flatten)]
    ask: Ask,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RowKind {
    Case,
    Transcript,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CellKind {
    Presence,
    Segments,
    Words,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut asked = arguments.ask.open(app)?;
    let by = arguments.by.as_ref().map(|name| asked.grouped_or_by_question(name)).transpose()?;
    let options = Options {
        by,
        rows: match arguments.rows {
            RowKind::Case => Rows::Cases,
            RowKind::Transcript => Rows::Transcripts,
        },
        cells: match arguments.cells {
            CellKind::Presence => Cells::Presence,
            CellKind::Segments => Cells::Segments,
            CellKind::Words => Cells::Words,
        },
    };
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let report = report(&asked.material_by(by)?, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
