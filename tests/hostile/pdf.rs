//! PDFs, whose reader would follow circles and unpack whatever it is given.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{message, of};

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

/// Deflate with its head (RFC 1950), of zeros that come to 320 MB.
fn deflated_zeros() -> Vec<u8> {
    // As a zip archive packs them; the head of its entry is cut off.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("z", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0u8; 16 << 20];
    for _ in 0..20 {
        writer.write_all(&zeros).unwrap();
    }
    let archive = writer.finish().unwrap().into_inner();
    [b"\x78\x9C", &archive[31..]].concat()
}

/// Base 85 (ISO 32000-1, 7.4.3), without its short forms.
fn base85(bytes: &[u8]) -> Vec<u8> {
    let mut spelt = Vec::new();
    for four in bytes.chunks_exact(4) {
        let mut number = u32::from_be_bytes(four.try_into().unwrap());
        let mut five = [0; 5];
        for digit in five.iter_mut().rev() {
            *digit = b'!' + (number % 85) as u8;
            number /= 85;
        }
        spelt.extend(five);
    }
    [&spelt[..], b"~>"].concat()
}

#[test]
fn pdfs_that_unpack_to_too_much_are_refused() {
    let refused = |dictionary: &str, packed: &[u8]| {
        let error = message(&page(SAID, "", &[stream(dictionary, packed)]), "t.pdf");
        assert!(error.contains("unpacks to more than"), "{dictionary}: {error}");
    };
    let packed = deflated_zeros();
    refused("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed);
    refused("/Filter[/ASCII85Decode/FlateDecode]", &base85(&packed));
    // What a part says of its packing is not believed, and a damaged head does not save it.
    refused("", &packed);
    refused("/Filter/FlateDecode", &[b"\x78\x00", &packed[2..]].concat());
    let zeros = vec![0; 300 << 20];
    let mut old = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    refused("/Filter/LZWDecode", &old.encode(&zeros).unwrap());
    let protected = [&page(SAID, "", &[])[..], b"/Encrypt 9 0 R"].concat();
    assert!(message(&protected, "t.pdf").contains("is protected"));
}

#[test]
fn pdfs_with_absurd_sizes_are_refused() {
    for size in [
        "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 99999999999>>",
        "/DecodeParms<</Predictor 12/#43olumns 99999999999>>",
        "/DecodeParms<</Predictor 12/Colors 9000>>",
        "/DecodeParms<</BitsPerComponent 65>>",
        "/Type/XRef/W[0 0 0]",
        "/Type/XRef/W [ 1 18446744073709551617 1 ]",
    ] {
        let error = message(&page(SAID, "", &[stream(size, b"")]), "t.pdf");
        assert!(error.contains("a size in it is absurd"), "{size}: {error}");
    }
    let fine = stream("/DecodeParms<</Predictor 12/Columns 5/Colors 3>>/W[1 2 1]", b"");
    assert!(of(&page(SAID, "", &[fine]), "t.pdf").is_ok());
}
