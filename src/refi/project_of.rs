//! From a study to a project: what each thing is called in the standard.
//!
//! In comes what a study holds, out comes a project; the same study gives the same project. Ids are
//! made from what things are, unless a thing came with an id of its own. Places are one selection
//! for each coder (or shared, where a program wants that); a transcript in which several cases speak
//! gives each of them its turns.

mod codes;
mod notes;

use std::collections::{BTreeMap, BTreeSet};

use super::guid;
use super::model::{
    Case, Coding, Guid, Project, Selection, Set, Source, Sync, User, Value, Variable,
};
use super::told::{Given, Said, Text, Told};
use super::tool::Habits;
use crate::coding::log::time;
use notes::Notes;

/// The longest name of a marked place.
const LONGEST: usize = 400;

/// The project that a study is.
pub fn project(told: &Told, habits: &Habits) -> Project {
    let maker = Maker { told, habits };
    let mut notes = Notes::new(told);
    let coders: BTreeSet<&str> = told
        .codings
        .iter()
        .map(|given| given.coder.as_str())
        .chain(told.remarks.iter().map(|(_, coder, _)| coder.as_str()))
        .collect();
    let mut project = Project {
        name: if told.title.is_empty() { "study".to_owned() } else { told.title.clone() },
        users: coders.iter().map(|name| maker.user(name)).collect(),
        codes: codes::codes(told, habits, &notes),
        variables: told.attributes.iter().map(|(name, kind)| maker.variable(name, kind)).collect(),
        links: told.kept.links.clone(),
        sets: told.kept.sets.clone(),
        ..Project::default()
    };
    project.sources = told.transcripts.iter().map(|text| maker.source(text, &mut notes)).collect();
    project.cases = maker.cases();
    project.note_refs = notes.of("study", "");
    project.notes = notes.finish();
    only_what_is_there(&mut project);
    project
}

struct Maker<'t> {
    told: &'t Told,
    habits: &'t Habits,
}

impl Maker<'_> {
    fn guid(&self, kind: &str, names: &[&str]) -> Guid {
        self.told.kept.guid(guid::of(kind, names))
    }

    fn user(&self, name: &str) -> User {
        User { guid: self.guid("user", &[name]), name: name.to_owned() }
    }

    fn variable(&self, name: &str, kind: &str) -> Variable {
        let guid = self.guid("variable", &[name]);
        Variable { guid, name: name.to_owned(), kind: kind.to_owned() }
    }

    fn values(&self, values: &[(String, String)]) -> Vec<Value> {
        let value = |(name, value): &(String, String)| Value {
            variable: self.guid("variable", &[name]),
            value: value.clone(),
        };
        values.iter().map(value).collect()
    }

    fn cases(&self) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for person in &self.told.cases {
            let mut case = Case {
                guid: self.guid("case", &[&person.id]),
                name: person.id.clone(),
                values: self.values(&person.values),
                ..Case::default()
            };
            for text in self.told.transcripts.iter().filter(|text| text.cases.contains(&person.id))
            {
                if !self.habits.turns || text.cases.len() == 1 {
                    case.sources.push(self.guid("source", &[&text.id]));
                    continue;
                }
                let own = text.turns.iter().enumerate();
                let own = own.filter(|(_, turn)| turn.case.as_ref() == Some(&person.id));
                case.selections.extend(own.map(|(number, _)| self.turn(&text.id, number)));
            }
            cases.push(case);
        }
        cases
    }

    fn turn(&self, text: &str, number: usize) -> Guid {
        guid::of("turn", &[text, &number.to_string()])
    }

    fn source(&self, text: &Text, notes: &mut Notes<'_>) -> Source {
        let chars: Vec<char> = text.text.chars().collect();
        let given: Vec<&Given> =
            self.told.codings.iter().filter(|given| given.transcript == text.id).collect();
        let mut selections = self.selections(text, &given, &chars, notes);
        if self.habits.turns && text.cases.len() > 1 {
            let turns = text.turns.iter().enumerate().filter(|(_, turn)| {
                turn.case.as_ref().is_some_and(|case| text.cases.contains(case))
            });
            selections.extend(turns.map(|(number, turn)| Selection {
                guid: self.turn(&text.id, number),
                name: name(&chars, turn.start, turn.end),
                start: turn.start,
                end: turn.end,
                ..Selection::default()
            }));
        }
        let mut sync: Vec<Sync> = text.turns.iter().filter_map(sync).collect();
        sync.extend(self.told.kept.times(&text.id));
        sync.sort();
        sync.dedup();
        let at = given.iter().filter_map(|given| written(&given.at)).min();
        let remarks = self.told.remarks.iter().filter(|(transcript, ..)| *transcript == text.id);
        let mut note_refs = notes.of("transcript", &text.id);
        note_refs.extend(remarks.map(|(_, coder, words)| {
            notes.remark("transcript", &text.id, words, &self.guid("user", &[coder]), None)
        }));
        Source {
            guid: self.guid("source", &[&text.id]),
            name: text.id.clone(),
            text: text.text.clone(),
            selections,
            note_refs,
            values: self.values(&text.values),
            sync,
            at,
            ..Source::default()
        }
    }

    fn selections(
        &self,
        text: &Text,
        given: &[&Given],
        chars: &[char],
        notes: &mut Notes<'_>,
    ) -> Vec<Selection> {
        let mut by_place: BTreeMap<(usize, usize, &str), Vec<&Given>> = BTreeMap::new();
        for one in given {
            let coder = if self.habits.share_selections { "" } else { one.coder.as_str() };
            by_place.entry((one.start, one.end, coder)).or_default().push(one);
        }
        let mut selections = Vec::new();
        for ((start, end, coder), mut given) in by_place {
            given.sort();
            let place = [start.to_string(), end.to_string()];
            let [from, to] = [place[0].as_str(), place[1].as_str()];
            let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
            let mut codings = Vec::new();
            for one in &given {
                // What one coder coded twice with one code is two codings, as in the log.
                let number = seen.entry((&one.coder, &one.code)).or_default();
                let names = [&text.id, from, to, &one.code, &one.coder, &number.to_string()];
                let guid = self.guid("coding", &names);
                *number += 1;
                let user = self.guid("user", &[&one.coder]);
                let at = written(&one.at);
                let mut note_refs = notes.of("coding", &one.id);
                if let Some(words) = &one.note {
                    note_refs.push(notes.remark("coding", &guid, words, &user, at.clone()));
                }
                let code = self.guid("code", &[&one.code]);
                codings.push(Coding { guid, code, user: Some(user), at, note_refs });
            }
            let first =
                if coder.is_empty() { given.first().map_or("", |it| &it.coder) } else { coder };
            selections.push(Selection {
                guid: self.guid("selection", &[&text.id, from, to, coder]),
                name: name(chars, start, end),
                start,
                end,
                user: Some(self.guid("user", &[first])),
                at: given.iter().filter_map(|given| written(&given.at)).min(),
                codings,
                ..Selection::default()
            });
        }
        selections
    }
}

/// A time as the standard writes it; none where there is no time.
fn written(at: &str) -> Option<String> {
    Some(time::format(time::parse(at)?))
}

fn sync(turn: &Said) -> Option<Sync> {
    Some(Sync { position: turn.start, time: u64::from(turn.time?) })
}

/// The words of a place, white space as single spaces; long ones are cut.
fn name(chars: &[char], start: usize, end: usize) -> String {
    let words: String = chars.get(start..end).unwrap_or_default().iter().collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", words[..cut].trim_end()),
        None => words,
    }
}

/// Leaves sets and links only what they can still refer to.
fn only_what_is_there(project: &mut Project) {
    let mut known: BTreeSet<Guid> =
        project.all_codes().iter().map(|(_, code)| code.guid.clone()).collect();
    known.extend(project.users.iter().map(|one| one.guid.clone()));
    known.extend(project.cases.iter().map(|one| one.guid.clone()));
    known.extend(project.notes.iter().map(|one| one.guid.clone()));
    for source in &project.sources {
        known.insert(source.guid.clone());
        known.extend(source.selections.iter().map(|place| place.guid.clone()));
        let codings = source.selections.iter().flat_map(|place| &place.codings);
        known.extend(codings.map(|coding| coding.guid.clone()));
    }
    let is_there = |guid: &Option<Guid>| guid.as_ref().is_none_or(|guid| known.contains(guid));
    project.links.retain(|link| is_there(&link.origin) && is_there(&link.target));
    for set in &mut project.sets {
        for members in [&mut set.codes, &mut set.sources, &mut set.notes] {
            members.retain(|member| known.contains(member));
        }
    }
    let is_empty = |set: &Set| set.codes.len() + set.sources.len() + set.notes.len() == 0;
    project.sets.retain(|set| !is_empty(set));
}
