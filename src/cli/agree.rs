//! `emic agree`: how far coders agree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::ui::Stop;
use super::{App, Exit};
use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::report::agree::{Boot, Options, agreement, disagreements};
use crate::statistics::agreement::krippendorff::Level;
use crate::statistics::agreement::resample::SEED;
use crate::study::ratings;

/// Measure how far coders agree
///
/// A row a code. n_units: units; n_missing: ratings that are missing, which are left out and never
/// taken for a no. positives: how often each coder gave the code. percent: the share of equal pairs
/// of ratings, mean over units (Fleiss 1971). alpha: Krippendorff's α = 1 − D_o/D_e (2011), for any
/// number of coders, with a 95 % interval of 2,000 draws: of transcripts where they are known
/// (Davison & Hinkley 1997), else of units. kappa: Cohen's κ of two coders (1960), kappa_se its
/// standard error (Fleiss, Cohen & Everitt 1969). ac1: Gwet's AC1 (2008). pabak: 2 × percent − 1, two
/// coders and two categories (Byrt et al. 1993). scott_pi: Scott's π (1955), fleiss: Fleiss' κ
/// (1971). p_pos, p_neg: agreement on yes, 2a/(2a+b+c), which is F1, and on no (Cicchetti &
/// Feinstein 1990). What does not apply or cannot be said is missing, and the note says why.
///
/// Below: Brennan–Prediger (1981), Conger's κ (1980), the greatest κ that the margins allow, weighted
/// κ (Cohen 1968), precision and recall of the second coder against the first, and how often drawn
/// α is below .667 and .800. Pooled κ after De Vries et al. 2008.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// A rating table: a row a rating, with the columns `unit`, `coder` and `value` (empty is
    /// missing); also `code`, a table each, and `transcript`, from which intervals are drawn
    #[arg(long, value_name = "FILE.csv")]
    ratings: Option<PathBuf>,
    /// What the values are
    #[arg(long, value_enum, default_value = "nominal")]
    level: LevelName,
    /// The categories there were to choose from, in order; of two, the last is the positive one.
    /// Without, those that were given
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    categories: Vec<String>,
    /// Exit with 1 if α of a code is below, or no unit has two ratings
    #[arg(long, value_name = "ALPHA")]
    min: Option<f64>,
    /// What the interval is drawn from
    #[arg(long, value_enum, default_value = "clusters")]
    boot: BootName,
    /// The seed of the draws
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// Write every unit on which coders differ, with what each of them said
    #[arg(long, value_name = "FILE")]
    disagreements: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LevelName {
    Nominal,
    Ordinal,
    Interval,
    Ratio,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BootName {
    /// Transcripts where they are known, else units
    Clusters,
    /// Units
    Units,
    /// Pairs of values, after Krippendorff and Hayes (2007); narrower
    Krippendorff,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let Some(path) = &arguments.ratings else {
        return Err(Diagnostic::error("there are no codings by people to compare here yet")
            .help("`emic agree --ratings FILE.csv` takes any table of `unit,coder,value`")
            .into());
    };
    if let Some(least) = arguments.min.filter(|least| !(-1.0..=1.0).contains(least)) {
        return Err(Diagnostic::error(format!("α is never {least}"))
            .help("`--min` takes a number up to 1, such as 0.8")
            .into());
    }
    let tables = ratings::read(&source(path)?, &arguments.categories)?;
    if tables.is_empty() {
        return Err(Diagnostic::error("this table has no ratings")
            .in_file(files::shown(path))
            .into());
    }
    let options = Options {
        level: arguments.level.level(),
        boot: arguments.boot.boot(),
        seed: arguments.seed,
        least: arguments.min,
    };
    let found = agreement(&tables, &options);
    arguments.output.write(&found.report, &app.ui)?;
    if let Some(path) = &arguments.disagreements {
        let output = Output {
            output: Some(path.clone()),
            excel_safe: arguments.output.excel_safe,
            ..Output::default()
        };
        output.write(&disagreements(&tables), &app.ui)?;
    }
    if let Some(least) = arguments.min
        && !found.below.is_empty()
    {
        app.ui.status(&format!("α below {least}: {}.", found.below.join(", ")));
        return Ok(Exit::No);
    }
    Ok(Exit::Done)
}

/// The table's name and text; `-` is standard input.
fn source(path: &Path) -> Result<Arc<Source>, Diagnostic> {
    let text = match path == Path::new("-") {
        true => String::from_utf8_lossy(&files::read_standard_input()?).into_owned(),
        false => files::read_text(path)?,
    };
    Ok(Arc::new(Source { name: files::shown(path), text }))
}

impl LevelName {
    fn level(self) -> Level {
        match self {
            LevelName::Nominal => Level::Nominal,
            LevelName::Ordinal => Level::Ordinal,
            LevelName::Interval => Level::Interval,
            LevelName::Ratio => Level::Ratio,
        }
    }
}

impl BootName {
    fn boot(self) -> Boot {
        match self {
            BootName::Clusters => Boot::Clusters,
            BootName::Units => Boot::Units,
            BootName::Krippendorff => Boot::Pairs,
        }
    }
}
