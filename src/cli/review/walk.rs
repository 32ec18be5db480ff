//! The review itself: each thing that waits is shown, a decision is asked for and brought to the
//! disk before the next one is shown.

use super::gather::{Purpose, Waiting};
use super::prompt::{self, Typed};
use super::{Arguments, CONSENSUS, all_settled, code_named, commit, passage};
use crate::cli::code::shortened;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::quote::{self, Missing};
use crate::coding::review::decision::{Settled, placed, settled};
use crate::coding::review::dialogue::{Decision, Dialogue, Mode, Step};
use crate::coding::review::{Item, touch};
use crate::diagnostic::Diagnostic;
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;
use crate::study::open::Study;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

const KEYS: &str = "  a  accept          it is so; the coding is yours and remembers the rule
  r  reject          it is not so; it does not come back
  c  other code      it is a coding, of another code (`+name` for a new one)
  s  other words     type the words that should be coded
  n  note            a remark that the decision gets
  l  later           leave it and go on
  b  back            to the one before; what was decided there is taken back
  q  quit            the rest waits; everything decided is on the disk";

const KEYS_OF_ANCHORS: &str = "  a  accept          the words between ‹ and › are what was coded
  s  other words     type the words that should be coded
  r  remove          what was coded is gone: the coding is removed
  n  note            a remark that the coding gets
  l  later           leave it and go on
  b  back            to the one before; what was decided there is taken back
  q  quit            the rest waits; everything decided is on the disk";

/// A review under way.
pub(super) struct Walk<'w> {
    corpus: &'w Corpus,
    study: &'w Study,
    logs: &'w Logs,
    waiting: Waiting,
    arguments: &'w Arguments,
    app: &'w App,
}

/// What was written about an item: its place, whose log, the ids.
type Written = (usize, String, Vec<String>);

impl<'w> Walk<'w> {
    pub(super) fn new(
        corpus: &'w Corpus,
        logs: &'w Logs,
        waiting: Waiting,
        arguments: &'w Arguments,
        app: &'w App,
    ) -> Result<Self, Stop> {
        let Some(study) = &corpus.study else { return Err(Stop::Told(Vec::new())) };
        Ok(Walk { corpus, study, logs, waiting, arguments, app })
    }

    /// The same decision about everything, in one write.
    pub(super) fn decide_all(&self, decision: &Decision) -> Result<(), Stop> {
        let mut events = Vec::new();
        let mut open: Option<(Transcript, Cast)> = None;
        for item in &self.waiting.items {
            self.open(item, &mut open)?;
            let found = self.events(item, decision, None, open.as_ref());
            events.extend(found.map_err(Stop::from)?);
        }
        let Purpose::Proposals(name) = &self.waiting.purpose else { return Ok(()) };
        commit(self.study, name, events, self.arguments.round)?;
        Ok(())
    }

    /// One after the other.
    pub(super) fn go(&self) -> Result<Exit, Stop> {
        let asks_why = matches!(self.waiting.purpose, Purpose::Differences(_));
        let mut dialogue = Dialogue::new(self.waiting.items.len(), asks_why);
        let mut open = None;
        let mut written: Vec<Written> = Vec::new();
        let mut is_new = true;
        let exit = loop {
            let Some(at) = dialogue.at() else { break Exit::Done };
            let Some(item) = self.waiting.items.get(at) else { break Exit::Done };
            if is_new {
                self.open(item, &mut open)?;
                self.show(at, item, open.as_ref())?;
                is_new = false;
            }
            let typed = match dialogue.mode() {
                Mode::Choosing => prompt::key(&self.app.ui, &self.question(&dialogue)),
                Mode::Naming => prompt::line(&self.app.ui, "which code? "),
                Mode::Quoting => prompt::line(&self.app.ui, "which words? "),
                Mode::Noting => prompt::line(&self.app.ui, "note: "),
                Mode::Reasoning(_) => prompt::line(&self.app.ui, "why? "),
            };
            let line = match typed {
                Typed::Line(line) => line,
                Typed::End => break Exit::Done,
                Typed::Interrupted => break Exit::Interrupted,
            };
            match dialogue.take(&line) {
                Step::Show => is_new = true,
                Step::Ask => {}
                Step::Say(words) => self.app.ui.status(&words),
                Step::Help => self.app.ui.status(self.keys()),
                Step::Quit => break Exit::Done,
                Step::Decide(decision, note) => {
                    match self.events(item, &decision, note.as_deref(), open.as_ref()) {
                        // What cannot be done is said, and asked again.
                        Err(told) => self.app.ui.show(&told),
                        Ok(events) => {
                            let coder = self.log_of(item).to_owned();
                            let ids = commit(self.study, &coder, events, self.arguments.round)?;
                            written.push((at, coder, ids));
                            dialogue.decided();
                            is_new = true;
                        }
                    }
                }
                Step::TakeBack => {
                    is_new = true;
                    let Some(now) = dialogue.at() else { continue };
                    if let Some(place) = written.iter().rposition(|(place, ..)| *place == now) {
                        let (_, coder, ids) = written.remove(place);
                        self.take_back(&coder, &ids)?;
                        self.app.ui.status("Took back what was decided here.");
                    }
                }
            }
        };
        let left = self.waiting.items.len() - dialogue.decisions();
        let what = self.waiting.purpose.name();
        self.app.ui.status(&format!(
            "{} decided; {} left.",
            counted(dialogue.decisions(), what),
            counted(left, what)
        ));
        if left > 0 {
            self.app.ui.hint("the same command goes on with what is left");
        }
        if left == 0 {
            all_settled(&self.waiting, self.arguments, self.study, self.logs, self.app)?;
        }
        Ok(exit)
    }

    fn keys(&self) -> &'static str {
        match self.waiting.purpose {
            Purpose::Anchors => KEYS_OF_ANCHORS,
            _ => KEYS,
        }
    }

    fn question(&self, dialogue: &Dialogue) -> String {
        let keys = match self.waiting.purpose {
            Purpose::Anchors => {
                "[a]ccept [s] other words [r]emove [n]ote [l]ater [b]ack [q]uit [?] "
            }
            _ => "[a]ccept [r]eject [c]ode [s] other words [n]ote [l]ater [b]ack [q]uit [?] ",
        };
        match dialogue.note() {
            Some(note) => format!("note: {note}\n{keys}"),
            None => keys.to_owned(),
        }
    }

    /// The coder in whose log a decision is written.
    fn log_of<'a>(&'a self, item: &'a Item) -> &'a str {
        match &self.waiting.purpose {
            Purpose::Proposals(name) => name,
            Purpose::Differences(_) => CONSENSUS,
            Purpose::Anchors => &item.coder,
        }
    }

    /// Opens the transcript of an item, unless it is open or not there any more.
    fn open(&self, item: &Item, open: &mut Option<(Transcript, Cast)>) -> Result<(), Stop> {
        if open.as_ref().is_some_and(|(transcript, _)| transcript.id == item.transcript) {
            return Ok(());
        }
        *open = match self.corpus.named(&item.transcript) {
            Ok(source) => Some(self.corpus.open(source)?),
            Err(_) => None,
        };
        Ok(())
    }

    fn show(&self, at: usize, item: &Item, open: Option<&(Transcript, Cast)>) -> Result<(), Stop> {
        let ui = &self.app.ui;
        let mut head = format!("\n{} of {}", at + 1, self.waiting.items.len());
        match &self.waiting.purpose {
            Purpose::Proposals(_) => {
                let rule = item.rule.as_deref().unwrap_or_default();
                head.push_str(&format!(": {}, by rule {rule}", item.code));
            }
            Purpose::Differences(_) => {
                head.push_str(&format!(": {}, by {} alone", item.code, item.coder));
            }
            Purpose::Anchors => {
                let status = item.found.map_or("", |(status, _)| status.name());
                head.push_str(&format!(": {} of {}, {status}", item.code, item.coder));
            }
        }
        ui.page(&format!("{}\n", crate::report::escape::terminal(&head, true)))?;
        if let Some(quote) = &item.quote {
            ui.data(format!("coded was “{}”\n", shortened(quote)).as_bytes())?;
        }
        match (open, &item.bytes) {
            (Some((transcript, cast)), Some(bytes)) => {
                ui.page(&passage::page(transcript, cast, item, bytes, ui.width()))?;
                for line in self.beside(transcript, item) {
                    ui.data(format!("  {line}\n").as_bytes())?;
                }
            }
            (Some((transcript, _)), None) => {
                ui.data(format!("its words are not in `{}` any more\n", transcript.id).as_bytes())?;
            }
            (None, _) => {
                ui.data(
                    format!("there is no transcript `{}` any more\n", item.transcript).as_bytes(),
                )?;
            }
        }
        if let Some(note) = &item.note {
            ui.data(format!("  note: {}\n", shortened(note)).as_bytes())?;
        }
        Ok(())
    }

    /// What others coded there.
    fn beside(&self, transcript: &Transcript, item: &Item) -> Vec<String> {
        let Some(bytes) = item.bytes.as_ref().filter(|_| !self.arguments.blind) else {
            return Vec::new();
        };
        let own = self.log_of(item);
        let mut lines = Vec::new();
        for name in self.logs.states.keys().filter(|name| name.as_str() != own) {
            let held = self.logs.of_transcript(name, &transcript.id);
            for one in hand::place(&transcript.text, &held) {
                if touch(&transcript.text, &one.bytes, bytes) {
                    let words = transcript.text.get(one.bytes.clone()).unwrap_or_default();
                    lines.push(format!("{name}: {} “{}”", one.held.code, shortened(words)));
                }
            }
        }
        lines
    }

    /// The events of a decision; or why there are none.
    fn events(
        &self,
        item: &Item,
        decision: &Decision,
        note: Option<&str>,
        open: Option<&(Transcript, Cast)>,
    ) -> Result<Vec<Event>, Diagnostic> {
        let transcript = open.map(|(transcript, _)| transcript);
        let is_of_anchors = self.waiting.purpose == Purpose::Anchors;
        let meant = match decision {
            Decision::Accept => Settled::Accept,
            Decision::Reject => Settled::Reject,
            Decision::Recode(_) if is_of_anchors => {
                return Err(Diagnostic::error(
                    "the code stays what it is here; only the place is asked for",
                ));
            }
            Decision::Recode(name) => {
                Settled::Recode(code_named(name, &self.waiting.coder, self.logs)?)
            }
            Decision::Resize(words) => match transcript {
                Some(transcript) => Settled::Resize(found(transcript, item, words)?),
                None => return Err(Diagnostic::error("there is no transcript to look in")),
            },
        };
        let nothing = Diagnostic::error("no place was found for it")
            .help("`s` names the words, `r` removes the coding, `l` leaves it for later");
        let events = match (&self.waiting.purpose, transcript) {
            (Purpose::Anchors, transcript) => placed(transcript, item, &meant, note),
            (_, None) => Vec::new(),
            (Purpose::Proposals(_), Some(transcript)) => {
                settled(transcript, item, &meant, note, Kind::Accept)
            }
            (Purpose::Differences(by), Some(transcript)) => {
                let events = settled(transcript, item, &meant, note, Kind::Add);
                let by = Some(by.clone());
                events.into_iter().map(|event| Event { by: by.clone(), ..event }).collect()
            }
        };
        if events.is_empty() { Err(nothing) } else { Ok(events) }
    }

    fn take_back(&self, coder: &str, ids: &[String]) -> Result<(), Stop> {
        let undo =
            |id: &String| Event { event: Kind::Undo, target: Some(id.clone()), ..Event::default() };
        commit(self.study, coder, ids.iter().map(undo).collect(), None)?;
        Ok(())
    }
}

/// Where words stand that a person typed: in the turn that is looked at, or anywhere.
fn found(
    transcript: &Transcript,
    item: &Item,
    words: &str,
) -> Result<std::ops::Range<usize>, Diagnostic> {
    let turn = item.bytes.as_ref().and_then(|bytes| {
        let turn = transcript.turns.get(hand::turn(transcript, bytes.start))?;
        Some(transcript.reading(turn).extent())
    });
    let within = turn.and_then(|turn| quote::find(transcript, words, Some(turn)).ok());
    match within.map_or_else(|| quote::find(transcript, words, None), Ok) {
        Ok(bytes) => Ok(bytes),
        Err(Missing::Several(_)) => {
            let message = format!("“{}” is said several times", shortened(words));
            Err(Diagnostic::error(message).help("name more of the words"))
        }
        Err(Missing::Nowhere { near, .. }) => {
            let told = Diagnostic::error(format!("“{}” is not said there", shortened(words)));
            Err(match near {
                Some((turn, near)) => {
                    told.help(format!("did you mean “{}” in turn {turn}?", shortened(&near)))
                }
                None => told,
            })
        }
    }
}
