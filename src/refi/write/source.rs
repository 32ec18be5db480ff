//! Sources of a project: texts with their marked places, notes, and the times of transcripts.
//!
//! Times have their place in a transcript of a recording alone, so a text whose times are known is
//! written once more as the transcript of a recording that is not in the package; codings stay with
//! the text.

use super::project::{Kinds, values};
use super::xml::Xml;
use super::{description, path, references};
use crate::refi::guid;
use crate::refi::model::{Coding, Note, Selection, Source};
use crate::refi::tool::Habits;

/// The time that programs get which insist on one where none is known.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

/// A text.
pub(super) fn text(xml: &mut Xml, source: &Source, habits: &Habits, kinds: &Kinds<'_>) {
    xml.start("TextSource").attribute("guid", &source.guid).attribute("name", &source.name);
    xml.attribute("plainTextPath", &path("internal://", &source.guid));
    let at = source.at.as_deref().or(habits.dated.then_some(NO_TIME));
    xml.maybe("creationDateTime", at);
    description(xml, &source.description);
    let lines: Vec<usize> = match habits.two_line_ends {
        true => {
            let points = source.text.chars().enumerate();
            points.filter(|(_, c)| *c == '\n').map(|(at, _)| at).collect()
        }
        false => Vec::new(),
    };
    let written = |point: usize| point + lines.partition_point(|&line| line < point);
    for place in &source.selections {
        selection(xml, place, &written, habits);
    }
    for one in &source.codings {
        coding(xml, one);
    }
    references(xml, "NoteRef", &source.note_refs);
    values(xml, &source.values, kinds);
    xml.end();
}

fn selection(xml: &mut Xml, place: &Selection, written: &dyn Fn(usize) -> usize, habits: &Habits) {
    xml.start("PlainTextSelection").attribute("guid", &place.guid).attribute("name", &place.name);
    xml.attribute("startPosition", &written(place.start).to_string());
    xml.attribute("endPosition", &written(place.end).to_string());
    xml.maybe("creatingUser", place.user.as_deref());
    xml.maybe("creationDateTime", place.at.as_deref().or(habits.dated.then_some(NO_TIME)));
    description(xml, &place.description);
    for one in &place.codings {
        coding(xml, one);
    }
    references(xml, "NoteRef", &place.note_refs);
    xml.end();
}

fn coding(xml: &mut Xml, coding: &Coding) {
    xml.start("Coding").attribute("guid", &coding.guid);
    xml.maybe("creatingUser", coding.user.as_deref());
    xml.maybe("creationDateTime", coding.at.as_deref());
    xml.start("CodeRef").attribute("targetGUID", &coding.code).end();
    references(xml, "NoteRef", &coding.note_refs);
    xml.end();
}

/// The times of a text.
pub(super) fn audio(xml: &mut Xml, source: &Source) {
    let own = |kind: &str| guid::of(kind, &[&source.guid]);
    xml.start("AudioSource").attribute("guid", &own("audio")).attribute("name", &source.name);
    xml.start("Transcript").attribute("guid", &own("transcript"));
    xml.attribute("name", &source.name);
    xml.attribute("plainTextPath", &path("internal://", &source.guid));
    for sync in &source.sync {
        let (time, position) = (sync.time.to_string(), sync.position.to_string());
        xml.start("SyncPoint");
        xml.attribute("guid", &guid::of("sync", &[&source.guid, &time, &position]));
        xml.attribute("timeStamp", &time).attribute("position", &position).end();
    }
    xml.end().end();
}

/// A memo or remark.
pub(super) fn note(xml: &mut Xml, note: &Note) {
    xml.start("Note").attribute("guid", &note.guid).attribute("name", &note.name);
    xml.attribute("plainTextPath", &path("internal://", &note.guid));
    xml.maybe("creatingUser", note.user.as_deref());
    xml.maybe("creationDateTime", note.at.as_deref()).end();
}
