//! Files that want to do harm, or are merely broken: an error or a sound transcript, never a panic
//! and never much time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;
mod sound;

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use emic::diagnostic::Diagnostic;
use emic::transcript::Transcript;
use emic::transcript::read::{Format, Options, read};
use proptest::prelude::*;
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

/// A PDF of objects, the first of which is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", number + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    let end = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    file.extend(end.bytes());
    file
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A PDF of one page with the given drawing, and further objects from the seventh.
fn page(drawing: &[u8], kids_of: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[3 0 R]/Count 1{kids_of}>>").into_bytes(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources 4 0 R/Contents 5 0 R>>"
            .to_vec(),
        b"<</Font<</F1 6 0 R>>/XObject<</X 7 0 R>>>>".to_vec(),
        stream("", drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    objects.extend(more.iter().cloned());
    pdf(&objects)
}

const SAID: &[u8] = b"BT /F1 12 Tf 50 700 Td (I: And?) Tj 0 -16 Td (P1: No.) Tj 0 -16 Td (I: So?) Tj 0 -16 Td (P1: Yes.) Tj ET";

#[test]
fn pdfs_that_never_end_are_read_or_refused() {
    let said = "I: And?\nP1: No.\nI: So?\nP1: Yes.";
    assert_eq!(of(&page(SAID, "", &[]), "t.pdf").unwrap().text, said);
    // A form that draws itself, by its own resources and by those around.
    for resources in ["/Resources<</XObject<</X 7 0 R>>>>", ""] {
        let form = stream(&format!("/Type/XObject/Subtype/Form{resources}"), b"/X Do");
        let drawing = [SAID, b" /X Do"].concat();
        assert_eq!(of(&page(&drawing, "", &[form]), "t.pdf").unwrap().text, said);
    }
    // Each form draws the next one many times.
    let form = |next: usize| {
        let resources = format!("/Resources<</XObject<</X {next} 0 R>>>>");
        stream(&format!("/Type/XObject/Subtype/Form{resources}"), &b"/X Do ".repeat(100))
    };
    let forms: Vec<_> = (8..40).map(form).collect();
    let drawing = [SAID, b" /X Do"].concat();
    assert_eq!(of(&page(&drawing, "", &forms), "t.pdf").unwrap().text, said);
    // The node above the page stands below itself; the page's resources are not found.
    assert!(of(&page(SAID, "/Parent 2 0 R", &[]), "t.pdf").is_ok_and(|read| read.text == said));
    // Signs without meaning.
    let error = message(&page(b"BT /F9 12 Tf (x) Tj ET", "", &[]), "t.pdf");
    assert!(error.contains("damaged PDF"), "{error}");
    let error = message(&page(b"", "", &[]), "t.pdf");
    assert!(error.contains("no text on its pages"), "{error}");
    let whole = page(SAID, "", &[]);
    for end in (9..whole.len()).step_by(17) {
        let _ = of(&whole[..end], "t.pdf");
    }
}

#[test]
fn pdfs_that_unpack_to_too_much_are_refused() {
    // Zeros, packed as a zip archive packs them, behind the head of RFC 1950.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.start_file("z", options).unwrap();
    let zeros = vec![0u8; 16 << 20];
    for _ in 0..20 {
        writer.write_all(&zeros).unwrap();
    }
    let archive = writer.finish().unwrap().into_inner();
    let packed = [b"\x78\x9C", &archive[31..]].concat();
    let bomb = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed);
    let error = message(&page(SAID, "", &[bomb]), "t.pdf");
    assert!(error.contains("unpacks to more than"), "{error}");
    let protected = [&page(SAID, "", &[])[..], b"/Encrypt 9 0 R"].concat();
    assert!(message(&protected, "t.pdf").contains("is protected"));
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
        if !string.contains(['\n', '\r', '\u{B}', '\u{C}', '\0', ':', '\t']) {
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

/// Samples of formats, to be cut and damaged.
const SAMPLES: [&str; 18] = [
    "I: How did you\nstart?\n\nP1 (Anna): Side-\nways. [00:12] So.\n\nNote: phone\n\nI: And?\n",
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>Yes &amp; no</v>\n\n2\n00:02.000 --> 00:03.000\nAna: So\n",
    "1\n00:00:01,000 --> 00:00:02,000\nAna: Yes\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>so</i>\n",
    "speaker,start,text\nAna,0:01,\"So, how?\"\n,0:02,\"He said \"\"no\"\"\"\n",
    "date,worker,activity,minutes,client,notes\n2026-03-02,P1,visit,1:30,C1,wet\n03/04/2026,P1,x,1 h,,\n",
    "{\"segments\":[{\"start\":0.5,\"end\":1e3,\"text\":\" So\",\"speaker\":\"A\",\"no_speech_prob\":0.7}]}",
    "Ana  0:04  \nSo.\n\nBen  1:02:03  \nNo.\n\nTranscribed by https://otter.ai\n",
    "[00:00:01] Ana: So.\n[00:00:02] Ben: No. [00:00:30] Yes.\n",
    "01 Int:  so [that]\n02 Pat:  [we::]ll (0.8)\n03       fine=\n04 Int:  =mm\n",
    "Diary\n\n2 March 2026\nRain.\n\n05/03/2026\nSun.\n",
    "Coach\nHow?\n\nAna\nLong.\n\nCoach\nAnd?\n\nAna\nDull.\n",
    "00:02:11 From  Ana  to  Everyone:\n\tSo?\n00:03:05 From  Ben  to  Ana(Direct Message):\n\tno\n",
    "@UTF8\n@Begin\n*INV:\tso <what is> [/] it ? \u{15}0_900\u{15}\n%mor:\tx\n*P01:\t&=laughs (.) we:ll\n\tno@l +...\n@End\n",
    "<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"a\" TIME_VALUE=\"0\"/></TIME_ORDER><TIER TIER_ID=\"Ana\"><ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1=\"a\" TIME_SLOT_REF2=\"a\"><ANNOTATION_VALUE>So &amp; so</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
    "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"Ana\"\n0\n5\n2\n0\n1.5\n\"So \"\"what\"\"\"\n1.5\n5\n\"No.\"\n",
    "<!DOCTYPE html><html><title>T</title><p><b>I:</b> So?<br>And &eacute;&#x2014;<p>P1: No.<table><tr><td>Ana<td>So</table><script>x</script>",
    "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\b I:} caf\\'e9 \\u8217?s\\par P1: no\\par\\trowd\\intbl Ana\\cell So.\\cell\\row\\pard I: and\\par P1: so\\par}",
    "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>I: So<text:s text:c=\"3\"/>what?</text:p><text:p>P1: No.</text:p><table:table><table:table-row><table:table-cell><text:p>Ana</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_samples_never_panic(
        sample in 0..SAMPLES.len(),
        cuts in proptest::collection::vec((any::<u16>(), any::<u8>(), 0u8..4), 0..6),
        format in proptest::option::of(0..Format::ALL.len()),
    ) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (at, byte, how) in cuts {
            let at = usize::from(at) % bytes.len().max(1);
            match how {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] = byte,
                2 => bytes.insert(at, byte),
                _ if at < bytes.len() => { bytes.remove(at); }
                _ => {}
            }
        }
        let format = format.map(|place| Format::ALL[place]);
        let options = Options { format, ..Options::default() };
        if let Ok(transcript) = read(&bytes, "t.txt", &options) {
            assert_sound(&transcript);
        }
    }

    #[test]
    fn any_text_is_read_soundly(text in "(\\PC|[\\n\\t :\\[\\]()#*0-9-]|I: |P1: |\\[00:12\\] ){0,120}") {
        if let Ok(transcript) = of(text.as_bytes(), "t.txt") {
            assert_sound(&transcript);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for path in ["t.txt", "t.docx", "t.xlsx"] {
            if let Ok(transcript) = of(&bytes, path) {
                assert_sound(&transcript);
            }
        }
        let mut package = b"PK\x03\x04".to_vec();
        package.extend(&bytes);
        prop_assert!(of(&package, "t.docx").is_err());
        for beginning in [&b"{\\rtf1 "[..], b"<html>", b"@UTF8\n*A:\t", b"%PDF-1.4\n"] {
            if let Ok(transcript) = of(&[beginning, &bytes].concat(), "t") {
                assert_sound(&transcript);
            }
        }
    }

    /// Labelled text, wrapped and spaced at random: speakers and words come back, and the map is
    /// exact.
    #[test]
    fn labelled_files_give_back_what_was_said(
        turns in proptest::collection::vec(
            (0usize..4, proptest::collection::vec(("[a-zé’信好 ]{1,12}", 0u8..4), 1..5)), 2..12),
        ends in 0usize..3,
    ) {
        const NAMES: [&str; 4] = ["I", "P1", "Ana María", "甲"];
        let newline = ["\n", "\r\n", "\r"][ends];
        let mut file = String::new();
        let mut expected = Vec::new();
        for (speaker, lines) in &turns {
            // Each speaker twice, so that every label is one.
            for _ in 0..2 {
                file.push_str(NAMES[*speaker]);
                file.push(':');
                let mut said = String::new();
                for (number, (words, gap)) in lines.iter().enumerate() {
                    let words = words.trim();
                    file.push(' ');
                    file.push_str(words);
                    file.push_str(newline);
                    said.push_str(&words.split_whitespace().collect::<String>());
                    if *gap == 0 && number + 1 < lines.len() {
                        file.push_str(newline);
                    }
                }
                expected.push((NAMES[*speaker].to_owned(), said));
            }
        }
        let transcript = of(file.as_bytes(), "t.txt").unwrap();
        assert_sound(&transcript);
        let read: Vec<_> = outside::turns(&transcript)
            .into_iter()
            .map(|(speaker, words)| {
                (speaker.unwrap_or_default(), words.split_whitespace().collect::<String>())
            })
            .collect();
        prop_assert_eq!(read, expected);
    }
}
