//! `[[code.rule]]`: what a rule looks for, where it looks, and what it codes.
//!
//! In comes one table and the codebook's defaults; out comes the rule, all defaults filled in, with
//! its places. Whether its patterns make sense is looked at later ([`super::patterns`]).

use toml::de::DeValue;

use super::fields::{Fields, Placed, Shape};
use super::findings::Findings;
use super::{Defaults, names};
use crate::codebook::places::{RulePlaces, Span};
use crate::codebook::{Near, Negation, Order, Rule, Unit};

pub(super) const RULE: Shape = Shape {
    name: "`[[code.rule]]`",
    keys: &[
        "id", "any", "all", "none", "except", "near", "regex", "case", "unit", "code", "context",
        "speaker", "where", "within", "negation", "min", "strength",
    ],
};

pub(super) const NEAR: Shape = Shape { name: "`near`", keys: &["this", "with", "words", "order"] };

/// Where a rule can look.
pub(super) fn looked_at() -> Vec<(&'static str, Unit)> {
    coded().into_iter().filter(|(_, unit)| *unit != Unit::Match).collect()
}

/// What a rule can code.
pub(super) fn coded() -> Vec<(&'static str, Unit)> {
    Unit::ALL.map(|unit| (unit.name(), unit)).to_vec()
}

const STRENGTHS: [(&str, bool); 2] = [("strong", false), ("weak", true)];

/// How many words lie between the two sides of a `near` that says nothing.
const WORDS: u32 = 5;

/// The largest numbers that make sense; more is a slip of the finger.
const MOST_WORDS: i64 = 10_000;
const MOST_CONTEXT: i64 = 1_000;
const MOST_HITS: i64 = 10_000;

/// Reads one rule of the code of that id.
pub(super) fn rule(
    fields: &Fields<'_>,
    defaults: &Defaults,
    code: &str,
    findings: &Findings,
) -> (Rule, RulePlaces) {
    let id = fields.text("id");
    if let Some(id) = &id {
        names::check_id("rule", id, findings);
    }
    let within = fields.text("within");
    let mut places = RulePlaces {
        entry: fields.span.clone(),
        id: id.as_ref().map(|id| id.span.clone()),
        within: within.as_ref().map(|within| within.span.clone()),
        ..RulePlaces::default()
    };
    let mut patterns = |fields: &Fields<'_>, key| keep(fields.texts(key), &mut places.patterns);
    let mut rule = Rule {
        any: patterns(fields, "any"),
        all: patterns(fields, "all"),
        none: patterns(fields, "none"),
        except: patterns(fields, "except"),
        ..Rule::default()
    };
    for side in fields.tables("near", &NEAR) {
        rule.near.push(Near {
            this: patterns(&side, "this"),
            with: patterns(&side, "with"),
            words: number(&side, "words", 0, MOST_WORDS).unwrap_or(WORDS),
            order: side
                .choice("order", &Order::ALL.map(|order| (order.name(), order)))
                .unwrap_or_default(),
        });
        check_sides(&side, rule.near.last(), findings);
    }
    rule.regex = keep(fields.texts("regex"), &mut places.regex);
    rule.id = id.map_or_else(String::new, |id| id.value);
    rule.case = fields.flag("case").is_some_and(|case| case.value);
    rule.unit = fields.choice("unit", &looked_at()).unwrap_or(defaults.unit);
    rule.code = fields.choice("code", &coded()).unwrap_or(defaults.code);
    rule.context = context(fields, rule.code, findings);
    rule.speaker = speaker(fields, findings).or_else(|| defaults.speaker.clone());
    rule.conditions = conditions(fields, findings);
    rule.within = within.map(|within| within.value);
    rule.negation = fields
        .choice("negation", &Negation::ALL.map(|negation| (negation.name(), negation)))
        .unwrap_or_default();
    rule.min = number(fields, "min", 1, MOST_HITS).unwrap_or(1);
    rule.weak = fields.choice("strength", &STRENGTHS).unwrap_or_default();
    check_positive(fields, &rule, code, findings);
    (rule, places)
}

fn keep(texts: Vec<Placed<String>>, spans: &mut Vec<Span>) -> Vec<String> {
    texts
        .into_iter()
        .map(|text| {
            spans.push(text.span);
            text.value
        })
        .collect()
}

fn number(fields: &Fields<'_>, key: &str, least: i64, most: i64) -> Option<u32> {
    fields.number(key, least..=most).and_then(|number| u32::try_from(number.value).ok())
}

fn check_sides(fields: &Fields<'_>, near: Option<&Near>, findings: &Findings) {
    let Some(near) = near else { return };
    for (key, other, side) in [("this", "with", &near.this), ("with", "this", &near.with)] {
        // A side of the wrong type has been told already.
        let is_told = fields
            .value(key)
            .is_some_and(|value| value.get_ref().as_array().is_none_or(|items| !items.is_empty()));
        if side.is_empty() && !is_told {
            let message = format!("`near` has no `{key}`");
            let error = findings.error(fields.span.clone(), message, "needs two sides");
            let help = format!("add `{key} = [\"…\"]`, or put the patterns of `{other}` in `any`");
            findings.add_absence(error.help(help));
        }
    }
}

fn check_positive(fields: &Fields<'_>, rule: &Rule, code: &str, findings: &Findings) {
    let is_empty = |key: &&str| {
        fields
            .value(key)
            .is_none_or(|value| value.get_ref().as_array().is_some_and(|a| a.is_empty()))
    };
    if rule.any.is_empty() && ["any", "all", "near", "regex"].iter().all(is_empty) {
        let message = match code {
            "" => "this rule looks for nothing".to_owned(),
            code => format!("this rule of `{code}` looks for nothing"),
        };
        let error = findings.error(fields.span.clone(), message, "no positive condition");
        findings.add_absence(error.help("add `any`, `all`, `near` or `regex`"));
    }
}

fn context(fields: &Fields<'_>, code: Unit, findings: &Findings) -> [u32; 2] {
    let Some(context) = fields.pair("context", 0..=MOST_CONTEXT) else { return [0, 0] };
    if code != Unit::Sentence {
        let message = "`context` needs `code = \"sentence\"`";
        let under = format!("this rule codes a {}", code.name());
        let error = findings.error(context.span, message, under);
        findings.add(error.help("remove `context`, or code sentences"));
        return [0, 0];
    }
    context.value.map(|sentences| u32::try_from(sentences).unwrap_or_default())
}

/// Reads whom a rule listens to.
pub(super) fn speaker(fields: &Fields<'_>, findings: &Findings) -> Option<Vec<String>> {
    let value = fields.value("speaker")?;
    if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
        let error = findings.error(value.span(), "`speaker` names nobody", "nobody is heard");
        let help = "leave it out for everybody but interviewers, or write `[\"*\"]` for everybody";
        findings.add(error.help(help));
        return None;
    }
    let speakers = fields.texts("speaker");
    (!speakers.is_empty()).then(|| speakers.into_iter().map(|speaker| speaker.value).collect())
}

/// Reads `where`: attributes and the values they may have, as a person would write them.
fn conditions(fields: &Fields<'_>, findings: &Findings) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (attribute, value) in fields.names("where") {
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut values = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => values.push(text.to_string()),
                DeValue::Integer(number) if number.radix() == 10 => {
                    values.push(number.as_str().to_owned());
                }
                DeValue::Float(number) => values.push(number.as_str().to_owned()),
                DeValue::Boolean(flag) => values.push(flag.to_string()),
                DeValue::Datetime(date) => values.push(date.to_string()),
                _ => {
                    let what = format!("the attribute `{}`", attribute.value);
                    fields.wrong(&what, item, "a text, a number or a date");
                }
            }
        }
        if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
            let message = format!("`where` allows no value of `{}`", attribute.value);
            let error = findings.error(value.span(), message, "nobody fits");
            findings.add(error.help("name at least one value"));
        }
        found.push((attribute.value.to_owned(), values));
    }
    found
}
