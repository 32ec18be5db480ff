//! One event of a log: a line of `codings/<coder>.jsonl`.
//!
//! In comes a line, out comes an [`Event`] or what is wrong with it; and back. The fields are those
//! of `docs/coding.md`. Positions are code points of the canonical text, the end exclusive.

use serde::{Deserialize, Serialize};

use super::time;
use crate::coding::anchor::Anchor;
use crate::diagnostic::near_names;

/// What happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A segment was given a code.
    #[default]
    Add,
    /// A coding was taken away.
    Remove,
    /// A coding got another code.
    Recode,
    /// A coding got another place: other boundaries, or a place found again.
    Resize,
    /// A rule's proposal was made the coder's own.
    Accept,
    /// A rule's proposal was turned down.
    Reject,
    /// A transcript, or a part of it, was read to its end: what has no code there was seen.
    Done,
    /// A remark on a coding or a transcript.
    Note,
    /// An event was taken back.
    Undo,
}

/// One event. What a kind does not need is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Event {
    /// Its own id, unlike any other.
    pub id: String,
    /// What happened.
    pub event: Kind,
    /// The event that it is about: the one that made the coding, or the one to take back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Whose event it is.
    pub coder: String,
    /// When, in RFC 3339.
    pub at: String,
    /// The round of coding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// The transcript's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript: Option<String>,
    /// First code point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// One past the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// The number of the turn it begins in, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<usize>,
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// What stood before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What stood after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// The SHA-256 of the canonical text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The rules that proposed it, joined by `;`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Codings of one name are parts of one segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who decided, where the coder is a team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 9] = [
        Kind::Add,
        Kind::Remove,
        Kind::Recode,
        Kind::Resize,
        Kind::Accept,
        Kind::Reject,
        Kind::Done,
        Kind::Note,
        Kind::Undo,
    ];

    /// The name, as it stands in a log.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Add => "add",
            Kind::Remove => "remove",
            Kind::Recode => "recode",
            Kind::Resize => "resize",
            Kind::Accept => "accept",
            Kind::Reject => "reject",
            Kind::Done => "done",
            Kind::Note => "note",
            Kind::Undo => "undo",
        }
    }
}

impl Event {
    /// The line of a log, with its newline.
    pub fn line(&self) -> String {
        // An event has only texts and numbers, which JSON always can say.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Reads a line; what is wrong with it is said in words.
    pub fn parse(line: &str) -> Result<Self, String> {
        let event: Event = serde_json::from_str(line).map_err(|error| {
            let told = error.to_string();
            let told = told.split(" at line ").next().unwrap_or_default().to_owned();
            match told.strip_prefix("unknown variant `").and_then(|rest| rest.split_once('`')) {
                Some((kind, _)) => match near_names(kind, Kind::ALL.map(Kind::name)).first() {
                    Some(near) => format!("no event is called `{kind}`; did you mean `{near}`?"),
                    None => format!("no event is called `{kind}`"),
                },
                None => told,
            }
        })?;
        match event.missing() {
            Some(field) => Err(format!("`{}` needs `{field}`", event.event.name())),
            None if event.time().is_none() => Err(format!("`{}` is no time", event.at)),
            None if event.start > event.end => Err("`start` lies behind `end`".to_owned()),
            None => Ok(event),
        }
    }

    /// The first field that its kind needs and that it does not have.
    fn missing(&self) -> Option<&'static str> {
        let has = [
            ("id", !self.id.is_empty()),
            ("coder", !self.coder.is_empty()),
            ("target", self.target.is_some()),
            ("transcript", self.transcript.is_some()),
            ("start", self.start.is_some()),
            ("end", self.end.is_some()),
            ("quote", self.quote.is_some()),
            ("code", self.code.is_some()),
            ("note", self.note.is_some()),
        ];
        let needed: &[&str] = match self.event {
            Kind::Add | Kind::Accept | Kind::Reject => {
                &["transcript", "start", "end", "quote", "code"]
            }
            Kind::Remove | Kind::Undo => &["target"],
            Kind::Recode => &["target", "code"],
            Kind::Resize => &["target", "start", "end", "quote"],
            Kind::Done => &["transcript"],
            Kind::Note => &["note"],
        };
        has.into_iter()
            .find(|(field, has)| {
                !has && (matches!(*field, "id" | "coder") || needed.contains(field))
            })
            .map(|(field, _)| field)
    }

    /// When it happened, in milliseconds since 1970.
    pub fn time(&self) -> Option<i64> {
        time::parse(&self.at)
    }

    /// Where it says that something is.
    pub fn anchor(&self) -> Anchor {
        Anchor {
            start: self.start.unwrap_or_default(),
            end: self.end.unwrap_or_default(),
            quote: self.quote.clone().unwrap_or_default(),
            prefix: self.prefix.clone().unwrap_or_default(),
            suffix: self.suffix.clone().unwrap_or_default(),
        }
    }

    /// The same event at this place.
    pub fn anchored(mut self, anchor: Anchor) -> Self {
        self.start = Some(anchor.start);
        self.end = Some(anchor.end);
        self.quote = Some(anchor.quote);
        self.prefix = Some(anchor.prefix);
        self.suffix = Some(anchor.suffix);
        self
    }
}

/// An id of an event: those of one machine ascend. `number` counts the events of one moment,
/// `random` keeps two machines apart.
pub fn id(milliseconds: i64, number: u32, random: u64) -> String {
    let (random, number) = (random & 0xFF_FFFF_FFFF, number & 0xF_FFFF);
    format!("{:012x}{random:010x}{number:05x}", milliseconds.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADD: &str = r#"{"id":"1","event":"add","coder":"ana","at":"2026-03-01T09:30:00Z","transcript":"P1","start":3,"end":8,"code":"hope","quote":"hopes"}"#;

    #[test]
    fn a_line_is_read_and_written() {
        let event = Event::parse(ADD).unwrap();
        assert_eq!(
            (event.event, event.start, event.code.as_deref()),
            (Kind::Add, Some(3), Some("hope"))
        );
        assert_eq!(event.line().trim_end(), ADD);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        let told = |from: &str, to: &str| Event::parse(&ADD.replace(from, to)).unwrap_err();
        assert_eq!(told("\"add\"", "\"ad\""), "no event is called `ad`; did you mean `add`?");
        assert_eq!(told("\"code\":\"hope\"", "\"note\":\"x\""), "`add` needs `code`");
        assert_eq!(told("2026-03-01T", "1 March "), "`1 March 09:30:00Z` is no time");
        assert_eq!(told("\"start\":3", "\"start\":30"), "`start` lies behind `end`");
        assert_eq!(told("\"id\":\"1\"", "\"id\":\"\""), "`add` needs `id`");
        assert!(Event::parse("{\"id\"").unwrap_err().contains("EOF"));
    }

    #[test]
    fn later_ids_are_greater() {
        let ids = [id(1, 0, 9), id(1, 1, 9), id(2, 0, 0), id(1_772_357_400_250, 0, u64::MAX)];
        assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == 27));
    }
}
