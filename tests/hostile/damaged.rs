//! Samples of formats, cut and changed at random, and texts of any kind.

use emic::transcript::read::{Format, Options, read};
use proptest::prelude::*;

use crate::sound::assert_sound;
use crate::{of, outside};

/// Samples of formats, to be cut and damaged.
const SAMPLES: [&str; 18] = [
    "I: How did you\nstart?\n\nP1 (Anna): Side-\nways. [00:12] So.\n\nNote: phone\n\nI: And?\n",
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>Yes &amp; no</v>\n\n2\n00:02.000 --> 00:03.000\nAna: So\n",
    "1\n00:00:01,000 --> 00:00:02,000\nAna: Yes\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>so</i>\n",
    "speaker,start,text\nAna,0:01,\"So, how?\"\n,0:02,\"He said \"\"no\"\"\"\n",
    "date,worker,activity,minutes,client,notes\n2026-03-02,P1,visit,1:30,C1,wet\n03/04/2026,P1,x,1 h,,\n",
    "{\"segments\":[{\"start\":0.5,\"end\":1e3,\"text\":\" So\",\"speaker\":\"A\",\"no_speech_prob\":0.7}]}",
    "Ana  0:04  \nSo.\n\nBen  1:02:03  \nNo.\n\nTranscribed by https://otter.ai\n",
    "[00:00:01] Ana: So.\n[00:00:02] Ben: No. [00:00:30] Yes.\n",
    "01 Int:  so [that]\n02 Pat:  [we::]ll (0.8)\n03       fine=\n04 Int:  =mm\n",
    "Diary\n\n2 March 2026\nRain.\n\n05/03/2026\nSun.\n",
    "Coach\nHow?\n\nAna\nLong.\n\nCoach\nAnd?\n\nAna\nDull.\n",
    "00:02:11 From  Ana  to  Everyone:\n\tSo?\n00:03:05 From  Ben  to  Ana(Direct Message):\n\tno\n",
    "@UTF8\n@Begin\n*INV:\tso <what is> [/] it ? \u{15}0_900\u{15}\n%mor:\tx\n*P01:\t&=laughs (.) we:ll\n\tno@l +...\n@End\n",
    "<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"a\" TIME_VALUE=\"0\"/></TIME_ORDER><TIER TIER_ID=\"Ana\"><ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1=\"a\" TIME_SLOT_REF2=\"a\"><ANNOTATION_VALUE>So &amp; so</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
    "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"Ana\"\n0\n5\n2\n0\n1.5\n\"So \"\"what\"\"\"\n1.5\n5\n\"No.\"\n",
    "<!DOCTYPE html><html><title>T</title><p><b>I:</b> So?<br>And &eacute;&#x2014;<p>P1: No.<table><tr><td>Ana<td>So</table><script>x</script>",
    "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\b I:} caf\\'e9 \\u8217?s\\par P1: no\\par\\trowd\\intbl Ana\\cell So.\\cell\\row\\pard I: and\\par P1: so\\par}",
    "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>I: So<text:s text:c=\"3\"/>what?</text:p><text:p>P1: No.</text:p><table:table><table:table-row><table:table-cell><text:p>Ana</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_samples_never_panic(
        sample in 0..SAMPLES.len(),
        cuts in proptest::collection::vec((any::<u16>(), any::<u8>(), 0u8..4), 0..6),
        format in proptest::option::of(0..Format::ALL.len()),
    ) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (at, byte, how) in cuts {
            let at = usize::from(at) % bytes.len().max(1);
            match how {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] = byte,
                2 => bytes.insert(at, byte),
                _ if at < bytes.len() => { bytes.remove(at); }
                _ => {}
            }
        }
        let format = format.map(|place| Format::ALL[place]);
        let options = Options { format, ..Options::default() };
        if let Ok(transcript) = read(&bytes, "t.txt", &options) {
            assert_sound(&transcript);
        }
    }

    #[test]
    fn any_text_is_read_soundly(text in "(\\PC|[\\n\\t :\\[\\]()#*0-9-]|I: |P1: |\\[00:12\\] ){0,120}") {
        if let Ok(transcript) = of(text.as_bytes(), "t.txt") {
            assert_sound(&transcript);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for path in ["t.txt", "t.docx", "t.xlsx"] {
            if let Ok(transcript) = of(&bytes, path) {
                assert_sound(&transcript);
            }
        }
        let mut package = b"PK\x03\x04".to_vec();
        package.extend(&bytes);
        prop_assert!(of(&package, "t.docx").is_err());
        for beginning in [&b"{\\rtf1 "[..], b"<html>", b"@UTF8\n*A:\t", b"%PDF-1.4\n"] {
            if let Ok(transcript) = of(&[beginning, &bytes].concat(), "t") {
                assert_sound(&transcript);
            }
        }
    }

    /// Labelled text, wrapped and spaced at random: speakers and words come back, and the map is
    /// exact.
    #[test]
    fn labelled_files_give_back_what_was_said(
        turns in proptest::collection::vec(
            (0usize..4, proptest::collection::vec(("[a-zé’信好 ]{1,12}", 0u8..4), 1..5)), 2..12),
        ends in 0usize..3,
    ) {
        const NAMES: [&str; 4] = ["I", "P1", "Ana María", "甲"];
        let newline = ["\n", "\r\n", "\r"][ends];
        let mut file = String::new();
        let mut expected = Vec::new();
        for (speaker, lines) in &turns {
            // Each speaker twice, so that every label is one.
            for _ in 0..2 {
                file.push_str(NAMES[*speaker]);
                file.push(':');
                let mut said = String::new();
                for (number, (words, gap)) in lines.iter().enumerate() {
                    let words = words.trim();
                    file.push(' ');
                    file.push_str(words);
                    file.push_str(newline);
                    said.push_str(&words.split_whitespace().collect::<String>());
                    if *gap == 0 && number + 1 < lines.len() {
                        file.push_str(newline);
                    }
                }
                expected.push((NAMES[*speaker].to_owned(), said));
            }
        }
        let transcript = of(file.as_bytes(), "t.txt").unwrap();
        assert_sound(&transcript);
        let read: Vec<_> = outside::turns(&transcript)
            .into_iter()
            .map(|(speaker, words)| {
                (speaker.unwrap_or_default(), words.split_whitespace().collect::<String>())
            })
            .collect();
        prop_assert_eq!(read, expected);
    }
}
