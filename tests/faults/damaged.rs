//! Files of a study that were cut off, emptied or overwritten.

use std::fs;

use crate::study::{all_files, codings, done, run, study};

/// Every file under `.emic/` emptied, cut, turned to rubbish or removed: the index is made anew.
#[test]
fn a_damaged_index_costs_nothing_but_time() {
    let study = study();
    let found = |told: &str| {
        let (out, _) = done(study.path(), &["search", "river", "-f", "jsonl", "--limit", "0"]);
        assert_eq!(out.lines().count(), 60, "{told}");
    };
    found("at first");
    let parts = all_files(&study.path().join(".emic"));
    assert!(parts.len() > 3, "{parts:?}");
    for (path, length) in &parts {
        for how in ["emptied", "cut", "rubbish", "removed"] {
            let Ok(bytes) = fs::read(path) else { continue };
            match how {
                "emptied" => fs::write(path, "").unwrap(),
                "cut" => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
                "rubbish" => fs::write(path, vec![0xA5; *length as usize]).unwrap(),
                _ => fs::remove_file(path).unwrap(),
            }
            found(&format!("{} {how}", path.display()));
        }
    }
    fs::remove_dir_all(study.path().join(".emic")).unwrap();
    fs::write(study.path().join(".emic"), "a file").unwrap();
    run(study.path(), &["search", "river"]);
    assert_eq!(codings(study.path()).len(), 3);
}

/// Cut at any byte, a codebook, a table or the settings are an error with a place, never a loss.
#[test]
fn files_cut_off_are_told() {
    let study = study();
    for name in ["codebooks/c.toml", "emic.toml", "transcripts/P1.txt", "codings/ana.jsonl"] {
        let path = study.path().join(name);
        let whole = fs::read(&path).unwrap();
        for part in 1..6 {
            fs::write(&path, &whole[..whole.len() * part / 6]).unwrap();
            let check = run(study.path(), &["check"]);
            assert!(matches!(check.status.code(), Some(0..=2)), "{name} {part}: {check:?}");
            let themes = run(study.path(), &["report", "themes"]);
            assert!(matches!(themes.status.code(), Some(0..=2)), "{name} {part}: {themes:?}");
        }
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(codings(study.path()).len(), 3);
}
