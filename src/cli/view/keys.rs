//! Which key does what: one table, from which keys are understood and the footer, the help and the
//! page in `docs/coding.md` are made.

use super::select::Unit;

/// A key, as far as it means something to the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Ctrl(char),
    Left,
    Right,
    Up,
    Down,
    ShiftLeft,
    ShiftRight,
    ShiftUp,
    ShiftDown,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Tab,
    Esc,
    Backspace,
    Delete,
}

/// What a key asks for while the transcript is walked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Move(Unit, bool),
    Extend(Unit, bool),
    Whole(Unit),
    OtherEnd,
    Screen(bool),
    First,
    Last,
    Uncoded(bool),
    Code,
    Again,
    Vivo,
    NextCoding,
    Recode,
    Resize,
    Note,
    Remove,
    Undo,
    Redo,
    Proposal(bool),
    Accept,
    Reject,
    Search,
    Hit(bool),
    Done,
    Codebook,
    Help,
    Redraw,
    Quit,
    Interrupt,
}

/// One row of the table.
pub(super) struct Row {
    /// The keys; those that the footer shows stand first.
    pub(super) keys: &'static [(Key, Action)],
    /// How many of them the footer shows.
    shown: usize,
    /// What they do, in a word for the footer.
    short: &'static str,
    /// The same in full.
    pub(super) what: &'static str,
}

const fn row(
    keys: &'static [(Key, Action)],
    shown: usize,
    short: &'static str,
    what: &'static str,
) -> Row {
    Row { keys, shown, short, what }
}

use Action::*;
use Key::*;
use Unit::*;

/// The table, by groups.
pub(super) const TABLE: [(&str, &[Row]); 4] = [
    (
        "Select",
        &[
            row(
                &[
                    (Left, Move(Word, false)),
                    (Right, Move(Word, true)),
                    (Char('h'), Move(Word, false)),
                    (Char('l'), Move(Word, true)),
                ],
                2,
                "word",
                "the word before, the next word",
            ),
            row(
                &[
                    (Up, Move(Sentence, false)),
                    (Down, Move(Sentence, true)),
                    (Char('k'), Move(Sentence, false)),
                    (Char('j'), Move(Sentence, true)),
                ],
                2,
                "sentence",
                "the sentence before, the next sentence",
            ),
            row(
                &[(Char('['), Move(Turn, false)), (Char(']'), Move(Turn, true))],
                2,
                "turn",
                "the turn before, the next turn",
            ),
            row(
                &[
                    (ShiftLeft, Extend(Word, false)),
                    (ShiftRight, Extend(Word, true)),
                    (Char('H'), Extend(Word, false)),
                    (Char('L'), Extend(Word, true)),
                ],
                2,
                "more",
                "shrink and extend by a word",
            ),
            row(
                &[
                    (ShiftUp, Extend(Sentence, false)),
                    (ShiftDown, Extend(Sentence, true)),
                    (Char('K'), Extend(Sentence, false)),
                    (Char('J'), Extend(Sentence, true)),
                ],
                0,
                "",
                "shrink and extend by a sentence",
            ),
            row(
                &[(Char('{'), Extend(Turn, false)), (Char('}'), Extend(Turn, true))],
                0,
                "",
                "shrink and extend by a turn, over turns",
            ),
            row(&[(Char('o'), OtherEnd)], 0, "", "change the other end of the selection"),
            row(
                &[(Char('w'), Whole(Word)), (Char('s'), Whole(Sentence)), (Char('t'), Whole(Turn))],
                0,
                "",
                "select the word, the sentence, the turn",
            ),
            row(
                &[(PageUp, Screen(false)), (PageDown, Screen(true))],
                0,
                "",
                "a screen back, a screen on",
            ),
            row(
                &[(Home, First), (End, Last), (Char('g'), First), (Char('G'), Last)],
                0,
                "",
                "the first turn, the last turn",
            ),
        ],
    ),
    (
        "Code",
        &[
            row(
                &[(Enter, Code), (Char('c'), Code)],
                1,
                "code",
                "give a code: type some of its letters, or a new name",
            ),
            row(&[(Char('.'), Again)], 1, "again", "give the code that was given last"),
            row(&[(Char('v'), Vivo)], 1, "in vivo", "the words themselves are the code"),
            row(&[(Tab, NextCoding)], 0, "", "of several codings here, the next one"),
            row(&[(Char('m'), Note)], 1, "note", "a note on the coding here"),
            row(&[(Char('r'), Recode)], 1, "recode", "another code for the coding here"),
            row(&[(Char('b'), Resize)], 0, "", "the selected words are the coding's boundaries"),
            row(&[(Char('d'), Remove), (Delete, Remove)], 1, "remove", "remove the coding here"),
            row(&[(Char('u'), Undo)], 1, "undo", "take back what was done last here"),
            row(&[(Char('U'), Redo)], 0, "", "bring back what was taken back last"),
        ],
    ),
    (
        "Find",
        &[
            row(
                &[(Char('p'), Proposal(true)), (Char('P'), Proposal(false))],
                1,
                "proposal",
                "the rules' next proposal, the one before",
            ),
            row(
                &[(Char('y'), Accept), (Char('x'), Reject)],
                2,
                "yes/no",
                "accept the proposal, reject it",
            ),
            row(
                &[(Char('e'), Uncoded(true)), (Char('E'), Uncoded(false))],
                1,
                "uncoded",
                "the next turn without a coding, the one before",
            ),
            row(&[(Char('/'), Search)], 1, "search", "search in the transcript"),
            row(
                &[(Char('n'), Hit(true)), (Char('N'), Hit(false))],
                0,
                "",
                "the next place that was searched for, the one before",
            ),
        ],
    ),
    (
        "Transcript",
        &[
            row(&[(Char('D'), Done)], 1, "done", "mark the transcript as read to its end"),
            row(&[(Char('C'), Codebook)], 1, "codebook", "show or hide the codebook"),
            row(&[(Char('?'), Help)], 0, "", "all keys"),
            row(&[(Ctrl('l'), Redraw)], 0, "", "draw the screen anew"),
            row(&[(Char('q'), Quit)], 0, "", "leave; everything is on the disk already"),
            row(&[(Ctrl('c'), Interrupt)], 0, "", "leave at once"),
        ],
    ),
];

/// The footer while a line is typed, a code picked, a text read.
pub(super) const PICKING: &str = "↑ ↓ choose  Enter give  Esc leave";
pub(super) const TYPING: &str = "Enter done  Esc leave";
pub(super) const READING: &str = "↑ ↓ scroll  Esc back";

impl Key {
    /// As it is written on the screen.
    pub(super) fn name(self) -> String {
        let name = match self {
            Char(c) => return c.to_string(),
            Ctrl(c) => return format!("Ctrl-{}", c.to_uppercase()),
            Left => "←",
            Right => "→",
            Up => "↑",
            Down => "↓",
            ShiftLeft => "⇧←",
            ShiftRight => "⇧→",
            ShiftUp => "⇧↑",
            ShiftDown => "⇧↓",
            PageUp => "PgUp",
            PageDown => "PgDn",
            Home => "Home",
            End => "End",
            Enter => "Enter",
            Tab => "Tab",
            Esc => "Esc",
            Backspace => "Backspace",
            Delete => "Del",
        };
        name.to_owned()
    }

    /// What it asks for.
    pub(super) fn action(self) -> Option<Action> {
        let all = TABLE.iter().flat_map(|(_, rows)| rows.iter()).flat_map(|row| row.keys);
        all.clone().find(|(key, _)| *key == self).map(|(_, action)| *action)
    }
}

impl Row {
    /// All keys, as the help shows them.
    pub(super) fn names(&self) -> String {
        names(self.keys.iter())
    }

    /// What the footer says of it.
    fn footer(&self) -> Option<(String, &'static str)> {
        (self.shown > 0).then(|| (names(self.keys.iter().take(self.shown)), self.short))
    }
}

fn names<'k>(keys: impl Iterator<Item = &'k (Key, Action)>) -> String {
    keys.map(|(key, _)| key.name()).collect::<Vec<_>>().join(" ")
}

/// What the footer says: keys and what they do. The help and the way out stand first, the rest in
/// the order of the table.
pub(super) fn footer() -> Vec<(String, &'static str)> {
    let ways = [(Char('?').name(), "help"), (Char('q').name(), "quit")];
    let rows = TABLE.iter().flat_map(|(_, rows)| rows.iter());
    ways.into_iter().chain(rows.filter_map(Row::footer)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_key_has_one_meaning() {
        let mut seen = BTreeSet::new();
        for (key, action) in TABLE.iter().flat_map(|(_, rows)| *rows).flat_map(|row| row.keys) {
            assert!(seen.insert(key.name()), "{key:?}");
            assert_eq!(key.action(), Some(*action));
        }
        assert_eq!(Esc.action(), None);
        assert_eq!(footer()[0], ("?".to_owned(), "help"));
    }

    #[test]
    fn the_page_on_coding_has_the_same_table() {
        let page = include_str!("../../../docs/coding.md");
        for row in TABLE.iter().flat_map(|(_, rows)| *rows) {
            let keys: Vec<String> =
                row.keys.iter().map(|(key, _)| format!("`{}`", key.name())).collect();
            let line = format!("| {} | {} |", keys.join(" "), row.what);
            assert!(page.contains(&line), "docs/coding.md lacks\n{line}");
        }
    }
}
