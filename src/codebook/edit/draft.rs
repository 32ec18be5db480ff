//! A codebook that is being changed: which bytes are replaced by what, and which codes went where.

use std::ops::Range;

use super::Edited;
use super::layout::Layout;
use crate::codebook::Step;
use crate::codebook::parse::{Parsed, as_id, parse};
use crate::codebook::tree::Tree;
use crate::diagnostic::{Diagnostic, Outcome};

/// A codebook that is being changed.
pub(super) struct Draft<'p> {
    pub(super) parsed: &'p Parsed,
    pub(super) tree: Tree,
    pub(super) layout: Layout<'p>,
    /// What codes went where, in order.
    pub(super) steps: Vec<Step>,
    /// What else is to be said.
    pub(super) told: Vec<String>,
    changes: Vec<(Range<usize>, String)>,
}

impl<'p> Draft<'p> {
    /// Begins a change.
    pub(super) fn of(parsed: &'p Parsed) -> Outcome<Self> {
        let source = &parsed.places.source;
        let Some(layout) = Layout::of(&source.text) else {
            let told = Diagnostic::error("this codebook cannot be changed by command");
            return Err(vec![told.in_file(source.name.clone()).help("change it in an editor")]);
        };
        let tree = Tree::new(&parsed.codebook);
        let (steps, told, changes) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Draft { parsed, tree, layout, steps, told, changes })
    }

    /// The text of the file as it was.
    pub(super) fn text(&self) -> &'p str {
        &self.parsed.places.source.text
    }

    /// The id of the code at a place.
    pub(super) fn id(&self, place: usize) -> &'p str {
        self.parsed.codebook.codes.get(place).map_or("", |code| code.id.as_str())
    }

    /// The place of the code of that id or alias.
    pub(super) fn code(&self, name: &str) -> Outcome<usize> {
        let found = self.tree.resolve(name);
        found.map_err(|told| vec![told.help("`emic codebook list` lists all codes")])
    }

    /// Looks whether an id can be given to a new code; `own` is the code that may have had it.
    pub(super) fn new_id(&self, id: &str, own: Option<usize>) -> Outcome<()> {
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        if !id.starts_with(|c: char| c.is_ascii_alphanumeric()) || !id.chars().all(is_part) {
            let told = Diagnostic::error(format!("`{id}` cannot be the id of a code"));
            let better = as_id(id);
            let told = told.help("ids have small letters, digits, `.`, `_` and `-`");
            return Err(vec![match better.is_empty() {
                true => told,
                false => told.help(format!("write `{better}`")),
            }]);
        }
        match self.tree.find(id) {
            Some(other) if Some(other) == own && self.id(other) != id => Ok(()),
            Some(other) => {
                let (is, span) = match (self.id(other) == id, self.parsed.places.codes.get(other)) {
                    (true, place) => ("the id", place.map(|place| place.id.clone())),
                    (false, place) => ("a former id", place.map(|place| place.id.clone())),
                };
                let told = Diagnostic::error(format!("`{id}` is {is} of a code already"));
                let source = &self.parsed.places.source;
                let told = told
                    .at(source, span.unwrap_or_default(), "this code")
                    .help("an id is never used again; choose another")
                    .help(format!(
                        "to make one code of two: `emic codebook merge CODE --into {}`",
                        self.id(other)
                    ));
                Err(vec![told])
            }
            None => Ok(()),
        }
    }

    /// Replaces bytes.
    pub(super) fn replace(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.changes.push((span, text.into()));
    }

    /// Replaces a text in quotes by another, in the quotes that it has.
    pub(super) fn requote(&mut self, span: Range<usize>, new: &str) {
        let old = self.text().get(span.clone()).unwrap_or_default();
        let quote = if old.starts_with('\'') { '\'' } else { '"' };
        self.replace(span, format!("{quote}{new}{quote}"));
    }

    /// Inserts whole lines before the line that begins at a byte.
    pub(super) fn insert_lines(&mut self, at: usize, lines: &str) {
        let newline = self.layout.newline();
        let is_open = at > 0 && !self.text().get(..at).unwrap_or_default().ends_with('\n');
        let text = lines.replace('\n', newline);
        self.replace(at..at, if is_open { format!("{newline}{text}") } else { text });
    }

    /// Gives a code a field, a value in TOML; one that it has is replaced.
    pub(super) fn set(&mut self, code: usize, key: &str, value: &str) {
        if let Some(span) = self.layout.field("code", code, key) {
            return self.replace(span, value);
        }
        let Some(id) = self.parsed.places.codes.get(code).map(|place| place.id.clone()) else {
            return;
        };
        // Set like the line of the id: the same indent, the same column for `=`.
        let line = self.text().get(self.layout.line_start(id.start)..id.start).unwrap_or_default();
        let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        let width = line.find('=').map_or(0, |at| at.saturating_sub(indent.len()));
        let width = width.max(key.len() + 1);
        let at = self.layout.line_end(id.end);
        self.insert_lines(at, &format!("{indent}{key:<width$}= {value}\n"));
    }

    /// Takes a field from a code, with its line.
    pub(super) fn unset(&mut self, code: usize, key: &str) {
        if let Some(span) = self.layout.field("code", code, key) {
            let line = self.layout.line_start(span.start)..self.layout.line_end(span.end - 1);
            self.replace(line, "");
        }
    }

    /// Adds texts at the end of an array; spacing and remarks in it stay.
    pub(super) fn push(&mut self, array: Range<usize>, last: Option<Range<usize>>, new: &[String]) {
        let new: Vec<String> = new.iter().map(|text| quoted(text)).collect();
        match last {
            Some(last) => self.replace(last.end..last.end, format!(", {}", new.join(", "))),
            None => self.replace(array, format!("[{}]", new.join(", "))),
        }
    }

    /// Leads every reference from one id to another: parents, `within`, `merged_into`, relations.
    pub(super) fn lead(&mut self, old: &str, new: &str) {
        let places = &self.parsed.places;
        let of_codes = places.codes.iter().flat_map(|code| {
            let within = code.rules.iter().filter_map(|rule| rule.within.as_ref());
            code.parent.iter().chain(&code.merged_into).chain(within)
        });
        let of_relations = places.relations.iter().flat_map(|one| [&one.from, &one.to]);
        let spans: Vec<Range<usize>> = of_codes.chain(of_relations).cloned().collect();
        for span in spans {
            if self.said(&span) == old {
                self.requote(span, new);
            }
        }
    }

    /// What a text in quotes says; ids need no escapes.
    pub(super) fn said(&self, span: &Range<usize>) -> &'p str {
        self.text().get(span.clone()).unwrap_or_default().trim_matches(['"', '\''])
    }

    /// Notes where codes went.
    pub(super) fn step(&mut self, op: &str, from: &[&str], to: &[&str]) {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        self.steps.push(Step { op: op.to_owned(), from: owned(from), to: owned(to) });
    }

    /// The file after all changes, if it still reads as a codebook.
    pub(super) fn finish(mut self) -> Outcome<Edited> {
        let version = self.record();
        self.changes.sort_by_key(|(span, _)| (span.start, span.end));
        let source = &self.parsed.places.source;
        let (mut text, mut at) = (String::with_capacity(source.text.len() + 256), 0);
        for (span, new) in &self.changes {
            // A place inside what was replaced before is gone already.
            if span.start < at {
                continue;
            }
            text.push_str(source.text.get(at..span.start).unwrap_or_default());
            text.push_str(new);
            at = span.end;
        }
        text.push_str(source.text.get(at..).unwrap_or_default());
        match parse(&source.name, &text) {
            Ok(_) => Ok(Edited { text, version, told: self.told }),
            Err(mut faults) => {
                let told = Diagnostic::error("after this change the codebook could not be read");
                let told = told.in_file(source.name.clone());
                faults.push(told.help("nothing was written; the lines above are those to be"));
                Err(faults)
            }
        }
    }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
