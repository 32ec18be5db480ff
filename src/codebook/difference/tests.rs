use super::*;
use crate::codebook::edit;
use crate::codebook::parse::{Parsed, parse};

/// The structure of the preprint of the bridge study: the core is a bridge over the barriers of the
/// system, with two functions, and trust is what comes of it. Labels after the paper's abstract,
/// the rest is ours.
const PREPRINT: &str = include_str!("preprint.toml");
/// The structure that was published: the core is a bridge, with four functions.
const PUBLISHED: &str = include_str!("published.toml");

fn read(text: &str) -> Parsed {
    parse("bridge.toml", text).unwrap()
}

/// `what from to field`, a line a change.
fn lines(changes: &[Change]) -> Vec<String> {
    let line = |change: &Change| {
        let from = change.from.as_deref().unwrap_or("-");
        format!("{} {from} {} {}", change.what.name(), change.to.join("+"), change.field)
            .trim_end()
            .to_owned()
    };
    changes.iter().map(line).collect()
}

#[test]
fn every_code_of_the_preprint_has_its_way_into_the_article() {
    let (older, newer) = (read(PREPRINT).codebook, read(PUBLISHED).codebook);
    let changes = lines(&difference(&older, &newer));
    assert_eq!(
        changes,
        [
            "split bridge bridge+function.barriers",
            "changed bridge bridge label",
            "renamed outcome.trust function.trust id",
            "moved outcome.trust function.trust parent",
        ]
    );
    let ways = Ways::of([&newer]);
    for code in &older.codes {
        let now = ways.now(&code.id);
        assert!(newer.codes.iter().any(|code| code.id == now), "{} leads nowhere", code.id);
    }
    assert_eq!((ways.now("bridge"), ways.now("outcome.trust")), ("bridge", "function.trust"));
    assert_eq!((older.codes.len(), newer.codes.len()), (12, 13));
}

#[test]
fn the_article_can_be_made_of_the_preprint_by_command() {
    let split = ["bridge".to_owned(), "function.barriers".to_owned()];
    let one = edit::split(&read(PREPRINT), "bridge", &split).unwrap();
    let two =
        edit::relocate(&read(&one.text), "function.barriers", Some("functions"), None).unwrap();
    let three = edit::relocate(
        &read(&two.text),
        "outcome.trust",
        Some("functions"),
        Some("function.trust"),
    )
    .unwrap();
    let changes = lines(&difference(&read(PREPRINT).codebook, &read(&three.text).codebook));
    assert_eq!(
        changes,
        [
            "split bridge bridge+function.barriers",
            "renamed outcome.trust function.trust id",
            "moved outcome.trust function.trust parent",
        ]
    );
}

#[test]
fn codes_that_went_nowhere_are_removed_and_rules_are_compared() {
    let file = |codes: &str| {
        read(&format!("schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n{codes}")).codebook
    };
    let older = file(
        "[[code]]\nid = \"a\"\nlabel = \"A\"\nbrief = \"Old.\"\n[[code.rule]]\nany = [\"tea\"]\n\
         [[code]]\nid = \"b\"\nlabel = \"B\"\n[[code]]\nid = \"gone\"\nlabel = \"G\"\n",
    );
    let newer = file(
        "[[code]]\nid = \"a\"\nlabel = \"A\"\nbrief = \"New.\"\n[[code.rule]]\nany = [\"coffee\"]\n\
         [[code]]\nid = \"b\"\nlabel = \"B\"\nstatus = \"merged\"\nmerged_into = \"a\"\n\
         [[code]]\nid = \"n\"\nlabel = \"N\"\n",
    );
    let changes = difference(&older, &newer);
    assert_eq!(
        lines(&changes),
        [
            "changed a a brief",
            "re-ruled a a rule a-1",
            "merged b a id",
            "added - n",
            "removed gone"
        ]
    );
    assert_eq!(
        (changes[1].before.as_str(), changes[1].after.as_str()),
        ("any: tea", "any: coffee")
    );
    assert_eq!(difference(&newer, &newer), []);
}
