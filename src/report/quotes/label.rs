//! Whose words a quotation is: `P9, HCP`, by a pattern such as `{case}, {group}`.
//!
//! A label that joins attributes can point at one person. So an attribute is named only where
//! enough cases share its value together with those before it in the label; otherwise the label
//! says that it is withheld (the small-cell rule, `docs/methods.md`).

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::MIN_CELL;
use crate::diagnostic::Diagnostic;
use crate::report::base::MISSING;
use crate::report::material::{Document, Material, Segment};
use crate::study::attributes::Attributes;
use crate::study::question::QUESTION;

/// A pattern, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Case,
    Transcript,
    Turn,
    Question,
    Attribute(String),
}

/// What a pattern can name besides attributes.
const FIELDS: [&str; 4] = ["case", "transcript", "turn", QUESTION];

impl Label {
    /// Takes a pattern apart, or says what it names that is not there.
    pub fn parse(pattern: &str, attributes: &Attributes) -> Result<Self, Diagnostic> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some((words, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                let message = format!("a brace stays open in the label `{pattern}`");
                return Err(Diagnostic::error(message).help("write `{case}` or `{case}, {group}`"));
            };
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            parts.push(part(name.trim(), attributes)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        match parts.is_empty() {
            true => Err(Diagnostic::error("the label is empty").help("write `{case}`")),
            false => Ok(Label { parts }),
        }
    }

    /// The case, with an attribute where one is given.
    pub fn usual(attribute: Option<&str>) -> Self {
        let mut parts = vec![Part::Case];
        if let Some(name) = attribute {
            let named = match name {
                QUESTION => Part::Question,
                name => Part::Attribute(name.to_owned()),
            };
            parts.extend([Part::Words(", ".to_owned()), named]);
        }
        Label { parts }
    }

    /// The pattern as it is written.
    pub fn pattern(&self) -> String {
        let written = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Case => "{case}".to_owned(),
            Part::Transcript => "{transcript}".to_owned(),
            Part::Turn => "{turn}".to_owned(),
            Part::Question => "{question}".to_owned(),
            Part::Attribute(name) => format!("{{{name}}}"),
        };
        self.parts.iter().map(written).collect()
    }

    /// The attributes that it names, in order.
    fn attributes(&self) -> Vec<&str> {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Attribute(name) => Some(name.as_str()),
                _ => None,
            })
            .collect()
    }
}

fn part(name: &str, attributes: &Attributes) -> Result<Part, Diagnostic> {
    Ok(match name {
        "case" => Part::Case,
        "transcript" => Part::Transcript,
        "turn" => Part::Turn,
        QUESTION => Part::Question,
        name if attributes.get(name).is_some() => Part::Attribute(name.to_owned()),
        _ => {
            let names: Vec<&str> = FIELDS.into_iter().chain(attributes.names()).collect();
            let told = Diagnostic::error(format!("a label cannot name `{name}`"));
            let told = told.did_you_mean(name, names.iter().copied());
            return Err(told.help(format!("it can name {}", names.join(", "))));
        }
    })
}

/// The labels of a report.
pub(in crate::report) struct Labels<'m> {
    label: &'m Label,
    material: &'m Material,
    names: Vec<&'m str>,
    /// How many cases share the values of the first attributes.
    sizes: BTreeMap<Vec<String>, u64>,
    withheld: Cell<bool>,
}

impl<'m> Labels<'m> {
    pub(in crate::report) fn new(label: &'m Label, material: &'m Material) -> Self {
        let mut labels = Labels {
            label,
            material,
            names: label.attributes(),
            sizes: BTreeMap::new(),
            withheld: Cell::new(false),
        };
        let mut cases: BTreeMap<Vec<String>, BTreeSet<&str>> = BTreeMap::new();
        for document in &material.documents {
            for case in document.tally.cases.keys() {
                let values = labels.values(Some(case), document);
                for length in 1..=values.len() {
                    let first = values.iter().take(length).cloned().collect();
                    cases.entry(first).or_default().insert(case);
                }
            }
        }
        labels.sizes =
            cases.into_iter().map(|(values, cases)| (values, cases.len() as u64)).collect();
        labels
    }

    /// Groups of fewer cases are not named.
    pub(super) fn least(&self) -> u64 {
        self.material.min_cell.unwrap_or(MIN_CELL)
    }

    /// Whether any label had to keep something back.
    pub(super) fn withheld(&self) -> bool {
        self.withheld.get()
    }

    /// The values of the attributes that the label names.
    fn values(&self, case: Option<&str>, document: &Document) -> Vec<String> {
        let attributes = &self.material.attributes;
        let value = |name: &&str| match attributes.values(case, &document.id, name) {
            [] => format!("{name} {MISSING}"),
            values => values.join(" and "),
        };
        self.names.iter().map(value).collect()
    }

    /// How many of the values may be named.
    fn named(&self, values: &[String]) -> usize {
        let is_small = |length: usize| {
            let size = values.get(..length).and_then(|first| self.sizes.get(first));
            size.is_some_and(|&size| size < self.least())
        };
        (1..=values.len()).take_while(|&length| !is_small(length)).count()
    }

    /// The label of a segment. Words that belong to no case are called by their transcript.
    pub(in crate::report) fn of(&self, document: &Document, segment: &Segment) -> String {
        let values = self.values(segment.cases.first().map(String::as_str), document);
        let named = self.named(&values);
        if named < values.len() {
            self.withheld.set(true);
        }
        let mut attributes = values.into_iter().zip(&self.names).enumerate();
        let mut attribute = || match attributes.next() {
            Some((place, (_, name))) if place >= named => format!("{name} withheld"),
            Some((_, (value, _))) => value,
            None => String::new(),
        };
        let word = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Case if segment.cases.is_empty() => document.id.clone(),
            Part::Case => segment.cases.join(" and "),
            Part::Transcript => document.id.clone(),
            Part::Turn => segment.turn.to_string(),
            Part::Question => {
                segment.asked.clone().unwrap_or_else(|| format!("{QUESTION} {MISSING}"))
            }
            Part::Attribute(_) => attribute(),
        };
        self.label.parts.iter().map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn labels(pattern: &str, min_cell: u64) -> (Vec<String>, bool) {
        let mut material = three_people();
        material.min_cell = Some(min_cell);
        let label = Label::parse(pattern, &material.attributes).unwrap();
        assert_eq!(label.pattern(), pattern);
        let labels = Labels::new(&label, &material);
        let segments = material.segments_of(0);
        let found = segments.iter().map(|(document, segment)| labels.of(document, segment));
        (found.collect(), labels.withheld())
    }

    #[test]
    fn attributes_are_named_where_enough_cases_share_them() {
        assert_eq!(
            labels("{case}, {site} ({transcript}/{turn})", 1).0,
            ["A, North (t1/2)", "A, North (t1/2)", "A, North (t2/2)", "B, South (t3/2)"]
        );
        // Two cases were seen in wave 1, one in wave 2.
        let (found, withheld) = labels("{case}, {wave}", 2);
        assert_eq!(found, ["A, 1", "A, 1", "A, wave withheld", "B, 1"]);
        assert!(withheld);
        // Each value alone is shared by two, both together by one.
        let (found, _) = labels("{wave}, {site}", 2);
        assert_eq!(found[0], "1, site withheld");
        assert_eq!(found[2], "wave withheld, site withheld");
        assert!(!labels("{case}", 5).1);
    }

    #[test]
    fn a_label_says_what_was_asked() {
        let mut material = three_people();
        material.documents[0].segments[0].asked = Some("start".into());
        let label = Label::usual(Some(QUESTION));
        assert_eq!(label, Label::parse("{case}, {question}", &material.attributes).unwrap());
        let labels = Labels::new(&label, &material);
        let segments = material.segments_of(0);
        let found: Vec<String> =
            segments.iter().map(|(document, segment)| labels.of(document, segment)).collect();
        assert_eq!(found[..2], ["A, start", "A, question missing"]);
    }

    #[test]
    fn what_a_label_cannot_name_is_told() {
        let material = three_people();
        let told = |pattern| Label::parse(pattern, &material.attributes).unwrap_err();
        let grup = told("{case}, {syte}");
        assert_eq!(grup.message, "a label cannot name `syte`");
        assert_eq!(grup.help[0], "did you mean `site`?");
        assert!(told("{case").message.contains("stays open"));
        assert!(told("").message.contains("empty"));
    }
}
