//! A transcript as a page for reading: numbered turns with times and speakers, codings in the
//! margin.
//!
//! In come a transcript, its cast, the turns to show and what stands beside them; out comes text
//! with control sequences for bold type, its words escaped for a terminal.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape;
use super::format::terminal::{BOLD, PLAIN, wrap};
use crate::transcript::people::{Cast, Role};
use crate::transcript::{Transcript, Turn};

/// Lines beside the turns, by the turn's number counted from 1.
pub type Margin = BTreeMap<usize, Vec<String>>;

/// Widest line where nobody says how wide the window is.
const WIDE: usize = 100;
/// Widest column of speakers.
const WIDEST_LABEL: usize = 18;
/// Widest margin.
const WIDEST_MARGIN: usize = 32;
/// The words get at least this much.
const LEAST: usize = 24;

/// The page of the turns with these numbers.
pub fn page(
    transcript: &Transcript,
    cast: &Cast,
    turns: &[usize],
    margin: &Margin,
    width: Option<usize>,
) -> String {
    let mut page = head(transcript, cast, width.unwrap_or(WIDE));
    let shown = turns.iter().filter_map(|&number| Some((number, transcript.turn(number)?)));
    let rows: Vec<Row> = shown.map(|(number, turn)| row(transcript, cast, number, turn)).collect();
    let widest = |part: fn(&Row) -> &str| rows.iter().map(|row| part(row).width()).max();
    let number = widest(|row| &row.number).unwrap_or(0);
    let time = widest(|row| &row.time).unwrap_or(0);
    let label = widest(|row| &row.label).unwrap_or(0);
    let beside = margin.values().flatten().map(|line| line.width()).max().unwrap_or(0);
    let beside = beside.min(WIDEST_MARGIN);
    let gaps = 2 * [time, label, beside].iter().filter(|width| **width > 0).count() + 2;
    let taken = number + time + label + beside + gaps;
    let words = width.unwrap_or(WIDE).min(WIDE + beside).saturating_sub(taken).max(LEAST);
    for row in &rows {
        let lines = wrap(&row.text, words);
        let codes: Vec<String> = margin
            .get(&row.place)
            .into_iter()
            .flatten()
            .map(|line| cut(&escape::terminal(line, false), WIDEST_MARGIN))
            .collect();
        for at in 0..lines.len().max(codes.len()) {
            let first = at == 0;
            let part = |text: &str, width: usize, right: bool| {
                let free = " ".repeat(width.saturating_sub(text.width()));
                let text = if first { text } else { "" };
                let free = if first { free } else { " ".repeat(width) };
                if width == 0 {
                    String::new()
                } else if right {
                    format!("{free}{text}  ")
                } else {
                    format!("{text}{free}  ")
                }
            };
            let mut line = part(&row.number, number, true);
            line.push_str(&part(&row.time, time, true));
            let speaker = part(&row.label, label, false);
            match row.is_participant && first {
                true => line.push_str(&format!("{BOLD}{speaker}{PLAIN}")),
                false => line.push_str(&speaker),
            }
            let said = lines.get(at).map_or("", String::as_str);
            line.push_str(said);
            if let Some(code) = codes.get(at) {
                line.push_str(&" ".repeat(words.saturating_sub(said.width()) + 2));
                line.push_str(code);
            }
            page.push_str(line.trim_end_matches(' '));
            page.push('\n');
        }
    }
    page
}

/// One turn, escaped.
struct Row {
    place: usize,
    number: String,
    time: String,
    label: String,
    text: String,
    is_participant: bool,
}

/// The transcript's name and who speaks; cases only where they are more than the label says.
fn head(transcript: &Transcript, cast: &Cast, width: usize) -> String {
    let safe = |text: &str| escape::terminal(text, false).into_owned();
    let speakers: Vec<String> = transcript
        .speakers
        .iter()
        .zip(&cast.speakers)
        .map(|(label, (role, case))| match case {
            Some(case) if case != label && !case.starts_with(&transcript.id) => {
                format!("{} ({}, case {})", safe(label), role.name(), safe(case))
            }
            _ => format!("{} ({})", safe(label), role.name()),
        })
        .collect();
    let turns = transcript.turns.len();
    let mut head = format!(
        "{BOLD}{}{PLAIN}  {}, {turns} turn{}\n",
        safe(&transcript.id),
        transcript.format,
        if turns == 1 { "" } else { "s" }
    );
    if !speakers.is_empty() {
        head.push_str(&wrap(&speakers.join(", "), width).join("\n"));
        head.push('\n');
    }
    head.push('\n');
    head
}

fn row(transcript: &Transcript, cast: &Cast, place: usize, turn: &Turn) -> Row {
    let extra = turn.extra.as_deref();
    let date = extra.and_then(|extra| extra.date.clone());
    let time = turn.start_ms.map(clock).or(date).unwrap_or_default();
    let mut label = transcript.speaker(turn).unwrap_or_default().to_owned();
    if extra.is_some_and(|extra| extra.private) {
        label = format!("(private) {label}");
    }
    Row {
        place,
        number: place.to_string(),
        time: escape::terminal(&time, false).into_owned(),
        label: cut(&escape::terminal(&label, false), WIDEST_LABEL),
        text: escape::terminal(&transcript.reading_text(turn), true).into_owned(),
        is_participant: cast.role(turn) == Role::Participant,
    }
}

/// `4:05`, `1:04:05`.
fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A text cut to a width, with `…` where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    #[test]
    fn turns_stand_in_columns_with_codings_beside_them() {
        let mut builder = Builder::written();
        builder.transcript().id = "t1".into();
        builder.transcript().format = "vtt";
        builder.push(Some("Interviewer"), "And then?", (Some(4_000), None));
        builder.push(Some("P1"), "She left\x1b[2J early, and I stayed on for years.", (None, None));
        builder.push(Some("A label that goes on and on"), "Yes.", (Some(3_725_000), None));
        let transcript = builder.finish();
        let cast = Cast::of(&transcript, &Known::default());
        let margin = Margin::from([(2, vec!["trust".into(), "trust.gain".into(), "hope".into()])]);
        let page = page(&transcript, &cast, &[1, 2, 3], &margin, Some(80));
        let plain = page.replace(BOLD, "").replace(PLAIN, "");
        insta::assert_snapshot!(plain);
        assert!(plain.lines().all(|line| line.width() <= 80));
    }
}
