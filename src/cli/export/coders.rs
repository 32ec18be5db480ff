//! Whose codings go out, and the transcripts with what they coded.

use crate::cli::App;
use crate::cli::coder::{Coder, asked};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::coding::hand;
use crate::coding::log::replay::Held;
use crate::coding::rule_coder::RULES;
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::exchange::passage::{CodedText, Passage};
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::logs::Logs;

/// The coders whose codings are written: those asked for, else all people, else the rules.
pub(super) struct Coders {
    pub(super) coders: Vec<String>,
    pub(super) logs: Logs,
    pub(super) rules: Option<Coder>,
}

impl Coders {
    pub(super) fn of(corpus: &Corpus, app: &App) -> Result<Self, Stop> {
        let logs = corpus.study.as_ref().map(Logs::read).unwrap_or_default();
        app.ui.tell_all(&logs.told);
        let coders: Vec<String> = match &app.coder {
            Some(names) => names.split(',').map(|name| name.trim().to_owned()).collect(),
            None if logs.states.is_empty() => asked(corpus, app)?,
            None => logs.states.keys().cloned().collect(),
        };
        for coder in &coders {
            if coder != RULES && !logs.states.contains_key(coder) {
                let told = Diagnostic::error(format!("there are no codings by `{coder}`"));
                return Err(told
                    .did_you_mean(coder, logs.states.keys().map(String::as_str))
                    .into());
            }
        }
        let rules = match coders.iter().any(|coder| coder == RULES) {
            true => Some(Coder::by_rules(corpus, false)?),
            false => None,
        };
        Ok(Coders { coders, logs, rules })
    }

    /// The transcripts with the passages that were coded in them.
    pub(super) fn texts(&self, corpus: &Corpus, app: &App) -> Vec<CodedText> {
        let (mut texts, mut lost) = (Vec::new(), 0);
        let told = fold(
            corpus,
            &corpus.sources.iter().collect::<Vec<_>>(),
            Worker::default,
            |worker, transcript, cast| {
                let (mut passages, mut lost) = (Vec::new(), 0);
                if let Some(coder) = &self.rules {
                    let codes = &coder.rules.codebook().codes;
                    for coding in coder.code(corpus, &transcript, &cast, worker).codings {
                        let code = codes.get(coding.code as usize).map(|code| code.id.clone());
                        passages.push(Passage {
                            coder: RULES.to_owned(),
                            code: code.unwrap_or_default(),
                            start: coding.start as usize,
                            end: coding.end as usize,
                            ..Passage::default()
                        });
                    }
                }
                for coder in &self.coders {
                    let held: Vec<&Held> = self.logs.of_transcript(coder, &transcript.id);
                    for placed in hand::place(&transcript.text, &held) {
                        if placed.found.place.is_none() {
                            lost += 1;
                            continue;
                        }
                        passages.push(Passage {
                            coder: coder.clone(),
                            start: placed.bytes.start,
                            end: placed.bytes.end,
                            code: placed.held.code.clone(),
                            note: placed.held.note.clone(),
                            at: placed.held.at.clone(),
                        });
                    }
                }
                passages.sort();
                (CodedText { transcript, passages }, lost)
            },
            |(text, more)| {
                texts.push(text);
                lost += more;
            },
            &mut |_, _| {},
        );
        app.ui.tell_all(&told);
        tell_lost(lost, app);
        texts
    }
}

/// Says that codings have no place in the transcripts as they are now.
pub(super) fn tell_lost(lost: usize, app: &App) {
    if lost > 0 {
        let message =
            format!("{} not found in changed transcripts and not written", counted(lost, "coding"));
        app.ui.tell(&Diagnostic::warning(message).help("`emic reanchor -n` lists them"));
    }
}
