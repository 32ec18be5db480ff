//! Codebooks: those that come with emic are read without a word, and broken ones are told all that
//! is wrong with them. One file in `codebooks/bad` for each kind of mistake, its snapshot beside it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};

use emic::codebook::parse::parse;
use emic::coding::examples;
use emic::diagnostic::Diagnostic;
use proptest::prelude::*;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

/// Line and column of a byte, both from 1, the column in characters.
fn position(text: &str, byte: usize) -> String {
    let head = &text[..byte];
    let line = head.matches('\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

fn render(finding: &Diagnostic) -> String {
    let severity = if finding.is_error() { "error" } else { "warning" };
    let mut lines = vec![format!("{severity}: {}", finding.message)];
    for label in &finding.labels {
        let text = &finding.source.as_ref().unwrap().text;
        let part = &text[label.span.clone()];
        let at = position(text, label.span.start);
        lines.push(format!("  {at} {part:?} {}", label.text).trim_end().to_owned());
    }
    lines.extend(finding.help.iter().map(|help| format!("  help: {help}")));
    lines.join("\n")
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let files = files("tests/codebooks/bad");
    assert!(files.len() > 30);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let findings = match parse(&format!("{name}.toml"), &text) {
            Ok(parsed) => parsed.warnings,
            Err(findings) => findings,
        };
        assert!(findings.iter().any(Diagnostic::is_error), "{name} was read");
        let rendered: Vec<String> = findings.iter().map(render).collect();
        insta::with_settings!({
            snapshot_path => "codebooks/bad",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, rendered.join("\n"));
        });
    }
}

#[test]
fn the_codebooks_that_come_with_emic_are_read_without_a_word() {
    let mut files = files("codebooks");
    files.extend(self::files("examples/creating-connection/codebooks"));
    assert!(files.len() > 1, "{files:?}");
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        match parse(path.to_str().unwrap(), &text) {
            Ok(parsed) => {
                let words: Vec<String> = parsed.warnings.iter().map(render).collect();
                assert!(words.is_empty(), "{}:\n{}", path.display(), words.join("\n"));
                assert!(!parsed.codebook.codes.is_empty(), "{} has no codes", path.display());
            }
            Err(findings) => {
                let words: Vec<String> = findings.iter().map(render).collect();
                panic!("{}:\n{}", path.display(), words.join("\n"));
            }
        }
    }
}

/// A small codebook that uses every kind of table.
const WHOLE: &str = include_str!("codebooks/whole.toml");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_mutilated_codebook_panics(
        cuts in prop::collection::vec((0.0..1.0, 0.0..0.05, "[\\[\\]\"'=@~*?.{}#,\n\\\\a1信 ]{0,4}"), 1..6),
    ) {
        let mut text: Vec<char> = WHOLE.chars().collect();
        for (at, length, instead) in cuts {
            let from = (at * text.len() as f64) as usize;
            let to = (from + (length * length * text.len() as f64) as usize).min(text.len());
            text.splice(from..to, instead.chars());
        }
        let text: String = text.into_iter().collect();
        let findings = match parse("care.toml", &text) {
            Ok(parsed) => parsed.warnings,
            Err(findings) => findings,
        };
        for label in findings.iter().flat_map(|finding| &finding.labels) {
            prop_assert!(text.get(label.span.clone()).is_some(), "{:?}", label);
        }
    }
}

#[test]
fn the_codebook_in_the_reference_is_one() {
    let page = include_str!("../docs/codebook.md");
    let text = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let parsed = parse("docs/codebook.md", text).unwrap();
    assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
    let outcomes = examples::run(&parsed.codebook, &parsed.places).unwrap();
    assert!(outcomes.iter().all(|tried| tried.passed()), "{outcomes:?}");
    assert_eq!(outcomes.len(), 2);
}
