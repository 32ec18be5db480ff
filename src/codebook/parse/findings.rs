//! The mistakes of one codebook, collected while it is read.
//!
//! In come findings in any order, each with its bytes of the file; out they go in the order of the
//! file, so that a person can work from top to bottom.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Source, near_names};

/// After so many findings no names are suggested any more: that would take long, and help nobody.
const MOST_SUGGESTED: usize = 100;

/// Among how many names the near ones are looked for.
const MOST_NAMES: usize = 5_000;

/// What was found so far.
pub(super) struct Findings {
    pub(super) source: Arc<Source>,
    found: RefCell<Vec<Diagnostic>>,
    torn: Cell<bool>,
}

impl Findings {
    pub(super) fn new(source: Arc<Source>) -> Self {
        Findings { source, found: RefCell::default(), torn: Cell::default() }
    }

    /// A new error at a place. It counts once it is added.
    pub(super) fn error(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        under: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(message).at(&self.source, span, under)
    }

    /// A new warning at a place. It counts once it is added.
    pub(super) fn warning(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        under: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::warning(message).at(&self.source, span, under)
    }

    /// Counts a finding.
    pub(super) fn add(&self, finding: Diagnostic) {
        self.found.borrow_mut().push(finding);
    }

    /// Counts an error that says that something is absent. In a file with syntax mistakes it may
    /// stand in what could not be read: then nothing is said.
    pub(super) fn add_absence(&self, finding: Diagnostic) {
        if !self.torn.get() {
            self.add(finding);
        }
    }

    /// Says that part of the file could not be read.
    pub(super) fn mark_torn(&self) {
        self.torn.set(true);
    }

    /// Adds "did you mean …?" to a finding; whether there was a name to suggest.
    pub(super) fn suggest<'n>(
        &self,
        finding: Diagnostic,
        wrong: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> (Diagnostic, bool) {
        if self.found.borrow().len() >= MOST_SUGGESTED {
            return (finding, false);
        }
        let near = near_names(wrong, known.into_iter().take(MOST_NAMES));
        let is_near = !near.is_empty();
        (finding.did_you_mean(wrong, near), is_near)
    }

    /// The file's text at a place.
    pub(super) fn text(&self, span: &Range<usize>) -> &str {
        self.source.text.get(span.clone()).unwrap_or_default()
    }

    /// All findings, in the order of the file.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|finding| finding.labels.first().map_or(0, |label| label.span.start));
        found
    }
}
