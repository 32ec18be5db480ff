//! Proposals that wait: what the rules found and no person has looked at.
//!
//! In come the rules' codings of one transcript with what people coded and turned down there; out
//! comes how many wait. A proposal waits until somebody has given its code to some of its words, or
//! has rejected it there.

use super::Coded;

/// A place in a transcript that a person gave a code or refused it, in bytes of the canonical text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// The code's place in the codebook.
    pub code: u32,
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// How many of the rules' codings nobody has answered.
pub fn waiting(coded: &Coded, answers: &[Answer]) -> usize {
    let is_open = |coding: &&super::Coding| {
        let (start, end) = (coding.start as usize, coding.end as usize);
        !answers
            .iter()
            .any(|answer| answer.code == coding.code && answer.start < end && start < answer.end)
    };
    coded.codings.iter().filter(is_open).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Coding;

    #[test]
    fn a_proposal_waits_until_its_code_is_given_or_refused_there() {
        let coding = |code, start, end| Coding { code, start, end, ..Coding::default() };
        let codings = vec![coding(0, 0, 10), coding(1, 0, 10), coding(0, 20, 30)];
        let coded = Coded { codings, ..Coded::default() };
        assert_eq!(waiting(&coded, &[]), 3);
        // The words beside it are none of it, and another code is no answer.
        let answers =
            [Answer { code: 0, start: 9, end: 12 }, Answer { code: 1, start: 10, end: 30 }];
        assert_eq!(waiting(&coded, &answers), 2);
    }
}
