//! How far a long run is: count, rate and time left on standard error, after a quarter of a second.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is over sooner shows nothing.
const DELAY: Duration = Duration::from_millis(250);

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
        if self.bar.is_none() && self.is_shown && self.begun.elapsed() >= DELAY {
            let target = ProgressDrawTarget::stderr_with_hz(20);
            let bar = ProgressBar::with_draw_target(Some(total as u64), target);
            let template = "{msg} {wide_bar} {human_pos}/{human_len}, {per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("## "));
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
