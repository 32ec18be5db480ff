//! Base, run and threshold: a simple rule for when new interviews no longer bring new themes.
//!
//! The themes of the first interviews are the base; of each run of interviews after them the new
//! themes are counted; the first run that brings at most a threshold's share of the base ends the
//! search. Runs overlap and move on by one interview; the base stays the denominator. Guest, Namey
//! and Chen 2020, doi:10.1371/journal.pone.0232076.

use std::fmt;

/// The rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Interviews of the base.
    pub base: usize,
    /// Interviews of a run.
    pub run: usize,
    /// The share of the base that a run may bring.
    pub threshold: f64,
}

/// One run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// Its first interview, from 1.
    pub first: usize,
    /// Its last.
    pub last: usize,
    /// Themes first seen in it.
    pub new: u64,
    /// `new` / themes of the base.
    pub ratio: f64,
    /// Whether the ratio is at most the threshold.
    pub below: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Themes of the base.
    pub base_themes: u64,
    /// All runs.
    pub runs: Vec<Run>,
    /// The interview after which saturation was reached, or why none was.
    pub reached: Result<usize, Unreached>,
}

/// Why there is no saturation to tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// There is no whole run after the base.
    TooFew,
    /// The base has no themes.
    EmptyBase,
    /// Every run brought more than the threshold.
    NotReached,
}

impl fmt::Display for Unreached {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Unreached::TooFew => "too few interviews for one run after the base",
            Unreached::EmptyBase => "no themes in the base set",
            Unreached::NotReached => "threshold not reached",
        })
    }
}

/// Rounding must not part a ratio from the threshold that it equals.
const SLACK: f64 = 1e-12;

/// Applies the rule to the themes that each interview brought first.
pub fn guest(new: &[u64], rule: &Rule) -> Found {
    let base_themes = new.iter().take(rule.base).sum();
    let nothing = |why| Found { base_themes, runs: Vec::new(), reached: Err(why) };
    if rule.base == 0 || rule.run == 0 || new.len() < rule.base.saturating_add(rule.run) {
        return nothing(Unreached::TooFew);
    }
    if base_themes == 0 {
        return nothing(Unreached::EmptyBase);
    }
    let after = new.get(rule.base..).unwrap_or_default();
    let run = |(place, run): (usize, &[u64])| {
        let new: u64 = run.iter().sum();
        let ratio = new as f64 / base_themes as f64;
        let first = rule.base + place + 1;
        let below = ratio <= rule.threshold + SLACK;
        Run { first, last: first + rule.run - 1, new, ratio, below }
    };
    let runs: Vec<Run> = after.windows(rule.run).enumerate().map(run).collect();
    let first = runs.iter().find(|run| run.below).map(|run| run.first - 1);
    Found { base_themes, runs, reached: first.ok_or(Unreached::NotReached) }
}

impl Found {
    /// `6+2`: the interviews until saturation and those of the run; else the reason.
    pub fn notation(&self, rule: &Rule) -> Result<String, Unreached> {
        self.reached.map(|interview| format!("{interview}+{}", rule.run))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { base: 4, run: 2, threshold: 0.05 };

    #[test]
    fn thirty_seven_themes_in_four_interviews() {
        let new = [12, 11, 8, 6, 4, 3, 1, 0, 1, 1, 0, 0];
        let found = guest(&new, &RULE);
        assert_eq!((found.base_themes, found.notation(&RULE)), (37, Ok("6+2".to_owned())));
        assert!(!found.runs[4].below, "2 of 37 is 5.4 %, which only prints as 5 %");
        let none = Rule { threshold: 0.0, ..RULE };
        assert_eq!(guest(&new, &none).notation(&none), Ok("10+2".to_owned()));
    }

    #[test]
    fn what_cannot_be_told_has_its_reason() {
        assert_eq!(guest(&[10, 5, 3, 2, 1, 0, 0], &RULE).reached, Ok(4), "5 % is enough");
        assert_eq!(guest(&[5; 8], &RULE).reached, Err(Unreached::NotReached));
        assert_eq!(guest(&[10, 4, 2, 1, 1], &RULE).reached, Err(Unreached::TooFew));
        assert_eq!(guest(&[0, 0, 0, 0, 3, 1], &RULE).reached, Err(Unreached::EmptyBase));
        assert_eq!(guest(&[], &RULE).reached, Err(Unreached::TooFew));
    }
}
