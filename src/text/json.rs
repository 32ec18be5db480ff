//! What is wrong with a line of JSON, in plain words: without the place, which is said elsewhere, and
//! without the values that stand in it, for they may be speech.

/// What is wrong with a line of JSON.
pub fn plain(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof => "the line ends too early".to_owned(),
        serde_json::error::Category::Syntax => "it is no JSON".to_owned(),
        serde_json::error::Category::Io | serde_json::error::Category::Data => {
            let text = error.to_string();
            let text = text.rsplit_once(" at line ").map_or(text.as_str(), |parts| parts.0);
            // `invalid type: string "…", expected …` would repeat what stands in the line.
            match (text.starts_with("invalid "), text.rsplit_once(", expected ")) {
                (true, Some((_, wanted))) if wanted.starts_with("struct ") => {
                    "it is no object".to_owned()
                }
                (true, Some((_, wanted))) => format!("a field is not what it should be: {wanted}"),
                _ => text.to_owned(),
            }
        }
    }
}
