//! LaTeX: a part of a document, to be read in with `\input`.
//!
//! Tables are set by booktabs and longtable, so that they may run over several pages; quotations
//! are `quote` environments. Narrow tables have plain columns; wide ones get columns as wide as
//! their share of the line, in a smaller type; where even that does not do, the headings above
//! numbers stand upright (with the package graphicx; without it they lie). Figures are tables and
//! pictures (`figure`).

mod figure;

use super::walk::{Block, blocks, one_line};
use super::width::{Widths, pieces};
use crate::report::Report;
use crate::report::escape::latex;
use crate::report::section::Quote;
use crate::report::table::{Column, Table};

/// What the document that reads this part needs, as a remark of LaTeX.
const NEEDS: &str = "% Needs \\usepackage{booktabs,longtable}, {graphicx} where headings are turned, and\n\
    % {pict2e,xcolor} where boxes and arrows are drawn.\n\
    % Scripts other than Latin need XeLaTeX or LuaLaTeX.\n\
    \\providecommand{\\rotatebox}[2]{#2}\\providecommand{\\colorbox}[2]{#2}\n";

/// A line holds about so many characters in the usual type, and in the smaller one.
const LINE: usize = 66;
const SMALL_LINE: usize = 80;
/// The white between two columns, in characters.
const GAP: usize = 3;
const SMALL_GAP: usize = 2;
/// Beside turned headings, words up to this width stay on one line.
const SHORT: usize = 24;

/// Writes what people see.
pub fn render(report: &Report) -> Vec<u8> {
    let mut out = NEEDS.to_owned();
    for block in blocks(report) {
        out.push('\n');
        match block {
            Block::Head(lines) => paragraphs(&mut out, lines),
            // Ids and patterns cannot be hyphenated.
            Block::Prose(lines) => {
                out.push_str("{\\sloppy\n");
                paragraphs(&mut out, lines);
                out.push_str("\\par}\n");
            }
            Block::Heading(level, title) => heading(&mut out, level, title),
            Block::Table(table) => {
                let cost = |width: usize| width + SMALL_GAP;
                pieces(table, &cost, SMALL_LINE).iter().for_each(|piece| grid(&mut out, piece));
            }
            Block::Quotes(quotes) => quotes.iter().for_each(|quote| said(&mut out, quote)),
            Block::Figure(figure) => {
                out.push_str(&figure::figure(figure));
                out.push_str(&format!("\\noindent\\emph{{{}}}\n", latex(figure.description())));
            }
            Block::Notes(lines) => {
                out.push_str("\\smallskip{\\footnotesize\n");
                paragraphs(&mut out, lines);
                out.push_str("\\par}\n");
            }
        }
    }
    out.into_bytes()
}

fn paragraphs(out: &mut String, lines: &[String]) {
    for (number, line) in lines.iter().enumerate() {
        let gap = if number > 0 { "\n" } else { "" };
        out.push_str(&format!("{gap}\\noindent {}\n", latex(&one_line(line))));
    }
}

fn heading(out: &mut String, level: u8, title: &str) {
    let title = latex(&one_line(title));
    out.push_str(&match level {
        1 => format!("\\subsection*{{{title}}}\n"),
        2 => format!("\\subsubsection*{{{title}}}\n"),
        _ => format!("\\paragraph*{{{title}}}\\mbox{{}}\n"),
    });
}

fn said(out: &mut String, quote: &Quote) {
    out.push_str("\\begin{quote}\n");
    if let Some(question) = &quote.question {
        out.push_str(&format!("\\emph{{{}}}\n\n", latex(&one_line(question))));
    }
    let (text, label) = (latex(&one_line(&quote.text)), latex(&one_line(&quote.label)));
    out.push_str(&format!("``{text}'' ({label})\n\\end{{quote}}\n"));
}

/// How a table is set.
struct Look {
    /// In the smaller type, with less white.
    small: bool,
    /// Headings above numbers stand upright.
    turned: bool,
    /// The widths of the columns, in characters; a column without is as wide as its words.
    widths: Vec<Option<usize>>,
}

impl Look {
    fn of(table: &Table) -> Self {
        let count = table.columns.len();
        let flat = Widths::of(table);
        if flat.natural.iter().sum::<usize>() + GAP * count <= LINE {
            return Look { small: false, turned: false, widths: vec![None; count] };
        }
        let room = SMALL_LINE.saturating_sub(SMALL_GAP * count);
        if flat.least.iter().sum::<usize>() <= room {
            let widths = flat.fitted(room).into_iter().map(Some).collect();
            return Look { small: true, turned: false, widths };
        }
        let upright = Widths::turned(table);
        let is_long = |column: &Column, natural: usize| !column.right && natural > SHORT;
        let fitted = upright.fitted(room).into_iter().zip(&upright.natural).zip(&table.columns);
        let widths = fitted
            .map(|((width, &natural), column)| is_long(column, natural).then_some(width))
            .collect();
        Look { small: true, turned: true, widths }
    }

    fn columns(&self, table: &Table) -> String {
        let of = |(column, width): (&Column, &Option<usize>)| match width {
            Some(width) => {
                format!("p{{{:.3}\\linewidth}}", *width as f64 / SMALL_LINE as f64)
            }
            None => if column.right { "r" } else { "l" }.to_owned(),
        };
        table.columns.iter().zip(&self.widths).map(of).collect()
    }

    /// One cell.
    fn cell(&self, place: usize, column: &Column, text: &str) -> String {
        let is_wide = self.widths.get(place).is_some_and(Option::is_some);
        let words = text.trim_start_matches(' ');
        let steps = (text.len() - words.len()) / 2;
        let indent = match (steps, is_wide) {
            (0, _) => String::new(),
            (steps, true) => format!("\\leftskip={steps}em "),
            (steps, false) => format!("\\hspace*{{{steps}em}}"),
        };
        let side = match (is_wide, column.right) {
            (false, _) => "",
            (true, false) => "\\raggedright",
            (true, true) => "\\raggedleft",
        };
        let gap = if !side.is_empty() && indent.is_empty() { " " } else { "" };
        format!("{side}{gap}{indent}{}", latex(words))
    }

    fn heading(&self, place: usize, column: &Column) -> String {
        match self.turned && column.right {
            true => format!("\\rotatebox{{90}}{{{}}}", latex(&one_line(&column.heading))),
            false => self.cell(place, column, &column.heading),
        }
    }
}

fn grid(out: &mut String, table: &Table) {
    let look = Look::of(table);
    if look.small {
        out.push_str("\\begingroup\\footnotesize\\setlength{\\tabcolsep}{3.5pt}\n");
    }
    out.push_str(&format!(
        "\\begin{{longtable}}{{@{{}}{}@{{}}}}\n\\toprule\n",
        look.columns(table)
    ));
    let headings = table.columns.iter().enumerate();
    row(out, headings.map(|(place, column)| look.heading(place, column)));
    out.push_str("\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n");
    for cells in &table.rows {
        let shown = table.columns.iter().zip(cells).enumerate();
        row(out, shown.map(|(place, (one, cell))| look.cell(place, one, &cell.shown(one))));
    }
    out.push_str("\\end{longtable}\n");
    if look.small {
        out.push_str("\\endgroup\n");
    }
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    let line: Vec<String> = cells.collect();
    out.push_str(&format!("{} \\tabularnewline\n", line.join(" & ")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::section::{Body, Section};

    #[test]
    fn hostile_text_stays_text() {
        let mut data =
            Table::new(vec![Column::text("said", "Said & done"), Column::count("n", "n")]);
        data.push(vec!["  \\end{longtable}\n\n[2em]".into(), "5 %".into()]);
        data.push(vec!["*".into()]);
        let quote = Quote {
            text: "\\input{/etc/passwd}".into(),
            label: "P9, _HCP".into(),
            question: Some("Who & why?".into()),
            ..Quote::default()
        };
        let mut report = Report::new("test", data);
        let section = Section::new("", "100 %", Body::Quotes(vec![quote]));
        report.sections = vec![section];
        let text = String::from_utf8(render(&report)).unwrap();
        insta::assert_snapshot!(text, @r##"
        % Needs \usepackage{booktabs,longtable}, {graphicx} where headings are turned, and
        % {pict2e,xcolor} where boxes and arrows are drawn.
        % Scripts other than Latin need XeLaTeX or LuaLaTeX.
        \providecommand{\rotatebox}[2]{#2}\providecommand{\colorbox}[2]{#2}

        \begin{longtable}{@{}lr@{}}
        \toprule
        Said \& done & n \tabularnewline
        \midrule
        \endhead
        \bottomrule
        \endfoot
        \hspace*{1em}\textbackslash{}end\{longtable\}  {[}2em{]} & 5 \% \tabularnewline
        {*} &  \tabularnewline
        \end{longtable}

        \subsection*{100 \%}

        \begin{quote}
        \emph{Who \& why?}

        ``\textbackslash{}input\{/etc/passwd\}'' (P9, \_HCP)
        \end{quote}
        "##);
    }
}
