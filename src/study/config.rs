//! `emic.toml`: what a researcher says about the whole study.
//!
//! In comes the text of the file, out comes a [`Config`], or every mistake at its place.
//!
//! ```toml
//! schema = 1
//! [study]        # title, language, codebooks
//! [roles]        # interviewer, other: labels of speakers
//! [attributes]   # NAME = { type, values, multiple }
//! [transcripts]  # date_order, name, front_matter, guide
//! [report]       # coder, min_cell, quote_label
//! [check]        # allow: lints of codebooks that say nothing
//! [coreq]        # what only people know, by the keys of the checklist; [srqr] likewise
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeTable;

use super::attributes::{Attribute, Kind, is_reserved};
use super::checklist::{COREQ, Item, SRQR};
use super::fields::{Fields, Value};
use super::file_name::Pattern;
use crate::codebook::check::LINTS;
use crate::diagnostic::{Outcome, Source};
use crate::transcript::read::DateOrder;

/// The file's name.
pub const FILE: &str = "emic.toml";

/// What `emic.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The study's title.
    pub title: String,
    /// The language of the transcripts; `None` where the file does not say.
    pub language: Option<String>,
    /// Paths of codebooks, relative to the study; `None` means all of `codebooks/`.
    pub codebooks: Option<Vec<String>>,
    /// How many keys stand between it and the names (`emic deid apply`).
    pub pseudonymised: u32,
    /// Labels of interviewers.
    pub interviewers: Vec<String>,
    /// Labels of speakers who are neither interviewer nor participant.
    pub others: Vec<String>,
    /// What is recorded about cases and transcripts, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// How `03/04/2026` is read.
    pub date_order: Option<DateOrder>,
    /// The pattern of file names that hold attributes.
    pub name: Option<Pattern>,
    /// Whether attributes are taken from front matter.
    pub front_matter: bool,
    /// The path of the interview guide, relative to the study.
    pub guide: Option<String>,
    /// The coder that reports count where none is named.
    pub coder: Option<String>,
    /// The smallest number that group tables show.
    pub min_cell: Option<u32>,
    /// How quotations say whose words they are: `{case}, {group}`.
    pub quote_label: Option<String>,
    /// Lints of codebooks that say nothing in this study.
    pub allow: Vec<String>,
    /// What people typed for COREQ, by the keys of its items.
    pub coreq: BTreeMap<String, String>,
    /// What people typed for SRQR, by the keys of its items.
    pub srqr: BTreeMap<String, String>,
}

/// Reads the text of an `emic.toml`.
pub fn parse(source: &Arc<Source>) -> Outcome<Config> {
    let (root, syntax) = DeTable::parse_recoverable(&source.text);
    let mut fields = Fields::new(source, syntax);
    let mut config = Config::default();
    let root = root.get_ref();
    let known = [
        "schema",
        "study",
        "roles",
        "attributes",
        "transcripts",
        "report",
        "check",
        "coreq",
        "srqr",
    ];
    fields.only(root, "in this file", &known);
    for (key, value) in root {
        match key.get_ref().as_ref() {
            "schema" => schema(&mut fields, value),
            "study" => study(&mut fields, &mut config, value),
            "roles" => roles(&mut fields, &mut config, value),
            "attributes" => attributes(&mut fields, &mut config, value),
            "transcripts" => transcripts(&mut fields, &mut config, value),
            "report" => report(&mut fields, &mut config, value),
            "check" => check(&mut fields, &mut config, value),
            "coreq" => config.coreq = typed(&mut fields, value, "in `[coreq]`", &COREQ),
            "srqr" => config.srqr = typed(&mut fields, value, "in `[srqr]`", &SRQR),
            _ => {}
        }
    }
    let mut faults = fields.faults;
    faults.sort_by_key(|told| told.labels.first().map_or(0, |label| label.span.start));
    if faults.is_empty() { Ok(config) } else { Err(faults) }
}

fn schema(fields: &mut Fields, value: &Value<'_>) {
    if let Some(number) = fields.count(value)
        && number != 1
    {
        fields
            .fault(value.span(), format!("schema {number} is not known to this emic"), "")
            .help
            .push("this version reads schema 1; a newer emic may read it".to_owned());
    }
}

fn study(fields: &mut Fields, config: &mut Config, value: &Value<'_>) {
    let Some(table) = fields.table(value) else { return };
    fields.only(table, "in `[study]`", &["title", "language", "codebooks", "pseudonymised"]);
    if let Some(value) = table.get("title") {
        config.title = fields.text(value).unwrap_or_default();
    }
    if let Some(value) = table.get("language") {
        config.language = fields.text(value).filter(|tag| !tag.is_empty());
    }
    if let Some(value) = table.get("codebooks") {
        config.codebooks = Some(fields.texts(value));
    }
    if let Some(value) = table.get("pseudonymised") {
        config.pseudonymised = fields.count(value).unwrap_or_default();
    }
}

fn roles(fields: &mut Fields, config: &mut Config, value: &Value<'_>) {
    let Some(table) = fields.table(value) else { return };
    fields.only(table, "in `[roles]`", &["interviewer", "other"]);
    if let Some(value) = table.get("interviewer") {
        config.interviewers = fields.texts(value);
    }
    if let Some(value) = table.get("other") {
        config.others = fields.texts(value);
    }
}

fn attributes(fields: &mut Fields, config: &mut Config, value: &Value<'_>) {
    let Some(table) = fields.table(value) else { return };
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let name = key.get_ref().as_ref();
        if is_reserved(name) {
            fields
                .fault(key.span(), format!("`{name}` cannot be the name of an attribute"), "")
                .help
                .push("emic has a field of that name; choose another, such as `group`".to_owned());
        }
        if let Some(attribute) = attribute(fields, name, value) {
            config.attributes.push(attribute);
        }
    }
}

const KINDS: [&str; 6] = ["text", "enum", "ordered", "number", "date", "bool"];

fn attribute(fields: &mut Fields, name: &str, value: &Value<'_>) -> Option<Attribute> {
    let table = fields.table(value)?;
    fields.only(table, &format!("of attribute `{name}`"), &["type", "values", "multiple"]);
    let values = table.get("values").map(|value| fields.texts(value)).unwrap_or_default();
    let multiple = table.get("multiple").and_then(|value| fields.flag(value)).unwrap_or(false);
    let Some(given) = table.get("type") else {
        let kinds = KINDS.join(", ");
        let told = fields.fault(value.span(), format!("attribute `{name}` has no type"), "");
        told.help.push(format!("add `type = \"text\"`; the types are {kinds}"));
        return None;
    };
    let kind = match fields.choice(given, &KINDS)? {
        "enum" => Kind::Enum(values.clone()),
        "ordered" => Kind::Ordered(values.clone()),
        "number" => Kind::Number,
        "date" => Kind::Date,
        "bool" => Kind::Bool,
        _ => Kind::Text,
    };
    match kind {
        Kind::Enum(_) | Kind::Ordered(_) if values.is_empty() => {
            fields
                .fault(value.span(), format!("attribute `{name}` has no values"), "")
                .help
                .push("add `values = [\"…\", \"…\"]`, in their order".to_owned());
        }
        Kind::Enum(_) | Kind::Ordered(_) => {}
        _ => {
            if let Some(value) = table.get("values") {
                let message = "only the types `enum` and `ordered` have values";
                fields.fault(value.span(), message, "");
            }
        }
    }
    Some(Attribute { name: name.to_owned(), kind, multiple, declared: true })
}

fn transcripts(fields: &mut Fields, config: &mut Config, value: &Value<'_>) {
    let Some(table) = fields.table(value) else { return };
    let known = ["date_order", "name", "front_matter", "guide"];
    fields.only(table, "in `[transcripts]`", &known);
    if let Some(value) = table.get("name") {
        config.name = name(fields, value);
    }
    if let Some(value) = table.get("front_matter") {
        config.front_matter = fields.flag(value).unwrap_or(false);
    }
    if let Some(value) = table.get("guide") {
        config.guide = fields.text(value).filter(|path| !path.is_empty());
    }
    if let Some(value) = table.get("date_order") {
        config.date_order = fields.choice(value, &["dmy", "mdy", "ymd"]).map(|order| match order {
            "mdy" => DateOrder::MonthFirst,
            "ymd" => DateOrder::YearFirst,
            _ => DateOrder::DayFirst,
        });
    }
}

fn name(fields: &mut Fields, value: &Value<'_>) -> Option<Pattern> {
    let text = fields.text(value)?;
    match Pattern::parse(&text) {
        Ok(pattern) => Some(pattern),
        Err(fault) => {
            let help = "write literal text and attributes in braces, such as `{case}_{wave}`";
            let at = text.get(fault.span).unwrap_or_default().to_owned();
            fields.fault(value.span(), fault.message, &at).help.push(help.to_owned());
            None
        }
    }
}

fn report(fields: &mut Fields, config: &mut Config, value: &Value<'_>) {
    let Some(table) = fields.table(value) else { return };
    fields.only(table, "in `[report]`", &["coder", "min_cell", "quote_label"]);
    if let Some(value) = table.get("coder") {
        config.coder = fields.text(value).filter(|coder| !coder.is_empty());
    }
    if let Some(value) = table.get("min_cell") {
        config.min_cell = fields.count(value);
    }
    if let Some(value) = table.get("quote_label") {
        config.quote_label = fields.text(value).filter(|label| !label.is_empty());
    }
}

fn check(fields: &mut Fields, config: &mut Config, value: &Value<'_>) {
    let Some(table) = fields.table(value) else { return };
    fields.only(table, "in `[check]`", &["allow"]);
    let Some(array) = table.get("allow") else { return };
    let Some(names) = array.get_ref().as_array() else {
        fields.texts(array);
        return;
    };
    let known = LINTS.map(|lint| lint.id);
    config.allow =
        names.iter().filter_map(|name| fields.choice(name, &known)).map(str::to_owned).collect();
}

/// What people typed for the items of a checklist.
fn typed(
    fields: &mut Fields,
    value: &Value<'_>,
    place: &str,
    items: &[Item],
) -> BTreeMap<String, String> {
    let Some(table) = fields.table(value) else { return BTreeMap::new() };
    let known: Vec<&str> = items.iter().map(|item| item.key).collect();
    fields.only(table, place, &known);
    let mut typed = BTreeMap::new();
    for key in known {
        let text = table.get(key).and_then(|value| fields.text(value));
        typed.extend(text.filter(|text| !text.is_empty()).map(|text| (key.to_owned(), text)));
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Outcome<Config> {
        parse(&Arc::new(Source { name: FILE.to_owned(), text: text.to_owned() }))
    }

    #[test]
    fn a_whole_file() {
        let config = read(concat!(
            "schema = 1\n[study]\ntitle = \"T\"\nlanguage = \"de\"\ncodebooks = [\"c.toml\"]\n",
            "[roles]\ninterviewer = [\"Mara\"]\n[attributes]\n",
            "wave = { type = \"ordered\", values = [\"one\", \"two\"] }\nage = { type = \"number\" }\n",
            "[transcripts]\nname = \"{case}_{wave}\"\nfront_matter = true\nguide = \"guide.txt\"\n",
            "[report]\ncoder = \"ana\"\nmin_cell = 5\nquote_label = \"{case}\"\n",
        ))
        .unwrap();
        assert_eq!(config.title, "T");
        assert_eq!(config.language.as_deref(), Some("de"));
        assert_eq!(config.interviewers, ["Mara"]);
        assert_eq!(config.attributes[0].name, "wave");
        assert_eq!(config.attributes[1].kind, Kind::Number);
        assert_eq!((config.coder.as_deref(), config.min_cell), (Some("ana"), Some(5)));
        assert_eq!(config.name.map(|pattern| pattern.text), Some("{case}_{wave}".to_owned()));
        assert_eq!((config.front_matter, config.guide.as_deref()), (true, Some("guide.txt")));
        assert_eq!(config.quote_label.as_deref(), Some("{case}"));
        assert_eq!(read("").unwrap(), Config::default());
        let faults = read("[transcripts]\nname = \"{case}{wave}\"\n").unwrap_err();
        assert_eq!(faults[0].message, "two parts need a text between them, such as `_`");
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let faults = read(concat!(
            "schema = 2\n[study]\ntitel = \"T\"\nlanguage = 4\n[attributes]\nrole = { type = \"text\" }\n",
            "wave = { type = \"order\" }\nsite = { type = \"enum\" }\n[report]\nmin_cell = -1\n",
        ))
        .unwrap_err();
        let told: Vec<&str> = faults.iter().map(|told| told.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "schema 2 is not known to this emic",
                "unknown key `titel` in `[study]`",
                "expected a text in quotes",
                "`role` cannot be the name of an attribute",
                "`order` is none of text, enum, ordered, number, date, bool",
                "attribute `site` has no values",
                "expected a whole number from 0 on",
            ]
        );
        assert_eq!(faults[1].help, ["did you mean `title`?"]);
    }

    #[test]
    fn checklists_and_lints_are_known_by_name() {
        let config = read(
            "[coreq]\ninterviewer = \"AB\"\n[srqr]\nfunding = \" \"\n\
            [check]\nallow = [\"few-themes\"]\n",
        )
        .unwrap();
        assert_eq!(config.coreq["interviewer"], "AB");
        assert!(config.srqr.is_empty());
        assert_eq!(config.allow, ["few-themes"]);
        let faults =
            read("[coreq]\ninterviwer = \"AB\"\n[check]\nallow = [\"many-theme\"]\n").unwrap_err();
        assert_eq!(faults[0].help, ["did you mean `interviewer`?"]);
        assert_eq!(faults[1].help, ["did you mean `many-themes`?"]);
    }

    #[test]
    fn broken_toml_is_told_with_what_else_is_wrong() {
        let faults = read("[study]\ntitle = \n[roles]\nhost = []\n").unwrap_err();
        assert!(faults.len() >= 2, "{faults:?}");
        assert!(faults.iter().all(|told| !told.labels.is_empty()));
    }
}
