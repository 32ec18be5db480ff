//! A whole HTML document around a body: head, style sheet, and the policy that forbids every
//! request (W3C Content Security Policy Level 3).
//!
//! The policy names the style sheet and the program by their hashes, so that nothing that came from
//! a transcript could act as either, even if it were not escaped.

use sha2::{Digest, Sha256};

use crate::report::escape;

/// The parts of a page.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The title.
    pub title: &'a str,
    /// The style sheet.
    pub css: &'a str,
    /// The program, if there is one.
    pub script: Option<&'a str>,
    /// What the program reads, as JSON.
    pub data: Option<&'a str>,
    /// What stands in the body.
    pub body: &'a str,
}

impl Document<'_> {
    /// The page's text.
    pub fn write(&self) -> String {
        let mut policy = format!("default-src 'none'; style-src 'sha256-{}'", hash(self.css));
        if let Some(script) = self.script {
            policy.push_str(&format!("; script-src 'sha256-{}'", hash(script)));
        }
        policy.push_str("; base-uri 'none'; form-action 'none'");
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}",
            escape::html(&policy),
            escape::html(self.title),
            self.css,
            self.body,
        );
        if let Some(data) = self.data {
            // In a script element only `<` can end or open anything.
            let data = data.replace('<', "\\u003c");
            out.push_str(&format!(
                "<script type=\"application/json\" id=\"data\">{data}</script>\n"
            ));
        }
        if let Some(script) = self.script {
            out.push_str(&format!("<script>{script}</script>\n"));
        }
        out.push_str("</body>\n</html>\n");
        out
    }
}

/// The SHA-256 of a text in base64, as a policy names it.
fn hash(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// Base64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let byte = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let joined = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = (joined >> (18 - 6 * place) & 63) as usize;
            let known = LETTERS.get(letter).map_or('=', |&letter| char::from(letter));
            out.push(if place <= three.len() { known } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_specification() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn data_cannot_end_their_element() {
        let data = Some("{\"a\":\"</script><script>\"}");
        let page = Document { title: "", css: "", script: Some("1"), data, body: "" }.write();
        assert!(page.contains("{\"a\":\"\\u003c/script>\\u003cscript>\"}</script>"), "{page}");
        assert!(
            page.contains("script-src &#39;sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=")
        );
    }
}
