//! The description of a project: `project.qde`.

use std::collections::BTreeMap;

use super::source::{audio, note, text};
use super::xml::Xml;
use super::{ORIGIN, codes, description, references};
use crate::refi::model::{Case, Link, Project, Set, Value, Variable};
use crate::refi::tool::Habits;

/// The types of variables with the element of their values.
const KINDS: [(&str, &str); 6] = [
    ("Text", "TextValue"),
    ("Boolean", "BooleanValue"),
    ("Integer", "IntegerValue"),
    ("Float", "FloatValue"),
    ("Date", "DateValue"),
    ("DateTime", "DateTimeValue"),
];

/// Variables with their types.
pub(super) type Kinds<'p> = BTreeMap<&'p str, &'p str>;

/// The whole description.
pub(super) fn project(project: &Project, habits: &Habits) -> String {
    let mut xml = Xml::new();
    xml.start("Project").attribute("xmlns", "urn:QDA-XML:project:1.0");
    xml.attribute("name", &project.name).attribute("origin", ORIGIN);
    let kinds: Kinds<'_> =
        project.variables.iter().map(|one| (one.guid.as_str(), one.kind.as_str())).collect();
    list(&mut xml, "Users", &project.users, |xml, user| {
        xml.start("User").attribute("guid", &user.guid).attribute("name", &user.name).end();
    });
    if !project.codes.is_empty() {
        xml.start("CodeBook").start("Codes");
        codes(&mut xml, &project.codes, true);
        xml.end().end();
    }
    list(&mut xml, "Variables", &project.variables, variable);
    list(&mut xml, "Cases", &project.cases, |xml, one| case(xml, one, &kinds));
    if !project.sources.is_empty() {
        xml.start("Sources");
        for source in &project.sources {
            text(&mut xml, source, habits, &kinds);
        }
        if habits.times {
            for source in project.sources.iter().filter(|source| !source.sync.is_empty()) {
                audio(&mut xml, source);
            }
        }
        xml.end();
    }
    list(&mut xml, "Notes", &project.notes, note);
    list(&mut xml, "Links", &project.links, link);
    list(&mut xml, "Sets", &project.sets, set);
    description(&mut xml, &project.description);
    references(&mut xml, "NoteRef", &project.note_refs);
    xml.finish()
}

/// A list, which the standard leaves out where it is empty.
fn list<T>(xml: &mut Xml, name: &'static str, all: &[T], mut each: impl FnMut(&mut Xml, &T)) {
    if all.is_empty() {
        return;
    }
    xml.start(name);
    for one in all {
        each(xml, one);
    }
    xml.end();
}

fn variable(xml: &mut Xml, variable: &Variable) {
    xml.start("Variable").attribute("guid", &variable.guid).attribute("name", &variable.name);
    xml.attribute("typeOfVariable", &variable.kind).end();
}

fn case(xml: &mut Xml, case: &Case, kinds: &Kinds<'_>) {
    xml.start("Case").attribute("guid", &case.guid).attribute("name", &case.name);
    description(xml, &case.description);
    values(xml, &case.values, kinds);
    references(xml, "SourceRef", &case.sources);
    references(xml, "SelectionRef", &case.selections);
    xml.end();
}

/// Values of attributes.
pub(super) fn values(xml: &mut Xml, values: &[Value], kinds: &Kinds<'_>) {
    for value in values {
        let kind = kinds.get(value.variable.as_str()).copied().unwrap_or("Text");
        let element = KINDS.iter().find(|(name, _)| *name == kind).map_or("TextValue", |it| it.1);
        xml.start("VariableValue");
        xml.start("VariableRef").attribute("targetGUID", &value.variable).end();
        xml.start(element).words(&value.value).end();
        xml.end();
    }
}

fn link(xml: &mut Xml, link: &Link) {
    xml.start("Link").attribute("guid", &link.guid).attribute("name", &link.name);
    xml.maybe("direction", link.direction.as_deref()).maybe("color", link.colour.as_deref());
    xml.maybe("originGUID", link.origin.as_deref());
    xml.maybe("targetGUID", link.target.as_deref()).end();
}

fn set(xml: &mut Xml, set: &Set) {
    xml.start("Set").attribute("guid", &set.guid).attribute("name", &set.name);
    description(xml, &set.description);
    references(xml, "MemberCode", &set.codes);
    references(xml, "MemberSource", &set.sources);
    references(xml, "MemberNote", &set.notes);
    xml.end();
}
