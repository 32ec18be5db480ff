//! Folding: what a corrected transcript often changes without changing the words.
//!
//! In come characters, out come lower-case characters with one space for every run of white space,
//! straight quotation marks, hyphens for dashes and three dots for an ellipsis, each with the
//! place it came from (METHODS 10, step 3).

/// The folded characters, and for each of them its place in the original.
pub(super) fn fold(text: impl IntoIterator<Item = char>) -> (Vec<char>, Vec<u32>) {
    let (mut folded, mut places) = (Vec::new(), Vec::new());
    let mut in_space = false;
    for (place, c) in text.into_iter().enumerate() {
        if c.is_whitespace() {
            if !in_space {
                folded.push(' ');
                places.push(place as u32);
            }
            in_space = true;
            continue;
        }
        in_space = false;
        let mut push = |c: char| {
            folded.push(c);
            places.push(place as u32);
        };
        match c {
            '\u{2018}' | '\u{2019}' => push('\''),
            '\u{201c}' | '\u{201d}' => push('"'),
            '\u{2013}' | '\u{2014}' => push('-'),
            '\u{2026}' => "...".chars().for_each(push),
            c if c.is_ascii() => push(c.to_ascii_lowercase()),
            c => c.to_lowercase().for_each(push),
        }
    }
    (folded, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folded_character_knows_its_place() {
        let (folded, places) = fold("“A \n b…” —É".chars());
        assert_eq!(folded.iter().collect::<String>(), "\"a b...\" -é");
        assert_eq!(places, [0, 1, 2, 5, 6, 6, 6, 7, 8, 9, 10]);
    }
}
