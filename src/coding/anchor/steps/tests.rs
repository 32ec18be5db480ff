//! Each step with its score worked out, and each limit from both sides.

use super::super::CONTEXT;
use super::*;

const BEFORE: &str = "before it all ";
const QUOTE: &str = "the quote itself";
const AFTER: &str = " and after it.";

fn anchor(start: usize, prefix: &str, quote: &str, suffix: &str) -> Anchor {
    let end = start + quote.chars().count();
    let [quote, prefix, suffix] = [quote, prefix, suffix].map(str::to_owned);
    Anchor { start, end, quote, prefix, suffix }
}

fn look(text: &str, anchor: &Anchor) -> (Status, Method, Option<(usize, usize)>, f64) {
    let found = find(&Text::new(text), anchor);
    (found.status, found.method, found.place, found.score)
}

/// The score of so much of the quote and of both sides, so far away in a text of that length.
fn score(quote: f64, sides: f64, away: f64, length: f64) -> f64 {
    let all = (50.0 * quote + 20.0 * sides + 2.0 * (1.0 - away / length)) / 92.0;
    (all * 1e4).round() / 1e4
}

const LOST: (Status, Method, Option<(usize, usize)>, f64) = (Status::Lost, Method::None, None, 0.0);

#[test]
fn words_elsewhere_are_scored_by_both_sides_and_how_far_they_went() {
    let wanted = anchor(14, BEFORE, QUOTE, AFTER);
    let moved = |score| (Status::Moved, Method::Quote, Some((20, 36)), score);
    let text = format!("Well. {BEFORE}{QUOTE}{AFTER}");
    assert_eq!(look(&text, &wanted), moved(score(1.0, 2.0, 6.0, 50.0)));
    let text = format!("Well. befxre it all {QUOTE} AND AFTER IT.");
    let sides = 13.0 / 14.0 + 4.0 / 14.0;
    assert_eq!(look(&text, &wanted), moved(score(1.0, sides, 6.0, 50.0)));
    // At an end of the text a side that there was is missing; one that never was is not.
    let at_start = look(&format!("{QUOTE}{AFTER}"), &wanted);
    assert_eq!((at_start.2, at_start.3), (Some((0, 16)), score(1.0, 1.0, 14.0, 30.0)));
    let alone = look(&format!("Yes. {QUOTE}"), &anchor(0, "", QUOTE, ""));
    assert_eq!((alone.2, alone.3), (Some((5, 21)), score(1.0, 2.0, 5.0, 21.0)));
    let folded = look("Well. BEFORE it  all THE  QUOTE\nitself and after it.", &wanted);
    let place = Some((21, 38));
    assert_eq!(folded, (Status::Moved, Method::Folded, place, score(1.0, 2.0, 7.0, 52.0)));
}

#[test]
fn an_anchor_that_contradicts_itself_is_not_in_place() {
    let text = format!("{BEFORE}{QUOTE}{AFTER}");
    let mut wanted = anchor(14, BEFORE, QUOTE, AFTER);
    assert_eq!(look(&text, &wanted), (Status::Kept, Method::Position, Some((14, 30)), 1.0));
    for (prefix, suffix) in [("other words. ", AFTER), (BEFORE, " elsewhere")] {
        let one_side = anchor(14, prefix, QUOTE, suffix);
        assert_eq!(look(&text, &one_side).1, Method::Position);
    }
    let nothing = look("", &Anchor::default());
    assert_eq!(nothing, (Status::Kept, Method::Position, Some((0, 0)), 0.9783));
    wanted.end += 1;
    assert_eq!(look(&text, &wanted), (Status::Kept, Method::Quote, Some((14, 30)), 1.0));
}

#[test]
fn eight_characters_are_enough_and_seven_are_not() {
    let text = "Nothing of it is left but eightchr there.";
    for quote in ["eightch", "EIGHTCH"] {
        assert_eq!(look(text, &anchor(3, "qqqqqqqqqq", quote, "zzzzzzzzzz")), LOST, "{quote}");
    }
    assert_eq!(look(text, &anchor(3, "qqqqqqqqqq", "eightchr", "zzzzzzzzzz")).1, Method::Quote);
    assert_eq!(look(text, &anchor(3, "qqqqqqqqqq", "EIGHTCHR", "zzzzzzzzzz")).1, Method::Folded);
    // With one of its neighbours a short one is sure.
    assert_eq!(look(text, &anchor(3, "qqqqqqqqqq", "eightch", "r there.")).0, Status::Moved);
    assert_eq!(look(text, &anchor(3, "qqqqqqqqqq", "EIGHTCH", "r there.")).1, Method::Folded);
}

#[test]
fn two_errors_around_leave_it_open_and_three_decide() {
    let (before, after) = ("0123456789abcdefghijklmnopqrstuv", "ABCDEFGHIJKLMNOPQRSTUVWXYZ+-*/=!");
    // In a long text it matters little which place is nearer.
    let (gap, rest) = (".".repeat(400), ".".repeat(20_000));
    for (errors, status) in [(0, Status::Ambiguous), (2, Status::Ambiguous), (3, Status::Moved)] {
        let worse = format!("{}{}", "#".repeat(errors), &before[errors..]);
        let text = format!("___{before}{QUOTE}{after}{gap}{worse}{QUOTE}{after}{rest}");
        let found = look(&text, &anchor(32, before, QUOTE, after));
        assert_eq!((found.0, found.2), (status, Some((35, 51))), "{errors}");
        let turned = format!("{worse}{QUOTE}{after}{gap}___{before}{QUOTE}{after}{rest}");
        let found = look(&turned, &anchor(500, before, QUOTE, after));
        assert_eq!((found.0, found.2), (status, Some((515, 531))), "{errors}");
    }
}

#[test]
fn half_of_the_characters_make_it_the_same_words_changed() {
    let wanted = anchor(14, BEFORE, QUOTE, AFTER);
    let farther = anchor(20, BEFORE, QUOTE, AFTER);
    let changed = look(&format!("{BEFORE}the quxte itsxlf now{AFTER}"), &farther);
    let exact = score(0.7, 2.0, 6.0, 48.0);
    assert_eq!(changed, (Status::Changed, Method::Context, Some((14, 34)), exact));
    let half = look(&format!("{BEFORE}the quot########{AFTER}"), &wanted);
    assert_eq!((half.0, half.3), (Status::Changed, score(0.5, 2.0, 0.0, 1.0)));
    let less = look(&format!("{BEFORE}the quo#########{AFTER}"), &wanted);
    assert_eq!((less.0, less.3), (Status::Replaced, score(7.0 / 16.0, 2.0, 0.0, 1.0)));
    let deleted = look(&format!("{BEFORE}{AFTER}"), &wanted);
    assert_eq!(deleted, (Status::Lost, Method::Deleted, None, 0.0));
    let joined = format!("{}{}", BEFORE.trim(), AFTER.trim());
    assert_eq!(look(&joined, &wanted), deleted);
    assert_eq!(look(&format!("{AFTER} {BEFORE}"), &wanted), LOST);
    // Twice as long and twenty more, the blanks at both ends among them.
    for (length, status) in [(50, Status::Replaced), (51, Status::Lost)] {
        let text = format!("{BEFORE}{}{AFTER}", "z".repeat(length));
        assert_eq!(look(&text, &wanted).0, status, "{length}");
    }
}

#[test]
fn as_much_of_what_stood_around_as_is_left() {
    let (before, after) = ("0123456789abcdefghijklmnopqrstuv", "ABCDEFGHIJKLMNOPQRSTUVWXYZ+-*/=!");
    assert_eq!((before.len(), after.len()), (CONTEXT, CONTEXT));
    let wanted = anchor(32, before, QUOTE, after);
    for left in [32, 24, 16, 15] {
        let text = format!("{}[redacted]{}", &before[32 - left..], &after[..left]);
        let status = if left < 16 { Status::Lost } else { Status::Replaced };
        assert_eq!(look(&text, &wanted).0, status, "{left}");
    }
    for (length, status) in [(12, Status::Replaced), (11, Status::Lost)] {
        let short = anchor(length, &before[32 - length..], QUOTE, after);
        let text = format!("{}[redacted]{after}", &before[32 - length..]);
        assert_eq!(look(&text, &short).0, status, "{length}");
        let short = anchor(32, before, QUOTE, &after[..length]);
        let text = format!("{before}[redacted]{}", &after[..length]);
        assert_eq!(look(&text, &short).0, status, "{length}");
    }
}

#[test]
fn one_error_in_four_characters_of_at_least_sixteen() {
    let wanted = anchor(5, "abcd ", QUOTE, " efgh");
    let found = look("Well. abcd t#e q#ote i#sel# efgh", &wanted);
    let exact = score(0.75, 2.0, 6.0, 32.0);
    assert_eq!(found, (Status::Changed, Method::Fuzzy, Some((11, 27)), exact));
    assert_eq!(look("Well. abcd t#e q#ot# i#sel# efgh", &wanted), LOST);
    let short = anchor(5, "abcd ", &QUOTE[..15], "f efgh");
    assert_eq!(look("Well. abcd the q#ote itself efgh", &short), LOST);
    // Two places as good; but not two ways to read one.
    let twice = "abcd the q#ote itself efgh and abcd the q#ote itself efgh";
    assert_eq!(look(twice, &wanted).0, Status::Ambiguous);
    let once = "abcd the q#ote itself efgh and xxxx the q##te itself yyyy";
    assert_eq!(look(once, &wanted).0, Status::Changed);
    let doubled = look("abcd tthe q#ote itselff efgh", &wanted);
    assert_eq!(doubled.0, Status::Changed);
}

#[test]
fn similar_words_need_something_of_what_stood_around() {
    let wanted = anchor(10, "0123456789", "twenty chars are it.", "");
    for (before, status) in [("01#3456#89", Status::Changed), ("01#34#6#89", Status::Lost)] {
        let text = format!("{before}twenty ch#rs are it.");
        let mut wanted = wanted.clone();
        wanted.suffix = "QQQQQQQQQQ".to_owned();
        assert_eq!(look(&text, &wanted).0, status, "{before}");
    }
}

#[test]
fn very_long_quotes_are_not_looked_for_with_errors() {
    let long = "so it goes on and on; ".repeat(455);
    for (length, status) in [(10_000, Status::Changed), (10_001, Status::Lost)] {
        let quote = &long[..length];
        let text = format!("{}#{}", &quote[..5000], &quote[5001..]);
        assert_eq!(look(&text, &anchor(0, "", quote, "")).0, status, "{length}");
    }
}
