//! Two codes are related.

use super::Edited;
use super::draft::{Draft, quoted};
use crate::codebook::parse::Parsed;
use crate::diagnostic::Outcome;

/// What is known of a relation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The code it comes from.
    pub from: String,
    /// The code it goes to.
    pub to: String,
    /// What kind of relation it is.
    pub kind: String,
    /// A remark.
    pub note: Option<String>,
    /// Codings, or turns as `transcript:turn`.
    pub evidence: Vec<String>,
    /// The memo that argues it.
    pub memo: Option<String>,
}

/// Adds a relation; one that is there gets the new evidence.
pub fn relate(parsed: &Parsed, link: &Link) -> Outcome<Edited> {
    let mut draft = Draft::of(parsed)?;
    let ends = (draft.code(&link.from), draft.code(&link.to));
    let (from, to) = match ends {
        (Ok(from), Ok(to)) => (draft.id(from), draft.id(to)),
        (from, to) => {
            return Err(from.err().into_iter().chain(to.err()).flatten().collect());
        }
    };
    let relations = &parsed.codebook.relations;
    let there =
        relations.iter().position(|one| one.from == from && one.to == to && one.kind == link.kind);
    match there {
        Some(place) => draft.add_evidence(place, link),
        None => draft.add_relation(from, to, link),
    }
    draft.finish()
}

impl Draft<'_> {
    fn add_relation(&mut self, from: &str, to: &str, link: &Link) {
        let mut entry = format!(
            "\n[[relation]]\nfrom = {}\nto   = {}\ntype = {}\n",
            quoted(from),
            quoted(to),
            quoted(&link.kind)
        );
        for (key, text) in [("note", &link.note), ("memo", &link.memo)] {
            if let Some(text) = text {
                entry.push_str(&format!("{key} = {}\n", quoted(text)));
            }
        }
        if !link.evidence.is_empty() {
            entry.push_str(&format!("evidence = {}\n", array(&link.evidence)));
        }
        let places = &self.parsed.places;
        let at = match (places.relations.last(), places.migrations.first()) {
            (Some(last), _) => self.layout.block(last.entry.start).end,
            (None, Some(first)) => {
                let start = self.layout.block(first.entry.start).start;
                entry = format!("{}\n", entry.trim_start_matches('\n'));
                start
            }
            (None, None) => self.text().len(),
        };
        self.insert_lines(at, &entry);
    }

    fn add_evidence(&mut self, place: usize, link: &Link) {
        let Some(one) = self.parsed.codebook.relations.get(place) else { return };
        let Some(entry) = self.parsed.places.relations.get(place) else { return };
        let mut evidence = one.evidence.clone();
        evidence.extend(link.evidence.iter().filter(|new| !one.evidence.contains(new)).cloned());
        let mut lines = Vec::new();
        if evidence != one.evidence {
            lines.push(("evidence", array(&evidence)));
        }
        lines.extend(link.note.as_deref().map(|note| ("note", quoted(note))));
        lines.extend(link.memo.as_deref().map(|memo| ("memo", quoted(memo))));
        let end = self.layout.fields_end(entry.entry.start);
        for (key, value) in lines {
            match self.layout.field("relation", place, key) {
                Some(span) => self.replace(span, value),
                None => self.insert_lines(end, &format!("{key} = {value}\n")),
            }
        }
    }
}

fn array(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
