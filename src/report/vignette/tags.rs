//! Tags of a draft: which turn a passage comes from, `{P01 t9}`.
//!
//! A tag names a case and a turn; where the case has several transcripts, the transcript between
//! them: `{P01 second-interview t9}`. A passage with several sources has several tags or one with
//! semicolons. In comes the text of a draft, out come its sources and the text without tags.

use std::collections::BTreeMap;

use crate::report::material::Material;

/// One tag, or one part of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// As written, without braces.
    pub(super) text: &'t str,
    /// The case, where there is one of that name with that turn.
    pub(super) case: Option<String>,
    /// Whether it could be the turn of several transcripts.
    pub(super) is_vague: bool,
}

/// The tag of a turn.
pub(super) fn tag(material: &Material, case: &str, transcript: &str, turn: usize) -> String {
    match transcripts(material, case).len() {
        0 | 1 => format!("{{{case} t{turn}}}"),
        _ => format!("{{{case} {transcript} t{turn}}}"),
    }
}

/// The tags of a text, in order. Braces around anything else are no tags.
pub(super) fn tags<'t>(text: &'t str, material: &Material) -> Vec<Tag<'t>> {
    braces(text)
        .into_iter()
        .filter_map(|(start, end)| text.get(start + 1..end - 1))
        .flat_map(|inside| inside.split(';'))
        .map(|part| {
            let found = source_of(part.trim(), material);
            let is_vague = found.as_ref().is_some_and(|(_, transcripts)| *transcripts > 1);
            Tag { text: part.trim(), case: found.map(|(case, _)| case), is_vague }
        })
        .collect()
}

/// A text without its tags and without the space before each.
pub(super) fn stripped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in braces(text) {
        let before = text.get(from..start).unwrap_or_default();
        plain.push_str(before.trim_end_matches([' ', '\t']));
        from = end;
    }
    plain.push_str(text.get(from..).unwrap_or_default());
    plain
}

/// Passages by case.
pub(super) fn sources(tags: &[Tag<'_>]) -> BTreeMap<String, u64> {
    let mut sources = BTreeMap::new();
    for case in tags.iter().filter_map(|tag| tag.case.as_ref()) {
        *sources.entry(case.clone()).or_default() += 1;
    }
    sources
}

/// The places of tags, braces included.
fn braces(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
        let rest = text.get(start + 1..).unwrap_or_default();
        let Some(length) = rest.find(['{', '}', '\n']) else { break };
        let inside = rest.get(..length).unwrap_or_default();
        let is_closed = rest.get(length..).is_some_and(|rest| rest.starts_with('}'));
        if is_closed && inside.split(';').all(|part| turn(part).is_some()) {
            found.push((start, start + 1 + length + 1));
        }
        from = start + 1 + length;
    }
    found
}

/// What stands before the turn, and the turn: `P01 t9`.
fn turn(part: &str) -> Option<(&str, usize)> {
    let (name, turn) = part.trim().rsplit_once(char::is_whitespace)?;
    let digits = turn.strip_prefix('t')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some((name.trim(), digits.parse().ok()?))
}

/// The case that a tag names, and how many of its transcripts it can mean.
fn source_of(part: &str, material: &Material) -> Option<(String, usize)> {
    let (name, turn) = turn(part)?;
    let meant = |case: &str, transcript: Option<&str>| {
        let documents = material.documents.iter();
        let own = documents.filter(|document| transcript.is_none_or(|id| document.id == id));
        let is_turn = own.filter(|document| {
            let told = turn.checked_sub(1).and_then(|place| document.turns.get(place));
            told.is_some_and(|told| told.case.as_deref() == Some(case))
        });
        is_turn.count()
    };
    material.cases().into_keys().find_map(|case| {
        let transcripts = match name.strip_prefix(case)? {
            "" => meant(case, None),
            rest if rest.starts_with(' ') => meant(case, Some(rest.trim())),
            _ => 0,
        };
        (transcripts > 0).then(|| (case.to_owned(), transcripts))
    })
}

/// The ids of the transcripts that a case speaks in.
fn transcripts<'m>(material: &'m Material, case: &str) -> Vec<&'m str> {
    let documents = material.documents.iter();
    let own = documents.filter(|document| document.tally.cases.contains_key(case));
    own.map(|document| document.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    #[test]
    fn tags_are_made_and_read() {
        let material = three_people();
        assert_eq!(tag(&material, "B", "t3", 2), "{B t2}");
        assert_eq!(tag(&material, "A", "t2", 2), "{A t2 t2}");
        let vague = tags("{A t2} {A t1 t2}", &material);
        assert_eq!(vague.iter().map(|tag| tag.is_vague).collect::<Vec<_>>(), [true, false]);
        let text = "Hope. {B t2} More {A t2 t2; B t2}, {not a tag} {B t9} {Z t1} {B t1";
        let found = tags(text, &material);
        let cases: Vec<Option<&str>> = found.iter().map(|tag| tag.case.as_deref()).collect();
        assert_eq!(cases, [Some("B"), Some("A"), Some("B"), None, None]);
        assert_eq!(sources(&found), [("A".to_owned(), 1), ("B".to_owned(), 2)].into());
        assert_eq!(stripped(text), "Hope. More, {not a tag} {B t1");
        assert_eq!(stripped("a {t1 t2}{B t3}\n{B t4} b"), "a\n b");
    }
}
