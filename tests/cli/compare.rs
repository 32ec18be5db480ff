//! `emic report themes --compare`: two groups, with the people as the units.

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\nrule = [{ any = [\"hope\"] }]\n\
    [[code]]\nid = \"fear\"\nlabel = \"Fear\"\nrule = [{ any = [\"fear\"] }]\n";

/// Twelve people in each of two sites; nine and four of them speak of hope, nobody of fear. One
/// more has no site.
fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/c.toml", CODEBOOK);
    let mut cases = "id,site,half\nX,,\n".to_owned();
    desk.write("transcripts/X.txt", "I: And?\nX: Hope.\n");
    for (site, with) in [("North", 9), ("South", 4)] {
        for number in 1..=12 {
            let words = if number <= with { "Hope, more hope." } else { "Well, so it was." };
            let half = if number > 8 { "small" } else { "large" };
            cases.push_str(&format!("{site}{number},{site},{half}\n"));
            desk.write(
                &format!("transcripts/{site}{number}.txt"),
                format!("I: And?\n{site}{number}: {words}\n"),
            );
        }
    }
    desk.write("cases.csv", cases);
    desk
}

#[test]
fn two_groups_are_compared_after_all_other_columns() {
    let desk = desk();
    let run = desk.emic(&["report", "themes", "--by", "site", "--compare", "-f", "csv"]).done();
    let mut lines = run.out.lines();
    assert!(lines.next().unwrap().ends_with(
        "segments[missing],exploratory_difference,exploratory_difference_lo,\
         exploratory_difference_hi,exploratory_fisher_p,exploratory_fisher_p_adjusted,\
         exploratory_phi,exploratory_cohens_h,exploratory_odds_ratio,exploratory_odds_ratio_lo,\
         exploratory_odds_ratio_hi"
    ));
    assert!(lines.next().unwrap().ends_with(
        "0.416667,0.021829,0.669744,0.099533,0.199065,0.418121,0.863436,5.126984,0.959784,27.387384"
    ));
    let turned = ["report", "themes", "--by", "site", "--compare", "South,North", "--adjust"];
    let run = desk.emic(&[&turned[..], &["none", "-f", "json"]].concat()).done();
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&json["exploratory"], &json["adjust"]), (&true.into(), &"none".into()));
    assert_eq!(json["results"][0]["exploratory_difference"], -0.416_667);
    assert_eq!(json["results"][0]["exploratory_fisher_p_adjusted"], 0.099_533);
    assert!(json["results"][1]["exploratory_phi"].is_null());
    let people = desk.emic(&["report", "themes", "--by", "site", "--compare"]).done().out;
    assert!(people.contains("Exploratory: compares North (12 cases) with South (12 cases)"));
    assert!(people.contains("0.02 to 0.67"), "{people}");
}

#[test]
fn a_small_group_is_compared_only_by_force_and_hidden_counts_not_at_all() {
    let desk = desk();
    let few = ["report", "themes", "--where", "half=small", "--by", "site", "--compare"];
    let run = desk.emic(&few).error("group `North` has only 4 cases");
    assert!(run.err.contains("--force"), "{}", run.err);
    let forced = desk.emic(&[&few[..], &["--force"]].concat()).done().out;
    assert!(forced.contains("because --force was given"), "{forced}");
    let hidden = ["report", "themes", "--by", "site", "--compare", "--min-cell", "5", "-f", "csv"];
    let row = desk.emic(&hidden).done().out.lines().nth(1).unwrap().to_owned();
    assert!(row.ends_with(",,,,,,,,,,"), "{row}");
    desk.emic(&["report", "themes", "--by", "site", "--compare", "North,Suoth"])
        .error("did you mean `South`?");
    desk.emic(&["report", "themes", "--compare", "North,South"]).error("--by");
}

#[test]
fn words_stand_in_every_cell_of_cases_and_the_legend_below() {
    let desk = desk();
    let out = desk.emic(&["report", "themes", "--by", "site", "--legend"]).done().out;
    let hope = out.lines().find(|line| line.starts_with("Hope")).unwrap();
    let cells: Vec<&str> =
        hope.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    // 14 of 25 are 56 %.
    assert_eq!(cells[1..5], ["most", "most", "some", "one"]);
    assert!(out.contains("Words for cases: none 0;"), "{out}");
    let plain = desk.emic(&["report", "themes", "-f", "csv"]).done().out;
    assert_eq!(desk.emic(&["report", "themes", "--legend", "-f", "csv"]).done().out, plain);
    desk.emic(&["report", "themes", "--legend", "--percent"]).error("--percent");
}
