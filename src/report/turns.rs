//! A transcript as JSON lines: an object a turn (`emic show -f jsonl`).
//!
//! `turn,speaker,role,case,start_ms,end_ms,text,annotations`; a diary entry adds `date`, a row of
//! an activity log `date,worker,activity,minutes,client,notes`, a private message `private`. The
//! text is the reading text; annotations are code points of it.

use serde_json::{Value, json};

use crate::text::points::Points;
use crate::transcript::people::Cast;
use crate::transcript::{Extra, Transcript, Turn};

/// One turn as a line, with its end. The number counts from 1.
pub fn line(transcript: &Transcript, cast: &Cast, number: usize, turn: &Turn) -> String {
    let text = transcript.reading_text(turn);
    let points = Points::new(&text);
    let annotations: Vec<String> = transcript
        .annotations(&text)
        .into_iter()
        .map(|annotation| {
            object(&[
                ("kind", json!(annotation.kind)),
                ("raw", json!(text.get(annotation.span.clone()))),
                ("start", json!(points.of_byte(annotation.span.start))),
                ("end", json!(points.of_byte(annotation.span.end))),
            ])
        })
        .collect();
    let mut line = object(&[
        ("turn", json!(number)),
        ("speaker", json!(transcript.speaker(turn))),
        ("role", json!(cast.role(turn))),
        ("case", json!(cast.case(turn))),
        ("start_ms", json!(turn.start_ms)),
        ("end_ms", json!(turn.end_ms)),
        ("text", json!(text)),
    ]);
    line.pop();
    line.push_str(&format!(",\"annotations\":[{}]", annotations.join(",")));
    if let Some(extra) = &turn.extra {
        let more = object(&more(extra));
        if more != "{}" {
            line.push(',');
            line.push_str(&more[1..more.len() - 1]);
        }
    }
    line.push_str("}\n");
    line
}

/// What only some kinds of turns have.
fn more(extra: &Extra) -> Vec<(&'static str, Value)> {
    let mut fields = Vec::new();
    if extra.date.is_some() || extra.log.is_some() {
        fields.push(("date", json!(extra.date)));
    }
    if let Some(log) = &extra.log {
        fields.push(("worker", json!(log.worker)));
        fields.push(("activity", json!(log.activity)));
        fields.push(("minutes", json!(log.minutes)));
        fields.push(("client", json!(log.client)));
        fields.push(("notes", json!(log.notes)));
    }
    if extra.private {
        fields.push(("private", json!(true)));
    }
    if extra.doubtful {
        fields.push(("doubtful", json!(true)));
    }
    fields
}

/// An object with its keys in this order.
fn object(fields: &[(&str, Value)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{}:{value}", Value::from(*key))).collect();
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::LogRow;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    #[test]
    fn a_line_a_turn_as_fixed() {
        let mut builder = Builder::written();
        builder.transcript().id = "t1".into();
        builder.push(Some("P1"), "Sí [laughs] \"so\".", (Some(3), None));
        builder.push(None, "visited", (None, None));
        let log = LogRow { worker: Some("Ann".into()), minutes: Some(55), ..LogRow::default() };
        *builder.last_extra().unwrap() =
            Extra { date: Some("2026-03-04".into()), log: Some(log), ..Extra::default() };
        let transcript = builder.finish();
        let cast = Cast::of(&transcript, &Known::default());
        let lines: Vec<String> = transcript
            .turns
            .iter()
            .enumerate()
            .map(|(place, turn)| line(&transcript, &cast, place + 1, turn))
            .collect();
        assert_eq!(
            lines[0],
            "{\"turn\":1,\"speaker\":\"P1\",\"role\":\"participant\",\"case\":\"t1\",\
             \"start_ms\":3,\"end_ms\":null,\"text\":\"Sí [laughs] \\\"so\\\".\",\"annotations\":[\
             {\"kind\":\"nonverbal\",\"raw\":\"[laughs]\",\"start\":3,\"end\":11}]}\n"
        );
        assert_eq!(
            lines[1],
            "{\"turn\":2,\"speaker\":null,\"role\":\"other\",\"case\":null,\"start_ms\":null,\
             \"end_ms\":null,\"text\":\"visited\",\"annotations\":[],\"date\":\"2026-03-04\",\
             \"worker\":\"Ann\",\"activity\":null,\"minutes\":55,\"client\":null,\"notes\":null}\n"
        );
    }
}
