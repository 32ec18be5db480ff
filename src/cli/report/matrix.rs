//! `emic report matrix`: cases or transcripts by codes.

use clap::{Args, ValueEnum};

use super::ask::{Ask, Asked};
use super::tallied::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::tally_line::Made;
use crate::report::matrix::{Cells, Options, Rows, report};

/// Show which case speaks of which code
///
/// A row a case (or transcript), a column a code, in the order of the codebook. A parent counts the
/// union of its descendants; overlapping segments count once. Cases without any segment stay.
///
/// presence: 1 if there is a segment, else 0. segments: spans of text, united where they overlap.
/// words: words in them, annotations left out. With --by, the rows stand in the order of the groups
/// and say which group they belong to; a transcript without a value of its own has those of the cases
/// that speak in it.
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
    tallies: Tallies,
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
    let (material, by) = match arguments.tallies.are_given() {
        true => {
            let by = |asked: &mut Asked<'_>, made: &Made| {
                let by = arguments.by.as_ref().map(|name| asked.grouped_by_tallied(name, made));
                by.transpose()
            };
            material(&arguments.tallies, &arguments.ask, by, app)?
        }
        false => {
            let mut asked = arguments.ask.open(app)?;
            let by = arguments.by.as_ref().map(|name| asked.grouped_or_by_question(name));
            let by = by.transpose()?;
            (asked.counts_by(by.as_ref().map(|(name, _)| name.as_str()))?, by)
        }
    };
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
    let report = report(&material, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
