//! A transcript with its codes as tiers for ELAN (`.eaf`, format 3.0).
//!
//! In comes a transcript with times and its passages; out comes XML: a tier a speaker with the
//! turns, and a tier a code with the words that carry it. A passage begins and ends with the captions
//! that it touches, or with its turns where there are none. Two annotations of one tier cannot
//! overlap: what would goes to a further tier. Without any time there is nothing to write.

use std::collections::BTreeMap;

use super::passage::{CodedText, Passage};
use crate::report::escape;
use crate::transcript::{Transcript, Turn};

/// How long something lasts of which only the beginning is known.
const MOMENT: u32 = 1_000;

/// An annotation: begin, end, words.
type Annotation = (u32, u32, String);

/// Tiers: name, coder and whether it holds codes; with their annotations.
#[derive(Default)]
struct Tiers(Vec<(String, String, bool, Vec<Annotation>)>);

/// The file, and how many passages have no time; none where no turn has one.
pub fn tiers(text: &CodedText) -> Option<(String, usize)> {
    let transcript = &text.transcript;
    let times = times(transcript);
    if times.iter().all(Option::is_none) {
        return None;
    }
    let mut tiers = Tiers::default();
    for (turn, time) in transcript.turns.iter().zip(&times) {
        let Some((start, end)) = *time else { continue };
        let speaker = transcript.speaker(turn).unwrap_or("-");
        tiers.add(speaker, "", false, (start, end, transcript.reading_text(turn).into_owned()));
    }
    let mut coders: BTreeMap<&str, usize> = BTreeMap::new();
    for passage in &text.passages {
        *coders.entry(&passage.coder).or_default() += 1;
    }
    let mut lost = 0;
    let mut timed: Vec<(&str, &str, Annotation)> = Vec::new();
    for passage in &text.passages {
        match place(transcript, &times, passage) {
            Some((start, end)) => {
                let said = transcript.text.get(passage.range()).unwrap_or_default();
                let note = passage.note.as_deref().map(|note| format!(" [{note}]"));
                let words = format!("{said}{}", note.unwrap_or_default());
                timed.push((&passage.code, &passage.coder, (start, end, words)));
            }
            None => lost += 1,
        }
    }
    timed.sort();
    for (code, coder, annotation) in timed {
        let name = match coders.len() {
            1 => code.to_owned(),
            _ => format!("{code} ({coder})"),
        };
        tiers.add(&name, coder, true, annotation);
    }
    Some((tiers.xml(), lost))
}

/// When each turn begins and ends. One without an end lasts until the next begins.
fn times(transcript: &Transcript) -> Vec<Option<(u32, u32)>> {
    let starts: Vec<Option<u32>> = transcript.turns.iter().map(|turn| turn.start_ms).collect();
    let after = |place: usize| starts.iter().skip(place + 1).flatten().next().copied();
    let time = |(place, turn): (usize, &Turn)| {
        let start = turn.start_ms?;
        let end = turn.end_ms.or_else(|| after(place)).unwrap_or(start.saturating_add(MOMENT));
        Some((start, end.max(start.saturating_add(1))))
    };
    transcript.turns.iter().enumerate().map(time).collect()
}

/// When a passage begins and ends.
fn place(
    transcript: &Transcript,
    times: &[Option<(u32, u32)>],
    passage: &Passage,
) -> Option<(u32, u32)> {
    let mut whole: Option<(u32, u32)> = None;
    let mut widen = |start: u32, end: u32| {
        let (first, last) = whole.unwrap_or((start, end));
        whole = Some((first.min(start), last.max(end)));
    };
    for (turn, time) in transcript.turns.iter().zip(times) {
        let reading = transcript.reading(turn);
        let extent = reading.extent();
        if extent.end <= passage.start || extent.start >= passage.end {
            continue;
        }
        let cues = turn.extra.as_ref().map(|extra| extra.cues.as_slice()).unwrap_or_default();
        let mut found = false;
        for (number, cue) in cues.iter().enumerate() {
            let until = cues.get(number + 1).map_or(reading.text().len(), |next| next.at as usize);
            let from = reading.canonical(cue.at as usize);
            let until = reading.canonical(until);
            if from < passage.end && until > passage.start {
                widen(cue.start_ms, cue.end_ms.max(cue.start_ms.saturating_add(1)));
                found = true;
            }
        }
        if let Some((start, end)) = time.filter(|_| !found) {
            widen(start, end);
        }
    }
    whole
}

impl Tiers {
    /// Adds an annotation to the first tier of that name that has room.
    fn add(&mut self, name: &str, coder: &str, is_code: bool, annotation: Annotation) {
        let (start, end, _) = annotation;
        for number in 1.. {
            let name = if number == 1 { name.to_owned() } else { format!("{name} #{number}") };
            let Some(tier) = self.0.iter_mut().find(|tier| tier.0 == name && tier.2 == is_code)
            else {
                let is_taken = self.0.iter().any(|tier| tier.0 == name);
                let name = if is_taken { format!("code {name}") } else { name };
                self.0.push((name, coder.to_owned(), is_code, vec![annotation]));
                return;
            };
            if tier.3.iter().all(|(from, until, _)| *until <= start || *from >= end) {
                tier.3.push(annotation);
                return;
            }
        }
    }

    fn xml(&self) -> String {
        let mut moments: Vec<u32> =
            self.0.iter().flat_map(|tier| tier.3.iter().flat_map(|one| [one.0, one.1])).collect();
        moments.sort_unstable();
        moments.dedup();
        let slot = |moment: u32| moments.partition_point(|other| *other < moment) + 1;
        let mut xml = String::from(HEAD);
        xml.push_str("  <TIME_ORDER>\n");
        for (number, moment) in (1..).zip(&moments) {
            let line = format!("TIME_SLOT_ID=\"ts{number}\" TIME_VALUE=\"{moment}\"");
            xml.push_str(&format!("    <TIME_SLOT {line}/>\n"));
        }
        xml.push_str("  </TIME_ORDER>\n");
        let mut number = 0;
        for (name, coder, is_code, annotations) in &self.0 {
            let kind = if *is_code { "code" } else { "turn" };
            let who = match coder.as_str() {
                "" => String::new(),
                coder => format!(" ANNOTATOR=\"{}\"", marked(coder)),
            };
            xml.push_str(&format!(
                "  <TIER LINGUISTIC_TYPE_REF=\"{kind}\" TIER_ID=\"{}\"{who}>\n",
                marked(name)
            ));
            for (start, end, words) in annotations {
                number += 1;
                xml.push_str(&format!(
                    "    <ANNOTATION>\n      <ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a{number}\" \
                     TIME_SLOT_REF1=\"ts{}\" TIME_SLOT_REF2=\"ts{}\">\n        \
                     <ANNOTATION_VALUE>{}</ANNOTATION_VALUE>\n      </ALIGNABLE_ANNOTATION>\n    \
                     </ANNOTATION>\n",
                    slot(*start),
                    slot(*end),
                    marked(words)
                ));
            }
            xml.push_str("  </TIER>\n");
        }
        xml.push_str(TAIL);
        xml
    }
}

fn marked(text: &str) -> String {
    let plain = escape::document(text);
    let plain = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    plain.replace('"', "&quot;")
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<ANNOTATION_DOCUMENT AUTHOR=\"emic\" DATE=\"2000-01-01T00:00:00+00:00\" FORMAT=\"3.0\" VERSION=\"3.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"http://www.mpi.nl/tools/elan/EAFv3.0.xsd\">
  <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\"/>
";

const TAIL: &str = "  <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"turn\" TIME_ALIGNABLE=\"true\"/>
  <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"code\" TIME_ALIGNABLE=\"true\"/>
</ANNOTATION_DOCUMENT>
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;

    #[test]
    fn codes_become_tiers_with_the_times_of_their_turns() {
        let mut builder = Builder::written();
        builder.push(Some("I"), "So?", (Some(0), Some(900)));
        builder.push(Some("P1"), "I was <well> & fine.", (Some(900), None));
        builder.push(Some("P1"), "Then not.", (Some(5000), None));
        let transcript = builder.finish();
        let passage = |code: &str, words: &str| {
            let start = transcript.text.find(words).unwrap();
            let (coder, code) = ("ana".to_owned(), code.to_owned());
            Passage { coder, code, start, end: start + words.len(), ..Passage::default() }
        };
        let passages =
            vec![passage("trust", "<well>"), passage("trust", "fine"), passage("hope", "not")];
        let (xml, lost) = tiers(&CodedText { transcript: transcript.clone(), passages }).unwrap();
        assert_eq!(lost, 0);
        for part in [
            "<TIER LINGUISTIC_TYPE_REF=\"turn\" TIER_ID=\"P1\">",
            "<TIER LINGUISTIC_TYPE_REF=\"code\" TIER_ID=\"hope\" ANNOTATOR=\"ana\">",
            "TIER_ID=\"trust #2\"",
            "<ANNOTATION_VALUE>&lt;well&gt;</ANNOTATION_VALUE>",
            "TIME_SLOT_ID=\"ts3\" TIME_VALUE=\"5000\"",
            "TIME_VALUE=\"6000\"",
        ] {
            assert!(xml.contains(part), "{part}\n{xml}");
        }
        let mut bare = Builder::written();
        bare.push(Some("I"), "So?", (None, None));
        let bare = CodedText { transcript: bare.finish(), passages: Vec::new() };
        assert!(tiers(&bare).is_none());
    }
}
