//! Where a package's positions are.
//!
//! The standard says that positions are code points from 0 and says nothing of byte order marks and
//! line ends; programs differ in both, in the unit, and in whether the end is counted in. So every
//! way of counting is tried on each source and scored against the names of the marked places, which
//! by custom are their words ([`score`]). The best wins and is named.

mod evidence;
mod ruler;
pub mod score;

pub use score::{Placing, place};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Code points, as the standard says.
    Points,
    /// UTF-16 units, as programs on Windows and in browsers count.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// A way of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Convention {
    /// What is counted.
    pub unit: Unit,
    /// Whether a line end is counted as two, a carriage return and a line feed.
    pub two_line_ends: bool,
    /// Whether a byte order mark before the text is counted.
    pub mark: bool,
    /// Whether the end is the last one in, not the first one out.
    pub inclusive: bool,
}

impl Convention {
    /// All ways, the more usual ones first: what nothing speaks against wins in this order.
    pub fn all() -> Vec<Convention> {
        let mut all = Vec::new();
        for inclusive in [false, true] {
            for unit in [Unit::Points, Unit::Utf16, Unit::Bytes] {
                for mark in [false, true] {
                    for two_line_ends in [false, true] {
                        all.push(Convention { unit, two_line_ends, mark, inclusive });
                    }
                }
            }
        }
        all
    }

    /// How people call it.
    pub fn name(self) -> String {
        let mut name = match self.unit {
            Unit::Points => "code points",
            Unit::Utf16 => "UTF-16 units",
            Unit::Bytes => "bytes",
        }
        .to_owned();
        name.push_str(if self.inclusive { ", end inclusive" } else { ", end exclusive" });
        if self.two_line_ends {
            name.push_str(", line ends counted twice");
        }
        if self.mark {
            name.push_str(", byte order mark counted");
        }
        name
    }
}
