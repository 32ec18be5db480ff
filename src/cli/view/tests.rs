//! Keys pressed one after the other, with what they did to the log on the disk.

use super::effect::Desk;
use super::keys::Key;
use super::own::Own;
use super::page::tests::page;
use super::pick::Code;
use super::select::Selection;
use super::state::{Open, Proposal, State};
use super::update::{Effect, Input, update};
use crate::codebook::migration::Ways;
use crate::study::logs::Logs;
use crate::study::open::{self, Study};
use crate::transcript::Transcript;

/// What is said in the transcript of these tests.
pub(super) const SAID: [(&str, &str); 6] = [
    ("I", "How was it?"),
    ("P1", "She was there for me. Always. I trusted her, in the end."),
    ("I", "And then?"),
    ("P1", "我们在一起很久了。 Then she left."),
    ("P1", "שלום, that is what she said."),
    ("P1", "That was all."),
];

/// A state over that transcript, before anything is coded.
pub(super) fn state(size: (u16, u16)) -> (Transcript, State) {
    let (transcript, page) = page(&SAID);
    let code = |id: &str, depth: usize, is_given: bool| Code {
        id: id.into(),
        name: id.into(),
        label: format!("Label of {id}"),
        brief: format!("What {id} means."),
        depth,
        is_given,
        ..Code::default()
    };
    let place = |words: &str| {
        let start = transcript.text.find(words).unwrap();
        start..start + words.len()
    };
    let proposal = |code: &str, words: &str| Proposal {
        code: code.into(),
        rule: format!("{code}.r1"),
        bytes: place(words),
    };
    let mut state = State {
        selection: Selection::word(page.first().unwrap()),
        page,
        coder: "ana".into(),
        codes: vec![code("care", 0, false), code("trust", 1, true), code("hope", 1, true)],
        proposals: vec![
            proposal("trust", "I trusted her, in the end."),
            proposal("hope", "That was all."),
        ],
        codebook: true,
        size,
        ..State::default()
    };
    state.learn(Own::default());
    (transcript, state)
}

/// A person at the keys, with a study on the disk.
struct Person {
    _folder: tempfile::TempDir,
    study: Study,
    transcript: Transcript,
    state: State,
}

impl Person {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let toml = folder.path().join("emic.toml");
        crate::files::write::create(&toml, b"schema = 1\n[study]\ntitle = \"T\"\n").unwrap();
        let study = open::open(folder.path()).unwrap();
        let (transcript, state) = state((80, 24));
        Person { _folder: folder, study, transcript, state }
    }

    fn key(&mut self, key: Key) -> &mut Self {
        let effects;
        (self.state, effects) = update(std::mem::take(&mut self.state), Input::Key(key));
        for effect in effects {
            let Effect::Write(change, said) = effect else { panic!("{effect:?}") };
            let (study, transcript) = (&self.study, &self.transcript);
            let desk = Desk {
                study,
                transcript,
                coder: "ana".into(),
                round: Some(2),
                ways: Ways::default(),
            };
            self.state.learn(desk.write(change).unwrap());
            self.state.message.text = said;
        }
        self
    }

    /// Presses the keys of these characters; `⏎` is Enter, `⇥` Tab, `⎋` Esc, `→` and `↓` arrows.
    fn types(&mut self, keys: &str) -> &mut Self {
        for c in keys.chars() {
            let key = match c {
                '⏎' => Key::Enter,
                '⇥' => Key::Tab,
                '⎋' => Key::Esc,
                '→' => Key::Right,
                '↓' => Key::Down,
                c => Key::Char(c),
            };
            self.key(key);
        }
        self
    }

    /// The codings as the log has them: code and words.
    fn codings(&self) -> Vec<(String, String)> {
        let logs = Logs::read(&self.study);
        assert!(logs.told.is_empty(), "{:?}", logs.told);
        let held = logs.of_transcript("ana", "P1");
        held.iter().map(|held| (held.code.clone(), held.anchor.quote.clone())).collect()
    }

    fn last(&self) -> crate::coding::log::event::Event {
        Logs::read(&self.study).events["ana"].last().unwrap().clone()
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(code, words)| ((*code).into(), (*words).into())).collect()
}

#[test]
fn words_are_coded_and_the_log_has_them() {
    let mut ana = Person::new();
    ana.types("↓⏎tru⏎");
    assert_eq!(ana.codings(), pairs(&[("trust", "She was there for me.")]));
    assert_eq!(ana.state.message.text, "coded 5 words of turn 2 as trust; u takes it back");
    let event = ana.last();
    assert_eq!(
        (event.turn, event.round, event.prefix.as_deref()),
        (Some(2), Some(2), Some("I: How was it?\nP1: "))
    );
    assert_eq!(event.text.unwrap().len(), 64);
    // The same once more is refused; a second code for the same words is not.
    ana.types(".");
    assert!(ana.state.message.is_wrong);
    ana.types("⏎being the first⏎");
    assert_eq!(ana.codings().len(), 2);
    assert!(ana.state.codes.iter().any(|code| code.id == "being the first"));
    // Words grown and shrunk: “there for me” in vivo.
    ana.types("w→→LLHLv");
    assert!(ana.codings().contains(&("there for me".into(), "there for me.".into())));
}

#[test]
fn a_coding_is_changed_taken_back_and_brought_back() {
    let mut ana = Person::new();
    ana.types("↓⏎trust⏎mlike a bridge⏎");
    assert_eq!(ana.state.own.given[0].note.as_deref(), Some("like a bridge"));
    ana.types("r⎋rhop⏎");
    assert_eq!(ana.codings(), pairs(&[("hope", "She was there for me.")]));
    ana.types("wLLb");
    assert_eq!(ana.codings(), pairs(&[("hope", "She was there")]));
    ana.types("d");
    assert_eq!(ana.codings(), []);
    assert_eq!(ana.state.message.text, "removed hope; u brings it back");
    ana.types("u");
    assert_eq!(ana.codings(), pairs(&[("hope", "She was there")]));
    ana.types("uu");
    assert_eq!(ana.codings(), pairs(&[("trust", "She was there for me.")]));
    ana.types("U");
    assert_eq!(ana.codings(), pairs(&[("hope", "She was there for me.")]));
    ana.types("uuu");
    assert_eq!(ana.codings(), []);
    ana.types("u");
    assert!(ana.state.message.text.starts_with("there is nothing to take back"));
}

#[test]
fn keys_mean_the_chosen_one_of_several_codings() {
    let mut ana = Person::new();
    ana.types("↓⏎trust⏎⏎hope⏎t⏎whole⏎w");
    assert_eq!(ana.state.here().len(), 3);
    let first = ana.state.coding().unwrap().code.clone();
    ana.types("⇥⇥");
    assert_eq!(ana.state.coding().unwrap().code, "whole");
    ana.types("⇥");
    assert_eq!(ana.state.coding().unwrap().code, first);
    ana.types("⇥⇥d");
    assert_eq!(ana.codings().len(), 2);
    assert!(ana.codings().iter().all(|(code, _)| code != "whole"));
}

#[test]
fn proposals_are_accepted_and_rejected_and_do_not_come_back() {
    let mut ana = Person::new();
    assert_eq!(ana.state.waiting, [0, 1]);
    ana.types("y");
    assert_eq!(ana.state.message.text, "no proposal is looked at; p goes to the next one");
    ana.types("py");
    assert_eq!(ana.codings(), pairs(&[("trust", "I trusted her, in the end.")]));
    assert_eq!(ana.last().rule.as_deref(), Some("trust.r1"));
    // The next one is looked at by itself.
    assert_eq!(ana.state.proposal, Some(1));
    ana.types("x");
    assert_eq!((ana.state.waiting.len(), ana.codings().len()), (0, 1));
    assert_eq!(ana.last().event.name(), "reject");
    ana.types("p");
    assert_eq!(ana.state.message.text, "no proposal of the rules is waiting");
    ana.types("u");
    assert_eq!(ana.state.waiting, [1]);
    ana.types("u");
    assert_eq!((ana.state.waiting.len(), ana.codings().len()), (2, 0));
}

#[test]
fn the_way_leads_over_uncoded_turns_searches_and_the_end() {
    let mut ana = Person::new();
    ana.types("e");
    assert_eq!(ana.state.selection.from().turn, 1);
    ana.types("⏎trust⏎ge");
    assert_eq!(ana.state.selection.from().turn, 3);
    ana.types("/SHE left⏎⏎hope⏎");
    assert_eq!(ana.codings()[1].1, "she left.");
    ana.types("/久⏎v");
    assert_eq!(ana.codings()[1], ("久".into(), "久".into()));
    ana.types("/nobody⏎");
    assert_eq!(ana.state.message.text, "“nobody” is not said here");
    ana.types("D");
    assert!(ana.state.own.done);
    assert_eq!(ana.last().event.name(), "done");
    ana.types("D");
    assert!(ana.state.message.is_wrong);
    ana.types("/שלום⏎⏎hope⏎");
    assert_eq!(ana.codings().last().unwrap().1, "שלום");
}

#[test]
fn what_is_typed_is_text_and_what_is_pasted_is_no_key() {
    let (_, state) = state((80, 24));
    let step = |state: State, input| update(state, input);
    let (state, effects) = step(state, Input::Pasted("dq\x1b[31m".into()));
    assert_eq!((effects, &state.open), (Vec::new(), &Open::Nothing));
    let (state, _) = step(state, Input::Key(Key::Enter));
    let (state, _) = step(state, Input::Pasted("a\nnew one\x07".into()));
    let (state, effects) = step(state, Input::Key(Key::Char('q')));
    assert_eq!(effects, []);
    let Open::Pick(picker) = &state.open else { panic!("{:?}", state.open) };
    assert_eq!(picker.field.text(), "a new oneq");
    let (state, effects) = step(state, Input::Key(Key::Ctrl('c')));
    assert_eq!(effects, [Effect::Interrupt]);
    let (state, _) = step(state, Input::Key(Key::Esc));
    assert_eq!(step(state, Input::Key(Key::Char('q'))).1, [Effect::Quit]);
}

#[test]
fn no_key_in_no_window_breaks_anything() {
    let keys = "hljkHLJK{}[]owstgGeEnN/C?pPm⏎r⏎cqx⎋";
    for size in [(0, 0), (24, 6), (40, 10), (80, 24), (300, 90)] {
        let (_, mut state) = state(size);
        for c in keys.chars().chain(keys.chars().rev()) {
            let key = match c {
                '⏎' => Key::Enter,
                '⎋' => Key::Esc,
                c => Key::Char(c),
            };
            (state, _) = update(state, Input::Key(key));
            (state, _) = update(state, Input::Key(Key::PageDown));
            (state, _) = update(state, Input::Size(size.1, size.0));
            (state, _) = update(state, Input::Size(size.0, size.1));
            assert!(state.page.word(state.selection.head).is_some());
        }
    }
}
