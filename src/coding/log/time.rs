//! Times of events: RFC 3339, to the millisecond, UTC as we write them.
//!
//! In comes a text, out come milliseconds since 1970, by which events are ordered; and back. The
//! clock itself is read at the command line alone.

use crate::text::calendar::{date, days};

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// The beginning of the last year that RFC 3339 can write.
pub const LAST_YEAR: i64 = 253_370_764_800_000;

/// Milliseconds since 1970-01-01T00:00:00Z of a time such as `2026-03-01T09:30:00.250Z`.
pub fn parse(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut parts = date.splitn(3, '-');
    let (year, month, day) =
        (part(parts.next()?, 4)?, part(parts.next()?, 2)?, part(parts.next()?, 2)?);
    let at = rest.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = rest.split_at(at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.splitn(3, ':');
    let (hour, minute, second) =
        (part(parts.next()?, 2)?, part(parts.next()?, 2)?, part(parts.next()?, 2)?);
    if !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || hour > 23
        || minute > 59
        || second > 60
    {
        return None;
    }
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let thousandths: i64 = thousandths.parse().ok()?;
    let seconds = (hour * 60 + minute - offset(zone)?) * 60 + second;
    Some(days(year, month, day) * DAY + seconds * 1000 + thousandths)
}

/// Minutes that a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (part(hours, 2)? * 60 + part(minutes, 2)?))
}

/// A number of so many digits.
fn part(text: &str, digits: usize) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A time as we write it.
pub fn format(milliseconds: i64) -> String {
    let (day, rest) = (milliseconds.div_euclid(DAY), milliseconds.rem_euclid(DAY));
    let (year, month, day) = date(day);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, thousandth) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{thousandth:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_times() {
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(parse("2026-03-01T09:30:00.25Z"), Some(1_772_357_400_250));
        assert_eq!(parse("2026-03-01T10:30:00.25+01:00"), Some(1_772_357_400_250));
        assert_eq!(format(1_772_357_400_250), "2026-03-01T09:30:00.250Z");
        assert_eq!(format(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(format(LAST_YEAR), "9999-01-01T00:00:00.000Z");
        for wrong in
            ["", "2026-03-01", "2026-13-01T00:00:00Z", "2026-03-01T00:00:00", "yesterday", "é"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn writing_and_reading_are_inverse(milliseconds in 0i64..250_000_000_000_000) {
            prop_assert_eq!(parse(&format(milliseconds)), Some(milliseconds));
        }

        #[test]
        fn any_text_is_a_time_or_none(text in "[0-9TZ:.+ é-]{0,30}") {
            let _ = parse(&text);
        }
    }
}
