//! Rating tables that somebody made: a row a rating, with the columns `unit`, `coder` and `value`.
//!
//! In comes the text of a csv, out come ratings with their names, a table for each value of a column
//! `code` where there is one. An empty value is missing. A column `transcript` says which units hang
//! together; other columns are not looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::separated::{Field, Sheet, parse};
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::statistics::agreement::Ratings;
use crate::statistics::agreement::rated::Rated;
use crate::text::natural::Natural;

/// One rating by the places of its unit and coder, with the cell of its value.
type Rating<'s> = (usize, usize, &'s Field);

/// The ratings of one code while they are read.
#[derive(Default)]
struct Gathered<'s> {
    units: Vec<(&'s str, &'s str)>,
    places: BTreeMap<(&'s str, &'s str), usize>,
    ratings: Vec<Rating<'s>>,
}

/// Reads a table. `categories` are those that there were to choose from, in order; without them
/// those that were given, numbers by size and words by the alphabet.
pub fn read(source: &Arc<Source>, categories: &[String]) -> Outcome<Vec<Rated>> {
    let sheet = parse(source)?;
    let [unit, coder, value] = columns(source, &sheet)?;
    let (code, transcript) = (sheet.column("code"), sheet.column("transcript"));
    let mut coders: Vec<&str> = Vec::new();
    let mut codes: Vec<(&str, Gathered<'_>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let text = |row: &'_ [Field], at: usize| row.get(at).map(|field| field.value.clone());
    let mut faults = Vec::new();
    for row in &sheet.rows {
        let cell = |at: Option<usize>| {
            at.and_then(|at| row.get(at)).map_or("", |field| field.value.as_str())
        };
        let (Some(field), Some(name)) = (row.get(value), text(row, coder)) else { continue };
        if name.is_empty() || cell(Some(unit)).is_empty() {
            let at = row.first().map_or(0, |field| field.span.start);
            faults.push(
                Diagnostic::error("this rating has no unit or no coder")
                    .at(source, at..field.span.end.max(at), "")
                    .help("fill in the columns `unit` and `coder`"),
            );
            continue;
        }
        let at = *places.entry(cell(code)).or_insert_with(|| {
            codes.push((cell(code), Gathered::default()));
            codes.len() - 1
        });
        let coder = cell(Some(coder));
        let by = coders.iter().position(|known| *known == coder).unwrap_or_else(|| {
            coders.push(coder);
            coders.len() - 1
        });
        if let Some((_, gathered)) = codes.get_mut(at) {
            let place = gathered.place((cell(transcript), cell(Some(unit))));
            gathered.ratings.push((place, by, field));
        }
    }
    let categories = match categories {
        [] => given(codes.iter().flat_map(|(_, gathered)| &gathered.ratings)),
        declared => declared.to_vec(),
    };
    let coders: Vec<String> = coders.into_iter().map(str::to_owned).collect();
    let mut tables = Vec::new();
    for (code, gathered) in &codes {
        let rated = gathered.rated(source, &categories, coders.len(), &mut faults);
        let of_code = Rated {
            code: (*code).to_owned(),
            unit: "unit".to_owned(),
            coders: coders.clone(),
            categories: categories.clone(),
            clusters: if transcript.is_some() { gathered.clusters() } else { Vec::new() },
            ..rated
        };
        tables.push(of_code);
    }
    if faults.is_empty() { Ok(tables) } else { Err(faults) }
}

fn columns(source: &Arc<Source>, sheet: &Sheet) -> Outcome<[usize; 3]> {
    let found = ["unit", "coder", "value"].map(|name| sheet.column(name));
    if let [Some(unit), Some(coder), Some(value)] = found {
        return Ok([unit, coder, value]);
    }
    let end = sheet.header.last().map_or(0, |field| field.span.end);
    Err(vec![
        Diagnostic::error("a rating table has the columns `unit`, `coder` and `value`")
            .at(source, 0..end, "one of them is not here")
            .help("a row a rating; an empty value is missing"),
    ])
}

/// The values that were given: numbers by size, words by the alphabet.
fn given<'s>(ratings: impl Iterator<Item = &'s Rating<'s>>) -> Vec<String> {
    let mut values: Vec<&str> =
        ratings.map(|rating| rating.2.value.as_str()).filter(|value| !value.is_empty()).collect();
    values.sort_unstable();
    values.dedup();
    let number = |value: &&str| value.parse::<f64>().ok().filter(|number| number.is_finite());
    match values.iter().map(number).collect::<Option<Vec<f64>>>() {
        Some(_) => values.sort_by(|one, other| {
            let [one, other] = [one, other].map(|value| number(value).unwrap_or_default());
            one.total_cmp(&other)
        }),
        None => values.sort_by_key(|value| Natural(value)),
    }
    values.into_iter().map(str::to_owned).collect()
}

impl<'s> Gathered<'s> {
    fn place(&mut self, unit: (&'s str, &'s str)) -> usize {
        let next = self.units.len();
        let place = *self.places.entry(unit).or_insert(next);
        if place == next {
            self.units.push(unit);
        }
        place
    }

    /// The transcript of each unit, by its place among the transcripts.
    fn clusters(&self) -> Vec<usize> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let place = |(transcript, _): &(&'s str, &'s str)| {
            let next = places.len();
            *places.entry(transcript).or_insert(next)
        };
        self.units.iter().map(place).collect()
    }

    fn rated(
        &self,
        source: &Arc<Source>,
        categories: &[String],
        coders: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Rated {
        let mut cells: Vec<Option<(u32, &Field)>> = vec![None; self.units.len() * coders];
        let places: BTreeMap<&str, u32> =
            categories.iter().map(String::as_str).zip(0u32..).collect();
        for &(unit, coder, field) in &self.ratings {
            if field.value.is_empty() {
                continue;
            }
            let Some(&category) = places.get(field.value.as_str()) else {
                let told = Diagnostic::error(format!("`{}` is no category", field.value))
                    .at(source, field.span.clone(), "")
                    .did_you_mean(&field.value, categories.iter().map(String::as_str));
                faults.push(told);
                continue;
            };
            let Some(cell) = cells.get_mut(unit * coders + coder) else { continue };
            match cell {
                Some((before, first)) if *before != category => faults.push(
                    Diagnostic::error("this coder rated this unit before, with another value")
                        .at(source, field.span.clone(), "here")
                        .at(source, first.span.clone(), "before")
                        .help("a table of several codes needs a column `code`"),
                ),
                _ => *cell = Some((category, field)),
            }
        }
        let mut ratings = Ratings::new(coders, categories.len());
        for unit in cells.chunks(coders.max(1)) {
            let values: Vec<Option<u32>> =
                unit.iter().map(|cell| cell.map(|(category, _)| category)).collect();
            ratings.push(&values);
        }
        let name = |(transcript, unit): &(&str, &str)| match *transcript {
            "" => (*unit).to_owned(),
            transcript => format!("{transcript}/{unit}"),
        };
        Rated { units: self.units.iter().map(name).collect(), ratings, ..Rated::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { name: "ratings.csv".into(), text: text.into() })
    }

    #[test]
    fn a_table_becomes_units_by_coders() {
        let text = "unit,coder,value\n1,C1,10\n1,C2,9\n2,C1,\n2,C2,10\n";
        let tables = read(&source(text), &[]).unwrap();
        assert_eq!(tables.len(), 1);
        assert_eq!(
            (tables[0].categories.join(" "), tables[0].coders.join(" ")),
            ("9 10".into(), "C1 C2".into())
        );
        assert_eq!((tables[0].ratings.len(), tables[0].ratings.missing()), (2, 1));
        assert_eq!(tables[0].ratings.units().next().unwrap(), [Some(1), Some(0)]);
    }

    #[test]
    fn codes_and_transcripts_have_their_columns() {
        let text =
            "code;transcript;unit;coder;value\nhope;t1;1;a;1\nhope;t2;1;a;0\nfear;t1;1;a;1\n";
        let tables = read(&source(text), &[]).unwrap();
        assert_eq!(
            tables.iter().map(|table| table.code.as_str()).collect::<Vec<_>>(),
            ["hope", "fear"]
        );
        assert_eq!(
            (&tables[0].units, &tables[0].clusters),
            (&vec!["t1/1".to_owned(), "t2/1".to_owned()], &vec![0, 1])
        );
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let categories = ["no", "yes"].map(str::to_owned);
        let text = "unit,coder,value\n1,a,yes\n1,a,no\n2,a,yess\n,a,yes\n";
        let told = read(&source(text), &categories).unwrap_err();
        let messages: Vec<&str> = told.iter().map(|told| told.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "this rating has no unit or no coder",
                "this coder rated this unit before, with another value",
                "`yess` is no category"
            ]
        );
        assert!(read(&source("a,b\n1,2\n"), &[]).unwrap_err()[0].message.contains("`unit`"));
    }
}
