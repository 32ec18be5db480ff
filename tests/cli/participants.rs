//! `emic report participants` and `sources`: who took part, and what stands in which kind of source.

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"care\"\nversion = \"1\"\nlanguage = \"en\"\n\
    [[code]]\nid = \"care\"\nlabel = \"Care\"\n[[code.rule]]\nany = [\"care*\"]\n\
    [[code]]\nid = \"time\"\nlabel = \"Time\"\n[[code.rule]]\nany = [\"time\"]\n";

/// Thirty-five people, as in a published table whose contracts sum to 36: one has two.
fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/care.toml", CODEBOOK);
    let mut cases = "id,contract,age,town\n".to_owned();
    for number in 1..=35 {
        let contract = match number {
            1 => "permanent;fixed",
            2..=20 => "permanent",
            21..=34 => "fixed",
            _ => "casual",
        };
        let age = if number == 7 { String::new() } else { (20 + number).to_string() };
        cases.push_str(&format!("P{number:02},{contract},{age},Town {number}\n"));
        let text =
            if number < 10 { "I: Well?\nR: I care about it.\n" } else { "I: Well?\nR: No.\n" };
        desk.write(&format!("transcripts/P{number:02}.txt"), text);
    }
    desk.write("cases.csv", cases + "P36,fixed,50,Town 36\n");
    desk.write(
        "emic.toml",
        "schema = 1\n[attributes]\ncontract = { type = \"text\", multiple = true }\n",
    );
    let rows: String = (1..=35).map(|number| format!("P{number:02},P{number:02}\n")).collect();
    desk.write("transcripts.csv", format!("id,case\n{rows}"));
    desk
}

/// The lines of a table with one space between cells.
fn squeezed(table: &str) -> Vec<String> {
    table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn blocks_that_do_not_sum_to_n_say_why() {
    let desk = desk();
    let run = desk.emic(&["report", "participants"]).done();
    for line in [
        "Characteristic All, n (%) of 35",
        "permanent 20 (57 %)",
        "fixed 15 (43 %)",
        "casual 1 (3 %)",
        "range 21–55",
        "Sum check: the values of contract sum to 36, N is 35: 1 case has several values.",
        "1 case of cases.csv without a transcript, not counted here: P36.",
    ] {
        assert!(squeezed(&run.out).contains(&line.to_owned()), "{line:?} is not in\n{}", run.out);
    }
    // Thirty-six towns are left out unless asked for.
    assert!(!run.out.contains("Town") && run.err.contains("many values: town;"), "{run:?}");
    let csv = desk.emic(&["report", "participants", "--attribute", "age", "-f", "csv"]).done().out;
    assert!(csv.contains("\nage,number,,34,35,97.142857,38.323529,"), "{csv}");
    assert!(csv.contains("\nage,number,missing,1,35,2.857143,"), "{csv}");
    desk.emic(&["report", "participants", "--attribute", "agee"]).error("did you mean `age`?");
}

#[test]
fn small_counts_are_hidden_and_filters_hold() {
    let desk = desk();
    let arguments = ["report", "participants", "--attribute", "contract", "--min-cell", "5"];
    let run = desk.emic(&arguments).done();
    assert!(squeezed(&run.out).contains(&"casual <5".to_owned()), "{}", run.out);
    let csv = desk.emic(&[&arguments[..], &["-f", "csv"]].concat()).done().out;
    assert!(csv.contains("\ncontract,text,casual,,35,,"), "{csv}");
    let json = desk.emic(&["report", "participants", "--where", "age<30", "-f", "json"]).done().out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["cases_n"], &json["silent"]), (&8.into(), &serde_json::json!([])));
}

#[test]
fn kinds_of_sources_stand_side_by_side() {
    let desk = Desk::with_study();
    desk.write("codebooks/care.toml", CODEBOOK);
    desk.write("transcripts/a.txt", "I: Well?\nA: I care. It takes care.\n");
    desk.write("transcripts/g.txt", "M: Well?\nA: I care.\nB: And time.\nB: More time.\n");
    desk.write("transcripts.csv", "id,case,kind\na,A,interview\ng,,focus-group\n");
    desk.write("cases.csv", "id,group\nA,x\nB,y\n");
    let csv = desk.emic(&["report", "sources", "-f", "csv"]).done().out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "code,label,kind,depth,sources,transcripts[focus-group],transcripts_n[focus-group],\
         cases[focus-group],cases_n[focus-group],segments[focus-group],transcripts[interview],\
         transcripts_n[interview],cases[interview],cases_n[interview],segments[interview]"
    );
    // A speaks twice in the interview and once in the group; B twice in the group: one case.
    assert_eq!(lines[1], "care,Care,code,0,2,1,1,1,2,1,1,1,1,1,2");
    assert_eq!(lines[2], "time,Time,code,0,1,1,1,1,2,2,0,1,0,1,0");
    let run = desk.emic(&["report", "sources", "--by", "group"]);
    run.error("`group` belongs to cases, not to transcripts");
}
