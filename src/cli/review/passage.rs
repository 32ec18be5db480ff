//! One thing that waits, in its context, as a person sees it.

use std::ops::Range;

use crate::coding::hand;
use crate::coding::review::Item;
use crate::index::row::{Match, Row};
use crate::report::hits;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// So many characters of the turn before are shown.
const BEFORE: usize = 200;

/// A passage with control sequences: what is coded between `‹` and `›`, the matched words marked.
pub(super) fn page(
    transcript: &Transcript,
    cast: &Cast,
    item: &Item,
    bytes: &Range<usize>,
    width: Option<usize>,
) -> String {
    let place = hand::turn(transcript, bytes.start);
    let last = hand::turn(transcript, bytes.end.saturating_sub(1).max(bytes.start));
    let turn = transcript.turns.get(place);
    let extent = |place: usize| {
        let turn = transcript.turns.get(place);
        turn.map_or(bytes.clone(), |turn| transcript.reading(turn).extent())
    };
    let text = |range: Range<usize>| one_line(transcript.text.get(range).unwrap_or_default());
    let inside = |piece: &Range<usize>| {
        let start = piece.start.clamp(bytes.start, bytes.end);
        start - bytes.start..piece.end.clamp(start, bytes.end) - bytes.start
    };
    let whole = 0..bytes.len();
    let matches = item
        .evidence
        .iter()
        .map(inside)
        .filter(|part| !part.is_empty() && *part != whole)
        .map(|part| Match { span: part.clone(), parts: vec![part] })
        .collect();
    let before = place.checked_sub(1).and_then(|place| transcript.turns.get(place)).map(|turn| {
        let words = transcript.reading_text(turn);
        let from = words.char_indices().rev().nth(BEFORE).map(|(byte, _)| byte);
        let end = words.get(from.unwrap_or(0)..).unwrap_or_default();
        let mark = if from.is_some() { "… " } else { "" };
        let label = transcript.speaker(turn).map(|label| format!("{label}: ")).unwrap_or_default();
        format!("{label}{mark}{}", one_line(end))
    });
    let row = Row {
        transcript: transcript.id.clone(),
        turn: place + 1,
        speaker: turn.and_then(|turn| transcript.speaker(turn)).map(str::to_owned),
        case: turn.and_then(|turn| cast.case(turn)).map(str::to_owned),
        codes: vec![item.code.clone()],
        text: text(bytes.clone()),
        matches,
        lead: text(extent(place).start.min(bytes.start)..bytes.start),
        tail: text(bytes.end..extent(last).end.max(bytes.end)),
        before,
        ..Row::default()
    };
    hits::page(&[row], true, width)
}

/// Line ends as spaces: as many bytes as before.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
