//! The rate of each code in each wave as a figure.

use super::Waves;
use crate::report::figure::{Figure, Heat, HeatRow};

impl Waves<'_> {
    pub(super) fn figure(&self, name: &str) -> Figure {
        let rate = |line: usize, code: usize, at: usize| {
            let wave = self.waves.get(at)?;
            let found = wave.of(code);
            let is_shown = wave.transcripts > 0 && !self.shown(line, at).is_hidden();
            found.spoken.per_1000().filter(|_| is_shown)
        };
        let codes = self.material.shown();
        let waves = 0..self.waves.len();
        let lines = codes.iter().enumerate();
        let all = lines.flat_map(|(line, &code)| waves.clone().map(move |at| (line, code, at)));
        let most = all.filter_map(|(line, code, at)| rate(line, code, at)).fold(0.0, f64::max);
        let row = |(line, &code): (usize, &usize)| HeatRow {
            label: self
                .material
                .codebook
                .codes
                .get(code)
                .map(|code| code.label.clone())
                .unwrap_or_default(),
            depth: self.material.tree.depth(code),
            cells: waves
                .clone()
                .map(|at| {
                    let rate = rate(line, code, at)?;
                    let dark = if most > 0.0 { rate / most } else { 0.0 };
                    Some((dark, format!("{rate:.2}")))
                })
                .collect(),
        };
        Figure::Heat(Heat {
            title: format!("Segments per 1,000 words by {name}"),
            description: format!(
                "Segments per 1,000 words of each code in each {name}, the highest {most:.2}; the \
                 numbers stand in the table."
            ),
            values: "Segments per 1,000 words".into(),
            columns: self.waves.iter().map(|wave| wave.name.clone()).collect(),
            rows: codes.iter().enumerate().map(row).collect(),
        })
    }
}
