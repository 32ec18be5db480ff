//! What the view holds: the transcript, the codes, the codings as they are on the disk, what is
//! selected and what is open. Nothing here knows of a terminal, a file or a clock.

use std::ops::Range;

use super::field::Field;
use super::layout::{self, Areas, Columns, Spot};
use super::own::{Given, Own};
use super::page::{Page, Place};
use super::pick::{Code, Picker};
use super::select::Selection;
use super::wrap;

/// What a rule proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) code: String,
    /// The rules, joined by `;`.
    pub(super) rule: String,
    /// Its bytes in the canonical text.
    pub(super) bytes: Range<usize>,
}

/// What lies over the transcript or is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Open {
    #[default]
    Nothing,
    /// A code is picked.
    Pick(Picker),
    /// A note is written on the coding of that id.
    Note(Field, String),
    /// Words to search for are typed.
    Search(Field),
    /// The help, from this line on.
    Help(usize),
    /// The codebook where there is no room for it beside the transcript, from this line on.
    Codebook(usize),
}

/// What the view says in its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) text: String,
    pub(super) is_wrong: bool,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) page: Page,
    pub(super) coder: String,
    pub(super) codes: Vec<Code>,
    pub(super) own: Own,
    /// All that the rules propose, by place.
    pub(super) proposals: Vec<Proposal>,
    /// The places of those that nobody decided on.
    pub(super) waiting: Vec<usize>,
    pub(super) selection: Selection,
    /// The proposal that is looked at.
    pub(super) proposal: Option<usize>,
    /// The coding that was chosen of several.
    pub(super) chosen: Option<String>,
    /// The code that was given last.
    pub(super) last: Option<String>,
    /// What was searched for last.
    pub(super) wanted: String,
    pub(super) open: Open,
    pub(super) message: Message,
    /// Whether the codebook stands beside the transcript.
    pub(super) codebook: bool,
    /// Columns and lines of the window.
    pub(super) size: (u16, u16),
    /// The first line that is shown.
    pub(super) top: Spot,
}

impl State {
    /// Takes in what is on the disk now.
    pub(super) fn learn(&mut self, mut own: Own) {
        let mut codes: Vec<String> = Vec::new();
        for code in &own.codes {
            let id = self.known(code);
            if self.code(&id).is_none() {
                self.codes.push(Code::named(&id));
            }
            if !codes.contains(&id) {
                codes.push(id);
            }
        }
        own.codes = codes;
        for given in &mut own.given {
            given.code = self.known(&given.code);
        }
        self.own = own;
        let own = &self.own;
        let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let is_open = |proposal: &Proposal| {
            let is_given = |given: &Given| {
                given.code == proposal.code && overlap(&given.bytes, &proposal.bytes)
            };
            let is_rejected = |(code, bytes): &(String, Range<usize>)| {
                *code == proposal.code && *bytes == proposal.bytes
            };
            !own.given.iter().any(is_given) && !own.rejected.iter().any(is_rejected)
        };
        let all = self.proposals.iter().enumerate();
        self.waiting =
            all.filter(|(_, proposal)| is_open(proposal)).map(|(place, _)| place).collect();
        // What was decided gives way to what comes after it.
        if let Some(looked) = self.proposal
            && !self.waiting.contains(&looked)
        {
            match self.waiting.iter().copied().find(|place| *place > looked) {
                Some(next) => self.look_at(next),
                None => self.proposal = None,
            }
        }
        if let Some(chosen) = &self.chosen
            && !self.own.given.iter().any(|given| given.id == *chosen)
        {
            self.chosen = None;
        }
    }

    /// Selects the words of a proposal.
    pub(super) fn look_at(&mut self, place: usize) {
        let Some(proposal) = self.proposals.get(place) else { return };
        self.proposal = Some(place);
        if let Some(touched) = self.page.touched(&proposal.bytes) {
            self.selection = Selection::over(touched);
            self.show(self.selection.from());
        }
    }

    /// The proposal that a key decides on: the one looked at, else one in the selection.
    pub(super) fn asked(&self) -> Option<&Proposal> {
        let looked = self.proposal.and_then(|place| self.proposals.get(place));
        looked.or_else(|| {
            let waiting = self.waiting.iter().filter_map(|place| self.proposals.get(*place));
            waiting.into_iter().find(|proposal| self.touches(&proposal.bytes))
        })
    }

    /// Whether bytes of the canonical text touch the selected words.
    pub(super) fn touches(&self, bytes: &Range<usize>) -> bool {
        let word = |place: Place| self.page.word(place).map(|word| word.bytes.clone());
        match (word(self.selection.from()), word(self.selection.to())) {
            (Some(first), Some(last)) => bytes.start < last.end && first.start < bytes.end,
            _ => false,
        }
    }

    /// The codings of the selected words: what begins and ends nearest to them stands first.
    pub(super) fn here(&self) -> Vec<&Given> {
        let all = self.own.given.iter();
        let mut here: Vec<&Given> = all.filter(|given| self.touches(&given.bytes)).collect();
        let meant = self.selection.bytes(&self.page).unwrap_or_default();
        here.sort_by_key(|given| {
            given.bytes.start.abs_diff(meant.start) + given.bytes.end.abs_diff(meant.end)
        });
        here
    }

    /// The coding that keys change: the chosen one, else the nearest.
    pub(super) fn coding(&self) -> Option<&Given> {
        let here = self.here();
        let chosen = here.iter().find(|given| self.chosen.as_deref() == Some(given.id.as_str()));
        chosen.or(here.first()).copied()
    }

    /// The sign of a code in the margin: letters in the order in which codes were first given.
    pub(super) fn sign(&self, code: &str) -> char {
        let place = self.own.codes.iter().position(|known| known == code);
        let sign = |place: usize| ('a'..='z').chain('A'..='Z').nth(place);
        place.and_then(sign).unwrap_or('*')
    }

    /// The place of a code among all.
    pub(super) fn code(&self, id: &str) -> Option<usize> {
        let aliased = || self.codes.iter().position(|code| code.aliases.iter().any(|a| a == id));
        self.codes.iter().position(|code| code.id == id).or_else(aliased)
    }

    /// A code's id, where a log has it by a former one.
    fn known(&self, id: &str) -> String {
        let code = self.code(id).and_then(|place| self.codes.get(place));
        code.map_or_else(|| id.to_owned(), |code| code.id.clone())
    }

    /// The areas of the window as it is.
    pub(super) fn areas(&self) -> Option<Areas> {
        layout::areas(self.size, self.codebook, matches!(self.open, Open::Pick(_)))
    }

    /// The columns of the transcript.
    pub(super) fn columns(&self) -> Columns {
        layout::columns(&self.page, self.areas().map_or(0, |areas| areas.text.width))
    }

    /// The line on which a word begins.
    pub(super) fn spot(&self, place: Place) -> Spot {
        let said = self.page.turns.get(place.turn);
        let lines = said.map(|said| wrap::lines(said, self.columns().words)).unwrap_or_default();
        (place.turn, wrap::line_of(&lines, place.word))
    }

    /// Scrolls until a word is seen, and the other end of the selection too if both have room.
    pub(super) fn show(&mut self, focus: Place) {
        let (from, to) = (self.selection.from(), self.selection.to());
        self.scroll(if focus == from { to } else { from });
        self.scroll(focus);
    }

    fn scroll(&mut self, place: Place) {
        let Some(areas) = self.areas() else { return };
        let height = usize::from(areas.text.height).max(1);
        let words = self.columns().words;
        let spot = self.spot(place);
        let bottom = layout::on(&self.page, words, self.top, height - 1);
        if spot < self.top {
            // Going back, what comes before it is seen too; a jump goes to the middle.
            let is_near = layout::back(&self.page, words, self.top, height) <= spot;
            let above = if is_near { 0 } else { height / 3 };
            self.top = layout::back(&self.page, words, spot, above);
        } else if spot > bottom {
            let is_near = layout::on(&self.page, words, bottom, height) >= spot;
            let above = if is_near { height - 1 } else { height / 3 };
            self.top = layout::back(&self.page, words, spot, above);
        }
    }
}
