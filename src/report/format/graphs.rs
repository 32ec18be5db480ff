//! The graph of a report, for formats that hold nothing else.

use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::figure::{Figure, Graph};
use crate::report::section::Body;

/// The first graph of a report, or what to say where it has none; `format` is the format's name.
pub(super) fn graph<'r>(report: &'r Report, format: &str) -> Result<&'r Graph, Diagnostic> {
    let graphs = report.sections.iter().filter_map(|section| match &section.body {
        Body::Figure(Figure::Graph(graph)) => Some(graph),
        _ => None,
    });
    graphs.into_iter().next().ok_or_else(|| {
        let name = report.name;
        Diagnostic::error(format!("the report `{name}` has no boxes and arrows for `{format}`"))
            .help("`emic report stages` and `emic report model` have some")
    })
}

/// What stands in a box, a line each.
pub(super) fn lines(label: &str, detail: &str) -> Vec<String> {
    let one = |text: &str| text.split_whitespace().collect::<Vec<&str>>().join(" ");
    [label, detail].into_iter().map(one).filter(|line| !line.is_empty()).collect()
}

/// The boxes of each column, where a graph has columns.
pub(super) fn columns(graph: &Graph) -> Vec<(&str, Vec<usize>)> {
    let last = graph.columns.len().saturating_sub(1);
    let members = |at: usize| {
        let nodes = graph.nodes.iter().enumerate();
        nodes.filter(|(_, node)| node.level.min(last) == at).map(|(place, _)| place).collect()
    };
    let columns = graph.columns.iter().enumerate();
    columns.map(|(at, heading)| (heading.as_str(), members(at))).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::report::figure::{Link, Node, Shape};
    use crate::report::section::Section;
    use crate::report::table::Table;

    /// Two boxes with everything that has to be escaped.
    pub(crate) fn report() -> Report {
        let node = |id: &str, label: &str, level| Node {
            id: id.into(),
            label: label.into(),
            detail: "3 of 5 cases".into(),
            level,
        };
        let graph = Graph {
            title: "Stages\nof \"x\"".into(),
            description: "Two boxes.".into(),
            shape: Shape::Map,
            nodes: vec![node("a", "Say \"hi\" \\ <b>#1;\u{1b}</b>", 0), node("b", "Plain", 1)],
            links: vec![
                Link { from: 0, to: 1, label: "leads|to".into(), weight: 0.5, faint: false },
                Link { from: 0, to: 1, faint: true, ..Link::default() },
                Link { from: 0, to: 7, ..Link::default() },
            ],
            columns: vec!["First".into(), "Then".into()],
        };
        let mut report = Report::new("model", Table::default());
        report.sections.push(Section::new("figure", "", Body::Figure(Figure::Graph(graph))));
        report
    }

    #[test]
    fn a_report_without_a_graph_says_where_there_is_one() {
        let error = graph(&Report::new("themes", Table::default()), "dot").unwrap_err();
        assert_eq!(error.message, "the report `themes` has no boxes and arrows for `dot`");
        assert!(error.help[0].contains("emic report stages"));
    }
}
