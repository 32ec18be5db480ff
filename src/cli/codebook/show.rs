//! `emic codebook show`: one code in full.

use clap::Args;

use super::Which;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::tree::Tree;
use crate::codebook::{Codebook, describe};
use crate::diagnostic::Diagnostic;
use crate::report::{audit_rules, codes, escape};
use crate::statistics::agreement::rule_audit;
use crate::study::audit::{FOLDER, RESULTS, results, strata};
use crate::study::open;

/// How wide a description is at most; longer lines are hard to read.
const WIDEST: usize = 100;

/// Show one code: definition, when to use it, examples, and its rules in words
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook show function.trust
  emic codebook show cc.bridging codebooks/creating-connection.toml")]
pub(super) struct Arguments {
    /// The code's id, or one of its aliases
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let all = arguments.which.read(app)?;
    let trees: Vec<Tree> = all.iter().map(|parsed| Tree::new(&parsed.codebook)).collect();
    let name = arguments.code.as_str();
    let found = all.iter().zip(&trees).find_map(|(parsed, tree)| {
        let code = tree.find(name)?;
        Some((&parsed.codebook, tree, code))
    });
    let Some((codebook, tree, code)) = found else {
        let paths: Vec<&str> = all.iter().map(|parsed| parsed.codebook.path.as_str()).collect();
        let known = trees.iter().flat_map(Tree::names);
        let message = format!("no code named `{name}` in {}", paths.join(", "));
        let told = Diagnostic::error(message).did_you_mean(name, known);
        return Err(told.help("`emic codebook list` lists all codes").into());
    };
    let format = arguments.output.format()?;
    if format.name == "table" && arguments.output.file().is_none() {
        let width = app.ui.width().unwrap_or(WIDEST).min(WIDEST);
        let mut text = describe::code(codebook, tree, code, width);
        if let Some(audit) = audit(codebook, code, width, app)? {
            text.push('\n');
            text.push_str(&audit);
        }
        app.ui.page(&escape::terminal(&text, true))?;
    } else {
        arguments.output.write(&codes::one(codebook, tree, code), &app.ui)?;
    }
    Ok(Exit::Done)
}

/// How far the rules of the code may be trusted, from its last audit; nothing outside a study.
fn audit(
    codebook: &Codebook,
    place: usize,
    width: usize,
    app: &App,
) -> Result<Option<String>, Stop> {
    let (Some(code), Ok(study)) = (codebook.codes.get(place), open::find(&app.folder)) else {
        return Ok(None);
    };
    let Some(table) = open::table(&study.inside(FOLDER).join(RESULTS))? else { return Ok(None) };
    let rows = results(&table.source)?;
    let Some(row) = rows.iter().rev().find(|row| row.get("code") == Some(&code.id)) else {
        return Ok(None);
    };
    let text = |name: &str| row.get(name).cloned().unwrap_or_default();
    let (strata, unit) = (strata(row), text("unit"));
    let seed = text("seed").parse().unwrap_or_default();
    let Some(found) = rule_audit::audit(&strata[0], &strata[1], seed) else { return Ok(None) };
    let lines = audit_rules::lines(&found, &strata, &unit).into_iter();
    let mut fields: Vec<(&str, String)> =
        lines.map(|(name, value, meaning)| (name, format!("{value}: {meaning}"))).collect();
    let by = match text("coder") {
        coder if coder.is_empty() => String::new(),
        coder => format!(" by {coder}"),
    };
    fields.push(("from", {
        let read = strata[0].sampled + strata[1].sampled;
        format!(
            "{read} {unit}s read{by}, codebook {} {}, seed {seed}",
            text("codebook"),
            text("version")
        )
    }));
    if text("rules") != describe::fingerprint(codebook, code) {
        let told = "the rules have changed since; this is about an older version".to_owned();
        fields.push(("but", told));
    }
    Ok(Some(describe::fields("audit of the rules", &fields, width)))
}
