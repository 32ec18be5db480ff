//! ELAN annotation files (`.eaf`; EAF 2.7 to 3.0, Max Planck Institute for Psycholinguistics).
//!
//! In comes the XML, out comes a turn an annotation of the tiers that depend on no other, by their
//! participants and in the order of their begin, overlapping ones included. Tiers below others
//! (translations, glosses, notes) are not read, and where some tiers name a participant the others
//! are not speech; both are told. Entities of a document type are never expanded.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader as Xml, XmlVersion};

use super::Reader;
use super::input::Input;
use super::tiers::{self, Interval, Tier};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// ELAN.
pub(super) struct Elan;

/// How deep elements may be nested.
const DEEPEST: usize = 64;

impl Reader for Elan {
    fn name(&self) -> &'static str {
        "elan"
    }

    fn about(&self) -> &'static str {
        "ELAN annotation files: tiers by participant"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eaf"]
    }

    fn recognises(&self, input: &Input) -> bool {
        let start = input.text().trim_start();
        let head = start.get(..start.floor_char_boundary(2_000)).unwrap_or_default();
        head.starts_with('<') && head.contains("<ANNOTATION_DOCUMENT")
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let file = File::of(input.text()).map_err(|why| {
            Diagnostic::error(format!("`{path}` is a damaged ELAN file: {why}"))
                .in_file(path)
                .help("open it in ELAN and save it again")
        })?;
        let has_participants = file.tiers.iter().any(|tier| tier.participant.is_some());
        let (mut read, mut left_out) = (Vec::new(), Vec::new());
        for tier in file.tiers {
            if tier.has_parent || has_participants && tier.participant.is_none() {
                left_out.push(tier.name);
                continue;
            }
            let speaker = tier.participant.unwrap_or(tier.name);
            let interval = |annotation: Annotation| {
                let slot = |name: &str| file.slots.get(name).copied().unwrap_or_default();
                let (start, end) = (slot(&annotation.start), slot(&annotation.end));
                Interval {
                    order: start.after,
                    start_ms: start.ms,
                    end_ms: end.ms,
                    text: annotation.text,
                }
            };
            let intervals = tier.annotations.into_iter().map(interval).collect();
            read.push(Tier { speaker, intervals });
        }
        Ok(tiers::transcript(read, &left_out, path))
    }
}

/// A place in time: ELAN lists them in order, some without a value.
#[derive(Clone, Copy, Default)]
struct Slot {
    ms: Option<u32>,
    /// Its value, or the last one before it.
    after: u32,
}

/// An annotation with its places in time.
#[derive(Default)]
struct Annotation {
    start: String,
    end: String,
    text: String,
}

/// A tier as it is written.
#[derive(Default)]
struct Written {
    name: String,
    participant: Option<String>,
    has_parent: bool,
    annotations: Vec<Annotation>,
}

/// What is read of a file.
#[derive(Default)]
struct File {
    slots: BTreeMap<String, Slot>,
    tiers: Vec<Written>,
    last: u32,
    in_value: bool,
    is_aligned: bool,
}

impl File {
    /// The error is what is wrong with the XML.
    fn of(xml: &str) -> Result<Self, String> {
        let mut reader = Xml::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut file = File::default();
        let mut depth = 0usize;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Err("its elements are nested too deep".to_owned());
                    }
                    file.start(&start);
                }
                Event::Empty(start) => {
                    file.start(&start);
                    file.end(start.name().as_ref());
                }
                Event::End(end) => {
                    depth = depth.saturating_sub(1);
                    file.end(end.name().as_ref());
                }
                Event::Text(text) => file.text(&text),
                Event::CData(text) => file.text(&text),
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(c)) => file.text(c.encode_utf8(&mut [0; 4])),
                    _ => {
                        let known = quick_xml::escape::resolve_xml_entity(&reference);
                        file.text(known.unwrap_or("\u{FFFD}"));
                    }
                },
                Event::Eof if depth > 0 => return Err("it ends too early".to_owned()),
                Event::Eof => return Ok(file),
                _ => {}
            }
        }
    }

    fn start(&mut self, start: &BytesStart) {
        let value = |name: &str| {
            let attribute =
                start.attributes().flatten().find(|found| found.key.as_ref() == name)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
            Some(value).filter(|value| !value.trim().is_empty())
        };
        match start.name().as_ref() {
            "TIME_SLOT" => {
                let ms = value("TIME_VALUE").and_then(|ms| ms.trim().parse().ok());
                self.last = ms.unwrap_or(self.last);
                let slot = Slot { ms, after: self.last };
                self.slots.insert(value("TIME_SLOT_ID").unwrap_or_default(), slot);
            }
            "TIER" => self.tiers.push(Written {
                name: value("TIER_ID").unwrap_or_default(),
                participant: value("PARTICIPANT"),
                has_parent: value("PARENT_REF").is_some(),
                annotations: Vec::new(),
            }),
            "ALIGNABLE_ANNOTATION" => {
                self.is_aligned = true;
                if let Some(tier) = self.tiers.last_mut() {
                    tier.annotations.push(Annotation {
                        start: value("TIME_SLOT_REF1").unwrap_or_default(),
                        end: value("TIME_SLOT_REF2").unwrap_or_default(),
                        text: String::new(),
                    });
                }
            }
            "ANNOTATION_VALUE" => self.in_value = self.is_aligned,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "ANNOTATION_VALUE" => self.in_value = false,
            "ALIGNABLE_ANNOTATION" => self.is_aligned = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_value
            && let Some(annotation) =
                self.tiers.last_mut().and_then(|tier| tier.annotations.last_mut())
        {
            annotation.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    #[test]
    fn tiers_of_participants_are_turns_in_the_order_of_time() {
        let note = |id: &str, text: &str, from: &str, to: &str| {
            format!(
                "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"{id}\" TIME_SLOT_REF1=\"{from}\" \
                 TIME_SLOT_REF2=\"{to}\"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE>\
                 </ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
        };
        let text = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\
             <ANNOTATION_DOCUMENT><TIME_ORDER>\
             <TIME_SLOT TIME_SLOT_ID=\"t1\" TIME_VALUE=\"0\"/><TIME_SLOT TIME_SLOT_ID=\"t2\"/>\
             <TIME_SLOT TIME_SLOT_ID=\"t3\" TIME_VALUE=\"3400\"/></TIME_ORDER>\
             <TIER TIER_ID=\"a\" PARTICIPANT=\"Mara\">{}{}</TIER>\
             <TIER TIER_ID=\"b\" PARTICIPANT=\"Odell\">{}</TIER>\
             <TIER TIER_ID=\"c\" PARENT_REF=\"b\"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"r\" \
             ANNOTATION_REF=\"x\"><ANNOTATION_VALUE>smiles</ANNOTATION_VALUE></REF_ANNOTATION>\
             </ANNOTATION></TIER><TIER TIER_ID=\"noise\">{}</TIER></ANNOTATION_DOCUMENT>",
            note("1", "How was\n it?", "t1", "t3"),
            note("2", "And&x;?", "t3", "t3"),
            note("3", "Long &amp; dull.", "t2", "t3"),
            note("4", "bang", "t1", "t3"),
        );
        let transcript = read(text.as_bytes(), "t.eaf", &Options::default()).unwrap();
        assert_eq!(transcript.format, "elan");
        assert_eq!(transcript.text, "Mara: How was it?\nOdell: Long & dull.\nMara: And\u{FFFD}?");
        assert_eq!(transcript.turns[1].start_ms, None);
        assert_eq!(transcript.turns[1].end_ms, Some(3400));
        assert!(transcript.notes[0].message.contains("`c`, `noise`"));
    }
}
