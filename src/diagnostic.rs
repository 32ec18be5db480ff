//! What is told to people when something is wrong: what, where, why, and the next step.
//!
//! In comes a finding with the place it concerns; out comes a [`Diagnostic`], which the terminal
//! renders once (`cli::ui`). A file's mistakes are collected and shown together.

use std::ops::Range;
use std::sync::Arc;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; everything still worked.
    Note,
    /// Probably not meant so.
    Warning,
    /// The thing could not be done.
    Error,
}

/// A file's name and text, so that a finding can show the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user knows it.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// A place in a source with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Bytes of the source's text.
    pub span: Range<usize>,
    /// What stands under the caret; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, without a full stop.
    pub message: String,
    /// The file it is about, with its text where a line is to be shown.
    pub source: Option<Arc<Source>>,
    /// The file it is about where there is no text to show.
    pub path: Option<String>,
    /// The places, the one at fault first.
    pub labels: Vec<Label>,
    /// What to do next, one a line.
    pub help: Vec<String>,
}

impl Diagnostic {
    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Diagnostic {
            severity,
            message: message.into(),
            source: None,
            path: None,
            labels: Vec::new(),
            help: Vec::new(),
        }
    }

    /// An error.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A warning.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// A note.
    pub fn note(message: impl Into<String>) -> Self {
        Self::new(Severity::Note, message)
    }

    /// Names the file, where no line can be shown.
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Points at a place of a source.
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>, text: impl Into<String>) -> Self {
        self.source = Some(Arc::clone(source));
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a next step.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds "did you mean …?" if one of the known names is near the wrong one.
    pub fn did_you_mean<'n>(self, wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let near = near_names(wrong, known);
        match near.as_slice() {
            [] => self,
            [one] => self.help(format!("did you mean `{one}`?")),
            several => {
                let list: Vec<String> = several.iter().map(|name| format!("`{name}`")).collect();
                self.help(format!("did you mean one of {}?", list.join(", ")))
            }
        }
    }

    /// Whether this is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// At most three names that are near a wrong one, the nearest first: two edits or a third of the
/// length apart, or one the beginning of the other.
pub fn near_names<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wrong = wrong.to_lowercase();
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let distance = strsim::damerau_levenshtein(&wrong, &lower);
            let limit = (wrong.chars().count() / 3).clamp(1, 3);
            let is_start =
                wrong.len() >= 3 && (lower.starts_with(&wrong) || wrong.starts_with(&lower));
            (distance <= limit || is_start).then_some((distance, name))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// A result that carries every finding of a failure.
pub type Outcome<T> = Result<T, Vec<Diagnostic>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(near_names("familly", ["family", "work"]), ["family"]);
        assert_eq!(near_names("trust", ["trust.gain", "rust", "bridge"]), ["rust", "trust.gain"]);
        assert!(near_names("xyz", ["family"]).is_empty());
    }
}
