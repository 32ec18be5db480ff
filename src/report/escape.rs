//! Text made safe for the place where it is shown.
//!
//! Speech comes from files that other people and programs wrote. On its way to a terminal, a
//! Markdown page, a document or a spreadsheet it passes through one function of this file; csv, tsv
//! and JSON carry it as spoken.

use std::borrow::Cow;

/// For a terminal: nothing in it can move the cursor, change colours or turn the reading direction.
///
/// Control characters become their pictures (`␛`), tabs a space; line ends are kept where `lines`
/// says so and become spaces otherwise.
pub fn terminal(text: &str, lines: bool) -> Cow<'_, str> {
    if text.chars().all(|c| is_plain(c) || lines && c == '\n') {
        return Cow::Borrowed(text);
    }
    let safe = |c: char| match c {
        '\n' if lines => c,
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or(REPLACED),
        '\x7f' => '\u{2421}',
        c if is_plain(c) => c,
        _ => REPLACED,
    };
    Cow::Owned(text.chars().map(safe).collect())
}

const REPLACED: char = '\u{fffd}';

/// Neither a control character nor one that turns the direction of what follows it.
fn is_plain(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    !c.is_control() && !turns && !breaks
}

/// For the XML of a Word or Excel file, before the XML writer's own escapes: as for a terminal, and
/// without the two characters that XML 1.0 forbids besides control characters.
pub fn document(text: &str) -> String {
    let safe = terminal(text, true);
    safe.chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { REPLACED } else { c }).collect()
}

/// For the text of a LaTeX file: no command, no group, no ligature, no argument. Line ends become
/// spaces. Signs that pdfLaTeX does not know by itself are set by name; other scripts need XeLaTeX
/// or LuaLaTeX.
pub fn latex(text: &str) -> String {
    let safe = terminal(text, false);
    let mut escaped = String::with_capacity(safe.len());
    let mut before = ' ';
    for c in safe.chars() {
        // Two of these become one sign of another meaning.
        if c == before && matches!(c, '-' | '\'' | ',') {
            escaped.push_str("{}");
        }
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => escaped.extend(['\\', c]),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            '`' => escaped.push_str("\\textasciigrave{}"),
            '"' => escaped.push_str("\\char34{}"),
            // After the end of a row these would be taken for its argument.
            '[' | ']' | '*' => escaped.extend(['{', c, '}']),
            '…' => escaped.push_str("\\ldots{}"),
            '“' => escaped.push_str("``"),
            '”' => escaped.push_str("''"),
            '‘' => escaped.push('`'),
            '’' => escaped.push('\''),
            '–' => escaped.push_str("--"),
            '—' => escaped.push_str("---"),
            '\u{a0}' => escaped.push('~'),
            '●' => escaped.push_str("$\\bullet$"),
            '○' => escaped.push_str("$\\circ$"),
            '→' => escaped.push_str("$\\rightarrow$"),
            '≥' => escaped.push_str("$\\geq$"),
            '≤' => escaped.push_str("$\\leq$"),
            '−' => escaped.push_str("$-$"),
            '×' => escaped.push_str("$\\times$"),
            'α' => escaped.push_str("$\\alpha$"),
            'κ' => escaped.push_str("$\\kappa$"),
            'φ' => escaped.push_str("$\\varphi$"),
            'χ' => escaped.push_str("$\\chi$"),
            '\u{2400}'..='\u{2421}' | '\u{fffe}' | '\u{ffff}' | REPLACED => escaped.push('?'),
            // Marks of direction and width that take no room.
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c => escaped.push(c),
        }
        before = c;
    }
    escaped
}

/// For a cell of a Markdown table: no markup, no new cell, no new row.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            // Two dollars set what is between them as mathematics, two tildes strike it out.
            '\\' | '|' | '`' | '*' | '[' | ']' | '$' | '~' => escaped.extend(['\\', c]),
            // Inside a word an underscore is only itself.
            '_' if !(before.is_alphanumeric()
                && rest.peek().is_some_and(|c| c.is_alphanumeric())) =>
            {
                escaped.extend(['\\', c]);
            }
            c => escaped.push_str(&terminal(c.encode_utf8(&mut [0; 4]), false)),
        }
        before = c;
    }
    escaped
}

/// For an HTML page or an SVG drawing, between tags or in a quoted attribute: no tag, no entity, no
/// control character, nothing that XML has no place for.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push('\n'),
            '\u{fffe}' | '\u{ffff}' => escaped.push(REPLACED),
            c => escaped.push_str(&terminal(c.encode_utf8(&mut [0; 4]), false)),
        }
    }
    escaped
}

/// For a csv cell that a spreadsheet will open: what it would take for a formula gets an
/// apostrophe in front.
pub fn formula(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_no_control_sequence() {
        assert_eq!(terminal("plain é 信", false), "plain é 信");
        assert_eq!(terminal("\x1b[31mred\x07", false), "␛[31mred␇");
        assert_eq!(terminal("a\r\nb\tc", false), "a  b c");
        assert_eq!(terminal("a\nb", true), "a\nb");
        assert_eq!(terminal("\u{9b}1m\u{202e}x", false), "\u{fffd}1m\u{fffd}x");
    }

    #[test]
    fn a_markdown_cell_stays_one_cell() {
        assert_eq!(markdown("a|b\n<b>*x*</b>"), "a\\|b<br>&lt;b>\\*x\\*&lt;/b>");
        assert_eq!(markdown("max_case _x_"), "max_case \\_x\\_");
        assert_eq!(markdown("$5 or $6 ~~no~~"), "\\$5 or \\$6 \\~\\~no\\~\\~");
    }

    #[test]
    fn xml_gets_no_character_that_it_forbids() {
        assert_eq!(
            document("a\0\u{b}\u{fffe}\u{ffff}\u{202e}b\nc"),
            "a␀␋\u{fffd}\u{fffd}\u{fffd}b\nc"
        );
    }

    #[test]
    fn latex_gets_no_command() {
        assert_eq!(
            latex("\\input{x} 50 % & $y_1^2$ #1 ~"),
            "\\textbackslash{}input\\{x\\} 50 \\% \\& \\$y\\_1\\textasciicircum{}2\\$ \\#1 \\textasciitilde{}"
        );
        assert_eq!(latex("[2em] *x -- ''"), "{[}2em{]} {*}x -{}- '{}'");
        assert_eq!(latex("“a\n\nb” …"), "``a  b'' \\ldots{}");
        assert_eq!(latex("χ² and φ"), "$\\chi$² and $\\varphi$");
        assert_eq!(latex("\u{1b}[31m\u{202e}\u{200f}x"), "?{[}31m?x");
    }

    #[test]
    fn a_page_gets_no_tag() {
        assert_eq!(
            html("<b a='1'>&\"\u{ffff}\x07\n"),
            "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\u{fffd}␇\n"
        );
    }

    #[test]
    fn a_formula_is_text() {
        assert_eq!(formula("=1+1"), "'=1+1");
        assert_eq!(formula("a=1"), "a=1");
    }
}
