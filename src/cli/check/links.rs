//! Links in a study that lead out of it: what stands there is read as if it were the study's own.

use std::path::{Component, Path};

use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::Corpus;

/// Transcripts that lie elsewhere than they seem to. A study that came from somebody else could so
/// bring any file of this machine into a report.
pub(super) fn leading_out(root: &Path, corpus: &Corpus) -> Vec<Diagnostic> {
    let outside = corpus.sources.iter().filter(|source| {
        let below = source.path.strip_prefix(root);
        below.is_ok_and(|below| !below.components().any(|part| part == Component::ParentDir))
            && files::walk::leads_out(root, &source.path)
    });
    let told = |path: &Path| {
        Diagnostic::warning("this is a link to a file outside of the study")
            .in_file(files::shown(path))
            .help("if you did not make it, look where it leads before you share a report")
    };
    outside.map(|source| told(&source.path)).collect()
}
