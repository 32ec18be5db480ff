//! Agreement for the page of a study: everybody who coded, or the one who did and the rules.

use super::study::{Asked, columns, compare};
use super::table::Compared;
use crate::cli::App;
use crate::cli::filter::People;
use crate::cli::ui::Stop;
use crate::codebook::tree::Tree;
use crate::coding::double::Looking;
use crate::report::Report;
use crate::report::agree::Options;
use crate::statistics::agreement::resample::SEED;
use crate::study::corpus::Corpus;
use crate::study::logs::{self, Logs};

/// The report, with what `emic agree` takes where nobody says otherwise; nothing where nobody coded.
pub(in crate::cli) fn of_study(
    corpus: &Corpus,
    people: &People,
    app: &App,
) -> Result<Option<Report>, Stop> {
    let Some(study) = corpus.study.as_ref().filter(|study| !logs::coders(study).is_empty()) else {
        return Ok(None);
    };
    let logs = Logs::read(study);
    if logs.states.values().all(|state| state.codings.is_empty()) {
        return Ok(None);
    }
    let compared = Compared::open(corpus, columns(&logs, &[], app)?)?;
    let selection = people.selection(corpus)?;
    let grain = compared.usual(corpus, &selection);
    let looking = Looking { grain, ..Looking::default() };
    let all = compared.look(corpus, &selection, looking, app)?;
    let tree = Tree::new(compared.rules.codebook());
    let options = Options { seed: SEED, ..Options::default() };
    let asked = Asked { options, roll_up: false, wanted: None };
    let (_, found) = compare(&compared, &tree, &all, looking, &asked, &people.in_words());
    Ok(Some(found.report))
}
