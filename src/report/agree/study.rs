//! From the double coding of a study to ratings: one table a code, one a family of codes that
//! exclude each other.
//!
//! In come transcripts as several coders coded them ([`DoubleCoded`]), out come tables as agreement
//! takes them ([`Rated`]). Units that nobody of these people looked at are in none. Equal units of
//! one transcript stand as one row with their number, so that characters cost no more than turns.

use std::collections::{BTreeMap, BTreeSet};

use super::Boot;
use crate::codebook::Codebook;
use crate::codebook::tree::Tree;
use crate::coding::double::{DoubleCoded, Given};
use crate::report::base::counted;
use crate::statistics::agreement::Ratings;
use crate::statistics::agreement::krippendorff::Level;
use crate::statistics::agreement::rated::Rated;

/// The name of characters as units.
pub const CHAR: &str = "char";
/// What a coder gave who gave no code of a family.
const NONE: &str = "none";

/// What is compared.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// The codes.
    pub codebook: &'a Codebook,
    /// Their hierarchy.
    pub tree: &'a Tree,
    /// The coders, in the order of the marks.
    pub coders: Vec<String>,
    /// Whether each of them is a person.
    pub people: Vec<bool>,
    /// The unit's name.
    pub unit: &'static str,
    /// Whether a code holds where one below it does.
    pub rolls_up: bool,
    /// The codes to show; those that somebody used where it is `None`.
    pub wanted: Option<BTreeSet<usize>>,
    /// The codes that somebody used, filled in by [`Study::look`].
    pub used: BTreeSet<usize>,
    /// How intervals are drawn.
    pub boot: Boot,
}

/// How many units there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// Units that somebody looked at.
    pub units: usize,
    /// Units that two or more looked at.
    pub compared: usize,
    /// Transcripts with such units.
    pub transcripts: usize,
}

impl Study<'_> {
    /// Takes in which codes are used.
    pub fn look(&mut self, all: &[DoubleCoded]) {
        for given in all.iter().flat_map(|one| &one.given) {
            let codes = given.iter().filter(|(_, units)| !units.is_empty());
            self.used.extend(codes.map(|(code, _)| *code as usize));
        }
        if self.rolls_up {
            let mut above: Vec<usize> = self.used.iter().copied().collect();
            while let Some(code) = above.pop() {
                let parent = self.tree.parent(code);
                above.extend(parent.filter(|parent| self.used.insert(*parent)));
            }
        }
    }

    /// The codes that have a table, in the order of the codebook.
    pub fn codes(&self) -> Vec<usize> {
        let codes = self.wanted.as_ref().unwrap_or(&self.used);
        self.tree.order().iter().copied().filter(|code| codes.contains(code)).collect()
    }

    /// Codes that could be given and that nobody gave.
    pub fn unused(&self) -> Vec<&str> {
        let codes = self.codebook.codes.iter().enumerate();
        codes
            .filter(|(place, code)| {
                let is_meant = self.wanted.as_ref().is_none_or(|wanted| wanted.contains(place));
                is_meant && code.is_applied() && !self.used.contains(place)
            })
            .map(|(_, code)| code.id.as_str())
            .collect()
    }

    /// The name of a code.
    pub fn name(&self, code: usize) -> &str {
        self.codebook.codes.get(code).map_or("", |code| code.id.as_str())
    }

    /// What a coder gave of a code, and of those below it where it rolls up.
    pub fn given<'d>(
        &self,
        one: &'d DoubleCoded,
        coder: usize,
        code: usize,
    ) -> impl Iterator<Item = &'d Given> + use<'d> {
        let family = if self.rolls_up { self.tree.family(code).to_vec() } else { vec![code] };
        let given = one.given.get(coder);
        family.into_iter().filter_map(move |code| given?.get(&(code as u32))).flatten()
    }

    /// Whether each unit carries a code, by coder.
    pub fn held(&self, one: &DoubleCoded, code: usize) -> Vec<Vec<bool>> {
        let of = |coder: usize| {
            let mut held = vec![false; one.units.len()];
            for given in self.given(one, coder, code).filter(|given| given.holds) {
                if let Some(unit) = held.get_mut(given.unit) {
                    *unit = true;
                }
            }
            held
        };
        (0..self.coders.len()).map(of).collect()
    }

    /// Whether a person looked at a unit; without people, anybody.
    fn is_in(&self, one: &DoubleCoded, unit: usize) -> bool {
        let nobody = !self.people.contains(&true);
        let mut coders = self.people.iter().enumerate();
        coders.any(|(coder, is_person)| (nobody || *is_person) && one.has_looked(coder, unit))
    }

    /// How many units there are.
    pub fn base(&self, all: &[DoubleCoded]) -> Base {
        let mut base = Base::default();
        for one in all {
            let mut compared = 0;
            for (at, place) in one.units.iter().enumerate().filter(|(at, _)| self.is_in(one, *at)) {
                let times = if self.unit == CHAR { place.length } else { 1 };
                let looked = (0..self.coders.len()).filter(|coder| one.has_looked(*coder, at));
                base.units += times;
                compared += if looked.count() >= 2 { times } else { 0 };
            }
            base.compared += compared;
            base.transcripts += usize::from(compared > 0);
        }
        base
    }

    /// The tables: codes in the order of the codebook, then families.
    pub fn tables(&self, all: &[DoubleCoded]) -> Vec<Rated> {
        let clusters = self.clusters(all);
        let mut tables: Vec<Rated> =
            self.codes().into_iter().map(|code| self.table(code, all, &clusters)).collect();
        if self.unit != CHAR {
            let families = self.families().into_iter();
            tables.extend(families.map(|(name, codes)| self.family(&name, &codes, all, &clusters)));
        }
        tables
    }

    /// The cluster of each unit, by transcript.
    fn clusters(&self, all: &[DoubleCoded]) -> Vec<Vec<usize>> {
        let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
        let mut next = 0;
        let mut clusters = Vec::new();
        if self.boot != Boot::Cases {
            // Transcripts that nobody looked at are no clusters.
            for one in all {
                let is_in = (0..one.units.len()).any(|unit| self.is_in(one, unit));
                clusters.push(vec![next; one.units.len()]);
                next += usize::from(is_in);
            }
            return clusters;
        }
        for one in all {
            for unit in &one.units {
                let known = cases.len();
                cases.entry(unit.case.as_deref().unwrap_or_default()).or_insert(known);
            }
            let place = |case: Option<&str>| cases.get(case.unwrap_or_default()).copied();
            let units = one.units.iter().map(|unit| place(unit.case.as_deref()));
            clusters.push(units.map(Option::unwrap_or_default).collect());
        }
        clusters
    }

    fn table(&self, code: usize, all: &[DoubleCoded], clusters: &[Vec<usize>]) -> Rated {
        let mut rows = Rows::new(self, 2);
        for (one, clusters) in all.iter().zip(clusters) {
            if self.unit == CHAR {
                self.characters(code, one, clusters, &mut rows);
                continue;
            }
            let held = self.held(one, code);
            for (at, cluster) in clusters.iter().enumerate().filter(|(at, _)| self.is_in(one, *at))
            {
                let says = |coder: usize| {
                    let holds = held.get(coder).and_then(|held| held.get(at)).copied();
                    holds.filter(|_| one.has_looked(coder, at)).map(u32::from)
                };
                rows.add(*cluster, (0..self.coders.len()).map(says).collect(), 1);
            }
        }
        let categories = ["0", "1"].map(str::to_owned).to_vec();
        Rated { code: self.name(code).to_owned(), categories, ..rows.rated(self) }
    }

    /// The rows of a code by characters: stretches in which nothing begins or ends.
    fn characters(&self, code: usize, one: &DoubleCoded, clusters: &[usize], rows: &mut Rows) {
        let spans: Vec<Vec<(usize, usize)>> =
            (0..self.coders.len()).map(|coder| self.spans(one, coder, code)).collect();
        let mut edges: Vec<usize> = one.units.iter().map(|unit| unit.first).collect();
        edges.extend(spans.iter().flatten().flat_map(|span| [span.0, span.1]));
        edges.push(one.length);
        edges.sort_unstable();
        edges.dedup();
        for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
            let at = one.units.partition_point(|unit| unit.first <= *start).saturating_sub(1);
            if !self.is_in(one, at) {
                continue;
            }
            let says = |(coder, own): (usize, &Vec<(usize, usize)>)| {
                let after = own.partition_point(|span| span.1 <= *start);
                let holds = own.get(after).is_some_and(|span| span.0 <= *start);
                one.has_looked(coder, at).then_some(u32::from(holds))
            };
            let unit = spans.iter().enumerate().map(says).collect();
            let cluster = clusters.get(at).copied().unwrap_or_default();
            rows.add(cluster, unit, u32::try_from(end - start).unwrap_or(u32::MAX));
        }
    }

    /// The stretches that a coder gave a code, in order; those that overlap are one.
    pub fn spans(&self, one: &DoubleCoded, coder: usize, code: usize) -> Vec<(usize, usize)> {
        let family = if self.rolls_up { self.tree.family(code).to_vec() } else { vec![code] };
        let own = one.spans.get(coder);
        let spans = family.iter().filter_map(|code| own?.get(&(*code as u32))).flatten();
        let mut sorted: Vec<(usize, usize)> = spans.map(|span| (span.start, span.end)).collect();
        sorted.sort_unstable();
        let mut united: Vec<(usize, usize)> = Vec::new();
        for (start, end) in sorted {
            match united.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => united.push((start, end)),
            }
        }
        united
    }

    /// The families with two or more codes that have a table, by name.
    pub fn families(&self) -> Vec<(String, Vec<usize>)> {
        let shown = self.codes();
        let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for code in self.tree.order() {
            let family = self.codebook.codes.get(*code).and_then(|code| code.exclusive.as_deref());
            if let Some(family) = family {
                families.entry(family).or_default().push(*code);
            }
        }
        let is_shown =
            |codes: &Vec<usize>| codes.len() > 1 && codes.iter().any(|code| shown.contains(code));
        let families = families.into_iter().filter(|(_, codes)| is_shown(codes));
        families.map(|(name, codes)| (name.to_owned(), codes)).collect()
    }

    /// The table of a family: which of its codes a unit has. Levels have no place for none of them,
    /// so there it is missing; of several, the one with most text counts.
    fn family(
        &self,
        name: &str,
        codes: &[usize],
        all: &[DoubleCoded],
        clusters: &[Vec<usize>],
    ) -> Rated {
        let levels = self.codebook.families.get(name).is_some_and(|family| family.levels);
        let first = u32::from(!levels);
        let mut rows = Rows::new(self, codes.len() + first as usize);
        let mut several = 0;
        for (one, clusters) in all.iter().zip(clusters) {
            for (at, cluster) in clusters.iter().enumerate().filter(|(at, _)| self.is_in(one, *at))
            {
                let mut unit = Vec::new();
                for coder in 0..self.coders.len() {
                    let given = (first..).zip(codes).filter_map(|(category, code)| {
                        let all = one.given.get(coder)?.get(&(*code as u32))?;
                        let place = all.binary_search_by_key(&at, |given| given.unit).ok()?;
                        let given = all.get(place).filter(|given| given.holds)?;
                        Some((given.covered, category))
                    });
                    let given: Vec<(u32, u32)> = given.collect();
                    several += usize::from(given.len() > 1);
                    // The first of equals stands.
                    let most = given.iter().rev().max_by_key(|given| given.0);
                    let says = most.map(|given| given.1).or((!levels).then_some(0));
                    unit.push(says.filter(|_| one.has_looked(coder, at)));
                }
                rows.add(*cluster, unit, 1);
            }
        }
        let names = codes.iter().map(|code| self.name(*code).to_owned());
        let none = (!levels).then(|| NONE.to_owned());
        let categories: Vec<String> = none.into_iter().chain(names).collect();
        let mut note = match levels {
            true => format!("family of levels: {}", categories.join(" < ")),
            false => format!("family: {}", categories.join(", ")),
        };
        if several > 0 {
            let times = counted(several as u64, "time", "times");
            note.push_str(&format!("; {times} several in one {}, most text counts", self.unit));
        }
        let level = levels.then_some(Level::Ordinal);
        let (code, note) = (name.to_owned(), Some(note));
        Rated { code, level, note, categories, ..rows.rated(self) }
    }
}

/// Rows of a table while they are gathered. Where transcripts or cases are drawn, equal rows of one
/// of them are one.
struct Rows {
    each: bool,
    clusters: Vec<usize>,
    ratings: Ratings,
    gathered: BTreeMap<(usize, Vec<Option<u32>>), u32>,
}

impl Rows {
    fn new(study: &Study<'_>, categories: usize) -> Self {
        Rows {
            each: !matches!(study.boot, Boot::Clusters | Boot::Cases),
            clusters: Vec::new(),
            ratings: Ratings::new(study.coders.len(), categories),
            gathered: BTreeMap::new(),
        }
    }

    fn add(&mut self, cluster: usize, unit: Vec<Option<u32>>, times: u32) {
        match self.each {
            true => self.push(cluster, &unit, times),
            false => {
                let count = self.gathered.entry((cluster, unit)).or_default();
                *count = count.saturating_add(times);
            }
        }
    }

    fn push(&mut self, cluster: usize, unit: &[Option<u32>], times: u32) {
        self.clusters.push(cluster);
        self.ratings.push_times(unit, times);
    }

    fn rated(mut self, study: &Study<'_>) -> Rated {
        for ((cluster, unit), times) in std::mem::take(&mut self.gathered) {
            self.push(cluster, &unit, times);
        }
        Rated {
            unit: study.unit.to_owned(),
            coders: study.coders.clone(),
            clusters: self.clusters,
            ratings: self.ratings,
            ..Rated::default()
        }
    }
}
