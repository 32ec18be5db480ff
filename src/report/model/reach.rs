//! Who speaks of a code and where: what relations are counted on.

use std::collections::BTreeSet;

use crate::report::material::Material;

/// The cases and the places of a code and everything below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach<'a> {
    pub(super) cases: BTreeSet<&'a str>,
    /// By transcript: united spans in order.
    spans: Vec<Vec<(u32, u32)>>,
}

impl<'a> Reach<'a> {
    pub(super) fn of(material: &'a Material, code: usize) -> Self {
        let family: BTreeSet<usize> = material.tree.family(code).iter().copied().collect();
        let mut reach = Reach::default();
        for document in &material.documents {
            if let Some(count) = document.tally.codes.get(&(code as u32)) {
                reach.cases.extend(count.cases.keys());
            }
            let places = document.places.segments.iter();
            let own = places.filter(|place| family.contains(&(place.code as usize)));
            let mut all: Vec<(u32, u32)> = own.map(|place| (place.start, place.end)).collect();
            all.sort_unstable();
            let mut united: Vec<(u32, u32)> = Vec::with_capacity(all.len());
            for (start, end) in all {
                match united.last_mut() {
                    Some(last) if start < last.1 => last.1 = last.1.max(end),
                    _ => united.push((start, end)),
                }
            }
            reach.spans.push(united);
        }
        reach
    }

    /// United spans in all transcripts.
    pub(super) fn segments(&self) -> u64 {
        self.spans.iter().map(|spans| spans.len() as u64).sum()
    }

    /// Stretches of text that lie in both.
    pub(super) fn shared(&self, other: &Reach<'_>) -> u64 {
        let mut shared = 0;
        for (own, others) in self.spans.iter().zip(&other.spans) {
            let (mut a, mut b) = (0, 0);
            while let (Some(one), Some(two)) = (own.get(a), others.get(b)) {
                shared += u64::from(one.0 < two.1 && two.0 < one.1);
                if one.1 <= two.1 {
                    a += 1;
                } else {
                    b += 1;
                }
            }
        }
        shared
    }
}
