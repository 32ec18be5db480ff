//! `emic deid`: finding, a pseudonymised study, the way back.

use std::path::Path;

use super::desk::Desk;

const KEY: &str = "surface,kind,replacement,scope\nDana Whitlock,PERSON,[S_1],\nDana,PERSON,[S_1],\n\
                   Mara Vale,PERSON,[P01],\nMara,PERSON,[P01],\nMoss Lane,PLACE,[STREET_1],\n\
                   Brickford,PLACE,[TOWN_1],\n";

/// A study about Mara, invented, and a key beside it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("study.key", KEY);
    desk.write("old/emic.toml", "schema = 1\n[study]\ntitle = \"Work in Brickford\"\n");
    desk.write(
        "old/transcripts/Mara_2024-03-04.txt",
        "Date: 4 March 2024\n\nI: Where do you live, Mara?\nMara: In Moss\n  Lane. DANA’s near, Danas \
         too. I was there on 3 March 2024 and wrote to m.v@peer.example.\nI: And then?\nMara: Dana \
         Whitlock said hope is slow, so I stayed.\n",
    );
    desk.write(
        "old/transcripts/P2.vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Jo>I know Mara from Brickford.\n\n\
         00:00:04.000 --> 00:00:06.500\n<v I>Since when?\n",
    );
    desk.write(
        "old/cases.csv",
        "id,town,since\nMara_2024-03-04,Brickford,2024-03-04\nP2,Elsewhere,\n",
    );
    desk.write(
        "old/memos/on-mara.md",
        "+++\ntitle = \"Mara\"\ndate = 2026-03-01\n+++\nMara leads.\n",
    );
    desk.write("old/README.md", "About Mara.\n");
    desk
}

/// What else a study may hold.
fn papers(desk: &Desk) {
    desk.write(
        "old/sampling.jsonl",
        "{\"date\":\"2026-03-01\",\"at\":\"2026-03-01T10:00:00.000Z\",\"id\":\"1\",\"by\":\"ana\",\
         \"decision\":\"See Dana in Brickford\",\"next\":[\"Mara_2024-03-04\"]}\n",
    );
    desk.write(
        "old/audits/results.csv",
        "code,codebook,coder,missed_at_most\nhope,c,Dana,16.136568\n",
    );
    desk.write("old/audits/hope.csv", "number,transcript,text\n1,P2,I know Mara\n");
    desk.write("old/vignettes/one.md", "Mara stayed. {Mara_2024-03-04 t2; P2 t1}\n");
    desk.write(
        "old/codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n[lists]\nslow = [\"slow\"]\n\
         [[code]]\nid = \"hope\"\nlabel = \"Hope\"\ndefinition = \"As Dana says\"\n[[code.rule]]\n\
         id = \"h\"\nany = [\"is @slow\"]\n",
    );
}

fn code(desk: &Desk, transcript: &str, quote: &str, code: &str) {
    let words =
        ["-C", "old", "code", transcript, "--quote", quote, "--new", code, "--coder", "ana"];
    desk.emic(&words).done();
}

fn apply(desk: &Desk, more: &[&str]) -> super::desk::Run {
    let mut words = vec!["-C", "old", "deid", "apply", "--key", "study.key", "-o", "new"];
    words.extend(more);
    desk.emic(&words)
}

/// Every file below a folder, with its name, in lower case.
fn everything(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => all.extend(everything(&path)),
            false => {
                let bytes = std::fs::read(&path).unwrap();
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                all.push((path.to_string_lossy().to_lowercase(), text));
            }
        }
    }
    all
}

#[test]
fn a_new_study_holds_no_name_and_every_coding() {
    let desk = desk();
    code(&desk, "Mara_2024-03-04", "hope is slow", "hope");
    code(&desk, "Mara_2024-03-04", "Whitlock said", "voice");
    code(&desk, "P2", "Mara from Brickford", "place");
    code(&desk, "P2", "I know", "gone");
    desk.emic(&["-C", "old", "undo", "--coder", "ana"]).done();
    let run = apply(&desk, &[]);
    assert!(run.status < 2, "{run:?}");
    assert!(run.err.contains("2 transcripts, 3 codings in place"), "{}", run.err);
    assert!(run.err.contains("README.md") && run.err.contains("9.5 %"), "{}", run.err);
    assert!(!run.err.to_lowercase().contains("anonymised,") && !run.err.contains(" anonymised"));
    desk.emic(&["-C", "new", "index"]).done();
    for (name, text) in everything(&desk.path("new")) {
        let below = name.rsplit("/new/").next().unwrap();
        for surface in ["dana", "whitlock", "mara", "moss", "brickford", "m.v@peer"] {
            let count = text.matches(surface).count()
                - text.matches("danas too").count().min(usize::from(surface == "dana"));
            assert_eq!(count, 0, "{surface} in {name}: {text}");
            assert!(!below.contains(surface), "{surface} in {below}");
        }
    }
    for surface in ["whitlock", "mara", "brickford", "\"moss lane\""] {
        desk.emic(&["-C", "new", "search", surface]).no();
    }
    let log = desk.read("new/codings/ana.jsonl");
    assert_eq!(log.lines().count(), 3, "{log}");
    let quotes: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|event| event["quote"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(quotes, ["hope is slow", "[S_1] said", "[P01] from [TOWN_1]"]);
    let moved = desk.emic(&["-C", "new", "reanchor", "-n", "-f", "jsonl"]).done();
    assert!(moved.rows().iter().all(|row| row["status"] == "kept"), "{moved:?}");
    // Dates of a case are shifted by the same whole weeks, also in names of files.
    let key = desk.read("study.key");
    let shift = key.lines().find(|line| line.contains("DATE_SHIFT")).unwrap();
    let days: i64 = shift.split(',').nth(2).unwrap().parse().unwrap();
    assert!(days % 7 == 0 && days.abs() >= 28, "{shift}");
    let cases = desk.read("new/cases.csv");
    let row: Vec<&str> = cases.lines().nth(1).unwrap().split(',').collect();
    assert_eq!((row[0], row[1]), (format!("P01_{}", row[2]).as_str(), "TOWN_1"));
    assert_ne!(row[2], "2024-03-04");
    desk.emic(&["-C", "new", "check"]);
    assert!(desk.read("new/memos/on-P01.md").contains("date = 2026-03-01"));
    // Times of captions stay.
    assert!(desk.read("new/transcripts/P2.vtt").contains("00:00:04.000 --> 00:00:06.500"));
}

#[test]
fn every_kind_of_paper_is_carried_or_left_out_by_name() {
    let desk = desk();
    papers(&desk);
    let run = apply(&desk, &[]);
    assert!(run.status < 2, "{run:?}");
    assert!(run.err.contains("of the old texts and ids: audits/hope.csv"), "{}", run.err);
    assert!(run.err.contains("does not know what they hold: README.md."), "{}", run.err);
    assert!(!desk.path("new/audits/hope.csv").exists());
    let cases = desk.read("new/cases.csv");
    let id = cases.lines().nth(1).unwrap().split(',').next().unwrap();
    let sampling = desk.read("new/sampling.jsonl");
    assert!(sampling.contains("See [S_1] in [TOWN_1]") && sampling.contains("2026-03-01"));
    assert!(sampling.contains(&format!("\"next\":[\"{id}\"]")), "{sampling}");
    let results = desk.read("new/audits/results.csv");
    assert!(results.ends_with("hope,c,S_1,16.136568\n"), "{results}");
    let vignette = desk.read("new/vignettes/one.md");
    assert_eq!(vignette, format!("[P01] stayed. {{{id} t2; P2 t1}}\n"));
    let codebook = desk.read("new/codebooks/c.toml");
    assert!(codebook.contains("is @slow") && codebook.contains("As S_1 says"), "{codebook}");
    assert!(desk.read("new/.gitignore").contains(".emic/"));
    let coded = desk.emic(&["-C", "new", "apply", "-f", "jsonl"]).done();
    assert_eq!(coded.rows().len(), 1, "{}", coded.out);
}

#[cfg(unix)]
#[test]
fn the_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let rights = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(desk.path("study.key"), rights(0o644)).unwrap();
    assert!(apply(&desk, &["-n"]).err.contains("chmod 600"));
    assert!(apply(&desk, &[]).status < 2);
    let mode = std::fs::metadata(desk.path("study.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_way_back_restores_the_names() {
    let desk = desk();
    code(&desk, "P2", "Mara from Brickford", "place");
    assert!(apply(&desk, &[]).status < 2);
    desk.emic(&["-C", "new", "deid", "reverse", "--key", "study.key", "-o", "back"]).done();
    assert!(desk.read("back/codings/ana.jsonl").contains("Mara Vale from Brickford"));
    let text = desk.read("back/transcripts/P2.vtt");
    assert!(text.contains("I know Mara Vale from Brickford."), "{text}");
    let cases = desk.read("back/cases.csv");
    assert!(cases.contains("Mara Vale_2024-03-04,Brickford,2024-03-04"), "{cases}");
}

#[test]
fn nothing_is_written_where_a_name_would_be_left() {
    let desk = desk();
    desk.write("old/codebooks/c.toml", "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\n[[code]]\nid = \"mara\"\nlabel = \"x\"\n");
    let before = desk.read("study.key");
    desk.write("old/codebooks/d.toml", "schema = 1\n[mara]\n");
    apply(&desk, &[]).error("of the key would be left");
    assert!(!desk.path("new").exists());
    assert_eq!(desk.read("study.key"), before);
    let left = std::fs::read_dir(desk.path("")).unwrap().count();
    assert_eq!(left, 2, "the old study and the key");
}

#[test]
fn a_name_in_the_id_of_a_code_or_an_attribute_stops() {
    let desk = desk();
    papers(&desk);
    let key = format!("{KEY}Hope,PERSON,[P_9],\n");
    desk.write("study.key", &key);
    apply(&desk, &[]).error("of the key would be left");
    assert!(!desk.path("new").exists());
    desk.write("study.key", KEY);
    desk.write("old/emic.toml", "schema = 1\n[attributes.\"dana score\"]\ntype = \"text\"\n");
    apply(&desk, &[]).error("`dana` in emic.toml:2");
}

#[test]
fn a_name_broken_at_a_line_end_is_found() {
    let desk = desk();
    desk.write("old/transcripts/Q.txt", "I: So?\nP7: I asked Whit-\nlock about it.\n");
    desk.write("old/transcripts/R.csv", "speaker,text\nP8,\"I asked Whit-\nlock, ma-\nra.\"\n");
    desk.write("old/memos/two.md", "I asked Whit-\nlock.\n");
    desk.write("study.key", format!("{KEY}Whitlock,PERSON,[W],\n"));
    let run = apply(&desk, &[]);
    assert!(run.status < 2, "{run:?}");
    assert!(desk.read("new/transcripts/Q.txt").contains("asked [W] about"));
    let all = everything(&desk.path("new/transcripts"));
    assert!(all.iter().any(|(_, text)| text.contains("asked [w], [p01].")), "{all:?}");
    assert_eq!(desk.read("new/memos/two.md"), "I asked [W].\n");
}

#[test]
fn a_scope_names_a_transcript_or_a_case() {
    let desk = desk();
    desk.write("study.key", format!("{KEY}Jo,PERSON,[P02],P2\nElsewhere,PLACE,,P3;P2\n"));
    let run = apply(&desk, &[]).error("the scope of `Elsewhere` is `P3`");
    assert!(run.err.contains("did you mean `P2`?"), "{}", run.err);
    let words = ["-C", "old", "deid", "scan", "--key", "study.key"];
    desk.emic(&words).error("which is no transcript and no case");
}

#[test]
fn a_key_fits_its_study_and_no_other() {
    let desk = desk();
    assert!(apply(&desk, &[]).status < 2);
    let key = desk.read("study.key");
    let again = ["-C", "new", "deid", "apply", "--key", "study.key", "-o", "newer"];
    desk.emic(&again).error("this study was made by `emic deid apply`");
    // A copy that does not say so is still recognised by its pseudonyms.
    let mut words = again.to_vec();
    words.push("--again");
    desk.emic(&words).error("this study was made with this key already");
    assert_eq!(desk.read("study.key"), key);
    // The old one may be written again, elsewhere.
    let words = ["-C", "old", "deid", "apply", "--key", "study.key", "-o", "second"];
    assert!(desk.emic(&words).status < 2);
    let reverse =
        |key: &str| desk.emic(&["-C", "new", "deid", "reverse", "--key", key, "-o", "back"]);
    desk.write("empty.key", "surface,kind,replacement\n");
    reverse("empty.key").error("no pseudonym of this key stands in this study");
    desk.write("wrong.key", "surface,kind,replacement\nMara,PERSON,[Q_7]\nP9,DATE_SHIFT,7\n");
    reverse("wrong.key").error("no pseudonym of this key stands in this study");
    desk.write("two.key", "surface,kind,replacement\nMara,PERSON,[P_1]\nDana,PERSON,[P_1]\nMara,DATE_SHIFT,7\nDana,DATE_SHIFT,14\n");
    reverse("two.key").error("their dates are shifted differently");
    assert!(!desk.path("newer").exists());
}

#[test]
fn a_study_without_names_says_so_until_they_are_back() {
    let desk = desk();
    // None of these names stands in the study, so that nothing but the stamp can tell.
    desk.write("study.key", "surface,kind,replacement\nNobody Here,PERSON,[N_1]\n");
    assert!(apply(&desk, &[]).status < 2);
    let stamp = |study: &str| {
        let text = desk.read(&format!("{study}/emic.toml"));
        let line = text.lines().find(|line| line.starts_with("pseudonymised"));
        line.map(str::to_owned)
    };
    assert_eq!(stamp("new").as_deref(), Some("pseudonymised = 1"));
    desk.write("empty.key", "surface,kind,replacement\n");
    let once_more = |key: &str, to: &str, more: &[&str]| {
        let words = ["-C", "new", "deid", "apply", "--key", key, "-o", to];
        desk.emic(&[&words, more].concat())
    };
    for key in ["study.key", "empty.key"] {
        let run = once_more(key, "newer", &[]).error("this study was made by `emic deid apply`");
        assert!(run.err.contains("--again"), "{}", run.err);
        assert!(!desk.path("newer").exists());
    }
    desk.write("other.key", "surface,kind,replacement\nJo,PERSON,[J_1]\n");
    assert!(once_more("other.key", "newer", &["--again"]).status < 2);
    assert_eq!(stamp("newer").as_deref(), Some("pseudonymised = 2"));
    assert!(desk.emic(&["-C", "newer", "check"]).status < 2);
    let back = |from: &str, key: &str, to: &str| {
        desk.emic(&["-C", from, "deid", "reverse", "--key", key, "-o", to]).done();
    };
    back("newer", "other.key", "half");
    assert_eq!(stamp("half").as_deref(), Some("pseudonymised = 1"));
    back("half", "study.key", "whole");
    assert_eq!(stamp("whole"), None);
}

#[test]
fn a_pseudonym_must_not_be_taken_for_the_interviewer() {
    let desk = desk();
    desk.write("study.key", format!("{KEY}Jo,PERSON,[Q],\n"));
    apply(&desk, &[]).error("`Jo` would become `Q`, which is taken for the interviewer");
    assert!(!desk.path("new").exists());
}

#[test]
fn what_is_kept_may_hold_a_name() {
    let desk = desk();
    desk.write("old/memos/two.md", "Baker lives in Baker Street.\n");
    desk.write("study.key", format!("{KEY}Baker,PERSON,[B],\nBaker Street,KEEP,,\n"));
    let run = apply(&desk, &["--dates", "remove"]);
    assert!(run.status < 2, "{run:?}");
    assert_eq!(desk.read("new/memos/two.md"), "[B] lives in Baker Street.\n");
    let cases = desk.read("new/cases.csv");
    assert!(cases.contains(",TOWN_1,\n"), "a date that is left out leaves its cell: {cases}");
}

#[test]
fn what_was_done_is_counted_once() {
    let desk = desk();
    papers(&desk);
    for folder in ["old/framework", "old/vignettes/later"] {
        std::fs::create_dir_all(desk.path(folder)).unwrap();
    }
    let run = apply(&desk, &[]);
    assert!(run.err.contains("know what they hold: README.md and vignettes/later."), "{}", run.err);
    let scan = desk.emic(&["-C", "old", "deid", "scan", "--key", "study.key", "-f", "jsonl"]).no();
    let became = |file: &str| -> Vec<String> {
        let rows = scan.rows();
        let of_file = rows.iter().filter(|row| row["file"] == file && row["source"] == "table");
        of_file.map(|row| row["replacement"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(became("cases.csv"), ["P01", "TOWN_1"]);
    assert_eq!(became("codebooks/c.toml"), ["S_1"]);
    assert_eq!(became("sampling.jsonl"), ["[S_1]", "[TOWN_1]", "P01"]);
}

#[test]
fn numbers_and_quotes_without_a_place_are_listed() {
    let desk = desk();
    code(&desk, "P2", "Mara from Brickford", "place");
    let text = desk.read("old/transcripts/P2.vtt");
    let text = text.replace("I know Mara from Brickford.", "Yes, 12345678, on 3 Mar 2024.");
    desk.write("old/transcripts/P2.vtt", text);
    desk.write("study.key", "surface,kind,replacement\nMara,PERSON,[P01]\n");
    let run = desk.emic(&["-C", "old", "deid", "scan", "--key", "study.key", "-f", "jsonl"]).no();
    let rows = run.rows();
    let is_there = |file: &str, kind: &str, text: &str| {
        let name = |row: &serde_json::Value| row["file"].as_str().unwrap_or_default().to_owned();
        rows.iter()
            .any(|row| name(row).ends_with(file) && row["kind"] == kind && row["text"] == text)
    };
    assert!(is_there("P2.vtt", "NUMBER", "12345678"), "{}", run.out);
    assert!(is_there("P2.vtt", "DATE", "3 Mar 2024"), "{}", run.out);
    assert!(is_there("codings/ana.jsonl", "PERSON", "Mara"), "{}", run.out);
    assert!(is_there("codings/ana.jsonl", "CAPITALISED", "Brickford"), "{}", run.out);
    assert!(run.err.contains("and nobody has looked at them yet."), "{}", run.err);
    let none = desk.emic(&["-C", "old", "deid", "scan", "--reviewed", "0"]);
    none.error("a sample without identifiers says nothing");
}

#[test]
fn keys_and_studies_stay_apart() {
    let desk = desk();
    desk.write("old/study.key", KEY);
    let words = |key: &'static str, output: &'static str| {
        ["-C", "old", "deid", "apply", "--key", key, "-o", output]
    };
    desk.emic(&words("old/study.key", "new")).error("the key must not lie in a study");
    desk.emic(&words("new/study.key", "new")).error("the key must not lie in a study");
    desk.emic(&words("study.key", "old/new")).error("must not lie in the old one");
    std::fs::create_dir(desk.path(".git")).unwrap();
    desk.emic(&words("study.key", "new")).error("git repository");
    assert!(!desk.path("new").exists());
}

#[test]
fn what_nobody_looked_at_makes_the_answer_no() {
    let desk = Desk::new();
    desk.write("t.txt", "We met Tomasz in Brickford on Monday. Dana came.");
    desk.write("k.csv", "surface,kind,replacement\nTomasz,PERSON,[P1]\n");
    let run = desk.emic(&["deid", "scan", "t.txt", "--key", "k.csv", "-f", "jsonl"]).no();
    let found: Vec<_> =
        run.rows().iter().map(|row| (row["text"].clone(), row["source"].clone())).collect();
    assert_eq!(found, [("Tomasz".into(), "table".into()), ("Brickford".into(), "review".into())]);
    desk.write("k.csv", "surface,kind,replacement\nTomasz,PERSON,[P1]\nBrickford,KEEP,\n");
    let run = desk.emic(&["deid", "scan", "t.txt", "--key", "k.csv", "--reviewed", "30"]).done();
    assert!(run.out.contains("at most 9.5 %"), "{}", run.out);
    let dry = desk.emic(&["deid", "scan", "t.txt", "--reviewed", "3", "--missed", "4"]);
    dry.error("cannot have been missed");
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = desk();
    let run = apply(&desk, &["-n"]);
    assert!(run.status < 2 && run.err.contains("Would write"), "{run:?}");
    assert!(!desk.path("new").exists());
    assert!(!desk.read("study.key").contains("DATE_SHIFT"));
}
