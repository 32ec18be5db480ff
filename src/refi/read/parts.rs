//! The parts of a package: which is the description, and which text a path means.

use std::collections::BTreeMap;

use super::element::Element;
use crate::diagnostic::Diagnostic;
use crate::transcript::read::package::Package;

/// An opened archive.
pub(super) struct Parts<'b> {
    package: Package<'b>,
    /// By file name in lower case, the names of parts.
    by_file: BTreeMap<String, String>,
}

impl<'b> Parts<'b> {
    pub(super) fn open(bytes: &'b [u8], path: &'b str) -> Result<Self, Diagnostic> {
        let package = Package::open(bytes, path)?;
        let mut names = package.names();
        // Texts in a folder of sources come before others of the same name.
        names.sort_by_key(|name| (!name.to_lowercase().contains("sources/"), name.clone()));
        let mut by_file = BTreeMap::new();
        for name in names {
            let file = file_of(&name).to_lowercase();
            if !file.is_empty() {
                by_file.entry(file).or_insert(name);
            }
        }
        Ok(Parts { package, by_file })
    }

    /// The descriptions; that of the standard's name first.
    pub(super) fn descriptions(&self) -> Vec<String> {
        let mut all: Vec<String> = self.names();
        all.retain(|name| {
            let lower = name.to_lowercase();
            lower.ends_with(".qde") && !lower.starts_with("__macosx/")
        });
        all.sort_by_key(|name| (name.to_lowercase() != "project.qde", name.clone()));
        all
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.package.names()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.package.has(name)
    }

    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Diagnostic> {
        self.package.bytes(name)
    }

    /// The text that a path means; none if the package does not have it.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, Diagnostic> {
        let file = file_of(path).to_lowercase();
        match self.by_file.get(&file).cloned() {
            Some(name) => Ok(Some(decoded(&self.package.bytes(&name)?))),
            None => Ok(None),
        }
    }
}

/// The name of the file that a path ends in.
fn file_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The paths of all texts that a description names, each once.
pub(super) fn paths(root: &Element) -> Vec<String> {
    let mut paths: Vec<String> = root
        .below()
        .into_iter()
        .filter_map(|element| element.filled("plainTextPath"))
        .map(str::to_owned)
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Bytes as text; a byte order mark stays in front. What is no Unicode is taken as Windows-1252.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            let rest = bytes.get(length..).unwrap_or_default();
            format!("\u{feff}{}", encoding.decode_without_bom_handling(rest).0)
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // A text that was cut to look at its beginning may end inside a character.
            Err(error) if error.error_len().is_none() => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}
