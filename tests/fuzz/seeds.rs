//! What the damage begins with: real files where there are some, and a few lines of our own.

use std::path::{Path, PathBuf};

use crate::bodies::Target;

/// Larger files are left out: they only take time.
const LARGEST: u64 = 60_000;

/// So many files of an extension, spread over all there are.
const MOST: usize = 40;

/// The files that a target begins with.
pub(crate) fn of(target: &Target) -> Vec<Vec<u8>> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")];
    folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("codebooks"));
    folders.extend(std::env::var_os("EMIC_TEST_DATA").map(PathBuf::from));
    let mut seeds = Vec::new();
    for extension in target.seeds {
        let mut found: Vec<PathBuf> = Vec::new();
        for folder in &folders {
            files(folder, extension, &mut found);
        }
        let step = found.len().div_ceil(MOST).max(1);
        seeds.extend(found.iter().step_by(step).map(|path| std::fs::read(path).unwrap()));
    }
    let own = OWN.iter().filter(|(extension, _)| target.seeds.contains(extension));
    seeds.extend(own.map(|(_, text)| text.as_bytes().to_vec()));
    seeds
}

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|is| is == extension)
            && path.metadata().is_ok_and(|told| told.len() < LARGEST)
        {
            found.push(path);
        }
    }
}

/// A few lines of each kind, for what no example has.
const OWN: &[(&str, &str)] = &[
    ("query", "trust* AND (code:hope OR \"no way\"~5) NOT speaker:I"),
    ("query", "theme:cc.trust site:North case:P* role:participant \"a b\""),
    (
        "sheet",
        "Mara: hope {x}\0# ana\n#= 1 id0\ndone: no\n  1 | Mara: {hope#1}ho{trust: why}pe{/} \\{x\\}{/hope}\n",
    ),
    ("sheet", "a\nb c\0  1 | a\n  2 | {x}b {+new}c{/x}{/}\ndone: yes\n"),
    (
        "memo",
        "+++\ntitle = \"On hope\"\ntype = \"theoretical\"\ndate = 2026-03-01\ncodes = [\"hope\", \"cc.trust\"]\nstudy = true\n+++\nIt comes late.\n",
    ),
    (
        "jsonl",
        concat!(
            "{\"id\":\"a\",\"event\":\"add\",\"coder\":\"ana\",\"at\":\"2026-03-01T09:30:00Z\",\"transcript\":\"P1\",\"start\":3,\"end\":7,\"code\":\"hope\",\"quote\":\"then\",\"prefix\":\"so \",\"suffix\":\" it\"}\n",
            "{\"id\":\"b\",\"event\":\"recode\",\"target\":\"a\",\"coder\":\"ana\",\"at\":\"2026-03-01T09:31:00Z\",\"code\":\"trust\"}\n",
            "{\"id\":\"c\",\"event\":\"undo\",\"target\":\"b\",\"coder\":\"ana\",\"at\":\"2026-03-01T09:32:00+01:00\"}\n",
            "{\"id\":\"d\",\"event\":\"note\",\"target\":\"a\",\"coder\":\"ana\",\"at\":\"2026-03-01T09:33:00Z\",\"note\":\"late\"}\n",
            "{\"id\":\"e\",\"event\":\"remove\",\"target\":\"a\",\"coder\":\"ana\",\"at\":\"2026-03-01T09:34:00Z\"}\n",
            "{\"id\":\"f\",\"event\":\"done\",\"coder\":\"ana\",\"at\":\"2026-03-01T09:35:00Z\",\"transcript\":\"P1\"}\n",
        ),
    ),
    (
        "qde",
        concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Project name=\"p\" xmlns=\"urn:QDA-XML:project:1.0\"><Users><User guid=\"11111111-1111-1111-1111-111111111111\" name=\"Ana\"/></Users>",
            "<CodeBook><Codes><Code guid=\"22222222-2222-2222-2222-222222222222\" name=\"hope\" isCodable=\"true\"/></Codes></CodeBook>",
            "<Sources><TextSource guid=\"33333333-3333-3333-3333-333333333333\" name=\"P1\"><PlainTextContent>I hope so, P1 said.</PlainTextContent>",
            "<PlainTextSelection guid=\"44444444-4444-4444-4444-444444444444\" name=\"hope\" startPosition=\"2\" endPosition=\"6\"><Coding guid=\"55555555-5555-5555-5555-555555555555\"><CodeRef targetGUID=\"22222222-2222-2222-2222-222222222222\"/></Coding></PlainTextSelection>",
            "</TextSource></Sources></Project>",
        ),
    ),
    (
        "rtf",
        "{\\rtf1\\ansi{\\b I:} caf\\'e9 \\u8217?s\\par P1: no\\par\\trowd\\intbl Ana\\cell So.\\cell\\row}",
    ),
    (
        "pdf",
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>\nendobj\n4 0 obj\n<</Length 44>>\nstream\nBT /F1 12 Tf 50 700 Td (I: And?) Tj ET      \nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer\n<</Size 6/Root 1 0 R>>\n%%EOF\n",
    ),
    (
        "txt",
        "I: How did it go on?\nP1: It went on as it had begun, late and loud.\0I: How did it go on?\nP1: It went, as it had begun, late & loud.\n",
    ),
    (
        "csv",
        "transcript,turn,code,coder,quote,start,end\nP1,2,hope,ana,trust them,60,70\nP1,,trust,ben,road,,\n",
    ),
    (
        "toml",
        "schema = 1\n[codebook]\nid = \"c\"\n[[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code.rule]]\nany = [\"trust*\", \"not able\", \"/20\\\\d\\\\d/\"]\nnone = [\"road\"]\n",
    ),
];
