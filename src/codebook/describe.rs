//! One code as text: what it means, when to use it, and its rules in words.
//!
//! In come a codebook, the place of a code and a width; out come lines that fit. Nothing is escaped
//! yet: who prints it does that.

use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use super::tree::Tree;
use super::{Code, Codebook, Kind, Near, Negation, Order, Rule, Unit};

/// How wide the column of names is.
const NAMES: usize = 16;

/// The narrowest text column that is kept.
const NARROWEST: usize = 20;

/// Describes one code, a line each at most `width` columns wide.
pub fn code(codebook: &Codebook, tree: &Tree, place: usize, width: usize) -> String {
    let Some(code) = codebook.codes.get(place) else { return String::new() };
    let mut sheet = Sheet { width, lines: vec![format!("{}  {}", code.id, code.label)] };
    sheet.field("kind", &format!("{}, of {}", standing(code), codebook.name));
    sheet.fields("parent", &named(codebook, tree.parent(place).as_slice()));
    sheet.fields("children", &named(codebook, tree.children(place)));
    sheet.fields("also called", &code.aliases);
    sheet.field("merged into", code.merged_into.as_deref().unwrap_or_default());
    sheet.field("excludes", &family(code));
    sheet.field("brief", &code.brief);
    sheet.field("definition", &code.definition);
    sheet.fields("use when", &code.use_when);
    sheet.fields("not when", &code.not_when);
    sheet.fields("examples", &code.examples);
    sheet.fields("not examples", &code.non_examples);
    sheet.fields("relations", &relations(codebook, code));
    sheet.field("created", &created(code));
    for (number, rule) in code.rules.iter().enumerate() {
        let weak = if rule.weak { " (weak: only proposes)" } else { "" };
        sheet.lines.push(String::new());
        sheet.lines.push(format!("rule {} {}{weak}", number + 1, rule.id));
        for (name, text) in in_words(rule) {
            sheet.field(name, &text);
        }
    }
    sheet.lines.push(String::new());
    sheet.lines.join("\n")
}

/// A rule in words: what each part is called, and what it says.
pub fn in_words(rule: &Rule) -> Vec<(&'static str, String)> {
    let every = format!("every {}", rule.unit.name());
    let place = match &rule.within {
        Some(code) => format!("{every}, inside text coded {code}"),
        None => every,
    };
    let mut words = vec![("listens to", listeners(rule)), ("looks at", place)];
    words.push(("for any of", rule.any.join(", ")));
    words.push(("for each of", rule.all.join(", ")));
    words.extend(rule.near.iter().map(|near| ("for", near_in_words(near))));
    let case = if rule.case { " (capitals matter)" } else { "" };
    let expressions = rule.regex.iter().map(|regex| format!("{regex}{case}"));
    words.extend(expressions.map(|regex| ("for the regex", regex)));
    words.push(("unless it has", rule.none.join(", ")));
    words.push(("but not in", rule.except.join(", ")));
    words.push(match rule.negation {
        Negation::Ignore => ("negated", String::new()),
        Negation::Skip => ("negated", "does not count".to_owned()),
        Negation::Only => ("negated", "alone counts".to_owned()),
    });
    if rule.min > 1 {
        words.push(("needs", format!("{} hits", rule.min)));
    }
    words.push(("codes", coded(rule)));
    words.retain(|(_, text)| !text.is_empty());
    words
}

/// A number for what the rules of a code find: SHA-256 over them in words, those of the codes that they
/// look within, and the lists. Labels and definitions do not change it.
pub fn fingerprint(codebook: &Codebook, code: &Code) -> String {
    let mut open = vec![code];
    let mut seen: Vec<&str> = Vec::new();
    let mut text = format!("{:?}", codebook.lists);
    while let Some(code) = open.pop() {
        if seen.contains(&code.id.as_str()) {
            continue;
        }
        seen.push(&code.id);
        for rule in &code.rules {
            text.push_str(&format!("\n{} {:?} {}", code.id, in_words(rule), rule.weak));
            let within = rule.within.as_deref().unwrap_or_default();
            open.extend(codebook.codes.iter().filter(|other| other.id == within));
        }
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A heading and fields below it, as in the description of a code.
pub fn fields(heading: &str, fields: &[(&str, String)], width: usize) -> String {
    let mut sheet = Sheet { width, lines: vec![heading.to_owned()] };
    for (name, text) in fields {
        sheet.field(name, text);
    }
    sheet.lines.push(String::new());
    sheet.lines.join("\n")
}

fn listeners(rule: &Rule) -> String {
    let people = match rule.speaker.as_deref() {
        None => "everybody but interviewers".to_owned(),
        Some(names) if names.iter().any(|name| name == "*") => "everybody".to_owned(),
        Some(names) => names.join(" or "),
    };
    let conditions: Vec<String> = rule
        .conditions
        .iter()
        .map(|(attribute, values)| format!("{attribute} is {}", values.join(" or ")))
        .collect();
    match conditions.is_empty() {
        true => people,
        false => format!("{people} where {}", conditions.join(" and ")),
    }
}

fn near_in_words(near: &Near) -> String {
    let side = match near.order {
        Order::Before => "before",
        Order::After => "after",
        Order::Any => "before or after",
    };
    let words = match near.words {
        0 => "right".to_owned(),
        1 => "at most 1 word".to_owned(),
        words => format!("at most {words} words"),
    };
    format!("{} … {words} {side} … {}", near.this.join(", "), near.with.join(", "))
}

fn coded(rule: &Rule) -> String {
    let what = match rule.code {
        Unit::Match => "the words found".to_owned(),
        other => format!("the {}", other.name()),
    };
    match rule.context {
        [0, 0] => what,
        [before, 0] => format!("{what}, with {before} before"),
        [0, after] => format!("{what}, with {after} after"),
        [before, after] => format!("{what}, with {before} before and {after} after"),
    }
}

/// Kind, life and origin in one line.
pub fn standing(code: &Code) -> String {
    let kind = match code.kind {
        Kind::Core => "core category",
        other => other.name(),
    };
    let origin = code.origin.map(|origin| origin.name().to_owned());
    let cycle = code.cycle.map(|cycle| format!("{} coding", cycle.name()));
    let heading = (!code.codable).then(|| "a heading, not coded itself".to_owned());
    let mut parts = vec![kind.to_owned(), code.status.name().to_owned()];
    parts.extend([origin, cycle, heading].into_iter().flatten());
    parts.join(", ")
}

fn family(code: &Code) -> String {
    match &code.exclusive {
        Some(family) => format!("other codes of the family {family} in the same sentence"),
        None => String::new(),
    }
}

fn created(code: &Code) -> String {
    let by = code.created_by.as_ref().map(|person| format!("by {person}"));
    [code.created.clone(), by].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn named(codebook: &Codebook, places: &[usize]) -> Vec<String> {
    places
        .iter()
        .filter_map(|&place| codebook.codes.get(place))
        .map(|code| format!("{}  {}", code.id, code.label))
        .collect()
}

/// The relations of a code, a line each.
pub fn relations(codebook: &Codebook, code: &Code) -> Vec<String> {
    codebook
        .relations
        .iter()
        .filter(|relation| relation.from == code.id || relation.to == code.id)
        .map(|relation| {
            let note = relation.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
            format!("{} {} {}{note}", relation.from, relation.kind, relation.to)
        })
        .collect()
}

/// Lines in two columns: names and texts.
struct Sheet {
    width: usize,
    lines: Vec<String>,
}

impl Sheet {
    /// Adds a name with its text, folded to the width. No text, no line.
    fn field(&mut self, name: &str, text: &str) {
        let room = self.width.saturating_sub(NAMES + 2).max(NARROWEST);
        let mut name = name;
        for line in folded(text, room) {
            self.lines.push(format!("  {name:<NAMES$}{line}").trim_end().to_owned());
            name = "";
        }
    }

    /// Adds a name with several texts, each on a line of its own.
    fn fields(&mut self, name: &str, texts: &[String]) {
        let mut name = name;
        for text in texts {
            self.field(name, text);
            name = "";
        }
    }
}

/// A text in lines of at most so many columns; a longer word has a line for itself.
fn folded(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::parse::parse;

    const WHOLE: &str = include_str!("../../tests/codebooks/whole.toml");

    #[test]
    fn a_code_is_described_with_its_rules_in_words() {
        let book = parse("care.toml", WHOLE).unwrap().codebook;
        let text = code(&book, &Tree::new(&book), 1, 72);
        insta::assert_snapshot!(text, @r###"
        bond.trust  Trust
          kind            category, active, in-vivo, focused coding, of Care at
                          home
          parent          bond The bond
          also called     trust
          excludes        other codes of the family tone in the same sentence
          brief           Somebody is relied on.
          definition      Somebody is relied on, also against the odds.
          use when        A person is relied on
          not when        A trust fund
          examples        I trust the ward.
          not examples    The trust fund pays.
          relations       doubt precedes bond.trust (Ours.)
          created         2026-02-11 by ana

        rule 1 trust-1 (weak: only proposes)
          listens to      everybody where group is clients or staff and wave is
                          2
          looks at        every turn
          for any of      trust* the @ward, ~believe in ... us, count on *
          unless it has   not my job
          but not in      trust fund
          negated         does not count
          needs           2 hits
          codes           the sentence, with 1 after

        rule 2 bond.trust-2
          listens to      participant
          looks at        every sentence, inside text coded doubt
          for each of     信任, wom?n
          for             @ward … at most 3 words before … safe, at ease
          for the regex   \b\d+\s*years?\b (capitals matter)
          codes           the words found
        "###);
    }

    #[test]
    fn only_what_rules_find_changes_their_number() {
        let number = |from: &str, to: &str| {
            let book = parse("care.toml", &WHOLE.replace(from, to)).unwrap().codebook;
            fingerprint(&book, &book.codes[1])
        };
        let first = number("", "");
        assert_eq!(first, number("Somebody is relied on, also", "Somebody is trusted, also"));
        assert_ne!(first, number("trust*", "trusts*"));
    }

    #[test]
    fn texts_are_folded_to_the_width() {
        assert_eq!(folded("one two  three\nfour", 9), ["one two", "three", "four"]);
        assert_eq!(folded("信任信任 a", 4), ["信任信任", "a"]);
        assert!(folded(" ", 9).is_empty());
    }
}
