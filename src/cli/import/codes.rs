//! The codes of what is taken in: several in one cell, other names, near misses.

use std::collections::{BTreeMap, BTreeSet};

use super::Arguments;
use crate::cli::coder::Coder;
use crate::cli::ui::Stop;
use crate::cli::{App, stopped};
use crate::coding::rows::Row;
use crate::diagnostic::{Diagnostic, near_names};

/// The most near misses that are told one by one.
const MOST_TOLD: usize = 20;

/// Rows with several codes in a cell as a row a code.
pub(super) fn apart(rows: Vec<Row>, split: char) -> Vec<Row> {
    let several = |row: Row| {
        let codes: Vec<String> = row
            .get("code")
            .unwrap_or_default()
            .split(split)
            .map(|code| code.trim().to_owned())
            .filter(|code| !code.is_empty())
            .collect();
        codes.into_iter().map(move |code| {
            let mut one = row.clone();
            one.set("code", code);
            one
        })
    };
    rows.into_iter().flat_map(several).collect()
}

/// Gives codes the names that the user asks for, and names those that are nearly known.
pub(super) fn map(
    rows: &mut [Row],
    coder: &Coder,
    arguments: &Arguments,
    app: &App,
) -> Result<(), Stop> {
    let codes: BTreeSet<String> =
        rows.iter().filter_map(|row| row.get("code")).map(str::to_owned).collect();
    let mut names = asked(&arguments.map, &codes, app)?;
    let mut told = 0;
    for code in codes {
        if names.contains_key(&code) || coder.tree.find(&code).is_some() {
            continue;
        }
        let near = near_names(&code, coder.tree.names());
        match near.as_slice() {
            [] => {}
            [only] if arguments.map_near => {
                app.ui.status(&format!("`{code}` is taken for `{only}`."));
                names.insert(code, (*only).to_owned());
            }
            several => {
                told += 1;
                if told <= MOST_TOLD {
                    let near: Vec<String> =
                        several.iter().map(|name| format!("`{name}`")).collect();
                    app.ui.hint(&format!(
                        "`{code}` is nearly {}; `--map '{code}={}'` takes it for that",
                        near.join(" or "),
                        several[0]
                    ));
                }
            }
        }
    }
    for row in rows {
        if let Some(name) = row.get("code").and_then(|code| names.get(code)) {
            let name = name.clone();
            row.set("code", name);
        }
    }
    Ok(())
}

/// `old=new`, where the last `=` counts: a code's own name may have one.
fn asked(
    map: &[String],
    codes: &BTreeSet<String>,
    app: &App,
) -> Result<BTreeMap<String, String>, Stop> {
    let mut names = BTreeMap::new();
    for pair in map {
        let Some((old, new)) = pair.rsplit_once('=').filter(|(_, new)| !new.trim().is_empty())
        else {
            let told = Diagnostic::error(format!("`{pair}` does not say which code becomes which"));
            return stopped(told.help("for example `--map 'being heard=being-heard'`"));
        };
        let (old, new) = (old.trim(), new.trim());
        if !codes.contains(old) {
            let told = Diagnostic::warning(format!("no coding of this file has the code `{old}`"));
            app.ui.tell(&told.did_you_mean(old, codes.iter().map(String::as_str)));
        }
        names.insert(old.to_owned(), new.to_owned());
    }
    Ok(names)
}
