//! One body a target: bytes in, a panic out where something is wrong.
//!
//! The property tests beside this file and the targets in `fuzz/` run the same bodies. A body says
//! more than that nothing panics: what was read lies within its text, and what was written is read
//! back.

use std::collections::BTreeSet;
use std::sync::Arc;

use emic::codebook::check::{Material, check};
use emic::codebook::difference::difference;
use emic::codebook::migration::Ways;
use emic::codebook::parse::parse;
use emic::codebook::tree::Tree;
use emic::codebook::{Codebook, describe};
use emic::coding::anchor::{Text, find, find_words, nearest_words};
use emic::coding::log::event::Event;
use emic::coding::log::{read as log, replay::replay};
use emic::coding::rules::{Program, Setting, Worker};
use emic::coding::{rows, sheet};
use emic::diagnostic::Source;
use emic::exchange::{self, READERS, align::Alignment};
use emic::index::coded::{KnownCode, Labels};
use emic::index::query::{Names, Query};
use emic::refi::kept::Kept;
use emic::refi::model::Project;
use emic::refi::take::{self, codes, codings, texts};
use emic::refi::tool::Tool;
use emic::refi::{self, write};
use emic::study::attributes::Attributes;
use emic::study::{config, guide::Guide, memo, ratings, tables};
use emic::text::stem::Stemmer;
use emic::transcript::people::{Cast, Known};
use emic::transcript::read::{Format, Options, read};

use crate::sound::assert_sound;

#[path = "papers.rs"]
mod papers;

pub(crate) use papers::{codebook_of_others, key_of_names, paper, record, tally};

/// A target: its name, its body, and the extensions of files that it begins with.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) body: fn(&[u8]),
    pub(crate) seeds: &'static [&'static str],
}

/// All targets.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "reader", body: reader, seeds: TEXTS },
    Target { name: "package", body: package, seeds: &["docx", "xlsx", "odt", "ods", "pdf", "rtf"] },
    Target { name: "codebook", body: codebook, seeds: &["toml"] },
    Target { name: "query", body: query, seeds: &["query"] },
    Target { name: "refi", body: refi, seeds: &["qde", "qdc", "qdpx"] },
    Target { name: "log", body: log_of_a_coder, seeds: &["jsonl"] },
    Target { name: "anchor", body: anchor, seeds: &["txt"] },
    Target { name: "sheet", body: coding_sheet, seeds: &["sheet"] },
    Target { name: "exchange", body: other_tools, seeds: &["csv", "xlsx", "docx", "sqlite3"] },
    Target { name: "settings", body: settings, seeds: &["toml", "csv"] },
    Target { name: "memo", body: memo_of_a_study, seeds: &["memo"] },
    Target { name: "tally", body: tally, seeds: &["tally"] },
    Target { name: "record", body: record, seeds: &["record"] },
    Target { name: "key", body: key_of_names, seeds: &["key"] },
    Target { name: "paper", body: paper, seeds: &["toml", "jsonl", "memo", "csv"] },
    Target { name: "codes", body: codebook_of_others, seeds: &["dic", "yml", "cat", "codes"] },
];

/// Extensions of transcripts that are text.
const TEXTS: &[&str] = &[
    "txt", "md", "vtt", "srt", "csv", "tsv", "json", "cha", "eaf", "html", "TextGrid", "fodt",
    "rtf",
];

/// The first byte says which reader is asked (0: whichever the content is of), the rest is the file.
pub(crate) fn reader(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let format = usize::from(*first).checked_sub(1).map(|n| Format::ALL[n % Format::ALL.len()]);
    for path in ["t.txt", "t"] {
        let options = Options { format, ..Options::default() };
        if let Ok(transcript) = read(bytes, path, &options) {
            assert_sound(&transcript);
        }
    }
}

/// A file that is no text: the content decides.
pub(crate) fn package(bytes: &[u8]) {
    if let Ok(transcript) = read(bytes, "t", &Options::default()) {
        assert_sound(&transcript);
    }
}

/// Speech that rules are tried on.
const SAID: &str = "I: How did you get there?\nP1: I was not able to trust them, in 2019. It's a \
                    well-known (laughs) road. Ich hätte gern… 信\nI: And?\nP1: \n";

/// A codebook is read, told about, compared with itself and tried on speech.
pub(crate) fn codebook(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(parsed) = parse("c.toml", &text) else { return };
    let _ = check(&parsed, Material::default());
    let codebook = &parsed.codebook;
    assert_eq!(difference(codebook, codebook), []);
    let tree = Tree::new(codebook);
    for (place, code) in codebook.codes.iter().enumerate() {
        let _ = describe::code(codebook, &tree, place, 60);
        let _ = Ways::of([codebook]).now(&code.id);
    }
    let transcript = read(SAID.as_bytes(), "P1.txt", &Options::default()).expect("it is read");
    let cast = Cast::of(&transcript, &Known::default());
    let Ok(program) = Program::compile(codebook, true) else { return };
    let coded = program.apply(&Setting::plain(&transcript, &cast), &mut Worker::default());
    for coding in &coded.codings {
        for piece in coded.evidence_of(coding) {
            assert!(transcript.text.get(piece.start as usize..piece.end as usize).is_some());
        }
    }
}

/// A query is read against a few names.
pub(crate) fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let code = |id: &str| KnownCode { id: id.to_owned(), ..KnownCode::default() };
    let labels = Labels {
        codes: vec![code("hope"), code("hope.late"), code("cc.trust")],
        coders: vec!["rules".to_owned(), "ana".to_owned()],
    };
    let names = Names {
        labels: &labels,
        transcripts: &BTreeSet::from(["P1".to_owned()]),
        attributes: &Attributes::default(),
        stemmer: Stemmer::for_language("en"),
    };
    match Query::parse(&text, &names) {
        Ok(query) => drop((query.scope(), query.wanteds(), query.looks_for_words())),
        Err(told) => {
            assert!(!told.is_empty());
            for label in told.iter().flat_map(|told| &told.labels) {
                assert!(text.get(label.span.clone()).is_some(), "{label:?}");
            }
        }
    }
}

/// A package of another program: its marks lie in its texts, what it becomes in a study stays in the
/// study's folder, and written again it is the same.
pub(crate) fn refi(bytes: &[u8]) {
    for path in ["p.qdpx", "p.qde"] {
        let _ = refi::read::is_refi(bytes, path);
        let Ok(reading) = refi::read::read(bytes, path) else { continue };
        let project = &reading.project;
        for source in project.sources.iter().filter(|source| !source.text.is_empty()) {
            let count = source.text.chars().count();
            for place in &source.selections {
                assert!(place.start <= place.end && place.end <= count, "{place:?} of {count}");
            }
        }
        taken(project);
        for tool in std::iter::once(Tool::Any).chain(Tool::NAMED) {
            let written = |project| write::package(project, &tool.habits(), None);
            let Ok(first) = written(project) else { continue };
            let again = refi::read::read(&first, "p.qdpx").expect("what was written is read");
            assert_eq!(again.project.sources.len(), project.sources.len());
            assert_eq!(again.project.all_codes().len(), project.all_codes().len());
        }
    }
}

/// What a project becomes in a study that is empty.
fn taken(project: &Project) {
    let is_name =
        |name: &str| !name.is_empty() && !name.contains(['/', '\\', '\0']) && name != "..";
    let codes = codes::codes(project, &Codebook::default(), &Kept::default());
    if !codes.new.is_empty() {
        let text = take::codebook::codebook("p", &project.origin, &codes.new);
        parse("p.toml", &text).expect("a codebook of a package is read");
    }
    let texts = texts::texts(project, &texts::Known::default(), &Kept::default());
    let coders = take::coders::coders(project);
    assert!(coders.values().all(|name| is_name(name)), "{coders:?}");
    let names = codings::Names {
        codes: codes.ids.clone(),
        coders: coders.clone(),
        nobody: Some("ana".to_owned()),
        ..codings::Names::default()
    };
    for source in &project.sources {
        let Some(texts::Becomes::New(id)) = texts.get(&source.guid) else { continue };
        assert!(is_name(id), "{id}");
        let path = format!("{id}.txt");
        let Ok(transcript) = read(source.text.as_bytes(), &path, &Options::default()) else {
            continue;
        };
        let count = transcript.text.chars().count();
        for (_, event) in codings::codings(source, &transcript, &names).events {
            assert!(event.start <= event.end && event.end <= Some(count), "{event:?} of {count}");
            Event::parse(event.line().trim_end()).expect("what was taken is read");
        }
    }
    let remarks = BTreeSet::new();
    for (_, memo) in take::memos::memos(project, &codes.ids, &texts, &coders, &remarks) {
        assert!(is_name(&memo.name), "{}", memo.name);
    }
    let _ = take::cases::rows(project, &texts, &|_| Vec::new());
}

/// Events in any order, and twice, come to the same.
pub(crate) fn log_of_a_coder(bytes: &[u8]) {
    let (events, _) = log::read("codings/ana.jsonl", bytes);
    let state = replay(&events);
    assert_eq!(state, replay(events.iter().rev().chain(&events)));
    for event in &events {
        let again = Event::parse(event.line().trim_end()).expect("what was written is read");
        assert_eq!(again.line(), event.line());
    }
    let mut followed = state.clone();
    followed.follow(&Ways::of([&Codebook::default()]));
    assert_eq!(followed, state);
}

/// Two texts with a NUL between them: what is anchored in the first is looked for in the second.
pub(crate) fn anchor(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (old, new) = text.split_once('\0').unwrap_or((&text, &text));
    let (old_text, new_text) = (Text::new(old), Text::new(new));
    let (old_count, new_count) = (old.chars().count(), new.chars().count());
    for (start, length) in [(0, 7), (old_count / 3, 30), (old_count / 2, 1), (old_count, 3)] {
        let anchor = old_text.anchor(start, start + length);
        let found = find(&new_text, &anchor);
        if let Some((start, end)) = found.place {
            assert!(start <= end && end <= new_count, "{found:?}");
        }
        assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        if old == new && !anchor.quote.is_empty() {
            assert_eq!(found.status.name(), "kept", "{anchor:?}");
        }
        for (start, end) in find_words(&new_text, &anchor.quote) {
            assert!(start <= end && end <= new_count);
        }
        let _ = nearest_words(&new_text, &anchor.quote);
    }
}

/// A text and a sheet of it with a NUL between them.
pub(crate) fn coding_sheet(bytes: &[u8]) {
    let both = String::from_utf8_lossy(bytes);
    let (text, sheet) = both.split_once('\0').unwrap_or((SAID, &both));
    let source = Arc::new(Source { name: "sheet".to_owned(), text: sheet.to_owned() });
    if let Ok(sheet) = sheet::read(&source, text, &|code| Ok(code.to_owned())) {
        for entry in &sheet.entries {
            assert!(text.get(entry.bytes.clone()).is_some(), "{entry:?}");
        }
        let changes = sheet::difference(&[], false, &sheet);
        assert!(changes.len() <= sheet.entries.len() + 1);
    }
}

/// What other tools wrote, by every reader that takes it.
pub(crate) fn other_tools(bytes: &[u8]) {
    let table = exchange::Table::default();
    let input = exchange::Input { name: "c", bytes, folder: None, table, remarks: Some("remark") };
    for reader in READERS {
        if !(reader.recognises)(&input) {
            continue;
        }
        let Ok(brought) = (reader.read)(&input) else { continue };
        for document in &brought.documents {
            if let Some(alignment) = Alignment::of(&document.text, SAID)
                && let Some(range) = alignment.range(&(0..document.text.len().min(1)))
            {
                assert!(range.start <= range.end && range.end <= SAID.len());
            }
        }
        let transcript = read(SAID.as_bytes(), "P1.txt", &Options::default()).expect("it is read");
        for row in brought.rows.iter().take(50) {
            for offsets in [rows::Offsets::Text, rows::Offsets::Turn] {
                if let Ok(range) = rows::place(&transcript, row, offsets) {
                    assert!(transcript.text.get(range).is_some());
                }
            }
        }
    }
}

/// `emic.toml`, the tables beside it, the interview guide and ratings.
pub(crate) fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let source = Arc::new(Source { name: "s".to_owned(), text });
    let config = config::parse(&source).unwrap_or_default();
    let table = || Some(Arc::clone(&source));
    let texts = tables::Texts { cases: table(), transcripts: table(), speakers: table() };
    let _ = tables::read(&texts, &config, &["P1", "P2"]);
    let _ = ratings::read(&source, &[]);
    let (guide, _) = Guide::parse(&source);
    for id in guide.ids() {
        let _ = guide.text(id);
    }
}

/// A memo; written again it says the same.
pub(crate) fn memo_of_a_study(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let Ok(first) = memo::parse("m", &Arc::new(Source { name: "m".to_owned(), text })) else {
        return;
    };
    let written = first.written();
    let source = Arc::new(Source { name: "m".to_owned(), text: written.clone() });
    let again = memo::parse("m", &source).expect("what was written is read");
    assert_eq!(again.written(), written);
}
