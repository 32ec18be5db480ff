//! `emic codebook export` and `import`: tables, pages and dictionaries.

use emic::codebook::Codebook;
use emic::codebook::parse::parse;

use crate::desk::Desk;

const EXAMPLES: [&str; 5] =
    ["bridge", "creating-connection", "everyday-connection", "navigator-journey", "peer-work"];

fn codebook(desk: &Desk, path: &str) -> Codebook {
    parse(path, &desk.read(path)).unwrap().codebook
}

/// The codes without what has no column.
fn codes(codebook: Codebook) -> Vec<emic::codebook::Code> {
    let mut codes = codebook.codes;
    codes.iter_mut().for_each(|code| code.rules.clear());
    codes
}

#[test]
fn every_bundled_codebook_comes_back_from_every_table_and_page() {
    for example in EXAMPLES {
        let desk = Desk::new();
        desk.emic(&["init", "--example", example]).done();
        let own = format!("codebooks/{example}.toml");
        let before = codebook(&desk, &own);
        for (number, ending) in ["csv", "tsv", "xlsx", "md"].iter().enumerate() {
            let file = format!("codes.{ending}");
            let run = desk.emic(&["codebook", "export", &file, "--codebook", &own]).done();
            assert!(run.err.contains("left out, for want of a place:"), "{run:?}");
            assert!(run.err.contains("rules"), "{run:?}");
            let out = format!("again-{number}.toml");
            desk.emic(&["codebook", "import", &file, "-o", &out]).done();
            let after = codebook(&desk, &out);
            if *ending == "md" {
                assert_eq!((&after.id, &after.version), (&before.id, &before.version));
                assert_eq!((&after.source, &after.approach), (&before.source, &before.approach));
            }
            assert_eq!(codes(after), codes(before.clone()), "{example} {ending}");
        }
    }
}

#[test]
fn a_table_of_a_team_becomes_a_codebook_of_the_study() {
    let desk = Desk::with_study();
    desk.write(
        "Our codes.csv",
        "Theme;Code;Brief Definition;When to use;Colour code\n;Trust;Relying on;\"• relied on\n• hoped\";x\n\
         Trust;Losing it;;;\n",
    );
    let run = desk.emic(&["codebook", "import", "Our codes.csv", "-v"]).done();
    assert!(run.err.contains("Wrote `codebooks/our-codes.toml` from a table: 2 codes"), "{run:?}");
    assert!(run.err.contains("left out: Colour code"), "{run:?}");
    let book = codebook(&desk, "codebooks/our-codes.toml");
    assert_eq!(book.name, "Our codes");
    assert_eq!(book.codes[0].use_when, ["relied on", "hoped"]);
    assert_eq!(book.codes[1].id, "losing-it");
    assert_eq!(book.codes[1].parent.as_deref(), Some("trust"));
    desk.emic(&["codebook", "import", "Our codes.csv"]).error("this file is there already");
}

#[test]
fn a_dictionary_codes_the_words_that_it_lists() {
    let desk = Desk::new();
    desk.write(
        "words.dic",
        "%\n1\taffect (Affect)\n\t2\tgood (Good)\n%\nhappi*\t1 2\nat ease\t1\nlike\t(02 3)1\n",
    );
    let run = desk.emic(&["codebook", "import", "words.dic"]).done();
    assert!(
        run.err.contains("`like\t(02 3)1` is left out") || run.err.contains("is not understood"),
        "{run:?}"
    );
    assert!(desk.read("words.toml").starts_with("# Made from a LIWC dictionary."), "{run:?}");
    desk.write("P1.txt", "I: Are you happy?\nP1: Happiness, happiest. I am at ease, not happy.\n");
    let run = desk.emic(&["apply", "P1.txt", "--codebook", "words.toml", "-f", "jsonl"]).done();
    let found: Vec<(String, String)> = run
        .rows()
        .iter()
        .map(|row| (row["code"].as_str().unwrap().into(), row["quote"].as_str().unwrap().into()))
        .collect();
    let pair = |code: &str, quote: &str| (code.to_owned(), quote.to_owned());
    assert_eq!(
        found,
        [
            pair("affect.good", "Happiness"),
            pair("affect.good", "happiest"),
            pair("affect", "at ease")
        ]
    );
}

#[test]
fn what_is_no_codebook_is_refused_and_nothing_is_written() {
    let desk = Desk::with_study();
    let hostile: [(&str, &[u8]); 8] = [
        ("a.csv", b"x,y\n1,2\n"),
        ("a.dic", b"%\n1\ta\n"),
        ("a.yml", b"a: &b\n"),
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.bin", b"\0\0\0"),
        ("a.md", b"no heading\n"),
        ("a.cat", b"word (1)\n"),
        ("a.toml", b"schema = 1\n"),
    ];
    for (name, bytes) in hostile {
        desk.write(name, bytes);
        let run = desk.emic(&["codebook", "import", name]);
        assert_eq!(run.status, 2, "{name}: {run:?}");
        assert!(run.err.starts_with("error"), "{name}: {run:?}");
    }
    let books = std::fs::read_dir(desk.path("codebooks")).map(|list| list.count()).unwrap_or(0);
    assert_eq!(books, 0);
    // A circle of parents is told, not followed.
    desk.write("a.csv", "code,parent,label\na,b,A\nb,a,B\n");
    assert_eq!(desk.emic(&["codebook", "import", "a.csv"]).status, 2);
}
