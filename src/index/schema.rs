//! What the index holds of each passage.
//!
//! tantivy's fields are the fields of a query, and what a hit needs to be found again in its
//! transcript: turn and position. The text itself is not stored; transcripts are on disk.

use tantivy::schema::{
    Field, IndexRecordOption, JsonObjectOptions, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use super::tokens::{NAME, Words};

/// Counts up when the schema, the words, what is indexed of a passage or the list of it change.
pub(super) const VERSION: u32 = 5;

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// The words of a turn.
    pub(super) turn_words: Field,
    /// The words of a segment.
    pub(super) segment_words: Field,
    /// [`TURN`] or [`SEGMENT`].
    pub(super) kind: Field,
    /// The transcript's id.
    pub(super) transcript: Field,
    /// Those who talk in it.
    pub(super) speaker: Field,
    pub(super) role: Field,
    pub(super) case: Field,
    /// Who coded a segment; who coded something in a turn.
    pub(super) coder: Field,
    /// What a segment carries itself, with its coder ([`coded`]).
    pub(super) own: Field,
    /// What shares a character with it, with its coder.
    pub(super) code: Field,
    /// Attributes of its cases, else of its transcript.
    pub(super) attributes: Field,
    /// The place of its first turn.
    pub(super) turn: Field,
    /// The place of its last turn.
    pub(super) last_turn: Field,
    /// First byte in the canonical text.
    pub(super) start: Field,
    /// One past the last byte.
    pub(super) end: Field,
    /// How many words it has.
    pub(super) words: Field,
}

/// The kind of turns.
pub(super) const TURN: &str = "turn";
/// The kind of segments.
pub(super) const SEGMENT: &str = "segment";

/// A code with its coder, as one term.
pub(super) fn coded(coder: &str, code: &str) -> String {
    format!("{coder}\u{1f}{code}")
}

impl Fields {
    /// The fields, always the same.
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let indexing = |tokenizer: &str, option| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
            indexing.set_index_option(option).set_fieldnorms(false)
        };
        let name = || {
            let raw = indexing("raw", IndexRecordOption::Basic);
            TextOptions::default().set_indexing_options(raw)
        };
        let words = || {
            let all = indexing(NAME, IndexRecordOption::WithFreqsAndPositions);
            TextOptions::default().set_indexing_options(all)
        };
        let number = || NumericOptions::default().set_fast();
        let attributes = JsonObjectOptions::default()
            .set_indexing_options(indexing("raw", IndexRecordOption::Basic));
        Fields {
            turn_words: schema.add_text_field("turn_words", words()),
            segment_words: schema.add_text_field("segment_words", words()),
            kind: schema.add_text_field("kind", name()),
            transcript: schema.add_text_field("transcript", name().set_fast("raw")),
            speaker: schema.add_text_field("speaker", name()),
            role: schema.add_text_field("role", name()),
            case: schema.add_text_field("case", name().set_fast("raw")),
            coder: schema.add_text_field("coder", name().set_fast("raw")),
            own: schema.add_text_field("own", name()),
            code: schema.add_text_field("code", name()),
            attributes: schema.add_json_field("attributes", attributes),
            turn: schema.add_u64_field("turn", number()),
            last_turn: schema.add_u64_field("last_turn", number()),
            start: schema.add_u64_field("start", number()),
            end: schema.add_u64_field("end", number()),
            words: schema.add_u64_field("words", number()),
            schema: schema.build(),
        }
    }
}

/// What the index must know on every opening to cut texts and names.
pub(super) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(NAME, Words::default());
    tokenizers
}
