//! The command line: the door to the terminal and to the environment.
//!
//! One file a subcommand, each with its arguments (their comments are the help), one function that
//! runs it, and what only it needs. In comes what the user typed, out comes an exit status. The
//! library stays pure: it never prints, never exits and never reads the environment.

mod add;
mod agree;
mod alike;
mod apply;
mod audit_rules;
mod bundled;
mod case;
mod check;
mod code;
mod codebook;
mod coder;
mod compare;
mod completions;
mod deid;
mod editor;
mod export;
mod filter;
mod help;
mod help_topics;
mod import;
mod index;
mod init;
mod input;
mod lazily;
mod log;
mod man;
mod memo;
mod negative;
mod numbers;
mod output;
mod pen;
mod progress;
mod query;
mod reanchor;
mod refi;
mod relate;
mod render;
mod report;
mod review;
mod sampling;
mod search;
mod show;
mod status;
mod tally;
mod transcripts;
pub mod ui;
mod undo;
mod view;
mod words;

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Diagnostic;
use lazily::Lazily;
use ui::{Loudness, Setting, Stop, Ui};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Ran, but the answer is no: nothing found, faults found.
    No,
    /// Something could not be done.
    Error,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The status that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Error => 2,
            Exit::Interrupted => 130,
        }
    }
}

/// Qualitative analysis on the command line: interview transcripts in, codebooks applied by rule
/// and by hand, theme tables out
#[derive(Parser, Debug)]
#[command(name = "emic", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Everywhere")]
struct Global {
    /// The study's folder, or one below it
    #[arg(short = 'C', long = "project", value_name = "DIR", global = true)]
    project: Option<PathBuf>,
    /// Who codes, and whose codings are meant
    #[arg(long, value_name = "NAME", env = "EMIC_CODER", global = true, hide_env_values = true)]
    coder: Option<String>,
    /// Count what any of several coders coded: `--coder ana,ben --union`
    #[arg(long, global = true)]
    union: bool,
    /// Say nothing but warnings and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: Colour,
    /// Show no progress
    #[arg(long, global = true)]
    no_progress: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    fn choice(self) -> ColorChoice {
        match self {
            Colour::Auto => ColorChoice::Auto,
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        }
    }
}

/// What a command gets besides its own arguments.
pub struct App {
    /// The terminal.
    pub ui: Ui,
    /// Where to look for the study.
    pub folder: PathBuf,
    /// Who codes, and whose codings are meant: `--coder`, else `EMIC_CODER`.
    pub coder: Option<String>,
    /// Whether several coders are united.
    pub union: bool,
    /// The researcher's own editor: `VISUAL`, else `EDITOR`.
    pub editor: Option<String>,
}

#[derive(Subcommand, Debug)]
enum Command {
    Init(Lazily<init::Arguments>),
    Status(Lazily<status::Arguments>),
    Check(Lazily<check::Arguments>),
    Add(Lazily<add::Arguments>),
    Transcripts(Lazily<transcripts::Arguments>),
    Show(Lazily<show::Arguments>),
    Case(Lazily<case::Arguments>),
    Deid(Lazily<deid::Arguments>),
    Codebook(Lazily<codebook::Arguments>),
    Apply(Lazily<apply::Arguments>),
    Code(Lazily<code::Arguments>),
    Review(Lazily<review::Arguments>),
    Import(Lazily<import::Arguments>),
    Undo(Lazily<undo::Arguments>),
    Reanchor(Lazily<reanchor::Arguments>),
    Memo(Lazily<memo::Arguments>),
    Relate(Lazily<relate::Arguments>),
    Sampling(Lazily<sampling::Arguments>),
    Log(Lazily<log::Arguments>),
    Export(Lazily<export::Arguments>),
    Refi(Lazily<refi::Arguments>),
    Search(Lazily<search::Arguments>),
    Compare(Lazily<compare::Arguments>),
    Negative(Lazily<negative::Arguments>),
    Index(Lazily<index::Arguments>),
    Report(Lazily<report::Arguments>),
    Agree(Lazily<agree::Arguments>),
    AuditRules(Lazily<audit_rules::Arguments>),
    Tally(Lazily<tally::Arguments>),
    Completions(Lazily<completions::Arguments>),
    Man(Lazily<man::Arguments>),
    Help(Lazily<help::Arguments>),
}

/// Which commands stand together in the help.
const GROUPS: [(&str, &[&str]); 8] = [
    ("Study", &["init", "status", "check", "reanchor"]),
    ("Transcripts", &["add", "transcripts", "show", "case", "deid"]),
    (
        "Coding",
        &["codebook", "apply", "code", "review", "memo", "relate", "sampling", "log", "undo"],
    ),
    ("Finding", &["search", "compare", "negative", "index"]),
    ("Reporting", &["report"]),
    ("Reliability", &["agree", "audit-rules"]),
    ("Exchange", &["import", "export", "refi", "tally"]),
    ("Shell", &["completions", "man", "help"]),
];

const OPTIONS: &str = "\x1b[1m\x1b[4mOptions:\x1b[0m";

/// The whole tree of commands.
pub fn command() -> clap::Command {
    let command = Cli::command();
    let mut list = String::new();
    for (group, names) in GROUPS {
        let there: Vec<&clap::Command> =
            names.iter().filter_map(|name| command.find_subcommand(name)).collect();
        if !there.is_empty() {
            list.push_str(&format!("\n\x1b[1m\x1b[4m{group}:\x1b[0m\n"));
        }
        for one in there {
            let about = one.get_about().map(ToString::to_string).unwrap_or_default();
            list.push_str(&format!("  \x1b[1m{:<12}\x1b[0m {about}\n", one.get_name()));
        }
    }
    command.help_template(format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n{list}\n{OPTIONS}\n{{options}}\n"
    ))
}

/// Runs the program with these arguments.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parse = |tree: clap::Command| {
        // Hundreds of options are not worth taking apart: the program ends soon anyway.
        let mut tree = ManuallyDrop::new(tree.color(colour_of_help(&arguments)));
        tree.try_get_matches_from_mut(&arguments)
            .and_then(|matches| Cli::from_arg_matches(&matches))
    };
    // Help and what is said about mistakes need the whole tree.
    let parsed = lazily::lazily(|| parse(Cli::command())).or_else(|told| match told.kind() {
        ErrorKind::DisplayVersion => Err(told),
        _ => parse(command()).map_err(report::tallies::explained),
    });
    let cli = match parsed {
        Ok(parsed) => parsed,
        Err(told) => {
            // Help that nobody reads to its end is no failure.
            let _ = told.print();
            return if told.use_stderr() { Exit::Error } else { Exit::Done };
        }
    };
    crate::files::typed::remember(&arguments);
    let global = cli.global;
    let app = App {
        ui: Ui::new(setting(&global)),
        folder: global.project.unwrap_or_else(|| PathBuf::from(".")),
        coder: global.coder.filter(|coder| !coder.is_empty()),
        union: global.union,
        editor: editor(),
    };
    let result = dispatch(cli.command, &app).and_then(|exit| app.ui.flush().map(|()| exit));
    match result {
        Ok(_) if app.ui.has_failed() => Exit::Error,
        Ok(exit) => exit,
        Err(Stop::Closed) => Exit::Done,
        Err(Stop::Told(all)) => {
            app.ui.tell_all(&all);
            Exit::Error
        }
    }
}

fn dispatch(command: Command, app: &App) -> Result<Exit, Stop> {
    match command {
        Command::Init(arguments) => init::run(&arguments, app),
        Command::Status(arguments) => status::run(&arguments, app),
        Command::Check(arguments) => check::run(&arguments, app),
        Command::Add(arguments) => add::run(&arguments, app),
        Command::Transcripts(arguments) => transcripts::run(&arguments, app),
        Command::Show(arguments) => show::run(&arguments, app),
        Command::Case(arguments) => case::run(&arguments, app),
        Command::Deid(arguments) => deid::run(&arguments, app),
        Command::Codebook(arguments) => codebook::run(&arguments, app),
        Command::Apply(arguments) => apply::run(&arguments, app),
        Command::Code(arguments) => code::run(&arguments, app),
        Command::Review(arguments) => review::run(&arguments, app),
        Command::Import(arguments) => import::run(&arguments, app),
        Command::Undo(arguments) => undo::run(&arguments, app),
        Command::Reanchor(arguments) => reanchor::run(&arguments, app),
        Command::Memo(arguments) => memo::run(&arguments, app),
        Command::Relate(arguments) => relate::run(&arguments, app),
        Command::Sampling(arguments) => sampling::run(&arguments, app),
        Command::Log(arguments) => log::run(&arguments, app),
        Command::Export(arguments) => export::run(&arguments, app),
        Command::Refi(arguments) => refi::run(&arguments, app),
        Command::Search(arguments) => search::run(&arguments, app),
        Command::Compare(arguments) => compare::run(&arguments, app),
        Command::Negative(arguments) => negative::run(&arguments, app),
        Command::Index(arguments) => index::run(&arguments, app),
        Command::Report(arguments) => report::run(&arguments, app),
        Command::Agree(arguments) => agree::run(&arguments, app),
        Command::Tally(arguments) => tally::run(&arguments, app),
        Command::AuditRules(arguments) => audit_rules::run(&arguments, app),
        Command::Completions(arguments) => completions::run(&arguments, app),
        Command::Man(arguments) => man::run(&arguments, app),
        Command::Help(arguments) => help::run(&arguments, app),
    }
}

/// Colours of the help, which is printed before the arguments are understood.
fn colour_of_help(arguments: &[OsString]) -> clap::ColorChoice {
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let when = match word.strip_prefix("--color") {
            Some("") => words.next().map(|when| when.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        match when.as_deref() {
            Some("always") => return clap::ColorChoice::Always,
            Some("never") => return clap::ColorChoice::Never,
            _ => {}
        }
    }
    clap::ColorChoice::Auto
}

/// What the flags and the environment say about the terminal.
fn setting(global: &Global) -> Setting {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    Setting {
        loudness: match (global.quiet, global.verbose) {
            (true, _) => Loudness::Quiet,
            (_, true) => Loudness::Verbose,
            _ => Loudness::Normal,
        },
        colour: global.color.choice(),
        progress: !global.no_progress && !is_set("CI") && !is_dumb,
        screen: !is_dumb,
    }
}

/// The editor that the environment names.
fn editor() -> Option<String> {
    let of = |name: &str| std::env::var_os(name)?.into_string().ok();
    ["VISUAL", "EDITOR"].into_iter().filter_map(of).find(|name| !name.trim().is_empty())
}

/// To be called when the user presses Ctrl-C, before the program ends; none while the terminal is
/// an editor's, which is told of it too.
pub fn interrupted() -> Option<Exit> {
    if editor::is_open() {
        return None;
    }
    crate::files::write::tidy();
    view::restore();
    ui::leave();
    Some(Exit::Interrupted)
}

/// A finding that ends a command.
fn stopped<T>(told: Diagnostic) -> Result<T, Stop> {
    Err(told.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_sound_and_every_command_stands_in_a_group() {
        let tree = command();
        tree.clone().debug_assert();
        for below in tree.get_subcommands() {
            let groups = GROUPS.iter().filter(|group| group.1.contains(&below.get_name()));
            assert_eq!(groups.count(), 1, "{}", below.get_name());
        }
    }

    #[test]
    fn colours_of_the_help_follow_the_flag() {
        let colour =
            |words: &[&str]| colour_of_help(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(colour(&["emic", "--color", "never"]), clap::ColorChoice::Never);
        assert_eq!(colour(&["emic", "--color=always", "-h"]), clap::ColorChoice::Always);
        assert_eq!(colour(&["emic", "--colour=always"]), clap::ColorChoice::Auto);
    }
}
