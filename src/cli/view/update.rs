//! What a key does: the state before and a key give the state after and what is to be done outside
//! ([`Effect`]). Nothing is written here; what was written comes back through [`State::learn`].

use std::ops::Range;

use super::field::Field;
use super::give::{change, decide, give, next_coding, note, pick, vivo};
use super::keys::{Action, Key, TABLE};
use super::layout;
use super::pick::Picker;
use super::search;
use super::select::{Selection, Unit};
use super::state::{Message, Open, Proposal, State};
use super::wrap;

/// What comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Key(Key),
    /// Text that was pasted: typed where something is being typed, else nothing.
    Pasted(String),
    /// The window has another size.
    Size(u16, u16),
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Bring this to the disk, and then say these words.
    Write(Change, String),
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
    /// Leave as Ctrl-C does.
    Interrupt,
}

/// What a log is told. Places are bytes of the canonical text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Add { code: String, bytes: Range<usize> },
    Remove { target: String },
    Recode { target: String, code: String },
    Resize { target: String, bytes: Range<usize> },
    Note { target: String, note: String },
    Accept(Proposal),
    Reject(Proposal),
    Done,
    Undo { target: String },
}

/// One step of the view.
pub(super) fn update(mut state: State, input: Input) -> (State, Vec<Effect>) {
    let effects = match input {
        Input::Size(width, height) => {
            state.size = (width, height);
            state.show(state.selection.head);
            Vec::new()
        }
        Input::Pasted(text) => {
            match &mut state.open {
                Open::Pick(picker) => {
                    picker.field.insert(&text);
                    picker.at = 0;
                }
                Open::Note(field, _) | Open::Search(field) => field.insert(&text),
                Open::Nothing | Open::Help(_) | Open::Codebook(_) => {}
            }
            Vec::new()
        }
        Input::Key(Key::Ctrl('c')) => vec![Effect::Interrupt],
        Input::Key(key) => {
            state.message = Message::default();
            match std::mem::take(&mut state.open) {
                Open::Nothing => walk(&mut state, key),
                Open::Pick(picker) => pick(&mut state, picker, key),
                Open::Note(field, target) => note(&mut state, field, target, key),
                Open::Search(field) => seek(&mut state, field, key),
                Open::Help(line) => {
                    let rows: usize = TABLE.iter().map(|(_, rows)| rows.len() + 2).sum();
                    state.open = scrolled(line, key, rows).map_or(Open::Nothing, Open::Help);
                    Vec::new()
                }
                Open::Codebook(line) => {
                    let codes = state.codes.len();
                    state.open = scrolled(line, key, codes).map_or(Open::Nothing, Open::Codebook);
                    Vec::new()
                }
            }
        }
    };
    (state, effects)
}

/// Where a text that is read goes on; nothing if it is left.
fn scrolled(line: usize, key: Key, lines: usize) -> Option<usize> {
    let last = lines.saturating_sub(1);
    match key {
        Key::Up | Key::Char('k') => Some(line.saturating_sub(1)),
        Key::Down | Key::Char('j') => Some((line + 1).min(last)),
        Key::PageUp => Some(line.saturating_sub(10)),
        Key::PageDown => Some((line + 10).min(last)),
        Key::Home => Some(0),
        Key::End => Some(last),
        _ => None,
    }
}

/// A key while the transcript is walked through.
fn walk(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(action) = key.action() else {
        if key == Key::Esc {
            // What was grown is small again, and what was looked at is left.
            (state.proposal, state.chosen) = (None, None);
            select(state, Selection::word(state.selection.from()));
        } else {
            wrong(state, format!("{} means nothing here; ? shows all keys", key.name()));
        }
        return Vec::new();
    };
    let selection = state.selection;
    match action {
        Action::Move(unit, forward) => select(state, selection.moved(&state.page, unit, forward)),
        Action::Whole(unit) => select(state, selection.whole(&state.page, unit)),
        Action::Extend(unit, forward) => {
            state.selection = selection.extended(&state.page, unit, forward);
            state.show(state.selection.head);
        }
        Action::OtherEnd => {
            state.selection = selection.turned();
            state.show(state.selection.head);
        }
        Action::Screen(forward) => screen(state, forward),
        Action::First | Action::Last => {
            let end = if action == Action::First { state.page.first() } else { state.page.last() };
            let word = Selection::word(end.unwrap_or_default());
            select(state, word.whole(&state.page, Unit::Turn));
        }
        Action::Uncoded(forward) => match search::uncoded(state, forward) {
            Some(place) => select(state, Selection::word(place).whole(&state.page, Unit::Turn)),
            None => {
                let which = if forward { "after" } else { "before" };
                wrong(state, format!("every turn {which} this one has a coding"));
            }
        },
        Action::Hit(forward) => {
            if state.wanted.is_empty() {
                state.open = Open::Search(Field::default());
            } else {
                seek_on(state, forward);
            }
        }
        Action::Search => state.open = Open::Search(Field::default()),
        Action::Proposal(forward) => proposal(state, forward),
        Action::NextCoding => next_coding(state),
        Action::Codebook => match layout::areas(state.size, true, false) {
            Some(areas) if areas.side.is_none() => state.open = Open::Codebook(0),
            _ => {
                state.codebook = !state.codebook;
                state.show(state.selection.head);
            }
        },
        Action::Help => state.open = Open::Help(0),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Quit => return vec![Effect::Quit],
        Action::Interrupt => return vec![Effect::Interrupt],
        Action::Code => {
            state.open = Open::Pick(Picker::default());
            state.show(state.selection.from());
        }
        Action::Again => match state.last.clone() {
            Some(code) => return give(state, code),
            None => wrong(state, "no code was given yet; Enter picks one"),
        },
        Action::Vivo => return vivo(state),
        Action::Note | Action::Recode | Action::Resize | Action::Remove => {
            return change(state, action);
        }
        Action::Undo => match state.own.undo.clone() {
            Some(step) => {
                let said = format!("took back: {}; U brings it back", step.words);
                return vec![Effect::Write(Change::Undo { target: step.id }, said)];
            }
            None => wrong(state, "there is nothing to take back in this transcript"),
        },
        Action::Redo => match state.own.redo.clone() {
            Some(step) => {
                let said = format!("brought back: {}", step.words);
                return vec![Effect::Write(Change::Undo { target: step.id }, said)];
            }
            None => wrong(state, "there is nothing to bring back"),
        },
        Action::Accept | Action::Reject => return decide(state, action == Action::Accept),
        Action::Done if state.own.done => {
            wrong(state, "this transcript is marked as read to its end already; u takes it back");
        }
        Action::Done => {
            let said = "marked as read to its end: what has no code was seen and not coded";
            return vec![Effect::Write(Change::Done, said.to_owned())];
        }
    }
    Vec::new()
}

/// Selects other words: what was looked at before is left.
fn select(state: &mut State, selection: Selection) {
    state.selection = selection;
    (state.proposal, state.chosen) = (None, None);
    state.show(selection.from());
}

/// Says why a key did nothing.
pub(super) fn wrong(state: &mut State, text: impl Into<String>) {
    state.message = Message { text: text.into(), is_wrong: true };
}

/// The sentence a screen further on, or back.
fn screen(state: &mut State, forward: bool) {
    let Some(areas) = state.areas() else { return };
    let lines = usize::from(areas.text.height).saturating_sub(2).max(1);
    let words = state.columns().words;
    let here = state.spot(state.selection.from());
    let (turn, line) = match forward {
        true => layout::on(&state.page, words, here, lines),
        false => layout::back(&state.page, words, here, lines),
    };
    let said = state.page.turns.get(turn).map(|said| wrap::lines(said, words)).unwrap_or_default();
    let word = said.get(line).and_then(|line| line.first()).map_or(0, |bit| bit.word);
    let mut place = super::page::Place { turn, word };
    if state.page.word(place).is_none() {
        let beyond = if forward { state.page.next(place) } else { state.page.previous(place) };
        place = beyond.unwrap_or(state.selection.from());
    }
    select(state, Selection::word(place).whole(&state.page, Unit::Sentence));
}

/// The next proposal after the selection, or the one before.
fn proposal(state: &mut State, forward: bool) {
    let here = state.selection.bytes(&state.page).unwrap_or_default();
    let looked = state.proposal;
    let place = |place: &usize| state.proposals.get(*place).map_or(0, |one| one.bytes.start);
    let is_beyond = |one: &usize| match (looked, forward) {
        (Some(looked), true) => *one > looked,
        (Some(looked), false) => *one < looked,
        (None, true) => place(one) >= here.start,
        (None, false) => place(one) < here.start,
    };
    let mut waiting = state.waiting.iter().copied().filter(is_beyond);
    let found = if forward { waiting.next() } else { waiting.next_back() };
    match found {
        Some(place) => state.look_at(place),
        None if state.waiting.is_empty() => wrong(state, "no proposal of the rules is waiting"),
        None => {
            let where_else = if forward { "after; P goes back" } else { "before; p goes on" };
            wrong(state, format!("no proposal is waiting {where_else}"));
        }
    }
}

/// A key while words to search for are typed.
fn seek(state: &mut State, mut field: Field, key: Key) -> Vec<Effect> {
    match key {
        Key::Esc => {}
        Key::Enter => {
            if !field.text().trim().is_empty() {
                state.wanted = field.text().trim().to_owned();
            }
            seek_on(state, true);
        }
        key => {
            field.key(key);
            state.open = Open::Search(field);
        }
    }
    Vec::new()
}

/// Goes to the next place of what is searched for, or the one before.
fn seek_on(state: &mut State, forward: bool) {
    match search::find(&state.page, state.selection, &state.wanted, forward) {
        Some(found) => select(state, found),
        None => wrong(state, format!("“{}” is not said here", state.wanted)),
    }
}
