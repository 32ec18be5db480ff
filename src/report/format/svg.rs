//! SVG: a report's first figure, as a drawing that stands alone.

use super::Options;
use crate::diagnostic::Diagnostic;
use crate::report::figure::Figure;
use crate::report::section::Body;
use crate::report::{Report, draw};

/// Draws the first figure of a report.
pub fn render(report: &Report, _options: &Options) -> Result<Vec<u8>, Diagnostic> {
    match figures(report).next() {
        Some(figure) => Ok(draw::svg(figure).into_bytes()),
        None => Err(Diagnostic::error(format!("the report `{}` has no figure here", report.name))
            .help("write it as html, or as a table with `-f csv` or `-f xlsx`")),
    }
}

/// The figures of a report, in order.
pub fn figures(report: &Report) -> impl Iterator<Item = &Figure> {
    report.sections.iter().filter_map(|section| match &section.body {
        Body::Figure(figure) => Some(figure),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::section::Section;
    use crate::report::table::Table;

    #[test]
    fn the_first_figure_is_drawn_or_its_lack_is_told() {
        let mut report = Report::new("matrix", Table::default());
        let error = render(&report, &Options::default()).unwrap_err();
        assert_eq!(error.message, "the report `matrix` has no figure here");
        let bars = Figure::Bars(Default::default());
        report.sections.push(Section::new("words", "", Body::Prose(Vec::new())));
        report.sections.push(Section::new("chart", "", Body::Figure(bars)));
        assert!(render(&report, &Options::default()).unwrap().starts_with(b"<svg "));
    }
}
