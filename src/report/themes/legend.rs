//! Counts in words: `a few`, `about half`, `most`, with a legend that says what each word means.
//!
//! There is no standard for such words, and they are easily read as more than they are; so they are
//! off unless asked for, come from the counts alone, stand in every cell of cases or in none, and
//! the legend is printed below the table (`docs/methods.md`).

/// The words by the share they begin at, in percent; each ends where the next begins.
const BANDS: [(u64, &str); 5] =
    [(0, "a few"), (25, "some"), (45, "about half"), (56, "most"), (90, "nearly all")];

/// What stands below the table.
pub(super) const LEGEND: &str = "Words for cases: none 0; one and two exact; a few below 25 %; \
    some from 25 %; about half from 45 %; most from 56 %; nearly all from 90 %; all 100 %.";

/// `x` of `n` in a word; nothing where there is nobody.
pub(super) fn in_words(x: u64, n: u64) -> &'static str {
    match x {
        _ if n == 0 => "",
        0 => "none",
        1 => "one",
        2 => "two",
        _ if x >= n => "all",
        _ => {
            // Whole numbers, so that 45 of 100 is not a hair below 45 %.
            let reaches = |from: u64| u128::from(x) * 100 >= u128::from(from) * u128::from(n);
            BANDS.iter().rev().find(|band| reaches(band.0)).map_or("", |band| band.1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_one_word() {
        let words = |n: u64, counts: &[u64]| -> Vec<&str> {
            counts.iter().map(|&x| in_words(x, n)).collect()
        };
        assert_eq!(
            words(12, &[0, 1, 2, 3, 5, 6]),
            ["none", "one", "two", "some", "some", "about half"]
        );
        assert_eq!(words(12, &[7, 10, 11, 12]), ["most", "most", "nearly all", "all"]);
        assert_eq!(
            words(100, &[24, 25, 44, 45, 55, 56, 89, 90, 99, 100]),
            [
                "a few",
                "some",
                "some",
                "about half",
                "about half",
                "most",
                "most",
                "nearly all",
                "nearly all",
                "all"
            ]
        );
        assert_eq!((in_words(2, 2), in_words(0, 0)), ("two", ""));
    }
}
