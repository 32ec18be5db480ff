//! `emic agree`: how far coders agree, in a study or in any table of ratings.

pub(super) mod page;
mod study;
pub(super) mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::filter::People;
use super::input::{Codebooks, Input};
use super::output::Output;
use super::ui::Stop;
use super::{App, Exit};
use crate::coding::double::{Grain, Overlap};
use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::report::Report;
use crate::report::agree::differences::disagreements;
use crate::report::agree::{Agreement, Boot, Options, agreement};
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
/// α is below .667 and .800; last, Shaffer's ρ (2017): how many made-up coders whose κ over everything
/// is below .65 would reach this κ on so few units. Pooled κ after De Vries et al. 2008.
///
/// In a study, coders are compared with each other, with `rules`, with `consensus`, or one coder's
/// rounds with each other. Without --coder it is everybody with a log but `consensus`; one name alone
/// comes first and is compared with all of these, and where there is nobody else with `rules`. Units are what participants said, in public. A coder has looked at what
/// `emic code --done` marks and at the units that carry one of the coder's codes; all else is missing,
/// never a no. Of a coder who never set a done-mark, each transcript with a coding counts as looked
/// at, and a note says so. A code holds where it was given itself, or with --roll-up one below it.
/// Codes that exclude each other have a row for their family besides: nominal with `none`, ordinal
/// where they are levels.
///
/// With --unit char there are no standard errors, for characters side by side are not independent, and
/// below stand uα, |uα and cuα for free spans (Krippendorff et al. 2016) and how many spans of two
/// coders meet exactly, overlap, or share characters.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic agree
  emic agree --coder ana,ben --unit sentence --disagreements differ.csv
  emic agree --coder ana,rules --overlap majority --min 0.8
  emic agree --coder ana --rounds 1,2
  emic agree --ratings ratings.csv --level ordinal")]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    codebooks: Codebooks,
    /// What a unit is; turns where the median turn has at most 60 words, else sentences
    #[arg(long, value_name = "UNIT", value_parser = grains(), conflicts_with = "ratings")]
    unit: Option<Grain>,
    /// When a unit carries a code: a segment has any visible character of it, or at least half
    #[arg(long, value_name = "RULE", value_parser = overlaps(), default_value = "any")]
    overlap: Overlap,
    /// One coder's rounds to compare, such as 1,2; or the round of all coders
    #[arg(long, value_name = "N,…", value_delimiter = ',', conflicts_with = "ratings")]
    rounds: Vec<u32>,
    /// Let a code hold where one below it was given
    #[arg(long)]
    roll_up: bool,
    /// Only this code; may be repeated
    #[arg(long = "code", value_name = "CODE", help_heading = "Filters")]
    codes: Vec<String>,
    /// Only this code and everything below it; may be repeated
    #[arg(long = "theme", value_name = "CODE", help_heading = "Filters")]
    themes: Vec<String>,
    #[command(flatten)]
    people: People,
    /// A rating table: a row a rating, with the columns `unit`, `coder` and `value` (empty is
    /// missing); also `code`, a table each, and `transcript`, from which intervals are drawn
    #[arg(long, value_name = "FILE.csv")]
    ratings: Option<PathBuf>,
    /// What the values of --ratings are
    #[arg(long, value_enum, default_value = "nominal")]
    level: LevelName,
    /// The categories there were to choose from, in order; of two, the last is the positive one.
    /// Without, those that were given
    #[arg(long, value_name = "A,B,…", value_delimiter = ',', allow_hyphen_values = true)]
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
    /// Cases of a study
    Cases,
    /// Units
    Units,
    /// Pairs of values, after Krippendorff and Hayes (2007); narrower
    Krippendorff,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if let Some(least) = arguments.min.filter(|least| !(-1.0..=1.0).contains(least)) {
        return Err(Diagnostic::error(format!("α is never {least}"))
            .help("`--min` takes a number up to 1, such as 0.8")
            .into());
    }
    let Some(path) = &arguments.ratings else { return study::run(arguments, app) };
    if arguments.boot.boot() == Boot::Cases {
        return Err(Diagnostic::error("a table of ratings does not know whose words units are")
            .help("`--boot cases` needs a study; a column `transcript` gives clusters")
            .into());
    }
    let tables = ratings::read(&source(path)?, &arguments.categories)?;
    if tables.is_empty() {
        return Err(Diagnostic::error("this table has no ratings")
            .in_file(files::shown(path))
            .into());
    }
    let found = agreement(&tables, &arguments.options());
    arguments.finish(&found, || disagreements(&tables), app)
}

impl Arguments {
    fn options(&self) -> Options {
        Options {
            level: self.level.level(),
            boot: self.boot.boot(),
            seed: self.seed,
            least: self.min,
        }
    }

    /// Writes the report and the list of disagreements, and answers whether α is enough.
    fn finish(
        &self,
        found: &Agreement,
        differences: impl FnOnce() -> Report,
        app: &App,
    ) -> Result<Exit, Stop> {
        self.output.write(&found.report, &app.ui)?;
        if let Some(path) = &self.disagreements {
            let output = Output {
                output: Some(path.clone()),
                excel_safe: self.output.excel_safe,
                ..Output::default()
            };
            output.write(&differences(), &app.ui)?;
        }
        if let Some(least) = self.min
            && !found.below.is_empty()
        {
            app.ui.status(&format!("α below {least}: {}.", found.below.join(", ")));
            return Ok(Exit::No);
        }
        Ok(Exit::Done)
    }
}

/// The names of units.
pub(super) fn grains() -> impl TypedValueParser<Value = Grain> {
    PossibleValuesParser::new(Grain::ALL.map(Grain::name))
        .map(|name| Grain::ALL.into_iter().find(|one| one.name() == name).unwrap_or_default())
}

/// The names of the rules of overlap.
pub(super) fn overlaps() -> impl TypedValueParser<Value = Overlap> {
    PossibleValuesParser::new(Overlap::ALL.map(Overlap::name))
        .map(|name| Overlap::ALL.into_iter().find(|one| one.name() == name).unwrap_or_default())
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
            BootName::Cases => Boot::Cases,
            BootName::Units => Boot::Units,
            BootName::Krippendorff => Boot::Pairs,
        }
    }
}
