//! The columns of a codebook as a table, and the names that others give them.
//!
//! The fields of an entry are those of MacQueen, McLellan, Kay & Milstein 1998 (code, brief
//! definition, full definition, when to use, when not to use, example), then those that emic's
//! codebooks have besides.

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The code's id, or its name, or its path.
    Code,
    /// What people read.
    Label,
    /// The code above.
    Parent,
    /// What it is in the theory.
    Kind,
    /// One sentence.
    Brief,
    /// The full definition.
    Definition,
    /// When to use it.
    UseWhen,
    /// When not to use it.
    NotWhen,
    /// Texts that belong to it.
    Examples,
    /// Texts that do not.
    NonExamples,
    /// Whether it can be coded.
    Codable,
    /// Its place among its siblings.
    Order,
    /// Where it came from.
    Origin,
    /// Its life.
    Status,
    /// Its coding cycle.
    Cycle,
    /// The family of codes it excludes.
    Exclusive,
    /// `#rrggbb`.
    Colour,
    /// Other ids.
    Aliases,
    /// The code it was merged into.
    MergedInto,
    /// When it was made.
    Created,
    /// By whom.
    CreatedBy,
}

/// Each column: its own name, then what others call it, in small letters without other signs.
pub(super) const FIELDS: [(Field, &str, &[&str]); 21] = [
    (
        Field::Code,
        "code",
        &["codeid", "codename", "id", "name", "tag", "node", "category", "mnemonic", "path"],
    ),
    (Field::Label, "label", &["title", "codelabel", "fullname"]),
    (
        Field::Parent,
        "parent",
        &["parentcode", "parentid", "theme", "group", "codegroup", "family", "broader"],
    ),
    (Field::Kind, "kind", &["type", "level", "codetype"]),
    (
        Field::Brief,
        "brief definition",
        &["brief", "short", "shortdefinition", "shortdescription", "briefdescription", "summary"],
    ),
    (
        Field::Definition,
        "full definition",
        &[
            "definition",
            "full",
            "fulldescription",
            "longdefinition",
            "description",
            "memo",
            "comment",
            "meaning",
            "codedescription",
            "codememo",
        ],
    ),
    (
        Field::UseWhen,
        "when to use",
        &[
            "usewhen",
            "use",
            "include",
            "inclusion",
            "inclusioncriteria",
            "guidelines",
            "whentouseit",
        ],
    ),
    (
        Field::NotWhen,
        "when not to use",
        &[
            "notwhen",
            "donotuse",
            "dontuse",
            "exclude",
            "exclusion",
            "exclusioncriteria",
            "exclusions",
            "whennottouseit",
        ],
    ),
    (
        Field::Examples,
        "example",
        &["examples", "examplequote", "examplequotes", "quote", "quotes", "typicalexample"],
    ),
    (
        Field::NonExamples,
        "not an example",
        &["nonexample", "nonexamples", "counterexample", "counterexamples", "negativeexample"],
    ),
    (Field::Codable, "codable", &["iscodable"]),
    (Field::Order, "order", &["position"]),
    (Field::Origin, "origin", &["source"]),
    (Field::Status, "status", &[]),
    (Field::Cycle, "cycle", &["codingcycle"]),
    (Field::Exclusive, "exclusive", &["exclusivefamily"]),
    (Field::Colour, "colour", &["color"]),
    (Field::Aliases, "aliases", &["alias", "alsocalled", "synonyms"]),
    (Field::MergedInto, "merged into", &[]),
    (Field::Created, "created", &["createdon", "creationdate"]),
    (Field::CreatedBy, "created by", &["createdby", "author"]),
];

/// The field that a heading means.
pub(super) fn field(heading: &str) -> Option<Field> {
    let plain: String =
        heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let own = |name: &str| name.replace(' ', "");
    FIELDS
        .iter()
        .find(|(_, name, others)| own(name) == plain || others.contains(&plain.as_str()))
        .map(|(field, ..)| *field)
}

/// The name of a field.
pub(super) fn name(field: Field) -> &'static str {
    FIELDS.iter().find(|(known, ..)| *known == field).map_or("", |(_, name, _)| name)
}

/// Which field each column of a table is. The first of two that mean the same stands; what means
/// nothing is `None`.
pub(super) fn of_header(header: &[String]) -> Vec<Option<Field>> {
    let mut fields: Vec<Option<Field>> = Vec::new();
    for heading in header {
        let found = field(heading).filter(|field| !fields.contains(&Some(*field)));
        fields.push(found);
    }
    // A table with a name and an id: the id is the code, the name what people read.
    let place = |fields: &[Option<Field>], field| fields.iter().position(|one| *one == Some(field));
    let is = |place: usize, name: &str| {
        header.get(place).is_some_and(|heading| heading.trim().eq_ignore_ascii_case(name))
    };
    let id = (0..header.len()).find(|&place| is(place, "id"));
    if let (Some(id), Some(code)) = (id, place(&fields, Field::Code))
        && id != code
        && place(&fields, Field::Label).is_none()
        && let Some(one) = fields.get_mut(code)
    {
        *one = Some(Field::Label);
        if let Some(one) = fields.get_mut(id) {
            *one = Some(Field::Code);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_others_are_known() {
        let fields =
            |line: &str| of_header(&line.split(',').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            fields("Code,Brief Definition,Full definition,When to use,When NOT to use,Example"),
            [
                Field::Code,
                Field::Brief,
                Field::Definition,
                Field::UseWhen,
                Field::NotWhen,
                Field::Examples
            ]
            .map(Some)
        );
        assert_eq!(
            fields("tag,description,number of highlights"),
            [Some(Field::Code), Some(Field::Definition), None]
        );
        assert_eq!(fields("name,id"), [Some(Field::Label), Some(Field::Code)]);
        assert_eq!(fields("Inclusion criteria,color"), [Some(Field::UseWhen), Some(Field::Colour)]);
    }
}
