//! Every lint: one codebook that it warns about, and one that it leaves alone.

use super::*;
use crate::codebook::examples;
use crate::codebook::parse::parse;

const HEAD: &str = "schema = 1\n[codebook]\nid = \"care\"\n";

/// A code with all that a code should have.
fn code(id: &str, more: &str) -> String {
    format!(
        "[[code]]\nid = \"{id}\"\nlabel = \"{id}\"\nbrief = \"Somebody relies on somebody else.\"\n\
         use_when = [\"a\"]\nnot_when = [\"b\"]\nexamples = [\"I rely on her.\"]\n{more}\n"
    )
}

/// The warnings of one lint, each with what it points at.
fn warnings(lint: &str, codes: &[String], material: Material<'_>) -> Vec<(String, String)> {
    let text = format!("{HEAD}{}", codes.concat());
    let parsed = parse("care.toml", &text).unwrap();
    check(&parsed, material)
        .into_iter()
        .filter(|warning| warning.lint == lint)
        .map(|warning| {
            let span = warning.diagnostic.labels[0].span.clone();
            (warning.diagnostic.message, text[span].to_owned())
        })
        .collect()
}

fn alone(lint: &str, codes: &[String]) -> Vec<(String, String)> {
    warnings(lint, codes, Material::default())
}

fn found(message: &str, place: &str) -> Vec<(String, String)> {
    vec![(message.to_owned(), place.to_owned())]
}

#[test]
fn every_lint_has_its_own_id() {
    let ids: BTreeSet<&str> = LINTS.iter().map(|lint| lint.id).collect();
    assert_eq!(ids.len(), LINTS.len());
}

#[test]
fn incomplete_codes_are_told_all_that_is_missing() {
    let bare = ["[[code]]\nid = \"trust\"\nlabel = \"Trust\"\nuse_when = [\"a\"]\n".to_owned()];
    let message = "code `trust` has no `brief`, `not_when`, `examples`";
    assert_eq!(alone("incomplete", &bare), found(message, "\"trust\""));
    let retired = format!("{}status = \"retired\"\n", bare[0]);
    assert_eq!(alone("incomplete", &[retired, code("hope", "")]), []);
    let heading = "[[code]]\nid = \"top\"\nlabel = \"Top\"\ncodable = false\n".to_owned();
    assert_eq!(alone("incomplete", &[heading]), found("code `top` has no `brief`", "\"top\""));
}

#[test]
fn definitions_should_say_more_than_the_label() {
    let code = |label: &str, definition: &str| {
        format!("[[code]]\nid = \"t\"\nlabel = \"{label}\"\ndefinition = \"{definition}\"\n")
    };
    let message = "the definition of `t` only repeats its label";
    assert_eq!(
        alone("repeated-label", &[code("Restoring trust", "The restored trust.")]),
        found(message, "\"The restored trust.\"")
    );
    assert_eq!(alone("repeated-label", &[code("Trust", "Trust in the ward's staff.")]), []);
    assert_eq!(alone("repeated-label", &[code("Trust", "")]), []);
    assert_eq!(alone("repeated-label", &[code("信任", "相信医生")]), []);
    assert_eq!(alone("repeated-label", &[code("信任", "信任。")]).len(), 1);
}

#[test]
fn two_codes_should_not_look_for_the_same() {
    let rule = |more: &str| format!("[[code.rule]]\nany = [\"self-esteem\", \"hope*\"]\n{more}");
    let other = "[[code.rule]]\nany = [\"Self Esteem\"]\n";
    let message = "`a` and `b` have the same pattern";
    assert_eq!(
        alone("same-pattern", &[code("a", &rule("")), code("b", other)]),
        found(message, "\"Self Esteem\"")
    );
    let negated = rule("negation = \"only\"\n");
    assert_eq!(alone("same-pattern", &[code("a", &negated), code("b", other)]), []);
    assert_eq!(alone("same-pattern", &[code("a", &format!("{}{other}", rule("")))]), []);
}

#[test]
fn short_patterns_are_named_but_not_in_scripts_without_spaces() {
    let rule = "[[code.rule]]\nany = [\"i*\", \"go on\", \"信\", \"@us\", \"trust @us\"]\n\
        none = [\"no\"]\n[lists]\nus = [\"we all\", \"us\"]\n";
    let found = alone("short-pattern", &[code("a", rule)]);
    let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["\"i*\"", "\"@us\""]);
    assert_eq!(found[0].0, "`i*` has under 3 letters");
}

#[test]
fn wildcards_beside_characters_are_told_what_they_mean() {
    let rule =
        "[[code.rule]]\nany = [\"信任*\", \"信 任 *\", \"@us\"]\n[lists]\nus = [\"我?们\"]\n";
    let message = |part: &str, out: &str| {
        format!("`{part}` means `{out}`, in which the wildcard is a word by itself")
    };
    assert_eq!(
        alone("wildcard-apart", &[code("a", rule)]),
        [
            (message("信任*", "信 任 *"), "\"信任*\"".to_owned()),
            (message("我?们", "我 ? 们"), "\"我?们\"".to_owned()),
        ]
    );
    assert_eq!(alone("wildcard-apart", &[code("a", "[[code.rule]]\nany = [\"trust*\"]\n")]), []);
}

#[test]
fn broad_wildcards_are_named_with_words() {
    let words: BTreeSet<String> = (0..201).map(|n| format!("con{n:03}")).collect();
    let fewer: BTreeSet<String> = words.iter().skip(1).cloned().collect();
    let codes = [code("a", "[[code.rule]]\nany = [\"the con*\", \"c?n2*\"]\n")];
    let with = |words| Material { words: Some(words), ..Material::default() };
    let message = "`con*` matches 201 different words of the transcripts";
    assert_eq!(warnings("broad-wildcard", &codes, with(&words)), found(message, "\"the con*\""));
    assert_eq!(warnings("broad-wildcard", &codes, with(&fewer)), []);
    assert_eq!(alone("broad-wildcard", &codes), []);
}

#[test]
fn rare_codes_are_named_with_their_use() {
    let used = |(cases, segments)| Some(Use { cases, segments });
    let mut usage = [(0, 0), (1, 1), (1, 5), (2, 2)].map(used).to_vec();
    usage.push(None);
    let codes = ["a", "b", "c", "d", "e"].map(|id| code(id, ""));
    let material = Material { usage: Some(&usage), ..Material::default() };
    let found = warnings("rare-code", &codes, material);
    let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "code `a` is never used",
            "code `b` is used once",
            "code `c` is used 5 times, but by one case alone",
        ]
    );
}

#[test]
fn nine_themes_at_the_top_are_many() {
    let mut codes: Vec<String> = (0..8).map(|n| code(&format!("t{n}"), "")).collect();
    codes.push(code("t8", "parent = \"t1\""));
    assert_eq!(alone("many-themes", &codes), []);
    codes.push(code("t9", ""));
    assert_eq!(
        alone("many-themes", &codes),
        found("this codebook has 9 themes at the top", "\"t9\"")
    );
    let mut below: Vec<String> =
        (0..9).map(|n| code(&format!("t{n}"), "kind = \"theme\"\nparent = \"core\"")).collect();
    below.push(code("core", "kind = \"core\""));
    assert_eq!(alone("many-themes", &below).len(), 1);
}

#[test]
fn examples_that_no_rule_hits_are_warned_about() {
    let text = format!("{HEAD}{}", code("a", "[[code.rule]]\nany = [\"trust\"]\n"));
    let parsed = parse("care.toml", &text).unwrap();
    let tried = examples::run(&parsed.codebook, &parsed.places, |_| Vec::new());
    let material = Material { examples: Some(&tried), ..Material::default() };
    let warnings = check(&parsed, material);
    let [warning] = warnings.as_slice() else { panic!("one warning: {warnings:?}") };
    assert_eq!(warning.lint, "missed-example");
    assert!(!warning.diagnostic.is_error());
    assert_eq!(warning.diagnostic.message, "no rule of `a` codes this example");
}
