//! Figures in LaTeX, without a package for drawings: bars are rules in a table, heat maps tables,
//! boxes and arrows a `picture` (with the curves of the package pict2e).

use super::{grid, row};
use crate::report::draw::graph::placed;
use crate::report::draw::{blocks, curve};
use crate::report::escape::latex;
use crate::report::figure::{Bars, Figure, Graph};
use crate::report::format::walk::one_line;

/// The usual width of a line and the height of a page, in points.
const LINE: f64 = 345.0;
const PAGE: f64 = 500.0;
/// A pixel, where there is room.
const PIXEL: f64 = 0.75;

/// A figure, without its description.
pub(super) fn figure(figure: &Figure) -> String {
    let mut out = String::new();
    match figure {
        Figure::Bars(all) => bars(&mut out, all),
        Figure::Heat(heat) => grid(&mut out, &blocks::cells(heat)),
        Figure::Curve(lines) => bars(&mut out, &curve::bars(lines)),
        Figure::Graph(graph) => picture(&mut out, graph),
    }
    out
}

/// Bars as rules, as long as their share of the axis.
fn bars(out: &mut String, bars: &Bars) {
    let longest = bars.bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let end = bars.end.unwrap_or(longest);
    let columns = "@{}p{0.38\\linewidth}p{0.42\\linewidth}r@{}";
    out.push_str(&format!("\\begin{{longtable}}{{{columns}}}\n"));
    for bar in &bars.bars {
        let share = if end > 0.0 { (bar.value / end).clamp(0.0, 1.0) } else { 0.0 };
        let rule = match share > 0.0 {
            true => format!("\\rule{{{:.4}\\linewidth}}{{1.2ex}}", share),
            false => String::new(),
        };
        let indent = format!("\\raggedright\\leftskip={}em ", bar.depth.min(8));
        let (label, shown) = (latex(&one_line(&bar.label)), latex(&one_line(&bar.shown)));
        row(out, [format!("{indent}{label}"), rule, shown].into_iter());
    }
    out.push_str("\\end{longtable}\n");
}

/// Boxes and arrows where the drawing has them; y grows upwards here.
fn picture(out: &mut String, graph: &Graph) {
    let placed = placed(graph);
    let (width, height) = (placed.width, placed.height);
    let unit = PIXEL.min(LINE / width.max(1.0)).min(PAGE / height.max(1.0));
    let at = |(x, y): (f64, f64)| format!("({x:.1},{:.1})", height - y);
    let letters = 13.0 * unit;
    out.push_str(&format!(
        "\\begin{{center}}\n\\setlength{{\\unitlength}}{{{unit:.3}pt}}\n\
         \\fontsize{{{letters:.1}pt}}{{{:.1}pt}}\\selectfont\\setlength{{\\fboxsep}}{{0.5pt}}\n\
         \\begin{{picture}}({width:.0},{height:.0})\n",
        letters * 1.15
    ));
    let (faint, strong): (Vec<_>, Vec<_>) = placed.arrows.iter().partition(|arrow| arrow.faint);
    for arrow in faint.into_iter().chain(strong) {
        out.push_str(&format!("\\linethickness{{{:.2}pt}}", arrow.stroke() * unit));
        let mut from = arrow.start;
        for [first, second, end] in &arrow.curves {
            let curve = [from, *first, *second, *end].map(at).concat();
            out.push_str(&format!("\\cbezier{curve}"));
            from = *end;
        }
        if !arrow.faint && !placed.undirected {
            let (tip, way) = (arrow.end(), arrow.direction());
            let (length, half) = (7.0 + arrow.stroke(), 3.0 + arrow.stroke() * 0.9);
            let base = (tip.0 - way.0 * length, tip.1 - way.1 * length);
            let left = (base.0 - way.1 * half, base.1 + way.0 * half);
            let right = (base.0 + way.1 * half, base.1 - way.0 * half);
            out.push_str(&format!("\\polygon*{}", [tip, left, right].map(at).concat()));
        }
        out.push('\n');
    }
    for frame in &placed.boxes {
        let line = if frame.level == 0 { 1.2 } else { 0.5 };
        let lines = frame.lines.iter().chain(&frame.detail).map(|line| latex(&one_line(line)));
        let lines: Vec<String> = lines.collect();
        out.push_str(&format!(
            "\\linethickness{{{line}pt}}\\put{}{{\\framebox({:.1},{:.1}){{\\shortstack{{{}}}}}}}\n",
            at((frame.x, frame.y + frame.height)),
            frame.width,
            frame.height,
            lines.join("\\\\")
        ));
    }
    let bold = placed.headings.iter().map(|label| ("\\bfseries ", label));
    for (look, label) in placed.labels.iter().map(|label| ("", label)).chain(bold) {
        let (place, text) = (at((label.x, label.y)), latex(&one_line(&label.text)));
        // White below the words, as wide as they are.
        out.push_str(&format!(
            "\\put{place}{{\\makebox(0,0){{\\colorbox{{white}}{{{look}{text}}}}}}}\n"
        ));
    }
    out.push_str("\\end{picture}\n\\end{center}\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::{Bar, Link, Node};

    #[test]
    fn bars_are_rules() {
        let bar = |label: &str, value| Bar { label: label.into(), value, ..Bar::default() };
        let all = vec![bar("A & B", 4.0), bar("C", 1.0), bar("D", 0.0), bar("E", f64::NAN)];
        let mut out = String::new();
        self::bars(&mut out, &Bars { bars: all, ..Bars::default() });
        assert!(out.contains("A \\& B & \\rule{1.0000\\linewidth}{1.2ex}"), "{out}");
        assert!(out.contains("\\rule{0.2500\\linewidth}"), "{out}");
        assert_eq!(out.matches("\\rule").count(), 2);
    }

    #[test]
    fn boxes_and_arrows_are_a_picture() {
        let node = |label: &str| Node { label: label.into(), ..Node::default() };
        let link = Link { from: 0, to: 1, label: "5 %".into(), ..Link::default() };
        let nodes = vec![node("A & B"), node("\\end{picture}")];
        let graph = Graph { nodes, links: vec![link], ..Graph::default() };
        let text = figure(&Figure::Graph(graph));
        assert_eq!(text.matches("\\framebox").count(), 2);
        assert!(text.contains("A \\& B") && text.contains("5 \\%") && text.contains("\\polygon*("));
        assert_eq!(text.matches("\\end{picture}").count(), 1);
    }
}
