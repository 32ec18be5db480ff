//! What reports keep of a study between runs: the same bytes, whatever was kept.

use std::fs::{File, FileTimes};
use std::time::{Duration, SystemTime};

use crate::desk::{Desk, Run};

/// How long a file must be at rest before it is known by its size and times.
const SETTLED: Duration = Duration::from_millis(2100);

/// Reports that are made of counts, in several formats, with filters.
const QUESTIONS: [&[&str]; 21] = [
    &["themes"],
    &["themes", "-f", "json", "--ci", "--bootstrap"],
    &["themes", "-f", "csv", "--by", "question"],
    &["themes", "-f", "md", "--by", "gender", "--min-cell", "2", "--merge-small"],
    &["themes", "-f", "csv", "--unit", "turn", "--weak"],
    &["themes", "-f", "csv", "--where", "gender=woman"],
    &["themes", "-f", "csv", "--where", "gender!=woman", "--speaker", "participant"],
    &["themes", "-f", "csv", "--match", "people OR gender:man"],
    &["themes", "-f", "csv", "--where", "question=missing"],
    &["matrix", "-f", "csv", "--cells", "words"],
    &["matrix", "-f", "html", "--rows", "transcript", "--by", "question"],
    &["codebook", "-f", "json", "--transcript", "*1*"],
    &["participants", "-f", "csv"],
    &["participants", "--by", "gender", "--case", "P*1"],
    &["waves", "-f", "csv", "--by", "date"],
    &["saturation", "-f", "json"],
    &["saturation", "-f", "csv", "--where", "gender=woman", "--unit", "turn"],
    &["cooccurrence", "-f", "json", "--level", "segment"],
    &["cooccurrence", "-f", "csv", "--level", "case", "--speaker", "participant"],
    &["model", "-f", "json", "--match", "people OR gender:man"],
    &["stages", "-f", "csv"],
];

fn report(desk: &Desk, question: &[&str]) -> Run {
    desk.emic(&[&["report"], question].concat())
}

fn seen(run: &Run) -> (i32, &str, &str) {
    (run.status, &run.out, &run.err)
}

/// How many transcripts a report took from what was kept, and how many it read.
fn kept(desk: &Desk, question: &[&str]) -> (usize, usize) {
    let err = report(desk, &[question, &["-v"]].concat()).err;
    let told = err.lines().find_map(|line| {
        let (kept, read) = line.strip_prefix("The counts of ")?.split_once(" kept, ")?;
        let number = |text: &str| text.split(' ').next()?.parse().ok();
        Some((number(kept)?, number(read)?))
    });
    told.unwrap_or_else(|| panic!("nothing is said of it in {err}"))
}

/// Asks a question with what was kept and without; both must be equal.
fn check(desk: &Desk, question: &[&str], what: &str) -> i32 {
    let warm = report(desk, question);
    let again = report(desk, question);
    std::fs::rename(desk.path(".emic"), desk.path("aside")).unwrap();
    let cold = report(desk, question);
    std::fs::remove_dir_all(desk.path(".emic")).unwrap_or_default();
    std::fs::rename(desk.path("aside"), desk.path(".emic")).unwrap();
    assert_eq!(seen(&warm), seen(&cold), "{question:?} after {what}");
    assert_eq!(seen(&again), seen(&cold), "{question:?} again after {what}");
    cold.status
}

/// A study of a few people, whose files have been at rest for long.
fn study() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/c.toml", CODEBOOK);
    for number in 0..12 {
        desk.write(&format!("transcripts/P{number}.txt"), said(number, "hope"));
    }
    desk.write(
        "cases.csv",
        "id,gender,date\nP1,woman,2024\nP2,man,2025\nP11,man,2024\nnobody,man,\n",
    );
    std::thread::sleep(SETTLED);
    desk
}

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
    [[code]]\nid = \"feeling\"\nlabel = \"Feeling\"\ncodable = false\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\nparent = \"feeling\"\nrule = [{ any = [\"hope*\"] }]\n\
    [[code]]\nid = \"fear\"\nlabel = \"Fear\"\nparent = \"feeling\"\n\
    rule = [{ any = [\"fear\"] }, { any = [\"worry\"], where = { gender = [\"man\"] } }]\n";

fn said(number: usize, word: &str) -> String {
    let more = "The fear stays, and people worry. ".repeat(number % 3);
    format!("I: And then, {}?\nP{number}: I {word} so. {more}\nAnn: We {word}.\n", number % 5)
}

const THEMES: &[&str] = &["themes", "-f", "csv"];

#[test]
fn the_example_studies_give_the_same_with_and_without() {
    for name in
        ["bridge", "creating-connection", "everyday-connection", "navigator-journey", "peer-work"]
    {
        let desk = Desk::new();
        desk.emic(&["init", "--example", name]).done();
        std::thread::sleep(SETTLED);
        for question in QUESTIONS {
            let cold = report(&desk, question);
            let warm = report(&desk, question);
            assert_eq!(seen(&warm), seen(&cold), "{name}: {question:?}");
        }
        kept(&desk, THEMES);
        let (same, read) = kept(&desk, THEMES);
        assert!(same > read, "{name}: {same} kept, {read} read");
    }
}

#[test]
fn only_what_changed_is_read() {
    let desk = study();
    assert_eq!(kept(&desk, THEMES), (0, 12));
    assert_eq!(kept(&desk, THEMES), (12, 0));
    assert_eq!(kept(&desk, &["matrix"]), (12, 0), "the same counts make another report");
    desk.write("transcripts/P3.txt", said(3, "fear"));
    std::thread::sleep(SETTLED);
    assert_eq!((kept(&desk, THEMES), kept(&desk, THEMES)), ((11, 1), (12, 0)));
    std::fs::remove_file(desk.path("transcripts/P7.txt")).unwrap();
    assert_eq!(kept(&desk, THEMES), (11, 0));
    desk.write("cases.csv", "id,gender,date\nP1,man,2024\nP2,man,2025\nP11,man,2024\n");
    assert_eq!(kept(&desk, THEMES), (10, 1), "a rule asks for the gender of P1");
    desk.write("cases.csv", "id,gender,date\nP1,man,2030\nP2,man,2025\nP11,man,2024\n");
    assert_eq!(kept(&desk, THEMES), (11, 0), "nobody asks for the date");
    let labelled = CODEBOOK.replace("Hope", "Wish").replace("\"1\"", "\"2\"");
    desk.write("codebooks/c.toml", &labelled);
    assert_eq!(kept(&desk, THEMES), (11, 0), "a label decides nothing");
    assert!(report(&desk, THEMES).out.contains("Wish"));
    check(&desk, &["codebook", "-f", "json"], "another label and version");
    desk.write("codebooks/c.toml", labelled.replace("worry", "people"));
    assert_eq!(kept(&desk, THEMES), (4, 7), "the others have no such word");
    assert_eq!(kept(&desk, &["themes", "--unit", "turn"]), (0, 11));
    assert_eq!(kept(&desk, &["themes", "P1", "P2"]), (0, 2));
    assert_eq!(kept(&desk, THEMES), (11, 0), "each question has its own");
}

/// One change after the other; whatever was kept before, the answers are right.
#[test]
fn no_change_is_missed() {
    let desk = study();
    let hope = |number: usize| format!("transcripts/P{number}.txt");
    let questions = [QUESTIONS[2], QUESTIONS[5], QUESTIONS[7], QUESTIONS[12]];
    let all = |what: &str| {
        for question in questions {
            assert_eq!(check(&desk, question, what), 0, "{what}");
        }
    };
    // What has been at rest is known by its size and times; so the changes rest too.
    let all_at_rest = |what: &str| {
        std::thread::sleep(SETTLED);
        all(what);
    };
    all("nothing");
    desk.write(&hope(1), said(1, "dread"));
    all_at_rest("an edited transcript");
    let path = desk.path(&hope(2));
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    desk.write(&hope(2), said(2, "fear"));
    File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    all_at_rest("as many bytes at the same time");
    let now = FileTimes::new().set_modified(SystemTime::now());
    File::options().write(true).open(desk.path(&hope(3))).unwrap().set_times(now).unwrap();
    all_at_rest("a touched transcript");
    std::fs::rename(desk.path(&hope(4)), desk.path("transcripts/P40.txt")).unwrap();
    std::fs::rename(desk.path(&hope(5)), desk.path("transcripts/P5.md")).unwrap();
    all_at_rest("another name and another format");
    desk.write("transcripts/P6.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v P6>I hope so.\n");
    all("two of one name");
    desk.write(
        "codebooks/c.toml",
        CODEBOOK.replace("[\"fear\"]", "[\"stay*\"]").replace("Hope", "Wish"),
    );
    all("another codebook");
    let other = CODEBOOK.replace("id = \"", "id = \"other-");
    desk.write("codebooks/d.toml", other.replace("parent = \"", "parent = \"other-"));
    all("one codebook more");
    desk.write("cases.csv", "id,gender,date\nAnn,woman,2024\nP2,woman,2025\nP11,man,2025\n");
    all("other cases");
    desk.write("transcripts.csv", "id,case,gender\nP0,Zoe,woman\nP2,P11,\n");
    all("cases of transcripts");
    desk.write("speakers.csv", "transcript,label,case,role\nP7,Ann,,interviewer\nP8,Ann,P8,\n");
    all("roles of speakers");
    let toml = desk.read("emic.toml").replace("interviewer = []", "interviewer = [\"Ann\"]");
    desk.write("emic.toml", &toml);
    all("an interviewer");
    desk.write("guide.txt", "start: And then, 1?\n");
    desk.write("emic.toml", toml.replace("[transcripts]", "[transcripts]\nguide = \"guide.txt\""));
    all("a guide");
    desk.write("guide.txt", "begin: And then, 1?\nmore: And then, 2?\n");
    all("another guide");
    desk.write("guide.txt", "begin: And then, 3?\nmore: And then, 2?\n");
    all("other wordings of a guide");
    desk.emic(&["code", "P1", "hope", "--turn", "2", "--coder", "ana"]).done();
    all("a coding by hand");
    check(&desk, &["themes", "-f", "csv", "--coder", "ana"], "a coding by hand");
    check(&desk, &["themes", "-f", "csv", "--coder", "ana,rules", "--union"], "a union");
    desk.write("transcripts/P9.docx", b"PK\x03\x04 no archive");
    desk.write("transcripts/P10.txt", "");
    for question in questions {
        assert_eq!(check(&desk, question, "a transcript that cannot be read"), 2);
    }
}

/// What is wrong with a transcript is said each time.
#[test]
fn what_is_told_is_told_again() {
    let desk = study();
    desk.write("transcripts/bad.docx", "PK\x03\x04 no archive");
    desk.write("transcripts/P3.txt", b"P3: I hope so, caf\xe9.\n");
    std::thread::sleep(SETTLED);
    let first = report(&desk, THEMES);
    assert!(first.status == 2 && first.err.contains("bad.docx"), "{first:?}");
    assert_eq!(seen(&report(&desk, THEMES)), seen(&first));
    let nobody = &["themes", "--case", "P99", "-f", "csv"];
    let first = report(&desk, nobody).error("there is no case `P99`");
    assert_eq!(seen(&report(&desk, nobody)), seen(&first));
}

/// A cache that is damaged, in the way or may not be written changes nothing.
#[test]
fn a_cache_in_any_state_does_no_harm() {
    let desk = study();
    let cold = report(&desk, THEMES).done();
    let file = || {
        let listed = std::fs::read_dir(desk.path(".emic/tallies")).unwrap();
        let counts = listed.map(|entry| entry.unwrap().path());
        counts.filter(|path| path.extension().is_some_and(|end| end == "counts")).max().unwrap()
    };
    let whole = std::fs::read(file()).unwrap();
    for place in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[place] = bytes[place].wrapping_add(1);
        std::fs::write(file(), &bytes).unwrap();
        assert_eq!(seen(&report(&desk, THEMES)), seen(&cold), "{place}");
    }
    assert_eq!(std::fs::read(file()).unwrap(), whole, "it is made whole again");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&file()) & 0o777, 0o600);
        let mine = desk.path("mine.txt");
        desk.write("mine.txt", "mine");
        let name = file();
        std::fs::remove_file(&name).unwrap();
        symlink(&mine, &name).unwrap();
        assert_eq!(seen(&report(&desk, THEMES)), seen(&cold));
        assert_eq!(desk.read("mine.txt"), "mine", "nothing is written through a link");
        std::fs::remove_dir_all(desk.path(".emic")).unwrap();
        std::fs::create_dir(desk.path("elsewhere")).unwrap();
        symlink(desk.path("elsewhere"), desk.path(".emic")).unwrap();
        assert_eq!(seen(&report(&desk, THEMES)), seen(&cold));
        assert_eq!(std::fs::read_dir(desk.path("elsewhere")).unwrap().count(), 0);
        std::fs::remove_file(desk.path(".emic")).unwrap();
    }
    desk.write(".emic", "in the way");
    assert_eq!(seen(&report(&desk, THEMES)), seen(&cold));
}

/// A changed rule opens the transcripts that may have its words, and no others.
#[test]
fn a_changed_rule_costs_what_it_touches() {
    let desk = study();
    desk.write("transcripts/P4.txt", "P4: Some hope, l’espoir, and a mermaid's tale.\n");
    std::thread::sleep(SETTLED);
    assert_eq!(kept(&desk, THEMES), (0, 12));
    let change = |from: &str, to: &str| {
        let changed = desk.read("codebooks/c.toml").replace(from, to);
        desk.write("codebooks/c.toml", changed);
        let cold = desk.emic(&["report", "themes", "-f", "csv", "--codebook", "codebooks/c.toml"]);
        let counts = kept(&desk, THEMES);
        assert_eq!(report(&desk, THEMES).out, cold.out, "{to}");
        assert_eq!(kept(&desk, THEMES), (12, 0), "{to}");
        counts
    };
    assert_eq!(change("\"worry\"", "\"worry\", \"mermaid*\""), (11, 1));
    assert_eq!(change("\"mermaid*\"", "\"sailor's wife\""), (11, 1));
    assert_eq!(change(", \"sailor's wife\"", ""), (12, 0));
    let espoir = "regex = ['\\bespoir\\b'] }, { ";
    assert_eq!(
        change("rule = [{ any = [\"fear\"]", &format!("rule = [{{ {espoir}any = [\"fear\"]")),
        (11, 1)
    );
    assert_eq!(change(espoir, ""), (11, 1), "a rule that goes");
    assert_eq!(change("any = [\"fear\"]", "any = [\"fear\"], none = [\"mermaid\"]"), (5, 7));
    assert_eq!(change("\"mermaid\"", "\"mermaid\", \"sailor\""), (12, 0));
    assert_eq!(change("\"sailor\"", "\"~sail\""), (0, 12), "a stem may be anything");
    assert_eq!(change("\"hope*\"", "\"hope*\", \"so\""), (0, 12), "a short word too");
    assert_eq!(
        change("parent = \"feeling\"\nrule = [{ any = [\"fear", "rule = [{ any = [\"fear"),
        (0, 12)
    );
    // Other questions have counts of the codebook as it was, and the words of all.
    assert_eq!(kept(&desk, &["themes", "--unit", "turn"]), (0, 12));
    assert_eq!(change("\"worry\"", "\"worry\", \"mermaids\""), (11, 1));
    assert_eq!(kept(&desk, &["themes", "--unit", "turn"]), (11, 1));
    desk.write("transcripts/P5.txt", "P5: A mermaid again.\n");
    std::thread::sleep(SETTLED);
    assert_eq!(kept(&desk, THEMES), (11, 1));
    assert_eq!(change("\"mermaids\"", "\"mermaid\""), (10, 2), "a text that changed since");
}

/// Without the notes on words, or with damaged ones, all is coded again.
#[test]
fn damaged_notes_cost_time_and_nothing_else() {
    let desk = study();
    kept(&desk, THEMES);
    let path = desk.path(".emic/tallies/words.notes");
    let whole = std::fs::read(&path).unwrap();
    for number in 0..24 {
        let mut bytes = whole.clone();
        match number % 3 {
            0 => bytes.truncate(number * whole.len() / 24),
            1 => bytes[number * whole.len() / 24] ^= 0x20,
            _ => bytes.extend_from_slice(&whole[number..]),
        }
        std::fs::write(&path, bytes).unwrap();
        desk.write("codebooks/c.toml", CODEBOOK.replace("worry", &format!("people{number}")));
        check(&desk, THEMES, &format!("damage {number}"));
    }
    std::fs::remove_file(&path).unwrap();
    desk.write("codebooks/c.toml", CODEBOOK);
    assert_eq!(kept(&desk, THEMES), (0, 12));
    desk.write("codebooks/c.toml", CODEBOOK.replace("worry", "worry\", \"nobody"));
    assert_eq!(kept(&desk, THEMES), (12, 0));
}

/// Paths are read without a study, and nothing is kept of them.
#[test]
fn nothing_is_kept_of_files_on_the_command_line() {
    let desk = study();
    report(&desk, &["themes", "--codebook", "codebooks/c.toml", "transcripts"]).done();
    assert!(!desk.path(".emic/tallies").exists());
}

/// Random changes, random questions.
#[test]
fn random_changes_are_not_missed() {
    let desk = study();
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        // Knuth's linear congruential generator: the same changes each time.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let words = ["hope", "fear", "worry", "hopeful", "nothing"];
    for round in 0..30 {
        for _ in 0..1 + random(2) {
            let (number, word) = (random(14), words[random(words.len())]);
            let path = format!("transcripts/P{number}.txt");
            match random(10) {
                0 => std::fs::remove_file(desk.path(&path)).unwrap_or_default(),
                1 => desk.write(
                    "cases.csv",
                    format!("id,gender,date\nP{number},man,2024\nAnn,woman,\n"),
                ),
                2 | 3 => {
                    let from = ["worry", "hope*", "any = [\"fear\"]", "\"hope*\""][random(4)];
                    let to = match from {
                        "\"hope*\"" => format!("\"hope*\", \"{word}\""),
                        from if from.len() > 5 => format!("{from}, none = [\"{word}\"]"),
                        _ => word.to_owned(),
                    };
                    desk.write("codebooks/c.toml", CODEBOOK.replace(from, &to));
                }
                4 => desk.write("transcripts.csv", format!("id,case\nP{number},Zoe\n")),
                5 => desk.write(
                    "speakers.csv",
                    format!("transcript,label,case,role\nP{number},Ann,,other\n"),
                ),
                _ => desk.write(&path, said(number + random(3), word)),
            }
        }
        if round % 6 == 5 {
            // So that what changed is known by its size and times.
            std::thread::sleep(SETTLED);
        }
        let question = QUESTIONS[random(QUESTIONS.len())];
        check(&desk, question, &format!("round {round}"));
        check(&desk, THEMES, &format!("round {round}"));
    }
}
