//! The description of a project as a tree of elements.
//!
//! In comes XML text, out comes its tree without namespaces, or why there is none. Nothing outside
//! the text is ever fetched: a document type that declares entities is refused, an entity that XML
//! does not know stays as it is written.

use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may be nested.
const DEEPEST: usize = 200;

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, without a prefix.
    pub name: String,
    /// Its attributes, without those of namespaces.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<Element>,
    /// The text in it.
    pub text: String,
}

/// A tree with what was said about the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The uppermost element.
    pub root: Element,
    /// Its namespace.
    pub namespace: String,
    /// Whether it names a document type.
    pub has_type: bool,
}

impl Element {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is not empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The elements in it that have a name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element in it that has a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of an element in it.
    pub fn text_of(&self, name: &str) -> String {
        self.first(name).map(|child| child.text.clone()).unwrap_or_default()
    }

    /// Every element below, each before those in it.
    pub fn below(&self) -> Vec<&Element> {
        let mut all = Vec::new();
        let mut open: Vec<&Element> = self.children.iter().rev().collect();
        while let Some(element) = open.pop() {
            all.push(element);
            open.extend(element.children.iter().rev());
        }
        all
    }
}

/// Reads a document. The error is what is wrong with it.
pub fn parse(xml: &str) -> Result<Document, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut tree = Tree::default();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        if tree.take(&event)?.is_break() {
            return tree.finish();
        }
    }
}

/// A tree under construction.
#[derive(Default)]
struct Tree {
    document: Document,
    open: Vec<Element>,
    is_whole: bool,
}

impl Tree {
    fn take(&mut self, event: &Event<'_>) -> Result<ControlFlow<()>, String> {
        match event {
            Event::Start(start) => {
                self.begin(start);
                if self.open.len() > DEEPEST {
                    return Err("its elements are nested too deep".to_owned());
                }
            }
            Event::Empty(start) => {
                self.begin(start);
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.replace("\r\n", "\n")),
            Event::CData(text) => self.text(&text.replace("\r\n", "\n")),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
                _ => match quick_xml::escape::resolve_xml_entity(reference) {
                    Some(text) => self.text(text),
                    None => self.text(&format!("&{};", &**reference)),
                },
            },
            Event::DocType(kind) => {
                if kind.to_lowercase().contains("<!entity") {
                    return Err("it declares entities, which no such file needs and which can be \
                                made to fetch or fill"
                        .to_owned());
                }
                self.document.has_type = true;
            }
            Event::Eof => return Ok(ControlFlow::Break(())),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn begin(&mut self, start: &BytesStart<'_>) {
        let mut element =
            Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
        for attribute in start.attributes().with_checks(false).flatten() {
            let key: &str = attribute.key.as_ref();
            let value = match quick_xml::escape::unescape(&attribute.value) {
                Ok(value) => value.into_owned(),
                Err(_) => String::from(&*attribute.value),
            };
            if key == "xmlns" || key.starts_with("xmlns:") {
                // The namespace of the uppermost element is told by its own prefix.
                let prefix = start.name().prefix().map(|prefix| prefix.as_ref().to_owned());
                let is_own = key.strip_prefix("xmlns:").unwrap_or_default()
                    == prefix.as_deref().unwrap_or_default();
                if self.open.is_empty() && !self.is_whole && is_own {
                    self.document.namespace = value;
                }
            } else if !key.contains(':') {
                element.attributes.push((key.to_owned(), value));
            }
        }
        self.open.push(element);
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if !self.is_whole => {
                self.document.root = element;
                self.is_whole = true;
            }
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    fn finish(self) -> Result<Document, String> {
        match self.is_whole && self.open.is_empty() {
            true => Ok(self.document),
            false => Err("it ends too early".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree() {
        let read = parse(
            "\u{feff}<?xml version=\"1.0\"?><q:A xmlns:q=\"urn:x\" n='a &amp; b&#10;c'>x&lt;\r\ny<B/>\
             <![CDATA[<z>]]><B k=\"1\"><C/></B></q:A>",
        )
        .unwrap();
        assert_eq!((read.namespace.as_str(), read.root.name.as_str()), ("urn:x", "A"));
        assert_eq!(read.root.get("n"), Some("a & b\nc"));
        assert_eq!(read.root.text, "x<\ny<z>");
        assert_eq!((read.root.all("B").count(), read.root.below().len()), (2, 3));
    }

    #[test]
    fn hostile_documents() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;&c;</a>";
        assert!(parse(bomb).unwrap_err().contains("declares entities"));
        assert!(parse("<!DOCTYPE a><a>&b;</a>").is_ok_and(|read| read.root.text == "&b;"));
        let deep = "<a>".repeat(100_000);
        assert!(parse(&deep).unwrap_err().contains("nested"));
        for wrong in ["", "x", "<a>", "<a></b>", "</a>", "<a", "<?", "<!--"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
