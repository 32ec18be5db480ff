//! What has to be said beside the numbers of agreement: why one is undefined, and where one misleads.

use super::{Boot, Found, Options};
use crate::report::base::counted;
use crate::statistics::agreement::Undefined;
use crate::statistics::agreement::many::percent;

/// Fewer positives of either coder than this are few.
const FEW_POSITIVES: u64 = 10;
/// Fewer transcripts than this are few to draw from.
const FEW_CLUSTERS: usize = 10;
/// Above this prevalence index κ is low however well coders agree.
const HIGH_PREVALENCE: f64 = 0.6;

impl Found<'_> {
    /// The notes of a code in one line; none where there is nothing to say.
    pub(super) fn note(&self) -> Option<String> {
        let ratings = &self.rated.ratings;
        let unit = self.rated.unit.as_str();
        let mut notes: Vec<String> = self.rated.note.iter().cloned().collect();
        match self.alpha {
            Err(Undefined::NoPairs) => notes.push(format!("no {unit} was coded by two coders")),
            Err(Undefined::NoVariation) => {
                notes.push(format!("undefined ({})", self.no_variation()));
                if let Ok(share) = percent(ratings) {
                    notes.push(format!("percent agreement {:.1} %", 100.0 * share));
                }
            }
            Err(reason) => notes.push(format!("undefined ({reason})")),
            Ok(_) => {}
        }
        if ratings.pairable() == 1 {
            notes.push(format!("1 {unit}: not interpretable"));
        }
        if ratings.coders() != 2 {
            notes.push("kappa, PABAK and π are made for two coders".to_owned());
        }
        if let (Ok(_), Some(positives)) = (self.alpha, self.positives()) {
            let fewest = positives.iter().copied().min().unwrap_or_default();
            let most = positives.iter().copied().max().unwrap_or_default();
            if fewest == 0 && ratings.coders() == 2 {
                notes.push("one coder never used this code: kappa is 0 by construction".to_owned());
            } else if fewest < FEW_POSITIVES {
                let positives = counted(fewest, "positive", "positives");
                notes.push(format!("{positives}: one {unit} moves kappa much"));
            }
            let prevalence =
                self.cells.as_ref().ok().and_then(|cells| cells.prevalence_index().ok());
            if most > 0 && prevalence.is_some_and(|index| index > HIGH_PREVALENCE) {
                notes.push("prevalence is far from a half: read AC1 beside kappa".to_owned());
            }
        }
        if self.alpha.is_ok_and(|alpha| alpha < -0.5) {
            notes.push("systematically opposite: look at the definition".to_owned());
        }
        let clusters = self.rated.clusters_n();
        if matches!(self.options.boot, Boot::Clusters | Boot::Cases)
            && (1..FEW_CLUSTERS).contains(&clusters)
        {
            let drawn = if self.options.boot == Boot::Cases { "cases" } else { "transcripts" };
            notes.push(format!("few {drawn} ({clusters}) to draw from"));
        }
        if let Ok(drawn) = &self.drawn
            && drawn.undefined > 0
        {
            notes.push(format!("{} draws without variation left out", drawn.undefined));
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }

    /// The same as a line that names the code.
    pub(super) fn told(&self) -> Option<String> {
        self.note().map(|note| format!("{}: {note}", self.name()))
    }

    fn no_variation(&self) -> String {
        let units = self.rated.ratings.pairable() as u64;
        let plural = format!("{}s", self.rated.unit);
        match self.positives() {
            Some(positives) if positives.iter().all(|count| *count == 0) => {
                let units = counted(units, &self.rated.unit, &plural);
                format!("no variation: 0 of {units} coded by anyone")
            }
            Some(_) => {
                let all = counted(units, &self.rated.unit, &plural);
                format!("no variation: {units} of {all} coded by everyone")
            }
            None => "no variation".to_owned(),
        }
    }
}

/// The line below the table.
pub(super) fn closing(all: &[Found<'_>], options: &Options) -> String {
    let mut line = String::new();
    if all.iter().any(|found| found.rho.is_some()) {
        line.push_str(
            "ρ is the share of made-up coders whose κ over everything is below .65 that would do as \
             well on so few units (Shaffer 2017): below .05, a κ above .65 is a fair inference. ",
        );
    }
    line.push_str(
        "Krippendorff: from .800 on reliable, from .667 tentative; which is enough depends \
                    on what rests on it.",
    );
    if options.boot == Boot::Pairs {
        line.push_str(
            " The interval is drawn from pairs with the disagreement by chance as it is, so it is \
             narrower.",
        );
    }
    if all.iter().any(|found| found.rated.ratings.missing() > 0) {
        line.push_str(" Missing ratings are left out, never taken for a no.");
    }
    line
}
