//! A codebook as TOML.
//!
//! In comes a codebook that was made in memory, such as one that another program kept; out comes the
//! text that [`super::parse`] reads as the same codebook. What stands at its default is left out.
//! Remarks go to the top, a line each.

use super::{Code, Codebook, Kind, Negation, Order, Rule, Status, Unit};

/// The longest array that stands in one line.
const WIDEST: usize = 90;

/// What the codebook's own `unit`, `code` and `speaker` are: the commonest of its rules.
struct Defaults {
    unit: Unit,
    code: Unit,
    speaker: Option<Vec<String>>,
}

/// Writes a codebook with remarks above it.
pub fn toml(codebook: &Codebook, remarks: &[String]) -> String {
    let rules = || codebook.codes.iter().flat_map(|code| &code.rules);
    let defaults = Defaults {
        unit: common(rules().map(|rule| rule.unit)),
        code: common(rules().map(|rule| rule.code)),
        speaker: shared(rules().map(|rule| &rule.speaker)),
    };
    let mut text = Text::default();
    for remark in remarks {
        text.remark(remark);
    }
    text.raw("schema = 1\n");
    head(&mut text, codebook, &defaults);
    tables(&mut text, codebook);
    for code in &codebook.codes {
        entry(&mut text, code);
        for one in &code.rules {
            rule(&mut text, one, &defaults);
        }
    }
    links(&mut text, codebook);
    text.0
}

fn head(text: &mut Text, codebook: &Codebook, defaults: &Defaults) {
    text.raw("\n[codebook]\n");
    text.line("id", &codebook.id);
    text.line("name", &codebook.name);
    text.some("version", &codebook.version);
    text.some("date", codebook.date.as_deref().unwrap_or_default());
    text.line("language", &codebook.language);
    text.some("approach", codebook.approach.as_deref().unwrap_or_default());
    text.some("source", codebook.source.as_deref().unwrap_or_default());
    text.choice("unit", defaults.unit.name(), Unit::Sentence.name());
    text.choice("code", defaults.code.name(), Unit::Sentence.name());
    if let Some(speaker) = &defaults.speaker {
        text.list("speaker", speaker);
    }
}

fn tables(text: &mut Text, codebook: &Codebook) {
    if !codebook.lists.is_empty() {
        text.raw("\n[lists]\n");
        for (name, entries) in &codebook.lists {
            text.list(&quoted(name), entries);
        }
    }
    let additions = &codebook.additions;
    let words = [
        ("abbreviations", &additions.abbreviations),
        ("negators", &additions.negators),
        ("pseudo_negators", &additions.pseudo_negators),
        ("terminators", &additions.terminators),
    ];
    if words.iter().any(|(_, words)| !words.is_empty()) {
        text.raw("\n[language]\n");
        words.iter().for_each(|(name, words)| text.some_of("", name, words));
    }
    for (name, family) in &codebook.families {
        text.raw("\n[[family]]\n");
        text.line("name", name);
        text.flag("levels", family.levels, false);
    }
}

fn entry(text: &mut Text, code: &Code) {
    text.raw("\n[[code]]\n");
    text.line("id", &code.id);
    text.line("label", &code.label);
    text.some("parent", code.parent.as_deref().unwrap_or_default());
    text.choice("kind", code.kind.name(), Kind::Code.name());
    text.flag("codable", code.codable, true);
    if let Some(order) = code.order {
        text.raw(&format!("order = {order}\n"));
    }
    text.some("brief", &code.brief);
    text.some("definition", &code.definition);
    text.some_of("", "use_when", &code.use_when);
    text.some_of("", "not_when", &code.not_when);
    text.some_of("", "examples", &code.examples);
    text.some_of("", "non_examples", &code.non_examples);
    text.some("origin", code.origin.map_or("", |origin| origin.name()));
    text.choice("status", code.status.name(), Status::Active.name());
    text.some("cycle", code.cycle.map_or("", |cycle| cycle.name()));
    text.some("exclusive", code.exclusive.as_deref().unwrap_or_default());
    text.some("colour", code.colour.as_deref().unwrap_or_default());
    text.some_of("", "aliases", &code.aliases);
    text.some("merged_into", code.merged_into.as_deref().unwrap_or_default());
    text.some("created", code.created.as_deref().unwrap_or_default());
    text.some("created_by", code.created_by.as_deref().unwrap_or_default());
}

fn rule(text: &mut Text, rule: &Rule, defaults: &Defaults) {
    const IN: &str = "  ";
    text.raw("\n  [[code.rule]]\n");
    text.raw(&format!("{IN}id = {}\n", quoted(&rule.id)));
    text.some_of(IN, "any", &rule.any);
    text.some_of(IN, "all", &rule.all);
    text.some_of(IN, "none", &rule.none);
    text.some_of(IN, "except", &rule.except);
    if !rule.near.is_empty() {
        text.raw(&format!("{IN}near = ["));
        for near in &rule.near {
            let order = match near.order {
                Order::Any => String::new(),
                order => format!(", order = {}", quoted(order.name())),
            };
            let (this, with) = (inline(&near.this), inline(&near.with));
            let words = near.words;
            text.raw(&format!(
                "\n{IN}  {{ this = {this}, with = {with}, words = {words}{order} }},"
            ));
        }
        text.raw(&format!("\n{IN}]\n"));
    }
    text.some_of(IN, "regex", &rule.regex);
    let mut plain = |key: &str, value: String, is_default: bool| {
        if !is_default {
            text.raw(&format!("{IN}{key} = {value}\n"));
        }
    };
    plain("case", rule.case.to_string(), !rule.case);
    plain("unit", quoted(rule.unit.name()), rule.unit == defaults.unit);
    plain("code", quoted(rule.code.name()), rule.code == defaults.code);
    let [before, after] = rule.context;
    plain("context", format!("[{before}, {after}]"), rule.context == [0, 0]);
    if let Some(speaker) = &rule.speaker {
        plain("speaker", inline(speaker), rule.speaker == defaults.speaker);
    }
    let conditions: Vec<String> = rule
        .conditions
        .iter()
        .map(|(name, values)| format!("{} = {}", quoted(name), inline(values)))
        .collect();
    plain("where", format!("{{ {} }}", conditions.join(", ")), conditions.is_empty());
    plain("within", quoted(rule.within.as_deref().unwrap_or_default()), rule.within.is_none());
    plain("negation", quoted(rule.negation.name()), rule.negation == Negation::Ignore);
    plain("min", rule.min.to_string(), rule.min <= 1);
    plain("strength", quoted("weak"), !rule.weak);
}

fn links(text: &mut Text, codebook: &Codebook) {
    for relation in &codebook.relations {
        text.raw("\n[[relation]]\n");
        text.line("from", &relation.from);
        text.line("to", &relation.to);
        text.line("type", &relation.kind);
        text.some("note", relation.note.as_deref().unwrap_or_default());
    }
    for migration in &codebook.migrations {
        text.raw("\n[[migration]]\n");
        text.line("from_version", &migration.from_version);
        text.line("to_version", &migration.to_version);
        for step in &migration.steps {
            text.raw("\n  [[migration.step]]\n");
            text.raw(&format!("  op = {}\n", quoted(&step.op)));
            for (key, codes) in [("from", &step.from), ("to", &step.to)] {
                let codes = match codes.as_slice() {
                    [only] => quoted(only),
                    several => inline(several),
                };
                text.raw(&format!("  {key} = {codes}\n"));
            }
        }
    }
}

/// The value that most have; of two, the one that comes first in the reference.
fn common(all: impl Iterator<Item = Unit> + Clone) -> Unit {
    let count = |unit: Unit| all.clone().filter(|other| *other == unit).count();
    // A codebook can look into everything but what it codes.
    let most = Unit::ALL.into_iter().map(count).max().unwrap_or_default();
    let is_most = |unit: &Unit| most > 0 && count(*unit) == most;
    Unit::ALL.into_iter().find(is_most).unwrap_or_default()
}

/// The value that all have.
fn shared<'r>(mut all: impl Iterator<Item = &'r Option<Vec<String>>>) -> Option<Vec<String>> {
    let first = all.next()?;
    all.all(|other| other == first).then(|| first.clone()).flatten()
}

/// The text that grows.
#[derive(Default)]
struct Text(String);

impl Text {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn remark(&mut self, text: &str) {
        let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.raw(format!("# {plain}").trim_end());
        self.raw("\n");
    }

    fn line(&mut self, key: &str, text: &str) {
        self.raw(&format!("{key} = {}\n", quoted(text)));
    }

    fn some(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.line(key, text);
        }
    }

    fn choice(&mut self, key: &str, name: &str, default: &str) {
        if name != default {
            self.line(key, name);
        }
    }

    fn flag(&mut self, key: &str, flag: bool, default: bool) {
        if flag != default {
            self.raw(&format!("{key} = {flag}\n"));
        }
    }

    fn some_of(&mut self, indent: &str, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.raw(indent);
            self.list(key, texts);
        }
    }

    /// An array in a line, or folded.
    fn list(&mut self, key: &str, texts: &[String]) {
        let flat = inline(texts);
        if flat.len() <= WIDEST && !flat.contains('\n') {
            return self.raw(&format!("{key} = {flat}\n"));
        }
        self.raw(&format!("{key} = ["));
        let mut room = 0;
        for text in texts {
            let quoted = quoted(text);
            if room < quoted.len() + 2 {
                self.raw("\n ");
                room = WIDEST;
            }
            room = room.saturating_sub(quoted.len() + 2);
            self.raw(&format!(" {quoted},"));
        }
        self.raw("\n]\n");
    }
}

fn quoted(text: &str) -> String {
    ::toml::Value::String(text.to_owned()).to_string()
}

fn inline(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    /// What is written is read as the same codebook.
    #[test]
    fn every_part_comes_back() {
        let whole = include_str!("../../tests/codebooks/whole.toml");
        let bundled = [
            include_str!("../../examples/bridge/codebooks/bridge.toml"),
            include_str!("../../examples/peer-work/codebooks/peer-work.toml"),
            whole,
            "schema = 1\n[codebook]\nid = 'a'\n",
        ];
        for text in bundled {
            let mut codebook = parse("a.toml", text).unwrap().codebook;
            let remarks = ["Made of \u{1b}\nanother.".to_owned()];
            let written = toml(&codebook, &remarks);
            let again =
                parse("a.toml", &written).unwrap_or_else(|told| panic!("{told:?}\n{written}"));
            codebook.sha256.clone_from(&again.codebook.sha256);
            assert_eq!(again.codebook, codebook);
            assert!(written.starts_with("# Made of   another.\nschema = 1\n"));
        }
    }
}
