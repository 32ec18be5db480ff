//! One transcript as it is kept: what decided its counts, and the counts.
//!
//! Cases stand by their place among those of the transcript's cast, which is decided anew from the
//! labels each time; so a record takes a few hundred bytes, and a case that was renamed shows.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::Added;
use super::bytes::{Eye, Pen};
use super::segments;
use crate::coding::counts::Counts;
use crate::coding::tally::{Count, Share, Shares, Tally};
use crate::files::mark::Mark;
use crate::transcript::people::Cast;

/// What decides the counts of one transcript, besides what holds for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The transcript's id.
    pub id: String,
    /// Its file, as it was before it was read.
    pub mark: Mark,
    /// The labels of its speakers.
    pub labels: Vec<String>,
    /// Whether no turn names its speaker.
    pub is_silent: bool,
    /// The fingerprint of its cast and of the attributes that somebody asks for ([`fingerprint`]).
    pub context: u64,
}

/// A record whose counts were not read yet.
#[derive(Clone, Debug)]
pub struct Record<'b> {
    /// What decided its counts.
    pub outline: Outline,
    rest: Eye<'b>,
}

/// A fingerprint for the same program to compare.
pub fn fingerprint(parts: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// The id of the transcript that a record is about.
pub(super) fn id(bytes: &[u8]) -> Option<&str> {
    Eye::on(bytes).name()
}

impl Outline {
    /// The record of what a transcript with this cast adds; nothing if that cannot be said by the
    /// cast alone.
    pub fn record(&self, added: &Added, cast: &Cast) -> Option<Vec<u8>> {
        let mut pen = Pen::default();
        pen.name(&self.id);
        for number in [self.mark.size, self.mark.modified, self.mark.changed, self.context] {
            pen.number(number);
        }
        pen.number(u64::from(self.is_silent));
        pen.count(self.labels.len());
        self.labels.iter().for_each(|label| pen.name(label));
        pen.number(u64::from(added.is_in));
        let mut writing = Writing { pen, places: cast.cases().into_iter().zip(0..).collect() };
        writing.pen.count(added.questions.len());
        added.questions.iter().for_each(|question| writing.pen.name(question));
        writing.pen.count(added.speaking.len());
        for case in &added.speaking {
            writing.case(case)?;
        }
        writing.tally(&added.tally)?;
        writing.pen.count(added.parts.len());
        for (question, part) in &added.parts {
            writing.pen.name(question);
            writing.tally(part)?;
        }
        writing.pen.number(u64::from(added.places.is_some()));
        if let Some(places) = &added.places {
            segments::write(&mut writing, places)?;
        }
        Some(writing.pen.bytes)
    }
}

/// A record in the making, with the places of its cases.
pub(super) struct Writing<'c> {
    pub(super) pen: Pen,
    places: BTreeMap<&'c str, u64>,
}

impl Writing<'_> {
    pub(super) fn case(&mut self, case: &str) -> Option<()> {
        self.pen.number(*self.places.get(case)?);
        Some(())
    }

    fn tally(&mut self, tally: &Tally) -> Option<()> {
        self.pen.number(tally.words);
        self.pen.count(tally.cases.len());
        for (case, words) in &tally.cases {
            self.case(case)?;
            self.pen.number(*words);
        }
        self.pen.count(tally.codes.len());
        let mut next = 0;
        for (&code, count) in tally.codes.iter() {
            // Codes ascend, so the steps between them are small.
            self.pen.number(u64::from(code - next));
            next = code;
            for number in [count.segments, count.words, count.covered] {
                self.pen.number(number);
            }
            self.pen.count(count.cases.len());
            for (case, share) in count.cases.iter() {
                self.case(case)?;
                self.pen.number(share.segments);
                self.pen.number(share.words);
            }
        }
        Some(())
    }
}

impl<'b> Record<'b> {
    /// Reads what decided the counts; `None` if the bytes are no record.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut rest = Eye::on(bytes);
        let id = rest.name()?.to_owned();
        let mark = Mark { size: rest.number()?, modified: rest.number()?, changed: rest.number()? };
        let context = rest.number()?;
        let is_silent = rest.number()? != 0;
        let labels = (0..rest.count()?).map(|_| Some(rest.name()?.to_owned()));
        let labels = labels.collect::<Option<_>>()?;
        Some(Record { outline: Outline { id, mark, labels, is_silent, context }, rest })
    }

    /// Reads the counts of a transcript with this cast.
    pub fn added(&self, cast: &Cast) -> Option<Added> {
        let cases = cast.cases().into_iter().map(Arc::from).collect();
        let mut reading = Reading { rest: self.rest, cases, transcript: &self.outline.id };
        let is_in = reading.rest.number()? != 0;
        let questions = (0..reading.rest.count()?).map(|_| Some(reading.rest.name()?.to_owned()));
        let questions = questions.collect::<Option<_>>()?;
        let speaking = (0..reading.rest.count()?).map(|_| Some(String::from(&**reading.case()?)));
        let speaking = speaking.collect::<Option<_>>()?;
        let tally = reading.tally()?;
        let mut parts = Vec::new();
        for _ in 0..reading.rest.count()? {
            let question = reading.rest.name()?.to_owned();
            parts.push((question, reading.tally()?));
        }
        let places = match reading.rest.number()? {
            0 => None,
            _ => Some(segments::read(&mut reading)?),
        };
        let added = Added { is_in, tally, parts, speaking, questions, places };
        reading.rest.is_at_end().then_some(added)
    }
}

/// A record of which is read, with the cases of its cast.
pub(super) struct Reading<'b> {
    pub(super) rest: Eye<'b>,
    cases: Vec<Arc<str>>,
    transcript: &'b str,
}

impl Reading<'_> {
    pub(super) fn case(&mut self) -> Option<&Arc<str>> {
        let place = usize::try_from(self.rest.number()?).ok()?;
        self.cases.get(place)
    }

    fn tally(&mut self) -> Option<Tally> {
        let mut tally = Tally {
            transcript: self.transcript.to_owned(),
            words: self.rest.number()?,
            ..Tally::default()
        };
        let count = self.rest.count()?;
        let cases = (0..count).map(|_| Some((String::from(&**self.case()?), self.rest.number()?)));
        tally.cases = cases.collect::<Option<_>>()?;
        let codes = self.rest.count()?;
        let mut code: u32 = 0;
        tally.codes = Counts::with_capacity(codes);
        for _ in 0..codes {
            code = code.checked_add(self.rest.short()?)?;
            tally.codes.insert(code, self.of_code()?);
        }
        Some(tally)
    }

    fn of_code(&mut self) -> Option<Count> {
        let (segments, words) = (self.rest.number()?, self.rest.number()?);
        let covered = self.rest.number()?;
        let count = self.rest.count()?;
        let mut cases = Shares::with_capacity(count.min(self.cases.len()));
        for _ in 0..count {
            let case = Arc::clone(self.case()?);
            let (segments, words) = (self.rest.number()?, self.rest.number()?);
            cases.insert(case, Share { segments, words });
        }
        // Only quotations ask where it was found first, and they are not made of what is kept.
        Some(Count { segments, words, covered, cases, first: (0, 0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::places::{Place, Places, Voice};
    use crate::transcript::people::Role;
    use proptest::prelude::*;

    fn cast() -> Cast {
        let case = |name: &str| (Role::Participant, Some(name.to_owned()));
        Cast {
            speakers: vec![case("Zoë"), (Role::Interviewer, None), case("Ada")],
            nobody: Some((Role::Other, None)),
        }
    }

    fn added() -> Added {
        let share = |segments| Share { segments, words: 900 };
        let count = |segments| Count {
            segments,
            words: 1800,
            covered: 12,
            cases: [("Ada", share(segments)), ("Zoë", share(1))].into(),
            first: (0, 0),
        };
        let tally = Tally {
            transcript: "t1".into(),
            words: 70_000,
            cases: [("Ada".to_owned(), 69_999), ("Zoë".to_owned(), 1)].into(),
            codes: [(0, count(3)), (1, Count::default()), (299, count(200))].into(),
        };
        Added {
            is_in: true,
            parts: vec![("And then?".into(), tally.clone()), ("missing".into(), tally.clone())],
            tally,
            speaking: ["Ada".to_owned()].into(),
            questions: ["And then?".to_owned()].into(),
            places: Some(places()),
        }
    }

    fn places() -> Places {
        let voice = |case: Option<&str>, is_in| {
            let case = case.map(str::to_owned);
            Voice { is_participant: case.is_some(), case, is_in }
        };
        let place = Place { start: 3, end: 300, code: 299, turn: 2, last_turn: 2, whose: vec![] };
        let several = Place { start: 70_000, end: u32::MAX, last_turn: 4, ..place.clone() };
        Places {
            voices: vec![voice(None, true), voice(Some("Zoë"), false), voice(Some("Ada"), true)],
            turns: vec![0, 1, 2, 1],
            segments: vec![place, Place { whose: vec![2, 1], ..several }],
        }
    }

    fn outline() -> Outline {
        Outline {
            id: "t1".into(),
            mark: Mark { size: 24_000, modified: 1 << 60, changed: 3 },
            labels: vec!["Zoë".into(), "I".into(), "Ada".into()],
            is_silent: false,
            context: u64::MAX,
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let bytes = outline().record(&added(), &cast()).unwrap();
        assert_eq!(id(&bytes), Some("t1"));
        let record = Record::read(&bytes).unwrap();
        assert_eq!(record.outline, outline());
        assert_eq!(record.added(&cast()), Some(added()));
        let out = Outline { is_silent: true, ..Outline::default() };
        let nothing = Added::default();
        let bytes = out.record(&nothing, &cast()).unwrap();
        assert_eq!(Record::read(&bytes).unwrap().added(&cast()), Some(nothing));
    }

    #[test]
    fn a_case_that_nobody_of_the_cast_is_makes_no_record() {
        let mut cast = cast();
        cast.speakers.pop();
        assert_eq!(outline().record(&added(), &cast), None);
        let bytes = outline().record(&added(), &super::tests::cast()).unwrap();
        assert_eq!(Record::read(&bytes).unwrap().added(&cast), None);
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_nothing_fails(at in 0_usize..400, byte: u8, end in 0_usize..400) {
            let mut bytes = outline().record(&added(), &cast()).unwrap();
            let length = bytes.len();
            bytes[at % length] = byte;
            bytes.truncate(end);
            if let Some(record) = Record::read(&bytes) {
                let _ = record.added(&cast());
            }
        }
    }
}
