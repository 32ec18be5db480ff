//! Units of counting: a coding widened to the sentence, turn, paragraph or transcript it lies in.
//!
//! `--unit` counts units that carry a code in place of segments: in come codings, out come the
//! spans of the units they touch. With `match` each piece of evidence is a span of its own.

use super::rule_coder::RuleCoder;
use super::tally::Span;
use super::{Coded, Coding};
use crate::codebook::Unit;
use crate::text::sentence::paragraphs;
use crate::transcript::Transcript;

/// The spans of the units that a coding touches. A sentence is what the rules of its codebook take
/// for one.
pub fn widen(
    transcript: &Transcript,
    coded: &Coded,
    coding: &Coding,
    unit: Unit,
    rules: &RuleCoder,
) -> Vec<Span> {
    let span = |turn: u32, range: std::ops::Range<usize>| Span {
        code: coding.code,
        start: range.start as u32,
        end: range.end as u32,
        turn,
        last_turn: turn,
    };
    match unit {
        Unit::Match => coded
            .evidence_of(coding)
            .iter()
            .map(|piece| span(piece.turn, piece.start as usize..piece.end as usize))
            .collect(),
        Unit::Transcript => {
            let extents = transcript.turns.iter().map(|turn| transcript.reading(turn).extent());
            let start = extents.clone().map(|extent| extent.start).min().unwrap_or(0);
            let end = extents.map(|extent| extent.end).max().unwrap_or(0);
            let last_turn = transcript.turns.len().saturating_sub(1) as u32;
            vec![Span { turn: 0, last_turn, ..span(0, start..end) }]
        }
        Unit::Turn | Unit::Sentence | Unit::Paragraph => {
            let whole = coded.whole_of(coding);
            let takes_in =
                |turn: &u32| whole.is_none_or(|whole| whole.turns.binary_search(turn).is_ok());
            let touched = (coding.turn..=coding.last_turn)
                .filter(takes_in)
                .filter_map(|place| Some((place, transcript.turns.get(place as usize)?)));
            let mut spans = Vec::new();
            for (place, turn) in touched {
                let reading = transcript.reading(turn);
                if unit == Unit::Turn {
                    spans.push(span(place, reading.extent()));
                    continue;
                }
                let text = transcript.blanked(reading.text());
                let parts = match unit {
                    Unit::Paragraph => paragraphs(&text),
                    _ => {
                        let mut parts = Vec::new();
                        if let Some(splitter) = rules.splitter(coding.code) {
                            splitter.split(&text, &mut parts);
                        }
                        parts
                    }
                };
                let there = parts.into_iter().map(|part| reading.canonical_range(part));
                let (start, end) = (coding.start as usize, coding.end as usize);
                let touches = |part: &std::ops::Range<usize>| part.start < end && start < part.end;
                spans.extend(there.filter(touches).map(|part| span(place, part)));
            }
            spans
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Additions, Code, Codebook};
    use crate::transcript::build::Builder;

    fn codebook(id: &str, abbreviations: &[&str]) -> Codebook {
        let abbreviations = abbreviations.iter().map(|&word| word.to_owned()).collect();
        let code = Code { id: id.into(), ..Code::default() };
        let additions = Additions { abbreviations, ..Additions::default() };
        let language = "en".to_owned();
        Codebook { language, additions, codes: vec![code], ..Codebook::default() }
    }

    #[test]
    fn sentences_are_those_of_the_codebook_that_has_the_code() {
        let coder =
            RuleCoder::new(vec![codebook("a", &["incl."]), codebook("b", &[])], false).unwrap();
        let mut builder = Builder::written();
        builder.push(Some("P"), "All of us incl. Ana. Yes.", (None, None));
        let transcript = builder.finish();
        for (code, sentence) in [(0, "All of us incl. Ana."), (1, "All of us incl.")] {
            let coding = Coding { code, start: 3, end: 6, ..Coding::default() };
            let coded = Coded::default();
            let [span] =
                widen(&transcript, &coded, &coding, Unit::Sentence, &coder).try_into().unwrap();
            assert_eq!(&transcript.text[span.start as usize..span.end as usize], sentence);
        }
    }

    #[test]
    fn a_coding_over_two_sentences_is_two_units() {
        let mut builder = Builder::written();
        builder.push(Some("P"), "One here. Two here. Three.\n\nFour.", (None, None));
        let transcript = builder.finish();
        let coding = Coding { start: 3, end: 20, ..Coding::default() };
        let texts = |unit| -> Vec<String> {
            let coder = RuleCoder::new(vec![codebook("a", &[])], false).unwrap();
            widen(&transcript, &Coded::default(), &coding, unit, &coder)
                .into_iter()
                .map(|span| transcript.text[span.start as usize..span.end as usize].to_owned())
                .collect()
        };
        assert_eq!(texts(Unit::Sentence), ["One here.", "Two here."]);
        assert_eq!(texts(Unit::Paragraph), ["One here. Two here. Three."]);
        assert_eq!(texts(Unit::Turn), ["One here. Two here. Three.\n\nFour."]);
        assert!(texts(Unit::Match).is_empty());
    }
}
