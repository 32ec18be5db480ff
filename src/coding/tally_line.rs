//! A tally as a line of JSON, so that counts made elsewhere can be united.
//!
//! In comes a [`Tally`] with what is recorded about its cases, out comes a line, and the other way
//! round. Codes stand there by their ids. Every line says how it was made ([`Made`]), so that counts
//! which do not belong together are recognised; where filters left no transcript in, one line says
//! nothing else. Where codes stand is in it where that is wanted. No word of a transcript is in it, but
//! for the names of questions where counts are wanted by question and no guide names them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::places::Places;
use super::tally::{Count, Share, Tally};
pub use super::tally_made::Made;
use super::tally_places::PlacesWritten;
use crate::text::json::plain;

/// The number that goes up when lines mean something else.
pub const SCHEMA: u32 = 1;

/// Values of attributes by name.
type Row = BTreeMap<String, Vec<String>>;

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// What one transcript adds to the counts.
    Tally(Box<Line>),
    /// How tallies were made of transcripts of which none was let in.
    Nothing(Made),
}

/// One line: a tally, how it was made, and what is recorded about its cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// How it was made.
    pub made: Made,
    /// The counts.
    pub tally: Tally,
    /// The counts by question, in the order in which they were asked.
    pub parts: Vec<(String, Tally)>,
    /// What is recorded about the transcript.
    pub attributes: Row,
    /// By case: what is recorded about it.
    pub of_cases: BTreeMap<String, Row>,
    /// Cases that speak in the transcript and have no turn that counts.
    pub heard: Vec<String>,
    /// Whether the coder neither coded in the transcript nor marked anything of it as read.
    pub unread: bool,
    /// Where codes stand, if the line was made to say that.
    pub places: Places,
}

/// A line as it stands in the file. Numbers are those of one transcript: 32 bits.
#[derive(Serialize, Deserialize)]
struct Written {
    schema: u32,
    codebook: String,
    coder: String,
    filter: String,
    interviewers: Vec<String>,
    weak: bool,
    questions: bool,
    transcript: String,
    words: u32,
    attributes: Row,
    cases: BTreeMap<String, CaseWritten>,
    codes: BTreeMap<String, CountWritten>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartWritten>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    heard: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unread: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    segments: Option<PlacesWritten>,
}

#[derive(Serialize, Deserialize)]
struct CaseWritten {
    words: u32,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    attributes: Row,
}

#[derive(Serialize, Deserialize)]
struct CountWritten {
    segments: u32,
    words: u32,
    covered: u32,
    /// By case: segments and words.
    cases: BTreeMap<String, (u32, u32)>,
}

#[derive(Serialize, Deserialize)]
struct PartWritten {
    question: String,
    words: u32,
    cases: BTreeMap<String, u32>,
    codes: BTreeMap<String, CountWritten>,
}

/// Why a line is no tally that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no tally: what is wrong, and in which column, or 0.
    NoTally(String, usize),
    /// It is one of another schema.
    Schema(u32),
    /// It counts a code that the codebook does not have.
    Code(String),
    /// It was made with another codebook.
    Codebook(String),
}

impl Line {
    /// The line, with its end. `ids` are the codes' ids by place; `codings` is a JSON array that
    /// goes along.
    pub fn written(&self, ids: &[&str], codings: Option<&str>) -> String {
        let made = self.made.clone();
        let case = |(case, words): (&String, &u64)| {
            let attributes = self.of_cases.get(case).cloned().unwrap_or_default();
            (case.clone(), CaseWritten { words: narrow(*words), attributes })
        };
        let part = |(question, part): &(String, Tally)| PartWritten {
            question: question.clone(),
            words: narrow(part.words),
            cases: part.cases.iter().map(|(case, words)| (case.clone(), narrow(*words))).collect(),
            codes: written_codes(&part.codes, ids),
        };
        let written = Written {
            schema: SCHEMA,
            codebook: made.codebook,
            coder: made.coder,
            filter: made.filter,
            interviewers: made.interviewers,
            weak: made.weak,
            questions: made.questions,
            transcript: self.tally.transcript.clone(),
            words: narrow(self.tally.words),
            attributes: self.attributes.clone(),
            cases: self.tally.cases.iter().map(case).collect(),
            codes: written_codes(&self.tally.codes, ids),
            parts: self.parts.iter().map(part).collect(),
            heard: self.heard.clone(),
            unread: self.unread,
            segments: made.segments.then(|| PlacesWritten::of(&self.places, ids)),
        };
        let mut text = serde_json::to_string(&written).unwrap_or_default();
        if let Some(codings) = codings
            && text.ends_with('}')
        {
            text.truncate(text.len() - 1);
            text.push_str(",\"codings\":");
            text.push_str(codings);
            text.push('}');
        }
        text.push('\n');
        text
    }

    /// Reads a line. `codebook` is the hash of the codebook it must have been made with, `places`
    /// says where its codes stand.
    pub fn parse(line: &[u8], codebook: &str, places: &BTreeMap<&str, u32>) -> Result<Said, Fault> {
        #[derive(Deserialize)]
        struct Named {
            schema: u32,
        }
        let written: Written = match serde_json::from_slice(line) {
            Ok(written) => written,
            // A later schema may look otherwise.
            Err(error) => {
                return match serde_json::from_slice::<Named>(line) {
                    Ok(named) if named.schema != SCHEMA => Err(Fault::Schema(named.schema)),
                    _ => Made::parse(line, codebook)
                        .unwrap_or_else(|| Err(Fault::NoTally(plain(&error), error.column())))
                        .map(Said::Nothing),
                };
            }
        };
        if written.schema != SCHEMA {
            return Err(Fault::Schema(written.schema));
        }
        if written.codebook != codebook {
            return Err(Fault::Codebook(written.codebook));
        }
        let mut tally = Tally {
            transcript: written.transcript,
            words: written.words.into(),
            codes: codes_of(written.codes, places)?,
            ..Tally::default()
        };
        let mut of_cases = BTreeMap::new();
        for (case, said) in written.cases {
            tally.cases.insert(case.clone(), said.words.into());
            if !said.attributes.is_empty() {
                of_cases.insert(case, said.attributes);
            }
        }
        let mut parts = Vec::new();
        for part in written.parts {
            let counts = Tally {
                transcript: tally.transcript.clone(),
                words: part.words.into(),
                cases: part.cases.into_iter().map(|(case, words)| (case, words.into())).collect(),
                codes: codes_of(part.codes, places)?,
            };
            parts.push((part.question, counts));
        }
        let made = Made {
            codebook: written.codebook,
            coder: written.coder,
            filter: written.filter,
            interviewers: written.interviewers,
            weak: written.weak,
            questions: written.questions,
            segments: written.segments.is_some(),
        };
        let places = written.segments.unwrap_or_default().places(places)?;
        let (attributes, heard, unread) = (written.attributes, written.heard, written.unread);
        let line = Line { made, tally, parts, attributes, of_cases, heard, unread, places };
        Ok(Said::Tally(Box::new(line)))
    }

    /// The values of an attribute for a case: its own where it has any, else the transcript's.
    pub fn values(&self, case: &str, name: &str) -> &[String] {
        let own = self.of_cases.get(case).and_then(|row| row.get(name));
        let values = own.filter(|values| !values.is_empty()).or_else(|| self.attributes.get(name));
        values.map_or(&[], Vec::as_slice)
    }
}

/// Positions in a transcript are 32 bits wide, and so is every count of it.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn written_codes(codes: &Counts, ids: &[&str]) -> BTreeMap<String, CountWritten> {
    let one = |(code, count): (&u32, &Count)| {
        let share = |(case, share): (&str, &Share)| {
            (case.to_owned(), (narrow(share.segments), narrow(share.words)))
        };
        let written = CountWritten {
            segments: narrow(count.segments),
            words: narrow(count.words),
            covered: narrow(count.covered),
            cases: count.cases.iter().map(share).collect(),
        };
        Some((ids.get(*code as usize)?.to_string(), written))
    };
    codes.iter().filter_map(one).collect()
}

fn codes_of(
    written: BTreeMap<String, CountWritten>,
    places: &BTreeMap<&str, u32>,
) -> Result<Counts, Fault> {
    let mut codes = Counts::default();
    for (id, count) in written {
        let Some(&place) = places.get(id.as_str()) else { return Err(Fault::Code(id)) };
        let share = |(case, (segments, words)): (String, (u32, u32))| {
            (case, Share { segments: segments.into(), words: words.into() })
        };
        codes.insert(
            place,
            Count {
                segments: count.segments.into(),
                words: count.words.into(),
                covered: count.covered.into(),
                cases: count.cases.into_iter().map(share).collect(),
                first: (0, 0),
            },
        );
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::places::{Place, Voice};

    const IDS: [&str; 2] = ["hope", "fear"];

    fn places() -> BTreeMap<&'static str, u32> {
        IDS.into_iter().zip(0..).collect()
    }

    fn line() -> Line {
        let count = |segments| Count {
            segments,
            words: 9,
            covered: 8,
            cases: [("P\"1".to_owned(), Share { segments, words: 9 })].into(),
            first: (0, 0),
        };
        let tally = Tally {
            transcript: "t1".into(),
            words: 120,
            cases: [("P\"1".to_owned(), 100), ("P2".to_owned(), 20)].into(),
            codes: [(0, count(3)), (1, count(1))].into(),
        };
        let voice = Voice { case: Some("P2".into()), is_participant: true, is_in: true };
        let mut places = Places::of_turns([voice.clone(), voice].into_iter());
        let place = Place { start: 3, end: 9, code: 1, turn: 2, last_turn: 2, ..Place::default() };
        places.segments.push(place);
        let made = Made { codebook: "abc".into(), coder: "rules".into(), ..Made::default() };
        Line {
            made: Made { segments: true, ..made },
            places,
            parts: vec![("And then?".into(), tally.clone())],
            tally,
            attributes: [("wave".to_owned(), vec!["1".to_owned()])].into(),
            of_cases: [("P2".to_owned(), [("wave".to_owned(), vec!["2".to_owned()])].into())]
                .into(),
            heard: vec!["P3".to_owned()],
            unread: true,
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let read = |text: &str| Line::parse(text.as_bytes(), "abc", &places());
        let text = line().written(&IDS, None);
        assert_eq!(read(&text), Ok(Said::Tally(Box::new(line()))));
        let more = line().written(&IDS, Some("[{\"quote\":\"x\"}]"));
        assert!(more.ends_with(",\"codings\":[{\"quote\":\"x\"}]}\n"));
        assert_eq!(read(&more), Ok(Said::Tally(Box::new(line()))));
        let none = line().made.written();
        assert_eq!(read(&none), Ok(Said::Nothing(line().made)));
        // A line that was made without them says nothing of places.
        let end = text.find(",\"segments\":{\"voices").unwrap();
        let without = Line {
            made: Made { segments: false, ..line().made },
            places: Places::default(),
            ..line()
        };
        assert_eq!(without.written(&IDS, None), format!("{}}}\n", &text[..end]));
        assert_eq!(read(&without.written(&IDS, None)), Ok(Said::Tally(Box::new(without))));
        let some = none.replace("\"transcripts\":0", "\"transcripts\":1");
        assert!(matches!(read(&some), Err(Fault::NoTally(_, _))), "{some}");
        assert_eq!(line().values("P2", "wave"), ["2"]);
        assert_eq!(line().values("P\"1", "wave"), ["1"]);
    }

    #[test]
    fn what_does_not_belong_is_recognised() {
        let text = line().written(&IDS, None);
        let fault =
            |text: &str, codebook| Line::parse(text.as_bytes(), codebook, &places()).unwrap_err();
        assert_eq!(fault(&text, "abd"), Fault::Codebook("abc".into()));
        assert_eq!(fault(&line().made.written(), "abd"), Fault::Codebook("abc".into()));
        let later = text.replace("\"schema\":1", "\"schema\":2");
        assert_eq!(fault(&later, "abc"), Fault::Schema(2));
        assert_eq!(fault("{\"schema\":3}", "abc"), Fault::Schema(3));
        assert_eq!(fault(&text.replace("hope", "hype"), "abc"), Fault::Code("hype".into()));
        assert!(matches!(fault(&text[..40], "abc"), Fault::NoTally(_, _)));
        let negative = text.replace("\"words\":120", "\"words\":-1");
        assert!(matches!(fault(&negative, "abc"), Fault::NoTally(_, _)));
        let other = Made { filter: "site=North".into(), ..line().made };
        assert_eq!(
            line().made.difference(&other),
            Some(("filter", String::new(), "site=North".into()))
        );
    }
}
