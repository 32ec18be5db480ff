//! A codebook that somebody wrote in Markdown.
//!
//! In comes a page: the first heading of the first level is its title, every other a code, below the
//! heading of the level before. What stands below a name in bold (`**When to use**`), or behind one
//! (`When to use: …`), is that field; what stands below no name is the definition.

use std::collections::BTreeMap;

use super::columns::{Field, field};
use super::made::Entry;
use super::markdown::{LISTS, is_meant};
use super::sheet::{code, finish};
use super::{Input, Taken};
use crate::diagnostic::Outcome;

/// Whether it is Markdown, by its name.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    input.ends(&["md", "markdown"]) && !input.bytes.contains(&0)
}

/// A code that is being read.
struct Open {
    line: usize,
    level: usize,
    label: String,
    cells: BTreeMap<Field, String>,
    /// The field that the next lines belong to.
    field: Field,
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Taken> {
    let text = input.text();
    let mut taken = Taken::default();
    let mut all: Vec<Open> = Vec::new();
    let mut has_title = false;
    let headings = text.lines().filter_map(heading).filter(|(level, _)| *level == 1).count();
    for (place, line) in text.lines().enumerate() {
        if let Some((level, label)) = heading(line) {
            // Where every code is of the first level, none of them is a title.
            if level == 1 && headings == 1 && all.is_empty() && !has_title {
                has_title = true;
                taken.codebook.name = label;
            } else {
                let label = label.trim_matches('`').to_owned();
                let (cells, field) = (BTreeMap::new(), Field::Definition);
                all.push(Open { line: place + 1, level, label, cells, field });
            }
            continue;
        }
        match all.last_mut() {
            Some(open) => open.line(line),
            None => head(line, &mut taken),
        }
    }
    let mut entries: Vec<Entry> = Vec::new();
    // The codes that stand above the next one: how deep, and by which name.
    let mut above: Vec<(usize, String)> = Vec::new();
    for open in all {
        let (mut entry, odd) = code(&open.cells);
        for odd in odd {
            taken.told.push(input.odd(open.line, format!("{odd} is not known and left out")));
        }
        entry.code.label = open.label;
        if entry.name.is_empty() {
            entry.name.clone_from(&entry.code.label);
        }
        while above.last().is_some_and(|(level, _)| *level >= open.level) {
            above.pop();
        }
        if entry.parent.is_none() {
            let parent = above.last().map(|(_, name)| name.clone());
            entry.parent = Some(parent.unwrap_or_default());
        }
        above.push((open.level, entry.name.clone()));
        entries.push(entry);
    }
    finish(entries, input, taken)
}

/// `## Trust`: its level and what it says.
fn heading(line: &str) -> Option<(usize, String)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(level..)?.strip_prefix(' ')?.trim();
    let stem = rest.trim_end_matches('#');
    let label = match (stem.len() < rest.len(), stem.strip_suffix('\\')) {
        // `## C \#` ends in a sign, `## C#` too; `## C ##` is closed by them.
        (true, Some(stem)) => format!("{stem}{}", rest.get(stem.len() + 1..)?),
        (true, None) if stem.is_empty() || stem.ends_with(' ') => stem.trim().to_owned(),
        _ => rest.to_owned(),
    };
    ((1..=6).contains(&level) && !label.is_empty()).then_some((level, label))
}

/// A line below the title.
fn head(line: &str, taken: &mut Taken) {
    let Some((key, text)) = line.strip_prefix("- ").and_then(|rest| rest.split_once(':')) else {
        return;
    };
    let text = text.trim().to_owned();
    let book = &mut taken.codebook;
    match key.trim() {
        "id" => book.id = text,
        "version" => book.version = text,
        "date" => book.date = Some(text),
        "language" => book.language = text,
        "approach" => book.approach = Some(text),
        "source" => book.source = Some(text),
        _ => {}
    }
}

impl Open {
    fn line(&mut self, line: &str) {
        if let Some(found) = named(line) {
            self.field = found;
            return;
        }
        // Short fields stand in a list directly below the heading, others may have their name
        // before a colon.
        let is_list = LISTS.contains(&self.field);
        let said = line.strip_prefix("- ").unwrap_or(line);
        if let Some((key, text)) = said.split_once(':')
            && let Some(found) = field(key.trim_matches('*'))
            && !(is_list && line.starts_with(['-', ' ']))
            && !line.starts_with('\\')
            && key.len() < 40
        {
            let text = text.trim_start_matches('*').trim();
            let text = match found {
                Field::Aliases => text.replace("; ", "\n"),
                _ => text.to_owned(),
            };
            self.cells.insert(found, text);
            self.field = if line.starts_with("- ") { Field::Definition } else { found };
            return;
        }
        let cell = self.cells.entry(self.field).or_default();
        let line = match line.strip_prefix('\\').filter(|rest| is_meant(rest)) {
            Some(rest) => rest,
            None => line,
        };
        if cell.is_empty() && line.trim().is_empty() {
            return;
        }
        if !cell.is_empty() {
            cell.push('\n');
        }
        cell.push_str(line);
    }
}

/// `**When to use**`, `**When to use:**`.
fn named(line: &str) -> Option<Field> {
    let name = line.trim_end().strip_prefix("**")?.strip_suffix("**")?;
    field(name)
}

#[cfg(test)]
mod tests {
    use super::super::{markdown, read};
    use super::*;
    use crate::codebook::parse::parse;
    use crate::codebook::{Code, Codebook};

    #[test]
    fn a_page_comes_back_as_the_codebook_it_was() {
        let text = include_str!("../../../tests/codebooks/whole.toml");
        let mut before = parse("w.toml", text).unwrap().codebook;
        before.codes[1].definition = "One.\n\n# two\n- three\n\\four\nUse: five".into();
        before.codes[1].examples = vec!["a: b\nc".into(), "use: d".into(), "**Label**".into()];
        let page = markdown(&before);
        let input = Input { name: "w.md", bytes: page.as_bytes() };
        let after = read(&input).unwrap().1.codebook;
        for (before, after) in before.codes.iter().zip(&after.codes) {
            let mut before = before.clone();
            before.rules.clear();
            assert_eq!(*after, before, "{page}");
        }
        assert_eq!(
            (after.name, after.version, after.source),
            (before.name, before.version, before.source)
        );
    }

    #[test]
    fn a_label_may_end_in_what_closes_a_heading() {
        for label in ["C#", "C #", "##", "a \\#", "\\#", "issue #4"] {
            let code = Code { id: "c".into(), label: label.into(), ..Code::default() };
            let book = Codebook { codes: vec![code], ..Codebook::default() };
            let page = markdown(&Codebook { name: label.into(), ..book });
            let input = Input { name: "w.md", bytes: page.as_bytes() };
            let after = read(&input).unwrap().1.codebook;
            assert_eq!((after.codes[0].label.as_str(), after.name.as_str()), (label, label));
        }
        assert_eq!(heading("## Trust ##"), Some((2, "Trust".to_owned())));
        assert_eq!(heading("## ##"), None);
    }

    #[test]
    fn a_page_of_somebody_else_is_read() {
        let page = "# Codes\n\nWe met twice.\n\n## Trust\n\nRelying on people.\n\n### Gain\n\
                    **When to use:** it grows\n\n## Hope\nExample: it will be fine\n";
        let input = Input { name: "w.md", bytes: page.as_bytes() };
        let codes = read(&input).unwrap().1.codebook.codes;
        assert_eq!(codes[0].definition, "Relying on people.");
        assert_eq!((codes[1].id.as_str(), codes[1].parent.as_deref()), ("gain", Some("trust")));
        assert_eq!(codes[1].use_when, ["it grows"]);
        assert_eq!(codes[2].examples, ["it will be fine"]);
    }
}
