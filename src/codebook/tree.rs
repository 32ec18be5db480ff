//! Who is whose parent in a codebook.
//!
//! In comes a codebook; out come children, descendants, depths and the order of reports: depth
//! first, children after their parent, siblings by `order` and then as in the file. Codes are named
//! by their place in `Codebook::codes`. Nothing here minds parents that do not exist or go round in
//! a circle: such codes count as having none.

use std::collections::BTreeMap;

use super::{Codebook, Status};
use crate::diagnostic::Diagnostic;

/// The codes of a codebook as a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    path: String,
    nodes: Vec<Node>,
    roots: Vec<usize>,
    order: Vec<usize>,
    names: BTreeMap<String, usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    parent: Option<usize>,
    children: Vec<usize>,
    depth: usize,
    /// Where its family stands in the order: itself and all descendants, one after the other.
    start: usize,
    end: usize,
    /// Whether it stands for another code now.
    is_merged: bool,
}

impl Tree {
    /// The tree of a codebook.
    pub fn new(codebook: &Codebook) -> Self {
        let codes = &codebook.codes;
        let mut names = BTreeMap::new();
        for (at, code) in codes.iter().enumerate().rev() {
            names.extend(code.aliases.iter().map(|alias| (alias.clone(), at)));
        }
        // An id is stronger than an alias, and the first of two equal ids than the second.
        names.extend(codes.iter().enumerate().rev().map(|(at, code)| (code.id.clone(), at)));

        let mut nodes = vec![Node::default(); codes.len()];
        let mut roots = Vec::new();
        let mut in_order: Vec<usize> = (0..codes.len()).collect();
        in_order.sort_by_key(|&at| (codes[at].order.unwrap_or(i64::MAX), at));
        for &at in &in_order {
            let parent = codes[at].parent.as_ref().and_then(|parent| names.get(parent)).copied();
            nodes[at].parent = parent;
            nodes[at].is_merged =
                codes[at].status == Status::Merged && codes[at].merged_into.is_some();
            match parent {
                Some(parent) => nodes[parent].children.push(at),
                None => roots.push(at),
            }
        }
        let path = codebook.path.clone();
        let mut tree = Tree { path, nodes, roots, order: Vec::new(), names };
        tree.walk(&in_order);
        tree
    }

    /// Fills in order, depths and families.
    fn walk(&mut self, codes: &[usize]) {
        let mut seen = vec![false; self.nodes.len()];
        // Codes in a circle of parents hang from no root: they come last.
        let starts: Vec<usize> = self.roots.iter().chain(codes).copied().collect();
        for start in starts {
            let mut open = vec![(start, 0, false)];
            while let Some((code, depth, is_done)) = open.pop() {
                if is_done {
                    self.nodes[code].end = self.order.len();
                } else if !seen[code] {
                    seen[code] = true;
                    let at = self.order.len();
                    self.order.push(code);
                    let node = &mut self.nodes[code];
                    (node.depth, node.start) = (depth, at);
                    open.push((code, depth, true));
                    open.extend(node.children.iter().rev().map(|&child| (child, depth + 1, false)));
                }
            }
        }
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no codes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The parent of a code.
    pub fn parent(&self, code: usize) -> Option<usize> {
        self.nodes.get(code)?.parent
    }

    /// The children of a code, in order.
    pub fn children(&self, code: usize) -> &[usize] {
        self.nodes.get(code).map_or(&[], |node| &node.children)
    }

    /// The codes without a parent, in order.
    pub fn roots(&self) -> &[usize] {
        &self.roots
    }

    /// How many ancestors a code has.
    pub fn depth(&self, code: usize) -> usize {
        self.nodes.get(code).map_or(0, |node| node.depth)
    }

    /// All codes in the order of reports.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The codes that reports have a row for, in their order: all but those that were merged into
    /// another, whose codings are the other's.
    pub fn standing(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied().filter(|&code| self.stands(code))
    }

    fn stands(&self, code: usize) -> bool {
        self.nodes.get(code).is_none_or(|node| !node.is_merged)
    }

    /// Whether all children of a code that stand are among some codes.
    pub fn has_all_children(&self, code: usize, among: &[usize]) -> bool {
        self.children(code).iter().all(|child| among.contains(child) || !self.stands(*child))
    }

    /// A code and all its descendants, in the order of reports: what a parent's numbers unite.
    pub fn family(&self, code: usize) -> &[usize] {
        let node = self.nodes.get(code);
        node.and_then(|node| self.order.get(node.start..node.end)).unwrap_or_default()
    }

    /// The descendants of a code, without itself, in the order of reports.
    pub fn descendants(&self, code: usize) -> &[usize] {
        self.family(code).get(1..).unwrap_or_default()
    }

    /// Whether the first code is below the second.
    pub fn is_below(&self, code: usize, ancestor: usize) -> bool {
        match (self.nodes.get(code), self.nodes.get(ancestor)) {
            (Some(code), Some(ancestor)) => {
                ancestor.start < code.start && code.start < ancestor.end
            }
            _ => false,
        }
    }

    /// A code and its ancestors, upwards.
    pub fn line(&self, code: usize) -> Vec<usize> {
        let mut line = vec![code];
        let mut at = code;
        while let Some(parent) = self.parent(at).filter(|parent| !line.contains(parent)) {
            line.push(parent);
            at = parent;
        }
        line
    }

    /// The code of that id or alias.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// All ids and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The code of that id or alias, or what to say when there is none.
    pub fn resolve(&self, name: &str) -> Result<usize, Diagnostic> {
        self.find(name).ok_or_else(|| {
            let within = match self.path.as_str() {
                "" => String::new(),
                path => format!(" in {path}"),
            };
            let message = format!("no code named `{name}`{within}");
            Diagnostic::error(message).did_you_mean(name, self.names())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Code;

    fn codebook(codes: &[(&str, &str, Option<i64>)]) -> Codebook {
        let codes = codes
            .iter()
            .map(|&(id, parent, order)| Code {
                id: id.to_owned(),
                parent: (!parent.is_empty()).then(|| parent.to_owned()),
                order,
                aliases: vec![format!("old-{id}")],
                ..Code::default()
            })
            .collect();
        Codebook { path: "care.toml".to_owned(), codes, ..Codebook::default() }
    }

    fn ids<'c>(codebook: &'c Codebook, codes: &[usize]) -> Vec<&'c str> {
        codes.iter().map(|&code| codebook.codes[code].id.as_str()).collect()
    }

    #[test]
    fn reports_go_depth_first_and_siblings_by_their_order() {
        let book = codebook(&[
            ("leaf", "b", None),
            ("late", "", None),
            ("b", "top", Some(2)),
            ("a", "top", Some(1)),
            ("top", "", Some(-1)),
            ("twig", "b", Some(7)),
        ]);
        let tree = Tree::new(&book);
        assert_eq!(ids(&book, tree.order()), ["top", "a", "b", "twig", "leaf", "late"]);
        assert_eq!(ids(&book, tree.roots()), ["top", "late"]);
        assert_eq!(ids(&book, tree.family(2)), ["b", "twig", "leaf"]);
        assert_eq!(ids(&book, tree.descendants(4)), ["a", "b", "twig", "leaf"]);
        assert_eq!((tree.depth(4), tree.depth(2), tree.depth(0)), (0, 1, 2));
        assert!(tree.is_below(0, 4) && !tree.is_below(4, 0) && !tree.is_below(4, 4));
        assert!(!tree.is_below(1, 4));
        assert_eq!(ids(&book, &tree.line(5)), ["twig", "b", "top"]);
    }

    #[test]
    fn circles_of_parents_end() {
        let book = codebook(&[("a", "b", None), ("b", "a", None), ("c", "b", None)]);
        let tree = Tree::new(&book);
        assert_eq!(tree.order().len(), 3);
        assert!(tree.roots().is_empty());
        assert_eq!(tree.line(2), [2, 1, 0]);
    }

    #[test]
    fn a_merged_code_has_no_row() {
        let mut book = codebook(&[("care", "", None), ("a", "care", None), ("b", "care", None)]);
        book.codes[1].status = Status::Merged;
        book.codes[1].merged_into = Some("b".into());
        let tree = Tree::new(&book);
        assert_eq!(tree.standing().collect::<Vec<_>>(), [0, 2]);
        assert!(tree.has_all_children(0, &[0, 2]) && !tree.has_all_children(0, &[0, 1]));
        assert_eq!(tree.order(), [0, 1, 2], "it is still a code of the codebook");
    }

    #[test]
    fn names_lead_to_codes_and_near_misses_are_suggested() {
        let tree = Tree::new(&codebook(&[("family", "", None), ("work", "", None)]));
        assert_eq!(tree.resolve("work").ok(), Some(1));
        assert_eq!(tree.resolve("old-family").ok(), Some(0));
        let error = tree.resolve("familly").unwrap_err();
        assert_eq!(error.message, "no code named `familly` in care.toml");
        assert_eq!(error.help, ["did you mean `family`?"]);
    }
}
