//! `emic report framework`: summaries that people write and no run overwrites.

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"care\"\nversion = \"1\"\n\
    [[code]]\nid = \"care\"\nlabel = \"Care\"\n[[code.rule]]\nany = [\"care*\"]\n\
    [[code]]\nid = \"time\"\nlabel = \"Time\"\n[[code.rule]]\nany = [\"time\"]\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/care.toml", CODEBOOK);
    desk.write("transcripts/a.txt", "I: Well?\nR: I care. It takes time.\n");
    desk.write("transcripts/b.txt", "I: Well?\nR: I took care.\n");
    desk
}

#[test]
fn cells_are_prepared_once_and_summaries_stay() {
    let desk = desk();
    let file = "framework/care.toml";
    let run = desk.emic(&["report", "framework"]).done();
    assert!(run.err.contains("--prepare") && !desk.path(file).exists(), "{run:?}");
    let run = desk.emic(&["report", "framework", "--prepare", "--dry-run"]).done();
    assert!(run.err.contains("Would add 3 cells") && !desk.path(file).exists(), "{run:?}");
    desk.emic(&["report", "framework", "--prepare"]).done();
    let written = desk.read(file).replacen("\"\"\"\n", "\"\"\"\nCares, in\nher way.\n", 1);
    desk.write(file, &written);
    let run = desk.emic(&["report", "framework", "--prepare"]).done();
    assert!(run.err.contains("has a cell for everything"), "{run:?}");
    assert_eq!(desk.read(file), written);

    // A new passage adds a cell at the end; what is written stays byte for byte.
    desk.write("transcripts/b.txt", "I: Well?\nR: I took care. And time.\n");
    desk.emic(&["report", "framework", "--prepare"]).done();
    assert!(desk.read(file).starts_with(&written) && desk.read(file).len() > written.len());
    let csv = desk.emic(&["report", "framework", "-f", "csv"]).done().out;
    assert!(csv.starts_with(
        "case,summary[care],passages[care],summary[time],passages[time]\n\
         a,\"Cares, in\nher way.\",a t2: I care.,,a t2: It takes time.\n"
    ));
    let out = desk.emic(&["report", "framework", "-f", "md"]).done().out;
    assert!(out.contains("1 of 4 cells have a summary; 3 with passages are still empty."), "{out}");
}

#[test]
fn summaries_without_a_cell_are_told_and_mistakes_shown() {
    let desk = desk();
    let cell = |case: &str, code: &str| {
        format!("[[cell]]\ncase = \"{case}\"\ncode = \"{code}\"\nsummary = \"Words.\"\n")
    };
    desk.write("own.toml", cell("gone", "care") + &cell("a", "love"));
    let run = desk.emic(&["report", "framework", "--summaries", "own.toml"]).done();
    assert!(run.out.contains("2 summaries without a cell"), "{}", run.out);
    assert!(run.out.contains("no such case") && run.out.contains("no such code"), "{}", run.out);
    desk.write("own.toml", cell("a", "care") + &cell("a", "care"));
    let run = desk.emic(&["report", "framework", "--summaries", "own.toml"]);
    run.error("`a` × `care` has two cells");
    desk.emic(&["report", "framework", "--summaries", "none.toml"]).error("does not exist");
}
