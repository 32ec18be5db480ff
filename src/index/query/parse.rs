//! From signs to a tree: what is joined by `AND`, `OR` and `NOT`.
//!
//! `NOT` binds closest, then `AND`, then `OR`; terms side by side are joined by `AND`. In come the
//! signs of a query, out comes its tree with places, or the first thing that has no meaning.

use std::ops::Range;

use super::sign::{Fault, Field, Kind, Said, Sign};

/// A part of a query with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) tree: Tree,
}

/// What a part of a query is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Said(Said),
    Field(Field),
}

/// Parentheses and `NOT` in each other.
const DEEPEST: usize = 64;

/// The tree of a query.
pub(super) fn tree(signs: &[Sign], length: usize) -> Result<Node, Fault> {
    let mut parser = Parser { signs, at: 0, depth: 0 };
    if signs.is_empty() {
        let help = "write words to look for, such as `hope` or `\"peer support\" AND code:trust`";
        return Err(fault(0..length, "the query is empty", help));
    }
    let node = parser.any()?;
    match parser.peek() {
        None => Ok(node),
        Some(sign) => Err(fault(
            sign.span.clone(),
            "this parenthesis closes nothing",
            "remove it, or open one before: `(`",
        )),
    }
}

fn fault(span: Range<usize>, message: impl Into<String>, help: &'static str) -> Fault {
    Fault { span, message: message.into(), help }
}

struct Parser<'s> {
    signs: &'s [Sign],
    at: usize,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn peek(&self) -> Option<&'s Sign> {
        self.signs.get(self.at)
    }

    fn take(&mut self, kind: &Kind) -> Option<&'s Sign> {
        let sign = self.peek().filter(|sign| sign.kind == *kind)?;
        self.at += 1;
        Some(sign)
    }

    fn any(&mut self) -> Result<Node, Fault> {
        let mut parts = vec![self.all()?];
        while let Some(or) = self.take(&Kind::Or) {
            self.must_follow(or, "OR")?;
            parts.push(self.all()?);
        }
        Ok(joined(parts, Tree::Any))
    }

    fn all(&mut self) -> Result<Node, Fault> {
        let mut parts = vec![self.one()?];
        loop {
            match self.peek().map(|sign| &sign.kind) {
                Some(Kind::And) => {
                    if let Some(and) = self.take(&Kind::And) {
                        self.must_follow(and, "AND")?;
                    }
                    parts.push(self.one()?);
                }
                Some(Kind::Or | Kind::Close) | None => return Ok(joined(parts, Tree::All)),
                Some(_) => parts.push(self.one()?),
            }
        }
    }

    /// An operator needs something after it.
    fn must_follow(&self, operator: &Sign, name: &str) -> Result<(), Fault> {
        match self.peek().map(|sign| &sign.kind) {
            None | Some(Kind::Close | Kind::And | Kind::Or) => Err(fault(
                operator.span.clone(),
                format!("`{name}` has nothing after it to join"),
                "to search for the word itself, put it in quotation marks",
            )),
            Some(_) => Ok(()),
        }
    }

    fn one(&mut self) -> Result<Node, Fault> {
        let Some(sign) = self.peek() else {
            let end = self.signs.last().map_or(0..0, |sign| sign.span.clone());
            return Err(fault(end, "something is missing after this", ""));
        };
        self.at += 1;
        let span = sign.span.clone();
        match &sign.kind {
            Kind::Said(said) => Ok(Node { span, tree: Tree::Said(said.clone()) }),
            Kind::Field(field) => Ok(Node { span, tree: Tree::Field(field.clone()) }),
            Kind::Not => {
                self.must_follow(sign, "NOT")?;
                let node = self.deeper(sign, Self::one)?;
                Ok(Node { span: span.start..node.span.end, tree: Tree::Not(Box::new(node)) })
            }
            Kind::Open => {
                if let Some(close) = self.take(&Kind::Close) {
                    let help = "remove the parentheses, or write something between them";
                    return Err(fault(span.start..close.span.end, "nothing is in here", help));
                }
                if self.peek().is_none() {
                    return Err(unclosed(sign));
                }
                let node = self.deeper(sign, Self::any)?;
                match self.take(&Kind::Close) {
                    Some(_) => Ok(node),
                    None => Err(unclosed(sign)),
                }
            }
            Kind::Close => Err(fault(
                span,
                "this parenthesis closes nothing",
                "remove it, or open one before: `(`",
            )),
            Kind::And | Kind::Or => {
                let name = if sign.kind == Kind::And { "AND" } else { "OR" };
                Err(fault(
                    span,
                    format!("`{name}` has nothing before it to join"),
                    "to search for the word itself, put it in quotation marks",
                ))
            }
        }
    }

    fn deeper(
        &mut self,
        sign: &Sign,
        parse: fn(&mut Self) -> Result<Node, Fault>,
    ) -> Result<Node, Fault> {
        if self.depth == DEEPEST {
            let message = format!("more than {DEEPEST} parentheses stand in each other here");
            return Err(fault(sign.span.clone(), message, "write the query more simply"));
        }
        self.depth += 1;
        let node = parse(self);
        self.depth -= 1;
        node
    }
}

fn unclosed(open: &Sign) -> Fault {
    fault(open.span.clone(), "this parenthesis is not closed", "close it with `)`")
}

fn joined(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Tree) -> Node {
    match (parts.len(), parts.first(), parts.last()) {
        (2.., Some(first), Some(last)) => {
            Node { span: first.span.start..last.span.end, tree: join(parts) }
        }
        _ => parts.swap_remove(0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lex::signs;
    use super::*;

    fn shape(node: &Node, text: &str) -> String {
        let list = |parts: &[Node], sign: &str| {
            let parts: Vec<String> = parts.iter().map(|part| shape(part, text)).collect();
            format!("({})", parts.join(sign))
        };
        match &node.tree {
            Tree::All(parts) => list(parts, "&"),
            Tree::Any(parts) => list(parts, "|"),
            Tree::Not(inner) => format!("!{}", shape(inner, text)),
            Tree::Said(_) | Tree::Field(_) => text[node.span.clone()].to_owned(),
        }
    }

    fn parsed(text: &str) -> Result<String, (Range<usize>, String)> {
        match tree(&signs(text).unwrap(), text.len()) {
            Ok(node) => Ok(shape(&node, text)),
            Err(fault) => Err((fault.span, fault.message)),
        }
    }

    #[test]
    fn not_binds_closest_then_and_then_or() {
        for (text, expected) in [
            ("a", "a"),
            ("a b", "(a&b)"),
            ("a AND b OR c d", "((a&b)|(c&d))"),
            ("a OR b AND NOT c", "(a|(b&!c))"),
            ("NOT NOT a", "!!a"),
            ("(a OR b) c", "((a|b)&c)"),
            ("NOT (a b)", "!(a&b)"),
            ("((a))", "a"),
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_has_no_meaning_is_told_at_its_place() {
        for (text, span, message) in [
            ("  ", 0..2, "the query is empty"),
            ("AND a", 0..3, "`AND` has nothing before it to join"),
            ("a OR", 2..4, "`OR` has nothing after it to join"),
            ("a AND OR b", 2..5, "`AND` has nothing after it to join"),
            ("a NOT", 2..5, "`NOT` has nothing after it to join"),
            ("(a AND) b", 3..6, "`AND` has nothing after it to join"),
            ("(a b", 0..1, "this parenthesis is not closed"),
            ("a (", 2..3, "this parenthesis is not closed"),
            ("a) b", 1..2, "this parenthesis closes nothing"),
            (") a", 0..1, "this parenthesis closes nothing"),
            ("a ()", 2..4, "nothing is in here"),
        ] {
            assert_eq!(parsed(text), Err((span, message.to_owned())), "{text}");
        }
        let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
        assert!(parsed(&deep).unwrap_err().1.starts_with("more than 64"));
        assert!(parsed(&"NOT ".repeat(5_000)).is_err());
    }
}
