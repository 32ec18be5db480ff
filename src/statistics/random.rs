//! Random numbers that are the same on every machine and in every version: SplitMix64.
//!
//! In comes a seed, out come numbers, draws below a limit and shuffled lists. Whoever has the seed
//! of a report can repeat it. Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195.

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        SplitMix64 { state: seed }
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `limit` − 1; 0 where the limit is 0. The product of the next number and
    /// the limit, over 2⁶⁴.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.draw()) * limit as u128) >> 64) as usize
    }

    /// Puts a list in random order: Fisher and Yates, from the last place down.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            let other = self.below(place + 1);
            list.swap(place, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_a_seed_is_known() {
        let mut random = SplitMix64::new(42);
        let first = [random.draw(), random.draw(), random.draw()];
        assert_eq!(
            first,
            [13_679_457_532_755_275_413, 2_949_826_092_126_892_291, 5_139_283_748_462_763_858]
        );
        let mut random = SplitMix64::new(42);
        let draws: Vec<usize> = (0..10).map(|_| random.below(10)).collect();
        assert_eq!(draws, [7, 1, 2, 3, 0, 8, 2, 8, 3, 6]);
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn a_shuffled_list_keeps_its_members() {
        let mut list: Vec<u32> = (0..100).collect();
        SplitMix64::new(1).shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<u32>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<u32>>());
        SplitMix64::new(1).shuffle::<u32>(&mut []);
    }
}
