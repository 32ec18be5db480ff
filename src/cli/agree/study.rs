//! `emic agree` in a study: who is compared, and what is said first about it.

use std::collections::BTreeSet;

use super::Arguments;
use super::table::{Column, Compared};
use crate::cli::ui::Stop;
use crate::cli::words::{counted, listed};
use crate::cli::{App, Exit};
use crate::codebook::tree::Tree;
use crate::coding::double::{DoubleCoded, Grain, Looking, Overlap};
use crate::coding::log::round::{of_round, rounds};
use crate::coding::rule_coder::RULES;
use crate::diagnostic::Diagnostic;
use crate::report::agree::differences::of_study;
use crate::report::agree::study::{Base, Study};
use crate::report::agree::{Agreement, Boot, Options, agreement, unitizing};
use crate::report::base::{self, thousands};
use crate::report::table::Cell;
use crate::study::logs::Logs;
use crate::study::open;

/// The coder that a team settles into.
const CONSENSUS: &str = "consensus";

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if arguments.input.paths.is_empty()
        && let Err(told) = open::find(&app.folder)
    {
        let ratings = "`emic agree --ratings FILE.csv` takes any table of `unit,coder,value`";
        return Err(Stop::Told(told.into_iter().map(|told| told.help(ratings)).collect()));
    }
    let corpus = arguments.input.corpus(&arguments.codebooks, app)?;
    let Some(study) = &corpus.study else {
        return Err(Diagnostic::error("there are no codings by people to compare")
            .help("files named on the command line are read without a study and its logs")
            .help("`emic agree --ratings FILE.csv` takes any table of `unit,coder,value`")
            .into());
    };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let columns = columns(&logs, &arguments.rounds, app)?;
    let compared = Compared::open(&corpus, columns)?;
    let selection = arguments.people.selection(&corpus)?;
    let grain = match arguments.unit {
        Some(grain) => grain,
        None => compared.usual(&corpus, &selection),
    };
    let options = arguments.options();
    if grain == Grain::Char && !matches!(options.boot, Boot::Clusters | Boot::Cases) {
        let told = Diagnostic::error("characters side by side are not independent of each other");
        return Err(told.help("with `--unit char`, draw transcripts or cases").into());
    }
    let words = arguments.disagreements.is_some();
    let looking = Looking { grain, overlap: arguments.overlap, words };
    let all = compared.look(&corpus, &selection, looking, app)?;
    let tree = Tree::new(compared.rules.codebook());
    let wanted = wanted(&tree, &arguments.codes, &arguments.themes)?;
    let asked = Asked { options, roll_up: arguments.roll_up, wanted };
    let filter = arguments.people.in_words();
    let (study, found) = compare(&compared, &tree, &all, looking, &asked, &filter);
    arguments.finish(&found, || of_study(&study, &all), app)
}

/// What is asked of a table besides its units.
pub(in crate::cli) struct Asked {
    pub(in crate::cli) options: Options,
    pub(in crate::cli) roll_up: bool,
    pub(in crate::cli) wanted: Option<BTreeSet<usize>>,
}

/// Agreement in a study, with what has to be said first.
pub(in crate::cli) fn compare<'a>(
    compared: &'a Compared,
    tree: &'a Tree,
    all: &[DoubleCoded],
    looking: Looking,
    asked: &Asked,
    filter: &str,
) -> (Study<'a>, Agreement) {
    let mut study = Study {
        codebook: compared.rules.codebook(),
        tree,
        coders: compared.columns.iter().map(|column| column.name.clone()).collect(),
        people: compared.columns.iter().map(|column| column.state.is_some()).collect(),
        unit: looking.grain.name(),
        rolls_up: asked.roll_up,
        wanted: asked.wanted.clone(),
        used: Default::default(),
        boot: asked.options.boot,
    };
    study.look(all);
    let mut found = agreement(&study.tables(all), &asked.options);
    let units = study.base(all);
    let report = &mut found.report;
    report.head.insert(0, head(&study, &units, looking.overlap, filter));
    report.facts.extend([
        ("unit", looking.grain.name().into()),
        ("overlap", looking.overlap.name().into()),
        ("codebook", study.codebook.id.as_str().into()),
        ("codebook_version", study.codebook.version.as_str().into()),
        ("codebook_sha256", study.codebook.sha256.as_str().into()),
        ("units_n", Cell::count(units.units)),
        ("compared_n", Cell::count(units.compared)),
        ("transcripts_n", Cell::count(units.transcripts)),
    ]);
    if looking.grain == Grain::Char {
        report.sections.insert(0, unitizing::section(&study, all));
    }
    let mut notes = Vec::new();
    for column in &compared.columns {
        if column.state.as_ref().is_some_and(|state| state.done.is_empty()) {
            let name = &column.name;
            notes.push(format!(
                "{name} never marked a transcript as read (`emic code --done`); those with codings by \
                 {name} count as read to their end."
            ));
        }
    }
    let unused = study.unused();
    if !unused.is_empty() && study.wanted.is_none() {
        notes.push(format!("Given by none of them: {}.", unused.join(", ")));
    }
    notes.append(&mut report.notes);
    report.notes = notes;
    (study, found)
}

/// Who is compared, by `--coder` and `--rounds`.
pub(in crate::cli) fn columns(logs: &Logs, wanted: &[u32], app: &App) -> Result<Vec<Column>, Stop> {
    let events = |name: &str| logs.events.get(name).map(Vec::as_slice).unwrap_or_default();
    if wanted.len() > 1 {
        let mut alone = match &app.coder {
            Some(name) => vec![name.as_str()],
            None => logs.states.keys().map(String::as_str).collect(),
        };
        let person = alone.pop().filter(|name| alone.is_empty() && logs.states.contains_key(*name));
        let Some(person) = person else {
            return Err(Diagnostic::error("rounds are compared of one coder")
                .help("name one: `--coder NAME --rounds 1,2`")
                .help("or name one round of all coders: `--rounds 2`")
                .into());
        };
        let there = rounds(events(person));
        let column = |round: &u32| match there.contains(round) {
            true => Ok(Column {
                name: format!("{person}, round {round}"),
                state: Some(of_round(events(person), *round)),
            }),
            false => {
                let there: Vec<String> = there.iter().map(u32::to_string).collect();
                let told = Diagnostic::error(format!("{person} has no round {round}"));
                Err(told.help(format!("{person} coded in round {}", listed(&there))))
            }
        };
        return wanted.iter().map(|round| Ok(column(round)?)).collect();
    }
    let names = names(logs, app)?;
    let column = |name: &String| match (name.as_str(), wanted) {
        (RULES, _) => Column::rules(),
        (_, [round]) => {
            let state = Some(of_round(events(name), *round));
            Column { name: name.clone(), state }
        }
        _ => Column { name: name.clone(), state: logs.states.get(name).cloned() },
    };
    Ok(names.iter().map(column).collect())
}

/// The names of two or more: those of `--coder`, else everybody who codes.
fn names(logs: &Logs, app: &App) -> Result<Vec<String>, Stop> {
    let known = || logs.states.keys().map(String::as_str).chain([RULES]);
    let mut names: Vec<String> = Vec::new();
    let given = app.coder.as_deref().unwrap_or_default();
    for name in given.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if !known().any(|coder| coder == name) {
            let all: Vec<&str> = known().collect();
            return Err(Diagnostic::error(format!("there are no codings by `{name}`"))
                .did_you_mean(name, known())
                .help(format!("there are codings by {}", all.join(", ")))
                .into());
        }
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    if names.len() >= 2 {
        return Ok(names);
    }
    let others = logs.states.keys().filter(|name| *name != CONSENSUS && !names.contains(name));
    let others: Vec<String> = others.cloned().collect();
    names.extend(others);
    if names.len() < 2 && names.iter().all(|name| name != RULES) {
        names.push(RULES.to_owned());
    }
    match names.len() {
        0 | 1 => Err(Diagnostic::error("there are no codings by people to compare")
            .help("people code with `emic code` or `emic import`; each has a log in `codings/`")
            .help("`emic agree --ratings FILE.csv` takes any table of `unit,coder,value`")
            .into()),
        _ => Ok(names),
    }
}

/// The codes that are asked for.
pub(in crate::cli) fn wanted(
    tree: &Tree,
    codes: &[String],
    themes: &[String],
) -> Result<Option<BTreeSet<usize>>, Stop> {
    if codes.is_empty() && themes.is_empty() {
        return Ok(None);
    }
    let (mut places, mut wrong) = (BTreeSet::new(), Vec::new());
    for (names, is_theme) in [(codes, false), (themes, true)] {
        for name in names {
            match tree.resolve(name) {
                Ok(code) if is_theme => places.extend(tree.family(code)),
                Ok(code) => {
                    places.insert(code);
                }
                Err(told) => wrong.push(told),
            }
        }
    }
    if wrong.is_empty() { Ok(Some(places)) } else { Err(wrong.into()) }
}

/// The first line: whose codings, which unit, which rule of overlap, how many units.
fn head(study: &Study<'_>, units: &Base, overlap: Overlap, filter: &str) -> String {
    let unit = match study.unit {
        "char" => "character",
        unit => unit,
    };
    let rule = match (study.unit, overlap) {
        ("char", _) => String::new(),
        (_, Overlap::Any) => format!("; a {unit} carries a code from one visible character on"),
        (_, Overlap::Majority) => format!("; a {unit} carries a code if half of it does"),
    };
    let codebook = match study.codebook.id.as_str() {
        "" => "no codebook".to_owned(),
        _ => {
            let hash = study.codebook.sha256.get(..8).unwrap_or_default();
            format!("codebook {} ({hash})", study.codebook.name_and_version())
        }
    };
    let filter = match filter {
        "" => String::new(),
        filter => format!(", where {filter}"),
    };
    format!(
        "Codings by {}; {codebook}; unit {unit}{rule}; N = {} in {} that two or more looked at, of {} \
         that anybody did{filter}.",
        listed(&study.coders),
        base::counted(units.compared as u64, unit, &format!("{unit}s")),
        counted(units.transcripts, "transcript"),
        thousands(units.units as u64),
    )
}
