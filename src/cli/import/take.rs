//! From rows to events: where each coding stands, and whether it is there already.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::documents::Found;
use crate::cli::pen::Pen;
use crate::cli::ui::Stop;
use crate::coding::anchor::Text;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::rows::{Offsets, Row, joined, place};
use crate::exchange::Brought;
use crate::study::logs::Logs;
use crate::transcript::Transcript;

/// Codings of one coder in one transcript that belong together: code, segment, and the row where
/// it stands alone.
type Parts<'r> = BTreeMap<(&'r str, &'r str, usize), Vec<&'r Row>>;

/// What is to be written.
pub(super) struct Taken<'r> {
    /// By coder, the events.
    pub(super) pens: BTreeMap<&'r str, (Pen, Vec<Event>)>,
    /// How many codings were there already.
    pub(super) had: usize,
    /// How many segments have parts that lie apart.
    pub(super) apart: usize,
    /// Lines that were left out, and why.
    pub(super) wrong: Vec<(u64, String)>,
}

/// Makes events of rows.
pub(super) fn take<'r>(
    brought: &'r Brought,
    found: &Found,
    logs: &Logs,
    offsets: Offsets,
) -> Result<Taken<'r>, Stop> {
    let mut taken = Taken { pens: BTreeMap::new(), had: 0, apart: 0, wrong: Vec::new() };
    for (name, coders) in by_transcript(&brought.rows) {
        let Some(transcript) = found.transcripts.get(name) else { continue };
        let text = Text::new(&transcript.text);
        let fingerprint = hand::fingerprint(&transcript.text);
        let ends: Vec<usize> =
            transcript.turns.iter().map(|turn| transcript.reading(turn).extent().end).collect();
        for (coder, parts) in coders {
            if !taken.pens.contains_key(coder) {
                taken.pens.insert(coder, (Pen::of(coder, logs)?, Vec::new()));
            }
            let Some((pen, events)) = taken.pens.get_mut(coder) else { continue };
            let mut known = known(logs, coder, &transcript.id);
            for ((code, segment, _), rows) in &parts {
                let mut places = Vec::new();
                for row in rows {
                    match bytes(transcript, row, offsets, found) {
                        Ok(bytes) => places.push(bytes),
                        Err(why) => taken.wrong.push((row.line, why)),
                    }
                }
                let places = joined(transcript, places);
                taken.apart += usize::from(places.len() > 1);
                let Some(first) = rows.first() else { continue };
                let is_part = places.len() > 1;
                for bytes in places {
                    let anchor = text.anchor(text.point(bytes.start), text.point(bytes.end));
                    if !known.insert(((*code).to_owned(), anchor.start, anchor.end)) {
                        taken.had += 1;
                        continue;
                    }
                    let turn = ends.partition_point(|end| *end <= bytes.start) + 1;
                    let own = |column: &str| first.get(column).map(str::to_owned);
                    let event = Event {
                        transcript: Some(transcript.id.clone()),
                        turn: Some(turn.min(ends.len().max(1))),
                        code: Some((*code).to_owned()),
                        text: Some(fingerprint.clone()),
                        rule: own("rule"),
                        note: own("note"),
                        round: own("round").and_then(|round| round.parse().ok()),
                        segment: is_part.then(|| (*segment).to_owned()),
                        ..pen.event(Kind::Add)
                    };
                    events.push(event.anchored(anchor));
                }
            }
        }
    }
    taken.wrong.sort_unstable();
    Ok(taken)
}

/// The codings that a coder has in a transcript: code, start and end.
fn known(logs: &Logs, coder: &str, transcript: &str) -> BTreeSet<(String, usize, usize)> {
    let codings = logs.states.get(coder).into_iter().flat_map(|state| state.codings.values());
    codings
        .filter(|held| held.transcript == transcript)
        .map(|held| (held.code.clone(), held.anchor.start, held.anchor.end))
        .collect()
}

/// Where a row stands: by its passage in the other tool's text, else by offsets, quote and turn.
fn bytes(
    transcript: &Transcript,
    row: &Row,
    offsets: Offsets,
    found: &Found,
) -> Result<Range<usize>, String> {
    if let (Some((document, passage)), Some(name)) = (&row.passage, row.get("transcript")) {
        let map = found.maps.get(&(*document, name.to_owned())).and_then(Option::as_ref);
        let range = map.and_then(|map| map.range(passage));
        let is_text = |range: &Range<usize>| transcript.text.get(range.clone()).is_some();
        if let Some(range) = range.filter(is_text) {
            return Ok(range);
        }
    }
    place(transcript, row, offsets)
}

/// The rows by transcript, coder, code and segment; a row without a segment is one by itself.
fn by_transcript(rows: &[Row]) -> BTreeMap<&str, BTreeMap<&str, Parts<'_>>> {
    let mut all: BTreeMap<&str, BTreeMap<&str, Parts<'_>>> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        let cells = (row.get("transcript"), row.get("code"), row.get("coder"));
        let (Some(transcript), Some(code), Some(coder)) = cells else { continue };
        let (segment, number) = match row.get("segment") {
            Some(segment) => (segment, 0),
            None => ("", number),
        };
        let parts = all.entry(transcript).or_default().entry(coder).or_default();
        parts.entry((code, segment, number)).or_default().push(row);
    }
    all
}
