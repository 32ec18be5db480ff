//! Much work, done by several threads, whose results come out in the order in which it came in.
//!
//! In comes one thing after the other, each is worked on by whoever is free, and the results are
//! taken in order. No more things are under way than a few a thread, so that memory does not grow
//! with their number, whether they are files of a corpus ([`super::fold`]) or lines of a pipe.

use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};

/// Things that each thread may be ahead.
pub(super) const AHEAD: usize = 4;

/// Works through `items` with at most so many threads.
///
/// `scratch` makes what each thread keeps for its own use. `work` may not panic. Where `take`
/// refuses a result, nothing more is begun and its reason comes back.
pub fn in_order<I: Send, S, R: Send, E>(
    threads: usize,
    mut items: impl Iterator<Item = I>,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        let mut own = scratch();
        return items.try_for_each(|item| take(work(&mut own, item)));
    }
    let (hand_out, pick_up) = mpsc::channel::<(usize, I)>();
    let pick_up = Mutex::new(pick_up);
    let (hand_in, collect) = mpsc::channel::<(usize, R)>();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (hand_in, pick_up, scratch, work) = (hand_in.clone(), &pick_up, &scratch, &work);
            scope.spawn(move || {
                let mut own = scratch();
                loop {
                    let ticket = match pick_up.lock() {
                        Ok(tickets) => tickets.recv(),
                        Err(_) => return,
                    };
                    let Ok((number, item)) = ticket else { return };
                    if hand_in.send((number, work(&mut own, item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_in);
        let (mut begun, mut next, mut is_last) = (0, 0, false);
        let mut waiting = BTreeMap::new();
        let ended = loop {
            while !is_last && begun - next < threads * AHEAD {
                match items.next() {
                    // Sending fails only when all threads are gone; then nothing comes back below.
                    Some(item) => {
                        let _ = hand_out.send((begun, item));
                        begun += 1;
                    }
                    None => is_last = true,
                }
            }
            if next == begun {
                break Ok(());
            }
            let Ok((number, result)) = collect.recv() else { break Ok(()) };
            waiting.insert(number, result);
            let mut refused = Ok(());
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                refused = take(result);
                if refused.is_err() {
                    break;
                }
            }
            if refused.is_err() {
                break refused;
            }
        };
        drop(hand_out);
        ended
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn results_come_in_order_and_few_are_ahead() {
        for threads in [1, 2, 5] {
            let begun = Cell::new(0);
            let items = (0..300).inspect(|_| begun.set(begun.get() + 1));
            let mut taken = Vec::new();
            let slow = |_: &mut (), item: u64| {
                std::thread::sleep(std::time::Duration::from_micros(item * 7 % 50));
                item
            };
            let done: Result<(), ()> = in_order(
                threads,
                items,
                || (),
                slow,
                |item| {
                    taken.push(item);
                    assert!(begun.get() - taken.len() <= threads * AHEAD);
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert_eq!(taken, (0..300).collect::<Vec<_>>());
        }
    }

    #[test]
    fn work_without_end_stops_where_nobody_takes_it() {
        let mut taken = 0;
        let done = in_order(
            3,
            0..,
            || (),
            |(), item: u64| item,
            |item| {
                taken += 1;
                if item == 100 { Err("closed") } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err("closed"), 101));
    }
}
