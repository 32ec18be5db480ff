//! `[[code]]`: what a code is called, what it means, and when to use it.
//!
//! In comes the file's table; out come its codes with their rules and places. Fields after
//! MacQueen et al. 1998 and Boyatzis 1998.

use super::fields::{Fields, Placed, Shape};
use super::findings::Findings;
use super::{Defaults, names, rule};
use crate::codebook::places::{CodePlaces, Places, RulePlaces, Span};
use crate::codebook::{Code, Codebook, Cycle, Kind, Origin, Rule, Status};

pub(super) const CODE: Shape = Shape {
    name: "`[[code]]`",
    keys: &[
        "id",
        "label",
        "parent",
        "kind",
        "codable",
        "order",
        "brief",
        "definition",
        "use_when",
        "not_when",
        "examples",
        "non_examples",
        "origin",
        "status",
        "cycle",
        "exclusive",
        "colour",
        "aliases",
        "merged_into",
        "created",
        "created_by",
        "rule",
    ],
};

/// Reads all codes.
pub(super) fn codes(
    file: &Fields<'_>,
    defaults: &Defaults,
    codebook: &mut Codebook,
    places: &mut Places,
    findings: &Findings,
) {
    for fields in file.tables("code", &CODE) {
        let (code, code_places) = code(&fields, defaults, findings);
        codebook.codes.push(code);
        places.codes.push(code_places);
    }
    if !file.has("code") && file.has("codebook") {
        let message = "this codebook has no codes";
        let warning = findings.warning(0..0, message, "");
        findings.add_absence(warning.help("add a `[[code]]` with `id` and `label`"));
    }
}

fn code(fields: &Fields<'_>, defaults: &Defaults, findings: &Findings) -> (Code, CodePlaces) {
    let id = fields.required("id").unwrap_or_default();
    if !id.value.is_empty() {
        names::check_id("code", &id, findings);
    }
    let label = fields.required("label").unwrap_or_default();
    let parent = fields.text("parent");
    let merged_into = fields.text("merged_into");
    let codable = fields.flag("codable");
    let brief = fields.text("brief");
    let definition = fields.text("definition");
    let (examples, example_spans) = split(fields.texts("examples"));
    let (non_examples, non_example_spans) = split(fields.texts("non_examples"));
    let (aliases, alias_spans) = split(fields.texts("aliases"));
    let (rules, rule_places) = rules(fields, defaults, &id.value, findings);
    let places = CodePlaces {
        entry: fields.span.clone(),
        id: id.span,
        label: label.span,
        parent: parent.as_ref().map(|parent| parent.span.clone()),
        codable: codable.as_ref().map(|codable| codable.span.clone()),
        brief: brief.as_ref().map(|brief| brief.span.clone()),
        definition: definition.as_ref().map(|definition| definition.span.clone()),
        examples: example_spans,
        non_examples: non_example_spans,
        aliases: alias_spans,
        merged_into: merged_into.as_ref().map(|code| code.span.clone()),
        rules: rule_places,
    };
    if let (Some(Placed { value: false, span }), Some(first)) = (&codable, places.rules.first()) {
        let message = format!("code `{}` has rules, but cannot be coded", id.value);
        let error = findings
            .error(first.entry.clone(), message, "this rule could never code anything")
            .at(&findings.source, span.clone(), "not codable");
        findings.add(error.help("remove the rules, or `codable = false`"));
    }
    let prose = |text: Option<Placed<String>>| {
        text.map_or_else(String::new, |text| text.value.trim().to_owned())
    };
    let code = Code {
        id: id.value,
        label: label.value.trim().to_owned(),
        parent: parent.map(|parent| parent.value),
        kind: fields.choice("kind", &Kind::ALL.map(|kind| (kind.name(), kind))).unwrap_or_default(),
        codable: codable.is_none_or(|codable| codable.value),
        order: fields.number("order", i64::MIN..=i64::MAX).map(|order| order.value),
        brief: prose(brief),
        definition: prose(definition),
        use_when: split(fields.texts("use_when")).0,
        not_when: split(fields.texts("not_when")).0,
        examples,
        non_examples,
        origin: fields.choice("origin", &Origin::ALL.map(|origin| (origin.name(), origin))),
        status: fields
            .choice("status", &Status::ALL.map(|status| (status.name(), status)))
            .unwrap_or_default(),
        cycle: fields.choice("cycle", &Cycle::ALL.map(|cycle| (cycle.name(), cycle))),
        exclusive: fields.text("exclusive").map(|family| family.value),
        colour: colour(fields, findings),
        aliases,
        merged_into: merged_into.map(|code| code.value),
        created: fields.date("created"),
        created_by: fields.text("created_by").map(|person| person.value),
        rules,
    };
    (code, places)
}

fn split(texts: Vec<Placed<String>>) -> (Vec<String>, Vec<Span>) {
    texts.into_iter().map(|text| (text.value, text.span)).unzip()
}

fn rules(
    fields: &Fields<'_>,
    defaults: &Defaults,
    code: &str,
    findings: &Findings,
) -> (Vec<Rule>, Vec<RulePlaces>) {
    fields
        .tables("rule", &rule::RULE)
        .iter()
        .map(|fields| rule::rule(fields, defaults, code, findings))
        .unzip()
}

fn colour(fields: &Fields<'_>, findings: &Findings) -> Option<String> {
    let colour = fields.text("colour")?;
    let digits = colour.value.strip_prefix('#').unwrap_or(&colour.value);
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && digits.len() == 6 && colour.value.starts_with('#') {
        return Some(colour.value);
    }
    let help = match (is_hex, digits.len()) {
        (true, 3) => {
            format!("write `#{}`", digits.chars().flat_map(|c| [c, c]).collect::<String>())
        }
        (true, 6) => format!("write `#{digits}`"),
        _ => "write six hexadecimal digits, such as `#336699`".to_owned(),
    };
    let message = format!("`{}` is no colour", colour.value);
    findings.add(findings.error(colour.span, message, "expected `#rrggbb`").help(help));
    None
}
