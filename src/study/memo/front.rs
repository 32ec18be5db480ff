//! The front matter of a memo: TOML between two lines `+++`.
//!
//! In comes the file, out comes the memo, or all that is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::{Kind, Link, Memo};
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::study::fields::{Fields, Value};

/// The line above and below the front matter.
const FENCE: &str = "+++";
/// What it can say.
const KEYS: [&str; 9] =
    ["title", "type", "date", "author", "codes", "codings", "cases", "transcripts", "study"];

/// Reads a memo of that name.
pub fn parse(name: &str, source: &Arc<Source>) -> Outcome<Memo> {
    let text = source.text.as_str();
    let (front, words) = parts(source).map_err(|told| vec![told])?;
    // The fence is blanked and not cut away, so that places stay those of the file.
    let toml = format!("{}{}", " ".repeat(front.start), text.get(front).unwrap_or_default());
    let (root, syntax) = DeTable::parse_recoverable(&toml);
    let mut fields = Fields::new(source, syntax);
    let table = root.get_ref();
    fields.only(table, "in the front matter of a memo", &KEYS);
    let mut memo = Memo {
        name: name.to_owned(),
        title: name.to_owned(),
        text: text.get(words).unwrap_or_default().to_owned(),
        source: Some(Arc::clone(source)),
        ..Memo::default()
    };
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "title" => memo.title = filled(fields.text(value)).unwrap_or(memo.title),
            "type" => {
                let kinds = Kind::ALL.map(Kind::name);
                let named = fields.choice(value, &kinds);
                let kind = Kind::ALL.into_iter().find(|kind| Some(kind.name()) == named);
                memo.kind = kind.unwrap_or_default();
            }
            "date" => memo.date = date(&mut fields, value),
            "author" => memo.author = filled(fields.text(value)),
            "codes" => memo.codes = links(&mut fields, value),
            "codings" => memo.codings = links(&mut fields, value),
            "cases" => memo.cases = links(&mut fields, value),
            "transcripts" => memo.transcripts = links(&mut fields, value),
            "study" => memo.study = fields.flag(value).unwrap_or_default(),
            _ => {}
        }
    }
    if fields.faults.is_empty() && !table.contains_key("type") {
        let kinds = Kind::ALL.map(Kind::name).join(", ");
        let told = fields.fault(0..FENCE.len(), "this memo has no `type`", "");
        told.help.push(format!("add `type = \"theoretical\"`; the types are {kinds}"));
    }
    let mut faults = fields.faults;
    faults.sort_by_key(|told| told.labels.first().map_or(0, |label| label.span.start));
    if faults.is_empty() { Ok(memo) } else { Err(faults) }
}

/// The bytes of the front matter and of the words.
fn parts(source: &Arc<Source>) -> Result<(Range<usize>, Range<usize>), Diagnostic> {
    let text = source.text.as_str();
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let after = at + line.len();
        match (line.trim_end() == FENCE, start) {
            (true, None) => start = Some(after),
            (true, Some(start)) => return Ok((start..at, after..text.len())),
            (false, None) => break,
            (false, Some(_)) => {}
        }
        at = after;
    }
    let told = match start {
        None => Diagnostic::error("this memo has no front matter"),
        Some(_) => Diagnostic::error("the front matter of this memo does not end"),
    };
    let first = text.split_inclusive('\n').next().unwrap_or_default().trim_end().len();
    Err(told.at(source, 0..first, "").help(
        "a memo begins with a line `+++`, then `title = \"…\"` and `type = \"…\"`, then `+++`",
    ))
}

/// A day, as TOML's date or in quotes.
fn date(fields: &mut Fields, value: &Value<'_>) -> Option<String> {
    if let DeValue::Datetime(date) = value.get_ref() {
        return Some(date.to_string());
    }
    let text = fields.text(value)?;
    let is_date = text.parse::<toml::value::Datetime>().is_ok_and(|date| date.date.is_some());
    if !is_date {
        let told = fields.fault(value.span(), format!("`{text}` is no date"), "");
        told.help.push("write `date = 2026-03-01`".to_owned());
    }
    is_date.then_some(text)
}

/// One name or a list of names, each with its place.
fn links(fields: &mut Fields, value: &Value<'_>) -> Vec<Link> {
    let items = match value.get_ref().as_array() {
        Some(items) => items.iter().collect(),
        None => vec![value],
    };
    let link = |item: &Value<'_>| Some(Link { name: fields.text(item)?, span: item.span() });
    items.into_iter().filter_map(link).filter(|link| !link.name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<Diagnostic> {
        let source = Arc::new(Source { name: "memos/a.md".into(), text: text.into() });
        parse("a", &source).unwrap_err()
    }

    #[test]
    fn all_mistakes_are_told_at_their_places() {
        let text =
            "+++\ntyp = \"code\"\ntype = \"theoretic\"\ndate = \"March\"\ncodes = [3]\n+++\nx";
        let told = told(text);
        let messages: Vec<&str> = told.iter().map(|told| told.message.as_str()).collect();
        assert_eq!(messages[0], "unknown key `typ` in the front matter of a memo");
        assert!(messages[1].starts_with("`theoretic` is none of code, theoretical"));
        assert_eq!(messages[2], "`March` is no date");
        assert_eq!(messages.len(), 4);
        assert_eq!(told[1].help, ["did you mean `theoretical`?"]);
        assert_eq!(&text[told[2].labels[0].span.clone()], "\"March\"");
    }

    #[test]
    fn a_memo_without_front_matter_is_told() {
        assert_eq!(told("# Title\n")[0].message, "this memo has no front matter");
        assert_eq!(told("")[0].message, "this memo has no front matter");
        let open = told("+++\ntype = \"code\"\n");
        assert_eq!(open[0].message, "the front matter of this memo does not end");
        assert_eq!(told("+++\ntitle = \"x\"\n+++\n")[0].message, "this memo has no `type`");
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "(\\+\\+\\+\r?\n|[a-z]{0,5} ?= ?\"?é?\"?\n|é){0,8}") {
            let _ = parse("a", &Arc::new(Source { name: "a".into(), text }));
        }
    }
}
