//! What every report says first: whose codings, which codebook, which base.
//!
//! The same facts stand in the first line that people read and as keys of the JSON document.

use super::groups;
use super::table::Cell;
use crate::codebook::Codebook;

pub use crate::study::attributes::MISSING;

/// What a report's numbers stand on.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The codes.
    pub codebook: &'a Codebook,
    /// Whose codings are counted.
    pub coder: &'a str,
    /// What the filter left in, in words; empty for everything.
    pub filter: &'a str,
    /// Transcripts in the filter in which this coder coded nothing and marked nothing as read.
    pub unread: u64,
    /// Cases in the filter with at least one transcript.
    pub cases: u64,
    /// Transcripts in the filter.
    pub transcripts: u64,
    /// Words of participants in them.
    pub words: u64,
    /// The groups that were united into one (`--merge-small`).
    pub united: &'a [String],
}

impl Base<'_> {
    /// The first line.
    pub fn head(&self) -> String {
        let filter = match self.filter {
            "" => String::new(),
            filter => format!(", where {filter}"),
        };
        let united = match self.united {
            [] => String::new(),
            names => format!(" {}", groups::united(names)),
        };
        let unread = match self.unread {
            0 => String::new(),
            number => format!(
                " In {}, {} coded nothing and marked nothing as read: what is not coded there counts \
                 as absent (`--looked-at` leaves them out).",
                counted(number, "transcript", "transcripts"),
                self.coder
            ),
        };
        let hash = self.codebook.sha256.get(..8).unwrap_or_default();
        let codebook = match self.codebook.id.as_str() {
            "" => "no codebook".to_owned(),
            _ => format!("codebook {} ({hash})", self.codebook.name_and_version()),
        };
        format!(
            "Codings by {}; {codebook}; base {} in {}, {} by participants{filter}.{united}{unread}",
            self.coder,
            counted(self.cases, "case", "cases"),
            counted(self.transcripts, "transcript", "transcripts"),
            counted(self.words, "word", "words"),
        )
    }

    /// The same as keys of the JSON document; then the attribute that groups and the small-cell
    /// limit, where there are any.
    pub fn facts(&self, by: Option<&str>, min_cell: Option<u64>) -> Vec<(&'static str, Cell)> {
        let mut facts = vec![
            ("coder", self.coder.into()),
            ("codebook", self.codebook.id.as_str().into()),
            ("codebook_version", self.codebook.version.as_str().into()),
            ("codebook_sha256", self.codebook.sha256.as_str().into()),
            ("cases_n", Cell::Count(self.cases)),
            ("transcripts_n", Cell::Count(self.transcripts)),
            ("words_n", Cell::Count(self.words)),
        ];
        if self.unread > 0 {
            facts.push(("unread_n", Cell::Count(self.unread)));
        }
        if !self.filter.is_empty() {
            facts.push(("filter", self.filter.into()));
        }
        if let Some(name) = by {
            facts.push(("by", name.into()));
        }
        if !self.united.is_empty() {
            facts.push(("other_groups", Cell::List(self.united.to_vec())));
        }
        if let Some(least) = min_cell {
            facts.push(("min_cell", Cell::Count(least)));
        }
        facts
    }
}

/// `1 case`, `1,234 words`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// A count with commas between thousands.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_what_is_counted() {
        let codebook =
            Codebook { id: "c".into(), sha256: "0123456789".into(), ..Codebook::default() };
        let base = Base {
            codebook: &codebook,
            coder: "rules",
            filter: "wave=2",
            unread: 0,
            cases: 1,
            transcripts: 12,
            words: 34_395,
            united: &[],
        };
        let head = base.head();
        assert!(head.starts_with("Codings by rules; codebook"), "{head}");
        assert!(head.contains("(01234567); base 1 case in 12 transcripts, 34,395 words"), "{head}");
        assert!(head.ends_with("by participants, where wave=2."), "{head}");
        let names = ["PSW".to_owned(), "Employer".to_owned()];
        let head = Base { united: &names, ..base }.head();
        assert!(head.ends_with("wave=2. Other groups: PSW, Employer."), "{head}");
        let head = Base { coder: "ana", unread: 2, ..base }.head();
        assert!(head.contains("In 2 transcripts, ana coded nothing and marked nothing"), "{head}");
        let keys: Vec<&str> = base.facts(Some("site"), Some(5)).iter().map(|fact| fact.0).collect();
        assert_eq!(keys[4..], ["cases_n", "transcripts_n", "words_n", "filter", "by", "min_cell"]);
    }
}
