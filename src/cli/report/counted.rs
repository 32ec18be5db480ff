//! What of one transcript a report counts: spans, the cases they belong to, parts by question.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::codebook::Unit;
use crate::coding::rule_coder::RuleCoder;
use crate::coding::tally::{self, Counted, RollUp, Span, Tally};
use crate::coding::{Coded, unit};
use crate::diagnostic::Diagnostic;
use crate::report::base::MISSING;
use crate::study::question;
use crate::transcript::Transcript;

/// The most questions that one transcript is grouped by.
const MOST_QUESTIONS: usize = 2000;

/// The counts of the turns under each question, in the order in which they were first asked.
/// Questions under which nobody who counts has a turn are left out; thousands of questions are none.
pub(super) fn parts(
    counted: &Counted<'_>,
    asked: &question::Asked,
    spans: &[Span],
    roll_up: &RollUp,
    worker: &mut tally::Worker,
) -> Result<Vec<(String, Tally)>, Diagnostic> {
    let mut order: Vec<&Option<Arc<str>>> = Vec::new();
    let mut known = BTreeSet::new();
    for question in asked {
        if known.insert(question) {
            order.push(question);
        }
    }
    if order.len() > MOST_QUESTIONS {
        let id = &counted.transcript.id;
        return Err(Diagnostic::error(format!("`{id}` has {} questions", order.len())).help(
            "a guide unites them: `guide = \"guide.txt\"` under `[transcripts]` in emic.toml",
        ));
    }
    let under = |place: usize, question: &Option<Arc<str>>| asked.get(place) == Some(question);
    let part = |question: &Option<Arc<str>>| {
        let evidence_turns = |span: &Span| {
            let mut turns = (counted.evidence_turns)(span);
            turns.retain(|turn| under(*turn as usize, question));
            turns
        };
        let part = Counted {
            includes: &|place, turn| under(place, question) && (counted.includes)(place, turn),
            evidence_turns: &evidence_turns,
            ..*counted
        };
        let name = question.as_deref().unwrap_or(MISSING).to_owned();
        (name, part.tally(spans, roll_up, worker))
    };
    Ok(order.into_iter().map(part).filter(|(_, part)| !part.cases.is_empty()).collect())
}

/// The spans to count: segments, or the units that `--unit` asks for.
pub(super) fn spans(
    transcript: &Transcript,
    coded: &Coded,
    unit: Option<Unit>,
    rules: &RuleCoder,
    spans: &mut Vec<Span>,
) {
    spans.clear();
    match unit {
        Some(unit) => {
            for coding in &coded.codings {
                spans.extend(unit::widen(transcript, coded, coding, unit, rules));
            }
        }
        None => spans.extend(coded.codings.iter().map(Span::from)),
    }
}

/// The turns whose cases a segment over several turns belongs to: those with evidence for the code
/// or one below it.
pub(super) fn evidence_turns(coded: &Coded, roll_up: &RollUp, span: &Span) -> Vec<u32> {
    let is_below =
        |code: u32| roll_up.lines.get(code as usize).is_some_and(|line| line.contains(&span.code));
    let own = coded.codings.iter().filter(|coding| is_below(coding.code));
    let evidence = own.flat_map(|coding| coded.evidence_of(coding));
    let inside = |start: u32| span.start <= start && start < span.end;
    evidence.filter(|piece| inside(piece.start)).map(|piece| piece.turn).collect()
}
