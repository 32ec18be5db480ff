//! Conditions on attributes: `site=North`, `wave>=2`, `date<2026-03`, `group!=control`, `age=`.
//!
//! A condition is compared by the attribute's type: numbers by size, ordered values by their rank,
//! dates by day as far as the condition is precise (`date=2026-03` is any day of that March), all
//! others by their letters. `ATTR=` asks for those without a value, `ATTR!=` for those with one;
//! `ATTR=missing` is the same, as tables call their group, unless `missing` is a value itself.

use std::cmp::Ordering;

use super::attributes::{Attribute, Attributes, Kind, MISSING, number};
use crate::diagnostic::{Diagnostic, near_names};

/// One condition, checked against the attributes of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    attribute: Attribute,
    operator: Operator,
    value: String,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `<`
    Below,
    /// `<=`
    UpTo,
    /// `>`
    Above,
    /// `>=`
    From,
}

/// The longer signs first, so that `<=` is not read as `<`.
const SIGNS: [(&str, Operator); 6] = [
    ("!=", Operator::IsNot),
    ("<=", Operator::UpTo),
    (">=", Operator::From),
    ("<", Operator::Below),
    (">", Operator::Above),
    ("=", Operator::Is),
];

impl Condition {
    /// Reads `ATTR=VALUE` and checks it against what is known.
    pub fn parse(text: &str, known: &Attributes) -> Result<Self, Diagnostic> {
        let (name, operator, value) = split(text)?;
        Condition::new(name, operator, value, known)
    }

    /// Checks a condition against what is known.
    pub fn new(
        name: &str,
        operator: Operator,
        value: &str,
        known: &Attributes,
    ) -> Result<Self, Diagnostic> {
        let attribute = attribute_named(name, known)?;
        let kind = &attribute.kind;
        let compares = !matches!(operator, Operator::Is | Operator::IsNot);
        if compares && !matches!(kind, Kind::Number | Kind::Date | Kind::Ordered(_)) {
            return Err(Diagnostic::error(format!("`{name}` has no order to compare by"))
                .help(format!("its type is {}; use `=` or `!=`", kind.name()))
                .help("for an order of your own, declare it as `ordered` in emic.toml"));
        }
        let is_missing = value == MISSING && !known.groups(name).iter().any(|one| one == MISSING);
        if (value.is_empty() || is_missing) && !compares {
            return Ok(Condition { attribute: attribute.clone(), operator, value: String::new() });
        }
        let Some(fitted) = kind.fitted(value) else {
            let told = Diagnostic::error(format!("`{value}` is no value of `{name}`"));
            let told = match kind {
                Kind::Enum(values) | Kind::Ordered(values) => {
                    told.did_you_mean(value, values.iter().map(String::as_str))
                }
                _ => told,
            };
            return Err(told.help(format!("expected {}", kind.wanted())));
        };
        Ok(Condition { attribute: attribute.clone(), operator, value: fitted })
    }

    /// What is told where no case and no transcript has the value that is asked for: of declared
    /// values a wrong one is an error already.
    pub fn doubt(&self, known: &Attributes) -> Option<Diagnostic> {
        let is_open = matches!(self.attribute.kind, Kind::Text);
        let compares = matches!(self.operator, Operator::Is | Operator::IsNot);
        let values = known.all_values(&self.attribute.name);
        if !is_open || !compares || self.value.is_empty() || values.contains(&self.value) {
            return None;
        }
        let message = format!("nobody has the {} `{}`", self.attribute.name, self.value);
        let near = near_names(&self.value, values.iter().map(String::as_str));
        let told = Diagnostic::warning(message);
        Some(match (near.is_empty(), values.len()) {
            (true, 1..=12) => {
                let all: Vec<&str> = values.iter().map(String::as_str).collect();
                told.help(format!("there are {}", all.join(", ")))
            }
            _ => told.did_you_mean(&self.value, near),
        })
    }

    /// The attribute's name.
    pub fn name(&self) -> &str {
        &self.attribute.name
    }

    /// How it compares.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// Whether values meet the condition. Of several values one is enough; with `!=` none may be
    /// the value named, and who has no value meets it.
    pub fn holds(&self, values: &[String]) -> bool {
        if self.value.is_empty() {
            return values.is_empty() == (self.operator == Operator::Is);
        }
        let any = |wanted: fn(Ordering) -> bool| {
            values.iter().any(|value| self.compared(value).is_some_and(wanted))
        };
        match self.operator {
            Operator::Is => any(Ordering::is_eq),
            Operator::IsNot => !any(Ordering::is_eq),
            Operator::Below => any(Ordering::is_lt),
            Operator::UpTo => any(Ordering::is_le),
            Operator::Above => any(Ordering::is_gt),
            Operator::From => any(Ordering::is_ge),
        }
    }

    /// How a value stands to the condition's.
    fn compared(&self, value: &str) -> Option<Ordering> {
        match &self.attribute.kind {
            Kind::Number => number(value)?.partial_cmp(&number(&self.value)?),
            Kind::Ordered(values) => {
                let rank = |value: &str| values.iter().position(|known| known == value);
                Some(rank(value)?.cmp(&rank(&self.value)?))
            }
            Kind::Date => {
                let precise = value.get(..self.value.len().min(value.len()))?;
                Some(precise.cmp(&self.value))
            }
            Kind::Text | Kind::Enum(_) | Kind::Bool => Some(value.cmp(&self.value)),
        }
    }
}

/// Name, sign and value of `ATTR=VALUE`.
pub fn split(text: &str) -> Result<(&str, Operator, &str), Diagnostic> {
    let parts = text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        let (sign, operator) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
        Some((text.get(..at)?.trim(), *operator, rest.get(sign.len()..)?.trim()))
    });
    parts.filter(|parts| !parts.0.is_empty()).ok_or_else(|| {
        Diagnostic::error(format!("`{text}` is no condition"))
            .help("write `ATTRIBUTE=VALUE`; `!=`, `<`, `<=`, `>` and `>=` work as well")
    })
}

/// The attribute of that name, or a finding with the names that are near.
pub fn attribute_named<'a>(name: &str, known: &'a Attributes) -> Result<&'a Attribute, Diagnostic> {
    known.get(name).ok_or_else(|| {
        let told = Diagnostic::error(format!("there is no attribute `{name}`"));
        let names: Vec<&str> = known.names().collect();
        if names.is_empty() {
            return told.help("this study has no attributes; they are the columns of cases.csv and transcripts.csv");
        }
        match near_names(name, names.iter().copied()).is_empty() {
            true => told.help(format!("the attributes are {}", names.join(", "))),
            false => told.did_you_mean(name, names),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Attributes {
        let attribute = |name: &str, kind: Kind| Attribute {
            name: name.to_owned(),
            kind,
            declared: true,
            ..Attribute::default()
        };
        let levels = vec!["low".to_owned(), "middle".to_owned(), "high".to_owned()];
        Attributes::declared(&[
            attribute("age", Kind::Number),
            attribute("day", Kind::Date),
            attribute("level", Kind::Ordered(levels)),
            attribute("site", Kind::Text),
            attribute("paid", Kind::Bool),
        ])
    }

    fn holds(condition: &str, values: &[&str]) -> bool {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        Condition::parse(condition, &known()).unwrap().holds(&values)
    }

    #[test]
    fn values_are_compared_by_type() {
        assert!(holds("age>9", &["10"]) && !holds("age>9", &["9.0"]) && holds("age=9", &["9.0"]));
        assert!(holds("level>=middle", &["high"]) && !holds("level<middle", &["middle"]));
        assert!(holds("day=2026-03", &["2026-03-31"]) && !holds("day>2026-03", &["2026-03-31"]));
        assert!(holds("day>2026-03", &["2026-04-01"]) && holds("day < 2026", &["2025-12-31"]));
        assert!(holds("paid=yes", &["true"]));
        assert!(holds("site=a=b", &["a=b"]));
    }

    #[test]
    fn several_values_and_none() {
        assert!(holds("site=North", &["South", "North"]));
        assert!(!holds("site!=North", &["South", "North"]));
        assert!(holds("site!=North", &[]) && !holds("site=North", &[]) && !holds("age<5", &[]));
        assert!(holds("site=missing", &[]) && !holds("level!=missing", &[]));
        assert!(holds("site=", &[]) && !holds("site=", &["x"]) && holds("site!=", &["x"]));
    }

    #[test]
    fn a_text_that_nobody_has_is_doubted() {
        let mut known = known();
        known.set_case("P1", "site", vec!["North".into()]);
        let doubt = |text: &str| Condition::parse(text, &known).unwrap().doubt(&known);
        let told = doubt("site=Nroth").unwrap();
        assert_eq!(told.message, "nobody has the site `Nroth`");
        assert_eq!(told.help, ["did you mean `North`?"]);
        assert_eq!(doubt("site!=elsewhere").unwrap().help, ["there are North"]);
        assert!(
            doubt("site=North").is_none() && doubt("site=").is_none() && doubt("age=9").is_none()
        );
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        let told = |condition: &str| Condition::parse(condition, &known()).unwrap_err();
        assert_eq!(told("stie=x").help, ["did you mean `site`?"]);
        assert_eq!(told("level=hihg").help[0], "did you mean `high`?");
        assert_eq!(told("site>b").message, "`site` has no order to compare by");
        assert_eq!(told("age=old").message, "`old` is no value of `age`");
        assert_eq!(told("=x").message, "`=x` is no condition");
        assert_eq!(told("site").message, "`site` is no condition");
    }
}
