//! The view of `emic code P1` in a real terminal: tmux holds the window, keys are sent to it, its
//! screen and the log on the disk are read. Skipped, visibly, where there is no tmux.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::desk::Desk;
use serde_json::Value;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\nlanguage = \"en\"\n\
    [[code]]\nid = \"trust\"\nlabel = \"Trust\"\nbrief = \"Relying on somebody.\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\nbrief = \"Looking forward.\"\n\
    [[code.rule]]\nid = \"h\"\nany = [\"hope\"]\n";

const TRANSCRIPT: &str = "I: How was it?\n\nP1: She was there for me. Always.\n\nI: And now?\n\n\
    P1: I hope it lasts. 我们在一起很久了。\n\nP1: \u{1b}[31mשלום, she said.\n";

/// A study with one transcript.
fn study() -> Desk {
    let desk = Desk::new();
    desk.write("emic.toml", "schema = 1\n[study]\ntitle = \"T\"\nlanguage = \"en\"\n");
    desk.write("codebooks/b.toml", CODEBOOK);
    desk.write("transcripts/P1.txt", TRANSCRIPT);
    desk
}

/// The events of ana's log.
fn events(desk: &Desk) -> Vec<Value> {
    let log = std::fs::read_to_string(desk.path("codings/ana.jsonl")).unwrap_or_default();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A window of tmux with a server of its own.
struct Window<'d> {
    desk: &'d Desk,
    /// Each has a socket of its own: a server that is ending would take the next one with it.
    socket: PathBuf,
}

static WINDOWS: AtomicUsize = AtomicUsize::new(0);

impl<'d> Window<'d> {
    /// Opens a window and runs a shell line in it; none where there is no tmux.
    fn open(desk: &'d Desk, size: (u16, u16), line: &str) -> Option<Self> {
        let found = Command::new("tmux").arg("-V").stdout(Stdio::null()).status();
        if found.is_err() {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "skipped: there is no tmux to open a window in");
            return None;
        }
        desk.write("tmux.conf", "set -s escape-time 0\nset -g remain-on-exit on\n");
        let number = WINDOWS.fetch_add(1, Ordering::Relaxed);
        let window = Window { desk, socket: desk.path(&format!("tmux-{number}.socket")) };
        let (columns, rows) = (size.0.to_string(), size.1.to_string());
        let emic = env!("CARGO_BIN_EXE_emic");
        let line = line.replace("EMIC", &format!("'{emic}' --coder ana code P1"));
        window.tmux(&["new-session", "-d", "-x", &columns, "-y", &rows, &line]);
        Some(window)
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("tmux");
        for variable in ["TMUX", "NO_COLOR", "EMIC_CODER", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        let run = command
            .args(["-u", "-S"])
            .arg(&self.socket)
            .arg("-f")
            .arg(self.desk.path("tmux.conf"))
            .args(arguments)
            .current_dir(self.desk.path("."))
            .output()
            .unwrap();
        assert!(run.status.success(), "{arguments:?}: {run:?}");
        String::from_utf8_lossy(&run.stdout).into_owned()
    }

    /// Sends text as it is typed, `\n` for Enter.
    fn types(&self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.key("Enter");
            }
            if !line.is_empty() {
                self.tmux(&["send-keys", "-l", "--", line]);
            }
        }
    }

    fn key(&self, name: &str) {
        self.tmux(&["send-keys", name]);
    }

    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    fn sees(&self, text: &str) -> String {
        let begin = Instant::now();
        loop {
            let screen = self.screen();
            if screen.contains(text) {
                return screen;
            }
            assert!(begin.elapsed() < Duration::from_secs(30), "no {text:?} in\n{screen}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        let _ = Command::new("tmux").arg("-S").arg(&self.socket).arg("kill-server").output();
    }
}

#[test]
fn a_person_codes_a_transcript_in_80_by_24() {
    let desk = study();
    let line = "EMIC; echo left with $?; stty -a | grep -ow -- '-*icanon'; exec cat";
    let Some(window) = Window::open(&desk, (80, 24), line) else { return };
    let screen = window.sees("turn 2 of 5");
    assert_eq!(screen.lines().count(), 24);
    for part in
        ["She was there for me. Always.", "│   trust", "? help  q quit", "我们在一起很久了。"]
    {
        assert!(screen.contains(part), "{part:?} is not in\n{screen}");
    }
    // A control character of a transcript is shown.
    assert!(screen.contains("␛[31mשלום"), "{screen}");

    window.types("\ntru\n");
    window.sees("coded 5 words of turn 2 as trust");
    let event = &events(&desk)[0];
    assert_eq!(
        (&event["code"], &event["quote"]),
        (&"trust".into(), &"She was there for me.".into())
    );
    window.sees("a   She was there for me.");

    // A new code, two words taken with a shifted arrow.
    window.key("Down");
    window.key("S-Left");
    window.types("\nbeing the one\n");
    window.sees("as being the one");
    assert_eq!(events(&desk)[1]["quote"], "me. Always.");
    assert_eq!(events(&desk)[1]["code"], "being the one");

    // What the rules propose, and what was done last taken back.
    window.types("p");
    window.sees("proposed (y accepts, x rejects): hope (h)");
    window.types("y");
    window.sees("accepted hope");
    assert_eq!(
        (&events(&desk)[2]["event"], &events(&desk)[2]["rule"]),
        (&"accept".into(), &"h".into())
    );
    window.types("u");
    window.sees("took back: accept hope");
    assert_eq!(events(&desk)[3]["event"], "undo");

    // Chinese is selected by characters.
    window.types("/一起\n");
    window.sees("2 words selected");
    window.types("v");
    window.sees("as 一起");
    assert_eq!(events(&desk)[4]["quote"], "一起");
    window.types("mwide\n");
    window.sees("note: wide");
    window.types("D");
    window.sees("· done");

    window.types("q");
    let screen = window.sees("left with 0");
    assert!(screen.contains("ana has 3 codings in `P1`, 0 before."), "{screen}");
    let screen = window.sees("icanon");
    assert!(!screen.contains("-icanon") && !screen.contains("? help"), "{screen}");
    let counted = desk.emic(&["--coder", "ana", "report", "themes", "-f", "csv"]).done();
    assert!(counted.out.contains("\n一起,"), "{}", counted.out);
}

#[test]
fn killed_in_the_middle_nothing_that_was_seen_is_lost() {
    let desk = study();
    let Some(window) = Window::open(&desk, (80, 24), "exec EMIC") else { return };
    window.sees("turn 2 of 5");
    window.types("\nhope\n");
    window.sees("as hope");
    window.types("mhalf a no");
    window.sees("note: half a no");
    let process = window.tmux(&["display-message", "-p", "#{pane_pid}"]);
    assert!(Command::new("kill").args(["-9", process.trim()]).status().unwrap().success());
    // Who got this signal runs no more, whether tmux has noticed it or not.
    assert_eq!(events(&desk).len(), 1);
    drop(window);
    // The next view begins where the work was left.
    let Some(window) = Window::open(&desk, (80, 24), "exec EMIC") else { return };
    window.sees("1 coding ");
    window.sees("a hope “She … me.”");
}

#[test]
fn the_window_changes_its_size_and_is_given_back() {
    let desk = study();
    let line = "EMIC; echo left with $?; stty -a | grep -ow -- '-*icanon'; exec cat";
    let Some(window) = Window::open(&desk, (120, 40), line) else { return };
    window.sees("turn 2 of 5");
    window.sees("│   trust");
    window.tmux(&["resize-window", "-x", "40", "-y", "10"]);
    window.sees("? help  q quit  ← → word  ↑ ↓ sentence");
    let screen = window.sees("She was there for me.");
    assert!(!screen.contains('│'), "{screen}");
    window.tmux(&["resize-window", "-x", "20", "-y", "5"]);
    window.sees("The window is too");
    window.tmux(&["resize-window", "-x", "80", "-y", "24"]);
    window.sees("│   trust");
    window.key("C-c");
    window.sees("left with 130");
    assert!(!window.sees("icanon").contains("-icanon"));
}

#[test]
fn interrupted_from_outside_the_terminal_is_in_order() {
    let desk = study();
    let line = "EMIC & echo $! > process; fg; echo left with $?; stty -a | grep -ow -- '-*icanon'; exec cat";
    let line = format!("bash -m -c \"{}\"", line.replace('$', "\\$"));
    let Some(window) = Window::open(&desk, (80, 24), &line) else { return };
    window.sees("turn 2 of 5");
    let process = desk.read("process");
    assert!(Command::new("kill").args(["-INT", process.trim()]).status().unwrap().success());
    window.sees("left with 130");
    assert!(!window.sees("icanon").contains("-icanon"));
}

#[test]
fn colours_are_left_out_where_nobody_wants_them() {
    for (line, has_colours) in [
        ("exec EMIC", true),
        ("exec EMIC --color never", false),
        ("export NO_COLOR=1; exec EMIC", false),
        ("export NO_COLOR=1; exec EMIC --color always", true),
    ] {
        let desk = study();
        let Some(window) = Window::open(&desk, (80, 24), line) else { return };
        window.sees("turn 2 of 5");
        window.types("\ntrust\n");
        window.sees("as trust");
        let screen = window.tmux(&["capture-pane", "-p", "-e"]);
        let cyan = screen.contains("38;5;6m") || screen.contains("\x1b[36m");
        assert_eq!(cyan, has_colours, "{line}\n{screen}");
        // Underlined either way.
        assert!(screen.contains("\x1b[4m") || screen.contains(";4"), "{screen}");
    }
}

#[test]
fn without_a_terminal_the_other_ways_are_named() {
    let desk = study();
    let run = desk.emic(&["--coder", "ana", "code", "P1"]).error("this is no terminal");
    assert!(run.err.contains("--quote WORDS CODE") && run.err.contains("--edit"), "{}", run.err);
    assert!(run.out.is_empty());
}

#[test]
fn the_shell_stops_it_and_goes_on_with_it() {
    let desk = study();
    let Some(window) = Window::open(&desk, (80, 24), "cmd=\"EMIC\" PS1=ready: exec bash --norc")
    else {
        return;
    };
    window.sees("ready:");
    window.types("eval $cmd\n");
    window.sees("turn 2 of 5");
    window.key("C-z");
    window.sees("Stopped");
    window.types("stty -a | grep -ow -- '-*icanon'; fg\n");
    window.sees("turn 2 of 5");
    window.types("\nhope\n");
    window.sees("as hope");
    window.types("q");
    let screen = window.sees("1 coding in");
    assert!(screen.contains("\nicanon"), "{screen}");
    assert_eq!(events(&desk).len(), 1);
}
