//! `emic report all` and the formats html and svg: what can be handed in, and what must not be in
//! it.

use crate::desk::Desk;

/// The names of the files in a folder, sorted.
fn names(desk: &Desk, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(desk.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_same_study_gives_the_same_files_and_theirs_are_the_reports() {
    let desk = Desk::with_example();
    let run = desk.emic(&["report", "all", "--by", "site", "-o", "out"]).done();
    assert!(run.err.contains("files in `out`") && run.err.contains("out/index.html"), "{run:?}");
    desk.emic(&["report", "all", "--by", "site", "-o", "again/and again"]).done();
    let all = names(&desk, "out");
    assert_eq!(all, names(&desk, "again/and again"));
    for name in &all {
        let bytes = |folder: &str| std::fs::read(desk.path(folder).join(name)).unwrap();
        assert!(bytes("out") == bytes("again/and again"), "{name} differs");
    }
    let themes = desk.emic(&["report", "themes", "--by", "site", "-f", "csv"]).done().out;
    assert_eq!(desk.read("out/themes.csv"), themes);
    desk.emic(&["report", "all", "-o", "plain"]).done();
    for name in ["participants", "matrix", "quotes", "codebook", "stages"] {
        let alone = desk.emic(&["report", name, "-f", "csv"]).done().out;
        assert_eq!(desk.read(&format!("plain/{name}.csv")), alone, "{name}");
    }
    let page = desk.read("out/index.html");
    for name in all.iter().filter(|name| *name != "index.html") {
        assert!(page.contains(&format!("<a href=\"{name}\">")), "{name} is not on the page");
    }
}

#[test]
fn the_page_withholds_what_the_table_withholds() {
    let desk = Desk::with_example();
    desk.emic(&["report", "all", "--by", "site", "--min-cell", "5", "-o", "out"]).done();
    let page = desk.read("out/index.html");
    let (_, data) = page.split_once("id=\"data\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    for code in data["codes"].as_array().unwrap() {
        for group in code["groups"].as_array().unwrap() {
            let cases = group[0].as_u64();
            assert!(cases.is_none_or(|cases| cases == 0 || cases >= 5), "{code}");
        }
    }
    // Nobody is named beside a group, not by case, not by transcript.
    assert!(!page.contains("P01") && !page.contains("turn 2"), "a name is on the page");
    assert!(page.contains("<p class=\"who\">group not shown"));
    // With a higher limit no group is left to choose.
    desk.emic(&["report", "all", "--by", "site", "--min-cell", "7", "-o", "none"]).done();
    let page = desk.read("none/index.html");
    assert!(!page.contains("<select id=\"group\">"));
    assert!(page.contains("Left out, with fewer than 7 cases: East, North, South."));
    // Without groups people are called as the study calls them.
    desk.emic(&["report", "all", "-o", "plain"]).done();
    assert!(desk.read("plain/index.html").contains("<p class=\"who\">P01 · turn "));
}

#[test]
fn no_file_names_people_beside_their_words_where_groups_hide_them() {
    let desk = Desk::with_study();
    desk.write("emic.toml", "schema = 1\n[report]\nmin_cell = 2\n");
    desk.write(
        "codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n\
         [[code]]\nid = \"a\"\nlabel = \"A\"\n[[code.rule]]\nany = [\"trust\"]\n",
    );
    desk.write("cases.csv", "id,site\nZoe,North\nYann,North\nXaver,South\n");
    desk.write("transcripts.csv", "id,kind\nz,interview\ny,diary\n");
    for (name, case) in [("z", "Zoe"), ("y", "Yann"), ("x", "Xaver")] {
        desk.write(
            &format!("transcripts/{name}.txt"),
            format!("I: And?\n{case}: I trust her.\nI: Well?\n{case}: Yes.\n"),
        );
    }
    desk.write(
        "transcripts/log.csv",
        "date,worker,activity,minutes,client,notes\n2026-01-05,Zoe,trust walk,3,c1,\n",
    );
    desk.write(
        "framework/c.toml",
        "schema = 1\n[[cell]]\ncase = \"Zoe\"\ncode = \"a\"\nsummary = \"Trusts.\"\n",
    );
    let told = desk.emic(&["-v", "report", "all", "--by", "site", "-o", "out"]).done().err;
    for name in ["matrix", "framework"] {
        assert!(told.contains(&format!("Left out `{name}`: names are withheld")), "{told}");
    }
    for name in names(&desk, "out").iter().filter(|name| name.ends_with(".csv")) {
        let text = desk.read(&format!("out/{name}"));
        assert!(!text.contains("Zoe") && !text.contains("Xaver"), "{name}: {text}");
    }
    let page = desk.read("out/index.html");
    assert!(!page.contains("Zoe") && page.contains("trust walk"), "{page}");
    for name in ["quotes", "activity", "job-description", "sources", "participants"] {
        for format in ["xlsx", "docx"] {
            let shown = desk.emic(&["show", &format!("out/{name}.{format}"), "-f", "jsonl"]).out;
            assert!(!shown.contains("Zoe") && !shown.contains("Xaver"), "{name}: {shown}");
        }
    }
    // What an earlier run left there is not part of this one.
    desk.write("out/matrix.csv", "case\n");
    let told = desk.emic(&["report", "all", "--by", "site", "-o", "out"]).done().err;
    assert!(told.contains("that this run did not write: matrix.csv"), "{told}");
    // Without groups there is nothing that a name would give away.
    let told = desk.emic(&["-v", "report", "all", "-o", "plain"]).done().err;
    assert!(
        told.contains("Left out `waves`: no attribute of transcripts says the wave."),
        "{told}"
    );
    for name in ["quotes", "activity", "framework", "matrix"] {
        assert!(desk.read(&format!("plain/{name}.csv")).contains("Zoe") || name == "activity");
    }
}

#[test]
fn what_people_said_is_text() {
    let desk = Desk::with_study();
    desk.write(
        "codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\nname = \"<i>\"\nversion = \"1\"\n\
         [[code]]\nid = \"a\"\nlabel = \"A</script><script>alert(1)</script>\"\n\
         [[code.rule]]\nany = [\"trust\"]\n",
    );
    desk.write(
        "transcripts/t.txt",
        "I: <img src=x onerror=alert(2)>\nR: I trust </script><b onclick='x'>\u{1b}[31m her & him.\n",
    );
    desk.emic(&["report", "all", "-o", "out"]).done();
    desk.emic(&["report", "themes", "-o", "themes.html"]).done();
    desk.emic(&["report", "themes", "-o", "themes.svg"]).done();
    for name in ["out/index.html", "themes.html", "themes.svg", "out/themes.svg"] {
        let page = desk.read(name);
        for wrong in ["<script>alert", "<img", "<b ", "\u{1b}", "& him"] {
            assert!(!page.contains(wrong), "{wrong} in {name}");
        }
    }
    assert!(desk.read("out/index.html").contains("&lt;/script&gt;&lt;b onclick=&#39;x&#39;&gt;␛"));
}

#[test]
fn only_what_is_quoted_is_in_it() {
    let desk = Desk::with_study();
    desk.write(
        "codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\nunit = \"sentence\"\n\
         [[code]]\nid = \"a\"\nlabel = \"A\"\n[[code.rule]]\nany = [\"trust\"]\n",
    );
    let many = "Word after word. ".repeat(20);
    desk.write(
        "transcripts/t.txt",
        format!("I: And?\nR: Begin. {many}I trust her. {many}End.\nI: Well?\nR: Secret.\n"),
    );
    desk.emic(&["report", "all", "-o", "out"]).done();
    let page = desk.read("out/index.html");
    assert!(page.contains("<mark>I trust her.</mark>") && page.contains("And?"));
    assert!(!page.contains("Begin.") && !page.contains("End.") && !page.contains("Secret"));
    let few = desk.emic(&["report", "all", "--quotes", "0", "-o", "out"]).done();
    assert!(few.err.contains("Wrote"), "{few:?}");
    assert!(!desk.read("out/index.html").contains("I trust her"));
}

#[test]
fn a_folder_is_needed_and_a_figure_is_not_always_there() {
    let desk = Desk::with_example();
    desk.emic(&["report", "all"]).error("needs its name");
    desk.emic(&["report", "all", "-o", "out", "-f", "csv"]).error("`-f` chooses none");
    desk.emic(&["report", "all", "-o", "emic.toml"]).error("emic.toml");
    desk.emic(&["report", "matrix", "-f", "svg"]).error("the report `matrix` has no figure");
    let svg = desk.emic(&["report", "themes", "-f", "svg"]).done().out;
    assert!(svg.starts_with("<svg ") && svg.contains("Cases by theme"));
}

#[test]
fn a_terminal_gets_the_figure_only_if_asked() {
    let desk = Desk::with_example();
    let plain = desk.emic(&["report", "themes"]).done().out;
    assert!(!plain.contains('█'), "{plain}");
    let chart = desk.emic(&["report", "themes", "--chart"]).done().out;
    assert!(chart.starts_with(plain.trim_end()) && chart.contains("17  ████"), "{chart}");
    let json = desk.emic(&["report", "themes", "-f", "json"]).done().out;
    assert!(!json.contains("chart"));
}
