//! A codebook against its own examples: what the rules make of the texts that people chose.
//!
//! In come a codebook with its places, and a function that says which codes the rules give a text;
//! out comes, for every example and non-example of a code with rules, whether it went as expected.
//! The examples are the definition in practice (MacQueen et al. 1998); a rule that misses them is
//! not the rule that was meant.

use super::Codebook;
use super::places::{Places, Span};
use crate::diagnostic::Diagnostic;

/// One example or non-example, tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The place of its code in `Codebook::codes`.
    pub code: usize,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether the rules should give it the code: true of an example.
    pub expected: bool,
    /// Whether they do.
    pub hit: bool,
    /// What other codes they give it.
    pub others: Vec<usize>,
}

impl Outcome {
    /// Whether it went as expected.
    pub fn passed(&self) -> bool {
        self.hit == self.expected
    }

    /// What to say of an example that failed.
    pub fn failure(&self, codebook: &Codebook, places: &Places) -> Diagnostic {
        let id = |code: usize| codebook.codes.get(code).map_or("", |code| code.id.as_str());
        let own = id(self.code);
        let (message, under) = match self.expected {
            true => (format!("no rule of `{own}` codes this example"), "not coded"),
            false => (format!("a rule of `{own}` codes this non-example"), "coded"),
        };
        let error = Diagnostic::error(message).at(&places.source, self.span.clone(), under);
        match (self.expected, self.others.as_slice()) {
            (true, []) => error,
            (true, others) => {
                let others: Vec<String> =
                    others.iter().map(|&code| format!("`{}`", id(code))).collect();
                error.help(format!("the rules give it {} instead", others.join(", ")))
            }
            (false, _) => error.help("narrow the rule with `none` or `except`"),
        }
    }
}

/// The codebook as it meets its examples: an example says nothing of who speaks, so every rule
/// listens to everybody.
pub fn listening_to_all(codebook: &Codebook) -> Codebook {
    let mut codebook = codebook.clone();
    for rule in codebook.codes.iter_mut().flat_map(|code| &mut code.rules) {
        rule.speaker = Some(vec!["*".to_owned()]);
        rule.conditions.clear();
    }
    codebook
}

/// Tries all examples of codes that are applied and have rules, in the order of the file.
pub fn run(
    codebook: &Codebook,
    places: &Places,
    mut codes_of: impl FnMut(&str) -> Vec<usize>,
) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (at, (code, place)) in codebook.codes.iter().zip(&places.codes).enumerate() {
        if !code.is_applied() || code.rules.is_empty() {
            continue;
        }
        let examples = code.examples.iter().zip(&place.examples).map(|example| (example, true));
        let others = code.non_examples.iter().zip(&place.non_examples);
        for ((text, span), expected) in examples.chain(others.map(|example| (example, false))) {
            let mut others = codes_of(text);
            let hit = others.contains(&at);
            others.retain(|&code| code != at);
            outcomes.push(Outcome {
                code: at,
                text: text.clone(),
                span: span.clone(),
                expected,
                hit,
                others,
            });
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::parse::parse;

    const BOOK: &str = r#"
schema = 1
[codebook]
id = "care"
[[code]]
id = "trust"
label = "Trust"
examples = ["I trust her.", "I rely on her."]
non_examples = ["A trust fund.", "Nobody came."]
  [[code.rule]]
  any = ["trust"]
  speaker = ["participant"]
  where = { group = "clients" }
[[code]]
id = "reliance"
label = "Reliance"
examples = ["Nothing of the kind, and no rule."]
[[code]]
id = "gone"
label = "Gone"
status = "retired"
examples = ["Not tried."]
  [[code.rule]]
  any = ["gone"]
"#;

    #[test]
    fn examples_that_fail_are_told_from_those_that_pass() {
        let parsed = parse("care.toml", BOOK).unwrap();
        let outcomes = run(&parsed.codebook, &parsed.places, |text| {
            let codes = [text.contains("trust").then_some(0), text.contains("rely").then_some(1)];
            codes.into_iter().flatten().collect()
        });
        let passed: Vec<(&str, bool)> =
            outcomes.iter().map(|tried| (tried.text.as_str(), tried.passed())).collect();
        assert_eq!(
            passed,
            [
                ("I trust her.", true),
                ("I rely on her.", false),
                ("A trust fund.", false),
                ("Nobody came.", true),
            ]
        );
        let failure = outcomes[1].failure(&parsed.codebook, &parsed.places);
        assert_eq!(failure.message, "no rule of `trust` codes this example");
        assert_eq!(failure.help, ["the rules give it `reliance` instead"]);
        assert_eq!(&BOOK[failure.labels[0].span.clone()], "\"I rely on her.\"");
        let failure = outcomes[2].failure(&parsed.codebook, &parsed.places);
        assert_eq!(failure.message, "a rule of `trust` codes this non-example");
    }

    #[test]
    fn examples_are_heard_whoever_speaks() {
        let parsed = parse("care.toml", BOOK).unwrap();
        let book = listening_to_all(&parsed.codebook);
        assert_eq!(book.codes[0].rules[0].speaker.as_deref(), Some(&["*".to_owned()][..]));
        assert!(book.codes[0].rules[0].conditions.is_empty());
    }
}
