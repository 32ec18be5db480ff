//! A folder of its own for each test, and what the program did in it.

use std::path::PathBuf;
use std::process::Output;

/// A folder that goes away after the test.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What one run of the program did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with the example study in it.
    pub(crate) fn with_example() -> Self {
        let desk = Desk::new();
        let run = desk.emic(&["init", "--example", "creating-connection"]);
        assert_eq!(run.status, 0, "{run:?}");
        desk
    }

    /// A folder with a new study in it.
    pub(crate) fn with_study() -> Self {
        let desk = Desk::new();
        assert_eq!(desk.emic(&["init"]).status, 0);
        desk
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Reads a file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, ready to be run in the folder.
    pub(crate) fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_emic"));
        command.current_dir(self.folder.path());
        for variable in ["EMIC_CODER", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the program.
    pub(crate) fn emic(&self, arguments: &[&str]) -> Run {
        Run::of(self.command().args(arguments).output().unwrap())
    }

    /// Runs the program with something piped in.
    pub(crate) fn piped(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = assert_cmd::Command::from_std(self.command());
        Run::of(command.args(arguments).write_stdin(input).output().unwrap())
    }
}

impl Run {
    fn of(output: Output) -> Self {
        Run {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Expects success.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.status, 0, "{self:?}");
        self
    }

    /// Expects the answer no.
    pub(crate) fn no(self) -> Self {
        assert_eq!(self.status, 1, "{self:?}");
        self
    }

    /// Expects failure, told in these words.
    pub(crate) fn error(self, words: &str) -> Self {
        assert_eq!(self.status, 2, "{self:?}");
        assert!(self.err.contains(words), "{words:?} is not in {}", self.err);
        self
    }

    /// The rows of json lines.
    pub(crate) fn rows(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
