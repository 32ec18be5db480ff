//! The part of YAML that dictionaries are written in.
//!
//! In comes a text; out comes a tree of keys, lists and words, each with its line. Read are mappings
//! and lists by indentation, lists in brackets, plain and quoted words and remarks. Anchors,
//! aliases, tags, blocks of text and mappings in braces are no part of a dictionary: they are named
//! with their line, so that nothing is read as something else.

/// The most levels.
const MOST_LEVELS: usize = 64;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Nothing.
    Nothing,
    /// A word or a phrase.
    Word(String),
    /// A list.
    List(Vec<(usize, Node)>),
    /// Keys with their values.
    Keys(Vec<(usize, String, Node)>),
}

/// What is wrong, and in which line.
pub(super) type Wrong = (usize, String);

/// A line that says something.
struct Line {
    number: usize,
    indent: usize,
    text: String,
}

/// Reads a document.
pub(super) fn read(text: &str) -> Result<Node, Wrong> {
    let mut lines = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let bare = without_remark(line);
        let rest = bare.trim_start_matches(' ');
        let number = place + 1;
        if rest.trim().is_empty() || number == 1 && rest.starts_with('%') {
            continue;
        }
        if rest.starts_with('\t') {
            return Err((number, "a tab cannot indent in YAML".to_owned()));
        }
        match rest.trim_end() {
            "---" if lines.is_empty() => continue,
            "---" | "..." => break,
            rest => lines.push(Line {
                number,
                indent: bare.len() - bare.trim_start_matches(' ').len(),
                text: rest.to_owned(),
            }),
        }
    }
    let mut reader = Reader { lines, at: 0 };
    let Some(indent) = reader.lines.first().map(|line| line.indent) else {
        return Ok(Node::Nothing);
    };
    let node = reader.block(indent, 0)?;
    match reader.lines.get(reader.at) {
        Some(line) => Err((line.number, "this line is indented otherwise".to_owned())),
        None => Ok(node),
    }
}

struct Reader {
    lines: Vec<Line>,
    at: usize,
}

impl Reader {
    /// The list or the keys that begin at the line that is next.
    fn block(&mut self, indent: usize, level: usize) -> Result<Node, Wrong> {
        let Some(line) = self.lines.get(self.at) else { return Ok(Node::Nothing) };
        if level > MOST_LEVELS {
            return Err((line.number, "this goes deeper than any dictionary".to_owned()));
        }
        match item(&line.text) {
            Some(_) => self.list(indent, level),
            None => self.keys(indent, level),
        }
    }

    fn list(&mut self, indent: usize, level: usize) -> Result<Node, Wrong> {
        let mut items = Vec::new();
        while let Some(line) = self.lines.get_mut(self.at).filter(|line| line.indent == indent) {
            let Some(rest) = item(&line.text).map(str::to_owned) else { break };
            let number = line.number;
            if rest.is_empty() {
                self.at += 1;
                items.push((number, self.below(indent + 1, level)?));
            } else if item(&rest).is_some() || key(&rest, number)?.is_some() {
                // `- key: value`: what follows the sign is a block of its own.
                line.indent += line.text.len() - rest.len();
                line.text = rest;
                let inner = line.indent;
                items.push((number, self.block(inner, level + 1)?));
            } else {
                self.at += 1;
                items.push((number, value(&rest, number)?));
            }
        }
        Ok(Node::List(items))
    }

    fn keys(&mut self, indent: usize, level: usize) -> Result<Node, Wrong> {
        let mut keys: Vec<(usize, String, Node)> = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| line.indent == indent) {
            let number = line.number;
            if item(&line.text).is_some() {
                break;
            }
            let Some((name, rest)) = key(&line.text, number)? else {
                return Err((number, "expected `key:` or `- word`".to_owned()));
            };
            if keys.iter().any(|(_, known, _)| *known == name) {
                return Err((number, format!("the key `{name}` stands here twice")));
            }
            self.at += 1;
            let node = match rest.as_str() {
                "" => {
                    // A list may stand as far to the left as its key.
                    let next = self.lines.get(self.at);
                    let is_list = next
                        .is_some_and(|next| next.indent == indent && item(&next.text).is_some());
                    if is_list {
                        self.list(indent, level + 1)?
                    } else {
                        self.below(indent + 1, level)?
                    }
                }
                rest => value(rest, number)?,
            };
            keys.push((number, name, node));
        }
        Ok(Node::Keys(keys))
    }

    /// What stands further to the right than `least`.
    fn below(&mut self, least: usize, level: usize) -> Result<Node, Wrong> {
        match self.lines.get(self.at).map(|line| line.indent) {
            Some(indent) if indent >= least => self.block(indent, level + 1),
            _ => Ok(Node::Nothing),
        }
    }
}

/// What follows `- `.
fn item(text: &str) -> Option<&str> {
    if text == "-" {
        return Some("");
    }
    text.strip_prefix("- ").map(str::trim_start)
}

/// `key: rest`.
fn key(text: &str, line: usize) -> Result<Option<(String, String)>, Wrong> {
    if text.starts_with(['"', '\'']) {
        let (name, rest) = quoted(text, line)?;
        let rest = rest.trim_start();
        return Ok(match rest.strip_prefix(':') {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => {
                Some((name, rest.trim().to_owned()))
            }
            _ => None,
        });
    }
    let at = match text.find(": ") {
        Some(at) => Some(at),
        None => text.strip_suffix(':').map(str::len),
    };
    let Some(at) = at.filter(|_| !text.starts_with(['[', '{'])) else { return Ok(None) };
    let (name, rest) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    plain(name.trim(), line)?;
    Ok(Some((name.trim().to_owned(), rest.trim().to_owned())))
}

/// A word, or a list in brackets.
fn value(text: &str, line: usize) -> Result<Node, Wrong> {
    if let Some(inner) = text.strip_prefix('[') {
        return list_in_brackets(inner, line);
    }
    let (word, rest) = word(text, line, &[])?;
    match rest.trim() {
        "" => Ok(word),
        _ => Err((line, format!("`{}` follows a quoted word", rest.trim()))),
    }
}

fn list_in_brackets(text: &str, line: usize) -> Result<Node, Wrong> {
    let mut items = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(after) = rest.strip_prefix(']') {
            return match after.trim() {
                "" => Ok(Node::List(items)),
                after => Err((line, format!("`{after}` follows a list"))),
            };
        }
        if rest.is_empty() {
            return Err((line, "a list in brackets has to end in the same line".to_owned()));
        }
        let (node, after) = word(rest, line, &[',', ']'])?;
        items.push((line, node));
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if rest.starts_with(']') => {}
            None => {
                return Err((line, "a list in brackets has to end in the same line".to_owned()));
            }
        }
    }
}

/// A word up to one of these signs, and what is left.
fn word<'t>(text: &'t str, line: usize, ends: &[char]) -> Result<(Node, &'t str), Wrong> {
    if text.starts_with(['"', '\'']) {
        let (word, rest) = quoted(text, line)?;
        return Ok((Node::Word(word), rest));
    }
    let end = text.find(ends).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let word = word.trim();
    plain(word, line)?;
    Ok(match word {
        "" | "~" | "null" => (Node::Nothing, rest),
        word => (Node::Word(word.to_owned()), rest),
    })
}

/// Whether a word can stand without quotes.
fn plain(word: &str, line: usize) -> Result<(), Wrong> {
    let sign = word.chars().next();
    let what = match sign {
        Some('&') => "an anchor",
        Some('!') => "a tag",
        Some('|' | '>') => "a block of text",
        Some('{') => "a mapping in braces",
        Some('[') => "a list in a list",
        Some('*') if word.chars().nth(1).is_some_and(char::is_alphanumeric) => "an alias",
        _ => return Ok(()),
    };
    Err((line, format!("`{word}` is {what}, which no dictionary needs; quote it if it is a word")))
}

/// A quoted word and what follows it.
fn quoted(text: &str, line: usize) -> Result<(String, &str), Wrong> {
    let quote = text.chars().next().unwrap_or('"');
    let mut word = String::new();
    let mut signs = text.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\'' if quote == '\'' && signs.next_if(|(_, next)| *next == '\'').is_some() => {
                word.push('\'');
            }
            sign if sign == quote => return Ok((word, text.get(at + 1..).unwrap_or_default())),
            '\\' if quote == '"' => match signs.next() {
                Some((_, 'n')) => word.push('\n'),
                Some((_, 't')) => word.push('\t'),
                Some((_, sign @ ('"' | '\\' | '/'))) => word.push(sign),
                _ => return Err((line, "this sign behind `\\` is not understood".to_owned())),
            },
            sign => word.push(sign),
        }
    }
    Err((line, "a quoted word has to end in the same line".to_owned()))
}

/// A line without its remark.
fn without_remark(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, sign) in line.char_indices() {
        match (quote, sign) {
            (None, '#') if before == ' ' => return line.get(..at).unwrap_or_default(),
            // A quote opens where a word begins; within one it is an apostrophe.
            (None, '"' | '\'') if matches!(before, ' ' | '[' | ',') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            _ => {}
        }
        before = sign;
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(words: &[&str], line: usize) -> Node {
        Node::List(
            words
                .iter()
                .enumerate()
                .map(|(place, word)| (line + place, Node::Word((*word).into())))
                .collect(),
        )
    }

    #[test]
    fn what_dictionaries_are_written_in() {
        let node =
            read("---\n# words\na:\n- x y\n- 'it''s' # so\nb:\n  c: [p*, \"q, r\"]\n  d: z\n")
                .unwrap();
        let b = Node::Keys(vec![
            (
                7,
                "c".into(),
                Node::List(vec![(7, Node::Word("p*".into())), (7, Node::Word("q, r".into()))]),
            ),
            (8, "d".into(), Node::Word("z".into())),
        ]);
        assert_eq!(
            node,
            Node::Keys(vec![(3, "a".into(), words(&["x y", "it's"], 4)), (6, "b".into(), b)])
        );
        let node = read("a:\n  - x\n  - b:\n      - y\n  - don't # know\n").unwrap();
        let Node::Keys(keys) = node else { panic!() };
        let Node::List(items) = &keys[0].2 else { panic!() };
        assert_eq!(items[1].1, Node::Keys(vec![(3, "b".into(), words(&["y"], 4))]));
        assert_eq!(items[2].1, Node::Word("don't".into()));
    }

    #[test]
    fn what_is_more_is_refused_with_its_line() {
        for (text, line) in [
            ("a: &x\n", 1),
            ("a:\n  - *x\n", 2),
            ("a: !!str b\n", 1),
            ("a: |\n  b\n", 1),
            ("a: {b: c}\n", 1),
            ("a:\n\t- b\n", 2),
            ("a: [b\n", 1),
            ("a: b\na: c\n", 2),
            ("a:\n  b: c\n d: e\n", 3),
        ] {
            assert_eq!(read(text).unwrap_err().0, line, "{text}");
        }
        assert!(
            read(&(0..200).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()).is_err()
        );
        assert!(read(&"- ".repeat(500)).is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[-a: \\[\\],'\"#\\\\\n*é]{0,60}") {
            let _ = read(&text);
        }
    }
}
