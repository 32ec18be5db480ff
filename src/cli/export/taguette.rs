//! `emic export FILE.sqlite3`: a Taguette database.

use std::collections::BTreeSet;
use std::path::Path;

use super::coders::Coders;
use crate::cli::App;
use crate::cli::coder::Coder;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::codebook::Code;
use crate::exchange::passage::{CodedText, Tag};
use crate::exchange::to_taguette::database;
use crate::files;
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;

/// Writes the database.
pub(super) fn write(corpus: &Corpus, file: &Path, app: &App) -> Result<(), Stop> {
    let coders = Coders::of(corpus, app)?;
    let texts = coders.texts(corpus, app);
    let codes = Coder::of_people(corpus, false, &[], Logs::default())?;
    let tags = tags(&codes.rules.codebook().codes, &texts);
    let title = corpus.study.as_ref().map_or("", |study| study.config.title.as_str());
    files::write::replace(file, &database(title, &tags, &texts)?)?;
    let passages: usize = texts.iter().map(|text| text.passages.len()).sum();
    app.ui.status(&format!(
        "Wrote `{}` for Taguette ({}, {}, {}).",
        files::shown(file),
        counted(tags.len(), "tag"),
        counted(texts.len(), "document"),
        counted(passages, "coding"),
    ));
    let notes = texts.iter().flat_map(|text| &text.passages).filter(|one| one.note.is_some());
    match notes.count() {
        0 => {}
        number => app.ui.hint(&format!(
            "{} of codings stay behind, for want of a place",
            counted(number, "note")
        )),
    }
    app.ui.hint(&format!("`taguette --database {}` opens it", files::shown(file)));
    Ok(())
}

/// The codes as tags, those of the codebook first.
fn tags(codes: &[Code], texts: &[CodedText]) -> Vec<Tag> {
    let known: BTreeSet<&str> = codes.iter().map(|code| code.id.as_str()).collect();
    let used: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| text.passages.iter().map(|passage| passage.code.as_str()))
        .collect();
    let mut tags: Vec<Tag> = codes.iter().map(Tag::of).collect();
    let more = used.difference(&known);
    tags.extend(more.map(|name| Tag { name: (*name).to_owned(), ..Tag::default() }));
    tags
}
