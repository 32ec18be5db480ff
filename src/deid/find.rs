//! What points at somebody in one text: the names of the key and the patterns.
//!
//! In comes a text, out come hits with what they become. Of hits that overlap the one that begins
//! first counts, then the longest, then a name before a pattern (METHODS 6).

use std::collections::BTreeSet;
use std::ops::Range;

use super::dates::Dates;
use super::key::Entry;
use super::pattern::{self, DATE, HANDLE};
use super::replace::{Edit, Replaced};
use super::surface::{Surfaces, bare};

/// By what something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A row of the key.
    Table,
    /// A pattern.
    Pattern,
}

impl By {
    /// The name, as columns have it.
    pub fn name(self) -> &'static str {
        match self {
            By::Table => "table",
            By::Pattern => "pattern",
        }
    }
}

/// One find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is: PERSON, EMAIL …
    pub kind: String,
    /// By what it was found.
    pub by: By,
    /// What it becomes in running text.
    pub replacement: String,
    /// Whether a person looked at it and left it.
    pub is_kept: bool,
}

/// What stands in a text: running words, or labels and ids, which have no brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Words.
    Words,
    /// A speaker's label, an id, the name of a file, the value of an attribute.
    Name,
}

/// Looks for what points at somebody in the texts of one transcript, or of none.
#[derive(Clone, Debug)]
pub struct Finder {
    entries: Vec<Entry>,
    surfaces: Surfaces,
    patterns: bool,
    /// Word lists, which a codebook names as others name a person: `@list`.
    lists: BTreeSet<String>,
    /// What becomes of dates.
    pub dates: Dates,
}

impl Finder {
    /// For a transcript with these names (its id and its cases); none for what belongs to no
    /// transcript.
    pub fn new<'e>(
        entries: impl IntoIterator<Item = &'e Entry>,
        names: &[&str],
        dates: Dates,
    ) -> Self {
        let entries: Vec<Entry> =
            entries.into_iter().filter(|entry| entry.is_for(names)).cloned().collect();
        let lists = BTreeSet::new();
        Finder { surfaces: Surfaces::new(&entries), entries, patterns: true, lists, dates }
    }

    /// The same without patterns, but with dates.
    pub fn without_patterns(self) -> Self {
        Finder { patterns: false, ..self }
    }

    /// The same for a codebook with these word lists.
    pub fn with_lists(self, lists: BTreeSet<String>) -> Self {
        Finder { lists, ..self }
    }

    /// The same with other dates.
    pub fn with_dates(self, dates: Dates) -> Self {
        Finder { dates, ..self }
    }

    /// The finds in a text, in order; none overlaps another.
    pub fn hits(&self, text: &str, place: Place) -> Vec<Hit> {
        settled(self.all(text, place))
    }

    /// Everything that is found in a text.
    fn all(&self, text: &str, place: Place) -> Vec<Hit> {
        let mut all: Vec<Hit> = Vec::new();
        // A row for this transcript alone says more than one for all.
        let mut named = self.surfaces.whole(text);
        named.sort_by_key(|found| {
            let is_general = self.entries.get(found.entry).is_none_or(|one| one.scope.is_empty());
            (is_general, found.entry)
        });
        for found in named {
            let Some(entry) = self.entries.get(found.entry) else { continue };
            if entry.is_bare && place == Place::Words {
                continue;
            }
            all.push(Hit {
                range: found.range,
                kind: entry.kind.clone(),
                by: By::Table,
                replacement: entry.replacement.clone(),
                is_kept: entry.is_kept(),
            });
        }
        for (range, kind) in pattern::matches(text) {
            let found = text.get(range.clone()).unwrap_or_default();
            let is_wanted = match kind {
                DATE => self.dates != Dates::Keep,
                HANDLE => self.patterns && !self.lists.contains(found.trim_start_matches('@')),
                _ => self.patterns,
            };
            if !is_wanted {
                continue;
            }
            let replacement = match kind {
                DATE => self.dates.replaced(found),
                _ => format!("[{kind}]"),
            };
            let kind = kind.to_owned();
            all.push(Hit { range, kind, by: By::Pattern, replacement, is_kept: false });
        }
        all
    }

    /// What becomes of the finds in a text.
    pub fn edits(&self, text: &str, place: Place) -> Vec<Edit> {
        edits_of(self.hits(text, place), place)
    }

    /// A text with everything replaced.
    pub fn replace(&self, text: &str, place: Place) -> String {
        Replaced::new(text, self.edits(text, place)).text
    }

    /// A name of a file or an id with everything replaced. `_` and `.` join words there, as `-` does
    /// everywhere.
    pub fn replace_id(&self, id: &str) -> String {
        let mut all = self.all(id, Place::Name);
        all.extend(self.all(&id.replace('_', " "), Place::Name));
        let apart = self.all(&id.replace(JOINTS, " "), Place::Name);
        // Numbers and dates hold points of their own.
        all.extend(apart.into_iter().filter(|hit| hit.by == By::Table));
        Replaced::new(id, edits_of(settled(all), Place::Name)).text
    }
}

/// What joins the words of an id, besides `-`.
pub(super) const JOINTS: [char; 2] = ['_', '.'];

/// Of finds that overlap the one that counts.
fn settled(mut all: Vec<Hit>) -> Vec<Hit> {
    // Sorting keeps the order of equals: names by scope, patterns by their list.
    all.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end), hit.by));
    let mut end = 0;
    all.retain(|hit| {
        let counts = hit.range.start >= end;
        end = if counts { hit.range.end } else { end };
        counts
    });
    all
}

/// What becomes of finds.
fn edits_of(hits: Vec<Hit>, place: Place) -> Vec<Edit> {
    let hits = hits.into_iter().filter(|hit| !hit.is_kept);
    hits.map(|hit| Edit { start: hit.range.start, end: hit.range.end, with: hit.with(place) })
        .collect()
}

impl Hit {
    /// What it becomes in a place.
    pub fn with(&self, place: Place) -> String {
        match place {
            Place::Words => self.replacement.clone(),
            Place::Name if self.kind == DATE && !self.replacement.starts_with('[') => {
                self.replacement.clone()
            }
            Place::Name => bare(&self.replacement),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder() -> Finder {
        let entry = |surface: &str, kind: &str, replacement: &str, scope: &str| Entry {
            surface: surface.into(),
            kind: kind.into(),
            replacement: replacement.into(),
            scope: scope.split(';').filter(|one| !one.is_empty()).map(str::to_owned).collect(),
            is_bare: false,
        };
        let entries = [
            entry("Dana", "PERSON", "[S_1]", ""),
            entry("Dana Whitlock", "PERSON", "[S_1]", ""),
            entry("Dana", "PERSON", "[S_2]", "P2"),
            entry("Peer Dana Café", "KEEP", "Peer Dana Café", ""),
            entry("Will", "PERSON", "[W_1]", "P3"),
        ];
        Finder::new(&entries, &["P2"], Dates::Remove)
    }

    #[test]
    fn the_longest_the_nearest_and_what_is_kept() {
        let replaced = |text: &str| finder().replace(text, Place::Words);
        assert_eq!(replaced("Dana Whitlock’s and Dana's."), "[S_1]’s and [S_2]'s.");
        assert_eq!(
            replaced("At the peer dana cafe, will she?"),
            "At the peer dana cafe, will she?"
        );
        assert_eq!(replaced("dana@peer.example on 3 March"), "[EMAIL] on [DATE]");
    }

    #[test]
    fn a_word_list_is_no_handle() {
        let finder = finder().with_lists(["early".to_owned()].into());
        let replaced = finder.replace("@early or @earlybird", Place::Words);
        assert_eq!(replaced, "@early or [HANDLE]");
    }

    #[test]
    fn ids_have_no_brackets() {
        assert_eq!(finder().replace_id("dana_whitlock_2"), "S_1_2");
        assert_eq!(finder().replace_id("x_dana"), "x_S_2");
        assert_eq!(finder().replace_id("on-dana-whitlock.md"), "on-S_1.md");
        let shift = Finder { dates: Dates::Shift(7, None), ..finder() };
        assert_eq!(shift.replace_id("P2_2024-03-01"), "P2_2024-03-08");
        assert_eq!(shift.replace("Dana: ", Place::Name), "S_2: ");
    }
}
