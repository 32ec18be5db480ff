//! The five codebooks that come with emic: every example is coded by its own code's rules, no
//! non-example is.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use emic::codebook::parse::parse;
use emic::coding::rules::{Program, Setting, Worker};
use emic::transcript::build::Builder;
use emic::transcript::people::{Cast, Known};

const CODEBOOKS: [&str; 5] =
    ["creating-connection", "bridge", "peer-work", "navigator-journey", "everyday-connection"];

#[test]
fn examples_are_coded_by_their_own_rules() {
    let mut faults = Vec::new();
    for name in CODEBOOKS {
        let path = format!("codebooks/{name}.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let codebook = parse(&path, &text).unwrap().codebook;
        let program = Program::compile(&codebook, true).unwrap();
        let mut worker = Worker::default();
        for (place, code) in codebook.codes.iter().enumerate() {
            let texts = code.examples.iter().map(|text| (text, true));
            for (text, expected) in texts.chain(code.non_examples.iter().map(|text| (text, false)))
            {
                let mut builder = Builder::written();
                builder.push(Some("P1"), text, (None, None));
                let transcript = builder.finish();
                let cast = Cast::of(&transcript, &Known::default());
                let coded = program.apply(&Setting::plain(&transcript, &cast), &mut worker);
                let found = coded.codings.iter().any(|coding| coding.code as usize == place);
                if !code.rules.is_empty() && found != expected {
                    faults.push(format!("{name} {} {expected}: {text}", code.id));
                }
            }
        }
        assert!(codebook.codes.iter().any(|code| !code.examples.is_empty()), "{name}");
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
