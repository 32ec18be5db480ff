//! The dialogue of a review: what is typed becomes steps.
//!
//! In come lines, or single keys as lines of one letter; out comes what to do next ([`Step`]). The
//! dialogue knows how many things wait and which one is looked at, and nothing of texts or logs. It
//! goes on only when it is told that a decision is on the disk ([`Dialogue::decided`]), so nothing
//! that was decided can be lost, and nothing that was typed wrongly does anything.

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is so.
    Accept,
    /// It is not so.
    Reject,
    /// It is another code.
    Recode(String),
    /// It is these words.
    Resize(String),
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A key.
    #[default]
    Choosing,
    /// The name of a code.
    Naming,
    /// The words to code.
    Quoting,
    /// A remark.
    Noting,
    /// The reason for a decision.
    Reasoning(Decision),
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Show what is looked at.
    Show,
    /// Ask for what the mode says.
    Ask,
    /// Say something and ask again.
    Say(String),
    /// Explain the keys.
    Help,
    /// Bring a decision to the disk, then call [`Dialogue::decided`].
    Decide(Decision, Option<String>),
    /// Take back what was decided about what is looked at now, then show it.
    TakeBack,
    /// End; the rest waits.
    Quit,
}

/// Where a review stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialogue {
    /// How many things wait.
    count: usize,
    /// The place of the one that is looked at.
    at: usize,
    mode: Mode,
    note: Option<String>,
    decided: Vec<usize>,
    /// Whether each decision needs a reason.
    asks_why: bool,
}

impl Dialogue {
    /// A review of so many things.
    pub fn new(count: usize, asks_why: bool) -> Self {
        Dialogue { count, asks_why, ..Dialogue::default() }
    }

    /// The place of what is looked at; none when all was seen.
    pub fn at(&self) -> Option<usize> {
        (self.at < self.count).then_some(self.at)
    }

    /// What is asked for.
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The remark that the next decision gets.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// How many decisions stand.
    pub fn decisions(&self) -> usize {
        self.decided.len()
    }

    /// Takes what was typed.
    pub fn take(&mut self, line: &str) -> Step {
        let line = line.trim();
        match std::mem::take(&mut self.mode) {
            Mode::Choosing => self.choose(line),
            // Nothing typed is a way back to the keys.
            Mode::Naming | Mode::Quoting if line.is_empty() => Step::Ask,
            Mode::Naming => self.decide(Decision::Recode(line.to_owned())),
            Mode::Quoting => self.decide(Decision::Resize(line.to_owned())),
            Mode::Noting => {
                self.note = Some(line.to_owned()).filter(|note| !note.is_empty());
                Step::Ask
            }
            Mode::Reasoning(decision) => {
                self.note = Some(line.to_owned()).filter(|note| !note.is_empty());
                Step::Decide(decision, self.note.clone())
            }
        }
    }

    fn choose(&mut self, line: &str) -> Step {
        let mut chars = line.chars();
        let key = chars.next().map(|key| key.to_ascii_lowercase());
        let rest = chars.as_str();
        // `a` and `a because …`, not `again`.
        let is_key = rest.is_empty() || rest.starts_with(char::is_whitespace);
        let rest = rest.trim();
        match key.filter(|_| is_key) {
            _ if line.is_empty() => Step::Show,
            Some('a') => self.decide_with(Decision::Accept, rest),
            Some('r') => self.decide_with(Decision::Reject, rest),
            Some('c') if rest.is_empty() => self.ask(Mode::Naming),
            Some('c') => self.decide(Decision::Recode(rest.to_owned())),
            Some('s') if rest.is_empty() => self.ask(Mode::Quoting),
            Some('s') => self.decide(Decision::Resize(rest.to_owned())),
            Some('n') if rest.is_empty() => self.ask(Mode::Noting),
            Some('n') => {
                self.note = Some(rest.to_owned());
                Step::Ask
            }
            Some('l') => {
                self.go_on();
                if self.at().is_some() { Step::Show } else { Step::Quit }
            }
            Some('b') => self.back(),
            Some('q') => Step::Quit,
            Some('?' | 'h') => Step::Help,
            _ => Step::Say(format!("`{line}` is no key here; `?` shows them")),
        }
    }

    fn ask(&mut self, mode: Mode) -> Step {
        self.mode = mode;
        Step::Ask
    }

    fn decide_with(&mut self, decision: Decision, why: &str) -> Step {
        if !why.is_empty() {
            self.note = Some(why.to_owned());
        }
        self.decide(decision)
    }

    fn decide(&mut self, decision: Decision) -> Step {
        if self.asks_why && self.note.is_none() {
            return self.ask(Mode::Reasoning(decision));
        }
        Step::Decide(decision, self.note.clone())
    }

    /// The decision is on the disk.
    pub fn decided(&mut self) {
        self.decided.push(self.at);
        self.go_on();
    }

    fn go_on(&mut self) {
        self.at += 1;
        self.note = None;
        self.mode = Mode::Choosing;
    }

    fn back(&mut self) -> Step {
        let Some(before) = self.at.checked_sub(1) else {
            return Step::Say("this is the first".to_owned());
        };
        self.at = before;
        self.note = None;
        match self.decided.iter().position(|place| *place == before) {
            Some(place) => {
                self.decided.remove(place);
                Step::TakeBack
            }
            None => Step::Show,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_decide_and_go_on_when_it_is_written() {
        let mut dialogue = Dialogue::new(3, false);
        assert_eq!(dialogue.take("a"), Step::Decide(Decision::Accept, None));
        assert_eq!(dialogue.at(), Some(0), "not before it is on the disk");
        dialogue.decided();
        assert_eq!(dialogue.take("n see memo"), Step::Ask);
        assert_eq!(dialogue.take("c"), Step::Ask);
        assert_eq!(dialogue.mode(), &Mode::Naming);
        let recode = Decision::Recode("hope".into());
        assert_eq!(dialogue.take(" hope "), Step::Decide(recode, Some("see memo".into())));
        // The name was wrong: it is asked again, the note stays.
        assert_eq!((dialogue.at(), dialogue.note()), (Some(1), Some("see memo")));
        assert_eq!(dialogue.take("R"), Step::Decide(Decision::Reject, Some("see memo".into())));
        dialogue.decided();
        assert_eq!(dialogue.take("b"), Step::TakeBack);
        assert_eq!((dialogue.at(), dialogue.decisions()), (Some(1), 1));
        assert_eq!(dialogue.take("l"), Step::Show);
        assert_eq!(dialogue.take("b"), Step::Show, "it was left for later");
        assert!(matches!(dialogue.take("again"), Step::Say(_)));
        assert_eq!(dialogue.take("q"), Step::Quit);
    }

    #[test]
    fn a_reason_is_asked_for_once() {
        let mut dialogue = Dialogue::new(2, true);
        assert_eq!(dialogue.take("r"), Step::Ask);
        assert_eq!(dialogue.take("a joke"), Step::Decide(Decision::Reject, Some("a joke".into())));
        dialogue.decided();
        let step = dialogue.take("a they both mean it");
        assert_eq!(step, Step::Decide(Decision::Accept, Some("they both mean it".into())));
    }

    proptest! {
        /// Whatever is typed: what is looked at exists, and each thing is decided once at most.
        #[test]
        fn anything_may_be_typed(lines in proptest::collection::vec("[arcsnlbq? é]{0,4}", 0..40), why in any::<bool>()) {
            let mut dialogue = Dialogue::new(4, why);
            for line in lines {
                if dialogue.at().is_none() {
                    break;
                }
                if let Step::Decide(..) = dialogue.take(&line) {
                    dialogue.decided();
                }
                let mut once = dialogue.decided.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), dialogue.decisions());
            }
        }
    }
}
