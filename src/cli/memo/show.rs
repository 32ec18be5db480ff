//! `emic memo show`: one memo, as it was written.

use clap::Args;

use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::escape;
use crate::study::memo::{Link, Memos};
use crate::study::open;

/// Show a memo
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic memo show 2026-03-01-trust-grows-by-small-things")]
pub(super) struct Arguments {
    /// Its name, as `emic memo list` has it
    #[arg(value_name = "MEMO")]
    name: String,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let memos = Memos::read(&open::find(&app.folder)?);
    app.ui.tell_all(&memos.told);
    let memo = memos.named(&arguments.name)?;
    let mut head = vec![memo.kind.name().to_owned()];
    head.extend(memo.date.clone());
    head.extend(memo.author.clone());
    let mut page = format!("{}\n{}\n", memo.title, head.join(", "));
    let lists = [
        ("Codes", &memo.codes),
        ("Codings", &memo.codings),
        ("Cases", &memo.cases),
        ("Transcripts", &memo.transcripts),
    ];
    for (what, links) in lists.into_iter().filter(|(_, links)| !links.is_empty()) {
        let names: Vec<&str> = links.iter().map(|Link { name, .. }| name.as_str()).collect();
        page.push_str(&format!("{what}: {}\n", names.join(", ")));
    }
    if memo.study {
        page.push_str("About the study\n");
    }
    page.push_str(&format!("\n{}\n", memo.text.trim()));
    app.ui.page(&escape::terminal(&page, true))?;
    Ok(Exit::Done)
}
