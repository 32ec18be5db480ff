use super::*;
use crate::codebook::migration::Ways;
use crate::codebook::parse::{Parsed, parse};
use proptest::prelude::*;

const FILE: &str = r#"# Care.
schema = 1

[codebook]
id      = "care"
version = '1.0.0'   # raised by hand

# Trust and what belongs to it.
[[code]]
id         = "trust"   # an old friend
label      = "Trust"
definition = """
id = "trust"
[[code]]
"""

  # The plain words.
  [[code.rule]]
  id  = "trust-1"
  any = ["trust*"]    # all forms

# --- apart ---

[[code]]
id     = 'hope'
label  = "Hope"
parent = "trust"
aliases = [
  "wish",  # first name
]

  [[code.rule]]
  any    = ["hope*"]
  within = "trust"

[[code]]
id = "fear"
label = "Fear"
status = "draft"   # young

  [[code.rule]]
  any = ["afraid"]
  within = "hope"

[[relation]]
from = "hope"
to   = "fear"
type = "contradicts"

# Last words."#;

fn read(text: &str) -> Parsed {
    parse("care.toml", text).unwrap()
}

/// The lines that went and came.
fn changed(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes();
    changes
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value().trim_end()))
        .filter(|line| line.len() > 1)
        .collect()
}

#[test]
fn a_rename_changes_only_what_names_the_code() {
    let edited = rename(&read(FILE), "trust", "reliance", None).unwrap();
    assert_eq!(
        changed(FILE, &edited.text),
        [
            "-version = '1.0.0'   # raised by hand",
            "+version = '1.0.1'   # raised by hand",
            "-id         = \"trust\"   # an old friend",
            "+id         = \"reliance\"   # an old friend",
            "+aliases    = [\"trust\"]",
            "-parent = \"trust\"",
            "+parent = \"reliance\"",
            "-  within = \"trust\"",
            "+  within = \"reliance\"",
            "-# Last words.",
            "+# Last words.",
            "+[[migration]]",
            "+from_version = \"1.0.0\"",
            "+to_version   = \"1.0.1\"",
            "+  [[migration.step]]",
            "+  op   = \"rename\"",
            "+  from = \"trust\"",
            "+  to   = \"reliance\"",
        ]
    );
    assert_eq!(edited.version, "1.0.1");
}

#[test]
fn a_rename_back_undoes_a_rename() {
    let there = rename(&read(FILE), "hope", "longing", None).unwrap();
    assert!(there.text.contains("  \"wish\", \"hope\",  # first name"), "{}", there.text);
    let back = rename(&read(&there.text), "longing", "hope", None).unwrap();
    let (first, last) = (read(FILE).codebook, read(&back.text).codebook);
    assert_eq!(first.relations, last.relations);
    for (one, other) in first.codes.iter().zip(&last.codes) {
        assert_eq!((&one.id, &one.parent), (&other.id, &other.parent));
    }
    let ways = Ways::of([&last]);
    for name in ["hope", "longing", "wish"] {
        assert_eq!(ways.now(name), "hope");
    }
    assert_eq!(back.text.matches("[[migration]]").count(), 1);
}

#[test]
fn windows_lines_stay_windows_lines() {
    let edited = rename(&read(&FILE.replace('\n', "\r\n")), "fear", "dread", None).unwrap();
    assert_eq!(edited.text.matches('\n').count(), edited.text.matches("\r\n").count());
}

#[test]
fn a_merge_moves_rules_children_and_relations() {
    let edited = merge(&read(FILE), &["hope".into()], "trust").unwrap_err();
    // A rule of one looks within the other: as one code it would look within itself.
    assert_eq!(edited[0].message, "a rule of `trust` looks within its own code");
    let file = FILE.replace("  within = \"trust\"\n", "");
    let edited = merge(&read(&file), &["wish".into()], "fear").unwrap_err();
    assert_eq!(edited[0].message, "a rule of `fear` looks within its own code");
    let file = file.replace("  within = \"hope\"\n", "");
    let edited = merge(&read(&file), &["wish".into()], "fear").unwrap();
    let codebook = read(&edited.text).codebook;
    assert_eq!(codebook.codes[1].merged_into.as_deref(), Some("fear"));
    assert!(codebook.codes[1].rules.is_empty());
    assert_eq!(codebook.codes[2].rules.len(), 2);
    assert!(codebook.relations.is_empty());
    assert_eq!(edited.told.len(), 2, "{:?}", edited.told);
    assert!(edited.text.contains("status = \"draft\"   # young"));
    assert_eq!(Ways::of([&codebook]).now("wish"), "fear");
}

#[test]
fn a_merged_code_leads_its_children() {
    let file = FILE.replace("  within = \"trust\"\n", "");
    let edited = merge(&read(&file), &["trust".into()], "fear").unwrap();
    let codebook = read(&edited.text).codebook;
    assert_eq!(codebook.codes[1].parent.as_deref(), Some("fear"));
    let rules: Vec<&str> = codebook.codes[2].rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(rules, ["fear-1", "trust-1"]);
    assert!(edited.text.contains("  # The plain words.\n  [[code.rule]]\n  id  = \"trust-1\""));
    assert!(edited.text.contains("# --- apart ---"));
    let below = merge(&read(&file), &["trust".into()], "hope").unwrap_err();
    assert_eq!(below[0].message, "`hope` stands below `trust`");
}

#[test]
fn a_split_begins_drafts_and_a_move_refuses_circles() {
    let names = ["hope".into(), "hope.small".into()];
    let edited = split(&read(FILE), "hope", &names).unwrap();
    let codebook = read(&edited.text).codebook;
    let new = &codebook.codes[2];
    assert_eq!((new.id.as_str(), new.label.as_str()), ("hope.small", "Small"));
    assert_eq!(new.parent.as_deref(), Some("trust"));
    assert_eq!(Ways::of([&codebook]).now("hope"), "hope");
    let told = relocate(&read(FILE), "trust", Some("hope"), None).unwrap_err();
    assert_eq!(told[0].message, "`hope` stands below `trust` itself");
    let top = relocate(&read(FILE), "hope", None, None).unwrap();
    assert!(!top.text.contains("parent"), "{}", top.text);
    let file = FILE.replace("  within = \"hope\"\n", "");
    let under = relocate(&read(&file), "fear", Some("trust"), Some("trust.fear")).unwrap();
    let codebook = read(&under.text).codebook;
    assert_eq!(codebook.codes[2].parent.as_deref(), Some("trust"));
    assert_eq!(Ways::of([&codebook]).now("fear"), "trust.fear");
}

#[test]
fn ids_that_are_or_were_there_are_refused() {
    let told = |old: &str, new: &str| rename(&read(FILE), old, new, None).unwrap_err().remove(0);
    assert_eq!(told("fear", "hope").message, "`hope` is the id of a code already");
    assert_eq!(told("fear", "wish").message, "`wish` is a former id of a code already");
    assert_eq!(told("fear", "Big Fear").help[1], "write `big-fear`");
    assert_eq!(told("feer", "dread").help[0], "did you mean `fear`?");
    assert_eq!(rename(&read(FILE), "hope", "wish", None).unwrap().version, "1.0.1");
}

#[test]
fn a_relation_is_added_and_gathers_evidence() {
    let link = Link {
        from: "trust".into(),
        to: "wish".into(),
        kind: "leads-to".into(),
        evidence: vec!["P1:3".into()],
        ..Link::default()
    };
    let edited = relate(&read(FILE), &link).unwrap();
    let more = Link {
        evidence: vec!["P1:3".into(), "P2:1".into()],
        memo: Some("why".into()),
        ..link.clone()
    };
    let edited = relate(&read(&edited.text), &more).unwrap();
    let relations = read(&edited.text).codebook.relations;
    assert_eq!((relations.len(), relations[1].to.as_str()), (2, "hope"));
    assert_eq!(relations[1].evidence, ["P1:3", "P2:1"]);
    assert_eq!(relations[1].memo.as_deref(), Some("why"));
    assert_eq!(edited.version, "1.0.0");
}

proptest! {
    /// Renames there and back, in any order: each code keeps its fields, every name it ever had
    /// leads to it.
    #[test]
    fn any_renames_keep_everything_else(
        picks in proptest::collection::vec((0usize..3, 0u32..5), 1..6)
    ) {
        let mut text = FILE.to_owned();
        let mut had: Vec<Vec<String>> =
            ["trust", "hope", "fear"].iter().map(|id| vec![(*id).to_owned()]).collect();
        for (code, number) in picks {
            let new = format!("n{code}.{number}");
            let old = had[code].last().unwrap().clone();
            if let Ok(edited) = rename(&read(&text), &old, &new, None) {
                text = edited.text;
                had[code].push(new);
            }
        }
        let (first, last) = (read(FILE).codebook, read(&text).codebook);
        let ways = Ways::of([&last]);
        for (place, names) in had.iter().enumerate() {
            let (one, other) = (&first.codes[place], &last.codes[place]);
            prop_assert_eq!((&one.label, one.rules.len()), (&other.label, other.rules.len()));
            for name in names {
                prop_assert_eq!(ways.now(name), other.id.as_str());
            }
        }
        for remark in FILE.lines().filter_map(|line| line.split_once("# ")) {
            prop_assert!(text.contains(remark.1));
        }
    }
}
