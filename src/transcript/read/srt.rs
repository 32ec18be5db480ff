//! SubRip: numbered captions with `00:00:01,000 --> 00:00:02,500` lines.
//!
//! There is no specification; what is read is what players accept: numbers may lack, `.` may stand
//! for `,`, hours may lack. A name before a colon is a speaker who goes on until the next name.

use super::captions::{self, Caption};
use super::input::Input;
use super::{Reader, cue_text, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// SubRip.
pub(super) struct Srt;

impl Reader for Srt {
    fn name(&self) -> &'static str {
        "srt"
    }

    fn about(&self) -> &'static str {
        "SubRip captions"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srt"]
    }

    fn recognises(&self, input: &Input) -> bool {
        input.first_lines().take(3).any(|line| cue_times(line).is_some())
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let text = input.take_text();
        let captions = captions(&text);
        if captions.is_empty() {
            return Err(Diagnostic::error(format!("`{path}` has no captions"))
                .in_file(path)
                .help("a caption begins with a line such as `00:00:01,000 --> 00:00:02,500`")
                .help("if it is another kind of text, rename it to .txt or give `--as`"));
        }
        Ok(captions::transcript(captions, true, path))
    }
}

/// Begin and end of a cue's line of times.
fn cue_times(line: &str) -> Option<(u32, u32)> {
    let (start, end) = line.split_once("-->")?;
    let start = times::only_clock(start)?;
    let end = end.trim_start();
    let length = end.find(char::is_whitespace).unwrap_or(end.len());
    Some((start, times::only_clock(&end[..length])?))
}

fn captions(text: &str) -> Vec<Caption> {
    let mut captions: Vec<Caption> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut times: Option<(u32, u32)> = None;
    let mut finish = |times: Option<(u32, u32)>, lines: &mut Vec<&str>| {
        if let Some((start_ms, end_ms)) = times {
            let words = |line: &&str| (None, cue_text::without_subrip_tags(line));
            let lines = lines.iter().filter(|line| !line.is_empty()).map(words).collect();
            captions.push(Caption { start_ms, end_ms, lines });
        }
        lines.clear();
    };
    let mut number = 0u64;
    for line in text.split('\n').map(str::trim) {
        match cue_times(line) {
            Some(next) => {
                number += 1;
                drop_number(&mut lines, number);
                finish(times.replace(next), &mut lines);
            }
            None => lines.push(line),
        }
    }
    finish(times, &mut lines);
    captions
}

/// Takes the number of the next caption off the lines of the last one: a number after a blank line,
/// or the one that is expected.
fn drop_number(lines: &mut Vec<&str>, expected: u64) {
    let Some((last, before)) = lines.split_last() else { return };
    let Ok(number) = last.parse::<u64>() else { return };
    let is_apart = before.last().is_none_or(|line| line.is_empty());
    if is_apart || number == expected || number + 1 == expected {
        lines.pop();
    }
}

#[cfg(test)]
mod tests {
    use crate::transcript::Transcript;
    use crate::transcript::read::{Options, read};

    fn of(text: &str) -> Transcript {
        let transcript = read(text.as_bytes(), "t.srt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "srt");
        transcript
    }

    #[test]
    fn captions_are_turns() {
        let text = "1\r\n00:00:00,000 --> 00:00:03,400\r\nTell me\r\n<i>more</i>.\r\n\r\n\
                    2\r\n00:00:03,400 --> 00:00:07,000\r\nI saw 12\r\n";
        let transcript = of(text);
        assert_eq!(transcript.text, "Tell me more.\nI saw 12");
        let times = |turn: usize| (transcript.turns[turn].start_ms, transcript.turns[turn].end_ms);
        assert_eq!(times(1), (Some(3_400), Some(7_000)));
    }

    #[test]
    fn careless_files_are_read() {
        // No numbers, dots, a blank line within a caption, hours left out, a number as speech.
        let text = "00:00.000 --> 00:01.000\nOne\n\nstill one\n\n00:01.000 --> 00:02.000 X1:40\n\
                    7\n\n00:02.000 --> 00:03.000\nThree\n";
        assert_eq!(of(text).text, "One still one\n7\nThree");
    }

    #[test]
    fn a_speaker_goes_on_until_the_next() {
        let text = "1\n00:00:00,000 --> 00:00:01,000\nAnn: So\n\n2\n00:00:01,000 --> 00:00:02,000\n\
                    it is.\n\n3\n00:00:02,000 --> 00:00:03,000\nBen: No.\n\n\
                    4\n00:00:03,000 --> 00:00:04,000\nAnn: Yes.\n\n\
                    5\n00:00:04,000 --> 00:00:05,000\nBen: No.\n";
        assert_eq!(of(text).text, "Ann: So it is.\nBen: No.\nAnn: Yes.\nBen: No.");
    }

    #[test]
    fn a_file_without_captions_is_an_error() {
        let error = read(b"no captions here\n", "t.srt", &Options::default()).unwrap_err();
        assert_eq!(error.message, "`t.srt` has no captions");
    }
}
