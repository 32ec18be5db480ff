//! All memos of a study, by their dates.

use std::path::{Component, Path};
use std::sync::Arc;

use super::{Link, Memo, parse};
use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::study::open::Study;

/// The folder of the memos.
pub const FOLDER: &str = "memos";

/// The memos of a study.
#[derive(Clone, Debug, Default)]
pub struct Memos {
    /// By date, then by name; those without a date first.
    pub all: Vec<Memo>,
    /// What is wrong with files that are none of them.
    pub told: Vec<Diagnostic>,
}

impl Memos {
    /// Reads the memos of a study. A file that cannot be read never hides the others.
    pub fn read(study: &Study) -> Self {
        let folder = study.inside(FOLDER);
        if files::what(&folder) != files::What::Folder {
            return Memos::default();
        }
        let (paths, told) = files::walk::walk(&folder, &["md"]);
        let mut memos = Memos { all: Vec::new(), told };
        for path in paths {
            let text = match files::read_text(&path) {
                Ok(text) => text,
                Err(told) => {
                    memos.told.push(told);
                    continue;
                }
            };
            let source = Arc::new(Source { name: files::shown(&path), text });
            match parse(&name(&folder, &path), &source) {
                Ok(memo) => memos.all.push(memo),
                Err(told) => memos.told.extend(told),
            }
        }
        memos.all.sort_by(|a, b| (&a.date, &a.name).cmp(&(&b.date, &b.name)));
        memos
    }

    /// The memo of that name.
    pub fn named(&self, name: &str) -> Result<&Memo, Diagnostic> {
        let bare = name.strip_suffix(".md").unwrap_or(name);
        let bare = bare.strip_prefix("memos/").unwrap_or(bare);
        self.all.iter().find(|memo| memo.name == bare).ok_or_else(|| {
            let known = self.all.iter().map(|memo| memo.name.as_str());
            Diagnostic::error(format!("there is no memo `{bare}`"))
                .did_you_mean(bare, known)
                .help("`emic memo list` lists all memos")
        })
    }

    /// The memos that are about something: those with a link of which the test is true.
    pub fn about<'m>(
        &'m self,
        links: impl Fn(&Memo) -> &Vec<Link> + 'm,
        is_it: impl Fn(&str) -> bool + 'm,
    ) -> impl Iterator<Item = &'m Memo> {
        self.all.iter().filter(move |memo| links(memo).iter().any(|link| is_it(&link.name)))
    }
}

/// The path below the folder, without the ending and with `/` between its parts.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    let parts = below.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memos_come_by_date_and_a_bad_one_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let study = Study { root: folder.path().to_owned(), ..Study::default() };
        assert!(Memos::read(&study).all.is_empty());
        files::write::folder(&folder.path().join("memos/early")).unwrap();
        let write = |name: &str, text: &str| {
            files::write::replace(&folder.path().join("memos").join(name), text.as_bytes())
                .unwrap();
        };
        write("a.md", "+++\ntype = \"code\"\ndate = 2026-03-02\ncodes = \"hope\"\n+++\nLate.\n");
        write("early/b.md", "+++\ntype = \"reflexive\"\ndate = 2026-03-01\n+++\nEarly.\n");
        write("c.md", "+++\ntype = 3\n+++\n");
        write("README.md", "About these memos.\n");
        let memos = Memos::read(&study);
        let names: Vec<&str> = memos.all.iter().map(|memo| memo.name.as_str()).collect();
        assert_eq!((names, memos.told.len()), (vec!["early/b", "a"], 1));
        assert_eq!(memos.named("memos/a.md").unwrap().text, "Late.\n");
        assert_eq!(memos.named("early/c").unwrap_err().help[0], "did you mean `early/b`?");
        let about = memos.about(|memo| &memo.codes, |code| code == "hope");
        assert_eq!(about.map(|memo| memo.name.as_str()).collect::<Vec<_>>(), ["a"]);
    }
}
