//! Which codes are the stages of a process.
//!
//! In comes a codebook, out come the places of its stages in order. A researcher names the parent
//! (`--of`); otherwise the codebook says it by a family with `levels = true`, by the ordered
//! children of its core category, or by relations of the type `precedes`.

use std::collections::BTreeSet;

use crate::codebook::tree::Tree;
use crate::codebook::{Codebook, Kind};
use crate::diagnostic::Diagnostic;

/// The relation type that says which stage comes first.
pub const PRECEDES: &str = "precedes";

/// More stages than this are a list of themes; their table would have a thousand rows.
const MOST: usize = 40;

/// The stages of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// What the process is called.
    pub name: String,
    /// The places of the stages in the codebook, in order.
    pub stages: Vec<usize>,
}

/// The stages below the code of that name, or those that the codebook itself declares.
pub fn family(codebook: &Codebook, tree: &Tree, of: Option<&str>) -> Result<Family, Diagnostic> {
    let found = match of {
        Some(name) => below(codebook, tree, name)?,
        None => declared(codebook, tree)?,
    };
    if found.stages.len() > MOST {
        let number = found.stages.len();
        return Err(Diagnostic::error(format!(
            "`{}` has {number} stages; a process has at most {MOST}",
            found.name
        ))
        .help("name a code whose children are the stages: `--of CODE`"));
    }
    Ok(found)
}

fn below(codebook: &Codebook, tree: &Tree, name: &str) -> Result<Family, Diagnostic> {
    let parent = tree.resolve(name)?;
    let label = label(codebook, parent);
    let children = tree.children(parent);
    let stages = ordered(codebook, children);
    if stages.len() > 1 {
        return Ok(Family { name: label, stages });
    }
    let exclusive = |code: &&usize| codebook.codes.get(**code)?.exclusive.clone();
    let family = children.iter().find_map(|code| exclusive(&code));
    let same = |code: &&usize| family.is_some() && exclusive(code) == family;
    let stages: Vec<usize> = children.iter().filter(same).copied().collect();
    if stages.len() > 1 {
        return Ok(Family { name: label, stages });
    }
    Err(Diagnostic::error(format!("the codes below `{name}` are no stages"))
        .help("give at least two of its children an `order`, or one `exclusive` family"))
}

fn declared(codebook: &Codebook, tree: &Tree) -> Result<Family, Diagnostic> {
    let levels = codebook.families.iter().filter(|(_, family)| family.levels);
    let of_family = |name: &String| Family {
        name: name.clone(),
        stages: codes(codebook, tree, |code| code.exclusive.as_ref() == Some(name)),
    };
    let families: Vec<Family> = levels.map(|(name, _)| of_family(name)).collect();
    let core = tree.order().iter().filter(|&&code| kind(codebook, code) == Some(Kind::Core));
    let of_core = |&code: &usize| Family {
        name: label(codebook, code),
        stages: ordered(codebook, tree.children(code)),
    };
    let cores: Vec<Family> = core.map(of_core).collect();
    for mut found in [families, cores, vec![preceding(codebook, tree)]] {
        found.retain(|family| family.stages.len() > 1);
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one.clone()),
            several => {
                let names: Vec<&str> = several.iter().map(|family| family.name.as_str()).collect();
                return Err(Diagnostic::error(format!(
                    "the codebook `{}` has several processes: {}",
                    codebook.id,
                    names.join(", ")
                ))
                .help("name the parent of the stages: `--of CODE`"));
            }
        }
    }
    Err(Diagnostic::error(format!("the codebook `{}` declares no stages", codebook.id))
        .help("name a code whose children are the stages: `--of CODE`")
        .help(format!(
            "or give the children of the core category an `order`, or relate the stages by \
             `type = \"{PRECEDES}\"`"
        )))
}

/// The codes that relations put one before the other.
fn preceding(codebook: &Codebook, tree: &Tree) -> Family {
    let before = codebook.relations.iter().filter(|one| one.kind == PRECEDES);
    let ends = before.flat_map(|one| [tree.find(&one.from), tree.find(&one.to)]);
    let stages: BTreeSet<usize> = ends.flatten().collect();
    let in_order = tree.order().iter().copied().filter(|code| stages.contains(code));
    Family { name: codebook.name.clone(), stages: in_order.collect() }
}

/// Those of the siblings that have a place in an order.
fn ordered(codebook: &Codebook, siblings: &[usize]) -> Vec<usize> {
    let has_order = |code: &&usize| codebook.codes.get(**code).is_some_and(|c| c.order.is_some());
    siblings.iter().filter(has_order).copied().collect()
}

fn codes(
    codebook: &Codebook,
    tree: &Tree,
    is_one: impl Fn(&crate::codebook::Code) -> bool,
) -> Vec<usize> {
    let is_one = |code: &usize| codebook.codes.get(*code).is_some_and(&is_one);
    tree.order().iter().copied().filter(is_one).collect()
}

fn kind(codebook: &Codebook, code: usize) -> Option<Kind> {
    codebook.codes.get(code).map(|code| code.kind)
}

fn label(codebook: &Codebook, code: usize) -> String {
    codebook.codes.get(code).map(|code| code.label.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::parse::parse;

    fn found(text: &str, of: Option<&str>) -> Result<Vec<String>, Diagnostic> {
        let text = format!("schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\n{text}");
        let codebook = parse("b.toml", &text).unwrap().codebook;
        let tree = Tree::new(&codebook);
        let id = |code: &usize| codebook.codes[*code].id.clone();
        family(&codebook, &tree, of).map(|family| family.stages.iter().map(id).collect())
    }

    fn code(id: &str, more: &str) -> String {
        format!("[[code]]\nid = \"{id}\"\nlabel = \"{id}\"\n{more}\n")
    }

    #[test]
    fn the_ordered_children_of_the_core_are_stages() {
        let text = code("core", "kind = \"core\"")
            + &code("b", "parent = \"core\"\norder = 2")
            + &code("a", "parent = \"core\"\norder = 1")
            + &code("condition", "parent = \"core\"");
        assert_eq!(found(&text, None).unwrap(), ["a", "b"]);
        assert_eq!(found(&text, Some("core")).unwrap(), ["a", "b"]);
        let error = found(&text, Some("a")).unwrap_err();
        assert_eq!(error.message, "the codes below `a` are no stages");
        assert_eq!(found(&text, Some("cor")).unwrap_err().help, ["did you mean `core`?"]);
    }

    #[test]
    fn roots_that_precede_each_other_are_stages() {
        let text = code("out", "order = 3")
            + &code("in", "order = 1")
            + &code("other", "")
            + "[[relation]]\nfrom = \"in\"\nto = \"out\"\ntype = \"precedes\"\n";
        assert_eq!(found(&text, None).unwrap(), ["in", "out"]);
        let none = code("a", "") + &code("b", "");
        let error = found(&none, None).unwrap_err();
        assert_eq!(error.message, "the codebook `b` declares no stages");
        assert_eq!(error.help.len(), 2);
    }

    #[test]
    fn a_family_of_levels_comes_first() {
        let text = code("low", "exclusive = \"depth\"\norder = 1")
            + &code("high", "exclusive = \"depth\"\norder = 2")
            + &code("core", "kind = \"core\"")
            + &code("a", "parent = \"core\"\norder = 1")
            + &code("b", "parent = \"core\"\norder = 2")
            + "[[family]]\nid = \"depth\"\nlevels = true\n";
        assert_eq!(found(&text, None).unwrap(), ["low", "high"]);
    }
}
