//! `emic import FILE.qdpx`, `.qde` and `.qdc`: a project of another program into the study.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{gather, side, tables};
use crate::cli::coder::Coder;
use crate::cli::pen::{self, Pen};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit, stopped};
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::time;
use crate::diagnostic::Diagnostic;
use crate::files::{self, What};
use crate::refi::guid;
use crate::refi::kept::{self, Kept};
use crate::refi::model::{Guid, Project};
use crate::refi::read::{Reading, read};
use crate::refi::take::codings::{Names, codings};
use crate::refi::take::texts::{Becomes, Known, texts, words};
use crate::refi::take::{cases, codebook, coders, codes, memos};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::memo::FOLDER;
use crate::study::open::{self, Study};
use crate::transcript::Transcript;
use crate::transcript::people::Cast;
use crate::transcript::read::{Options, read as read_transcript};

/// The most things that are told one by one.
const MOST_TOLD: usize = 20;

/// Takes a file of the standard into the study around.
pub(in crate::cli) fn run(file: &Path, is_dry: bool, app: &App) -> Result<Exit, Stop> {
    let bytes = files::read(file)?;
    let name = files::shown(file);
    let reading = read(&bytes, &name)?;
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let _lock = study.lock()?;
    tell(&reading, &name, app);
    if let Some(side) = &reading.side {
        side::take(side, &corpus, is_dry, app)?;
        if side.belongs {
            app.ui.hint("`emic status` shows the study");
            return Ok(Exit::Done);
        }
        let told = Diagnostic::note("another program changed the project since emic wrote it");
        app.ui.tell(&told.help("what is new in it is taken in as well"));
    }
    // What travelled along may have changed the study.
    let corpus = Corpus::of_study(open::open(&study.root)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let taking = Taking { study, corpus: &corpus, file, name: &name, is_dry, app };
    taking.take(&reading.project)?;
    Ok(Exit::Done)
}

/// Says what the package has that is not taken, and which positions are doubtful.
fn tell(reading: &Reading, name: &str, app: &App) {
    let mut ways: BTreeMap<String, usize> = BTreeMap::new();
    for placing in reading.placings.iter().filter(|placing| placing.has_text) {
        *ways.entry(placing.convention.name()).or_default() += 1;
        if placing.is_doubtful() {
            let message = format!(
                "the positions in `{}` fit no way of counting: {} of {} quotes stand there",
                placing.source, placing.kept, placing.quotes
            );
            let told = Diagnostic::warning(message).in_file(name);
            app.ui.tell(&told.help("only places whose quote was found are taken in"));
        }
        for (words, start, end) in placing.lost.iter().take(MOST_TOLD) {
            let message = format!("`{words}` ({start} to {end}) is not in `{}`", placing.source);
            app.ui.tell(&Diagnostic::warning(message).in_file(name));
        }
    }
    for (way, count) in ways {
        app.ui.status(&format!("Positions in {}: {way}.", counted(count, "text")));
    }
    if !reading.lost.is_empty() {
        let list: Vec<String> =
            reading.lost.iter().map(|(element, count)| format!("{element} {count}")).collect();
        let message = format!("not taken in: {}", list.join(", "));
        let told = Diagnostic::note(message).in_file(name);
        app.ui.tell(&told.help("emic works on text; `emic refi check` says more"));
    }
}

struct Taking<'t> {
    study: &'t Study,
    corpus: &'t Corpus,
    file: &'t Path,
    name: &'t str,
    is_dry: bool,
    app: &'t App,
}

impl Taking<'_> {
    fn take(&self, project: &Project) -> Result<(), Stop> {
        let logs = Logs::read(self.study);
        self.app.ui.tell_all(&logs.told);
        let mut kept = gather::kept(self.study)?;
        let coder = Coder::of_people(self.corpus, false, &[], Logs::default())?;
        let codes = codes::codes(project, coder.rules.codebook(), &kept);
        let becomes = texts(project, &self.known(), &kept);
        let coders = coders::coders(project);
        if let Some(name) = &self.app.coder {
            pen::check(name)?;
        }
        let names = Names {
            codes: codes.ids.clone(),
            coders: coders.clone(),
            notes: project.notes.iter().map(|note| (note.guid.clone(), note.clone())).collect(),
            nobody: self.app.coder.clone(),
            now: now(&logs)?,
        };
        let mut made = Sum::default();
        let mut casts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut new_texts = Vec::new();
        for source in &project.sources {
            let opened = match becomes.get(&source.guid) {
                Some(Becomes::Known(id)) => self.open(id),
                Some(Becomes::New(id)) => {
                    let path = format!("transcripts/{id}.txt");
                    let made = self.new_text(id, &path, source.text.as_bytes());
                    new_texts.push((path, source.text.clone()));
                    made
                }
                _ => {
                    made.without_text += source.selections.len();
                    continue;
                }
            };
            let (transcript, cast) = match opened {
                Ok(opened) => opened,
                Err(told) => {
                    self.app.ui.tell(&told);
                    continue;
                }
            };
            let own = cast.cases().into_iter().map(str::to_owned).collect();
            casts.insert(transcript.id.clone(), own);
            let more = codings(source, &transcript, &names);
            made.lost.extend(more.lost);
            made.nameless += more.nameless;
            made.remarks.extend(more.remarks);
            made.events.extend(more.events);
            if !source.sync.is_empty() && !transcript.turns.iter().any(|it| it.start_ms.is_some()) {
                let times = source.sync.iter().map(|sync| (sync.position, sync.time)).collect();
                kept.times.insert(transcript.id.clone(), times);
            }
        }
        if made.nameless > 0 && self.app.coder.is_none() && coders.is_empty() {
            let told = Diagnostic::error("whose codings are these?");
            return stopped(told.help("the package names nobody; name one with `--coder NAME`"));
        }
        let rows = cases::rows(project, &becomes, &|id| casts.get(id).cloned().unwrap_or_default());
        let notes = memos::memos(project, &codes.ids, &becomes, &coders, &made.remarks);
        learn(project, &codes.ids, &becomes, &coders, &made, &mut kept);
        kept.take(&project.sets, &project.links);

        // Everything is known; now it is written, what others refer to first.
        for (path, text) in &new_texts {
            self.create(path, text.as_bytes())?;
        }
        if !codes.new.is_empty() {
            let stem =
                self.file.file_stem().map_or_else(String::new, |it| it.to_string_lossy().into());
            let text = codebook::codebook(&stem, &project.origin, &codes.new);
            self.create(&self.free("codebooks", &stem, "toml"), text.as_bytes())?;
        }
        let (taken, had) = self.events(&made.events, &logs)?;
        let cells = tables::write(self.study, &rows, self.is_dry, self.app)?;
        let mut memo_count = 0;
        for (_, memo) in &notes {
            let path = format!("{FOLDER}/{}.md", memo.name);
            memo_count += usize::from(self.create(&path, memo.written().as_bytes())?);
        }
        let path = self.study.inside(kept::FILE);
        if !kept.is_empty() && !self.is_dry {
            files::write::replace(&path, kept.text().as_bytes())?;
        }
        self.say(&made, (taken, had), [new_texts.len(), codes.new.len(), cells, memo_count]);
        Ok(())
    }

    /// The words of the study's transcripts.
    fn known(&self) -> Known {
        let mut known = Known {
            ids: self.corpus.sources.iter().map(|source| source.id.clone()).collect(),
            ..Known::default()
        };
        let told = fold(
            self.corpus,
            &self.corpus.sources.iter().collect::<Vec<_>>(),
            || (),
            |(), transcript, _| (words(&transcript.text), transcript.id),
            |(words, id)| {
                known.by_words.entry(words).or_insert(id);
            },
            &mut |_, _| {},
        );
        self.app.ui.tell_all(&told);
        known
    }

    fn open(&self, id: &str) -> Result<(Transcript, Cast), Diagnostic> {
        self.corpus.open(self.corpus.named(id)?)
    }

    /// A text as the transcript that it will be.
    fn new_text(
        &self,
        id: &str,
        path: &str,
        text: &[u8],
    ) -> Result<(Transcript, Cast), Diagnostic> {
        let options = Options { ..self.corpus.options.clone() };
        let mut transcript = read_transcript(text, path, &options)?;
        transcript.id = id.to_owned();
        let cast = Cast::of(&transcript, &self.corpus.known);
        Ok((transcript, cast))
    }

    /// Writes a new file of the study; false if there is one already.
    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Stop> {
        let path = self.study.inside(path);
        if self.is_dry {
            return Ok(files::what(&path) == What::Missing);
        }
        files::write::folder(path.parent().unwrap_or(Path::new(".")))?;
        Ok(files::write::create(&path, bytes)?)
    }

    /// A path that no file has.
    fn free(&self, folder: &str, stem: &str, ending: &str) -> String {
        let stem: String =
            stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
        let stem = if stem.is_empty() { "imported".to_owned() } else { stem };
        let is_there = |path: &String| files::what(&self.study.inside(path)) != What::Missing;
        let first = format!("{folder}/{stem}.{ending}");
        let mut others = (2usize..).map(|number| format!("{folder}/{stem}-{number}.{ending}"));
        match is_there(&first) {
            true => others.find(|path| !is_there(path)).unwrap_or(first),
            false => first,
        }
    }

    /// Writes what the logs do not have yet.
    fn events(&self, made: &[(Guid, Event)], logs: &Logs) -> Result<(usize, usize), Stop> {
        let mut by_coder: BTreeMap<&str, Vec<Event>> = BTreeMap::new();
        let mut known: BTreeSet<(&str, &str, &str, usize, usize)> = BTreeSet::new();
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for (coder, state) in &logs.states {
            let key = |held| place_of(coder, held);
            known.extend(state.codings.values().map(key));
        }
        ids.extend(logs.events.values().flatten().map(|event| event.id.as_str()));
        let (mut taken, mut had) = (0, 0);
        for (_, event) in made {
            let key = (
                event.coder.as_str(),
                event.transcript.as_deref().unwrap_or_default(),
                event.code.as_deref().unwrap_or_default(),
                event.start.unwrap_or_default(),
                event.end.unwrap_or_default(),
            );
            if known.contains(&key) || !ids.insert(&event.id) {
                had += 1;
                continue;
            }
            taken += 1;
            by_coder.entry(event.coder.as_str()).or_default().push(event.clone());
        }
        for (coder, events) in by_coder.iter_mut().filter(|_| !self.is_dry) {
            events.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
            Pen::of(coder, logs)?.write(self.study, events)?;
        }
        Ok((taken, had))
    }

    /// Says what was taken in.
    fn say(&self, made: &Sum, (taken, had): (usize, usize), counts: [usize; 4]) {
        let ui = &self.app.ui;
        for lost in made.lost.iter().take(MOST_TOLD) {
            let told = Diagnostic::warning(format!("`{lost}` was not found in the transcript"));
            ui.tell(&told.in_file(self.name));
        }
        for (count, why) in [
            (made.lost.len().saturating_sub(MOST_TOLD), "more places were not found"),
            (made.without_text, "places were left out: the package has no text for them"),
            (
                made.nameless,
                "codings were left out: the package does not say by whom or which code",
            ),
        ] {
            if count > 0 {
                let told = Diagnostic::warning(format!("{count} {why}")).in_file(self.name);
                ui.tell(&told.help("`emic refi check` says what is wrong with the package"));
            }
        }
        let verb = if self.is_dry { "Would take in" } else { "Took in" };
        let mut line = format!("{verb} {}", counted(taken, "coding"));
        let [texts, codes, cells, memos] = counts;
        for (count, thing) in
            [(texts, "transcript"), (codes, "code"), (cells, "new cell"), (memos, "memo")]
        {
            if count > 0 {
                line.push_str(&format!(", {}", counted(count, thing)));
            }
        }
        if had > 0 {
            line.push_str(&format!("; already there: {had}"));
        }
        ui.status(&format!("{line}."));
        let coders: BTreeSet<&str> =
            made.events.iter().map(|(_, event)| event.coder.as_str()).collect();
        if let Some(coder) = coders.into_iter().next() {
            ui.hint(&format!("`emic report themes --coder {coder}` counts them"));
        }
    }
}

/// What the sources came to.
#[derive(Default)]
struct Sum {
    events: Vec<(Guid, Event)>,
    lost: Vec<String>,
    nameless: usize,
    without_text: usize,
    remarks: BTreeSet<Guid>,
}

fn place_of<'h>(
    coder: &'h str,
    held: &'h crate::coding::log::replay::Held,
) -> (&'h str, &'h str, &'h str, usize, usize) {
    (coder, &held.transcript, &held.code, held.anchor.start, held.anchor.end)
}

/// The time of what has none, from the one place where the clock is read.
fn now(logs: &Logs) -> Result<i64, Stop> {
    let event = Pen::of("import", logs)?.event(Kind::Add);
    Ok(time::parse(&event.at).unwrap_or_default())
}

/// Remembers the ids that things came with.
fn learn(
    project: &Project,
    codes: &BTreeMap<Guid, String>,
    texts: &BTreeMap<Guid, Becomes>,
    coders: &BTreeMap<Guid, String>,
    made: &Sum,
    kept: &mut Kept,
) {
    for (theirs, id) in codes {
        kept.learn(guid::of("code", &[id]), theirs);
    }
    for (theirs, becomes) in texts {
        if let Becomes::Known(id) | Becomes::New(id) = becomes {
            kept.learn(guid::of("source", &[id]), theirs);
        }
    }
    for (theirs, name) in coders {
        kept.learn(guid::of("user", &[name]), theirs);
    }
    for case in &project.cases {
        kept.learn(guid::of("case", &[case.name.trim()]), &case.guid);
    }
    for (theirs, event) in &made.events {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<usize>| number.unwrap_or_default().to_string();
        let (transcript, code) = (text(&event.transcript), text(&event.code));
        let (start, end) = (number(event.start), number(event.end));
        let names = [&transcript, &start, &end, &code, &event.coder, &"0".to_owned()];
        kept.learn(guid::of("coding", &names.map(String::as_str)), theirs);
    }
}
