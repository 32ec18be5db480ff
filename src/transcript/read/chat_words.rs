//! The words of a main line in CHAT (MacWhinney, The CHILDES Project, part 1: "Words", "Utterances",
//! "Scoped symbols").
//!
//! In comes a main line without its bullets, out comes what was spoken: fillers and repetitions stay,
//! codes in square brackets, scopes `<…>` and short pauses `(.)` fall away, events (`&=laughs`,
//! `[=! crying]`) become annotations, unintelligible words (`xxx`) `[unintelligible]`. Overlaps, tags
//! of word forms (`@l`) and lengthening are marks of the transcriber, not words.

/// What was spoken in a main line; empty if nothing was.
pub(super) fn spoken(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (token, after) = token(rest);
        match token.strip_prefix('[').and_then(|code| code.strip_suffix(']')) {
            Some(code) => event(code, &mut out),
            None => word(token, &mut out),
        }
        rest = after.trim_start();
    }
    match out.contains(char::is_alphanumeric) {
        true => out,
        false => String::new(),
    }
}

/// The first token: a code in square brackets, or what stands up to white space, a code or a scope.
fn token(text: &str) -> (&str, &str) {
    if text.starts_with('[')
        && let Some(end) = memchr::memchr(b']', text.as_bytes())
    {
        return text.split_at(end + 1);
    }
    if text.starts_with(['<', '>', '[']) {
        return text.split_at(1);
    }
    // `+<` begins an utterance that overlaps another.
    let from = if text.starts_with("+<") { 2 } else { 0 };
    let ends = |c: char| c.is_whitespace() || matches!(c, '[' | '<' | '>');
    let behind = text.get(from..).unwrap_or_default();
    let end = behind.find(ends).map_or(text.len(), |end| from + end);
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// A code in square brackets: what it tells of the speaker's manner stays, the rest falls away.
fn event(code: &str, out: &mut String) {
    if let Some(manner) = code.strip_prefix("=!") {
        add(&format!("[{}]", manner.trim()), out);
    }
}

fn word(token: &str, out: &mut String) {
    match token {
        "<" | ">" | "[" | "0" | "‡" | "„" | "+" | "++" | "+^" | "+\"" | "+," | "+<" | "+≈"
        | "+≋" => {}
        "(.)" | "(..)" | "(...)" => {}
        "xxx" | "xx" | "yyy" | "yy" => add("[unintelligible]", out),
        "www" => add("[untranscribed]", out),
        "." | "?" | "!" | "," | ";" => close(token, out),
        "+..." => close("…", out),
        "+..?" => close("…?", out),
        "+!?" => close("?!", out),
        "+/." | "+//." => close(" –", out),
        "+/?" | "+//?" => close("?", out),
        "+\"/." => close(":", out),
        "+\"." | "+." => close(".", out),
        _ if token.starts_with("&=") => {
            let event = token.get(2..).unwrap_or_default().replace(['_', ':'], " ");
            add(&format!("[{}]", event.trim()), out);
        }
        _ if token.starts_with("&*") => {
            let (who, said) =
                token.get(2..).unwrap_or_default().split_once(':').unwrap_or_default();
            add(&format!("[{who}: {}]", said.replace('_', " ")), out);
        }
        // A word that was left out is written behind a zero.
        _ if token.starts_with('0') && token.chars().nth(1).is_some_and(char::is_alphabetic) => {}
        _ if is_pause(token) => add(token, out),
        _ => add(&bare(token), out),
    }
}

/// A pause with its length, such as `(1.5)`.
fn is_pause(token: &str) -> bool {
    token.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).is_some_and(|inside| {
        !inside.is_empty() && inside.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b':'))
    })
}

/// A word without the marks of its form.
fn bare(token: &str) -> String {
    let token =
        ["&-", "&+", "&~"].iter().find_map(|mark| token.strip_prefix(mark)).unwrap_or(token);
    let tagged = token.split_once('@').map_or(token, |(word, tag)| {
        let is_tag = tag.chars().next().is_some_and(char::is_alphabetic) && !tag.contains('.');
        if is_tag && !word.is_empty() { word } else { token }
    });
    let mut word = String::with_capacity(tagged.len());
    let mut before = None;
    let mut rest = tagged.chars().peekable();
    while let Some(c) = rest.next() {
        let is_inside = before.is_some_and(char::is_alphabetic);
        match c {
            '(' | ')' => {}
            '_' => word.push(' '),
            '+' if is_inside && rest.peek().is_some_and(|next| next.is_alphabetic()) => {
                word.push('-')
            }
            ':' | '^' if is_inside => {}
            _ => word.push(c),
        }
        before = Some(c);
    }
    word
}

/// Adds a word.
fn add(word: &str, out: &mut String) {
    if word.is_empty() {
        return;
    }
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    out.push_str(word);
}

/// Adds what ends a sentence or part of one, without a space.
fn close(mark: &str, out: &mut String) {
    out.push_str(mark);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_spoken_stays() {
        for (line, said) in [
            (
                "and the <the girl> [//] the woman is washing .",
                "and the the girl the woman is washing.",
            ),
            ("+< well [<] I went , home [*] ?", "well I went, home?"),
            ("well there's a &-um &+fr +...", "well there's a um fr…"),
            ("la diʃe: no: ice+cream (be)cause +/.", "la diʃe no ice-cream because –"),
            (
                "dog@s:eng is [= the big one] &-you_know [=! crying] 0is .",
                "dog is you know [crying].",
            ),
            ("(1.5) so (..) at 10:30 <[>]", "(1.5) so at 10:30"),
            ("&*INV:mm_hm yes !", "[INV: mm hm] yes!"),
            ("[- spa] hola .", "hola."),
            ("0 .", ""),
            ("www .", "[untranscribed]."),
            ("[open <", "open"),
        ] {
            assert_eq!(spoken(line), said, "{line}");
        }
    }
}
