//! A pipe or a device in the place of a file of a study: it is named, and nobody waits for it. One that
//! somebody types is read.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::Desk;

/// Longer than this nothing here takes, on whatever machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn pipe(desk: &Desk, name: &str) {
    let path = desk.path(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = std::fs::remove_file(&path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// What a run says, or nothing where it does not end.
fn ended(desk: &Desk, arguments: &[&str]) -> Option<String> {
    let mut command = desk.command();
    command.args(arguments).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    std::thread::spawn(move || std::io::copy(&mut { out }, &mut std::io::sink()));
    let words = std::thread::spawn(move || std::io::read_to_string(&mut err));
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Some(words.join().unwrap().unwrap())
}

#[test]
fn nobody_waits_for_what_stands_in_a_files_place() {
    let places: [(&str, &[&[&str]]); 8] = [
        ("codebooks/bridge.toml", &[&["report", "themes"], &["codebook", "check"], &["check"]]),
        ("guide.txt", &[&["check"], &["report", "themes", "--by", "question"]]),
        ("cases.csv", &[&["report", "themes"], &["case", "set", "P1", "age=3"]]),
        ("transcripts.csv", &[&["transcripts"]]),
        ("sampling.jsonl", &[&["sampling"]]),
        ("memos/2025-02-10-dee.md", &[&["memo", "list"]]),
        ("codings/ana.jsonl", &[&["log", "ana"], &["code", "P1", "hope", "--turn", "2"]]),
        ("audits/results.csv", &[&["codebook", "show", "bridge"], &["report", "srqr"]]),
    ];
    let desk = Desk::new();
    desk.emic(&["init", "--example", "bridge"]).done();
    for (name, commands) in places {
        let file = std::fs::read(desk.path(name)).unwrap();
        pipe(&desk, name);
        for arguments in commands {
            let told = ended(&desk, arguments);
            assert!(told.is_some(), "{arguments:?} waits for {name}");
        }
        std::fs::remove_file(desk.path(name)).unwrap();
        desk.write(name, file);
    }
    // What the settings name may be anything of the system.
    for device in ["/dev/zero", "/dev/tty", "/proc/kmsg", "pipe"] {
        pipe(&desk, "pipe");
        desk.write("emic.toml", format!("schema = 1\n[study]\ncodebooks = [\"{device}\"]\n"));
        let told = ended(&desk, &["report", "themes"]).expect(device);
        assert!(told.contains("error"), "{device}: {told}");
    }
}

#[test]
fn a_pipe_that_is_typed_is_read() {
    let desk = Desk::with_example();
    std::fs::rename(desk.path("codebooks/creating-connection.toml"), desk.path("book")).unwrap();
    let script = |words: &str| {
        let mut command = Command::new("bash");
        command.arg("-c").arg(words).env("EMIC", env!("CARGO_BIN_EXE_emic"));
        let out = command.current_dir(desk.path(".")).output().unwrap();
        assert!(out.status.success(), "{words}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let plain = script("$EMIC report themes --codebook book transcripts -f csv");
    assert!(plain.lines().count() > 3, "{plain}");
    for words in [
        "$EMIC report themes --codebook <(cat book) transcripts -f csv",
        "$EMIC report themes --codebook=<(cat book) transcripts -f csv",
        "cat book | $EMIC report themes --codebook /dev/stdin transcripts -f csv",
    ] {
        assert_eq!(script(words), plain, "{words}");
    }
    let show = script("$EMIC show <(printf 'I: So?\\nMara: I hope so.\\n')");
    assert!(show.contains("I hope so."), "{show}");
    let rated =
        "$EMIC agree --ratings <(printf 'unit,coder,value\\n1,a,x\\n1,b,x\\n2,a,y\\n2,b,x\\n')";
    assert!(script(rated).contains("0.5"), "{}", script(rated));
}
