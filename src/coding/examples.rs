//! The examples of a codebook, coded by its rules.
//!
//! In comes a codebook with its places; out comes what the rules make of every example and
//! non-example. Each is read as the one turn of a transcript, whoever speaks, and weak rules count:
//! a proposal satisfies an example.

use crate::codebook::Codebook;
use crate::codebook::examples::{self, Outcome};
use crate::codebook::places::Places;
use crate::diagnostic;
use crate::transcript::build::Builder;
use crate::transcript::people::{Cast, Known};

use super::rules::{Program, Setting, Worker};

/// Runs all examples.
pub fn run(codebook: &Codebook, places: &Places) -> diagnostic::Outcome<Vec<Outcome>> {
    let program = Program::compile(&examples::listening_to_all(codebook), true)?;
    let mut worker = Worker::default();
    Ok(examples::run(codebook, places, |text| codes_of(text, &program, &mut worker)))
}

/// The codes that the rules give a text, by their places.
fn codes_of(text: &str, program: &Program, worker: &mut Worker) -> Vec<usize> {
    let mut builder = Builder::written();
    builder.push(None, text, (None, None));
    let transcript = builder.finish();
    let cast = Cast::of(&transcript, &Known::default());
    let coded = program.apply(&Setting::plain(&transcript, &cast), worker);
    let mut codes: Vec<usize> = coded.codings.iter().map(|coding| coding.code as usize).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{parse, template};

    #[test]
    fn rules_that_listen_to_one_role_are_tried_too() {
        let text = template::new("Care", "en").replace(
            "id     = \"trust-1\"",
            "id = \"trust-1\"\nspeaker = [\"interviewer\"]\nwhere = { group = \"a\" }",
        );
        let parsed = parse::parse("care.toml", &text).unwrap();
        let outcomes = run(&parsed.codebook, &parsed.places).unwrap();
        assert_eq!(outcomes.len(), 2);
        assert!(outcomes.iter().all(Outcome::passed), "{outcomes:?}");
    }

    #[test]
    fn what_other_codes_take_is_told() {
        let text = template::new("Care", "en").replace("until I trusted the nurse", "of waiting");
        let text = format!(
            "{text}[[code]]\nid = \"time\"\nlabel = \"Time\"\n[[code.rule]]\nany = [\"wait*\"]\n\
             strength = \"weak\"\n"
        );
        let parsed = parse::parse("care.toml", &text).unwrap();
        let outcomes = run(&parsed.codebook, &parsed.places).unwrap();
        assert!(!outcomes[0].passed());
        assert_eq!(outcomes[0].others, [2]);
    }
}
