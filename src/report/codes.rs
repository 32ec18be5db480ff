//! The list of codes: what a codebook holds, a row a code.
//!
//! In come codebooks; out comes a table in codebook order. Programs get definitions and criteria as
//! well, people a list that fits.

use super::Report;
use super::table::{Cell, Column, Table};
use crate::codebook::tree::Tree;
use crate::codebook::{Code, Codebook};

/// Lists all codes of these codebooks.
pub fn codes<'c>(codebooks: impl Iterator<Item = &'c Codebook>) -> Report {
    let mut report = empty();
    for codebook in codebooks {
        let tree = Tree::new(codebook);
        report.head.push(head(codebook));
        add(&mut report, codebook, &tree, tree.order());
    }
    report
}

/// Lists one code of a codebook.
pub fn one(codebook: &Codebook, tree: &Tree, place: usize) -> Report {
    let mut report = empty();
    add(&mut report, codebook, tree, &[place]);
    report
}

fn empty() -> Report {
    let data = Table::new(vec![
        Column::text("codebook", "Codebook"),
        Column::text("version", "Version"),
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("kind", "Kind"),
        Column::count("depth", "Depth"),
        Column::text("parent", "Parent"),
        Column::text("status", "Status"),
        Column::text("codable", "Codable"),
        Column::count("rules", "Rules"),
        Column::count("examples", "Examples"),
        Column::text("brief", "Brief definition"),
        Column::text("definition", "Definition"),
        Column::text("use_when", "Use when"),
        Column::text("not_when", "Not when"),
        Column::text("aliases", "Aliases"),
    ]);
    let shown = Table::new(vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("kind", "Kind"),
        Column::text("status", "Status"),
        Column::count("rules", "Rules"),
        Column::count("examples", "Examples"),
    ]);
    Report { for_people: Some(shown), ..Report::new("codes", data) }
}

fn add(report: &mut Report, codebook: &Codebook, tree: &Tree, places: &[usize]) {
    for &place in places {
        let Some(code) = codebook.codes.get(place) else { continue };
        report.data.push(row(codebook, code, tree.depth(place)));
        let indent = "  ".repeat(tree.depth(place));
        let shown = vec![
            Cell::Text(format!("{indent}{}", code.id)),
            Cell::from(code.label.as_str()),
            Cell::from(code.kind.name()),
            Cell::from(code.status.name()),
            Cell::count(code.rules.len()),
            Cell::count(code.examples.len() + code.non_examples.len()),
        ];
        if let Some(table) = &mut report.for_people {
            table.push(shown);
        }
    }
}

fn row(codebook: &Codebook, code: &Code, depth: usize) -> Vec<Cell> {
    vec![
        Cell::from(codebook.id.as_str()),
        Cell::from(codebook.version.as_str()),
        Cell::from(code.id.as_str()),
        Cell::from(code.label.as_str()),
        Cell::from(code.kind.name()),
        Cell::count(depth),
        Cell::maybe(code.parent.as_deref()),
        Cell::from(code.status.name()),
        Cell::Flag(code.codable),
        Cell::count(code.rules.len()),
        Cell::count(code.examples.len() + code.non_examples.len()),
        Cell::from(code.brief.as_str()),
        Cell::from(code.definition.as_str()),
        Cell::List(code.use_when.clone()),
        Cell::List(code.not_when.clone()),
        Cell::List(code.aliases.clone()),
    ]
}

/// `Name (id 1.0.0): 12 codes, 20 rules`.
fn head(codebook: &Codebook) -> String {
    let version = match codebook.version.as_str() {
        "" => String::new(),
        version => format!(" {version}"),
    };
    let codes = codebook.codes.len();
    let rules: usize = codebook.codes.iter().map(|code| code.rules.len()).sum();
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    format!(
        "{} ({}{version}): {codes} code{}, {rules} rule{}",
        codebook.name,
        codebook.id,
        plural(codes),
        plural(rules)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{parse, template};

    #[test]
    fn codes_are_listed_in_codebook_order() {
        let text = template::new("Care at home", "en");
        let codebook = parse::parse("care.toml", &text).unwrap().codebook;
        let report = codes([&codebook].into_iter());
        assert_eq!(report.head, ["Care at home (care-at-home 0.1.0): 2 codes, 2 rules"]);
        let exact: Vec<String> =
            report.data.rows[1].iter().skip(2).take(9).map(Cell::exact).collect();
        assert_eq!(
            exact,
            [
                "relationship.trust",
                "Trust",
                "category",
                "1",
                "relationship",
                "draft",
                "true",
                "2",
                "2"
            ]
        );
        let shown = report.for_people.unwrap();
        assert_eq!(shown.rows[1][0], Cell::from("  relationship.trust"));
    }
}
