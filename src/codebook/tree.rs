//! Who is whose parent in a codebook.

use super::Codebook;

/// The hierarchy of a codebook, by the places of its codes.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    parents: Vec<Option<usize>>,
    order: Vec<usize>,
}

impl Tree {
    /// Reads the hierarchy.
    pub fn new(codebook: &Codebook) -> Self {
        let place = |id: &str| codebook.codes.iter().position(|code| code.id == id);
        let parents: Vec<Option<usize>> =
            codebook.codes.iter().map(|code| code.parent.as_deref().and_then(place)).collect();
        let mut tree = Tree { parents, order: Vec::new() };
        let mut order = Vec::new();
        tree.visit(None, codebook, &mut order);
        tree.order = order;
        tree
    }

    fn visit(&self, parent: Option<usize>, codebook: &Codebook, order: &mut Vec<usize>) {
        let mut children: Vec<usize> =
            (0..self.parents.len()).filter(|&code| self.parents[code] == parent).collect();
        children.sort_by_key(|&code| (codebook.codes[code].order.unwrap_or(i64::MAX), code));
        for child in children {
            order.push(child);
            self.visit(Some(child), codebook, order);
        }
    }

    /// All codes as reports list them: children after their parent, siblings by `order`.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The code itself and its ancestors, upwards.
    pub fn line(&self, code: usize) -> Vec<usize> {
        let mut line = vec![code];
        let mut at = code;
        while let Some(Some(parent)) = self.parents.get(at) {
            if line.contains(parent) {
                break;
            }
            line.push(*parent);
            at = *parent;
        }
        line
    }

    /// How many ancestors a code has.
    pub fn depth(&self, code: usize) -> usize {
        self.line(code).len() - 1
    }
}
