//! Attributes: what is recorded about cases and transcripts (`group`, `site`, `wave` …).
//!
//! In come the rows of `cases.csv` and `transcripts.csv` and the types of `emic.toml`; out come the
//! values of any turn: its case's, else its transcript's. An attribute that `emic.toml` does not
//! declare is a number or a date if all its values are, else a text.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::natural::natural;

/// What tables call the group of those that have no value of an attribute: missing is not zero.
pub const MISSING: &str = "missing";

/// One attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, as in the header of the table.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether a cell may hold several values, separated by `;`.
    pub multiple: bool,
    /// Whether `emic.toml` declares it.
    pub declared: bool,
}

/// What the values of an attribute are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Any words.
    #[default]
    Text,
    /// One of these, without an order.
    Enum(Vec<String>),
    /// One of these, from low to high.
    Ordered(Vec<String>),
    /// A number.
    Number,
    /// A date: `2026`, `2026-03` or `2026-03-31`.
    Date,
    /// Yes or no.
    Bool,
}

/// Names that queries, columns and filters use for fields of our own.
const RESERVED: [&str; 19] = [
    "case",
    "code",
    "codes",
    "coder",
    "end",
    "id",
    "match",
    "question",
    "role",
    "rule",
    "score",
    "segment",
    "speaker",
    "start",
    "text",
    "theme",
    "transcript",
    "turn",
    "unit",
];

/// Whether an attribute of that name could be taken for a field of ours.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.to_lowercase().as_str())
}

impl Kind {
    /// The type's name in `emic.toml`.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Enum(_) => "enum",
            Kind::Ordered(_) => "ordered",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Bool => "bool",
        }
    }

    /// The value as it is stored and compared; `None` if it does not fit the type.
    pub fn fitted(&self, value: &str) -> Option<String> {
        let value = value.trim();
        let fits = match self {
            Kind::Text => true,
            Kind::Enum(values) | Kind::Ordered(values) => values.iter().any(|known| known == value),
            Kind::Number => number(value).is_some(),
            Kind::Date => is_date(value),
            Kind::Bool => return truth(value).map(|truth| truth.to_string()),
        };
        fits.then(|| value.to_owned())
    }

    /// What is said about a value that does not fit.
    pub fn wanted(&self) -> String {
        match self {
            Kind::Text => "any text".to_owned(),
            Kind::Enum(values) | Kind::Ordered(values) => format!("one of {}", values.join(", ")),
            Kind::Number => "a number, with a point for decimals".to_owned(),
            Kind::Date => "a date such as 2026-03-31 or 2026-03".to_owned(),
            Kind::Bool => "yes or no".to_owned(),
        }
    }
}

/// A finite number.
pub(super) fn number(value: &str) -> Option<f64> {
    value.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// `2026`, `2026-03` or `2026-03-31`.
fn is_date(value: &str) -> bool {
    let mut parts = value.split('-');
    let mut part = |digits: usize, most: u32| {
        parts.next().map(|part| {
            part.len() == digits
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
        })
    };
    let fits = [part(4, 9999), part(2, 12), part(2, 31)];
    fits[0] == Some(true)
        && fits.iter().all(|fit| *fit != Some(false))
        && value.matches('-').count() < 3
}

fn truth(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "yes" | "true" | "y" | "1" => Some(true),
        "no" | "false" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// The values of one case or transcript, by attribute.
pub type Row = BTreeMap<String, Vec<String>>;

/// The attributes of a study with all their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    attributes: BTreeMap<String, Attribute>,
    cases: BTreeMap<String, Row>,
    transcripts: BTreeMap<String, Row>,
    /// By attribute, values of cases and transcripts that are recorded elsewhere.
    elsewhere: BTreeMap<String, BTreeSet<String>>,
}

impl Attributes {
    /// The attributes that `emic.toml` declares, without values yet.
    pub fn declared(attributes: &[Attribute]) -> Self {
        let by_name = |one: &Attribute| (one.name.clone(), one.clone());
        Attributes { attributes: attributes.iter().map(by_name).collect(), ..Self::default() }
    }

    /// Makes an attribute known that only a table names.
    pub fn found(&mut self, name: &str) -> &Attribute {
        self.attributes
            .entry(name.to_owned())
            .or_insert_with(|| Attribute { name: name.to_owned(), ..Attribute::default() })
    }

    /// Gives a case the values of an attribute.
    pub fn set_case(&mut self, case: &str, name: &str, values: Vec<String>) {
        self.cases.entry(case.to_owned()).or_default().insert(name.to_owned(), values);
    }

    /// Gives a transcript the values of an attribute.
    pub fn set_transcript(&mut self, transcript: &str, name: &str, values: Vec<String>) {
        self.transcripts.entry(transcript.to_owned()).or_default().insert(name.to_owned(), values);
    }

    /// Makes values known of cases or transcripts that are recorded elsewhere, without whose they
    /// are.
    pub fn heard(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        self.found(name);
        self.elsewhere.entry(name.to_owned()).or_default().extend(values);
    }

    /// Makes an attribute known that nothing but a condition names: before the first of a stream of
    /// transcripts is read, its type is that of the value it is compared with.
    pub fn asked_for(&mut self, name: &str, value: &str) {
        self.found(name);
        if let Some(attribute) = self.attributes.get_mut(name).filter(|one| !one.declared) {
            attribute.kind = match () {
                () if number(value).is_some() => Kind::Number,
                () if is_date(value) => Kind::Date,
                () => Kind::Text,
            };
        }
    }

    /// What is recorded about a case itself.
    pub fn of_case(&self, case: &str) -> Option<&Row> {
        self.cases.get(case)
    }

    /// What is recorded about a transcript itself.
    pub fn of_transcript(&self, transcript: &str) -> Option<&Row> {
        self.transcripts.get(transcript)
    }

    /// Gives undeclared attributes the type that all their values fit.
    pub fn infer(&mut self) {
        let names: Vec<String> = self.attributes.keys().cloned().collect();
        for name in names {
            let values = self.all_values(&name);
            let all = |kind: &Kind| values.iter().all(|value| kind.fitted(value).is_some());
            if let Some(attribute) = self.attributes.get_mut(&name)
                && !attribute.declared
                && !values.is_empty()
            {
                attribute.kind = match () {
                    () if all(&Kind::Number) => Kind::Number,
                    () if all(&Kind::Date) => Kind::Date,
                    () => Kind::Text,
                };
            }
        }
    }

    /// The attribute of that name.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name)
    }

    /// Gives a case, or the transcript where the case has no value, one value in place of those
    /// listed. Listing `missing` means having none.
    pub fn unite(
        &mut self,
        (case, transcript): (&str, &str),
        name: &str,
        listed: &[String],
        to: &str,
    ) {
        let has_missing = listed.iter().any(|value| value == MISSING);
        let own = self.cases.get(case).and_then(|row| row.get(name));
        let row = match own.is_some_and(|values| !values.is_empty()) {
            true => self.cases.entry(case.to_owned()).or_default(),
            false => self.transcripts.entry(transcript.to_owned()).or_default(),
        };
        let values = row.entry(name.to_owned()).or_default();
        let before = values.len();
        values.retain(|value| !listed.contains(value));
        if (values.len() < before || before == 0 && has_missing)
            && !values.iter().any(|value| value == to)
        {
            values.push(to.to_owned());
        }
    }

    /// The names of all attributes, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().map(String::as_str)
    }

    /// The names of the attributes that are recorded about cases, sorted: the columns of `cases.csv`.
    pub fn of_cases(&self) -> impl Iterator<Item = &str> {
        self.names().filter(|&name| self.cases.values().any(|row| row.contains_key(name)))
    }

    /// The values of an attribute for what is said in a transcript by a case: the case's where it
    /// has any, else the transcript's.
    pub fn values(&self, case: Option<&str>, transcript: &str, name: &str) -> &[String] {
        let case = case.and_then(|case| self.cases.get(case)?.get(name));
        case.filter(|values| !values.is_empty())
            .or_else(|| self.transcripts.get(transcript)?.get(name))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether any case has a value of an attribute of its own, not only through a transcript.
    pub fn is_of_cases(&self, name: &str) -> bool {
        self.cases.values().any(|row| row.get(name).is_some_and(|values| !values.is_empty()))
    }

    /// Whether any transcript has a value of an attribute of its own.
    pub fn is_of_transcripts(&self, name: &str) -> bool {
        self.transcripts.values().any(|row| row.get(name).is_some_and(|values| !values.is_empty()))
    }

    /// The values of an attribute that a table groups by, in the order of its columns: as declared,
    /// else numbers by size and all others in natural order.
    pub fn groups(&self, name: &str) -> Vec<String> {
        let found = self.all_values(name);
        let mut groups = match self.get(name).map(|attribute| &attribute.kind) {
            Some(Kind::Enum(values) | Kind::Ordered(values)) => values.clone(),
            Some(Kind::Number) => {
                let mut numbers: Vec<(f64, String)> = found
                    .iter()
                    .filter_map(|value| Some((number(value)?, value.clone())))
                    .collect();
                numbers.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
                numbers.into_iter().map(|(_, value)| value).collect()
            }
            _ => Vec::new(),
        };
        let mut others: Vec<String> =
            found.into_iter().filter(|value| !groups.contains(value)).collect();
        others.sort_by(|a, b| natural(a, b));
        groups.extend(others);
        groups
    }

    /// Every value of an attribute, once, sorted by letters.
    pub fn all_values(&self, name: &str) -> BTreeSet<String> {
        let rows = self.cases.values().chain(self.transcripts.values());
        let here = rows.filter_map(|row| row.get(name)).flatten();
        here.chain(self.elsewhere.get(name).into_iter().flatten()).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_decides_and_else_the_transcript() {
        let mut attributes = Attributes::default();
        attributes.found("site");
        attributes.set_case("P1", "site", vec!["North".into()]);
        attributes.set_transcript("t1", "site", vec!["South".into()]);
        attributes.set_transcript("t1", "wave", vec!["2".into()]);
        assert_eq!(attributes.values(Some("P1"), "t1", "site"), ["North"]);
        assert_eq!(attributes.values(Some("P2"), "t1", "site"), ["South"]);
        assert_eq!(attributes.values(Some("P1"), "t1", "wave"), ["2"]);
        assert!(attributes.values(None, "t9", "site").is_empty());
        attributes.found("wave");
        assert_eq!(attributes.of_cases().collect::<Vec<_>>(), ["site"]);
        assert!(attributes.is_of_cases("site") && !attributes.is_of_cases("wave"));
        assert!(attributes.is_of_transcripts("wave"));
    }

    #[test]
    fn undeclared_types_are_those_that_all_values_fit() {
        let mut attributes = Attributes::default();
        for (name, values) in
            [("age", ["9", "10"]), ("day", ["2026-03", "2025"]), ("x", ["1", "a"])]
        {
            attributes.found(name);
            attributes.set_case("P1", name, vec![values[0].into()]);
            attributes.set_case("P2", name, vec![values[1].into()]);
        }
        attributes.infer();
        let kind = |name: &str| attributes.get(name).unwrap().kind.name();
        assert_eq!((kind("age"), kind("day"), kind("x")), ("number", "date", "text"));
        assert_eq!(attributes.groups("age"), ["9", "10"]);
        attributes.found("ward");
        for (case, ward) in [("P1", "ward 10"), ("P2", "ward 2")] {
            attributes.set_case(case, "ward", vec![ward.into()]);
        }
        assert_eq!(attributes.groups("ward"), ["ward 2", "ward 10"]);
    }

    #[test]
    fn values_fit_their_type() {
        let fits = |kind: &Kind, value: &str| kind.fitted(value).is_some();
        for date in ["2026", "2026-03", "2026-03-31"] {
            assert!(fits(&Kind::Date, date), "{date}");
        }
        for date in ["03/04/2026", "2026-13", "2026-3-1", "26", "2026-03-31-01", ""] {
            assert!(!fits(&Kind::Date, date), "{date}");
        }
        assert_eq!(Kind::Bool.fitted(" Yes "), Some("true".into()));
        assert!(!fits(&Kind::Number, "3,5") && !fits(&Kind::Number, "inf"));
    }
}
