//! Edit distances, 64 characters at a time.
//!
//! The bit-parallel algorithm of Myers (1999) in the block form of Hyyrö (2003) gives the distance
//! of a pattern to every beginning of a text, or the fewest errors with which it ends at each place
//! of a text (Sellers 1980). Where matches begin is then found by Sellers' table over the few
//! places where they end.

use std::ops::Range;

use super::grams::Grams;

/// One character in so many may differ where only parts of a text are looked at.
const SHARES: [usize; 3] = [32, 16, 9];
/// The cost of a cell that no match goes through.
const FAR: u32 = u32::MAX / 2;

/// A pattern prepared for one alphabet: by character and block, the places where it stands.
struct Pattern {
    length: usize,
    blocks: usize,
    places: Vec<u64>,
}

impl Pattern {
    /// `letters` are places in an alphabet of that size; characters outside it stand nowhere.
    fn new(letters: &[Option<u32>], alphabet: usize) -> Self {
        let blocks = letters.len().div_ceil(64).max(1);
        let mut places = vec![0; alphabet * blocks];
        for (at, letter) in letters.iter().enumerate() {
            let Some(letter) = letter else { continue };
            if let Some(word) = places.get_mut(*letter as usize * blocks + at / 64) {
                *word |= 1 << (at % 64);
            }
        }
        Pattern { length: letters.len(), blocks, places }
    }

    /// Hands the distance at every place of a text to `take`: of the pattern to the text up to
    /// there, or with `anywhere` to what ends there.
    fn run(&self, text: &[u32], anywhere: bool, mut take: impl FnMut(usize, usize)) {
        let mut columns = vec![(u64::MAX, 0_u64); self.blocks];
        let mut score = self.length;
        let last = 1_u64 << ((self.length.max(1) - 1) % 64);
        for (at, letter) in text.iter().enumerate() {
            let from = *letter as usize * self.blocks;
            let equal = self.places.get(from..from + self.blocks).unwrap_or_default();
            let mut carry = if anywhere { 0 } else { 1 };
            let end = self.blocks - 1;
            for (block, (column, equal)) in columns.iter_mut().zip(equal).enumerate() {
                let high = if block == end { last } else { 1 << 63 };
                carry = step(column, *equal, carry, high);
            }
            match carry {
                1 => score += 1,
                -1 => score = score.saturating_sub(1),
                _ => {}
            }
            take(at, score);
        }
    }
}

/// One block, one character further; gives the change at its lowest row.
fn step(column: &mut (u64, u64), equal: u64, carry: i8, high: u64) -> i8 {
    let (up, down) = *column;
    let vertical = equal | down;
    let equal = equal | u64::from(carry < 0);
    let horizontal = ((equal & up).wrapping_add(up) ^ up) | equal;
    let mut more = down | !(horizontal | up);
    let mut less = up & horizontal;
    let out = i8::from(more & high != 0) - i8::from(less & high != 0);
    more = more << 1 | u64::from(carry > 0);
    less = less << 1 | u64::from(carry < 0);
    *column = (less | !(vertical | more), more & vertical);
    out
}

/// The fewest errors with which a short pattern occurs anywhere in a text.
pub(super) fn least(pattern: &[char], text: &[char]) -> usize {
    let (letters, numbers, size) = numbered(pattern, text);
    let mut least = pattern.len();
    Pattern::new(&letters, size).run(&numbers, true, |_, errors| least = least.min(errors));
    least
}

/// The edit distance of two texts.
pub(super) fn between(a: &[char], b: &[char]) -> usize {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let (letters, numbers, size) = numbered(a, b);
    let mut distance = a.len();
    Pattern::new(&letters, size).run(&numbers, false, |_, errors| distance = errors);
    distance
}

/// The characters of a text as places in its alphabet, and those of a pattern in the same.
fn numbered(pattern: &[char], text: &[char]) -> (Vec<Option<u32>>, Vec<u32>, usize) {
    let mut alphabet = text.to_vec();
    alphabet.sort_unstable();
    alphabet.dedup();
    let number = |c: &char| alphabet.binary_search(c).ok().map(|at| at as u32);
    let numbers = text.iter().filter_map(number).collect();
    (pattern.iter().map(number).collect(), numbers, alphabet.len())
}

/// All matches of a pattern in a text with the fewest errors, if these are at most `limit`: start,
/// end, errors. `text` are places in `alphabet`; `grams` is where its parts stand.
pub(super) fn nearest(
    pattern: &[char],
    alphabet: &[char],
    text: &[u32],
    grams: &Grams,
    limit: usize,
) -> Vec<(usize, usize, usize)> {
    let number = |c: &char| alphabet.binary_search(c).ok().map(|at| at as u32);
    let letters: Vec<Option<u32>> = pattern.iter().map(number).collect();
    let prepared = Pattern::new(&letters, alphabet.len());
    let (mut best, mut ends) = (limit, Vec::new());
    let mut look = |windows: &[Range<usize>], most: usize| {
        (best, ends) = (most.min(limit), Vec::new());
        for window in windows {
            prepared.run(text.get(window.clone()).unwrap_or_default(), true, |at, errors| {
                if errors < best {
                    ends.clear();
                    best = errors;
                }
                if errors <= best {
                    ends.push(window.start + at + 1);
                }
            });
        }
        !ends.is_empty()
    };
    // Few errors first: what has them lies near parts that have none.
    let is_found = SHARES.iter().any(|share| {
        let most = pattern.len() / share;
        let windows = grams.windows(&letters, most, text);
        windows.is_some_and(|windows| look(&windows, most))
    });
    if !is_found {
        look(std::slice::from_ref(&(0..text.len())), limit);
    }
    let span = pattern.len() + best;
    let mut found = Vec::new();
    let mut rest = ends.as_slice();
    while let Some(first) = rest.first() {
        let mut many = 1;
        while let Some([one, next]) = rest.get(many - 1..=many)
            && next - one <= span
        {
            many += 1;
        }
        let (near, after) = rest.split_at(many);
        let from = first.saturating_sub(span);
        starts(&letters, text, from, near, best, &mut found);
        rest = after;
    }
    found
}

/// Where the matches begin that end at some places of a text: Sellers' table from `from` on. Of
/// equal ways the diagonal one counts, then the one that leaves out a character of the pattern.
fn starts(
    letters: &[Option<u32>],
    text: &[u32],
    from: usize,
    ends: &[usize],
    errors: usize,
    found: &mut Vec<(usize, usize, usize)>,
) {
    let until = ends.last().copied().unwrap_or(from);
    let window = text.get(from..until).unwrap_or_default();
    // A match with so few errors stays near the diagonals that lead to the ends.
    let lowest = ends.first().map_or(0, |end| (end - from).saturating_sub(errors));
    let highest = until - from + errors;
    let rows_at = |column: usize| {
        let first = (column + letters.len()).saturating_sub(highest).min(letters.len());
        let last = (column + letters.len()).saturating_sub(lowest).min(letters.len());
        first..last + 1
    };
    let mut before = vec![(FAR, 0); letters.len() + 1];
    for (cost, cell) in before.iter_mut().enumerate().take(rows_at(0).end) {
        *cell = (cost as u32, 0);
    }
    let mut now = vec![(FAR, 0); letters.len() + 1];
    let mut ends = ends.iter().peekable();
    for (at, letter) in window.iter().enumerate() {
        let column = at + 1;
        let rows = rows_at(column);
        let mut left = (FAR, 0);
        let mut diagonal = (FAR, 0);
        if rows.start == 0 {
            left = (0, column as u32);
            diagonal = (0, at as u32);
            if let Some(top) = now.first_mut() {
                *top = left;
            }
        } else if let Some(cell) = before.get(rows.start - 1) {
            diagonal = *cell;
        }
        let band = rows.start.max(1)..rows.end;
        let known = letters.get(band.start - 1..band.end - 1).unwrap_or_default();
        let above = before.get(band.clone()).unwrap_or_default();
        let cells = now.get_mut(band).unwrap_or_default();
        for ((known, above), cell) in known.iter().zip(above).zip(cells) {
            let mut cost = diagonal.0 + u32::from(*known != Some(*letter));
            let mut start = diagonal.1;
            if left.0 + 1 < cost {
                (cost, start) = (left.0 + 1, left.1);
            }
            if above.0 + 1 < cost {
                (cost, start) = (above.0 + 1, above.1);
            }
            *cell = (cost, start);
            diagonal = *above;
            left = *cell;
        }
        // What lies below the band was not written in this column.
        for cell in now.get_mut(rows.end..).unwrap_or_default().iter_mut().take(2) {
            *cell = (FAR, 0);
        }
        std::mem::swap(&mut before, &mut now);
        if ends.next_if_eq(&&(from + at + 1)).is_some()
            && let Some((_, start)) = before.last()
        {
            found.push((from + *start as usize, from + at + 1, errors));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// Sellers' table, plainly: by column the errors and the start of what ends there.
    fn plainly(pattern: &[char], text: &[char]) -> Vec<(usize, usize)> {
        let mut before: Vec<(usize, usize)> = (0..=pattern.len()).map(|cost| (cost, 0)).collect();
        let mut ends = Vec::new();
        for (at, c) in text.iter().enumerate() {
            let mut now = vec![(0, at + 1)];
            for (row, known) in pattern.iter().enumerate() {
                let mut cell = (before[row].0 + usize::from(known != c), before[row].1);
                for other in [now[row], before[row + 1]] {
                    if other.0 + 1 < cell.0 {
                        cell = (other.0 + 1, other.1);
                    }
                }
                now.push(cell);
            }
            before = now;
            ends.push(before[pattern.len()]);
        }
        ends
    }

    #[test]
    fn distances_of_words() {
        assert_eq!(between(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(between(&chars("same"), &chars("same")), 0);
        assert_eq!(between(&chars(""), &chars("abc")), 3);
        assert_eq!(least(&chars("fraud"), &chars("a freud said")), 1);
    }

    /// What a plain table finds, at most `limit` errors.
    fn by_table(pattern: &[char], text: &[char], limit: usize) -> Vec<(usize, usize, usize)> {
        let table = plainly(pattern, text);
        let best = table.iter().map(|end| end.0).min().filter(|best| *best <= limit);
        let ends = table.iter().enumerate().filter(|(_, end)| Some(end.0) == best);
        ends.map(|(at, end)| (end.1, at + 1, end.0)).collect()
    }

    fn by_blocks(pattern: &[char], text: &[char], limit: usize) -> Vec<(usize, usize, usize)> {
        let (_, numbers, _) = numbered(pattern, text);
        let mut alphabet = text.to_vec();
        alphabet.sort_unstable();
        alphabet.dedup();
        nearest(pattern, &alphabet, &numbers, &Grams::of(&numbers), limit)
    }

    #[test]
    fn all_errors_may_be_at_one_end() {
        let words =
            chars("the quick brown fox jumps over the lazy dog and comes home late at night");
        let around = chars(" 0123456789 ");
        for k in [0, 1, 2, 5, 8] {
            let (without_first, without_last) = (&words[k..], &words[..words.len() - k]);
            let middle = [&words[..20], &words[20 + k..]].concat();
            let longer = [&words[..20], &around[..k], &words[20..]].concat();
            let both = [&longer[..50], &longer[50 + k / 2..]].concat();
            for there in [without_first, without_last, &middle, &longer, &both] {
                for text in [
                    there.to_vec(),
                    [&around, there].concat(),
                    [there, &around].concat(),
                    [&around, there, &around, there].concat(),
                    [&around, there, &around.repeat(6), &words, &around].concat(),
                ] {
                    for limit in [words.len() / 4, k] {
                        let wanted = by_table(&words, &text, limit);
                        assert_eq!(by_blocks(&words, &text, limit), wanted, "{k} {text:?}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn blocks_and_tables_agree(pattern in "[ab]{1,150}", text in "[abc]{0,300}", limit in 0usize..40) {
            let (pattern, text) = (chars(&pattern), chars(&text));
            let least_of_table = plainly(&pattern, &text).iter().map(|end| end.0).min();
            prop_assert_eq!(
                least(&pattern, &text),
                least_of_table.unwrap_or(pattern.len()).min(pattern.len())
            );
            let wanted = by_table(&pattern, &text, limit);
            prop_assert_eq!(by_blocks(&pattern, &text, limit), wanted);
        }

        /// Long patterns with few errors are found by their parts.
        #[test]
        fn parts_lead_to_the_same_matches(
            text in "[a-h]{150,400}",
            at in 0usize..80,
            length in 40usize..160,
            wrong in proptest::collection::vec(0usize..160, 0..14),
        ) {
            let text = chars(&text);
            let mut pattern: Vec<char> = text[at..(at + length).min(text.len())].to_vec();
            for (number, place) in wrong.iter().enumerate() {
                let place = place % pattern.len();
                match number % 3 {
                    0 => pattern[place] = 'x',
                    1 => { pattern.remove(place); }
                    _ => pattern.insert(place, 'a'),
                }
            }
            let limit = pattern.len() / 4;
            let wanted = by_table(&pattern, &text, limit);
            prop_assert_eq!(by_blocks(&pattern, &text, limit), wanted);
        }

        #[test]
        fn distance_is_that_of_the_library(a in "[ab]{0,90}", b in "[ab]{0,90}") {
            prop_assert_eq!(between(&chars(&a), &chars(&b)), strsim::levenshtein(&a, &b));
        }
    }
}
