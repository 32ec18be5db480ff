//! Sources: texts with their marked places, the texts of PDF files and the transcripts of recordings.

use std::collections::BTreeMap;

use super::Opened;
use super::element::Element;
use super::project::{id, references, values};
use crate::refi::guid;
use crate::refi::model::{Coding, Note, Selection, Source, Sync};

/// All sources that have, or ought to have, a text.
pub(super) fn sources(opened: &Opened) -> Vec<Source> {
    let mut all: Vec<Source> = Vec::new();
    let mut by_path: BTreeMap<String, usize> = BTreeMap::new();
    for list in opened.document.root.all("Sources") {
        for element in &list.children {
            match element.name.as_str() {
                "TextSource" => {
                    if let Some(path) = element.filled("plainTextPath") {
                        by_path.insert(path.to_owned(), all.len());
                    }
                    all.push(text(opened, element, element));
                }
                "PDFSource" => {
                    let inner = element.all("Representation");
                    all.extend(inner.map(|inner| text(opened, element, inner)));
                }
                "AudioSource" | "VideoSource" => {
                    for inner in element.all("Transcript") {
                        let read = transcript(opened, element, inner);
                        let path = inner.filled("plainTextPath");
                        let known = path.and_then(|path| by_path.get(path));
                        // Our packages write a text once more to say its times.
                        match known.and_then(|&place| all.get_mut(place)) {
                            Some(same) => {
                                same.sync = read.sync;
                                same.selections.extend(read.selections);
                            }
                            None => all.push(read),
                        }
                    }
                }
                _ => {}
            }
        }
    }
    all
}

/// A text; `outer` is what it is called after.
fn text(opened: &Opened, outer: &Element, inner: &Element) -> Source {
    let mut codings: Vec<Coding> = inner.all("Coding").map(coding).collect();
    let mut note_refs = references(inner, "NoteRef");
    let mut own = values(inner);
    if !std::ptr::eq(outer, inner) {
        codings.extend(outer.all("Coding").map(coding));
        note_refs.extend(references(outer, "NoteRef"));
        own.extend(values(outer));
    }
    Source {
        guid: id(outer),
        name: outer.filled("name").unwrap_or_default().to_owned(),
        text: text_of(opened, inner),
        description: outer.text_of("Description").trim().to_owned(),
        selections: inner.all("PlainTextSelection").filter_map(selection).collect(),
        codings,
        note_refs,
        values: own,
        sync: Vec::new(),
        at: outer.filled("creationDateTime").map(str::to_owned),
    }
}

/// The text that stands inline or in a part of the package.
fn text_of(opened: &Opened, element: &Element) -> String {
    let inline = element.text_of("PlainTextContent");
    let path = element.filled("plainTextPath");
    match path.and_then(|path| opened.texts.get(path)) {
        Some(Some(text)) if !text.is_empty() => text.clone(),
        _ => inline,
    }
}

fn selection(element: &Element) -> Option<Selection> {
    let position = |name: &str| element.filled(name)?.parse::<usize>().ok();
    Some(marked(element, position("startPosition")?, position("endPosition")?))
}

fn marked(element: &Element, start: usize, end: usize) -> Selection {
    Selection {
        guid: id(element),
        name: element.get("name").unwrap_or_default().to_owned(),
        start,
        end,
        user: user(element),
        at: at(element),
        description: element.text_of("Description").trim().to_owned(),
        codings: element.all("Coding").map(coding).collect(),
        note_refs: references(element, "NoteRef"),
    }
}

fn coding(element: &Element) -> Coding {
    Coding {
        guid: id(element),
        code: references(element, "CodeRef").into_iter().next().unwrap_or_default(),
        user: user(element),
        at: at(element),
        note_refs: references(element, "NoteRef"),
    }
}

/// Who made it. A name in the place of an id stays one.
fn user(element: &Element) -> Option<String> {
    element.filled("creatingUser").map(guid::read)
}

fn at(element: &Element) -> Option<String> {
    element.filled("creationDateTime").map(str::to_owned)
}

/// The transcript of a recording: its places run from one known time to another.
fn transcript(opened: &Opened, outer: &Element, inner: &Element) -> Source {
    let mut read = text(opened, outer, inner);
    if let Some(name) = inner.filled("name") {
        name.clone_into(&mut read.name);
    }
    let mut by_id = BTreeMap::new();
    for point in inner.all("SyncPoint") {
        let Some(position) = point.filled("position").and_then(|text| text.parse().ok()) else {
            continue;
        };
        by_id.insert(id(point), position);
        if let Some(time) = point.filled("timeStamp").and_then(|text| text.parse().ok()) {
            read.sync.push(Sync { position, time });
        }
    }
    read.sync.sort();
    let place = |element: &Element| {
        let at = |name: &str| by_id.get(&guid::read(element.filled(name)?)).copied();
        Some(marked(element, at("fromSyncPoint")?, at("toSyncPoint")?))
    };
    read.selections.extend(inner.all("TranscriptSelection").filter_map(place));
    read
}

/// A memo or remark.
pub(super) fn note(opened: &Opened, element: &Element) -> Note {
    let mut text = text_of(opened, element);
    if text.trim().is_empty() {
        text = element.text_of("Description");
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Note {
        guid: id(element),
        name: element.filled("name").unwrap_or_default().to_owned(),
        text: text.trim().to_owned(),
        user: user(element),
        at: at(element),
    }
}
