//! The coder `rules`: all codebooks of a study, applied as one.
//!
//! In come parsed codebooks, out comes a coder that gives codings for a transcript. Several
//! codebooks are laid side by side: one list of codes, each with the rules, lists and language of
//! its own codebook.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::rules::{Program, Setting, Worker};
use super::{Coded, Evidence, Loser};
use crate::codebook::Codebook;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::text::sentence::Splitter;

/// The name of the coder.
pub const RULES: &str = "rules";

/// Codebooks ready to code.
#[derive(Debug)]
pub struct RuleCoder {
    /// The codes of all codebooks, as one.
    codebook: Codebook,
    /// The programs with the place of their first code.
    programs: Vec<(u32, Program)>,
    /// Each codebook without its codes.
    heads: Vec<Codebook>,
    /// What splits the sentences of each codebook, with the place of its first code.
    splitters: Vec<(u32, Splitter)>,
}

impl RuleCoder {
    /// Compiles codebooks. `weak` says whether weak rules code too.
    ///
    /// # Errors
    /// A code id that stands in two codebooks; rules that cannot be compiled.
    pub fn new(codebooks: Vec<Codebook>, weak: bool) -> Outcome<Self> {
        let mut programs = Vec::new();
        let mut faults = Vec::new();
        let mut first = 0;
        let mut splitters = Vec::new();
        for codebook in &codebooks {
            splitters.push((first, Splitter::new(&codebook.word_lists())));
            match Program::compile(codebook, weak) {
                Ok(program) => programs.push((first, program)),
                Err(mut found) => faults.append(&mut found),
            }
            first += codebook.codes.len() as u32;
        }
        let heads = codebooks.iter().map(Codebook::bare_head).collect();
        let codebook = side_by_side(codebooks, &mut faults);
        if splitters.is_empty() {
            splitters.push((0, Splitter::new(&codebook.word_lists())));
        }
        match faults.is_empty() {
            true => Ok(RuleCoder { codebook, programs, heads, splitters }),
            false => Err(faults),
        }
    }

    /// A fingerprint of everything in the codebooks that may decide what is coded, but not of what
    /// only people read: labels, definitions, examples.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut all = Sha256::new_with_prefix(self.heads());
        for code in &self.codebook.codes {
            all.update(format!("{:?}\n", code.bare()));
        }
        all.finalize().into()
    }

    /// What holds for all codes of a codebook, of all codebooks, in words for no one to read: equal
    /// only where all of it is.
    pub fn heads(&self) -> String {
        // All of it has a fixed order and no addresses, so it prints the same every time.
        let firsts: Vec<u32> = self.programs.iter().map(|(first, _)| *first).collect();
        format!("{firsts:?} {:?}", self.heads)
    }

    /// The word lists that the rules of a code may name, with the place of the first code of its
    /// codebook.
    pub fn lists_of(&self, code: usize) -> Option<(u32, &BTreeMap<String, Vec<String>>)> {
        let firsts = self.programs.iter().map(|(first, _)| *first);
        let own = firsts.zip(&self.heads).rfind(|(first, _)| *first as usize <= code);
        own.map(|(first, head)| (first, &head.lists))
    }

    /// The codes of all codebooks, as one codebook.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// What splits sentences as the rules of a code's codebook do.
    pub fn splitter(&self, code: u32) -> Option<&Splitter> {
        let after = self.splitters.partition_point(|(first, _)| *first <= code);
        self.splitters.get(after.saturating_sub(1)).map(|(_, splitter)| splitter)
    }

    /// The same codes, which can be asked for, without what finds them.
    pub fn codes_alone(&self) -> Self {
        RuleCoder {
            codebook: self.codebook.clone(),
            programs: Vec::new(),
            heads: self.heads.clone(),
            splitters: self.splitters.clone(),
        }
    }

    /// Takes in a code that people gave and no codebook has; it stands behind all others.
    pub fn learn(&mut self, id: &str) {
        let code = crate::codebook::Code {
            id: id.to_owned(),
            label: id.to_owned(),
            codable: true,
            ..crate::codebook::Code::default()
        };
        self.codebook.codes.push(code);
    }

    /// Codes one transcript.
    pub fn apply(&self, setting: &Setting<'_>, worker: &mut Worker) -> Coded {
        let mut programs = self.programs.iter().zip(0..);
        let Some(((_, program), _)) = programs.next() else { return Coded::default() };
        let mut coded = program.apply(setting, worker);
        for ((first, program), place) in programs {
            unite(&mut coded, program.apply(setting, worker.of(place)), *first);
        }
        coded
    }
}

/// One codebook of several: their codes in order, their names joined.
fn side_by_side(codebooks: Vec<Codebook>, faults: &mut Vec<Diagnostic>) -> Codebook {
    let mut codebooks = codebooks.into_iter();
    let Some(mut all) = codebooks.next() else { return Codebook::default() };
    for codebook in codebooks {
        for code in &codebook.codes {
            if all.codes.iter().any(|known| known.id == code.id) {
                let message = format!("code `{}` stands in two codebooks of this study", code.id);
                faults.push(
                    Diagnostic::error(message)
                        .in_file(codebook.path.clone())
                        .help(format!("rename one of them; the other is in {}", all.path))
                        .help("or name one codebook with `--codebook FILE`"),
                );
            }
        }
        for (joined, part) in [
            (&mut all.id, codebook.id),
            (&mut all.name, codebook.name),
            (&mut all.version, codebook.version),
            (&mut all.sha256, codebook.sha256),
            (&mut all.path, codebook.path),
        ] {
            joined.push('+');
            joined.push_str(&part);
        }
        all.codes.extend(codebook.codes);
        all.families.extend(codebook.families);
        all.relations.extend(codebook.relations);
    }
    all
}

/// Adds what a further codebook found. Its codes begin at `first`.
fn unite(coded: &mut Coded, other: Coded, first: u32) {
    let shift = coded.evidence.len() as u32;
    let evidence: Vec<Evidence> = other.evidence;
    coded.codings.extend(other.codings.into_iter().map(|mut coding| {
        coding.code += first;
        coding.first_evidence += shift;
        coding
    }));
    coded.evidence.extend(evidence);
    coded.codings.sort_by_key(|coding| (coding.start, coding.end, coding.code));
    for (words, more) in coded.turn_words.iter_mut().zip(other.turn_words) {
        *words = (*words).max(more);
    }
    coded.losers.extend(other.losers.into_iter().map(|lost| Loser {
        winner: lost.winner + first,
        loser: lost.loser + first,
        ..lost
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Code, Rule};
    use crate::transcript::build::Builder;
    use crate::transcript::people::{Cast, Known};

    fn codebook(id: &str, pattern: &str) -> Codebook {
        let rule = Rule { any: vec![pattern.into()], min: 1, ..Rule::default() };
        let code = Code {
            id: id.into(),
            codable: true,
            rules: vec![rule.clone(), rule],
            ..Code::default()
        };
        Codebook { id: id.into(), language: "en".into(), codes: vec![code], ..Codebook::default() }
    }

    #[test]
    fn two_codebooks_code_as_one() {
        let coder =
            RuleCoder::new(vec![codebook("a", "hope"), codebook("b", "fear")], false).unwrap();
        assert_eq!(coder.codebook().id, "a+b");
        let mut builder = Builder::written();
        builder.push(Some("P"), "I fear it. I hope so.", (None, None));
        let transcript = builder.finish();
        let cast = Cast::of(&transcript, &Known::default());
        let coded = coder.apply(&Setting::plain(&transcript, &cast), &mut Worker::default());
        let found: Vec<_> = coded
            .codings
            .iter()
            .map(|coding| {
                let evidence = coded.evidence_of(coding)[0];
                (coding.code, &transcript.text[evidence.start as usize..evidence.end as usize])
            })
            .collect();
        assert_eq!(found, [(1, "fear"), (0, "hope")]);
        assert_eq!(coded.turn_words, [6]);
    }

    /// What a thread remembers of a word in one codebook means nothing in another.
    #[test]
    fn each_codebook_has_a_memory_of_its_own() {
        let mut second = codebook("b", "fear");
        second.codes.push(codebook("c", "hope*").codes.remove(0));
        let none = Codebook { codes: Vec::new(), ..codebook("d", "none") };
        let coder = RuleCoder::new(vec![codebook("a", "hope"), second, none], false).unwrap();
        let mut worker = Worker::default();
        for _ in 0..2 {
            let mut builder = Builder::written();
            builder.push(Some("P"), "I hope so. I fear it.", (None, None));
            let transcript = builder.finish();
            let cast = Cast::of(&transcript, &Known::default());
            let coded = coder.apply(&Setting::plain(&transcript, &cast), &mut worker);
            let found: Vec<u32> = coded.codings.iter().map(|coding| coding.code).collect();
            assert_eq!(found, [0, 2, 1]);
        }
    }

    #[test]
    fn what_only_people_read_decides_nothing() {
        let of = |change: fn(&mut Codebook)| {
            let mut second = codebook("b", "fear");
            change(&mut second);
            RuleCoder::new(vec![codebook("a", "hope"), second], false).unwrap().fingerprint()
        };
        let before = of(|_| {});
        assert_eq!(of(|book| book.codes[0].label = "Fear".into()), before);
        assert_eq!(of(|book| book.codes[0].examples.push("I fear it.".into())), before);
        assert_eq!(of(|book| book.version = "2".into()), before);
        assert_ne!(of(|book| book.codes[0].rules[0].any.push("dread".into())), before);
        assert_ne!(of(|book| book.codes[0].codable = false), before);
        assert_ne!(of(|book| book.codes[0].parent = Some("a".into())), before);
        assert_ne!(of(|book| book.language = "de".into()), before, "also of the second codebook");
        let list = |book: &mut Codebook| drop(book.lists.insert("x".into(), vec!["y".into()]));
        assert_ne!(of(list), before);
        assert_ne!(of(|book| book.additions.negators.push("hardly".into())), before);
    }

    #[test]
    fn a_code_in_two_codebooks_is_refused() {
        let faults = RuleCoder::new(vec![codebook("a", "x1"), codebook("a", "y1")], false);
        assert_eq!(faults.unwrap_err().len(), 1);
    }
}
