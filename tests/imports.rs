//! Human codings of others, taken in and counted: MAXQDA's as a table, an expert's turn by turn, Word
//! comments, Taguette.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program in a study.
fn emic(study: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    command.env_remove("EMIC_CODER").current_dir(study).args(arguments).output().unwrap()
}

fn done(study: &Path, arguments: &[&str]) -> (String, String) {
    let run = emic(study, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    (text(&run.stdout), text(&run.stderr))
}

/// A new study, with transcripts if a folder is named.
fn study(transcripts: Option<&Path>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &["init", "."]);
    let _ = std::fs::remove_dir_all(folder.path().join("codebooks"));
    if let Some(transcripts) = transcripts {
        let path = transcripts.to_str().unwrap();
        done(folder.path(), &["add", path, "-q", "-f", "csv"]);
    }
    folder
}

/// Segments by code, as the theme table has them.
fn segments(study: &Path, coder: &str) -> BTreeMap<String, u64> {
    let (out, _) = done(study, &["report", "themes", "--coder", coder, "-f", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let row =
        |row: &Value| (row["code"].as_str().unwrap().to_owned(), row["segments"].as_u64().unwrap());
    report["results"].as_array().unwrap().iter().map(row).collect()
}

/// The columns of a csv file, by row.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The published frequencies are of segments; the authors withheld the codings of one code.
#[test]
fn published_frequencies_come_out() {
    let Some(folder) = outside::data() else { return };
    let folder = folder.join("data/pdpilot");
    let study = study(Some(&folder.join("transcripts")));
    let codings = folder.join("codings.csv");
    let (_, told) = done(
        study.path(),
        &[
            "import",
            codings.to_str().unwrap(),
            "--columns",
            "transcript=doc,segment=value",
            "--offsets",
            "turn",
        ],
    );
    assert!(told.contains("Took in 261 codings."), "{told}");
    let counted = segments(study.path(), "team");
    let mut differ = Vec::new();
    let published = table(&folder.join("expected_frequencies.csv"));
    assert_eq!(published.len(), 91);
    for row in published {
        let ours = counted.get(&row["code"]).copied().unwrap_or_default().to_string();
        if ours != row["published_frequency"] {
            differ.push((row["code"].clone(), ours));
        }
    }
    assert_eq!(differ, [("Anonymize".to_owned(), "0".to_owned())]);
}

/// Every coding of a whole turn is one segment; no two of one code become one.
#[test]
fn codes_of_whole_turns_are_counted_as_they_were_given() {
    let Some(folder) = outside::data() else { return };
    let folder = folder.join("data/pacounsel");
    let study = study(Some(&folder.join("transcripts")));
    let codings = folder.join("codings.csv");
    let file = codings.to_str().unwrap();
    done(study.path(), &["import", file, "--columns", "transcript=doc"]);
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    for row in table(&codings) {
        *expected.entry(row["code"].clone()).or_default() += 1;
    }
    assert_eq!(expected.values().sum::<u64>(), 2306);
    assert_eq!(segments(study.path(), "expert"), expected);
    let (_, again) = done(study.path(), &["import", file, "--columns", "transcript=doc"]);
    assert!(again.contains("Took in 0 codings; 2306 were there already"), "{again}");
}

/// The same codings as comments in Word and as a table are the same codings.
#[test]
fn comments_in_word_are_the_codings_of_the_table() {
    let Some(folder) = outside::data() else { return };
    let rows = table(&folder.join("data/pacounsel/codings.csv"));
    let mut tried = 0;
    for name in ["pa_barrier2", "pa_barrier3", "pa_benefit1", "pa_benefit2"] {
        let file = folder.join(format!("data/containers/pacounsel_{name}/word-comments.docx"));
        let study = study(None);
        let path = file.to_str().unwrap();
        done(study.path(), &["import", path, "--add"]);
        let (out, _) = done(study.path(), &["export", "-f", "jsonl", "-o", "-"]);
        let mut ours: Vec<(u64, String)> = out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .map(|row: Value| {
                (row["turn"].as_u64().unwrap(), row["code"].as_str().unwrap().to_owned())
            })
            .collect();
        let of_document = rows.iter().filter(|row| row["doc"] == name);
        let mut theirs: Vec<(u64, String)> =
            of_document.map(|row| (row["turn"].parse().unwrap(), row["code"].clone())).collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs, "{name}");
        tried += theirs.len();
    }
    assert!(tried > 150, "{tried}");
}

/// Reviewers' comments are remarks, not codes; each keeps its author and its words.
#[test]
fn remarks_of_reviewers_are_left_out_or_taken_as_asked() {
    let Some(folder) = outside::data() else { return };
    let folder = folder.join("data/formats/wordcomments/raw/inst/extdata");
    let of = |name: &str, more: &[&str]| {
        let study = study(None);
        let file = folder.join(name);
        let arguments = [&["import", file.to_str().unwrap(), "--add"], more].concat();
        let (_, told) = done(study.path(), &arguments);
        let (out, _) = match told.contains("Took in 0 codings") {
            true => Default::default(),
            false => done(study.path(), &["export", "-f", "jsonl", "-o", "-"]),
        };
        let rows: Vec<Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let pair = |row: &Value| {
            let said = row["quote"].as_str().unwrap().split_whitespace().take(3);
            let said = said.collect::<Vec<_>>().join(" ");
            (row["coder"].as_str().unwrap().to_owned(), said)
        };
        (told, rows.iter().map(pair).collect::<Vec<_>>())
    };
    let (told, none) = of("doc_v3.docx", &[]);
    assert!(told.contains("2 comments are remarks") && none.is_empty(), "{told}");
    let (_, all) = of("doc_v3.docx", &["--remarks", "remark"]);
    let maria = |said: &str| ("Maria Garcia".to_owned(), said.to_owned());
    assert_eq!(all, [maria("stunts"), maria("Charlot")]);
    let (_, all) =
        of("doc_v2.docx", &["--remarks", "remark", "--map-coder", "James Morrison=james"]);
    // Two of the four are on the same words: one coding with both remarks.
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(all[0], ("james".to_owned(), "promotional".to_owned()));
    assert!(all.iter().any(|(_, said)| said == "This study employed"), "{all:?}");
}

/// Taguette counts bytes of the text of its pages.
#[test]
fn highlights_of_taguette_stand_where_they_stood() {
    let Some(folder) = outside::data() else { return };
    let folder = folder.join("refi/taguette");
    let study = study(None);
    let file = folder.join("exp_project.sqlite3");
    let run = emic(study.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2), "the study has no such transcript yet");
    let before = std::fs::read(&file).unwrap();
    done(study.path(), &["import", file.to_str().unwrap(), "--add"]);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let (out, _) = done(study.path(), &["export", "-f", "jsonl", "-o", "-"]);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut ours: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| ["transcript", "code", "quote"].map(|name| row[name].as_str().unwrap()))
        .map(|[transcript, code, quote]| (transcript, code, quote))
        .collect();
    ours.sort_unstable();
    let theirs = table(&folder.join("exp_highlights_.csv"));
    let mut theirs: Vec<(&str, &str, &str)> = theirs
        .iter()
        .map(|row| (row["document"].as_str(), row["tag"].as_str(), row["content"].as_str()))
        .collect();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
}
