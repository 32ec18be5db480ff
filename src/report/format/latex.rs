//! LaTeX: a part of a document, to be read in with `\input`.
//!
//! Tables are set by booktabs and longtable, so that they may run over several pages; quotations
//! are `quote` environments. Narrow tables have plain columns; wide ones get columns as wide as
//! their share of the line, in a smaller type; where even that does not do, the headings above
//! numbers stand upright (with the package graphicx; without it they lie).

use super::walk::{Block, blocks, one_line};
use super::width::Widths;
use crate::report::Report;
use crate::report::escape::latex;
use crate::report::section::Quote;
use crate::report::table::{Column, Table};

/// What the document that reads this part needs, as a remark of LaTeX.
const NEEDS: &str = "% Needs \\usepackage{booktabs,longtable}, and {graphicx} where headings are turned.\n\
    % Scripts other than Latin need XeLaTeX or LuaLaTeX.\n\
    \\providecommand{\\rotatebox}[2]{#2}\n";

/// A line holds about so many characters in the usual type, and in the smaller one.
const LINE: usize = 66;
const SMALL_LINE: usize = 88;
/// The white between two columns, in characters.
const GAP: usize = 3;
const SMALL_GAP: usize = 2;

/// Writes what people see.
pub fn render(report: &Report) -> Vec<u8> {
    let mut out = NEEDS.to_owned();
    for block in blocks(report) {
        out.push('\n');
        match block {
            Block::Head(lines) | Block::Prose(lines) => paragraphs(&mut out, lines),
            Block::Heading(level, title) => heading(&mut out, level, title),
            Block::Table(table) => grid(&mut out, table),
            Block::Quotes(quotes) => quotes.iter().for_each(|quote| said(&mut out, quote)),
            Block::Figure(figure) => {
                out.push_str(&format!("\\noindent\\emph{{{}}}\n", latex(figure.description())));
            }
            Block::Notes(lines) => {
                out.push_str("{\\footnotesize\n");
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
    /// Widths of the columns; without, they are as wide as their words.
    widths: Option<Vec<usize>>,
}

impl Look {
    fn of(table: &Table) -> Self {
        let count = table.columns.len();
        let flat = Widths::of(table);
        if flat.natural.iter().sum::<usize>() + GAP * count <= LINE {
            return Look { small: false, turned: false, widths: None };
        }
        let room = SMALL_LINE.saturating_sub(SMALL_GAP * count);
        if flat.least.iter().sum::<usize>() <= room {
            return Look { small: true, turned: false, widths: Some(flat.fitted(room)) };
        }
        let upright = Widths::turned(table);
        let fits = upright.natural.iter().sum::<usize>() <= room;
        Look { small: true, turned: true, widths: (!fits).then(|| upright.fitted(room)) }
    }

    fn columns(&self, table: &Table) -> String {
        match &self.widths {
            Some(widths) => widths.iter().map(|&width| column_of(width, widths)).collect(),
            None => table.columns.iter().map(|one| if one.right { 'r' } else { 'l' }).collect(),
        }
    }

    /// One cell.
    fn cell(&self, column: &Column, text: &str) -> String {
        let words = text.trim_start_matches(' ');
        let steps = (text.len() - words.len()) / 2;
        let indent = match (steps, &self.widths) {
            (0, _) => String::new(),
            (steps, Some(_)) => format!("\\leftskip={steps}em "),
            (steps, None) => format!("\\hspace*{{{steps}em}}"),
        };
        let side = match (&self.widths, column.right) {
            (None, _) => "",
            (Some(_), false) => "\\raggedright",
            (Some(_), true) => "\\raggedleft",
        };
        let gap = if !side.is_empty() && indent.is_empty() { " " } else { "" };
        format!("{side}{gap}{indent}{}", latex(words))
    }

    fn heading(&self, column: &Column) -> String {
        match self.turned && column.right {
            true => format!("\\rotatebox{{90}}{{{}}}", latex(&one_line(&column.heading))),
            false => self.cell(column, &column.heading),
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
    row(out, table.columns.iter().map(|column| look.heading(column)));
    out.push_str("\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n");
    for cells in &table.rows {
        let shown = table.columns.iter().zip(cells);
        row(out, shown.map(|(column, cell)| look.cell(column, &cell.shown(column))));
    }
    out.push_str("\\end{longtable}\n");
    if look.small {
        out.push_str("\\endgroup\n");
    }
}

/// A column that is as wide as its share of the line.
fn column_of(width: usize, all: &[usize]) -> String {
    let share = width as f64 / all.iter().sum::<usize>().max(1) as f64;
    let between = 2.0 * share * (all.len() as f64 - 1.0);
    format!("p{{\\dimexpr{share:.4}\\linewidth-{between:.4}\\tabcolsep\\relax}}")
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
        % Needs \usepackage{booktabs,longtable}, and {graphicx} where headings are turned.
        % Scripts other than Latin need XeLaTeX or LuaLaTeX.
        \providecommand{\rotatebox}[2]{#2}

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
