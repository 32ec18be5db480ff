//! What of the codebooks decided the counts that are kept, and what a changed codebook may count
//! otherwise.
//!
//! In come the codebooks as one coder, out come their terms: a fingerprint of everything that holds
//! for all codes, and each rule as its frame with its patterns. Terms lie beside the counts. When a
//! codebook changed, the two terms are compared, and what comes out is what a transcript must have to
//! be coded otherwise ([`Sought`]); nothing where any transcript may be.
//!
//! Why that is right: a rule sees of a text only where its patterns match. Two rules of one frame
//! whose patterns differ only in some that match nowhere in a transcript find the same there, and so
//! do all rules that look at what they coded. A rule of which no pattern matches codes nothing, so it
//! may as well be missing; only one with `within` is not left out, for it has a place in the order in
//! which rules are asked.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::bytes::{Eye, Pen};
use super::record::fingerprint;
use crate::codebook::pattern::Lists;
use crate::codebook::{Code, Key, Rule};
use crate::coding::rule_coder::RuleCoder;
use crate::coding::rules::sought::Sought;

/// What decided the codings, as far as codebooks do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// A fingerprint of all but the rules.
    ground: [u8; 32],
    /// By code: its rules.
    codes: Vec<Vec<Clause>>,
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Clause {
    /// A fingerprint of all but the patterns.
    frame: u64,
    has_within: bool,
    patterns: Vec<(u64, String)>,
}

/// The groups that patterns stand in: these, then the two sides of each `near`.
const ANY: u64 = 0;
const ALL: u64 = 1;
const NONE: u64 = 2;
const EXCEPT: u64 = 3;
const REGEX: u64 = 4;
const NEARS: u64 = 5;

impl Terms {
    /// The terms of a coder. `beside` is whatever else decides the counts of all transcripts.
    pub fn of(coder: &RuleCoder, beside: &str) -> Self {
        let codes = &coder.codebook().codes;
        // All of it has a fixed order and no addresses, so it prints the same every time.
        let mut ground = Sha256::new_with_prefix(beside);
        ground.update(coder.heads());
        for code in codes {
            ground.update(format!("{:?}\n", Code { rules: Vec::new(), ..code.bare() }));
        }
        // Whom any rule listens to decides which turns are looked at.
        let rules = codes.iter().flat_map(|code| &code.rules);
        let heard: BTreeSet<&Option<Vec<String>>> = rules.map(|rule| &rule.speaker).collect();
        ground.update(format!("{heard:?}"));
        let clauses = |code: &Code| code.rules.iter().map(Clause::of).collect();
        Terms { ground: ground.finalize().into(), codes: codes.iter().map(clauses).collect() }
    }

    /// The terms as bytes.
    pub fn written(&self) -> Vec<u8> {
        let mut pen = Pen::default();
        pen.fixed(&self.ground);
        pen.count(self.codes.len());
        for clauses in &self.codes {
            pen.count(clauses.len());
            for clause in clauses {
                pen.number(clause.frame);
                pen.number(u64::from(clause.has_within));
                pen.count(clause.patterns.len());
                for (group, pattern) in &clause.patterns {
                    pen.number(*group);
                    pen.name(pattern);
                }
            }
        }
        pen.bytes
    }

    /// Reads terms; `None` if the bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut eye = Eye::on(bytes);
        let ground = eye.fixed()?;
        let mut codes = Vec::new();
        for _ in 0..eye.count()? {
            let mut clauses = Vec::new();
            for _ in 0..eye.count()? {
                let (frame, has_within) = (eye.number()?, eye.number()? != 0);
                let count = eye.count()?;
                let patterns = (0..count).map(|_| Some((eye.number()?, eye.name()?.to_owned())));
                let patterns = patterns.collect::<Option<_>>()?;
                clauses.push(Clause { frame, has_within, patterns });
            }
            codes.push(clauses);
        }
        eye.is_at_end().then_some(Terms { ground, codes })
    }

    /// What a transcript must have to be coded otherwise under `self`, the terms of `coder`, than
    /// under older ones; `None` if any may be.
    pub fn since(&self, old: &Terms, coder: &RuleCoder) -> Option<Sought> {
        if self.ground != old.ground || self.codes.len() != old.codes.len() {
            return None;
        }
        let mut change = Change { sought: Sought::default(), lists: Lists::default() };
        let mut of_book = None;
        for (place, (new, old)) in self.codes.iter().zip(&old.codes).enumerate() {
            if new == old {
                continue;
            }
            let (first, lists) = coder.lists_of(place)?;
            if of_book != Some(first) {
                change.lists = Lists::new(lists);
                of_book = Some(first);
            }
            change.code(old, new)?;
        }
        Some(change.sought)
    }
}

impl Clause {
    fn of(rule: &Rule) -> Self {
        let key = |key: Key| match key {
            Key::Any => Some(ANY),
            Key::All => Some(ALL),
            Key::None => Some(NONE),
            Key::Except => Some(EXCEPT),
            Key::This | Key::With => None,
        };
        let plain = rule.patterns();
        let plain = plain.into_iter().filter_map(|(group, pattern)| Some((key(group)?, pattern)));
        let sides = rule.near.iter().flat_map(|near| [&near.this, &near.with]).zip(NEARS..);
        let nears = sides
            .flat_map(|(side, group)| side.iter().map(move |pattern| (group, pattern.as_str())));
        let regexes = rule.regex.iter().map(|pattern| (REGEX, pattern.as_str()));
        let all = plain.chain(nears).chain(regexes);
        let patterns = all.map(|(group, pattern)| (group, pattern.to_owned())).collect();
        // What is empty decides how the rest is read; all patterns of `all` must occur.
        let mut bare = Rule { id: String::new(), ..rule.clone() };
        let lists = [&mut bare.any, &mut bare.none, &mut bare.except, &mut bare.regex];
        let nears = bare.near.iter_mut().flat_map(|near| [&mut near.this, &mut near.with]);
        lists.into_iter().chain(nears).for_each(|list| {
            list.truncate(1);
            list.iter_mut().for_each(String::clear);
        });
        let has_within = rule.within.is_some();
        Clause { frame: fingerprint(&format!("{bare:?}")), has_within, patterns }
    }

    fn group(&self, group: u64) -> impl Iterator<Item = &str> {
        let own = self.patterns.iter().filter(move |pattern| pattern.0 == group);
        own.map(|(_, pattern)| pattern.as_str())
    }
}

/// What changed, as far as it was looked at.
struct Change {
    sought: Sought,
    lists: Lists,
}

impl Change {
    /// Takes in how the rules of a code changed.
    fn code(&mut self, old: &[Clause], new: &[Clause]) -> Option<()> {
        let same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old, new) = (old.get(same..)?, new.get(same..)?);
        let ends = old.iter().rev().zip(new.iter().rev());
        let same = ends.take_while(|(old, new)| old == new).count();
        let (old, new) = (old.get(..old.len() - same)?, new.get(..new.len() - same)?);
        let frames = |clauses: &[Clause]| clauses.iter().map(|one| one.frame).collect::<Vec<_>>();
        if frames(old) == frames(new) {
            return old.iter().zip(new).try_for_each(|(old, new)| self.patterns(old, new));
        }
        old.iter().chain(new).try_for_each(|clause| self.whole(clause))
    }

    /// Takes in a rule that came or went.
    fn whole(&mut self, clause: &Clause) -> Option<()> {
        if clause.has_within {
            return None;
        }
        let nears = clause.patterns.iter().filter_map(|(group, _)| group.checked_sub(NEARS));
        let nears: BTreeSet<u64> = nears.map(|group| group / 2).collect();
        let is_positive = clause.patterns.iter().any(|(group, _)| [ANY, REGEX].contains(group));
        if !is_positive && nears.is_empty() {
            // All of them must occur, so one is enough.
            return clause.group(ALL).find_map(|pattern| self.try_pattern(pattern));
        }
        clause.group(ANY).try_for_each(|pattern| self.pattern(ANY, pattern))?;
        clause.group(REGEX).try_for_each(|pattern| self.pattern(REGEX, pattern))?;
        for near in nears {
            // Both sides must occur, so one is enough.
            let side = |side| {
                let mut sought = self.sought.clone();
                let own = clause.group((2 * near).saturating_add(NEARS + side));
                own.into_iter().try_for_each(|one| sought.pattern(one, &self.lists))?;
                Some(sought)
            };
            self.sought = side(0).or_else(|| side(1))?;
        }
        Some(())
    }

    /// Takes in what patterns of a rule came and went.
    fn patterns(&mut self, old: &Clause, new: &Clause) -> Option<()> {
        let mut groups: Vec<u64> =
            old.patterns.iter().chain(&new.patterns).map(|pattern| pattern.0).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let [was, is] = [old, new].map(|clause| clause.group(group).collect::<Vec<_>>());
            let stays = |from: &[&str], other: &[&str]| {
                from.iter().filter(|one| other.contains(one)).map(|one| (*one).to_owned()).collect()
            };
            let (kept, still): (Vec<String>, Vec<String>) = (stays(&was, &is), stays(&is, &was));
            // In another order all of them count as changed.
            let is_ordered = kept == still;
            let both = [(&was, &is), (&is, &was)];
            let changed = both.into_iter().flat_map(|(from, other)| {
                from.iter().filter(move |one| !is_ordered || !other.contains(one))
            });
            changed.into_iter().try_for_each(|one| self.pattern(group, one))?;
        }
        Some(())
    }

    fn pattern(&mut self, group: u64, pattern: &str) -> Option<()> {
        match group {
            REGEX => self.sought.expression(pattern),
            _ => self.sought.pattern(pattern, &self.lists),
        }
    }

    /// The same of a pattern that may be left to another.
    fn try_pattern(&mut self, pattern: &str) -> Option<()> {
        let mut sought = self.sought.clone();
        sought.pattern(pattern, &self.lists)?;
        self.sought = sought;
        Some(())
    }
}
