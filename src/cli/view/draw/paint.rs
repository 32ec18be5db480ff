//! Colours and what stands for them where there are none.
//!
//! A coded word is always underlined, two codings in one place are bold as well, and the margin
//! names them by letters; colours only add to that. Codes have the colours of the terminal's own
//! palette, or the one that the codebook gives, in the 256 that every terminal knows.

use ratatui::style::{Color, Modifier, Style};

use crate::cli::view::state::State;

/// Whether colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::view) struct Paint {
    pub(in crate::cli::view) colours: bool,
}

/// For codes without a colour, in the order in which they are first given.
const PALETTE: [Color; 6] =
    [Color::Cyan, Color::Yellow, Color::Green, Color::Magenta, Color::Blue, Color::Red];

impl Paint {
    /// A code's colour.
    pub(super) fn code(self, state: &State, id: &str) -> Style {
        let known = state.code(id).and_then(|place| state.codes.get(place));
        let own = known.and_then(|code| code.colour.as_deref()).and_then(cube);
        let place = state.own.codes.iter().position(|code| code == id);
        let colour = own.or_else(|| place.and_then(|at| PALETTE.get(at % PALETTE.len()).copied()));
        colour.map_or(Style::new(), |colour| self.tinted(colour))
    }

    /// What is said beside the matter.
    pub(super) fn quiet(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What is wrong.
    pub(super) fn wrong(self) -> Style {
        self.tinted(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// A key.
    pub(super) fn key(self) -> Style {
        self.tinted(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    fn tinted(self, colour: Color) -> Style {
        if self.colours { Style::new().fg(colour) } else { Style::new() }
    }
}

/// The nearest of the 6 × 6 × 6 colours to `#rrggbb`.
fn cube(colour: &str) -> Option<Color> {
    let number = u32::from_str_radix(colour.strip_prefix('#')?, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    // The steps are 0, 95, 135, 175, 215, 255.
    let step = |part: u8| match part {
        0..48 => 0,
        48..115 => 1,
        _ => (part - 35) / 40,
    };
    Some(Color::Indexed(16 + 36 * step(red) + 6 * step(green) + step(blue)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_the_nearest_of_the_cube() {
        assert_eq!(cube("#000000"), Some(Color::Indexed(16)));
        assert_eq!(cube("#ffffff"), Some(Color::Indexed(231)));
        assert_eq!(cube("#5f87d7"), Some(Color::Indexed(68)));
        assert_eq!(cube("red"), None);
        assert_eq!(cube("#+12"), cube("#000012"));
    }
}
