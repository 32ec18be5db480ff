//! Dates in diaries and activity logs: `2026-03-04`, `2 March 2026`, `March 2, 2026`, `05/03/2026`.
//!
//! In comes text, out comes the date in ISO 8601, or why there is none: of day and month alone in
//! numbers nobody can tell which is which, so the order must be given.

use super::DateOrder;
use super::times::digits;
use crate::diagnostic::Diagnostic;

/// What a date says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Date {
    /// One day, `yyyy-mm-dd`.
    Known(String),
    /// Two readings, and no order given.
    Ambiguous,
    /// Looks like a date and is none in the calendar (31 February).
    Impossible,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads a text that is a date and nothing else but a weekday before and a time of day after it.
pub(super) fn date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let text = text.trim();
    if text.len() > 48 || !text.bytes().any(|byte| byte.is_ascii_digit()) || !text.is_ascii() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let text = without_weekday(&lower);
    let (whole, time) = match text.split_once([' ', 't']) {
        Some((date, time)) if date.starts_with(|c: char| c.is_ascii_digit()) => (date, time),
        _ => (text, ""),
    };
    if whole.contains(['-', '/', '.']) && !whole.ends_with('.') {
        return (time.is_empty() || is_time_of_day(time)).then(|| numbers(whole, order))?;
    }
    words(text)
}

/// Whether a line is a date alone (a diary's entry), perhaps as a Markdown heading.
pub(super) fn is_date_line(line: &str) -> bool {
    let ends_in_digit = line.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit());
    ends_in_digit && date(line.trim_start_matches('#'), None).is_some()
}

fn is_time_of_day(text: &str) -> bool {
    super::times::only_clock(text.trim_end_matches(['z', ' '])).is_some()
}

/// `Monday, 2 March 2026` without its first word.
fn without_weekday(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at(letters);
    let is_weekday = WEEKDAYS.iter().any(|day| word.starts_with(day))
        && (word.len() <= 5 || word.ends_with("day"));
    let after = rest.trim_start_matches(',').trim_start();
    if is_weekday && after.len() < rest.len() { after } else { text }
}

/// `2026-03-04`, `4/3/2026`, `4.3.26`.
fn numbers(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let mut parts = [(0u64, 0usize); 3];
    let mut rest = text.as_bytes();
    let mut separators = [0u8; 2];
    for (number, part) in parts.iter_mut().enumerate() {
        *part = digits(rest);
        rest = rest.get(part.1..)?;
        if let Some(separator) = separators.get_mut(number) {
            *separator = *rest.first()?;
            rest = &rest[1..];
        }
    }
    let [(first, long), (second, middle), (third, last)] = parts;
    let fits = rest.is_empty()
        && separators[0] == separators[1]
        && matches!(separators[0], b'-' | b'/' | b'.')
        && (1..=2).contains(&middle);
    if !fits {
        return None;
    }
    if long == 4 && (1..=2).contains(&last) {
        return Some(day_of(first, second, third));
    }
    let is_short = (1..=2).contains(&long) && (last == 4 || last == 2);
    if !is_short || separators[0] == b'-' && last == 2 {
        return None;
    }
    if order == Some(DateOrder::YearFirst) && last == 2 {
        return Some(day_of(2000 + first, second, third));
    }
    let year = if last == 2 { 2000 + third } else { third };
    Some(match order {
        Some(DateOrder::MonthFirst) => day_of(year, first, second),
        Some(_) => day_of(year, second, first),
        None if first > 12 => day_of(year, second, first),
        None if second > 12 => day_of(year, first, second),
        None if first == second => day_of(year, second, first),
        None => Date::Ambiguous,
    })
}

/// `2 March 2026`, `2nd of Mar. 2026`, `March 2, 2026`.
fn words(text: &str) -> Option<Date> {
    let mut words = text
        .split([' ', ','])
        .filter(|word| !word.is_empty() && *word != "of")
        .map(|word| word.trim_end_matches('.'));
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    let after: Vec<&str> = words.collect();
    let is_clean = match after.as_slice() {
        [] => true,
        [time] => is_time_of_day(time),
        _ => false,
    };
    let month = |word: &str| {
        let is_word = word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        MONTHS.iter().position(|month| is_word && word.starts_with(month))
    };
    let day = |word: &str| {
        let (value, length) = digits(word.as_bytes());
        let ending = &word[length..];
        ((1..=2).contains(&length) && matches!(ending, "" | "st" | "nd" | "rd" | "th"))
            .then_some(value)
    };
    let year = |word: &str| {
        let (value, length) = digits(word.as_bytes());
        (length == 4 && word.len() == 4).then_some(value)
    };
    let (day, month) = match (month(first), month(second)) {
        (Some(month), _) => (day(second)?, month),
        (None, Some(month)) => (day(first)?, month),
        (None, None) => return None,
    };
    let year = year(third)?;
    is_clean.then(|| day_of(year, month as u64 + 1, day))
}

fn day_of(year: u64, month: u64, day: u64) -> Date {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if (1..=last).contains(&day) && (1..=9999).contains(&year) {
        Date::Known(format!("{year:04}-{month:02}-{day:02}"))
    } else {
        Date::Impossible
    }
}

/// The warning about dates that can be read two ways.
pub(super) fn doubt(path: &str, line: usize, date: &str, dates: usize) -> Diagnostic {
    let more = match dates - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Diagnostic::warning(format!(
        "date `{date}` on line {line} of `{path}` can be read two ways{more}"
    ))
    .in_file(path)
    .help("give the order: `date_order = \"dmy\"` or `\"mdy\"` in emic.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str, order: Option<DateOrder>) -> String {
        match date(text, order) {
            Some(Date::Known(day)) => day,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_way_to_write_a_day() {
        for text in [
            "2026-03-02",
            "2026-03-02 21:15",
            "2026-03-02T21:15:00",
            "2 March 2026",
            "Monday 2 March 2026",
            "Mon, 2nd of Mar. 2026",
            "March 2, 2026",
            "2026/3/2",
        ] {
            assert_eq!(known(text, None), "2026-03-02", "{text}");
        }
        assert_eq!(known("25/03/2026", None), "2026-03-25");
        assert_eq!(known("03/25/26", None), "2026-03-25");
    }

    #[test]
    fn day_and_month_need_their_order() {
        assert_eq!(date("03/04/2026", None), Some(Date::Ambiguous));
        assert_eq!(known("03/04/2026", Some(DateOrder::DayFirst)), "2026-04-03");
        assert_eq!(known("03/04/2026", Some(DateOrder::MonthFirst)), "2026-03-04");
        assert_eq!(known("26/03/04", Some(DateOrder::YearFirst)), "2026-03-04");
        assert_eq!(known("04.04.2026", None), "2026-04-04");
    }

    #[test]
    fn what_is_no_date() {
        for text in ["12 years ago", "3.5", "May I", "10:30", "", "1/2", "2026", "Day 3", "1-2-26"]
        {
            assert_eq!(date(text, None), None, "{text}");
        }
        assert_eq!(date("31/02/2026", None), Some(Date::Impossible));
        assert!(is_date_line("## 2026-03-04 21:15") && !is_date_line("2026-03-04: rain"));
    }
}
