//! REFI-QDA packages of other programs, read with every coding in its place, and our own, held
//! against the schemas of the standard.
//!
//! The packages stand in `refi/` of the folder in EMIC_TEST_DATA; `xmllint` validates where it is
//! installed. Both are skipped visibly where they are missing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod outside;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use emic::refi::model::Project;
use emic::refi::read::{Reading, read};

fn reading(path: &Path) -> Reading {
    let name = path.to_string_lossy();
    read(&std::fs::read(path).unwrap(), &name).unwrap_or_else(|told| panic!("{name}: {told:?}"))
}

/// Words, code and coder of every coding.
fn said(project: &Project) -> Vec<(String, String, String)> {
    let names: BTreeMap<String, String> = project
        .all_codes()
        .into_iter()
        .map(|(_, code)| (code.guid.clone(), code.name.clone()))
        .collect();
    let mut all = Vec::new();
    for source in &project.sources {
        let chars: Vec<char> = source.text.chars().collect();
        for place in &source.selections {
            let words: String = chars[place.start..place.end].iter().collect();
            for coding in &place.codings {
                let user = coding.user.as_ref().or(place.user.as_ref()).unwrap();
                let coder = project.user(user).unwrap().to_owned();
                all.push((words.clone(), names[&coding.code].clone(), coder));
            }
        }
    }
    all
}

#[test]
fn one_text_counted_in_every_way() {
    let Some(data) = outside::data() else { return };
    let ways = [
        ("lf", "code points, end exclusive"),
        ("bom", "code points, end exclusive"),
        ("crlf_atlas", "code points, end exclusive"),
        ("crlf_lfoff", "code points, end exclusive"),
        ("incl_end", "code points, end inclusive"),
        ("inline", "code points, end exclusive"),
        ("utf8_off", "bytes, end exclusive"),
    ];
    let files = outside::files(&data.join("refi/synthetic"), "qdpx");
    assert_eq!(files.len(), ways.len());
    for (name, way) in ways {
        let reading = reading(&data.join(format!("refi/synthetic/{name}.qdpx")));
        let expected = [
            ("café", "place", "ana"),
            ("trust", "trust", "ana"),
            ("trust", "trust", "ben"),
            ("Burnout end", "burnout", "ben"),
        ];
        let found = said(&reading.project);
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(reading.placings[0].convention.name(), way, "{name}");
        assert_eq!((reading.placings[0].kept, reading.placings[0].moved), (4, 0), "{name}");
        assert!(reading.lost.is_empty(), "{name}: {:?}", reading.lost);
    }
}

#[test]
fn qualcoder_and_qc_coded_whole_lines() {
    let Some(data) = outside::data() else { return };
    let qualcoder = reading(&data.join("refi/qualcoder/qualcoder-4beta-export.qdpx"));
    let qc = reading(&data.join("refi/qc-1.7.8-export.qdpx"));
    for (reading, coders) in [(&qualcoder, 1), (&qc, 2)] {
        assert!(reading.placings.iter().all(|it| it.lost.is_empty() && it.moved == 0));
        let found = said(&reading.project);
        for (words, ..) in &found {
            // Both coded lines: each begins with a label and ends a sentence.
            assert!(words.starts_with('P') && words.contains(": "), "{words:?}");
            assert!(words.trim_end().ends_with(['.', '?']), "{words:?}");
        }
        let mut names: Vec<&str> = found.iter().map(|it| it.2.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), coders);
    }
    // The two exports are of one project: what ana coded in qc, QualCoder has too.
    let of = |reading: &Reading, coder: &str| {
        let mut all: Vec<(String, String)> = said(&reading.project)
            .into_iter()
            .filter(|it| it.2 == coder)
            .map(|it| (it.0.trim().to_owned(), it.1))
            .collect();
        all.sort();
        all
    };
    assert_eq!(of(&qualcoder, "default"), of(&qc, "ana"));
    assert_eq!(said(&qc.project).len(), 13);
}

#[test]
fn atlas_ti_says_what_is_missing() {
    let Some(data) = outside::data() else { return };
    let reading = reading(&data.join("refi/atlas/TestProject.qdpx"));
    assert_eq!(reading.project.codes.len(), 14);
    assert!(reading.placings.iter().all(|placing| !placing.has_text));
    assert!(reading.lost.contains_key("PictureSelection"), "{:?}", reading.lost);
    let faults: Vec<&str> = reading
        .findings
        .iter()
        .filter(|finding| finding.is_fault)
        .map(|finding| finding.what.as_str())
        .collect();
    assert!(faults.iter().any(|what| what.contains("no text in the package")), "{faults:?}");
    assert!(faults.iter().any(|what| what.contains("`Project.qde`")), "{faults:?}");
}

#[test]
fn codebooks_alone() {
    let Some(data) = outside::data() else { return };
    for (name, codes, is_valid) in [
        ("synthetic/cats.qdc", 6, true),
        ("qualcoder/Codebook-w1.qdc", 11, true),
        ("taguette/exp_codebook.qdc", 4, false),
    ] {
        let reading = reading(&data.join("refi").join(name));
        assert!(reading.is_codebook);
        assert_eq!(reading.project.all_codes().len(), codes, "{name}");
        let has_faults = reading.findings.iter().any(|finding| finding.is_fault);
        assert_eq!(has_faults, !is_valid, "{name}: {:?}", reading.findings);
    }
}

/// Our table of the schema says of a description what the schema itself says.
#[test]
fn the_table_of_the_schema_agrees_with_xmllint() {
    let Some(data) = outside::data() else { return };
    let refi = data.join("refi");
    let mut files = outside::files(&refi, "qdpx");
    files.extend(outside::files(&refi, "qdc"));
    for file in files {
        let reading = reading(&file);
        let broken =
            reading.findings.iter().any(|finding| finding.what.starts_with("the schema is broken"));
        let Some(is_valid) = is_valid(&refi, &file) else { return };
        assert_eq!(broken, !is_valid, "{}: {:?}", file.display(), reading.findings);
    }
}

/// Whether `xmllint` finds the description of a package valid; none where it is not installed.
fn is_valid(refi: &Path, file: &Path) -> Option<bool> {
    let bytes = std::fs::read(file).unwrap();
    let (schema, xml) = match file.extension().is_some_and(|ending| ending == "qdpx") {
        true => {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let name = archive
                .file_names()
                .filter_map(|name| Some(name.ok()?.into_owned()))
                .find(|name| name.ends_with(".qde"))
                .unwrap();
            let mut xml = Vec::new();
            std::io::copy(&mut archive.by_name(&name).unwrap(), &mut xml).unwrap();
            ("Project.xsd", xml)
        }
        false => ("Codebook.xsd", bytes),
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.xml");
    std::fs::write(&path, xml).unwrap();
    let run = std::process::Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(refi.join(schema))
        .arg(&path)
        .output();
    match run {
        Ok(run) => Some(run.status.success()),
        Err(_) => {
            let _ = writeln!(std::io::stderr(), "skipped: xmllint is not installed");
            None
        }
    }
}

/// Every example study with codings by two people goes out and comes back: the same files, the same
/// bytes in a second export, and every package is valid for every program.
#[test]
fn example_studies_come_back_as_they_went() {
    let data = outside::data();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders = std::fs::read_dir(root).unwrap().flatten();
    for entry in folders.filter(|entry| entry.path().join("emic.toml").is_file()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let emic = |place: &str, arguments: &[&str]| {
            let run = std::process::Command::new(env!("CARGO_BIN_EXE_emic"))
                .current_dir(at(place))
                .env_remove("EMIC_CODER")
                .args(arguments)
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(run.status.success(), "{name}: {arguments:?}: {told}");
            String::from_utf8(run.stdout).unwrap()
        };
        for place in ["one", "two", "three"] {
            std::fs::create_dir(at(place)).unwrap();
        }
        emic("one", &["init", "--example", &name]);
        // What the rules find, taken over by two people.
        let csv = emic("one", &["apply", "-f", "csv"]);
        let by = |coder: &str| csv.replace(",rules,", &format!(",{coder},"));
        std::fs::write(at("one/ana.csv"), by("ana")).unwrap();
        std::fs::write(at("one/ben.csv"), by("ben")).unwrap();
        emic("one", &["import", "ana.csv"]);
        emic("one", &["import", "ben.csv"]);
        std::fs::create_dir_all(at("one/memos")).unwrap();
        let memo = "+++\ntitle = \"A thought\"\ntype = \"reflexive\"\nstudy = true\n+++\nWhy?\n";
        std::fs::write(at("one/memos/a.md"), memo).unwrap();
        emic("one", &["export", "../a.qdpx"]);
        emic("one", &["export", "../again.qdpx"]);
        emic("two", &["init"]);
        emic("two", &["import", "../a.qdpx"]);
        emic("two", &["export", "../b.qdpx"]);
        let bytes = |name: &str| std::fs::read(at(name)).unwrap();
        assert!(bytes("a.qdpx") == bytes("again.qdpx"), "{name}: an export is not the same twice");
        assert!(bytes("a.qdpx") == bytes("b.qdpx"), "{name}: the way there and back changed it");
        for file in ["cases.csv", "emic.toml", "memos/a.md", "codings/ana.jsonl"] {
            assert!(
                bytes(&format!("one/{file}")) == bytes(&format!("two/{file}")),
                "{name} {file}"
            );
        }
        // Without the study inside: the same codings by the same people, through the standard alone.
        emic("three", &["init"]);
        emic("one", &["export", "../q.qdpx", "--for", "qualcoder"]);
        emic("three", &["import", "../q.qdpx"]);
        let places = |place: &str| {
            let csv = emic(place, &["export", "-", "-f", "jsonl"]);
            let row = |line: &str| {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                let of = |key: &str| row[key].to_string();
                [of("transcript"), of("start"), of("end"), of("coder"), of("quote"), of("at")]
            };
            let mut rows: Vec<[String; 6]> = csv.lines().map(row).collect();
            rows.sort();
            rows
        };
        assert_eq!(places("one"), places("three"), "{name}");
        let Some(data) = &data else { continue };
        for tool in ["qualcoder", "maxqda", "atlas", "nvivo", "qdapy"] {
            emic("one", &["export", "../t.qdpx", "--for", tool]);
            if let Some(is_valid) = is_valid(&data.join("refi"), &at("t.qdpx")) {
                assert!(is_valid, "{name} for {tool}");
            }
            let reading = reading(&at("t.qdpx"));
            assert!(reading.findings.iter().all(|it| !it.is_fault), "{:?}", reading.findings);
            assert_eq!(reading.project.codings(), places("one").len(), "{name} for {tool}");
        }
        emic("one", &["export", "../c.qdc"]);
        assert_ne!(is_valid(&data.join("refi"), &at("c.qdc")), Some(false), "{name}");
        assert_ne!(is_valid(&data.join("refi"), &at("a.qdpx")), Some(false), "{name}");
    }
}
