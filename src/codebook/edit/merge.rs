//! Several codes become one.

use super::Edited;
use super::draft::{Draft, quoted};
use crate::codebook::Status;
use crate::codebook::parse::{Parsed, parse};
use crate::diagnostic::{Diagnostic, Outcome};

/// Merges codes into another. Each stays in the file as a record of what it meant, with the status
/// `merged`; its rules, its children and its relations go to the code it was merged into.
pub fn merge(parsed: &Parsed, codes: &[String], into: &str) -> Outcome<Edited> {
    let mut draft = Draft::of(parsed)?;
    let target = draft.code(into)?;
    let into = draft.id(target);
    let known = parsed.codebook.codes.get(target);
    let mut wrong = Vec::new();
    if known.is_some_and(|code| !code.is_applied()) {
        let told = Diagnostic::error(format!("`{into}` takes no codings"));
        wrong.push(told.help("it is a heading, retired, or merged itself; choose another code"));
    }
    let mut merged: Vec<usize> = Vec::new();
    for name in codes {
        let code = match draft.code(name) {
            Ok(code) => code,
            Err(told) => {
                wrong.extend(told);
                continue;
            }
        };
        let id = draft.id(code);
        let status = parsed.codebook.codes.get(code).map(|code| code.status);
        if code == target {
            let told = Diagnostic::error(format!("`{into}` cannot be merged into itself"));
            wrong.push(told);
        } else if status == Some(Status::Merged) {
            wrong.push(Diagnostic::error(format!("`{id}` was merged before")));
        } else if draft.tree.is_below(target, code) {
            let told = Diagnostic::error(format!("`{into}` stands below `{id}`"));
            wrong.push(told.help(format!("move it first: `emic codebook move {into} --top`")));
        } else if !merged.contains(&code) {
            merged.push(code);
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    for &code in &merged {
        draft.take_rules(code, target)?;
    }
    let told = std::mem::take(&mut draft.told);
    let ids: Vec<String> = merged.iter().map(|&code| draft.id(code).to_owned()).collect();
    let (into, moved) = (into.to_owned(), draft.finish()?);
    // The rules stand where they belong; now all that names the codes can be led.
    let parsed = parse(&parsed.places.source.name, &moved.text)?;
    let mut draft = Draft::of(&parsed)?;
    draft.told = told;
    for id in &ids {
        let code = draft.code(id)?;
        draft.lead(id, &into);
        draft.set(code, "merged_into", &quoted(&into));
        draft.set(code, "status", "\"merged\"");
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    draft.drop_circles(&ids, &into);
    draft.step("merge", &ids, &[&into]);
    draft.finish()
}

impl Draft<'_> {
    /// Moves the rules of a code behind those of another.
    fn take_rules(&mut self, code: usize, target: usize) -> Outcome<()> {
        let places = &self.parsed.places;
        let (Some(own), Some(other)) = (places.codes.get(code), places.codes.get(target)) else {
            return Ok(());
        };
        if own.rules.is_empty() {
            return Ok(());
        }
        let Some(span) = self.layout.below(own.entry.start) else {
            let told =
                Diagnostic::error(format!("the rules of `{}` cannot be moved", self.id(code)));
            let told = told.at(&places.source, own.entry.clone(), "");
            return Err(vec![told.help("write each as an entry of its own, `[[code.rule]]`")]);
        };
        let rules = self.text().get(span.clone()).unwrap_or_default();
        let rules = rules.trim_matches(['\r', '\n']).replace("\r\n", "\n");
        let end = self.layout.block(other.entry.start).end;
        self.insert_lines(end, &format!("\n{rules}\n"));
        self.replace(span, "");
        let number = own.rules.len();
        let rules = if number == 1 { "1 rule".to_owned() } else { format!("{number} rules") };
        self.told.push(format!(
            "{rules} of `{}` now belong to `{}`.",
            self.id(code),
            self.id(target)
        ));
        Ok(())
    }

    /// Takes out relations whose two ends became one.
    fn drop_circles(&mut self, merged: &[&str], into: &str) {
        let is_one = |id: &str| id == into || merged.contains(&id);
        let relations = self.parsed.codebook.relations.iter().zip(&self.parsed.places.relations);
        let circles: Vec<_> = relations
            .filter(|(one, _)| is_one(&one.from) && is_one(&one.to) && one.from != one.to)
            .map(|(one, place)| (one.clone(), place.entry.start))
            .collect();
        for (one, entry) in circles {
            self.replace_block(entry);
            self.told.push(format!(
                "The relation `{}` {} `{}` is gone: both are one code now.",
                one.from, one.kind, one.to
            ));
        }
    }

    /// Takes a block out of the file.
    fn replace_block(&mut self, entry: usize) {
        let mut block = self.layout.block(entry);
        // With one of the blank lines around it.
        let before = self.text().get(..block.start).unwrap_or_default();
        let stem = before.trim_end_matches([' ', '\t']);
        for blank in ["\r\n\r\n", "\n\n"] {
            if stem.ends_with(blank) {
                block.start -= before.len() - stem.len() + blank.len() / 2;
                break;
            }
        }
        self.replace(block, "");
    }
}
