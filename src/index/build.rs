//! From a coded transcript to what the index holds of it: an entry a turn and an entry a segment.
//!
//! With the entries comes a fingerprint of all that is in them. A transcript whose fingerprint has
//! not changed need not be indexed again, even if its file or the codebook has.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use tantivy::TantivyDocument;
use tantivy::schema::{Field, OwnedValue};

use super::coded::CodedTranscript;
use super::passage::{Passage, Passages, Spoken, Stretch, words_in};
use super::schema::{Fields, SEGMENT, TURN, coded};
use super::tokens::TURN_BREAK;
use crate::transcript::people::Role;

/// The entries of one transcript.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) documents: Vec<TantivyDocument>,
    /// Of everything in them.
    pub(super) fingerprint: Print,
    pub(super) turns: Sum,
    pub(super) segments: Sum,
}

/// How many passages there are, and how many words they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) passages: u64,
    pub(super) words: u64,
}

/// Makes entries; keeps its buffers between transcripts.
#[derive(Debug, Default)]
pub(super) struct Builder {
    spoken: Spoken,
}

/// One entry in the making: what is put in it goes into the fingerprint too.
struct Slip<'h> {
    document: TantivyDocument,
    fingerprint: &'h mut Sha256,
}

impl Slip<'_> {
    fn text(&mut self, field: Field, text: &str) {
        self.document.add_text(field, text);
        self.mark(field, text.as_bytes());
    }

    fn number(&mut self, field: Field, number: u32) {
        self.document.add_u64(field, u64::from(number));
        self.mark(field, &number.to_le_bytes());
    }

    fn mark(&mut self, field: Field, bytes: &[u8]) {
        self.fingerprint.update(field.field_id().to_le_bytes());
        self.fingerprint.update((bytes.len() as u64).to_le_bytes());
        self.fingerprint.update(bytes);
    }
}

impl Builder {
    /// The entries of a transcript.
    pub(super) fn entries(&mut self, coded: &CodedTranscript<'_>, fields: &Fields) -> Entries {
        let passages = Passages::of(coded);
        let mut texts: Vec<String> = Vec::with_capacity(coded.transcript.turns.len());
        self.spoken.read(coded, |_, _| {});
        for turn in &coded.transcript.turns {
            let reading = coded.transcript.reading(turn);
            let text = coded.transcript.blanked(reading.text());
            texts.push(match text.contains(TURN_BREAK) {
                true => text.replace(TURN_BREAK, " "),
                false => text.into_owned(),
            });
        }
        let mut all = Entries::default();
        let mut fingerprint = Sha256::new();
        for passage in &passages.turns {
            let words =
                self.entry(coded, passage, fields, &texts, &mut fingerprint, &mut all.documents);
            all.turns.passages += 1;
            all.turns.words += u64::from(words);
        }
        for passage in &passages.segments {
            let words =
                self.entry(coded, passage, fields, &texts, &mut fingerprint, &mut all.documents);
            all.segments.passages += 1;
            all.segments.words += u64::from(words);
        }
        all.fingerprint = print(fingerprint);
        all
    }

    /// Makes one entry; returns how many words it has.
    fn entry(
        &self,
        coded_transcript: &CodedTranscript<'_>,
        passage: &Passage,
        fields: &Fields,
        texts: &[String],
        fingerprint: &mut Sha256,
        documents: &mut Vec<TantivyDocument>,
    ) -> u32 {
        let labels = coded_transcript.labels;
        let mut slip = Slip { document: TantivyDocument::new(), fingerprint };
        let stretches = self.spoken.stretches(coded_transcript, passage);
        let words = words_in(&stretches);
        match (passage.coder, texts.get(passage.turn as usize)) {
            (None, Some(text)) => slip.text(fields.turn_words, text),
            _ => slip.text(fields.segment_words, &self.text(&stretches, texts)),
        }
        slip.text(fields.kind, if passage.coder.is_some() { SEGMENT } else { TURN });
        slip.text(fields.transcript, &coded_transcript.transcript.id);
        for label in passage.speakers(coded_transcript) {
            slip.text(fields.speaker, label);
        }
        let roles: BTreeSet<Role> =
            passage.people(coded_transcript).map(|(_, role, _)| role).collect();
        for role in roles {
            slip.text(fields.role, role.name());
        }
        for case in passage.cases(coded_transcript) {
            slip.text(fields.case, case);
        }
        let mut coders: BTreeSet<u32> = passage.touching.iter().map(|(coder, _)| *coder).collect();
        coders.extend(passage.coder);
        for coder in coders {
            slip.text(fields.coder, labels.coder_name(coder));
        }
        for code in &passage.own {
            let coder = labels.coder_name(passage.coder.unwrap_or_default());
            slip.text(fields.own, &coded(coder, labels.code_id(*code)));
        }
        for (coder, code) in &passage.touching {
            slip.text(fields.code, &coded(labels.coder_name(*coder), labels.code_id(*code)));
        }
        attributes(coded_transcript, passage, fields, &mut slip);
        slip.number(fields.turn, passage.turn);
        slip.number(fields.last_turn, passage.last_turn);
        slip.number(fields.start, passage.start);
        slip.number(fields.end, passage.end);
        slip.number(fields.words, words);
        documents.push(slip.document);
        words
    }

    /// The text of stretches, from the first to the last word of each.
    fn text(&self, stretches: &[Stretch], texts: &[String]) -> String {
        let mut all = String::new();
        for (number, stretch) in stretches.iter().enumerate() {
            if number > 0 {
                all.push(TURN_BREAK);
            }
            let words = stretch.words.start as usize..stretch.words.end as usize;
            let words = self.spoken.words.get(words).unwrap_or_default();
            let text = texts.get(stretch.turn as usize).map(String::as_str).unwrap_or_default();
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                all.push_str(text.get(first.start as usize..last.end as usize).unwrap_or_default());
            }
        }
        all
    }
}

/// The attributes of a passage: of its cases, else of its transcript.
fn attributes(
    coded: &CodedTranscript<'_>,
    passage: &Passage,
    fields: &Fields,
    slip: &mut Slip<'_>,
) {
    let mut object: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in coded.attributes.names() {
        for (.., case) in passage.people(coded) {
            let values = coded.attributes.values(case, &coded.transcript.id, name);
            if !values.is_empty() {
                object.entry(name.to_owned()).or_default().extend(values.iter().cloned());
            }
        }
    }
    if object.is_empty() {
        return;
    }
    for (name, values) in &object {
        slip.mark(fields.attributes, name.as_bytes());
        values.iter().for_each(|value| slip.mark(fields.attributes, value.as_bytes()));
    }
    let list = |values: BTreeSet<String>| {
        OwnedValue::Array(values.into_iter().map(OwnedValue::Str).collect())
    };
    let object = object.into_iter().map(|(name, values)| (name, list(values))).collect();
    slip.document.add_object(fields.attributes, object);
}

/// A fingerprint: 128 bits are enough to tell texts apart.
pub(super) type Print = [u8; 16];

/// The fingerprint of what was taken in.
pub(super) fn print(all: Sha256) -> Print {
    let bytes: [u8; 32] = all.finalize().into();
    std::array::from_fn(|place| bytes[place])
}

/// The same as it is written.
pub(super) fn hexadecimal(all: Sha256) -> String {
    print(all).iter().map(|byte| format!("{byte:02x}")).collect()
}
