//! What a change leaves on record: steps of a `[[migration]]`, and a new version.
//!
//! The first change of a version begins the next one (`1.0.0` becomes `1.0.1`); further changes
//! belong to the same migration, until somebody gives the codebook a version by hand.

use super::draft::{Draft, quoted};
use crate::codebook::Step;

impl Draft<'_> {
    /// Writes the steps down; gives the version that the codebook has then.
    pub(super) fn record(&mut self) -> String {
        let codebook = &self.parsed.codebook;
        let current = codebook.version.clone();
        let steps = std::mem::take(&mut self.steps);
        if steps.is_empty() {
            return current;
        }
        let steps: String = steps.iter().map(written).collect();
        let last = codebook.migrations.last().zip(self.parsed.places.migrations.last());
        if let Some((_, place)) = last.filter(|(one, _)| one.to_version == current) {
            let end = self.layout.block(place.entry.start).end;
            self.insert_lines(end, &steps);
            return current;
        }
        let old = if current.is_empty() { "0".to_owned() } else { current };
        let new = next(&old);
        match self.layout.value("codebook", "version") {
            Some(span) => self.requote(span, &new),
            None => {
                if let Some(id) = self.layout.value("codebook", "id") {
                    let at = self.layout.line_end(id.end);
                    self.insert_lines(at, &format!("version = {}\n", quoted(&new)));
                }
            }
        }
        let head = format!(
            "\n[[migration]]\nfrom_version = {}\nto_version   = {}\n",
            quoted(&old),
            quoted(&new)
        );
        self.insert_lines(self.text().len(), &format!("{head}{steps}"));
        new
    }
}

/// A step as it stands in the file.
fn written(step: &Step) -> String {
    let codes = |codes: &[String]| match codes {
        [one] => quoted(one),
        several => {
            let several: Vec<String> = several.iter().map(|code| quoted(code)).collect();
            format!("[{}]", several.join(", "))
        }
    };
    format!(
        "\n  [[migration.step]]\n  op   = {}\n  from = {}\n  to   = {}\n",
        quoted(&step.op),
        codes(&step.from),
        codes(&step.to)
    )
}

/// The version after this one: its last number is raised.
fn next(version: &str) -> String {
    let stem = version.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = version.get(stem.len()..).unwrap_or_default();
    match number.parse::<u64>() {
        Ok(number) if version.contains('.') => format!("{stem}{}", number.saturating_add(1)),
        _ => format!("{version}.1"),
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn versions_rise() {
        for (old, new) in [("1.0.0", "1.0.1"), ("2.9", "2.10"), ("3", "3.1"), ("draft", "draft.1")]
        {
            assert_eq!(next(old), new);
        }
    }
}
