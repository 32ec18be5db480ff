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

/// So many columns at the beginning can name a row.
const NAMING: usize = 2;
/// Word refuses a table of more than 63 columns.
const MOST: usize = 60;

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

/// A table in pieces beside each other that fit on paper: each begins with the columns of words that
/// name the rows and has as many others as there is room for. `cost` is what a column of that many
/// characters takes of the room.
pub fn pieces(table: &Table, cost: &dyn Fn(usize) -> usize, room: usize) -> Vec<Table> {
    let least: Vec<usize> = Widths::turned(table).least.into_iter().map(cost).collect();
    let named = table.columns.iter().take(NAMING).take_while(|column| !column.right).count();
    let of_names: usize = least.iter().take(named).sum();
    let mut pieces: Vec<Vec<usize>> = vec![(0..named).collect()];
    let mut used = of_names;
    for (place, &wanted) in least.iter().enumerate().skip(named) {
        let has_any = pieces.last().is_some_and(|piece| piece.len() > named);
        let is_full = pieces.last().is_some_and(|piece| piece.len() >= MOST);
        if has_any && (used + wanted > room || is_full) {
            pieces.push((0..named).collect());
            used = of_names;
        }
        used += wanted;
        if let Some(piece) = pieces.last_mut() {
            piece.push(place);
        }
    }
    pieces.iter().map(|places| with_columns(table, places)).collect()
}

/// Some columns of a table.
fn with_columns(table: &Table, places: &[usize]) -> Table {
    let columns = places.iter().filter_map(|&place| table.columns.get(place).cloned());
    let mut piece = Table::new(columns.collect());
    for row in &table.rows {
        let cells = places.iter().map(|&place| row.get(place).cloned().unwrap_or_default());
        piece.push(cells.collect());
    }
    piece
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
    fn a_table_too_wide_for_paper_comes_in_pieces_with_the_names_of_its_rows() {
        let mut table = Table::new(vec![Column::text("case", "Case")]);
        table.columns.extend((0..70).map(|place| Column::count(format!("c{place}"), "A code")));
        table.push(vec!["P1".into()]);
        let shape = |room| -> Vec<usize> {
            pieces(&table, &|width| width, room).iter().map(|piece| piece.columns.len()).collect()
        };
        assert_eq!(shape(1000), [60, 12]);
        assert_eq!(shape(65), [31, 31, 11]);
        assert_eq!(shape(1).len(), 70);
        let second = &pieces(&table, &|width| width, 1000)[1];
        assert_eq!(
            (second.columns[0].key.as_str(), second.columns[1].key.as_str()),
            ("case", "c59")
        );
        assert_eq!(second.rows[0][0], "P1".into());
        assert_eq!(pieces(&Table::default(), &|width| width, 9), [Table::default()]);
    }

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
