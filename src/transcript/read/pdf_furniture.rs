//! What belongs to the page and not to the speech: running heads and feet, page numbers, and line
//! numbers in the margin.
//!
//! In come the lines of every page, out come the lines without them and how many were left out. A head
//! or foot is one of the two outer lines that stands, but for its digits, at the same height of at
//! least three pages and a third of all; a page number is an outer line of a number alone that grows
//! with the pages; line numbers stand left of all the other words and go up by the same step.

use std::collections::BTreeMap;

use super::pdf_lines::Line;

/// How much was left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Running heads and feet.
    pub(super) heads: usize,
    /// Page numbers.
    pub(super) pages: usize,
    /// Line numbers.
    pub(super) lines: usize,
}

/// How many lines from above and below may belong to the page.
const OUTER: usize = 2;

/// Takes out what belongs to the page.
pub(super) fn remove(pages: &mut [Vec<Line>]) -> LeftOut {
    let mut left_out = LeftOut::default();
    for page in pages.iter_mut() {
        left_out.lines += line_numbers(page);
    }
    // A foot can hide a page number above it, and a page number a foot.
    for _ in 0..OUTER {
        left_out.pages += page_numbers(pages);
        left_out.heads += heads(pages);
    }
    left_out
}

/// The places of a page's outer lines.
fn outer(page: &[Line]) -> Vec<usize> {
    let length = page.len();
    (0..length).filter(|place| *place < OUTER || place + OUTER >= length).collect()
}

/// A line's text with every number as `#`, and its height in steps of three points.
fn look(line: &Line) -> (String, i64) {
    let mut text = String::new();
    for c in line.text().chars() {
        if !c.is_ascii_digit() {
            text.push(c);
        } else if !text.ends_with('#') {
            text.push('#');
        }
    }
    (text, (line.y / 3.0).round() as i64)
}

fn heads(pages: &mut [Vec<Line>]) -> usize {
    let mut counts: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for page in pages.iter() {
        for place in outer(page) {
            *counts.entry(look(&page[place])).or_default() += 1;
        }
    }
    let least = (pages.len() / 3).max(3);
    let is_head = |line: &Line| {
        let (text, height) = look(line);
        let at = |height| counts.get(&(text.clone(), height)).copied().unwrap_or(0);
        at(height - 1) + at(height) + at(height + 1) >= least
    };
    let mut removed = 0;
    for page in pages.iter_mut() {
        removed += remove_outer(page, |line| is_head(line));
    }
    removed
}

fn page_numbers(pages: &mut [Vec<Line>]) -> usize {
    // By the distance of the number from the page's place: how many pages have it.
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for (place, page) in pages.iter().enumerate() {
        let numbers = outer(page).into_iter().filter_map(|at| page_number(&page[at]));
        for number in numbers {
            *counts.entry(number - place as i64).or_default() += 1;
        }
    }
    let Some((distance, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return 0;
    };
    // On a single page, only the number 1 is one.
    if count < 2 && (pages.len() > 1 || distance != 1) {
        return 0;
    }
    let mut removed = 0;
    for (place, page) in pages.iter_mut().enumerate() {
        let expected = distance + place as i64;
        removed += remove_outer(page, |line| page_number(line) == Some(expected));
    }
    removed
}

fn remove_outer(page: &mut Vec<Line>, is_removed: impl Fn(&Line) -> bool) -> usize {
    let places: Vec<usize> =
        outer(page).into_iter().filter(|place| is_removed(&page[*place])).collect();
    for place in places.iter().rev() {
        page.remove(*place);
    }
    places.len()
}

/// The number of a line that is a page number alone: `3`, `- 3 -`, `Page 3`, `3 / 12`, `3 of 12`.
fn page_number(line: &Line) -> Option<i64> {
    let text = line.text();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let bare =
        ["page", "seite", "p."].iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(&bare);
    let digits = bare.trim().bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) =
        bare.trim().split_at_checked(digits).filter(|_| (1..=4).contains(&digits))?;
    let rest = rest.trim();
    let total =
        ["of", "von", "/", "|"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let is_alone = total.trim().bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| is_alone && (rest.is_empty() || total.len() < rest.len()))
}

/// Takes the line numbers of a page out.
fn line_numbers(page: &mut Vec<Line>) -> usize {
    let number = |line: &Line| {
        let first = line.words.first()?;
        let is_number =
            first.text.len() <= 4 && first.text.bytes().all(|byte| byte.is_ascii_digit());
        is_number
            .then(|| first.text.parse::<i64>().ok())
            .flatten()
            .map(|number| (number, first.end + line.size))
    };
    let numbered: Vec<(usize, i64, f64)> = page
        .iter()
        .enumerate()
        .filter_map(|(place, line)| number(line).map(|(number, end)| (place, number, end)))
        .collect();
    // Where the other words begin: nothing but the numbers stands left of it, and further away than
    // a space is wide.
    let left = page
        .iter()
        .filter_map(|line| line.words.get(usize::from(number(line).is_some())))
        .map(|word| word.x)
        .fold(f64::INFINITY, f64::min);
    let are_apart = numbered.iter().all(|(.., end)| *end < left);
    let steps: Vec<i64> =
        numbered.iter().zip(numbered.iter().skip(1)).map(|(one, next)| next.1 - one.1).collect();
    let step = steps.first().copied().unwrap_or(0);
    let is_even = matches!(step, 1 | 2 | 5 | 10) && steps.iter().all(|other| *other == step);
    let enough = numbered.len() >= 3 && numbered.len() as i64 * step * 2 >= page.len() as i64;
    if !(are_apart && is_even && enough) {
        return 0;
    }
    for (place, ..) in &numbered {
        page[*place].words.remove(0);
    }
    page.retain(|line| !line.words.is_empty());
    numbered.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::pdf_lines::lines;
    use crate::transcript::read::pdf_lines::tests::letters;

    fn pages(make: impl Fn(usize) -> Vec<(f64, f64, String)>, count: usize) -> Vec<Vec<Line>> {
        let page = |place| {
            lines(make(place).into_iter().flat_map(|(x, y, text)| letters(x, y, &text)).collect())
        };
        (0..count).map(page).collect()
    }

    fn texts(pages: &[Vec<Line>]) -> Vec<String> {
        pages.iter().flatten().map(Line::text).collect()
    }

    #[test]
    fn heads_and_page_numbers_are_left_out() {
        let mut pages = pages(
            |place| {
                let said = ["Is that number 0?", "And then?", "Who was 12?"][place];
                let answer = ["0", "Then it was 9, or more", "She was 14"][place];
                vec![
                    (50.0, 800.0, format!("Interview 7, page {}", place + 1)),
                    (50.0, 760.0, format!("I: {said}")),
                    (50.0, 740.0, format!("P1: {}", ["12", "So.", "Not me."][place])),
                    (50.0, 720.0, answer.to_owned()),
                    (50.0, 40.0, format!("- {} -", place + 4)),
                ]
            },
            3,
        );
        let left_out = remove(&mut pages);
        assert_eq!(left_out, LeftOut { heads: 3, pages: 3, lines: 0 });
        assert_eq!(texts(&pages)[..3], ["I: Is that number 0?", "P1: 12", "0"]);
    }

    #[test]
    fn line_numbers_stand_in_the_margin() {
        let line = |number: usize| {
            let y = 700.0 - number as f64 * 12.0;
            vec![(30.0, y, number.to_string()), (60.0, y, "12 years ago".to_owned())]
        };
        let mut numbered = pages(|_| (1..=6).flat_map(line).collect(), 1);
        assert_eq!(remove(&mut numbered).lines, 6);
        assert_eq!(texts(&numbered)[0], "12 years ago");
        let mut spoken = pages(
            |_| (1..=6).map(|n| (60.0, 700.0 - n as f64 * 12.0, format!("{n} so"))).collect(),
            1,
        );
        assert_eq!(remove(&mut spoken).lines, 0);
    }
}
