//! SubRip files of others, where the folder has any.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

#[test]
fn files_of_the_srt_library() {
    let Some(data) = outside::data() else { return };
    let files = outside::files(&data.join("data/formats/cdown_srt"), "srt");
    for path in &files {
        let transcript = outside::transcript(path);
        assert_eq!(transcript.format, "srt", "{}", path.display());
        assert!(!transcript.turns.is_empty(), "{}", path.display());
    }
    eprintln!("{} files", files.len());
}

/// The captions among the containers: joined speakers, and a time for every cue.
#[test]
fn captions_keep_the_time_of_every_cue() {
    let Some(data) = outside::data() else { return };
    let mut cues = 0;
    for path in outside::files(&data.join("data/containers"), "srt") {
        let text = std::fs::read_to_string(&path).unwrap();
        let times = text.matches(" --> ").count();
        let transcript = outside::transcript(&path);
        let kept: usize = transcript
            .turns
            .iter()
            .map(|turn| turn.extra.as_ref().map_or(1, |extra| extra.cues.len()))
            .sum();
        assert_eq!(kept, times, "{}", path.display());
        for turn in &transcript.turns {
            let reading = transcript.reading_text(turn);
            let cues = turn.extra.iter().flat_map(|extra| &extra.cues);
            assert!(cues.clone().all(|cue| reading.is_char_boundary(cue.at as usize)));
            assert!(cues.clone().skip(1).all(|cue| reading[..cue.at as usize].ends_with(' ')));
        }
        cues += kept;
    }
    eprintln!("{cues} cues");
}
