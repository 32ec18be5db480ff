//! Arguments that are set up only when their command is asked for.
//!
//! The tree of commands has thousands of options, and one command is run. In comes the command that a
//! person typed, out comes a tree in which only that command has its options. Help, completions and
//! messages about mistakes need the whole tree, which is what is built outside [`lazily`].

use std::cell::Cell;
use std::ops::Deref;

use clap::error::Error;
use clap::{ArgMatches, Args, Command, FromArgMatches};

thread_local! {
    static IS_LAZY: Cell<bool> = const { Cell::new(false) };
}

/// Builds a tree and works with it; its commands wait until they are asked for.
pub(super) fn lazily<R>(work: impl FnOnce() -> R) -> R {
    IS_LAZY.set(true);
    let result = work();
    IS_LAZY.set(false);
    result
}

/// The arguments of a command.
#[derive(Clone, Debug)]
pub(super) struct Lazily<T>(T);

impl<T> Deref for Lazily<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Args> Args for Lazily<T> {
    fn augment_args(command: Command) -> Command {
        match IS_LAZY.get() {
            true => command.defer(T::augment_args),
            false => T::augment_args(command),
        }
    }

    fn augment_args_for_update(command: Command) -> Command {
        T::augment_args_for_update(command)
    }
}

impl<T: FromArgMatches> FromArgMatches for Lazily<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Lazily)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}
