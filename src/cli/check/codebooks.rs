//! What is wrong or odd in the codebooks of a study.

use std::collections::BTreeMap;

use crate::cli::App;
use crate::cli::codebook::check::odd;
use crate::cli::coder::Coder;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::codebook::parse::parse;
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::Corpus;
use crate::study::fold::fold;

/// Mistakes of the files and all lints but those that are allowed, and the names of all codes; no
/// names where no codebook can be read.
pub(super) fn check(
    corpus: &Corpus,
    is_allowed: impl Fn(&str) -> bool,
    app: &App,
) -> (Vec<Diagnostic>, Option<Vec<String>>) {
    let (mut found, mut names) = (Vec::new(), None::<Vec<String>>);
    let with_transcripts = (!corpus.sources.is_empty()).then_some(corpus);
    for path in &corpus.codebooks {
        let parsed = files::read_text(path)
            .map_err(|told| vec![told])
            .and_then(|text| parse(&files::shown(path), &text));
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(faults) => {
                found.extend(faults);
                continue;
            }
        };
        let codes = parsed.codebook.codes.iter();
        let all = codes.flat_map(|code| std::iter::once(&code.id).chain(&code.aliases));
        names.get_or_insert_default().extend(all.cloned());
        // What is told about transcripts, the reading of them told already.
        match odd(&parsed, with_transcripts, app) {
            Ok((odd, _)) => found.extend(
                odd.into_iter()
                    .filter(|(lint, _)| !lint.is_some_and(&is_allowed))
                    .map(|(_, told)| told),
            ),
            Err(Stop::Told(told)) => found.extend(told),
            Err(Stop::Closed) => {}
        }
    }
    if corpus.codebooks.is_empty() {
        let told = Diagnostic::warning("the study has no codebook yet");
        found.push(told.help("begin one with `emic codebook new`"));
    }
    let is_sound = !corpus.codebooks.is_empty() && !found.iter().any(Diagnostic::is_error);
    if is_sound {
        found.extend(displaced(corpus));
    }
    (found, names)
}

/// Places that are named of a pair of codes.
const PLACES: usize = 5;

/// Where codes gave way to others of their exclusive family.
fn displaced(corpus: &Corpus) -> Vec<Diagnostic> {
    let coder = match Coder::by_rules(corpus, false) {
        Ok(coder) => coder,
        Err(Stop::Told(told)) => return told,
        Err(Stop::Closed) => return Vec::new(),
    };
    let codes = &coder.rules.codebook().codes;
    if codes.iter().all(|code| code.exclusive.is_none()) {
        return Vec::new();
    }
    let mut pairs: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
    fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        Worker::default,
        |worker, transcript, cast| {
            (transcript.id.clone(), coder.code(corpus, &transcript, &cast, worker).losers)
        },
        |(id, losers)| {
            for lost in losers {
                let place = format!("{id} turn {}", lost.turn + 1);
                pairs.entry((lost.loser, lost.winner)).or_default().push(place);
            }
        },
        &mut |_, _| {},
    );
    let id = |code: u32| codes.get(code as usize).map_or("", |code| code.id.as_str());
    pairs
        .into_iter()
        .map(|((loser, winner), places)| {
            let shown = places.get(..PLACES.min(places.len())).unwrap_or_default().join(", ");
            let more = if places.len() > PLACES { ", …" } else { "" };
            Diagnostic::warning(format!(
                "`{}` gives way to `{}` in {}: {shown}{more}",
                id(loser),
                id(winner),
                counted(places.len(), "sentence"),
            ))
            .help("codes of one exclusive family: the one with the earliest words stands")
        })
        .collect()
}
