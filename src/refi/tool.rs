//! The programs that a package may be for, and what each of them cannot read.
//!
//! What stands here was seen by running a program, reading its source or its manual; `docs/refi.md`
//! says it for people.

/// A program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// Any program: the standard to the letter, with our own part.
    #[default]
    Any,
    /// QualCoder.
    Qualcoder,
    /// MAXQDA.
    Maxqda,
    /// ATLAS.ti.
    Atlas,
    /// NVivo.
    Nvivo,
    /// qdaPy and qdaR.
    Qdapy,
}

/// How a package for a program is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// A place that several coders coded is one selection, not one for each.
    pub share_selections: bool,
    /// No two codes have the same name.
    pub unique_names: bool,
    /// Lines end in two characters, and positions count both.
    pub two_line_ends: bool,
    /// How many levels of codes there may be.
    pub levels: Option<usize>,
    /// Times of transcripts are written, as transcripts of a recording that is not there.
    pub times: bool,
    /// Turns of transcripts with several cases are selections that their case refers to.
    pub turns: bool,
    /// The study itself travels along, for emic.
    pub side: bool,
    /// Every source says when it was made.
    pub dated: bool,
}

impl Tool {
    /// All programs that packages can be made for.
    pub const NAMED: [Tool; 5] =
        [Tool::Qualcoder, Tool::Maxqda, Tool::Atlas, Tool::Nvivo, Tool::Qdapy];

    /// The name, as `--for` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Any => "any",
            Tool::Qualcoder => "qualcoder",
            Tool::Maxqda => "maxqda",
            Tool::Atlas => "atlas",
            Tool::Nvivo => "nvivo",
            Tool::Qdapy => "qdapy",
        }
    }

    /// The name, as people know it.
    pub fn shown(self) -> &'static str {
        match self {
            Tool::Any => "any program",
            Tool::Qualcoder => "QualCoder",
            Tool::Maxqda => "MAXQDA",
            Tool::Atlas => "ATLAS.ti",
            Tool::Nvivo => "NVivo",
            Tool::Qdapy => "qdaPy",
        }
    }

    /// How a package for it is written.
    pub fn habits(self) -> Habits {
        let plain = Habits {
            share_selections: false,
            unique_names: false,
            two_line_ends: false,
            levels: None,
            times: false,
            turns: false,
            side: false,
            dated: false,
        };
        match self {
            Tool::Any => Habits { times: true, turns: true, side: true, ..plain },
            Tool::Qualcoder => Habits { unique_names: true, dated: true, ..plain },
            Tool::Maxqda => Habits { two_line_ends: true, turns: true, ..plain },
            Tool::Atlas => Habits { levels: Some(2), unique_names: true, ..plain },
            Tool::Nvivo => Habits { turns: true, ..plain },
            Tool::Qdapy => Habits { share_selections: true, ..plain },
        }
    }
}
