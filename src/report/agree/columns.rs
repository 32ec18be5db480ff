//! The columns of the tables on agreement: what programs read, what people read, and what stands
//! below.

use crate::report::table::Column;

pub(super) fn columns() -> Vec<Column> {
    let number = |key, heading| Column::number(key, heading, 3);
    vec![
        Column::text("code", "Code"),
        Column::text("unit", "Unit"),
        Column::count("n_units", "Units"),
        Column::count("n_missing", "Missing"),
        Column::text("coders", "Coders"),
        Column::text("positives", "Positives"),
        number("percent", "Percent"),
        number("alpha", "α"),
        number("alpha_lo", "α from"),
        number("alpha_hi", "α to"),
        number("kappa", "κ"),
        number("kappa_se", "SE of κ"),
        number("ac1", "AC1"),
        number("pabak", "PABAK"),
        number("scott_pi", "π"),
        number("fleiss", "Fleiss κ"),
        number("p_pos", "P_pos"),
        number("p_neg", "P_neg"),
        Column::text("note", "Note"),
    ]
}

pub(super) fn columns_for_people() -> Vec<Column> {
    let number = |key, heading| Column::number(key, heading, 3);
    vec![
        Column::text("code", "Code"),
        Column::count("positives", "Positives"),
        Column::count("percent", "Percent"),
        Column::count("alpha", "α (95 %)"),
        number("kappa", "κ"),
        number("ac1", "AC1"),
        number("p_pos", "P_pos"),
        number("p_neg", "P_neg"),
        Column::count("n_units", "Units"),
    ]
}

pub(super) fn columns_of_more() -> Vec<Column> {
    let number = |key, heading| Column::number(key, heading, 3);
    vec![
        Column::text("code", "Code"),
        number("brennan_prediger", "Brennan–Prediger"),
        number("conger", "Conger κ"),
        number("kappa_max", "Greatest κ"),
        number("kappa_linear", "κ linear"),
        number("kappa_quadratic", "κ quadratic"),
        number("prevalence_index", "Prevalence"),
        number("bias_index", "Bias"),
        number("precision", "Precision"),
        number("recall", "Recall"),
        number("f1", "F1"),
        number("p_alpha_below_667", "P(α < .667)"),
        number("p_alpha_below_800", "P(α < .800)"),
        Column::count("undefined_draws", "Undefined draws"),
        number("rho", "ρ"),
    ]
}
