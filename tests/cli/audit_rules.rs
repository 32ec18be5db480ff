//! `emic audit-rules`: a blind sample, the answers, and what is kept of them.

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"care\"\nname = \"Care\"\nversion = \"1.0\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code.rule]]\nany = [\"hope*\"]\n\
    [[code]]\nid = \"plain\"\nlabel = \"Plain\"\n";

fn study() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/care.toml", CODEBOOK);
    let line = |at: usize| match at % 4 {
        0 => format!("P: I hope for day {at}.\n"),
        _ => format!("P: On day {at} we walked.\n"),
    };
    desk.write("transcripts/T1.txt", (0..40).map(line).collect::<String>());
    desk
}

/// Fills in the sheet: `1` where the words say so.
fn answer(desk: &Desk, holds: impl Fn(&str) -> bool) {
    let sheet = desk.read("audits/hope.csv");
    let filled = sheet.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line}\n"),
        _ => format!("{}\n", line.replacen(",,", &format!(",{},", u8::from(holds(line))), 1)),
    });
    desk.write("audits/hope.csv", filled.collect::<String>());
}

const DRAW: [&str; 8] = ["audit-rules", "hope", "--hits", "6", "--misses", "12", "--seed", "5"];

#[test]
fn a_blind_sample_is_read_and_kept() {
    let desk = study();
    let dry = desk.emic(&[&DRAW[..], &["-n"]].concat()).done();
    assert!(dry.err.contains("Would write 18 turns") && !desk.path("audits").exists(), "{dry:?}");
    desk.emic(&DRAW).done();
    let sheet = desk.read("audits/hope.csv");
    assert_eq!(sheet.lines().count(), 19);
    assert_eq!(sheet.lines().filter(|line| line.contains("hope")).count(), 6);
    assert!(sheet.starts_with("number,transcript,turn,start,end,answer,text\n"));
    let open = desk.emic(&["audit-rules", "hope"]).no();
    assert!(
        open.err.contains("18 of 18 turns in `audits/hope.csv` have no answer yet"),
        "{open:?}"
    );
    answer(&desk, |line| line.contains("hope"));
    let run = desk.emic(&["audit-rules", "hope", "--coder", "ana", "-f", "json"]).done();
    let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let row = &found["results"][0];
    assert_eq!((&row["precision"], &row["recall"]), (&1.0.into(), &1.0.into()));
    // (1 − .05^(1/12)) × 30 others.
    assert_eq!((&row["missed_at_most"], &row["rest_n"]), (&6.627_666.into(), &30.into()));
    assert!(desk.read("audits/results.csv").contains("hope,care,1.0,"));
    let show = desk.emic(&["codebook", "show", "hope"]).done();
    assert!(
        show.out.contains("audit of the rules") && show.out.contains("at most 6.63"),
        "{show:?}"
    );
    assert!(show.out.contains("by ana") && !show.out.contains("changed since"), "{show:?}");
    let people = desk.emic(&["audit-rules", "hope"]).done();
    assert!(people.out.contains("6 of 10 hits and 12 of 30 other turns"), "{people:?}");
}

#[test]
fn answers_are_not_lost_and_old_rules_are_found_out() {
    let desk = study();
    desk.emic(&DRAW).done();
    answer(&desk, |line| line.contains("day 4"));
    desk.emic(&DRAW).error("has answers already");
    desk.emic(&["audit-rules", "hope"]).done();
    desk.write("codebooks/care.toml", CODEBOOK.replace("hope*", "hop*\", \"walked"));
    desk.emic(&["audit-rules", "hope"]).error("the rules changed since the sample was drawn");
    let show = desk.emic(&["codebook", "show", "hope"]).done();
    assert!(show.out.contains("the rules have changed since"), "{show:?}");
}

#[test]
fn what_cannot_be_audited() {
    let desk = study();
    desk.emic(&["audit-rules", "plain"]).error("`plain` has no rules");
    desk.emic(&["audit-rules", "hop"]).error("did you mean `hope`");
    desk.emic(&["audit-rules", "hope", "--from", "none.csv"]).error("no sample of this code");
    desk.emic(&["audit-rules", "hope", "--unit", "char"]).error("one by one");
    desk.emic(&DRAW).done();
    let sheet = desk.read("audits/hope.csv").replacen(",,", ",perhaps,", 1);
    desk.write("answers.csv", sheet);
    desk.emic(&["audit-rules", "hope", "--from", "answers.csv"]).error("`perhaps` is no answer");
}
