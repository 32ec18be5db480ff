//! The file of a question as a whole: what stays, what goes, what damage does.

use std::path::Path;

use super::Added;
use super::file::{Kept, State, folder};
use super::record::{Outline, Record};
use super::writing::Next;
use crate::files;
use crate::transcript::people::Cast;

const STATE: State = [7; 32];

/// One run over these transcripts, of which some changed: which were known.
fn run(root: &Path, question: u64, state: State, ids: &[&str], changed: &[&str]) -> Vec<String> {
    let kept = Kept::open(folder(root), question, state, b"terms".to_vec());
    let mut old = kept.old(false, ids.iter().copied());
    let mut anew = kept.anew();
    let mut known = Vec::new();
    for id in ids {
        let frame = old.of_next().filter(|_| !changed.contains(id));
        let content = frame.as_ref().and_then(|frame| frame.content(&state));
        let same = content.and_then(Record::read).is_some_and(|record| record.outline.id == *id);
        anew.push(match frame.filter(|_| same) {
            Some(frame) => {
                known.push((*id).to_owned());
                Next::Same(frame)
            }
            None => {
                let labels = vec!["word ".repeat(2000)];
                let outline = Outline { id: (*id).to_owned(), labels, ..Outline::default() };
                Next::Other(outline.record(&Added::default(), &Cast::default()).unwrap())
            }
        });
    }
    anew.finish();
    known
}

fn names(root: &Path) -> Vec<String> {
    files::cache::names(&folder(root))
}

const IDS: [&str; 5] = ["a", "b", "c", "d", "e"];

#[test]
fn what_did_not_change_is_known() {
    let desk = tempfile::tempdir().unwrap();
    let run = |ids: &[&str], changed: &[&str]| run(desk.path(), 1, STATE, ids, changed).join("");
    assert_eq!(run(&IDS, &[]), "");
    assert_eq!(run(&IDS, &[]), "abcde");
    assert_eq!(run(&IDS, &["c"]), "abde");
    assert_eq!(run(&["a", "c", "x", "e"], &[]), "ace", "two are gone and one is new");
    assert_eq!(run(&["a", "c", "x", "e"], &[]), "acxe");
    assert_eq!(run(&["a"], &[]), "a", "what follows is gone");
    assert_eq!(run(&IDS, &[]), "a");
    assert_eq!(run(&["e", "a", "d"], &[]), "ad", "another order costs, and is right");
    assert_eq!(run(&["e", "a", "d"], &[]), "ead");
}

#[test]
fn what_did_not_change_is_not_written() {
    let desk = tempfile::tempdir().unwrap();
    run(desk.path(), 1, STATE, &IDS, &[]);
    let before = names(desk.path());
    run(desk.path(), 1, STATE, &IDS, &[]);
    assert_eq!(names(desk.path()), before);
    run(desk.path(), 1, STATE, &IDS, &["e"]);
    assert_ne!(names(desk.path()), before);
}

#[test]
fn another_state_knows_nothing() {
    let desk = tempfile::tempdir().unwrap();
    run(desk.path(), 1, STATE, &IDS, &[]);
    assert!(run(desk.path(), 1, [8; 32], &IDS, &[]).is_empty());
    assert!(run(desk.path(), 1, STATE, &IDS, &[]).is_empty(), "it took the place of the other");
}

#[test]
fn the_last_questions_stay() {
    let desk = tempfile::tempdir().unwrap();
    let ask = |question| run(desk.path(), question, STATE, &IDS, &[]).len();
    for question in 1..=4 {
        assert_eq!(ask(question), 0);
    }
    assert_eq!(ask(1), 5);
    assert_eq!(ask(5), 0, "the second goes");
    assert_eq!(names(desk.path()).len(), 4);
    assert_eq!((ask(1), ask(3), ask(4), ask(5)), (5, 5, 5, 5));
    assert_eq!(ask(2), 0);
    assert_eq!(names(desk.path()).len(), 4);
}

#[test]
fn damage_costs_time_and_nothing_else() {
    let desk = tempfile::tempdir().unwrap();
    run(desk.path(), 1, STATE, &IDS, &[]);
    let path = || folder(desk.path()).join(&names(desk.path())[0]);
    let whole = files::read(&path()).unwrap();
    for (place, least) in [(0, 0), (5, 0), (50, 0), (60, 0), (20_000, 4), (whole.len() - 1, 4)] {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        files::write::replace(&path(), &bytes).unwrap();
        let known = run(desk.path(), 1, STATE, &IDS, &[]);
        assert!((least..5).contains(&known.len()), "{place}: {known:?}");
        assert_eq!(run(desk.path(), 1, STATE, &IDS, &[]).len(), 5, "{place}");
    }
    for length in [0, 3, 40, 44, 46, 30_000, whole.len() - 1] {
        files::write::replace(&path(), &whole[..length]).unwrap();
        assert!(run(desk.path(), 1, STATE, &IDS, &[]).len() < 5);
        assert_eq!(files::read(&path()).unwrap(), whole, "{length}");
    }
    files::write::replace(&path(), &[&whole[..], b"and more"].concat()).unwrap();
    assert_eq!(run(desk.path(), 1, STATE, &IDS, &[]).len(), 5);
    assert_eq!(files::read(&path()).unwrap(), whole);
}
