//! How wide the columns of a table are on paper.
//!
//! In come a table and the room in characters; out come widths in characters. Numbers keep the room
//! that they need, words share what is left; no column is narrower than its longest word as long as
//! that is possible.

use unicode_width::UnicodeWidthStr;

use crate::report::table::Table;

/// Wider than this no column of words wants to be.
const WIDEST: usize = 48;
/// A heading above numbers is broken rather than being wider than this.
const HEADING: usize = 12;
/// A word longer than this may be broken.
const WORD: usize = 18;

/// The columns of a table with what they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widths {
    /// So wide each column would like to be.
    pub natural: Vec<usize>,
    /// So wide each column has to be: its longest word.
    pub least: Vec<usize>,
}

impl Widths {
    /// Measures a table.
    pub fn of(table: &Table) -> Self {
        Self::measured(table, false)
    }

    /// Measures a table whose headings above numbers stand upright, for want of room.
    pub fn turned(table: &Table) -> Self {
        Self::measured(table, true)
    }

    fn measured(table: &Table, turned: bool) -> Self {
        let mut widths = Widths { natural: Vec::new(), least: Vec::new() };
        for (place, column) in table.columns.iter().enumerate() {
            let cells = table.rows.iter().filter_map(|row| row.get(place));
            let shown: Vec<String> = cells.map(|cell| cell.shown(column)).collect();
            let heading = if turned && column.right { "" } else { &column.heading };
            let (natural, least) = of_column(column.right, heading, &shown);
            widths.natural.push(natural);
            widths.least.push(least);
        }
        widths
    }

    /// The widths within the room.
    pub fn fitted(&self, room: usize) -> Vec<usize> {
        let (wanted, needed) =
            (self.natural.iter().sum::<usize>(), self.least.iter().sum::<usize>());
        if wanted <= room {
            return self.natural.clone();
        }
        if needed >= room {
            return capped(&self.least, room);
        }
        let (left, more) = (room - needed, wanted - needed);
        let share = |(&natural, &least): (&usize, &usize)| least + (natural - least) * left / more;
        self.natural.iter().zip(&self.least).map(share).collect()
    }
}

/// Widths of which the largest give way until all fit the room: short words stay whole.
fn capped(least: &[usize], room: usize) -> Vec<usize> {
    let sum = |cap: usize| least.iter().map(|&width| width.min(cap)).sum::<usize>();
    let widest = least.iter().copied().max().unwrap_or(0);
    let cap = (1..=widest).rev().find(|&cap| sum(cap) <= room).unwrap_or(1);
    least.iter().map(|&width| width.min(cap)).collect()
}

/// How wide a column would like to be and how wide it has to be.
fn of_column(right: bool, heading: &str, cells: &[String]) -> (usize, usize) {
    let widest = |text: &str| text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let word = |text: &str| text.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let all = cells.iter().map(|text| widest(text)).max().unwrap_or(0);
    // Headings are bold, and so wider.
    let bold = |width: usize| width + width.div_ceil(8);
    let heading_word = bold(word(heading));
    if right {
        // Numbers are not broken: `8 (66.7 %)` stands on one line.
        let of_heading = heading_word.max(bold(heading.width()).min(HEADING));
        let width = all.min(WIDEST).max(of_heading).max(2);
        return (width, width);
    }
    let natural = all.max(bold(heading.width())).clamp(1, WIDEST);
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let words = cells.iter().map(|text| (indent(text) + word(text)).min(WORD)).max().unwrap_or(0);
    (natural, words.max(heading_word.min(WORD)).clamp(1, natural))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::Column;

    #[test]
    fn numbers_keep_their_room_and_words_share_the_rest() {
        let mut table = Table::new(vec![
            Column::text("said", "Said"),
            Column::count("n", "Cases, n of 12"),
            Column::text("who", "Who"),
        ]);
        table.push(vec!["word ".repeat(30).into(), "8 (66.7 %)".into(), "Ana".into()]);
        let widths = Widths::of(&table);
        assert_eq!(
            (widths.natural.as_slice(), widths.least.as_slice()),
            (&[48, 12, 4][..], &[5, 12, 4][..])
        );
        assert_eq!(widths.fitted(100), [48, 12, 4]);
        assert_eq!(widths.fitted(40), [24, 12, 4]);
        assert_eq!(widths.fitted(10), [3, 3, 3]);
        assert_eq!(Widths::turned(&table).least, [5, 10, 4]);
        assert!(Widths::of(&Table::default()).fitted(10).is_empty());
    }
}
