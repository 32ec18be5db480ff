//! `emic agree --ratings`.

use crate::desk::Desk;
use serde_json::Value;

/// Two coders, ten units: Krippendorff 2004, page 224.
const TEN: &str = "unit,coder,value\n\
    1,a,1\n2,a,1\n3,a,0\n4,a,0\n5,a,0\n6,a,0\n7,a,0\n8,a,0\n9,a,0\n10,a,0\n\
    1,b,0\n2,b,1\n3,b,1\n4,b,0\n5,b,0\n6,b,1\n7,b,0\n8,b,1\n9,b,0\n10,b,0\n";

fn json(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    let run = desk.emic(arguments);
    (run.status, serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{run:?}")))
}

#[test]
fn a_table_of_two_coders_has_its_published_alpha() {
    let desk = Desk::new();
    desk.write("r.csv", TEN);
    let (status, found) = json(&desk, &["agree", "--ratings", "r.csv", "-f", "json"]);
    let row = &found["results"][0];
    assert_eq!(status, 0);
    assert_eq!(row["alpha"], 0.095238);
    assert_eq!(row["kappa"], 0.090909);
    assert_eq!(row["positives"], serde_json::json!([2, 4]));
    assert_eq!(row["n_units"], 10);
    assert_eq!(row["coders"], serde_json::json!(["a", "b"]));
}

#[test]
fn what_is_not_enough_ends_with_one() {
    let desk = Desk::new();
    desk.write("r.csv", TEN);
    let enough = desk.emic(&["agree", "--ratings", "r.csv", "--min", "0.05"]);
    assert_eq!(enough.status, 0, "{enough:?}");
    let run = desk.emic(&["agree", "--ratings", "r.csv", "--min", "0.8"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.err.contains("α below 0.8: ratings."), "{run:?}");
}

#[test]
fn undefined_is_null_with_a_note() {
    let desk = Desk::new();
    desk.write("r.csv", "unit,coder,value\n1,a,0\n1,b,0\n2,a,0\n2,b,0\n");
    let arguments = ["agree", "--ratings", "r.csv", "--categories", "0,1", "-f", "json"];
    let (status, found) = json(&desk, &arguments);
    let row = &found["results"][0];
    assert_eq!((status, &row["alpha"], &row["kappa"]), (0, &Value::Null, &Value::Null));
    assert_eq!((&row["percent"], &row["ac1"]), (&Value::from(1.0), &Value::from(1.0)));
    assert!(row["note"].as_str().unwrap().starts_with("undefined (no variation: 0 of 2 units"));
}

#[test]
fn disagreements_are_listed_and_the_report_has_every_format() {
    let desk = Desk::new();
    desk.write("r.csv", TEN);
    let run = desk.emic(&["agree", "--ratings", "r.csv", "--disagreements", "d.csv", "-f", "md"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("0.095"), "{run:?}");
    assert_eq!(desk.read("d.csv").lines().collect::<Vec<_>>()[..2], ["code,unit,a,b", ",1,1,0"]);
    for name in ["r.html", "r.xlsx", "r.docx", "r.tex", "r.tsv"] {
        assert_eq!(desk.emic(&["agree", "--ratings", "r.csv", "-o", name]).status, 0, "{name}");
    }
}

#[test]
fn mistakes_are_told_with_their_place() {
    let desk = Desk::new();
    desk.write("r.csv", "unit,coder,value\n1,a,yess\n1,b,no\n");
    let run = desk.emic(&["agree", "--ratings", "r.csv", "--categories", "no,yes"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`yess` is no category") && run.err.contains("r.csv:2:5"), "{run:?}");
    let none = desk.emic(&["agree"]);
    assert!(none.status == 2 && none.err.contains("--ratings"), "{none:?}");
}
