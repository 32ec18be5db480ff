//! Bodies of what a study keeps or hands on besides transcripts and codings: tallies and records as
//! lines of JSON, keys of names, codebooks of other tools, the record of sampling, summaries, audits.
//!
//! See `bodies.rs`, whose table names them.

use std::collections::BTreeMap;
use std::sync::Arc;

use emic::codebook::parse::parse;
use emic::codebook::tree::Tree;
use emic::codebook::write::toml;
use emic::coding::log::{read as log, replay::replay};
use emic::coding::tally_line::{Fault, Line, Said};
use emic::deid::dates::Dates;
use emic::deid::find::Finder;
use emic::deid::papers::Kind;
use emic::deid::{self, anew, key, paper_text, proof::Proof, said};
use emic::diagnostic::Source;
use emic::exchange::codebook as codebooks;
use emic::report::material::{Document, Material};
use emic::report::stages::family::Family;
use emic::report::{cooccurrence, model, saturation, stages};
use emic::study::corpus::Corpus;
use emic::study::record::Record;
use emic::study::{audit, sampling, summaries};
use emic::text::language::Language;
use emic::text::sentence::Splitter;
use emic::transcript::read::{DateOrder, Options, read};

use super::SAID;
use crate::sound::assert_sound;

/// The codes of the tallies, one of which is related to the other.
const HOPE_AND_FEAR: &str = "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code]]\nid = \"fear\"\nlabel = \"Fear\"\n\
    [[relation]]\nfrom = \"hope\"\nto = \"fear\"\ntype = \"precedes\"\n";

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source { name: name.to_owned(), text: text.to_owned() })
}

/// Lines of tallies; written again they say the same, and the reports that look at places are made of
/// them whatever they say.
pub(crate) fn tally(bytes: &[u8]) {
    let ids = ["hope", "fear"];
    let places: BTreeMap<&str, u32> = ids.into_iter().zip(0..).collect();
    for line in bytes.split(|byte| *byte == b'\n') {
        // Whatever codebook it was made with is the report's.
        let (codebook, first) = match Line::parse(line, "", &places) {
            Err(Fault::Codebook(hash)) => (hash.clone(), Line::parse(line, &hash, &places)),
            other => (String::new(), other),
        };
        let Ok(first) = first else { continue };
        let written = match &first {
            Said::Tally(line) => line.written(&ids, None),
            Said::Nothing(made) => made.written(),
        };
        let again = Line::parse(written.as_bytes(), &codebook, &places);
        assert_eq!(again.expect("what was written is read"), first);
        let Said::Tally(first) = first else { continue };
        for case in first.tally.cases.keys() {
            let _ = first.values(case, "wave");
        }
        assert_eq!(first.made.difference(&first.made), None);
        reports(*first);
    }
}

/// The reports of one tally that look at places.
fn reports(line: Line) {
    let codebook = parse("c.toml", HOPE_AND_FEAR).expect("it is a codebook").codebook;
    let (tally, places) = (line.tally, line.places);
    let id = tally.transcript.clone();
    // What grows with codes times turns is no matter of bytes.
    if places.turns.len() > 10_000 || places.segments.len() > 1_000 {
        return;
    }
    let material = Material {
        tree: Tree::new(&codebook),
        codebook,
        documents: vec![Document { id, tally, places, ..Document::default() }],
        ..Material::default()
    };
    let _ = saturation::report(&material, &saturation::Options::default());
    let _ = model::report(&material, model::Shape::Map);
    for level in ["segment", "turn", "window:3", "transcript", "case"] {
        let level = cooccurrence::Level::named(level).expect("it is a level");
        let options = cooccurrence::Options { level, ..Default::default() };
        let _ = cooccurrence::report(&material, &options);
    }
    let family = Family { name: "process".to_owned(), stages: vec![0, 1] };
    for gap_breaks in [None, Some(1)] {
        let options = stages::Options { family: family.clone(), gap_breaks, ..Default::default() };
        let _ = stages::report(&material, &options);
    }
}

/// Transcripts as lines of JSON.
pub(crate) fn record(bytes: &[u8]) {
    let base = Corpus::default();
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(record) = Record::parse(line) else { continue };
        if let Ok(opened) = record.open(&base) {
            assert_sound(&opened.transcript);
        }
    }
}

/// A key and a transcript with a NUL between them: the transcript is written anew, is read as the
/// same turns, and every position leads into it.
pub(crate) fn key_of_names(bytes: &[u8]) {
    let both = String::from_utf8_lossy(bytes);
    let (table, text) = both.split_once('\0').unwrap_or((&both, SAID));
    let Ok(key) = key::parse(&source("k.csv", table)) else { return };
    let again = key::parse(&source("k.csv", &key.text())).expect("what was written is read");
    assert_eq!(again, key);
    let _ = (key.shared(), key.reversed());
    let Ok(old) = read(text.as_bytes(), "P1.txt", &Options::default()) else { return };
    let shift = key.shifts.values().next().copied().unwrap_or(7);
    for dates in [Dates::Shift(shift, Some(DateOrder::DayFirst)), Dates::Year, Dates::Remove] {
        let finder = Finder::new(&key.entries, &["P1"], dates);
        let _ = finder.replace_id(&old.path);
        let found = said::finds(&old, &finder);
        for span in found.iter().flat_map(|find| &find.spans) {
            assert!(old.text.get(span.clone()).is_some(), "{span:?}");
        }
        for word in said::unreviewed(&old, &found, &Splitter::new(&Language::for_tag("en"))) {
            assert!(old.text.get(word.range.clone()).is_some(), "{word:?}");
        }
        let Ok(new) = anew::transcript(&old, &finder, &Options::default()) else { continue };
        let path = format!("P1.{}", new.ending);
        let back = read(&new.bytes, &path, &Options::default()).expect("what was written is read");
        assert_eq!(back.text, new.replaced.text);
        assert_eq!(back.turns.len(), old.turns.len());
        for (at, _) in old.text.char_indices() {
            assert!(back.text.get(new.replaced.range(at..old.text.len())).is_some(), "{at}");
        }
    }
}

/// A key that papers are tried with.
const KEY: &str = "surface,kind,replacement,scope\nDana Whitlock,PERSON,[S_1],\nhope,PERSON,,\n\
                   Moss Lane,PLACE,,\nTuesday,KEEP,,\nP1,DATE_SHIFT,-84,\n";

/// A paper of a study: as what it may be it is read, and written anew without its names.
pub(crate) fn paper(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let paper = source("p", &text);
    if let Ok(cells) = summaries::parse(&paper) {
        let cells: Vec<(&str, &str)> =
            cells.iter().map(|cell| (cell.case.as_str(), cell.code.as_str())).collect();
        let new = source("p", &summaries::added(true, &cells));
        assert_eq!(summaries::parse(&new).expect("what was written is read").len(), cells.len());
    }
    if let Ok(drawn) = audit::Drawn::parse("p", &text) {
        let _ = audit::draw(&[1, 2, 3], &[4, 5, 6, 7], &drawn);
    }
    let _ = audit::answers(&paper);
    for row in audit::results(&paper).unwrap_or_default() {
        let _ = audit::strata(&row);
    }
    let key = key::parse(&source("k.csv", KEY)).expect("it is read");
    let finder = Finder::new(&key.entries, &["P1"], Dates::Shift(-84, Some(DateOrder::DayFirst)));
    let ids = BTreeMap::from([("P1".to_owned(), "P01".to_owned())]);
    for kind in [Kind::Settings, Kind::Codebook, Kind::Toml, Kind::Prose] {
        for part in paper_text::parts(&text, kind) {
            assert!(text.get(part.range.clone()).is_some(), "{part:?}");
        }
        let _ = paper_text::replaced(&text, kind, &ids, &finder);
    }
    let _ = paper_text::table(&paper, &ids, |_| &finder);
    let (decisions, _) = sampling::entries(&paper);
    for decision in &decisions {
        let _ = paper_text::decision(decision, &ids, &finder);
        let (again, _) = sampling::entries(&source("p", &decision.line()));
        assert_eq!(again.first(), Some(decision));
    }
    log_anew(bytes, &finder);
    let mut proof = Proof::default();
    for name in ["p.toml", "p.jsonl", "p.md"] {
        proof.search(&key.entries, name, "", bytes);
    }
}

/// A log, carried over into a study without the names.
fn log_anew(bytes: &[u8], finder: &Finder) {
    let (events, _) = log::read("codings/ana.jsonl", bytes);
    if events.is_empty() {
        return;
    }
    let state = replay(&events);
    let old = read(SAID.as_bytes(), "P1.txt", &Options::default()).expect("it is read");
    let new = anew::transcript(&old, finder, &Options::default()).expect("it is written");
    let mut places = deid::log::Places::default();
    let held = deid::log::held(&state, "P1");
    deid::log::place(&old.text, &new.replaced, &held, finder, &mut places);
    let name = str::to_owned;
    let kept = deid::log::compact(&events, &state, &places, name, name, |_| finder);
    assert!(kept.len() <= events.len());
    // No coding is lost, and none comes up again.
    assert_eq!(replay(&kept).codings.len(), state.codings.len());
}

/// What the first byte of a file calls it.
const NAMES: [&str; 8] = ["c.csv", "c.dic", "c.yml", "c.cat", "c.md", "c.xlsx", "c.tsv", "c"];

/// A codebook of another tool, after a byte that says how the file is called: what was taken is a
/// codebook of ours, and as a table and a page it is one again.
pub(crate) fn codebook_of_others(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let Ok((_, mut taken)) = codebooks::read(&codebooks::Input { name, bytes }) else { return };
    let book = &mut taken.codebook;
    "c".clone_into(&mut book.id);
    "C".clone_into(&mut book.name);
    "1.0.0".clone_into(&mut book.version);
    "en".clone_into(&mut book.language);
    let text = toml(book, &taken.remarks);
    let parsed = parse("c.toml", &text);
    let parsed = parsed.unwrap_or_else(|told| panic!("what was taken is none: {told:?}\n{text}"));
    assert_eq!(parsed.codebook.codes.len(), book.codes.len());
    let _ = codebooks::left_out(&parsed.codebook);
    let _ = codebooks::table(&parsed.codebook);
    let page = codebooks::markdown(&parsed.codebook);
    let input = codebooks::Input { name: "c.md", bytes: page.as_bytes() };
    if !book.codes.is_empty() {
        let (_, again) = codebooks::read(&input).expect("what was written is read");
        let ids = |book: &emic::codebook::Codebook| -> Vec<String> {
            book.codes.iter().map(|code| code.id.clone()).collect()
        };
        assert_eq!(ids(&again.codebook), ids(&parsed.codebook));
    }
}
