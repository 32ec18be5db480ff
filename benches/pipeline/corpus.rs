//! Interviews and codebooks to measure with: the example study's speech, said again and again.

use emic::codebook::{Code, Codebook, Near, Order, Rule};
use emic::transcript::Transcript;
use emic::transcript::read::{Options, read};

/// The interviews of the example study as `Label: text` files, each `times` times as long.
pub(crate) fn interviews(times: usize) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir("examples/creating-connection/transcripts")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let transcript =
                read(&std::fs::read(path).unwrap(), "P.vtt", &Options::default()).unwrap();
            let mut text = transcript.text;
            text.push('\n');
            text.repeat(times)
        })
        .collect()
}

pub(crate) fn transcripts(times: usize) -> Vec<Transcript> {
    let read = |text: &String| read(text.as_bytes(), "P.txt", &Options::default()).unwrap();
    interviews(times).iter().map(read).collect()
}

/// A codebook of so many patterns: words, phrases, stems, expressions and pairs, taken from the
/// text at even distances.
pub(crate) fn codebook(patterns: usize) -> Codebook {
    let text = interviews(1).concat();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3).collect();
    let word = |number: usize| words[(number * 7919) % words.len()].to_lowercase();
    let mut codes = Vec::new();
    for number in 0..patterns.div_ceil(10) {
        let mut rule = Rule { min: 1, speaker: Some(vec!["*".into()]), ..Rule::default() };
        for part in number * 10..((number + 1) * 10).min(patterns) {
            let (one, two) = (word(part), word(part + 13));
            match part % 10 {
                0..3 => rule.any.push(one),
                3..6 => rule.any.push(format!("{one} ... {two}")),
                6 | 7 => rule.any.push(format!("{}*", &one[..4])),
                8 => rule.regex.push(format!(r"\b(?:{one}|{two})\b")),
                _ => rule.near.push(Near {
                    this: vec![one],
                    with: vec![two],
                    words: 5,
                    order: Order::Any,
                }),
            }
        }
        codes.push(Code {
            id: format!("c{number}"),
            codable: true,
            rules: vec![rule],
            ..Code::default()
        });
    }
    Codebook { language: "en".into(), codes, ..Codebook::default() }
}
