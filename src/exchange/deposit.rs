//! A study as an archive for a repository: a bag after BagIt 1.0 (RFC 8493), zipped.
//!
//! In come files of the study and tables, out come the bytes of the archive. Below `data/` stands
//! what is deposited; beside it a README for people, and the SHA-256 of every file, which
//! `sha256sum -c` checks. Sorted, without a clock: the same study gives the same bytes.

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::refi::write::zipped;

/// Files: the path with `/`, and the bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// What the README tells.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The study's title.
    pub title: String,
    /// How many transcripts there are.
    pub transcripts: usize,
    /// Whose codings are in the table.
    pub coders: Vec<String>,
    /// The tables: name and rows.
    pub tables: Vec<(String, usize)>,
}

/// Whether a file is a key that leads from pseudonyms to names: by its name, or by its columns.
pub fn is_key(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_lowercase();
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default());
    let first = head.lines().next().unwrap_or_default().to_lowercase();
    let columns: Vec<&str> = first
        .split([',', ';', '\t'])
        .map(|column| column.trim_matches(['"', ' ', '\u{feff}']))
        .collect();
    [".key", ".age", ".pem", ".gpg", ".asc"].iter().any(|ending| name.ends_with(ending))
        || columns.contains(&"surface") && columns.contains(&"replacement")
}

/// The archive. `name` is the folder that everything stands in.
pub fn bag(name: &str, about: &About, mut files: Files) -> Result<Vec<u8>, Diagnostic> {
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    let data: Files =
        files.into_iter().map(|(path, bytes)| (format!("data/{path}"), bytes)).collect();
    let octets: usize = data.iter().map(|(_, bytes)| bytes.len()).sum();
    let title = line(&about.title);
    let title = if title.is_empty() { name.to_owned() } else { title };
    let information = format!(
        "External-Identifier: {}\nExternal-Description: {title}\nBag-Software-Agent: emic {}\n\
         Payload-Oxum: {octets}.{}\n",
        line(name),
        env!("CARGO_PKG_VERSION"),
        data.len()
    );
    let mut tags: Files = vec![
        ("README.md".to_owned(), readme(&title, about).into_bytes()),
        ("bag-info.txt".to_owned(), information.into_bytes()),
        (
            "bagit.txt".to_owned(),
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec(),
        ),
        ("manifest-sha256.txt".to_owned(), manifest(&data).into_bytes()),
    ];
    tags.push(("tagmanifest-sha256.txt".to_owned(), manifest(&tags).into_bytes()));
    let folder: String = line(name).replace(['/', '\\', ':'], "-");
    let folder = if folder.trim_matches('.').is_empty() { "study".to_owned() } else { folder };
    let all: Files = tags
        .into_iter()
        .chain(data)
        .map(|(path, bytes)| (format!("{folder}/{path}"), bytes))
        .collect();
    zipped(&all)
        .map_err(|error| Diagnostic::error(format!("the archive could not be made: {error}")))
}

/// A line a file: the checksum and the path, with `%` and line breaks as RFC 8493 wants them.
fn manifest(files: &Files) -> String {
    let one = |(path, bytes): &(String, Vec<u8>)| {
        let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let path = path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
        format!("{sum}  {path}\n")
    };
    files.iter().map(one).collect()
}

fn readme(title: &str, about: &About) -> String {
    let coders =
        if about.coders.is_empty() { "nobody".to_owned() } else { about.coders.join(", ") };
    let tables: String = about
        .tables
        .iter()
        .map(|(name, rows)| format!("- `data/tables/{name}`: {rows} rows, {}\n", told(name)))
        .collect();
    format!(
        "# {title}

A qualitative study: {} transcripts, with codebooks, cases, codings and memos. Beside the
transcripts as received, everything is text in UTF-8; no special program is needed to read it.

**The transcripts are as the researchers had them. Nothing in this archive says that they are
anonymised.** Before it is handed on: does the consent cover it, and can nobody be recognised?

## What is in it

- `data/study/`: the study as it was worked with. `emic.toml` has its settings, `transcripts/` the
  sources, `codebooks/` the codes with definitions and rules, `codings/` a log a coder (a JSON object a
  line: who coded what, when, and what was taken back), `memos/` the memos, `cases.csv`,
  `transcripts.csv` and `speakers.csv` what is recorded about them.
{tables}
The codings in the table are by {coders}. Positions count Unicode code points of the canonical text of
a transcript (of a plain text the file itself with line feeds, of any other format a line a turn,
`Speaker: text`); the end is exclusive. Each coding has its quotation and 32 characters before and
after.

## Is it complete?

It is a bag after BagIt 1.0 (RFC 8493). In this folder:

    sha256sum -c manifest-sha256.txt

## How to work with it

With emic: `emic -C data/study status`. Without: the tables open in any spreadsheet, the rest in any
editor.
",
        about.transcripts
    )
}

/// What a table holds.
fn told(name: &str) -> &'static str {
    match name {
        "codings.csv" => "one a coding, with place, words, code and coder",
        "turns.csv" => "one a turn, with speaker, role, case, times and words",
        "cases.csv" => "one a case, with its attributes",
        _ => "one a code, with definition, criteria and examples",
    }
}

fn line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_bag_has_its_checksums_and_no_clock() {
        let files = || {
            vec![("study/b%.txt".to_owned(), b"two".to_vec()), ("study/a".into(), b"one".to_vec())]
        };
        let about = About { title: "Care\nat home".into(), ..About::default() };
        let bytes = bag("../x", &about, files()).unwrap();
        assert_eq!(bytes, bag("../x", &about, files()).unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
        assert_eq!(
            text("..-x/manifest-sha256.txt"),
            "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  data/study/a\n\
             3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  data/study/b%25.txt\n"
        );
        assert!(text("..-x/bag-info.txt").contains("Payload-Oxum: 6.2\n"));
        assert!(text("..-x/README.md").starts_with("# Care at home\n"));
        assert_eq!(text("..-x/tagmanifest-sha256.txt").lines().count(), 4);
    }

    #[test]
    fn keys_are_known_by_name_and_columns() {
        assert!(is_key("transcripts/study.key", b""));
        assert!(is_key(
            "transcripts/names.csv",
            b"\xef\xbb\xbfSurface;kind;replacement;scope\nAna;;"
        ));
        assert!(!is_key("cases.csv", b"case,group\n"));
    }
}
