//! The terminal of the view: the one place besides `cli/ui.rs` that writes to it.
//!
//! A full-screen view owns the whole window: it reads keys as they are pressed, moves the cursor and
//! leaves the window as it was. That is done here alone, so that it is certainly undone: when the
//! view is left, when something below it panics, and when the program is interrupted from outside
//! ([`restore`]). Everything that is drawn is drawn by [`super::draw`].

use std::io::{self, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use super::draw::{Paint, draw};
use super::keys::Key;
use super::own::Own;
use super::state::{Message, State};
use super::update::{Change, Effect, Input, update};

/// Whether the window is ours at this moment.
static OURS: AtomicBool = AtomicBool::new(false);

/// How the view was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// By its key.
    Quit,
    /// By Ctrl-C.
    Interrupted,
}

/// The window while it is ours.
struct Window {
    terminal: Terminal<CrosstermBackend<io::Stdout>>,
}

impl Window {
    fn open() -> io::Result<Self> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            restore();
            before(panic);
        }));
        enable_raw_mode()?;
        OURS.store(true, Ordering::SeqCst);
        let opened = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
            .and_then(|()| Terminal::new(CrosstermBackend::new(stdout())));
        match opened {
            Ok(terminal) => Ok(Window { terminal }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the window back as it was, if it is ours.
pub(in crate::cli) fn restore() {
    if OURS.swap(false, Ordering::SeqCst) {
        // Where this fails, there is no terminal any more.
        let _ = disable_raw_mode();
        let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
    }
}

/// Shows the view until it is left. Each change goes to the disk through `write`, whose answer is
/// what is shown then; what went wrong is said and changes nothing.
pub(super) fn run(
    mut state: State,
    paint: Paint,
    mut write: impl FnMut(Change) -> Result<Own, String>,
) -> io::Result<Left> {
    // It is decided already; what the environment says must not decide once more.
    force_color_output(paint.colours);
    let mut window = Window::open()?;
    let size = window.terminal.size()?;
    (state, _) = update(state, Input::Size(size.width, size.height));
    loop {
        // Of keys that come faster than a slow line shows them, the last is drawn.
        if !event::poll(Duration::ZERO)? {
            window.terminal.draw(|frame| draw(&state, paint, frame))?;
        }
        let Some(input) = input(event::read()?) else { continue };
        let effects;
        (state, effects) = update(state, input);
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(Left::Quit),
                Effect::Interrupt => return Ok(Left::Interrupted),
                Effect::Redraw => window.terminal.clear()?,
                Effect::Write(change, said) => match write(change) {
                    Ok(own) => {
                        state.learn(own);
                        state.message = Message { text: said, is_wrong: false };
                    }
                    Err(text) => state.message = Message { text, is_wrong: true },
                },
            }
        }
    }
}

/// What an event means to the view.
fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Pasted(text)),
        Event::Resize(width, height) => Some(Input::Size(width, height)),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let key = match (event.code, shift) {
        (KeyCode::Char(c), _) if event.modifiers.contains(KeyModifiers::CONTROL) => {
            Key::Ctrl(c.to_ascii_lowercase())
        }
        (KeyCode::Char(_), _) if event.modifiers.contains(KeyModifiers::ALT) => return None,
        (KeyCode::Char(c), _) => Key::Char(c),
        (KeyCode::Left, false) => Key::Left,
        (KeyCode::Left, true) => Key::ShiftLeft,
        (KeyCode::Right, false) => Key::Right,
        (KeyCode::Right, true) => Key::ShiftRight,
        (KeyCode::Up, false) => Key::Up,
        (KeyCode::Up, true) => Key::ShiftUp,
        (KeyCode::Down, false) => Key::Down,
        (KeyCode::Down, true) => Key::ShiftDown,
        (KeyCode::PageUp, _) => Key::PageUp,
        (KeyCode::PageDown, _) => Key::PageDown,
        (KeyCode::Home, _) => Key::Home,
        (KeyCode::End, _) => Key::End,
        (KeyCode::Enter, _) => Key::Enter,
        (KeyCode::Tab, _) => Key::Tab,
        (KeyCode::Esc, _) => Key::Esc,
        (KeyCode::Backspace, _) => Key::Backspace,
        (KeyCode::Delete, _) => Key::Delete,
        _ => return None,
    };
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_understood_with_what_is_held_down() {
        let key = |code, modifiers| super::key(KeyEvent::new(code, modifiers));
        let none = KeyModifiers::NONE;
        assert_eq!(key(KeyCode::Right, KeyModifiers::SHIFT), Some(Key::ShiftRight));
        assert_eq!(key(KeyCode::Char('L'), KeyModifiers::SHIFT), Some(Key::Char('L')));
        assert_eq!(key(KeyCode::Char('C'), KeyModifiers::CONTROL), Some(Key::Ctrl('c')));
        assert_eq!(key(KeyCode::Char('x'), KeyModifiers::ALT), None);
        assert_eq!(key(KeyCode::F(1), none), None);
        let pasted = input(Event::Paste("q".into()));
        assert_eq!(pasted, Some(Input::Pasted("q".into())));
        assert_eq!(input(Event::FocusLost), None);
    }
}
