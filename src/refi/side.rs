//! The study itself inside a package: what the standard has no place for.
//!
//! Rules, the history of the logs, settings and the transcripts as received travel in an archive
//! inside the package, which other programs pass over. It says to which description of the project
//! it belongs, so that one that another program changed since is recognised. What comes out of it
//! are files of a study and nothing else: no path of an archive is believed.

use sha2::{Digest, Sha256};
use zip::result::ZipResult;

use super::write::zipped;
use crate::diagnostic::Diagnostic;
use crate::study::sampling;
use crate::transcript::read::package::Package;

/// Its name in the package.
pub const NAME: &str = "emic.zip";

/// The part that says which description of the project it belongs to.
const BELONGS: &str = "project.sha256";

/// Files of a study: the path below it, with `/`, and the bytes; sorted.
pub type Files = Vec<(String, Vec<u8>)>;

/// Files that may stand in a study's folder itself.
pub const FILES: [&str; 6] =
    ["emic.toml", "cases.csv", "transcripts.csv", "speakers.csv", sampling::FILE, "refi.json"];

/// Folders of a study, with the extensions that emic writes there; none is any.
pub const FOLDERS: [(&str, &[&str]); 6] = [
    ("transcripts", &[]),
    ("codebooks", &["toml"]),
    ("codings", &["jsonl"]),
    ("memos", &["md"]),
    ("audits", &["csv", "toml"]),
    ("framework", &["toml"]),
];

/// What an archive of a study holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// The files of the study.
    pub files: Files,
    /// Whether the package's description of the project is the one it was made with.
    pub belongs: bool,
    /// Parts that are no files of a study and were left out.
    pub refused: Vec<String>,
}

/// Whether a path is one that a study has: nothing above it, nothing hidden, nothing elsewhere.
pub fn is_of_study(path: &str, guide: Option<&str>) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let is_plain = |part: &&str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && part.len() <= 200
            && !part.chars().any(|c| c.is_control() || "\\:*?\"<>|".contains(c))
    };
    if !parts.iter().all(is_plain) || parts.len() > 6 {
        return false;
    }
    match parts.as_slice() {
        [file] => FILES.contains(file) || guide == Some(*file) && is_text(file),
        [folder, .., file] => FOLDERS.iter().any(|(name, endings)| {
            let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
            name == folder && (endings.is_empty() || endings.contains(&ending))
        }),
        [] => false,
    }
}

fn is_text(file: &str) -> bool {
    [".txt", ".md", ".csv", ".toml"].iter().any(|ending| file.ends_with(ending))
}

/// The archive of a study that belongs to a description of a project.
pub(super) fn packed(files: &Files, project: &[u8]) -> ZipResult<Vec<u8>> {
    let mut parts = vec![(BELONGS.to_owned(), fingerprint(project).into_bytes())];
    parts.extend(files.iter().cloned());
    zipped(&parts)
}

/// Opens the archive of a study.
pub fn opened(bytes: &[u8], project: &[u8], path: &str) -> Result<Side, Diagnostic> {
    let mut package = Package::open(bytes, path)?;
    let mut names: Vec<String> =
        package.names().into_iter().filter(|name| !name.ends_with('/')).collect();
    names.sort();
    names.dedup();
    let mut side = Side::default();
    let mut guide = None;
    if names.iter().any(|name| name == "emic.toml") {
        guide = guide_of(&package.text("emic.toml")?);
    }
    for name in names {
        if name == BELONGS {
            side.belongs = package.bytes(&name)? == fingerprint(project).as_bytes();
        } else if is_of_study(&name, guide.as_deref()) {
            let bytes = package.bytes(&name)?;
            side.files.push((name, bytes));
        } else {
            side.refused.push(name);
        }
    }
    Ok(side)
}

/// The interview guide that settings name.
fn guide_of(settings: &str) -> Option<String> {
    let settings: toml::Table = settings.parse().ok()?;
    Some(settings.get("transcripts")?.get("guide")?.as_str()?.to_owned())
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_study_are_taken() {
        for fine in [
            "emic.toml",
            "transcripts/P01.docx",
            "transcripts/wave 1/P01.txt",
            "codings/ana.jsonl",
            "memos/a.md",
            "guide.txt",
        ] {
            assert!(is_of_study(fine, Some("guide.txt")), "{fine}");
        }
        for wrong in [
            "",
            "/etc/passwd",
            "../emic.toml",
            "transcripts/../../x.txt",
            "transcripts/.hidden",
            "codings/ana.sh",
            "C:/x",
            "transcripts\\..\\x",
            "transcripts/a\0b",
            ".git/hooks/post-commit",
            "guide.txt/",
            "results/x.csv",
            "other.txt",
            ".emic/index",
            "transcripts/a/b/c/d/e/f.txt",
        ] {
            assert!(!is_of_study(wrong, Some("guide.txt")), "{wrong}");
        }
    }

    #[test]
    fn what_was_packed_comes_out_again() {
        let files: Files = vec![
            ("codings/ana.jsonl".into(), b"{}\n".to_vec()),
            ("emic.toml".into(), b"schema = 1\n".to_vec()),
        ];
        let bytes = packed(&files, b"<Project/>").unwrap();
        let side = opened(&bytes, b"<Project/>", "x.qdpx").unwrap();
        assert_eq!((&side.files, side.belongs, side.refused.len()), (&files, true, 0));
        assert!(!opened(&bytes, b"<Project name=\"\"/>", "x.qdpx").unwrap().belongs);
        let evil = zipped(&[("../../x.txt".into(), b"x".to_vec())]).unwrap();
        let side = opened(&evil, b"", "x.qdpx").unwrap();
        assert_eq!((side.files.len(), side.refused), (0, vec!["../../x.txt".to_owned()]));
    }
}
