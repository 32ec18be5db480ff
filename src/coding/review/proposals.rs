//! Proposals: what the rules found and a coder has not decided yet.
//!
//! In come the rules' codings of a transcript and what a coder coded and turned down there, out come
//! the codings that wait. A proposal is settled where the coder's coding of the same code shares a
//! word with it, or where the same code was turned down at the same place; the place of a rejection
//! is found again in a changed text as that of a coding is.

use std::ops::Range;

use super::{Item, is_same, touch};
use crate::codebook::Codebook;
use crate::coding::rule_coder::RULES;
use crate::coding::{Coded, Coding};
use crate::transcript::Transcript;

/// A place with a code's place in the codebook.
pub type Spot = (u32, Range<usize>);

/// The rules' codings that wait for a coder.
pub fn waiting<'c>(
    text: &str,
    coded: &'c Coded,
    own: &[Spot],
    rejected: &[Spot],
) -> Vec<&'c Coding> {
    let is_open = |coding: &&Coding| {
        let place = coding.start as usize..coding.end as usize;
        let is_coded = |(code, at): &Spot| *code == coding.code && touch(text, at, &place);
        let is_rejected = |(code, at): &Spot| *code == coding.code && is_same(at, &place);
        !own.iter().any(is_coded) && !rejected.iter().any(is_rejected)
    };
    coded.codings.iter().filter(is_open).collect()
}

/// A rules' coding as something to decide.
pub fn item(transcript: &Transcript, coded: &Coded, coding: &Coding, codebook: &Codebook) -> Item {
    let code = codebook.codes.get(coding.code as usize);
    let evidence = coded.evidence_of(coding);
    let mut rules: Vec<&str> = evidence
        .iter()
        .filter_map(|piece| Some(code?.rules.get(piece.rule as usize)?.id.as_str()))
        .collect();
    rules.sort_unstable();
    rules.dedup();
    Item {
        transcript: transcript.id.clone(),
        code: code.map(|code| code.id.clone()).unwrap_or_default(),
        coder: RULES.to_owned(),
        bytes: Some(coding.start as usize..coding.end as usize),
        evidence: evidence.iter().map(|piece| piece.start as usize..piece.end as usize).collect(),
        rule: Some(rules.join(";")).filter(|rules| !rules.is_empty()),
        ..Item::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_coded_or_turned_down_does_not_wait() {
        let coding = |code, start, end| Coding { code, start, end, ..Coding::default() };
        let codings = vec![coding(0, 0, 4), coding(0, 5, 9), coding(1, 5, 9), coding(0, 10, 20)];
        let coded = Coded { codings, ..Coded::default() };
        let text = "hope hope hope and hope";
        let open = |own: &[Spot], rejected: &[Spot]| -> Vec<(u32, u32)> {
            let all = waiting(text, &coded, own, rejected);
            all.iter().map(|coding| (coding.code, coding.start)).collect()
        };
        assert_eq!(open(&[], &[]).len(), 4);
        assert_eq!(open(&[(0, 3..5)], &[(0, 5..9)]), [(1, 5), (0, 10)]);
        assert_eq!(open(&[], &[(0, 10..14)]).len(), 4, "a smaller place is another");
    }
}
