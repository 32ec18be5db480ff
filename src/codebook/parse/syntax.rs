//! TOML's own mistakes: brackets, quotes, keys given twice.
//!
//! In comes the text; out come all syntax mistakes and what can be read besides. One forgotten
//! bracket would swallow the rest of a file, so the statement at fault is blanked, the text read
//! again, and so on: every mistake is found at its place, and none is made up by the one before.

use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};

use super::findings::Findings;

/// How many syntax mistakes are looked for before the rest is left alone.
const MOST: usize = 50;

/// The text with every statement that is not TOML blanked: positions stay as they were. Nothing
/// where there is none.
pub(super) fn mended(text: &str, errors: &[Error], findings: &Findings) -> Option<String> {
    if errors.is_empty() {
        return None;
    }
    let mut readable = text.to_owned();
    for _ in 0..MOST {
        let (table, errors) = DeTable::parse_recoverable(&readable);
        let Some(error) = errors.iter().filter(|error| !is_twice(error)).min_by_key(start) else {
            report_twice(&errors, findings);
            return Some(readable);
        };
        let at = start(&error).min(readable.len());
        let statement = match open_string(table.get_ref(), at) {
            Some(opening) => {
                report(findings, opening..opening + 3, "this string is not closed", "begins here");
                line_start(&readable, opening)..readable.len()
            }
            None => {
                let statement = statement_around(&readable, at);
                report_statement(&readable, error, &statement, findings);
                statement
            }
        };
        readable = blank(&readable, statement);
    }
    // Too much is wrong: what is left is not worth reading.
    Some(String::new())
}

fn report(findings: &Findings, span: Range<usize>, message: &str, under: &str) {
    findings.mark_torn();
    findings.add(findings.error(span, format!("not valid TOML: {message}"), under));
}

fn report_twice(errors: &[Error], findings: &Findings) {
    for error in errors {
        let span = error.span().unwrap_or_default();
        let key = findings.text(&span).to_owned();
        let message = match key.is_empty() {
            true => "a key is given twice".to_owned(),
            false => format!("`{key}` is given twice in the same table"),
        };
        let help = match key.as_str() {
            "code" | "relation" | "migration" | "family" | "rule" | "step" => {
                "write every entry of a list of tables with two brackets: `[[…]]`"
            }
            _ => "keep one of the two",
        };
        findings.add(findings.error(span, message, "second time").help(help));
    }
}

fn report_statement(text: &str, error: &Error, statement: &Range<usize>, findings: &Findings) {
    let at = start(&error).min(text.len());
    if at >= statement.end && at > statement.start {
        // The mistake shows only at the next statement: something above was left open.
        let line = text.get(statement.clone()).unwrap_or_default();
        let first = line.lines().next().unwrap_or_default().trim_end();
        let span = statement.start..statement.start + first.len();
        return report(findings, span, "a bracket or quote is not closed", "opened here");
    }
    let (what, expected) = match error.message().split_once(", expected ") {
        Some((what, expected)) => (what, format!("expected {expected}")),
        None => (error.message(), String::new()),
    };
    report(findings, error.span().unwrap_or(at..at), what, &expected);
}

fn is_twice(error: &Error) -> bool {
    error.message().starts_with("duplicate key") || error.message().starts_with("cannot extend")
}

fn start(error: &&Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

/// Where a string of several lines begins that runs up to the mistake at the end of the text.
fn open_string(table: &DeTable<'_>, at: usize) -> Option<usize> {
    let mut open: Vec<&toml::Spanned<DeValue<'_>>> = table.values().collect();
    while let Some(value) = open.pop() {
        match value.get_ref() {
            DeValue::String(text) if value.span().end == at && text.contains('\n') => {
                return Some(value.span().start);
            }
            DeValue::Array(items) => open.extend(items.iter()),
            DeValue::Table(table) => open.extend(table.values()),
            _ => {}
        }
    }
    None
}

/// The statement that a mistake belongs to: from the last line that begins one to the next line
/// that begins another; a table's header takes its whole table along.
fn statement_around(text: &str, at: usize) -> Range<usize> {
    let line = line_start(text, at);
    // A mistake at the first character of a statement was made above it.
    let is_above = at == line + indent(text, line) && is_statement(rest_of_line(text, line));
    let mut start = line;
    while start > 0 && (is_above && start == line || !is_statement(rest_of_line(text, start))) {
        start = line_start(text, start - 1);
    }
    let whole_table = is_header_start(rest_of_line(text, start));
    let mut end = if is_above && start < line { line } else { next_line(text, line) };
    while end < text.len() {
        let next = rest_of_line(text, end);
        if is_header(next) || !whole_table && is_statement(next) {
            break;
        }
        end = next_line(text, end);
    }
    start..end
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()
        .get(..at.min(text.len()))
        .and_then(|head| memchr::memrchr(b'\n', head))
        .map_or(0, |newline| newline + 1)
}

fn next_line(text: &str, line: usize) -> usize {
    let rest = text.as_bytes().get(line..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |newline| line + newline + 1)
}

fn rest_of_line(text: &str, line: usize) -> &str {
    text.get(line..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

fn indent(text: &str, line: usize) -> usize {
    let content = rest_of_line(text, line);
    content.len() - content.trim_start().len()
}

fn is_header_start(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// Whether a line is `[name]` or `[[name]]`, with nothing but a remark behind.
fn is_header(line: &str) -> bool {
    let Some(rest) = line.trim().strip_prefix('[') else { return false };
    let rest = rest.strip_prefix('[').unwrap_or(rest);
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let Some(behind) = rest.trim_start_matches(name).strip_prefix(']') else { return false };
    let behind = behind.strip_prefix(']').unwrap_or(behind).trim_start();
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && (behind.is_empty() || behind.starts_with('#'))
}

/// Whether a line begins a statement: a header, also a torn one, or `key =`.
fn is_statement(line: &str) -> bool {
    let line = line.trim_start();
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let behind = line.trim_start_matches(name);
    let is_key = behind.len() < line.len() && behind.trim_start().starts_with('=');
    is_key || is_header(line) || is_torn_header(line)
}

fn is_torn_header(line: &str) -> bool {
    let name = line.trim_start_matches('[');
    name.len() < line.len() && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The text with one range turned to spaces; line breaks stay.
fn blank(text: &str, range: Range<usize>) -> String {
    let mut blanked = String::with_capacity(text.len());
    blanked.push_str(text.get(..range.start).unwrap_or_default());
    for byte in text.bytes().take(range.end).skip(range.start) {
        blanked.push(if byte == b'\n' { '\n' } else { ' ' });
    }
    blanked.push_str(text.get(range.end..).unwrap_or_default());
    blanked
}
