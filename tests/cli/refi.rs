//! `emic refi check`, and packages that are no good.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::desk::Desk;

const ID: &str = "11111111-1111-4111-8111-111111111111";

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn project(path: &str, places: &str) -> String {
    format!(
        "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\" origin=\"test\">\
         <Users><User guid=\"{ID}\" name=\"ana\"/></Users>\
         <CodeBook><Codes><Code guid=\"{ID}\" name=\"Hope\" isCodable=\"true\"/></Codes></CodeBook>\
         <Sources><TextSource guid=\"{ID}\" name=\"P1.txt\" plainTextPath=\"{path}\">{places}\
         </TextSource></Sources></Project>"
    )
}

fn place(name: &str, start: usize, end: usize) -> String {
    format!(
        "<PlainTextSelection guid=\"{ID}\" name=\"{name}\" startPosition=\"{start}\" \
         endPosition=\"{end}\"><Coding guid=\"{ID}\" creatingUser=\"{ID}\"><CodeRef \
         targetGUID=\"{ID}\"/></Coding></PlainTextSelection>"
    )
}

const TEXT: &str = "I: And then?\nP1: I hope so \u{1F642}, I do.\n";

#[test]
fn a_package_of_another_program_comes_in_and_goes_out() {
    let desk = Desk::with_study();
    let described = project("internal://t.txt", &place("I do.", 30, 35));
    let bytes =
        package(&[("project.qde", described.as_bytes()), ("sources/t.txt", TEXT.as_bytes())]);
    desk.write("in.qdpx", bytes);
    desk.emic(&["refi", "check", "in.qdpx"]).done();
    let dry = desk.emic(&["import", "in.qdpx", "-n"]).done();
    assert!(dry.err.contains("Would take in 1 coding, 1 transcript, 1 code"), "{}", dry.err);
    assert!(!desk.path("transcripts/P1.txt").exists());
    desk.emic(&["import", "in.qdpx"]).done();
    assert_eq!(desk.read("transcripts/P1.txt"), TEXT);
    assert!(desk.read("codebooks/in.toml").contains("label = \"Hope\""));
    let rows = desk.emic(&["export", "-", "-f", "jsonl"]).done().rows();
    assert_eq!(
        (rows.len(), &rows[0]["quote"], &rows[0]["code"]),
        (1, &"I do.".into(), &"hope".into())
    );
    // A second time there is nothing new, and ids go back as they came.
    let again = desk.emic(&["import", "in.qdpx"]).done();
    assert!(again.err.contains("Took in 0 codings; already there: 1"), "{}", again.err);
    desk.emic(&["export", "out.qdpx", "--for", "nvivo"]).done();
    let out =
        emic::refi::read::read(&std::fs::read(desk.path("out.qdpx")).unwrap(), "out").unwrap();
    assert_eq!((out.project.codes[0].guid.as_str(), out.project.users[0].guid.as_str()), (ID, ID));
}

#[test]
fn what_is_wrong_is_said_in_plain_words() {
    let desk = Desk::new();
    let described = project("internal://t.txt", &place("hope so", 1, 3));
    let described = described.replace("isCodable=\"true\"", "");
    desk.write(
        "x.qdpx",
        package(&[("My study.qde", described.as_bytes()), ("Sources/t.txt", TEXT.as_bytes())]),
    );
    let told = desk.emic(&["refi", "check", "x.qdpx", "-f", "csv"]).no().out;
    for words in [
        "`Code` has no `isCodable`",
        "`My study.qde`, not `project.qde`",
        "not where it says and was found by its words",
        "no way of counting explains the positions",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn hostile_packages() {
    let desk = Desk::with_study();
    let bomb = "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Project name=\"&x;\"/>";
    desk.write("entity.qde", format!("{bomb}<!-- urn:QDA-XML:project:1.0 -->"));
    desk.emic(&["import", "entity.qde"]).error("declares entities");
    desk.write("cut.qdpx", &package(&[("project.qde", b"<Project")])[..40]);
    desk.emic(&["refi", "check", "cut.qdpx"]).error("damaged or cut off");
    let spaces = vec![b' '; 80 << 20];
    desk.write("bomb.qdpx", package(&[("project.qde", &spaces)]));
    desk.emic(&["refi", "check", "bomb.qdpx"]).error("unpacks to more than");
    // Names lead nowhere: the text is taken by its file name or not at all.
    let described = project("relative:///../../../etc/passwd", &place("root", 0, 4));
    desk.write("path.qdpx", package(&[("project.qde", described.as_bytes())]));
    let told = desk.emic(&["import", "path.qdpx"]).done().err;
    assert!(told.contains("the package has no text for them"), "{told}");
    let side = package(&[("../../evil.txt", b"x"), ("emic.toml", b"schema = 1\n")]);
    let described = project("internal://t.txt", "").replace("P1.txt", "../../../evil");
    desk.write(
        "side.qdpx",
        package(&[
            ("project.qde", described.as_bytes()),
            ("sources/t.txt", TEXT.as_bytes()),
            ("emic.zip", &side),
        ]),
    );
    let told = desk.emic(&["import", "side.qdpx"]).done().err;
    assert!(told.contains("`../../evil.txt` is no file of a study"), "{told}");
    assert!(desk.path("transcripts/-..-..-evil.txt").exists());
    assert!(!desk.path("../evil.txt").exists() && !desk.path("../../evil.txt").exists());
}
