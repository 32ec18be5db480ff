//! One part of the index under one search.
//!
//! tantivy keeps the index in parts, each with its own numbers for entries and words. In come a part
//! and a search, out come the entries that are hits; [`super::hits`] tells what of them is counted.

use std::collections::BTreeSet;

use tantivy::columnar::StrColumn;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TantivyError, Term as Key};

use super::evaluate::places_of_interest;
use super::lookup::Lookup;
use super::ordinals;
use super::query::{Scope, Term};
use super::said::{Said, said};
use super::schema::{Fields, SEGMENT, TURN, coded};
use super::sets::Set;
use crate::study::selection::matches;
use crate::transcript::people::Role;

/// How a term holds in the entries of one part.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    pub(super) own: Set,
    pub(super) plain: Set,
    pub(super) touching: Set,
}

/// One part of the index with what one search learnt about it.
pub(super) struct Shard<'a> {
    pub(super) reader: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) lookup: &'a Lookup<'a>,
    /// The entries that were not taken out.
    alive: Set,
    /// Those of them that are searched.
    pub(super) universe: Set,
    /// By wording.
    pub(super) said: Vec<Said>,
    /// By term of the query, in the order of [`terms`].
    pub(super) terms: Vec<Levels>,
    /// By ordinal in the part, the transcript's place in the corpus.
    pub(super) transcripts: Vec<Option<u32>>,
    pub(super) column: Option<StrColumn>,
}

impl<'a> Shard<'a> {
    pub(super) fn new(
        reader: &'a SegmentReader,
        fields: &'a Fields,
        lookup: &'a Lookup<'a>,
        terms: &[&Term],
    ) -> Result<Self, TantivyError> {
        let in_segments = lookup.scope == Scope::Segment;
        let mut shard = Shard {
            reader,
            fields,
            lookup,
            alive: Set::all(reader.max_doc()),
            universe: Set::default(),
            said: Vec::new(),
            terms: Vec::new(),
            transcripts: Vec::new(),
            column: reader.fast_fields().str("transcript")?,
        };
        shard.number_transcripts()?;
        if let Some(alive) = reader.alive_bitset() {
            let removed = |entry: &u32| alive.is_deleted(*entry);
            (0..reader.max_doc()).filter(removed).for_each(|entry| shard.alive.remove(entry));
        }
        shard.universe.clone_from(&shard.alive);
        let kind = if in_segments { SEGMENT } else { TURN };
        let of_kind = shard.with(fields.kind, kind)?;
        shard.universe.and(&of_kind);
        let words = if in_segments { fields.segment_words } else { fields.turn_words };
        shard.said = said(reader, words, lookup.query, &shard.universe)?;
        if in_segments {
            let mut seen = Set::none(reader.max_doc());
            for coder in lookup.coders {
                seen.or(&shard.with(fields.coder, lookup.labels.coder_name(*coder))?);
            }
            shard.universe.and(&seen);
        }
        shard.terms = terms.iter().map(|term| shard.term(term)).collect::<Result<_, _>>()?;
        Ok(shard)
    }

    /// Learns which transcripts of the corpus are in this part.
    fn number_transcripts(&mut self) -> Result<(), TantivyError> {
        let Some(column) = &self.column else { return Ok(()) };
        // Both lists ascend.
        let mut order = self.lookup.order.iter().peekable();
        ordinals::each(column, |name| {
            while order.next_if(|(id, _)| **id < name).is_some() {}
            let known = order.peek().filter(|(id, _)| **id == name);
            self.transcripts.push(known.map(|(_, place)| **place));
        })?;
        Ok(())
    }

    /// The place in the corpus of an entry's transcript.
    pub(super) fn transcript(&self, entry: u32) -> Option<u32> {
        let ordinal = self.column.as_ref()?.ords().first(entry)?;
        self.transcripts.get(ordinal as usize).copied().flatten()
    }

    /// The entries that have exactly this name in a field.
    pub(super) fn with(&self, field: Field, name: &str) -> Result<Set, TantivyError> {
        self.with_key(field, &Key::from_field_text(field, name))
    }

    pub(super) fn with_key(&self, field: Field, key: &Key) -> Result<Set, TantivyError> {
        let mut set = Set::none(self.reader.max_doc());
        let inverted = self.reader.inverted_index(field)?;
        if let Some(mut postings) = inverted.read_block_postings(key, IndexRecordOption::Basic)? {
            fill(&mut set, &mut postings);
        }
        Ok(set)
    }

    /// The entries that have a name in a field, where `*` stands for any characters.
    pub(super) fn named(&self, field: Field, wanted: &str) -> Result<Set, TantivyError> {
        let Some((beginning, _)) = wanted.split_once('*') else { return self.with(field, wanted) };
        let mut set = Set::none(self.reader.max_doc());
        let inverted = self.reader.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(beginning).into_stream()?;
        while let Some((name, info)) = stream.next() {
            if !name.starts_with(beginning.as_bytes()) {
                break;
            }
            if matches(wanted, &String::from_utf8_lossy(name)) {
                let option = IndexRecordOption::Basic;
                fill(&mut set, &mut inverted.read_block_postings_from_terminfo(info, option)?);
            }
        }
        Ok(set)
    }

    /// The entries with one of these codes by a coder that is seen.
    pub(super) fn with_codes(&self, field: Field, codes: &[u32]) -> Result<Set, TantivyError> {
        let labels = self.lookup.labels;
        let mut set = Set::none(self.reader.max_doc());
        for coder in self.lookup.coders {
            for code in codes {
                let name = coded(labels.coder_name(*coder), labels.code_id(*code));
                set.or(&self.with(field, &name)?);
            }
        }
        Ok(set)
    }

    /// Whether anything that was not taken out has the name that a term asks for.
    pub(super) fn knows(&self, term: usize) -> bool {
        let mut named = self.terms.get(term).map_or_else(Set::default, |term| term.plain.clone());
        named.and(&self.alive);
        named.count() > 0
    }

    /// How a term holds, entry by entry.
    pub(super) fn term(&self, term: &Term) -> Result<Levels, TantivyError> {
        let none = || Set::none(self.reader.max_doc());
        let fields = self.fields;
        let plain = match term {
            Term::Code(codes) if self.lookup.scope == Scope::Segment => {
                let own = self.with_codes(fields.own, codes)?;
                let mut touching = self.with_codes(fields.code, codes)?;
                touching.and_not(&own);
                return Ok(Levels { own, plain: none(), touching });
            }
            Term::Code(codes) => self.with_codes(fields.code, codes)?,
            Term::Coder(coders) => {
                let mut set = none();
                for coder in coders {
                    set.or(&self.with(fields.coder, self.lookup.labels.coder_name(*coder))?);
                }
                set
            }
            Term::Said(wording) => {
                self.said.get(*wording).map_or_else(none, |said| said.entries.clone())
            }
            Term::Case(name) => self.named(fields.case, name)?,
            Term::Transcript(id) => self.named(fields.transcript, id)?,
            Term::Role(role) => self.with(fields.role, role.name())?,
            Term::Speaker(name) => {
                let mut set = self.named(fields.speaker, name)?;
                if Role::named(name).is_some_and(|role| role.name() == name) {
                    set.or(&self.with(fields.role, name)?);
                }
                set
            }
            Term::Attribute { name, values } => {
                let path = name.replace('\\', "\\\\").replace('.', "\\.");
                let mut set = none();
                for value in values {
                    let mut key = Key::from_field_json_path(fields.attributes, &path, false);
                    key.append_type_and_str(value);
                    set.or(&self.with_key(fields.attributes, &key)?);
                }
                set
            }
        };
        Ok(Levels { own: none(), plain, touching: none() })
    }

    /// The entries that are hits: of the transcripts given, or of all.
    pub(super) fn hits(&self, terms: &[&Term], transcripts: Option<&BTreeSet<u32>>) -> Set {
        let of = |term: &Term| {
            let at = terms.iter().position(|one| *one == term);
            at.and_then(|at| self.terms.get(at)).cloned().unwrap_or_default()
        };
        let mut hits = match transcripts {
            None => {
                let levels = self.levels(&self.lookup.query.expr, &of);
                let mut hits = levels.own;
                hits.or(&levels.plain);
                hits
            }
            Some(_) => {
                let wanted = places_of_interest(&self.lookup.query.expr);
                let mut hits = Set::none(self.reader.max_doc());
                wanted.iter().for_each(|term| hits.or(&of(term).plain));
                if wanted.is_empty() { self.universe.clone() } else { hits }
            }
        };
        hits.and(&self.universe);
        if let Some(all) = transcripts {
            let meets = |entry: &u32| self.transcript(*entry).is_some_and(|at| all.contains(&at));
            let others: Vec<u32> = hits.iter().filter(|entry| !meets(entry)).collect();
            others.into_iter().for_each(|entry| hits.remove(entry));
        }
        hits
    }

    /// An expression worked out with sets.
    pub(super) fn levels(
        &self,
        expr: &super::query::Expr,
        of: &impl Fn(&Term) -> Levels,
    ) -> Levels {
        use super::query::Expr;
        let none = || Set::none(self.reader.max_doc());
        match expr {
            Expr::Is(term) => of(term),
            Expr::Not(inner) => {
                let mut plain = self.universe.clone();
                plain.and_not(&self.levels(inner, of).holding());
                Levels { own: none(), plain, touching: none() }
            }
            Expr::Any(parts) => {
                let mut all = Levels { own: none(), plain: none(), touching: none() };
                for part in parts {
                    let part = self.levels(part, of);
                    all.own.or(&part.own);
                    all.plain.or(&part.plain);
                    all.touching.or(&part.touching);
                }
                all.plain.and_not(&all.own);
                all.touching.and_not(&all.own);
                all.touching.and_not(&all.plain);
                all
            }
            Expr::All(parts) => {
                let mut holding = self.universe.clone();
                let (mut own, mut touching) = (none(), none());
                for part in parts {
                    let part = self.levels(part, of);
                    own.or(&part.own);
                    touching.or(&part.touching);
                    holding.and(&part.holding());
                }
                own.and(&holding);
                touching.and(&holding);
                touching.and_not(&own);
                let mut plain = holding;
                plain.and_not(&own);
                plain.and_not(&touching);
                Levels { own, plain, touching }
            }
        }
    }
}

impl Levels {
    /// Where it holds in any way.
    pub(super) fn holding(&self) -> Set {
        let mut all = self.own.clone();
        all.or(&self.plain);
        all.or(&self.touching);
        all
    }
}

/// Puts all entries of postings into a set.
pub(super) fn fill(set: &mut Set, postings: &mut BlockSegmentPostings) {
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|entry| set.insert(*entry));
        postings.advance();
    }
}
