//! A transcript with everything that a search may ask about it: who speaks, what is coded, by whom.
//!
//! Codes and coders are numbers here, places in [`Labels`]: a corpus has few of them and a
//! transcript many codings.

use crate::codebook::Codebook;
use crate::coding::Coded;
use crate::study::attributes::Attributes;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// One transcript, ready to be searched or put into the index.
#[derive(Clone, Copy, Debug)]
pub struct CodedTranscript<'a> {
    /// The text.
    pub transcript: &'a Transcript,
    /// Roles and cases of its speakers.
    pub cast: &'a Cast,
    /// Who gave which code to what.
    pub spans: &'a [CodedSpan],
    /// The codes and coders that the spans refer to.
    pub labels: &'a Labels,
    /// What is recorded about cases and transcripts.
    pub attributes: &'a Attributes,
}

/// A span of a transcript that carries a code by a coder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodedSpan {
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The coder's place in [`Labels::coders`].
    pub coder: u32,
    /// The code's place in [`Labels::codes`].
    pub code: u32,
}

/// The codes and coders of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// The codes: first those of the codebook, in its order.
    pub codes: Vec<KnownCode>,
    /// The names of the coders.
    pub coders: Vec<String>,
}

/// What a query may know about a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownCode {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Former or other ids.
    pub aliases: Vec<String>,
    /// The id of its parent.
    pub parent: Option<String>,
}

impl Labels {
    /// The codes of a codebook, and one coder.
    pub fn new(codebook: &Codebook, coder: &str) -> Self {
        let code = |code: &crate::codebook::Code| KnownCode {
            id: code.id.clone(),
            label: code.label.clone(),
            aliases: code.aliases.clone(),
            parent: code.parent.clone(),
        };
        Labels { codes: codebook.codes.iter().map(code).collect(), coders: vec![coder.to_owned()] }
    }

    /// The place of a code that somebody gave; one that no codebook knows is taken in.
    pub fn code(&mut self, id: &str) -> u32 {
        match self.codes.iter().position(|code| code.id == id) {
            Some(place) => place as u32,
            None => {
                self.codes.push(KnownCode { id: id.to_owned(), ..KnownCode::default() });
                self.codes.len() as u32 - 1
            }
        }
    }

    /// The place of a coder.
    pub fn coder(&mut self, name: &str) -> u32 {
        match self.coders.iter().position(|coder| coder == name) {
            Some(place) => place as u32,
            None => {
                self.coders.push(name.to_owned());
                self.coders.len() as u32 - 1
            }
        }
    }

    /// The id of a code.
    pub fn code_id(&self, code: u32) -> &str {
        self.codes.get(code as usize).map_or("", |code| code.id.as_str())
    }

    /// The name of a coder.
    pub fn coder_name(&self, coder: u32) -> &str {
        self.coders.get(coder as usize).map_or("", String::as_str)
    }

    /// The places of a code and of everything below it.
    pub(crate) fn family(&self, code: usize) -> Vec<u32> {
        let mut family = vec![code];
        let mut at = 0;
        while let Some(id) = family.get(at).and_then(|&code| self.codes.get(code)).map(|c| &c.id) {
            for (place, child) in self.codes.iter().enumerate() {
                if child.parent.as_ref() == Some(id) && !family.contains(&place) {
                    family.push(place);
                }
            }
            at += 1;
        }
        family.into_iter().map(|place| place as u32).collect()
    }
}

/// What rules found, as spans of one coder.
pub fn spans_of_rules(coded: &Coded, coder: u32) -> impl Iterator<Item = CodedSpan> {
    coded.codings.iter().map(move |coding| CodedSpan {
        start: coding.start,
        end: coding.end,
        coder,
        code: coding.code,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_all_that_stands_below() {
        let code = |id: &str, parent: Option<&str>| KnownCode {
            id: id.into(),
            parent: parent.map(str::to_owned),
            ..KnownCode::default()
        };
        let mut labels = Labels {
            codes: vec![
                code("a", None),
                code("b", Some("a")),
                code("c", Some("b")),
                code("d", None),
                code("e", Some("a")),
            ],
            ..Labels::default()
        };
        assert_eq!(labels.family(0), [0, 1, 4, 2]);
        assert_eq!(labels.family(3), [3]);
        assert_eq!((labels.code("c"), labels.code("new"), labels.code("new")), (2, 5, 5));
        labels.codes[0].parent = Some("c".into());
        assert_eq!(labels.family(1).len(), 4, "a circle ends");
    }
}
