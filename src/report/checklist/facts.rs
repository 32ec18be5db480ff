//! What a study can say of itself for a checklist.
//!
//! In come the material and what is known of coders, memos and settings; out come sentences by the
//! keys of COREQ ([`coreq`]) and SRQR ([`srqr`]). Each counts something, and names the report that
//! shows it whole. Nothing here names a group of people: `emic report participants` does, under the
//! small-cell rule.

use std::collections::{BTreeMap, BTreeSet};

use super::Computed;
use crate::codebook::{Origin, Status};
use crate::coding::review::consensus::CONSENSUS;
use crate::report::base::{counted, thousands};
use crate::report::material::{Document, Material};
use crate::report::table::rounded;
use crate::transcript::people::Role;

/// What is known besides the material.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Study {
    /// People who have a log.
    pub coders: Vec<String>,
    /// Transcripts that at least two people coded or read to the end.
    pub double_coded: u64,
    /// What the codebooks say of the approach.
    pub approaches: Vec<String>,
    /// The file of the interview guide with the number of its questions.
    pub guide: Option<(String, u64)>,
    /// Attributes in the order of the study.
    pub attributes: Vec<String>,
    /// Decisions of theoretical sampling.
    pub decisions: u64,
    /// All memos.
    pub memos: u64,
    /// Reflexive memos.
    pub reflexive: u64,
    /// Memos on negative cases.
    pub negative: u64,
    /// Memos on what participants said to the findings.
    pub member_checks: u64,
    /// Migrations of the codebooks.
    pub migrations: u64,
}

/// What COREQ asks for and the study knows.
pub fn coreq(material: &Material, study: &Study) -> Computed {
    let facts = Facts { material, study };
    let mut computed = Computed::from([
        ("interviewer", facts.interviewers()),
        ("interviewer_characteristics", facts.memos(study.reflexive, "reflexive memo")),
        ("orientation", study.approaches.clone()),
        ("sampling", facts.sampling()),
        ("sample_size", facts.size()),
        ("sample", facts.sample()),
        ("guide", facts.guide()),
        ("repeat_interviews", facts.repeated()),
        ("field_notes", facts.memos(study.memos, "memo")),
        ("duration", facts.duration()),
        ("saturation", facts.saturation()),
        ("coders", facts.coders()),
        ("coding_tree", facts.tree()),
        ("derivation", facts.derivation()),
        ("software", facts.software()),
        ("participant_checking", facts.memos(study.member_checks, "member-check memo")),
        ("quotations", facts.quotations()),
        ("consistency", facts.consistency()),
        ("major_themes", facts.major()),
        ("minor_themes", facts.minor()),
    ]);
    computed.retain(|_, lines| !lines.is_empty());
    computed
}

/// What SRQR asks for and the study knows.
pub fn srqr(material: &Material, study: &Study) -> Computed {
    let facts = Facts { material, study };
    let all = |parts: &[Vec<String>]| parts.concat();
    let mut computed = Computed::from([
        ("approach", study.approaches.clone()),
        ("reflexivity", facts.memos(study.reflexive, "reflexive memo")),
        ("sampling", all(&[facts.sampling(), facts.saturation()])),
        ("collection", all(&[facts.repeated(), facts.duration()])),
        ("instruments", facts.guide()),
        ("units", all(&[facts.size(), facts.sample()])),
        ("processing", facts.software()),
        ("analysis", all(&[facts.coders(), facts.tree(), facts.derivation()])),
        (
            "trustworthiness",
            all(&[
                facts.memos(study.negative, "negative-case memo"),
                facts.memos(study.member_checks, "member-check memo"),
                vec!["`emic report audit` holds the audit trail.".to_owned()],
            ]),
        ),
        ("synthesis", facts.major()),
        ("evidence", facts.quotations()),
    ]);
    computed.retain(|_, lines| !lines.is_empty());
    computed
}

struct Facts<'a> {
    material: &'a Material,
    study: &'a Study,
}

impl Facts<'_> {
    fn memos(&self, number: u64, what: &str) -> Vec<String> {
        match number {
            0 => Vec::new(),
            number => vec![format!("{}.", counted(number, what, &format!("{what}s")))],
        }
    }

    fn interviewers(&self) -> Vec<String> {
        let mut labels: BTreeMap<&str, u64> = BTreeMap::new();
        for document in &self.material.documents {
            let asking = document.turns.iter().filter(|turn| turn.role == Some(Role::Interviewer));
            let once: BTreeSet<&str> = asking.filter_map(|turn| turn.speaker.as_deref()).collect();
            once.into_iter().for_each(|label| *labels.entry(label).or_default() += 1);
        }
        let listed: Vec<String> = labels
            .into_iter()
            .map(|(label, number)| {
                format!("{label} in {}", counted(number, "transcript", "transcripts"))
            })
            .collect();
        match listed.is_empty() {
            true => Vec::new(),
            false => vec![format!("Interviewers' labels: {}.", listed.join(", "))],
        }
    }

    fn sampling(&self) -> Vec<String> {
        match self.study.decisions {
            0 => Vec::new(),
            number => vec![format!(
                "{} of theoretical sampling on record (`emic sampling`).",
                counted(number, "decision", "decisions")
            )],
        }
    }

    fn size(&self) -> Vec<String> {
        let base = self.material.base();
        vec![format!(
            "{} in {}, {} by participants.",
            counted(base.cases, "case", "cases"),
            counted(base.transcripts, "transcript", "transcripts"),
            counted(base.words, "word", "words")
        )]
    }

    fn sample(&self) -> Vec<String> {
        match self.study.attributes.as_slice() {
            [] => Vec::new(),
            names => vec![format!(
                "On record: {}; `emic report participants` makes the table.",
                names.join(", ")
            )],
        }
    }

    fn guide(&self) -> Vec<String> {
        let line = |(file, number): &(String, u64)| {
            format!("`{file}` with {}.", counted(*number, "question", "questions"))
        };
        self.study.guide.iter().map(line).collect()
    }

    fn repeated(&self) -> Vec<String> {
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        for document in &self.material.documents {
            document.tally.cases.keys().for_each(|case| *times.entry(case).or_default() += 1);
        }
        let several = times.values().filter(|times| **times > 1).count() as u64;
        let verb = if several == 1 { "has" } else { "have" };
        let all = counted(times.len() as u64, "case", "cases");
        vec![format!("{} of {all} {verb} more than one transcript.", thousands(several))]
    }

    fn duration(&self) -> Vec<String> {
        let minutes = |document: &Document| {
            let ends = document.turns.iter().filter_map(|turn| turn.end_ms.or(turn.start_ms));
            ends.max().map(|end| f64::from(end) / 60_000.0)
        };
        let mut all: Vec<f64> = self.material.documents.iter().filter_map(minutes).collect();
        all.sort_by(f64::total_cmp);
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
        let shown = |number: f64| rounded(number, 0).unwrap_or_default();
        let (low, high) = (all.get((all.len() - 1) / 2), all.get(all.len() / 2));
        let median = (low.unwrap_or(first) + high.unwrap_or(last)) / 2.0;
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        vec![format!(
            "By the time marks of {}: {} to {} minutes, median {}, mean {}.",
            counted(all.len() as u64, "transcript", "transcripts"),
            shown(*first),
            shown(*last),
            shown(median),
            shown(mean)
        )]
    }

    fn saturation(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut last = 0;
        for (number, document) in (1..).zip(&self.material.documents) {
            for segment in &document.segments {
                if seen.insert(segment.code) {
                    last = number;
                }
            }
        }
        match last {
            0 => Vec::new(),
            last => vec![format!(
                "In the order of the study the last new code came with transcript {last} of {}; \
                 `emic report saturation` shows the curve.",
                self.material.documents.len()
            )],
        }
    }

    fn coders(&self) -> Vec<String> {
        let study = self.study;
        let is_person = |name: &&String| *name != CONSENSUS;
        let people: Vec<String> = study.coders.iter().filter(is_person).cloned().collect();
        let mut lines = vec![match people.as_slice() {
            [] => "Coded by the rules of the codebook; nobody has coded by hand.".to_owned(),
            names => format!(
                "{} coded ({}); {} by at least two.",
                counted(names.len() as u64, "person", "people"),
                names.join(", "),
                counted(study.double_coded, "transcript", "transcripts")
            ),
        }];
        lines.extend((people.len() > 1).then(|| "`emic agree` has the agreement.".to_owned()));
        if people.len() < study.coders.len() {
            lines.push(format!("What they settled together is the log of `{CONSENSUS}`."));
        }
        lines
    }

    fn tree(&self) -> Vec<String> {
        let tree = &self.material.tree;
        let codes = &self.material.codebook.codes;
        if codes.is_empty() {
            return Vec::new();
        }
        let depth = (0..tree.len()).map(|code| tree.depth(code)).max().unwrap_or_default() + 1;
        vec![format!(
            "{} on {}, {} at the top; `emic report codebook` has them with definitions and counts.",
            counted(codes.len() as u64, "code", "codes"),
            counted(depth as u64, "level", "levels"),
            tree.roots().len()
        )]
    }

    fn derivation(&self) -> Vec<String> {
        let codes = &self.material.codebook.codes;
        if codes.is_empty() {
            return Vec::new();
        }
        let number = |origin: Option<Origin>| {
            codes.iter().filter(|code| code.origin == origin).count() as u64
        };
        let kinds = Origin::ALL.map(|origin| (origin.name(), number(Some(origin))));
        let mut parts: Vec<String> = kinds
            .into_iter()
            .chain([("origin not said", number(None))])
            .filter(|(_, number)| *number > 0)
            .map(|(name, number)| format!("{} {name}", thousands(number)))
            .collect();
        parts.extend((self.study.migrations > 0).then(|| {
            format!(
                "{} between versions",
                counted(self.study.migrations, "migration", "migrations")
            )
        }));
        vec![format!("Codes: {}.", parts.join(", "))]
    }

    fn software(&self) -> Vec<String> {
        let codebook = &self.material.codebook;
        let hash = codebook.sha256.get(..8).unwrap_or_default();
        let with = match codebook.id.is_empty() {
            true => String::new(),
            false => format!(" with codebook {} ({hash})", codebook.name_and_version()),
        };
        vec![format!("emic {}{with}.", env!("CARGO_PKG_VERSION"))]
    }

    fn quotations(&self) -> Vec<String> {
        let segments = self.material.documents.iter().flat_map(|document| &document.segments);
        let cases: BTreeSet<&String> = segments.clone().flat_map(|one| &one.cases).collect();
        match segments.count() as u64 {
            0 => Vec::new(),
            number => vec![format!(
                "{} of {} can be quoted; `emic report quotes` chooses and labels them.",
                counted(number, "segment", "segments"),
                counted(cases.len() as u64, "case", "cases")
            )],
        }
    }

    /// The codes in use with the number of cases that speak of them.
    fn cases(&self, codes: impl Iterator<Item = usize>) -> Vec<(&str, u64)> {
        let one = |code: usize| {
            let known = self.material.codebook.codes.get(code)?;
            let is_used = matches!(known.status, Status::Active | Status::Draft);
            is_used.then(|| (known.label.as_str(), self.material.cases_of(code)))
        };
        codes.filter_map(one).collect()
    }

    fn consistency(&self) -> Vec<String> {
        let all = self.cases(0..self.material.codebook.codes.len());
        let bare: Vec<&str> =
            all.iter().filter(|(_, cases)| *cases == 0).map(|(label, _)| *label).collect();
        match (all.is_empty(), bare.as_slice()) {
            (true, _) => Vec::new(),
            (false, []) => vec!["Every code has at least one segment.".to_owned()],
            (false, bare) => vec![format!("Without any segment: {}.", bare.join(", "))],
        }
    }

    fn major(&self) -> Vec<String> {
        let base = self.material.base().cases;
        let top = self.cases(self.material.tree.roots().iter().copied());
        let listed: Vec<String> =
            top.iter().map(|(label, cases)| format!("{label} ({cases} of {base} cases)")).collect();
        match listed.is_empty() {
            true => Vec::new(),
            false => vec![format!("At the top: {}.", listed.join(", "))],
        }
    }

    fn minor(&self) -> Vec<String> {
        let all = self.cases(0..self.material.codebook.codes.len());
        let rare: Vec<&str> =
            all.iter().filter(|(_, cases)| (1..=2).contains(cases)).map(|one| one.0).collect();
        let mut lines = Vec::new();
        if !rare.is_empty() {
            lines.push(format!("In one or two cases: {}.", rare.join(", ")));
        }
        lines.extend(self.memos(self.study.negative, "negative-case memo"));
        lines
    }
}
