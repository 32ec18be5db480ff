//! Tallies made on a cluster: Apache Spark with two workers, and with one of them killed half-way,
//! gives the bytes of one machine.
//!
//! It needs Java and a Python that has PySpark, which `EMIC_PYSPARK` names. Where either is missing
//! the test says so and skips.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

/// The Python that has PySpark, and where Spark is.
fn spark() -> Option<(OsString, String)> {
    let told = "skipped: `EMIC_PYSPARK` names no Python that has PySpark, or there is no Java";
    let home = "import os, pyspark; print(os.path.dirname(pyspark.__file__))";
    let python = std::env::var_os("EMIC_PYSPARK");
    let found = python.as_ref().map(|python| Command::new(python).args(["-c", home]).output());
    let java =
        || Command::new("java").arg("-version").output().is_ok_and(|out| out.status.success());
    match (python, found) {
        (Some(python), Some(Ok(found))) if found.status.success() && java() => {
            Some((python, String::from_utf8(found.stdout).unwrap().trim().to_owned()))
        }
        _ => {
            eprintln!("{told}");
            None
        }
    }
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// The example's interviews, many times under new names: as lines of JSON, and as a study of files.
fn corpus(folder: &Path, times: usize) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(example("creating-connection/transcripts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let (mut lines, mut table) = (String::new(), "id,case,site\n".to_owned());
    std::fs::create_dir_all(folder.join("study/transcripts")).unwrap();
    for copy in 0..times {
        for path in &paths {
            let id = format!("{}-{copy}", path.file_stem().unwrap().to_string_lossy());
            let site = ["North", "South"][copy % 2];
            let text = std::fs::read_to_string(path).unwrap();
            let name = format!("{id}.{}", path.extension().unwrap().to_string_lossy());
            std::fs::write(folder.join("study/transcripts").join(name), &text).unwrap();
            table.push_str(&format!("{id},{id},{site}\n"));
            let attributes = json!({ "site": site });
            let record =
                json!({ "transcript": id, "case": id, "text": text, "attributes": attributes });
            lines.push_str(&format!("{record}\n"));
        }
    }
    std::fs::write(folder.join("all.jsonl"), lines).unwrap();
    std::fs::write(folder.join("study/transcripts.csv"), table).unwrap();
    let book = example("creating-connection/codebooks/creating-connection.toml");
    std::fs::create_dir_all(folder.join("study/codebooks")).unwrap();
    std::fs::copy(book, folder.join("study/codebooks/book.toml")).unwrap();
    let study = "schema = 1\n[study]\ntitle = \"Many\"\ncodebooks = [\"codebooks/book.toml\"]\n";
    std::fs::write(folder.join("study/emic.toml"), study).unwrap();
}

/// Runs a program to its end and gives what it printed.
fn printed(command: &mut Command) -> Vec<u8> {
    let out = command.output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    let last: Vec<&str> = said.lines().rev().take(40).collect();
    assert!(out.status.success(), "{command:?}\n{last:#?}");
    out.stdout
}

#[test]
fn a_cluster_gives_the_bytes_of_one_machine() {
    let Some((python, home)) = spark() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    corpus(folder.path(), 12);
    let book = path("study/codebooks/book.toml");
    let report = |within: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
        command.current_dir(path(within)).env_remove("EMIC_CODER");
        command.args(["report", "themes", "-f", "json", "--ci", "--by", "site"]);
        command
    };
    let one = printed(&mut report("study"));
    assert!(String::from_utf8_lossy(&one).contains("\"cases_n\":204"));
    let scripts = [
        (example("at-scale/tally.py"), None, "two"),
        (
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/at_scale/killed.py"),
            Some(example("at-scale")),
            "killed",
        ),
    ];
    for (script, first, name) in scripts {
        let mut job = Command::new(&python);
        job.arg(script).args(first).arg("--emic").arg(env!("CARGO_BIN_EXE_emic"));
        job.arg("--codebook").arg(&book).args(["--partitions", "6"]);
        job.arg(path("all.jsonl")).arg(path(name)).args(["--interviewer", "Interviewer"]);
        job.current_dir(folder.path()).env("SPARK_HOME", &home).env("PYSPARK_PYTHON", &python);
        job.env("SPARK_LOCAL_IP", "127.0.0.1");
        let submit = "--master local-cluster[2,1,1024] --conf spark.ui.enabled=false pyspark-shell";
        job.env("PYSPARK_SUBMIT_ARGS", submit).env("PYTHONDONTWRITEBYTECODE", "1");
        printed(&mut job);
        let mut united = report(".");
        let table = printed(united.args(["--tallies", name, "--codebook"]).arg(&book));
        assert!(table == one, "the table of `{name}` differs");
    }
    // Somebody did the killed task a second time.
    assert!(path("killed.tasks/1-0").exists() && path("killed.tasks/1-1").exists());
}
