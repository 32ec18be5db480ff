//! Links in a study that lead out of it: what stands there is read as if it were the study's own.

use std::path::{Component, Path};

use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::Corpus;

/// Transcripts that lie elsewhere than they seem to. A study that came from somebody else could so
/// bring any file of this machine into a report.
pub(super) fn leading_out(root: &Path, corpus: &Corpus) -> Vec<Diagnostic> {
    let outside = corpus.sources.iter().filter(|source| {
        seems_inside(root, &source.path) && files::walk::leads_out(root, &source.path)
    });
    let told = |path: &Path| {
        Diagnostic::warning("this is a link to a file outside of the study")
            .in_file(files::shown(path))
            .help("if you did not make it, look where it leads before you share a report")
    };
    outside.map(|source| told(&source.path)).collect()
}

/// Whether a path, read as it is written, lies in the study's folder.
fn seems_inside(root: &Path, path: &Path) -> bool {
    let root = root.strip_prefix(".").unwrap_or(root);
    let path = path.strip_prefix(".").unwrap_or(path);
    let below = path.strip_prefix(root);
    below.is_ok_and(|below| {
        below.is_relative() && !below.components().any(|part| part == Component::ParentDir)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_as_they_are_written() {
        let inside = |root: &str, path: &str| seems_inside(Path::new(root), Path::new(path));
        assert!(inside(".", "transcripts/P1.txt") && inside(".", "./transcripts/P1.txt"));
        assert!(inside("", "transcripts/P1.txt") && inside("..", "../transcripts/P1.txt"));
        assert!(inside("/a/study", "/a/study/transcripts/P1.txt"));
        assert!(!inside(".", "/a/P1.txt") && !inside(".", "../P1.txt"));
        assert!(!inside("..", "../../P1.txt") && !inside("/a/study", "/a/study/../P1.txt"));
    }
}
