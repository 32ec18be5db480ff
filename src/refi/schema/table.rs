//! The elements of both schemas.

use super::Value;

/// An attribute: its name, what it holds, whether it must be there.
type Attribute = (&'static str, Value, bool);
/// A child: its name, whether it must be there, whether there may be only one.
type Child = (&'static str, bool, bool);

/// What an element holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) attributes: &'static [Attribute],
    pub(super) children: &'static [Child],
    /// Whether the children may come in any order, at least one of them.
    pub(super) any_order: bool,
}

/// Elements that hold text alone.
pub(super) const TEXTS: [&str; 8] = [
    "Description",
    "PlainTextContent",
    "TextValue",
    "BooleanValue",
    "IntegerValue",
    "FloatValue",
    "DateValue",
    "DateTimeValue",
];

const NAME: Attribute = ("name", Value::Text, false);
const NAMED: Attribute = ("name", Value::Text, true);
const GUID: Attribute = ("guid", Value::Guid, true);
const TARGET: Attribute = ("targetGUID", Value::Guid, true);
const COLOUR: Attribute = ("color", Value::Colour, false);
const BY: Attribute = ("creatingUser", Value::Guid, false);
const AT: Attribute = ("creationDateTime", Value::Time, false);
const LATER_BY: Attribute = ("modifyingUser", Value::Guid, false);
const LATER_AT: Attribute = ("modifiedDateTime", Value::Time, false);
const X1: Attribute = ("firstX", Value::Whole, true);
const Y1: Attribute = ("firstY", Value::Whole, true);
const X2: Attribute = ("secondX", Value::Whole, true);
const Y2: Attribute = ("secondY", Value::Whole, true);
const RICH: Attribute = ("richTextPath", Value::Text, false);
const PLAIN: Attribute = ("plainTextPath", Value::Text, false);
const PATH: Attribute = ("path", Value::Text, false);
const NOW: Attribute = ("currentPath", Value::Text, false);

const ABOUT: Child = ("Description", false, true);
const CONTENT: Child = ("PlainTextContent", false, true);
const CODINGS: Child = ("Coding", false, false);
const NOTES: Child = ("NoteRef", false, false);
const VALUES: Child = ("VariableValue", false, false);

const SELECTED: &[Child] = &[ABOUT, CODINGS, NOTES];
const REFERENCE: (&[Attribute], &[Child]) = (&[TARGET], &[]);
const TEXT: (&[Attribute], &[Child]) = (
    &[GUID, NAME, RICH, PLAIN, BY, AT, LATER_BY, LATER_AT],
    &[ABOUT, CONTENT, ("PlainTextSelection", false, false), CODINGS, NOTES, VALUES],
);
const MEDIA: &[Attribute] = &[GUID, NAME, PATH, NOW, BY, AT, LATER_BY, LATER_AT];
const SPAN: &[Attribute] = &[
    GUID,
    NAME,
    ("begin", Value::Whole, true),
    ("end", Value::Whole, true),
    BY,
    AT,
    LATER_BY,
    LATER_AT,
];

/// The elements of projects: name, attributes, children.
#[rustfmt::skip]
pub(super) const ELEMENTS: &[(&str, &[Attribute], &[Child])] = &[
    ("Project",
        &[NAMED, ("origin", Value::Text, false), ("creatingUserGUID", Value::Guid, false), AT,
          ("modifyingUserGUID", Value::Guid, false), LATER_AT, ("basePath", Value::Text, false)],
        &[("Users", false, true), ("CodeBook", false, true), ("Variables", false, true),
          ("Cases", false, true), ("Sources", false, true), ("Notes", false, true),
          ("Links", false, true), ("Sets", false, true), ("Graphs", false, true), ABOUT, NOTES]),
    ("Users", &[], &[("User", true, false)]),
    ("User", &[GUID, NAME, ("id", Value::Text, false)], &[]),
    ("CodeBook", &[], &[("Codes", true, true)]),
    ("Codes", &[], &[("Code", true, false)]),
    ("Code", &[GUID, NAMED, ("isCodable", Value::Truth, true), COLOUR],
        &[ABOUT, NOTES, ("Code", false, false)]),
    ("Variables", &[], &[("Variable", true, false)]),
    ("Variable", &[GUID, NAMED, ("typeOfVariable", Value::Variable, true)], &[ABOUT]),
    ("Cases", &[], &[("Case", true, false)]),
    ("Case", &[GUID, NAME],
        &[ABOUT, ("CodeRef", false, false), VALUES, ("SourceRef", false, false),
          ("SelectionRef", false, false)]),
    ("VariableValue", &[],
        &[("VariableRef", true, true), ("TextValue", false, true), ("BooleanValue", false, true),
          ("IntegerValue", false, true), ("FloatValue", false, true), ("DateValue", false, true),
          ("DateTimeValue", false, true)]),
    ("Sets", &[], &[("Set", true, false)]),
    ("Set", &[GUID, NAMED],
        &[ABOUT, ("MemberCode", false, false), ("MemberSource", false, false),
          ("MemberNote", false, false)]),
    ("Sources", &[],
        &[("TextSource", false, false), ("PictureSource", false, false), ("PDFSource", false, false),
          ("AudioSource", false, false), ("VideoSource", false, false)]),
    ("TextSource", TEXT.0, TEXT.1),
    ("Note", TEXT.0, TEXT.1),
    ("Representation", TEXT.0, TEXT.1),
    ("TextDescription", TEXT.0, TEXT.1),
    ("PlainTextSelection",
        &[GUID, NAME, ("startPosition", Value::Whole, true), ("endPosition", Value::Whole, true),
          BY, AT, LATER_BY, LATER_AT], SELECTED),
    ("PictureSource", MEDIA,
        &[ABOUT, ("TextDescription", false, true), ("PictureSelection", false, false), CODINGS,
          NOTES, VALUES]),
    ("PictureSelection", &[GUID, NAME, X1, Y1, X2, Y2, BY, AT, LATER_BY, LATER_AT], SELECTED),
    ("PDFSource", MEDIA,
        &[ABOUT, ("PDFSelection", false, false), ("Representation", false, true), CODINGS, NOTES,
          VALUES]),
    ("PDFSelection",
        &[GUID, NAME, ("page", Value::Whole, true), X1, Y1, X2, Y2, BY, AT, LATER_BY, LATER_AT],
        &[ABOUT, ("Representation", false, true), CODINGS, NOTES]),
    ("AudioSource", MEDIA,
        &[ABOUT, ("Transcript", false, false), ("AudioSelection", false, false), CODINGS, NOTES,
          VALUES]),
    ("AudioSelection", SPAN, SELECTED),
    ("VideoSource", MEDIA,
        &[ABOUT, ("Transcript", false, false), ("VideoSelection", false, false), CODINGS, NOTES,
          VALUES]),
    ("VideoSelection", SPAN, SELECTED),
    ("Transcript", TEXT.0,
        &[ABOUT, CONTENT, ("SyncPoint", false, false), ("TranscriptSelection", false, false), NOTES]),
    ("TranscriptSelection",
        &[GUID, NAME, ("fromSyncPoint", Value::Guid, false), ("toSyncPoint", Value::Guid, false),
          BY, AT, LATER_BY, LATER_AT], SELECTED),
    ("SyncPoint",
        &[GUID, ("timeStamp", Value::Whole, false), ("position", Value::Whole, false)], &[]),
    ("Coding", &[GUID, BY, AT], &[("CodeRef", true, true), NOTES]),
    ("Graphs", &[], &[("Graph", true, false)]),
    ("Graph", &[GUID, NAME], &[("Vertex", false, false), ("Edge", false, false)]),
    ("Vertex",
        &[GUID, ("representedGUID", Value::Guid, false), NAME, X1, Y1,
          ("secondX", Value::Whole, false), ("secondY", Value::Whole, false),
          ("shape", Value::Text, false), COLOUR], &[]),
    ("Edge",
        &[GUID, ("representedGUID", Value::Guid, false), NAME, ("sourceVertex", Value::Guid, true),
          ("targetVertex", Value::Guid, true), COLOUR, ("direction", Value::Direction, false),
          ("lineStyle", Value::Text, false)], &[]),
    ("Notes", &[], &[("Note", true, false)]),
    ("Links", &[], &[("Link", true, false)]),
    ("Link",
        &[GUID, NAME, ("direction", Value::Direction, false), COLOUR,
          ("originGUID", Value::Guid, false), ("targetGUID", Value::Guid, false)], &[NOTES]),
    ("NoteRef", REFERENCE.0, REFERENCE.1),
    ("CodeRef", REFERENCE.0, REFERENCE.1),
    ("SourceRef", REFERENCE.0, REFERENCE.1),
    ("SelectionRef", REFERENCE.0, REFERENCE.1),
    ("VariableRef", REFERENCE.0, REFERENCE.1),
    ("MemberCode", REFERENCE.0, REFERENCE.1),
    ("MemberSource", REFERENCE.0, REFERENCE.1),
    ("MemberNote", REFERENCE.0, REFERENCE.1),
];

/// What is otherwise in a codebook alone.
#[rustfmt::skip]
const CODEBOOK: &[(&str, &[Attribute], &[Child])] = &[
    ("CodeBook", &[("origin", Value::Text, false)], &[("Codes", true, true), ("Sets", false, true)]),
    ("Code", &[GUID, NAMED, ("isCodable", Value::Truth, true), COLOUR],
        &[ABOUT, ("Code", false, false)]),
    ("Set", &[GUID, NAMED], &[ABOUT, ("MemberCode", false, false)]),
    ("MemberCode", &[GUID], &[]),
];

/// What an element holds in a project or in a codebook alone.
pub(super) fn kind(name: &str, is_codebook: bool) -> Option<Kind> {
    let own = CODEBOOK.iter().filter(|_| is_codebook);
    let mut all = own.chain(ELEMENTS);
    let &(_, attributes, children) = all.find(|(known, ..)| *known == name)?;
    let any_order = name == "Sources";
    Some(Kind { attributes, children, any_order })
}
