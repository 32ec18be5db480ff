//! Sets of the entries of one part of the index, a bit each.

/// A set of numbers below a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    blocks: Vec<u64>,
}

impl Set {
    /// No number below a limit.
    pub(super) fn none(limit: u32) -> Self {
        Set { blocks: vec![0; (limit as usize).div_ceil(64)] }
    }

    /// All numbers below a limit.
    pub(super) fn all(limit: u32) -> Self {
        let mut set = Set { blocks: vec![u64::MAX; (limit as usize).div_ceil(64)] };
        if let (Some(last), over @ 1..) = (set.blocks.last_mut(), limit % 64) {
            *last = (1 << over) - 1;
        }
        set
    }

    /// A set for the same numbers, without any.
    pub(super) fn emptied(&self) -> Self {
        Set { blocks: vec![0; self.blocks.len()] }
    }

    /// Puts in a number; one beyond the limit is left out.
    pub(super) fn insert(&mut self, number: u32) {
        if let Some(block) = self.blocks.get_mut(number as usize / 64) {
            *block |= 1 << (number % 64);
        }
    }

    /// Takes out a number.
    pub(super) fn remove(&mut self, number: u32) {
        if let Some(block) = self.blocks.get_mut(number as usize / 64) {
            *block &= !(1 << (number % 64));
        }
    }

    /// Adds what is in another.
    pub(super) fn or(&mut self, other: &Set) {
        self.blocks.iter_mut().zip(&other.blocks).for_each(|(own, other)| *own |= other);
    }

    /// Keeps what is in another too.
    pub(super) fn and(&mut self, other: &Set) {
        self.blocks.iter_mut().zip(&other.blocks).for_each(|(own, other)| *own &= other);
    }

    /// Takes out what is in another.
    pub(super) fn and_not(&mut self, other: &Set) {
        self.blocks.iter_mut().zip(&other.blocks).for_each(|(own, other)| *own &= !other);
    }

    pub(super) fn count(&self) -> u64 {
        self.blocks.iter().map(|block| u64::from(block.count_ones())).sum()
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        (0u32..).zip(&self.blocks).flat_map(|(at, &block)| {
            let mut left = block;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_any_size() {
        for limit in [0, 1, 63, 64, 65, 130] {
            let all = Set::all(limit);
            assert_eq!(all.count(), u64::from(limit));
            assert_eq!(all.iter().collect::<Vec<_>>(), (0..limit).collect::<Vec<_>>());
            let mut some = Set::none(limit);
            some.insert(64);
            some.insert(1_000);
            let mut rest = all.clone();
            rest.and_not(&some);
            assert_eq!(rest.count() + some.count(), u64::from(limit));
            rest.or(&some);
            assert_eq!(rest, all);
            rest.and(&some);
            rest.remove(64);
            assert_eq!(rest, Set::none(limit));
        }
    }
}
