//! What the parts of a PDF would come to, counted before the library unpacks them.
//!
//! In come the bytes of the file, out comes whether all parts together stay within a limit and
//! whether the sizes that they name are those of a document. Parts are packed by deflate, LZW or
//! base 85, also one inside the other (ISO 32000-1, 7.4). What a part says of its packing is not
//! believed: every way is tried on every part, and on what is not packed so it fails at once.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};
use weezl::{BitOrder, LzwStatus, decode::Decoder};

/// How often a part may be packed; more is made to deceive.
const MOST_LAYERS: usize = 10;

/// So much is unpacked at once.
const PORTION: usize = 1 << 16;

/// The largest number that the sizes below may have.
const LARGEST: u64 = 1 << 20;

/// Whether the parts, unpacked as often as they can be, have at most so many bytes.
pub(super) fn is_within(bytes: &[u8], limit: u64) -> bool {
    let mut left = limit;
    memchr::memmem::find_iter(bytes, b"stream").all(|at| {
        let mut behind = bytes.get(at + 6..).unwrap_or_default();
        while let [b' ' | b'\t', rest @ ..] = behind {
            behind = rest;
        }
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        is_part_within(behind.strip_prefix(b"\n").unwrap_or(behind), &mut left)
    })
}

fn is_part_within(content: &[u8], left: &mut u64) -> bool {
    let mut packed = vec![(0, Cow::Borrowed(content))];
    while let Some((layer, bytes)) = packed.pop() {
        for way in [inflated, raw, old, older, base85] {
            let (read, unpacked) = way(&bytes, *left);
            let cost = unpacked.len().max(read) as u64;
            let Some(rest) = left.checked_sub(cost) else { return false };
            if unpacked.is_empty() {
                continue;
            }
            if layer == MOST_LAYERS {
                return false;
            }
            *left = rest;
            packed.push((layer + 1, Cow::Owned(unpacked)));
        }
    }
    true
}

/// What was unpacked, up to one byte more than the limit, and how much was read for it.
type Unpacked = (usize, Vec<u8>);

/// Deflate with its head (RFC 1950).
fn inflated(packed: &[u8], limit: u64) -> Unpacked {
    match packed {
        [first, second, ..]
            if first & 0x0F == 8
                && (u16::from(*first) * 256 + u16::from(*second)).is_multiple_of(31) =>
        {
            deflated(Decompress::new(true), packed, limit)
        }
        _ => (0, Vec::new()),
    }
}

/// Deflate behind a head that is none: the library tries that too.
fn raw(packed: &[u8], limit: u64) -> Unpacked {
    deflated(Decompress::new(false), packed.get(2..).unwrap_or_default(), limit)
}

fn deflated(mut state: Decompress, packed: &[u8], limit: u64) -> Unpacked {
    let mut unpacked = Vec::new();
    loop {
        let before = (state.total_in(), unpacked.len());
        let rest = packed.get(before.0 as usize..).unwrap_or_default();
        unpacked.reserve(PORTION);
        let status = state.decompress_vec(rest, &mut unpacked, FlushDecompress::None);
        let stands = (state.total_in(), unpacked.len()) == before;
        let is_more = unpacked.len() as u64 > limit;
        if !matches!(status, Ok(Status::Ok)) || stands || is_more {
            return (state.total_in() as usize, unpacked);
        }
    }
}

/// LZW whose codes grow one early, as PDF has them unless it says otherwise.
fn old(packed: &[u8], limit: u64) -> Unpacked {
    sequences(Decoder::with_tiff_size_switch(BitOrder::Msb, 8), packed, limit)
}

/// LZW whose codes grow when they must.
fn older(packed: &[u8], limit: u64) -> Unpacked {
    sequences(Decoder::new(BitOrder::Msb, 8), packed, limit)
}

fn sequences(mut state: Decoder, packed: &[u8], limit: u64) -> Unpacked {
    let (mut read, mut unpacked) = (0, Vec::new());
    let mut portion = vec![0; PORTION];
    loop {
        let done = state.decode_bytes(packed.get(read..).unwrap_or_default(), &mut portion);
        read += done.consumed_in;
        unpacked.extend_from_slice(portion.get(..done.consumed_out).unwrap_or_default());
        let stands = done.consumed_in == 0 && done.consumed_out == 0;
        if !matches!(done.status, Ok(LzwStatus::Ok)) || stands || unpacked.len() as u64 > limit {
            return (read, unpacked);
        }
    }
}

/// Base 85 (ISO 32000-1, 7.4.3): five characters are four bytes, `z` is four zeros.
fn base85(packed: &[u8], limit: u64) -> Unpacked {
    let (mut unpacked, mut number, mut count) = (Vec::new(), 0u32, 0);
    for (at, byte) in packed.iter().enumerate() {
        match byte {
            b'z' if count == 0 => unpacked.extend([0; 4]),
            b'!'..=b'u' => {
                let grown =
                    number.checked_mul(85).and_then(|n| n.checked_add((byte - b'!').into()));
                let Some(grown) = grown else { return (at, Vec::new()) };
                (number, count) = (grown, count + 1);
                if count == 5 {
                    unpacked.extend(number.to_be_bytes());
                    (number, count) = (0, 0);
                }
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => return (at, unpacked),
        }
        if at as u64 > limit || unpacked.len() as u64 > limit {
            return (at, unpacked);
        }
    }
    (packed.len(), unpacked)
}

/// Whether a size is named that would fill the memory or never end: rows of a packed part, and the
/// widths of the table of objects, which must have one.
pub(super) fn has_absurd_size(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'/', bytes).any(|at| {
        let (name, behind) = name(bytes.get(at + 1..).unwrap_or_default());
        match &name[..] {
            b"W" => {
                let behind = behind.trim_ascii_start();
                let Some(mut widths) = behind.strip_prefix(b"[") else { return false };
                let mut three = Vec::new();
                while three.len() < 3 {
                    let Some((width, rest)) = number(widths) else { return false };
                    three.push(width);
                    widths = rest;
                }
                three.iter().any(|width| *width > LARGEST) || three.iter().all(|width| *width == 0)
            }
            b"Columns" => number(behind).is_some_and(|(columns, _)| columns > LARGEST),
            b"Colors" | b"BitsPerComponent" => number(behind).is_some_and(|(bits, _)| bits > 64),
            _ => false,
        }
    })
}

/// The longest of the names above.
const LONGEST: usize = 16;

/// A name and what stands behind it; `#57` is a letter by its number.
fn name(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let (mut name, mut rest) = (Vec::new(), bytes);
    while let [byte, behind @ ..] = rest
        && name.len() <= LONGEST
    {
        let spelt = match behind {
            [high, low, ..] if *byte == b'#' => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                digit(high).zip(digit(low)).map(|(high, low)| (high * 16 + low) as u8)
            }
            _ => None,
        };
        if spelt.is_none() && !byte.is_ascii_alphanumeric() {
            break;
        }
        name.push(spelt.unwrap_or(*byte));
        rest = if spelt.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    (name, rest)
}

/// A whole number, behind white space, and what stands behind it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let bytes = bytes.strip_prefix(b"+").unwrap_or(bytes);
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    let (digits, rest) = bytes.split_at_checked(end)?;
    let value =
        |number: u64, digit: &u8| number.saturating_mul(10).saturating_add((digit - b'0').into());
    (!digits.is_empty()).then(|| (digits.iter().fold(0, value), rest))
}
