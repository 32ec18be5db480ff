//! Regular expressions of rules.
//!
//! In comes what stands in `regex`; out comes the compiled expression, or why it cannot be one, at
//! its place. Syntax and meaning are those of the `regex` crate: no look-around, no references
//! back, and so no expression that takes for ever.

use regex::{Regex, RegexBuilder};

use super::pattern::Fault;

/// How much memory one expression may take, in bytes.
const MOST_BYTES: usize = 10 << 20;

/// Compiles a regular expression; capital and small letters are the same unless `case`.
pub fn compile(expression: &str, case: bool) -> Result<Regex, Fault> {
    if expression.is_empty() {
        return Err(fault(0..0, "this regular expression is empty".to_owned()));
    }
    RegexBuilder::new(expression)
        .case_insensitive(!case)
        .size_limit(MOST_BYTES)
        .dfa_size_limit(MOST_BYTES)
        .build()
        .map_err(|error| why(expression, case, &error))
}

/// The reason in one line. The crate's own message draws the expression over several.
fn why(expression: &str, case: bool, error: &regex::Error) -> Fault {
    if let regex::Error::CompiledTooBig(_) = error {
        let message = "this regular expression is too large".to_owned();
        let help = "repeat less: `{1,50}` of a large class takes fifty times its room";
        return Fault { help: Some(help.to_owned()), ..fault(0..expression.len(), message) };
    }
    let parsed =
        regex_syntax::ParserBuilder::new().case_insensitive(!case).build().parse(expression);
    let (span, reason) = match parsed {
        Err(regex_syntax::Error::Parse(error)) => (*error.span(), error.kind().to_string()),
        Err(regex_syntax::Error::Translate(error)) => (*error.span(), error.kind().to_string()),
        _ => {
            let whole = "it cannot be compiled".to_owned();
            return fault(0..expression.len(), format!("bad regular expression: {whole}"));
        }
    };
    let reason = reason.lines().next().unwrap_or_default().to_owned();
    let help = if reason.contains("look-around") {
        Some("look at what stands around with `except`, `none` or `near` instead".to_owned())
    } else if reason.contains("escape") {
        Some("in a string with single quotes a backslash stands for itself".to_owned())
    } else {
        None
    };
    let range = span.start.offset..span.end.offset;
    Fault { help, ..fault(range, format!("bad regular expression: {reason}")) }
}

fn fault(span: std::ops::Range<usize>, message: String) -> Fault {
    Fault { span, message, help: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_same_unless_case_is_minded() {
        assert!(compile(r"\bthe ward\b", false).unwrap().is_match("on The Ward"));
        assert!(!compile(r"\bthe ward\b", true).unwrap().is_match("on The Ward"));
    }

    #[test]
    fn the_reason_is_one_line_at_its_place() {
        let fault = compile(r"two (open", false).unwrap_err();
        assert_eq!(fault.message, "bad regular expression: unclosed group");
        assert_eq!(fault.span, 4..5);
        let fault = compile(r"not(?! only)", false).unwrap_err();
        assert!(fault.help.unwrap().contains("`except`"));
        let fault = compile(r"(\w{500}){500}", false).unwrap_err();
        assert_eq!(fault.message, "this regular expression is too large");
    }
}
