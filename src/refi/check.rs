//! What is wrong with a package, in plain words, and which programs will stumble over it.
//!
//! In comes what was opened and what was read of it, out come findings. What a program does with
//! what stands here was seen by running it, in its source or in its issue tracker.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Project, Source};
use super::place::{Convention, Placing};
use super::read::element::Element;
use super::read::{Opened, Reading};
use super::schema;
use super::tool::Tool;

/// One thing that is wrong or that somebody stumbles over.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Whether the standard is broken or codings cannot be read, not only a program's habit.
    pub is_fault: bool,
    /// What it is.
    pub what: String,
    /// How often.
    pub count: usize,
    /// The programs that stumble.
    pub tools: Vec<Tool>,
}

/// Everything that is wrong; faults first. `before` is the project as it stands in the package.
pub(super) fn findings(opened: &Opened, before: &Project, reading: &Reading) -> Vec<Finding> {
    let mut found = Vec::new();
    let root = &opened.document.root;
    for (breach, count) in schema::breaches(root) {
        let tools =
            if breach.starts_with("`Sets` is empty") { vec![Tool::Qualcoder] } else { vec![] };
        found.push(fault(format!("the schema is broken: {breach}"), count, &tools));
    }
    found.extend(wrapping(opened));
    found.extend(texts(before, root));
    for placing in &reading.placings {
        found.extend(positions(placing));
    }
    found.extend(codes(&reading.project));
    found.extend(codings(&reading.project, before));
    found.retain(|finding| finding.count > 0);
    found.sort_by_key(|finding| !finding.is_fault);
    found
}

fn fault(what: impl Into<String>, count: usize, tools: &[Tool]) -> Finding {
    Finding { is_fault: true, what: what.into(), count, tools: tools.to_vec() }
}

fn habit(what: impl Into<String>, count: usize, tools: &[Tool]) -> Finding {
    Finding { is_fault: false, what: what.into(), count, tools: tools.to_vec() }
}

/// The package around the description.
fn wrapping(opened: &Opened) -> Vec<Finding> {
    let mut found = Vec::new();
    let document = &opened.document;
    let wanted = match document.root.name.as_str() {
        "CodeBook" => "urn:QDA-XML:codebook:1.0",
        _ => "urn:QDA-XML:project:1.0",
    };
    if document.namespace != wanted {
        let what = format!("the namespace is `{}`, not `{wanted}`", document.namespace);
        found.push(fault(what, 1, &[]));
    }
    if document.has_type {
        found.push(habit("there is a document type, which is not looked at", 1, &[]));
    }
    if opened.has_mark {
        let what = "a byte order mark stands before the description";
        found.push(habit(what, 1, &[Tool::Atlas]));
    }
    let Some(part) = &opened.part else { return found };
    if part != "project.qde" {
        let what = format!("the description is called `{part}`, not `project.qde`");
        found.push(fault(what, 1, &[Tool::Qualcoder]));
    }
    let is_description = |name: &&String| name.to_lowercase().ends_with(".qde");
    let more = opened.names.iter().filter(is_description).count().saturating_sub(1);
    found.push(fault("there is a further description, which is not read", more, &[]));
    if opened.names.iter().any(|name| name.starts_with("Sources/")) {
        let what = "the texts stand in `Sources`, not in `sources`";
        found.push(habit(what, 1, &[Tool::Atlas]));
    }
    found
}

/// The texts of the sources, as they stand in the package.
fn texts(before: &Project, root: &Element) -> Vec<Finding> {
    let count = |holds: &dyn Fn(&Source) -> bool| {
        before.sources.iter().filter(|source| holds(source)).count()
    };
    let elements = || {
        root.below().into_iter().filter(|element| {
            matches!(element.name.as_str(), "TextSource" | "Representation" | "Transcript")
        })
    };
    let inline = |element: &&Element| element.first("PlainTextContent").is_some();
    let outside = |element: &&Element| {
        let path = element.filled("plainTextPath").unwrap_or("internal://");
        !path.starts_with("internal://")
    };
    let both = |element: &&Element| inline(element) && element.filled("plainTextPath").is_some();
    let rich = |element: &&Element| {
        element.filled("richTextPath").is_some_and(|path| path.to_lowercase().ends_with(".txt"))
    };
    vec![
        fault("a source has no text in the package", count(&|it| it.text.is_empty()), &Tool::NAMED),
        fault("a text stands inline and in a file", elements().filter(both).count(), &[]),
        habit(
            "a text stands inline, not in a file of its own",
            elements().filter(inline).count(),
            &[Tool::Qualcoder],
        ),
        habit(
            "the path of a text leads out of the package",
            elements().filter(outside).count(),
            &Tool::NAMED,
        ),
        habit(
            "a text begins with a byte order mark, which some count and some do not",
            count(&|it| it.text.starts_with('\u{feff}')),
            &[Tool::Qualcoder],
        ),
        habit(
            "a text has line ends of two characters, which some count as one",
            count(&|it| it.text.contains("\r\n")),
            &[Tool::Qualcoder, Tool::Maxqda, Tool::Atlas],
        ),
        habit(
            "a plain text is given out as a rich one",
            elements().filter(rich).count(),
            &[Tool::Atlas],
        ),
    ]
}

/// The marked places of one source.
fn positions(placing: &Placing) -> Vec<Finding> {
    let mut found = Vec::new();
    let name = &placing.source;
    if !placing.has_text {
        let what = format!("the marked places of `{name}` cannot be checked without its text");
        found.push(fault(what, placing.places, &Tool::NAMED));
        return found;
    }
    if placing.is_doubtful() {
        let what = format!("no way of counting explains the positions in `{name}`");
        found.push(fault(what, placing.quotes - placing.kept, &Tool::NAMED));
    }
    let usual = Convention::all().into_iter().next();
    if placing.places > 0 && Some(placing.convention) != usual {
        let way = placing.convention.name();
        let what = format!("the positions in `{name}` are {way}, not as the standard counts");
        found.push(habit(what, 1, &Tool::NAMED));
    }
    let what =
        format!("a marked place in `{name}` is not where it says and was found by its words");
    found.push(fault(what, placing.moved, &Tool::NAMED));
    let what = format!("a marked place in `{name}` was not found");
    found.push(fault(what, placing.lost.len(), &Tool::NAMED));
    found
}

fn codes(project: &Project) -> Vec<Finding> {
    let all = project.all_codes();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, code) in &all {
        *names.entry(code.name.as_str()).or_default() += 1;
    }
    let twice = names.values().filter(|count| **count > 1).count();
    let deep = all.iter().filter(|(depth, _)| *depth > 1).count();
    vec![
        habit("a name belongs to several codes", twice, &[Tool::Qualcoder, Tool::Atlas]),
        habit("a code stands on the third level or below", deep, &[Tool::Atlas]),
        habit("there is a set of codes", project.sets.len(), &[Tool::Qualcoder]),
    ]
}

fn codings(project: &Project, before: &Project) -> Vec<Finding> {
    let codes: BTreeSet<&str> =
        project.all_codes().iter().map(|(_, code)| code.guid.as_str()).collect();
    let users: BTreeSet<&str> = project.users.iter().map(|user| user.guid.as_str()).collect();
    let (mut unknown, mut nobody, mut shared, mut apart, mut undated) = (0, 0, 0, 0, 0);
    for source in &before.sources {
        undated += usize::from(source.at.is_none());
        let mut spans: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
        for place in &source.selections {
            let mut coders = BTreeSet::new();
            for coding in &place.codings {
                unknown += usize::from(!codes.contains(coding.code.as_str()));
                let user = coding.user.as_deref().or(place.user.as_deref()).unwrap_or_default();
                nobody += usize::from(!users.contains(user));
                coders.insert(user);
            }
            shared += usize::from(coders.len() > 1);
            let known = spans.entry((place.start, place.end)).or_default();
            apart += usize::from(!known.is_empty() && !coders.is_subset(known));
            known.extend(coders);
        }
    }
    vec![
        fault("a coding names a code that is not there", unknown, &Tool::NAMED),
        habit("a coding is by nobody whom the package knows", nobody, &[Tool::Qualcoder]),
        habit("several coders share one marked place", shared, &[Tool::Qualcoder]),
        habit("several coders marked one place, each for themselves", apart, &[Tool::Qdapy]),
        habit("a source does not say when it was made", undated, &[Tool::Qualcoder]),
    ]
}
