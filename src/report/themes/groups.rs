//! The groups that `--by` compares: values of an attribute, each with its cases.

use std::collections::{BTreeMap, BTreeSet};

use super::{Frequencies, GroupsOf, Options};

/// The groups of `--by`, each with its cases.
pub(super) struct Groups {
    /// Value, and the cases (by transcript) that have it.
    pub(super) values: Vec<(String, BTreeSet<(String, String)>)>,
}

impl Groups {
    pub(super) fn new(
        frequencies: &Frequencies,
        options: &Options,
        groups_of: GroupsOf<'_>,
    ) -> Self {
        let Some((_, declared)) = &options.by else { return Groups { values: Vec::new() } };
        let mut members: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for (case, transcripts) in &frequencies.cases {
            for transcript in transcripts {
                let mut values = groups_of(case, transcript);
                if values.is_empty() {
                    values.push("missing".to_owned());
                }
                for value in values {
                    members.entry(value).or_default().insert((case.clone(), transcript.clone()));
                }
            }
        }
        let mut order: Vec<String> = members.keys().cloned().collect();
        let number = |value: &str| value.parse::<f64>().ok();
        order.sort_by(|a, b| {
            let place = |value: &str| {
                let declared = declared.iter().position(|known| known == value);
                (value == "missing", declared.unwrap_or(usize::MAX))
            };
            place(a).cmp(&place(b)).then_with(|| match (number(a), number(b)) {
                (Some(x), Some(y)) => x.total_cmp(&y),
                _ => a.cmp(b),
            })
        });
        let values = order
            .into_iter()
            .map(|value| {
                let members = members.remove(&value).unwrap_or_default();
                (value, members)
            })
            .collect();
        Groups { values }
    }
}

/// How many cases there are among members.
pub(super) fn cases_in(members: &BTreeSet<(String, String)>) -> u64 {
    members.iter().map(|(case, _)| case).collect::<BTreeSet<_>>().len() as u64
}
