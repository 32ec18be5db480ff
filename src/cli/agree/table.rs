//! The double coding of a study: whose columns there are, and every transcript as they coded it.
//!
//! In come a corpus and its logs, out come [`DoubleCoded`] transcripts with the codes' places. What
//! agreement, the audit of rules and the page of a study ask is asked of this.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cli::App;
use crate::cli::coder::knowing;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::coding::double::said::Said;
use crate::coding::double::units::{codable, words_of_turns};
use crate::coding::double::{DoubleCoded, Grain, Looking};
use crate::coding::log::replay::State;
use crate::coding::rule_coder::{RULES, RuleCoder};
use crate::coding::rules::{Setting, Worker};
use crate::diagnostic::Diagnostic;
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::selection::{Seen, Selection};
use crate::text::language::Language;

/// Turns of more words than this, at the median, are looked at sentence by sentence.
const LONG_TURN: usize = 60;

/// One coder, or one round of a coder.
pub(in crate::cli) struct Column {
    pub(in crate::cli) name: String,
    /// What a person's events come to; none for the rules.
    pub(in crate::cli) state: Option<State>,
}

impl Column {
    /// The rules.
    pub(in crate::cli) fn rules() -> Self {
        Column { name: RULES.to_owned(), state: None }
    }
}

/// Columns with the codes that they use.
pub(in crate::cli) struct Compared {
    pub(in crate::cli) columns: Vec<Column>,
    pub(in crate::cli) rules: RuleCoder,
    codes: BTreeMap<String, u32>,
    language: Language,
}

impl Compared {
    /// Opens the codebooks for these columns.
    pub(in crate::cli) fn open(corpus: &Corpus, columns: Vec<Column>) -> Result<Self, Stop> {
        let states = columns.iter().filter_map(|column| column.state.as_ref());
        let used = states.flat_map(|state| state.codings.values());
        let (rules, codes) = knowing(corpus, false, used.map(|held| held.code.as_str()))?;
        let language = rules.codebook().word_lists();
        Ok(Compared { columns, rules, codes, language })
    }

    /// The unit that suits the transcripts: turns, or sentences where turns are long.
    pub(in crate::cli) fn usual(&self, corpus: &Corpus, selection: &Selection) -> Grain {
        let mut words = Vec::new();
        // What cannot be read is told when the transcripts are coded.
        fold(
            corpus,
            &corpus.selected(selection),
            || (),
            |(), transcript, cast| words_of_turns(&transcript, &cast),
            |mut more| words.append(&mut more),
            &mut |_, _| {},
        );
        words.sort_unstable();
        match words.get(words.len() / 2) {
            Some(median) if *median > LONG_TURN => Grain::Sentence,
            _ => Grain::Turn,
        }
    }

    /// Every transcript as these coders coded it, in the order of the corpus.
    pub(in crate::cli) fn look(
        &self,
        corpus: &Corpus,
        selection: &Selection,
        looking: Looking,
        app: &App,
    ) -> Result<Vec<DoubleCoded>, Stop> {
        let (mut all, mut seen) = (Vec::new(), Seen::default());
        let (lost, unsure) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let everything = selection.is_everything();
        let mut progress = app.ui.progress("coding");
        let told = fold(
            corpus,
            &corpus.selected(selection),
            Worker::default,
            |worker, transcript, cast| {
                let asked = selection.asked(&transcript, &cast);
                let attributes = &corpus.attributes;
                let includes = |place: usize| {
                    everything
                        || selection.question(asked.as_ref(), place)
                            && transcript.turns.get(place).is_some_and(|turn| {
                                selection.turn(&transcript, &cast, turn, attributes)
                            })
                };
                let units = codable(&transcript, &cast, looking.grain, &self.language, &includes);
                let attribute = |case: Option<&str>, name: &str| {
                    attributes.values(case, &transcript.id, name).to_vec()
                };
                let said = |column: &Column| match &column.state {
                    Some(state) => {
                        let (said, found) =
                            Said::by_person(&transcript.text, &transcript.id, state, &self.codes);
                        lost.fetch_add(found.lost, Ordering::Relaxed);
                        unsure.fetch_add(found.unsure, Ordering::Relaxed);
                        said
                    }
                    None => {
                        let setting =
                            Setting { transcript: &transcript, cast: &cast, attribute: &attribute };
                        Said::by_rules(&self.rules.apply(&setting, worker))
                    }
                };
                let said: Vec<Said> = self.columns.iter().map(said).collect();
                let mut names = Seen::default();
                names.add(&transcript, &cast);
                names.add_questions(asked.as_ref());
                (DoubleCoded::of(&transcript, &cast, &units, &said, looking), names)
            },
            |(one, names)| {
                all.push(one);
                seen.unite(names);
            },
            &mut |done, total| progress.step(done, total),
        );
        drop(progress);
        app.ui.tell_all(&told);
        let ids_were_checked = Selection { transcripts: Vec::new(), ..selection.clone() };
        let wrong = ids_were_checked.unseen(&seen);
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        tell_unsure(lost.into_inner(), unsure.into_inner(), app);
        Ok(all)
    }
}

fn tell_unsure(lost: usize, unsure: usize, app: &App) {
    if lost > 0 {
        let message = format!("{} not found in changed transcripts", counted(lost, "coding"));
        let told = Diagnostic::warning(message);
        app.ui.tell(&told.help("what is not found is not counted; `emic reanchor -n` lists them"));
    }
    if unsure > 0 {
        let coding = counted(unsure, "coding");
        app.ui.hint(&format!("{coding} in changed words; `emic reanchor -n` lists them"));
    }
}
