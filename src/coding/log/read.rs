//! Reading a log: lines in, events out. A bad line is told and stops no other.

use std::sync::Arc;

use super::event::Event;
use crate::diagnostic::{Diagnostic, Source};

/// The most bad lines of one file that are told one by one.
const MOST_TOLD: usize = 20;

/// The events of a log, and what is wrong with its lines.
pub fn read(name: &str, bytes: &[u8]) -> (Vec<Event>, Vec<Diagnostic>) {
    let (mut events, mut wrong) = (Vec::new(), Vec::new());
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = start..start + line.trim_end().len();
        start += line.len();
        if span.is_empty() {
            continue;
        }
        match Event::parse(line.trim_end()) {
            Ok(event) => events.push(event),
            Err(message) => wrong.push((span, line.ends_with('\n'), message)),
        }
    }
    let source = Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
    let more = wrong.len().saturating_sub(MOST_TOLD);
    let mut told: Vec<Diagnostic> = wrong
        .into_iter()
        .take(MOST_TOLD)
        .map(|(span, is_whole, message)| match is_whole {
            true => Diagnostic::warning("this line is no event and is left out")
                .at(&source, span, message)
                .help("all other lines count; mend it, or delete it"),
            false => Diagnostic::warning("the last line was not finished and is left out")
                .at(&source, span, message)
                .help("all other lines count; the next event begins a new line"),
        })
        .collect();
    if more > 0 {
        let message = format!("{more} more lines of this file are no events");
        told.push(Diagnostic::warning(message).in_file(name));
    }
    (events, told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_stops_no_other() {
        let line = |id: &str| {
            format!(
                "{{\"id\":\"{id}\",\"event\":\"done\",\"coder\":\"ana\",\
                 \"at\":\"2026-03-01T09:30:00Z\",\"transcript\":\"P1\"}}\n"
            )
        };
        let text = format!("{}{{\"id\":\"b\n\n{}<<<<<<< ours\n{{\"id\"", line("a"), line("c"));
        let (events, told) = read("codings/ana.jsonl", text.as_bytes());
        let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
        assert_eq!(ids, ["a", "c"]);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[2].message.starts_with("the last line was not finished"));
        assert!(told.iter().all(|told| !told.labels[0].text.is_empty()));
        assert!(read("x", b"\xff\xfe\x00").0.is_empty());
    }
}
