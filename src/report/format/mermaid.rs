//! Mermaid (mermaid.js.org, flowchart syntax): a report's graph as text that Markdown pages draw.

use super::Options;
use super::graphs::{columns, graph, lines};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::escape::terminal;
use crate::report::figure::Shape;

/// Writes the graph of a report.
pub fn render(report: &Report, _options: &Options) -> Result<Vec<u8>, Diagnostic> {
    let graph = graph(report, "mermaid")?;
    let mut out = String::from("flowchart LR\n");
    for (key, text) in [("accTitle", &graph.title), ("accDescr", &graph.description)] {
        out.push_str(&format!("  {key}: {}\n", plain(text)));
    }
    for (place, node) in graph.nodes.iter().enumerate() {
        let words: Vec<String> =
            lines(&node.label, &node.detail).iter().map(|line| escaped(line)).collect();
        let level = node.level.min(2);
        out.push_str(&format!("  n{place}[\"{}\"]:::l{level}\n", words.join("<br/>")));
    }
    for (number, (heading, members)) in columns(graph).into_iter().enumerate() {
        // An empty part is no picture.
        if members.is_empty() {
            continue;
        }
        out.push_str(&format!("  subgraph c{number}[\"{}\"]\n", escaped(heading)));
        members.iter().for_each(|place| out.push_str(&format!("    n{place}\n")));
        out.push_str("  end\n");
    }
    let known = graph.nodes.len();
    for link in graph.links.iter().filter(|link| link.from < known && link.to < known) {
        let line = match (link.faint, graph.shape) {
            (true, _) => "-.-",
            (false, Shape::Network) => "---",
            (false, _) => "-->",
        };
        let words = match link.label.as_str() {
            "" => String::new(),
            label => format!("|\"{}\"|", escaped(label)),
        };
        out.push_str(&format!("  n{} {line}{words} n{}\n", link.from, link.to));
    }
    out.push_str(
        "  classDef l0 fill:#d3e4f0,stroke:#1d5378,stroke-width:2px,color:#1b1f24\n  \
         classDef l1 fill:#eef3f7,stroke:#3b7ea8,color:#1b1f24\n  \
         classDef l2 fill:#ffffff,stroke:#8c959f,color:#1b1f24\n",
    );
    Ok(out.into_bytes())
}

/// Text between quotes: what means something to Mermaid or HTML becomes a numbered character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in terminal(text, false).chars() {
        match c {
            c if c.is_alphanumeric() || " .,:/()'–—-…".contains(c) || !c.is_ascii() => {
                escaped.push(c);
            }
            c => escaped.push_str(&format!("#{};", u32::from(c))),
        }
    }
    escaped
}

/// Text to the end of a line, which knows no escapes.
fn plain(text: &str) -> String {
    let text = terminal(text, false);
    let plain: String = text.chars().map(|c| if "{};#%".contains(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::format::graphs::tests::report;

    #[test]
    fn boxes_columns_and_arrows() {
        let text = String::from_utf8(render(&report(), &Options::default()).unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        assert_eq!(
            lines[..14],
            [
                "flowchart LR",
                "accTitle: Stages of \"x\"",
                "accDescr: Two boxes.",
                "n0[\"Say #34;hi#34; #92; #60;b#62;#35;1#59;␛#60;/b#62;<br/>3 of 5 cases\"]:::l0",
                "n1[\"Plain<br/>3 of 5 cases\"]:::l1",
                "subgraph c0[\"First\"]",
                "n0",
                "end",
                "subgraph c1[\"Then\"]",
                "n1",
                "end",
                "n0 -->|\"leads#124;to\"| n1",
                "n0 -.- n1",
                "classDef l0 fill:#d3e4f0,stroke:#1d5378,stroke-width:2px,color:#1b1f24",
            ]
        );
    }
}
