//! Where in one part of the index the wordings of a query are said.
//!
//! The words of the part that begin as those of the query are gone through once: which of them the
//! query means is decided word by word, as in a scan. A wording of one word is where its words are; phrases and words near each
//! other are checked place by place wherever all their words come together.

use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TantivyError};

use super::query::Query;
use super::sets::Set;
use super::shard::fill;
use super::wording::Wording;

/// Where fewer than one in so many entries of a word are asked for, each is sought.
const SOME: usize = 8;

/// Where one wording is said.
pub(super) struct Said {
    /// The entries.
    pub(super) entries: Set,
    counted: Counted,
}

/// How often.
enum Counted {
    /// As often as these words stand there.
    Words(Vec<TermInfo>, Arc<InvertedIndexReader>),
    /// So often, by entry.
    Checked(Vec<(u32, u32)>),
}

/// Looks for all wordings of a query among the entries given.
pub(super) fn said(
    reader: &SegmentReader,
    field: Field,
    query: &Query,
    among: &Set,
) -> Result<Vec<Said>, TantivyError> {
    if query.wordings.is_empty() {
        return Ok(Vec::new());
    }
    let inverted = reader.inverted_index(field)?;
    let meant = meant(&inverted, query)?;
    let mut of_words = Vec::with_capacity(meant.len());
    for infos in &meant {
        let mut set = Set::none(reader.max_doc());
        for info in infos {
            let option = IndexRecordOption::Basic;
            fill(&mut set, &mut inverted.read_block_postings_from_terminfo(info, option)?);
        }
        set.and(among);
        of_words.push(set);
    }
    let mut all = Vec::new();
    for asked in &query.wordings {
        let wording = &asked.wording;
        all.push(match wording.word() {
            Some(word) => Said {
                entries: of_words.get(word as usize).cloned().unwrap_or_default(),
                counted: Counted::Words(
                    meant.get(word as usize).cloned().unwrap_or_default(),
                    Arc::clone(&inverted),
                ),
            },
            None => check(&inverted, wording, &meant, &of_words, among)?,
        });
    }
    Ok(all)
}

/// By word of the query, the words of the part that it means.
fn meant(
    inverted: &InvertedIndexReader,
    query: &Query,
) -> Result<Vec<Vec<TermInfo>>, TantivyError> {
    let wanteds = query.wanteds();
    let mut meant = vec![Vec::new(); query.words.len()];
    let terms = inverted.terms();
    let streams = match wanteds.initials() {
        None => vec![terms.stream()?],
        Some(initials) => initials
            .into_iter()
            .map(|byte| terms.range().ge([byte]).lt([byte + 1]).into_stream())
            .chain([terms.range().ge([0x80]).into_stream()])
            .collect::<Result<_, _>>()?,
    };
    for mut stream in streams {
        while let Some((word, info)) = stream.next() {
            let Ok(word) = std::str::from_utf8(word) else { continue };
            let mut finding = wanteds.finding(word);
            while finding != 0 {
                if let Some(infos) = meant.get_mut(finding.trailing_zeros() as usize) {
                    infos.push(info.clone());
                }
                finding &= finding - 1;
            }
        }
    }
    Ok(meant)
}

/// Checks a wording wherever all its words come together.
fn check(
    inverted: &InvertedIndexReader,
    wording: &Wording,
    meant: &[Vec<TermInfo>],
    of_words: &[Set],
    among: &Set,
) -> Result<Said, TantivyError> {
    let mut together = among.clone();
    let mut words: Vec<u32> = wording.words().collect();
    words.sort_unstable();
    words.dedup();
    for word in &words {
        if let Some(set) = of_words.get(*word as usize) {
            together.and(set);
        }
    }
    let candidates: Vec<u32> = together.iter().collect();
    if let Some(row) = wording.row() {
        return in_a_row(inverted, row, meant, candidates, among);
    }
    // By word, entry and place of each time it stands in a candidate.
    let mut standing: Vec<Vec<(u32, u32)>> = vec![Vec::new(); meant.len()];
    let mut places = Vec::new();
    for &word in &words {
        let (Some(infos), Some(standing)) =
            (meant.get(word as usize), standing.get_mut(word as usize))
        else {
            continue;
        };
        for info in infos {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(info, option)?;
            each(&mut postings, &candidates, |entry, postings, _| {
                postings.positions(&mut places);
                standing.extend(places.iter().map(|&place| (entry, place)));
            });
        }
        if infos.len() > 1 {
            // As many ascending lists, one behind the other, as the word has forms: quick to merge.
            standing.sort();
        }
    }
    let mut entries = among.emptied();
    let mut counts = Vec::new();
    let mut here: Vec<Vec<u32>> = vec![Vec::new(); meant.len()];
    let mut left: Vec<&[(u32, u32)]> = standing.iter().map(Vec::as_slice).collect();
    for entry in candidates {
        for (here, left) in here.iter_mut().zip(&mut left) {
            let own = left.iter().take_while(|(other, _)| *other <= entry).count();
            let (own, rest) = left.split_at(own);
            here.clear();
            here.extend(own.iter().map(|(_, place)| *place));
            *left = rest;
        }
        let count = wording.count(&here);
        if count > 0 {
            entries.insert(entry);
            counts.push((entry, count));
        }
    }
    Ok(Said { entries, counted: Counted::Checked(counts) })
}

/// Checks a phrase in which every word has its place: where it may begin, the rarest word says, and
/// each other word leaves some of these places. Frequent words are looked at in few entries so.
fn in_a_row(
    inverted: &InvertedIndexReader,
    mut row: Vec<(u32, u32)>,
    meant: &[Vec<TermInfo>],
    mut entries: Vec<u32>,
    among: &Set,
) -> Result<Said, TantivyError> {
    let infos = |word: u32| meant.get(word as usize).map(Vec::as_slice).unwrap_or_default();
    row.sort_by_key(|(word, _)| infos(*word).iter().map(|info| info.doc_freq).sum::<u32>());
    // By entry and place, where the phrase may begin, and whether the word looked at allows it.
    let mut beginnings: Vec<(u32, u32, bool)> = Vec::new();
    let mut places = Vec::new();
    for (number, &(word, distance)) in row.iter().enumerate() {
        for info in infos(word) {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(info, option)?;
            let mut from = 0;
            each(&mut postings, &entries, |entry, postings, _| {
                postings.positions(&mut places);
                if number == 0 {
                    let begins = places.iter().filter_map(|place| place.checked_sub(distance));
                    return beginnings.extend(begins.map(|place| (entry, place, true)));
                }
                from += beginnings[from..].iter().take_while(|own| own.0 < entry).count();
                for own in beginnings[from..].iter_mut().take_while(|own| own.0 == entry) {
                    let place = own.1.checked_add(distance);
                    own.2 |= place.is_some_and(|place| places.binary_search(&place).is_ok());
                }
            });
        }
        beginnings.retain(|own| own.2);
        if number == 0 {
            beginnings.sort_unstable();
        }
        beginnings.iter_mut().for_each(|own| own.2 = false);
        entries.clear();
        entries.extend(beginnings.iter().map(|own| own.0));
        entries.dedup();
    }
    let mut found = among.emptied();
    let mut counts: Vec<(u32, u32)> = Vec::with_capacity(entries.len());
    for (entry, ..) in beginnings {
        match counts.last_mut() {
            Some((last, count)) if *last == entry => *count += 1,
            _ => {
                found.insert(entry);
                counts.push((entry, 1));
            }
        }
    }
    Ok(Said { entries: found, counted: Counted::Checked(counts) })
}

/// Goes through the entries, ascending, that postings have; tells the place of each in the list.
fn each<P: Postings>(postings: &mut P, entries: &[u32], mut take: impl FnMut(u32, &mut P, usize)) {
    for (at, &entry) in entries.iter().enumerate() {
        if postings.doc() < entry {
            postings.seek(entry);
        }
        if postings.doc() == entry {
            take(entry, postings, at);
        } else if postings.doc() == tantivy::TERMINATED {
            break;
        }
    }
}

/// Goes through all postings and adds how often each entry has the word. Entries ascend.
fn all(postings: &mut BlockSegmentPostings, entries: &[u32], counts: &mut [u32]) {
    let mut left = entries.iter().zip(counts).peekable();
    while !postings.docs().is_empty() {
        for (entry, times) in postings.docs().iter().zip(postings.freqs()) {
            while let Some((own, count)) = left.next_if(|(own, _)| *own <= entry) {
                if own == entry {
                    *count = count.saturating_add(*times);
                }
            }
        }
        postings.advance();
    }
}

impl Said {
    /// How often it is said in each of these entries, which ascend.
    pub(super) fn counts(&self, entries: &[u32]) -> Result<Vec<u32>, TantivyError> {
        let mut counts = vec![0u32; entries.len()];
        match &self.counted {
            Counted::Words(infos, inverted) => {
                for info in infos {
                    let option = IndexRecordOption::WithFreqs;
                    if entries.len() > info.doc_freq as usize / SOME {
                        let block =
                            &mut inverted.read_block_postings_from_terminfo(info, option)?;
                        all(block, entries, &mut counts);
                        continue;
                    }
                    let mut postings = inverted.read_postings_from_terminfo(info, option)?;
                    each(&mut postings, entries, |_, postings, at| {
                        if let Some(count) = counts.get_mut(at) {
                            *count = count.saturating_add(postings.term_freq());
                        }
                    });
                }
            }
            Counted::Checked(checked) => {
                let mut left = checked.iter().peekable();
                for (count, entry) in counts.iter_mut().zip(entries) {
                    while left.next_if(|(other, _)| other < entry).is_some() {}
                    if let Some((_, own)) = left.next_if(|(other, _)| other == entry) {
                        *count = *own;
                    }
                }
            }
        }
        Ok(counts)
    }
}
