//! Boxes and arrows in a Word document: shapes that Word itself can change (DrawingML, ECMA-376 part
//! 1, section 20, with the shapes and groups of words of ISO/IEC 29500 as Word writes them since
//! 2010).
//!
//! Everything stands where the drawing has it, made smaller where the paper is narrower. Measures
//! are English metric units: 9525 a pixel.

use super::paragraph::{escaped, words};
use super::table::Page;
use crate::report::draw::graph::placed;
use crate::report::draw::graph::placed::{Arrow, Frame, LABEL, Label, Placed};
use crate::report::figure::Graph;

/// A pixel.
const PIXEL: f64 = 9525.0;
/// Letters in half points: those of the drawing are 13 pixels high.
const LETTERS: f64 = 19.5;
/// What the names of elements belong to; the document has to declare it.
pub(super) const NAMES: &str = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";
const GROUP: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup";

/// A drawing in the making.
struct Shapes {
    xml: String,
    scale: f64,
    number: usize,
}

/// The paragraph that holds a graph; `number` tells it from other drawings of the document.
pub(super) fn graph(graph: &Graph, page: Page, number: usize) -> String {
    let placed = placed(graph);
    let (width, height) = (page.room() as f64 * 635.0, page.tall() as f64 * 635.0);
    let fit = (width / (placed.width * PIXEL)).min(height / (placed.height * PIXEL)).min(1.0);
    let number = number * 10_000;
    let mut shapes = Shapes { xml: String::new(), scale: PIXEL * fit, number };
    shapes.all(&placed, fit);
    let size = |name: &str| {
        let (x, y) = (shapes.length(placed.width), shapes.length(placed.height));
        format!("<a:{name} cx=\"{x}\" cy=\"{y}\"/>")
    };
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing>\
         <wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">{}\
         <wp:docPr id=\"{number}\" name=\"{}\" descr=\"{}\"/><wp:cNvGraphicFramePr/><a:graphic>\
         <a:graphicData uri=\"{GROUP}\"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>\
         <a:off x=\"0\" y=\"0\"/>{}<a:chOff x=\"0\" y=\"0\"/>{}</a:xfrm></wpg:grpSpPr>{}\
         </wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>\
         </mc:AlternateContent></w:r></w:p>",
        size("extent").replace("a:extent", "wp:extent"),
        escaped(&graph.title),
        escaped(&graph.description),
        size("ext"),
        size("chExt"),
        shapes.xml,
    )
}

impl Shapes {
    fn all(&mut self, placed: &Placed, fit: f64) {
        let letters = ((LETTERS * fit).round() as usize).max(6);
        let faint_first = placed.arrows.iter().filter(|arrow| arrow.faint);
        for arrow in faint_first.chain(placed.arrows.iter().filter(|arrow| !arrow.faint)) {
            self.arrow(arrow, !placed.undirected, (placed.width, placed.height));
        }
        for frame in &placed.boxes {
            self.boxed(frame, letters);
        }
        for label in &placed.labels {
            self.label(
                label,
                letters,
                "<a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>",
                "",
            );
        }
        for heading in &placed.headings {
            self.label(heading, letters, "<a:noFill/>", "<w:b/>");
        }
    }

    fn length(&self, pixels: f64) -> i64 {
        (pixels * self.scale).round() as i64
    }

    /// A shape from its corner, with its outline, its looks and its words.
    fn shape(&mut self, at: (f64, f64), size: (f64, f64), looks: &str, text: &str) {
        self.number += 1;
        let [x, y, width, height] = [at.0, at.1, size.0, size.1].map(|one| self.length(one));
        let number = self.number;
        let text = match text.is_empty() {
            true => String::new(),
            false => format!("<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>"),
        };
        self.xml.push_str(&format!(
            "<wps:wsp><wps:cNvPr id=\"{number}\" name=\"{number}\"/><wps:cNvSpPr/><wps:spPr>\
             <a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             {looks}</wps:spPr>{text}<wps:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" \
             bIns=\"0\" anchor=\"ctr\"/></wps:wsp>"
        ));
    }

    fn boxed(&mut self, frame: &Frame, letters: usize) {
        let (fill, edge) = match frame.level {
            0 => ("D3E4F0", "1D5378"),
            1 => ("EEF3F7", "3B7EA8"),
            _ => ("FFFFFF", "8C959F"),
        };
        let looks = format!(
            "{RECTANGLE}<a:solidFill><a:srgbClr val=\"{fill}\"/></a:solidFill><a:ln w=\"9525\">\
             <a:solidFill><a:srgbClr val=\"{edge}\"/></a:solidFill></a:ln>"
        );
        let said = frame.lines.iter().map(|line| line_of(line, letters, ""));
        let soft = "<w:color w:val=\"57606A\"/>";
        let counts = frame.detail.iter().map(|line| line_of(line, letters, soft));
        let text: String = said.chain(counts).collect();
        self.shape((frame.x, frame.y), (frame.width, frame.height), &looks, &text);
    }

    fn label(&mut self, label: &Label, letters: usize, fill: &str, bold: &str) {
        let looks = format!("{RECTANGLE}{fill}<a:ln><a:noFill/></a:ln>");
        let at = (label.x - label.width / 2.0, label.y - LABEL / 2.0);
        let text = line_of(&label.text, letters, bold);
        self.shape(at, (label.width, LABEL), &looks, &text);
    }

    /// A line whose shape is the whole drawing, so that its places are those of the drawing.
    fn arrow(&mut self, arrow: &Arrow, is_pointed: bool, whole: (f64, f64)) {
        let point = |(x, y): (f64, f64)| {
            format!("<a:pt x=\"{}\" y=\"{}\"/>", self.length(x), self.length(y))
        };
        let mut path = format!("<a:moveTo>{}</a:moveTo>", point(arrow.start));
        for curve in &arrow.curves {
            let points: String = curve.iter().map(|&one| point(one)).collect();
            path.push_str(&format!("<a:cubicBezTo>{points}</a:cubicBezTo>"));
        }
        let (colour, head) = match (arrow.faint, is_pointed) {
            (true, _) => ("B3BCC5", ""),
            (false, true) => ("57606A", "<a:tailEnd type=\"triangle\"/>"),
            (false, false) => ("57606A", ""),
        };
        let looks = format!(
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>\
             <a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst><a:path w=\"{}\" h=\"{}\" \
             fill=\"none\">{path}</a:path></a:pathLst></a:custGeom><a:noFill/><a:ln w=\"{}\">\
             <a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>{head}</a:ln>",
            self.length(whole.0),
            self.length(whole.1),
            self.length(arrow.stroke()),
        );
        self.shape((0.0, 0.0), whole, &looks, "");
    }
}

const RECTANGLE: &str = "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>";

/// A line of words in the middle of its shape.
fn line_of(text: &str, letters: usize, looks: &str) -> String {
    format!(
        "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/><w:jc w:val=\"center\"/></w:pPr>\
         <w:r><w:rPr>{looks}<w:sz w:val=\"{letters}\"/></w:rPr>{}</w:r></w:p>",
        words(text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::{Link, Node};

    #[test]
    fn boxes_and_arrows_are_shapes_that_fit_the_paper() {
        let node = |label: &str| Node { label: label.into(), ..Node::default() };
        let link = Link { from: 0, to: 1, label: "leads to".into(), ..Link::default() };
        let nodes = (0..9).map(|_| node("A <b> & c")).collect();
        let links = vec![link, Link { to: 99, ..Link::default() }];
        let made =
            Graph { nodes, links, description: "Nine \"boxes\".".into(), ..Graph::default() };
        let xml = graph(&made, Page::PORTRAIT, 2);
        assert_eq!(xml.matches("<wps:wsp>").count(), 9 + 1 + 1);
        assert_eq!(xml.matches("<a:tailEnd").count(), 1);
        assert!(xml.contains("A &lt;b&gt; &amp; c") && xml.contains("leads to"));
        assert!(xml.contains("descr=\"Nine &quot;boxes&quot;.\""));
        let (_, width) = xml.split_once("<wp:extent cx=\"").unwrap();
        let width: usize = width.split_once('"').unwrap().0.parse().unwrap();
        assert!(width <= Page::PORTRAIT.room() * 635, "{width}");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}
