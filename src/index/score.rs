//! How well a passage answers a query: BM25.
//!
//! Robertson, Walker, Jones, Hancock-Beaulieu & Gatford 1995, with the usual k1 = 1.2 and b = 0.75
//! and the inverse document frequency ln(1 + (N − n + 0.5) / (n + 0.5)). N, n and the mean length
//! are counted over all turns of the corpus (or all coded segments, where those are searched), so a
//! filter never changes a score, and the index and the scan give the same to the last bit.

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// What the whole corpus says about the wordings of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Passages in all.
    pub passages: u64,
    /// Words in all of them.
    pub words: u64,
    /// By wording, the passages that hold it.
    pub with: Vec<u64>,
}

impl Statistics {
    /// Unites those of two parts of a corpus.
    pub fn add(&mut self, other: &Statistics) {
        self.passages += other.passages;
        self.words += other.words;
        self.with.resize(self.with.len().max(other.with.len()), 0);
        for (with, more) in self.with.iter_mut().zip(&other.with) {
            *with += more;
        }
    }

    /// What each word and the length of a passage weigh.
    pub fn weights(&self) -> Weights {
        let rarity = |&with: &u64| {
            let (all, with) = (self.passages as f64, with as f64);
            (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
        };
        Weights {
            mean: self.words as f64 / self.passages.max(1) as f64,
            rarities: self.with.iter().map(rarity).collect(),
        }
    }
}

/// What the words of a query weigh in a corpus.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Words in a passage, on average.
    mean: f64,
    /// By wording, how much it tells: its inverse document frequency.
    rarities: Vec<f64>,
}

impl Weights {
    /// The score of a passage of so many words, in which each wording is found so often.
    pub fn score(&self, words: u32, counts: &[u32]) -> f64 {
        let length = if self.mean > 0.0 { f64::from(words) / self.mean } else { 1.0 };
        let weigh = |(&count, &rarity): (&u32, &f64)| {
            if count == 0 {
                return 0.0;
            }
            let count = f64::from(count);
            rarity * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length))
        };
        counts.iter().zip(&self.rarities).map(weigh).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_worked_by_hand() {
        let weights = Statistics { passages: 10, words: 100, with: vec![2, 9] }.weights();
        // ln(1 + 8.5/2.5) · 2 · 2.2 / (2 + 1.2) for the first, ln(1 + 1.5/9.5) for the second.
        let expected = (1.0f64 + 3.4).ln() * 4.4 / 3.2 + (1.0f64 + 1.5 / 9.5).ln();
        assert!((weights.score(10, &[2, 1]) - expected).abs() < 1e-12);
    }

    #[test]
    fn rare_frequent_and_short_count_more() {
        let weights = Statistics { passages: 100, words: 2_000, with: vec![1, 50] }.weights();
        assert!(weights.score(20, &[1, 0]) > weights.score(20, &[0, 1]));
        assert!(weights.score(20, &[2, 0]) > weights.score(20, &[1, 0]));
        assert!(weights.score(10, &[1, 0]) > weights.score(40, &[1, 0]));
        assert_eq!(weights.score(20, &[0, 0]), 0.0);
        assert_eq!(Statistics::default().weights().score(0, &[]), 0.0);
    }
}
