//! Going through a study for counts alone: what was counted before and is as it was is taken from
//! what is kept under `.emic/` ([`crate::coding::kept`]), the rest is read and coded.
//!
//! Kept is what the rules find in the transcripts of a study. Codings of people are few and change by
//! the minute; files named on the command line belong to no study.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::ask::{Asked, Gone};
use super::counting::{Counting, Desk, One};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::coding::kept::Added;
use crate::coding::kept::file::{Frame, Kept, State, folder};
use crate::coding::kept::notes::{More, Notes};
use crate::coding::kept::record::{Outline, Record, fingerprint};
use crate::coding::kept::terms::Terms;
use crate::coding::kept::writing::Next;
use crate::coding::rule_coder::RULES;
use crate::coding::rules::heads::Heads;
use crate::diagnostic::Diagnostic;
use crate::files::mark::{Mark, mark, settled};
use crate::study::condition::Condition;
use crate::study::corpus::{Corpus, Source};
use crate::study::fold::{Opening, fold_opening, is_told};
use crate::study::selection::Seen;
use crate::transcript::people::Cast;
use crate::transcript::{Transcript, Turn};

/// The number that goes up when what is kept, or how it is counted, means something else.
const SCHEMA: u32 = 3;

/// What became of one transcript.
struct Counts {
    added: Added,
    seen: Seen,
    /// What could not be counted.
    wrong: Option<Diagnostic>,
    /// What is kept of it.
    next: Next,
    /// Whether nothing was read.
    is_known: bool,
    /// What its words begin with, of the text with this mark.
    note: Option<(String, Mark, Vec<u8>)>,
}

impl Asked<'_> {
    /// Hands to `take` what each transcript with anything in the filter adds, in order. With
    /// filters, the names of everything that was looked at come back.
    pub(super) fn each(&self, mut take: impl FnMut(Added)) -> Result<Seen, Stop> {
        let Asked { app, corpus, .. } = self;
        let kept = self.kept();
        let sources = corpus.selected(&self.selection);
        let ids = || sources.iter().map(|source| source.id.as_str());
        let notes = self.notes();
        let former = kept.as_ref().zip(notes.as_ref()).and_then(|both| self.former(both.0, both.1));
        let old = kept.as_ref().map(|kept| kept.old(former.is_some(), ids()));
        let mut old = old.unwrap_or_default();
        let mut anew = kept.as_ref().map(Kept::anew);
        let mut more = notes.as_ref().map(Notes::more);
        let teller = Teller {
            counting: self.counting(),
            corpus,
            state: kept.as_ref().map(|kept| *kept.state()),
            former,
            asked_for: self.attributes(),
            tells_places: self.tells_places,
        };
        let (mut seen, mut wrong, mut told) = (Seen::default(), Vec::new(), Vec::new());
        let (mut same, mut all) = (0, 0);
        let mut progress = app.ui.progress("coding");
        let ended = fold_opening(
            corpus,
            sources.iter().map(|source| (*source, old.of_next())),
            <(Desk, Heads)>::default,
            |desks, source, frame, open| teller.counts(desks, source, frame, open),
            |counts: Counts| {
                all += 1;
                same += usize::from(counts.is_known);
                if let Some(anew) = &mut anew {
                    anew.push(counts.next);
                }
                if let (Some(more), Some((name, mark, note))) = (&mut more, counts.note) {
                    more.push(&name, mark, &note);
                }
                seen.unite(counts.seen);
                wrong.extend(counts.wrong);
                if counts.added.is_in {
                    take(counts.added);
                }
                Ok::<(), Stop>(())
            },
            &mut told,
            &mut |done, total| progress.step(done, total),
        );
        drop(progress);
        app.ui.tell_all(&told);
        ended?;
        if let Some(anew) = anew {
            anew.finish();
            more.into_iter().for_each(More::finish);
            let kept = counted(same, "transcript");
            app.ui.verbose(&format!("The counts of {kept} were kept, {} coded.", all - same));
        }
        let gone: Gone = self.gone(seen, wrong);
        gone.seen()
    }

    /// What is kept of this question; nothing where nothing may be kept.
    fn kept(&self) -> Option<Kept> {
        let study = self.corpus.study.as_ref().filter(|_| self.coder.name == RULES)?;
        let (question, state) = self.question(this_program()?);
        Some(Kept::open(folder(&study.inside("")), question, state, self.terms()?.written()))
    }

    /// What is kept of the words of the transcripts, for all questions.
    fn notes(&self) -> Option<Notes> {
        let study = self.corpus.study.as_ref().filter(|_| self.coder.name == RULES)?;
        let made_by = (SCHEMA, env!("CARGO_PKG_VERSION"), this_program()?);
        let read_by = &self.corpus.options;
        let state = Sha256::new_with_prefix(format!("{made_by:?} {read_by:?}"));
        Some(Notes::open(folder(&study.inside("")), state.finalize().into()))
    }

    /// Which of the counts of a codebook that was changed since are those of the codebook as it is.
    fn former(&self, kept: &Kept, notes: &Notes) -> Option<Former> {
        let (state, terms) = kept.former()?;
        let sought = self.terms()?.since(&Terms::read(terms)?, &self.coder.rules)?;
        Some(Former { state, untouched: notes.without(&sought) })
    }

    /// What decides the counts, as far as codebooks do, with all else that holds for the whole study.
    fn terms(&self) -> Option<Terms> {
        let decided = (&self.by_question, &self.matching);
        let beside = format!("{} {decided:?}", self.asked_by(this_program()?));
        Some(Terms::of(&self.coder.rules, &beside))
    }

    /// What is asked, of which program.
    fn asked_by(&self, program: Mark) -> String {
        let made_by = (SCHEMA, env!("CARGO_PKG_VERSION"), program);
        format!("{made_by:?} {}", self.asked())
    }

    /// What is asked. All of it has a fixed order and no addresses, so it prints the same every time.
    fn asked(&self) -> String {
        let Asked { ask, corpus, .. } = self;
        let asked = (
            (&ask.input.paths, &ask.codebooks.codebooks, ask.weak, &corpus.language),
            (ask.filter.unit, &ask.filter.query, &self.selection, &corpus.options),
            (self.by_question.is_some(), self.tells_places),
        );
        format!("{asked:?}")
    }

    /// The fingerprint of what is asked, and that of everything that decides what holds for the
    /// whole study.
    fn question(&self, program: Mark) -> (u64, State) {
        let decided = (self.coder.rules.fingerprint(), &self.by_question, &self.matching);
        let state = Sha256::new_with_prefix(format!("{} {decided:?}", self.asked_by(program)));
        (fingerprint(&self.asked()), state.finalize().into())
    }

    /// The attributes that rules or filters ask for.
    fn attributes(&self) -> BTreeSet<&str> {
        let rules = self.coder.rules.codebook().codes.iter().flat_map(|code| &code.rules);
        let by_rules = rules.flat_map(|rule| rule.conditions.iter().map(|(name, _)| name.as_str()));
        let by_filters = self.selection.conditions.iter().map(Condition::name);
        let by_query = self.matching.iter().flat_map(|_| self.corpus.attributes.names());
        by_rules.chain(by_filters).chain(by_query).collect()
    }
}

/// This program, so that another build of it trusts nothing that was kept by this one.
fn this_program() -> Option<Mark> {
    mark(&std::env::current_exe().ok()?)
}

/// By what a note is found again: the id, and what the file is called, which says its format.
fn named(source: &Source) -> String {
    let name = source.path.file_name().unwrap_or_default().to_string_lossy();
    [&source.id, "\0", &*name].concat()
}

/// The cases of all turns of a transcript: of its speakers, who are few beside its turns.
fn speaking(transcript: &Transcript, cast: &Cast) -> BTreeSet<String> {
    let mut spoke = vec![false; transcript.speakers.len() + 1];
    for turn in &transcript.turns {
        let place = turn.speaker.map_or(0, |place| place as usize + 1);
        spoke.get_mut(place).into_iter().for_each(|spoke| *spoke = true);
    }
    let speakers = std::iter::once(None).chain((0..).map(Some));
    let case = |(speaker, spoke): (Option<u32>, bool)| {
        let turn = Turn { speaker, ..Turn::default() };
        cast.case(&turn).filter(|_| spoke).map(str::to_owned)
    };
    speakers.zip(spoke).filter_map(case).collect()
}

/// The counts of a codebook as it was.
struct Former {
    /// What they are salted with.
    state: State,
    /// The transcripts, as they were, in which nothing is found otherwise now.
    untouched: BTreeMap<String, Mark>,
}

/// What a thread needs to tell the counts of a transcript.
struct Teller<'a> {
    counting: Counting<'a>,
    corpus: &'a Corpus,
    /// Nothing where nothing is kept.
    state: Option<State>,
    former: Option<Former>,
    asked_for: BTreeSet<&'a str>,
    /// Whether it is asked where codes stand.
    tells_places: bool,
}

impl Teller<'_> {
    fn counts(
        &self,
        (desk, heads): &mut (Desk, Heads),
        source: &Source,
        frame: Option<Frame>,
        open: Opening<'_>,
    ) -> Result<(Counts, Vec<Diagnostic>), Diagnostic> {
        // As it was before it is read: what changes after that shows the next time.
        let mark = self.state.and_then(|_| settled(&source.path));
        if let Some((added, seen)) = self.known(source, mark, frame.as_ref())
            && let Some(frame) = frame
        {
            let next = match &self.former {
                None => Next::Same(frame),
                Some(former) => frame
                    .content(&former.state)
                    .map_or(Next::Nothing, |content| Next::Other(content.to_vec())),
            };
            let counts = Counts { added, seen, wrong: None, next, is_known: true, note: None };
            return Ok((counts, Vec::new()));
        }
        let (mut transcript, cast) = open()?;
        let notes = std::mem::take(&mut transcript.notes);
        let work = |one: One<'_>| {
            let speaking = speaking(one.transcript, one.cast);
            let places = self.tells_places.then(|| self.counting.places(&one));
            let (tally, parts) = (one.tally, one.parts);
            Added { is_in: true, tally, parts, speaking, places, ..Added::default() }
        };
        let (added, seen, wrong) = self.counting.one(desk, self.corpus, &transcript, &cast, &work);
        let note = mark.map(|mark| (named(source), mark, heads.note(&transcript, &desk.placed)));
        let mut added = added.unwrap_or_default();
        added.questions.clone_from(&seen.questions);
        // What has to be told is told again only by who reads it again.
        let record =
            mark.filter(|_| wrong.is_none() && !notes.iter().any(is_told)).and_then(|mark| {
                let outline = Outline {
                    id: source.id.clone(),
                    mark,
                    is_silent: transcript.turns.iter().all(|turn| turn.speaker.is_none()),
                    context: self.context(source, &cast),
                    labels: transcript.speakers,
                };
                outline.record(&added, &cast)
            });
        let next = record.map_or(Next::Nothing, Next::Other);
        Ok((Counts { added, seen, wrong, next, is_known: false, note }, notes))
    }

    /// What is kept of a transcript, if everything that decides it is as it was.
    fn known(
        &self,
        source: &Source,
        mark: Option<Mark>,
        frame: Option<&Frame>,
    ) -> Option<(Added, Seen)> {
        let (state, mark) = (self.state?, mark?);
        let state = match &self.former {
            Some(former) => {
                (former.untouched.get(&named(source)) == Some(&mark)).then_some(former.state)?
            }
            None => state,
        };
        let record = Record::read(frame?.content(&state)?)?;
        let outline = &record.outline;
        let cast =
            Cast::of_labels(&source.id, &outline.labels, outline.is_silent, &self.corpus.known);
        let is_same = outline.id == source.id
            && outline.mark == mark
            && outline.context == self.context(source, &cast);
        let added = record.added(&cast).filter(|_| is_same)?;
        let mut seen = Seen::default();
        if self.counting.has_filter() {
            seen = Seen::of(&outline.id, &outline.labels, &cast);
            seen.questions.clone_from(&added.questions);
        }
        Some((added, seen))
    }

    /// A fingerprint of what else decides the counts of a transcript: how its file is called, which
    /// says its format, who its speakers are, and the attributes that are asked for.
    fn context(&self, source: &Source, cast: &Cast) -> u64 {
        let attributes = &self.corpus.attributes;
        let cases = cast.cases();
        let cases = || cases.iter().map(|case| Some(*case)).chain([None]);
        let values: Vec<&[String]> = self
            .asked_for
            .iter()
            .flat_map(|name| cases().map(|case| attributes.values(case, &source.id, name)))
            .collect();
        let name = source.path.file_name().map(Path::new);
        fingerprint(&(name, &cast.speakers, &cast.nobody, &self.asked_for, values))
    }
}
