//! How far a long run is: count, rate and time left on standard error, after a quarter of a second.

use std::fmt::Write;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// What is over sooner shows nothing.
const DELAY: Duration = Duration::from_millis(250);

const TEMPLATE: &str = "{msg} {wide_bar} {human_pos}/{human_len}, {rate}, {left}";

/// Transcripts a second, over the whole run.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    let _ = write!(out, "{:.0}/s", state.pos() as f64 / state.elapsed().as_secs_f64().max(0.001));
}

/// The time left at the rate so far.
fn left(state: &ProgressState, out: &mut dyn Write) {
    let left = state.len().unwrap_or(0).saturating_sub(state.pos()) as f64;
    let seconds = state.elapsed().as_secs_f64() / state.pos().max(1) as f64 * left;
    let _ = write!(out, "{} left", HumanDuration(Duration::from_secs_f64(seconds.ceil())));
}

/// The progress of one run through a corpus.
#[derive(Debug)]
pub(super) struct Progress {
    doing: &'static str,
    begun: Instant,
    is_shown: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new(doing: &'static str, is_shown: bool) -> Self {
        Progress { doing, begun: Instant::now(), is_shown, bar: None }
    }

    /// So many of so many are done.
    pub(super) fn step(&mut self, done: usize, total: usize) {
        if done > 0 && self.bar.is_none() && self.is_shown && self.begun.elapsed() >= DELAY {
            let target = ProgressDrawTarget::stderr_with_hz(20);
            let bar = ProgressBar::with_draw_target(Some(total as u64), target)
                .with_elapsed(self.begun.elapsed());
            if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
                let style = style.progress_chars("## ").with_key("rate", rate);
                bar.set_style(style.with_key("left", left));
            }
            bar.set_message(self.doing);
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
