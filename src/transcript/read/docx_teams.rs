//! Word documents that Teams exports: a bold name, a time, a line break, the words.
//!
//! In come paragraphs as runs, out come turns with their beginnings; who started and stopped the
//! transcription is no speech.

use super::paragraphs::{self, Run, squeezed};
use super::times;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::reading::Join;

/// What the bold name of a Teams export is followed by: a time, and the words below it.
fn teams_turn(runs: &[Run]) -> Option<(String, u32, String)> {
    let first = runs.first().filter(|run| run.is_bold && !run.text.trim().is_empty())?;
    let after = paragraphs::plain(&runs[1..]);
    let (time, words) = after.split_once('\n').unwrap_or((&after, ""));
    let ms = times::only_clock(time).filter(|_| time.starts_with(char::is_whitespace))?;
    Some((first.text.trim().to_owned(), ms, squeezed(words)))
}

fn is_transcription_line(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(" started transcription") || text.ends_with(" stopped transcription")
}

/// Whether paragraphs are turns of a Teams export.
pub(super) fn recognises(paragraphs: &[&[Run]]) -> bool {
    paragraphs.iter().filter(|runs| teams_turn(runs).is_some()).count() >= 2
        || paragraphs.iter().any(|runs| is_transcription_line(&paragraphs::plain(runs)))
            && paragraphs.iter().any(|runs| teams_turn(runs).is_some())
}

/// Makes turns of the paragraphs.
pub(super) fn read(paragraphs: &[&[Run]]) -> Transcript {
    let mut turns: Vec<(String, u32, Vec<String>)> = Vec::new();
    let mut meta = Vec::new();
    for runs in paragraphs {
        let text = squeezed(&paragraphs::plain(runs));
        if text.is_empty() || is_transcription_line(&text) {
            continue;
        }
        match teams_turn(runs) {
            Some((name, ms, words)) => turns.push((name, ms, vec![words])),
            None => match turns.last_mut() {
                Some((.., said)) => said.push(text),
                None => meta.push(("title".to_owned(), text)),
            },
        }
    }
    let mut builder = Builder::written();
    for (name, ms, mut said) in turns {
        said.retain(|words| !words.is_empty());
        builder.push(Some(&name), &said.join(Join::Paragraph.text()), (Some(ms), None));
    }
    let mut transcript = builder.finish();
    transcript.meta = meta;
    transcript
}
