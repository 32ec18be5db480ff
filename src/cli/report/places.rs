//! The material of reports that need counts and where codes stand, and nothing of what was said: of
//! transcripts, or of tallies that say where.

use super::ask::{Ask, Asked};
use super::tallied::{self, By};
use super::tallies::Tallies;
use crate::cli::App;
use crate::cli::ui::Stop;
use crate::coding::tally_line::Made;
use crate::diagnostic::Diagnostic;
use crate::report::material::Material;

/// Reads transcripts, or tallies where they are given. `by` says what groups, once it is known what is
/// recorded.
pub(super) fn material<'a>(
    tallies: &Tallies,
    ask: &'a Ask,
    by: impl FnOnce(&Asked<'a>) -> Result<By, Stop>,
    app: &'a App,
) -> Result<(Material, By), Stop> {
    if tallies.are_given() {
        let by = |asked: &mut Asked<'a>, made: &Made| {
            if !made.segments {
                return Err(Diagnostic::error("these tallies do not say where segments stand")
                    .help("`emic tally --segments` makes tallies that do")
                    .into());
            }
            by(asked)
        };
        return tallied::material(tallies, ask, by, app);
    }
    let mut asked = ask.open(app)?;
    asked.tells_places = true;
    let by = by(&asked)?;
    let material = asked.counts_by(by.as_ref().map(|(name, _)| name.as_str()))?;
    Ok((material, by))
}
