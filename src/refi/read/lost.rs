//! What a package has and emic does not take, by element.
//!
//! Pictures, recordings, areas of pages and drawn maps have no text; what programs add of their own
//! is in no specification.

use std::collections::{BTreeMap, BTreeSet};

use super::element::Element;
use crate::refi::guid;
use crate::refi::schema;

/// Elements of the standard that are not taken, with all that is in them.
const NOT_TAKEN: [&str; 7] = [
    "PictureSource",
    "PictureSelection",
    "PDFSelection",
    "AudioSelection",
    "VideoSelection",
    "Graph",
    "TextDescription",
];

/// Elements that were not taken, with their number. Codings in them are counted too.
pub(super) fn lost(root: &Element) -> BTreeMap<String, usize> {
    let mut lost = BTreeMap::new();
    // Areas of a page come a second time as places of its text.
    let texts: BTreeSet<String> = root
        .below()
        .into_iter()
        .filter(|element| element.name == "PlainTextSelection")
        .filter_map(|element| element.get("guid").map(guid::read))
        .collect();
    let mut open = vec![(root, None::<&str>)];
    while let Some((element, inside)) = open.pop() {
        for child in &element.children {
            let name = child.name.as_str();
            let is_twin = name == "PDFSelection"
                && child.get("guid").is_some_and(|id| texts.contains(&guid::read(id)));
            if is_twin {
                continue;
            }
            let is_bare = matches!(name, "AudioSource" | "VideoSource")
                && child.first("Transcript").is_none();
            let is_taken = !NOT_TAKEN.contains(&name) && schema::knows(name);
            let told = match inside {
                _ if !is_taken || is_bare => Some(child.name.clone()),
                Some(outer) => (name == "Coding").then(|| format!("Coding of a {outer}")),
                None => (element.name == "Case" && name == "CodeRef")
                    .then(|| "CodeRef of a Case".to_owned()),
            };
            if let Some(told) = told {
                *lost.entry(told).or_default() += 1;
            }
            open.push((child, if is_taken { inside } else { Some(name) }));
        }
    }
    lost
}
