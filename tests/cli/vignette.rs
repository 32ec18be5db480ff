//! `emic report vignette`: assembled, checked, published.

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"care\"\nversion = \"1\"\n\
    [[code]]\nid = \"care\"\nlabel = \"Care\"\n[[code.rule]]\nany = [\"care*\"]\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/care.toml", CODEBOOK);
    for (name, said) in [
        ("P01", "I care. We drove to Brickford."),
        ("P02", "They care too."),
        ("P03", "Nobody cares."),
    ] {
        desk.write(&format!("transcripts/{name}.txt"), format!("I: Well?\nR: {said}\n"));
    }
    desk.write("cases.csv", "id,site\nP01,North\nP02,North\nP03,South\n");
    let rows = "id,case\nP01,P01\nP02,P02\nP03,P03\n";
    desk.write("transcripts.csv", rows);
    desk
}

#[test]
fn a_draft_keeps_its_sources_and_is_never_overwritten() {
    let desk = desk();
    let arguments = ["report", "vignette", "--from", "P01,P02,P03", "--write", "draft.md"];
    desk.emic(&arguments).done();
    assert_eq!(
        desk.read("draft.md"),
        "## Care\n\nI care. {P01 t2}\n\nThey care too. {P02 t2}\n\nNobody cares. {P03 t2}\n"
    );
    desk.emic(&arguments).error("exists already");
    let run = desk.emic(&["report", "vignette", "--from", "P01,P02", "-f", "csv"]).no();
    assert!(
        run.out.contains("participants,false,draws on 2 participants; at least 3 needed"),
        "{}",
        run.out
    );
    desk.emic(&["report", "vignette", "--from", "P1"]).error("there is no case `P1`");
}

#[test]
fn what_fails_is_not_published() {
    let desk = desk();
    let story = "# A day\n\nShe cares. {P01 t2}\nSo do they, {P02 t2} or nobody. {P03 t2}\n";
    desk.write("story.md", story);
    let publish = ["report", "vignette", "--draft", "story.md", "--publish", "-o", "out.md"];
    desk.emic(&publish).done();
    let out = desk.read("out.md");
    assert!(out.contains("## A day\n\nShe cares. So do they, or nobody.\n"), "{out}");
    assert!(!out.contains('{'), "{out}");

    desk.write("story.md", story.to_owned() + "It was in Brickford, in the South.\n");
    let run = desk.emic(&["report", "vignette", "--draft", "story.md"]).no();
    assert!(run.out.contains("only P01 says Brickford"), "{}", run.out);
    assert!(run.out.contains("South: this fits P03 alone"), "{}", run.out);
    let piped = desk.piped(&["report", "vignette", "--draft", "-", "-f", "csv"], story.as_bytes());
    assert!(piped.done().out.contains("share,true,"));
    desk.write("word.md", b"caf\xe9");
    desk.emic(&["report", "vignette", "--draft", "word.md"]).error("not UTF-8");
    desk.write("out.md", "");
    let run = desk.emic(&publish).no();
    assert!(run.err.contains("only P01 says Brickford") && desk.read("out.md").is_empty());
    desk.emic(&[&publish[..], &["--force"]].concat()).done();
    assert!(desk.read("out.md").contains("Brickford"));
}
