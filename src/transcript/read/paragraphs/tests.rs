//! What a Word document's paragraphs are read as.

use super::*;

fn read(body: &str) -> Document {
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{}\" xmlns:mc=\"{ALTERNATIVES}\"><w:body>{body}</w:body></w:document>",
        NAMESPACES[0]
    );
    document(&xml, BTreeSet::from(["Loud".to_owned()])).unwrap()
}

fn lines(document: &Document) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Paragraph(runs) => plain(runs),
        Block::Table(rows) => format!("{rows:?}"),
    };
    document.blocks.iter().map(text).collect()
}

#[test]
fn runs_breaks_and_tracked_changes() {
    let document = read(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>I: </w:t></w:r><w:ins><w:r><w:t>a &amp; b&#233;</w:t></w:r></w:ins>\
         <w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:hyperlink><w:r><w:br/><w:t>link</w:t><w:tab/></w:r></w:hyperlink></w:p>",
    );
    let Block::Paragraph(runs) = &document.blocks[0] else { panic!() };
    assert_eq!(runs[0], Run { text: "I: ".into(), is_bold: true });
    assert_eq!(runs[1], Run { text: "a & bé\nlink\t".into(), is_bold: false });
    let off = read("<w:p><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>x</w:t></w:r></w:p>");
    assert_eq!(off.blocks, [Block::Paragraph(vec![Run { text: "x".into(), is_bold: false }])]);
}

#[test]
fn styles_are_bold_and_old_formats_are_not() {
    let document = read(
        "<w:p><w:pPr><w:pStyle w:val=\"Loud\"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>b</w:t></w:r></w:p>",
    );
    let weights: Vec<bool> = document
        .blocks
        .iter()
        .map(|block| matches!(block, Block::Paragraph(runs) if runs[0].is_bold))
        .collect();
    assert_eq!(weights, [true, false]);
}

#[test]
fn hidden_words_and_deleted_ends_of_paragraphs() {
    let document = read(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">One </w:t></w:r></w:p>\
         <w:p><w:r><w:t>two</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>",
    );
    assert_eq!((lines(&document), document.has_hidden), (vec!["One two.".to_owned()], true));
}

#[test]
fn text_boxes_are_read_once() {
    let document = read(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
         <mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>around</w:t></w:r></w:p>",
    );
    assert_eq!(lines(&document), ["box", "around"]);
}

#[test]
fn tables_are_rows_of_cells() {
    let document = read(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ana</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>So</w:t></w:r></w:p>\
         <w:p><w:r><w:t>it is</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    assert_eq!(document.blocks, [Block::Table(vec![vec!["Ana".into(), "So\nit is".into()]])]);
}

#[test]
fn hostile_markup_is_an_error_or_nothing() {
    let deep = "<w:sdt>".repeat(400);
    let xml = format!("<w:document xmlns:w=\"{}\">{deep}", NAMESPACES[0]);
    let document = |xml: &str| document(xml, BTreeSet::new());
    assert!(document(&xml).unwrap_err().contains("deep"));
    assert!(document("<w:document><w:p>").is_err());
    let bomb = format!(
        "<!DOCTYPE d [<!ENTITY a \"boom\"><!ENTITY b \"&a;&a;\">]><w:document xmlns:w=\"{}\"><w:p><w:r><w:t>x&b;</w:t></w:r></w:p></w:document>",
        NAMESPACES[0]
    );
    assert_eq!(lines(&document(&bomb).unwrap()), ["x\u{FFFD}"]);
}
