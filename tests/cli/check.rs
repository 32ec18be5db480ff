//! `emic check`: everything that is wrong, in one run.

use crate::desk::Desk;

#[test]
fn every_fault_is_found_at_once() {
    let desk = Desk::with_example();
    let cases = desk.read("cases.csv").replace("months_in_role", "role").replace(",North,", ",,");
    desk.write("cases.csv", cases + "P01,other,,,\nP99,nothing,,,\n");
    desk.write("transcripts.csv", "id,case\nP1,P01\n");
    desk.write("speakers.csv", "transcript,label,role\nP01,Nobody,other\nP01,Interviewer,host\n");
    desk.write("transcripts/empty.txt", "");
    let run = desk.emic(&["check", "-v"]).no();
    for words in [
        "`role` cannot be the name of an attribute",
        "case `P01` has two rows",
        "cases.csv:19:1",
        "`nothing` is no value of `service_type`",
        "there is no transcript `P1`",
        "`host` is no role",
        "nobody is called `Nobody` in `P01`",
        "case `P99` has no transcript",
    ] {
        assert!(run.err.contains(words), "{words:?} is not in {}", run.err);
    }
    let rows = desk.emic(&["check", "-f", "jsonl"]).no().rows();
    let double = rows.iter().find(|row| row["message"] == "case `P01` has two rows").unwrap();
    assert_eq!((&double["file"], &double["line"]), (&"cases.csv".into(), &19.into()));
}

#[test]
fn a_broken_setting_file_is_shown_with_its_lines() {
    let desk = Desk::with_study();
    desk.write("emic.toml", "[study]\ntitel = \"x\"\nlanguage = 3\n");
    let run = desk.emic(&["check"]).no();
    assert!(run.err.contains("emic.toml:2:1") && run.err.contains("did you mean `title`?"));
    assert!(run.err.contains("emic.toml:3:12"), "{}", run.err);
    desk.emic(&["transcripts"]).error("did you mean `title`?");
}

#[test]
fn codes_that_give_way_in_their_family_are_listed() {
    let desk = Desk::with_study();
    desk.write(
        "codebooks/valence.toml",
        "schema = 1\n[codebook]\nid = \"v\"\nname = \"V\"\nversion = \"1\"\n\
         [[code]]\nid = \"good\"\nlabel = \"Good\"\nexclusive = \"valence\"\n\
         rule = [{ any = [\"good\"] }]\n\
         [[code]]\nid = \"bad\"\nlabel = \"Bad\"\nexclusive = \"valence\"\n\
         rule = [{ any = [\"bad\"] }]\n",
    );
    desk.write("transcripts/V1.txt", "I: And?\nP9: It was bad, then good.\n");
    let run = desk.emic(&["check"]);
    assert!(run.err.contains("`good` gives way to `bad` in 1 sentence: V1 turn 2"), "{run:?}");
}
