//! The codebook that new codes make.

use super::codes::New;
use crate::codebook::parse::as_id;
use crate::refi::schema::is_colour;

/// A codebook of that name as TOML. Codes without rules: they are for coding by hand.
pub fn codebook(name: &str, origin: &str, codes: &[New]) -> String {
    let id = match as_id(name) {
        id if id.is_empty() => "imported".to_owned(),
        id => id,
    };
    let mut text = format!(
        "schema = 1\n\n[codebook]\nid = {}\nname = {}\nversion = \"1.0.0\"\n",
        quoted(&id),
        quoted(&line(name)),
    );
    if !origin.trim().is_empty() {
        text.push_str(&format!("source = {}\n", quoted(&line(origin))));
    }
    for new in codes {
        text.push_str(&format!("\n[[code]]\nid = {}\n", quoted(&new.id)));
        let label = line(&new.code.name);
        let label = if label.is_empty() { new.id.clone() } else { label };
        text.push_str(&format!("label = {}\n", quoted(&label)));
        if let Some(parent) = &new.parent {
            text.push_str(&format!("parent = {}\n", quoted(parent)));
        }
        if !new.code.codable {
            text.push_str("codable = false\n");
        }
        if let Some(colour) = new.code.colour.as_deref().filter(|colour| is_colour(colour)) {
            text.push_str(&format!("colour = {}\n", quoted(&long(colour))));
        }
        if !new.code.description.trim().is_empty() {
            text.push_str(&format!("definition = {}\n", quoted(&new.code.description)));
        }
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `#rgb` as `#rrggbb`.
fn long(colour: &str) -> String {
    match colour.len() {
        4 => colour
            .chars()
            .flat_map(|c| std::iter::repeat_n(c, if c == '#' { 1 } else { 2 }))
            .collect(),
        _ => colour.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::parse::parse;
    use crate::refi::model::Code;

    #[test]
    fn what_is_written_is_a_codebook() {
        let new = |id: &str, parent: Option<&str>, code: Code| New {
            id: id.into(),
            parent: parent.map(str::to_owned),
            code,
        };
        let work = Code { name: "Work \"x\"\n\u{1b}".into(), ..Code::default() };
        let trust = Code {
            name: "信任".into(),
            codable: true,
            colour: Some("#A0b".into()),
            description: "Zwei\nZeilen '''\"\"\"".into(),
            ..Code::default()
        };
        let codes = [new("work", None, work), new("work.code", Some("work"), trust)];
        let text = codebook("信", "QualCoder", &codes);
        let read = parse("x.toml", &text).unwrap().codebook;
        assert_eq!((read.id.as_str(), read.codes.len()), ("imported", 2));
        assert!(!read.codes[0].codable && read.codes[1].codable);
        assert_eq!(read.codes[1].colour.as_deref(), Some("#AA00bb"));
        assert_eq!(read.codes[1].definition, "Zwei\nZeilen '''\"\"\"");
    }

    #[test]
    fn a_code_without_a_name_goes_by_its_id() {
        let nameless = Code { name: " ".into(), description: "\n".into(), ..Code::default() };
        let text = codebook("p", "", &[New { id: "code".into(), parent: None, code: nameless }]);
        assert_eq!(parse("x.toml", &text).unwrap().codebook.codes[0].label, "code");
    }
}
