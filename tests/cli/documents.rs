//! Documents: Excel, Word and LaTeX files of every report; the quote bank and the codebook.

use std::io::{Cursor, Read, Write};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};

use crate::desk::Desk;

const CODEBOOK: &str = r#"schema = 1

[codebook]
id      = "care"
name    = "Care"
version = "2.0.0"
unit    = "sentence"

[[code]]
id         = "care"
label      = "Care & more"
codable    = false

[[code]]
id         = "care.trust"
label      = "Trust"
parent     = "care"
definition = "Somebody is relied on."
use_when   = ["a person is relied on"]
not_when   = ["a trust fund"]
examples   = ["I trust her."]

  [[code.rule]]
  any = ["trust"]
"#;

/// Six people in two groups, one of them alone in hers; she says what no program likes to hear.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.emic(&["init", "."]).done();
    desk.write("codebooks/care.toml", CODEBOOK);
    let mut cases = String::from("id,group\nZoe,Employer\n");
    for name in ["Ana", "Ben", "Cy", "Di", "Eve"] {
        cases.push_str(&format!("{name},HCP\n"));
        let text = format!("I: Do you?\n{name}: I trust them. I, {name}, trust you. Yes.\n");
        desk.write(&format!("transcripts/{name}.txt"), text);
    }
    desk.write("cases.csv", cases);
    desk.write(
        "transcripts/Zoe.txt",
        "I: Well?\nZoe: =trust(\"x\")\u{202e} \\input{a}\u{1b}[31m <b>&amp;</b> _x0041_ 100 %.\n",
    );
    desk
}

fn word(desk: &Desk, name: &str) -> String {
    let bytes = std::fs::read(desk.path(name)).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_report_becomes_every_document_and_the_same_one_each_time() {
    let desk = desk();
    for report in ["themes", "matrix", "quotes", "codebook"] {
        for extension in ["xlsx", "docx", "tex"] {
            let name = format!("{report}.{extension}");
            let run = desk.emic(&["report", report, "-o", &name]).done();
            assert!(run.err.contains("Wrote"), "{}", run.err);
            let first = std::fs::read(desk.path(&name)).unwrap();
            desk.emic(&["report", report, "-o", &name]).done();
            assert_eq!(first, std::fs::read(desk.path(&name)).unwrap(), "{name}");
        }
    }
    let piped = desk.command().args(["report", "themes", "-f", "xlsx"]).output().unwrap();
    assert_eq!(piped.stdout, std::fs::read(desk.path("themes.xlsx")).unwrap());
}

#[test]
fn a_workbook_has_typed_cells_and_says_what_they_count() {
    let desk = desk();
    desk.emic(&["report", "themes", "--by", "group", "--min-cell", "5", "-o", "t.xlsx"]).done();
    let bytes = std::fs::read(desk.path("t.xlsx")).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Themes", "Notes"]);
    let sheet = book.worksheet_range("Themes").unwrap();
    let place = |heading: &str| {
        let headings = sheet.rows().next().unwrap();
        headings.iter().position(|cell| *cell == heading).unwrap_or_else(|| panic!("{heading}"))
    };
    let trust = sheet.rows().nth(2).unwrap();
    assert_eq!(trust[0], "care.trust");
    assert_eq!(trust[place("Cases")], Data::Float(6.0));
    // All six speak of it: all segments less those of five would be those of the one employer.
    assert_eq!(trust[place("Cases, HCP")], Data::Empty);
    assert_eq!(trust[place("Cases, Employer")], Data::Empty);
    let notes = book.worksheet_range("Notes").unwrap();
    let notes: Vec<String> = notes.used_cells().map(|cell| cell.2.to_string()).collect();
    assert!(notes[0].starts_with("Codings by rules; codebook care 2.0.0"), "{notes:?}");
    assert!(notes.iter().any(|line| line == "codebook_sha256"), "{notes:?}");
    assert!(notes.iter().any(|line| line.starts_with("×: not shown")), "{notes:?}");
}

#[test]
fn what_somebody_said_stays_text_in_every_document() {
    let desk = desk();
    let all = ["report", "quotes", "-k", "20", "--case", "Zoe"];
    desk.emic(&[&all[..], &["-o", "q.xlsx"]].concat()).done();
    let bytes = std::fs::read(desk.path("q.xlsx")).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Quotes", "Quotations by case", "Notes"]);
    let sheet = book.worksheet_range("Quotes").unwrap();
    let said = "=trust(\"x\")\u{fffd} \\input{a}␛[31m <b>&amp;</b> _x0041_ 100 %.";
    assert!(sheet.used_cells().any(|cell| *cell.2 == said), "{sheet:?}");
    assert!(book.worksheet_formula("Quotes").unwrap().is_empty());

    desk.emic(&[&all[..], &["-o", "q.docx"]].concat()).done();
    let document = word(&desk, "q.docx");
    let said = "“=trust(&quot;x&quot;)\u{fffd} \\input{a}␛[31m &lt;b&gt;&amp;amp;&lt;/b&gt; _x0041_ 100 %.” (Zoe)";
    assert!(document.contains(said), "{document}");

    desk.emic(&[&all[..], &["-o", "q.tex"]].concat()).done();
    let said = "``=trust(\\char34{}x\\char34{})? \\textbackslash{}input\\{a\\}?{[}31m \
                \\textless{}b\\textgreater{}\\&amp;\\textless{}/b\\textgreater{} \\_x0041\\_ 100 \\%.'' (Zoe)";
    assert!(desk.read("q.tex").contains(said), "{}", desk.read("q.tex"));
}

#[test]
fn a_terminal_is_not_given_a_workbook() {
    let desk = desk();
    // `script` gives the program a terminal; where there is none, there is nothing to try.
    if Command::new("script").arg("--version").output().is_err() {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `script` here");
        return;
    }
    let line = format!("{} report themes -f xlsx", env!("CARGO_BIN_EXE_emic"));
    let seen = desk.path("seen");
    let run = Command::new("script")
        .args(["-qec", &line])
        .arg(&seen)
        .current_dir(desk.path("."))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(told.contains("a terminal cannot show an Excel workbook"), "{told}");
    assert!(told.contains("`-o FILE.xlsx`"), "{told}");
    assert_eq!(run.status.code(), Some(2));
}

#[test]
fn quotations_are_spread_over_people_and_labels_point_at_nobody() {
    let desk = desk();
    let quotes = |arguments: &[&str]| {
        desk.emic(&[&["report", "quotes", "-f", "csv"], arguments].concat()).done().out
    };
    let csv = quotes(&["--by", "group", "-k", "6"]);
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("code,label,quote_label,case,transcript,turn,start,end,quote,question")
    );
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), 6);
    for name in ["Ana", "Ben", "Cy", "Di", "Eve", "Zoe"] {
        let own: Vec<&&str> =
            rows.iter().filter(|row| row.contains(&format!("{name},{name},2,"))).collect();
        assert_eq!(own.len(), 1, "{csv}");
        let group = if name == "Zoe" { "group withheld" } else { "HCP" };
        assert!(own[0].contains(&format!("\"{name}, {group}\"")), "{}", own[0]);
        assert!(own[0].ends_with(if name == "Zoe" { ",Well?" } else { ",Do you?" }));
    }
    assert_eq!(csv, quotes(&["--by", "group", "-k", "6", "--seed", "42"]));
    assert!(
        (0..9)
            .any(|seed| quotes(&["-k", "1", "--seed", &seed.to_string()]) != quotes(&["-k", "1"]))
    );
    assert!(
        quotes(&["--by", "group", "--min-cell", "1", "--case", "Zoe"])
            .contains("\"Zoe, Employer\"")
    );
    assert!(quotes(&["--longest", "2", "--case", "Ana", "-k", "1"]).contains(" …,Do you?"));
    assert!(
        quotes(&["--unit", "turn", "--case", "Ana"])
            .contains("\"I trust them. I, Ana, trust you. Yes.\"")
    );
    assert_eq!(quotes(&["--code", "care"]).lines().count(), 6);
    assert_eq!(quotes(&["--roll-up", "-k", "99"]).lines().count(), 1 + 2 * 11);
    let shown = desk.emic(&["report", "quotes", "--with-question", "--case", "Ben"]).done().out;
    assert!(shown.contains("  Do you?\n  “"), "{shown}");
    desk.emic(&["report", "quotes", "--label", "{grup}"]).error("did you mean `group`?");
}

#[test]
fn the_study_says_how_quotations_are_labelled() {
    let desk = desk();
    let config = desk.read("emic.toml");
    desk.write(
        "emic.toml",
        config.replace("[report]", "[report]\nquote_label = \"{case} ({group})\""),
    );
    let csv = desk
        .emic(&["report", "quotes", "-f", "csv", "--case", "Ana", "--min-cell", "1"])
        .done()
        .out;
    assert!(csv.contains("Ana (HCP)"), "{csv}");
    desk.write("emic.toml", config.replace("[report]", "[report]\nquote_label = \"{grup}\""));
    desk.emic(&["report", "quotes"]).error("`quote_label` of `[report]`");
}

#[test]
fn the_codebook_is_a_document_with_counts() {
    let desk = desk();
    let csv = desk.emic(&["report", "codebook", "-f", "csv"]).done().out;
    assert!(
        csv.starts_with(
            "code,label,kind,depth,parent,status,origin,cycle,codable,brief,definition,"
        )
    );
    assert!(csv.lines().nth(2).unwrap().ends_with(",6,6,6,11"), "{csv}");
    desk.emic(&["report", "codebook", "-o", "book.docx"]).done();
    let document = word(&desk, "book.docx");
    for text in [
        "Care &amp; more",
        "Somebody is relied on.",
        "Use when: a person is relied on",
        "Not when: a trust fund",
        "Examples: “I trust her.”",
        "Found in 6 of 6 cases: 11 segments in 6 transcripts.",
        "<w:pStyle w:val=\"Heading2\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Trust<",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
    let page = desk.emic(&["report", "codebook", "-f", "md"]).done().out;
    assert!(page.contains("\n### Trust\n\ncare.trust: code, active.\n"), "{page}");
}
