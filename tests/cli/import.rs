//! `emic import`: whose codings, which codes, which documents.

use crate::desk::Desk;

const BOOK: &str = "schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\nlanguage = \"en\"\n\
    [[code]]\nid = \"trust\"\nlabel = \"Trust\"\ndefinition = \"Relying on somebody.\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\ndefinition = \"Looking forward.\"\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/b.toml", BOOK);
    desk.write("transcripts/P1.txt", "I: So?\nMara: I hope so. She was there for me.\nI: Well.\n");
    desk
}

fn codes(desk: &Desk) -> Vec<String> {
    let rows = desk.emic(&["export", "-f", "jsonl", "-o", "-"]).done().rows();
    rows.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn near_misses_are_named_and_mapped_only_when_asked() {
    let desk = desk();
    desk.write(
        "c.csv",
        "transcript,code,quote,coder\nP1,trusts,there for me,ana\nP1,hop,I hope so,ana\n",
    );
    let run = desk.emic(&["import", "c.csv"]).done();
    assert!(run.err.contains("`trusts` is nearly `trust`; `--map 'trusts=trust'`"), "{run:?}");
    assert_eq!(codes(&desk), ["hop", "trusts"]);
    std::fs::remove_file(desk.path("codings/ana.jsonl")).unwrap();
    let run = desk.emic(&["import", "c.csv", "--map", "trusts=trust"]).done();
    assert!(run.err.contains("`hop` is nearly `hope`"), "{run:?}");
    assert_eq!(codes(&desk), ["hop", "trust"]);
    std::fs::remove_file(desk.path("codings/ana.jsonl")).unwrap();
    let run = desk.emic(&["import", "c.csv", "--map-near"]).done();
    assert!(run.err.contains("`trusts` is taken for `trust`"), "{run:?}");
    assert_eq!(codes(&desk), ["hope", "trust"]);
    desk.emic(&["import", "c.csv", "--map", "trusts"]).error("which code becomes which");
    let run = desk.emic(&["import", "c.csv", "--map", "trustz=trust"]);
    assert!(run.err.contains("did you mean `trusts`?"), "{run:?}");
}

#[test]
fn several_codes_in_a_cell_and_columns_of_other_tools() {
    let desk = desk();
    desk.write(
        "m.csv",
        "Document name;Code;Beginning;End;Segment;Created by;Comment\n\
         P1;trust | hope;2;2;there for me;Ana B.;firm\n",
    );
    desk.emic(&["import", "m.csv", "--split", "|", "-n"]).done();
    assert!(!desk.path("codings").join("Ana B..jsonl").exists());
    let run = desk.emic(&["import", "m.csv", "--split", "|", "--map-coder", "Ana B.=ana"]).done();
    assert!(run.err.contains("Took in 2 codings."), "{run:?}");
    let rows = desk.emic(&["export", "-f", "jsonl", "-o", "-"]).done().rows();
    assert_eq!(rows[0]["quote"], "there for me");
    assert_eq!(rows[0]["note"], "firm");
    assert_eq!(rows[1]["coder"], "ana");
}

#[test]
fn names_that_no_file_can_have_are_mapped() {
    let desk = desk();
    desk.write("c.csv", "transcript,code,quote,coder\nP1,trust,there for me,A/B\n");
    let run = desk.emic(&["import", "c.csv"]);
    assert!(run.status == 2 && run.err.contains("--map-coder 'A/B=NAME'"), "{run:?}");
    desk.emic(&["import", "c.csv", "--map-coder", "A/B=ab"]).done();
    desk.emic(&["import", "c.csv", "--coder", "rules", "--map-coder", "A/B=rules"]).error("no log");
}

#[test]
fn what_holds_no_codings_is_told() {
    let desk = desk();
    desk.write("a.bin", b"\0\x01\x02");
    desk.emic(&["import", "a.bin"]).error("nothing that codings are read from");
    desk.emic(&["import", "transcripts"]).error("nothing that codings are read from");
    desk.write("broken.sqlite3", b"SQLite format 3\0\x10");
    assert_eq!(desk.emic(&["import", "broken.sqlite3"]).status, 2);
    desk.emic(&["import", "none.csv"]).error("does not exist");
}
