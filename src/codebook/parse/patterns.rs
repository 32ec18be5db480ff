//! Patterns, lists and regular expressions: whether they can match what they should.
//!
//! In comes the codebook as it was read, with its places; each fault becomes a finding at the very
//! element where that can be told.

use super::findings::Findings;
use crate::codebook::pattern::{self, Fault, Lists};
use crate::codebook::places::{Places, Span};
use crate::codebook::{Codebook, dependency, expression};

/// How many sequences all patterns of a codebook may stand for together.
const MOST_SEQUENCES: u64 = 2_000_000;

/// Looks at all patterns of a codebook.
pub(super) fn check(codebook: &Codebook, places: &Places, findings: &Findings) {
    let lists = Lists::measure(&codebook.lists);
    circles(codebook, places, findings);
    for (name, entries) in &codebook.lists {
        let spans = places.lists.get(name).map_or(&[][..], |place| &place.entries);
        for (entry, span) in entries.iter().zip(spans) {
            one(entry, span, &lists, findings);
        }
    }
    let mut total: u64 = 0;
    for (code, place) in codebook.codes.iter().zip(&places.codes) {
        for (rule, place) in code.rules.iter().zip(&place.rules) {
            for ((_, text), span) in rule.patterns().iter().zip(&place.patterns) {
                let before = total;
                total = total.saturating_add(one(text, span, &lists, findings));
                if before <= MOST_SEQUENCES && total > MOST_SEQUENCES {
                    let message = format!(
                        "the patterns of this codebook stand for more than {MOST_SEQUENCES} phrases"
                    );
                    let error = findings.error(span.clone(), message, "one too many");
                    findings.add(error.help("use fewer or shorter lists in one pattern"));
                }
            }
            for (text, span) in rule.regex.iter().zip(&place.regex) {
                if let Err(fault) = expression::check(text, rule.case) {
                    add(text, span, fault, findings);
                }
            }
        }
    }
}

/// Looks at one pattern; returns how many sequences it stands for.
fn one(text: &str, span: &Span, lists: &Lists, findings: &Findings) -> u64 {
    for (place, name) in pattern::lists_in(text) {
        if name.is_empty() || lists.contains(name) {
            continue;
        }
        let message = format!("there is no list `{name}`");
        let error = findings.error(within(text, span, &place, findings), message, "");
        let (error, is_near) = findings.suggest(error, name, lists.names());
        findings.add_absence(match is_near {
            true => error,
            false => error.help(format!("add `{name} = [\"…\"]` to `[lists]`")),
        });
    }
    for fault in pattern::gaps_without_spaces(text) {
        add(text, span, fault, findings);
    }
    match pattern::elements(text) {
        Ok(elements) => {
            let size = lists.size(&elements);
            if size.is_too_much() {
                add(text, span, pattern::too_many(text, size), findings);
                return 0;
            }
            size.sequences
        }
        Err(faults) => {
            for fault in faults {
                add(text, span, fault, findings);
            }
            0
        }
    }
}

fn add(text: &str, span: &Span, fault: Fault, findings: &Findings) {
    let error = findings.error(within(text, span, &fault.span, findings), fault.message, "");
    findings.add(match fault.help {
        Some(help) => error.help(help),
        None => error,
    });
}

/// Bytes of a string's text as bytes of the file; the whole string where it is written with
/// escapes.
fn within(text: &str, string: &Span, part: &Span, findings: &Findings) -> Span {
    let written = findings.text(string);
    match written.find(text) {
        Some(at) if !part.is_empty() && !text.is_empty() => {
            let start = string.start + at;
            start + part.start..start + part.end
        }
        _ => string.clone(),
    }
}

/// Finds lists that name each other in a circle.
fn circles(codebook: &Codebook, places: &Places, findings: &Findings) {
    let (names, needs): (Vec<&str>, Vec<Vec<usize>>) =
        pattern::needs(&codebook.lists).into_iter().unzip();
    for circle in dependency::order(&needs).circles {
        let members: Vec<&str> =
            circle.iter().filter_map(|&list| names.get(list).copied()).collect();
        let message = match members.as_slice() {
            [one] => format!("the list `{one}` names itself"),
            _ => {
                format!("these lists name each other: {}", dependency::way(members.iter().copied()))
            }
        };
        let mut spans: Vec<Span> = members
            .iter()
            .zip(members.iter().cycle().skip(1))
            .filter_map(|(list, next)| naming(list, next, codebook, places, findings))
            .collect();
        spans.sort_by_key(|span| span.start);
        let mut spans = spans.into_iter();
        let first = findings.error(spans.next().unwrap_or_default(), message, "");
        let error = spans.take(8).fold(first, |error, span| error.at(&findings.source, span, ""));
        findings.add(error.help("take one of these entries out"));
    }
}

/// Where a list names another.
fn naming(
    list: &str,
    other: &str,
    codebook: &Codebook,
    places: &Places,
    findings: &Findings,
) -> Option<Span> {
    let entries = codebook.lists.get(list)?;
    let spans = &places.lists.get(list)?.entries;
    entries.iter().zip(spans).find_map(|(entry, span)| {
        let named = pattern::lists_in(entry);
        let (place, _) = named.into_iter().find(|(_, name)| *name == other)?;
        Some(within(entry, span, &place, findings))
    })
}
