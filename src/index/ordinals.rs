//! The names that a part of the index knows by number: transcripts, coders, cases.
//!
//! In comes a column of names, out come the names in the order of their numbers. They are kept in
//! blocks that can only be read from the start, so that asking for them one by one would read each
//! block again and again.
//!
//! Two parts number the same names each for itself, so names of several parts are told apart by what
//! they are.

use std::io;

use tantivy::columnar::StrColumn;

/// Shows every name, from the number 0 on.
pub(super) fn each(column: &StrColumn, mut show: impl FnMut(&str)) -> io::Result<()> {
    let mut names = column.dictionary().stream()?;
    while names.advance() {
        show(&String::from_utf8_lossy(names.key()));
    }
    Ok(())
}

/// Names, ascending.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// One after the other.
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Names {
    /// The names of some numbers, which ascend.
    pub(super) fn of(column: &StrColumn, numbers: &[u64]) -> io::Result<Names> {
        let mut names = Names { text: Vec::new(), ends: Vec::with_capacity(numbers.len()) };
        column.dictionary().sorted_ords_to_term_cb(numbers, |name| {
            names.text.extend_from_slice(name);
            names.ends.push(names.text.len());
        })?;
        Ok(names)
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().filter_map(move |&end| {
            let name = self.text.get(start..end);
            start = end;
            name
        })
    }
}

/// How many different names there are in several lists.
pub(super) fn distinct<'n>(lists: impl IntoIterator<Item = &'n Names>) -> usize {
    let mut lists: Vec<_> = lists.into_iter().map(|names| names.iter().peekable()).collect();
    let mut count = 0;
    loop {
        let Some(least) = lists.iter_mut().filter_map(|list| list.peek().copied()).min() else {
            return count;
        };
        count += 1;
        for list in &mut lists {
            list.next_if_eq(&least);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_several_lists_are_counted_once() {
        let names = |all: &[&str]| {
            let mut names = Names::default();
            for name in all {
                names.text.extend_from_slice(name.as_bytes());
                names.ends.push(names.text.len());
            }
            names
        };
        let lists = [names(&["", "P1", "P10", "é"]), names(&[]), names(&["P1", "P2", "é", "ü"])];
        assert_eq!(distinct(&lists), 6);
        assert_eq!(distinct(&lists[..2]), 4);
        assert_eq!(distinct([]), 0);
    }
}
