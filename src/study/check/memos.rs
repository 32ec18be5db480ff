//! What is wrong in memos and in the record of sampling: mistakes of the files, and links to what is
//! not there.

use std::sync::Arc;

use super::Names;
use crate::diagnostic::{Diagnostic, Source};
use crate::study::logs::Logs;
use crate::study::memo::{Link, Memo, Memos};
use crate::study::sampling::{self, Decision};

/// What is wrong in memos.
pub fn check(memos: &Memos, logs: &Logs, names: &Names) -> Vec<Diagnostic> {
    let mut found = memos.told.clone();
    for memo in &memos.all {
        found.extend(links(memo, logs, names));
    }
    found
}

/// Links that lead nowhere.
fn links(memo: &Memo, logs: &Logs, names: &Names) -> Vec<Diagnostic> {
    let known = |what: &str| -> Vec<&str> {
        let set = match what {
            "code" => &names.codes,
            "case" => &names.cases,
            "transcript" => &names.transcripts,
            _ => return Vec::new(),
        };
        set.iter().map(String::as_str).collect()
    };
    let is_event = |link: &Link| {
        let events = logs.events.values().flatten();
        !link.name.is_empty() && events.clone().any(|event| event.id.ends_with(&link.name))
    };
    let used = |link: &Link| {
        let states = logs.states.values().flat_map(|state| state.codings.values());
        states.clone().any(|held| held.code == link.name)
    };
    let is_there = |what: &str, link: &Link| match what {
        "coding" => is_event(link),
        "code" => !names.has_codebook || names.codes.contains(&link.name) || used(link),
        what => known(what).contains(&link.name.as_str()),
    };
    let dead = memo.links().into_iter().filter(|(what, link)| !is_there(what, link));
    dead.map(|(what, link)| {
        let told = Diagnostic::error(format!(
            "this memo is about a {what} that is not there: `{}`",
            link.name
        ));
        let told = match &memo.source {
            Some(source) => placed(told, source, link),
            None => told,
        };
        match what {
            "coding" => told.help("`emic log` lists the ids of codings"),
            what => told
                .did_you_mean(&link.name, known(what))
                .help("correct the name in the memo's front matter, or take it out"),
        }
    })
    .collect()
}

fn placed(told: Diagnostic, source: &Arc<Source>, link: &Link) -> Diagnostic {
    told.at(source, link.span.clone(), "")
}

/// Decisions of sampling that name a memo or a code that is not there.
pub fn sampling(
    all: &[Decision],
    told: &[Diagnostic],
    memos: &Memos,
    names: &Names,
) -> Vec<Diagnostic> {
    let mut found = told.to_vec();
    for decision in all {
        let about = |told: Diagnostic| {
            told.in_file(sampling::FILE)
                .help(format!("decision of {}: {}", decision.date, decision.decision))
        };
        if let Some(memo) = &decision.memo
            && memos.named(memo).is_err()
        {
            let known = memos.all.iter().map(|memo| memo.name.as_str());
            let told = Diagnostic::warning(format!("there is no memo `{memo}`"));
            found.push(about(told.did_you_mean(memo, known)));
        }
        for code in
            decision.codes.iter().filter(|code| names.has_codebook && !names.codes.contains(*code))
        {
            let known = names.codes.iter().map(String::as_str);
            let told = Diagnostic::warning(format!("no codebook has the code `{code}`"));
            found.push(about(told.did_you_mean(code, known)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::memo::parse;

    #[test]
    fn dead_links_are_told_where_they_stand() {
        let text = "+++\ntype = \"code\"\ncodes = [\"hope\", \"hpoe\"]\ncases = [\"P9\"]\ncodings = \"zz\"\n+++\n";
        let source = Arc::new(Source { name: "memos/a.md".into(), text: text.into() });
        let memos = Memos { all: vec![parse("a", &source).unwrap()], ..Memos::default() };
        let names = Names {
            codes: ["hope".to_owned()].into(),
            cases: ["P1".to_owned()].into(),
            has_codebook: true,
            ..Names::default()
        };
        let found = check(&memos, &Logs::default(), &names);
        let places: Vec<&str> =
            found.iter().map(|told| &text[told.labels[0].span.clone()]).collect();
        assert_eq!(places, ["\"hpoe\"", "\"zz\"", "\"P9\""]);
        assert_eq!(found[0].help[0], "did you mean `hope`?");
        assert!(found.iter().all(Diagnostic::is_error));
    }
}
