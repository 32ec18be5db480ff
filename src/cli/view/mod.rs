//! The view of `emic code P03`: the transcript over the whole window, the codebook beside it, codes
//! given with keys.
//!
//! What is shown is a [`state`]; a key makes another one of it ([`update`]) and says what is to be
//! brought to the disk ([`effect`]); [`mod@draw`] shows the state. These are pure; the window itself
//! is in [`terminal`]. Every change is on the disk before it is seen, so that nothing is lost
//! however the view ends.

mod draw;
mod effect;
mod field;
mod give;
mod keys;
mod layout;
mod own;
mod page;
mod pick;
mod search;
mod select;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
mod update;
mod wrap;

use super::coder::Coder;
use super::pen::Pen;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, stopped};
use crate::codebook::Status;
use crate::coding::rules::{Setting, Worker};
use crate::diagnostic::Diagnostic;
use crate::files::fault::{Doing, fault};
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::{self, Logs};
use crate::study::open;
use crate::text::language::{Language, primary};
use crate::transcript::Transcript;
use crate::transcript::people::Cast;
use draw::Paint;
use effect::Desk;
use own::Own;
use page::{Page, Place};
use pick::Code;
use select::{Selection, Unit};
use state::{Proposal, State};
use terminal::Left;

pub(super) use terminal::restore;

/// Opens the view of a transcript; `turn` is where it begins.
pub(super) fn run(
    id: &str,
    turn: Option<usize>,
    round: Option<u32>,
    app: &App,
) -> Result<Exit, Stop> {
    if !app.ui.has_screen() {
        let told = format!("`emic code {id}` without a code opens a view, and this is no terminal");
        return stopped(
            Diagnostic::error(told)
                .help(format!("name words and code: `emic code {id} --quote WORDS CODE`"))
                .help(format!("or write into a sheet: `emic code {id} --edit`")),
        );
    }
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let coder = Pen::new(&logs, app)?.coder;
    let (transcript, cast) = corpus.open(corpus.named(id)?)?;
    app.ui.tell_all(&transcript.notes);
    let ways = logs::ways(&study.codebooks());
    let events = logs.events.get(&coder).map(Vec::as_slice).unwrap_or_default();
    let own = Own::of(events, &ways, &transcript);
    let before = own.given.len();
    let used = logs.states.values().flat_map(|state| state.codings.values());
    let mut used: Vec<String> = used.map(|held| held.code.clone()).collect();
    used.sort_unstable();
    used.dedup();
    let rules = Coder::of_people(&corpus, false, &[], Logs::default())?;
    let mut state = opened(&corpus, &rules, &transcript, &cast);
    state.coder = coder.clone();
    for code in used.iter().filter(|code| rules.tree.find(code).is_none()) {
        state.codes.push(Code::named(code));
    }
    state.learn(own);
    begin(&mut state, turn, &transcript)?;

    app.ui.flush()?;
    let desk = Desk { study, transcript: &transcript, coder, round, ways };
    let mut now = before;
    let mut done = state.own.done;
    let paint = Paint { colours: app.ui.has_colours() };
    let left = terminal::run(state, paint, |change| match desk.write(change) {
        Ok(own) => {
            (now, done) = (own.given.len(), own.done);
            Ok(own)
        }
        Err(Stop::Told(told)) => Err(in_a_line(&told)),
        Err(Stop::Closed) => Err("nobody reads what is written".to_owned()),
    });
    let left =
        left.map_err(|error| fault(&error, Doing::Write, std::path::Path::new("terminal")))?;
    let codings = counted(now, "coding");
    let said = if before == now { String::new() } else { format!(", {before} before") };
    app.ui.status(&format!("{} has {codings} in `{}`{said}.", desk.coder, transcript.id));
    app.ui.hint(&match done {
        false => format!("`emic code {id} --done` says that it was read to its end"),
        true => format!("`emic report themes --coder {}` counts them", desk.coder),
    });
    Ok(if left == Left::Interrupted { Exit::Interrupted } else { Exit::Done })
}

/// The state before anything is known of the logs: transcript, codes, what the rules propose.
fn opened(corpus: &Corpus, rules: &Coder, transcript: &Transcript, cast: &Cast) -> State {
    let codebook = rules.rules.codebook();
    let codes = rules.tree.order().iter().filter_map(|&place| {
        let code = codebook.codes.get(place)?;
        let parent = rules.tree.parent(place).and_then(|parent| codebook.codes.get(parent));
        let below = parent.and_then(|parent| code.id.strip_prefix(parent.id.as_str()));
        let name = below.and_then(|name| name.strip_prefix(['.', '-', '_']));
        Some(Code {
            id: code.id.clone(),
            name: name.filter(|name| !name.is_empty()).unwrap_or(&code.id).to_owned(),
            label: code.label.clone(),
            brief: if code.brief.is_empty() { &code.definition } else { &code.brief }.clone(),
            aliases: code.aliases.clone(),
            depth: rules.tree.depth(place),
            colour: code.colour.clone(),
            is_given: code.codable && !matches!(code.status, Status::Merged | Status::Retired),
        })
    });
    let attribute = |case: Option<&str>, name: &str| {
        corpus.attributes.values(case, &transcript.id, name).to_vec()
    };
    let setting = Setting { transcript, cast, attribute: &attribute };
    let coded = rules.rules.apply(&setting, &mut Worker::default());
    let proposals = coded.codings.iter().filter_map(|coding| {
        let code = codebook.codes.get(coding.code as usize)?;
        let found = coded.evidence_of(coding).iter();
        let mut named: Vec<&str> = found
            .filter_map(|evidence| code.rules.get(evidence.rule as usize))
            .map(|rule| rule.id.as_str())
            .collect();
        named.sort_unstable();
        named.dedup();
        let bytes = coding.start as usize..coding.end as usize;
        Some(Proposal { code: code.id.clone(), rule: named.join(";"), bytes })
    });
    let tag = corpus.language.as_deref().filter(|tag| primary(tag) != primary(&codebook.language));
    let language = match tag {
        Some(tag) => Language::for_tag(tag),
        None if codebook.language.is_empty() => Language::for_tag("en"),
        None => codebook.word_lists(),
    };
    State {
        page: Page::of(transcript, cast, &language),
        codes: codes.collect(),
        proposals: proposals.collect(),
        codebook: true,
        ..State::default()
    }
}

/// Where the view begins: at the turn that is named, else where this coder coded last, else at the
/// first turn that counts.
fn begin(state: &mut State, turn: Option<usize>, transcript: &Transcript) -> Result<(), Stop> {
    let page = &state.page;
    let Some(first) = page.first() else {
        let told = format!("there are no words in `{}`", transcript.id);
        return stopped(Diagnostic::error(told));
    };
    let place = match turn {
        Some(number) => {
            let turn = number.checked_sub(1).filter(|turn| *turn < page.turns.len());
            let Some(turn) = turn else {
                let count = counted(page.turns.len(), "turn");
                let told = Diagnostic::error(format!("`{}` has {count}", transcript.id));
                let help = format!("`emic show {}` numbers them", transcript.id);
                return stopped(told.help(help));
            };
            let place = Place { turn, word: 0 };
            if page.word(place).is_some() { place } else { page.next(place).unwrap_or(first) }
        }
        None => {
            let latest = state.own.latest.as_deref();
            let latest = state.own.given.iter().find(|given| Some(given.id.as_str()) == latest);
            let touched = latest.and_then(|given| page.touched(&given.bytes));
            if let Some(touched) = touched {
                state.selection = Selection::over(touched);
                return Ok(());
            }
            let counts = |said: &page::Said| said.counts && !said.words.is_empty();
            page.turns.iter().position(counts).map_or(first, |turn| Place { turn, word: 0 })
        }
    };
    state.selection = Selection::word(place).whole(page, Unit::Sentence);
    Ok(())
}

/// Findings in one line, for the line of the view.
fn in_a_line(told: &[Diagnostic]) -> String {
    told.first().map_or_else(String::new, |told| match &told.path {
        Some(path) => format!("not saved: {} ({path})", told.message),
        None => format!("not saved: {}", told.message),
    })
}
