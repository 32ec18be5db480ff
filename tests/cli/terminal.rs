//! The two streams, colours, quiet and loud, closed pipes, Ctrl-C, exit statuses.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::desk::Desk;

#[test]
fn data_and_words_keep_apart() {
    let desk = Desk::with_example();
    let run = desk.emic(&["transcripts", "-f", "csv"]).done();
    assert_eq!(run.out.lines().count(), 18);
    assert!(run.err.is_empty(), "{}", run.err);
    assert!(desk.emic(&["init", "a"]).done().out.is_empty());
    assert!(desk.emic(&["-q", "init", "b"]).done().err.is_empty());
    let run = desk.emic(&["-q", "show", "P99"]).error("there is no transcript");
    assert!(run.out.is_empty());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::with_example();
    for number in 0..300 {
        let name = format!("transcripts/X{number}.vtt");
        std::fs::copy(desk.path("transcripts/P01.vtt"), desk.path(&name)).unwrap();
    }
    for arguments in [&["transcripts", "-f", "csv"][..], &["transcripts"], &["show", "P01"]] {
        let mut child = desk
            .command()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut out = BufReader::with_capacity(16, child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(!first.is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::with_example();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command().arg("transcripts").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("no space left on the disk"), "{told}");
}

#[test]
fn colours_follow_the_flag_and_the_environment() {
    let desk = Desk::with_example();
    let coloured = |arguments: &[&str], no_color: bool| {
        let mut command = desk.command();
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let output = command.args(arguments).output().unwrap();
        let has = |bytes: &[u8]| bytes.contains(&b'\x1b');
        (has(&output.stdout), has(&output.stderr))
    };
    assert_eq!(coloured(&["transcripts"], false), (false, false));
    assert_eq!(coloured(&["--color", "always", "transcripts"], true), (true, false));
    assert_eq!(coloured(&["--color", "always", "show", "P99"], false), (false, true));
    assert_eq!(coloured(&["--color", "always", "--help"], false), (true, false));
    assert_eq!(coloured(&["--color", "always", "transcripts", "-f", "csv"], false), (false, false));
}

#[test]
fn usage_errors_are_2_and_the_version_is_told() {
    let desk = Desk::new();
    desk.emic(&[]).error("Usage");
    desk.emic(&["--nonsense"]).error("--nonsense");
    desk.emic(&["-q", "-v", "status"]).error("cannot be used with");
    let run = desk.emic(&["--version"]).done();
    assert_eq!(run.out, format!("emic {}\n", env!("CARGO_PKG_VERSION")));
}

/// Whether a process has a handler for Ctrl-C. Where the system does not tell, it is given time.
#[cfg(unix)]
fn catches_interrupts(process: u32) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{process}/status")) else {
        std::thread::sleep(std::time::Duration::from_secs(1));
        return true;
    };
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    caught.is_some_and(|mask| mask & 0b10 != 0)
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130() {
    let desk = Desk::new();
    let mut command = desk.command();
    command.args(["show", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    // Waiting for a process closes its input, whose end would race the signal.
    let _open = child.stdin.take();
    // It waits for input; the handler is set before anything is read.
    for _ in 0..100 {
        std::thread::sleep(std::time::Duration::from_millis(50));
        if catches_interrupts(child.id()) {
            break;
        }
    }
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
