//! What depends on what: the order in which things can be worked through, and the circles.
//!
//! Lists name lists, codes have parents, and rules look `within` other codes. In comes, for each
//! thing, what it needs; out comes an order with the needed first (depth-first search, Tarjan 1972)
//! and every circle that stands in the way.

/// How many circles are told apart; where there are more, something is wrong with the whole.
const MOST_CIRCLES: usize = 20;

/// The outcome of ordering.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ordered {
    /// All things, each after what it needs as far as circles allow.
    pub order: Vec<usize>,
    /// The circles, at most twenty: each thing needs the next one, the last needs the first.
    pub circles: Vec<Vec<usize>>,
}

/// Orders things by their needs. `needs[thing]` are the places of what it needs; places that do
/// not exist are passed over.
pub fn order(needs: &[Vec<usize>]) -> Ordered {
    let mut found = Ordered::default();
    let mut state = vec![State::New; needs.len()];
    // The way down to the thing at hand, with how many of its needs have been looked at. An own
    // stack, so that a chain of any length is safe.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for first in 0..needs.len() {
        if state[first] != State::New {
            continue;
        }
        state[first] = State::Open;
        way.push((first, 0));
        while let Some((thing, looked)) = way.last_mut() {
            let thing = *thing;
            let Some(&need) = needs[thing].get(*looked) else {
                state[thing] = State::Done;
                found.order.push(thing);
                way.pop();
                continue;
            };
            *looked += 1;
            match state.get(need) {
                Some(State::New) => {
                    state[need] = State::Open;
                    way.push((need, 0));
                }
                Some(State::Open) if found.circles.len() < MOST_CIRCLES => {
                    let from = way.iter().position(|&(open, _)| open == need).unwrap_or(0);
                    found.circles.push(way[from..].iter().map(|&(open, _)| open).collect());
                }
                _ => {}
            }
        }
    }
    found
}

/// A circle as people read it: `a → b → a`. Of a long one only the beginning and the end.
pub fn way<'n>(names: impl ExactSizeIterator<Item = &'n str> + Clone) -> String {
    const MOST: usize = 6;
    let count = names.len();
    let mut steps: Vec<String> = names.clone().take(MOST).map(|name| format!("`{name}`")).collect();
    if count > MOST {
        steps.push(format!("… ({} more)", count - MOST));
    }
    steps.extend(names.take(1).map(|name| format!("`{name}`")));
    steps.join(" → ")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_needed_comes_first() {
        let found = order(&[vec![2], vec![], vec![1, 9]]);
        assert_eq!(found.order, [1, 2, 0]);
        assert!(found.circles.is_empty());
    }

    #[test]
    fn circles_are_found_once_each() {
        let found = order(&[vec![1], vec![2], vec![0], vec![3], vec![0]]);
        assert_eq!(found.circles, [vec![0, 1, 2], vec![3]]);
        assert_eq!(found.order.len(), 5);
    }

    #[test]
    fn circles_are_written_as_a_way_back() {
        assert_eq!(way(["a", "b"].into_iter()), "`a` → `b` → `a`");
        let many = ["a", "b", "c", "d", "e", "f", "g", "h"];
        assert_eq!(way(many.into_iter()), "`a` → `b` → `c` → `d` → `e` → `f` → … (2 more) → `a`");
    }

    #[test]
    fn a_long_chain_is_safe() {
        let needs: Vec<Vec<usize>> = (1..=200_000).map(|next| vec![next]).collect();
        assert_eq!(order(&needs).order.first(), Some(&199_999));
    }
}
