//! Dates: left out, reduced to the year, or shifted by the same number of days throughout a case.
//!
//! In comes a date as it is written, out comes what stands there afterwards, in the same manner of
//! writing. Shifting keeps how far apart things were; whole weeks keep the days of the week. A date
//! without a year is shifted round a year of 366 days, so that shifting back finds it again.

use crate::text::calendar::{self, MONTHS, days};
use crate::transcript::read::DateOrder;

/// What becomes of dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// They stay.
    Keep,
    /// They are left out.
    #[default]
    Remove,
    /// Their year stays.
    Year,
    /// They are shifted by days; numbers alone are read in this order.
    Shift(i64, Option<DateOrder>),
}

/// What stands where a date was left out.
const REMOVED: &str = "[DATE]";

/// A date, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written<'t> {
    year: Option<i64>,
    month: i64,
    /// None of a month alone.
    day: Option<i64>,
    parts: Vec<Part<'t>>,
}

/// A part of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'t> {
    /// With so many digits at least.
    Year(usize),
    Month(usize),
    Day(usize),
    /// The month's name, written like this one.
    Name(&'t str),
    /// `st`, `nd`, `rd`, `th`.
    Ending(&'t str),
    Other(&'t str),
}

impl Dates {
    /// What stands where a date was.
    pub fn replaced(self, text: &str) -> String {
        match self {
            Dates::Keep => text.to_owned(),
            Dates::Remove => REMOVED.to_owned(),
            Dates::Year => {
                let year = read(text, None).and_then(|date| date.year);
                year.map_or_else(|| REMOVED.to_owned(), |year| format!("{year:04}"))
            }
            Dates::Shift(days, order) => {
                let shifted = read(text, order).and_then(|date| date.shifted(days));
                shifted.unwrap_or_else(|| REMOVED.to_owned())
            }
        }
    }
}

/// Reads a date that the pattern found; none if there is no such day.
fn read(text: &str, order: Option<DateOrder>) -> Option<Written<'_>> {
    let mut date = Written { year: None, month: 0, day: None, parts: Vec::new() };
    let tokens = tokens(text);
    let is_number = |token: &&&str| token.starts_with(|c: char| c.is_ascii_digit());
    let numbers: Vec<&&str> = tokens.iter().filter(is_number).collect();
    let is_named = tokens.iter().any(|token| month(token).is_some());
    let is_padded = numbers.iter().all(|number| number.len() >= 2);
    let width = if is_padded { 2 } else { 1 };
    let mut roles = match (is_named, numbers.first().map(|first| first.len())) {
        (true, Some(4)) => vec![Part::Year(4)],
        (true, _) => vec![Part::Day(1), Part::Year(4)],
        (false, Some(4)) => vec![Part::Year(4), Part::Month(2), Part::Day(2)],
        (false, _) => {
            let year = Part::Year(numbers.last().map_or(4, |last| last.len()));
            match order {
                Some(DateOrder::MonthFirst) => vec![Part::Month(width), Part::Day(width), year],
                Some(DateOrder::YearFirst) => {
                    vec![Part::Year(2), Part::Month(width), Part::Day(width)]
                }
                _ => vec![Part::Day(width), Part::Month(width), year],
            }
        }
    }
    .into_iter();
    for token in tokens {
        let part = match token.parse::<i64>() {
            Ok(number) if token.starts_with(|c: char| c.is_ascii_digit()) => {
                let part = roles.next()?;
                match part {
                    Part::Year(_) => date.year = Some(full_year(number, token.len())?),
                    Part::Month(_) => date.month = number,
                    _ => date.day = Some(number),
                }
                part
            }
            _ if month(token).is_some() => {
                date.month = month(token)?;
                Part::Name(token)
            }
            _ if ["st", "nd", "rd", "th"].contains(&token.to_lowercase().as_str()) => {
                Part::Ending(token)
            }
            _ => Part::Other(token),
        };
        date.parts.push(part);
    }
    let year = date.year.unwrap_or(2000);
    let day = date.day.unwrap_or(1);
    let is_day = (1..=12).contains(&date.month) && day >= 1 && date.day.or(date.year).is_some();
    (is_day && calendar::date(days(year, date.month, day)) == (year, date.month, day))
        .then_some(date)
}

/// Runs of digits, of letters and of neither.
fn tokens(text: &str) -> Vec<&str> {
    let sort = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| sort(c) != sort(first)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        found.push(token);
        rest = after;
    }
    found
}

fn month(token: &str) -> Option<i64> {
    let lower = token.to_lowercase();
    let lower = if lower == "sept" { "sep" } else { lower.as_str() };
    MONTHS
        .iter()
        .position(|name| *name == lower || short(name) == lower)
        .map(|place| place as i64 + 1)
}

/// A month's name, cut short.
fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

fn full_year(number: i64, digits: usize) -> Option<i64> {
    match digits {
        2 if number >= 70 => Some(1900 + number),
        2 => Some(2000 + number),
        4 => Some(number),
        _ => None,
    }
}

impl Written<'_> {
    /// The same date so many days later, written the same way; none if that cannot be written.
    fn shifted(&self, by: i64) -> Option<String> {
        let (year, month, day) = match (self.year, self.day) {
            (Some(year), Some(day)) => calendar::date(days(year, self.month, day).checked_add(by)?),
            // A month alone goes by whole months, so that the way back finds it again.
            (Some(year), None) => {
                let months = year * 12 + self.month - 1 + months(by);
                (months.div_euclid(12), months.rem_euclid(12) + 1, 1)
            }
            (None, day) => {
                let first = days(2000, 1, 1);
                let day = days(2000, self.month, day.unwrap_or(1)) - first;
                calendar::date(first + day.checked_add(by)?.rem_euclid(366))
            }
        };
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Year(2) => {
                    let short = year.rem_euclid(100);
                    // A year that two digits cannot say is no year to shift to.
                    if full_year(short, 2) != Some(year) {
                        return None;
                    }
                    text.push_str(&format!("{short:02}"));
                }
                Part::Year(_) if !(1..=9999).contains(&year) => return None,
                Part::Year(_) => text.push_str(&format!("{year:04}")),
                Part::Month(width) => text.push_str(&format!("{month:0width$}")),
                Part::Day(width) => text.push_str(&format!("{day:0width$}")),
                Part::Name(like) => text.push_str(&name(month, like)),
                Part::Ending(like) => {
                    let ending = match (day % 10, day / 10) {
                        (1, tens) if tens != 1 => "st",
                        (2, tens) if tens != 1 => "nd",
                        (3, tens) if tens != 1 => "rd",
                        _ => "th",
                    };
                    let is_upper = like.starts_with(char::is_uppercase);
                    text.push_str(&if is_upper {
                        ending.to_uppercase()
                    } else {
                        ending.to_owned()
                    });
                }
                Part::Other(other) => text.push_str(other),
            }
        }
        Some(text)
    }
}

/// As many months as days come to, to the nearest: a year of 365.2425 days has twelve.
fn months(days: i64) -> i64 {
    let (year, days) = (3_652_425_i64, days.saturating_mul(120_000));
    (days.saturating_add(days.signum() * year / 2)) / year
}

/// A month's name, in capitals where another is, and as short.
fn name(month: i64, like: &str) -> String {
    let place = usize::try_from(month - 1).unwrap_or_default();
    let name = MONTHS.get(place).copied().unwrap_or_default();
    let is_short = !MONTHS.contains(&like.to_lowercase().as_str());
    let name = if is_short { short(name) } else { name };
    let mut letters = like.chars();
    match (letters.next().is_some_and(char::is_uppercase), letters.next()) {
        (true, Some(second)) if second.is_uppercase() => name.to_uppercase(),
        (true, _) => {
            let (first, rest) = name.split_at(1);
            first.to_uppercase() + rest
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_shifted_as_they_are_written() {
        let shift = |text: &str| Dates::Shift(14, None).replaced(text);
        for (old, new) in [
            ("2024-02-20", "2024-03-05"),
            ("20/02/2024", "05/03/2024"),
            ("20.2.24", "5.3.24"),
            ("the 3", REMOVED),
            ("20th of February, 2024", "5th of March, 2024"),
            ("MARCH 9th 2024", "MARCH 23rd 2024"),
            ("25 december", "8 january"),
            ("3 Mar 2024", "17 Mar 2024"),
            ("Mar 30th 2024", "Apr 13th 2024"),
            ("20 Sept. 2024", "4 Oct. 2024"),
            ("March 2024", "March 2024"),
            ("31/02/2024", REMOVED),
            ("02/20/2024", REMOVED),
        ] {
            assert_eq!(shift(old), new, "{old}");
        }
        let american = Dates::Shift(14, Some(DateOrder::MonthFirst));
        assert_eq!(american.replaced("02/20/2024"), "03/05/2024");
        assert_eq!(Dates::Year.replaced("3rd of March 2024"), "2024");
        assert_eq!(Dates::Year.replaced("3 March"), REMOVED);
        assert_eq!(Dates::Year.replaced("Mar 2024"), "2024");
        assert_eq!(Dates::Shift(84, None).replaced("November 2024"), "February 2025");
        assert_eq!(Dates::Shift(-84, None).replaced("February 2025"), "November 2024");
        assert_eq!(Dates::Remove.replaced("2024-02-20"), REMOVED);
    }

    proptest! {
        #[test]
        fn shifting_back_finds_the_date_again(number in -20_000i64..40_000, by in -400i64..400) {
            let (year, month, day) = calendar::date(number);
            prop_assert_eq!(days(year, month, day), number);
            let there = Dates::Shift(by, None);
            let back = Dates::Shift(-by, None);
            let name = name(month, "May");
            let texts =
                [format!("{year:04}-{month:02}-{day:02}"), format!("{name} {day}, {year:04}"), format!("{day} {name}")];
            for text in texts {
                prop_assert_eq!(back.replaced(&there.replaced(&text)), text);
            }
        }

        #[test]
        fn nothing_panics(text in "[0-9a-z/. ]{0,20}", by in -40_000i64..40_000) {
            let _ = Dates::Shift(by, None).replaced(&text);
        }
    }
}
