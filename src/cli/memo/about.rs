//! What a memo is about, as people name it: looked up in the study, so that no link leads nowhere.

use clap::Args;

use crate::cli::coder::Coder;
use crate::cli::ui::Stop;
use crate::coding::log::event::Kind;
use crate::diagnostic::Diagnostic;
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;
use crate::study::memo::{Link, Memo};

/// What a memo is about.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "About")]
pub(super) struct About {
    /// A code; may be repeated
    #[arg(long = "code", value_name = "CODE")]
    codes: Vec<String>,
    /// A coding, by the end of its id (`emic log` lists them); may be repeated
    #[arg(long = "coding", value_name = "ID")]
    codings: Vec<String>,
    /// A case; may be repeated
    #[arg(long = "case", value_name = "ID")]
    cases: Vec<String>,
    /// A transcript; may be repeated
    #[arg(long = "transcript", value_name = "ID")]
    transcripts: Vec<String>,
    /// The whole study
    #[arg(long)]
    study: bool,
}

impl About {
    /// Puts the links into a memo. All that lead nowhere are told together.
    pub(super) fn link(&self, memo: &mut Memo, corpus: &Corpus, logs: &Logs) -> Result<(), Stop> {
        let mut wrong = Vec::new();
        memo.study = self.study;
        if !self.codes.is_empty() {
            memo.codes = links(&self.codes, codes(corpus, logs)?, &mut wrong);
        }
        memo.codings = links(&self.codings, |id| coding(id, logs), &mut wrong);
        memo.cases = links(&self.cases, |id| case(id, corpus), &mut wrong);
        let transcript = |id: &str| Ok(corpus.named(id)?.id.clone());
        memo.transcripts = links(&self.transcripts, transcript, &mut wrong);
        if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
    }
}

fn links(
    names: &[String],
    find: impl Fn(&str) -> Result<String, Diagnostic>,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for name in names {
        match find(name.trim()) {
            Ok(name) if links.iter().any(|link| link.name == name) => {}
            Ok(name) => links.push(Link::from(name.as_str())),
            Err(told) => wrong.push(told),
        }
    }
    links
}

/// Finds codes: those of the codebooks, and those that people gave.
pub(in crate::cli) fn codes(
    corpus: &Corpus,
    logs: &Logs,
) -> Result<impl Fn(&str) -> Result<String, Diagnostic>, Stop> {
    let coder = Coder::of_people(corpus, false, &[], Logs::default())?;
    let states = logs.states.values().flat_map(|state| state.codings.values());
    let used: Vec<String> = states.map(|held| held.code.clone()).collect();
    Ok(move |name: &str| match coder.tree.resolve(name) {
        Ok(place) => {
            let code = coder.rules.codebook().codes.get(place);
            Ok(code.map_or_else(|| name.to_owned(), |code| code.id.clone()))
        }
        Err(_) if used.iter().any(|code| code == name) => Ok(name.to_owned()),
        Err(told) => Err(told),
    })
}

/// The whole id of the event that made a coding.
pub(in crate::cli) fn coding(id: &str, logs: &Logs) -> Result<String, Diagnostic> {
    let makes = |kind: Kind| matches!(kind, Kind::Add | Kind::Accept);
    let mut found: Vec<&str> = logs
        .events
        .values()
        .flatten()
        .filter(|event| makes(event.event) && !id.is_empty() && event.id.ends_with(id))
        .map(|event| event.id.as_str())
        .collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Err(Diagnostic::error(format!("no coding has the id `{id}`"))
            .help("`emic log` lists the codings with their ids")),
        several => Err(Diagnostic::error(format!("{} codings end in `{id}`", several.len()))
            .help("name more of the id")),
    }
}

/// A case that the tables or the transcripts know.
fn case(id: &str, corpus: &Corpus) -> Result<String, Diagnostic> {
    let of_tables = corpus.known.cases.iter().map(String::as_str);
    let of_files = corpus.sources.iter().map(|source| source.id.as_str());
    let mut known: Vec<&str> = of_tables.chain(of_files).collect();
    known.sort_unstable();
    // `FG1/P2` is the participant P2 of the focus group FG1.
    let group = id.split_once('/').map(|(group, _)| group);
    if known.contains(&id) || group.is_some_and(|group| known.contains(&group)) {
        return Ok(id.to_owned());
    }
    Err(Diagnostic::error(format!("there is no case `{id}`"))
        .did_you_mean(id, known)
        .help("`emic case list` lists all cases"))
}
