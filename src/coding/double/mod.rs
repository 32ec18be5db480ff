//! Double coding: one transcript as several coders coded it, unit by unit.
//!
//! In come a transcript and what each coder says of it ([`Said`]); out come the units that could be
//! coded, whether each coder looked at them, and which codes each gave them ([`DoubleCoded`]). Not
//! coded and not looked at are two things: agreement is computed from what was looked at alone.

pub mod said;
pub mod units;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::points::Points;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;
use said::Said;
use units::Codable;

/// What a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// A turn.
    #[default]
    Turn,
    /// A sentence.
    Sentence,
    /// A paragraph of a turn.
    Paragraph,
    /// A character.
    Char,
}

impl Grain {
    /// All of them.
    pub const ALL: [Grain; 4] = [Grain::Turn, Grain::Sentence, Grain::Paragraph, Grain::Char];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Grain::Turn => "turn",
            Grain::Sentence => "sentence",
            Grain::Paragraph => "paragraph",
            Grain::Char => "char",
        }
    }
}

/// When a unit carries a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlap {
    /// A segment has at least one visible character of it.
    #[default]
    Any,
    /// Segments have at least half of its visible characters.
    Majority,
}

impl Overlap {
    /// Both.
    pub const ALL: [Overlap; 2] = [Overlap::Any, Overlap::Majority];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Overlap::Any => "any",
            Overlap::Majority => "majority",
        }
    }

    /// Whether so many of so many visible characters are enough.
    pub fn is_met(self, covered: u32, visible: u32) -> bool {
        match self {
            Overlap::Any => covered > 0,
            Overlap::Majority => covered > 0 && 2 * u64::from(covered) >= u64::from(visible),
        }
    }
}

/// Where a unit is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The number of the turn, from 1.
    pub turn: usize,
    /// The number of the unit in its turn, from 1.
    pub number: usize,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whose words they are.
    pub case: Option<String>,
    /// Its words; empty unless they were asked for.
    pub words: String,
    /// Its first character among the characters that can be coded.
    pub first: usize,
    /// How many characters it has.
    pub length: usize,
}

/// What a coder gave to a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The unit's place in the list.
    pub unit: usize,
    /// Visible characters of it.
    pub covered: u32,
    /// Whether that is enough for the unit to carry the code.
    pub holds: bool,
    /// The words that were coded; empty unless they were asked for.
    pub words: String,
}

/// One transcript as several coders coded it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoubleCoded {
    /// The transcript's id.
    pub transcript: String,
    /// The units that can be coded, by place.
    pub units: Vec<Place>,
    /// By coder and unit, whether it was looked at.
    pub looked: Vec<Vec<bool>>,
    /// By coder and code, the units that have something of it, ascending.
    pub given: Vec<BTreeMap<u32, Vec<Given>>>,
    /// By coder and code, segments in characters that can be coded; none but with [`Grain::Char`].
    pub spans: Vec<BTreeMap<u32, Vec<Range<usize>>>>,
    /// Characters that can be coded.
    pub length: usize,
}

/// How double coding is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looking {
    /// What a unit is.
    pub grain: Grain,
    /// When it carries a code.
    pub overlap: Overlap,
    /// Whether words are wanted.
    pub words: bool,
}

impl DoubleCoded {
    /// A transcript with its units and what each coder says.
    pub fn of(
        transcript: &Transcript,
        cast: &Cast,
        codable: &[Codable],
        coders: &[Said],
        looking: Looking,
    ) -> Self {
        let points = Points::new(&transcript.text);
        let mut first = 0;
        let place = |unit: &Codable| {
            let turn = transcript.turns.get(unit.turn);
            let words = turn.filter(|_| looking.words).map(|turn| {
                let reading = transcript.reading(turn);
                let within = reading.from_canonical(unit.bytes.start)
                    ..reading.from_canonical(unit.bytes.end);
                reading.text().get(within).unwrap_or_default().to_owned()
            });
            let place = Place {
                turn: unit.turn + 1,
                number: unit.number,
                start: points.of_byte(unit.bytes.start),
                end: points.of_byte(unit.bytes.end),
                case: turn.and_then(|turn| cast.case(turn)).map(str::to_owned),
                words: words.unwrap_or_default(),
                first,
                length: unit.length,
            };
            first += unit.length;
            place
        };
        let places: Vec<Place> = codable.iter().map(place).collect();
        let mut all = DoubleCoded {
            transcript: transcript.id.clone(),
            units: places,
            length: first,
            ..DoubleCoded::default()
        };
        for said in coders {
            let given = given(&transcript.text, codable, said, looking);
            let mut looked = said.looked(&transcript.text, codable);
            for unit in given.values().flatten().filter(|given| given.covered > 0) {
                if let Some(looked) = looked.get_mut(unit.unit) {
                    *looked = true;
                }
            }
            all.looked.push(looked);
            let wants_spans = looking.grain == Grain::Char;
            let spans = wants_spans.then(|| spans(&transcript.text, codable, &all.units, said));
            all.spans.push(spans.unwrap_or_default());
            all.given.push(given);
        }
        all
    }

    /// Whether a coder looked at a unit.
    pub fn has_looked(&self, coder: usize, unit: usize) -> bool {
        self.looked.get(coder).and_then(|looked| looked.get(unit)).copied().unwrap_or_default()
    }
}

/// What a coder gave to each unit, by code.
fn given(
    text: &str,
    codable: &[Codable],
    said: &Said,
    looking: Looking,
) -> BTreeMap<u32, Vec<Given>> {
    let mut all = BTreeMap::new();
    for (code, ranges) in said.by_code() {
        let mut units: Vec<Given> = Vec::new();
        for range in ranges {
            let from = codable.partition_point(|unit| unit.bytes.end <= range.start);
            for (place, unit) in codable.iter().enumerate().skip(from) {
                if unit.bytes.start >= range.end {
                    break;
                }
                let covered = unit.visible_within(text, &range);
                if covered == 0 {
                    continue;
                }
                let here = range.start.max(unit.bytes.start)..range.end.min(unit.bytes.end);
                let words = text.get(here).filter(|_| looking.words).unwrap_or_default();
                match units.last_mut().filter(|last| last.unit == place) {
                    Some(last) => {
                        last.covered += covered;
                        last.words.push_str(" … ");
                        last.words.push_str(words);
                    }
                    None => units.push(Given {
                        unit: place,
                        covered,
                        words: words.to_owned(),
                        ..Given::default()
                    }),
                }
            }
        }
        for given in &mut units {
            let visible = codable.get(given.unit).map_or(0, |unit| unit.visible);
            given.holds = looking.overlap.is_met(given.covered, visible);
        }
        all.insert(code, units);
    }
    all
}

/// A coder's segments in characters that can be coded, by code.
fn spans(
    text: &str,
    codable: &[Codable],
    places: &[Place],
    said: &Said,
) -> BTreeMap<u32, Vec<Range<usize>>> {
    let mut all = BTreeMap::new();
    for (code, ranges) in said.by_code() {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for range in ranges {
            let mut own: Option<Range<usize>> = None;
            let from = codable.partition_point(|unit| unit.bytes.end <= range.start);
            for (unit, place) in codable.iter().zip(places).skip(from) {
                if unit.bytes.start >= range.end {
                    break;
                }
                let Some(within) = unit.characters_within(text, &range) else { continue };
                let here = place.first + within.start..place.first + within.end;
                own = Some(own.map_or(here.start, |own| own.start)..here.end);
            }
            spans.extend(own);
        }
        all.insert(code, spans);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::units::codable;
    use super::*;
    use crate::text::language::Language;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    /// What two coders gave in an interview of one answer of two sentences and one of one.
    fn two(grain: Grain, overlap: Overlap) -> DoubleCoded {
        let mut builder = Builder::written();
        for (speaker, words) in [("I", "How so?"), ("P", "I hope. I fear it."), ("P", "Well.")] {
            builder.push(Some(speaker), words, (None, None));
        }
        let transcript = builder.finish();
        let known = Known { interviewers: ["i".to_owned()].into(), ..Known::default() };
        let cast = Cast::of(&transcript, &known);
        let at = |words: &str| {
            let start = transcript.text.find(words).unwrap();
            start..start + words.len()
        };
        let language = Language::for_tag("en");
        let units = codable(&transcript, &cast, grain, &language, &|_| true);
        let ana =
            Said { spans: vec![(0, at("hope")), (1, at("I fear it."))], done: said::Done::All };
        let asked = 3..at("I hope.").end;
        let ben = Said { spans: vec![(0, asked)], done: said::Done::Parts(Vec::new()) };
        let looking = Looking { grain, overlap, words: true };
        DoubleCoded::of(&transcript, &cast, &units, &[ana, ben], looking)
    }

    fn held(all: &DoubleCoded, coder: usize, code: u32) -> Vec<usize> {
        let given = all.given[coder].get(&code).map(Vec::as_slice).unwrap_or_default();
        given.iter().filter(|given| given.holds).map(|given| given.unit).collect()
    }

    #[test]
    fn a_unit_that_was_neither_coded_nor_read_is_missing() {
        let turns = two(Grain::Turn, Overlap::Any);
        assert_eq!(turns.units.len(), 2);
        assert_eq!((held(&turns, 0, 0), held(&turns, 1, 0)), (vec![0], vec![0]));
        assert_eq!(turns.looked, [vec![true, true], vec![true, false]]);
        let sentences = two(Grain::Sentence, Overlap::Any);
        assert_eq!(sentences.looked[1], [true, false, false]);
        assert_eq!((sentences.units[1].turn, sentences.units[1].number), (2, 2));
        assert_eq!(sentences.units[1].words, "I fear it.");
        assert_eq!(sentences.given[0][&1][0].words, "I fear it.");
    }

    #[test]
    fn a_majority_is_at_least_half() {
        let turns = two(Grain::Turn, Overlap::Majority);
        assert_eq!(held(&turns, 0, 0), Vec::<usize>::new(), "4 of 14 visible characters");
        assert_eq!(held(&turns, 0, 1), [0], "8 of 14");
        assert_eq!(turns.looked[1], [true, false], "it was read all the same");
    }

    #[test]
    fn characters_are_those_of_who_answers() {
        let all = two(Grain::Char, Overlap::Any);
        assert_eq!(all.length, 18 + 5);
        let first = |coder: usize| all.spans[coder][&0].first().cloned();
        assert_eq!((first(0), first(1)), (Some(2..6), Some(0..7)));
    }
}
