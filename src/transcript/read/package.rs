//! Zip packages (docx, xlsx, odt, ods), opened with limits.
//!
//! In come the bytes, out comes the text of single parts. Nothing is unpacked to the disk; what is
//! read is counted while it is unpacked, so that a file that claims to be small cannot fill the
//! memory.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::diagnostic::Diagnostic;

/// The most parts a package may have.
const MOST_PARTS: usize = 20_000;

/// The most bytes that the parts read from one package may unpack to.
const MOST_BYTES: u64 = 512 << 20;

/// Parts beyond this size may not unpack to more than [`MOST_RATIO`] times their packed size.
const SMALL: u64 = 32 << 20;

/// Documents shrink to a tenth, rarely to a fiftieth; bombs to a thousandth.
const MOST_RATIO: u64 = 250;

/// An opened package.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    path: &'b str,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a package.
    pub(crate) fn open(bytes: &'b [u8], path: &'b str) -> Result<Self, Diagnostic> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
        if archive.len() > MOST_PARTS {
            return Err(Diagnostic::error(format!(
                "`{path}` has {} parts, more than any document",
                archive.len()
            ))
            .in_file(path)
            .help("open it in the program that wrote it and save it again"));
        }
        Ok(Package { archive, path, left: MOST_BYTES })
    }

    /// Whether there is a part of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
    }

    /// Unpacks a part. The limits hold for what comes out, whatever the package says of its size.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Diagnostic> {
        let path = self.path;
        let part = self.archive.by_name(name).map_err(|_| damaged(path))?;
        let packed = part.compressed_size();
        let allowed = self.left.min(packed.saturating_mul(MOST_RATIO).max(SMALL));
        let mut bytes = Vec::new();
        part.take(allowed + 1).read_to_end(&mut bytes).map_err(|_| damaged(path))?;
        if bytes.len() as u64 > allowed {
            return Err(Diagnostic::error(format!(
                "`{path}` unpacks to more than {} MB, which no transcript does",
                allowed >> 20
            ))
            .in_file(path)
            .help("it may be made to fill the memory; ask where it comes from"));
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }

    /// Unpacks a part as text (UTF-8, or UTF-16 with its mark).
    pub(crate) fn text(&mut self, name: &str) -> Result<String, Diagnostic> {
        let bytes = self.bytes(name)?;
        Ok(encoding_rs::UTF_8.decode(&bytes).0.into_owned())
    }

    /// The error for a package that is no document and no workbook.
    pub(crate) fn unknown(&self) -> Diagnostic {
        let path = self.path;
        let what = if self.has("content.xml") && self.has("mimetype") {
            "an OpenDocument file, but no text and no spreadsheet"
        } else if self.has("ppt/presentation.xml") {
            "a PowerPoint file, not a transcript"
        } else if self.has("project.qde") {
            "a REFI-QDA project, not a transcript"
        } else {
            "a zip archive, not a transcript"
        };
        Diagnostic::error(format!("`{path}` is {what}"))
            .in_file(path)
            .help("save the transcript as .docx or .txt and give that file")
    }
}

/// The error for a package that cannot be opened or unpacked.
pub(crate) fn damaged(path: &str) -> Diagnostic {
    Diagnostic::error(format!("`{path}` is damaged or cut off: it is no complete zip package"))
        .in_file(path)
        .help("copy it again, or open it in the program that wrote it and save it anew")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_read_by_name() {
        let bytes = zipped(&[("a.xml", b"\xEF\xBB\xBF<a/>"), ("b.xml", b"\xFF\xFE<\0b\0/\0>\0")]);
        let mut package = Package::open(&bytes, "t.docx").unwrap();
        assert!(package.has("a.xml") && !package.has("c.xml"));
        assert_eq!(package.text("a.xml").unwrap(), "<a/>");
        assert_eq!(package.text("b.xml").unwrap(), "<b/>");
        assert!(package.text("c.xml").is_err());
        assert!(package.unknown().message.contains("a zip archive"));
    }

    #[test]
    fn a_bomb_is_stopped_and_a_cut_file_is_named() {
        let bytes = zipped(&[("a.xml", &vec![b' '; 80 << 20])]);
        let error = Package::open(&bytes, "t.docx").unwrap().bytes("a.xml").unwrap_err();
        assert!(error.message.contains("unpacks to more than"), "{}", error.message);
        let cut = &bytes[..bytes.len() / 2];
        assert!(Package::open(cut, "t.docx").err().unwrap().message.contains("cut off"));
    }
}
