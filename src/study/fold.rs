//! Going through a corpus: every transcript is read, worked on and dropped; results come out in the
//! order of the corpus, whatever the number of threads.
//!
//! Threads take files as tickets ([`super::in_order`]), so that memory does not grow with the corpus.
//! A transcript that cannot be read is told and does not stop the others.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::corpus::{Corpus, Source};
use super::in_order::{AHEAD, in_order};
use crate::diagnostic::{Diagnostic, Severity};
use crate::files;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// Most files of a ticket: with thousands of small files, handing them out one by one would show.
const MOST: usize = 32;

/// What became of one transcript: its result, and what is told about it.
type Done<R> = (Option<R>, Vec<Diagnostic>);

/// Works through the transcripts given and hands the results to `take`, in order.
///
/// `scratch` makes what each thread keeps for its own use; `work` sees each transcript once;
/// `progress` is told how many of how many are done. Returned are errors of transcripts that could
/// not be read and warnings about those that could, in order.
pub fn fold<S, R: Send>(
    corpus: &Corpus,
    sources: &[&Source],
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Transcript, Cast) -> R + Sync,
    mut take: impl FnMut(R),
    progress: &mut dyn FnMut(usize, usize),
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let take = |result| -> Result<(), Infallible> {
        take(result);
        Ok(())
    };
    let Ok(()) = fold_until(corpus, sources, scratch, work, take, &mut told, progress);
    told
}

/// The same until `take` refuses a result; its reason comes back, and what is told goes into `told`.
pub fn fold_until<S, R: Send, E>(
    corpus: &Corpus,
    sources: &[&Source],
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Transcript, Cast) -> R + Sync,
    take: impl FnMut(R) -> Result<(), E>,
    told: &mut Vec<Diagnostic>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), E> {
    let sources = sources.iter().map(|source| (*source, ()));
    let work = |scratch: &mut S, _: &Source, (), open: Opening<'_>| {
        let (mut transcript, cast) = open()?;
        let notes = std::mem::take(&mut transcript.notes);
        Ok((work(scratch, transcript, cast), notes))
    };
    fold_opening(corpus, sources, scratch, work, take, told, progress)
}

/// Reads the transcript whose turn it is.
pub type Opening<'o> = &'o mut dyn FnMut() -> Result<(Transcript, Cast), Diagnostic>;

/// The same where `work` may know enough of a transcript without opening it. Each comes with
/// something, for which nobody is asked before its turn. `work` gives its result with the notes about
/// the transcript, or says why it cannot be read.
pub fn fold_opening<'s, X: Send, S, R: Send, E>(
    corpus: &Corpus,
    mut sources: impl ExactSizeIterator<Item = (&'s Source, X)>,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Source, X, Opening<'_>) -> Result<(R, Vec<Diagnostic>), Diagnostic> + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
    told: &mut Vec<Diagnostic>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), E> {
    let total = sources.len();
    let threads = rayon::current_num_threads().min(total).max(1);
    let mut count = 0;
    progress(0, total);
    let size = match threads {
        1 => 1,
        _ => (total / (threads * AHEAD * 2)).clamp(1, MOST),
    };
    let desk = || Desk { corpus, scratch: scratch(), work: &work };
    let tickets = std::iter::from_fn(|| {
        let files: Vec<(&Source, X)> = sources.by_ref().take(size).collect();
        (!files.is_empty()).then_some(files)
    });
    in_order(
        threads,
        tickets,
        desk,
        |desk, files| files.into_iter().map(|file| desk.one(file)).collect::<Vec<Done<R>>>(),
        |done| {
            for (result, findings) in done {
                count += 1;
                told.extend(findings);
                result.map_or(Ok(()), &mut take)?;
            }
            progress(count, total);
            Ok(())
        },
    )
}

/// Where one thread works.
struct Desk<'c, S, W> {
    corpus: &'c Corpus,
    scratch: S,
    work: &'c W,
}

impl<S, W> Desk<'_, S, W> {
    fn one<X, R>(&mut self, (source, beside): (&Source, X)) -> Done<R>
    where
        W: Fn(&mut S, &Source, X, Opening<'_>) -> Result<(R, Vec<Diagnostic>), Diagnostic>,
    {
        let Desk { corpus, scratch, work } = self;
        // A mistake of ours in one file must not take the others with it.
        let worked = catch_unwind(AssertUnwindSafe(|| {
            work(scratch, source, beside, &mut || corpus.open(source))
        }));
        match worked {
            Ok(Ok((result, mut notes))) => {
                notes.retain(is_told);
                (Some(result), notes)
            }
            Ok(Err(told)) => (None, vec![told]),
            Err(_) => (None, vec![our_fault(source)]),
        }
    }
}

/// Whether a note about a transcript is told by every command that reads it.
pub fn is_told(note: &Diagnostic) -> bool {
    note.severity >= Severity::Warning
}

fn our_fault(source: &Source) -> Diagnostic {
    Diagnostic::error("emic failed on this file; that is a mistake in emic, not in the file")
        .in_file(files::shown(&source.path))
        .help("please report it, with a file that shows it and holds nothing confidential")
}

#[cfg(test)]
mod tests {
    use super::super::corpus::Given;
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn corpus(files: usize) -> (tempfile::TempDir, Corpus) {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..files {
            let path = folder.path().join(format!("P{number:03}.txt"));
            let text = format!("A: {}\n", "word ".repeat(1 + number * 7 % 13 * 50));
            files::write::replace(&path, text.as_bytes()).unwrap();
        }
        let corpus = Corpus::of_paths(&[folder.path().to_owned()], &Given::default());
        (folder, corpus)
    }

    #[test]
    fn results_come_in_order_and_one_bad_file_stops_nothing() {
        let (folder, mut corpus) = corpus(70);
        corpus.sources[9].path = folder.path().join("gone.txt");
        let all: Vec<&Source> = corpus.sources.iter().collect();
        let mut ids = Vec::new();
        let mut steps = Vec::new();
        let told = fold(
            &corpus,
            &all,
            || (),
            |(), transcript, _| {
                assert_ne!(transcript.id, "P013", "a mistake of ours");
                transcript.id
            },
            |id| ids.push(id),
            &mut |done, total| steps.push((done, total)),
        );
        let expected: Vec<String> = (0..70)
            .filter(|number| ![9, 13].contains(number))
            .map(|number| format!("P{number:03}"))
            .collect();
        assert_eq!(ids, expected);
        let told: Vec<&str> = told.iter().map(|told| told.message.as_str()).collect();
        assert_eq!(told[0], "this file does not exist");
        assert!(told.len() == 2 && told[1].contains("mistake in emic"), "{told:?}");
        assert_eq!((steps[0], steps[steps.len() - 1]), ((0, 70), (70, 70)));
    }

    #[test]
    fn few_transcripts_are_ahead_of_the_one_that_is_awaited() {
        let (_folder, corpus) = corpus(200);
        let all: Vec<&Source> = corpus.sources.iter().collect();
        let begun = AtomicUsize::new(0);
        let mut taken = 0;
        let mut most = 0;
        fold(
            &corpus,
            &all,
            || (),
            |(), _, _| begun.fetch_add(1, Ordering::SeqCst),
            |_| {
                most = most.max(begun.load(Ordering::SeqCst) - taken);
                taken += 1;
            },
            &mut |_, _| {},
        );
        assert_eq!(taken, 200);
        assert!(most <= rayon::current_num_threads() * AHEAD * MOST + MOST, "{most} ahead");
    }
}
