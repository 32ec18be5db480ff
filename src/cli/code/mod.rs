//! `emic code`: gives a piece of a transcript one or several codes, by hand.

mod done;
mod instead;
mod place;
mod sheet;

use std::collections::BTreeSet;

use clap::Args;

use crate::cli::coder::rules;
use crate::cli::numbers::Numbers;
use crate::cli::pen::Pen;
use crate::cli::ui::Stop;
use crate::cli::words::listed;
use crate::cli::{App, Exit, stopped, view};
use crate::codebook::tree::Tree;
use crate::coding::anchor::{Anchor, Text};
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::Held;
use crate::diagnostic::Diagnostic;
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open;
use place::place;

/// Code a piece of a transcript by hand
///
/// The piece is named by its words (--quote, in a turn or anywhere), by a turn, by a line of the
/// file, or by code points (--start, --end). White space, case and quotation marks of the quote need
/// not be exact. The coding is on the disk when the command says so, in `codings/<coder>.jsonl`.
///
/// Without a code, on a terminal, a view of the transcript opens: words are selected and codes given
/// with keys, which it shows. --turn says where it begins.
///
/// --edit opens a coding sheet in your editor: the transcript with {code}marks{/code}, whose first
/// lines say how they are written. What you changed there is written into your log. --sheet prints
/// the sheet, --from-sheet reads one back.
///
/// --done says that a transcript was read to its end, or the turns that are named: what has no code
/// there was seen and not coded.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic code P03 --turn 12 --quote \"she was there for me\" trust
  emic code P03 --turn 12 trust hope --note \"see the memo on trust\"
  emic code P03 --quote \"being the first\" --new being-the-first
  emic code P03 --quote \"like a bridge\" --vivo
  emic code P03 --turn 12 hope --instead-of trust
  emic code P03 --edit
  emic code P03 --sheet > P03.sheet
  emic code P03 --from-sheet P03.sheet
  emic code P03 --done
  emic code P03 --done --turn 1..40
  emic code P03")]
pub(super) struct Arguments {
    /// The transcript's id
    #[arg(value_name = "TRANSCRIPT")]
    transcript: String,
    /// Codes to give
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
    /// The words to code
    #[arg(short = 'Q', long, value_name = "WORDS")]
    quote: Option<String>,
    /// The turn, or from one to another; without --quote, all of it
    #[arg(long, value_name = "N|A..B")]
    turn: Option<Numbers>,
    /// The line of the transcript, or lines; without --quote, all of it
    #[arg(long, value_name = "N|A..B", conflicts_with = "turn")]
    line: Option<Numbers>,
    /// First code point of the canonical text
    #[arg(long, value_name = "N", requires = "end", conflicts_with_all = ["turn", "line", "quote"])]
    start: Option<usize>,
    /// One past the last code point
    #[arg(long, value_name = "N", requires = "start")]
    end: Option<usize>,
    /// A remark on the coding
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// A code that the codebook does not have yet; may be repeated
    #[arg(long = "new", value_name = "CODE")]
    new: Vec<String>,
    /// Give the code in place of this one, which you gave at the same place
    #[arg(long, value_name = "CODE", conflicts_with = "vivo")]
    instead_of: Option<String>,
    /// Code in vivo: the words themselves are the code
    #[arg(long)]
    vivo: bool,
    /// The round of coding
    #[arg(long, value_name = "N")]
    round: Option<u32>,
    /// Mark the transcript as read to its end, or as far as turns, lines or code points are named
    #[arg(long, conflicts_with_all = ["codes", "quote", "note", "new", "vivo", "instead_of"])]
    done: bool,
    #[command(flatten)]
    sheet: sheet::Options,
    /// Only say what would be written
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl Arguments {
    /// Whether a piece of the transcript is named.
    fn names_place(&self) -> bool {
        self.turn.is_some() || self.line.is_some() || self.start.is_some()
    }

    /// Whether nothing but a transcript and perhaps a turn is named: the rest is chosen in the view.
    fn opens_view(&self) -> bool {
        let names_code = !self.codes.is_empty()
            || !self.new.is_empty()
            || self.instead_of.is_some()
            || self.vivo
            || self.done;
        let names_words = self.quote.is_some() || self.line.is_some() || self.start.is_some();
        let is_bare = !names_code && !names_words && self.note.is_none();
        is_bare && !self.dry_run && self.sheet.way().is_none()
    }
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if arguments.opens_view() {
        let Arguments { transcript, turn, round, .. } = arguments;
        return view::run(transcript, turn.map(|turn| turn.first), *round, app);
    }
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    if let Some(way) = arguments.sheet.way() {
        return sheet::run(way, arguments, &corpus, app);
    }
    // Nobody else of this study appends while this command looks and writes.
    let _lock = study.lock()?;
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let mut pen = Pen::new(&logs, app)?;
    let (transcript, _) = corpus.open(corpus.named(&arguments.transcript)?)?;
    if arguments.done {
        return done::run(arguments, study, &transcript, &mut pen, app);
    }
    let fingerprint = hand::fingerprint(&transcript.text);
    let anchor = place(arguments, &transcript)?;
    let codes = codes(arguments, &corpus, &logs, &anchor)?;
    let text = Text::new(&transcript.text);
    let first = text.bytes(anchor.start, anchor.end).start;
    let turn = hand::turn(&transcript, first);
    let own: Vec<&Held> = logs
        .states
        .get(&pen.coder)
        .into_iter()
        .flat_map(|state| state.codings.values())
        .filter(|held| held.transcript == transcript.id && held.anchor == anchor)
        .collect();
    if let Some(old) = &arguments.instead_of {
        return instead::run(old, &codes, &own, arguments, (study, &logs), &mut pen, app);
    }
    let (mut events, mut had) = (Vec::new(), Vec::new());
    for code in codes {
        if own.iter().any(|held| held.code == code) {
            had.push(code);
            continue;
        }
        let event = Event {
            transcript: Some(transcript.id.clone()),
            turn: Some(turn + 1),
            code: Some(code),
            text: Some(fingerprint.clone()),
            note: arguments.note.clone(),
            round: arguments.round,
            ..pen.event(Kind::Add)
        };
        events.push(event.anchored(anchor.clone()));
    }
    if !arguments.dry_run {
        pen.write(study, &events)?;
    }
    if !had.is_empty() {
        app.ui.status(&format!("{} has given {} there before.", pen.coder, listed(&had)));
    }
    let given: Vec<String> = events.iter().filter_map(|event| event.code.clone()).collect();
    if !given.is_empty() {
        let who = transcript.turns.get(turn).and_then(|turn| transcript.speaker(turn));
        let who = who.map(|label| format!(" ({label})")).unwrap_or_default();
        let words = shortened(&anchor.quote);
        app.ui.status(&format!(
            "{} `{}` turn {}{who} as {}: “{words}”.",
            if arguments.dry_run { "Would code" } else { "Coded" },
            transcript.id,
            turn + 1,
            listed(&given)
        ));
        if !arguments.dry_run {
            app.ui.hint("`emic undo` takes it back");
        }
    }
    Ok(Exit::Done)
}

/// The codes to give, as the codebook names them.
fn codes(
    arguments: &Arguments,
    corpus: &Corpus,
    logs: &Logs,
    anchor: &Anchor,
) -> Result<Vec<String>, Stop> {
    let states = logs.states.values().flat_map(|state| state.codings.values());
    let used: BTreeSet<&str> = states.map(|held| held.code.as_str()).collect();
    let mut rules = rules(corpus, false)?;
    let (known, defined) = (Tree::new(rules.codebook()), rules.codebook().codes.len());
    used.iter().filter(|code| known.find(code).is_none()).for_each(|code| rules.learn(code));
    let codebook = rules.codebook();
    let tree = Tree::new(codebook);
    let id = |place: usize| codebook.codes.get(place).map(|code| code.id.clone());
    let (mut codes, mut wrong) = (Vec::new(), Vec::new());
    for name in &arguments.codes {
        match tree.resolve(name) {
            Ok(place) => codes.extend(id(place)),
            Err(told) => wrong.push(told.help(format!("a new code is given with `--new {name}`"))),
        }
    }
    for name in &arguments.new {
        match tree.resolve(name) {
            // A code that somebody used and nobody has defined yet may well be called new.
            Ok(place) if place >= defined => codes.extend(id(place)),
            Ok(_) => {
                let told = Diagnostic::error(format!("the codebook has the code `{name}` already"));
                wrong.push(told.help(format!("give it without `--new`: `{name}`")));
            }
            Err(_) if name.trim().is_empty() => {
                wrong.push(Diagnostic::error("a new code needs a name"));
            }
            Err(_) => codes.push(name.trim().to_owned()),
        }
    }
    if arguments.vivo {
        codes.push(anchor.quote.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    if codes.is_empty() {
        let told = Diagnostic::error("which code?");
        return stopped(told.help("name one, a new one with `--new`, or the words with `--vivo`"));
    }
    let mut once = Vec::new();
    for code in codes {
        if !once.contains(&code) {
            once.push(code);
        }
    }
    Ok(once)
}

/// At most some words of a text, on one line.
pub(super) fn shortened(text: &str) -> String {
    const WORDS: usize = 12;
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut short = words.get(..WORDS.min(words.len())).unwrap_or_default().join(" ");
    if words.len() > WORDS {
        short.push_str(" …");
    }
    crate::report::escape::terminal(&short, false).into_owned()
}
