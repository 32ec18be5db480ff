//! Several texts in one cell: a text a line.
//!
//! A line break within a text is followed by two spaces. Where all lines begin with a sign of a
//! list, the sign is not part of the texts.

/// Signs that lists of other programs begin their lines with.
const SIGNS: [&str; 3] = ["• ", "- ", "* "];

/// The texts as one cell.
pub(super) fn joined(texts: &[String]) -> String {
    let wants_sign = !texts.is_empty() && texts.iter().all(|text| sign(text).is_some());
    let line = |text: &String| {
        let text = text.trim().replace("\r\n", "\n").replace('\n', "\n  ");
        if wants_sign { format!("• {text}") } else { text }
    };
    texts.iter().filter(|text| !text.trim().is_empty()).map(line).collect::<Vec<_>>().join("\n")
}

/// The texts of a cell.
pub(super) fn apart(cell: &str) -> Vec<String> {
    let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
    let mut texts: Vec<String> = Vec::new();
    for line in cell.split('\n') {
        match (line.strip_prefix("  "), texts.last_mut()) {
            (Some(rest), Some(text)) => text.push_str(&format!("\n{rest}")),
            _ if line.trim().is_empty() => {}
            _ => texts.push(line.trim().to_owned()),
        }
    }
    if texts.iter().all(|text| sign(text).is_some()) {
        for text in &mut texts {
            *text = sign(text).unwrap_or_default().trim().to_owned();
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// What follows the sign of a list.
fn sign(text: &str) -> Option<&str> {
    SIGNS.iter().find_map(|sign| text.strip_prefix(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        for texts in [&["a; b", "c\nd\n\ne"][..], &["- a", "• b"], &["x"], &["- a", "b"], &[]] {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(apart(&joined(&texts)), texts);
        }
        assert_eq!(apart("- one\r\n- two\r\n"), ["one", "two"]);
    }
}
