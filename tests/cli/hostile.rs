//! What was said is data: in a terminal, a table, a page and a typeset document it does nothing.
//! A line a threat in `docs/security.md`.

use crate::desk::Desk;

const SPEECH: &str = "=HYPERLINK(\"http://x\") @SUM(A1) <script>alert(1)</script> <img src=x onerror=alert(1)> \
    \\input{/etc/passwd} \\write18{id} $x$ \u{202e}txt.exe\u{2066} \u{1b}]0;t\u{7} \u{9b}2J hope";

fn desk() -> Desk {
    let desk = Desk::with_study();
    let _ = std::fs::remove_dir_all(desk.path("codebooks"));
    desk.write(
        "codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\n[[code]]\nid = \"hope\"\nlabel = \"Hope\"\n\
         definition = \"=1+1 <b>\\\\input{x}\"\n[[code.rule]]\nany = [\"hope\"]\n",
    );
    desk.write("transcripts/P1.txt", format!("I: So?\nMara: {SPEECH}\nI: And?\nMara: +1 hope\n"));
    desk
}

/// Signs that drive a terminal, or turn around what stands before them.
fn is_driving(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn a_terminal_shows_speech_and_obeys_none() {
    let desk = desk();
    for arguments in [
        &["show", "P1"][..],
        &["search", "hope"],
        &["search", "hope", "--kwic"],
        &["report", "quotes"],
        &["report", "codebook"],
        &["codebook", "show", "hope"],
        &["apply", "--explain", "hope"],
        &["compare", "hope"],
    ] {
        let run = desk.emic(arguments).done();
        assert!(!run.out.contains(is_driving), "{arguments:?}: {:?}", run.out);
        assert!(!run.err.contains(is_driving), "{arguments:?}: {:?}", run.err);
    }
    // Names of files, speakers and codes are told in messages too.
    desk.write("transcripts/a\u{1b}[2Jb.txt", "x\u{1b}]0;t\u{7}: so\n");
    for arguments in [
        &["transcripts"][..],
        &["check"],
        &["search", "code:\u{1b}[2J"],
        &["show", "\u{1b}[2J\u{202e}"],
        &["report", "themes", "--speaker", "\u{1b}[31m"],
    ] {
        let run = desk.emic(arguments);
        assert!(!run.out.contains(is_driving), "{arguments:?}: {:?}", run.out);
        assert!(!run.err.contains(is_driving), "{arguments:?}: {:?}", run.err);
    }
}

#[test]
fn a_spreadsheet_runs_no_speech() {
    let desk = desk();
    let exact = desk.emic(&["report", "quotes", "-f", "csv"]).done();
    assert!(exact.out.contains("\"=HYPERLINK(\"\"http://x\"\")"), "{}", exact.out);
    let safe = desk.emic(&["report", "quotes", "-f", "csv", "--excel-safe"]).done();
    let mut rows = csv::Reader::from_reader(safe.out.as_bytes());
    for row in rows.records() {
        for cell in row.unwrap().iter() {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
    desk.emic(&["report", "quotes", "-o", "q.xlsx"]).done();
    let bytes = std::fs::read(desk.path("q.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for place in 0..archive.len() {
        let mut part = String::new();
        let mut file = archive.by_index(place).unwrap();
        std::io::Read::read_to_string(&mut file, &mut part).unwrap();
        assert!(!part.contains("<f>") && !part.contains("<hyperlink"), "{part}");
    }
}

#[test]
fn pages_and_typeset_documents_hold_text_alone() {
    let desk = desk();
    let page = desk.emic(&["report", "quotes", "-f", "html"]).done().out;
    assert!(!page.contains("<script>alert") && !page.contains("<img"), "{page}");
    assert!(page.contains("default-src &#39;none&#39;"), "a page may ask for nothing");
    let latex = desk.emic(&["report", "quotes", "-f", "latex"]).done().out;
    assert!(!latex.contains("\\input{/etc") && !latex.contains("\\write18"), "{latex}");
    let said: String = desk.emic(&["report", "quotes", "-f", "md"]).done().out;
    assert!(!said.contains("<script>") && !said.contains("<img"), "{said}");
}

/// Patterns that take a backtracking engine the age of the universe take no time here.
#[test]
fn patterns_that_explode_elsewhere_are_quick_or_refused() {
    let desk = desk();
    let speech = format!("Mara: {}\nI: So?\nMara: {} b\n", "a".repeat(50_000), "aa ".repeat(5_000));
    desk.write("transcripts/P1.txt", format!("I: And?\n{speech}"));
    let begun = std::time::Instant::now();
    for pattern in [
        "/(a+)+b/",
        "/(a|aa)+$/",
        "/(.*)*x/",
        "/^(([a-z])+.)+[A-Z]([a-z])+$/",
        "a* a* a* b",
        "*a*a*a*b",
    ] {
        desk.write(
            "codebooks/c.toml",
            format!(
                "schema = 1\n[codebook]\nid = \"c\"\n[[code]]\nid = \"hope\"\n[[code.rule]]\nany = [{pattern:?}]\n"
            ),
        );
        let run = desk.emic(&["report", "themes", "-f", "csv"]);
        assert!(matches!(run.status, 0 | 2), "{pattern}: {run:?}");
    }
    for pattern in ["/(a{1000}){1000}/", "/\\\\w{100000}/", "/((((a{9}){9}){9}){9}){9}/"] {
        desk.write(
            "codebooks/c.toml",
            format!("schema = 1\n[codebook]\nid = \"c\"\n[[code]]\nid = \"hope\"\n[[code.rule]]\nany = [\"{pattern}\"]\n"),
        );
        desk.emic(&["report", "themes"]).error("c.toml");
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_study_are_told_and_never_written_through() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("secret.txt");
    std::fs::write(&secret, "I: And?\nMara: A secret hope.\n").unwrap();
    symlink(&secret, desk.path("transcripts/P2.txt")).unwrap();
    let check = desk.emic(&["check"]);
    assert!(check.err.contains("a link to a file outside of the study"), "{check:?}");
    std::fs::create_dir_all(desk.path("codings")).unwrap();
    symlink(&secret, desk.path("codings/ana.jsonl")).unwrap();
    desk.emic(&["--coder", "ana", "code", "P1", "--turn", "2", "hope"]).error("nothing is written");
    assert_eq!(std::fs::read_to_string(&secret).unwrap(), "I: And?\nMara: A secret hope.\n");
    // An index that is a link to somebody's folder is neither emptied nor filled.
    let _ = std::fs::remove_dir_all(desk.path(".emic"));
    std::fs::create_dir(elsewhere.path().join("index")).unwrap();
    std::fs::write(elsewhere.path().join("index/a.txt"), "x").unwrap();
    symlink(elsewhere.path(), desk.path(".emic")).unwrap();
    desk.emic(&["index"]).error("a folder that is a link");
    assert!(elsewhere.path().join("index/a.txt").exists());
}

#[cfg(unix)]
#[test]
fn what_holds_speech_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    desk.write("new.txt", "I: And?\nMara: So.\n");
    desk.emic(&["add", "new.txt"]).done();
    desk.emic(&["--coder", "ana", "code", "P1", "--turn", "2", "hope"]).done();
    desk.emic(&["--coder", "ana", "memo", "new", "On hope", "--text", "It comes late."]).done();
    desk.emic(&["search", "hope"]).done();
    desk.emic(&["report", "quotes", "-o", "out/q.html"]);
    desk.emic(&["report", "quotes", "-o", "q.html"]).done();
    desk.emic(&["export", "codings.csv"]).done();
    desk.emic(&["report", "all", "-o", "handout"]).done();
    let mode =
        |name: &str| std::fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    for (name, rights) in [
        ("transcripts/new.txt", 0o600),
        ("codings/ana.jsonl", 0o600),
        ("q.html", 0o600),
        ("codings.csv", 0o600),
        (".emic", 0o700),
        ("handout", 0o700),
        ("memos", 0o700),
    ] {
        assert_eq!(mode(name), rights, "{name}");
    }
    let mut folders = vec![desk.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(
                !name.ends_with(".tmp") && !name.starts_with(".emic-"),
                "{name} is left behind"
            );
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
        }
    }
}

#[test]
fn more_than_a_gigabyte_is_refused_unread() {
    let desk = desk();
    let begun = std::time::Instant::now();
    // A file with a hole takes no place on the disk.
    let file = std::fs::File::create(desk.path("big.txt")).unwrap();
    file.set_len((1 << 30) + 1).unwrap();
    desk.emic(&["transcripts", "big.txt"]).error("larger than 1 GiB");
    desk.emic(&["add", "big.txt"]).error("larger than 1 GiB");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// Skipped unless asked for, as it takes gigabytes and minutes:
/// `EMIC_HUGE=1 cargo test --release --test cli one_line`.
#[test]
fn one_line_of_a_gigabyte_is_read() {
    if std::env::var_os("EMIC_HUGE").is_none() {
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            b"skipped: a line of a gigabyte is read with EMIC_HUGE=1\n",
        );
        return;
    }
    let desk = desk();
    for line in ["a".repeat((1 << 30) - 8), "so it is ".repeat((1 << 30) / 9)] {
        desk.write("big.txt", line);
        let codebook = ["report", "themes", "--codebook", "codebooks/c.toml", "big.txt"];
        desk.emic(&["transcripts", "big.txt"]).done();
        desk.emic(&codebook).done();
    }
}
