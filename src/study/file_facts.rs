//! What files say of themselves: attributes from front matter and from file names.
//!
//! In come the names of the files and, where `emic.toml` asks for it, what stands at their head; out
//! come attributes of transcripts, and doubts, which `emic check` tells. The tables of the study
//! win over front matter, and that wins over the file's name. Nothing is guessed: front matter gives
//! only what `[attributes]` declares, and the case; a file name only what the pattern names.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::attributes::{Attribute, Kind};
use super::config::Config;
use super::corpus::Source;
use super::file_name::{CASE, Reader};
use super::tables::{self, Tables};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::transcript::read::{self, Options};

/// Takes in what the files of a study say; returned are doubts.
pub(super) fn take(
    tables: &mut Tables,
    config: &Config,
    sources: &[Source],
    options: &Options,
) -> Vec<Diagnostic> {
    if config.name.is_none() && !config.front_matter {
        return Vec::new();
    }
    let mut taking = Taking { tables, config, doubts: Vec::new() };
    let mut said = Vec::new();
    if config.front_matter {
        taking.front_matter(sources, options, &mut said);
    }
    taking.names(sources, &mut said);
    // Whose transcript it is comes first: what is known of a case counts more.
    for one in said.iter().filter(|one| one.name == CASE) {
        taking.set_case(one.source, &one.value, one.from);
    }
    for one in said.iter().filter(|one| one.name != CASE) {
        taking.set(one.source, &one.name, &one.value, one.from);
    }
    let doubts = taking.doubts;
    tables.attributes.infer();
    doubts
}

/// One thing that a file says.
struct Said<'s> {
    source: &'s Source,
    name: String,
    value: String,
    from: &'static str,
}

struct Taking<'a> {
    tables: &'a mut Tables,
    config: &'a Config,
    doubts: Vec<Diagnostic>,
}

impl Taking<'_> {
    fn front_matter<'s>(
        &mut self,
        sources: &'s [Source],
        options: &Options,
        said: &mut Vec<Said<'s>>,
    ) {
        // What cannot be read is told when it is to be read.
        let heads: Vec<Vec<(String, String)>> = sources
            .par_iter()
            .map(|source| {
                let bytes = files::read(&source.path).ok()?;
                Some(read::read(&bytes, &files::shown(&source.path), options).ok()?.meta)
            })
            .map(Option::unwrap_or_default)
            .collect();
        let mut unknown: BTreeSet<String> = BTreeSet::new();
        for (source, head) in sources.iter().zip(heads) {
            for (name, value) in head {
                let declared = self.config.attributes.iter().map(|known| known.name.as_str());
                let known = declared.chain([CASE]).find(|known| folded(known) == folded(&name));
                match known.map(str::to_owned) {
                    Some(name) => said.push(Said { source, name, value, from: "front matter" }),
                    None => {
                        unknown.insert(name);
                    }
                }
            }
        }
        if !unknown.is_empty() {
            let names: Vec<String> = unknown.iter().map(|name| format!("`{name}`")).collect();
            let told = format!("front matter also has {}, which are not taken", names.join(", "));
            let help = "only attributes declared under `[attributes]` in emic.toml are";
            self.doubts.push(Diagnostic::note(told).help(help));
        }
    }

    fn names<'s>(&mut self, sources: &'s [Source], said: &mut Vec<Said<'s>>) {
        let Some(pattern) = &self.config.name else { return };
        let Some(reader) = Reader::new(pattern, &self.tables.attributes) else { return };
        for source in sources {
            let stem = source.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            match reader.read(&stem) {
                Some(found) => {
                    for (name, value) in found {
                        let (name, value) = (name.to_owned(), value.to_owned());
                        said.push(Said { source, name, value, from: "the file's name" });
                    }
                }
                None => {
                    let told = format!("the file's name does not fit `{}`", pattern.text);
                    self.doubts.push(
                        Diagnostic::warning(told)
                            .in_file(files::shown(&source.path))
                            .help("its attributes may stand in transcripts.csv as well"),
                    );
                }
            }
        }
    }

    /// Takes one value, unless something else has said it.
    fn set(&mut self, source: &Source, name: &str, value: &str, from: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let attribute = self.tables.attributes.found(name).clone();
        let values = self.fitted(source, &attribute, value, from);
        let known = self.tables.attributes.values(None, &source.id, name).to_vec();
        if known.is_empty() {
            self.tables.attributes.set_transcript(&source.id, name, values.clone());
        } else if known != values {
            let other = known.join("; ");
            self.differs(
                source,
                name,
                &values.join("; "),
                from,
                &format!("`{other}`, which counts"),
            );
        }
        // What is known of a case counts more than what is known of its transcript.
        let known = &self.tables.known;
        let case = known.case_of_transcript.get(&source.id).cloned();
        let case = case.or_else(|| known.cases.contains(&source.id).then(|| source.id.clone()));
        let Some(case) = case else { return };
        let of_case = self.tables.attributes.values(Some(&case), "", name).to_vec();
        if !of_case.is_empty() && of_case != values {
            let other = format!("`{}` for case `{case}` in {}", of_case.join("; "), tables::CASES);
            self.differs(source, name, &values.join("; "), from, &format!("{other}, which counts"));
        }
    }

    fn set_case(&mut self, source: &Source, case: &str, from: &str) {
        let case = case.trim();
        if case.is_empty() {
            return;
        }
        let known = &mut self.tables.known;
        if let Some(other) = known.case_of_transcript.get(&source.id) {
            if other != case {
                let other = format!("`{other}`, which counts");
                self.differs(source, CASE, case, from, &other);
            }
            return;
        }
        if !known.cases.is_empty() && !known.cases.contains(case) {
            let told = format!("there is no case `{case}` in {}", tables::CASES);
            let cases = known.cases.iter().map(String::as_str);
            let told = Diagnostic::warning(told).did_you_mean(case, cases);
            self.doubts
                .push(told.in_file(files::shown(&source.path)).help(format!("{from} says so")));
        }
        known.case_of_transcript.insert(source.id.clone(), case.to_owned());
    }

    fn differs(&mut self, source: &Source, name: &str, value: &str, from: &str, other: &str) {
        let told = format!("{from} says that `{name}` is `{value}`; elsewhere it is {other}");
        self.doubts.push(
            Diagnostic::warning(told)
                .in_file(files::shown(&source.path))
                .help("tables count before front matter, front matter before the file's name"),
        );
    }

    /// The values as their type has them; one that does not fit is told and kept, as in a table.
    fn fitted(
        &mut self,
        source: &Source,
        attribute: &Attribute,
        value: &str,
        from: &str,
    ) -> Vec<String> {
        let mut values = Vec::new();
        for part in parts(attribute, value) {
            let date = || match attribute.kind {
                Kind::Date => read::iso_date(part, self.config.date_order),
                _ => None,
            };
            match attribute.kind.fitted(part).or_else(date) {
                Some(value) => values.push(value),
                None => {
                    let told = format!("`{part}` is no value of `{}`", attribute.name);
                    self.doubts.push(
                        Diagnostic::warning(told)
                            .in_file(files::shown(&source.path))
                            .help(format!("{from} says so; expected {}", attribute.kind.wanted())),
                    );
                    values.push(part.to_owned());
                }
            }
        }
        values
    }
}

/// The values of a text: several, separated by `;` or as the list `[a, b]`, where there may be.
fn parts<'v>(attribute: &Attribute, value: &'v str) -> Vec<&'v str> {
    let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let parts: Vec<&str> = match (attribute.multiple, list) {
        (true, Some(list)) => list.split(',').collect(),
        (true, None) => value.split(';').collect(),
        (false, _) => vec![value],
    };
    let quotes = ['"', '\''];
    let bare = parts.into_iter().map(|part| part.trim().trim_matches(quotes).trim());
    bare.filter(|part| !part.is_empty()).collect()
}

/// A name as it is compared: `Service type` is `service_type`.
fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}
