//! Lines of a page from the places of its letters.
//!
//! In come the letters of a page in any order, out come its lines from above, each as words with their
//! places. Letters whose base lines lie closer than half their size are of one line; a gap of more
//! than a fifth of their size parts words, one of several sizes is a tab.

/// A letter at its place; the page begins below on the left.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    /// Its left end.
    pub(super) x: f64,
    /// Its base line.
    pub(super) y: f64,
    /// How wide it is.
    pub(super) width: f64,
    /// The size of its font.
    pub(super) size: f64,
    /// What it stands for; a ligature can be several letters.
    pub(super) text: String,
}

/// A word of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Its left end.
    pub(super) x: f64,
    /// Its right end.
    pub(super) end: f64,
    /// Its letters.
    pub(super) text: String,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its base line.
    pub(super) y: f64,
    /// The size of its largest letter.
    pub(super) size: f64,
    /// Its words from the left.
    pub(super) words: Vec<Word>,
}

impl Line {
    /// Its words with spaces; with a tab where they stand far apart.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut end: Option<f64> = None;
        for word in &self.words {
            if let Some(end) = end {
                text.push(if word.x - end > self.size * 3.0 { '\t' } else { ' ' });
            }
            text.push_str(&word.text);
            end = Some(word.end);
        }
        text
    }
}

/// The lines of a page.
pub(super) fn lines(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.retain(|letter| {
        [letter.x, letter.y, letter.width, letter.size].iter().all(|number| number.is_finite())
    });
    // A stable sort: letters at one place stay in the order in which they were written.
    letters.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut lines: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        match lines.last_mut() {
            Some(line)
                if line.first().is_some_and(|first| {
                    first.y - letter.y <= first.size.max(letter.size) * 0.5
                }) =>
            {
                line.push(letter);
            }
            _ => lines.push(vec![letter]),
        }
    }
    lines.into_iter().map(line).filter(|line| !line.words.is_empty()).collect()
}

/// One line of its letters.
fn line(mut letters: Vec<Letter>) -> Line {
    letters.sort_by(|one, other| one.x.total_cmp(&other.x));
    let size = letters.iter().map(|letter| letter.size).fold(0.0, f64::max);
    // Most letters stand on the line; what is raised or lowered is a note's number.
    let mut places: Vec<f64> = letters.iter().map(|letter| letter.y).collect();
    places.sort_by(f64::total_cmp);
    let y = places.get(places.len() / 2).copied().unwrap_or_default();
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for letter in letters {
        let (x, end) = (letter.x, letter.x + letter.width);
        if letter.text.chars().all(char::is_whitespace) {
            is_open = false;
            continue;
        }
        match words.last_mut() {
            // The same letter printed twice at one place is a way to make it bold.
            Some(word)
                if is_open
                    && x < word.end - letter.width * 0.8
                    && word.text.ends_with(letter.text.as_str()) => {}
            Some(word) if is_open && x - word.end <= letter.size.max(1.0) * 0.2 => {
                word.text.push_str(&letter.text);
                word.end = end.max(word.end);
            }
            _ => words.push(Word { x, end, text: letter.text }),
        }
        is_open = true;
    }
    Line { y, size, words }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Letters of 10 points, each 5 wide.
    pub(crate) fn letters(x: f64, y: f64, text: &str) -> Vec<Letter> {
        text.chars()
            .enumerate()
            .map(|(place, c)| Letter {
                x: x + place as f64 * 5.0,
                y,
                width: 5.0,
                size: 10.0,
                text: c.to_string(),
            })
            .collect()
    }

    #[test]
    fn letters_in_any_order_become_lines() {
        let mut all = letters(50.0, 680.0, "second line");
        all.extend(letters(50.0, 700.0, "I:"));
        all.extend(letters(150.0, 700.5, "tabbed"));
        all.extend(letters(63.0, 700.0, "so"));
        all.push(Letter { x: f64::NAN, y: 0.0, width: 0.0, size: 0.0, text: "x".into() });
        let texts: Vec<_> = lines(all).iter().map(Line::text).collect();
        assert_eq!(texts, ["I: so\ttabbed", "second line"]);
    }
}
