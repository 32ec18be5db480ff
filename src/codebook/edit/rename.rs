//! A code gets another id.

use super::Edited;
use super::draft::{Draft, quoted};
use crate::codebook::parse::Parsed;
use crate::diagnostic::{Diagnostic, Outcome};

/// Gives a code another id and, where wanted, another label. The old id stays as an alias.
pub fn rename(parsed: &Parsed, old: &str, new: &str, label: Option<&str>) -> Outcome<Edited> {
    let mut draft = Draft::of(parsed)?;
    let code = draft.code(old)?;
    let old = draft.id(code);
    if old == new && label.is_none() {
        return Err(vec![Diagnostic::error(format!("the code is called `{new}` already"))]);
    }
    if old != new {
        draft.new_id(new, Some(code))?;
        draft.rename(code, new);
        draft.step("rename", &[old], &[new]);
    }
    if let Some(label) = label {
        draft.set(code, "label", &quoted(label));
    }
    draft.finish()
}

impl Draft<'_> {
    /// Changes the id of a code, with its aliases and all that refers to it.
    pub(super) fn rename(&mut self, code: usize, new: &str) {
        let old = self.id(code);
        let Some(place) = self.parsed.places.codes.get(code) else { return };
        let Some(known) = self.parsed.codebook.codes.get(code) else { return };
        self.requote(place.id.clone(), new);
        self.lead(old, new);
        // A code that gets a former id back is no alias of itself.
        match known.aliases.iter().position(|alias| alias == new) {
            Some(own) => {
                if let Some(span) = place.aliases.get(own) {
                    self.requote(span.clone(), old);
                }
            }
            None => match self.layout.field("code", code, "aliases") {
                Some(array) => {
                    self.push(array, place.aliases.last().cloned(), &[old.to_owned()]);
                }
                None => self.set(code, "aliases", &format!("[{}]", quoted(old))),
            },
        }
    }
}
