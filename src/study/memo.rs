//! Memos: what the analyst thought, one Markdown file a memo in `memos/`.
//!
//! In comes a file, out comes a [`Memo`], or every mistake in its front matter at its place; and
//! back. Between two lines `+++` at the very beginning stands TOML, below it the words:
//!
//! ```text
//! +++
//! title = "Trust grows by small things"
//! type  = "code"            # code, theoretical, operational, reflexive, negative-case, member-check
//! date  = 2026-03-01
//! author = "ana"
//! codes = ["function.trust"]  # and: codings (ids of events), cases, transcripts, study = true
//! +++
//! Three of them speak of lifts and keys before they speak of trust …
//! ```
//!
//! The kinds are those of grounded theory (Strauss & Corbin 1990: code, theoretical and operational
//! notes), with the reflexive journal, negative cases and member checks of Lincoln & Guba 1985.

mod front;
mod read;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Source;

pub use front::parse;
pub use read::{FOLDER, Memos};

/// A memo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memo {
    /// What it is called: its path below `memos/` without the ending.
    pub name: String,
    /// Its title; the name where the file has none.
    pub title: String,
    /// What kind of memo it is.
    pub kind: Kind,
    /// The day it was written, `2026-03-01`.
    pub date: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The codes it is about, as they are written; an alias or a former id may be among them.
    pub codes: Vec<Link>,
    /// The codings it is about: ids of events, or enough of their last characters.
    pub codings: Vec<Link>,
    /// The cases it is about.
    pub cases: Vec<Link>,
    /// The transcripts it is about.
    pub transcripts: Vec<Link>,
    /// Whether it is about the whole study.
    pub study: bool,
    /// The words, without the front matter.
    pub text: String,
    /// The file it was read from; none for a memo that was not written yet.
    pub source: Option<Arc<Source>>,
}

/// What a memo is about: a name, with its bytes in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The name or id.
    pub name: String,
    /// Where it stands in the memo's file.
    pub span: Range<usize>,
}

impl From<&str> for Link {
    fn from(name: &str) -> Self {
        Link { name: name.to_owned(), span: 0..0 }
    }
}

/// What kind of memo it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What a code means, where it begins and ends.
    Code,
    /// How things hang together.
    #[default]
    Theoretical,
    /// What is to be done next, and how it was decided.
    Operational,
    /// What the researcher brings along.
    Reflexive,
    /// What does not fit, and what follows from it.
    NegativeCase,
    /// What participants said to the findings.
    MemberCheck,
}

impl Kind {
    /// All kinds, in the order of lists.
    pub const ALL: [Kind; 6] = [
        Kind::Code,
        Kind::Theoretical,
        Kind::Operational,
        Kind::Reflexive,
        Kind::NegativeCase,
        Kind::MemberCheck,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Code => "code",
            Kind::Theoretical => "theoretical",
            Kind::Operational => "operational",
            Kind::Reflexive => "reflexive",
            Kind::NegativeCase => "negative-case",
            Kind::MemberCheck => "member-check",
        }
    }
}

impl Memo {
    /// What it is about, in words: kind of thing and name.
    pub fn links(&self) -> Vec<(&'static str, &Link)> {
        let all = [
            ("code", &self.codes),
            ("coding", &self.codings),
            ("case", &self.cases),
            ("transcript", &self.transcripts),
        ];
        all.into_iter()
            .flat_map(|(what, links)| links.iter().map(move |link| (what, link)))
            .collect()
    }

    /// The file of the memo.
    pub fn written(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut file = format!("+++\ntitle = {}\n", quoted(&self.title));
        file.push_str(&format!("type = {}\n", quoted(self.kind.name())));
        if let Some(date) = &self.date {
            let is_date = date.parse::<toml::value::Datetime>().is_ok();
            let date = if is_date { date.clone() } else { quoted(date) };
            file.push_str(&format!("date = {date}\n"));
        }
        if let Some(author) = &self.author {
            file.push_str(&format!("author = {}\n", quoted(author)));
        }
        let lists = [
            ("codes", &self.codes),
            ("codings", &self.codings),
            ("cases", &self.cases),
            ("transcripts", &self.transcripts),
        ];
        for (key, links) in lists.into_iter().filter(|(_, links)| !links.is_empty()) {
            let names: Vec<String> = links.iter().map(|link| quoted(&link.name)).collect();
            file.push_str(&format!("{key} = [{}]\n", names.join(", ")));
        }
        if self.study {
            file.push_str("study = true\n");
        }
        file.push_str("+++\n");
        file.push_str(&self.text);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            file.push('\n');
        }
        file
    }
}

/// The name of a memo's file, from date and title: `2026-03-01-trust-grows-by-small-things`.
pub fn name(date: &str, title: &str) -> String {
    const LONGEST: usize = 60;
    let mut name = date.to_owned();
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in words {
        let word = word.to_lowercase();
        if !name.is_empty() && name.chars().count() + word.chars().count() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(word.chars().take(LONGEST));
    }
    if name.is_empty() { "memo".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_made_of_date_and_title() {
        assert_eq!(name("2026-03-01", "Trust: what grows?"), "2026-03-01-trust-what-grows");
        assert_eq!(name("2026-03-01", "信任 / ..\\x"), "2026-03-01-信任-x");
        assert_eq!(name("", "?!"), "memo");
        assert!(name("2026-03-01", &"many words ".repeat(50)).chars().count() <= 60);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let memo = Memo {
            name: "a".into(),
            title: "A \"quoted\"\ntitle".into(),
            kind: Kind::NegativeCase,
            date: Some("2026-03-01".into()),
            author: Some("ana".into()),
            codes: vec!["trust".into(), "hope".into()],
            cases: vec!["P'1".into()],
            study: true,
            text: "+++\nIt is *not* so.\n".into(),
            ..Memo::default()
        };
        let source = Arc::new(Source { name: "memos/a.md".into(), text: memo.written() });
        let read = parse("a", &source).unwrap();
        let text = |link: &Link| source.text[link.span.clone()].to_owned();
        assert_eq!(read.codes.iter().map(text).collect::<Vec<_>>(), ["\"trust\"", "\"hope\""]);
        let plain = |links: Vec<Link>| links.iter().map(|link| link.name.as_str().into()).collect();
        let read =
            Memo { codes: plain(read.codes), cases: plain(read.cases), source: None, ..read };
        assert_eq!(read, memo);
    }
}
