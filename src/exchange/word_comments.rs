//! Comments of a Word document as codings.
//!
//! In comes the docx, out come codings: the comment's author is the coder, its words are the code.
//! `code`, `code; code` and `code: note` are understood, a paragraph of a comment each; replies in a
//! thread become the note (`word/commentsExtended.xml`, MS-DOCX 2.5). What is longer than a code is a
//! remark; it is left out and counted, unless a code is named for remarks.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::word_text::{self, attribute, entity};
use super::{Brought, Document, Input};
use crate::coding::rows::Row;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::transcript::read::package::Package;

/// Codes have at most so many words and characters.
const MOST_WORDS: usize = 6;
const MOST_CHARACTERS: usize = 60;

/// One comment.
#[derive(Debug, Default)]
struct Comment {
    id: String,
    author: String,
    paragraphs: Vec<String>,
    /// The name of its last paragraph, by which threads refer to it.
    paragraph: String,
}

/// What stands in `commentsExtended.xml` of a comment: the one it answers, and whether it is done.
type Threads = BTreeMap<String, (Option<String>, bool)>;

/// Whether it is a Word document.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    Package::open(input.bytes, input.name).is_ok_and(|package| package.has("word/document.xml"))
}

/// Reads the comments.
pub(super) fn read(input: &Input<'_>) -> Outcome<Brought> {
    let told = |one: Diagnostic| vec![one];
    let broken = |why: String| {
        let message = format!("this is a damaged Word document: {why}");
        vec![Diagnostic::error(message).in_file(input.name)]
    };
    let mut package = Package::open(input.bytes, input.name).map_err(told)?;
    if !package.has("word/comments.xml") {
        let told = Diagnostic::error("there are no comments in this document").in_file(input.name);
        return Err(vec![told.help("to take it as a transcript: `emic add FILE`")]);
    }
    let page =
        word_text::read(&package.text("word/document.xml").map_err(told)?).map_err(broken)?;
    let comments = comments(&package.text("word/comments.xml").map_err(told)?).map_err(broken)?;
    let threads = match package.has("word/commentsExtended.xml") {
        true => threads(&package.text("word/commentsExtended.xml").map_err(told)?),
        false => Threads::new(),
    };
    let file = input.name.rsplit('/').next().unwrap_or_default();
    let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut brought = Brought::default();
    let mut remarks = 0;
    for (comment, replies) in gathered(&comments, &threads) {
        let Some(range) = page.ranges.get(&comment.id).cloned() else { continue };
        let quote = page.text.get(range.clone()).unwrap_or_default().trim();
        let is_done = threads.get(&comment.paragraph).is_some_and(|(_, is_done)| *is_done);
        let mut codings: Vec<(String, String)> = Vec::new();
        for paragraph in &comment.paragraphs {
            codings.extend(codes(paragraph));
        }
        if codings.is_empty() {
            let whole = comment.paragraphs.join("\n");
            remarks += 1;
            match input.remarks {
                Some(code) => codings.push((code.to_owned(), whole)),
                None => continue,
            }
        }
        for (code, note) in codings {
            let mut notes = vec![note];
            let say =
                |reply: &&Comment| format!("{}: {}", reply.author, reply.paragraphs.join(" "));
            notes.extend(replies.iter().map(say));
            notes.extend(is_done.then(|| "resolved".to_owned()));
            notes.retain(|note| !note.is_empty());
            let note = notes.join("\n");
            // A second comment on the same words says the same code; what it adds is kept.
            let same = |row: &&mut Row| {
                row.passage.as_ref().is_some_and(|(_, there)| *there == range)
                    && row.get("code") == Some(&code)
                    && row.get("coder") == Some(&comment.author)
            };
            if let Some(row) = brought.rows.iter_mut().find(same) {
                let before = row.get("note").unwrap_or_default().to_owned();
                row.set("note", format!("{before}\n{note}").trim().to_owned());
                continue;
            }
            let cells = [
                ("transcript", name),
                ("code", &code),
                ("coder", &comment.author),
                ("quote", quote),
                ("note", &note),
            ];
            brought.rows.push(Row::of(0, cells).at(0, range.clone()));
        }
    }
    if remarks > 0 && input.remarks.is_none() {
        let many = if remarks == 1 { "1 comment is a remark" } else { "comments are remarks" };
        let message = match remarks {
            1 => format!("{many} longer than a code and left out"),
            _ => format!("{remarks} {many} longer than a code and left out"),
        };
        let told = Diagnostic::warning(message).in_file(input.name);
        brought.told.push(told.help("`--remarks CODE` takes them as notes to that code"));
    }
    let (name, file) = (name.to_owned(), input.bytes.to_vec());
    brought.documents.push(Document { name, text: page.text, file, extension: "docx" });
    Ok(brought)
}

/// The codes of a paragraph, each with its note; none if it is a remark.
fn codes(paragraph: &str) -> Vec<(String, String)> {
    let (names, note) = match paragraph.split_once(':') {
        Some((names, note)) => (names, note.trim()),
        None => (paragraph, ""),
    };
    let names: Vec<&str> =
        names.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
    let is_code = |name: &&str| {
        name.split_whitespace().count() <= MOST_WORDS
            && name.chars().count() <= MOST_CHARACTERS
            && !name.ends_with(['.', '?', '!'])
    };
    match names.iter().all(is_code) {
        true => names.into_iter().map(|name| (name.to_owned(), note.to_owned())).collect(),
        false => Vec::new(),
    }
}

/// The comments that begin a thread, each with its replies.
fn gathered<'c>(
    comments: &'c [Comment],
    threads: &Threads,
) -> Vec<(&'c Comment, Vec<&'c Comment>)> {
    let parent = |comment: &Comment| {
        let (parent, _) = threads.get(&comment.paragraph)?;
        parent.clone().filter(|parent| comments.iter().any(|other| other.paragraph == *parent))
    };
    let begins = comments.iter().filter(|comment| parent(comment).is_none());
    let replies = |begun: &Comment| -> Vec<&Comment> {
        let answers = |comment: &&Comment| parent(comment).as_deref() == Some(&begun.paragraph);
        comments.iter().filter(answers).collect()
    };
    begins.map(|begun| (begun, replies(begun))).collect()
}

/// Reads `word/comments.xml`.
fn comments(xml: &str) -> Result<Vec<Comment>, String> {
    let mut reader = Reader::from_str(xml);
    let mut all: Vec<Comment> = Vec::new();
    let (mut words, mut in_text) = (String::new(), false);
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "comment" => {
                    let of = |name: &str| attribute(&start, name).unwrap_or_default();
                    let (id, author) = (of("id"), of("author").trim().to_owned());
                    all.push(Comment { id, author, ..Comment::default() });
                }
                "p" => {
                    if let (Some(comment), Some(name)) =
                        (all.last_mut(), attribute(&start, "paraId"))
                    {
                        comment.paragraph = name;
                    }
                }
                "t" => in_text = true,
                _ => {}
            },
            Event::Empty(empty) if matches!(empty.local_name().as_ref(), "br" | "tab") => {
                words.push(' ');
            }
            Event::End(end) => match end.local_name().as_ref() {
                "t" => in_text = false,
                "p" => {
                    let said = std::mem::take(&mut words).trim().to_owned();
                    if let Some(comment) = all.last_mut().filter(|_| !said.is_empty()) {
                        comment.paragraphs.push(said);
                    }
                }
                _ => {}
            },
            Event::Text(text) if in_text => words.push_str(&text),
            Event::GeneralRef(reference) if in_text => words.push_str(&entity(&reference)),
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// Reads `word/commentsExtended.xml`; without it there are no threads.
fn threads(xml: &str) -> Threads {
    let mut reader = Reader::from_str(xml);
    let mut threads = Threads::new();
    while let Ok(event) = reader.read_event() {
        let (Event::Empty(start) | Event::Start(start)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        if start.local_name().as_ref() == "commentEx"
            && let Some(name) = attribute(&start, "paraId")
        {
            let is_done = matches!(attribute(&start, "done").as_deref(), Some("1" | "true"));
            threads.insert(name, (attribute(&start, "paraIdParent"), is_done));
        }
    }
    threads
}

#[cfg(test)]
mod tests {
    use super::super::{Table, reader};
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, body) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(body.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn document() -> Vec<u8> {
        let main = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>P: I </w:t></w:r>\
            <w:commentRangeStart w:id='0'/><w:r><w:t>hope &amp; </w:t></w:r>\
            <w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:r><w:t>wait</w:t></w:r>\
            <w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r></w:p>\
            <w:p><w:r><w:t>Whole.</w:t></w:r><w:r><w:commentReference w:id='2'/></w:r></w:p>\
            </w:body></w:document>";
        let one = |id: &str, author: &str, paragraph: &str, words: &str| {
            format!(
                "<w:comment w:id='{id}' w:author='{author}'><w:p w:paraId='{paragraph}'>\
                 <w:r><w:t>{words}</w:t></w:r></w:p></w:comment>"
            )
        };
        let comments = [
            one("0", "Ana", "A", "hope; being heard: both at once"),
            one("1", "Ben", "B", "I disagree."),
            one("2", "Ben", "C", "I wonder whether we should ask about this once more."),
        ];
        let comments = format!("<w:comments xmlns:w='w'>{}</w:comments>", comments.concat());
        let threads = "<x:commentsEx xmlns:x='x'><x:commentEx x:paraId='A' x:done='1'/>\
            <x:commentEx x:paraId='B' x:paraIdParent='A' x:done='0'/></x:commentsEx>";
        docx(&[
            ("word/document.xml", main),
            ("word/comments.xml", &comments),
            ("word/commentsExtended.xml", threads),
        ])
    }

    #[test]
    fn threads_become_notes_and_remarks_are_counted() {
        let bytes = document();
        let mut input = Input {
            name: "in/P1.docx",
            bytes: &bytes,
            folder: None,
            table: Table::default(),
            remarks: None,
        };
        assert_eq!(reader(&input).unwrap().name, "comments of a Word document");
        let brought = read(&input).unwrap();
        let cells = ["transcript", "code", "coder", "quote", "note"];
        let row = |place: usize| {
            cells.map(|cell| brought.rows[place].get(cell).unwrap_or_default().to_owned())
        };
        let note = "both at once\nBen: I disagree.\nresolved";
        assert_eq!(row(0), ["P1", "hope", "Ana", "hope & wait", note]);
        assert_eq!(row(1), ["P1", "being heard", "Ana", "hope & wait", note]);
        assert_eq!(brought.rows.len(), 2);
        assert!(brought.told[0].message.starts_with("1 comment is a remark"));
        input.remarks = Some("remark");
        let brought = read(&input).unwrap();
        assert_eq!(brought.rows[2].get("quote"), Some("Whole."));
        assert_eq!(brought.rows[2].get("code"), Some("remark"));
    }

    #[test]
    fn codes_and_remarks_are_told_apart() {
        assert_eq!(codes("Being heard"), [("Being heard".to_owned(), String::new())]);
        assert_eq!(codes("a;b ; c").len(), 3);
        assert!(codes("Is this right?").is_empty());
        assert!(
            codes("Solid background, but expand slightly on the appeal: it was wide").is_empty()
        );
    }
}
