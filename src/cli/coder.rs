//! Whose codings a command works with: the study's codebooks as the coder `rules`.

use std::collections::BTreeSet;

use super::App;
use super::filter::Filter;
use super::ui::Stop;
use crate::codebook::Codebook;
use crate::codebook::parse::parse;
use crate::codebook::tree::Tree;
use crate::coding::Coded;
use crate::coding::rule_coder::{RULES, RuleCoder};
use crate::coding::rules::{Setting, Worker};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::Corpus;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// The coder `rules` with the hierarchy of its codes.
pub(super) struct Coder {
    pub(super) rules: RuleCoder,
    pub(super) tree: Tree,
}

impl Coder {
    /// Reads the codebooks of a corpus. All mistakes of all of them are told together.
    pub(super) fn open(corpus: &Corpus, weak: bool, app: &App) -> Result<Self, Stop> {
        let asked = corpus.study.as_ref().and_then(|study| study.config.coder.clone());
        if let Some(name) = app.coder_asked_for.clone().or(asked).filter(|name| name != RULES) {
            let told = Diagnostic::error(format!("there are no codings by `{name}`"));
            return Err(told
                .help(format!("the codings of the rules are there: `--coder {RULES}`"))
                .into());
        }
        if corpus.codebooks.is_empty() {
            let told = Diagnostic::error("there is no codebook to apply");
            let told = match corpus.study {
                Some(_) => told.help("put one into `codebooks/`; `emic codebook new` begins one"),
                None => told.help("name one with `--codebook FILE`"),
            };
            return Err(told.into());
        }
        let mut codebooks = Vec::new();
        let mut faults = Vec::new();
        for path in &corpus.codebooks {
            match codebook(path) {
                Ok(codebook) => codebooks.push(codebook),
                Err(mut found) => faults.append(&mut found),
            }
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let rules = RuleCoder::new(codebooks, weak)?;
        let tree = Tree::new(rules.codebook());
        Ok(Coder { rules, tree })
    }

    /// Codes one transcript of a corpus.
    pub(super) fn code(
        &self,
        corpus: &Corpus,
        transcript: &Transcript,
        cast: &Cast,
        worker: &mut Worker,
    ) -> Coded {
        let attribute = |case: Option<&str>, name: &str| {
            corpus.attributes.values(case, &transcript.id, name).to_vec()
        };
        self.rules.apply(&Setting { transcript, cast, attribute: &attribute }, worker)
    }

    /// The places of the codes that `--code` and `--theme` name; nothing if neither is given.
    pub(super) fn codes(&self, filter: &Filter) -> Result<Option<BTreeSet<usize>>, Stop> {
        if filter.codes.is_empty() && filter.themes.is_empty() {
            return Ok(None);
        }
        let mut places = BTreeSet::new();
        let mut wrong = Vec::new();
        for (names, is_theme) in [(&filter.codes, false), (&filter.themes, true)] {
            for name in names {
                match self.tree.resolve(name) {
                    Ok(code) if is_theme => places.extend(self.tree.family(code)),
                    Ok(code) => {
                        places.insert(code);
                    }
                    Err(told) => wrong.push(told),
                }
            }
        }
        if wrong.is_empty() { Ok(Some(places)) } else { Err(wrong.into()) }
    }
}

/// Reads one codebook.
pub(super) fn codebook(path: &std::path::Path) -> Result<Codebook, Vec<Diagnostic>> {
    let name = files::shown(path);
    let text = files::read_text(path).map_err(|told| vec![told])?;
    Ok(parse(&name, &text)?.codebook)
}
