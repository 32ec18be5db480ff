//! One table of the file, read key by key.
//!
//! In comes a TOML table and the keys that it may have; out come typed values, each with its place.
//! A key that does not belong, a value of the wrong type or a word that is not among the choices
//! is a finding, and reading goes on.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::Findings;
use crate::codebook::places::Span;

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

/// A kind of table: what people call it and which keys it may have.
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static str],
}

/// A table that is being read.
pub(super) struct Fields<'t> {
    findings: &'t Findings,
    table: &'t DeTable<'t>,
    shape: &'static Shape,
    pub(super) span: Span,
}

impl<'t> Fields<'t> {
    /// Begins to read a table; keys that do not belong are found at once.
    pub(super) fn new(
        findings: &'t Findings,
        table: &'t DeTable<'t>,
        span: Span,
        shape: &'static Shape,
    ) -> Self {
        let fields = Fields { findings, table, shape, span };
        for key in table.keys().filter(|key| !shape.keys.contains(&key.get_ref().as_ref())) {
            fields.unknown(key.get_ref(), key.span());
        }
        fields
    }

    fn unknown(&self, key: &str, span: Span) {
        let name = self.shape.name;
        let error = self.findings.error(
            span,
            format!("unknown key `{key}` in {name}"),
            format!("not a key of {name}"),
        );
        let (error, is_near) = self.findings.suggest(error, key, self.shape.keys.iter().copied());
        let elsewhere = super::shapes().into_iter().find(|shape| shape.keys.contains(&key));
        self.findings.add(match (meant(key), elsewhere) {
            _ if is_near => error,
            (Some(word), _) if self.shape.keys.contains(&word) => {
                error.help(format!("did you mean `{word}`?"))
            }
            (_, Some(shape)) => error.help(format!("`{key}` belongs in {}", shape.name)),
            _ => error.help(format!("the keys are {}", list(self.shape.keys.iter().copied()))),
        });
    }

    /// The value of a key, whatever it is.
    pub(super) fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// Whether the table has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text. An empty one is as good as none.
    pub(super) fn text(&self, key: &str) -> Option<Placed<String>> {
        let text = self.string(&ticks(key), self.value(key)?)?;
        (!text.value.trim().is_empty()).then_some(text)
    }

    /// A text that must be there.
    pub(super) fn required(&self, key: &str) -> Option<Placed<String>> {
        let Some(value) = self.value(key) else {
            self.missing(key, &format!("{key} = \"…\""));
            return None;
        };
        let text = self.string(&ticks(key), value)?;
        if text.value.trim().is_empty() {
            let error = self.findings.error(text.span, format!("`{key}` is empty"), "");
            self.findings.add(error);
            return None;
        }
        Some(text)
    }

    /// Says that a key is missing, and how it is written.
    pub(super) fn missing(&self, key: &str, example: &str) {
        let message = format!("`{key}` is missing in {}", self.shape.name);
        let error = self.findings.error(self.span.clone(), message, "");
        self.findings.add_absence(error.help(format!("add `{example}`")));
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str) -> Vec<Placed<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| self.string(&entry_of(key), item)).collect()
            }
            DeValue::String(_) => {
                let written = self.findings.text(&value.span()).to_owned();
                self.wrong_with(
                    &ticks(key),
                    value,
                    "a list of strings",
                    &format!("write `[{written}]`"),
                );
                Vec::new()
            }
            _ => {
                self.wrong(&ticks(key), value, "a list of strings");
                Vec::new()
            }
        }
    }

    /// One text or a list of texts.
    pub(super) fn text_or_texts(&self, key: &str) -> Vec<Placed<String>> {
        match self.value(key) {
            Some(value) if value.get_ref().is_str() => {
                self.string(&ticks(key), value).into_iter().collect()
            }
            _ => self.texts(key),
        }
    }

    /// A date, as TOML's own or as a text.
    pub(super) fn date(&self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Datetime(date) => Some(date.to_string()),
            DeValue::String(text) => (!text.trim().is_empty()).then(|| text.to_string()),
            _ => {
                self.wrong_with(&ticks(key), value, "a date", "write it as 2026-02-11");
                None
            }
        }
    }

    /// Yes or no.
    pub(super) fn flag(&self, key: &str) -> Option<Placed<bool>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Placed { value: *flag, span: value.span() }),
            _ => {
                self.wrong(&ticks(key), value, "true or false");
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn number(&self, key: &str, range: RangeInclusive<i64>) -> Option<Placed<i64>> {
        self.number_in(key, self.value(key)?, range)
    }

    /// Two whole numbers.
    pub(super) fn pair(&self, key: &str, range: RangeInclusive<i64>) -> Option<Placed<[i64; 2]>> {
        let value = self.value(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_with(&ticks(key), value, "two numbers", &format!("write `{key} = [0, 1]`"));
            return None;
        };
        let numbers: Vec<i64> = items
            .iter()
            .filter_map(|item| self.number_in(key, item, range.clone()))
            .map(|number| number.value)
            .collect();
        if items.len() != 2 {
            let message = format!("`{key}` has two numbers, not {}", items.len());
            let error = self.findings.error(value.span(), message, "");
            self.findings.add(error.help(format!("write `{key} = [0, 1]`")));
        }
        match numbers.as_slice() {
            &[before, after] => Some(Placed { value: [before, after], span: value.span() }),
            _ => None,
        }
    }

    fn number_in(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        range: RangeInclusive<i64>,
    ) -> Option<Placed<i64>> {
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong(&ticks(key), value, "a whole number");
            return None;
        };
        let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
        if let Some(number) = number.filter(|number| range.contains(number)) {
            return Some(Placed { value: number, span: value.span() });
        }
        let (least, most) = range.into_inner();
        let message = format!("`{key}` must lie between {least} and {most}");
        self.findings.add(self.findings.error(value.span(), message, ""));
        None
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let word = self.string(&ticks(key), self.value(key)?)?;
        let found = choices.iter().find(|(name, _)| *name == word.value);
        if let Some((_, choice)) = found {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let error = self.findings.error(
            word.span,
            format!("unknown value `{}` for `{key}`", word.value),
            format!("expected {}", one_of(&names)),
        );
        let (error, _) = self.findings.suggest(error, &word.value, names);
        self.findings.add(error);
        None
    }

    /// The tables of a key: `[[key]]`.
    pub(super) fn tables(&self, key: &str, shape: &'static Shape) -> Vec<Fields<'t>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            let help = match shape.name.starts_with("`[[") {
                true => format!("write {}, with two brackets", shape.name),
                false => format!("write `{key} = [{{ … }}]`"),
            };
            self.wrong_with(&ticks(key), value, "a list of tables", &help);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.table_in(key, item, shape)).collect()
    }

    /// The table of a key: `[key]`.
    pub(super) fn table(&self, key: &str, shape: &'static Shape) -> Option<Fields<'t>> {
        self.table_in(key, self.value(key)?, shape)
    }

    /// A table whose keys are names that the researcher chose, with their places.
    pub(super) fn names(&self, key: &str) -> Vec<(Placed<&'t str>, &'t Spanned<DeValue<'t>>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(&ticks(key), value, "a table");
            return Vec::new();
        };
        table
            .iter()
            .map(|(name, value)| {
                (Placed { value: name.get_ref().as_ref(), span: name.span() }, value)
            })
            .collect()
    }

    fn table_in(
        &self,
        key: &str,
        value: &'t Spanned<DeValue<'t>>,
        shape: &'static Shape,
    ) -> Option<Fields<'t>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(&ticks(key), value, "a table");
            return None;
        };
        Some(Fields::new(self.findings, table, value.span(), shape))
    }

    /// The text of a value that must be one.
    pub(super) fn string(
        &self,
        what: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Placed<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Placed { value: text.to_string(), span: value.span() }),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
                let written = self.findings.text(&value.span()).trim().to_owned();
                let help = format!("put it in quotes: `\"{written}\"`");
                self.wrong_with(what, value, "a string", &help);
                None
            }
            _ => {
                self.wrong(what, value, "a string");
                None
            }
        }
    }

    /// Says that a value is of the wrong type. `what` it is the value of: a key, in backticks.
    pub(super) fn wrong(&self, what: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        self.wrong_with(what, value, expected, "");
    }

    fn wrong_with(&self, what: &str, value: &Spanned<DeValue<'_>>, expected: &str, help: &str) {
        let is = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a number",
            DeValue::Float(_) => "a decimal number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("{what} must be {expected}, not {is}");
        let error = self.findings.error(value.span(), message, format!("expected {expected}"));
        self.findings.add(if help.is_empty() { error } else { error.help(help) });
    }
}

/// What a key is called here that other tools, other spellings and older drafts call otherwise.
fn meant(key: &str) -> Option<&'static str> {
    let meant = [
        ("title", "name"),
        ("name", "label"),
        ("color", "colour"),
        ("description", "definition"),
        ("include", "use_when"),
        ("inclusion", "use_when"),
        ("exclude", "not_when"),
        ("exclusion", "not_when"),
        ("level", "kind"),
        ("pattern", "any"),
        ("patterns", "any"),
        ("phrase", "any"),
        ("unless", "none"),
        ("not", "none"),
        ("and", "all"),
        ("or", "any"),
        ("doi", "source"),
        ("model", "approach"),
        ("author", "created_by"),
        ("distance", "words"),
    ];
    meant.into_iter().find(|(other, _)| *other == key).map(|(_, ours)| ours)
}

fn ticks(key: &str) -> String {
    format!("`{key}`")
}

/// An entry of a list, for saying that it is of the wrong type.
pub(super) fn entry_of(key: &str) -> String {
    format!("every entry of `{key}`")
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn one_of(names: &[&str]) -> String {
    match names {
        [head @ .., last] if !head.is_empty() => {
            format!("{} or `{last}`", list(head.iter().copied()))
        }
        _ => list(names.iter().copied()),
    }
}
