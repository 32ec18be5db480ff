//! What a reader with paper and pencil can work out, and cannot.

use super::*;
use proptest::prelude::*;

fn grid(sizes: &[u64], rows: &[&[u64]]) -> Grid {
    let row = |counts: &&[u64]| Row {
        total: counts.iter().sum(),
        counts: counts.to_vec(),
        ..Row::default()
    };
    Grid {
        least: Some(5),
        sizes: sizes.to_vec(),
        rows: rows.iter().map(row).collect(),
        ..Grid::default()
    }
}

fn signs(grid: &Grid) -> Vec<String> {
    let sign = |(shown, count): (&Shown, &u64)| {
        shown.sign(grid.least).unwrap_or_else(|| count.to_string())
    };
    let rows = grid.shown();
    let row = |(shown, row): (&Vec<Shown>, &Row)| {
        shown.iter().zip(&row.counts).map(sign).collect::<Vec<_>>().join(" ")
    };
    rows.iter().zip(&grid.rows).map(row).collect()
}

#[test]
fn a_small_group_shows_nothing_and_others_no_small_count() {
    // Of 30, 20, 2 and 1 people.
    let grid = grid(&[30, 20, 2, 1], &[&[9, 4, 1, 1], &[9, 4, 1, 0], &[9, 8, 1, 0]]);
    assert_eq!(signs(&grid), ["9 <5 <5 <5", "9 <5 <5 <5", "9 8 <5 <5"]);
    assert_eq!(signs(&Grid { least: None, ..grid.clone() })[0], "9 4 1 1");
    assert_eq!(signs(&Grid { least: Some(1), ..grid })[0], "9 4 1 1");
}

#[test]
fn what_the_total_gives_away_takes_the_next_smallest_with_it() {
    // One is hidden; none of a small group, or all of it; two that can only be 1 and 1.
    let alone = grid(&[30, 20, 9], &[&[12, 9, 3]]);
    assert_eq!(signs(&alone), ["12 × ×"]);
    assert_eq!(signs(&grid(&[30, 20, 2, 1], &[&[12, 9, 0, 0]])), ["12 × × ×"]);
    assert_eq!(signs(&grid(&[30, 20, 2, 1], &[&[12, 0, 2, 1]])), ["12 × × ×"]);
    assert_eq!(signs(&grid(&[30, 20, 9], &[&[12, 1, 1]])), ["12 × ×"]);
    assert_eq!(signs(&grid(&[30, 20, 9], &[&[12, 4, 4]])), ["12 × ×"]);
    assert_eq!(signs(&grid(&[30, 20, 9], &[&[12, 4, 3]])), ["12 <5 <5"]);
}

#[test]
fn nobody_and_everybody_are_told_by_the_total() {
    let grid = grid(&[30, 20, 1], &[&[0, 0, 0], &[30, 20, 1]]);
    // 51 of 51 tells the last count; all segments less those of both others would tell its segments.
    assert_eq!(signs(&grid), ["0 0 <5", "30 × ×"]);
}

#[test]
fn groups_that_overlap_sum_to_more_than_the_total() {
    let mut overlapping = grid(&[30, 20, 9], &[&[12, 9, 3]]);
    overlapping.overlaps = true;
    overlapping.rows[0].total = 20;
    assert_eq!(signs(&overlapping), ["12 × ×"]);
    let two = Grid { sizes: vec![30, 20, 2, 1], ..overlapping.clone() };
    let row = Row { total: 20, counts: vec![12, 9, 0, 0], ..Row::default() };
    // The segments of both others are all there are, so those of the small ones are none.
    assert_eq!(signs(&Grid { rows: vec![row], ..two }), ["12 × × ×"]);
    overlapping.is_bare = true;
    assert_eq!(signs(&overlapping), ["12 9 <5"]);
    // Of 25 the others can only be 21, so at least 4 are left; below 5 that is 4.
    overlapping.rows[0] = Row { total: 25, counts: vec![12, 9, 4], ..Row::default() };
    assert_eq!(signs(&overlapping), ["12 9 ×"]);
}

#[test]
fn a_child_does_not_give_its_parent_away() {
    // All five of the middle group have the child, so they have the parent.
    let mut tree = grid(&[30, 5, 1], &[&[12, 5, 0], &[11, 5, 1]]);
    tree.rows[1].parent = Some(0);
    tree.rows[0].counts = vec![12, 5, 1];
    tree.rows[0].total = 18;
    assert_eq!(signs(&tree), ["× × ×", "× × ×"]);
}

#[test]
fn below_a_table_every_sign_is_told() {
    assert!(notes(&[Shown::Yes], Some(5)).is_empty());
    let told = notes(&[Shown::Below, Shown::Withheld], Some(5));
    assert!(told[0].starts_with("<5: group counts from 1 to 4 are not shown"), "{told:?}");
    assert!(told[1].starts_with("×: not shown, for it is below 5, or"), "{told:?}");
    assert!(notes(&[Shown::Below], Some(2))[0].starts_with("<2: group counts of 1 are not"));
}

#[test]
fn one_small_group_does_not_stand_alone_without_a_name() {
    let sizes = |sizes: &[(&str, u64)]| -> Vec<(String, u64)> {
        sizes.iter().map(|&(name, size)| (name.to_owned(), size)).collect()
    };
    let four = sizes(&[("PWUD", 6), ("HCP", 5), ("PSW", 2), ("Employer", 1)]);
    assert_eq!(unnamed(&four, Some(5)), ["Employer", "PSW"]);
    assert_eq!(unnamed(&four, Some(2)), ["Employer", "PSW"]);
    assert_eq!(unnamed(&four, Some(6)), ["Employer", "PSW", "HCP"]);
    assert!(unnamed(&four, Some(1)).is_empty() && unnamed(&four, None).is_empty());
}

/// All values that the hidden counts of a row may have so that it looks as it does.
fn possible(grid: &Grid, row: &Row, shown: &[Shown]) -> Vec<std::collections::BTreeSet<u64>> {
    let mut rows: Vec<Vec<u64>> = vec![Vec::new()];
    let least = grid.least.unwrap();
    for ((&count, &size), shown) in row.counts.iter().zip(&grid.sizes).zip(shown) {
        let fits = |value: &u64| match shown {
            Shown::Yes => *value == count,
            Shown::Below if size >= least => 0 < *value && *value < least,
            _ => true,
        };
        let values: Vec<u64> = (0..=size).filter(fits).collect();
        let longer = |row: &Vec<u64>| {
            values.iter().map(|&value| [row.as_slice(), &[value]].concat()).collect::<Vec<_>>()
        };
        rows = rows.iter().flat_map(longer).collect();
    }
    rows.retain(|values| values.iter().sum::<u64>() == row.total);
    let column = |place: usize| rows.iter().map(|row| row[place]).collect();
    (0..row.counts.len()).map(column).collect()
}

proptest! {
    /// By trying everything: no count that the rule hides for its own sake can be computed from
    /// what stands in its row, but where nobody or everybody is counted.
    #[test]
    fn no_hidden_count_can_be_computed(
        groups in prop::collection::vec((1_u64..9, 0_u64..9), 2..5),
        least in 2_u64..6,
    ) {
        let sizes: Vec<u64> = groups.iter().map(|(size, _)| *size).collect();
        let counts: Vec<u64> = groups.iter().map(|(size, count)| *count.min(size)).collect();
        let grid = Grid { least: Some(least), ..grid(&sizes, &[&counts]) };
        let shown = grid.shown().remove(0);
        let total: u64 = counts.iter().sum();
        let possible = possible(&grid, &grid.rows[0], &shown);
        for (place, &count) in counts.iter().enumerate() {
            let is_secret = is_small(count, Some(least)) || is_small(sizes[place], Some(least));
            prop_assert_eq!(is_secret && !shown[place].is_hidden(), false);
            if is_secret && total > 0 && total < sizes.iter().sum() {
                prop_assert!(possible[place].len() > 1, "{:?} {:?} {:?}", sizes, counts, shown);
            }
        }
    }
}
