//! Tallies: counts made apart that add up to the table of the whole.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
    [[code]]\nid = \"feeling\"\nlabel = \"Feeling\"\ncodable = false\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\nparent = \"feeling\"\nrule = [{ any = [\"hope*\"] }]\n\
    [[code]]\nid = \"fear\"\nlabel = \"Fear\"\nparent = \"feeling\"\nrule = [{ any = [\"fear\"] }]\n";

const SITES: [&str; 3] = ["North", "South", "East"];

/// What one of a few dozen people says.
fn said(number: usize) -> String {
    let hope = "I hope so, hopeful as I am. ".repeat(number % 3);
    let fear = "The fear stays. ".repeat(number % 4 / 2);
    format!("I: And then, {}?\nP{number}: {hope}{fear}That was all.\n", number % 5)
}

fn record(number: usize) -> Value {
    json!({
        "transcript": format!("P{number}"),
        "case": format!("C{}", number / 2),
        "text": said(number),
        "attributes": { "site": SITES[number % 3], "age": 20 + number },
    })
}

/// A folder with so many people as files of a study and as lines of JSON.
fn desk(people: usize) -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/c.toml", CODEBOOK);
    let (mut table, mut lines) = ("id,case,site,age\n".to_owned(), String::new());
    for number in 0..people {
        let (case, site, age) = (number / 2, SITES[number % 3], 20 + number);
        table.push_str(&format!("P{number},C{case},{site},{age}\n"));
        desk.write(&format!("transcripts/P{number}.txt"), said(number));
        lines.push_str(&format!("{}\n", record(number)));
    }
    desk.write("transcripts.csv", table);
    let town = |case: usize| format!("C{case},{}\n", ["Ash", "Elm"][case % 2]);
    let towns: String = (0..people.div_ceil(2)).map(town).collect();
    desk.write("cases.csv", format!("id,town\n{towns}silent,Ash\n"));
    desk.write("all.jsonl", lines);
    // What belongs to no study.
    desk.write("apart/codebook.toml", CODEBOOK);
    desk
}

const TABLES: [&[&str]; 10] = [
    &["themes", "-f", "json", "--ci", "--by", "site"],
    &["themes", "-f", "csv", "--by", "age"],
    &["themes", "--bootstrap", "--min-cell", "2", "--by", "site", "--merge-small"],
    &["themes", "-f", "json", "--by", "town", "--compare", "Ash,Elm", "--theme", "feeling"],
    &["themes", "-f", "csv", "--by", "question"],
    &["matrix", "-f", "csv", "--rows", "transcript", "--by", "site"],
    &["waves", "-f", "csv", "--by", "site"],
    &["codebook", "-f", "md"],
    &["participants", "-f", "json", "--by", "town"],
    &["participants", "-f", "csv", "--attribute", "site", "--attribute", "age"],
];

fn report(desk: &Desk, table: &[&str], more: &[&str]) -> String {
    let arguments: Vec<&str> = ["report"].iter().chain(table).chain(more).copied().collect();
    desk.emic(&arguments).done().out
}

#[test]
fn tallies_of_a_study_give_the_bytes_of_the_study() {
    let desk = desk(24);
    desk.emic(&["tally", "--questions", "-o", "t.jsonl"]).done();
    for table in TABLES {
        let whole = report(&desk, table, &[]);
        assert!(["hope", "Hope", "age", "silent"].iter().any(|is| whole.contains(is)), "{whole}");
        assert_eq!(report(&desk, table, &["--tallies", "t.jsonl"]), whole, "{table:?}");
    }
    let filtered = ["--where", "age>=30", "--case", "C*", "--unit", "turn"];
    let arguments: Vec<&str> = ["tally"].iter().chain(&filtered).copied().collect();
    desk.write("f.jsonl", desk.emic(&arguments).done().out);
    let whole = report(&desk, TABLES[0], &filtered);
    assert!(whole.contains("age>=30"), "{whole}");
    assert_eq!(report(&desk, TABLES[0], &["--tallies", "f.jsonl"]), whole);
    desk.emic(&["report", "participants", "--tallies", "f.jsonl"])
        .error("tallies with a filter do not say who has no transcript");
    desk.emic(&["report", "quotes", "--tallies", "t.jsonl"]).error("take them");
    desk.emic(&["report", "themes", "--tallies", "t.jsonl", "--no-numbers"])
        .error("cannot be used with");
}

#[test]
fn codings_of_people_add_up_as_well() {
    let desk = Desk::new();
    desk.emic(&["init", "--example", "bridge"]).done();
    let tables: [&[&str]; 3] = [
        &["themes", "-f", "json", "--by", "group", "--bootstrap"],
        &["matrix", "-f", "csv", "--cells", "words"],
        &["participants", "-f", "md"],
    ];
    let mut seen = Vec::new();
    for coder in
        [&["--coder", "ana"][..], &["--coder", "ana,ben", "--union"], &["--coder", "rules"]]
    {
        let tallied: Vec<&str> = ["tally"].iter().chain(coder).copied().collect();
        desk.write("t.jsonl", desk.emic(&tallied).done().out);
        for table in tables {
            let more: Vec<&str> = coder.iter().copied().chain(["--tallies", "t.jsonl"]).collect();
            let whole = report(&desk, table, coder);
            assert_eq!(report(&desk, table, &more), whole, "{coder:?} {table:?}");
            seen.push(whole);
        }
    }
    assert!(seen[0] != seen[3] && seen[3] != seen[6], "whose codings they are makes no difference");
    desk.emic(&["report", "themes", "--coder", "ana", "--tallies", "t.jsonl"])
        .error("counts the codings of `rules`, not of `ana`");
    desk.emic(&["tally", "--coder", "ana", "--codings"]).error("those of the rules alone");
}

#[test]
fn lines_of_json_are_transcripts() {
    let desk = desk(24);
    let book = ["--codebook", "codebook.toml"];
    let command = |arguments: &[&str]| {
        let mut command = desk.command();
        command.current_dir(desk.path("apart")).args(arguments).args(book);
        command
    };
    let run = |arguments: &[&str]| {
        let out = command(arguments).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let tallies = run(&["tally", "../all.jsonl", "--codings"]);
    desk.write("apart/t.jsonl", &tallies);
    let order: Vec<Value> = tallies
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["transcript"].clone())
        .collect();
    assert_eq!(order, (0..24).map(|number| json!(format!("P{number}"))).collect::<Vec<_>>());
    let second: Value = serde_json::from_str(tallies.lines().nth(1).unwrap()).unwrap();
    assert_eq!(second["schema"], 1);
    assert_eq!(second["codings"][0]["quote"], "I hope so, hopeful as I am.");
    assert_eq!(second["codes"]["feeling"]["cases"]["C0"][0], 1);
    // The study's attributes are the lines', and so are its cases.
    for table in [TABLES[0], TABLES[1], TABLES[5]] {
        let mut arguments = vec!["report"];
        arguments.extend(table);
        arguments.extend(["--tallies", "t.jsonl"]);
        let study = report(&desk, table, &["--codebook", "codebooks/c.toml"]);
        // The study around would count as well: leave it.
        std::fs::rename(desk.path("emic.toml"), desk.path("emic.not")).unwrap();
        let apart = run(&arguments);
        std::fs::rename(desk.path("emic.not"), desk.path("emic.toml")).unwrap();
        assert_eq!(apart, study, "{table:?}");
    }
}

#[test]
fn a_bad_line_is_named_and_stops_no_other() {
    let desk = desk(3);
    let good = record(1).to_string();
    let lines =
        format!("{good}\n\nsecret\n{{\"transcript\":\"P9\",\"case\":\"x\"}}\n{}\n", record(2));
    desk.write("in.jsonl", lines);
    let run = desk.emic(&[
        "tally",
        "in.jsonl",
        "gone.jsonl",
        "all.jsonl",
        "--codebook",
        "apart/codebook.toml",
    ]);
    assert_eq!(run.rows().len(), 5, "{run:?}");
    assert!(run.err.contains("in.jsonl:3:1"), "{run:?}");
    assert!(run.err.contains("missing field `text`") && run.err.contains("in.jsonl:4:"), "{run:?}");
    assert!(run.err.contains("gone.jsonl") && !run.err.contains("secret"), "{run:?}");
    run.error("this line is no transcript: it is no JSON");
    desk.emic(&["tally", "all.jsonl", "transcripts"])
        .error("transcripts and lines of JSON together");
}

#[test]
fn what_does_not_belong_together_is_refused_by_name() {
    let desk = desk(4);
    let tally = |more: &[&str], name: &str| {
        let arguments: Vec<&str> = ["tally", "-o", name].iter().chain(more).copied().collect();
        desk.emic(&arguments).done();
    };
    tally(&[], "a.jsonl");
    tally(&["--where", "site=North"], "b.jsonl");
    let themes = |names: &[&str]| {
        let mut arguments = vec!["report", "themes"];
        names.iter().for_each(|name| arguments.extend(["--tallies", name]));
        desk.emic(&arguments)
    };
    let run = themes(&["a.jsonl", "b.jsonl"]).error("`filter` is `site=North`");
    assert!(run.err.contains("b.jsonl:1") && run.err.contains("a.jsonl:1"), "{run:?}");
    assert!(run.out.is_empty(), "a table over a part of what was given: {run:?}");
    // The same twice is one; two that differ are a mistake.
    let once = themes(&["a.jsonl"]).done();
    let twice = themes(&["a.jsonl", "a.jsonl"]).done();
    assert_eq!(once.out, twice.out);
    assert!(twice.err.contains("4 tallies stood there before"), "{twice:?}");
    desk.write("c.jsonl", desk.read("a.jsonl").replacen("\"words\":", "\"words\":1", 1));
    themes(&["a.jsonl", "c.jsonl"]).error("the transcript `P0` has two tallies that differ");
    // A torn last line, another codebook, another schema, nothing at all.
    let text = desk.read("a.jsonl");
    desk.write("torn.jsonl", &text[..text.len() - 9]);
    themes(&["torn.jsonl"]).error("this line is no tally: the line ends too early");
    desk.write("later.jsonl", text.replace("\"schema\":1", "\"schema\":2"));
    themes(&["later.jsonl"]).error("schema 2");
    desk.write("none.jsonl", "");
    themes(&["none.jsonl"]).error("there is no tally in these files");
    themes(&["n*.json"]).error("no file is meant by `n*.json`");
    themes(&["gone.jsonl"]).error("this file does not exist");
    desk.emic(&["report", "themes", "--tallies", "a.jsonl", "--by", "question"])
        .error("`emic tally --questions`");
    desk.emic(&["report", "themes", "--tallies", "a.jsonl", "--by", "sit"])
        .error("did you mean `site`?");
    desk.emic(&["report", "themes", "--tallies", "a.jsonl", "--where", "site=North"])
        .error("cannot be used with");
    desk.write("codebooks/c.toml", CODEBOOK.replace("hope*", "hoped"));
    let run = themes(&["a.jsonl"]).error("made with another codebook");
    assert!(run.err.contains("it is the same in 3 more lines"), "{run:?}");
}

#[test]
fn the_fault_of_ten_thousand_lines_is_told_once() {
    let desk = desk(1);
    let book = ["--codebook", "apart/codebook.toml"];
    desk.write("in.jsonl", "{\"transcript\":1}\n".repeat(10_000) + &record(1).to_string());
    let run = desk.emic(&["tally", "in.jsonl", book[0], book[1]]).error("missing field `text`");
    assert_eq!(run.rows().len(), 1, "{run:?}");
    assert!(run.err.contains("in.jsonl:1:16: the same in 9999 more lines."), "{}", run.err);
    assert!(run.err.lines().count() < 10, "{}", run.err);
    desk.write("t.jsonl", "{\"schema\":1,\"words\":1}\n".repeat(10_000));
    let run = desk.emic(&["report", "themes", "--tallies", "t.jsonl"]).error("is no tally");
    assert!(run.err.contains("it is the same in 9999 more lines"), "{}", run.err);
    assert!(run.err.lines().count() < 10, "{}", run.err);
}

#[test]
fn filters_that_let_nothing_in_give_the_table_of_zeros() {
    let desk = desk(6);
    let filter = ["--where", "site=North", "--where", "age>=90"];
    let arguments: Vec<&str> =
        ["tally", "--questions", "-o", "none.jsonl"].iter().chain(&filter).copied().collect();
    let run = desk.emic(&arguments).done();
    assert!(run.err.contains("nothing passes these filters"), "{run:?}");
    for table in &TABLES[..8] {
        if table.contains(&"--compare") {
            continue;
        }
        let whole = report(&desk, table, &filter);
        assert!(whole.contains("ope"), "{table:?}: {whole}");
        assert_eq!(report(&desk, table, &["--tallies", "none.jsonl"]), whole, "{table:?}");
    }
    // It says how it was made as every other does.
    desk.emic(&["tally", "-o", "all-t.jsonl"]).done();
    desk.emic(&["report", "themes", "--tallies", "all-t.jsonl", "--tallies", "none.jsonl"])
        .error("this tally was made otherwise: `filter` is `site=North, age>=90`");
    // Where nothing was read there is nothing to say.
    let run = desk.piped(&["tally", "-", "--codebook", "codebooks/c.toml"], b"").done();
    assert_eq!(run.out, "");
}

#[test]
fn a_folder_or_a_pattern_names_several_files() {
    let desk = desk(6);
    let text = desk.emic(&["tally"]).done().out;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    desk.write("out/part-10.jsonl", lines[..2].concat());
    desk.write("out/part-2.jsonl", lines[2..].concat());
    desk.write("out/_SUCCESS", "");
    let whole = desk.emic(&["report", "themes"]).done().out;
    for tallies in ["out", "out/part-*.jsonl", "./o*t/p*l"] {
        assert_eq!(desk.emic(&["report", "themes", "--tallies", tallies]).done().out, whole);
    }
    let piped = desk.piped(&["report", "themes", "--tallies", "-"], text.as_bytes());
    assert_eq!(piped.done().out, whole);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let desk = desk(3);
    let mut command = desk.command();
    command.args(["tally", "-", "--codebook", "apart/codebook.toml"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        // Without end, until nobody reads.
        (0..).all(|number| writeln!(input, "{}", record(number)).is_ok())
    });
    let mut first = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut first).unwrap();
    assert!(first.contains("\"transcript\":\"P0\""));
    drop(output);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr), (Some(0), Vec::new()));
    assert!(!writer.join().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() })]

    /// Split over files in any way, in any order, some twice: the bytes of the whole.
    #[test]
    fn tallies_in_any_parts_and_order_are_the_whole(
        people in 1_usize..30,
        order in proptest::collection::vec((any::<u32>(), 0_usize..4, any::<bool>()), 30),
    ) {
        let desk = desk(people);
        let text = desk.emic(&["tally", "--questions"]).done().out;
        let mut lines: Vec<_> = text.lines().zip(&order).collect();
        lines.sort_by_key(|(_, (rank, _, _))| *rank);
        let mut files = vec![String::new(); 4];
        for (line, (_, file, twice)) in lines {
            files[*file].push_str(&format!("{line}\n"));
            if *twice {
                files[(file + 1) % 4].push_str(&format!("{line}\n"));
            }
        }
        for (number, file) in files.iter().enumerate() {
            desk.write(&format!("part-{number}.jsonl"), file);
        }
        for table in [TABLES[0], TABLES[2], TABLES[4], TABLES[5]] {
            let whole = report(&desk, table, &[]);
            prop_assert_eq!(report(&desk, table, &["--tallies", "part-*.jsonl"]), whole);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..Default::default() })]

    /// Tallied in parts, of which filters may leave nothing of some or of all: the bytes of the whole.
    #[test]
    fn parts_of_which_nothing_is_left_change_nothing(
        people in 1_usize..12,
        parts in proptest::collection::vec(0_usize..4, 12),
        least in 15_usize..35,
    ) {
        let desk = desk(people);
        let least = format!("age>={least}");
        let filter = ["--where", "site=North", "--where", &least];
        for part in 0..4 {
            let of_part = (0..people).filter(|number| parts[*number] == part);
            let lines: String = of_part.map(|number| format!("{}\n", record(number))).collect();
            let arguments: Vec<&str> = ["tally", "-", "--codebook", "codebooks/c.toml"]
                .iter()
                .chain(&filter)
                .copied()
                .collect();
            let out = desk.piped(&arguments, lines.as_bytes()).done().out;
            desk.write(&format!("part-{part}.jsonl"), out);
        }
        for table in [TABLES[0], TABLES[2], TABLES[5]] {
            let whole = report(&desk, table, &filter);
            prop_assert_eq!(report(&desk, table, &["--tallies", "part-*.jsonl"]), whole);
        }
    }
}

#[test]
fn what_is_read_is_not_written_over() {
    let desk = desk(2);
    let before = desk.read("all.jsonl");
    desk.emic(&["tally", "all.jsonl", "--codebook", "apart/codebook.toml", "-o", "./all.jsonl"])
        .error("would be lost");
    assert_eq!(desk.read("all.jsonl"), before);
    desk.emic(&["report", "themes", "-f", "csv", "-o", "transcripts/P1.txt"])
        .error("would be lost");
    assert_eq!(desk.read("transcripts/P1.txt"), said(1));
    desk.emic(&["apply", "-f", "csv", "-o", "codebooks/c.toml"]).error("would be lost");
    assert_eq!(desk.read("codebooks/c.toml"), CODEBOOK);
}
