//! The README's commands, run as they stand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The blocks of one kind in a Markdown text.
fn blocks<'t>(text: &'t str, kind: &str) -> Vec<&'t str> {
    let fence = format!("```{kind}\n");
    let parts = text.split(fence.as_str()).skip(1);
    parts.map(|part| part.split("```").next().unwrap()).collect()
}

/// Runs a command line with `emic` on the path; gives what it printed and said.
fn run(line: &str, folder: &Path) -> String {
    let emic = PathBuf::from(env!("CARGO_BIN_EXE_emic"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(emic.parent().unwrap().to_owned());
    let path = std::env::join_paths(folders.chain(std::env::split_paths(&path))).unwrap();
    let out = Command::new("sh").args(["-c", line]).env("PATH", path).current_dir(folder).output();
    let out = out.unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "`{line}` ended with {}:\n{said}", out.status);
    format!("{}{said}", String::from_utf8(out.stdout).unwrap())
}

#[test]
fn the_first_command_prints_the_theme_table_of_the_example() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let set_up = blocks(&readme, "sh")[0];
    let lines: Vec<&str> = set_up.lines().collect();
    let [first, "cargo test"] = lines.as_slice() else { panic!("{set_up}") };
    let command = first.replace("cargo run --release --", "emic");
    let table = run(&command, Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(table.contains("base 17 cases in 17 transcripts"), "{table}");
    assert!(table.lines().any(|line| line.starts_with("  Building trust")), "{table}");
}

#[test]
fn the_tour_can_be_walked() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut here = folder.path().to_owned();
    let mut commands = 0;
    for block in blocks(&readme, "console") {
        for line in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
            match line.strip_prefix("cd ") {
                Some(below) => here.push(below),
                None => {
                    let printed = run(line, &here);
                    assert!(!printed.is_empty(), "`{line}` printed nothing");
                    commands += 1;
                }
            }
        }
    }
    assert!(commands >= 8, "{commands} commands");
    let themes = std::fs::read_to_string(here.join("themes.csv")).unwrap();
    assert!(themes.starts_with("code,label,kind,depth,cases,"), "{themes}");
    assert!(themes.contains(",cases[North],cases_n[North],"), "{themes}");
}
