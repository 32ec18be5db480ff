//! Fields of a TOML file with their places: every mistake is noted where it stands and reading goes
//! on with what is left.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Source};

/// A value of a TOML file with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// Reads fields of one file and collects what is wrong with them.
pub(super) struct Fields {
    source: Arc<Source>,
    /// What was wrong so far.
    pub(super) faults: Vec<Diagnostic>,
}

impl Fields {
    /// For a file; the mistakes of its syntax come with it.
    pub(super) fn new(source: &Arc<Source>, syntax: Vec<toml::de::Error>) -> Self {
        let mut fields = Fields { source: Arc::clone(source), faults: Vec::new() };
        for error in syntax {
            let span = error.span().unwrap_or(0..0);
            fields.fault(span, error.message(), "");
        }
        fields
    }

    /// Notes a mistake and returns it, so that help can be added.
    pub(super) fn fault(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: &str,
    ) -> &mut Diagnostic {
        let place = self.faults.len();
        self.faults.push(Diagnostic::error(message).at(&self.source, span, label));
        &mut self.faults[place]
    }

    /// Names every key of a table that is not known.
    pub(super) fn only(&mut self, table: &DeTable<'_>, place: &str, known: &[&str]) {
        let mut unknown: Vec<_> =
            table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            let name = key.get_ref();
            let told = Diagnostic::error(format!("unknown key `{name}` {place}"))
                .at(&self.source, key.span(), "")
                .did_you_mean(name, known.iter().copied());
            let told = match told.help.is_empty() {
                true => told.help(format!("the keys there are {}", known.join(", "))),
                false => told,
            };
            self.faults.push(told);
        }
    }

    /// A table.
    pub(super) fn table<'v, 't>(&mut self, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, "a table");
        }
        table
    }

    /// A text; white space at both ends does not count.
    pub(super) fn text(&mut self, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.wrong(value, "a text in quotes");
        }
        text
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, value: &Value<'_>) -> Vec<String> {
        match value.get_ref().as_array() {
            Some(array) => array.iter().filter_map(|item| self.text(item)).collect(),
            None => {
                self.wrong(value, "a list of texts, `[\"…\", \"…\"]`");
                Vec::new()
            }
        }
    }

    /// A whole number from 0 on.
    pub(super) fn count(&mut self, value: &Value<'_>) -> Option<u32> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            self.wrong(value, "a whole number from 0 on");
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, value: &Value<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value, "`true` or `false`");
        }
        flag
    }

    /// One of a few words.
    pub(super) fn choice<'w>(&mut self, value: &Value<'_>, words: &[&'w str]) -> Option<&'w str> {
        let text = self.text(value)?;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let told = Diagnostic::error(format!("`{text}` is none of {}", words.join(", ")))
                .at(&self.source, value.span(), "")
                .did_you_mean(&text, words.iter().copied());
            self.faults.push(told);
        }
        found
    }

    fn wrong(&mut self, value: &Value<'_>, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault(value.span(), format!("expected {wanted}"), &format!("this is {found}"));
    }
}
