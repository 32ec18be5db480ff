//! Cases and attributes of a package in `cases.csv` and `transcripts.csv`.

use crate::cli::App;
use crate::cli::ui::Stop;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::refi::take::cases::Rows;
use crate::study::edit::Cases;
use crate::study::open::{self, Study};
use crate::study::tables::{CASES, TRANSCRIPTS};

/// Writes what the tables do not say yet; what they say otherwise stays. Gives how many cells are
/// new.
pub(super) fn write(study: &Study, rows: &Rows, is_dry: bool, app: &App) -> Result<usize, Stop> {
    let mut new = 0;
    for (name, rows) in [(CASES, &rows.cases), (TRANSCRIPTS, &rows.transcripts)] {
        if rows.is_empty() {
            continue;
        }
        let path = study.inside(name);
        let (mut table, has_mark) = match open::table(&path)? {
            Some(table) => (Cases::parse(&table.source, "id")?, table.wants_mark),
            None => (Cases::new(), false),
        };
        let before = new;
        let mut kept = 0;
        for (id, values) in rows {
            new += usize::from(table.add(id));
            for (column, value) in values {
                match table.value(id, column).unwrap_or_default() {
                    "" => {
                        table.set(id, column, value);
                        new += 1;
                    }
                    there => kept += usize::from(there != value),
                }
            }
        }
        if kept > 0 {
            let message = format!("{kept} values differ from those of the package and stay");
            app.ui.tell(&Diagnostic::warning(message).in_file(files::shown(&path)));
        }
        if new > before && !is_dry {
            let mark = if has_mark { "\u{feff}" } else { "" };
            files::write::replace(&path, format!("{mark}{}", table.text()).as_bytes())?;
        }
    }
    Ok(new)
}
