mod outside;
#[test]
fn dump() {
    let Ok(paths) = std::env::var("DUMP") else { return };
    for path in paths.split(':') {
        let bytes = std::fs::read(path).unwrap();
        println!("=== {path}");
        match emic::transcript::read::read(&bytes, path, &Default::default()) {
            Ok(t) => {
                println!("{} {} meta {:?} speakers {:?}", t.format, t.encoding, t.meta, t.speakers);
                for n in &t.notes {
                    println!("  note: {} | {:?}", n.message, n.help);
                }
                for turn in t.turns.iter().take(12) {
                    println!(
                        "  {:?} {:?}-{:?} {:?}",
                        t.speaker(turn),
                        turn.start_ms,
                        turn.end_ms,
                        t.reading_text(turn)
                    );
                }
                println!("  ({} turns)", t.turns.len());
            }
            Err(e) => println!("  ERROR {} | {:?}", e.message, e.help),
        }
    }
}
