//! Cases and attributes, as rows of the tables.

use std::collections::BTreeMap;

use super::texts::Becomes;
use crate::refi::model::{Guid, Project, Value};
use crate::study::attributes::is_reserved;

/// What the tables are to say: rows in order, each with the values of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Of `cases.csv`.
    pub cases: Vec<(String, Vec<(String, String)>)>,
    /// Of `transcripts.csv`; the column `case` among them.
    pub transcripts: Vec<(String, Vec<(String, String)>)>,
}

/// The rows of a project. `case_of` says which case a transcript has without a table.
pub fn rows(
    project: &Project,
    texts: &BTreeMap<Guid, Becomes>,
    case_of: &dyn Fn(&str) -> Vec<String>,
) -> Rows {
    let variables: BTreeMap<&str, String> =
        project.variables.iter().map(|one| (one.guid.as_str(), column(&one.name))).collect();
    let values = |values: &[Value]| -> Vec<(String, String)> {
        let value = |one: &Value| {
            let name = variables.get(one.variable.as_str())?.clone();
            (!name.is_empty()).then(|| (name, one.value.trim().to_owned()))
        };
        values.iter().filter_map(value).collect()
    };
    let id_of = |guid: &str| match texts.get(guid) {
        Some(Becomes::Known(id) | Becomes::New(id)) => Some(id.clone()),
        _ => None,
    };
    let mut rows = Rows::default();
    // A transcript that several cases claim belongs to none of them as a whole.
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in project.cases.iter().filter(|case| !case.name.trim().is_empty()) {
        let name = case.name.trim().to_owned();
        for id in case.sources.iter().filter_map(|guid| id_of(guid)) {
            owners.entry(id).or_default().push(name.clone());
        }
        let is_implied = project.sources.iter().filter_map(|source| id_of(&source.guid));
        let is_implied = is_implied.into_iter().any(|id| case_of(&id).contains(&name));
        let own = values(&case.values);
        if !own.is_empty() || !is_implied {
            rows.cases.push((name, own));
        }
    }
    for source in &project.sources {
        let Some(id) = id_of(&source.guid) else { continue };
        let mut own = Vec::new();
        if let Some([case]) = owners.get(&id).map(Vec::as_slice)
            && case_of(&id) != [case.clone()]
        {
            own.push(("case".to_owned(), case.clone()));
        }
        own.extend(values(&source.values));
        if !own.is_empty() {
            rows.transcripts.push((id, own));
        }
    }
    rows
}

/// The name of a column; one that is a field of ours gets a mark.
fn column(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_reserved(&name) { format!("{name}_") } else { name }
}
