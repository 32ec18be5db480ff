//! Transitions: how often one state follows another, and how often it would by chance.
//!
//! In come sequences of states, each of one person in one transcript; out come lag-1 counts with
//! their expected values, adjusted residuals, Yule's Q, and p values by permutation. Sequences are
//! never joined: neither over transcripts nor over people. The measures are those of lag-sequential
//! analysis (Bakeman & Gottman 1997, *Observing Interaction*, 2nd ed., chapters 7 and 8).

use std::collections::BTreeSet;

use super::random::SplitMix64;

/// The states of one person in one transcript, in order, as their places from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Who it is.
    pub person: String,
    /// What follows each other; between two chains the sequence is broken.
    pub chains: Vec<Vec<usize>>,
}

/// Counts of what follows what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transitions {
    /// By state and next state: how often.
    pub counts: Vec<Vec<u64>>,
    /// By state and next state: how many people show it.
    pub people: Vec<Vec<u64>>,
    /// By state and next state: how often by chance; see [`Transitions::of`].
    pub expected: Vec<Vec<f64>>,
    /// Whether repetitions were left out, so that no state can follow itself.
    pub collapsed: bool,
}

/// Sweeps after which proportional fitting is given up; a few dozen are enough.
const SWEEPS: usize = 10_000;

impl Transitions {
    /// Counts the transitions between `states` states. Places outside are left out.
    ///
    /// Expected is e = row total × column total / N. With `collapse`, runs of one state count as
    /// one; self-transitions are then impossible, and e is fitted to the totals with a diagonal of
    /// zeros (iterative proportional fitting, Deming & Stephan 1940, doi:10.1214/aoms/1177731829).
    pub fn of(sequences: &[Sequence], states: usize, collapse: bool) -> Self {
        let mut counts = vec![vec![0; states]; states];
        let mut people = vec![vec![BTreeSet::new(); states]; states];
        for sequence in sequences {
            for (from, to) in sequence.chains.iter().flat_map(|chain| pairs(chain)) {
                if from < states && to < states && !(collapse && from == to) {
                    counts[from][to] += 1;
                    people[from][to].insert(sequence.person.as_str());
                }
            }
        }
        let number = |row: Vec<BTreeSet<&str>>| row.iter().map(|who| who.len() as u64).collect();
        let people = people.into_iter().map(number).collect();
        let mut found = Transitions { counts, people, collapsed: collapse, ..Self::default() };
        found.expected = if collapse { found.fitted() } else { found.independent() };
        found
    }

    /// All transitions.
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Transitions out of a state.
    pub fn row(&self, from: usize) -> u64 {
        self.counts.get(from).map_or(0, |row| row.iter().sum())
    }

    /// Transitions into a state.
    pub fn column(&self, to: usize) -> u64 {
        self.counts.iter().filter_map(|row| row.get(to)).sum()
    }

    fn count(&self, from: usize, to: usize) -> u64 {
        self.counts.get(from).and_then(|row| row.get(to)).copied().unwrap_or_default()
    }

    /// The share of the transitions out of `from` that go to `to`; nothing where there are none.
    pub fn probability(&self, from: usize, to: usize) -> Option<f64> {
        let row = self.row(from);
        (row > 0).then(|| self.count(from, to) as f64 / row as f64)
    }

    /// The adjusted residual z = (n − e)/√(e (1 − row/N)(1 − column/N)); nothing where its
    /// denominator is 0 or repetitions were left out. Haberman 1973, doi:10.2307/2529686.
    pub fn residual(&self, from: usize, to: usize) -> Option<f64> {
        let total = self.total() as f64;
        let expected = *self.expected.get(from)?.get(to)?;
        let outside = |part: u64| 1.0 - part as f64 / total;
        let variance = expected * outside(self.row(from)) * outside(self.column(to));
        let is_defined = !self.collapsed && variance > 0.0;
        is_defined.then(|| (self.count(from, to) as f64 - expected) / variance.sqrt())
    }

    /// Yule's Q = (ad − bc)/(ad + bc) of the table `from` or not by `to` or not; nothing where it is
    /// 0/0 or the transition is impossible. 1 or −1 as soon as a cell is 0: read it with the counts.
    /// Yule 1912, *Journal of the Royal Statistical Society* 75, 579–652.
    pub fn yules_q(&self, from: usize, to: usize) -> Option<f64> {
        if self.collapsed && from == to {
            return None;
        }
        let both = self.count(from, to);
        let (row, column) = (self.row(from) - both, self.column(to) - both);
        let neither = self.total() - both - row - column;
        let (same, other) = (both as f64 * neither as f64, row as f64 * column as f64);
        (same + other > 0.0).then(|| (same - other) / (same + other))
    }

    /// Pearson's χ² = Σ (n − e)²/e over cells with e > 0; nothing where repetitions were left out or
    /// nothing follows anything.
    pub fn chi_square(&self) -> Option<f64> {
        self.sum(|count, expected| (count - expected) * (count - expected) / expected)
    }

    /// The likelihood ratio G² = 2 Σ n ln(n/e) over cells with n > 0; nothing where χ² is nothing.
    pub fn g_square(&self) -> Option<f64> {
        let term = |count: f64, expected: f64| match count > 0.0 {
            true => 2.0 * count * (count / expected).ln(),
            false => 0.0,
        };
        self.sum(term)
    }

    fn sum(&self, term: impl Fn(f64, f64) -> f64) -> Option<f64> {
        let cells = self.counts.iter().flatten().zip(self.expected.iter().flatten());
        let cells = cells.filter(|(_, expected)| **expected > 0.0);
        let is_defined = !self.collapsed && self.total() > 0;
        is_defined.then(|| cells.map(|(&count, &expected)| term(count as f64, expected)).sum())
    }

    /// Degrees of freedom of both: (rows with transitions − 1)(columns with transitions − 1).
    pub fn degrees_of_freedom(&self) -> Option<u64> {
        let states = self.counts.len();
        let used = |total: &dyn Fn(usize) -> u64| (0..states).filter(|&at| total(at) > 0).count();
        let (rows, columns) = (used(&|at| self.row(at)), used(&|at| self.column(at)));
        let is_defined = !self.collapsed && rows > 0 && columns > 0;
        is_defined.then(|| (rows as u64 - 1) * (columns as u64 - 1))
    }

    /// Row total × column total / N.
    fn independent(&self) -> Vec<Vec<f64>> {
        let states = self.counts.len();
        let total = self.total().max(1) as f64;
        let columns: Vec<f64> = (0..states).map(|to| self.column(to) as f64).collect();
        let row = |from| {
            let row = self.row(from) as f64;
            columns.iter().map(|column| row * column / total).collect()
        };
        (0..states).map(row).collect()
    }

    /// Ones outside the diagonal, brought to the row and column totals in turn until nothing moves.
    fn fitted(&self) -> Vec<Vec<f64>> {
        let states = self.counts.len();
        let one = |from: usize, to: usize| if from == to { 0.0 } else { 1.0 };
        let row = |from| (0..states).map(|to| one(from, to)).collect::<Vec<f64>>();
        let mut cells: Vec<Vec<f64>> = (0..states).map(row).collect();
        let rows: Vec<f64> = (0..states).map(|at| self.row(at) as f64).collect();
        let columns: Vec<f64> = (0..states).map(|at| self.column(at) as f64).collect();
        for _ in 0..SWEEPS {
            for (row, total) in cells.iter_mut().zip(&rows) {
                let factor = factor(row.iter().sum(), *total);
                row.iter_mut().for_each(|cell| *cell *= factor);
            }
            let mut moved = 0.0_f64;
            for (to, total) in columns.iter().enumerate() {
                let factor = factor(cells.iter().map(|row| row[to]).sum(), *total);
                for row in &mut cells {
                    let before = row[to];
                    row[to] *= factor;
                    moved = moved.max((row[to] - before).abs());
                }
            }
            if moved < 1e-12 {
                break;
            }
        }
        cells
    }
}

/// What brings a sum to a total.
fn factor(sum: f64, total: f64) -> f64 {
    if sum > 0.0 { total / sum } else { 0.0 }
}

fn pairs(chain: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    chain.iter().copied().zip(chain.iter().copied().skip(1))
}

/// One-sided p values: how often a transition is at least as frequent when the states of each
/// sequence stand in random order.
///
/// p = (1 + replicates with a count not below the observed one) / (1 + replicates), so it is never 0
/// (Phipson & Smyth 2010, doi:10.2202/1544-6115.1585). Each replicate shuffles every sequence within
/// itself, one after the other, from one stream of numbers; breaks stay where they are. Bakeman,
/// Robinson & Quera 1996, doi:10.1037/1082-989X.1.1.4.
pub fn permutation(
    sequences: &[Sequence],
    states: usize,
    replicates: u32,
    seed: u64,
) -> Vec<Vec<f64>> {
    let observed = Transitions::of(sequences, states, false).counts;
    let mut reached = vec![vec![0_u32; states]; states];
    let mut random = SplitMix64::new(seed);
    let mut order = Vec::new();
    for _ in 0..replicates {
        let mut counts = vec![vec![0_u64; states]; states];
        for sequence in sequences {
            order.clear();
            order.extend(sequence.chains.iter().flatten().copied());
            random.shuffle(&mut order);
            let mut rest = order.as_slice();
            for chain in &sequence.chains {
                let (own, after) = rest.split_at(chain.len());
                rest = after;
                for (from, to) in pairs(own) {
                    if from < states && to < states {
                        counts[from][to] += 1;
                    }
                }
            }
        }
        for (reached, (count, observed)) in
            reached.iter_mut().flatten().zip(counts.iter().flatten().zip(observed.iter().flatten()))
        {
            *reached += u32::from(count >= observed);
        }
    }
    let p = |reached: u32| (1.0 + f64::from(reached)) / (1.0 + f64::from(replicates));
    reached.into_iter().map(|row| row.into_iter().map(p).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(person: &str, chains: &[&[usize]]) -> Sequence {
        let chains = chains.iter().map(|chain| chain.to_vec()).collect();
        Sequence { person: person.to_owned(), chains }
    }

    #[test]
    fn people_and_breaks_are_kept_apart() {
        let sequences = [
            sequence("A", &[&[0, 1, 0, 1], &[1, 0]]),
            sequence("A", &[&[0, 1]]),
            sequence("B", &[&[1, 1], &[0]]),
        ];
        let found = Transitions::of(&sequences, 2, false);
        assert_eq!(found.counts, [[0, 3], [2, 1]]);
        assert_eq!(found.people, [[0, 1], [1, 1]]);
        assert_eq!((found.total(), found.row(1), found.column(1)), (6, 3, 4));
        assert_eq!(found.expected, [[1.0, 2.0], [1.0, 2.0]]);
        assert_eq!(
            (found.probability(1, 0), found.degrees_of_freedom()),
            (Some(2.0 / 3.0), Some(1))
        );
        assert!((found.chi_square().unwrap() - 3.0).abs() < 1e-12);
        assert!((found.residual(0, 1).unwrap() - 3.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!((found.yules_q(0, 1), found.yules_q(0, 0)), (Some(1.0), Some(-1.0)));
        let collapsed = Transitions::of(&sequences, 2, true);
        assert_eq!(collapsed.counts, [[0, 3], [2, 0]]);
        assert_eq!(collapsed.expected, [[0.0, 3.0], [2.0, 0.0]]);
        assert_eq!((collapsed.residual(0, 1), collapsed.chi_square()), (None, None));
    }

    #[test]
    fn nothing_gives_nothing() {
        for states in [0, 3] {
            let found = Transitions::of(&[sequence("A", &[&[7], &[]])], states, states > 0);
            assert_eq!((found.total(), found.probability(0, 1)), (0, None));
            assert_eq!((found.yules_q(0, 1), found.residual(0, 1)), (None, None));
            assert_eq!((found.chi_square(), found.degrees_of_freedom()), (None, None));
        }
        assert_eq!(permutation(&[], 1, 3, 1), [[1.0]]);
    }

    #[test]
    fn what_always_follows_is_rare_by_chance() {
        let sequences = [sequence("A", &[&[0, 1, 0, 1, 0, 1, 0, 1]])];
        let p = permutation(&sequences, 2, 500, 7);
        assert!(p[0][1] < 0.05 && p[0][0] == 1.0, "{p:?}");
        assert_eq!(p, permutation(&sequences, 2, 500, 7));
    }

    /// Sequences of two states each, so that the counts are given.
    fn counted(counts: &[(usize, usize, usize)]) -> Vec<Sequence> {
        let pairs = counts.iter().flat_map(|&(from, to, many)| vec![vec![from, to]; many]);
        vec![Sequence { person: "A".to_owned(), chains: pairs.collect() }]
    }

    #[test]
    fn measures_of_four_counts() {
        let found =
            Transitions::of(&counted(&[(0, 0, 4), (0, 1, 2), (1, 0, 1), (1, 1, 3)]), 2, false);
        let near = |found: Option<f64>, wanted: f64| (found.unwrap() - wanted).abs() < 1e-6;
        assert_eq!(found.expected, [[3.0, 3.0], [2.0, 2.0]]);
        assert!(near(found.residual(0, 0), 1.290_994) && near(found.residual(0, 1), -1.290_994));
        assert!(near(found.yules_q(0, 0), 10.0 / 14.0) && near(found.yules_q(1, 0), -10.0 / 14.0));
        assert!(near(found.chi_square(), 5.0 / 3.0));
        // 2 (4 ln 4/3 + 2 ln 2/3 + ln 1/2 + 3 ln 3/2)
        assert!(near(found.g_square(), 1.726_092));
        assert_eq!((found.row(7), found.column(7), found.probability(7, 0)), (0, 0, None));
        assert_eq!((found.residual(0, 7), found.residual(7, 0)), (None, None));
    }

    #[test]
    fn states_that_never_occur_are_not_free() {
        let found = Transitions::of(&counted(&[(0, 1, 2), (1, 0, 1), (0, 0, 1)]), 4, false);
        assert_eq!(found.degrees_of_freedom(), Some(1));
        let found = Transitions::of(&counted(&[(0, 1, 2), (1, 2, 1), (2, 0, 1)]), 3, false);
        assert_eq!(found.degrees_of_freedom(), Some(4));
        assert!((found.g_square().unwrap() - found.chi_square().unwrap()).abs() > 0.1);
        let outside = Transitions::of(&counted(&[(0, 1, 1), (0, 2, 1), (2, 0, 1)]), 2, false);
        assert_eq!(outside.counts, [[0, 1], [0, 0]]);
    }

    #[test]
    fn without_repetitions_the_totals_stay_and_nothing_else_hangs_together() {
        let counts = [(0, 1, 5), (0, 2, 1), (1, 0, 2), (1, 2, 4), (2, 0, 3), (2, 1, 1), (1, 1, 9)];
        let found = Transitions::of(&counted(&counts), 3, true);
        assert_eq!((found.total(), found.counts[1][1]), (16, 0));
        let e = &found.expected;
        for at in 0..3 {
            assert_eq!(e[at][at].to_bits(), 0);
            let (row, column): (f64, f64) = (e[at].iter().sum(), e.iter().map(|row| row[at]).sum());
            assert!((row - found.row(at) as f64).abs() < 1e-9, "{e:?}");
            assert!((column - found.column(at) as f64).abs() < 1e-9, "{e:?}");
        }
        // Rows and columns are independent but for the diagonal.
        let (round, back) = (e[0][1] * e[1][2] * e[2][0], e[0][2] * e[2][1] * e[1][0]);
        assert!((round - back).abs() < 1e-6, "{e:?}");
        assert_eq!((found.yules_q(1, 1), found.degrees_of_freedom()), (None, None));
        assert!(found.yules_q(0, 1).is_some());
    }

    #[test]
    fn chance_keeps_to_breaks_and_to_what_there_is() {
        let p = permutation(&[sequence("A", &[&[0, 1]])], 2, 999, 7);
        assert!((p[0][1] - 0.5).abs() < 0.05, "{p:?}");
        let same = [sequence("A", &[&[0, 0, 0], &[0]]), sequence("B", &[&[1, 0, 1]])];
        assert_eq!(permutation(&same, 1, 9, 7), [[1.0]]);
        // Between two chains nothing follows.
        let apart = permutation(&[sequence("A", &[&[0], &[1]])], 2, 99, 7);
        assert_eq!(apart, [[1.0, 1.0], [1.0, 1.0]]);
        // Two of the six orders of three states have 0 before 1.
        let three = permutation(&[sequence("A", &[&[0, 1, 2]])], 3, 2999, 7);
        assert!((three[0][1] - 1.0 / 3.0).abs() < 0.03, "{three:?}");
        assert_eq!(permutation(&[sequence("A", &[&[0, 1]])], 2, 0, 7)[0][1], 1.0);
    }
}
