//! What a pseudonymised study says of itself: `pseudonymised` under `[study]` in `emic.toml`, the number
//! of keys that stand between it and the names.
//!
//! In come the text of the settings and the number, out comes the new text. Nothing in it leads to a
//! key: who has the study learns no more than that it has no names.

use toml_edit::{DocumentMut, Item, table, value};

/// The name of the setting.
const NAME: &str = "pseudonymised";

/// The settings with that number; at 0 they say nothing. What stands there otherwise stays as it is,
/// and text that is no TOML does.
pub fn stamped(text: &str, keys: u32) -> String {
    let Ok(mut settings) = text.parse::<DocumentMut>() else { return text.to_owned() };
    let study = settings.entry("study").or_insert_with(table);
    if let Some(study) = study.as_table_like_mut() {
        match keys {
            0 => drop(study.remove(NAME)),
            keys => drop::<Option<Item>>(study.insert(NAME, value(i64::from(keys)))),
        }
    }
    settings.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_comes_and_goes() {
        let text = "schema = 1\n\n[study] # ours\ntitle = \"T\"\n\n[roles]\nother = [\"X\"]\n";
        let once = stamped(text, 1);
        assert_eq!(once, text.replace("\"T\"\n", "\"T\"\npseudonymised = 1\n"));
        assert_eq!(stamped(&once, 2), once.replace("= 1\n\n[roles]", "= 2\n\n[roles]"));
        assert_eq!(stamped(&once, 0), text);
        assert_eq!(
            stamped("study = { title = \"T\" }", 1),
            "study = { title = \"T\" , pseudonymised = 1 }\n"
        );
        assert_eq!(stamped("", 1), "[study]\npseudonymised = 1\n");
        assert_eq!(stamped("study = [", 1), "study = [");
    }
}
