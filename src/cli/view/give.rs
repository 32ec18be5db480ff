//! Keys that change codings: giving a code, changing and removing it, deciding on a proposal.
//!
//! In come the state and what was pressed, out come changes for the disk ([`Effect::Write`]); what
//! cannot be done is said in the view's line.

use super::field::Field;
use super::keys::{Action, Key};
use super::page::Gap;
use super::pick::{Choice, Picker};
use super::state::{Open, State};
use super::update::{Change, Effect, wrong};
use crate::cli::words::counted;

/// Gives the selected words a code.
pub(super) fn give(state: &mut State, code: String) -> Vec<Effect> {
    let Some(bytes) = state.selection.bytes(&state.page) else {
        wrong(state, "there are no words here");
        return Vec::new();
    };
    if state.own.given.iter().any(|given| given.code == code && given.bytes == bytes) {
        wrong(state, format!("these words have {code} already"));
        return Vec::new();
    }
    state.last = Some(code.clone());
    let words = state.selection.count(&state.page);
    let turn = state.selection.from().turn + 1;
    let words = counted(words, "word");
    let said = format!("coded {words} of turn {turn} as {code}; u takes it back");
    vec![Effect::Write(Change::Add { code, bytes }, said)]
}

/// The words themselves become the code.
pub(super) fn vivo(state: &mut State) -> Vec<Effect> {
    /// A code is a name; who selected pages pressed the wrong key.
    const MOST: usize = 20;
    if state.selection.count(&state.page) > MOST {
        wrong(state, format!("a code in vivo has at most {MOST} words"));
        return Vec::new();
    }
    let mut code = String::new();
    let mut place = state.selection.from();
    while let Some(word) = state.page.word(place) {
        if !code.is_empty() && word.gap != Gap::None {
            code.push(' ');
        }
        code.push_str(&word.text);
        match state.page.next(place) {
            Some(next) if place < state.selection.to() => place = next,
            _ => break,
        }
    }
    let is_mark = |c: char| c.is_ascii_punctuation() || "“”‘’«»…。，！？；：、".contains(c);
    let code = code.trim_matches(is_mark).trim().to_owned();
    if code.is_empty() {
        wrong(state, "these words have no letters");
        return Vec::new();
    }
    give(state, code)
}

/// Of several codings here, the next one.
pub(super) fn next_coding(state: &mut State) {
    let here: Vec<String> = state.here().iter().map(|given| given.id.clone()).collect();
    let at = state.coding().and_then(|chosen| here.iter().position(|id| *id == chosen.id));
    match at.map(|at| (at + 1) % here.len()).and_then(|next| here.into_iter().nth(next)) {
        Some(next) => state.chosen = Some(next),
        None => wrong(state, "there is no coding here"),
    }
}

/// Changes the coding here.
pub(super) fn change(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(given) = state.coding().cloned() else {
        wrong(state, "there is no coding here; Enter gives a code");
        return Vec::new();
    };
    let target = given.id;
    match action {
        Action::Note => {
            let note = given.note.unwrap_or_default();
            state.open = Open::Note(Field::of(&note), target);
            Vec::new()
        }
        Action::Recode => {
            state.open = Open::Pick(Picker { target: Some(target), ..Picker::default() });
            Vec::new()
        }
        Action::Resize => match state.selection.bytes(&state.page) {
            Some(bytes) if bytes != given.bytes => {
                let said = format!("{} has these words now; u takes it back", given.code);
                vec![Effect::Write(Change::Resize { target, bytes }, said)]
            }
            _ => {
                wrong(state, format!("{} has these words already", given.code));
                Vec::new()
            }
        },
        _ => {
            let said = format!("removed {}; u brings it back", given.code);
            vec![Effect::Write(Change::Remove { target }, said)]
        }
    }
}

/// Accepts or rejects the proposal that is looked at.
pub(super) fn decide(state: &mut State, accept: bool) -> Vec<Effect> {
    let Some(proposal) = state.asked().cloned() else {
        wrong(state, "no proposal is looked at; p goes to the next one");
        return Vec::new();
    };
    let code = &proposal.code;
    let effect = match accept {
        true => {
            let said = format!("accepted {code}; u takes it back");
            Effect::Write(Change::Accept(proposal), said)
        }
        false => {
            let said = format!("rejected {code}; u takes it back");
            Effect::Write(Change::Reject(proposal), said)
        }
    };
    vec![effect]
}

/// A key while a code is picked.
pub(super) fn pick(state: &mut State, mut picker: Picker, key: Key) -> Vec<Effect> {
    match key {
        Key::Esc => return Vec::new(),
        Key::Up | Key::Ctrl('p') => picker.step(&state.codes, false),
        Key::Down | Key::Ctrl('n') | Key::Tab => picker.step(&state.codes, true),
        Key::Enter => {
            let code = match picker.choice(&state.codes) {
                Some(Choice::Known(place)) => state.codes.get(place).map(|code| code.id.clone()),
                Some(Choice::New(name)) => Some(name),
                None => None,
            };
            if let Some(code) = code {
                return match picker.target {
                    None => give(state, code),
                    Some(target) => {
                        let said = format!("the code is {code} now; u takes it back");
                        vec![Effect::Write(Change::Recode { target, code }, said)]
                    }
                };
            }
            wrong(state, "this is a heading or out of use; type another name");
        }
        key => {
            if picker.field.key(key) {
                picker.at = 0;
            }
        }
    }
    state.open = Open::Pick(picker);
    Vec::new()
}

/// A key while a note is written.
pub(super) fn note(state: &mut State, mut field: Field, target: String, key: Key) -> Vec<Effect> {
    match key {
        Key::Esc => return Vec::new(),
        Key::Enter => {
            let note = field.text().trim().to_owned();
            let said = if note.is_empty() { "the note is empty now" } else { "noted" };
            return vec![Effect::Write(Change::Note { target, note }, said.to_owned())];
        }
        key => field.key(key),
    };
    state.open = Open::Note(field, target);
    Vec::new()
}
