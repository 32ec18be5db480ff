//! HTML: any report as one page that needs nothing else. No request goes anywhere, and the page's
//! own policy forbids one; light and dark, on a telephone, on paper, for a screen reader.

pub mod body;
pub mod document;

use super::Options;
use super::walk::title;
use crate::report::Report;
use body::Body;
use document::Document;

/// How pages look: the page's own rules, then those of drawings.
pub const CSS: &str = concat!(include_str!("page.css"), include_str!("../../draw/inline.css"));

/// Writes the whole report.
pub fn render(report: &Report, _options: &Options) -> Vec<u8> {
    let title = title(report);
    let mut body = Body::default();
    body.raw("<main>\n");
    body.element("h1", "", &title);
    body.report(report, &title, 2);
    body.raw("</main>\n");
    let document =
        Document { title: &title, css: CSS, script: None, data: None, body: body.html() };
    document.write().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::{Bar, Bars, Figure};
    use crate::report::section::{self, Quote, Section};
    use crate::report::table::{Cell, Column, Table};

    fn report() -> Report {
        let mut data =
            Table::new(vec![Column::text("theme", "Theme"), Column::number("pct", "%", 1)]);
        data.push(vec!["Care".into(), Cell::Number(66.666)]);
        data.push(vec!["  <script>alert(1)</script>".into(), Cell::Missing]);
        let bars = Bars {
            title: "Cases".into(),
            bars: vec![Bar { label: "</svg><b>".into(), value: 1.0, ..Bar::default() }],
            ..Bars::default()
        };
        let quote = Quote {
            text: "I \"said\" <so>".into(),
            label: "P9".into(),
            question: Some("And?".into()),
            place: "P9, turn 2".into(),
        };
        Report {
            head: vec!["Codings by rules & hand.".into()],
            sections: vec![
                Section::new("chart", "Chart", section::Body::Figure(Figure::Bars(bars))),
                Section::new("quotes", "Quotes", section::Body::Quotes(vec![quote])),
            ],
            notes: vec!["Mind the base.".into()],
            ..Report::new("themes", data)
        }
    }

    #[test]
    fn tables_are_tables_and_text_is_text() {
        let page = String::from_utf8(render(&report(), &Options::default())).unwrap();
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">\n"));
        assert!(page.contains("<caption>Themes</caption>"));
        assert!(page.contains("<th scope=\"col\" class=\"n\">%</th>"));
        assert!(page.contains("<th scope=\"row\">Care</th>") && page.contains(">66.7</td>"));
        assert!(page.contains(
            "<th scope=\"row\" class=\"in1\">&lt;script&gt;alert(1)&lt;/script&gt;</th>"
        ));
        assert!(page.contains("I &quot;said&quot; &lt;so&gt;"));
        assert!(page.contains("&lt;/svg&gt;&lt;b&gt;"));
        assert!(!page.contains("<script"), "a report has no program in it");
    }

    #[test]
    fn nothing_is_asked_from_anywhere() {
        let page = String::from_utf8(render(&report(), &Options::default())).unwrap();
        assert!(page.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
        for asking in
            ["http:", "https:", "url(", "@import", "src=", "<link", "href=\"//", " style="]
        {
            assert!(!page.contains(asking), "{asking}");
        }
    }
}
