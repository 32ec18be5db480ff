//! What a person types: single keys on a terminal, lines from everywhere else.

use std::io::{BufRead, IsTerminal};

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::crossterm::terminal;

use crate::cli::ui::Ui;

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A line, or a key as a line of one letter.
    Line(String),
    /// There is no more to come.
    End,
    /// Ctrl-C.
    Interrupted,
}

/// Asks for a key: at once on a terminal, with Enter elsewhere.
pub(super) fn key(ui: &Ui, question: &str) -> Typed {
    ui.ask(question);
    if !std::io::stdin().is_terminal() || terminal::enable_raw_mode().is_err() {
        return line_of(ui);
    }
    let typed = pressed();
    // A terminal that cannot go back to lines has nothing that could be done about it here.
    let _ = terminal::disable_raw_mode();
    match &typed {
        Typed::Line(key) => ui.ask(&format!("{key}\n")),
        Typed::End | Typed::Interrupted => ui.ask("\n"),
    }
    typed
}

/// Asks for a line.
pub(super) fn line(ui: &Ui, question: &str) -> Typed {
    ui.ask(question);
    line_of(ui)
}

fn line_of(ui: &Ui) -> Typed {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if !std::io::stdin().is_terminal() {
        ui.ask("\n");
    }
    match read {
        Ok(0) | Err(_) => Typed::End,
        Ok(_) => Typed::Line(line),
    }
}

/// The next key that means something.
fn pressed() -> Typed {
    loop {
        let Ok(event) = event::read() else { return Typed::End };
        let Event::Key(key) = event else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let with_control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if with_control => return Typed::Interrupted,
            KeyCode::Char('d') if with_control => return Typed::End,
            KeyCode::Char(c) if !with_control => return Typed::Line(c.to_string()),
            KeyCode::Enter => return Typed::Line(String::new()),
            KeyCode::Esc => return Typed::Line("q".to_owned()),
            KeyCode::Backspace | KeyCode::Left | KeyCode::Up => return Typed::Line("b".to_owned()),
            KeyCode::Right | KeyCode::Down => return Typed::Line("l".to_owned()),
            _ => {}
        }
    }
}
