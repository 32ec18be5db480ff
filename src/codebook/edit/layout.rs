//! Where the blocks and lines of a codebook's file begin and end.
//!
//! A block is an entry such as `[[code]]` with its fields and what hangs from it
//! (`[[code.rule]]`); it ends with its last value, and the remarks right above its header belong to
//! it. Remarks that stand apart belong to nobody and stay where they are.

use std::ops::Range;

use toml_edit::{Document, Item, Table};

/// The parts of a file.
pub(super) struct Layout<'t> {
    text: &'t str,
    document: Document<&'t str>,
    /// The values, in the order of the file.
    values: Vec<Range<usize>>,
    /// Where the lines with headers begin.
    headers: Vec<usize>,
}

impl<'t> Layout<'t> {
    /// Looks through a file; none if it is no TOML.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let document = Document::parse(text).ok()?;
        let mut values = Vec::new();
        collect(document.as_table(), &mut values);
        values.sort_by_key(|span| span.start);
        let mut headers = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let is_inside = {
                let next = values.partition_point(|span| span.start <= at);
                next.checked_sub(1).and_then(|last| values.get(last)).is_some_and(|v| v.end > at)
            };
            if line.trim_start().starts_with('[') && !is_inside {
                headers.push(at);
            }
            at += line.len();
        }
        Some(Layout { text, document, values, headers })
    }

    /// The value of a field of the entry at a place of an array of tables.
    pub(super) fn field(&self, array: &str, place: usize, key: &str) -> Option<Range<usize>> {
        let entries = self.document.as_table().get(array)?.as_array_of_tables()?;
        entries.get(place)?.get(key)?.span()
    }

    /// The value of a field of a table.
    pub(super) fn value(&self, table: &str, key: &str) -> Option<Range<usize>> {
        self.document.as_table().get(table)?.as_table()?.get(key)?.span()
    }

    /// The beginning of the line that a byte lies in.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        before.rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The end of the line that a byte lies in, with its newline.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let after = self.text.get(at..).unwrap_or_default();
        after.find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// How lines end in this file.
    pub(super) fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The block whose header begins in this line, from its own remarks to its last value.
    pub(super) fn block(&self, header: usize) -> Range<usize> {
        let header = self.line_start(header);
        let name = self.name(header).0;
        let below = self.headers.iter().filter(|at| **at > header);
        let next = below.copied().find(|at| {
            let (other, is_below) = self.name(*at);
            !(is_below && other == name)
        });
        self.lead(header)..self.last(header, next)
    }

    /// What hangs from the entry whose header begins in this line: from the first header below it
    /// on, to the last value.
    pub(super) fn below(&self, header: usize) -> Option<Range<usize>> {
        let block = self.block(header);
        let header = self.line_start(header);
        let first = self.headers.iter().copied().find(|at| *at > header && *at < block.end)?;
        Some(self.lead(first).max(self.last(header, Some(first)))..block.end)
    }

    /// The end of an entry's own fields.
    pub(super) fn fields_end(&self, header: usize) -> usize {
        let header = self.line_start(header);
        let next = self.headers.iter().copied().find(|at| *at > header);
        self.last(header, next)
    }

    /// The end of the line with the last value between two headers, or of the header itself.
    fn last(&self, header: usize, next: Option<usize>) -> usize {
        let until = next.unwrap_or(self.text.len());
        let within = self.values.iter().filter(|span| span.start > header && span.start < until);
        let inner = self.headers.iter().copied().filter(|at| *at >= header && *at < until);
        let ends = within.map(|span| span.end.saturating_sub(1)).chain(inner);
        ends.max().map_or_else(|| self.line_end(header), |end| self.line_end(end))
    }

    /// The first line of the remarks right above a header.
    fn lead(&self, header: usize) -> usize {
        let mut start = header;
        while start > 0 {
            let above = self.line_start(start - 1);
            let line = self.text.get(above..start).unwrap_or_default();
            if !line.trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// The first part of a header's name, and whether there are more.
    fn name(&self, header: usize) -> (&'t str, bool) {
        let line = self.text.get(header..self.line_end(header)).unwrap_or_default();
        let name = line.trim_start().trim_start_matches('[');
        let name = name.split(']').next().unwrap_or_default();
        let mut parts = name.split('.').map(|part| part.trim().trim_matches(['"', '\'']));
        (parts.next().unwrap_or_default(), parts.next().is_some())
    }
}

/// The places of all values of a table and those below it.
fn collect(table: &Table, values: &mut Vec<Range<usize>>) {
    for (_, item) in table {
        match item {
            Item::Table(table) => collect(table, values),
            Item::ArrayOfTables(tables) => tables.iter().for_each(|table| collect(table, values)),
            Item::Value(value) => values.extend(value.span()),
            Item::None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
[codebook]
id = 'c'   # [[code]]

# A remark apart.

# About a.
[[code]]
id = \"a\"
definition = \"\"\"
[[code]]
not a header\"\"\"

  # First rule.
  [[code.rule]]
  any = [
    \"x\",
  ]  # end

# Apart again.

[[code]]
id = \"b\"
";

    #[test]
    fn blocks_have_their_remarks_and_no_others() {
        let layout = Layout::of(FILE).unwrap();
        let header = FILE.find("\n[[code]]\nid = \"a\"").unwrap() + 1;
        let block = &FILE[layout.block(header)];
        assert!(
            block.starts_with("# About a.\n[[code]]") && block.ends_with("]  # end\n"),
            "{block}"
        );
        let below = &FILE[layout.below(header).unwrap()];
        assert!(below.starts_with("  # First rule.\n"), "{below}");
        let last = FILE.rfind("[[code]]").unwrap();
        assert_eq!(&FILE[layout.block(last)], "[[code]]\nid = \"b\"\n");
        assert_eq!(layout.below(last), None);
        assert_eq!(&FILE[layout.field("code", 1, "id").unwrap()], "\"b\"");
        assert_eq!(&FILE[layout.value("codebook", "id").unwrap()], "'c'");
    }
}
