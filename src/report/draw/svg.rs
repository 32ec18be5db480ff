//! The canvas that figures are drawn on: shapes in, an SVG document out (W3C SVG 1.1 and the `role`
//! of WAI-ARIA).
//!
//! Every text is escaped here, every number written with at most one decimal, so no drawing can
//! break its page and two machines write the same bytes.

use unicode_width::UnicodeWidthChar;

use crate::report::escape;
use crate::report::figure::Figure;

/// The height of letters in drawings.
pub(super) const TEXT: f64 = 13.0;
/// From one line of words to the next.
pub(super) const LEADING: f64 = 16.0;

/// What a shape looks like: a class for the style sheets, and colours for light paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look(&'static str);

/// Words.
pub(super) const WORDS: Look = Look("class=\"words\" fill=\"#1b1f24\"");
/// Words in the second place.
pub(super) const SOFT: Look = Look("class=\"soft\" fill=\"#57606a\"");
/// Lines that guide the eye.
pub(super) const RULE: Look = Look("class=\"rule\" stroke=\"#d0d7de\" stroke-width=\"1\"");
/// The interval around the end of a bar.
pub(super) const WHISKER: Look = Look("class=\"whisker\" stroke=\"#1b1f24\" stroke-width=\"1.5\"");
/// Bars.
pub(super) const BAR: Look = Look("class=\"bar\" fill=\"#3b7ea8\"");
/// Cells that are darker the larger their value.
pub(super) const HEAT: Look = Look("class=\"heat\" fill=\"#2f78a8\"");
/// Strokes through a cell without a value.
pub(super) const WITHHELD: Look = Look("class=\"withheld\" stroke=\"#57606a\" stroke-width=\"1\"");
/// The line of a curve.
pub(super) const LINE: Look =
    Look("class=\"curve\" fill=\"none\" stroke=\"#3b7ea8\" stroke-width=\"2\"");
/// The line of what is expected.
pub(super) const DASHED: Look = Look(
    "class=\"expected\" fill=\"none\" stroke=\"#57606a\" stroke-width=\"1.5\" \
     stroke-dasharray=\"5 4\"",
);
/// What most of many lines stay within.
pub(super) const BAND: Look = Look("class=\"band\" fill=\"#2f78a8\" fill-opacity=\"0.15\"");
/// A box.
pub(super) const BOX: Look = Look("class=\"box\" fill=\"#eef3f7\" stroke=\"#3b7ea8\"");
/// The box in the middle of it all.
pub(super) const CORE: Look =
    Look("class=\"core\" fill=\"#d3e4f0\" stroke=\"#1d5378\" stroke-width=\"2\"");
/// A box in the second place.
pub(super) const LEAF: Look = Look("class=\"leaf\" fill=\"#ffffff\" stroke=\"#8c959f\"");
/// The line of an arrow.
pub(super) const ARROW: Look = Look("class=\"arrow\" fill=\"none\" stroke=\"#57606a\"");
/// The head of an arrow.
pub(super) const HEAD: Look = Look("class=\"head\" fill=\"#57606a\"");
/// A line that only says what belongs together.
pub(super) const FAINT: Look = Look("class=\"faint\" fill=\"none\" stroke=\"#b3bcc5\"");
/// Words above a column.
pub(super) const HEADING: Look = Look("class=\"words\" font-weight=\"bold\" fill=\"#1b1f24\"");
/// The ground of a drawing that is a file, and of words that stand on a line.
pub(super) const PAPER: Look = Look("class=\"paper\" fill=\"#ffffff\"");

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// At its beginning.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// Where a drawing stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame<'a> {
    /// In a file of its own.
    File,
    /// In a page, under this identifier.
    Inline(&'a str),
}

/// A drawing in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Canvas {
    width: f64,
    height: f64,
    shapes: String,
}

impl Canvas {
    /// An empty canvas of that size.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Canvas { width, height, shapes: String::new() }
    }

    /// One line of words; `y` is where letters stand.
    pub(super) fn text(&mut self, (x, y): (f64, f64), hold: Hold, look: Look, text: &str) {
        let hold = match hold {
            Hold::Start => "",
            Hold::Middle => " text-anchor=\"middle\"",
            Hold::End => " text-anchor=\"end\"",
        };
        let text = escape::html(text.trim());
        let (x, y) = (number(x), number(y));
        self.shapes
            .push_str(&format!("<text x=\"{x}\" y=\"{y}\"{hold} {}>{text}</text>\n", look.0));
    }

    /// A rectangle without a border, from its upper left corner.
    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), look: Look) {
        self.shaded((x, y), (width, height), look, 1.0);
    }

    /// The same, let through by the paper: 0 is not seen at all.
    pub(super) fn shaded(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        look: Look,
        opacity: f64,
    ) {
        let opacity = match opacity < 1.0 {
            true => format!(" fill-opacity=\"{:.2}\"", opacity.max(0.0)),
            false => String::new(),
        };
        self.shapes.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}{opacity}/>\n",
            number(x),
            number(y),
            number(width.max(0.0)),
            number(height.max(0.0)),
            look.0,
        ));
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), look: Look) {
        self.shapes.push_str(&format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>\n",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1),
            look.0,
        ));
    }

    /// A path, by the commands of SVG; closed ones are filled. No width leaves the look's own.
    pub(super) fn path(&mut self, commands: &str, look: Look, width: Option<f64>) {
        let width = width.map(|width| format!(" stroke-width=\"{}\"", number(width)));
        let width = width.unwrap_or_default();
        self.shapes.push_str(&format!("<path d=\"{commands}\" {}{width}/>\n", look.0));
    }

    /// The whole drawing.
    pub(super) fn finish(self, figure: &Figure, frame: &Frame<'_>) -> String {
        let (width, height) = (number(self.width), number(self.height));
        let id = match frame {
            Frame::File => "figure",
            Frame::Inline(id) => id,
        };
        let id = escape::html(id);
        let namespace = match frame {
            Frame::File => " xmlns=\"http://www.w3.org/2000/svg\"",
            Frame::Inline(_) => "",
        };
        let mut out = format!(
            "<svg{namespace} role=\"img\" aria-labelledby=\"{id}-title\" \
             aria-describedby=\"{id}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" font-family=\"system-ui, 'Segoe UI', 'Helvetica Neue', Arial, \
             'DejaVu Sans', sans-serif\" font-size=\"{}\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
            number(TEXT),
            escape::html(figure.title()),
            escape::html(figure.description()),
        );
        if let Frame::File = frame {
            out.push_str(&format!("<style>\n{}</style>\n", include_str!("dark.css")));
            let ground = format!("<rect width=\"{width}\" height=\"{height}\" {}/>\n", PAPER.0);
            out.push_str(&ground);
        }
        out.push_str(&self.shapes);
        out.push_str("</svg>\n");
        out
    }
}

/// A length with at most one decimal. What is not finite, which no file can say, is 0.
pub(super) fn number(length: f64) -> String {
    let written = format!("{:.1}", if length.is_finite() { length } else { 0.0 });
    let short = written.strip_suffix(".0").unwrap_or(&written);
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// About how long a line of words is: proportions of usual sans-serif letters, a little generous.
pub(super) fn length(text: &str) -> f64 {
    text.chars().map(share).sum::<f64>() * TEXT
}

/// The width of a letter as a share of its height.
fn share(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.32,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | 'I' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 0.92,
        'A'..='Z' => 0.70,
        _ => match c.width() {
            Some(0) | None => 0.0,
            Some(1) => 0.58,
            Some(_) => 1.05,
        },
    }
}

/// Words on several lines, none longer than `room` unless a single word is; at most `most` lines,
/// the last of them cut short where something is left out.
pub(super) fn lines(text: &str, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if length(line) + length(" ") + length(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > most;
    lines.truncate(most.max(1));
    let last = lines.len().saturating_sub(1);
    for (place, line) in lines.iter_mut().enumerate() {
        let more = is_cut && place == last;
        if length(line) > room || more {
            let mut used = length("…");
            let fits = |c: &char| {
                used += length(c.encode_utf8(&mut [0; 4]));
                used <= room
            };
            let mut short: String = line.chars().take_while(fits).collect();
            short.push('…');
            *line = short;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_where_the_room_ends() {
        assert_eq!(lines("having been there", 70.0, 3), ["having", "been there"]);
        assert_eq!(lines("having been there", 70.0, 1), ["having…"]);
        assert_eq!(lines("incomprehensibilities", 50.0, 2), ["incom…"]);
        assert!(lines("", 50.0, 2).is_empty());
        assert!(length("信信") > length("ii"));
    }

    #[test]
    fn lengths_are_short_and_finite() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(1.25), "1.2");
        assert_eq!(number(-0.01), "0");
        assert_eq!(number(f64::NAN), "0");
    }
}
