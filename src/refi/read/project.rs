//! The tree of a description as a project.

use super::Opened;
use super::element::Element;
use super::source::{note, sources};
use crate::refi::guid;
use crate::refi::model::{Case, Code, Guid, Link, Project, Set, User, Value, Variable};

/// Everything that is understood.
pub(super) fn project(opened: &Opened) -> Project {
    let root = &opened.document.root;
    let text = |name: &str| root.filled(name).unwrap_or_default().to_owned();
    let mut project = Project { name: text("name"), origin: text("origin"), ..Project::default() };
    let codes = match root.name.as_str() {
        "CodeBook" => root.first("Codes"),
        _ => root.first("CodeBook").and_then(|book| book.first("Codes")),
    };
    project.codes = codes.map(all_codes).unwrap_or_default();
    project.users = each(root, "Users", "User", |user| User {
        guid: id(user),
        name: user.filled("name").or(user.filled("id")).unwrap_or_default().to_owned(),
    });
    project.variables = each(root, "Variables", "Variable", |variable| Variable {
        guid: id(variable),
        name: own(variable, "name"),
        kind: own(variable, "typeOfVariable"),
    });
    project.cases = each(root, "Cases", "Case", case);
    project.sources = sources(opened);
    project.notes = each(root, "Notes", "Note", |element| note(opened, element));
    project.links = each(root, "Links", "Link", link);
    project.sets = each(root, "Sets", "Set", set);
    project.description = root.text_of("Description").trim().to_owned();
    project.note_refs = references(root, "NoteRef");
    project
}

fn each<T>(root: &Element, list: &str, name: &str, one: impl Fn(&Element) -> T) -> Vec<T> {
    root.all(list).flat_map(|list| list.all(name)).map(one).collect()
}

/// Codes with those below. Trees are no deeper than documents may be.
fn all_codes(parent: &Element) -> Vec<Code> {
    let code = |element: &Element| Code {
        guid: id(element),
        name: own(element, "name"),
        codable: !matches!(element.filled("isCodable"), Some("false" | "0")),
        colour: element.filled("color").map(str::to_owned),
        description: element.text_of("Description").trim().to_owned(),
        note_refs: references(element, "NoteRef"),
        codes: all_codes(element),
    };
    parent.all("Code").map(code).collect()
}

fn case(element: &Element) -> Case {
    Case {
        guid: id(element),
        name: own(element, "name"),
        description: element.text_of("Description").trim().to_owned(),
        values: values(element),
        sources: references(element, "SourceRef"),
        selections: references(element, "SelectionRef"),
    }
}

/// The values of attributes that stand in an element.
pub(super) fn values(element: &Element) -> Vec<Value> {
    let value = |element: &Element| {
        let variable = references(element, "VariableRef").into_iter().next()?;
        let value = element.children.iter().find(|child| child.name.ends_with("Value"))?;
        let value = value.text.trim().to_owned();
        (!value.is_empty()).then_some(Value { variable, value })
    };
    element.all("VariableValue").filter_map(value).collect()
}

fn link(element: &Element) -> Link {
    Link {
        guid: id(element),
        name: own(element, "name"),
        direction: element.filled("direction").map(str::to_owned),
        colour: element.filled("color").map(str::to_owned),
        origin: element.filled("originGUID").map(guid::read),
        target: element.filled("targetGUID").map(guid::read),
    }
}

fn set(element: &Element) -> Set {
    Set {
        guid: id(element),
        name: own(element, "name"),
        description: element.text_of("Description").trim().to_owned(),
        codes: references(element, "MemberCode"),
        sources: references(element, "MemberSource"),
        notes: references(element, "MemberNote"),
    }
}

/// The id of an element.
pub(super) fn id(element: &Element) -> Guid {
    element.get("guid").map(guid::read).unwrap_or_default()
}

fn own(element: &Element, name: &str) -> String {
    element.filled(name).unwrap_or_default().to_owned()
}

/// What references in an element name. Codebooks write `guid` where projects write `targetGUID`.
pub(super) fn references(element: &Element, name: &str) -> Vec<Guid> {
    let target = |one: &Element| one.filled("targetGUID").or(one.filled("guid")).map(guid::read);
    element.all(name).filter_map(target).collect()
}
