//! Drawing: a figure in, SVG out. Nothing is measured but estimated from the widths of characters,
//! so the same figure gives the same bytes on every machine.
//!
//! A drawing carries its heading and its description for those who cannot see it. Colours stand on
//! the shapes for light paper; a style sheet ([`INLINE_CSS`]) changes them where the reader prefers
//! dark, so that programs which know no style sheets still show the right thing.

mod bars;
pub mod blocks;
pub mod curve;
pub(super) mod graph;
mod heat;
pub mod svg;

use super::figure::Figure;
use svg::{Canvas, Frame};

/// The colours of drawings that stand in a page; the page's style sheet has to hold them.
pub const INLINE_CSS: &str = include_str!("inline.css");

/// A figure as a file of its own.
pub fn svg(figure: &Figure) -> String {
    drawn(figure).finish(figure, &Frame::File)
}

/// A figure to stand in a page, with identifiers that begin with `id`.
pub fn inline(figure: &Figure, id: &str) -> String {
    drawn(figure).finish(figure, &Frame::Inline(id))
}

fn drawn(figure: &Figure) -> Canvas {
    match figure {
        Figure::Graph(graph) => graph::draw(graph),
        Figure::Bars(bars) => bars::draw(bars),
        Figure::Heat(heat) => heat::draw(heat),
        Figure::Curve(curve) => curve::draw(curve),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::{Bar, Bars, Curve, Graph, Heat, HeatRow, Line};

    fn figures() -> [Figure; 4] {
        let bar = |label: &str, value, interval| Bar {
            label: label.into(),
            value,
            shown: "8".into(),
            interval,
            ..Bar::default()
        };
        let bars = Bars {
            title: "Cases & <codes>".into(),
            description: "Two bars.".into(),
            axis: "Cases of 12".into(),
            end: Some(12.0),
            bars: vec![
                bar("Trust <b>\u{1b}[31m", 8.0, Some((4.7, 10.3))),
                bar("Hope", f64::NAN, Some((f64::INFINITY, -4.0))),
            ],
        };
        let row = |label: &str, cells| HeatRow { label: label.into(), depth: 1, cells };
        let heat = Heat {
            title: "Groups".into(),
            description: "One row.".into(),
            values: "Cases".into(),
            columns: vec!["peer".into(), "nurse".into()],
            rows: vec![
                row("Trust", vec![Some((0.5, "3".into())), None]),
                row("Short", vec![Some((f64::NAN, "?".into()))]),
            ],
        };
        [
            Figure::Bars(bars),
            Figure::Heat(heat),
            Figure::Curve(Curve {
                places: vec!["P<1>".into(), "P2".into()],
                lines: vec![Line { values: vec![f64::NAN, 3.0], ..Line::default() }],
                band: vec![(0.0, f64::INFINITY), (2.0, 3.0)],
                ..Curve::default()
            }),
            Figure::Graph(Graph { description: "No boxes.".into(), ..Graph::default() }),
        ]
    }

    #[test]
    fn every_drawing_is_xml_with_a_name_and_a_description() {
        for figure in figures() {
            for text in [svg(&figure), inline(&figure, "f1")] {
                let mut reader = quick_xml::Reader::from_str(&text);
                reader.config_mut().check_end_names = true;
                let mut elements = Vec::new();
                loop {
                    match reader.read_event().unwrap() {
                        quick_xml::events::Event::Eof => break,
                        quick_xml::events::Event::Start(start) => {
                            elements.push(String::from_utf8(start.name().as_ref().into()).unwrap());
                        }
                        _ => {}
                    }
                }
                assert_eq!(elements[0], "svg");
                assert_eq!(elements[1], "title");
                assert!(elements.contains(&"desc".to_owned()));
                assert!(text.contains("role=\"img\""));
                assert!(!text.contains("NaN") && !text.contains("inf") && !text.contains('\u{1b}'));
            }
            assert!(svg(&figure).starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
            assert!(!inline(&figure, "f1").contains("<style"));
        }
    }
}
