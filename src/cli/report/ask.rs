//! What every report is asked: which transcripts, which codebook, which filters, where to.
//!
//! [`Ask`] holds the arguments that all reports share, [`Asked`] what they mean once the files are
//! found. A report that is a fold goes through the transcripts itself ([`Asked::go`]); all others
//! take the whole [`Material`].

use clap::Args;

use super::counting::{ByQuestion, Counting, Desk, One};

use crate::cli::App;
use crate::cli::coder::Coder;
use crate::cli::filter::{Filter, People};
use crate::cli::input::{Codebooks, Input};
use crate::cli::output::{Output, spare};
use crate::cli::query::Matching;
use crate::cli::ui::Stop;
use crate::coding::rule_coder::RULES;
use crate::coding::tally::RollUp;
use crate::coding::tally_line::Made;
use crate::diagnostic::Diagnostic;
use crate::report::found::Found;
use crate::report::material::{Document, Material};
use crate::study::condition::attribute_named;
use crate::study::corpus::Corpus;
use crate::study::fold::fold_until;
use crate::study::logs::Logs;
use crate::study::question::{self, QUESTION};
use crate::study::selection::{Seen, Selection};

/// The arguments of every report.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct Ask {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub codebooks: Codebooks,
    /// Count the codings of weak rules too
    #[arg(long)]
    pub weak: bool,
    /// Do not show group counts from 1 to N-1 cases, nor any count of a group of fewer than N cases,
    /// nor a count that would give one of these away
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub min_cell: Option<u64>,
    /// Unite the groups of --by that have fewer cases than --min-cell into `other groups`
    #[arg(long)]
    pub merge_small: bool,
    /// Only transcripts in which the people who count coded or marked something as read
    #[arg(long)]
    pub looked_at: bool,
    #[command(flatten)]
    pub filter: Filter,
    #[command(flatten)]
    pub output: Output,
}

/// A report's question, with everything found that it asks for.
pub(in crate::cli) struct Asked<'a> {
    pub(super) ask: &'a Ask,
    pub(super) app: &'a App,
    pub corpus: Corpus,
    pub coder: Coder,
    pub roll_up: RollUp,
    pub(super) selection: Selection,
    pub(super) matching: Option<Matching>,
    pub(super) by_question: Option<ByQuestion>,
    /// Whether segments say what question they stand under.
    tells_questions: Option<ByQuestion>,
    /// Whether it is asked where codes stand.
    pub(super) tells_places: bool,
}

/// What is left to say when all transcripts were counted.
pub(in crate::cli) struct Gone {
    /// With filters, the names of everything that was read.
    pub seen: Seen,
    /// What could not be counted.
    pub wrong: Vec<Diagnostic>,
    /// What the filters name and nothing has.
    pub unseen: Vec<Diagnostic>,
}

impl Gone {
    /// The names, unless something is wrong.
    pub(super) fn seen(mut self) -> Result<Seen, Stop> {
        self.wrong.extend(self.unseen);
        if self.wrong.is_empty() { Ok(self.seen) } else { Err(self.wrong.into()) }
    }
}

impl Ask {
    /// Finds the transcripts and opens the codebooks.
    pub(in crate::cli) fn open<'a>(&'a self, app: &'a App) -> Result<Asked<'a>, Stop> {
        let corpus = self.input.corpus(&self.codebooks, app)?;
        let coder = Coder::open(&corpus, self.weak, app)?;
        self.whole(corpus, coder, app)
    }

    /// The same for a report that counts people and can do without a codebook.
    pub(in crate::cli) fn open_for_people<'a>(&'a self, app: &'a App) -> Result<Asked<'a>, Stop> {
        let corpus = self.input.corpus(&self.codebooks, app)?;
        let coder = match corpus.codebooks.is_empty() && app.coder.is_none() {
            true => Coder::of_people(&corpus, false, &[RULES.to_owned()], Logs::default())?,
            false => Coder::open(&corpus, self.weak, app)?,
        };
        self.whole(corpus, coder, app)
    }

    /// What is left in, for the first line of a report; empty if nothing is left out.
    pub(in crate::cli) fn in_words(&self) -> String {
        let looked_at = self.looked_at.then(|| "the transcript was looked at".to_owned());
        let filter = Some(self.filter.in_words()).filter(|words| !words.is_empty());
        looked_at.into_iter().chain(filter).collect::<Vec<_>>().join(", ")
    }

    /// What is asked of a corpus that is there as a whole.
    fn whole<'a>(&'a self, corpus: Corpus, coder: Coder, app: &'a App) -> Result<Asked<'a>, Stop> {
        let selection = self.filter.people.selection(&corpus)?;
        People::tell_doubts(&selection, &corpus, app);
        self.asked(corpus, coder, selection, app)
    }

    /// The same where files are a part of a corpus: not every transcript that a filter names need be
    /// there.
    pub(in crate::cli) fn open_part<'a>(&'a self, app: &'a App) -> Result<Asked<'a>, Stop> {
        let corpus = self.input.corpus(&self.codebooks, app)?;
        if corpus.study.is_some() {
            let coder = Coder::open(&corpus, self.weak, app)?;
            return self.whole(corpus, coder, app);
        }
        let selection = self.filter.people.selection_of_part(&corpus)?;
        self.over(corpus, selection, app)
    }

    /// Opens the codebooks for a corpus and what is meant of it.
    pub(in crate::cli) fn over<'a>(
        &'a self,
        corpus: Corpus,
        selection: Selection,
        app: &'a App,
    ) -> Result<Asked<'a>, Stop> {
        let coder = Coder::open(&corpus, self.weak, app)?;
        self.asked(corpus, coder, selection, app)
    }

    fn asked<'a>(
        &'a self,
        mut corpus: Corpus,
        coder: Coder,
        selection: Selection,
        app: &'a App,
    ) -> Result<Asked<'a>, Stop> {
        spare(self.output.file(), corpus.files())?;
        if self.looked_at {
            corpus.sources.retain(|source| coder.has_looked_at(&source.id));
        }
        let matching = Matching::of(&self.filter, &corpus, &coder, app)?;
        let codebook = coder.rules.codebook();
        let roll_up = RollUp::of(&coder.tree, codebook.codes.len());
        Ok(Asked {
            ask: self,
            app,
            corpus,
            coder,
            roll_up,
            selection,
            matching,
            by_question: None,
            tells_questions: None,
            tells_places: false,
        })
    }
}

impl Asked<'_> {
    /// The limit below which group counts of cases are not shown: the command's, else the study's.
    pub(in crate::cli) fn min_cell(&self) -> Option<u64> {
        let study = self.corpus.study.as_ref();
        let of_study = study.and_then(|study| study.config.min_cell).map(u64::from);
        self.ask.min_cell.or(of_study)
    }

    /// What the filter leaves in, in words.
    pub(in crate::cli) fn filter_in_words(&self) -> String {
        self.ask.in_words()
    }

    /// The attributes in the order that the study declares.
    pub(in crate::cli) fn declared(&self) -> Vec<String> {
        let study = self.corpus.study.as_ref();
        let declared = study.map(|study| study.config.attributes.as_slice()).unwrap_or_default();
        declared.iter().map(|attribute| attribute.name.clone()).collect()
    }

    /// The attribute of that name, as it is spelled, and its declared values in order.
    pub(in crate::cli) fn grouped(&self, name: &str) -> Result<(String, Vec<String>), Stop> {
        if name == QUESTION {
            return Err(Diagnostic::error("this report cannot be grouped by question")
                .help(
                    "it groups cases or transcripts, and in each of them many questions are asked",
                )
                .help(
                    "`themes`, `matrix`, `sources` and `quotes` group turns; `--where question=…` \
                     works in every report",
                )
                .into());
        }
        let known = attribute_named(name, &self.corpus.attributes)?;
        Ok((known.name.clone(), self.corpus.attributes.groups(&known.name)))
    }

    /// The same, or the question of each turn, by which the counts then come in parts
    /// ([`One::parts`]).
    pub(in crate::cli) fn grouped_or_by_question(
        &mut self,
        name: &str,
    ) -> Result<(String, Vec<String>), Stop> {
        if name != QUESTION {
            return self.grouped(name);
        }
        let guide = self.corpus.guide()?;
        let ids = guide.iter().flat_map(|guide| guide.ids().map(str::to_owned)).collect();
        self.by_question = Some(ByQuestion { guide });
        Ok((QUESTION.to_owned(), ids))
    }

    /// The same for tallies, which count by question only where that was asked for.
    pub(super) fn grouped_by_tallied(
        &mut self,
        name: &str,
        made: &Made,
    ) -> Result<(String, Vec<String>), Stop> {
        if name == QUESTION && !made.questions {
            return Err(Diagnostic::error("these tallies do not count by question")
                .help("`emic tally --questions` makes tallies that do")
                .into());
        }
        self.grouped_or_by_question(name)
    }

    /// Lets every segment say what question it stands under.
    pub(in crate::cli) fn tell_questions(&mut self) -> Result<(), Stop> {
        self.tells_questions = Some(ByQuestion { guide: self.corpus.guide()? });
        Ok(())
    }

    /// Codes every transcript and hands the results of `work` to `take`, in order. Transcripts with
    /// nothing in the filter are left out. What could not be read, and what the filters name and
    /// nothing has, is told. With filters, the names of everything that was read come back.
    pub(in crate::cli) fn go<R: Send>(
        &self,
        work: impl Fn(One<'_>) -> R + Sync,
        mut take: impl FnMut(R),
    ) -> Result<Seen, Stop> {
        let gone = self.go_until(work, |result| {
            take(result);
            Ok(())
        });
        gone?.seen()
    }

    /// The same until `take` refuses a result. What is wrong comes back.
    pub(in crate::cli) fn go_until<R: Send>(
        &self,
        work: impl Fn(One<'_>) -> R + Sync,
        mut take: impl FnMut(R) -> Result<(), Stop>,
    ) -> Result<Gone, Stop> {
        let Asked { app, corpus, selection, .. } = self;
        let counting = self.counting();
        let (mut seen, mut wrong, mut told) = (Seen::default(), Vec::new(), Vec::new());
        let mut progress = app.ui.progress("coding");
        let ended = fold_until(
            corpus,
            &corpus.selected(selection),
            Desk::default,
            |desk, transcript, cast| counting.one(desk, corpus, &transcript, &cast, &work),
            |(result, found, too_many)| {
                seen.unite(found);
                wrong.extend(too_many);
                result.map_or(Ok(()), &mut take)
            },
            &mut told,
            &mut |done, total| progress.step(done, total),
        );
        drop(progress);
        app.ui.tell_all(&told);
        ended?;
        Ok(self.gone(seen, wrong))
    }

    /// What is left to say when all transcripts were counted.
    pub(super) fn gone(&self, seen: Seen, wrong: Vec<Diagnostic>) -> Gone {
        self.coder.tell_unsure(self.app);
        let mut unseen = self.ask.filter.people.unseen(&self.selection, &seen);
        unseen.extend(self.matching.iter().flat_map(|matching| matching.unseen(&seen)));
        Gone { seen, wrong, unseen }
    }

    /// How each transcript is counted. The terminal stays outside what the threads see.
    pub(in crate::cli) fn counting(&self) -> Counting<'_> {
        Counting {
            unit: self.ask.filter.unit,
            coder: &self.coder,
            roll_up: &self.roll_up,
            selection: &self.selection,
            matching: self.matching.as_ref(),
            by_question: self.by_question.as_ref(),
        }
    }

    /// Says why a report is all zeros, where filters let nothing in.
    pub(in crate::cli) fn tell_if_nothing(&self, is_nothing: bool) {
        if is_nothing && self.counting().has_filter() {
            self.app.ui.hint("nothing passes these filters, so there is nothing to count.");
        }
    }

    /// Whether small groups are to be united; without a limit none is small.
    pub(in crate::cli) fn merges_small(&self) -> Result<bool, Diagnostic> {
        match (self.ask.merge_small, self.min_cell()) {
            (true, None) => Err(Diagnostic::error("`--merge-small` needs to know what is small")
                .help(
                    "give a limit: `--min-cell 5`, or `min_cell = 5` under `[report]` in emic.toml",
                )),
            (merges, _) => Ok(merges),
        }
    }

    /// Everything that a report is made of, with small groups united where that is asked for.
    pub(in crate::cli) fn material_by(self, by: Option<&str>) -> Result<Material, Stop> {
        let merges = self.merges_small()?;
        let mut material = self.material()?;
        if let Some(by) = by.filter(|by| merges && *by != QUESTION) {
            material.merge_small(by);
        }
        Ok(material)
    }

    /// Everything that a report is made of.
    pub(in crate::cli) fn material(self) -> Result<Material, Stop> {
        let codebook = self.coder.rules.codebook();
        let questions = self.tells_questions.as_ref().or(self.by_question.as_ref());
        let guide = questions.and_then(|questions| questions.guide.as_ref());
        let mut documents = Vec::new();
        let seen = self.go(
            |one| {
                let asked = questions.map(|_| question::questions(one.transcript, one.cast, guide));
                let found = Found {
                    transcript: one.transcript,
                    cast: one.cast,
                    coded: one.coded,
                    codebook,
                    includes: one.includes,
                    unit: self.ask.filter.unit.map(|unit| (unit, &self.coder.rules)),
                    asked: asked.as_ref(),
                    guide,
                };
                Document { parts: one.parts, ..Document::of(&found, one.tally) }
            },
            |document| documents.push(document),
        )?;
        let turns = documents.iter().flat_map(|document| &document.turns);
        let speaking = turns.filter_map(|turn| turn.case.clone()).collect();
        self.of(documents, speaking, seen)
    }
}
