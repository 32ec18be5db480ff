//! The page of a study: theme tree, groups, the other reports' figures, and the quotations behind
//! every number.
//!
//! It is whole without its program: every table and every quotation stands in it. The program
//! (`page.js`) adds the filter, the order of rows and what is said of both.

use super::quotes::{self, Groups, Quoted};
use super::tree::{Row, Tree};
use super::{File, Options};
use crate::report::Report;
use crate::report::base::{counted, thousands};
use crate::report::escape;
use crate::report::format::html;
use crate::report::format::html::body::Body;
use crate::report::format::html::document::Document;
use crate::report::format::walk::title;
use crate::report::material::Material;
use crate::report::section::Section;

/// What the page does: filter and order. Written by hand, without anything from elsewhere.
const PROGRAM: &str = include_str!("page.js");
/// How it looks beside what all pages share.
const CSS: &str = include_str!("page.css");

/// A page in the making.
pub(super) struct Page<'a> {
    pub(super) material: &'a Material,
    pub(super) options: &'a Options,
    /// The theme table.
    pub(super) themes: &'a Report,
    /// The reports that follow it.
    pub(super) others: &'a [Report],
    /// The files beside the page.
    pub(super) files: &'a [File],
}

impl Page<'_> {
    /// The page's text.
    pub(super) fn write(&self) -> String {
        let tree = Tree::of(self.themes, self.material);
        let mut body = Body::default();
        body.raw("<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
        self.header(&mut body);
        body.raw("<main id=\"main\" tabindex=\"-1\">\n");
        self.filter(&mut body, &tree);
        self.tree(&mut body, &tree);
        for section in self.charts() {
            body.raw("<div id=\"chart\">\n");
            body.section(section, 2);
            body.raw("</div>\n");
        }
        for report in self.others {
            let heading = title(report);
            body.raw(&format!("<section id=\"{}\">\n", escape::html(report.name)));
            body.element("h2", "", &heading);
            body.report(&Report { head: Vec::new(), ..report.clone() }, &heading, 3);
            body.raw("</section>\n");
        }
        self.quotes(&mut body, &tree);
        self.files(&mut body);
        body.raw("</main>\n");
        let css = format!("{}{CSS}", html::CSS);
        let data = tree.json(self.material).to_string();
        Document {
            title: &self.options.title,
            css: &css,
            script: Some(PROGRAM),
            data: Some(&data),
            body: body.html(),
        }
        .write()
    }

    /// The theme table's figure, where it says more than the tree: groups or intervals.
    fn charts(&self) -> impl Iterator<Item = &Section> {
        let says_more = self.options.by.is_some() || self.options.intervals;
        self.themes.sections.iter().take(usize::from(says_more))
    }

    fn header(&self, body: &mut Body) {
        body.raw("<header>\n");
        body.element("h1", "", &self.options.title);
        for line in &self.themes.head {
            body.element("p", "class=\"base\"", line);
        }
        body.raw("<nav aria-label=\"On this page\">\n<ul>\n");
        let mut link = |target: &str, words: &str| {
            let words = escape::html(words);
            let target = escape::html(target);
            body.raw(&format!("<li><a href=\"#{target}\">{words}</a></li>\n"));
        };
        link("themes", "Themes");
        self.charts().for_each(|section| link("chart", &section.title));
        self.others.iter().for_each(|report| link(report.name, &title(report)));
        link("quotes", "Quotations");
        link("files", "Files");
        body.raw("</ul>\n</nav>\n</header>\n");
    }

    /// The filter; it is hidden until the program is there.
    fn filter(&self, body: &mut Body, tree: &Tree) {
        body.raw("<form id=\"filter\" aria-label=\"Filter\" hidden>\n");
        if let (Some((by, _)), false) = (&self.options.by, tree.groups.is_empty()) {
            body.raw("<div><label for=\"group\">");
            body.words(by);
            body.raw("</label><select id=\"group\"><option value=\"\">all</option>");
            for (place, (name, n)) in tree.groups.iter().enumerate() {
                body.raw(&format!("<option value=\"{place}\">"));
                body.words(&format!("{name} ({})", thousands(*n)));
                body.raw("</option>");
            }
            body.raw("</select></div>\n");
        }
        body.raw(
            "<div><label for=\"code\">Theme</label><select id=\"code\">\
             <option value=\"\">all</option>",
        );
        for (place, row) in tree.rows.iter().enumerate() {
            body.raw(&format!("<option value=\"{place}\">"));
            body.raw(&"\u{a0}\u{a0}".repeat(row.depth));
            body.words(&row.label);
            body.raw("</option>");
        }
        body.raw(
            "</select></div>\n<div><button type=\"reset\">Show everything</button></div>\n\
             <p id=\"told\" role=\"status\"></p>\n</form>\n",
        );
    }

    fn tree(&self, body: &mut Body, tree: &Tree) {
        body.raw("<section id=\"themes\">\n<h2>Themes</h2>\n");
        let caption =
            format!("Cases and segments by theme; base {}", counted(tree.n, "case", "cases"));
        let caption = escape::html(&caption);
        body.raw(&format!(
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Themes\">\n\
             <table id=\"tree\" data-sortable>\n<caption>{caption}</caption>\n<thead>\n<tr>\
             <th scope=\"col\">Theme</th><th scope=\"col\" class=\"n\">Cases</th>\
             <th scope=\"col\" class=\"n\">Segments</th>\
             <th scope=\"col\" class=\"n whole\">Transcripts</th>\
             <th scope=\"col\" class=\"n whole\">% of words</th></tr>\n</thead>\n<tbody>\n"
        ));
        for (place, row) in tree.rows.iter().enumerate() {
            self.row(body, tree, place, row);
        }
        body.raw("</tbody>\n</table>\n</div>\n");
        body.notes(&self.themes.notes);
        body.raw("</section>\n");
    }

    fn row(&self, body: &mut Body, tree: &Tree, place: usize, row: &Row) {
        body.raw(&format!(
            "<tr data-code=\"{place}\"><th scope=\"row\" class=\"in{}\">",
            row.depth.min(6)
        ));
        match row.segments {
            0 => body.words(&row.label),
            _ => {
                body.raw(&format!("<a href=\"#quotes-{place}\">"));
                body.words(&row.label);
                body.raw("</a>");
            }
        }
        let share = if tree.n == 0 { 0.0 } else { 100.0 * row.cases as f64 / tree.n as f64 };
        let percent = row.words_pct.map_or(String::new(), |number| format!("{number:.1}"));
        body.raw(&format!(
            "</th><td class=\"n\"><svg class=\"share\" viewBox=\"0 0 100 10\" \
             preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
             <rect class=\"ground\" width=\"100\" height=\"10\"/>\
             <rect class=\"bar\" width=\"{share:.1}\" height=\"10\"/></svg><span>{}</span></td>\
             <td class=\"n\">{}{}</td><td class=\"n whole\">{}</td><td class=\"n whole\">{percent}</td>\
             </tr>\n",
            thousands(row.cases),
            thousands(row.segments),
            if row.is_dominated { "*" } else { "" },
            thousands(row.transcripts),
        ));
    }

    fn quotes(&self, body: &mut Body, tree: &Tree) {
        let names: Vec<String> = tree.groups.iter().map(|(name, _)| name.clone()).collect();
        let is_shown = |code: usize, group: usize| {
            let row = tree.rows.iter().find(|row| row.code == code);
            row.and_then(|row| row.groups.get(group)).is_some_and(Option::is_some)
        };
        let groups = Groups { names: &names, is_shown: &is_shown };
        body.raw("<section id=\"quotes\">\n<h2 tabindex=\"-1\">Quotations</h2>\n");
        let mut told = "What was said, with a few words before and after, and what was asked. \
            Nothing else of the transcripts is on this page."
            .to_owned();
        if let (Some((by, _)), true) = (&self.options.by, self.options.hides_names(self.material)) {
            told.push_str(&format!(
                " Quotations say {by} in place of a name, and not even that where its number is \
                 withheld."
            ));
        }
        body.element("p", "class=\"note\"", &told);
        body.raw("<p class=\"note\" id=\"none\" hidden>No quotation fits the filter.</p>\n");
        for (place, row) in tree.rows.iter().enumerate().filter(|(_, row)| row.segments > 0) {
            let quoted = quotes::of_code(self.material, self.options, &groups, row.code);
            self.of_code(body, tree, (place, row), &quoted);
        }
        body.raw("</section>\n");
    }

    fn of_code(&self, body: &mut Body, tree: &Tree, (place, row): (usize, &Row), quoted: &Quoted) {
        let line = self.material.tree.line(row.code);
        let labels = line.iter().skip(1).rev().filter_map(|&code| {
            tree.rows.iter().find(|row| row.code == code).map(|row| row.label.as_str())
        });
        let above = labels.collect::<Vec<&str>>().join(" › ");
        body.raw(&format!(
            "<section class=\"code\" id=\"quotes-{place}\" data-code=\"{place}\">\n<h3>"
        ));
        if !above.is_empty() {
            body.raw("<span class=\"above\">");
            body.words(&format!("{above} › "));
            body.raw("</span>");
        }
        body.words(&row.label);
        body.raw("</h3>\n");
        let code = self.material.codebook.codes.get(row.code);
        let brief = code.map_or("", |code| match code.brief.is_empty() {
            true => code.definition.as_str(),
            false => code.brief.as_str(),
        });
        if !brief.trim().is_empty() {
            body.element("p", "class=\"brief\"", brief.trim());
        }
        if quoted.total == 0 {
            body.element("p", "class=\"note\"", "Only through the themes below it.");
        } else if quoted.quotes.len() < quoted.total {
            let (shown, total) = (quoted.quotes.len() as u64, quoted.total as u64);
            let words = format!(
                "{} of {} quotations, spread over cases.",
                thousands(shown),
                thousands(total)
            );
            body.element("p", "class=\"note\"", &words);
        }
        let language = escape::html(&self.material.codebook.language);
        for quote in &quoted.quotes {
            let groups: Vec<String> = quote.groups.iter().map(usize::to_string).collect();
            body.raw(&format!("<div class=\"quote\" data-groups=\"{}\">\n", groups.join(" ")));
            if !quote.question.is_empty() {
                body.raw(&format!(
                    "<p class=\"asked\"><span class=\"heard\">Asked: </span><q lang=\"{language}\">"
                ));
                body.words(&quote.question);
                body.raw("</q></p>\n");
            }
            body.raw(&format!("<blockquote lang=\"{language}\"><p>"));
            context(body, &quote.before, true);
            body.raw("<mark>");
            body.words(&quote.text);
            body.raw("</mark>");
            context(body, &quote.after, false);
            body.raw("</p></blockquote>\n<p class=\"who\">");
            body.words(&quote.who);
            if !quote.also.is_empty() {
                body.words(&format!(" · also {}", quote.also.join(", ")));
            }
            body.raw("</p>\n</div>\n");
        }
        body.raw("</section>\n");
    }

    fn files(&self, body: &mut Body) {
        body.raw("<section id=\"files\">\n<h2>Files</h2>\n");
        body.element("p", "class=\"note\"", "They stand in the folder of this page.");
        body.raw("<ul>\n");
        for file in self.files {
            let name = escape::html(&file.name);
            body.raw(&format!("<li><a href=\"{name}\">{name}</a>: "));
            body.words(file.about);
            body.raw("</li>\n");
        }
        body.raw("</ul>\n</section>\n");
    }
}

/// Words around a quotation.
fn context(body: &mut Body, words: &str, is_before: bool) {
    if words.is_empty() {
        return;
    }
    body.raw("<span class=\"context\">");
    body.words(&if is_before { format!("{words} ") } else { format!(" {words}") });
    body.raw("</span>");
}
