//! Rich Text Format (WordPad, TextEdit, old Word; RTF Specification 1.9.1).
//!
//! In come the bytes, out come paragraphs and tables, of which [`document`] makes turns. Letters are
//! of the code page of their font, or Unicode with a fall-back that is stepped over; hidden and
//! deleted text, fields' codes, headers, footers, notes and pictures are passed over.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::input::Input;
use super::page::Page;
use super::rtf_charsets as charsets;
use super::rtf_tokens::{Token, Tokens};
use super::{Reader, document};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Rich Text Format.
pub(super) struct Rtf;

impl Reader for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn about(&self) -> &'static str {
        "Rich Text Format: labels, bold labels, tables of turns"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        input.bytes.trim_ascii_start().starts_with(b"{\\rtf")
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        if !self.recognises(&input) {
            return Err(Diagnostic::error(format!("`{}` is no RTF document", input.path))
                .in_file(input.path)
                .help("leave out `--as` and let the content decide"));
        }
        let mut reading = Reading::default();
        let mut tokens = Tokens::of(&input.bytes);
        let mut is_whole = false;
        while let Some(token) = tokens.next() {
            if let Token::Word(b"bin", Some(length)) = token {
                tokens.step_over(usize::try_from(length).unwrap_or(0));
            } else if !reading.token(token) {
                is_whole = true;
                break;
            }
        }
        reading.flush();
        let mut transcript = document::transcript(&reading.page.finish(), &input)?;
        if !is_whole {
            let message = format!("`{}` ends before the document does: it is cut off", input.path);
            transcript.notes.push(
                Diagnostic::warning(message)
                    .in_file(input.path)
                    .help("what is left of it is read; copy the file again"),
            );
        }
        Ok(transcript)
    }
}

/// Groups whose content is no text of the page.
const PASSED_OVER: [&[u8]; 22] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"footnote",
    b"annotation",
    b"fldinst",
    b"nonshppict",
    b"listtext",
    b"pntext",
    b"xe",
    b"tc",
];

/// What holds until a group's end.
#[derive(Clone, Copy)]
struct State {
    is_bold: bool,
    /// Hidden, deleted, or in a group that is passed over.
    is_hidden: bool,
    is_passed: bool,
    /// Whether the group is the list of fonts.
    in_fonts: bool,
    /// How many bytes stand for a Unicode character in old readers.
    fallback: usize,
    encoding: &'static Encoding,
}

/// The row of a table that is open.
#[derive(Clone, Copy, Default)]
struct Row {
    /// Its cells are defined (`\trowd`).
    is_defined: bool,
    /// The paragraph says that it stands in a table (`\intbl`).
    is_told: bool,
    /// A cell of it has ended.
    has_cells: bool,
}

/// The page under reading.
struct Reading {
    page: Page,
    state: State,
    /// The states of the groups around.
    around: Vec<State>,
    /// The code page of the file and those of its fonts.
    encoding: &'static Encoding,
    fonts: BTreeMap<i32, &'static Encoding>,
    /// The font that is being listed.
    font: i32,
    /// Whether a group has just begun, or `\*` in it.
    is_beginning: bool,
    is_optional: bool,
    /// Bytes of the fall-back still to be stepped over.
    stepping: usize,
    /// Bytes that are not decoded yet, and the first half of a surrogate pair.
    bytes: Vec<u8>,
    half: Option<u16>,
    row: Row,
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            page: Page::default(),
            state: State {
                is_bold: false,
                is_hidden: false,
                is_passed: false,
                in_fonts: false,
                fallback: 1,
                encoding: WINDOWS_1252,
            },
            around: Vec::new(),
            encoding: WINDOWS_1252,
            fonts: BTreeMap::new(),
            font: 0,
            is_beginning: false,
            is_optional: false,
            stepping: 0,
            bytes: Vec::new(),
            half: None,
            row: Row::default(),
        }
    }
}

impl Reading {
    /// Takes a token; says whether the document goes on.
    fn token(&mut self, token: Token) -> bool {
        let is_beginning = std::mem::take(&mut self.is_beginning);
        match token {
            Token::Open => {
                self.stepping = 0;
                self.around.push(self.state);
                self.is_beginning = true;
            }
            Token::Close => {
                self.flush();
                self.stepping = 0;
                match self.around.pop() {
                    Some(state) => self.state = state,
                    None => return false,
                }
                return !self.around.is_empty();
            }
            Token::Symbol(b'*') if is_beginning => {
                (self.is_beginning, self.is_optional) = (true, true);
            }
            Token::Word(word, number) => {
                let is_optional = std::mem::take(&mut self.is_optional);
                if is_beginning && self.begins(word, is_optional) {
                    return true;
                }
                self.word(word, number);
            }
            Token::Symbol(symbol) => match symbol {
                b'~' => self.written("\u{A0}"),
                b'_' => self.written("-"),
                b'\n' | b'\r' => self.paragraph(),
                b'\\' | b'{' | b'}' => self.bytes_of(&[symbol]),
                _ => {}
            },
            Token::Byte(byte) => self.bytes_of(&[byte]),
            Token::Text(text) => {
                // White space stands between the syntax of careless writers.
                self.is_beginning = is_beginning && text.iter().all(u8::is_ascii_whitespace);
                self.bytes_of(text);
            }
        }
        true
    }

    /// Whether a group's first word says that it is passed over, or what it is.
    fn begins(&mut self, word: &[u8], is_optional: bool) -> bool {
        if word == b"fonttbl" {
            self.state.in_fonts = true;
        }
        match word {
            b"annotation" if !self.state.is_passed => self.page.comment(),
            b"footnote" if !self.state.is_passed => self.page.note(),
            _ => {}
        }
        let is_read = matches!(word, b"shptxt" | b"shpinst" | b"shprslt");
        let is_passed = PASSED_OVER.contains(&word) || is_optional && !is_read;
        self.state.is_passed |= is_passed;
        is_passed
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let is_on = number != Some(0);
        match word {
            b"ansicpg" => {
                self.encoding = charsets::of_code_page(number.unwrap_or(0));
                self.state.encoding = self.encoding;
            }
            b"mac" => (self.encoding, self.state.encoding) = (charsets::MAC, charsets::MAC),
            b"uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(0),
            b"u" => self.unicode(number.unwrap_or(0)),
            b"f" if self.state.in_fonts => self.font = number.unwrap_or(0),
            b"fcharset" if self.state.in_fonts => {
                let encoding = charsets::of_charset(number.unwrap_or(0)).unwrap_or(self.encoding);
                self.fonts.insert(self.font, encoding);
            }
            b"f" => {
                self.flush();
                let font = self.fonts.get(&number.unwrap_or(0)).copied();
                self.state.encoding = font.unwrap_or(self.encoding);
            }
            b"b" => {
                self.flush();
                self.state.is_bold = is_on;
            }
            b"plain" => {
                self.flush();
                (self.state.is_bold, self.state.is_hidden) = (false, false);
                self.state.encoding = self.encoding;
            }
            b"v" | b"deleted" => {
                self.flush();
                self.state.is_hidden = is_on;
            }
            b"par" | b"sect" | b"page" => self.paragraph(),
            b"line" | b"lbr" => self.written("\n"),
            b"tab" => self.written("\t"),
            b"trowd" if self.is_read() => self.row = Row { is_defined: true, ..self.row },
            b"intbl" if self.is_read() => self.row.is_told = true,
            b"pard" if self.is_read() => self.row.is_told = false,
            b"cell" if self.is_read() => self.cell(),
            b"row" if self.is_read() => {
                self.flush();
                self.row = Row { is_told: self.row.is_told, ..Row::default() };
            }
            b"nestcell" | b"nestrow" => self.written(" "),
            _ => {
                if let Some(text) = charsets::named(word) {
                    self.written(text);
                }
            }
        }
    }

    /// The end of a cell.
    fn cell(&mut self) {
        self.flush();
        self.put("");
        if !self.page.in_table() {
            self.page.begin_table();
        }
        if !self.row.has_cells {
            self.page.begin_row();
            self.row.has_cells = true;
        }
        self.page.end_cell();
    }

    /// Text of the page. The first in a row begins a table, the first behind the rows ends it.
    fn put(&mut self, text: &str) {
        let in_row = self.row.is_defined || self.row.is_told;
        match (in_row, self.page.in_table()) {
            (true, false) => self.page.begin_table(),
            (false, true) => self.page.end_table(),
            _ => {}
        }
        self.page.text(text, self.state.is_bold);
    }

    fn is_read(&self) -> bool {
        !self.state.is_passed && !self.state.is_hidden
    }

    fn paragraph(&mut self) {
        self.flush();
        if !self.is_read() {
            return;
        }
        self.put("");
        self.page.end_paragraph();
    }

    /// Bytes in the code page, of which the first may be the fall-back of a Unicode character.
    fn bytes_of(&mut self, bytes: &[u8]) {
        let stepped = self.stepping.min(bytes.len());
        self.stepping -= stepped;
        let bytes = bytes.get(stepped..).unwrap_or_default();
        if self.is_read() && !bytes.is_empty() {
            self.end_half();
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Text that is no byte of the code page.
    fn written(&mut self, text: &str) {
        if self.stepping > 0 {
            self.stepping -= 1;
            return;
        }
        self.flush();
        if self.is_read() {
            self.put(text);
        }
    }

    /// A character by its number in UTF-16; negative ones are counted from above.
    fn unicode(&mut self, number: i32) {
        self.decode();
        let unit = (number & 0xFFFF) as u16;
        if self.is_read() {
            match (self.half.take(), unit) {
                (None, 0xD800..=0xDBFF) => self.half = Some(unit),
                (first, _) => {
                    let units: Vec<u16> = first.into_iter().chain([unit]).collect();
                    let text = String::from_utf16_lossy(&units);
                    self.put(&text);
                }
            }
        }
        self.stepping = self.state.fallback;
    }

    fn flush(&mut self) {
        self.end_half();
        self.decode();
    }

    /// Half a character is none.
    fn end_half(&mut self) {
        if self.half.take().is_some() {
            self.put("\u{FFFD}");
        }
    }

    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let (text, _) = self.state.encoding.decode_without_bom_handling(&bytes);
            self.put(&text);
        }
    }
}

#[cfg(test)]
mod tests;
