//! Small documents, written here.

use crate::transcript::read::{Options, read};

fn of(body: &str) -> String {
    let file = format!(
        "{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}{{\\f1\\fcharset204 Arial Cyr;}}}}\\f0 {body}}}"
    );
    let transcript = read(file.as_bytes(), "t.rtf", &Options::default()).unwrap();
    assert_eq!(transcript.format, "rtf");
    transcript.text
}

#[test]
fn letters_are_of_code_pages_or_unicode() {
    assert_eq!(
        of(
            "I: caf\\'e9 \\u8217?s \\f1\\'ef\\f0\\par P1: {\\uc2\\u20320\\'c4\\'e3}\\emdash x\\u-10179?\\u-8704?\\par I: a\\par P1: b"
        ),
        "I: café ’s п\nP1: 你\u{2014}x😀\nI: a\nP1: b"
    );
}

#[test]
fn what_is_not_on_the_page_is_passed_over() {
    assert_eq!(
        of(
            "{\\header Page 1\\par}{\\*\\generator W;}{\\b I:} so {\\v hidden}{\\deleted gone}\\par \
            P1: {\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}{\\pict\\bin3 {}}}\\}\\par I: a\\line b\\par P1: c"
        ),
        "I: so\nP1: link}\nI: a b\nP1: c"
    );
}

#[test]
fn tables_have_rows_and_end() {
    assert_eq!(
        of("\\trowd\\cellx1\\cellx2\\pard\\intbl speaker\\cell text\\cell\\row \
            \\trowd\\pard\\intbl Ana\\cell So.\\par It is.\\cell\\row\\trowd\\pard\\intbl Ben\\cell No.\\cell\\row \\pard End\\par"),
        "Ana: So. It is.\nBen: No."
    );
}

#[test]
fn deep_groups_cost_nothing() {
    let deep = format!("{}I: yes", "{".repeat(200_000));
    assert_eq!(of(&deep), "I: yes");
}
