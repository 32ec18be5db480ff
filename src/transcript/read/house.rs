//! House styles: transcripts whose turns begin with a line of a fixed form, a speaker with a time.
//!
//! In comes a [`Style`] (its share of lines and what its head lines look like) and a text, out come
//! turns: a head line begins one, all other lines go on with it, times within the speech are left
//! out. The styles themselves stand in [`super::house_styles`].

use std::collections::BTreeMap;

use super::input::Input;
use super::lines::lines;
use super::speech::Speech;
use super::survey::Survey;
use super::{Reader, fields, label_words, prose, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// What a head line says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'l> {
    /// The speaker; `None` where only the time is given.
    pub(super) label: Option<&'l str>,
    /// When the turn begins.
    pub(super) ms: Option<u32>,
    /// To whom a chat message went.
    pub(super) to: Option<&'l str>,
    /// What is said on the same line.
    pub(super) words: &'l str,
}

/// One house style.
pub(super) struct Style {
    /// The name, as `--as` takes it.
    pub(super) name: &'static str,
    /// What it is, in a few words.
    pub(super) about: &'static str,
    /// The share of lines, in per cent, that must be head lines.
    pub(super) percent: usize,
    /// How many lines can be head lines by their first and last characters.
    pub(super) possible: fn(&Survey) -> usize,
    /// Whether a head line needs no time.
    pub(super) is_timeless: bool,
    /// The head line's grammar, for a trimmed line.
    pub(super) head: fn(&str) -> Option<Head<'_>>,
    /// Whether the first lines or the last one decide without any counting.
    pub(super) decides: fn(&Input) -> bool,
    /// Lines that belong to the program, not to anybody.
    pub(super) is_footer: fn(&str) -> bool,
}

/// No line decides, no line is a footer.
pub(super) fn never(_: &Input) -> bool {
    false
}

/// No line is a footer.
pub(super) fn no_footer(_: &str) -> bool {
    false
}

impl Style {
    /// The head that a line is, if its label can be a name.
    fn head_of<'l>(&self, line: &'l str) -> Option<Head<'l>> {
        if !self.is_timeless && !times::may_have_time(line.as_bytes()) {
            return None;
        }
        (self.head)(line).filter(|head| head.label.is_none_or(label_words::may_be_name))
    }
}

impl Reader for Style {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn recognises(&self, input: &Input) -> bool {
        if (self.decides)(input) {
            return true;
        }
        let survey = input.survey();
        if !survey.has_share((self.possible)(survey), self.percent)
            || !self.is_timeless && !survey.has_share(survey.timed, self.percent)
        {
            return false;
        }
        let mut heads = 0;
        let mut named = 0;
        let mut has_times = false;
        let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
        for line in lines(input.after_front(), 0) {
            let Some(head) = self.head_of(line.text.trim()) else { continue };
            heads += 1;
            named += usize::from(head.label.is_some());
            has_times |= head.ms.is_some();
            if self.is_timeless
                && let Some(label) = head.label
            {
                *labels.entry(label).or_default() += 1;
            }
        }
        let are_fields =
            self.is_timeless && !has_times && fields::are_fields(labels.into_iter(), true);
        // Times alone on a line stand above labelled lines, too.
        let is_labelled = named == 0 && survey.labels.accepted_lines() * 2 > heads;
        survey.has_share(heads, self.percent) && !are_fields && !is_labelled
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let body = input.body;
        let text = input.take_text();
        let mut speech = Speech::new(&text);
        let mut meta = input.meta;
        for line in lines(&text, body) {
            let line = line.trimmed();
            if line.text.is_empty() {
                speech.blank();
            } else if (self.is_footer)(line.text) {
                continue;
            } else if let Some(head) = self.head_of(line.text) {
                speech.turn(head.label, head.ms);
                if head.to.is_some_and(is_private)
                    && let Some(extra) = speech.builder().last_extra()
                {
                    extra.private = true;
                }
                speech.timed_line(line.from(line.text.len() - head.words.len()));
            } else if let Some(heading) = prose::heading(line).filter(|_| !speech.is_empty()) {
                speech.turn(None, None);
                speech.line(heading);
            } else if speech.is_empty() {
                meta.push((
                    "title".to_owned(),
                    line.text.trim_start_matches('#').trim().to_owned(),
                ));
            } else {
                speech.timed_line(line);
            }
        }
        let mut transcript = speech.finish();
        transcript.meta = meta;
        transcript.text = text;
        Ok(transcript)
    }
}

/// Whether a chat message went to one person only.
fn is_private(to: &str) -> bool {
    let to = to.to_lowercase();
    ["(direct message)", "(privately)"].iter().any(|word| to.contains(word))
}
