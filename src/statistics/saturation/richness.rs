//! How many codes may be out there, if codes behaved like species: Chao2, jackknife, coverage.
//!
//! In come the numbers of interviews in which each code is. S are the codes seen, T the interviews,
//! Q1 and Q2 the codes seen in exactly one and in exactly two, U the sum of all counts. Chao 1987,
//! doi:10.2307/2531532; Chao et al. 2014, doi:10.1890/13-0133.1.

use crate::statistics::interval::Z;

/// What the counts say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Richness {
    /// Interviews.
    pub interviews: u64,
    /// Codes seen.
    pub seen: u64,
    /// Codes seen in one interview only.
    pub once: u64,
    /// Codes seen in two.
    pub twice: u64,
    /// Pairs of an interview and a code in it.
    pub total: u64,
}

impl Richness {
    /// Of the number of interviews with each code; codes with none are not seen.
    pub fn of(counts: &[u64], interviews: u64) -> Self {
        let with = |number: u64| counts.iter().filter(|count| **count == number).count() as u64;
        Richness {
            interviews,
            seen: counts.iter().filter(|count| **count > 0).count() as u64,
            once: with(1),
            twice: with(2),
            total: counts.iter().sum(),
        }
    }

    /// T, S, Q1, Q2; nothing with fewer than two interviews.
    fn numbers(&self) -> Option<[f64; 4]> {
        let numbers = [self.interviews, self.seen, self.once, self.twice];
        (self.interviews >= 2).then(|| numbers.map(|number| number as f64))
    }

    /// Codes not seen by Chao2: ((T − 1)/T) Q1²/(2 Q2), or with Q1(Q1 − 1)/2 where Q2 is 0.
    fn unseen(&self) -> Option<f64> {
        let [t, _, once, twice] = self.numbers()?;
        let share = (t - 1.0) / t;
        Some(
            share
                * if twice > 0.0 { once * once / (2.0 * twice) } else { once * (once - 1.0) / 2.0 },
        )
    }

    /// Chao2 = S + the codes not seen.
    pub fn chao2(&self) -> Option<f64> {
        Some(self.seen as f64 + self.unseen()?)
    }

    /// Chao2, bias-corrected: S + ((T − 1)/T) Q1(Q1 − 1)/(2(Q2 + 1)).
    pub fn chao2_corrected(&self) -> Option<f64> {
        let [t, seen, once, twice] = self.numbers()?;
        Some(seen + (t - 1.0) / t * once * (once - 1.0) / (2.0 * (twice + 1.0)))
    }

    /// The variance of Chao2; nothing where all codes were seen more than once. With r = Q1/Q2 and
    /// A = (T − 1)/T it is Q2(A r²/2 + A² r³ + A² r⁴/4); where Q2 is 0,
    /// A Q1(Q1 − 1)/2 + A² Q1(2 Q1 − 1)²/4 − A² Q1⁴/(4 Chao2).
    pub fn variance(&self) -> Option<f64> {
        let [t, _, once, twice] = self.numbers()?;
        let share = (t - 1.0) / t;
        if self.unseen()? <= 0.0 {
            return None;
        }
        Some(match twice > 0.0 {
            true => {
                let ratio = once / twice;
                twice
                    * (share / 2.0 * ratio.powi(2)
                        + share.powi(2) * ratio.powi(3)
                        + share.powi(2) / 4.0 * ratio.powi(4))
            }
            false => {
                share * once * (once - 1.0) / 2.0
                    + share.powi(2) * once * (2.0 * once - 1.0).powi(2) / 4.0
                    - share.powi(2) * once.powi(4) / (4.0 * self.chao2()?)
            }
        })
    }

    /// Its 95 % interval, log-normal in the codes not seen: S + f/K to S + fK with
    /// K = exp(z √ln(1 + variance/f²)). Chao 1987.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let (unseen, variance) = (self.unseen()?, self.variance()?);
        let factor = (Z * (1.0 + variance / (unseen * unseen)).ln().sqrt()).exp();
        let seen = self.seen as f64;
        Some((seen + unseen / factor, seen + unseen * factor))
    }

    /// The first jackknife: S + Q1(T − 1)/T. Burnham and Overton 1979, doi:10.2307/1936861.
    pub fn jackknife1(&self) -> Option<f64> {
        let [t, seen, once, _] = self.numbers()?;
        Some(seen + once * (t - 1.0) / t)
    }

    /// The second: S + Q1(2T − 3)/T − Q2(T − 2)²/(T(T − 1)).
    pub fn jackknife2(&self) -> Option<f64> {
        let [t, seen, once, twice] = self.numbers()?;
        Some(seen + once * (2.0 * t - 3.0) / t - twice * (t - 2.0).powi(2) / (t * (t - 1.0)))
    }

    /// Sample coverage: 1 − (Q1/U)(T − 1)Q1/((T − 1)Q1 + 2 Q2). Chao and Jost 2012,
    /// doi:10.1890/11-1952.1.
    pub fn coverage(&self) -> Option<f64> {
        let [t, _, once, twice] = self.numbers()?;
        if self.total == 0 {
            return None;
        }
        if once == 0.0 {
            return Some(1.0);
        }
        let more = (t - 1.0) * once;
        Some(1.0 - once / self.total as f64 * more / (more + 2.0 * twice))
    }

    /// S / Chao2.
    pub fn completeness(&self) -> Option<f64> {
        self.chao2().filter(|all| *all > 0.0).map(|all| self.seen as f64 / all)
    }

    /// Codes to be expected after so many more interviews: S + Q0(1 − (1 − Q1/(T Q0 + Q1))^m) with
    /// Q0 the codes not seen by Chao2. Colwell et al. 2012, doi:10.1093/jpe/rtr044.
    pub fn after(&self, more: u32) -> Option<f64> {
        let [t, seen, once, _] = self.numbers()?;
        let unseen = self.unseen()?;
        if unseen <= 0.0 {
            return Some(seen);
        }
        let left = 1.0 - once / (t * unseen + once);
        Some(seen + unseen * (1.0 - left.powf(f64::from(more))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nineteen_codes_in_twelve_interviews() {
        let found = Richness { interviews: 12, seen: 19, once: 9, twice: 2, total: 56 };
        let (low, high) = found.interval().unwrap();
        for (found, wanted) in [
            (found.chao2(), 37.5625),
            (found.chao2_corrected(), 30.0),
            (found.jackknife1(), 27.25),
            (found.jackknife2(), 33.234_848),
            (found.coverage(), 0.845_527),
            (found.after(8), 24.041_145),
            (Some(low), 22.634_087),
            (Some(high), 113.815_125),
        ] {
            assert!((found.unwrap() - wanted).abs() < 1e-6, "{found:?}, not {wanted}");
        }
    }

    #[test]
    fn one_interview_says_nothing_and_common_codes_say_all() {
        assert_eq!(Richness::of(&[1, 1], 1).chao2(), None);
        let all = Richness::of(&[3, 3, 0], 3);
        assert_eq!((all.chao2(), all.coverage(), all.interval()), (Some(2.0), Some(1.0), None));
        let none_twice = Richness::of(&[1, 1, 1, 4], 4);
        assert_eq!(none_twice.chao2(), Some(4.0 + 0.75 * 3.0));
    }

    #[test]
    fn where_no_code_is_in_exactly_two_interviews() {
        let found = Richness::of(&[1, 1, 1, 4, 0], 4);
        let wanted = Richness { interviews: 4, seen: 4, once: 3, twice: 0, total: 7 };
        assert_eq!(found, wanted);
        let (low, high) = found.interval().unwrap();
        for (found, wanted) in [
            (found.variance(), 10.974_375),
            (Some(low), 4.274_263_9),
            (Some(high), 22.458_497_5),
            (found.jackknife1(), 6.25),
            (found.jackknife2(), 7.75),
            (found.coverage(), 0.571_428_6),
            (found.chao2_corrected(), 6.25),
            (found.completeness(), 0.64),
            (found.after(2), 4.984_375),
            (found.after(0), 4.0),
        ] {
            assert!((found.unwrap() - wanted).abs() < 1e-6, "{found:?}, not {wanted}");
        }
    }

    #[test]
    fn what_needs_two_interviews_or_a_code_has_neither() {
        let one = Richness::of(&[1, 1], 1);
        assert_eq!((one.chao2_corrected(), one.variance(), one.interval()), (None, None, None));
        assert_eq!((one.jackknife1(), one.jackknife2(), one.coverage()), (None, None, None));
        assert_eq!((one.completeness(), one.after(3)), (None, None));
        let none = Richness::of(&[0, 0], 5);
        assert_eq!((none.coverage(), none.completeness(), none.after(3)), (None, None, Some(0.0)));
        let two = Richness::of(&[1, 2], 2);
        assert_eq!(two.chao2(), Some(2.25));
        // One code that is in one interview says nothing of codes not seen.
        let single = Richness::of(&[1, 3], 3);
        assert_eq!(
            (single.chao2(), single.variance(), single.after(9)),
            (Some(2.0), None, Some(2.0))
        );
    }
}
