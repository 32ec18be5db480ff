//! Files that want to do harm, or are merely broken: an error or a sound transcript, never a panic
//! and never much time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod damaged;
#[path = "../outside/mod.rs"]
mod outside;
mod pdf;
#[path = "../sound/mod.rs"]
mod sound;

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use emic::diagnostic::Diagnostic;
use emic::transcript::Transcript;
use emic::transcript::read::{Format, Options, read};
use sound::assert_sound;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn of(bytes: &[u8], path: &str) -> Result<Transcript, Diagnostic> {
    read(bytes, path, &Options::default())
}

fn message(bytes: &[u8], path: &str) -> String {
    let error = of(bytes, path).unwrap_err();
    assert!(!error.help.is_empty(), "{}", error.message);
    error.message
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn workbook(sheet: &[u8]) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn empty_and_binary_files_are_named() {
    assert_eq!(message(b"", "t.txt"), "`t.txt` is empty");
    assert!(message(b" \n\n", "t.txt").contains("no text"));
    assert!(message(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "t.txt").contains("PNG image"));
    assert!(message(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", "t.txt").contains("Windows program"));
    assert!(message(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "t.txt").contains("a damaged PDF"));
    assert!(message(&[7u8, 1, 2, 0, 255, 254, 3, 9].repeat(100), "t.txt").contains("binary"));
}

#[test]
fn cut_and_mislabelled_files_are_errors_or_read_by_content() {
    let body = "<w:p><w:r><w:t>I: And?</w:t></w:r></w:p><w:p><w:r><w:t>P1: No.</w:t></w:r></w:p>";
    let document = format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    let docx = zipped(&[("word/document.xml", document.as_bytes())]);
    assert_eq!(of(&docx, "t.csv").unwrap().text, "I: And?\nP1: No.");
    for end in 4..docx.len() {
        let cut = of(&docx[..end], "t.docx");
        assert!(cut.is_err(), "{end}");
    }
    assert!(message(&docx[..docx.len() - 30], "t.docx").contains("cut off"));
    assert_eq!(of(b"I: And?\nP1: No.\n", "t.docx").unwrap().format, "labels");
    assert!(message(&zipped(&[("a.txt", b"I: And?")]), "t.zip").contains("zip archive"));
    let options = Options { format: Format::named("docx"), ..Options::default() };
    assert!(read(b"I: And?\n", "t.txt", &options).is_err());
}

#[test]
fn bombs_are_stopped() {
    let huge = vec![b' '; 200 << 20];
    let error = message(&zipped(&[("word/document.xml", &huge)]), "t.docx");
    assert!(error.contains("unpacks to more than"), "{error}");
    let error = message(&workbook(&huge), "t.xlsx");
    assert!(error.contains("unpacks to more than"), "{error}");
    let mut billion = String::from("<!DOCTYPE d [<!ENTITY a0 \"laugh\">");
    for level in 1..20 {
        let reference = format!("&a{};", level - 1).repeat(10);
        billion.push_str(&format!("<!ENTITY a{level} \"{reference}\">"));
    }
    let xml = format!(
        "{billion}]><w:document xmlns:w=\"{WORD}\"><w:body><w:p><w:r><w:t>&a19;</w:t></w:r></w:p></w:body></w:document>"
    );
    let transcript = of(&zipped(&[("word/document.xml", xml.as_bytes())]), "t.docx").unwrap();
    assert!(transcript.text.len() < 100);
}

#[test]
fn deep_and_repeated_markup_costs_little() {
    let deep = "<div><b><table><tr><td>".repeat(60_000);
    quickly(format!("<html>{deep}I: yes").as_bytes(), "t.html");
    quickly("<html><p".repeat(200_000).as_bytes(), "t.html");
    quickly(format!("<html>I: {}", "&amp".repeat(300_000)).as_bytes(), "t.html");
    let cells = "\\trowd\\intbl x\\cell ".repeat(60_000);
    quickly(format!("{{\\rtf1 {cells}{}", "{\\b ".repeat(300_000)).as_bytes(), "t.rtf");
    let names = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"";
    let cell = "<table:table-cell table:number-columns-repeated=\"99999999\"><text:p>x</text:p></table:table-cell>";
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"99999999\">{cell}</table:table-row>"
    );
    let sheet = |rows: usize| {
        let xml =
            format!("<office:d {names}><table:table>{}</table:table></office:d>", row.repeat(rows));
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", xml.as_bytes()),
        ])
    };
    assert!(of(&sheet(1), "t.ods").is_err());
    assert!(message(&sheet(200), "t.ods").contains("more than 4000000 cells"));
    let deep = "<text:span>".repeat(5_000);
    let xml = format!("<office:d {names}>{deep}");
    let odt = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", xml.as_bytes()),
    ]);
    assert!(message(&odt, "t.odt").contains("nested too deep"));
    let eaf = format!("<ANNOTATION_DOCUMENT>{}", "<TIER>".repeat(5_000));
    assert!(message(eaf.as_bytes(), "t.eaf").contains("nested too deep"));
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let cell = |place: &str, text: &str| {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let sheet = format!(
        "<worksheet xmlns=\"{SHEET}\"><sheetData><row r=\"1\">{}{}</row><row r=\"2\">{}{}</row><row r=\"1048576\">{}</row></sheetData></worksheet>",
        cell("A1", "speaker"),
        cell("B1", "text"),
        cell("A2", "Ana"),
        cell("B2", "So."),
        cell("XFD1048576", "x"),
    );
    let transcript = of(&workbook(sheet.as_bytes()), "t.xlsx").unwrap();
    assert_eq!((transcript.format, transcript.text.as_str()), ("xlsx", "Ana: So."));
}

/// Runs in a time that only something quadratic would exceed.
fn quickly(bytes: &[u8], path: &str) -> Transcript {
    let start = Instant::now();
    let transcript = of(bytes, path).unwrap();
    assert!(start.elapsed() < Duration::from_secs(20), "{path}: {:?}", start.elapsed());
    transcript
}

#[test]
fn huge_lines_and_many_labels_take_linear_time() {
    let line = "and then she said that it was 10:30 [so] (far) ".repeat(200_000);
    assert_eq!(quickly(line.as_bytes(), "line.txt").turns.len(), 1);
    assert_eq!(quickly(format!("I: {line}").as_bytes(), "line.txt").turns.len(), 1);
    let many: String = (0..60_000).map(|n| format!("Name{n}: yes\nName{n}: no\n")).collect();
    quickly(many.as_bytes(), "many.txt");
    let rows: String = (0..100_000).map(|n| format!("Name{n},yes\n")).collect();
    let rows = quickly(format!("speaker,text\n{rows}").as_bytes(), "many.csv");
    assert_eq!(rows.speakers.len(), 100_000);
    let blank = "\n".repeat(5_000_000) + "I: yes";
    assert_eq!(quickly(blank.as_bytes(), "blank.txt").turns.len(), 1);
    let vtt = format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{}", "<v A>&amp<".repeat(200_000));
    quickly(vtt.as_bytes(), "t.vtt");
    let srt = format!("1\n00:00:00,000 --> 00:00:01,000\n{}", "{<".repeat(100_000));
    quickly(srt.as_bytes(), "t.srt");
    let open = format!("I: {}\n", "[(#".repeat(300_000));
    quickly(open.as_bytes(), "open.txt");
}

#[test]
fn naughty_strings_are_speech_like_any_other() {
    let Some(data) = outside::data() else { return };
    let strings = outside::json(&data.join("data/formats/blns/raw/blns.json"));
    let mut count = 0;
    for string in strings.as_array().unwrap().iter().filter_map(|string| string.as_str()) {
        for path in ["t.txt", "t.csv", "t.srt", "t.vtt", "t.json"] {
            if let Ok(transcript) = of(string.as_bytes(), path) {
                assert_sound(&transcript);
            }
        }
        let said = format!("I: {string}\nP1: yes\nI: no\nP1: so\n");
        let transcript = of(said.as_bytes(), "t.txt").unwrap();
        assert_sound(&transcript);
        if !string.contains(['\n', '\r', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}', '\0', ':', '\t'])
        {
            assert_eq!(transcript.turns.len(), 4, "{string:?}");
            let first = transcript.reading_text(&transcript.turns[0]).into_owned();
            let line = transcript.text.lines().next().unwrap();
            assert_eq!(first, line.strip_prefix("I:").unwrap().trim(), "{string:?}");
        }
        let cued = format!("WEBVTT\n\n00:00.000 --> 00:01.000\nI: {string}\n");
        assert_sound(&of(cued.as_bytes(), "t.vtt").unwrap());
        count += 1;
    }
    eprintln!("{count} strings");
}
