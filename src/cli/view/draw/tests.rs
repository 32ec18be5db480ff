//! What is seen, in windows of several sizes.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::*;
use crate::cli::view::keys::Key;
use crate::cli::view::own::{Given, Own};
use crate::cli::view::tests::state;
use crate::cli::view::update::{Input, update};

fn drawn(state: &State, colours: bool) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
    terminal.draw(|frame| draw(state, Paint { colours }, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The lines of a window; the second cell of a wide character is left out.
fn lines(buffer: &Buffer) -> Vec<String> {
    let line = |y: u16| {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered == 0 {
                line.push_str(symbol);
            }
            covered = match covered {
                0 => unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1),
                more => more - 1,
            };
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(line).collect()
}

/// The cell where a text begins.
fn at(buffer: &Buffer, text: &str) -> (u16, u16) {
    let symbols = |y: u16| -> String {
        (0..buffer.area.width).map(|x| buffer[(x, y)].symbol().chars().next().unwrap()).collect()
    };
    let found = (0..buffer.area.height).find_map(|y| {
        let line: Vec<char> = symbols(y).chars().collect();
        let text: Vec<char> = text.chars().collect();
        let x = line.windows(text.len()).position(|part| part == text)?;
        Some((x as u16, y))
    });
    found.unwrap_or_else(|| panic!("{text:?} is not in\n{}", lines(buffer).join("\n")))
}

/// The state with two codings, one over the other.
fn coded(size: (u16, u16)) -> State {
    let (transcript, mut state) = state(size);
    let given = |code: &str, words: &str| {
        let start = transcript.text.find(words).unwrap();
        Given {
            id: code.into(),
            code: code.into(),
            bytes: start..start + words.len(),
            note: (code == "hope").then(|| "see \x1b[31m the memo".to_owned()),
            is_unsure: false,
        }
    };
    let given = vec![given("trust", "there for me"), given("hope", "for me. Always")];
    let codes = vec!["trust".into(), "hope".into()];
    state.learn(Own { given, codes, ..Own::default() });
    (state, _) = update(state, Input::Key(Key::Down));
    state
}

fn press(mut state: State, keys: &str) -> State {
    for c in keys.chars() {
        let key = if c == '⏎' { Key::Enter } else { Key::Char(c) };
        (state, _) = update(state, Input::Key(key));
    }
    state
}

#[test]
fn in_80_by_24_everything_is_seen() {
    let state = coded((80, 24));
    let shown = lines(&drawn(&state, false));
    assert!(shown[0].starts_with("P1 · ana · turn 2 of 6 · 2 codings · 2 proposals"), "{shown:?}");
    assert!(shown[1].starts_with("1 I      How was it?"), "{shown:#?}");
    assert!(shown[2].starts_with("2 P1 ab? She was there for me. Always. I trusted her,"));
    let codebook = |name: &str| shown.iter().any(|line| line.contains(&format!("│ {name}")));
    assert!(codebook("  care") && codebook("a  trust") && codebook("b  hope"), "{shown:#?}");
    assert!(shown.iter().any(|line| line.contains("我们在一起很久了。")));
    assert!(shown.iter().any(|line| line.contains("שלום, that")));
    assert!(shown[19].starts_with("a trust (1 of 2, Tab) “there … me.”"), "{shown:#?}");
    assert!(shown[22].contains("? help  q quit  ← → word"), "{shown:#?}");
    let state = press(state, "/always⏎");
    assert_eq!(lines(&drawn(&state, false))[19], "b hope “for … Always.”");
    // A control character of a note is shown, not sent.
    assert_eq!(lines(&drawn(&state, false))[20], "note: see ␛[31m the memo");
}

#[test]
fn codings_are_told_apart_without_colours() {
    let mut state = coded((80, 24));
    (state, _) = update(state, Input::Key(Key::End));
    let shown = drawn(&state, false);
    let has = |text: &str, modifier| shown[at(&shown, text)].modifier.contains(modifier);
    assert!(has("there", Modifier::UNDERLINED) && !has("there", Modifier::BOLD));
    assert!(has("me. Always", Modifier::UNDERLINED | Modifier::BOLD));
    assert!(!has("trusted", Modifier::UNDERLINED));
    assert!(has("That was", Modifier::REVERSED));
    let is_plain =
        |cell: &ratatui::buffer::Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
    assert!(shown.content().iter().all(is_plain));
    let shown = drawn(&state, true);
    assert_eq!(shown[at(&shown, "there")].fg, Color::Cyan);
    assert_eq!(shown[at(&shown, "Always")].fg, Color::Yellow);
}

#[test]
fn in_40_by_10_the_transcript_stays_and_the_rest_gives_way() {
    let state = coded((40, 10));
    let shown = lines(&drawn(&state, false));
    assert!(shown[0].starts_with("P1 · ana · turn 2 of 6"), "{shown:#?}");
    assert!(shown[2].starts_with("2 P1 ab  She was there for me."), "{shown:#?}");
    assert!(shown.iter().all(|line| !line.contains('│')));
    assert!(shown[9].starts_with("? help  q quit"), "{shown:#?}");
    // The codebook comes in its place, and goes again.
    let state = press(state, "C");
    assert!(lines(&drawn(&state, false))[2].starts_with("a  trust"));
    let state = press(state, "q");
    // Picking leaves some of the transcript.
    let shown = lines(&drawn(&press(state, "⏎tr"), false));
    assert!(shown.iter().any(|line| line.contains("She was there")), "{shown:#?}");
    assert!(shown.iter().any(|line| line.contains("code: tr")), "{shown:#?}");
    assert!(shown.iter().any(|line| line.contains("trust  Label of trust")), "{shown:#?}");
}

#[test]
fn in_120_by_40_definitions_stand_below_the_codes() {
    let state = press(coded((120, 40)), "⏎");
    let shown = lines(&drawn(&state, false));
    assert!(shown.iter().any(|line| line.ends_with("│ code:")), "{shown:#?}");
    assert!(shown.iter().any(|line| line.ends_with("What trust means.")), "{shown:#?}");
    let shown = lines(&drawn(&press(state, "zz"), false));
    assert!(shown.iter().any(|line| line.ends_with("+ new: zz")), "{shown:#?}");
}

#[test]
fn the_help_is_the_table_of_keys() {
    let (_, state) = state((80, 45));
    let shown = lines(&drawn(&press(state, "?"), false));
    for (group, rows) in crate::cli::view::keys::TABLE {
        assert!(shown.iter().any(|line| line == group));
        for row in rows {
            let is_it = |line: &String| line.contains(&row.names()) && line.ends_with(row.what);
            assert!(shown.iter().any(is_it), "{}\n{shown:#?}", row.what);
        }
    }
}

#[test]
fn a_window_without_room_says_so_and_every_size_is_drawn() {
    let shown = lines(&drawn(&coded((20, 5)), false));
    assert_eq!(shown[..3], ["The window is too sm", "all: 24 × 6 at least", ". q leaves."]);
    for width in [1, 10, 24, 30, 41, 65, 66, 67, 200] {
        for height in [1, 6, 7, 8, 9, 15, 16, 20, 60] {
            for keys in ["", "⏎", "⏎a long name that is new", "m", "?", "C", "p", "/שלום 我们"]
            {
                drawn(&press(coded((width, height)), keys), true);
            }
        }
    }
}
