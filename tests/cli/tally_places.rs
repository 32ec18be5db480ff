//! Tallies that say where codes stand: the reports that look at places give the bytes of the whole.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::Desk;

/// Every report that looks at places, with each of its options.
const REPORTS: [&[&str]; 14] = [
    &["saturation"],
    &["saturation", "--order", "date", "--base", "3", "--run", "1", "--threshold", "10"],
    &["saturation", "--order", "kind", "--seed", "7"],
    &["cooccurrence"],
    &["cooccurrence", "--level", "segment", "--links", "3"],
    &["cooccurrence", "--level", "window:3", "--stanza", "2"],
    &["cooccurrence", "--level", "transcript"],
    &["cooccurrence", "--level", "case", "--min-cell", "2"],
    &["stages"],
    &["stages", "--collapse", "--gap-breaks", "2", "--permutations", "20", "--seed", "3"],
    &["stages", "--by", "kind", "--min-cell", "3", "--merge-small", "--permutations", "0"],
    &["stages", "--gap-breaks", "1", "--permutations", "9", "--by", "kind"],
    &["model"],
    &["model", "--shape", "paradigm"],
];

fn report(desk: &Desk, report: &[&str], more: &[&str]) -> String {
    let arguments: Vec<&str> = ["report"].iter().chain(report).chain(more).copied().collect();
    desk.emic(&arguments).done().out
}

fn tallied(desk: &Desk, more: &[&str]) {
    let arguments = ["tally", "--segments", "-o", "t.jsonl"];
    desk.emic(&arguments.iter().chain(more).copied().collect::<Vec<_>>()).done();
}

/// An example study; two codes are related as the stages of a process where it has none.
fn example(name: &str, stages: Option<(&str, &str)>) -> Desk {
    let desk = Desk::new();
    desk.emic(&["init", "--example", name]).done();
    if let Some((from, to)) = stages {
        let book = format!("codebooks/{name}.toml");
        let relation =
            format!("\n[[relation]]\nfrom = \"{from}\"\nto = \"{to}\"\ntype = \"precedes\"\n");
        desk.write(&book, desk.read(&book) + &relation);
    }
    desk
}

#[test]
fn every_example_study_gives_the_same_bytes() {
    for (name, stages) in [
        ("bridge", Some(("bridge.function", "bridge.peer"))),
        ("creating-connection", None),
        ("everyday-connection", Some(("everyday", "shared"))),
        ("navigator-journey", None),
        ("peer-work", Some(("work.direct", "work.indirect"))),
    ] {
        let desk = example(name, stages);
        tallied(&desk, &[]);
        for table in REPORTS {
            let whole = report(&desk, table, &["-f", "json"]);
            let folded = report(&desk, table, &["-f", "json", "--tallies", "t.jsonl"]);
            assert_eq!(folded, whole, "{name}: {table:?}");
        }
    }
}

#[test]
fn every_format_has_the_same_bytes() {
    let desk = example("creating-connection", None);
    tallied(&desk, &[]);
    let formats = ["table", "csv", "tsv", "jsonl", "md", "latex", "html", "docx", "xlsx", "svg"];
    for kind in ["saturation", "cooccurrence", "stages", "model"] {
        let graphs = ["mermaid", "dot"].iter().filter(|_| ["stages", "model"].contains(&kind));
        for format in formats.iter().chain(graphs) {
            let bytes = |more: &[&str]| {
                report(&desk, &[kind], &[&["-f", format, "-o", "out"], more].concat());
                std::fs::read(desk.path("out")).unwrap()
            };
            assert!(bytes(&["--tallies", "t.jsonl"]) == bytes(&[]), "{kind} as {format}");
        }
    }
}

#[test]
fn codings_of_people_and_what_filters_left_are_where_they_were() {
    let desk = example("bridge", Some(("bridge.function", "bridge.peer")));
    let tables: [&[&str]; 4] = [
        &["saturation", "-f", "csv"],
        &["cooccurrence", "--level", "segment", "-f", "json"],
        &["stages", "--permutations", "5", "--gap-breaks", "2", "-f", "json"],
        &["model", "-f", "json"],
    ];
    let asked: [&[&str]; 7] = [
        &["--coder", "ana"],
        &["--coder", "ana,ben", "--union"],
        &["--coder", "ana", "--looked-at"],
        &["--unit", "sentence", "--where", "group=PWUD"],
        &["--unit", "transcript"],
        &["--unit", "turn", "--match", "they"],
        &["--case", "P*", "--speaker", "P*"],
    ];
    let mut seen = std::collections::BTreeSet::new();
    for filter in asked {
        tallied(&desk, filter);
        // Whose they are is said once more; what counts was decided before.
        let whose = filter.iter().take_while(|word| *word != &"--looked-at").copied();
        let whose: Vec<&str> = whose.filter(|_| filter[0] == "--coder").collect();
        for table in tables {
            let whole = report(&desk, table, filter);
            let more = [&whose[..], &["--tallies", "t.jsonl"]].concat();
            assert_eq!(report(&desk, table, &more), whole, "{filter:?} {table:?}");
            seen.insert(whole);
        }
    }
    assert!(seen.len() > 20, "the filters make a difference: {}", seen.len());
    // Codes are chosen when it is reported.
    let few = ["--theme", "bridge.function"];
    tallied(&desk, &[]);
    for table in tables {
        let folded = report(&desk, table, &[&few[..], &["--tallies", "t.jsonl"]].concat());
        assert_eq!(folded, report(&desk, table, &few), "{table:?}");
    }
}

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
    unit = \"sentence\"\n\
    [[code]]\nid = \"way\"\nlabel = \"Way\"\ncodable = false\n\
    [[code]]\nid = \"meet\"\nlabel = \"Meet\"\nparent = \"way\"\norder = 1\nrule = [{ any = [\"meet*\"] }]\n\
    [[code]]\nid = \"stay\"\nlabel = \"Stay\"\nparent = \"way\"\norder = 2\nrule = [{ any = [\"stay*\"] }]\n\
    [[code]]\nid = \"stay.long\"\nlabel = \"Long\"\nparent = \"stay\"\nrule = [{ any = [\"long\"] }]\n\
    [[code]]\nid = \"leave\"\nlabel = \"Leave\"\nparent = \"way\"\norder = 3\nrule = [{ any = [\"leave\"], code = \"match\" }]\n\
    [[code]]\nid = \"all\"\nlabel = \"All\"\nrule = [{ any = [\"whole\"], unit = \"transcript\", code = \"transcript\" }]\n\
    [[relation]]\nfrom = \"meet\"\nto = \"leave\"\ntype = \"precedes\"\n\
    [[relation]]\nfrom = \"all\"\nto = \"way\"\ntype = \"context\"\n";

const OF_PLACES: [&[&str]; 6] = [
    &["saturation", "--base", "2", "--run", "1", "-f", "json"],
    &["saturation", "--order", "site", "-f", "csv"],
    &["cooccurrence", "-f", "json"],
    &["cooccurrence", "--level", "case", "-f", "csv"],
    &[
        "stages",
        "--of",
        "way",
        "--permutations",
        "9",
        "--gap-breaks",
        "1",
        "--by",
        "site",
        "-f",
        "json",
    ],
    &["model", "-f", "json"],
];

/// What is said in one of a few dozen conversations, some of which several people have.
fn said(number: usize, words: &[u8]) -> String {
    let mut text = format!("I: And then, número {}?\n", number % 3);
    for (place, word) in words.iter().enumerate() {
        let who = format!("P{}", number + place % (1 + number % 3));
        let word = match word % 6 {
            0 => "We meet. I leave.",
            1 => "«Sí», I stay, it is long.",
            2 => "That is the whole of it.",
            3 => "I [laughs] leave; they stay.",
            4 => "We meet, and leave.",
            _ => "Hm.",
        };
        text.push_str(&format!("{who}: {word}\n"));
        if place % 3 == 2 {
            text.push_str("I: You leave?\n");
        }
    }
    text
}

/// A study of such conversations in two folders, which is another order than that of the names.
fn desk(talks: &[Vec<u8>]) -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/c.toml", CODEBOOK);
    desk.write("apart/codebook.toml", CODEBOOK);
    let (mut table, mut lines) = ("id,case,site\n".to_owned(), String::new());
    for (number, words) in talks.iter().enumerate() {
        let (folder, site) = (["b", "a"][number % 2], ["North", "South", "East"][number % 3]);
        let text = said(number, words);
        desk.write(&format!("transcripts/{folder}/T{number}.txt"), &text);
        // Some have one case, whoever speaks.
        let case = if number % 4 == 0 { "one".to_owned() } else { String::new() };
        table.push_str(&format!("T{number},{case},{site}\n"));
        let mut record = json!({
            "transcript": format!("T{number}"), "text": text, "attributes": { "site": site },
        });
        if !case.is_empty() {
            record["case"] = json!(case);
        }
        lines.push_str(&format!("{record}\n"));
    }
    desk.write("transcripts.csv", table);
    desk.write("all.jsonl", lines);
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..Default::default() })]

    /// Split over files in any way, in any order, some twice: the bytes of the whole.
    #[test]
    fn places_in_any_parts_and_order_are_the_whole(
        talks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..9), 1..12),
        order in proptest::collection::vec((any::<u32>(), 0_usize..3, any::<bool>()), 12),
    ) {
        let desk = desk(&talks);
        let text = desk.emic(&["tally", "--segments"]).done().out;
        let mut lines: Vec<_> = text.lines().zip(&order).collect();
        lines.sort_by_key(|(_, (rank, _, _))| *rank);
        let mut files = vec![String::new(); 3];
        for (line, (_, file, twice)) in lines {
            files[*file].push_str(&format!("{line}\n"));
            if *twice {
                files[(file + 1) % 3].push_str(&format!("{line}\n"));
            }
        }
        for (number, file) in files.iter().enumerate() {
            desk.write(&format!("part-{number}.jsonl"), file);
        }
        for table in OF_PLACES {
            let whole = report(&desk, table, &[]);
            prop_assert_eq!(report(&desk, table, &["--tallies", "part-*.jsonl"]), whole);
        }
    }
}

/// So many conversations in which everything is said.
fn talks(number: u8) -> Vec<Vec<u8>> {
    (0..number).map(|talk| (0..7).map(|word| word + talk).collect()).collect()
}

#[test]
fn lines_of_json_say_where_as_well() {
    let desk = desk(&talks(8));
    std::fs::rename(desk.path("emic.toml"), desk.path("apart/emic.not")).unwrap();
    let book = ["--codebook", "apart/codebook.toml"];
    let tally = ["tally", "all.jsonl", "--segments", "--codings", "-o", "t.jsonl"];
    desk.emic(&[&tally[..], &book].concat()).done();
    for table in OF_PLACES {
        if table.contains(&"site") {
            continue; // Files know no attributes without a study.
        }
        // As files by their names, which is the order of tallies without a study.
        let names: Vec<String> = (0..8)
            .map(|number| format!("transcripts/{}/T{number}.txt", ["b", "a"][number % 2]))
            .filter(|name| !["T0", "T4"].iter().any(|one| name.contains(one)))
            .collect();
        let files: Vec<&str> = names.iter().map(String::as_str).chain(book).collect();
        // What a table of the study says about cases is in the lines alone.
        let kept: Vec<String> = desk
            .read("t.jsonl")
            .lines()
            .filter(|line| !line.contains("\"T0\"") && !line.contains("\"T4\""))
            .map(|line| format!("{line}\n"))
            .collect();
        desk.write("some.jsonl", kept.concat());
        let folded = report(&desk, table, &[&book[..], &["--tallies", "some.jsonl"]].concat());
        assert_eq!(folded, report(&desk, table, &files), "{table:?}");
    }
}

#[test]
fn a_line_says_where_and_no_word() {
    let desk = desk(&[vec![0, 5, 3, 2]]);
    let row = desk.emic(&["tally", "--segments"]).done().rows().remove(0);
    let segments = &row["segments"];
    let person = json!({ "case": "one", "participant": true, "in": true });
    let asking = json!({ "case": null, "participant": false, "in": true });
    assert_eq!(segments["voices"], json!([asking, person]));
    assert_eq!(segments["turns"], json!([0, 1, 1, 1, 0, 1]));
    let text = "I: And then, número 0?\nP0: We meet. I leave.\n";
    let at = |word: &str| text[..text.find(word).unwrap()].chars().count();
    assert_eq!(segments["codes"]["meet"], json!([[at("We"), at("We") + 8, 2]]));
    assert_eq!(segments["codes"]["leave"][0], json!([at("leave"), at("leave") + 5, 2]));
    // A whole transcript is whose the words are that made it one.
    let whole = segments["codes"]["all"][0].as_array().unwrap();
    assert_eq!(whole[2..], [json!(2), json!(6), json!(1)]);
    assert!(row["segments"]["codes"].get("way").is_none(), "a code has its own segments alone");
    let without = desk.emic(&["tally"]).done().rows().remove(0);
    assert!(without.get("segments").is_none());
}

#[test]
fn what_says_nothing_of_places_is_refused_by_name() {
    let desk = desk(&talks(3));
    tallied(&desk, &[]);
    desk.emic(&["tally", "-o", "plain.jsonl"]).done();
    for table in OF_PLACES {
        let arguments = [&["report"], table, &["--tallies", "plain.jsonl"]].concat();
        desk.emic(&arguments)
            .error("these tallies do not say where segments stand")
            .error("`emic tally --segments` makes tallies that do");
    }
    let both = ["--tallies", "t.jsonl", "--tallies", "plain.jsonl"];
    for kind in ["themes", "model"] {
        let run = desk.emic(&[&["report", kind][..], &both].concat());
        run.error("this tally was made otherwise: `segments` is `false`");
    }
    // Those that need none take them.
    let themes = report(&desk, &["themes"], &["--tallies", "t.jsonl"]);
    assert_eq!(themes, report(&desk, &["themes"], &[]));
    for kind in ["quotes", "all"] {
        let run = desk.emic(&["report", kind, "--tallies", "t.jsonl"]);
        run.error("this needs what was said").error("`saturation`");
    }
    desk.emic(&["report", "model", "--tallies", "t.jsonl", "--where", "site=North"])
        .error("cannot be used with");
    desk.emic(&["report", "saturation", "--tallies", "t.jsonl", "--order", "sit"])
        .error("did you mean `site`?");
    desk.emic(&["report", "stages", "--tallies", "t.jsonl", "--of", "wai"])
        .error("did you mean `way`?");
}

#[test]
fn whole_transcripts_stay_whose_they_are_within_filters() {
    let desk = desk(&talks(6));
    let filters: [&[&str]; 4] = [
        &["--match", "leave"],
        &["--unit", "sentence", "--match", "leave"],
        &["--unit", "turn", "--speaker", "P1", "--speaker", "P2"],
        &["--unit", "paragraph", "--case", "T1/*"],
    ];
    for filter in filters {
        tallied(&desk, filter);
        for table in OF_PLACES {
            let whole = report(&desk, table, filter);
            let folded = report(&desk, table, &["--tallies", "t.jsonl"]);
            assert_eq!(folded, whole, "{filter:?} {table:?}");
        }
    }
}

#[test]
fn filters_that_let_nothing_in_give_the_report_of_nothing() {
    let desk = desk(&talks(4));
    let filter = ["--case", "one", "--where", "site=East"];
    tallied(&desk, &filter);
    assert_eq!(
        desk.emic(&["tally", "--segments", filter[0], filter[1], filter[2], filter[3]])
            .done()
            .rows()[0]["segments"],
        json!({})
    );
    for table in OF_PLACES {
        let whole = report(&desk, table, &filter);
        assert_eq!(report(&desk, table, &["--tallies", "t.jsonl"]), whole, "{table:?}");
    }
}

#[test]
fn numbers_that_lead_nowhere_are_told_at_their_line() {
    let desk = desk(&talks(2));
    let lines = desk.emic(&["tally", "--segments"]).done().rows();
    let refused = |change: &dyn Fn(&mut Value), why: &str| {
        let mut second = lines[1].clone();
        change(&mut second["segments"]);
        desk.write("bad.jsonl", format!("{}\n{second}\n", lines[0]));
        let run = desk.emic(&["report", "cooccurrence", "--tallies", "bad.jsonl"]).error(why);
        assert!(run.err.contains("bad.jsonl:2") && run.out.is_empty(), "{run:?}");
    };
    let first = |segments: &mut Value, numbers: Value| segments["codes"]["meet"][0] = numbers;
    refused(&|it| first(it, json!([5, 9, 4_294_967_295_u32])), "has no segment at");
    refused(&|it| first(it, json!([5, 9, 1, 4_294_967_295_u32])), "has no segment at");
    refused(&|it| first(it, json!([9, 5, 2])), "`meet` has no segment at [9,5,2]");
    refused(&|it| first(it, json!([5, 9, 2, 3, 99])), "has no segment at [5,9,2,3,99]");
    refused(&|it| first(it, json!([5, 9, 4_294_967_296_u64])), "this line is no tally");
    refused(&|it| it["turns"] = json!(4_294_967_295_u32), "this line is no tally");
    refused(&|it| it["turns"] = json!([0, 7]), "a turn has the voice 7");
    refused(&|it| it["codes"]["hype"] = json!([]), "counts `hype`, which no codebook has");
    refused(&|it| it["words"] = json!("said"), "this line is no tally");
}
