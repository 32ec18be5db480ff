//! What travels inside the program: an example study and codebooks.

/// A file: its path below the study, and its text.
pub(super) type File = (&'static str, &'static str);

/// The files of the example study, without its codebook.
macro_rules! example {
    ($name:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../examples/", $name, "/", $path)))),*]
    };
}

/// `examples/creating-connection`.
pub(super) const CREATING_CONNECTION: &[File] = example!(
    "creating-connection":
    "README.md",
    "cases.csv",
    "codebooks/creating-connection.toml",
    "transcripts.csv",
    "transcripts/P01.vtt",
    "transcripts/P02.vtt",
    "transcripts/P03.vtt",
    "transcripts/P04.vtt",
    "transcripts/P05.vtt",
    "transcripts/P06.vtt",
    "transcripts/P07.vtt",
    "transcripts/P08.vtt",
    "transcripts/P09.vtt",
    "transcripts/P10.vtt",
    "transcripts/P11.vtt",
    "transcripts/P12.vtt",
    "transcripts/P13.vtt",
    "transcripts/P14.vtt",
    "transcripts/P15.vtt",
    "transcripts/P16.vtt",
    "transcripts/P17.vtt",
    "emic.toml",
);

/// The codebooks in `codebooks/`.
macro_rules! codebooks {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../codebooks/", $name, ".toml")))),*]
    };
}

/// The codebooks by name.
pub(super) const CODEBOOKS: &[File] = codebooks!(
    "bridge",
    "creating-connection",
    "everyday-connection",
    "navigator-journey",
    "peer-work",
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::files::walk::list;

    /// Nothing in the folders is forgotten here.
    #[test]
    fn everything_travels() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let example = root.join("examples/creating-connection");
        let mut there = BTreeSet::new();
        for folder in ["", "transcripts", "codebooks"] {
            for path in
                list(&example.join(folder)).unwrap().into_iter().filter(|path| path.is_file())
            {
                let inside = path.strip_prefix(&example).unwrap().to_string_lossy();
                there.insert(inside.replace('\\', "/"));
            }
        }
        let listed: BTreeSet<String> =
            CREATING_CONNECTION.iter().map(|file| file.0.to_owned()).collect();
        assert_eq!(listed, there);
        let books: Vec<String> = list(&root.join("codebooks"))
            .unwrap()
            .iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let listed: Vec<&str> = CODEBOOKS.iter().map(|file| file.0).collect();
        assert_eq!(listed, books);
    }
}
