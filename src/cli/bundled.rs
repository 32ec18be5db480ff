//! What travels inside the program: the example studies and their codebooks.

/// A file: its path below the study, and its bytes.
pub(super) type File = (&'static str, &'static [u8]);

/// An example study.
pub(super) struct Example {
    /// Its name, as `--example` takes it; its codebook has the same.
    pub(super) name: &'static str,
    /// Its codebook.
    pub(super) codebook: &'static str,
    /// Its other files; `emic.toml` comes last.
    pub(super) files: &'static [File],
}

/// A folder of `examples/`; its codebook is the one in `codebooks/`.
macro_rules! example {
    ($name:literal: $($path:literal),* $(,)?) => {
        Example {
            name: $name,
            codebook: include_str!(concat!("../../codebooks/", $name, ".toml")),
            files: &[$((
                $path,
                include_bytes!(concat!("../../examples/", $name, "/", $path)),
            )),*],
        }
    };
}

/// The example studies by name.
pub(super) const EXAMPLES: &[Example] = &[
    example!(
        "bridge":
        "README.md",
        "audits/bridge.function.advocacy.csv",
        "audits/bridge.function.advocacy.toml",
        "audits/results.csv",
        "cases.csv",
        "codebooks/open.toml",
        "codings/ana.jsonl",
        "codings/ben.jsonl",
        "codings/consensus.jsonl",
        "earlier/open.toml",
        "memos/2025-02-03-how-we-work.md",
        "memos/2025-02-10-dee.md",
        "memos/2025-02-11-no-power.md",
        "memos/2025-02-17-p7.md",
        "memos/2025-02-19-regard.md",
        "memos/2025-02-20-between.md",
        "guide.txt",
        "sampling.jsonl",
        "transcripts.csv",
        "transcripts/P1.txt",
        "transcripts/P2.docx",
        "transcripts/P3.txt",
        "transcripts/P4.docx",
        "transcripts/P5.txt",
        "transcripts/P6.docx",
        "transcripts/P7.txt",
        "transcripts/P8.txt",
        "transcripts/P9.docx",
        "transcripts/P10.docx",
        "transcripts/P11.docx",
        "transcripts/P12.txt",
        "transcripts/P13.docx",
        "transcripts/P14.txt",
        "emic.toml",
    ),
    example!(
        "creating-connection":
        "README.md",
        "cases.csv",
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
    ),
    example!(
        "everyday-connection":
        "README.md",
        "cases.csv",
        "transcripts.csv",
        "transcripts/D01.txt",
        "transcripts/D02.txt",
        "transcripts/D03.txt",
        "transcripts/D04.txt",
        "transcripts/D05.txt",
        "transcripts/D06.md",
        "transcripts/D07.txt",
        "transcripts/D08.txt",
        "transcripts/D09.txt",
        "transcripts/D10.txt",
        "transcripts/D11.txt",
        "transcripts/D12.txt",
        "transcripts/D13.md",
        "transcripts/D14.txt",
        "transcripts/D15.txt",
        "transcripts/D16.txt",
        "transcripts/D17.txt",
        "transcripts/D18.txt",
        "transcripts/D19.txt",
        "transcripts/D20.md",
        "transcripts/D21.txt",
        "transcripts/D22.txt",
        "transcripts/D23.txt",
        "transcripts/D24.txt",
        "transcripts/D25.md",
        "transcripts/D26.txt",
        "transcripts/D27.txt",
        "transcripts/D28.txt",
        "transcripts/D29.txt",
        "transcripts/D30.md",
        "transcripts/D31.txt",
        "transcripts/D32.txt",
        "transcripts/D33.txt",
        "transcripts/D34.txt",
        "transcripts/D35.md",
        "transcripts/D36.txt",
        "vignettes/hands.md",
        "emic.toml",
    ),
    example!(
        "navigator-journey":
        "README.md",
        "cases.csv",
        "framework/navigator-journey.toml",
        "speakers.csv",
        "transcripts.csv",
        "transcripts/N1-diary.txt",
        "transcripts/N1-w1.txt",
        "transcripts/N1-w2.md",
        "transcripts/N1-w3.txt",
        "transcripts/N1-w4.srt",
        "transcripts/N2-diary.txt",
        "transcripts/N2-w1.srt",
        "transcripts/N2-w2.txt",
        "transcripts/N2-w4.vtt",
        "transcripts/N3-diary.txt",
        "transcripts/N3-w1.txt",
        "transcripts/N3-w2.txt",
        "transcripts/N3-w3.md",
        "transcripts/N3-w4.txt",
        "emic.toml",
    ),
    example!(
        "peer-work":
        "README.md",
        "cases.csv",
        "speakers.csv",
        "transcripts.csv",
        "transcripts/activity-log.csv",
        "transcripts/fg-clients.txt",
        "transcripts/fg-peers.txt",
        "transcripts/int-01.txt",
        "transcripts/int-02.txt",
        "transcripts/int-03.txt",
        "transcripts/int-04.docx",
        "transcripts/int-05.vtt",
        "transcripts/int-06.md",
        "emic.toml",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::files::walk::list;

    /// The folders of an example, all but its results.
    const FOLDERS: [&str; 9] = [
        "",
        "transcripts",
        "codebooks",
        "codings",
        "memos",
        "audits",
        "earlier",
        "framework",
        "vignettes",
    ];

    /// Nothing in the folders is forgotten here but the results, which a study makes for itself, and
    /// an example's codebook is that of `codebooks/`.
    #[test]
    fn everything_travels() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names = |folder: &str| -> Vec<String> {
            let paths = list(&root.join(folder)).unwrap();
            let mut names: Vec<String> = paths
                .iter()
                .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
                .filter(|name| name != "README")
                .collect();
            names.sort();
            names
        };
        let listed: Vec<&str> = EXAMPLES.iter().map(|example| example.name).collect();
        assert_eq!(listed, names("examples"));
        assert_eq!(listed, names("codebooks"));
        for example in EXAMPLES {
            let folder = root.join("examples").join(example.name);
            let mut there = BTreeSet::new();
            for below in FOLDERS {
                for path in list(&folder.join(below)).unwrap_or_default() {
                    if path.is_file() {
                        let inside = path.strip_prefix(&folder).unwrap().to_string_lossy();
                        there.insert(inside.replace('\\', "/"));
                    }
                }
            }
            let codebook = format!("codebooks/{}.toml", example.name);
            let bytes = crate::files::read(&folder.join(&codebook)).unwrap();
            assert_eq!(bytes, example.codebook.as_bytes(), "{codebook}");
            let mut listed: BTreeSet<String> =
                example.files.iter().map(|file| file.0.to_owned()).collect();
            listed.insert(codebook);
            assert_eq!(listed, there);
            assert_eq!(example.files.last().map(|file| file.0), Some("emic.toml"));
        }
    }
}
