//! Change: what became of a code in a case from one wave to another.
//!
//! In come segments and words of two waves, out comes one of Saldaña's descriptive answers (Saldaña
//! 2003, *Longitudinal Qualitative Research*): absent, emerged, ceased, increased, decreased,
//! constant, missing. It describes counts; surges, turning points and through-lines are the
//! analyst's.

/// One case in one wave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// United segments of the code.
    pub segments: u64,
    /// All words of the case.
    pub words: u64,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// In neither wave.
    Absent,
    /// In the later wave alone.
    Emerged,
    /// More often, by rate and by number.
    Increased,
    /// In both, neither increased nor decreased.
    Constant,
    /// Less often, by rate and by number.
    Decreased,
    /// In the earlier wave alone.
    Ceased,
    /// The case has no transcript in one of the waves.
    Missing,
}

/// The ratio of rates from which on a code increased or decreased.
pub const RATIO: f64 = 1.5;

impl Spoken {
    /// Segments for every 1,000 words; nothing where there are no words.
    pub fn per_1000(self) -> Option<f64> {
        (self.words > 0).then(|| 1000.0 * self.segments as f64 / self.words as f64)
    }
}

impl Change {
    /// All of them, in the order of tables.
    pub const ALL: [Change; 7] = [
        Change::Absent,
        Change::Emerged,
        Change::Increased,
        Change::Constant,
        Change::Decreased,
        Change::Ceased,
        Change::Missing,
    ];

    /// The change from an earlier wave to a later one; `None` is a wave without a transcript.
    ///
    /// absent: 0 and 0; emerged: 0 and at least 1; ceased: at least 1 and 0; increased: at least one
    /// segment more and a rate at least 1.5 times as high; decreased: the reverse; else constant.
    pub fn between(earlier: Option<Spoken>, later: Option<Spoken>) -> Change {
        let (Some(before), Some(after)) = (earlier, later) else { return Change::Missing };
        let rose = |low: Spoken, high: Spoken| match (low.per_1000(), high.per_1000()) {
            (Some(slow), Some(fast)) => high.segments > low.segments && fast >= RATIO * slow,
            _ => false,
        };
        match (before.segments, after.segments) {
            (0, 0) => Change::Absent,
            (0, _) => Change::Emerged,
            (_, 0) => Change::Ceased,
            _ if rose(before, after) => Change::Increased,
            _ if rose(after, before) => Change::Decreased,
            _ => Change::Constant,
        }
    }

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Change::Absent => "absent",
            Change::Emerged => "emerged",
            Change::Increased => "increased",
            Change::Constant => "constant",
            Change::Decreased => "decreased",
            Change::Ceased => "ceased",
            Change::Missing => "missing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_number_both_have_to_change() {
        let wave = |segments, words| Some(Spoken { segments, words });
        let between = |a, b| Change::between(a, b).name();
        assert_eq!(between(wave(1, 1200), wave(3, 1500)), "increased");
        assert_eq!(between(wave(3, 1500), wave(1, 1200)), "decreased");
        // Twice as many in twice as many words, and the same number in fewer words.
        assert_eq!(between(wave(1, 500), wave(2, 1000)), "constant");
        assert_eq!(between(wave(2, 3000), wave(2, 1000)), "constant");
        assert_eq!(between(wave(2, 1000), wave(3, 1000)), "increased");
        assert_eq!(between(wave(0, 900), wave(1, 10)), "emerged");
        assert_eq!(between(wave(1, 900), wave(0, 10)), "ceased");
        assert_eq!(between(wave(0, 900), wave(0, 0)), "absent");
        assert_eq!(between(wave(1, 0), wave(9, 10)), "constant");
        assert_eq!(between(wave(0, 900), None), "missing");
        assert_eq!(Spoken { segments: 0, words: 0 }.per_1000(), None);
    }
}
