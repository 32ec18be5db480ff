//! Faults of many lines: ten thousand lines may have one fault between them.
//!
//! In come findings about lines, one after the other; out comes each kind once, with the place of
//! the first and the number of the others. What differs in its message is another kind.

use std::collections::BTreeMap;

use super::words::counted;
use crate::diagnostic::Diagnostic;

/// So many kinds are told; of the others there is a number.
const MOST: usize = 20;

/// The kinds of findings so far.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// Each with how many more there are.
    kinds: Vec<(Diagnostic, usize)>,
    places: BTreeMap<String, usize>,
    untold: usize,
}

impl Alike {
    /// Takes a finding; the first of its kind comes back, to be told.
    pub(super) fn add(&mut self, told: Diagnostic) -> Option<&Diagnostic> {
        if let Some((_, more)) =
            self.places.get(&told.message).and_then(|&place| self.kinds.get_mut(place))
        {
            *more += 1;
            return None;
        }
        if self.kinds.len() >= MOST {
            self.untold += 1;
            return None;
        }
        self.places.insert(told.message.clone(), self.kinds.len());
        self.kinds.push((told, 0));
        self.kinds.last().map(|(told, _)| told)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// What is to be said after each kind was told once.
    pub(super) fn rest(&self) -> Vec<String> {
        let others = self.kinds.iter().filter(|(_, more)| *more > 0).map(|(told, more)| {
            let place = told.path.as_deref().unwrap_or_default();
            format!("{place}: the same in {}.", counted_more(*more))
        });
        let untold = (self.untold > 0)
            .then(|| format!("{} not shown.", counted(self.untold, "other fault")));
        others.chain(untold).collect()
    }

    /// All kinds, each with how many lines more have it.
    pub(super) fn told(self) -> Vec<Diagnostic> {
        let untold = (self.untold > 0).then(|| {
            Diagnostic::error(format!("{} not shown", counted(self.untold, "other fault")))
        });
        let kinds = self.kinds.into_iter().map(|(told, more)| match more {
            0 => told,
            more => told.help(format!("it is the same in {}", counted_more(more))),
        });
        kinds.chain(untold).collect()
    }
}

/// `1 more line`, `9999 more lines`.
fn counted_more(number: usize) -> String {
    counted(number, "more line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once() {
        let mut alike = Alike::default();
        let at =
            |message: &str, line: usize| Diagnostic::error(message).in_file(format!("a:{line}"));
        let is_first = (1..=10_000).filter(|&line| alike.add(at("torn", line)).is_some()).count();
        assert_eq!(is_first, 1);
        assert!(alike.add(at("other", 10_001)).is_some());
        assert_eq!(alike.rest(), ["a:1: the same in 9999 more lines."]);
        let told = alike.told();
        assert_eq!(told[0].help, ["it is the same in 9999 more lines"]);
        assert_eq!((told.len(), told[1].help.len()), (2, 0));
    }

    #[test]
    fn kinds_without_end_are_counted() {
        let mut alike = Alike::default();
        let kind =
            |number: usize| Diagnostic::error(format!("the attribute `{number}` is no value"));
        assert_eq!((0..50).filter(|&number| alike.add(kind(number)).is_some()).count(), MOST);
        assert_eq!(alike.rest(), ["30 other faults not shown."]);
        assert_eq!(alike.told().len(), MOST + 1);
    }
}
