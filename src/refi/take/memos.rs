//! Notes as memos.
//!
//! A note on one coding is that coding's remark and no memo. All others become memos, about what
//! refers to them; a note that nothing refers to is about the study.

use std::collections::{BTreeMap, BTreeSet};

use super::texts::Becomes;
use crate::refi::model::{Guid, Project};
use crate::study::memo::{Kind, Link, Memo, name};

/// The memos that the notes of a project are; `remarks` are those that codings took.
pub fn memos(
    project: &Project,
    codes: &BTreeMap<Guid, String>,
    texts: &BTreeMap<Guid, Becomes>,
    coders: &BTreeMap<Guid, String>,
    remarks: &BTreeSet<Guid>,
) -> Vec<(Guid, Memo)> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut memos = Vec::new();
    for note in project.notes.iter().filter(|note| !remarks.contains(&note.guid)) {
        if note.text.trim().is_empty() && note.name.trim().is_empty() {
            continue;
        }
        let date = note.at.as_deref().and_then(|at| at.get(..10)).filter(|date| is_date(date));
        let title = match note.name.split_whitespace().collect::<Vec<_>>().join(" ") {
            title if title.is_empty() => "Note".to_owned(),
            title => title,
        };
        let base = name(date.unwrap_or_default(), &title);
        let mut numbered = (2usize..).map(|number| format!("{base}-{number}"));
        let own = match taken.contains(&base) {
            false => base,
            true => numbered.find(|name| !taken.contains(name)).unwrap_or(base),
        };
        taken.insert(own.clone());
        let mut memo = Memo {
            name: own,
            title,
            date: date.map(str::to_owned),
            author: note.user.as_ref().and_then(|user| coders.get(user)).cloned(),
            text: format!("{}\n", note.text.trim()),
            ..Memo::default()
        };
        for (_, code) in project.all_codes() {
            if code.note_refs.contains(&note.guid)
                && let Some(id) = codes.get(&code.guid)
            {
                memo.codes.push(Link::from(id.as_str()));
            }
        }
        for source in project.sources.iter().filter(|it| it.note_refs.contains(&note.guid)) {
            if let Some(Becomes::Known(id) | Becomes::New(id)) = texts.get(&source.guid) {
                memo.transcripts.push(Link::from(id.as_str()));
            }
        }
        memo.study = memo.codes.is_empty() && memo.transcripts.is_empty()
            || project.note_refs.contains(&note.guid);
        if !memo.codes.is_empty() {
            memo.kind = Kind::Code;
        }
        memos.push((note.guid.clone(), memo));
    }
    memos
}

fn is_date(text: &str) -> bool {
    text.parse::<toml::value::Datetime>().is_ok_and(|date| date.date.is_some())
}
