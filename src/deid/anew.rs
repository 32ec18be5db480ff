//! One transcript, written anew with everything replaced.
//!
//! In come a transcript and its finder, out come the file that will stand in the new study and the
//! map of positions. Plain text and Markdown stay what they are, in UTF-8. Other formats are written
//! as WebVTT where turns have times, as a log of activities, as a table with a row a turn or as plain
//! text; the first that is read back as the same canonical text with the same turns is taken. So
//! positions hold whatever the format is.

use super::find::{Finder, Place};
use super::replace::Replaced;
use super::said::{Find, edits, finds};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::read::{Options, read};

/// A transcript in its new form.
#[derive(Clone, Debug)]
pub struct Anew {
    /// The ending of its file.
    pub ending: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// The canonical text, and where every position went.
    pub replaced: Replaced,
    /// What was found.
    pub finds: Vec<Find>,
    /// Whether times of turns were lost with the format.
    pub lost_times: bool,
    /// Whether the format is another than it was.
    pub is_other_format: bool,
}

/// How near a file that is read back is to what it was written from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Same {
    No,
    Words,
    Times,
}

/// Writes a transcript anew. `options` are those of the new study.
pub fn transcript(
    old: &Transcript,
    finder: &Finder,
    options: &Options,
) -> Result<Anew, Diagnostic> {
    let finds = finds(old, finder);
    let replaced = Replaced::new(&old.text, edits(&finds));
    let expected = Expected::new(old, finder, &replaced);
    let ending = old.path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let mut best: Option<(Same, &'static str, String)> = None;
    for (ending, text) in candidates(&expected, &ending, finder) {
        let same = expected.compare(&text, ending, options);
        if same > best.as_ref().map_or(Same::No, |best| best.0) {
            best = Some((same, ending, text));
        }
        if same == Same::Times {
            break;
        }
    }
    match best {
        Some((same, new, text)) => Ok(Anew {
            ending: new,
            bytes: text.into_bytes(),
            replaced,
            finds,
            lost_times: same != Same::Times,
            is_other_format: new != ending,
        }),
        None => Err(Diagnostic::error("this transcript would be read otherwise after replacing")
            .in_file(old.path.clone())
            .help("a pseudonym or a date may change what is taken for a label or an entry")
            .help("`--dates shift` keeps entries of diaries; letters and digits keep labels")
            .help(
                "of a document: save it as plain text with a label before every turn, and use that",
            )),
    }
}

/// What the new file must be read as.
struct Expected<'t> {
    old: &'t Transcript,
    text: &'t str,
    /// Labels and words of the turns.
    turns: Vec<(Option<String>, String)>,
}

impl<'t> Expected<'t> {
    fn new(old: &'t Transcript, finder: &Finder, replaced: &'t Replaced) -> Self {
        let turn = |turn: &crate::transcript::Turn| {
            let label = old.speaker(turn).map(|label| finder.replace(label, Place::Name));
            (label, finder.replace(&old.reading_text(turn), Place::Words))
        };
        Expected { old, text: &replaced.text, turns: old.turns.iter().map(turn).collect() }
    }

    fn compare(&self, text: &str, ending: &str, options: &Options) -> Same {
        let name = format!("{}.{ending}", self.old.id);
        let Ok(new) = read(text.as_bytes(), &name, options) else { return Same::No };
        if new.text != self.text || new.turns.len() != self.turns.len() {
            return Same::No;
        }
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        let mut same = Same::Times;
        for ((turn, old), (label, words)) in new.turns.iter().zip(&self.old.turns).zip(&self.turns)
        {
            let is_said = new.speaker(turn) == label.as_deref()
                && dense(&new.reading_text(turn)) == dense(words)
                && new.is_private(turn) == self.old.is_private(old);
            let minutes = |turn: &crate::transcript::Turn| {
                turn.extra.as_ref().and_then(|extra| extra.log.as_ref()?.minutes)
            };
            if !is_said || minutes(turn) != minutes(old) {
                return Same::No;
            }
            if (turn.start_ms, turn.end_ms) != (old.start_ms, old.end_ms) {
                same = Same::Words;
            }
        }
        same
    }
}

/// The files that it may become, the most faithful first.
fn candidates(
    expected: &Expected<'_>,
    ending: &str,
    finder: &Finder,
) -> Vec<(&'static str, String)> {
    let plain = || expected.text.to_owned();
    let mut all = match ending {
        "md" => vec![("md", plain())],
        "txt" => vec![("txt", plain())],
        _ => Vec::new(),
    };
    let turns = &expected.old.turns;
    if turns.iter().any(|turn| turn.extra.as_ref().is_some_and(|extra| extra.log.is_some())) {
        all.push(("csv", log(expected, finder)));
    }
    if turns.iter().any(|turn| turn.start_ms.is_some()) {
        all.push(("vtt", captions(expected)));
    }
    all.extend([("txt", plain()), ("csv", rows(expected))]);
    all
}

fn captions(expected: &Expected<'_>) -> String {
    let time = |ms: u32| {
        let (seconds, ms) = (ms / 1000, ms % 1000);
        format!("{:02}:{:02}:{:02}.{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    };
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut text = "WEBVTT\n".to_owned();
    for (turn, (label, words)) in expected.old.turns.iter().zip(&expected.turns) {
        let start = turn.start_ms.unwrap_or_default();
        let end = turn.end_ms.unwrap_or(start);
        let label = label.as_deref().map(|label| format!("<v {}>", escape(label)));
        text.push_str(&format!(
            "\n{} --> {}\n{}{}\n",
            time(start),
            time(end),
            label.unwrap_or_default(),
            escape(words)
        ));
    }
    text
}

fn rows(expected: &Expected<'_>) -> String {
    let has_times = expected.old.turns.iter().any(|turn| turn.start_ms.is_some());
    let mut table = vec![match has_times {
        true => vec!["speaker".to_owned(), "start ms".into(), "end ms".into(), "text".into()],
        false => vec!["speaker".to_owned(), "text".into()],
    }];
    for (turn, (label, words)) in expected.old.turns.iter().zip(&expected.turns) {
        let mut row = vec![label.clone().unwrap_or_default()];
        if has_times {
            let ms = |time: Option<u32>| time.map(|time| time.to_string()).unwrap_or_default();
            row.extend([ms(turn.start_ms), ms(turn.end_ms)]);
        }
        row.push(words.clone());
        table.push(row);
    }
    csv(&table)
}

fn log(expected: &Expected<'_>, finder: &Finder) -> String {
    let mut table = vec![
        ["date", "worker", "activity", "minutes", "client", "notes"].map(str::to_owned).to_vec(),
    ];
    let places = expected.old.turns.iter().zip(&expected.turns);
    for (turn, (label, words)) in places {
        let Some(extra) = &turn.extra else { continue };
        let log = extra.log.clone().unwrap_or_default();
        // What was said is the activity, then the remarks.
        let (activity, notes) = match (&log.activity, &log.notes) {
            (Some(_), Some(_)) => words.split_once("\n\n").unwrap_or(("", words)),
            (Some(_), None) => (words.as_str(), ""),
            _ => ("", words.as_str()),
        };
        let date = extra.date.as_deref().map(|date| finder.replace(date, Place::Words));
        let client = log.client.as_deref().map(|client| finder.replace(client, Place::Name));
        table.push(vec![
            // A day that was left out, or is only a year, is none.
            date.filter(|date| date.matches('-').count() == 2).unwrap_or_default(),
            label.clone().unwrap_or_default(),
            activity.to_owned(),
            log.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            client.unwrap_or_default(),
            notes.to_owned(),
        ]);
    }
    csv(&table)
}

fn csv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| crate::study::separated::written(cell, ',');
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    rows.iter().map(|row| line(row) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::dates::Dates;
    use super::super::key::{Key, parse};
    use super::*;
    use crate::diagnostic::Source;

    /// Each name with a pseudonym of its own.
    fn key() -> Key {
        let text = "surface,replacement\nDana,[S_1]\nMoss Lane,[STREET_1]\nMara Vale,[P01]\n\
                    Mara,[P02]\nZoë,Ruth\n信子,[P03]\n";
        parse(&Arc::new(Source { name: "study.key".into(), text: text.into() })).unwrap()
    }

    fn words() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "hope",
            "Dana",
            "Dana’s",
            "Moss Lane",
            "Mara Vale",
            "Mara",
            "Zoë,",
            "信子",
            "Danas",
            "P02",
            "S_1",
            "[laughs]",
            "(Mara)",
            "I",
            "é.",
            "…",
            "\"Mara?\"",
            "2024-03-04",
        ]);
        prop::collection::vec(word, 1..9).prop_map(|words| words.join(" "))
    }

    #[test]
    fn a_log_stays_a_log() {
        let text = "date,worker,activity,minutes,client,notes\n2024-03-04,Mara,One-on-one,1:30,Dana,\"Dana,\nagain\"\n5 March 2024,Mara,admin,2,,\n,Zoë,,,no,Moss Lane\n";
        let old = read(text.as_bytes(), "t.csv", &Options::default()).unwrap();
        let finder = Finder::new(&key().entries, &[], Dates::Shift(7, None));
        let new = transcript(&old, &finder, &Options::default()).unwrap();
        assert_eq!(
            String::from_utf8(new.bytes).unwrap(),
            "date,worker,activity,minutes,client,notes\n2024-03-11,P02,One-on-one,90,S_1,\"[S_1], again\"\n2024-03-12,P02,admin,2,,\n,Ruth,,,no,[STREET_1]\n"
        );
        assert!(!new.is_other_format && !new.lost_times);
        let finder = Finder::new(&key().entries, &[], Dates::Year);
        let new = transcript(&old, &finder, &Options::default()).unwrap();
        assert!(!String::from_utf8(new.bytes).unwrap().contains("2024"));
    }

    proptest! {
        /// Where each name has a pseudonym of its own and is said as the key writes it, the way back
        /// gives the same text, and every range holds at least what it held. Other forms of a name,
        /// names that share a pseudonym and what patterns found do not come back.
        #[test]
        fn there_and_back(
            turns in prop::collection::vec((prop::sample::select(vec!["I", "Mara", "Mara Vale", "P7"]), words()), 1..6),
            range in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            ending in prop::sample::select(vec!["txt", "md", "csv"]),
        ) {
            let (key, options) = (key(), Options::default());
            let line = |(label, words): &(&str, String)| match ending {
                "csv" => format!("{label},\"{}\"\n", words.replace('"', "\"\"")),
                _ => format!("{label}: {words}\n"),
            };
            let head = if ending == "csv" { "speaker,text\n" } else { "" };
            let text = head.to_owned() + &turns.iter().map(line).collect::<String>();
            let old = read(text.as_bytes(), &format!("t.{ending}"), &options).unwrap();
            let there = Finder::new(&key.entries, &[], Dates::Shift(14, None));
            let new = transcript(&old, &there, &options).unwrap();
            let read_again = read(&new.bytes, &format!("t.{}", new.ending), &options).unwrap();
            prop_assert_eq!(&read_again.text, &new.replaced.text);
            let entries = key.reversed();
            let back = Finder::new(&entries, &[], Dates::Shift(-14, None)).without_patterns();
            let again = transcript(&read_again, &back, &options).unwrap();
            prop_assert_eq!(&again.replaced.text, &old.text);
            let bytes: Vec<usize> =
                old.text.char_indices().map(|(at, _)| at).chain([old.text.len()]).collect();
            let (a, b) = (*range.0.get(&bytes), *range.1.get(&bytes));
            let was = a.min(b)..a.max(b);
            let now = again.replaced.range(new.replaced.range(was.clone()));
            prop_assert!(now.start <= was.start && was.end <= now.end, "{was:?} {now:?}");
        }
    }
}
