//! Rules that look `within` other codes: whose text they see, and who is worked through first.
//!
//! `within = "function"` means text that the rules gave the code `function` or a descendant. A rule
//! of a code that lies below `function` itself refines what is there already: it sees the text of
//! `function` and of those descendants that do not look within an ancestor of theirs, so that
//! sisters may refine the same parent without needing each other. Semantics 11
//! of `docs/codebook.md`.

use super::Codebook;
use super::dependency::{self, Ordered};
use super::tree::Tree;

/// The codes whose text a rule of `code` sees that looks within `named`, in the order of reports.
pub fn seen(codebook: &Codebook, tree: &Tree, code: usize, named: usize) -> Vec<usize> {
    let family = tree.family(named).iter().copied();
    if !tree.is_below(code, named) {
        return family.collect();
    }
    family.filter(|&other| other == named || !refines(codebook, tree, other)).collect()
}

/// Whether a code looks within one of its ancestors.
fn refines(codebook: &Codebook, tree: &Tree, code: usize) -> bool {
    named(codebook, tree, code).any(|named| tree.is_below(code, named))
}

/// The codes that the rules of a code look within.
fn named(codebook: &Codebook, tree: &Tree, code: usize) -> impl Iterator<Item = usize> {
    let rules = codebook.codes.get(code).map_or(&[][..], |code| &code.rules);
    rules.iter().filter_map(|rule| tree.find(rule.within.as_ref()?))
}

/// The order in which codes are worked through, each after those whose text it sees, and the
/// circles that make this impossible.
pub fn order(codebook: &Codebook, tree: &Tree) -> Ordered {
    // Beside each code stand two more things: its whole family, and the part of its family that
    // refines nothing. So a thousand rules within one large family need no million needs.
    let count = tree.len();
    let family = |code: usize| count + code;
    let firm = |code: usize| 2 * count + code;
    let mut needs = vec![Vec::new(); 3 * count];
    for code in 0..count {
        let children = tree.children(code);
        for named in named(codebook, tree, code) {
            if tree.is_below(code, named) {
                needs[code].push(named);
                needs[code].extend(tree.children(named).iter().map(|&child| firm(child)));
            } else {
                needs[code].push(family(named));
            }
        }
        needs[family(code)].push(code);
        needs[family(code)].extend(children.iter().map(|&child| family(child)));
        if !refines(codebook, tree, code) {
            needs[firm(code)].push(code);
        }
        needs[firm(code)].extend(children.iter().map(|&child| firm(child)));
    }
    let mut ordered = dependency::order(&needs);
    ordered.order.retain(|&thing| thing < count);
    for circle in &mut ordered.circles {
        circle.retain(|&thing| thing < count);
    }
    ordered.circles.retain(|circle| !circle.is_empty());
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Code, Rule};

    /// Codes as id, parent and what its rules look within.
    fn codebook(codes: &[(&str, &str, &[&str])]) -> Codebook {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let codes = codes
            .iter()
            .map(|&(id, parent, within)| Code {
                id: id.to_owned(),
                parent: some(parent),
                rules: within
                    .iter()
                    .map(|within| Rule { within: some(within), ..Rule::default() })
                    .collect(),
                ..Code::default()
            })
            .collect();
        Codebook { codes, ..Codebook::default() }
    }

    #[test]
    fn what_is_looked_within_comes_first_with_its_descendants() {
        let book = codebook(&[("a", "", &["b"]), ("b", "", &[]), ("c", "b", &[""])]);
        let tree = Tree::new(&book);
        assert_eq!(order(&book, &tree).order, [1, 2, 0]);
        assert_eq!(seen(&book, &tree, 0, 1), [1, 2]);
    }

    #[test]
    fn sisters_may_refine_their_parent() {
        let book = codebook(&[
            ("theme", "", &[""]),
            ("one", "theme", &["theme"]),
            ("two", "theme", &["theme"]),
            ("free", "theme", &[""]),
        ]);
        let tree = Tree::new(&book);
        let found = order(&book, &tree);
        assert_eq!(found.circles, Vec::<Vec<usize>>::new());
        assert_eq!(found.order, [0, 3, 1, 2]);
        assert_eq!(seen(&book, &tree, 1, 0), [0, 3]);
    }

    #[test]
    fn circles_are_found_through_families() {
        let book = codebook(&[("a", "", &["top"]), ("top", "", &[]), ("b", "top", &["a"])]);
        assert_eq!(order(&book, &Tree::new(&book)).circles, [vec![0, 2]]);
        let own = codebook(&[("a", "", &["a"])]);
        assert_eq!(order(&own, &Tree::new(&own)).circles, [vec![0]]);
        let up = codebook(&[("p", "", &["c"]), ("c", "p", &["p"])]);
        assert_eq!(order(&up, &Tree::new(&up)).circles, [vec![0, 1]]);
    }
}
