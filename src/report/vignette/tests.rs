//! Drafts of a small study, from assembly to print.

use super::voices::Voice;
use super::*;
use crate::report::sample::three_people;
use crate::text::language::Language;

fn voices() -> Voices {
    let voice = |case: &str, text: &str| Voice {
        case: case.to_owned(),
        text: text.to_owned(),
        ..Voice::default()
    };
    Voices {
        turns: vec![voice("A", "I have hope in Brickford."), voice("B", "We hope so.")],
        language: Language::for_tag("en"),
        capitalises_nouns: false,
    }
}

#[test]
fn every_passage_of_the_draft_has_its_source() {
    let from = ["A".to_owned(), "B".to_owned()].into();
    assert_eq!(
        draft(&three_people(), &from),
        "## Hope\n\nI have hope. {A t1 t2}\n\nWell, hopeful days come. {A t1 t2}\n\n\
         We hope [laughs] so. {B t2}\n\n## Fear\n\nI am afraid of it. {A t2 t2}\n"
    );
    assert_eq!(draft(&three_people(), &["C".to_owned()].into()), "");
}

#[test]
fn the_checks_stand_beside_the_draft() {
    let material = three_people();
    let text = "She hopes in Brickford. {A t1 t2} We hope so. {B t2}";
    let checks = check(&material, &voices(), text);
    let lines: Vec<String> =
        checks.iter().map(|one| format!("{} {} {}", one.name, one.is_passed, one.words)).collect();
    assert_eq!(
        lines,
        [
            "participants false draws on 2 participants; at least 3 needed",
            "share true B supplies 1 of 2 passages (50%)",
            "tags true every tag names a turn",
            "verbatim true no run of more than 30 words is one participant’s",
            "names false only A says Brickford",
            "combination true no attribute of a participant is mentioned",
        ]
    );
    let report = report(&material, text, &checks);
    assert_eq!(report.data.rows.len(), 6);
    let Body::Table(shares, _) = &report.sections[0].body else { panic!("no table") };
    assert_eq!(shares.rows[0], ["A".into(), Cell::Count(1), Cell::Number(50.0)]);
}

#[test]
fn what_is_published_has_headings_and_no_tags() {
    let text = "# Going on\n\nWe hope so. {B t2}\nAnd so on.\n\nNext. {A t1 t2}\n";
    let report = published(&three_people(), text);
    assert_eq!(report.shown(), None);
    assert_eq!(report.sections.len(), 1);
    assert_eq!((report.sections[0].title.as_str(), report.sections[0].level), ("Going on", 1));
    let Body::Prose(paragraphs) = &report.sections[0].body else { panic!("no prose") };
    assert_eq!(paragraphs, &["We hope so. And so on.", "Next."]);
    assert_eq!(
        report.sections[0].notes,
        ["A composite of what 2 participants said; it describes none of them."]
    );
}
