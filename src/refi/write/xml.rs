//! XML as text: elements in, characters out, each escaped for where it stands.
//!
//! What XML cannot hold at all (control characters, U+FFFE) becomes U+FFFD; line breaks in
//! attributes are written as references, for a reader would turn them into spaces.

/// A document that is being written.
#[derive(Debug, Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<(&'static str, bool)>,
}

impl Xml {
    /// A document with its declaration.
    pub(super) fn new() -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
        Xml { text, open: Vec::new() }
    }

    /// Begins an element.
    pub(super) fn start(&mut self, name: &'static str) -> &mut Self {
        self.close_tag();
        self.text.push('<');
        self.text.push_str(name);
        self.open.push((name, true));
        self
    }

    /// Gives the element that was just begun an attribute.
    pub(super) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        escape(&mut self.text, value, true);
        self.text.push('"');
        self
    }

    /// The same where there is a value.
    pub(super) fn maybe(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// Text of the element that is open.
    pub(super) fn words(&mut self, text: &str) -> &mut Self {
        self.close_tag();
        escape(&mut self.text, text, false);
        self
    }

    /// Ends the element that was begun last.
    pub(super) fn end(&mut self) -> &mut Self {
        if let Some((name, is_bare)) = self.open.pop() {
            match is_bare {
                true => self.text.push_str("/>"),
                false => {
                    self.text.push_str("</");
                    self.text.push_str(name);
                    self.text.push('>');
                }
            }
        }
        self
    }

    /// The document.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.text.push('\n');
        self.text
    }

    fn close_tag(&mut self) {
        if let Some((_, is_bare)) = self.open.last_mut()
            && *is_bare
        {
            *is_bare = false;
            self.text.push('>');
        }
    }
}

fn escape(into: &mut String, text: &str, is_attribute: bool) {
    for c in text.chars() {
        match c {
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '&' => into.push_str("&amp;"),
            '"' if is_attribute => into.push_str("&quot;"),
            '\n' | '\t' if is_attribute => into.push_str(&format!("&#{};", u32::from(c))),
            '\r' => into.push_str("&#13;"),
            '\n' | '\t' => into.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => into.push('\u{FFFD}'),
            _ => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_closed_and_text_is_escaped() {
        let mut xml = Xml::new();
        xml.start("A").attribute("n", "a\"<\n\u{1}").start("B").end();
        xml.start("C").words("x<y & \u{1F642}").end();
        let written = xml.finish();
        assert!(written.ends_with(
            "<A n=\"a&quot;&lt;&#10;\u{FFFD}\"><B/><C>x&lt;y &amp; \u{1F642}</C></A>\n"
        ));
    }
}
