//! The small-cell rule through the program: what is printed about the groups of 6, 5, 2 and 1 of the
//! example `bridge` gives nobody away.

use crate::desk::Desk;

fn bridge() -> Desk {
    let desk = Desk::new();
    desk.emic(&["init", "--example", "bridge"]).done();
    desk
}

/// The rows of a csv by column name.
fn rows(csv: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        header.iter().zip(&row).map(|(key, cell)| (key.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn cell<'r>(row: &'r [(String, String)], key: &str) -> &'r str {
    row.iter().find(|(name, _)| name == key).map_or("no such column", |(_, cell)| cell)
}

fn number(row: &[(String, String)], key: &str) -> u64 {
    cell(row, key).parse().unwrap()
}

#[test]
fn no_answer_of_a_small_group_can_be_computed() {
    let desk = bridge();
    let run = desk.emic(&["report", "themes", "--by", "group", "-f", "csv"]);
    let rows = rows(&run.out);
    assert!(rows.len() > 10, "{run:?}");
    let mut told = 0;
    for row in &rows {
        let groups = ["PWUD", "HCP", "PSW", "Employer"];
        let all: u64 = groups.iter().map(|group| number(row, &format!("cases_n[{group}]"))).sum();
        let total = number(row, "cases");
        assert_eq!(all, number(row, "cases_n"));
        // What is left for the hidden groups, and the most that each of them can be.
        let (mut left, mut hidden) = (total, Vec::new());
        for group in groups {
            let n = number(row, &format!("cases_n[{group}]"));
            match cell(row, &format!("cases[{group}]")) {
                "" => {
                    hidden.push(n);
                    for other in ["cases_pct", "segments"] {
                        assert_eq!(cell(row, &format!("{other}[{group}]")), "");
                    }
                }
                shown => {
                    let shown: u64 = shown.parse().unwrap();
                    assert!(n >= 5 && (shown == 0 || shown >= 5), "{group}: {row:?}");
                    left -= shown;
                }
            }
        }
        let most: u64 = hidden.iter().sum();
        if total > 0 && total < all {
            assert!(0 < left && left < most, "{left} of {most} is known: {row:?}");
            told += 1;
        }
    }
    assert!(told > 5, "the example has codes that some speak of and some do not");
}

#[test]
fn without_a_limit_and_with_united_groups() {
    let desk = bridge();
    let open = ["report", "themes", "--by", "group", "--min-cell", "1", "-f", "csv"];
    let rows = |arguments: &[&str]| rows(&desk.emic(arguments).out);
    assert!(rows(&open).iter().all(|row| !cell(row, "cases[Employer]").is_empty()));
    let merged =
        ["report", "themes", "--by", "group", "--min-cell", "3", "--merge-small", "-f", "csv"];
    let row = &rows(&merged)[0];
    assert_eq!(number(row, "cases_n[other groups]"), 3);
    assert_eq!(cell(row, "cases_n[PSW]"), "no such column");
    for report in ["matrix", "participants", "quotes", "framework"] {
        let run = desk.emic(&["report", report, "--by", "group", "--merge-small"]).done();
        assert!(run.out.contains("Other groups: Employer, PSW."), "{report}: {}", run.out);
    }
}

#[test]
fn no_case_of_a_small_group_is_named_with_it() {
    let desk = bridge();
    for report in ["matrix", "framework"] {
        let run = desk.emic(&["report", report, "--by", "group", "-f", "csv"]);
        let rows = rows(&run.out);
        let of = |group: &str| rows.iter().filter(|row| cell(row, "group") == group).count();
        assert_eq!([of("PWUD"), of("HCP"), of("PSW"), of("Employer"), of("")], [6, 5, 0, 0, 3]);
    }
    let run = desk.emic(&["report", "quotes", "--by", "group", "-f", "csv"]);
    assert!(run.out.contains("group withheld") && !run.out.contains("Employer\""), "{run:?}");
}

#[test]
fn small_groups_need_a_limit() {
    let desk = bridge();
    desk.write("emic.toml", desk.read("emic.toml").replace("min_cell = 5", ""));
    let run = desk.emic(&["report", "themes", "--by", "group", "--merge-small"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("needs to know what is small"), "{run:?}");
}

#[test]
fn cases_in_several_groups_are_told() {
    let desk = bridge();
    let run = desk.emic(&["report", "themes", "--by", "ward"]);
    assert!(run.out.contains("Some cases are in several groups of ward"), "{run:?}");
    let run = desk.emic(&["report", "themes", "--by", "group"]);
    assert!(!run.out.contains("several groups"), "{run:?}");
}

#[test]
fn questions_of_the_guide_stand_with_quotations_and_beside_sources() {
    let desk = bridge();
    let guide = desk.read("guide.txt");
    let quotes = ["report", "quotes", "--by", "question", "--with-question", "-f", "csv"];
    let asked = rows(&desk.emic(&quotes).out);
    let in_guide = asked.iter().filter(|row| guide.contains(cell(row, "question"))).count();
    assert!(in_guide * 10 > asked.len() * 8, "{in_guide} of {}", asked.len());
    let run = desk.emic(&["report", "sources", "--by", "question", "--min-cell", "1", "-f", "csv"]);
    let themes = ["report", "themes", "--by", "question", "--min-cell", "1", "-f", "csv"];
    let themes = rows(&desk.emic(&themes).out);
    for (one, other) in rows(&run.out).iter().zip(&themes) {
        for (key, _) in other.iter().filter(|(key, _)| key.starts_with("cases[")) {
            assert_eq!(cell(one, key), cell(other, key), "{key}");
        }
    }
    let run = desk.emic(&["report", "participants", "--by", "question"]);
    assert!(run.status == 2 && run.err.contains("`sources` and `quotes`"), "{run:?}");
}
