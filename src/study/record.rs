//! Transcripts as lines of JSON, as other programs hand them on:
//! `{"transcript":"P1","case":"P1","text":"I: And then? …","attributes":{"site":"North"}}`.
//!
//! In comes a line, out come the transcript, who its speakers are and what is recorded about it, as
//! a file with that text and that name would give them. `case` means what it means in
//! `transcripts.csv`, and attributes are the transcript's; both may be missing. Other fields are for
//! others. What is wrong is told without the words of the line: they may be speech, and what is told
//! ends up in the log of a cluster.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::attributes::Row;
use super::corpus::Corpus;
use crate::diagnostic::Diagnostic;
use crate::text::json::plain;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;
use crate::transcript::read;

/// One transcript as a line tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The transcript's id.
    pub transcript: String,
    /// The case that its participants belong to.
    pub case: Option<String>,
    /// What a file would hold.
    pub text: String,
    /// What is recorded about it.
    pub attributes: Row,
}

#[derive(Deserialize)]
struct Written {
    transcript: Value,
    #[serde(default)]
    case: Value,
    text: String,
    attributes: Option<BTreeMap<String, Value>>,
}

/// A record, opened: a corpus of one, its transcript and its cast.
#[derive(Debug)]
pub struct Opened {
    /// What is known of its speakers and recorded about it.
    pub corpus: Corpus,
    /// The transcript.
    pub transcript: Transcript,
    /// Who its speakers are.
    pub cast: Cast,
}

impl Record {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, and in which column where that is known.
    pub fn parse(line: &[u8]) -> Result<Self, (String, usize)> {
        let written: Written =
            serde_json::from_slice(line).map_err(|error| (plain(&error), error.column()))?;
        let wrong = |message: &str| Err((message.to_owned(), 0));
        let transcript = match name(&written.transcript) {
            Ok(Some(id)) => id,
            _ => return wrong("`transcript` is no name"),
        };
        let Ok(case) = name(&written.case) else { return wrong("`case` is no name") };
        let mut attributes = Row::new();
        for (attribute, value) in written.attributes.into_iter().flatten() {
            let several = match value {
                Value::Array(several) => several,
                one => vec![one],
            };
            let mut values = Vec::new();
            for one in &several {
                match name(one) {
                    Ok(one) => values.extend(one),
                    Err(()) => return wrong(&format!("the attribute `{attribute}` is no value")),
                }
            }
            if !values.is_empty() {
                attributes.insert(attribute.trim().to_owned(), values);
            }
        }
        Ok(Record { transcript, case, text: written.text, attributes })
    }

    /// Reads its text and decides who its speakers are, with what `base` knows of all.
    pub fn open(self, base: &Corpus) -> Result<Opened, Diagnostic> {
        let mut corpus = Corpus {
            known: base.known.clone(),
            attributes: base.attributes.clone(),
            ..Corpus::default()
        };
        let id = self.transcript;
        if let Some(case) = self.case {
            corpus.known.case_of_transcript.insert(id.clone(), case);
        }
        for (name, values) in self.attributes {
            corpus.attributes.found(&name);
            corpus.attributes.set_transcript(&id, &name, values);
        }
        let mut transcript = read::read(self.text.as_bytes(), &id, &base.options)?;
        transcript.id = id;
        let cast = Cast::of(&transcript, &corpus.known);
        Ok(Opened { corpus, transcript, cast })
    }
}

/// A name or value: text, a number, yes or no. Empty ones are none.
fn name(value: &Value) -> Result<Option<String>, ()> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(_) | Value::Object(_) => return Err(()),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(line: &str) -> String {
        Record::parse(line.as_bytes()).unwrap_err().0
    }

    #[test]
    fn a_record_is_read_as_its_file_would_be() {
        let line = r#"{"transcript":7,"case":"P9","text":"I: So?\nAna: Well.\n","more":[{}],
            "attributes":{"site":" North ","age":30,"paid":true,"towns":["A","B"],"none":null}}"#;
        let record = Record::parse(line.as_bytes()).unwrap();
        let opened = record.open(&Corpus::default()).unwrap();
        assert_eq!((opened.transcript.id.as_str(), opened.transcript.turns.len()), ("7", 2));
        assert_eq!(opened.cast.cases(), ["P9"]);
        let values = |name| opened.corpus.attributes.values(Some("P9"), "7", name);
        assert_eq!((values("site"), values("age")), (&["North".into()][..], &["30".into()][..]));
        assert_eq!((values("paid"), values("towns").len()), (&["true".into()][..], 2));
        assert!(values("none").is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_without_the_words() {
        assert_eq!(wrong(r#"{"transcript":"P1"}"#), "missing field `text`");
        assert_eq!(wrong(r#"{"text":"secret"}"#), "missing field `transcript`");
        assert_eq!(wrong(r#"{"transcript":"","text":"secret"}"#), "`transcript` is no name");
        assert_eq!(wrong(r#"{"transcript":"P1","case":[],"text":""}"#), "`case` is no name");
        assert_eq!(wrong(r#"{"transcript":"P1","text":"sec"#), "the line ends too early");
        assert_eq!(wrong("secret"), "it is no JSON");
        assert_eq!(wrong(r#"["secret"]"#), "it is no object");
        assert_eq!(wrong(r#""secret""#), "it is no object");
        for line in [
            r#"{"transcript":"P1","text":7}"#,
            r#"{"transcript":"P1","text":"x","attributes":"secret"}"#,
        ] {
            assert!(wrong(line).starts_with("a field is not"), "{}", wrong(line));
            assert!(!wrong(line).contains("secret"));
        }
        let odd = r#"{"transcript":"P1","text":"x","attributes":{"site":{"a":1}}}"#;
        assert_eq!(wrong(odd), "the attribute `site` is no value");
    }
}
