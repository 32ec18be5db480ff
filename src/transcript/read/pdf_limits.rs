//! Limits for PDFs, whose library has none: what unpacks to too much, what refers to itself.
//!
//! In come the bytes before they are read, and the document before its pages are; out comes an error,
//! or the document without its pictures and without the parts that would never end.

use std::collections::{BTreeMap, BTreeSet};

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::pdf_packed;
use crate::diagnostic::Diagnostic;

/// The most bytes that all packed parts may unpack to.
const MOST_BYTES: u64 = 256 << 20;

/// The most bytes of a part that is packed in the old way (LZW), which shrinks to a thousandth.
const MOST_OLD: usize = 64 << 10;

/// How often forms may be drawn by forms, all in all.
const MOST_DRAWN: u64 = 10_000;

/// The most codes that the ranges of one table of characters may stand for.
const MOST_CODES: u64 = 200_000;

/// How many nodes may stand above a page.
const DEEPEST: usize = 64;

/// Refuses a file that is protected or unpacks to more than any transcript.
pub(super) fn check(bytes: &[u8], path: &str) -> Result<(), Diagnostic> {
    if memchr::memmem::find(bytes, b"/Encrypt").is_some() {
        return Err(protected(path));
    }
    if pdf_packed::has_absurd_size(bytes) {
        return Err(Diagnostic::error(format!(
            "`{path}` is a damaged PDF: a size in it is absurd"
        ))
        .in_file(path)
        .help("open the file, print it into a new PDF and give that one, or its text"));
    }
    if !pdf_packed::is_within(bytes, MOST_BYTES) {
        return Err(Diagnostic::error(format!(
            "`{path}` unpacks to more than {} MB, which no transcript does",
            MOST_BYTES >> 20
        ))
        .in_file(path)
        .help("it may be made to fill the memory; ask where it comes from"));
    }
    Ok(())
}

/// The error for a file with a password.
pub(super) fn protected(path: &str) -> Diagnostic {
    Diagnostic::error(format!("`{path}` is protected"))
        .in_file(path)
        .help("open it, print it into a new PDF without protection and give that one")
}

/// Empties the parts that are no text or would never end.
pub(super) fn tame(document: &mut Document) {
    let mut emptied: BTreeSet<ObjectId> = BTreeSet::new();
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object
            && (is_picture(stream) || is_too_packed(stream) || has_endless_ranges(stream))
        {
            emptied.insert(*id);
        }
    }
    emptied.extend(Forms::of(document).endless());
    let astray: Vec<ObjectId> =
        document.get_pages().into_values().filter(|page| has_no_top(document, *page)).collect();
    for id in emptied {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
            stream.set_plain_content(Vec::new());
            stream.dict.remove(b"Filter");
        }
    }
    for id in astray {
        if let Some(Object::Dictionary(page)) = document.objects.get_mut(&id) {
            page.remove(b"Parent");
        }
    }
}

fn is_picture(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
}

fn is_too_packed(stream: &Stream) -> bool {
    let filters = stream.filters().unwrap_or_default();
    let packing = filters.iter().filter(|filter| matches!(**filter, b"FlateDecode" | b"LZWDecode"));
    let is_old = filters.contains(&&b"LZWDecode"[..]);
    packing.count() > 1 || is_old && stream.content.len() > MOST_OLD
}

/// Whether the ranges of a table of characters stand for more codes than any font has.
fn has_endless_ranges(stream: &Stream) -> bool {
    if stream.content.len() > 4 << 20 {
        return false;
    }
    let content = stream.get_plain_content().unwrap_or_default();
    if memchr::memmem::find(&content, b"beginbfrange").is_none() {
        return false;
    }
    let text = String::from_utf8_lossy(&content);
    let ranges = text.split("beginbfrange").skip(1);
    let codes = ranges.map(|rest| codes(rest.split("endbfrange").next().unwrap_or_default()));
    codes.fold(0, u64::saturating_add) > MOST_CODES
}

/// How many codes ranges stand for: first, last and what they mean, which can be a list.
fn codes(ranges: &str) -> u64 {
    let (mut total, mut place, mut first) = (0u64, 0, 0);
    let mut rest = ranges;
    while let Some(at) = rest.find(['<', '[']) {
        let from = rest.get(at..).unwrap_or_default();
        let Some(end) = from.find(if from.starts_with('[') { ']' } else { '>' }) else { break };
        let code = from.get(1..end).and_then(|code| u64::from_str_radix(code.trim(), 16).ok());
        let code = code.unwrap_or(0);
        match place {
            0 => first = code,
            1 => total = total.saturating_add(code.saturating_sub(first)),
            _ => {}
        }
        place = (place + 1) % 3;
        rest = from.get(end..).unwrap_or_default();
    }
    total
}

/// Whether the nodes above a page are a circle, or too many.
fn has_no_top(document: &Document, page: ObjectId) -> bool {
    let mut at = page;
    for _ in 0..DEEPEST {
        let parent = document.get_dictionary(at).and_then(|node| node.get(b"Parent"));
        match parent.and_then(Object::as_reference) {
            Ok(parent) => at = parent,
            Err(_) => return false,
        }
    }
    true
}

/// Which forms draw which: a form is a part of a page that is drawn by its name.
struct Forms {
    /// How often each draws another, and which it knows.
    draws: BTreeMap<ObjectId, (u64, Vec<ObjectId>)>,
}

impl Forms {
    fn of(document: &Document) -> Self {
        let mut draws = BTreeMap::new();
        for (id, object) in &document.objects {
            let Object::Stream(stream) = object else { continue };
            let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name);
            if is_form.is_ok_and(|kind| kind == b"Form") && !is_too_packed(stream) {
                let content = stream.get_plain_content().unwrap_or_default();
                let times = memchr::memmem::find_iter(&content, b"Do").count() as u64;
                draws.insert(*id, (times, known(document, &stream.dict, *id)));
            }
        }
        Forms { draws }
    }

    /// The forms that draw themselves, too many others, or others too deep.
    fn endless(&self) -> BTreeSet<ObjectId> {
        // Forms that draw nothing come first; then those that draw only such, and so on up.
        let mut costs: BTreeMap<ObjectId, Cost> = BTreeMap::new();
        for _ in 0..DEEPEST {
            let before = costs.len();
            for (id, (times, known)) in &self.draws {
                if !costs.contains_key(id)
                    && let Some(cost) = self.cost(*times, known, &costs)
                {
                    costs.insert(*id, cost);
                }
            }
            if costs.len() == before {
                break;
            }
        }
        let is_fine = |id: &ObjectId| {
            costs.get(id).is_some_and(|cost| cost.drawn <= MOST_DRAWN && cost.depth <= DEEPEST)
        };
        self.draws.keys().filter(|id| !is_fine(id)).copied().collect()
    }

    /// What drawing a form costs, if that is known of every form it can draw.
    fn cost(
        &self,
        times: u64,
        known: &[ObjectId],
        costs: &BTreeMap<ObjectId, Cost>,
    ) -> Option<Cost> {
        let mut most = Cost { drawn: 0, depth: 0 };
        for form in known.iter().filter(|form| times > 0 && self.draws.contains_key(form)) {
            let cost = costs.get(form)?;
            most = Cost { drawn: most.drawn.max(cost.drawn), depth: most.depth.max(cost.depth) };
        }
        let drawn = times.saturating_mul(most.drawn).saturating_add(1);
        Some(Cost { drawn, depth: most.depth + 1 })
    }
}

/// What drawing a form costs.
#[derive(Clone, Copy)]
struct Cost {
    /// Forms drawn, itself among them.
    drawn: u64,
    /// How deep forms are drawn by forms.
    depth: usize,
}

/// The forms that a form can draw. One without resources of its own uses those of whoever draws it,
/// among which it may be itself.
fn known(document: &Document, form: &Dictionary, id: ObjectId) -> Vec<ObjectId> {
    let dictionary = |object: &Object| match object {
        Object::Reference(id) => document.get_dictionary(*id).ok().cloned(),
        Object::Dictionary(dictionary) => Some(dictionary.clone()),
        _ => None,
    };
    let Some(resources) = form.get(b"Resources").ok().and_then(dictionary) else {
        return vec![id];
    };
    let Some(objects) = resources.get(b"XObject").ok().and_then(dictionary) else {
        return Vec::new();
    };
    objects.iter().filter_map(|(_, object)| object.as_reference().ok()).collect()
}
