//! What becomes of a file: cut, changed, repeated, with pieces of another file or with signs in it
//! that readers stumble over. A package is damaged as it is or in one of its parts.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Signs that mean something to one reader or another, or are counted in two ways.
const SIGNS: &[&str] = &[
    "\0",
    "\r",
    "\r\n",
    "\n\n",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{2028}",
    "\u{301}",
    "é",
    "e\u{301}",
    "信",
    "สวัสดี",
    "👩‍👩‍👧",
    "İ",
    "ß",
    "ﬁ",
    "\u{fffd}",
    "-1",
    "0",
    "99999999999999999999",
    "4294967296",
    "1e999",
    "NaN",
    "&amp;",
    "&#x110000;",
    "&#0;",
    "<",
    ">",
    "</",
    "<!--",
    "]]>",
    "<![CDATA[",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "\"",
    "\"\"\"",
    "'",
    "`",
    "\\",
    "\\u{",
    "{",
    "}",
    "{/",
    "[",
    "]",
    "[[",
    "(",
    ")",
    "()",
    "*",
    "**",
    "~",
    "~99",
    "#",
    "#=",
    "+++",
    "---",
    "=",
    "=cmd|' /C calc'!A0",
    ":",
    ";",
    ",",
    "|",
    "$",
    "^",
    "?",
    "NOT ",
    " AND ",
    "code:",
    "(?i)",
    "-->",
    "00:00:01,000",
    "99:99:99.999",
    "2026-02-30",
    "P1: ",
    "I: ",
    "\u{15}0_1\u{15}",
    "stream\n",
    "endobj",
    "<<",
];

/// One change.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    Cut(u32),
    Flip(u32, u8),
    Set(u32, u8),
    Remove(u32, u8),
    Sign(u32, prop::sample::Index),
    Repeat(u32, u8, u8),
    Splice(u32, prop::sample::Index, u32, u16),
}

/// Up to eight changes; the first says which part of a package is meant.
pub(crate) fn damages() -> impl Strategy<Value = (Option<u8>, Vec<Damage>)> {
    let any_sign = || any::<prop::sample::Index>();
    let one = prop_oneof![
        1 => any::<u32>().prop_map(Damage::Cut),
        3 => (any::<u32>(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        3 => (any::<u32>(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        3 => (any::<u32>(), 1u8..40).prop_map(|(at, count)| Damage::Remove(at, count)),
        6 => (any::<u32>(), any_sign()).prop_map(|(at, sign)| Damage::Sign(at, sign)),
        2 => (any::<u32>(), 1u8..60, 2u8..90).prop_map(|(at, n, times)| Damage::Repeat(at, n, times)),
        2 => (any::<u32>(), any_sign(), any::<u32>(), 1u16..400)
            .prop_map(|(at, seed, from, n)| Damage::Splice(at, seed, from, n)),
    ];
    (proptest::option::weighted(0.7, any::<u8>()), proptest::collection::vec(one, 0..8))
}

/// The file with its changes.
pub(crate) fn damaged(
    seed: &[u8],
    part: Option<u8>,
    damages: &[Damage],
    seeds: &[Vec<u8>],
) -> Vec<u8> {
    let inside = part.filter(|_| seed.starts_with(b"PK\x03\x04"));
    let packed =
        inside.and_then(|part| repacked(seed, part.into(), |bytes| all(bytes, damages, seeds)));
    packed.unwrap_or_else(|| {
        let mut bytes = seed.to_vec();
        all(&mut bytes, damages, seeds);
        bytes
    })
}

fn all(bytes: &mut Vec<u8>, damages: &[Damage], seeds: &[Vec<u8>]) {
    for damage in damages {
        let place = |at: u32| at as usize % (bytes.len() + 1);
        let end = |at: usize, n: usize| (at + n).min(bytes.len());
        match damage {
            Damage::Cut(at) => bytes.truncate(place(*at)),
            Damage::Flip(at, bit) => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            Damage::Set(at, new) => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = *new;
                }
            }
            Damage::Remove(at, count) => {
                let at = place(*at);
                bytes.drain(at..end(at, (*count).into()));
            }
            Damage::Sign(at, sign) => {
                let at = place(*at);
                bytes.splice(at..at, sign.get(SIGNS).bytes());
            }
            Damage::Repeat(at, count, times) => {
                let at = place(*at);
                let piece = bytes[at..end(at, (*count).into())].repeat((*times).into());
                bytes.splice(at..at, piece);
            }
            Damage::Splice(at, seed, from, count) => {
                let other: &Vec<u8> = seed.get(seeds);
                let from = *from as usize % (other.len() + 1);
                let piece = &other[from..(from + usize::from(*count)).min(other.len())];
                let at = place(*at);
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
}

/// The package with one part changed; nothing where it cannot be opened.
fn repacked(package: &[u8], part: usize, change: impl FnOnce(&mut Vec<u8>)) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).ok()?;
    let mut change = Some(change);
    let chosen = part % archive.len().max(1);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        if place == chosen
            && let Some(change) = change.take()
        {
            change(&mut bytes);
        }
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(name, stored).ok()?;
        writer.write_all(&bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
