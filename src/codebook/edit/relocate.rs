//! A code gets another parent.

use super::Edited;
use super::draft::{Draft, quoted};
use crate::codebook::parse::Parsed;
use crate::diagnostic::{Diagnostic, Outcome};

/// Puts a code under another parent, or to the top; where wanted, under another id as well.
pub fn relocate(
    parsed: &Parsed,
    code: &str,
    parent: Option<&str>,
    new: Option<&str>,
) -> Outcome<Edited> {
    let mut draft = Draft::of(parsed)?;
    let code = draft.code(code)?;
    let old = draft.id(code);
    let parent = parent.map(|parent| draft.code(parent)).transpose()?;
    let new = new.filter(|new| *new != old);
    if draft.tree.parent(code) == parent && new.is_none() {
        let told = match parent {
            Some(parent) => format!("`{old}` stands under `{}` already", draft.id(parent)),
            None => format!("`{old}` has no parent already"),
        };
        return Err(vec![Diagnostic::error(told)]);
    }
    if let Some(new) = new {
        draft.new_id(new, Some(code))?;
    }
    if let Some(parent) = parent {
        let under = draft.id(parent);
        if parent == code {
            return Err(vec![Diagnostic::error(format!("`{old}` cannot be its own parent"))]);
        }
        if draft.tree.is_below(parent, code) {
            let told = Diagnostic::error(format!("`{under}` stands below `{old}` itself"));
            return Err(vec![told.help(format!("move `{under}` elsewhere first"))]);
        }
        match parsed.places.codes.get(code).and_then(|place| place.parent.clone()) {
            Some(span) => draft.requote(span, under),
            None => draft.set(code, "parent", &quoted(under)),
        }
    } else {
        draft.unset(code, "parent");
    }
    if let Some(new) = new {
        draft.rename(code, new);
    }
    draft.step("move", &[old], &[new.unwrap_or(old)]);
    draft.finish()
}
