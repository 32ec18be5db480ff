//! Praat TextGrids, long and short (Praat manual, "TextGrid file formats").
//!
//! In comes the text, out comes a turn an interval that says something, by the names of the tiers.
//! Point tiers, and tiers of words, syllables and phones beside one of utterances, are not read; that
//! is told. As Praat does, only strings, numbers and flags that stand free are looked at.

use super::Reader;
use super::input::Input;
use super::tiers::{self, Interval, Tier};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Praat.
pub(super) struct TextGrid;

/// Names of tiers whose intervals are parts of utterances.
const PARTS: [&str; 12] = [
    "phone",
    "phones",
    "phoneme",
    "phonemes",
    "segment",
    "segments",
    "syllable",
    "syllables",
    "word",
    "words",
    "maus",
    "kan",
];

impl Reader for TextGrid {
    fn name(&self) -> &'static str {
        "textgrid"
    }

    fn about(&self) -> &'static str {
        "Praat TextGrids, long and short: a tier a speaker"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["textgrid"]
    }

    fn recognises(&self, input: &Input) -> bool {
        let mut lines = input.first_lines();
        lines.next().is_some_and(|line| line.contains("\"ooTextFile")) && {
            lines.next().is_some_and(|line| line.contains("\"TextGrid\""))
        }
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let Some(tiers) = tiers_of(input.text()) else {
            return Err(Diagnostic::error(format!("`{path}` is a damaged TextGrid or cut off"))
                .in_file(path)
                .help("open it in Praat and save it as a text file"));
        };
        let is_part = |name: &str| {
            let name = name.trim().trim_matches('"').to_lowercase();
            PARTS.contains(&name.as_str())
        };
        let is_read = |tier: &Written| {
            !tier.is_points
                && tier.intervals.iter().any(|interval| !interval.text.trim().is_empty())
        };
        let has_whole = tiers.iter().any(|tier| is_read(tier) && !is_part(&tier.name));
        let (mut read, mut left_out) = (Vec::new(), Vec::new());
        for tier in tiers {
            if tier.is_points || has_whole && is_part(&tier.name) {
                left_out.push(tier.name);
            } else {
                read.push(Tier { speaker: tier.name, intervals: tier.intervals });
            }
        }
        Ok(tiers::transcript(read, &left_out, path))
    }
}

/// A tier as it is written.
struct Written {
    name: String,
    is_points: bool,
    intervals: Vec<Interval>,
}

/// The tiers of a file; nothing where it is damaged.
fn tiers_of(text: &str) -> Option<Vec<Written>> {
    let mut values = Values { rest: text };
    // The two headers, and the times of the whole.
    for _ in 0..2 {
        values.string()?;
    }
    values.span()?;
    if values.next()? != Value::Flag("<exists>") {
        return Some(Vec::new());
    }
    let mut tiers = Vec::new();
    for _ in 0..count(values.number()?) {
        let is_points = match values.string()?.as_str() {
            "IntervalTier" => false,
            "TextTier" => true,
            _ => return None,
        };
        let name = values.string()?;
        values.span()?;
        let mut intervals = Vec::new();
        for _ in 0..count(values.number()?) {
            let start = values.number()?;
            let end = if is_points { start } else { values.number()? };
            let text = values.string()?;
            intervals.push(Interval {
                order: ms(start),
                start_ms: Some(ms(start)),
                end_ms: Some(ms(end)),
                text,
            });
        }
        tiers.push(Written { name, is_points, intervals });
    }
    Some(tiers)
}

/// A cast from floating point saturates, and makes zero of what is no number.
fn count(number: f64) -> usize {
    number as usize
}

fn ms(seconds: f64) -> u32 {
    (seconds * 1000.0).round() as u32
}

/// What Praat looks at.
#[derive(Debug, PartialEq)]
enum Value<'t> {
    Text(String),
    Number(f64),
    Flag(&'t str),
}

/// The values of a file, one after the other.
struct Values<'t> {
    rest: &'t str,
}

impl<'t> Values<'t> {
    fn string(&mut self) -> Option<String> {
        match self.next()? {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::Flag(_) => None,
        }
    }

    fn number(&mut self) -> Option<f64> {
        match self.next()? {
            Value::Number(number) => Some(number),
            Value::Text(_) | Value::Flag(_) => None,
        }
    }

    /// Begin and end of the whole, which the intervals tell as well.
    fn span(&mut self) -> Option<()> {
        self.number()?;
        self.number().map(|_| ())
    }

    /// A string in quotes, in which a quote is written twice.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut rest = self.rest.get(1..)?;
        loop {
            let (before, after) = rest.split_once('"')?;
            text.push_str(before);
            match after.strip_prefix('"') {
                Some(more) => {
                    text.push('"');
                    rest = more;
                }
                None => {
                    self.rest = after;
                    return Some(text);
                }
            }
        }
    }
}

impl<'t> Iterator for Values<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next()? {
                '"' => return self.quoted().map(Value::Text),
                '!' => self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest),
                _ => {
                    let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
                    let (word, rest) = self.rest.split_at_checked(end)?;
                    self.rest = rest;
                    if word.starts_with('<') {
                        return Some(Value::Flag(word));
                    }
                    let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
                    if let Some(number) = word.parse().ok().filter(|_| is_number) {
                        return Some(Value::Number(number));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    fn of(text: &str) -> crate::transcript::Transcript {
        let transcript = read(text.as_bytes(), "t.TextGrid", &Options::default()).unwrap();
        assert_eq!(transcript.format, "textgrid");
        transcript
    }

    #[test]
    fn long_and_short_forms_say_the_same() {
        let long = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = 5 \n\
            tiers? <exists> \nsize = 3 \nitem []: \n    item [1]:\n class = \"IntervalTier\" \n\
            name = \"Mara\" \nxmin = 0 \nxmax = 5 \nintervals: size = 2 \nintervals [1]:\n\
            xmin = 0 \nxmax = 1.5 \ntext = \"So \"\"what\"\"\n5?\" \nintervals [2]:\nxmin = 1.5\n\
            xmax = 5\ntext = \"\"\nitem [2]:\nclass = \"IntervalTier\"\nname = \"Odell\"\nxmin = 0\n\
            xmax = 5\nintervals: size = 1\nintervals [1]:\nxmin = 1\nxmax = 5\ntext = \"Dull.\"\n\
            item [3]:\nclass = \"TextTier\"\nname = \"tones\"\nxmin = 0\nxmax = 5\npoints: size = 1\n\
            points [1]:\nnumber = 2\nmark = \"H*\"\n";
        let short = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n5\n<exists>\n3\n\
            \"IntervalTier\"\n\"Mara\"\n0\n5\n2\n0\n1.5\n\"So \"\"what\"\"\n5?\"\n1.5\n5\n\"\"\n\
            \"IntervalTier\"\n\"Odell\"\n0\n5\n1\n1\n5\n\"Dull.\"\n\"TextTier\" \"tones\" 0 5 1 2 \"H*\"\n";
        for text in [long, short] {
            let transcript = of(text);
            assert_eq!(transcript.text, "Mara: So \"what\" 5?\nOdell: Dull.");
            assert_eq!(transcript.turns[1].start_ms, Some(1000));
            assert!(transcript.notes[0].message.contains("`tones`"));
        }
    }

    #[test]
    fn a_cut_file_is_an_error() {
        let text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n5\n<exists>\n99999999999\n";
        assert!(read(text.as_bytes(), "t.TextGrid", &Options::default()).is_err());
    }
}
