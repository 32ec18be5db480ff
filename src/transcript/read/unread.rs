//! Files that are no transcripts, and formats that are not read: told by their first bytes.
//!
//! In come the bytes, out comes an error that says what the file is and what to do with it.

use crate::diagnostic::Diagnostic;

/// Pictures, sound and programs: first bytes, at which offset, and what such a file is.
const NO_TRANSCRIPTS: [(&[u8], usize, &str); 18] = [
    (b"PK\x05\x06", 0, "an empty zip archive"),
    (b"\x89PNG\r\n\x1a\n", 0, "a PNG image"),
    (b"\xFF\xD8\xFF", 0, "a JPEG image"),
    (b"GIF8", 0, "a GIF image"),
    (b"II*\0", 0, "a TIFF image"),
    (b"MZ", 0, "a Windows program"),
    (b"\x7FELF", 0, "a program"),
    (b"ID3", 0, "an MP3 recording"),
    (b"OggS", 0, "an Ogg recording"),
    (b"fLaC", 0, "a FLAC recording"),
    (b"RIFF", 0, "a recording (RIFF)"),
    (b"ftyp", 4, "an MP4 recording"),
    (b"\x1A\x45\xDF\xA3", 0, "a Matroska recording"),
    (b"SQLite format 3\0", 0, "an SQLite database"),
    (b"\x1F\x8B", 0, "a gzip archive"),
    (b"7z\xBC\xAF\x27\x1C", 0, "a 7z archive"),
    (b"Rar!\x1A\x07", 0, "a RAR archive"),
    (b"BZh", 0, "a bzip2 archive"),
];

/// Formats that hold transcripts and are not read: beginning, what it is.
const NOT_READ: [(&[u8], &str); 2] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Word or Excel document"),
    (b"ooBinaryFile", "a binary Praat TextGrid"),
];

/// Refuses a file that cannot be a transcript, or is of a format that is not read.
pub(super) fn refuse(bytes: &[u8], path: &str) -> Result<(), Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::error(format!("`{path}` is empty"))
            .in_file(path)
            .help("leave it out, or put the transcript into it"));
    }
    for (beginning, at, what) in NO_TRANSCRIPTS {
        if bytes.get(at..).is_some_and(|rest| rest.starts_with(beginning)) && is_binary(bytes) {
            let help = match what.contains("recording") {
                true => "transcribe it first; the transcript can be text, docx, vtt, srt or json",
                false => "give the transcript itself: text, docx, xlsx, csv, vtt, srt or json",
            };
            return Err(Diagnostic::error(format!("`{path}` is {what}, not a transcript"))
                .in_file(path)
                .help(help));
        }
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    for (beginning, what) in NOT_READ {
        if start.starts_with(beginning) {
            return Err(not_read(path, what));
        }
    }
    if start.starts_with(b"<") {
        let head = String::from_utf8_lossy(start.get(..2000).unwrap_or(start)).to_lowercase();
        if head.contains("<codebook") {
            return Err(not_read(path, "a REFI-QDA codebook"));
        }
    }
    Ok(())
}

/// The error for a format that holds transcripts and is not read.
pub(super) fn not_read(path: &str, what: &str) -> Diagnostic {
    Diagnostic::error(format!("`{path}` is {what}, which is not read yet"))
        .in_file(path)
        .help("save it as .docx or .txt and give that file")
}

/// Signatures of letters alone need more evidence: `BZh` may begin a text.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some())
        || head.contains(&0)
        || head.iter().any(|byte| *byte < 0x08)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        refuse(bytes, "p01.txt").unwrap_err().message
    }

    #[test]
    fn files_are_named_for_what_they_are() {
        assert_eq!(message(b""), "`p01.txt` is empty");
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(message(png), "`p01.txt` is a PNG image, not a transcript");
        assert!(message(b"ooBinaryFile\x08TextGrid").contains("a binary Praat TextGrid"));
        let codebook = b"\xEF\xBB\xBF<?xml version=\"1.0\"?><CodeBook>";
        assert!(message(codebook).contains("a REFI-QDA codebook, which is not read yet"));
    }

    #[test]
    fn text_that_begins_alike_is_not_refused() {
        assert!(refuse(b"MZ: I said yes.\nI: And?\n", "t.txt").is_ok());
        assert!(refuse(b"RIFFAT: Hello.\n", "t.txt").is_ok());
        assert!(refuse(b"I: the <html> of it", "t.txt").is_ok());
    }
}
