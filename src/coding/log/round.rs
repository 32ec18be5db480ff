//! One round of coding: what a coder's events of that round come to.
//!
//! In come the events of one coder, out comes the [`State`] that the round left. An event that says
//! no round is of the first. What was changed in a round later does not change an earlier one;
//! changes that say no round, as an undo does, follow the event that they are about.

use std::collections::BTreeSet;

use super::event::{Event, Kind};
use super::replay::{State, in_order, replay};

/// The rounds in which a coder set codings or marks, ascending.
pub fn rounds(events: &[Event]) -> BTreeSet<u32> {
    let made = |event: &&Event| matches!(event.event, Kind::Add | Kind::Accept | Kind::Done);
    events.iter().filter(made).map(|event| event.round.unwrap_or(1)).collect()
}

/// What the events of a round come to.
pub fn of_round(events: &[Event], round: u32) -> State {
    let mut own: Vec<&Event> = Vec::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for event in in_order(events) {
        let is_own = match &event.target {
            Some(target) => {
                ids.contains(target.as_str()) && event.round.is_none_or(|own| own == round)
            }
            None => event.round.unwrap_or(1) == round,
        };
        if is_own {
            ids.insert(&event.id);
            own.push(event);
        }
    }
    replay(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(number: u8, kind: Kind, target: Option<u8>, round: Option<u32>) -> Event {
        Event {
            id: number.to_string(),
            event: kind,
            target: target.map(|target| target.to_string()),
            coder: "ana".into(),
            at: format!("2026-03-01T09:30:{number:02}Z"),
            code: Some(format!("code{number}")),
            round,
            ..Event::default()
        }
    }

    #[test]
    fn a_later_round_leaves_an_earlier_one_as_it_was() {
        let log = [
            event(1, Kind::Add, None, None),
            event(2, Kind::Add, None, Some(1)),
            event(3, Kind::Undo, Some(2), None),
            event(4, Kind::Recode, Some(1), Some(2)),
            event(5, Kind::Add, None, Some(2)),
        ];
        let codes = |round| -> Vec<String> {
            of_round(&log, round).codings.into_values().map(|held| held.code).collect()
        };
        assert_eq!((codes(1), codes(2)), (vec!["code1".to_owned()], vec!["code5".to_owned()]));
        assert_eq!(rounds(&log), BTreeSet::from([1, 2]));
    }
}
