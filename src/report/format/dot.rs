//! DOT (graphviz.org): a report's graph as text that Graphviz lays out and draws.

use super::Options;
use super::graphs::{columns, graph, lines};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::escape::terminal;
use crate::report::figure::Shape;

/// Writes the graph of a report.
pub fn render(report: &Report, _options: &Options) -> Result<Vec<u8>, Diagnostic> {
    let graph = graph(report, "dot")?;
    let mut out = format!(
        "digraph {} {{\n  graph [rankdir=LR, tooltip={}]\n  \
         node [shape=box, style=filled, fontname=\"Helvetica\", fontsize=11]\n  \
         edge [fontname=\"Helvetica\", fontsize=10]\n",
        quoted(&[graph.title.as_str()]),
        quoted(&[graph.description.as_str()]),
    );
    for (place, node) in graph.nodes.iter().enumerate() {
        let words = lines(&node.label, &node.detail);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (fill, line) = match node.level {
            0 => ("#d3e4f0", "#1d5378"),
            1 => ("#eef3f7", "#3b7ea8"),
            _ => ("#ffffff", "#8c959f"),
        };
        out.push_str(&format!(
            "  n{place} [label={}, fillcolor=\"{fill}\", color=\"{line}\"]\n",
            quoted(&words)
        ));
    }
    for (number, (heading, members)) in columns(graph).into_iter().enumerate() {
        let members: Vec<String> = members.iter().map(|place| format!("n{place}")).collect();
        out.push_str(&format!(
            "  subgraph cluster_{number} {{ label={}; {} }}\n",
            quoted(&[heading]),
            members.join("; ")
        ));
    }
    let known = graph.nodes.len();
    for link in graph.links.iter().filter(|link| link.from < known && link.to < known) {
        let weight = if link.weight.is_finite() { link.weight.clamp(0.0, 1.0) } else { 0.0 };
        let look = match link.faint {
            true => "arrowhead=none, color=\"#b3bcc5\"".to_owned(),
            false if graph.shape == Shape::Network => {
                format!("arrowhead=none, penwidth={:.1}", 1.2 + 3.3 * weight)
            }
            false => format!("penwidth={:.1}", 1.2 + 3.3 * weight),
        };
        let words = quoted(&[link.label.as_str()]);
        out.push_str(&format!("  n{} -> n{} [label={words}, {look}]\n", link.from, link.to));
    }
    out.push_str("}\n");
    Ok(out.into_bytes())
}

/// Lines of text between quotes.
fn quoted(lines: &[&str]) -> String {
    let escaped = |line: &&str| -> String {
        let mut escaped = String::with_capacity(line.len());
        for c in terminal(line, false).chars() {
            match c {
                '"' | '\\' => escaped.extend(['\\', c]),
                // Graphviz reads the entities of HTML.
                '&' => escaped.push_str("&amp;"),
                c => escaped.push(c),
            }
        }
        escaped
    };
    let lines: Vec<String> = lines.iter().map(escaped).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::format::graphs::tests::report;

    #[test]
    fn boxes_columns_and_arrows() {
        let text = String::from_utf8(render(&report(), &Options::default()).unwrap()).unwrap();
        assert!(text.starts_with("digraph \"Stages of \\\"x\\\"\" {\n"), "{text}");
        assert!(
            text.contains("n0 [label=\"Say \\\"hi\\\" \\\\ <b>#1;␛</b>\\n3 of 5 cases\""),
            "{text}"
        );
        assert!(text.contains("subgraph cluster_1 { label=\"Then\"; n1 }"), "{text}");
        assert!(text.contains("n0 -> n1 [label=\"leads|to\", penwidth=2.8]"), "{text}");
        assert!(text.contains("n0 -> n1 [label=\"\", arrowhead=none"), "{text}");
        assert!(!text.contains("n7"), "{text}");
    }
}
