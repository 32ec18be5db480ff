//! Nothing leaves the machine: the commands of the five examples, watched and without a network.
//!
//! Each command line of `examples/NAME/README.md` runs in a network namespace without interfaces and
//! under `strace`, which sees every socket that anybody opens. Linux alone has both.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Whether a program does what it has to do here.
fn works(program: &str, arguments: &[&str]) -> bool {
    let run = Command::new(program).args(arguments).output();
    let works = run.is_ok_and(|run| run.status.success());
    if !works {
        let _ = writeln!(std::io::stderr(), "skipped: `{program}` cannot be used here");
    }
    works
}

#[test]
fn no_command_of_the_examples_opens_a_connection() {
    let (cut_off, watched) = (works("unshare", &["-n", "true"]), works("strace", &["true"]));
    if !cut_off && !watched {
        return;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_emic")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut count = 0;
    for example in fs::read_dir(examples).unwrap().flatten() {
        let folder = tempfile::tempdir().unwrap();
        let mut here = folder.path().to_owned();
        let trace = folder.path().join("trace");
        let readme = fs::read_to_string(example.path().join("README.md")).unwrap();
        let blocks = readme.split("```console\n").skip(1);
        let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
        for line in lines.filter_map(|line| line.strip_prefix("$ ")) {
            if let Some(below) = line.strip_prefix("cd ") {
                here.push(below);
                continue;
            }
            let mut words: Vec<&str> = Vec::new();
            if cut_off {
                words.extend(["unshare", "-n"]);
            }
            if watched {
                let trace = trace.to_str().unwrap();
                words.extend(["strace", "-f", "-e", "trace=network", "-o", trace]);
            }
            words.extend(["sh", "-c", line]);
            let mut command = Command::new(words[0]);
            let run = command.args(&words[1..]).env("PATH", &path).current_dir(&here).output();
            let run = run.unwrap();
            let told = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(run.status.success(), "`{line}`: {told}");
            if watched {
                let seen = fs::read_to_string(&trace).unwrap();
                let opened = seen.lines().find(|line| line.contains("AF_INET"));
                assert_eq!(opened, None, "`{line}`");
            }
            count += 1;
        }
    }
    assert!(count > 40, "{count} commands");
}
