//! Suites of other people's readers: CHAT, ELAN, Praat and Rich Text Format, case by case.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::path::Path;

use emic::transcript::read::{Options, read};

/// The number of lines of a text that begin with a string.
fn lines(text: &str, beginning: &str) -> usize {
    text.lines().filter(|line| line.starts_with(beginning)).count()
}

#[test]
fn chat_of_talkbank() {
    let Some(data) = outside::data() else { return };
    let (mut turns, mut timed) = (0, 0);
    let files = outside::files(&data.join("data/formats/chat_talkbank"), "cha");
    for path in &files {
        let name = path.display();
        let source = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        let transcript = outside::transcript(path);
        assert_eq!(transcript.format, "chat", "{name}");
        // An utterance that consists of `0` is an action without speech.
        let silent = source.lines().filter(|line| line.starts_with('*')).filter(|line| {
            let said = line.split_once(':').unwrap().1.split('\u{15}').next().unwrap();
            !said.contains(|c: char| c.is_alphabetic())
        });
        assert_eq!(transcript.turns.len() + silent.count(), lines(&source, "*"), "{name}");
        for (speaker, words) in outside::turns(&transcript) {
            assert!(lines(&source, &format!("*{}:", speaker.unwrap())) > 0, "{name}");
            assert!(!words.contains(['\u{15}', '<', '>', '\t']), "{name}: {words}");
            assert!(!words.contains("[/") && !words.contains("&-"), "{name}: {words}");
        }
        timed += transcript.turns.iter().filter(|turn| turn.start_ms.is_some()).count();
        turns += transcript.turns.len();
    }
    eprintln!("{} files, {turns} utterances, {timed} with times", files.len());
    assert!(files.len() > 150 && timed > 100);
}

#[test]
fn elan_of_pympi() {
    let Some(data) = outside::data() else { return };
    let files = outside::files(&data.join("data/formats/elan_pympi"), "eaf");
    for path in &files {
        let transcript = outside::transcript(path);
        assert_eq!(transcript.format, "elan");
        assert_eq!(transcript.speakers, ["gestures", "text"], "{}", path.display());
        let starts: Vec<_> = transcript.turns.iter().map(|turn| turn.start_ms.unwrap()).collect();
        assert!(starts.is_sorted() && starts.len() > 10, "{}", path.display());
        assert!(transcript.notes[0].message.contains("`words-pos`"), "{}", path.display());
    }
    assert_eq!(files.len(), 3);
}

#[test]
fn textgrids_of_praatio() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/formats/textgrid_praatio");
    let files = outside::files(&folder, "TextGrid");
    for path in &files {
        let transcript = outside::transcript(path);
        assert_eq!(transcript.format, "textgrid", "{}", path.display());
        assert!(!transcript.turns.is_empty(), "{}", path.display());
    }
    // The same annotations in the long and in the short form, in UTF-16 and in UTF-8.
    for name in ["mary", "bobby_words_with_newlines", "textgrid_to_merge"] {
        let tests = folder.join("raw/tests/files");
        let short = outside::transcript(&tests.join(format!("{name}.TextGrid")));
        let long = outside::transcript(&tests.join(format!("{name}_longfile.TextGrid")));
        assert_eq!(short.text, long.text, "{name}");
    }
    eprintln!("{} files", files.len());
    assert!(files.len() > 20);
}

/// Words alone: what is a cell, a line or a label is told apart elsewhere.
fn words(text: &str) -> String {
    let is_layout = |c: &char| !c.is_whitespace() && !matches!(c, '|' | ':' | '\u{AD}' | '\u{A0}');
    let text = text.replace("(plain)", "").replace("(bold)", "");
    text.chars().filter(is_layout).map(|c| if c == '\u{2011}' { '-' } else { c }).collect()
}

/// What striprtf says and emic does not, with the reason.
const RTF_DIFFERENCES: [(&str, &str); 10] = [
    ("Speiseplan_KW_32-33_Eybl", "a table of turns: what stands outside of it is not speech"),
    ("encoding", "its `\\*` lost the backslash, so that the generator's name is text"),
    ("hyperlink", "the address of a link is no text of the page"),
    ("hyperlinks", "the address of a link is no text of the page"),
    ("issue_15", "a table of turns: what stands outside of it is not speech"),
    ("issue_29_bad", "a table of turns: what stands outside of it is not speech"),
    ("issue_29_good", "a table of turns: what stands outside of it is not speech"),
    ("issue_63", "the number of a list's item is not text"),
    ("mac_textedit_hyperlink", "the address of a link is no text of the page"),
    ("nested_table", "a table of turns: what stands outside of it is not speech"),
];

#[test]
fn rich_text_of_striprtf() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/formats/striprtf/raw/tests");
    let (mut same, mut differing) = (0, Vec::new());
    let files = outside::files(&folder.join("rtf"), "rtf");
    for path in &files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap();
        let options = Options { format: None, ..Options::default() };
        let read = read(&bytes, &path.to_string_lossy(), &options);
        let transcript = read.unwrap_or_else(|error| panic!("{name}: {}", error.message));
        assert_eq!(transcript.format, "rtf", "{name}");
        let expected = folder.join(format!("text/{name}.txt"));
        if !Path::new(&expected).exists() {
            continue;
        }
        let expected = String::from_utf8_lossy(&std::fs::read(expected).unwrap()).into_owned();
        if words(&transcript.text) == words(&expected) {
            same += 1;
        } else {
            if std::env::var_os("EMIC_SHOW").is_some() {
                let (ours, theirs) = (words(&transcript.text), words(&expected));
                let at = ours.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
                let show = |text: &str| {
                    text.chars().skip(at.saturating_sub(20)).take(90).collect::<String>()
                };
                eprintln!(
                    "{name} at {at}\n  ours   {:?}\n  theirs {:?}",
                    show(&ours),
                    show(&theirs)
                );
            }
            differing.push(name);
        }
    }
    eprintln!("{} files, {same} word for word", files.len());
    let known: Vec<_> = RTF_DIFFERENCES.iter().map(|(name, _)| name.to_string()).collect();
    assert_eq!(differing, known);
}
