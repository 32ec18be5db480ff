//! Help: every command has one, topics are found, and `docs/cli.md` is what the program says.

use crate::desk::Desk;

/// The reference page, made from the tree of commands.
fn reference() -> String {
    let mut page = String::from(
        "# The command line\n\n\
         Every command with its options, as `emic help COMMAND` prints them; options of every \
         command\nstand with the first. This page is made by the tests (`EMIC_UPDATE_DOCS=1 \
         cargo test`); do not edit it.\n",
    );
    let mut tree = emic::cli::command().term_width(100);
    tree.build();
    add(&mut page, "emic", &mut tree);
    page
}

fn add(page: &mut String, name: &str, command: &mut clap::Command) {
    let mut once = command.clone().mut_args(|one| {
        let is_said_before = name != "emic" && one.is_global_set();
        if is_said_before { one.hide(true) } else { one }
    });
    let help = once.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    page.push_str(&format!("\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end()));
    for below in command.get_subcommands_mut() {
        let name = format!("{name} {}", below.get_name());
        add(page, &name, below);
    }
}

#[test]
fn the_reference_page_is_what_the_program_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let now = reference();
    if std::env::var_os("EMIC_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().zip(now.lines()).position(|(page, now)| page != now);
    let line = differs.unwrap_or_else(|| page.lines().count().min(now.lines().count())) + 1;
    assert!(
        page == now,
        "docs/cli.md is old from line {line} on; renew it with EMIC_UPDATE_DOCS=1 cargo test"
    );
}

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    let mut paths = vec![Vec::new()];
    let tree = emic::cli::command();
    for command in tree.get_subcommands() {
        paths.push(vec![command.get_name().to_owned()]);
        for below in command.get_subcommands() {
            paths.push(vec![command.get_name().to_owned(), below.get_name().to_owned()]);
        }
    }
    for path in paths {
        for flag in ["-h", "--help"] {
            let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
            words.push(flag);
            let run = desk.emic(&words).done();
            assert!(run.out.contains("Usage: emic") && run.err.is_empty(), "{words:?}: {run:?}");
        }
    }
}

#[test]
fn topics_and_commands_are_found_and_slips_are_helped() {
    let desk = Desk::new();
    assert!(desk.emic(&["help", "exit-codes"]).done().out.contains("130"));
    assert!(desk.emic(&["help", "case", "set"]).done().out.contains("Usage: emic case set"));
    assert!(desk.emic(&["help"]).done().out.contains("Topics:"));
    desk.emic(&["help", "qery"]).error("did you mean `query`?");
    desk.emic(&["transcript"]).error("transcripts");
}

#[test]
fn the_topics_name_only_commands_that_there_are() {
    let desk = Desk::new();
    let list = desk.emic(&["help"]).done().out;
    let tree = emic::cli::command();
    for topic in [
        "formats",
        "filters",
        "query",
        "codebook",
        "rules",
        "units",
        "numbers",
        "agreement",
        "privacy",
        "exit-codes",
    ] {
        assert!(list.contains(topic), "{topic}");
        let text = desk.emic(&["help", topic]).done().out;
        for (at, _) in text.match_indices("emic ") {
            let mut words = text[at + 5..].split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
            let first = words.next().unwrap_or_default();
            let is_prose = ["has", "reads", "does"].contains(&first);
            let is_command = tree.find_subcommand(first).is_some() || first.starts_with("--");
            assert!(is_prose || is_command, "{topic}: emic {first}");
        }
    }
}

#[test]
fn the_codebook_of_the_topic_is_one() {
    let desk = Desk::new();
    let text = desk.emic(&["help", "codebook"]).done().out;
    let from = text.find("  schema = 1").unwrap();
    let to = from + text[from..].find("\n\n`parent`").unwrap();
    desk.write("harbour.toml", &text[from..to]);
    desk.emic(&["codebook", "test", "harbour.toml"]).done();
}

#[test]
fn completions_and_manual_pages_are_written() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(desk.emic(&["completions", shell]).done().out.contains("transcripts"), "{shell}");
    }
    assert!(desk.emic(&["man"]).done().out.starts_with(".ie"));
    desk.emic(&["man", "--out", "pages"]).done();
    assert!(desk.read("pages/emic-case-set.1").contains("emic\\-case\\-set"));
    assert!(desk.read("pages/emic.1").contains("transcripts"));
}
