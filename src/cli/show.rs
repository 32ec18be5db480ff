//! `emic show`: one transcript, turn by turn.

use std::path::PathBuf;

use clap::Args;

use super::coder::{self, Coder};
use super::filter::People;
use super::input::{Codebooks, Input, Reading};
use super::numbers::Numbers;
use super::ui::Stop;
use super::{App, Exit, stopped};
use crate::coding::rule_coder::RULES;
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::report::page::{Margin, page};
use crate::report::turns;
use crate::study::corpus::Corpus;
use crate::study::selection::Seen;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// Print a transcript with turn numbers, times, speakers and the codes of each turn
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic show P01
  emic show interviews/P01.docx --turn 12..20
  emic show P01 --speaker participant -f jsonl")]
pub(super) struct Arguments {
    /// A transcript's id, or a file (read without a study); `-` is standard input
    #[arg(value_name = "TRANSCRIPT")]
    transcript: PathBuf,
    /// Only this turn, or these: `7`, `7..12`, `7..`, `..12`; turns count from 1
    #[arg(long = "turn", value_name = "N|A..B")]
    turns: Option<Numbers>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    codebooks: Codebooks,
    #[command(flatten)]
    people: People,
    /// `table` for reading, `jsonl` for programs: an object a turn
    #[arg(short, long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Table,
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let input =
        Input { paths: vec![arguments.transcript.clone()], reading: arguments.reading.clone() };
    let corpus = input.corpus(&arguments.codebooks, app)?;
    let [source] = corpus.sources.as_slice() else {
        let several = super::words::counted(corpus.sources.len(), "transcript");
        return stopped(
            Diagnostic::error(format!("this folder holds {several}; `show` prints one"))
                .in_file(crate::files::shown(&arguments.transcript))
                .help("name a file; `emic transcripts PATH` lists them"),
        );
    };
    let selection = arguments.people.selection(&corpus)?;
    People::tell_doubts(&selection, &corpus, app);
    let (transcript, cast) = corpus.open(source)?;
    app.ui.tell_all(&transcript.notes);
    let mut seen = Seen::default();
    seen.add(&transcript, &cast);
    let asked = selection.asked(&transcript, &cast);
    seen.add_questions(asked.as_ref());
    let unseen = selection.unseen(&seen);
    if !unseen.is_empty() {
        return Err(unseen.into());
    }
    let range = arguments.turns.unwrap_or(Numbers { first: 1, last: usize::MAX });
    if range.first > transcript.turns.len().max(1) {
        let count = super::words::counted(transcript.turns.len(), "turn");
        return stopped(Diagnostic::error(format!("`{}` has {count}", transcript.id)));
    }
    let numbers: Vec<usize> = transcript
        .turns
        .iter()
        .enumerate()
        .map(|(place, turn)| (place + 1, turn))
        .filter(|(number, _)| (range.first..=range.last).contains(number))
        .filter(|(number, _)| selection.question(asked.as_ref(), number - 1))
        .filter(|(_, turn)| selection.turn(&transcript, &cast, turn, &corpus.attributes))
        .map(|(number, _)| number)
        .collect();
    match arguments.format {
        Form::Table => {
            let margin = margin(&corpus, &transcript, &cast, app)?;
            app.ui.page(&page(&transcript, &cast, &numbers, &margin, app.ui.width()))?;
        }
        Form::Jsonl => {
            for &number in &numbers {
                if let Some(turn) = transcript.turn(number) {
                    app.ui.data(turns::line(&transcript, &cast, number, turn).as_bytes())?;
                }
            }
        }
    }
    let found_nothing = numbers.is_empty() && !transcript.turns.is_empty();
    Ok(if found_nothing { Exit::No } else { Exit::Done })
}

/// The codes of each turn, where there are codebooks.
fn margin(
    corpus: &Corpus,
    transcript: &Transcript,
    cast: &Cast,
    app: &App,
) -> Result<Margin, Stop> {
    let mut margin = Margin::new();
    if corpus.codebooks.is_empty() && coder::asked(corpus, app)? == [RULES] {
        return Ok(margin);
    }
    let coder = Coder::open(corpus, false, app)?;
    let coded = coder.code(corpus, transcript, cast, &mut Worker::default());
    coder.tell_unsure(app);
    for coding in &coded.codings {
        let Some(code) = coder.rules.codebook().codes.get(coding.code as usize) else { continue };
        let beside = margin.entry(coding.turn as usize + 1).or_default();
        if !beside.contains(&code.id) {
            beside.push(code.id.clone());
        }
    }
    Ok(margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_turns() {
        let turns = |text: &str| text.parse::<Numbers>().map(|turns| (turns.first, turns.last));
        assert_eq!(turns("7"), Ok((7, 7)));
        assert_eq!(turns("7..12"), Ok((7, 12)));
        assert_eq!(turns("7.."), Ok((7, usize::MAX)));
        assert_eq!(turns("..12"), Ok((1, 12)));
        for wrong in ["", "0", "x", "9..3", "-1"] {
            assert!(turns(wrong).is_err(), "{wrong}");
        }
    }
}
