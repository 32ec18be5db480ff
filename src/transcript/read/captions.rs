//! Captions to turns: what WebVTT and SubRip have in common.
//!
//! In come cues with times, out come turns. A speaker is a cue's voice or the name before a colon;
//! consecutive cues of one named speaker join with one space and keep their times, cues of nobody
//! stay apart.

use super::label;
use super::label_words;
use super::rolling;
use super::speakers::Speakers;
use crate::diagnostic::Diagnostic;
use crate::transcript::build::Builder;
use crate::transcript::reading::Join;
use crate::transcript::{Cue, Transcript};

/// One caption.
#[derive(Clone, Debug, Default)]
pub(super) struct Caption {
    /// Begin in milliseconds.
    pub(super) start_ms: u32,
    /// End in milliseconds.
    pub(super) end_ms: u32,
    /// Lines, each with the voice that speaks it.
    pub(super) lines: Vec<(Option<String>, String)>,
}

/// The most characters of a name before a colon.
const LONGEST: usize = 60;

/// The share of cues with a name, in per cent, from which a cue without one is nobody's.
const MOSTLY_NAMED: usize = 60;

/// Sentences that speech recognisers invent in silence.
const INVENTED: [&str; 9] = [
    "thank you",
    "thank you for watching",
    "thanks for watching",
    "please subscribe",
    "bye",
    "subtitles by the amara.org community",
    "subtitles by",
    "you",
    "www.mooji.org",
];

/// The name that a line begins with, and its words.
fn name_at(line: &str) -> Option<(&str, &str)> {
    let (name, words) = line.split_once(':')?;
    let name = label::bare(name.trim());
    let is_name = !name.is_empty()
        && name.chars().count() <= LONGEST
        && !name.contains(['<', '>', '['])
        && (words.is_empty() || words.starts_with(char::is_whitespace));
    is_name.then(|| (name, words.trim()))
}

/// Who is named in the cues, and whether a cue without a name goes on with the speaker before.
struct Names {
    labels: Speakers,
    is_every: bool,
}

impl Names {
    fn of(captions: &[Caption], always_goes_on: bool) -> Self {
        let mut labels = Speakers::default();
        let mut named = 0;
        for (number, caption) in captions.iter().enumerate() {
            for (place, (_, line)) in caption.lines.iter().enumerate() {
                if let Some((name, _)) = name_at(line) {
                    labels.count(name, number + 1);
                    named += usize::from(place == 0);
                }
            }
        }
        let is_every = named > 0 && named * 100 >= captions.len() * MOSTLY_NAMED;
        labels.accept(captions.len() * 100, &[], false);
        Names { labels, is_every: is_every && !always_goes_on }
    }

    fn speaker<'l>(&self, line: &'l str) -> Option<(&'l str, &'l str)> {
        name_at(line).filter(|(name, _)| {
            self.labels.speaker(name).is_some()
                || self.is_every
                    && label_words::is_name_like(name)
                    && label_words::may_be_name(name)
                || self.is_every && self.labels.times(name) >= 2
        })
    }
}

/// Makes turns of cues. `always_goes_on` says that a cue without a name never is nobody's once a
/// name was given.
pub(super) fn transcript(captions: Vec<Caption>, always_goes_on: bool, path: &str) -> Transcript {
    let (captions, repeated) = rolling::unrolled(captions);
    let has_voices = captions.iter().any(|caption| caption.lines.iter().any(|(v, _)| v.is_some()));
    let mut transcript = made(captions, has_voices, always_goes_on, path);
    if repeated > 0 {
        let message = format!(
            "{repeated} captions of `{path}` repeat the line before, which is read once: they roll up"
        );
        transcript.notes.push(Diagnostic::note(message).in_file(path));
    }
    transcript
}

/// Makes turns of cues whose speakers are voices alone: a colon in the words is speech.
pub(super) fn with_voices(captions: Vec<Caption>, path: &str) -> Transcript {
    made(captions, true, false, path)
}

fn made(captions: Vec<Caption>, has_voices: bool, always_goes_on: bool, path: &str) -> Transcript {
    let names = Names::of(if has_voices { &[] } else { &captions }, always_goes_on);
    let goes_on = !has_voices && !names.is_every && names.labels.accepted_lines() > 0;
    let mut turns = Turns::default();
    for caption in &captions {
        let mut words = String::new();
        let mut speaker: Option<String> = match goes_on {
            true => turns.speaker.clone(),
            false => None,
        };
        for (voice, line) in &caption.lines {
            let (new, line) = match voice {
                Some(voice) => (Some(voice.as_str()), line.trim()),
                None => match names.speaker(line).filter(|_| !has_voices) {
                    Some((name, rest)) => (Some(name), rest),
                    None => (None, line.trim()),
                },
            };
            if new.is_some() && new != speaker.as_deref() || has_voices && voice.is_none() {
                if !words.is_empty() {
                    turns.say(speaker.as_deref(), &words, caption);
                    words.clear();
                }
                speaker = new.map(str::to_owned);
            }
            for word in line.split_whitespace() {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(word);
            }
        }
        if words.is_empty() {
            // A name alone: what follows is that speaker's.
            turns.speaker = speaker.or(turns.speaker.take());
        } else {
            turns.say(speaker.as_deref(), &words, caption);
        }
    }
    let mut transcript = turns.builder.finish();
    transcript.notes.extend(invented(&transcript, path));
    if transcript.turns.is_empty() {
        transcript
            .notes
            .push(Diagnostic::warning(format!("`{path}` has no caption with words")).in_file(path));
    }
    transcript
}

/// Turns under construction.
#[derive(Default)]
struct Turns {
    builder: Builder,
    /// The speaker who goes on.
    speaker: Option<String>,
    /// The speaker of the last turn.
    last: Option<String>,
    /// Bytes of the last turn's reading text.
    length: usize,
}

impl Turns {
    fn say(&mut self, speaker: Option<&str>, words: &str, caption: &Caption) {
        let is_same = speaker.is_some() && self.last.as_deref() == speaker;
        let (start_ms, end_ms) = (caption.start_ms, caption.end_ms);
        if is_same {
            self.builder.append(Join::Space, words);
            let first = self.builder.last_turn().map(|turn| {
                let first = (turn.start_ms.unwrap_or(0), turn.end_ms.unwrap_or(0));
                turn.end_ms = Some(end_ms);
                first
            });
            let at = (self.length + 1) as u32;
            if let (Some(extra), Some(first)) = (self.builder.last_extra(), first) {
                if extra.cues.is_empty() {
                    extra.cues.push(Cue { at: 0, start_ms: first.0, end_ms: first.1 });
                }
                extra.cues.push(Cue { at, start_ms, end_ms });
            }
            self.length += 1 + words.len();
        } else {
            self.builder.push(speaker, words, (Some(start_ms), Some(end_ms)));
            self.length = words.len();
        }
        self.last = speaker.map(str::to_owned);
        self.speaker.clone_from(&self.last);
    }
}

/// The note on sentences that recognisers are known to invent, where nobody is named.
pub(super) fn invented(transcript: &Transcript, path: &str) -> Option<Diagnostic> {
    if !transcript.speakers.is_empty() {
        return None;
    }
    let is_stock = |words: &str| {
        let bare = words.to_lowercase();
        INVENTED.contains(&bare.trim_matches(|c: char| !c.is_alphanumeric()))
    };
    let places: Vec<String> = transcript
        .turns
        .iter()
        .enumerate()
        .filter(|(_, turn)| is_stock(&transcript.reading_text(turn)))
        .map(|(number, _)| (number + 1).to_string())
        .collect();
    let shown = places.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
    (!places.is_empty()).then(|| {
        Diagnostic::note(format!(
            "{} of the turns in `{path}` are sentences that speech recognisers invent in silence: turn {shown}",
            places.len()
        ))
        .in_file(path)
        .help("listen to them before you code; nothing was left out")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cues: &[&str], always_goes_on: bool) -> Vec<String> {
        let captions = cues
            .iter()
            .enumerate()
            .map(|(number, text)| Caption {
                start_ms: number as u32 * 1000,
                end_ms: number as u32 * 1000 + 900,
                lines: text.lines().map(|line| (None, line.to_owned())).collect(),
            })
            .collect();
        let transcript = transcript(captions, always_goes_on, "t.vtt");
        let show = |turn| {
            let speaker = transcript.speaker(turn).unwrap_or("");
            format!("{speaker}|{}", transcript.reading_text(turn))
        };
        transcript.turns.iter().map(show).collect()
    }

    #[test]
    fn where_most_cues_name_somebody_the_others_are_nobodys() {
        assert_eq!(
            of(&["Mara: So?", "Mara: How was it?", "Odell: Long: very.", "Hm", "Mara: Ah."], false),
            ["Mara|So? How was it?", "Odell|Long: very.", "|Hm", "Mara|Ah."]
        );
    }

    #[test]
    fn where_only_changes_are_named_the_speaker_goes_on() {
        let cues =
            ["Doctor: So", "how was", "it?", "Patient: Long", "and dull.", "Doctor: Ah.", "Oh."];
        let joined = ["Doctor|So how was it?", "Patient|Long and dull.", "Doctor|Ah. Oh."];
        assert_eq!(of(&["Hm", "Hm"], false), ["|Hm", "|Hm"]);
        assert_eq!(
            of(&["Doctor: a", "b", "Doctor: c", "d", "Ann: e", "f", "g", "Ann: h", "i"], false),
            ["Doctor|a b c d", "Ann|e f g h i"]
        );
        let more = [&cues[..], &["Patient: Bye."]].concat();
        assert_eq!(of(&more, true)[..3], joined);
    }

    #[test]
    fn names_may_stand_in_brackets() {
        let cues = ["[SPEAKER_00]: So?", "[SPEAKER_01]: It was", "[Music: loud] long."];
        assert_eq!(
            of(&cues, false),
            ["SPEAKER_00|So?", "SPEAKER_01|It was", "|[Music: loud] long."]
        );
    }

    #[test]
    fn one_cue_may_hold_two_speakers() {
        assert_eq!(
            of(&["Ann: Yes?\nBen: No.", "Ann: Oh.", "Ben: Well."], true),
            ["Ann|Yes?", "Ben|No.", "Ann|Oh.", "Ben|Well."]
        );
    }

    #[test]
    fn joined_cues_keep_their_times() {
        let line = |text: &str| vec![(Some("Ann".to_owned()), text.to_owned())];
        let captions = vec![
            Caption { start_ms: 0, end_ms: 900, lines: line("Né?") },
            Caption { start_ms: 1000, end_ms: 1900, lines: line("Oh.") },
        ];
        let transcript = transcript(captions, false, "t.vtt");
        let turn = &transcript.turns[0];
        assert_eq!((turn.start_ms, turn.end_ms), (Some(0), Some(1900)));
        let cues = &turn.extra.as_ref().unwrap().cues;
        assert_eq!(cues[1], Cue { at: 5, start_ms: 1000, end_ms: 1900 });
        assert_eq!(&transcript.reading_text(turn)[5..], "Oh.");
        assert_eq!(transcript.text, "Ann: Né? Oh.");
    }
}
