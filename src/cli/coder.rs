//! Whose codings a command works with: those of the rules, or of people.
//!
//! `--coder` (or `EMIC_CODER`) says whose, else `[report] coder` in `emic.toml`, else `rules`. Several
//! are united only where `--union` says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::App;
use super::filter::Filter;
use super::ui::Stop;
use super::words::{counted, listed};
use crate::codebook::Codebook;
use crate::codebook::migration::Ways;
use crate::codebook::parse::parse;
use crate::codebook::tree::Tree;
use crate::coding::log::replay::Held;
use crate::coding::rule_coder::{RULES, RuleCoder};
use crate::coding::rules::{Setting, Worker};
use crate::coding::{Coded, Evidence, hand};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::index::coded::Labels;
use crate::study::corpus::Corpus;
use crate::study::logs::{self, Logs};
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// The coders whose codings count, with the hierarchy of their codes.
pub(super) struct Coder {
    pub(super) rules: RuleCoder,
    pub(super) tree: Tree,
    /// Who they are, joined by `, `.
    pub(super) name: String,
    /// Whether the rules are among them.
    has_rules: bool,
    /// What people coded, by transcript, with the codes' places.
    people: BTreeMap<String, Vec<(u32, Held)>>,
    /// The transcripts of which they marked anything as read.
    marked: BTreeSet<String>,
    /// Codings that were not found, and those that a person has to look at.
    lost: AtomicUsize,
    unsure: AtomicUsize,
}

/// The names of the coders that are asked for; the rules where nobody says others.
pub(super) fn asked(corpus: &Corpus, app: &App) -> Result<Vec<String>, Stop> {
    let of_study = corpus.study.as_ref().and_then(|study| study.config.coder.clone());
    let names = app.coder.clone().or(of_study).unwrap_or_else(|| RULES.to_owned());
    let mut several: Vec<String> = Vec::new();
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if !several.iter().any(|known| known == name) {
            several.push(name.to_owned());
        }
    }
    match several.len() {
        0 => Err(Diagnostic::error("the coder has no name").into()),
        2.. if !app.union => {
            let told =
                Diagnostic::error("the codings of several coders are united only on request");
            Err(told
                .help("add `--union` to count what any of them coded")
                .help(format!("or name one of them: `--coder {}`", several[0]))
                .into())
        }
        _ => {
            // A union has no order.
            several.sort();
            Ok(several)
        }
    }
}

impl Coder {
    /// Opens the coders that are asked for. All mistakes of all codebooks are told together.
    pub(super) fn open(corpus: &Corpus, weak: bool, app: &App) -> Result<Self, Stop> {
        let names = asked(corpus, app)?;
        if names == [RULES] {
            let coder = Self::by_rules(corpus, weak)?;
            if app.coder.is_none() {
                coder.hint_at_others(corpus, app);
            }
            return Ok(coder);
        }
        let Some(study) = &corpus.study else {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("there are no codings by {}", listed(&names));
            return Err(Diagnostic::error(message)
                .help("files named on the command line are read without a study and its logs")
                .into());
        };
        let logs = Logs::read_by(study, &corpus.codebooks);
        app.ui.tell_all(&logs.told);
        let known = || logs.states.keys().map(String::as_str).chain([RULES]);
        for name in &names {
            if !known().any(|coder| coder == name) {
                let told = Diagnostic::error(format!("there are no codings by `{name}`"));
                let all: Vec<&str> = known().collect();
                return Err(told
                    .did_you_mean(name, known())
                    .help(format!("there are codings by {}", all.join(", ")))
                    .into());
            }
        }
        let coder = Self::of_people(corpus, weak, &names, logs)?;
        coder.hint_at_others(corpus, app);
        Ok(coder)
    }

    /// Opens the coder `rules`, whoever is asked for.
    pub(super) fn by_rules(corpus: &Corpus, weak: bool) -> Result<Self, Stop> {
        if corpus.codebooks.is_empty() {
            let told = Diagnostic::error("there is no codebook to apply");
            let told = match corpus.study {
                Some(_) => told.help("put one into `codebooks/`; `emic codebook new` begins one"),
                None => told.help("name one with `--codebook FILE`"),
            };
            return Err(told.into());
        }
        let rules = rules(corpus, weak)?;
        Ok(Self::new(rules, vec![RULES.to_owned()]))
    }

    /// Opens people, and the rules if they are named too.
    pub(super) fn of_people(
        corpus: &Corpus,
        weak: bool,
        names: &[String],
        logs: Logs,
    ) -> Result<Self, Stop> {
        let states = logs.states.into_iter().filter(|(coder, _)| names.contains(coder));
        let (mut all, mut marked) = (Vec::new(), BTreeSet::new());
        for (_, state) in states {
            marked.extend(state.done.into_iter().map(|mark| mark.transcript));
            all.extend(state.codings.into_values());
        }
        let used = all.iter().map(|held| held.code.as_str());
        let (rules, places) = knowing(corpus, weak, used)?;
        let mut people: BTreeMap<String, Vec<(u32, Held)>> = BTreeMap::new();
        for held in all {
            let code = places.get(&held.code).copied().unwrap_or_default();
            people.entry(held.transcript.clone()).or_default().push((code, held));
        }
        Ok(Coder { people, marked, ..Self::new(rules, names.to_vec()) })
    }

    /// The rules with all codes that labels name, in their order: what a search asks about.
    pub(super) fn knowing(mut rules: RuleCoder, labels: &Labels) -> Self {
        let known = rules.codebook().codes.len();
        for code in labels.codes.iter().skip(known) {
            rules.learn(&code.id);
        }
        Self::new(rules, vec![RULES.to_owned()])
    }

    fn new(rules: RuleCoder, names: Vec<String>) -> Self {
        Coder {
            tree: Tree::new(rules.codebook()),
            rules,
            has_rules: names.iter().any(|name| name == RULES),
            name: names.join(", "),
            people: BTreeMap::new(),
            marked: BTreeSet::new(),
            lost: AtomicUsize::new(0),
            unsure: AtomicUsize::new(0),
        }
    }

    /// Whether any of them coded in a transcript or marked something of it as read. The rules look at
    /// everything.
    pub(super) fn has_looked_at(&self, transcript: &str) -> bool {
        self.has_rules || self.people.contains_key(transcript) || self.marked.contains(transcript)
    }

    /// Codes one transcript of a corpus.
    pub(super) fn code(
        &self,
        corpus: &Corpus,
        transcript: &Transcript,
        cast: &Cast,
        worker: &mut Worker,
    ) -> Coded {
        let by_hand = (self.name != RULES).then(|| self.by_hand(transcript, cast));
        if !self.has_rules {
            return by_hand.unwrap_or_default();
        }
        let attribute = |case: Option<&str>, name: &str| {
            corpus.attributes.values(case, &transcript.id, name).to_vec()
        };
        let coded = self.rules.apply(&Setting { transcript, cast, attribute: &attribute }, worker);
        match by_hand {
            Some(more) => united(coded, more),
            None => coded,
        }
    }

    fn by_hand(&self, transcript: &Transcript, cast: &Cast) -> Coded {
        let own = self.people.get(&transcript.id).map(Vec::as_slice).unwrap_or_default();
        let held: Vec<&Held> = own.iter().map(|(_, held)| held).collect();
        let placed = hand::place(&transcript.text, &held);
        let lost = placed.iter().filter(|placed| placed.found.place.is_none()).count();
        let unsure = placed.iter().filter(|placed| placed.found.status.needs_review()).count();
        self.lost.fetch_add(lost, Ordering::Relaxed);
        self.unsure.fetch_add(unsure - lost, Ordering::Relaxed);
        let pairs: Vec<_> = own.iter().map(|(code, _)| *code).zip(&placed).collect();
        hand::coded(transcript, cast, self.rules.codebook(), &pairs)
    }

    /// Says which codings did not find their place, once transcripts were coded.
    pub(super) fn tell_unsure(&self, app: &App) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        let unsure = self.unsure.swap(0, Ordering::Relaxed);
        if lost > 0 {
            let coding = counted(lost, "coding");
            let message = format!("{coding} not found in changed transcripts");
            let told = Diagnostic::warning(message);
            app.ui.tell(
                &told.help("what is not found is not counted; `emic reanchor -n` lists them"),
            );
        }
        if unsure > 0 {
            let coding = counted(unsure, "coding");
            app.ui.hint(&format!("{coding} in changed words; `emic reanchor -n` lists them"));
        }
    }

    /// Says whose codings there are besides.
    fn hint_at_others(&self, corpus: &Corpus, app: &App) {
        let Some(study) = &corpus.study else { return };
        let mut others = logs::coders(study);
        others.retain(|other| !self.name.split(", ").any(|name| name == other));
        if !others.is_empty() {
            let name = if self.name == RULES { "the rules" } else { self.name.as_str() };
            app.ui.hint(&format!(
                "these are the codings of {name}; there are also codings by {} (`--coder {}`)",
                listed(&others),
                others[0]
            ));
        }
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
                match self.tree.resolve(name).map(|code| self.merged(code)) {
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

    /// The code that a merged one became; any other is itself.
    fn merged(&self, code: usize) -> usize {
        let codebook = self.rules.codebook();
        let ways = Ways::of([codebook]);
        let now = codebook.codes.get(code).map(|code| ways.now(&code.id));
        now.and_then(|now| self.tree.find(now)).unwrap_or(code)
    }
}

/// The rules of a corpus and the places of all codes by id and alias. Codes that people used and no
/// codebook has stand behind it in the order of their names.
pub(super) fn knowing<'u>(
    corpus: &Corpus,
    weak: bool,
    used: impl Iterator<Item = &'u str>,
) -> Result<(RuleCoder, BTreeMap<String, u32>), Stop> {
    let mut rules = rules(corpus, weak)?;
    let mut places = BTreeMap::new();
    for (place, code) in (0..).zip(&rules.codebook().codes) {
        for alias in &code.aliases {
            places.entry(alias.clone()).or_insert(place);
        }
    }
    let ids = (0..).zip(&rules.codebook().codes);
    places.extend(ids.map(|(place, code)| (code.id.clone(), place)));
    let unknown: BTreeSet<&str> = used.collect();
    for id in unknown {
        if !places.contains_key(id) {
            places.insert(id.to_owned(), rules.codebook().codes.len() as u32);
            rules.learn(id);
        }
    }
    Ok((rules, places))
}

/// All codebooks of a corpus, which may be none.
pub(super) fn rules(corpus: &Corpus, weak: bool) -> Result<RuleCoder, Stop> {
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
    Ok(RuleCoder::new(codebooks, weak)?)
}

/// What the rules and people coded, as one.
fn united(mut coded: Coded, more: Coded) -> Coded {
    let shift = coded.evidence.len() as u32;
    let evidence: Vec<Evidence> = more.evidence;
    coded.evidence.extend(evidence);
    coded.codings.extend(more.codings.into_iter().map(|mut coding| {
        coding.first_evidence += shift;
        coding
    }));
    coded.codings.sort_by_key(|coding| (coding.start, coding.end, coding.code));
    coded
}

/// Reads one codebook.
pub(super) fn codebook(path: &std::path::Path) -> Result<Codebook, Vec<Diagnostic>> {
    let name = files::shown(path);
    let text = files::read_text(path).map_err(|told| vec![told])?;
    Ok(parse(&name, &text)?.codebook)
}
