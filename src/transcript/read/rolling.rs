//! Captions that roll: every cue repeats the line before and adds one, as YouTube's automatic
//! captions do.
//!
//! In come cues, out come the same cues with each line once, if at least half of them begin with the
//! last line of the cue before. Elsewhere a line that comes twice was said twice.

use super::captions::Caption;

/// The fewest cues of which rolling can be told.
const FEWEST: usize = 4;

/// The cues without the lines that they repeat, and how many lines that were.
pub(super) fn unrolled(mut captions: Vec<Caption>) -> (Vec<Caption>, usize) {
    for caption in &mut captions {
        caption.lines.retain(|(_, line)| !line.trim().is_empty());
    }
    captions.retain(|caption| !caption.lines.is_empty());
    let repeats = |pair: &&[Caption]| repeats(pair[0].lines.last(), &pair[1]);
    let repeated = captions.windows(2).filter(repeats).count();
    let grows = |pair: &&[Caption]| repeats(pair) && pair[1].lines.len() > 1;
    let grown = captions.windows(2).filter(grows).count();
    if captions.len() < FEWEST || repeated * 2 < captions.len() || grown * 4 < captions.len() {
        return (captions, 0);
    }
    let mut before = None;
    for caption in &mut captions {
        let last = caption.lines.last().cloned();
        if self::repeats(before.as_ref(), caption) {
            caption.lines.remove(0);
        }
        before = last;
    }
    captions.retain(|caption| !caption.lines.is_empty());
    (captions, repeated)
}

/// Whether a cue begins with a line.
fn repeats(line: Option<&(Option<String>, String)>, caption: &Caption) -> bool {
    let first = caption.lines.first();
    line.zip(first).is_some_and(|((voice, line), (new_voice, new))| {
        voice == new_voice && line.trim() == new.trim()
    })
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    fn turns(cues: &[&str]) -> (Vec<String>, usize) {
        let cue = |(number, text): (usize, &&str)| {
            format!("00:0{number}.000 --> 00:0{number}.900\n{text}\n\n")
        };
        let cues: String = cues.iter().enumerate().map(cue).collect();
        let text = format!("WEBVTT\n\n{cues}");
        let transcript = read(text.as_bytes(), "t.vtt", &Options::default()).unwrap();
        let words = |turn| transcript.reading_text(turn).into_owned();
        (transcript.turns.iter().map(words).collect(), transcript.notes.len())
    }

    #[test]
    fn what_rolls_up_is_read_once() {
        let cues = [
            "so<c> today</c>",
            "so today",
            "so today\nwe<c> talk</c>",
            "we talk",
            "we talk\nand so",
        ];
        let (words, notes) = turns(&cues);
        assert_eq!((words.join(" "), notes), ("so today we talk and so".to_owned(), 1));
    }

    #[test]
    fn what_is_said_twice_stays() {
        let (words, notes) = turns(&["Yes.", "Yes.", "No.", "Well."]);
        assert_eq!((words.len(), notes), (4, 0));
        assert_eq!(turns(&["Yes.", "Yes.", "Yes.", "Yes."]).0.len(), 4);
    }
}
