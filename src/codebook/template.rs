//! A codebook to begin with.
//!
//! In come a name and a language; out comes a small codebook as TOML, with remarks that say what
//! each part is for. It is a codebook already: it is read, checked and tested without a complaint.

use super::parse::as_id;

/// A new codebook of that name.
pub fn new(name: &str, language: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let remark = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let id = match as_id(&remark) {
        id if id.is_empty() => "codebook".to_owned(),
        id => id,
    };
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let (id, name, language) = (quoted(&id), quoted(&remark), quoted(language));
    format!(
        r#"# {remark}
# Lines that begin with # are remarks. Check with `emic codebook check`, test with
# `emic codebook test`; `emic help rules` explains the rules.
schema = 1

[codebook]
id       = {id}
name     = {name}
version  = "0.1.0"          # raise it when codes or rules change
language = {language}
approach = ""               # such as "thematic-analysis" or "grounded-theory"
source   = ""               # where the codes come from: a paper, a team, a workshop
unit     = "sentence"       # where rules look: sentence, paragraph, turn, transcript
code     = "sentence"       # what they code: match, sentence, paragraph, turn, transcript

# Words that several patterns share; a pattern names a list with @.
[lists]
helper = ["nurse*", "doctor*", "peer worker*"]

# A theme that only holds others together: it cannot be coded itself.
[[code]]
id      = "relationship"
label   = "Relationship"
kind    = "theme"           # core, theme, category or code
codable = false
brief   = "What grows, or fails to grow, between people and those who help them."

[[code]]
id         = "relationship.trust"
label      = "Trust"
parent     = "relationship"
kind       = "category"
order      = 1              # its place among its siblings
brief      = "Somebody relies on somebody else, or says why not."
definition = """
The speaker tells of relying on a person, of learning to, or of losing that. \
Say here what belongs to the code, so that two people would code alike."""
use_when     = ["A person is relied on, or no longer"]
not_when     = ["Money held in trust", "Trust in things"]
examples     = ["It took a year until I trusted the nurse."]
non_examples = ["The trust fund pays for the van."]
status       = "draft"      # draft, active, merged or retired

  # A rule codes by itself. In a pattern, * is any characters, ~word all forms of a word, @list any
  # entry of a list, ... up to three words.
  [[code.rule]]
  id     = "trust-1"
  any    = ["trust* ... @helper", "rely on", "relied on"]
  except = ["trust fund*"]  # hits that overlap these do not count

  # Two patterns near each other; a weak rule only proposes.
  [[code.rule]]
  id       = "trust-2"
  near     = [{{ this = ["let me down", "kept * word"], with = ["@helper"], words = 8 }}]
  strength = "weak"

# How codes hang together, beside who is whose parent.
# [[relation]]
# from = "relationship.trust"
# to   = "relationship"
# type = "is-part-of"
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::check::{Material, check};
    use crate::codebook::parse::parse;

    #[test]
    fn a_new_codebook_is_read_without_a_word() {
        for name in ["Care at home", "信任", "A \"quoted\"\nname\u{1b}", "{id}\\", ""] {
            let text = new(name, "en");
            let parsed = parse("new.toml", &text).unwrap();
            assert_eq!(parsed.warnings, [], "{name}");
            assert_eq!(check(&parsed, Material::default()), [], "{name}");
        }
        let parsed = parse("new.toml", &new("Care at home", "de")).unwrap();
        assert_eq!(parsed.codebook.id, "care-at-home");
        assert_eq!(parsed.codebook.name, "Care at home");
        assert_eq!(parsed.codebook.language, "de");
    }
}
