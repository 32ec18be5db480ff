//! The steps by which an anchor is found, from the surest to the least sure (METHODS 10).

use super::distance::{between, least, nearest};
use super::fold::fold;
use super::haystack::{Haystack, Text};
use super::{Anchor, Found, Method, Status};

/// Two places whose scores differ by less are as good.
const TIE: f64 = 0.02;
/// Quotes shorter than this need what stood around them.
const SHORT: usize = 8;
/// The score that a short quote needs.
const SURE: f64 = 0.75;
/// So much of what stood around is looked for, the longest first.
const BRACKETS: [usize; 3] = [32, 24, 16];
/// Less than this on either side says nothing.
const LEAST_BRACKET: usize = 12;
/// From this share of the same characters on, words are changed and not replaced.
const SIMILAR: f64 = 0.5;
/// Quotes of fewer characters are not looked for with errors.
const LEAST_FUZZY: usize = 16;
/// Quotes of more characters neither: it would take too long.
const MOST_FUZZY: usize = 10_000;
/// The score that a place found with errors needs.
const ACCEPTED: f64 = 0.70;
/// One character in so many may differ.
const ERRORS: usize = 4;
/// Beyond so many pairs of characters, the distance of two texts is not computed.
const MOST_PAIRS: usize = 1 << 34;

/// Finds where an anchor stands in a text.
pub fn find(text: &Text<'_>, anchor: &Anchor) -> Found {
    let wanted = Wanted::new(text, anchor);
    wanted
        .in_place()
        .or_else(|| wanted.by_words())
        .or_else(|| wanted.folded())
        .or_else(|| wanted.between_context())
        .or_else(|| wanted.with_errors())
        .unwrap_or(Found::LOST)
}

/// An anchor as characters, and the text it is looked for in.
struct Wanted<'a> {
    text: &'a Text<'a>,
    anchor: &'a Anchor,
    quote: Vec<char>,
    prefix: Vec<char>,
    suffix: Vec<char>,
}

/// A place with its score.
type Candidate = (f64, usize, usize);

impl<'a> Wanted<'a> {
    fn new(text: &'a Text<'a>, anchor: &'a Anchor) -> Self {
        Wanted {
            text,
            anchor,
            quote: anchor.quote.chars().collect(),
            prefix: anchor.prefix.chars().collect(),
            suffix: anchor.suffix.chars().collect(),
        }
    }

    /// Step 1: the same words at the same place, with one side as it was.
    fn in_place(&self) -> Option<Found> {
        let (start, chars) = (self.anchor.start, &self.text.plain.chars);
        let end = start.checked_add(self.quote.len())?;
        if self.anchor.end != end || chars.get(start..end)? != self.quote {
            return None;
        }
        let before = part(chars, start.saturating_sub(self.prefix.len()), start);
        let after = part(chars, end, end.saturating_add(self.suffix.len()));
        if before != self.prefix && after != self.suffix {
            return None;
        }
        Some(self.found(Status::Kept, Method::Position, (self.score(start, end, 0), start, end)))
    }

    /// Step 2: the same words elsewhere.
    fn by_words(&self) -> Option<Found> {
        let places = self.text.plain.all(&self.anchor.quote);
        let length = self.quote.len();
        let candidate =
            |start: usize| (self.score(start, start + length, 0), start, start + length);
        let best = self.best(places.into_iter().map(candidate).collect(), Method::Quote);
        let (found, score) = best?;
        if found.status == Status::Ambiguous {
            return Some(found);
        }
        if length < SHORT && score < SURE {
            return None;
        }
        match found.place {
            Some((start, _)) if start == self.anchor.start => {
                Some(Found { status: Status::Kept, ..found })
            }
            _ => Some(found),
        }
    }

    /// Step 3: the same words with case, white space, quotation marks and dashes folded.
    fn folded(&self) -> Option<Found> {
        let (folded, places) = self.text.folded();
        let (quote, _) = fold(self.quote.iter().copied());
        let quote: String = quote.into_iter().collect();
        let quote = quote.trim();
        let length = quote.chars().count();
        let (prefix, _) = fold(self.prefix.iter().copied());
        let (suffix, _) = fold(self.suffix.iter().copied());
        let candidate = |at: usize| {
            let start = *places.get(at)? as usize;
            let end = *places.get(at + length - 1)? as usize + 1;
            let around = context(folded, at, at + length, &prefix, &suffix);
            let score = (50.0 + around + 2.0 * self.nearness(start)) / 92.0;
            Some((score, start, end))
        };
        let found = folded.all(quote).into_iter().filter_map(candidate).collect();
        let (found, score) = self.best(found, Method::Folded)?;
        let is_sure = found.status == Status::Ambiguous || length >= SHORT || score >= SURE;
        is_sure.then_some(found)
    }

    /// Step 4: what lies between the words that stood before and after.
    fn between_context(&self) -> Option<Found> {
        let chars = &self.text.plain.chars;
        for length in BRACKETS {
            let from = self.prefix.len().saturating_sub(length);
            let before: String = self.prefix.get(from..)?.iter().collect();
            let after: String = self.suffix.get(..length.min(self.suffix.len()))?.iter().collect();
            let (before, after) = (before.trim_end(), after.trim_start());
            let before_length = before.chars().count();
            if before_length < LEAST_BRACKET || after.chars().count() < LEAST_BRACKET {
                continue;
            }
            let haystack = &self.text.plain;
            let (Some(start), Some(end)) = (haystack.only(before), haystack.only(after)) else {
                continue;
            };
            let start = start + before_length;
            if end < start || end > start + 2 * self.quote.len() + 20 {
                continue;
            }
            let (start, end) = trimmed(chars, start, end);
            if start == end {
                return Some(Found { method: Method::Deleted, ..Found::LOST });
            }
            let similarity = similarity(&self.quote, part(chars, start, end));
            let score = (50.0 * similarity + 40.0 + 2.0 * self.nearness(start)) / 92.0;
            let status = if similarity >= SIMILAR { Status::Changed } else { Status::Replaced };
            return Some(self.found(status, Method::Context, (score, start, end)));
        }
        None
    }

    /// Step 5: similar words.
    fn with_errors(&self) -> Option<Found> {
        let length = self.quote.len();
        if !(LEAST_FUZZY..=MOST_FUZZY).contains(&length) {
            return None;
        }
        let (alphabet, numbers) = self.text.alphabet();
        let matches = nearest(&self.quote, alphabet, numbers, self.text.grams(), length / ERRORS);
        let mut candidates: Vec<Candidate> = matches
            .into_iter()
            .map(|(start, end, errors)| {
                let (start, end) = trimmed(&self.text.plain.chars, start, end);
                (self.score(start, end, errors), start, end)
            })
            .collect();
        self.sort(&mut candidates);
        let best = *candidates.first()?;
        if best.0 < ACCEPTED {
            return None;
        }
        // Matches that overlap the best are the same place.
        let other = candidates.iter().find(|other| other.1 >= best.2 || other.2 <= best.1);
        let is_tie = other.is_some_and(|other| best.0 - other.0 < TIE);
        let status = if is_tie { Status::Ambiguous } else { Status::Changed };
        Some(self.found(status, Method::Fuzzy, best))
    }

    /// The best of several places with its exact score; several that are as good are ambiguous.
    fn best(&self, mut candidates: Vec<Candidate>, method: Method) -> Option<(Found, f64)> {
        self.sort(&mut candidates);
        let best = *candidates.first()?;
        let is_tie = candidates.get(1).is_some_and(|second| best.0 - second.0 < TIE);
        let status = if is_tie { Status::Ambiguous } else { Status::Moved };
        Some((self.found(status, method, best), best.0))
    }

    /// The best first; of equal ones, the nearest.
    fn sort(&self, candidates: &mut [Candidate]) {
        let away = |start: usize| start.abs_diff(self.anchor.start);
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(away(a.1).cmp(&away(b.1))));
    }

    /// (50 quote + 20 prefix + 20 suffix + 2 position) / 92, each from 0 to 1.
    fn score(&self, start: usize, end: usize, errors: usize) -> f64 {
        let quote = 1.0 - errors as f64 / self.quote.len().max(1) as f64;
        let around = context(&self.text.plain, start, end, &self.prefix, &self.suffix);
        (50.0 * quote + around + 2.0 * self.nearness(start)) / 92.0
    }

    /// 1 where it stood, less the farther away.
    fn nearness(&self, start: usize) -> f64 {
        let length = self.text.plain.chars.len();
        match length {
            0 => 0.0,
            _ => 1.0 - start.abs_diff(self.anchor.start) as f64 / length as f64,
        }
    }

    fn found(&self, status: Status, method: Method, (score, start, end): Candidate) -> Found {
        let score = (score.clamp(0.0, 1.0) * 1e4).round() / 1e4;
        Found { status, method, place: Some((start, end)), score }
    }
}

/// How much of what stood around stands there, 0 to 40.
fn context(text: &Haystack<'_>, start: usize, end: usize, prefix: &[char], suffix: &[char]) -> f64 {
    let before = part(&text.chars, start.saturating_sub(prefix.len()), start);
    let after = part(&text.chars, end, end.saturating_add(suffix.len()));
    20.0 * side(before, prefix) + 20.0 * side(after, suffix)
}

/// How much of one side stands there: 1 less the errors by its length.
fn side(there: &[char], wanted: &[char]) -> f64 {
    if wanted.is_empty() || there == wanted {
        return 1.0;
    }
    if there.is_empty() {
        return 0.0;
    }
    1.0 - least(wanted, there) as f64 / wanted.len() as f64
}

/// 1 less the edit distance by the longer length.
fn similarity(a: &[char], b: &[char]) -> f64 {
    let longer = a.len().max(b.len()).max(1);
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        return if a == b { 1.0 } else { 0.0 };
    }
    1.0 - between(a, b) as f64 / longer as f64
}

/// A part of some characters; what lies outside is left out.
fn part(chars: &[char], start: usize, end: usize) -> &[char] {
    let end = end.min(chars.len());
    chars.get(start.min(end)..end).unwrap_or_default()
}

/// A range without white space at its ends.
fn trimmed(chars: &[char], mut start: usize, mut end: usize) -> (usize, usize) {
    let is_space = |at: usize| chars.get(at).is_some_and(|c| c.is_whitespace());
    while start < end && is_space(start) {
        start += 1;
    }
    while end > start && is_space(end - 1) {
        end -= 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests;
