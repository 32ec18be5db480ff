//! Names: every id once, every reference to something that exists, nobody their own grandparent.
//!
//! In comes the codebook as it was read, with its places; references by an alias become references
//! by the id, rules without an id get one, and what does not fit is a finding.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::Placed;
use super::findings::Findings;
use crate::codebook::places::{Places, Span};
use crate::codebook::tree::Tree;
use crate::codebook::{Codebook, dependency, within};

/// How many levels of codes there can be.
const MOST_LEVELS: usize = 100;

/// Looks at an id: `[a-z0-9][a-z0-9._-]*`.
pub(super) fn check_id(what: &str, id: &Placed<String>, findings: &Findings) {
    if is_id(&id.value) {
        return;
    }
    let message = format!("`{}` cannot be the id of a {what}", id.value);
    let under = "small letters, digits, `.`, `_` and `-`; a letter or digit first";
    let error = findings.error(id.span.clone(), message, under);
    let better = as_id(&id.value);
    findings.add(match is_id(&better) {
        true => error.help(format!("write `{better}`")),
        false => error,
    });
}

fn is_id(id: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    id.chars().all(is_part) && id.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// An id as near to a text as can be: `Feeling safe` becomes `feeling-safe`.
pub(crate) fn as_id(text: &str) -> String {
    let mut id = String::new();
    for c in text.trim().to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => id.push(c),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.trim_matches(['-', '.', '_']).to_owned()
}

/// Looks at all names of a codebook.
pub(super) fn check(codebook: &mut Codebook, places: &Places, findings: &Findings) {
    let names = Names::of(codebook, places, findings);
    references(codebook, places, &names, findings);
    circles(codebook, places, findings);
    rule_ids(codebook, places, findings);
}

/// Where each code and alias leads.
struct Names {
    ids: BTreeMap<String, usize>,
    aliases: BTreeMap<String, usize>,
}

impl Names {
    fn of(codebook: &Codebook, places: &Places, findings: &Findings) -> Self {
        let mut names = Names { ids: BTreeMap::new(), aliases: BTreeMap::new() };
        for (at, (code, place)) in codebook.codes.iter().zip(&places.codes).enumerate() {
            if code.id.is_empty() {
                continue;
            }
            let Some(&first) = names.ids.get(&code.id) else {
                names.ids.insert(code.id.clone(), at);
                continue;
            };
            let message = format!("code `{}` is defined twice", code.id);
            let first = places.codes.get(first).map(|place| place.id.clone()).unwrap_or_default();
            let error = findings.error(place.id.clone(), message, "second definition").at(
                &findings.source,
                first,
                "first definition",
            );
            findings.add(error.help("give one of them another id, or make one entry of the two"));
        }
        for (at, (code, place)) in codebook.codes.iter().zip(&places.codes).enumerate() {
            for (alias, span) in code.aliases.iter().zip(&place.aliases) {
                names.add_alias(alias, at, span, places, findings);
            }
        }
        names
    }

    fn add_alias(
        &mut self,
        alias: &str,
        code: usize,
        span: &Span,
        places: &Places,
        findings: &Findings,
    ) {
        let id_of = |code: usize| places.codes.get(code).map(|place| place.id.clone());
        if alias.trim().is_empty() {
            findings.add(findings.error(span.clone(), "this alias is empty", ""));
        } else if let Some(&other) = self.ids.get(alias).filter(|&&other| other != code) {
            let message = format!("the alias `{alias}` is the id of another code");
            let error = findings.error(span.clone(), message, "means two codes").at(
                &findings.source,
                id_of(other).unwrap_or_default(),
                "this code",
            );
            findings.add(error.help("remove the alias"));
        } else if let Some(&other) = self.aliases.get(alias).filter(|&&other| other != code) {
            let message = format!("the alias `{alias}` is given to two codes");
            let error = findings.error(span.clone(), message, "means two codes").at(
                &findings.source,
                id_of(other).unwrap_or_default(),
                "an alias of this code",
            );
            findings.add(error.help("keep it on one of them"));
        } else {
            self.aliases.insert(alias.to_owned(), code);
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.ids.get(name).or_else(|| self.aliases.get(name)).copied()
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().chain(self.aliases.keys()).map(String::as_str)
    }

    /// Says that a name leads nowhere.
    fn unknown(&self, name: &str, span: &Span, used_as: &str, findings: &Findings) {
        let message = format!("there is no code `{name}`");
        let error = findings.error(span.clone(), message, used_as);
        let (error, is_near) = findings.suggest(error, name, self.all());
        findings.add_absence(match is_near {
            true => error,
            false => error.help("define it with `[[code]]`, or correct the name"),
        });
    }
}

/// Turns references into ids, and finds those that lead nowhere.
fn references(codebook: &mut Codebook, places: &Places, names: &Names, findings: &Findings) {
    let ids: Vec<String> = codebook.codes.iter().map(|code| code.id.clone()).collect();
    let settle = |name: &mut String, span: &Span, used_as: &str| match names
        .find(name)
        .and_then(|code| ids.get(code))
    {
        Some(id) => name.clone_from(id),
        None => names.unknown(name, span, used_as, findings),
    };
    for (code, place) in codebook.codes.iter_mut().zip(&places.codes) {
        if let (Some(parent), Some(span)) = (&mut code.parent, &place.parent) {
            settle(parent, span, "used as a parent");
        }
        if let (Some(other), Some(span)) = (&mut code.merged_into, &place.merged_into) {
            settle(other, span, "merged into it");
        }
        for (rule, place) in code.rules.iter_mut().zip(&place.rules) {
            if let (Some(within), Some(span)) = (&mut rule.within, &place.within) {
                settle(within, span, "looked within");
            }
        }
    }
    for (relation, place) in codebook.relations.iter_mut().zip(&places.relations) {
        settle(&mut relation.from, &place.from, "in a relation");
        settle(&mut relation.to, &place.to, "in a relation");
    }
    // The target of a step may be gone again where a later step takes it up.
    let taken_up: BTreeSet<&String> = codebook
        .migrations
        .iter()
        .flat_map(|migration| migration.steps.iter().flat_map(|step| &step.from))
        .collect();
    for (migration, place) in codebook.migrations.iter().zip(&places.migrations) {
        for (step, spans) in migration.steps.iter().zip(&place.to) {
            for (target, span) in step.to.iter().zip(spans) {
                if names.find(target).is_none() && !taken_up.contains(target) {
                    names.unknown(target, span, "target of a migration", findings);
                }
            }
        }
    }
}

/// Finds codes that are their own ancestors, and rules that look within what needs them.
fn circles(codebook: &Codebook, places: &Places, findings: &Findings) {
    let tree = Tree::new(codebook);
    let parents: Vec<Vec<usize>> =
        (0..codebook.codes.len()).map(|code| tree.parent(code).into_iter().collect()).collect();
    let found = dependency::order(&parents).circles;
    let has_circle = !found.is_empty();
    for circle in found {
        let message = match circle.as_slice() {
            [one] => format!("code `{}` is its own parent", id(codebook, *one)),
            _ => format!("these codes are each other's parents: {}", way(codebook, &circle)),
        };
        let span = |code: usize| places.codes.get(code).and_then(|place| place.parent.clone());
        add_circle(&circle, message, span, findings, "one of them must have another parent");
    }
    if has_circle {
        return;
    }
    let too_deep = tree.order().iter().find(|&&code| tree.depth(code) >= MOST_LEVELS);
    if let Some(&code) = too_deep {
        let place = places.codes.get(code).and_then(|place| place.parent.clone());
        let message = format!("codes go down more than {MOST_LEVELS} levels");
        let error = findings.error(place.unwrap_or_default(), message, "one too deep");
        findings.add(error.help("join some of the levels"));
    }
    for circle in within::order(codebook, &tree).circles {
        let message = match circle.as_slice() {
            [one] => format!("a rule of `{}` looks within its own code", id(codebook, *one)),
            _ => format!("rules look within each other's codes: {}", way(codebook, &circle)),
        };
        let span = |code: usize| {
            let rules = &places.codes.get(code)?.rules;
            rules.iter().find_map(|rule| rule.within.clone())
        };
        add_circle(&circle, message, span, findings, "remove one `within`");
    }
}

fn id(codebook: &Codebook, code: usize) -> &str {
    codebook.codes.get(code).map_or("", |code| code.id.as_str())
}

fn way(codebook: &Codebook, circle: &[usize]) -> String {
    dependency::way(circle.iter().map(|&code| id(codebook, code)))
}

/// Adds one finding for a circle, at its first member in the file, with the others as further
/// places.
fn add_circle(
    circle: &[usize],
    message: String,
    span: impl Fn(usize) -> Option<Span>,
    findings: &Findings,
    help: &str,
) {
    let mut spans: Vec<Span> = circle.iter().filter_map(|&code| span(code)).collect();
    spans.sort_by_key(|span| span.start);
    let mut spans = spans.into_iter();
    let first = findings.error(spans.next().unwrap_or_default(), message, "");
    // A circle of hundreds is as clear from its first places.
    let error = spans.take(8).fold(first, |error, span| error.at(&findings.source, span, ""));
    findings.add(error.help(help));
}

/// Finds rule ids that are given twice, and makes ids for rules that have none.
fn rule_ids(codebook: &mut Codebook, places: &Places, findings: &Findings) {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    let rules = codebook.codes.iter().flat_map(|code| &code.rules);
    let spans = places.codes.iter().flat_map(|code| &code.rules).map(|rule| &rule.id);
    for (rule, span) in rules.zip(spans) {
        let Some(span) = span else { continue };
        let Some(first) = taken.insert(rule.id.clone(), span.clone()) else { continue };
        let message = format!("rule `{}` is defined twice", rule.id);
        let error = findings.error(span.clone(), message, "second definition").at(
            &findings.source,
            first.clone(),
            "first definition",
        );
        findings.add(error.help("give one of them another id"));
        taken.insert(rule.id.clone(), first);
    }
    for code in &mut codebook.codes {
        let mut number = 0;
        for rule in &mut code.rules {
            number += 1;
            if !rule.id.is_empty() {
                continue;
            }
            while taken.contains_key(&format!("{}-{number}", code.id)) {
                number += 1;
            }
            rule.id = format!("{}-{number}", code.id);
            taken.insert(rule.id.clone(), Span::default());
        }
    }
}
