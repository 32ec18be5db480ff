//! One code becomes several; which coding belongs where, a person decides.

use super::Edited;
use super::draft::{Draft, quoted};
use crate::codebook::parse::Parsed;
use crate::codebook::{Code, Kind};
use crate::diagnostic::{Diagnostic, Outcome};

/// Splits a code into several. Those that the codebook does not have yet are begun as drafts
/// beside it; its codings stay with it until they are recoded.
pub fn split(parsed: &Parsed, code: &str, into: &[String]) -> Outcome<Edited> {
    let mut draft = Draft::of(parsed)?;
    let place = draft.code(code)?;
    let old = draft.id(place);
    let (mut targets, mut new, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for name in into {
        match draft.tree.find(name) {
            Some(there) => targets.push(draft.id(there).to_owned()),
            None => match draft.new_id(name, None) {
                Ok(()) => {
                    targets.push(name.clone());
                    new.push(name.clone());
                }
                Err(told) => wrong.extend(told),
            },
        }
    }
    targets.dedup();
    new.dedup();
    if wrong.is_empty() && targets.iter().all(|target| target == old) {
        let told = Diagnostic::error(format!("into which codes is `{old}` split?"));
        wrong.push(told.help(format!("name them: `emic codebook split {old} NEW OTHER`")));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let entry = parsed.places.codes.get(place).map(|place| place.entry.start);
    if let (Some(entry), Some(known)) = (entry, parsed.codebook.codes.get(place)) {
        let end = draft.layout.block(entry).end;
        let entries: String = new.iter().map(|id| begun(id, known)).collect();
        draft.insert_lines(end, &entries);
    }
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    draft.step("split", &[old], &targets);
    for id in &new {
        draft.told.push(format!("`{id}` is a draft; give it a definition."));
    }
    draft.finish()
}

/// The entry of a new code beside the one that it comes from.
fn begun(id: &str, old: &Code) -> String {
    let words = id.rsplit('.').next().unwrap_or(id).replace(['-', '_'], " ");
    let mut letters = words.chars();
    let label: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut entry = format!("\n[[code]]\nid     = {}\nlabel  = {}\n", quoted(id), quoted(&label));
    if let Some(parent) = &old.parent {
        entry.push_str(&format!("parent = {}\n", quoted(parent)));
    }
    let kind = if old.kind == Kind::Core { Kind::Theme } else { old.kind };
    if kind != Kind::default() {
        entry.push_str(&format!("kind   = {}\n", quoted(kind.name())));
    }
    entry.push_str("status = \"draft\"\n");
    entry
}
