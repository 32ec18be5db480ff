//! Whisper and WhisperX: JSON with `segments`, each with begin, end and text.
//!
//! In comes the JSON, out comes a turn a segment; where WhisperX names speakers, consecutive
//! segments of one join. A segment whose `no_speech_prob` is above 0.6 is marked as doubtful, a
//! sentence that such programs invent in silence is told, and nothing is left out.

use serde::Deserialize;

use super::Reader;
use super::captions::{self, Caption};
use super::input::Input;
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Whisper's JSON.
pub(super) struct Whisper;

/// The probability of silence above which a segment is doubtful.
const DOUBTFUL: f64 = 0.6;

/// What is read of the file.
#[derive(Deserialize)]
struct File {
    segments: Vec<Segment>,
}

/// What is read of a segment.
#[derive(Deserialize)]
struct Segment {
    start: Option<f64>,
    end: Option<f64>,
    #[serde(default)]
    text: String,
    speaker: Option<String>,
    no_speech_prob: Option<f64>,
}

impl Reader for Whisper {
    fn name(&self) -> &'static str {
        "whisper"
    }

    fn about(&self) -> &'static str {
        "JSON of Whisper and WhisperX"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn recognises(&self, input: &Input) -> bool {
        let text = input.after_front().trim_start();
        text.starts_with('{') && memchr::memmem::find(text.as_bytes(), b"\"segments\"").is_some()
            || text.starts_with('[') && segments(text).is_ok_and(|segments| !segments.is_empty())
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let text = input.take_text();
        let segments = segments(&text).map_err(|error| {
            Diagnostic::error(format!(
                "`{path}` is no JSON of Whisper: {}",
                reason(&error.to_string())
            ))
            .in_file(path)
            .help("it needs `segments`, a list of objects with `start`, `end` and `text`")
        })?;
        Ok(transcript(segments, path))
    }
}

/// A message of the JSON library in our words.
fn reason(message: &str) -> &str {
    if message.starts_with("missing field `segments`") { "it has no `segments`" } else { message }
}

/// The segments: of the object's `segments`, or a list of them alone.
fn segments(text: &str) -> Result<Vec<Segment>, serde_json::Error> {
    match text.trim_start().starts_with('[') {
        true => serde_json::from_str(text),
        false => serde_json::from_str::<File>(text).map(|file| file.segments),
    }
}

fn ms(seconds: Option<f64>) -> u32 {
    let ms = (seconds.unwrap_or(0.0) * 1000.0).round();
    // A cast from floating point saturates, and makes zero of what is no number.
    ms as u32
}

fn transcript(segments: Vec<Segment>, path: &str) -> Transcript {
    let mut doubtful = Vec::new();
    let mut captions = Vec::new();
    for segment in segments {
        if segment.text.trim().is_empty() {
            continue;
        }
        doubtful.push(segment.no_speech_prob.is_some_and(|silence| silence > DOUBTFUL));
        captions.push(Caption {
            start_ms: ms(segment.start),
            end_ms: ms(segment.end),
            lines: vec![(segment.speaker, segment.text)],
        });
    }
    let mut transcript = captions::with_voices(captions, path);
    // Cues that joined are fewer turns; each turn takes the doubt of its own cues.
    let mut marks = doubtful.iter();
    let mut found = Vec::new();
    for (number, turn) in transcript.turns.iter_mut().enumerate() {
        let cues = turn.extra.as_ref().map_or(1, |extra| extra.cues.len().max(1));
        if marks.by_ref().take(cues).filter(|doubt| **doubt).count() > 0 {
            turn.extra.get_or_insert_default().doubtful = true;
            found.push((number + 1).to_string());
        }
    }
    if !found.is_empty() {
        let shown = found.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
        let message =
            format!("Whisper itself doubts that there is speech in `{path}`: turn {shown}");
        transcript.notes.push(
            Diagnostic::warning(message)
                .in_file(path)
                .help("listen to these places before you code; nothing was left out"),
        );
    }
    transcript
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    #[test]
    fn segments_are_turns_and_speakers_join() {
        let text = "{\"text\":\"x\",\"segments\":[\
                    {\"start\":0.0,\"end\":3.4,\"text\":\" Tell me: what?\",\"no_speech_prob\":0.02},\
                    {\"start\":3.4,\"end\":7.0,\"text\":\" Thank you.\",\"no_speech_prob\":0.61}]}";
        let transcript = read(text.as_bytes(), "t.json", &Options::default()).unwrap();
        assert_eq!(
            (transcript.format, transcript.text.as_str()),
            ("whisper", "Tell me: what?\nThank you.")
        );
        assert!(transcript.turns[1].extra.as_ref().unwrap().doubtful);
        assert!(transcript.turns[0].extra.is_none());
        assert_eq!(transcript.notes.len(), 2);
        let text = "[{\"start\":0,\"end\":1,\"text\":\"So\",\"speaker\":\"SPEAKER_00\"},\
                    {\"start\":1,\"end\":2.5,\"text\":\"it is.\",\"speaker\":\"SPEAKER_00\"},\
                    {\"start\":3,\"end\":4,\"text\":\"No.\"}]";
        let transcript = read(text.as_bytes(), "t.json", &Options::default()).unwrap();
        assert_eq!(transcript.text, "SPEAKER_00: So it is.\nNo.");
        assert_eq!(transcript.turns[0].end_ms, Some(2_500));
    }

    #[test]
    fn other_json_is_an_error_with_a_reason() {
        let error = read(b"{\"a\": 1}", "t.json", &Options::default()).unwrap_err();
        assert!(error.message.contains("has no `segments`"), "{}", error.message);
        let deep = "[".repeat(100_000);
        assert!(read(deep.as_bytes(), "t.json", &Options::default()).is_err());
    }
}
