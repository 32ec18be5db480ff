//! `emic report activity`: time from logs, and the job description.

use crate::desk::Desk;

const CODEBOOK: &str = r#"schema = 1
[codebook]
id = "job"
version = "1"
unit = "turn"
code = "turn"

[[code]]
id = "work.direct"
label = "Direct work"
codable = false

[[code]]
id = "work.visit"
parent = "work.direct"
label = "Visits"
definition = "Going to see somebody."
  [[code.rule]]
  any = ["visit*"]

[[code]]
id = "work.indirect"
label = "Indirect work"
codable = false

[[code]]
id = "work.notes"
parent = "work.indirect"
label = "Notes"
  [[code.rule]]
  any = ["notes"]
"#;

fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/job.toml", CODEBOOK);
    desk.write(
        "transcripts/log.csv",
        "date,worker,activity,minutes,client,notes\n2026-01-05,W1,Visit,1:30,C1,\n\
         2026-01-06,W2,Notes,20,,\n2026-02-06,W2,Walk,10,C2,\n2026-02-07,W2,Visit,3,,\n\
         2026-02-08,W2,Notes,,,\n",
    );
    desk.write("transcripts/a.txt", "I: Well?\nA: I visit people in the morning, mostly.\n");
    desk
}

#[test]
fn hours_by_code_direct_work_and_short_entries() {
    let desk = desk();
    let csv = desk.emic(&["report", "activity", "-f", "csv"]).done().out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "code,label,kind,depth,entries,entries_n,entries_pct,untimed,minutes,hours,hours_pct,\
         mean_minutes"
    );
    assert_eq!(
        lines[2],
        "work.visit,Visits,code,1,2,5,40.000000,0,93,1.550000,75.609756,46.500000"
    );
    assert_eq!(lines[4], "work.notes,Notes,code,1,2,5,40.000000,1,20,0.333333,16.260163,20.000000");
    assert_eq!(lines[5], ",not coded,,0,1,5,20.000000,0,10,0.166667,8.130081,10.000000");
    let json = desk.emic(&["report", "activity", "-f", "json"]).done().out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let told = json["directness"].as_array().unwrap();
    let of = |rule: &str, work: &str| {
        let row = told.iter().find(|row| row["rule"] == rule && row["work"] == work).unwrap();
        row["minutes"].as_u64().unwrap()
    };
    // By presence the visit without a client is indirect, the walk with one direct.
    assert_eq!((of("code", "direct"), of("code", "neither")), (93, 10));
    assert_eq!((of("presence", "direct"), of("presence", "indirect")), (100, 23));
    assert_eq!((&json["short"][0]["minutes"], &json["untimed_n"]), (&3.into(), &1.into()));
    assert_eq!(json["months"][1]["month"], "2026-02");
    let run = desk.emic(&["report", "activity", "--least-minutes", "21"]).done();
    assert!(run.out.contains("Shorter than 21 minutes: 3 entries"), "{}", run.out);
    desk.emic(&["report", "activity", "--direct", "work.vist"]).error("did you mean `work.visit`?");
}

#[test]
fn the_job_description_unites_logs_and_interviews() {
    let desk = desk();
    let csv = desk.emic(&["report", "activity", "--job-description", "-f", "csv"]).done().out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[1],
        "Direct work,work.visit,Visits,Going to see somebody.,visit,\"I visit people in the \
         morning, mostly.\",a,2,93,1.550000,75.609756,1"
    );
    let filtered = desk.emic(&["report", "activity", "--transcript", "a"]);
    filtered.error("no entry of an activity log");
}
