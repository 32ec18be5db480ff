//! A small study for the tests of reports: real text, read and coded as any other.

use std::sync::Arc;

use super::found::Found;
use super::material::{Document, Material};
use crate::codebook::parse::parse;
use crate::codebook::tree::Tree;
use crate::coding::rule_coder::{RULES, RuleCoder};
use crate::coding::rules::{Setting, Worker};
use crate::coding::tally::{self, Counted, RollUp, Span};
use crate::diagnostic::Source;
use crate::study::config::{self, Config};
use crate::study::tables::{self, Texts};
use crate::transcript::people::Cast;
use crate::transcript::read::{self, Options};

/// The files of a study, as text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sample<'a> {
    /// `emic.toml`; empty for none.
    pub(crate) config: &'a str,
    /// The codebook.
    pub(crate) codebook: &'a str,
    /// `cases.csv`; empty for none.
    pub(crate) cases: &'a str,
    /// `transcripts.csv`; empty for none.
    pub(crate) transcripts: &'a str,
    /// File names and texts.
    pub(crate) texts: &'a [(&'a str, &'a str)],
}

impl Sample<'_> {
    /// Reads and codes everything.
    pub(crate) fn material(&self) -> Material {
        let source = |name: &str, text: &str| {
            Arc::new(Source { name: name.to_owned(), text: text.to_owned() })
        };
        let given = |name: &str, text: &str| (!text.is_empty()).then(|| source(name, text));
        let config = match self.config {
            "" => Config::default(),
            text => config::parse(&source("emic.toml", text)).unwrap(),
        };
        let ids: Vec<&str> =
            self.texts.iter().map(|(name, _)| name.split('.').next().unwrap()).collect();
        let texts = Texts {
            cases: given("cases.csv", self.cases),
            transcripts: given("transcripts.csv", self.transcripts),
            speakers: None,
        };
        let tables = tables::read(&texts, &config, &ids);
        let codebook = parse("codebook.toml", self.codebook).unwrap().codebook;
        let coder = RuleCoder::new(vec![codebook], false).unwrap();
        let codebook = coder.codebook().clone();
        let tree = Tree::new(&codebook);
        let roll_up = RollUp::of(&tree, codebook.codes.len());
        let (mut worker, mut counter) = (Worker::default(), tally::Worker::default());
        let document = |(id, (name, text)): (&&str, &(&str, &str))| {
            let mut transcript = read::read(text.as_bytes(), name, &Options::default()).unwrap();
            transcript.id = (*id).to_owned();
            let cast = Cast::of(&transcript, &tables.known);
            let attribute = |case: Option<&str>, name: &str| {
                tables.attributes.values(case, &transcript.id, name).to_vec()
            };
            let setting = Setting { transcript: &transcript, cast: &cast, attribute: &attribute };
            let coded = coder.apply(&setting, &mut worker);
            let spans: Vec<Span> = coded.codings.iter().map(Span::from).collect();
            let counted = Counted {
                transcript: &transcript,
                cast: &cast,
                turn_words: Some(&coded.turn_words),
                placed: Some(&coded.placed),
                includes: &|_, _| true,
                evidence_turns: &|span| (span.turn..=span.last_turn).collect(),
                wholes: &coded.wholes,
            };
            let tally = counted.tally(&spans, &roll_up, &mut counter);
            let (transcript, cast) = (&transcript, &cast);
            let (coded, codebook) = (&coded, &codebook);
            let found = Found {
                transcript,
                cast,
                coded,
                codebook,
                includes: &|_| true,
                unit: None,
                asked: None,
                guide: None,
            };
            Document::of(&found, tally)
        };
        let documents: Vec<Document> = ids.iter().zip(self.texts).map(document).collect();
        let speaks = |case: &String| {
            documents.iter().any(|document| document.tally.cases.contains_key(case))
        };
        let silent = tables.known.cases.iter().filter(|case| !speaks(case)).cloned().collect();
        Material {
            unread: 0,
            silent,
            tree,
            codebook,
            coder: RULES.to_owned(),
            filter: String::new(),
            codes: None,
            min_cell: config.min_cell.map(u64::from),
            attributes: tables.attributes,
            documents,
            united: Vec::new(),
        }
    }
}

/// Three people; A is seen in two waves, C has nothing to say and no wave.
pub(crate) fn three_people() -> Material {
    Sample {
        codebook: "schema = 1\n[codebook]\nid = \"feelings\"\nversion = \"1\"\nlanguage = \"en\"\n\
            unit = \"sentence\"\n\
            [[code]]\nid = \"hope\"\nlabel = \"Hope\"\ndefinition = \"Looking forward.\"\n\
            [[code.rule]]\nid = \"h\"\nany = [\"hope*\"]\n\
            [[code]]\nid = \"fear\"\nparent = \"hope\"\nlabel = \"Fear\"\n\
            definition = \"Looking back.\"\n\
            [[code.rule]]\nid = \"f\"\nany = [\"afraid\"]\n",
        cases: "id,site\nA,North\nB,South\nC,\n",
        transcripts: "id,case,wave\nt1,A,1\nt2,A,2\nt3,B,1\nt4,C,\n",
        texts: &[
            ("t1.txt", "I: How are you?\nA: I have hope. Well, hopeful days come. I eat.\n"),
            ("t2.txt", "I: And now?\nA: I am afraid of it.\n"),
            ("t3.txt", "I: And you?\nB: We hope [laughs] so.\n"),
            ("t4.txt", "I: And you?\nC: No.\n"),
        ],
        ..Sample::default()
    }
    .material()
}
