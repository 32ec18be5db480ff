//! Regular expressions of rules.
//!
//! In comes what stands in `regex`; out comes why it cannot be used, at its place. Syntax and
//! meaning are those of the `regex` crate: no look-around, no references back, and so no expression
//! that takes for ever.

use regex::RegexBuilder;

use super::pattern::Fault;

/// How much memory one expression may take, in bytes.
const MOST_BYTES: usize = 8 << 20;

/// Shorter expressions that repeat nothing a number of times are never too large.
const LONG: usize = 1_000;

/// Looks at a regular expression; `case` says whether it minds capital letters.
pub fn check(expression: &str, case: bool) -> Result<(), Fault> {
    if expression.is_empty() {
        return Err(fault(0..0, "this regular expression is empty".to_owned()));
    }
    syntax(expression, case)?;
    if expression.contains('{') || expression.len() > LONG {
        size(expression, case)?;
    }
    Ok(())
}

fn size(expression: &str, case: bool) -> Result<(), Fault> {
    let built = RegexBuilder::new(expression)
        .case_insensitive(!case)
        .size_limit(MOST_BYTES)
        .dfa_size_limit(MOST_BYTES)
        .build();
    if built.is_ok() {
        return Ok(());
    }
    let message = "this regular expression is too large".to_owned();
    let help = "repeat less: `{1,50}` of a large class takes fifty times its room";
    Err(Fault { help: Some(help.to_owned()), ..fault(0..expression.len(), message) })
}

/// The reason in one line. The crate's own message draws the expression over several.
fn syntax(expression: &str, case: bool) -> Result<(), Fault> {
    let parsed =
        regex_syntax::ParserBuilder::new().case_insensitive(!case).build().parse(expression);
    let (span, reason) = match parsed {
        Ok(_) => return Ok(()),
        Err(regex_syntax::Error::Parse(error)) => (*error.span(), error.kind().to_string()),
        Err(regex_syntax::Error::Translate(error)) => (*error.span(), error.kind().to_string()),
        Err(_) => {
            return Err(fault(0..expression.len(), "bad regular expression".to_owned()));
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
    Err(Fault { help, ..fault(range, format!("bad regular expression: {reason}")) })
}

fn fault(span: std::ops::Range<usize>, message: String) -> Fault {
    Fault { span, message, help: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_expressions_are_fine() {
        for expression in [r"\b\d+\s*(?:hours?|hrs?)\b", r"\w{1,50}", "信任|trust"] {
            assert_eq!(check(expression, false), Ok(()), "{expression}");
        }
    }

    #[test]
    fn the_reason_is_one_line_at_its_place() {
        let fault = check(r"two (open", false).unwrap_err();
        assert_eq!(fault.message, "bad regular expression: unclosed group");
        assert_eq!(fault.span, 4..5);
        let fault = check(r"not(?! only)", false).unwrap_err();
        assert!(fault.help.unwrap().contains("`except`"));
        let fault = check(r"(\w{500}){500}", false).unwrap_err();
        assert_eq!(fault.message, "this regular expression is too large");
    }
}
