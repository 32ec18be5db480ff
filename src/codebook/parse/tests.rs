//! What a codebook means once it is read: defaults, ids, references and places.
//! What is said about mistakes is tested in `tests/codebooks.rs`.

use super::*;
use crate::codebook::{Additions, Kind, Negation, Order, Origin, Status};

const WHOLE: &str = include_str!("../../../tests/codebooks/whole.toml");

fn read_whole() -> Parsed {
    parse("care.toml", WHOLE).unwrap()
}

#[test]
fn the_head_is_read() {
    let book = read_whole().codebook;
    assert_eq!((book.id.as_str(), book.name.as_str()), ("care", "Care at home"));
    assert_eq!((book.version.as_str(), book.date.as_deref()), ("1.1.0", Some("2026-02-11")));
    assert_eq!(book.sha256, sha256(WHOLE.as_bytes()));
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(
        book.additions,
        Additions {
            abbreviations: vec!["no".to_owned(), "incl".to_owned()],
            negators: vec!["nowt".to_owned()],
            pseudo_negators: vec!["no fear".to_owned()],
            terminators: vec!["still".to_owned()],
        }
    );
    assert!(book.families["tone"].levels);
}

#[test]
fn a_code_is_read_with_all_its_fields() {
    let book = read_whole().codebook;
    let [bond, trust, doubt] = book.codes.as_slice() else { panic!("three codes") };
    assert!(!bond.codable && !bond.is_applied());
    assert_eq!((trust.kind, trust.origin), (Kind::Category, Some(Origin::InVivo)));
    assert_eq!(trust.definition, "Somebody is relied on, also against the odds.");
    assert_eq!(trust.merged_into, None);
    assert_eq!((doubt.status, doubt.is_applied()), (Status::Draft, true));
}

#[test]
fn what_a_rule_leaves_out_comes_from_the_codebook() {
    let book = read_whole().codebook;
    let [first, second] = book.codes[1].rules.as_slice() else { panic!("two rules") };
    assert_eq!((first.unit, first.code, first.context), (Unit::Turn, Unit::Sentence, [0, 1]));
    assert_eq!(first.speaker.as_deref(), Some(&["*".to_owned()][..]));
    assert_eq!((first.negation, first.min, first.weak), (Negation::Skip, 2, true));
    assert_eq!(
        first.conditions,
        [
            ("group".to_owned(), vec!["clients".to_owned(), "staff".to_owned()]),
            ("wave".to_owned(), vec!["2".to_owned()]),
        ]
    );
    assert_eq!((second.unit, second.code, second.case), (Unit::Sentence, Unit::Match, true));
    assert_eq!(second.speaker.as_deref(), Some(&["participant".to_owned()][..]));
    assert_eq!((second.negation, second.min, second.weak), (Negation::Ignore, 1, false));
    assert_eq!((second.near[0].words, second.near[0].order), (3, Order::Before));
    assert_eq!(second.within.as_deref(), Some("doubt"));
}

#[test]
fn rules_without_an_id_get_one_that_is_free() {
    let text = "schema = 1\n[codebook]\nid = \"a\"\n[[code]]\nid = \"trust\"\nlabel = \"T\"\n\
        [[code.rule]]\nany = [\"b\"]\n[[code.rule]]\nid = \"trust-3\"\nany = [\"b\"]\n\
        [[code.rule]]\nany = [\"c\"]\n";
    let book = parse("a.toml", text).unwrap().codebook;
    let ids: Vec<&str> = book.codes[0].rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["trust-1", "trust-3", "trust-4"]);
    assert_eq!(book.name, "a");
    assert_eq!(book.language, "en");
}

#[test]
fn references_by_an_alias_become_references_by_the_id() {
    let book = read_whole().codebook;
    assert_eq!(book.relations[0].to, "bond.trust");
}

#[test]
fn places_are_those_of_the_file() {
    let parsed = read_whole();
    let at = |span: &std::ops::Range<usize>| &WHOLE[span.clone()];
    let place = &parsed.places.codes[1];
    assert_eq!((at(&place.id), at(&place.label)), ("\"bond.trust\"", "\"Trust\""));
    assert_eq!(at(place.parent.as_ref().unwrap()), "\"bond\"");
    assert_eq!(at(&place.examples[0]), "\"I trust the ward.\"");
    for (rule, place) in parsed.codebook.codes[1].rules.iter().zip(&place.rules) {
        let patterns = rule.patterns();
        assert_eq!(patterns.len(), place.patterns.len());
        for ((_, pattern), span) in patterns.iter().zip(&place.patterns) {
            assert_eq!(at(span), format!("\"{pattern}\""));
        }
    }
    assert_eq!(at(&parsed.places.lists["ward"].entries[1]), "\"clinic*\"");
}

#[test]
fn a_mistake_in_a_pattern_is_pointed_at_within_its_string() {
    let text = WHOLE.replace("count on *", "count on the @plce");
    let findings = parse("care.toml", &text).unwrap_err();
    let [finding] = findings.as_slice() else { panic!("one finding: {findings:?}") };
    assert_eq!(&text[finding.labels[0].span.clone()], "@plce");
    assert_eq!(finding.help, ["did you mean `place`?"]);
}

#[test]
fn too_large_a_file_is_refused() {
    let text = " ".repeat(MOST_BYTES + 1);
    let findings = parse("care.toml", &text).unwrap_err();
    assert_eq!(findings[0].message, "a codebook cannot be larger than 16 MiB");
}

#[test]
fn hostile_files_end_soon() {
    let chain: String = (0..20_000)
        .map(|n| format!("[[code]]\nid=\"c{n}\"\nlabel=\"L\"\nparent=\"c{}\"\n", (n + 1) % 20_000))
        .collect();
    let text = format!("schema = 1\n[codebook]\nid = \"a\"\n{chain}");
    let findings = parse("a.toml", &text).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("(19994 more)"), "{}", findings[0].message);

    let text = text.replace("parent=\"c0\"\n", "");
    let findings = parse("a.toml", &text).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "codes go down more than 100 levels");

    let lists: String =
        (0..20_000).map(|n| format!("l{n} = [\"@l0\", \"@l{}\"]\n", n + 1)).collect();
    let text = format!("schema = 1\n[codebook]\nid = \"a\"\n[lists]\n{lists}");
    assert!(parse("a.toml", &text).is_err());

    let nested = format!("schema = {}", "[".repeat(100_000));
    assert!(parse("a.toml", &nested).is_err());
}
