//! Keyness: whether a word is commoner in one text than in another.
//!
//! In come how often a word stands in two texts and how many words each text has; out come the
//! log-likelihood and measures of size. It is about words, never about themes: one talkative person
//! makes any word key.

use super::chi_squared;

/// A word in two texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keyness {
    /// How often it stands in the first text.
    pub first: u64,
    /// The words of the first text.
    pub first_words: u64,
    /// How often it stands in the second text.
    pub second: u64,
    /// The words of the second text.
    pub second_words: u64,
}

/// O ln(O/E), which is 0 for an O of 0.
fn part(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
}

impl Keyness {
    fn counts(&self) -> [f64; 4] {
        [self.first, self.first_words, self.second, self.second_words].map(|count| count as f64)
    }

    /// Both texts have words, and the word is in at most as many of them as there are.
    fn is_sound(&self) -> bool {
        let fits = |count: u64, words: u64| words > 0 && count <= words;
        fits(self.first, self.first_words) && fits(self.second, self.second_words)
    }

    /// How often it stands in every 1,000 words of each text.
    pub fn per_1000(&self) -> Option<[f64; 2]> {
        let [a, n1, b, n2] = self.counts();
        self.is_sound().then(|| [1000.0 * a / n1, 1000.0 * b / n2])
    }

    /// G² = 2 Σ O ln(O/E) over the two cells of the word, with E = N·(a+b)/(N₁+N₂). Rayson and
    /// Garside 2000, doi:10.3115/1117729.1117730.
    pub fn log_likelihood(&self) -> Option<f64> {
        let [a, n1, b, n2] = self.counts();
        let share = (a + b) / (n1 + n2);
        self.is_sound().then(|| (2.0 * (part(a, n1 * share) + part(b, n2 * share))).max(0.0))
    }

    /// The same over all four cells: also the words that are another. Dunning 1993, Computational
    /// Linguistics 19, 61–74.
    pub fn log_likelihood_four(&self) -> Option<f64> {
        let [a, n1, b, n2] = self.counts();
        let share = (n1 - a + n2 - b) / (n1 + n2);
        let others = 2.0 * (part(n1 - a, n1 * share) + part(n2 - b, n2 * share));
        self.log_likelihood().map(|own| (own + others).max(0.0))
    }

    /// The probability of so large a G² by chance, with one degree of freedom.
    pub fn p(&self) -> Option<f64> {
        self.log_likelihood().map(|g| chi_squared::p_above(g, 1))
    }

    /// The binary logarithm of the ratio of both rates; ½ stands for a count of 0. Hardie 2014.
    pub fn log_ratio(&self) -> Option<f64> {
        let [a, n1, b, n2] = self.counts();
        let some = |count: f64| if count > 0.0 { count } else { 0.5 };
        self.is_sound().then(|| ((some(a) / n1) / (some(b) / n2)).log2())
    }

    /// %DIFF: how much higher the first rate is, in percent of the second; nothing where that is 0.
    /// Gabrielatos and Marchi 2011.
    pub fn percent_difference(&self) -> Option<f64> {
        let [first, second] = self.per_1000()?;
        (second > 0.0).then(|| 100.0 * (first - second) / second)
    }

    /// BIC = G² − ln(N₁+N₂): above 2 counts as positive evidence. Wilson 2013.
    pub fn bic(&self) -> Option<f64> {
        let [_, n1, _, n2] = self.counts();
        self.log_likelihood().map(|g| g - (n1 + n2).ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_two_in_fifteen_thousand() {
        let word = Keyness { first: 42, first_words: 15_000, second: 18, second_words: 22_000 };
        let near = |found: Option<f64>, wanted: f64| (found.unwrap() - wanted).abs() < 1e-6;
        assert!(near(word.log_likelihood(), 21.252_688));
        assert!(near(word.log_likelihood_four(), 21.287_779));
        assert!(near(word.log_ratio(), 1.774_933));
        assert!(near(word.bic(), 10.734_015));
        let nowhere = Keyness { second: 0, ..word };
        assert_eq!(nowhere.percent_difference(), None);
        assert!(nowhere.log_ratio().unwrap() > 5.0);
        assert_eq!(Keyness::default().log_likelihood(), None);
    }

    #[test]
    fn rates_and_texts_that_are_the_word_alone() {
        let word = Keyness { first: 42, first_words: 15_000, second: 18, second_words: 22_000 };
        let near = |found: Option<f64>, wanted: f64| (found.unwrap() - wanted).abs() < 1e-6;
        let [one, other] = word.per_1000().unwrap();
        assert!(near(Some(one), 2.8) && near(Some(other), 0.818_181_8));
        assert!(near(word.percent_difference(), 242.222_222));
        assert!(near(word.p(), 4.0e-6));
        let small = Keyness { first: 3, first_words: 4, second: 1, second_words: 6 };
        assert!(near(small.log_likelihood(), 2.020_714_5));
        assert!(near(small.log_likelihood_four(), 3.554_817_7));
        assert!(near(small.p(), 0.155_166_1) && near(small.log_ratio(), 2.169_925));
        assert!(near(small.bic(), -0.281_870_6));
        let alone = Keyness { first: 4, ..small };
        assert!(near(alone.per_1000().map(|rates| rates[0]), 1000.0));
        for wrong in [Keyness { first: 5, ..small }, Keyness { second: 7, ..small }] {
            assert_eq!((wrong.per_1000(), wrong.log_ratio()), (None, None));
        }
        assert_eq!(Keyness { second: 0, second_words: 0, ..small }.log_likelihood(), None);
    }
}
