//! The smaller tables of a codebook: `[language]`, `[[family]]`, `[[relation]]`, `[[migration]]`.
//!
//! In comes the file's table; what is read goes into the codebook and its places.

use std::collections::BTreeMap;

use super::fields::{Fields, Shape};
use super::findings::Findings;
use crate::codebook::places::{MigrationPlaces, Places, RelationPlaces, Span};
use crate::codebook::{Additions, Codebook, Family, Migration, Relation, Step};
use crate::text::word::fold;

pub(super) const LANGUAGE: Shape = Shape {
    name: "`[language]`",
    keys: &["abbreviations", "negators", "pseudo_negators", "terminators"],
};

pub(super) const FAMILY: Shape = Shape { name: "`[[family]]`", keys: &["name", "id", "levels"] };

pub(super) const RELATION: Shape =
    Shape { name: "`[[relation]]`", keys: &["from", "to", "type", "note", "evidence", "memo"] };

pub(super) const MIGRATION: Shape =
    Shape { name: "`[[migration]]`", keys: &["from_version", "to_version", "step"] };

pub(super) const STEP: Shape = Shape { name: "`[[migration.step]]`", keys: &["op", "from", "to"] };

/// What can happen to codes between two versions.
const OPERATIONS: [(&str, &str); 4] =
    [("rename", "rename"), ("move", "move"), ("merge", "merge"), ("split", "split")];

/// Reads what the codebook adds to the lists of its language. They are kept folded.
pub(super) fn language(file: &Fields<'_>, codebook: &mut Codebook) {
    let Some(fields) = file.table("language", &LANGUAGE) else { return };
    let words = |key| -> Vec<String> {
        fields
            .texts(key)
            .iter()
            .map(|word| fold(&word.value).split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|word| !word.is_empty())
            .collect()
    };
    // Sentences look up an abbreviation without its last full stop.
    let abbreviations =
        words("abbreviations").iter().map(|word| word.trim_end_matches('.').to_owned()).collect();
    codebook.additions = Additions {
        abbreviations,
        negators: words("negators"),
        pseudo_negators: words("pseudo_negators"),
        terminators: words("terminators"),
    };
}

/// Reads the families of codes that exclude each other.
pub(super) fn families(file: &Fields<'_>, codebook: &mut Codebook, findings: &Findings) {
    let mut places = BTreeMap::new();
    for fields in file.tables("family", &FAMILY) {
        let name = if fields.has("id") && !fields.has("name") {
            fields.required("id")
        } else {
            fields.required("name")
        };
        let levels = fields.flag("levels").is_some_and(|levels| levels.value);
        let Some(name) = name else { continue };
        if let Some(first) = places.insert(name.value.clone(), name.span.clone()) {
            let message = format!("family `{}` is defined twice", name.value);
            let error = findings.error(name.span, message, "second definition");
            findings.add(error.at(&findings.source, first, "first definition"));
        }
        codebook.families.insert(name.value, Family { levels });
    }
}

/// Reads the relations between codes.
pub(super) fn relations(file: &Fields<'_>, codebook: &mut Codebook, places: &mut Places) {
    for fields in file.tables("relation", &RELATION) {
        let ends = (fields.required("from"), fields.required("to"), fields.required("type"));
        let note = fields.text("note").map(|note| note.value.trim().to_owned());
        let evidence = fields.texts("evidence").into_iter().map(|one| one.value).collect();
        let memo = fields.text("memo").map(|memo| memo.value);
        let (Some(from), Some(to), Some(kind)) = ends else { continue };
        codebook.relations.push(Relation {
            from: from.value,
            to: to.value,
            kind: kind.value,
            note,
            evidence,
            memo,
        });
        let entry = fields.span.clone();
        places.relations.push(RelationPlaces { entry, from: from.span, to: to.span });
    }
}

/// Reads how codings move from older versions.
pub(super) fn migrations(
    file: &Fields<'_>,
    codebook: &mut Codebook,
    places: &mut Places,
    findings: &Findings,
) {
    for fields in file.tables("migration", &MIGRATION) {
        let from_version = fields.required("from_version").unwrap_or_default().value;
        let to_version = fields.required("to_version").unwrap_or_default().value;
        let mut migration = Migration { from_version, to_version, steps: Vec::new() };
        let mut to = Vec::new();
        for step in fields.tables("step", &STEP) {
            let (step, spans) = self::step(&step, findings);
            migration.steps.push(step);
            to.push(spans);
        }
        codebook.migrations.push(migration);
        places.migrations.push(MigrationPlaces { entry: fields.span.clone(), to });
    }
}

fn step(fields: &Fields<'_>, findings: &Findings) -> (Step, Vec<Span>) {
    if !fields.has("op") {
        fields.missing("op", "op = \"move\"");
    }
    let op = fields.choice("op", &OPERATIONS).unwrap_or_default();
    let [from, to] = ["from", "to"].map(|key| {
        if !fields.has(key) {
            fields.missing(key, &format!("{key} = \"…\""));
        }
        fields.text_or_texts(key)
    });
    let (one_from, one_to) = match op {
        "rename" | "move" => (true, true),
        "merge" => (false, true),
        "split" => (true, false),
        _ => (false, false),
    };
    for (key, codes, one) in [("from", &from, one_from), ("to", &to, one_to)] {
        if let (true, Some(second)) = (one, codes.get(1)) {
            let message = format!("a `{op}` has one code in `{key}`");
            let error = findings.error(second.span.clone(), message, "one too many");
            findings.add(error.help("write a step for each, or use `merge` or `split`"));
        }
    }
    let (to, spans) = to.into_iter().map(|code| (code.value, code.span)).unzip();
    let from = from.into_iter().map(|code| code.value).collect();
    (Step { op: op.to_owned(), from, to }, spans)
}
