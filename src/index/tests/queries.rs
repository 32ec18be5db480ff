//! What queries mean, and what is told about those that mean nothing.

use super::Corpus;
use crate::index::query::Scope;

fn corpus() -> Corpus {
    Corpus::new().with(
        "t1",
        &[("I", "How are you?"), ("P1", "I trust the staff.")],
        &[("rules", "trust", "trust the"), ("ana", "weather", "staff")],
    )
}

/// The first finding: where it points, what it says and what it advises.
fn told(text: &str) -> (String, String, String) {
    let told = corpus().query(text).expect_err(text).swap_remove(0);
    let at = told.labels.first().map(|label| text[label.span.clone()].to_owned());
    (at.unwrap_or_default(), told.message, told.help.first().cloned().unwrap_or_default())
}

#[test]
fn every_name_is_looked_up() {
    for (text, at, message, help) in [
        ("code:trsut", "trsut", "there is no code `trsut`", "did you mean `trust`?"),
        ("theme:hpoe", "hpoe", "there is no code `hpoe`", "did you mean `hope`?"),
        (
            "code:\"the fear\"",
            "the fear",
            "there is no code `the fear`",
            "`the fear` is the label of `fear`",
        ),
        (
            "role:interviewr",
            "interviewr",
            "there is no role `interviewr`",
            "did you mean `interviewer`?",
        ),
        ("coder:anna", "anna", "there are no codings by `anna`", "did you mean `ana`?"),
        ("transcript:t9", "t9", "there is no transcript `t9`", "did you mean `t1`?"),
        ("sites:North", "sites", "there is no field or attribute `sites`", "did you mean `site`?"),
        ("coed:trust", "coed", "there is no field or attribute `coed`", "did you mean `code`?"),
        ("site:Nroth", "Nroth", "nothing has `Nroth` as its `site`", "did you mean `North`?"),
        ("level:hihg", "hihg", "`hihg` is no value of `level`", "did you mean `high`?"),
        (
            "wave:two",
            "two",
            "`two` is no value of `wave`",
            "expected a number, with a point for decimals",
        ),
        (
            "site:>North",
            "North",
            "`site` has no order to compare by",
            "its type is text; use `=` or `!=`",
        ),
        ("wave:1..", "1..", "a range needs both ends", "write `wave:1..3`, or `wave:>=1`"),
        ("code:>trust", "code:>trust", "`code` has no order to compare by", "write `code:trust`"),
        (
            "10:30",
            "10",
            "there is no field or attribute `10`",
            "there are code, theme, case, speaker, role, transcript, coder, date, level, site, wave",
        ),
    ] {
        assert_eq!(told(text), (at.into(), message.into(), help.into()), "{text}");
    }
}

#[test]
fn what_is_no_word_is_told() {
    for (text, at, message) in [
        ("—", "—", "`—` holds no letter or digit, so it matches no word"),
        ("\"— !\"", "\"— !\"", "there is no word in this"),
        ("\"\"", "\"\"", "there is no word in this"),
        ("*", "*", "`*` and `...` stand between words, not at the edge"),
        ("\"trust *\"", "\"trust *\"", "`*` and `...` stand between words, not at the edge"),
        ("信*", "信*", "`*` and `...` stand between words, not at the edge"),
        ("\"trust\"~3", "\"trust\"~3", "one word alone is near nothing"),
        ("\"a b c d e f g h i\"~3", "\"a b c d e f g h i\"~3", "more than 8 words near each other"),
        ("", "", "the query is empty"),
        ("hope AND", "AND", "`AND` has nothing after it to join"),
        ("=~trust", "=~trust", "`~` has no meaning in `~trust`"),
    ] {
        let (place, said, _) = told(text);
        assert_eq!((place.as_str(), said.as_str()), (at, message), "{text}");
    }
    let many: Vec<String> = (0..70).map(|number| format!("word{number}x")).collect();
    assert_eq!(told(&many.join(" ")).1, "the query has more than 64 different words");
    assert_eq!(told(&"a ".repeat(9_000)).1, "the query is longer than 10000 bytes");
}

#[test]
fn all_mistakes_are_told_at_once() {
    assert_eq!(corpus().query("code:x9 AND (site:Y OR role:z)").unwrap_err().len(), 3);
}

#[test]
fn doubts_are_told_and_the_query_goes_on() {
    let notes = |text: &str| -> Vec<String> {
        let query = corpus().query(text).unwrap();
        query.notes.into_iter().map(|note| note.message).collect()
    };
    assert_eq!(notes("trust or hope"), ["`or` is searched for as a word"]);
    assert_eq!(notes("why?"), ["`why?` stands for words with one more character"]);
    assert!(notes("\"trust or hope\" AND not*").is_empty());
}

#[test]
fn codes_are_found_by_id_alias_and_star() {
    let corpus = corpus();
    let codes = |text: &str| format!("{:?}", corpus.query(text).unwrap().expr);
    assert_eq!(codes("code:trust"), "Is(Code([0]))");
    assert_eq!(codes("code:confidence"), "Is(Code([0]))");
    assert_eq!(codes("theme:trust"), "Is(Code([0, 1]))");
    assert_eq!(codes("code:trust*"), "Is(Code([0, 1]))");
    assert_eq!(codes("code:weather"), "Is(Code([4]))");
    assert_eq!(codes("code:*"), "Is(Code([0, 1, 2, 3, 4]))");
}

#[test]
fn values_are_those_of_the_corpus() {
    let corpus = corpus();
    let values = |text: &str| match corpus.query(text).unwrap().expr {
        crate::index::query::Expr::Is(crate::index::query::Term::Attribute { values, .. }) => {
            values.into_iter().collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(values("wave:2"), ["2"]);
    assert_eq!(values("wave:>1"), ["2", "3"]);
    assert_eq!(values("wave:1..2"), ["1", "2"]);
    assert_eq!(values("wave:7"), [""; 0]);
    assert_eq!(values("level:>=middle"), ["high", "middle"]);
    assert_eq!(values("site:\"North End\""), ["North End"]);
    assert_eq!(values("site:North*"), ["North", "North End"]);
    assert_eq!(values("date:2026-02"), ["2026-02", "2026-02-11"]);
    assert_eq!(values("date:>=2026-02-01"), ["2026-02-11"]);
}

#[test]
fn segments_are_searched_where_nothing_else_can_be_found() {
    let corpus = corpus();
    for (text, scope) in [
        ("hope", Scope::Turn),
        ("code:trust", Scope::Segment),
        ("hope theme:trust", Scope::Segment),
        ("hope OR code:trust", Scope::Turn),
        ("code:hope OR code:trust", Scope::Segment),
        ("(code:hope OR code:trust) staff", Scope::Segment),
        ("hope NOT code:trust", Scope::Turn),
        ("NOT code:trust", Scope::Turn),
        ("coder:ana", Scope::Segment),
        ("speaker:P1 site:North", Scope::Turn),
    ] {
        assert_eq!(corpus.query(text).unwrap().scope(), scope, "{text}");
    }
}

#[test]
fn coders_named_are_the_ones_seen() {
    let corpus = corpus();
    let coders = |text: &str| corpus.query(text).unwrap().coders(&[0], 3);
    assert_eq!(coders("code:trust"), [0]);
    assert_eq!(coders("code:trust coder:ana"), [1]);
    assert_eq!(coders("coder:ana OR coder:ben"), [1, 2]);
    assert_eq!(coders("code:trust NOT coder:ana"), [0, 1, 2]);
}

#[test]
fn people_nobody_is_are_told_when_all_were_seen() {
    let corpus = corpus();
    let query = corpus.query("speaker:P9 OR case:P1 OR speaker:interviewer").unwrap();
    let found = corpus.scan(&query, query.scope());
    let told = query.unseen(&found.seen.unwrap());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].message, "there is no speaker `P9`");
    assert_eq!(told[0].labels[0].span, 8..10);
}

#[test]
fn two_queries_become_one() {
    let corpus = corpus();
    let query = corpus.query("trust").unwrap();
    let both = query.and(corpus.query("\"the staff\" OR trust").unwrap()).unwrap();
    assert_eq!((both.words.len(), both.wordings.len()), (3, 2));
    assert_eq!(corpus.scan(&both, Scope::Turn).matches, 1);
    let many: Vec<String> = (0..40).map(|number| format!("x{number}x")).collect();
    let many = |sign: &str| corpus.query(&many.join(" ").replace('x', sign)).unwrap();
    assert!(many("x").and(many("y")).is_err());
}
