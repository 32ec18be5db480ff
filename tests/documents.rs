//! Word documents and workbooks of others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

/// What stands in the documents of mammoth's suite.
const MAMMOTH: [(&str, &str); 12] = [
    ("single-paragraph.docx", "Walking on imported air"),
    ("embedded-style-map.docx", "Walking on imported air"),
    ("simple-list.docx", "Apple\n\nBanana"),
    ("strict-format.docx", "Test"),
    ("strikethrough.docx", "Today's Special: Salmon Sold out"),
    ("utf8-bom.docx", "This XML has a byte order mark."),
    ("text-box.docx", "Datum plane"),
    ("footnotes.docx", "Ouch."),
    ("endnotes.docx", "Ouch."),
    ("comments.docx", "Ouch."),
    ("empty.docx", ""),
    ("tables.docx", "Above\n\nTop left\tTop right\n\nBottom left\tBottom right\n\nBelow"),
];

#[test]
fn documents_of_mammoth() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/formats/mammoth/raw/test/test-data");
    for (name, text) in MAMMOTH {
        assert_eq!(outside::transcript(&folder.join(name)).text, text, "{name}");
    }
    let all = outside::files(&folder, "docx");
    for path in &all {
        assert_eq!(outside::transcript(path).format, "docx", "{}", path.display());
    }
    eprintln!("{} documents read, {} checked word by word", all.len(), MAMMOTH.len());
}

#[test]
fn commented_documents_are_read_and_their_comments_told() {
    let Some(data) = outside::data() else { return };
    for path in outside::files(&data.join("data/formats/wordcomments"), "docx") {
        let transcript = outside::transcript(&path);
        assert!(transcript.notes.iter().any(|note| note.message.contains("not read")));
        assert!(transcript.text.contains("Chaplin"));
    }
}

/// The workbooks that the counselling transcripts were made from: a row a turn, a blank speaker
/// goes on.
#[test]
fn workbooks_of_pacounsel() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/pacounsel");
    let mut turns = 0;
    let workbooks = outside::files(&folder.join("raw/data"), "xlsx");
    for path in &workbooks {
        let transcript = outside::transcript(path);
        let text = folder.join(format!("transcripts/pa_{}.txt", transcript.id));
        let named = |speaker: Option<String>| match speaker.as_deref() {
            Some("1") => Some("Coach".to_owned()),
            Some("2") => Some("Participant".to_owned()),
            _ => speaker,
        };
        let read: Vec<_> = outside::turns(&transcript)
            .into_iter()
            .map(|(speaker, words)| (named(speaker), words))
            .collect();
        assert_eq!(read, outside::turns(&outside::transcript(&text)), "{}", path.display());
        turns += read.len();
    }
    eprintln!("{} workbooks, {turns} turns", workbooks.len());
}
