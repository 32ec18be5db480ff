//! Picking a code: some of its letters are typed, the codes that have them are listed.
//!
//! In come the codes and what was typed, out come the choices, best first; the last one is a new
//! code of that name. Letters are matched as fzf does (nucleo-matcher): in their order, with gaps.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::field::Field;

/// A code as the view shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) id: String,
    /// The id without its parent's, where it begins with that: what the tree shows.
    pub(super) name: String,
    pub(super) label: String,
    /// Its definition in a sentence.
    pub(super) brief: String,
    pub(super) aliases: Vec<String>,
    /// How many ancestors it has.
    pub(super) depth: usize,
    /// `#rrggbb`.
    pub(super) colour: Option<String>,
    /// Whether it may be given: no heading, neither merged nor retired.
    pub(super) is_given: bool,
}

/// What is being picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Picker {
    pub(super) field: Field,
    /// The coding that gets another code; without one the selection is coded.
    pub(super) target: Option<String>,
    /// The place of the choice.
    pub(super) at: usize,
}

/// Something to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// A code, by its place.
    Known(usize),
    /// A new one of this name.
    New(String),
}

/// The choices for what was typed.
pub(super) fn choices(codes: &[Code], typed: &str) -> Vec<Choice> {
    let typed = typed.trim();
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let mut found: Vec<(u32, usize)> = Vec::new();
    let mut is_known = typed.is_empty();
    for (place, code) in codes.iter().enumerate() {
        let is_named = code.id == typed || code.aliases.iter().any(|alias| alias == typed);
        is_known |= is_named;
        if !code.is_given {
            continue;
        }
        let text = format!("{} {} {}", code.id, code.label, code.aliases.join(" "));
        let score = pattern.score(Utf32Str::new(&text, &mut letters), &mut matcher);
        if is_named {
            found.push((u32::MAX, place));
        } else if let Some(score) = score {
            found.push((score, place));
        }
    }
    found.sort_by_key(|(score, place)| (u32::MAX - score, *place));
    let mut choices: Vec<Choice> =
        found.into_iter().map(|(_, place)| Choice::Known(place)).collect();
    if !is_known {
        choices.push(Choice::New(typed.to_owned()));
    }
    choices
}

impl Picker {
    /// What is chosen at the moment.
    pub(super) fn choice(&self, codes: &[Code]) -> Option<Choice> {
        choices(codes, self.field.text()).into_iter().nth(self.at)
    }

    /// Goes to the next choice or the one before, from the last to the first.
    pub(super) fn step(&mut self, codes: &[Code], forward: bool) {
        let count = choices(codes, self.field.text()).len().max(1);
        self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
    }
}

impl Code {
    /// A code that no codebook has.
    pub(super) fn named(id: &str) -> Self {
        let [id, name, label] = [id; 3].map(str::to_owned);
        Code { id, name, label, is_given: true, ..Code::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> Vec<Code> {
        let code = |id: &str, label: &str, is_given| Code {
            id: id.into(),
            label: label.into(),
            is_given,
            aliases: vec![format!("old-{id}")],
            ..Code::default()
        };
        vec![
            code("care", "Care", false),
            code("care.trust", "Trust grows", true),
            code("hope", "Hope", true),
            code("信任", "Trust in Chinese", true),
        ]
    }

    fn picked(typed: &str) -> Vec<String> {
        let codes = codes();
        let name = |choice| match choice {
            Choice::Known(place) => codes[place].id.clone(),
            Choice::New(name) => format!("+{name}"),
        };
        choices(&codes, typed).into_iter().map(name).collect()
    }

    #[test]
    fn some_letters_find_a_code_and_any_name_is_a_new_one() {
        assert_eq!(picked(""), ["care.trust", "hope", "信任"]);
        assert_eq!(picked("hp"), ["hope", "+hp"]);
        assert_eq!(picked("hope"), ["hope"]);
        assert_eq!(picked("old-hope"), ["hope"]);
        assert_eq!(picked("TRUST"), ["care.trust", "信任", "+TRUST"]);
        assert_eq!(picked("信")[0], "信任");
        assert_eq!(picked(" being the first "), ["+being the first"]);
        // A heading is no code to give, and no new code either.
        assert!(!picked("care").contains(&"+care".to_owned()));
    }

    #[test]
    fn choices_go_round() {
        let codes = codes();
        let mut picker = Picker { field: Field::of("hp"), ..Picker::default() };
        picker.step(&codes, false);
        assert_eq!(picker.choice(&codes), Some(Choice::New("hp".into())));
        picker.step(&codes, true);
        assert_eq!(picker.choice(&codes), Some(Choice::Known(2)));
    }
}
