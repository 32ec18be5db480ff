//! `emic audit-rules`: how far the rules of a code may be trusted, from a blind sample.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use sha2::{Digest, Sha256};

use super::agree::table::{Column, Compared};
use super::agree::{grains, overlaps};
use super::coder::codebook;
use super::output::Output;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, stopped};
use crate::codebook::describe::fingerprint;
use crate::codebook::tree::Tree;
use crate::coding::double::{DoubleCoded, Grain, Looking, Overlap, Place};
use crate::diagnostic::{Diagnostic, Source};
use crate::files::{self, What};
use crate::report::table::{Cell, Column as TableColumn, Table};
use crate::report::{Report, audit_rules};
use crate::statistics::agreement::rule_audit::Stratum;
use crate::study::audit::{Drawn, FOLDER, Key, RESULTS, SHEET, add, answers, draw, results};
use crate::study::corpus::{Corpus, Given};
use crate::study::open::{self, Study};
use crate::study::selection::Selection;

/// Hits and other units that are drawn where nobody says how many.
const HITS: usize = 60;
const MISSES: usize = 200;
const SEED: u64 = 42;

/// Find out how far the rules of a code may be trusted
///
/// First it draws a blind sample into `audits/CODE.csv`: units that the rules code and units that they
/// do not, in random order, without saying which is which. Read each, and write 1 into `answer` where
/// the code holds and 0 where it does not. Run again, it computes precision: right hits of those read;
/// missed: the share of the code in the other units read, times all others; recall: right hits over
/// right hits and missed, with the 95 % interval of 2,000 draws of both samples (Cochran 1977); κ over
/// all units from the cells as estimated; and Shaffer's ρ for the κ in the samples. Where nothing was
/// missed, it gives the exact upper bound, 1 − .05^(1/n) of the others. A sample of hits alone would
/// show precision and hide what was missed, where rules are weak (Cai, Marquart & Shaffer 2022).
///
/// Results are kept in `audits/results.csv` with the codebook's version; `emic codebook show CODE` tells
/// them. Rules or transcripts that changed since the draw are found out, and nothing is computed.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic audit-rules function.trust --hits 60 --misses 200 --seed 5
  emic audit-rules function.trust --coder ana
  emic audit-rules function.trust --from answers.csv")]
pub(super) struct Arguments {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// Draw so many units that the rules code; 60 without
    #[arg(long, value_name = "N")]
    hits: Option<usize>,
    /// Draw so many units that they do not code; 200 without
    #[arg(long, value_name = "M")]
    misses: Option<usize>,
    /// The seed of the draw; 42 without
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// What a unit is; turns where the median turn has at most 60 words, else sentences
    #[arg(long, value_name = "UNIT", value_parser = grains())]
    unit: Option<Grain>,
    /// When a unit is a hit: a segment has any visible character of it, or at least half
    #[arg(long, value_name = "RULE", value_parser = overlaps())]
    overlap: Option<Overlap>,
    /// The sheet with the answers, in place of `audits/CODE.csv`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["hits", "misses", "seed", "unit", "overlap"])]
    from: Option<PathBuf>,
    /// Say what would be drawn or kept, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    output: Output,
}

/// All units of a study with what the rules say of them.
struct Units {
    all: Vec<DoubleCoded>,
    /// By place in `flat`.
    hits: Vec<usize>,
    rest: Vec<usize>,
    flat: Vec<(usize, usize)>,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    app.ui.tell_all(&corpus.faults);
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let compared = Compared::open(&corpus, vec![Column::rules()])?;
    let tree = Tree::new(compared.rules.codebook());
    let place = tree.resolve(&arguments.code)?;
    let base = drawn_now(&corpus, &compared, place)?;
    let folder = study.inside(FOLDER);
    let sheet = folder.join(format!("{}.csv", base.code));
    let settings = folder.join(format!("{}.toml", base.code));
    let wants_draw = arguments.hits.is_some()
        || arguments.misses.is_some()
        || arguments.seed.is_some()
        || arguments.unit.is_some()
        || arguments.overlap.is_some();
    let has_sheet = files::what(&settings) == What::File;
    if arguments.from.is_some() || has_sheet && !wants_draw {
        let from = arguments.from.as_deref().unwrap_or(&sheet);
        return evaluate(
            arguments,
            (&corpus, study, &compared, place),
            (from, &settings),
            &base,
            app,
        );
    }
    let grain = match arguments.unit {
        Some(Grain::Char) => return stopped(no_characters()),
        Some(grain) => grain,
        None => compared.usual(&corpus, &Selection::default()),
    };
    let overlap = arguments.overlap.unwrap_or_default();
    let units = Units::of(&corpus, &compared, place, (grain, overlap), app)?;
    let drawn = Drawn {
        unit: grain.name().to_owned(),
        overlap: overlap.name().to_owned(),
        hits: arguments.hits.unwrap_or(HITS),
        misses: arguments.misses.unwrap_or(MISSES),
        seed: arguments.seed.unwrap_or(SEED),
        strata: units.fingerprint(),
        ..base
    };
    if drawn.seed > i64::MAX as u64 {
        return stopped(Diagnostic::error("the seed is too large").help("it is below 2⁶³"));
    }
    let sample = draw(&units.hits, &units.rest, &drawn);
    if sample.is_empty() {
        let told = Diagnostic::error("there is nothing to draw from");
        return stopped(told.help("the transcripts have no unit that can be coded"));
    }
    if has_sheet && is_answered(&sheet)? {
        let message = "the sheet has answers already, which a new draw would lose";
        return stopped(
            Diagnostic::error(message)
                .in_file(files::shown(&sheet))
                .help(format!("`emic audit-rules {}` reads them", drawn.code))
                .help("or move the file away, and draw then"),
        );
    }
    let shown = files::shown(&sheet);
    let count = counted(sample.len(), &drawn.unit);
    if arguments.dry_run {
        app.ui.status(&format!("Would write {count} to `{shown}`."));
        return Ok(Exit::Done);
    }
    files::write::folder(&folder)?;
    files::write::replace(&settings, drawn.text().as_bytes())?;
    files::write::replace(&sheet, &csv(&units.sheet(&sample), true)?)?;
    app.ui.status(&format!("Wrote {count} to `{shown}`, hits and others mixed."));
    app.ui.hint(&format!(
        "write 1 or 0 into the column `answer`, then `emic audit-rules {} --coder NAME`",
        drawn.code
    ));
    Ok(Exit::Done)
}

/// Reads the answers and computes.
fn evaluate(
    arguments: &Arguments,
    (corpus, study, compared, place): (&Corpus, &Study, &Compared, usize),
    (from, settings): (&Path, &Path),
    now: &Drawn,
    app: &App,
) -> Result<Exit, Stop> {
    if files::what(settings) == What::Missing {
        let told = Diagnostic::error("no sample of this code was drawn");
        let code = &now.code;
        return stopped(
            told.help(format!("draw one: `emic audit-rules {code} --hits 60 --misses 200`")),
        );
    }
    let drawn = Drawn::parse(&files::shown(settings), &files::read_text(settings)?)?;
    let grain = Grain::ALL.into_iter().find(|grain| grain.name() == drawn.unit).unwrap_or_default();
    let overlap = Overlap::ALL
        .into_iter()
        .find(|overlap| overlap.name() == drawn.overlap)
        .unwrap_or_default();
    let units = Units::of(corpus, compared, place, (grain, overlap), app)?;
    if units.fingerprint() != drawn.strata {
        let what = match drawn.rules == now.rules {
            true => "the transcripts, or who speaks in them,",
            false => "the rules",
        };
        let message = format!("{what} changed since the sample was drawn");
        return stopped(
            Diagnostic::error(message)
                .in_file(files::shown(settings))
                .help("what the rules found then cannot be known any more")
                .help(format!(
                    "move the sheet away and draw anew: `emic audit-rules {}`",
                    now.code
                )),
        );
    }
    let text = match from == Path::new("-") {
        true => String::from_utf8_lossy(&files::read_standard_input()?).into_owned(),
        false => table_text(from)?,
    };
    let source = Arc::new(Source { name: files::shown(from), text });
    let given = answers(&source)?;
    let sample = draw(&units.hits, &units.rest, &drawn);
    let mut strata = [
        Stratum { units: units.hits.len() as u64, ..Stratum::default() },
        Stratum { units: units.rest.len() as u64, ..Stratum::default() },
    ];
    let mut open = 0;
    for at in &sample {
        let answer = units.key(*at).and_then(|key| given.get(&key).copied().flatten());
        let is_hit = units.hits.binary_search(at).is_ok();
        let Some(answer) = answer else {
            open += 1;
            continue;
        };
        let stratum = &mut strata[usize::from(!is_hit)];
        stratum.sampled += 1;
        stratum.positive += u64::from(answer);
    }
    if open > 0 {
        let all = sample.len();
        app.ui.status(&format!(
            "{open} of {all} {}s in `{}` have no answer yet.",
            drawn.unit,
            files::shown(from)
        ));
        return Ok(Exit::No);
    }
    let coder = app.coder.clone().unwrap_or_default();
    let report = audit_rules::report(&drawn, &strata, &coder);
    arguments.output.write(&report, &app.ui)?;
    if !arguments.dry_run {
        let path = study.inside(FOLDER).join(RESULTS);
        let mut rows = match open::table(&path)? {
            Some(table) => results(&table.source)?,
            None => Vec::new(),
        };
        add(&mut rows, audit_rules::row(&drawn, &strata, &coder));
        files::write::folder(&study.inside(FOLDER))?;
        files::write::replace(&path, &csv(&audit_rules::table(&rows), false)?)?;
        app.ui.status(&format!("Kept in `{}`.", files::shown(&path)));
        app.ui.hint(&format!("`emic codebook show {}` tells it", drawn.code));
    }
    Ok(Exit::Done)
}

/// The code with the version of its own codebook.
fn drawn_now(corpus: &Corpus, compared: &Compared, place: usize) -> Result<Drawn, Stop> {
    let all = compared.rules.codebook();
    let id = all.codes.get(place).map(|code| code.id.clone()).unwrap_or_default();
    for path in &corpus.codebooks {
        let codebook = codebook(path)?;
        let Some(code) = codebook.codes.iter().find(|code| code.id == id) else { continue };
        if code.rules.iter().all(|rule| rule.weak) {
            let told = Diagnostic::error(format!("`{id}` has no rules that code by themselves"));
            return stopped(told.in_file(codebook.path.clone()));
        }
        return Ok(Drawn {
            rules: fingerprint(&codebook, code),
            code: id,
            codebook: codebook.id.clone(),
            version: codebook.version.clone(),
            sha256: codebook.sha256.clone(),
            ..Drawn::default()
        });
    }
    stopped(Diagnostic::error(format!("no codebook has the code `{id}`")))
}

impl Units {
    fn of(
        corpus: &Corpus,
        compared: &Compared,
        code: usize,
        (grain, overlap): (Grain, Overlap),
        app: &App,
    ) -> Result<Self, Stop> {
        let looking = Looking { grain, overlap, words: true };
        let all = compared.look(corpus, &Selection::default(), looking, app)?;
        let mut units = Units { all, hits: Vec::new(), rest: Vec::new(), flat: Vec::new() };
        for (transcript, one) in units.all.iter().enumerate() {
            let given = one.given.first().and_then(|given| given.get(&(code as u32)));
            let mut held = vec![false; one.units.len()];
            for given in given.into_iter().flatten().filter(|given| given.holds) {
                if let Some(unit) = held.get_mut(given.unit) {
                    *unit = true;
                }
            }
            for (unit, is_hit) in held.into_iter().enumerate() {
                let list = if is_hit { &mut units.hits } else { &mut units.rest };
                list.push(units.flat.len());
                units.flat.push((transcript, unit));
            }
        }
        Ok(units)
    }

    fn unit(&self, at: usize) -> Option<(&DoubleCoded, &Place)> {
        let (transcript, unit) = self.flat.get(at)?;
        let one = self.all.get(*transcript)?;
        Some((one, one.units.get(*unit)?))
    }

    fn key(&self, at: usize) -> Option<Key> {
        let (one, place) = self.unit(at)?;
        Some((one.transcript.clone(), place.start, place.end))
    }

    /// Over all units and their words, hits marked: it tells whether a second draw is the first.
    fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        for at in 0..self.flat.len() {
            let Some((one, place)) = self.unit(at) else { continue };
            let is_hit = self.hits.binary_search(&at).is_ok();
            let unit = (&one.transcript, place.start, place.end, &place.words, is_hit);
            digest.update(format!("{unit:?}\n"));
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn sheet(&self, sample: &[usize]) -> Table {
        let mut table = Table::new(SHEET.map(|name| TableColumn::text(name, name)).to_vec());
        for (number, (one, place)) in sample.iter().filter_map(|at| self.unit(*at)).enumerate() {
            table.push(vec![
                Cell::count(number + 1),
                one.transcript.as_str().into(),
                Cell::count(place.turn),
                Cell::count(place.start),
                Cell::count(place.end),
                Cell::Missing,
                place.words.as_str().into(),
            ]);
        }
        table
    }
}

fn no_characters() -> Diagnostic {
    Diagnostic::error("characters cannot be read one by one")
        .help("`--unit` is turn, sentence or paragraph here")
}

/// Whether somebody has begun to answer; a sheet that is gone or damaged has answers nobody can read.
fn is_answered(sheet: &Path) -> Result<bool, Stop> {
    if files::what(sheet) == What::Missing {
        return Ok(false);
    }
    let source = Arc::new(Source { name: files::shown(sheet), text: table_text(sheet)? });
    Ok(answers(&source).map_or(true, |given| given.values().any(Option::is_some)))
}

fn table_text(path: &Path) -> Result<String, Diagnostic> {
    let table = open::table(path)?;
    let missing = || Diagnostic::error("this file does not exist").in_file(files::shown(path));
    Ok(table.ok_or_else(missing)?.source.text.clone())
}

/// A table as csv.
fn csv(table: &Table, excel_safe: bool) -> Result<Vec<u8>, Stop> {
    let format = crate::report::format::named("csv")?;
    let report = Report::new("audit", table.clone());
    Ok((format.render)(&report, &crate::report::format::Options { width: None, excel_safe })?)
}
