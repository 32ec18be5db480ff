//! Where a report goes and in which format: `-f`, `-o`, `--excel-safe`.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::ui::{Stop, Ui};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::report::Report;
use crate::report::format::{FORMATS, Format, Options, named, of_extension};

/// Output options of every command that lists or reports.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// Format of the output; without, the extension of FILE decides, else `table`
    #[arg(short, long, value_name = "FORMAT", value_parser = formats())]
    pub format: Option<&'static str>,
    /// Write to FILE; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Put an apostrophe before csv cells that a spreadsheet would run as a formula
    #[arg(long)]
    pub excel_safe: bool,
}

fn formats() -> impl TypedValueParser<Value = &'static str> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values).map(|name| {
        FORMATS.iter().map(|format| format.name).find(|known| *known == name).unwrap_or("table")
    })
}

/// Refuses to write where something stands that is read.
pub(super) fn spare<'p>(
    output: Option<&Path>,
    mut read: impl Iterator<Item = &'p PathBuf>,
) -> Result<(), Diagnostic> {
    let is_file = |output: &&Path| files::what(output) == files::What::File;
    match output.filter(is_file) {
        Some(output) if read.any(|path| files::walk::is_same(path, output)) => {
            Err(Diagnostic::error("this file is what is read here, and would be lost")
                .in_file(files::shown(output))
                .help("name another file to write to"))
        }
        _ => Ok(()),
    }
}

impl Output {
    /// The format that is meant.
    pub(super) fn format(&self) -> Result<&'static Format, Stop> {
        if let Some(name) = self.format {
            return Ok(named(name)?);
        }
        let extension = self.file().and_then(Path::extension);
        let meant = extension.and_then(|extension| of_extension(&extension.to_string_lossy()));
        Ok(meant.unwrap_or(&FORMATS[0]))
    }

    /// The file to write to; none for standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Whether people read it: a table on standard output.
    pub(super) fn is_for_people(&self) -> bool {
        self.file().is_none() && self.format.is_none_or(|name| name == FORMATS[0].name)
    }

    /// Writes a report where it is wanted.
    pub(super) fn write(&self, report: &Report, ui: &Ui) -> Result<(), Stop> {
        let format = self.format()?;
        if format.binary && self.file().is_none() && ui.is_terminal() {
            let message = format!("a terminal cannot show {}", format.about);
            let help = format!("write it to a file: `-o FILE.{}`", format.name);
            return Err(Diagnostic::error(message).help(help).into());
        }
        let for_people = format.name == FORMATS[0].name;
        let width = ui.width().filter(|_| self.file().is_none());
        let bytes = (format.render)(report, &Options { width, excel_safe: self.excel_safe })?;
        match self.file() {
            Some(path) if for_people => {
                let text = String::from_utf8_lossy(&bytes);
                let plain = anstream::adapter::strip_str(&text).to_string();
                self.save(path, plain.as_bytes(), ui)
            }
            Some(path) => self.save(path, &bytes, ui),
            None if for_people => ui.page(&String::from_utf8_lossy(&bytes)),
            None => ui.data(&bytes),
        }
    }

    fn save(&self, path: &Path, bytes: &[u8], ui: &Ui) -> Result<(), Stop> {
        files::write::replace(path, bytes)?;
        ui.status(&format!("Wrote `{}`.", files::shown(path)));
        let extension = path.extension().map(|extension| extension.to_string_lossy());
        let unknown = extension.filter(|extension| of_extension(extension).is_none());
        if let (None, Some(extension)) = (self.format, unknown) {
            ui.hint(&format!(
                "`.{extension}` is no format that emic writes: it is a table for reading. `-f \
                 FORMAT` chooses another."
            ));
        }
        Ok(())
    }
}
