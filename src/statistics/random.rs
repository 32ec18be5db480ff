//! Random numbers that are the same on every machine: SplitMix64.
//!
//! In comes a seed, out comes the same sequence for ever, so that a drawn sample or an interval can
//! be made again from the seed that is printed with it. Steele, Lea and Flood 2014,
//! doi:10.1145/2660193.2660195.

/// A sequence of random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitMix64 {
    state: u64,
}

/// What is added to the state for each number.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl SplitMix64 {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        SplitMix64 { state: seed }
    }

    /// The sequence of a seed after so many of its numbers, so that several may draw from it at once.
    pub fn after(seed: u64, numbers: u64) -> Self {
        SplitMix64 { state: seed.wrapping_add(STEP.wrapping_mul(numbers)) }
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `n`; 0 where `n` is 0. The bias is below n in 2⁶⁴.
    pub fn below(&mut self, n: usize) -> usize {
        // The upper half of the product is below n.
        ((u128::from(self.next_u64()) * n as u128) >> 64) as usize
    }

    /// Puts a list into a random order: Fisher and Yates, from the last place down.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = SplitMix64::new(42);
        let first = [(); 3].map(|()| random.next_u64());
        assert_eq!(first, [13679457532755275413, 2949826092126892291, 5139283748462763858]);
        let mut random = SplitMix64::new(42);
        assert_eq!([(); 10].map(|()| random.below(10)), [7, 1, 2, 3, 0, 8, 2, 8, 3, 6]);
        assert_eq!(random.below(0), 0);
        let mut later = SplitMix64::after(42, 2);
        assert_eq!(later.next_u64(), 5139283748462763858);
    }

    #[test]
    fn a_shuffle_loses_nothing() {
        let mut list: Vec<u32> = (0..20).collect();
        SplitMix64::new(7).shuffle(&mut list);
        assert_ne!(list, (0..20).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..20).collect::<Vec<_>>());
    }
}
