//! Which fields of a code changed between two versions.

use super::{Change, What};
use crate::codebook::{Code, Rule};

/// What changed in a code besides its id and its parent.
pub(super) fn changes(old: &Code, new: &Code) -> Vec<Change> {
    let change = |what, field: &str, before: String, after: String| Change {
        what,
        from: Some(old.id.clone()),
        to: vec![new.id.clone()],
        field: field.to_owned(),
        before,
        after,
    };
    let joined = |texts: &[String]| texts.join("; ");
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |order: Option<i64>| order.map(|order| order.to_string()).unwrap_or_default();
    let fields = [
        ("label", old.label.clone(), new.label.clone()),
        ("kind", old.kind.name().to_owned(), new.kind.name().to_owned()),
        ("codable", old.codable.to_string(), new.codable.to_string()),
        ("order", number(old.order), number(new.order)),
        ("brief", old.brief.clone(), new.brief.clone()),
        ("definition", old.definition.clone(), new.definition.clone()),
        ("use_when", joined(&old.use_when), joined(&new.use_when)),
        ("not_when", joined(&old.not_when), joined(&new.not_when)),
        ("examples", joined(&old.examples), joined(&new.examples)),
        ("non_examples", joined(&old.non_examples), joined(&new.non_examples)),
        ("status", old.status.name().to_owned(), new.status.name().to_owned()),
        ("exclusive", maybe(&old.exclusive), maybe(&new.exclusive)),
    ];
    let fields = fields.into_iter().filter(|(_, before, after)| before != after);
    let mut changes: Vec<Change> =
        fields.map(|(field, before, after)| change(What::Changed, field, before, after)).collect();
    let same = |a: &Rule, b: &Rule| a.id == b.id || is_own(a, old) && is_own(b, new) && alike(a, b);
    for rule in &old.rules {
        let field = format!("rule {}", rule.id);
        match new.rules.iter().find(|other| same(rule, other)) {
            None => changes.push(change(What::Reruled, &field, words(rule), String::new())),
            Some(other) if !alike(rule, other) => {
                changes.push(change(What::Reruled, &field, words(rule), words(other)));
            }
            Some(_) => {}
        }
    }
    for rule in &new.rules {
        if !old.rules.iter().any(|other| same(other, rule)) {
            let field = format!("rule {}", rule.id);
            changes.push(change(What::Reruled, &field, String::new(), words(rule)));
        }
    }
    changes
}

/// Whether a rule has an id that was made from the code's.
fn is_own(rule: &Rule, code: &Code) -> bool {
    rule.id.strip_prefix(code.id.as_str()).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether two rules do the same, whatever they are called.
fn alike(a: &Rule, b: &Rule) -> bool {
    let bare = |rule: &Rule| Rule { id: String::new(), ..rule.clone() };
    bare(a) == bare(b)
}

/// A rule in a line: its patterns under their keys.
fn words(rule: &Rule) -> String {
    let mut parts: Vec<String> = Vec::new();
    let lists = [
        ("any", &rule.any),
        ("all", &rule.all),
        ("none", &rule.none),
        ("except", &rule.except),
        ("regex", &rule.regex),
    ];
    for (key, patterns) in lists.into_iter().filter(|(_, patterns)| !patterns.is_empty()) {
        parts.push(format!("{key}: {}", patterns.join(", ")));
    }
    for near in &rule.near {
        let (this, with) = (near.this.join(", "), near.with.join(", "));
        parts.push(format!("near: {this} with {with} within {} words", near.words));
    }
    if rule.weak {
        parts.push("weak".to_owned());
    }
    parts.join("; ")
}
