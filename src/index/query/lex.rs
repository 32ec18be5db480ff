//! The signs of a query: parentheses, operators, words, quotations and fields.
//!
//! In comes the text of a query, out come its signs with their places, and all that cannot be read
//! as one. Nothing is guessed: a character without a meaning here is told.

use std::ops::Range;

use super::sign::{Fault, Field, Kind, Said, Sign};
use crate::study::condition::Operator;

/// The signs of a query, or everything that is none.
pub(super) fn signs(text: &str) -> Result<Vec<Sign>, Vec<Fault>> {
    let mut lexer = Lexer { text, at: 0, signs: Vec::new(), faults: Vec::new() };
    while let Some(c) = lexer.peek() {
        let start = lexer.at;
        match c {
            c if c.is_whitespace() => lexer.at += c.len_utf8(),
            '(' => lexer.single(Kind::Open),
            ')' => lexer.single(Kind::Close),
            c if is_quote(c) => lexer.quotation(start, false),
            '=' => lexer.exact(),
            _ => lexer.bare(start, false),
        }
    }
    if lexer.faults.is_empty() { Ok(lexer.signs) } else { Err(lexer.faults) }
}

/// Straight and typographic quotation marks; any closes any.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」')
}

/// Characters that other query languages know and that mean nothing here.
const FOREIGN: [char; 9] = ['~', '^', '[', ']', '{', '}', '\\', '<', '>'];

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    signs: Vec<Sign>,
    faults: Vec<Fault>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, start: usize, kind: Kind) {
        self.signs.push(Sign { span: start..self.at, kind });
    }

    fn fault(&mut self, span: Range<usize>, message: impl Into<String>, help: &'static str) {
        self.faults.push(Fault { span, message: message.into(), help });
    }

    fn single(&mut self, kind: Kind) {
        self.at += 1;
        self.push(self.at - 1, kind);
    }

    /// Goes on to the first character that ends a bare word or value.
    fn skip_bare(&mut self, also: Option<char>) {
        let ends =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c) || also == Some(c);
        self.at += self.rest().find(ends).unwrap_or(self.rest().len());
    }

    /// What stands after the `=` of `=word` and `="some words"`.
    fn exact(&mut self) {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some(c) if is_quote(c) => self.quotation(start, true),
            Some(c) if !c.is_whitespace() && !matches!(c, '(' | ')' | '=') => {
                self.bare(start, true);
            }
            _ => self.fault(
                start..self.at,
                "`=` stands before no word",
                "write `=word` to find a word only as it is written",
            ),
        }
    }

    /// The inside of quotation marks, and the mark after them; `None` if they are not closed.
    fn inside(&mut self) -> Option<Range<usize>> {
        let open = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        let start = self.at;
        match self.rest().find(is_quote) {
            Some(length) => {
                self.at = start + length;
                self.at += self.peek().map_or(0, char::len_utf8);
                Some(start..start + length)
            }
            None => {
                self.at = self.text.len();
                let help = "close it with `\"`";
                self.fault(open..start, "this quotation is not closed", help);
                None
            }
        }
    }

    fn quotation(&mut self, start: usize, exact: bool) {
        let Some(words) = self.inside() else { return };
        let near = match self.peek() {
            Some(':') if !exact => return self.field(start, words),
            Some('~') => match self.distance() {
                Some(distance) => Some(distance),
                None => return,
            },
            _ => None,
        };
        self.push(start, Kind::Said(Said { words, quoted: true, exact, near }));
        self.apart("the quotation");
    }

    /// Tells what follows without a space.
    fn apart(&mut self, what: &str) {
        if self.peek().is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')')) {
            let from = self.at;
            self.at += self.peek().map_or(0, char::len_utf8);
            self.skip_bare(None);
            let message = format!("this stands too close to {what}");
            self.fault(from..self.at, message, "put a space between");
        }
    }

    /// The number of `"…"~5`.
    fn distance(&mut self) -> Option<u32> {
        let start = self.at;
        self.at += 1;
        let from = self.at;
        self.skip_bare(None);
        let digits = self.text.get(from..self.at).unwrap_or_default();
        let number = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|b| b != b'+'));
        match number {
            Some(number) if number <= crate::index::wording::MOST_BETWEEN => Some(number),
            Some(_) => {
                let most = crate::index::wording::MOST_BETWEEN;
                let message = format!("at most {most} words may stand between");
                self.fault(from..self.at, message, "use `AND` for words anywhere in a turn");
                None
            }
            None => {
                let message = match digits {
                    "" => "after `~` stands how many words may lie between".to_owned(),
                    other => format!("`{other}` is no whole number"),
                };
                self.fault(start..self.at, message, "write `\"trust staff\"~5`");
                None
            }
        }
    }

    /// A word, an operator or a field without quotation marks.
    fn bare(&mut self, start: usize, exact: bool) {
        let from = self.at;
        self.skip_bare(Some(':'));
        let words = from..self.at;
        let written = self.text.get(words.clone()).unwrap_or_default();
        if self.peek() == Some(':') && !exact {
            if written.is_empty() {
                self.at += 1;
                let help = "write the name of a field before it: `code:trust`";
                return self.fault(start..self.at, "`:` stands after no field", help);
            }
            return self.field(start, words);
        }
        if self.peek() == Some(':') {
            self.skip_bare(None);
            let help = "put a text that holds `:` in quotation marks";
            return self.fault(start..self.at, "`=` goes with words, not with fields", help);
        }
        let kind = match (written, exact) {
            ("AND", false) => Kind::And,
            ("OR", false) => Kind::Or,
            ("NOT", false) => Kind::Not,
            _ => {
                if let Some((message, help)) = refused(written, exact) {
                    let text = format!("{message} in `{written}`");
                    return self.fault(start..self.at, text, help);
                }
                Kind::Said(Said { words, quoted: false, exact, near: None })
            }
        };
        self.push(start, kind);
        if self.peek().is_some_and(is_quote) {
            let at = self.at;
            let help = "put a space between, or `:` if this is a field";
            self.fault(start..at, "this stands too close to the quotation", help);
            let _ = self.inside();
        }
    }

    /// What stands after the name of a field: `:`, perhaps a comparison, and a value.
    fn field(&mut self, start: usize, name: Range<usize>) {
        self.at += 1;
        let signs = [
            (">=", Operator::From),
            ("<=", Operator::UpTo),
            (">", Operator::Above),
            ("<", Operator::Below),
            ("=", Operator::Is),
        ];
        let sign = signs.into_iter().find(|(sign, _)| self.rest().starts_with(sign));
        self.at += sign.map_or(0, |(sign, _)| sign.len());
        let operator = sign.map_or(Operator::Is, |(_, operator)| operator);
        let from = self.at;
        let quoted = self.peek().is_some_and(is_quote);
        let value = match quoted {
            true => match self.inside() {
                Some(value) => value,
                None => return,
            },
            false => {
                self.skip_bare(None);
                from..self.at
            }
        };
        if value.is_empty() {
            let written = self.text.get(name).unwrap_or_default();
            let message = format!("`{written}:` needs a value");
            let help = match self.peek() {
                Some('(') => "repeat the field before each value: `(code:trust OR code:hope)`",
                _ => "write the value right after it: `code:trust`, `site:\"North End\"`",
            };
            return self.fault(start..self.at, message, help);
        }
        self.push(start, Kind::Field(Field { name, operator, value, quoted }));
        self.apart("the value");
    }
}

/// Why a bare word is no word of the query language.
fn refused(written: &str, exact: bool) -> Option<(String, &'static str)> {
    let quoted = "to search for the text itself, put it in quotation marks";
    let first = written.chars().next()?;
    let inner = written.strip_prefix('~').unwrap_or(written);
    if exact && written.starts_with('~') {
        let help = "`=` finds a word as it is written, `~` its forms: choose one";
        return Some(("`~` has no meaning".to_owned(), help));
    }
    if inner.contains('~') {
        let help = "words near each other stand in quotation marks: `\"trust staff\"~5`";
        return Some(("`~` has no meaning".to_owned(), help));
    }
    if let Some(c) = inner.chars().find(|c| FOREIGN.contains(c)) {
        return Some((format!("`{c}` has no meaning"), quoted));
    }
    match first {
        '-' | '!' if written.len() > 1 => {
            Some((format!("`{first}` has no meaning"), "write `NOT word` to leave a word out"))
        }
        '+' if written.len() > 1 => {
            let help = "all words must be there anyway, unless `OR` stands between";
            Some(("`+` has no meaning".to_owned(), help))
        }
        '/' => Some(("`/` has no meaning".to_owned(), "regular expressions belong to codebooks")),
        '@' => Some(("`@` has no meaning".to_owned(), "word lists belong to codebooks")),
        _ if matches!(written, "&" | "&&") => {
            Some((format!("`{written}` has no meaning"), "write `AND`, or nothing"))
        }
        _ if matches!(written, "|" | "||") => {
            Some((format!("`{written}` has no meaning"), "write `OR`"))
        }
        _ if written.contains('|') => Some(("`|` has no meaning".to_owned(), "write `OR`")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let signs = signs(text).unwrap();
        let kind = |sign: Sign| match sign.kind {
            Kind::Said(said) => format!(
                "{}{}{}{}",
                if said.exact { "=" } else { "" },
                &text[said.words],
                if said.quoted { "\"" } else { "" },
                said.near.map(|n| n.to_string()).unwrap_or_default()
            ),
            Kind::Field(field) => {
                format!("{}:{:?}:{}", &text[field.name], field.operator, &text[field.value])
            }
            other => format!("{other:?}"),
        };
        signs.into_iter().map(kind).collect()
    }

    #[test]
    fn every_sign() {
        assert_eq!(
            kinds("(hope OR fear*) AND NOT =well =\"at home\" \"a b\"~12 “trust”"),
            [
                "Open",
                "hope",
                "Or",
                "fear*",
                "Close",
                "And",
                "Not",
                "=well",
                "=at home\"",
                "a b\"12",
                "trust\""
            ]
        );
        assert_eq!(
            kinds("code:trust wave:>=2 site:\"North End\" \"years in role\":<3 wave:1..3"),
            [
                "code:Is:trust",
                "wave:From:2",
                "site:Is:North End",
                "years in role:Below:3",
                "wave:Is:1..3"
            ]
        );
        assert_eq!(kinds("(a)(b)"), ["Open", "a", "Close", "Open", "b", "Close"]);
        assert_eq!(kinds("  "), Vec::<String>::new());
    }

    #[test]
    fn every_fault_at_its_place() {
        for (text, span, message) in [
            ("a \"b c", 2..3, "this quotation is not closed"),
            ("\"a b\"~x", 5..7, "`x` is no whole number"),
            ("\"a b\"~", 5..6, "after `~` stands how many words may lie between"),
            ("\"a b\"~1001", 6..10, "at most 1000 words may stand between"),
            ("\"a b\"c", 5..6, "this stands too close to the quotation"),
            ("site\"North\"", 0..4, "this stands too close to the quotation"),
            ("code: x", 0..5, "`code:` needs a value"),
            ("code:(a OR b)", 0..5, "`code:` needs a value"),
            (":x", 0..1, "`:` stands after no field"),
            ("a~3", 0..3, "`~` has no meaning in `a~3`"),
            ("-a", 0..2, "`-` has no meaning in `-a`"),
            ("a^2", 0..3, "`^` has no meaning in `a^2`"),
            ("a || b", 2..4, "`||` has no meaning in `||`"),
            ("/ho.*/", 0..6, "`/` has no meaning in `/ho.*/`"),
            ("= a", 0..1, "`=` stands before no word"),
            ("=code:a", 0..7, "`=` goes with words, not with fields"),
            ("code:\"a\"b", 8..9, "this stands too close to the value"),
        ] {
            let faults = signs(text).unwrap_err();
            assert_eq!((faults[0].span.clone(), faults[0].message.as_str()), (span, message));
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        assert_eq!(signs("-a b^2 code: \"x").unwrap_err().len(), 4);
    }
}
