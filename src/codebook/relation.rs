//! The words for relations between codes.
//!
//! Any word will do, but those of the literature are known: the paradigm of Strauss & Corbin 1990
//! (conditions, context, intervening conditions, strategies, consequences), which `emic report model
//! --shape paradigm` draws, and the coding families of Glaser 1978 (the six Cs, process, degree,
//! dimension, type, strategy, interactive, identity, cutting point, means-goal). In comes nothing,
//! out comes the list.

/// A kind of relation: where it comes from, its name, and how `A kind B` is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The vocabulary or family that it belongs to.
    pub family: &'static str,
    /// Its name in files.
    pub kind: &'static str,
    /// How it is read.
    pub says: &'static str,
}

const fn word(family: &'static str, kind: &'static str, says: &'static str) -> Word {
    Word { family, kind, says }
}

/// The known kinds, vocabulary by vocabulary.
pub const WORDS: [Word; 24] = [
    word("paradigm", "causal-condition", "A brings B about"),
    word("paradigm", "context", "A is the setting in which B happens"),
    word("paradigm", "intervening-condition", "A helps or hinders B"),
    word("paradigm", "strategy", "A is done about B"),
    word("paradigm", "consequence-of", "A comes of B"),
    word("paradigm", "leads-to", "B comes of A"),
    word("six Cs", "causes", "A is a cause of B"),
    word("six Cs", "context-of", "A is the context of B"),
    word("six Cs", "contingent-on", "A happens only if B does"),
    word("six Cs", "covaries-with", "A changes as B does"),
    word("six Cs", "conditions", "A is a condition of B"),
    word("process", "precedes", "A comes before B"),
    word("process", "stage-of", "A is a stage of B"),
    word("degree", "degree-of", "A is how much there is of B"),
    word("dimension", "dimension-of", "A is a dimension of B"),
    word("dimension", "property-of", "A is a property of B"),
    word("dimension", "part-of", "A is a part of B"),
    word("type", "type-of", "A is a kind of B"),
    word("strategy", "manages", "by A people handle B"),
    word("interactive", "interacts-with", "A and B act on each other"),
    word("identity", "identity-of", "A is who somebody becomes through B"),
    word("cutting point", "turning-point-of", "after A, B is no longer what it was"),
    word("means-goal", "means-to", "A is done for the sake of B"),
    word("any", "contradicts", "A speaks against B"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_once() {
        let mut kinds: Vec<&str> = WORDS.iter().map(|word| word.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), WORDS.len());
    }
}
