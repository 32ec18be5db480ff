//! How other tools call the columns of their tables of coded segments.
//!
//! In comes a header, out comes which of its columns stands for which of ours. A header with
//! `transcript` and `code` is ours already. The names are those of MAXQDA's retrieved segments,
//! NVivo's coding references, ATLAS.ti's quotations and Taguette's highlights.

/// Our columns with the names that others give them, the surest first.
const NAMES: [(&str, &[&str]); 5] = [
    (
        "transcript",
        &["document name", "document", "file name", "file", "source name", "source", "doc"],
    ),
    ("code", &["code", "codes", "code name", "node", "node name", "tag"]),
    (
        "quote",
        &[
            "segment",
            "coded text",
            "quotation content",
            "text content",
            "reference",
            "content",
            "quotation",
            "excerpt",
            "text",
            "quote",
        ],
    ),
    ("coder", &["created by", "coded by", "coder", "author", "creator", "user"]),
    ("note", &["comment", "memo", "note", "annotation"]),
];

/// Columns of ours whose names others use for something else.
const OTHERS: [&str; 4] = ["segment", "start", "end", "turn"];

/// Which column of the file stands for which of ours; what the user said comes first.
pub(super) fn columns(header: &[String], given: &[(String, String)]) -> Vec<(String, String)> {
    let mut columns = given.to_vec();
    let has = |name: &str| header.iter().any(|column| column.trim().eq_ignore_ascii_case(name));
    let is_given = |ours: &str| given.iter().any(|(given, _)| given == ours);
    if has("transcript") || is_given("transcript") {
        return columns;
    }
    let [(_, documents), ..] = NAMES;
    if !documents.iter().any(|name| has(name)) {
        return columns;
    }
    for (ours, names) in NAMES {
        let theirs = names.iter().find(|name| has(name));
        if let Some(theirs) = theirs.filter(|_| !is_given(ours)) {
            columns.push((ours.to_owned(), (*theirs).to_owned()));
        }
    }
    // A table of ours under another name for `transcript` keeps its places.
    if !has("quote") {
        let unused = OTHERS.iter().filter(|ours| !is_given(ours));
        columns.extend(unused.map(|ours| ((*ours).to_owned(), "\0".to_owned())));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_other_tools_are_known() {
        let of = |header: &str, given: &[(String, String)]| {
            let header: Vec<String> = header.split(',').map(str::to_owned).collect();
            let pairs = columns(&header, given);
            let pairs = pairs.iter().filter(|(_, theirs)| theirs != "\0");
            pairs.map(|(ours, theirs)| format!("{ours}={theirs}")).collect::<Vec<_>>().join(" ")
        };
        let maxqda =
            "Color,Comment,Document group,Document name,Code,Beginning,End,Segment,Created by";
        let read = "transcript=document name code=code quote=segment coder=created by note=comment";
        assert_eq!(of(maxqda, &[]), read);
        assert_eq!(
            of("id,document,tag,content", &[]),
            "transcript=document code=tag quote=content"
        );
        assert_eq!(of("transcript,code,start,end,note", &[]), "");
        let given = [("transcript".to_owned(), "doc".to_owned())];
        assert_eq!(of("doc,code,segment,quote", &given), "transcript=doc");
        assert_eq!(of("a,b", &[]), "");
    }
}
