//! What a reader is given: the bytes of one file, its path, its decoded text and what was counted
//! in it, each worked out once.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::decode::{self, Decoded};
use super::survey::Survey;
use super::{Options, front, unread};
use crate::diagnostic::Diagnostic;

/// How a zip package begins.
const PACKAGE: &[u8] = b"PK\x03\x04";

/// One file before it is read.
pub(super) struct Input<'b> {
    /// The bytes as they are on the disk; empty where they became the text.
    pub(super) bytes: Cow<'b, [u8]>,
    /// The path as the user knows it.
    pub(super) path: &'b str,
    /// What the reader was told.
    pub(super) options: &'b Options,
    /// The decoded text; `None` where a reader takes the bytes.
    decoded: Option<Decoded>,
    /// Whether the text came out of another file. What is around it has been read then, and the
    /// file's name says nothing about it.
    pub(super) is_extracted: bool,
    /// What YAML or TOML front matter says.
    pub(super) meta: Vec<(String, String)>,
    /// Where the text begins after the front matter.
    pub(super) body: usize,
    survey: OnceCell<Survey>,
}

impl<'b> Input<'b> {
    /// Decodes a file. Fails on files that are empty, no text, or not read yet.
    pub(super) fn new(
        bytes: Cow<'b, [u8]>,
        path: &'b str,
        options: &'b Options,
    ) -> Result<Self, Diagnostic> {
        unread::refuse(&bytes, path)?;
        let start = bytes.trim_ascii_start();
        let is_binary = bytes.starts_with(PACKAGE)
            || [&b"%PDF-"[..], b"{\\rtf"].iter().any(|beginning| start.starts_with(beginning));
        let (bytes, decoded) = match is_binary {
            true => (bytes, None),
            false => (Cow::Borrowed(&b""[..]), Some(decode::decode(bytes, path)?)),
        };
        let text = decoded.as_ref().map_or("", |decoded| &decoded.text);
        let front = front::matter(text);
        Ok(Input {
            bytes,
            path,
            options,
            decoded,
            is_extracted: false,
            meta: front.meta,
            body: front.end,
            survey: OnceCell::new(),
        })
    }

    /// A text that came out of another file (the paragraphs of a docx).
    pub(super) fn of_text(text: String, path: &'b str, options: &'b Options) -> Self {
        let decoded = Decoded { text, encoding: "utf-8", notes: Vec::new() };
        Input {
            bytes: Cow::Borrowed(b""),
            path,
            options,
            decoded: Some(decoded),
            is_extracted: true,
            meta: Vec::new(),
            body: 0,
            survey: OnceCell::new(),
        }
    }

    /// Whether a reader takes the bytes: a zip package, PDF or RTF.
    pub(super) fn is_binary(&self) -> bool {
        self.decoded.is_none()
    }

    /// Whether the file is a zip package.
    pub(super) fn is_package(&self) -> bool {
        self.bytes.starts_with(PACKAGE)
    }

    /// The whole decoded text.
    pub(super) fn text(&self) -> &str {
        self.decoded.as_ref().map_or("", |decoded| &decoded.text)
    }

    /// The text after the front matter.
    pub(super) fn after_front(&self) -> &str {
        self.text().get(self.body..).unwrap_or_default()
    }

    /// Takes the text out, for the transcript.
    pub(super) fn take_text(&mut self) -> String {
        self.decoded.take().map_or_else(String::new, |decoded| decoded.text)
    }

    /// The encoding the text was decoded from.
    pub(super) fn encoding(&self) -> &'static str {
        self.decoded.as_ref().map_or("utf-8", |decoded| decoded.encoding)
    }

    /// What was noticed while decoding.
    pub(super) fn notes(&self) -> Vec<Diagnostic> {
        self.decoded.as_ref().map_or_else(Vec::new, |decoded| decoded.notes.clone())
    }

    /// What was counted in the text after the front matter.
    pub(super) fn survey(&self) -> &Survey {
        self.survey.get_or_init(|| Survey::of(self.after_front(), self.options))
    }

    /// Takes the survey out, for the reader that goes on with it.
    pub(super) fn take_survey(&mut self) -> Survey {
        self.survey.take().unwrap_or_else(|| Survey::of(self.after_front(), self.options))
    }

    /// Puts a survey back that was changed.
    pub(super) fn put_survey(&mut self, survey: Survey) {
        self.survey = OnceCell::from(survey);
    }

    /// The path's extension in lower case, without its dot.
    pub(super) fn extension(&self) -> String {
        if self.is_extracted {
            return String::new();
        }
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or(self.path);
        match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
            _ => String::new(),
        }
    }

    /// The first lines that are not blank, trimmed.
    pub(super) fn first_lines(&self) -> impl Iterator<Item = &str> {
        self.after_front().lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// The last line that is not blank, trimmed.
    pub(super) fn last_line(&self) -> &str {
        let text = self.after_front().trim_end();
        text.rsplit('\n').next().unwrap_or_default().trim()
    }
}
