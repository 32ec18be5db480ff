//! What holds of every transcript, whatever it was read from.

use emic::transcript::Transcript;

/// Every piece lies in the text, every turn has its pieces, and each character of a reading text
/// stands at its place in the canonical text; where pieces join, it lies between them.
pub(crate) fn assert_sound(transcript: &Transcript) {
    let mut next = 0;
    for turn in &transcript.turns {
        assert_eq!(turn.first_piece, next);
        next += turn.pieces;
        assert!(turn.speaker.is_none_or(|place| (place as usize) < transcript.speakers.len()));
        let reading = transcript.reading(turn);
        let pieces = &transcript.pieces[turn.first_piece as usize..next as usize];
        let mut at = 0;
        for (number, piece) in pieces.iter().enumerate() {
            let (start, end) = (piece.start as usize, piece.end as usize);
            let join = if number > 0 { piece.join.text().len() } else { 0 };
            for joined in at..at + join {
                let there = reading.canonical(joined);
                assert!(pieces[number - 1].end as usize <= there && there <= start);
            }
            at += join;
            let words = &transcript.text[start..end];
            assert_eq!(&reading.text()[at..at + words.len()], words);
            for (offset, _) in words.char_indices() {
                assert_eq!(reading.canonical(at + offset), start + offset);
            }
            at += words.len();
        }
        assert_eq!(at, reading.text().len());
        if let Some(extra) = &turn.extra {
            assert!(extra.cues.iter().all(|cue| reading.text().is_char_boundary(cue.at as usize)));
        }
    }
    assert_eq!(next as usize, transcript.pieces.len());
}
