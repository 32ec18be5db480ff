//! Readers: bytes in, a transcript out. One reader a file.
//!
//! Content decides the format, the file's extension only where content does not. [`Format::ALL`]
//! lists the readers in the order in which they are asked. A new reader is one file with a `Reader`
//! in it and one line in that table.

mod activity_log;
mod captions;
mod chat;
mod chat_words;
mod columns;
mod csv;
mod cue_text;
mod dates;
mod decode;
mod diary;
mod document;
mod docx;
mod docx_bold;
mod docx_questions;
mod docx_styles;
mod docx_teams;
mod elan;
mod f4;
mod fields;
mod front;
mod google_meet;
mod guess;
mod house;
mod house_styles;
mod html;
pub(crate) mod html_tags;
mod input;
mod label;
mod label_line;
mod label_words;
mod labels;
mod lines;
mod marked;
mod nfc;
mod numbered;
mod ods;
mod odt;
mod opendocument;
pub(crate) mod package;
mod page;
mod paragraphs;
mod pdf;
mod pdf_furniture;
mod pdf_limits;
mod pdf_lines;
mod pdf_order;
mod pdf_packed;
mod pdf_text;
mod plain;
mod prose;
mod rolling;
mod rtf;
mod rtf_charsets;
mod rtf_tokens;
mod speakers;
mod speech;
mod srt;
mod survey;
mod table;
mod textgrid;
mod tiers;
mod times;
mod unread;
mod vtt;
mod whisper;
mod xlsx;

use std::borrow::Cow;
use std::fmt;

use super::Transcript;
use crate::diagnostic::Diagnostic;
use input::Input;

/// The order of day, month and year in dates such as `05/03/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 5 March.
    DayFirst,
    /// May 3.
    MonthFirst,
    /// The year stands first, the month in the middle.
    YearFirst,
}

/// What a reader may be told.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format (`--as`); found out from content and extension without it.
    pub format: Option<Format>,
    /// How to read dates that can be read two ways.
    pub date_order: Option<DateOrder>,
    /// Labels known as interviewer: they count as labels even where they occur once.
    pub interviewers: Vec<String>,
}

/// What every reader offers.
trait Reader: Sync {
    /// The format's name, as `--as` takes it.
    fn name(&self) -> &'static str;

    /// What it reads, in a few words for the help.
    fn about(&self) -> &'static str;

    /// The extensions that belong to it, for content that no reader recognises.
    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it reads bytes (a zip package, PDF, RTF), not decoded text.
    fn is_binary(&self) -> bool {
        false
    }

    /// Whether the content is of this format.
    fn recognises(&self, input: &Input) -> bool;

    /// Reads the content, which [`Reader::recognises`] need not have approved (`--as`).
    fn read(&self, input: Input) -> Result<Transcript, Diagnostic>;
}

/// A date in ISO 8601, however it is written (`3 March 2026`, `03/04/2026` with its order given,
/// `20260331`); nothing where it is none or can be read two ways.
pub fn iso_date(text: &str, order: Option<DateOrder>) -> Option<String> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let dashed = format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?);
        return iso_date(&dashed, order);
    }
    match dates::date(text, order)? {
        dates::Date::Known(date) => Some(date),
        dates::Date::Ambiguous | dates::Date::Impossible => None,
    }
}

/// A format that can be read.
#[derive(Clone, Copy)]
pub struct Format(&'static dyn Reader);

impl Format {
    /// Every format, in the order in which content is tried.
    pub const ALL: &'static [Format] = &[
        Format(&docx::Docx),
        Format(&xlsx::Xlsx),
        Format(&odt::Odt),
        Format(&ods::Ods),
        Format(&rtf::Rtf),
        Format(&pdf::Pdf),
        Format(&vtt::Vtt),
        Format(&elan::Elan),
        Format(&odt::FlatOdt),
        Format(&html::Html),
        Format(&chat::Chat),
        Format(&textgrid::TextGrid),
        Format(&whisper::Whisper),
        Format(&srt::Srt),
        Format(&activity_log::ActivityLog),
        Format(&csv::Csv),
        Format(&google_meet::GoogleMeet),
        Format(&house_styles::ZOOM_CHAT_SAVED),
        Format(&house_styles::ZOOM_CHAT_OLD),
        Format(&house_styles::ZOOM_CHAT_CLOUD),
        Format(&house_styles::REV),
        Format(&house_styles::REV_OLD),
        Format(&house_styles::DESCRIPT_MD),
        Format(&house_styles::DESCRIPT),
        Format(&house_styles::SONIX),
        Format(&house_styles::TRINT),
        Format(&house_styles::OTTER),
        Format(&house_styles::WORD_TRANSCRIBE),
        Format(&f4::F4),
        Format(&numbered::JEFFERSON),
        Format(&numbered::LINE_NUMBERED),
        Format(&diary::Diary),
        Format(&label_line::LabelLine),
        Format(&labels::Labels),
        Format(&marked::Marked),
        Format(&plain::Plain),
    ];

    /// The format's name, as `--as` takes it.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the format is, in a few words.
    pub fn about(self) -> &'static str {
        self.0.about()
    }

    /// The format of that name, or of that extension where one promises a format (`tsv`, `json`).
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace('-', "_");
        let by_name = Self::ALL.iter().copied().find(|format| format.name() == name);
        by_name.or_else(|| Self::of_extension(&name).filter(|_| !is_text_extension(&name)))
    }

    /// The format that an extension (without its dot) belongs to.
    fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.0.extensions().contains(&extension))
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Format({})", self.name())
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

/// The format of a file's content; where that does not tell, of its extension.
pub fn detect(bytes: &[u8], path: &str) -> Result<Format, Diagnostic> {
    let options = Options::default();
    format_of(&Input::new(Cow::Borrowed(bytes), path, &options)?)
}

fn format_of(input: &Input) -> Result<Format, Diagnostic> {
    let by_content = || {
        let fits = |format: &&Format| {
            format.0.is_binary() == input.is_binary() && format.0.recognises(input)
        };
        Format::ALL.iter().find(fits).copied()
    };
    let by_extension = || {
        Format::of_extension(&input.extension())
            .filter(|format| format.0.is_binary() == input.is_binary())
    };
    match by_content().or_else(by_extension) {
        Some(format) => Ok(format),
        None if input.is_package() => {
            Err(package::Package::open(&input.bytes, input.path)?.unknown())
        }
        None => Ok(Format(&plain::Plain)),
    }
}

/// Reads a transcript. Its id is the file's stem; the caller may change it.
pub fn read(bytes: &[u8], path: &str, options: &Options) -> Result<Transcript, Diagnostic> {
    read_whole(Cow::Borrowed(bytes), path, options)
}

/// The same with bytes that may be given away, which saves a copy of most texts.
pub fn read_whole(
    bytes: Cow<'_, [u8]>,
    path: &str,
    options: &Options,
) -> Result<Transcript, Diagnostic> {
    let input = Input::new(bytes, path, options)?;
    let format = match options.format {
        Some(format) => format,
        None => format_of(&input)?,
    };
    if format.0.is_binary() != input.is_binary() {
        return Err(mismatch(&input, format));
    }
    let encoding = input.encoding();
    let mut notes = input.notes();
    let extension = input.extension();
    let mut transcript = format.0.read(input)?;
    if let Some(named) = Format::of_extension(&extension)
        && named != format
        && options.format.is_none()
        && !is_text_extension(&extension)
        && !(extension == "csv" && format == Format(&activity_log::ActivityLog))
    {
        notes.push(
            Diagnostic::note(format!(
                "`{path}` is called `.{extension}`, but its content is `{}`",
                format.name()
            ))
            .in_file(path),
        );
    }
    notes.append(&mut transcript.notes);
    transcript.notes = notes;
    transcript.id = stem(path).to_owned();
    transcript.path = path.to_owned();
    transcript.format = format.name();
    transcript.encoding = encoding;
    Ok(transcript)
}

/// Extensions that promise nothing about the content.
fn is_text_extension(extension: &str) -> bool {
    matches!(extension, "txt" | "text" | "md" | "markdown" | "")
}

fn mismatch(input: &Input, format: Format) -> Diagnostic {
    let path = input.path;
    let name = format.name();
    let what = match input.is_binary() {
        true if input.is_package() => "a zip package (docx, xlsx, odt or ods)",
        true => "a PDF or RTF document",
        false => "plain text",
    };
    Diagnostic::error(format!("`{path}` is {what} and cannot be read as `{name}`"))
        .in_file(path)
        .help("leave out `--as` and let the content decide")
}

/// A path's last part without its extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_unique() {
        for format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(*format));
            assert!(!format.about().is_empty());
        }
        assert_eq!(Format::named("Line-Numbered").map(Format::name), Some("line_numbered"));
        assert_eq!(Format::named("tsv").map(Format::name), Some("csv"));
        assert_eq!(Format::named("wav"), None);
        assert_eq!(Format::named("txt"), None);
    }

    #[test]
    fn content_comes_before_the_extension() {
        let name = |bytes: &[u8], path| detect(bytes, path).unwrap().name();
        assert_eq!(name(b"WEBVTT\n\n00:00.000 --> 00:01.000\nYes.\n", "talk.txt"), "vtt");
        assert_eq!(name(b"I: And?\nP1: No.\n", "talk.csv"), "labels");
        assert_eq!(name(b"Nothing told.\n", "talk.txt"), "plain");
        assert_eq!(name(b"Nothing told.\n", "talk.srt"), "srt");
    }

    #[test]
    fn the_id_is_the_stem() {
        for (path, id) in
            [("a/b/p01.txt", "p01"), ("p.1.docx", "p.1"), (".hidden", ".hidden"), ("x", "x")]
        {
            assert_eq!(stem(path), id);
        }
    }

    #[test]
    fn a_wrong_extension_is_told() {
        let options = Options::default();
        let transcript = read(b"I: And?\nP1: No.\n", "talk.srt", &options).unwrap();
        assert_eq!((transcript.format, transcript.turns.len()), ("labels", 2));
        assert!(transcript.notes[0].message.contains("`.srt`"));
    }
}
