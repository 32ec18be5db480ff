//! `emic help`: the help of a command, or a short text on a topic.

use clap::Args;

use super::help_topics::TOPICS;
use super::ui::Stop;
use super::{App, Exit, stopped};
use crate::diagnostic::Diagnostic;

/// Explain a command or a topic
///
/// Topics: formats, filters, query, codebook, rules, units, numbers, agreement, privacy, exit-codes.
/// `emic help` lists them. `codebook` is a topic and a command: `emic help codebook` is about the file,
/// `emic codebook --help` about the command.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A topic, or the words of a command
    #[arg(value_name = "TOPIC")]
    words: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut tree = super::command();
    tree.build();
    let [first, rest @ ..] = arguments.words.as_slice() else {
        app.ui.page(&tree.render_help().ansi().to_string())?;
        app.ui.page("\n\x1b[1m\x1b[4mTopics:\x1b[0m\n")?;
        for topic in &TOPICS {
            app.ui.page(&format!("  \x1b[1m{:<12}\x1b[0m {}\n", topic.name, topic.about))?;
        }
        return Ok(Exit::Done);
    };
    if let Some(topic) = TOPICS.iter().find(|topic| topic.name == *first)
        && rest.is_empty()
    {
        app.ui.page(topic.text)?;
        return Ok(Exit::Done);
    }
    let mut command = tree;
    for word in &arguments.words {
        let names: Vec<String> =
            command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
        if !names.contains(word) {
            let topics = TOPICS.iter().map(|topic| topic.name);
            let known = names.iter().map(String::as_str).chain(topics);
            return stopped(
                Diagnostic::error(format!("there is no help on `{}`", arguments.words.join(" ")))
                    .did_you_mean(word, known)
                    .help("`emic help` lists commands and topics"),
            );
        }
        let Some(below) = command.find_subcommand(word) else { break };
        command = below.clone();
    }
    let text = command.render_long_help().ansi().to_string();
    app.ui.page(&format!("{}\n", text.trim_end()))?;
    Ok(Exit::Done)
}
