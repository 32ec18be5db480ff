//! Coding with a sheet: `emic code --edit`, `--sheet`, `--from-sheet`.

use crate::desk::{Desk, Run};

const TALK: &str = "I: How was it?\nMara: She was {there} for me. I hope so.\nI: And now?\n\
                    Mara: I hope it lasts. I hope so.\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    std::fs::remove_dir_all(desk.path("codebooks")).unwrap_or_default();
    desk.write("transcripts/P1.txt", TALK);
    desk
}

fn ana(desk: &Desk, words: &[&str]) -> Run {
    desk.emic(&[&["--coder", "ana", "code", "P1"], words].concat())
}

/// The events of ana's log.
fn events(desk: &Desk) -> Vec<serde_json::Value> {
    let log = std::fs::read_to_string(desk.path("codings/ana.jsonl")).unwrap_or_default();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_sheet_goes_out_and_what_changed_comes_in() {
    let desk = desk();
    let sheet = ana(&desk, &["--sheet"]).done().out;
    assert!(sheet.contains("   2 | Mara: She was \\{there} for me."), "{sheet}");
    desk.write("s", &sheet);
    assert!(ana(&desk, &["--from-sheet", "s"]).done().err.contains("Nothing changed"));
    assert_eq!(events(&desk).len(), 0);
    let typed = sheet
        .replace("for me. I hope so", "for me. {+hope: sure?}I {+doubt}hope{/hope} so{/}")
        .replace("done: no", "done: yes");
    desk.write("s", &typed);
    let run = ana(&desk, &["-n", "--from-sheet", "s"]).done();
    assert!(run.err.contains("2 codings added and read to its end"), "{run:?}");
    assert_eq!(events(&desk).len(), 0, "a dry run writes nothing");
    ana(&desk, &["--from-sheet", "s"]).done();
    let all = events(&desk);
    let quotes: Vec<&str> = all.iter().filter_map(|event| event["quote"].as_str()).collect();
    assert_eq!(quotes, ["I hope", "hope so"]);
    assert_eq!((&all[0]["note"], &all[0]["turn"]), (&"sure?".into(), &2.into()));
    assert_eq!(all[2]["event"], "done");
    // Another code, another place, nothing where it was, another note, in one go.
    let sheet = ana(&desk, &["--sheet"]).done().out;
    let typed = sheet
        .replace("{hope#1: sure?}I ", "I ")
        .replace("{/hope#1} so{/doubt#2}.", "{/} so.{/}")
        .replace("{doubt#2}", "{hope#1: yes}{+fear#2}");
    assert!(typed.contains("I {hope#1: yes}{+fear#2}hope{/} so.{/}"), "{typed}");
    desk.write("s", &typed);
    let run = ana(&desk, &["--from-sheet", "s"]).done();
    assert!(run.err.contains("1 coding with another code"), "{run:?}");
    let kinds: Vec<String> =
        events(&desk)[3..].iter().map(|event| event["event"].to_string()).collect();
    assert_eq!(kinds, ["\"recode\"", "\"resize\"", "\"resize\"", "\"note\""]);
    let sheet = ana(&desk, &["--sheet"]).done().out;
    let typed =
        sheet.replace("{hope#1: yes}", "").replace("{/hope#1}", "").replace(": yes", ": no");
    desk.write("s", &typed);
    let run = ana(&desk, &["--from-sheet", "s"]).done();
    assert!(run.err.contains("1 coding removed and not read to its end"), "{run:?}");
}

#[test]
fn what_was_coded_meanwhile_stays() {
    let desk = desk();
    let sheet = ana(&desk, &["--sheet"]).done().out;
    ana(&desk, &["--turn", "4", "--new", "hope"]).done();
    desk.write("s", sheet.replace("She was", "{hope}She{/} was"));
    assert!(ana(&desk, &["--from-sheet", "s"]).done().err.contains("1 coding added"));
    assert!(!events(&desk).iter().any(|event| event["event"] == "remove"));
}

#[test]
fn other_words_are_refused_at_their_place() {
    let desk = desk();
    let sheet = ana(&desk, &["--sheet"]).done().out;
    desk.write("s", sheet.replace("it lasts", "it stays {trust}"));
    let run = ana(&desk, &["--from-sheet", "s"]).error("these are not the words of the transcript");
    assert!(run.err.contains("the transcript has “lasts. I hope so.” here"), "{run:?}");
    assert!(run.err.contains("no code named `trust`") && run.err.contains("^^^^^^^"), "{run:?}");
    assert_eq!(events(&desk).len(), 0);
}

#[cfg(unix)]
#[test]
fn an_editor_is_opened_again_until_the_sheet_is_right() {
    let desk = desk();
    // The first time a mark is not closed; the second time it sees why and closes it.
    desk.write(
        "editor",
        "#!/bin/sh\nif grep -q '^#! error' \"$1\"; then\n  cp \"$1\" seen\n  \
         sed -i 's/She was/She was{\\/}/' \"$1\"\nelse\n  sed -i 's/She was/{+hope}She was/' \"$1\"\nfi\n",
    );
    let run = ana(&desk, &["--edit", "--editor", "sh editor"]).done();
    assert!(run.err.contains("1 coding added"), "{run:?}");
    let seen = desk.read("seen");
    assert!(
        seen.starts_with("#! Nothing is written yet") && seen.contains("opened here"),
        "{seen}"
    );
    let told = seen.lines().find_map(|line| line.strip_prefix("#!   --> ")).unwrap();
    let line: usize = told.split(':').nth(1).unwrap().parse().unwrap();
    assert!(seen.lines().nth(line - 1).unwrap().contains("{+hope}She was"), "{told} in {seen}");
    assert!(!desk.path("P1.ana.sheet").exists(), "all of it is in the log");
    // Closed untouched: nothing to do, nothing left behind.
    let run = ana(&desk, &["--edit", "--editor", "true"]).done();
    assert!(run.err.contains("Nothing changed"), "{run:?}");
    assert_eq!((events(&desk).len(), desk.path("P1.ana.sheet").exists()), (1, false));
}

#[cfg(unix)]
#[test]
fn what_was_typed_is_kept_when_it_is_given_up() {
    let desk = desk();
    desk.write("editor", "#!/bin/sh\nsed -i 's/How was/{+open}How was/' \"$1\"\nexit 0\n");
    desk.write("fail", "sh editor \"$1\"; false\n");
    desk.write("once", "#!/bin/sh\ngrep -q '{+open}' \"$1\" || sh editor \"$1\"\n");
    let run = ana(&desk, &["--edit", "--editor", "sh once"]).error("not closed");
    assert!(run.err.contains("what you typed is in P1.ana.sheet"), "{run:?}");
    assert!(desk.read("P1.ana.sheet").contains("{+open}How was"));
    // A second sheet does not touch the first.
    let run = ana(&desk, &["--edit", "--editor", "sh fail"]).error("ended with a failure");
    assert!(run.err.contains("P1.ana.2.sheet"), "{run:?}");
    desk.write("P1.ana.sheet", desk.read("P1.ana.sheet").replace("was it?", "was it?{/open}"));
    ana(&desk, &["--from-sheet", "P1.ana.sheet"]).done();
    assert_eq!(events(&desk)[0]["quote"], "How was it?");
    ana(&desk, &["--edit", "--editor", "no-such-editor-here"]).error("was not found");
    let mut command = desk.command();
    command.args(["--coder", "ana", "code", "P1", "--edit"]);
    let told = command.env_remove("VISUAL").env_remove("EDITOR").output().unwrap();
    assert!(String::from_utf8_lossy(&told.stderr).contains("there is no editor to open"));
}
