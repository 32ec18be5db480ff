//! The groups of `--by`: their order, those that are united, and cases that are in several.
//!
//! In come the values of an attribute as cases have them; out comes the order in which every report
//! shows them, and what has to be said about them.

use super::base::MISSING;
use crate::text::natural::natural;

/// What the groups below the small-cell limit are called when they are united (`--merge-small`).
pub const OTHER: &str = "other groups";

/// Sorts groups: as declared, then in natural order; then those that were united, and those without
/// a value last.
pub fn sort<T>(groups: &mut [T], declared: &[String], name: impl Fn(&T) -> &str) {
    let place = |group: &str| {
        let declared = declared.iter().position(|known| known == group);
        (group == MISSING, group == OTHER, declared.unwrap_or(usize::MAX))
    };
    groups.sort_by(|a, b| {
        let (a, b) = (name(a), name(b));
        place(a).cmp(&place(b)).then_with(|| natural(a, b))
    });
}

/// The groups that are united: those below the limit, where there are several.
pub fn small(sizes: impl IntoIterator<Item = (String, u64)>, least: Option<u64>) -> Vec<String> {
    let is_small = |(_, size): &(String, u64)| least.is_some_and(|least| *size < least);
    let small: Vec<String> = sizes.into_iter().filter(is_small).map(|(name, _)| name).collect();
    if small.len() > 1 { small } else { Vec::new() }
}

/// What is said where a case is in several groups.
pub fn several(by: &str) -> String {
    format!("Some cases are in several groups of {by} and count in each.")
}

/// What is said of groups that were united.
pub fn united(names: &[String]) -> String {
    format!("Other groups: {}.", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_groups_come_first_then_natural_order_and_missing_last() {
        let mut names = ["missing", "ward 10", OTHER, "ward 2", "Z", "A"];
        sort(&mut names, &["Z".to_owned(), "A".to_owned()], |name| name);
        assert_eq!(names, ["Z", "A", "ward 2", "ward 10", OTHER, "missing"]);
    }

    #[test]
    fn one_small_group_has_nobody_to_be_united_with() {
        let sizes = |sizes: &[u64]| -> Vec<(String, u64)> {
            sizes.iter().map(|&size| (size.to_string(), size)).collect()
        };
        assert_eq!(small(sizes(&[6, 2, 1]), Some(5)), ["2", "1"]);
        assert!(small(sizes(&[6, 1]), Some(5)).is_empty());
        assert!(small(sizes(&[6, 2, 1]), None).is_empty());
    }
}
