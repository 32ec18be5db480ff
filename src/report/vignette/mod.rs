//! Composite vignettes: one story out of several people's words, with its provenance.
//!
//! In come the coded passages of some cases, out comes a draft in which every passage is tagged
//! with its source ([`draft`]); a person writes the story out of it, keeps the tags, and the text
//! is checked ([`report`]) and published without them ([`published`]). The tool assembles and never
//! writes the story. Composites from several interviews: Willis 2019, doi:10.1177/1468794118787711;
//! the checks are defined in `docs/methods.md`.

pub mod checks;
mod tags;
pub mod voices;

use std::collections::BTreeSet;

use super::Report;
use super::base::counted;
use super::material::Material;
use super::quotation::one_line;
use super::section::{Body, Section};
use super::table::{Cell, Column, Table};
use checks::Check;
use voices::Voices;

/// A draft: the passages of these cases under their codes, each with its tag. A passage with
/// several codes stands under the first of them. Markdown.
pub fn draft(material: &Material, from: &BTreeSet<String>) -> String {
    let mut text = String::new();
    let mut seen = BTreeSet::new();
    for place in material.shown() {
        let Some(code) = material.codebook.codes.get(place) else { continue };
        let mut passages = Vec::new();
        for document in &material.documents {
            for segment in document.segments.iter().filter(|segment| segment.code == place) {
                let Some(case) = segment.cases.iter().find(|case| from.contains(*case)) else {
                    continue;
                };
                if seen.insert((&document.id, segment.start, segment.end)) {
                    let tag = tags::tag(material, case, &document.id, segment.turn);
                    passages.push((case, format!("{} {tag}\n", one_line(&segment.quote))));
                }
            }
        }
        // Person by person; within one, in the order of the transcripts.
        passages.sort_by_key(|(case, _)| *case);
        if !passages.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}## {}\n", one_line(&code.label)));
        }
        for (_, passage) in passages {
            text.push_str(&format!("\n{passage}"));
        }
    }
    text
}

/// All checks of a draft.
pub fn check(material: &Material, voices: &Voices, draft: &str) -> Vec<Check> {
    let tags = tags::tags(draft, material);
    let plain = tags::stripped(draft);
    let mut all = checks::shares(&tags::sources(&tags));
    all.extend(checks::tags(&tags));
    all.extend(checks::verbatim(&plain, voices));
    all.extend(checks::names(&plain, voices));
    all.push(checks::combination(&plain, material));
    all
}

/// The checks of a draft, with the draft and the shares of its sources.
pub fn report(material: &Material, draft: &str, checks: &[Check]) -> Report {
    let mut data = Table::new(vec![
        Column::text("check", "Check"),
        Column::text("passed", "Passed"),
        Column::text("finding", "Finding"),
    ]);
    for check in checks {
        data.push(vec![
            check.name.into(),
            Cell::Flag(check.is_passed),
            check.words.as_str().into(),
        ]);
    }
    let sources = tags::sources(&tags::tags(draft, material));
    let all: u64 = sources.values().sum();
    let mut shares = Table::new(vec![
        Column::text("case", "Case"),
        Column::count("passages", "Passages"),
        Column::number("passages_pct", "%", 1),
    ]);
    for (case, &passages) in &sources {
        let share = 100.0 * passages as f64 / all as f64;
        shares.push(vec![case.as_str().into(), Cell::Count(passages), Cell::Number(share)]);
    }
    let mut report = Report::new("vignette", data);
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(None, material.min_cell);
    report.facts.extend([("passages_n", Cell::Count(all)), ("draft", draft.into())]);
    report.sections = vec![Section::table("sources", "Sources", shares)];
    report.sections.extend(text(draft));
    report.notes = vec![
        "Every passage keeps its tag until the text is published; keep the tagged draft as the audit \
         trail. The checks count; whether somebody can be recognised, a person judges."
            .to_owned(),
    ];
    report
}

/// The text without its tags, for readers.
pub fn published(material: &Material, draft: &str) -> Report {
    let cases = tags::sources(&tags::tags(draft, material)).len() as u64;
    let mut sections = text(&tags::stripped(draft));
    let mut data = Table::new(vec![
        Column::text("heading", "Heading"),
        Column::text("paragraph", "Paragraph"),
    ]);
    for section in &sections {
        let Body::Prose(paragraphs) = &section.body else { continue };
        for paragraph in paragraphs {
            data.push(vec![section.title.as_str().into(), paragraph.as_str().into()]);
        }
    }
    let note = format!(
        "A composite of what {} said; it describes none of them.",
        counted(cases, "participant", "participants")
    );
    if let Some(last) = sections.last_mut() {
        last.notes = vec![note];
    }
    let mut report = Report::new("vignette", data);
    report.facts = vec![("participants_n", Cell::Count(cases))];
    report.for_people = Some(Table::default());
    report.sections = sections;
    report
}

/// A text in sections for people: what stands under each heading (`## …`), in paragraphs between
/// blank lines.
fn text(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut begin = true;
    for line in text.lines().map(str::trim) {
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        let heading = line.get(hashes..).filter(|rest| rest.starts_with(' ') && hashes > 0);
        if heading.is_some() || sections.is_empty() && !line.is_empty() {
            let title = heading.unwrap_or_default().trim();
            let mut section = Section::new("", title, Body::Prose(Vec::new()));
            section.level = hashes.clamp(1, 6) as u8;
            sections.push(section);
            begin = true;
        }
        if line.is_empty() || heading.is_some() {
            begin = true;
            continue;
        }
        if let Some(Section { body: Body::Prose(paragraphs), .. }) = sections.last_mut() {
            match paragraphs.last_mut().filter(|_| !begin) {
                Some(paragraph) => {
                    paragraph.push(' ');
                    paragraph.push_str(line);
                }
                None => paragraphs.push(line.to_owned()),
            }
            begin = false;
        }
    }
    sections
}

#[cfg(test)]
mod tests;
