//! What a scan finds, by hand.

use super::Corpus;
use crate::index::found::{First, Order};
use crate::index::query::{Expr, Scope};
use crate::study::condition::Condition;
use crate::study::selection::Selection;

fn corpus() -> Corpus {
    Corpus::new()
        .with(
            "t1",
            &[
                ("I", "Do you trust the café staff?"),
                ("P1", "I trusted them, and they trusted me [laughs at trust]. I had hope."),
                ("P1", "Self-esteem came back; then fear. No hope left."),
            ],
            &[
                ("rules", "trust", "I trusted them, and they trusted me"),
                ("rules", "hope", "trusted me [laughs at trust]. I had hope."),
                ("rules", "fear", "came back; then fear"),
                ("ana", "hope", "Self-esteem came back"),
                ("ana", "fear", "I trusted them"),
            ],
        )
        .with(
            "t2",
            &[("Interviewer", "And you?"), ("P2", "我很信任他。The staff I do not trust at all.")],
            &[("rules", "trust.gain", "The staff I do not trust at all")],
        )
}

#[test]
fn words_are_found_in_all_their_forms() {
    let corpus = corpus();
    assert_eq!(corpus.texts("trusting").len(), 3);
    assert_eq!(
        corpus.texts("=trusted"),
        ["I trusted them, and they trusted me [laughs at trust]. I had hope."]
    );
    assert_eq!(corpus.texts("cafe").len(), 1);
    assert_eq!(corpus.texts("tru*").len(), 3);
    assert_eq!(corpus.texts("laughs").len(), 0, "annotations are no speech");
    assert_eq!(corpus.texts("Interviewer").len(), 0, "labels are not searched");
}

#[test]
fn phrases_and_words_near_each_other() {
    let corpus = corpus();
    assert_eq!(corpus.texts("\"self esteem\"").len(), 1);
    assert_eq!(corpus.texts("self-esteem").len(), 1);
    assert_eq!(corpus.texts("\"the staff\"").len(), 1);
    assert_eq!(corpus.texts("\"the * staff\"").len(), 1);
    assert_eq!(corpus.texts("\"staff trust\"~3").len(), 2);
    assert_eq!(corpus.texts("\"staff trust\"~2").len(), 1);
    assert_eq!(corpus.texts("\"staff ... trust\"").len(), 1);
    assert_eq!(corpus.texts("信任"), ["我很信任他。The staff I do not trust at all."]);
    assert_eq!(corpus.texts("任信").len(), 0);
    assert_eq!(corpus.texts("\"信任 staff\"~2").len(), 1);
}

#[test]
fn turns_by_words_people_and_codes() {
    let corpus = corpus();
    assert_eq!(corpus.texts("trust role:participant").len(), 2);
    assert_eq!(corpus.texts("trust AND speaker:I").len(), 1);
    assert_eq!(corpus.texts("trust NOT speaker:participant").len(), 1);
    assert_eq!(corpus.texts("hope site:North wave:1").len(), 2);
    assert_eq!(
        corpus.texts("case:P* NOT trust"),
        ["Self-esteem came back; then fear. No hope left."]
    );
    assert_eq!(corpus.texts("trust NOT code:*"), ["Do you trust the café staff?"]);
    assert_eq!(corpus.texts("NOT hope transcript:t2").len(), 2);
    assert_eq!(corpus.texts("esteem OR code:trust.gain").len(), 2);
}

#[test]
fn segments_share_characters() {
    let corpus = corpus();
    let (trust, hope) =
        ("I trusted them, and they trusted me", "trusted me [laughs at trust]. I had hope.");
    assert_eq!(corpus.texts("code:trust AND code:hope"), [trust, hope]);
    assert_eq!(corpus.texts("code:trust AND code:fear"), [""; 0]);
    assert_eq!(corpus.texts("code:trust NOT code:hope"), [""; 0]);
    assert_eq!(corpus.texts("code:fear NOT code:hope"), ["came back; then fear"]);
    assert_eq!(corpus.texts("theme:trust"), [trust, "The staff I do not trust at all"]);
    assert_eq!(corpus.texts("theme:trust NOT code:hope"), ["The staff I do not trust at all"]);
    assert_eq!(corpus.texts("code:trust AND hope"), [""; 0], "the word stands beside it");
    assert_eq!(corpus.texts("code:hope AND hope"), [hope]);
    assert_eq!(corpus.texts("code:hope AND =trust"), [""; 0], "the word is in an annotation");
}

#[test]
fn codings_of_two_coders_are_never_mixed() {
    let corpus = corpus();
    assert_eq!(corpus.texts("coder:ana"), ["I trusted them", "Self-esteem came back"]);
    assert_eq!(corpus.texts("code:hope coder:ana"), ["Self-esteem came back"]);
    assert_eq!(corpus.texts("code:fear NOT coder:rules"), ["I trusted them"]);
    assert_eq!(corpus.texts("code:hope code:fear (coder:ana OR coder:rules)"), [""; 0]);
}

#[test]
fn a_turn_or_a_transcript_may_hold_the_parts_anywhere() {
    let corpus = corpus();
    let texts = |text: &str, scope: Scope| -> Vec<&str> {
        let found = corpus.scan(&corpus.query(text).unwrap(), scope);
        found.hits.iter().map(|hit| corpus.text(hit)).collect()
    };
    assert_eq!(texts("code:trust AND hope", Scope::Turn).len(), 1);
    assert_eq!(texts("code:trust AND code:fear", Scope::Turn).len(), 0);
    assert_eq!(texts("code:trust AND code:fear", Scope::Transcript).len(), 2);
    assert_eq!(texts("esteem AND café", Scope::Transcript).len(), 2);
    assert_eq!(texts("esteem AND wave:2", Scope::Transcript).len(), 0);
    assert_eq!(texts("esteem AND speaker:I", Scope::Transcript).len(), 1);
    assert_eq!(texts("NOT esteem", Scope::Transcript).len(), 2);
    assert_eq!(texts("hope", Scope::Segment), ["trusted me [laughs at trust]. I had hope."]);
}

#[test]
fn the_best_come_first_and_everything_is_counted() {
    let corpus = corpus();
    let query = corpus.query("trust OR hope").unwrap();
    let first = |order, most| corpus.first(&query, Scope::Turn, First { order, most });
    let best = first(Order::Score, 1);
    assert_eq!((best.count, best.transcripts, best.cases, best.matches), (4, 2, 2, 6));
    assert_eq!(best.hits.len(), 1);
    assert!(corpus.text(&best.hits[0]).starts_with("I trusted them"));
    let all = first(Order::Score, 0);
    assert_eq!((all.hits.len(), &all.hits[0]), (4, &best.hits[0]));
    let places =
        |most| -> Vec<u32> { first(Order::Place, most).hits.iter().map(|hit| hit.turn).collect() };
    assert_eq!(places(0), [0, 1, 2, 1]);
    assert_eq!(places(2), [0, 1]);
    let coded = corpus.scan(&corpus.query("code:trust").unwrap(), Scope::Segment);
    assert_eq!((coded.hits[0].score, coded.matches), (0.0, 0));
}

#[test]
fn segments_of_several_turns() {
    let corpus = Corpus::new().with(
        "t1",
        &[("I", "Any hope"), ("P1", "for us? We trust."), ("P2", "Hope, yes.")],
        &[("rules", "hope", "hope\nP1: for us? We trust.\nP2: Hope")],
    );
    assert_eq!(corpus.texts("code:hope AND \"hope for\"").len(), 0, "no phrase crosses turns");
    assert_eq!(corpus.texts("code:hope AND \"hope for\"~900").len(), 0);
    assert_eq!(corpus.texts("code:hope AND hope AND trust").len(), 1);
    assert_eq!(corpus.texts("code:hope yes").len(), 0);
    assert_eq!(corpus.texts("code:hope AND speaker:P2 AND role:interviewer").len(), 1);
    let query = corpus.query("code:hope AND hope").unwrap();
    let found = corpus.scan(&query, query.scope());
    assert_eq!((found.matches, found.cases), (2, 2));
}

#[test]
fn private_messages_are_not_searched() {
    let mut corpus = Corpus::new().with(
        "t1",
        &[("P1", "Hope."), ("P1", "Secret hope.")],
        &[("rules", "hope", "Secret hope."), ("rules", "fear", "Hope.\nP1: Secret")],
    );
    corpus.transcripts[0].0.turns[1].extra.get_or_insert_default().private = true;
    assert_eq!(corpus.texts("hope").len(), 1);
    assert_eq!(corpus.texts("code:hope").len(), 0);
    assert_eq!(corpus.texts("code:fear secret").len(), 0);
}

#[test]
fn filters_mean_what_they_mean_elsewhere() {
    let corpus = corpus();
    let conditions =
        ["site=North", "site!=North", "site=", "site!=", "wave>1", "level<high", "level=low"];
    for text in conditions {
        let condition = Condition::parse(text, &corpus.attributes).unwrap();
        let selection = Selection {
            conditions: vec![condition],
            speakers: vec!["P*".into(), "interviewer".into()],
            ..Selection::default()
        };
        let narrow = Expr::of_selection(&selection, &corpus.attributes);
        let query = corpus.query("transcript:*").unwrap().narrowed(narrow);
        let found = corpus.scan(&query, Scope::Turn);
        let places: Vec<(u32, u32)> =
            found.hits.iter().map(|hit| (hit.transcript, hit.turn)).collect();
        let mut expected = Vec::new();
        for (place, (transcript, cast, _)) in (0u32..).zip(&corpus.transcripts) {
            for (turn, one) in (0u32..).zip(&transcript.turns) {
                if selection.turn(transcript, cast, one, &corpus.attributes) {
                    expected.push((place, turn));
                }
            }
        }
        assert_eq!(places, expected, "{text}");
    }
}
