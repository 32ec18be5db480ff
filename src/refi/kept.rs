//! `refi.json` in a study: what came with a package and has no place in a study.
//!
//! Sets, links, times and the ids that another program gave, so that an export gives them back.
//! In comes the text of the file, out comes a [`Kept`]; and back. Nobody needs to look into it; who
//! deletes it loses these things alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::{Guid, Link, Set, Sync};

/// The file's name.
pub const FILE: &str = "refi.json";

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The version of this file.
    pub schema: u32,
    /// Our ids, with those that the thing came with.
    pub guids: BTreeMap<Guid, Guid>,
    /// Sets.
    pub sets: Vec<Set>,
    /// Links.
    pub links: Vec<Link>,
    /// By transcript, code points and milliseconds.
    pub times: BTreeMap<String, Vec<(usize, u64)>>,
}

impl Kept {
    /// Reads the file; what is no such file is told in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let kept = Kept { schema: 1, ..self.clone() };
        let mut text = serde_json::to_string_pretty(&kept).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Kept { schema: self.schema, ..Kept::default() }
    }

    /// The id that a thing goes by.
    pub fn guid(&self, ours: Guid) -> Guid {
        self.guids.get(&ours).cloned().unwrap_or(ours)
    }

    /// Remembers the id that a thing came with.
    pub fn learn(&mut self, ours: Guid, theirs: &str) {
        if ours != theirs && super::guid::is_valid(theirs) {
            self.guids.insert(ours, theirs.to_owned());
        }
    }

    /// Takes in sets and links; one that is there is replaced.
    pub fn take(&mut self, sets: &[Set], links: &[Link]) {
        for set in sets {
            self.sets.retain(|known| known.guid != set.guid);
            self.sets.push(set.clone());
        }
        for link in links {
            self.links.retain(|known| known.guid != link.guid);
            self.links.push(link.clone());
        }
        self.sets.sort_by(|a, b| a.guid.cmp(&b.guid));
        self.links.sort_by(|a, b| a.guid.cmp(&b.guid));
    }

    /// The times of a transcript.
    pub fn times(&self, transcript: &str) -> Vec<Sync> {
        let times = self.times.get(transcript).map(Vec::as_slice).unwrap_or_default();
        times.iter().map(|&(position, time)| Sync { position, time }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let mut kept = Kept::default();
        assert!(kept.is_empty());
        kept.learn("a".into(), "ad68fbe7-e1ee-4a82-a279-23cc698c89eb");
        kept.learn("b".into(), "no id");
        kept.times.insert("P1".into(), vec![(0, 1500)]);
        let read = Kept::parse(&kept.text()).unwrap();
        assert_eq!(read.guid("a".into()), "ad68fbe7-e1ee-4a82-a279-23cc698c89eb");
        assert_eq!(read.guid("b".into()), "b");
        assert_eq!(read.times("P1"), [Sync { position: 0, time: 1500 }]);
        assert!(Kept::parse("{").is_err() && !read.is_empty());
    }
}
