//! `emic export` beyond codings: the other tables, Taguette, ELAN and the archive for a repository.

use crate::desk::Desk;

/// A study with two coders' work.
fn coded() -> Desk {
    let desk = Desk::with_study();
    desk.write(
        "transcripts/P1.vtt",
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v I>So?\n\n00:01.000 --> 00:04.000\n<v Mara>I trust &lt;them&gt; &amp; us.\n\n\
         00:04.000 --> 00:05.000\n<v Mara>Now =1+1 it is fine.\n",
    );
    desk.write("transcripts/P2.txt", "I: And you?\nP2: I hope so.\n");
    desk.write(
        "codebooks/care.toml",
        "schema = 1\n[codebook]\nid = 'care'\n[[code]]\nid = 'trust'\nlabel = 'Trust'\nbrief = 'So.'\n\
         [[code]]\nid = 'hope'\nlabel = 'Hope'\n[[code.rule]]\nany = ['hope*']\n",
    );
    desk.write("study.key", "surface,kind,replacement,scope\nMara,PERSON,[P],\n");
    desk.write(
        "in.csv",
        "transcript,quote,code,coder,note\nP1,I trust <them>,trust,ana,sure\nP1,trust <them> & us,hope,ben,\n\
         P1,I trust <them>,hope,ana,\nP2,I hope so,hope,ana,\n",
    );
    desk.emic(&["import", "in.csv"]).done();
    std::fs::remove_file(desk.path("in.csv")).unwrap();
    desk
}

#[test]
fn codebook_cases_and_turns_are_tables_too() {
    let desk = coded();
    let first = |what: &str| {
        let run = desk.emic(&["export", "-", "-f", "csv", "--what", what]).done();
        (run.out.lines().next().unwrap().to_owned(), run.out.lines().count())
    };
    assert_eq!(first("turns").0, "transcript,turn,speaker,role,case,start_ms,end_ms,date,text");
    assert_eq!(first("cases"), ("case,transcripts,turns,words".to_owned(), 3));
    assert!(
        first("codebook").0.starts_with("code,label,parent,kind,brief definition,full definition")
    );
    assert_eq!(first("codebook").1, 3);
    for what in ["codings", "codebook", "cases", "turns"] {
        let file = format!("{what}.xlsx");
        desk.emic(&["export", &file, "--what", what]).done();
        assert!(std::fs::read(desk.path(&file)).unwrap().starts_with(b"PK"));
    }
    desk.emic(&["export", "a.zip", "--what", "turns"]).error("holds more than a table");
    let run = desk.emic(&["export", "b.csv", "-n"]).done();
    assert!(run.err.contains("Would write `b.csv`") && !desk.path("b.csv").exists(), "{run:?}");
}

#[test]
fn a_taguette_database_comes_back_with_the_same_codings() {
    let desk = coded();
    let run = desk.emic(&["export", "out.sqlite3"]).done();
    assert!(run.err.contains("2 tags") && run.err.contains("4 codings"), "{run:?}");
    assert!(run.err.contains("1 note of codings"), "{run:?}");
    let bytes = std::fs::read(desk.path("out.sqlite3")).unwrap();
    desk.emic(&["export", "again.sqlite3"]).done();
    assert_eq!(bytes, std::fs::read(desk.path("again.sqlite3")).unwrap(), "the same bytes");
    let run = desk.emic(&["import", "out.sqlite3", "-n"]).done();
    assert!(run.err.contains("Would take in 0 codings; 4 were there already"), "{run:?}");
}

#[test]
fn a_transcript_with_times_becomes_tiers() {
    let desk = coded();
    desk.emic(&["export", "P1.eaf", "--coder", "ana"]).done();
    let xml = desk.read("P1.eaf");
    assert!(xml.contains("TIER_ID=\"trust\" ANNOTATOR=\"ana\""), "{xml}");
    assert!(xml.contains("I trust &lt;them&gt; [sure]"), "{xml}");
    assert!(xml.contains("TIME_VALUE=\"4000\""), "{xml}");
    desk.emic(&["export", "P2.eaf"]).error("has no times");
    desk.emic(&["export", "P9.eaf"]).error("there is no transcript `P9`");
}

#[test]
fn the_archive_is_whole_and_holds_no_key() {
    let desk = coded();
    desk.write(".emic/secret", "x");
    desk.write("sampling.jsonl", "");
    desk.write("notes.docx", "private");
    desk.write("transcripts/names.key", "surface,kind,replacement,scope\nMara,PERSON,[P],\n");
    let run = desk.emic(&["export", "deposit.zip"]).done();
    assert!(run.err.contains("looks like a key of pseudonyms"), "{run:?}");
    let bytes = std::fs::read(desk.path("deposit.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in [
        "README.md",
        "bagit.txt",
        "manifest-sha256.txt",
        "data/study/emic.toml",
        "data/study/transcripts/P1.vtt",
        "data/study/codebooks/care.toml",
        "data/study/codings/ana.jsonl",
        "data/study/sampling.jsonl",
        "data/tables/codings.csv",
        "data/tables/turns.csv",
        "data/tables/cases.csv",
        "data/tables/codebook-care.csv",
    ] {
        assert!(names.contains(&format!("deposit/{name}")), "{name}: {names:?}");
    }
    let is_secret = |name: &&String| {
        [".emic", "key", "names", "notes", "zip"].iter().any(|part| name.contains(part))
    };
    assert_eq!(names.iter().find(is_secret), None);
    for name in &names {
        let text = std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
        assert!(!text.contains("[P]"), "{name}");
    }
    desk.emic(&["export", "deposit.zip"]).done();
    assert_eq!(bytes, std::fs::read(desk.path("deposit.zip")).unwrap(), "the same bytes");
}
