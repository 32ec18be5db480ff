//! Fields of a written account: `Who: me`, `**Where:** laundry`, `What happened: …`.
//!
//! They look like speakers' labels and name nobody. In come labels, out comes whether they are
//! fields; in comes a text, out come the lines that each begin one, so that they are not joined as
//! the lines of a wrapped paragraph are.

use std::collections::BTreeSet;

use super::label;
use super::label_words::{base, is_known};
use super::lines::lines;
use super::{dates, prose};

/// First words of questions that a form asks: `What happened`, `With whom`.
const ASKED: [&str; 8] = ["who", "whom", "with", "where", "when", "what", "why", "how"];

/// Other words that head a field and are nobody's name.
const HEADED: [&str; 26] = [
    "action",
    "actions",
    "activity",
    "aim",
    "background",
    "context",
    "emotion",
    "emotions",
    "event",
    "evaluation",
    "feeling",
    "feelings",
    "goal",
    "learning",
    "mood",
    "next",
    "outcome",
    "people",
    "place",
    "reflection",
    "result",
    "setting",
    "situation",
    "task",
    "thought",
    "thoughts",
];

/// The most words and characters of a field's name.
const LONGEST: (usize, usize) = (5, 40);

/// Whether a label heads a field and is nobody's name.
pub(super) fn is_field(label: &str) -> bool {
    let lower = label.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    ASKED.contains(&first) || HEADED.contains(&lower.as_str())
}

/// Whether the labels of a text, each with how often it occurs, are fields. They are if they come
/// equally often, nobody's label is among them and a field is; `**bold**` ones are, too, if there are
/// three or more that come once: in a talk somebody speaks twice.
pub(super) fn are_fields<'l>(
    labels: impl Iterator<Item = (&'l str, usize)>,
    is_bold: bool,
) -> bool {
    let mut all = 0;
    let mut fields = 0;
    let mut times = BTreeSet::new();
    for (label, lines) in labels {
        if is_known(base(label)) {
            return false;
        }
        all += 1;
        fields += usize::from(is_field(label));
        times.insert(lines);
    }
    let are_even = times.len() == 1;
    are_even && (all >= 2 && fields >= 1 || all >= 3 && is_bold && times.contains(&1))
}

/// Whether a line begins a field: a few words with a capital before a colon.
fn begins(line: &str) -> bool {
    label::find(line, false).is_some_and(|found| {
        let name = found.label;
        !name.contains(['.', '?', '!', ',', '\t'])
            && name
                .chars()
                .next()
                .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
            && name.split_whitespace().count() <= LONGEST.0
            && name.chars().count() <= LONGEST.1
    })
}

/// Where the lines start that begin a further field, in paragraphs that begin with one. Headings and
/// dates end a paragraph as blank lines do.
pub(super) fn starts(text: &str, from: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    // The fields of the paragraph that is passed: none if its first line begins none.
    let mut block: Option<Vec<usize>> = Some(Vec::new());
    let mut is_first = true;
    let mut keep = |block: Option<Vec<usize>>| {
        starts.extend(block.unwrap_or_default().into_iter().skip(1));
    };
    for line in lines(text, from) {
        let line = line.trimmed();
        let ends = line.text.is_empty()
            || prose::heading(line).is_some()
            || line.text.len() <= 50 && dates::is_date_line(line.text);
        if ends {
            keep(block.replace(Vec::new()));
            is_first = true;
            continue;
        }
        match &mut block {
            Some(fields) if begins(line.text) => fields.push(line.start),
            Some(_) if is_first => block = None,
            _ => {}
        }
        is_first = false;
    }
    keep(block);
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::{Options, read};

    #[test]
    fn fields_come_equally_often_and_name_nobody() {
        let are = |labels: &[(&str, usize)], is_bold| are_fields(labels.iter().copied(), is_bold);
        assert!(are(&[("Who", 1), ("Where", 1), ("Important", 1)], false));
        assert!(are(&[("Mood", 4), ("Best bit", 4)], false));
        assert!(are(&[("Best", 1), ("Worst", 1), ("Odd", 1)], true));
        for talk in [
            &[("Best", 1), ("Worst", 1)][..],
            &[("Mara", 1), ("Odell", 2), ("Pat", 1)],
            &[("Where", 1), ("P1", 1), ("I", 1)],
            &[],
        ] {
            assert!(!are(talk, true), "{talk:?}");
        }
        assert!(!are(&[("Ana", 1), ("Ben", 1), ("Cleo", 1)], false));
    }

    fn turns(text: &str, path: &str) -> (&'static str, Vec<String>) {
        let transcript = read(text.as_bytes(), path, &Options::default()).unwrap();
        assert!(transcript.speakers.is_empty(), "{:?}", transcript.speakers);
        let words = transcript.turns.iter().map(|turn| transcript.reading_text(turn).into_owned());
        (transcript.format, words.collect())
    }

    #[test]
    fn bold_fields_are_no_speakers() {
        let text = "# Friday\n\n**Who:** me and a resident\n\n**Where:** laundry\n\n\
                    **What happened:** She sat\non the floor.\n\n**Why it mattered**: It did.\n";
        let words = "Friday\n\nWho: me and a resident\n\nWhere: laundry\n\n\
                     What happened: She sat on the floor.\n\nWhy it mattered: It did.";
        assert_eq!(turns(text, "d.md"), ("plain", vec![words.to_owned()]));
        let twice = format!("{text}\n{}", text.replace("Friday", "Sunday"));
        let words = format!("{words}\n\n{}", words.replace("Friday", "Sunday"));
        assert_eq!(turns(&twice, "d.md"), ("plain", vec![words]));
    }

    #[test]
    fn fields_on_lines_of_their_own_stay_apart() {
        let text =
            "Who: me\nWhere: laundry,\nabout two\nWhat happened: She sat.\n\nSo: yes\nand no.\n";
        let words =
            "Who: me\n\nWhere: laundry, about two\n\nWhat happened: She sat.\n\nSo: yes and no.";
        assert_eq!(turns(text, "d.txt"), ("plain", vec![words.to_owned()]));
        let wrapped =
            "It was late and so I said to her\nOne thing: go home. And then\nAnother: stay.\n";
        let words = "It was late and so I said to her One thing: go home. And then Another: stay.";
        assert_eq!(turns(wrapped, "d.txt"), ("plain", vec![words.to_owned()]));
    }

    #[test]
    fn entries_of_a_diary_have_headings_and_fields() {
        let text =
            "2 March 2026\n## Morning\nWho: me\nWhere: here\n\n3 March 2026\nWho: me\nRest.\n";
        let entries = ["Morning\n\nWho: me\n\nWhere: here".to_owned(), "Who: me Rest.".to_owned()];
        assert_eq!(turns(text, "d.md"), ("diary", entries.to_vec()));
    }
}
