//! Trying every way of counting on every source, and taking the best.
//!
//! What counts, in this order: how many quotes stand where the way says; how many in all sources of
//! the package; how many stand there to the letter; how many places begin and end at words; how
//! usual the way is. Where the best way
//! explains less than half of the quotes, the source is not trusted: only places whose quote is found
//! are taken.

use std::collections::BTreeMap;

use super::Convention;
use super::evidence::{Quote, quotes};
use super::ruler::{Page, Ruler, lines};
use crate::coding::anchor::{Text, find_words};
use crate::refi::model::{Selection, Source};

/// What became of the places of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The source's name.
    pub source: String,
    /// The way of counting that won.
    pub convention: Convention,
    /// Places in all.
    pub places: usize,
    /// Places whose name is a quote of the text.
    pub quotes: usize,
    /// Quotes that stand where the way says.
    pub kept: usize,
    /// Places that were found by their quote elsewhere.
    pub moved: usize,
    /// Names of places that were not found, with their positions as written.
    pub lost: Vec<(String, usize, usize)>,
    /// Whether there is a text at all.
    pub has_text: bool,
}

impl Placing {
    /// Whether the best way explains less than half of the quotes.
    pub fn is_doubtful(&self) -> bool {
        self.kept * 2 < self.quotes
    }
}

/// One source on one way: quotes kept, those kept to the letter, places at words.
type Score = (usize, usize, usize);

/// Finds the places of all sources; their texts get line feeds and their positions become ours.
/// Places that are not found are taken out. Sources without a text stay as they are.
pub fn place(sources: &mut [Source]) -> Vec<Placing> {
    let ways = Convention::all();
    let mut total = vec![0; ways.len()];
    let mut tried = Vec::new();
    for source in sources.iter() {
        let page = Page::new(&source.text);
        let quotes = quotes(&page, &source.selections);
        let scores: Vec<Score> =
            ways.iter().map(|way| score(&page, source, &quotes, *way)).collect();
        for (sum, (kept, ..)) in total.iter_mut().zip(&scores) {
            *sum += kept;
        }
        tried.push((page, quotes, scores));
    }
    let mut placings = Vec::new();
    for (source, (page, quotes, scores)) in sources.iter_mut().zip(tried) {
        let ranked = (0..ways.len()).max_by_key(|&at| {
            (scores[at].0, total[at], scores[at].1, scores[at].2, ways.len() - at)
        });
        let best = ranked.unwrap_or_default();
        placings.push(apply(source, &page, &quotes, ways[best], scores[best].0));
    }
    placings
}

fn score(page: &Page, source: &Source, quotes: &[Option<Quote>], way: Convention) -> Score {
    let ruler = Ruler::new(page, way);
    let (mut kept, mut exact, mut at_words) = (0, 0, 0);
    for (selection, quote) in source.selections.iter().zip(quotes) {
        let Some((start, end)) = ruler.range(selection.start, selection.end) else { continue };
        let is_said = quote.as_ref().is_some_and(|quote| quote.is(&page.words(start, end)));
        kept += usize::from(is_said);
        if quote.is_some() && !is_said {
            // The way does not explain this place; where it ends says nothing.
            continue;
        }
        exact += usize::from(is_said && is_exact(page, start, end, &selection.name));
        at_words += usize::from(is_edge(page, start)) + usize::from(is_edge(page, end));
    }
    (kept, exact, at_words)
}

/// Whether a name stands there to the letter. Names leave out the line end of a marked line.
fn is_exact(page: &Page, start: usize, end: usize, name: &str) -> bool {
    let ends_a_line = end.checked_sub(1).filter(|last| page.chars.get(*last) == Some(&'\n'));
    page.is(start, end, name) || ends_a_line.is_some_and(|last| page.is(start, last, name))
}

/// Whether a place is not inside a word.
fn is_edge(page: &Page, at: usize) -> bool {
    let is_word = |at: usize| page.chars.get(at).is_some_and(|c| c.is_alphanumeric());
    at == 0 || !is_word(at - 1) || !is_word(at)
}

fn apply(
    source: &mut Source,
    page: &Page,
    quotes: &[Option<Quote>],
    way: Convention,
    kept: usize,
) -> Placing {
    let mut placing = Placing {
        source: source.name.clone(),
        convention: way,
        places: source.selections.len(),
        quotes: quotes.iter().flatten().count(),
        kept,
        moved: 0,
        lost: Vec::new(),
        has_text: !source.text.is_empty(),
    };
    if !placing.has_text {
        return placing;
    }
    let ruler = Ruler::new(page, way);
    let text = lines(&source.text);
    let searched = Text::new(&text);
    let mut found: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    let is_doubtful = placing.is_doubtful();
    let mut selections = Vec::new();
    for (mut selection, quote) in std::mem::take(&mut source.selections).into_iter().zip(quotes) {
        let named = ruler.range(selection.start, selection.end);
        let is_said = |(start, end)| {
            quote.as_ref().is_some_and(|quote: &Quote| quote.is(&page.words(start, end)))
        };
        let place = match (named, quote) {
            (Some(named), _) if is_said(named) => Some(named),
            (_, Some(quote)) => {
                let all = found
                    .entry(quote.words.clone())
                    .or_insert_with_key(|words| find_words(&searched, words));
                let there = nearest(all, named.map_or(selection.start, |named| named.0));
                placing.moved += usize::from(there.is_some());
                there
            }
            (named, None) => named.filter(|_| !is_doubtful),
        };
        match place {
            Some((start, end)) => {
                (selection.start, selection.end) = (start, end);
                selections.push(selection);
            }
            None => placing.lost.push(told(&selection)),
        }
    }
    source.selections = selections;
    for sync in &mut source.sync {
        sync.position = ruler.at(sync.position as u64).unwrap_or(page.chars.len());
    }
    source.text = text;
    placing
}

fn nearest(all: &[(usize, usize)], to: usize) -> Option<(usize, usize)> {
    all.iter().copied().min_by_key(|(start, _)| start.abs_diff(to))
}

fn told(selection: &Selection) -> (String, usize, usize) {
    (selection.name.clone(), selection.start, selection.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::place::Unit;
    use proptest::prelude::*;

    fn marked(text: &str, places: &[(&str, usize, usize)]) -> Source {
        let selection = |(name, start, end): &(&str, usize, usize)| Selection {
            name: (*name).into(),
            start: *start,
            end: *end,
            ..Selection::default()
        };
        let selections = places.iter().map(selection).collect();
        Source { name: "t".into(), text: text.into(), selections, ..Source::default() }
    }

    fn words(source: &Source) -> Vec<String> {
        let chars: Vec<char> = source.text.chars().collect();
        let said = |place: &Selection| chars[place.start..place.end].iter().collect();
        source.selections.iter().map(said).collect()
    }

    #[test]
    fn a_cut_name_a_title_and_a_line_number() {
        let text = "One two three.\nFour five six.\n";
        let mut sources = [marked(
            text,
            &[("One two…", 0, 14), ("what she said", 4, 7), ("line:1", 15, 29), ("Four", 22, 26)],
        )];
        let placings = place(&mut sources);
        let placing = &placings[0];
        assert_eq!((placing.quotes, placing.kept, placing.moved), (2, 1, 1));
        assert_eq!(words(&sources[0]), ["One two three.", "two", "Four five six.", "Four"]);
    }

    #[test]
    fn a_marked_line_with_its_end_speaks_for_no_other_way() {
        let mut sources = [marked("One two.\nSo \u{1F642}.\n", &[("So \u{1F642}.", 9, 15)])];
        let placing = &place(&mut sources)[0];
        assert_eq!(placing.convention, Convention::all()[0]);
        assert_eq!(words(&sources[0]), ["So \u{1F642}.\n"]);
    }

    #[test]
    fn what_nothing_explains_is_not_taken() {
        let mut sources =
            [marked("alpha beta gamma delta", &[("beta", 90, 99), ("gamma", 70, 75), ("x", 0, 5)])];
        let placing = &place(&mut sources)[0];
        assert!(placing.is_doubtful());
        assert_eq!(
            (words(&sources[0]), placing.lost.len()),
            (vec!["beta".into(), "gamma".into()], 1)
        );
    }

    #[test]
    fn a_source_without_quotes_counts_as_the_others_do() {
        let text = "\u{1F642}\u{1F642} one two";
        let mut sources = [marked(text, &[("one", 5, 8)]), marked(text, &[("", 9, 12)])];
        let placings = place(&mut sources);
        assert!(placings.iter().all(|placing| placing.convention.unit == Unit::Utf16));
        assert_eq!(words(&sources[1]), ["two"]);
    }

    proptest! {
        /// However a program counted, every quote is found.
        #[test]
        fn every_way_of_counting_is_understood(
            pieces in prop::collection::vec("[a-z]{1,6}|[é𝒳🙂]{1,2}|\n", 4..40),
            way in 0usize..24,
            crlf: bool,
        ) {
            let lf: String = pieces.iter().map(|piece| format!("{piece} ")).collect();
            let way = Convention::all()[way];
            let raw = if crlf { lf.replace('\n', "\r\n") } else { lf.clone() };
            let raw = if way.mark { format!("\u{feff}{raw}") } else { raw };
            let page = Page::new(&lf);
            let ruler = Ruler::new(&page, way);
            let mut at = 0;
            let mut places = Vec::new();
            for piece in &pieces {
                let length = piece.chars().count();
                if piece != "\n" {
                    let written = |point: usize| ruler.mark(point) as usize;
                    let end = written(at + length) - usize::from(way.inclusive);
                    places.push((piece.as_str(), written(at), end));
                }
                at += length + 1;
            }
            let mut sources = [marked(&raw, &places)];
            let placings = place(&mut sources);
            prop_assert_eq!(placings[0].kept, places.len());
            let expected: Vec<String> = places.iter().map(|place| place.0.to_owned()).collect();
            prop_assert_eq!(words(&sources[0]), expected);
        }

        #[test]
        fn any_positions_are_survived(
            text in "[a-c🙂\r\n ]{0,30}",
            places in prop::collection::vec(("[a-c ]{0,3}", any::<usize>(), any::<usize>()), 0..6),
        ) {
            let places: Vec<(&str, usize, usize)> =
                places.iter().map(|(name, start, end)| (name.as_str(), *start, *end)).collect();
            let mut sources = [marked(&text, &places)];
            place(&mut sources);
        }
    }
}
