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
    (
        "tally",
        "{\"schema\":1,\"codebook\":\"c\",\"coder\":\"rules\",\"filter\":\"\",\"interviewers\":[],\"weak\":false,\"questions\":true,\"transcript\":\"t1\",\"words\":120,\"attributes\":{\"wave\":[\"1\"]},\"cases\":{\"P1\":{\"words\":100},\"P2\":{\"words\":20,\"attributes\":{\"wave\":[\"2\"]}}},\"codes\":{\"hope\":{\"segments\":3,\"words\":9,\"covered\":8,\"cases\":{\"P1\":[3,9]}}},\"parts\":[{\"question\":\"And?\",\"words\":9,\"cases\":{\"P1\":9},\"codes\":{}}],\"heard\":[\"P3\"],\"unread\":true}\n",
    ),
    (
        "tally",
        "{\"schema\":1,\"codebook\":\"c\",\"coder\":\"rules\",\"filter\":\"\",\"interviewers\":[],\"weak\":false,\"questions\":false,\"transcript\":\"t1\",\"words\":12,\"attributes\":{},\"cases\":{\"P1\":{\"words\":9},\"P2\":{\"words\":3}},\"codes\":{\"hope\":{\"segments\":2,\"words\":4,\"covered\":4,\"cases\":{\"P1\":[2,4]}}},\"segments\":{\"voices\":[{\"case\":null,\"participant\":false,\"in\":true},{\"case\":\"P1\",\"participant\":true,\"in\":true},{\"case\":\"P2\",\"participant\":true,\"in\":false}],\"turns\":[0,1,0,2,1],\"codes\":{\"fear\":[[3,9,2]],\"hope\":[[0,60,1,5,1,2],[3,9,2],[30,31,5]]}}}\n{\"schema\":1,\"codebook\":\"c\",\"coder\":\"rules\",\"filter\":\"site=North\",\"interviewers\":[],\"weak\":false,\"questions\":false,\"transcripts\":0,\"segments\":{}}\n",
    ),
    (
        "record",
        "{\"transcript\":\"P1\",\"case\":\"P1\",\"text\":\"I: And then?\\nP1: I hope so.\\n\",\"attributes\":{\"site\":\"North\",\"age\":41,\"tags\":[\"a\",true]}}\n{\"transcript\":2,\"text\":\"WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v P1>So.\"}\n",
    ),
    (
        "key",
        "surface,kind,replacement,scope\nDana Whitlock,PERSON,[S_1],\nOdell,person,,\nMoss Lane,PLACE,,P1;P2\nTuesday,KEEP,,\nP1,DATE_SHIFT,-84,\n\0I: Dana Whitlock's road, on 5 March 2024?\nP1: Odell (from Moss\nLane) said on Tuesday, 2024-02-29: write to o@dell.example or 555 0100.\n",
    ),
    ("key", "surface;kind;replacement\nIsmène;PERSON;[P 1]\n\0[00:01] ISMENE: Ismène's, no.\n"),
    (
        "memo",
        "{\"date\":\"2026-03-01\",\"at\":\"2026-03-01T09:30:00Z\",\"id\":\"a\",\"by\":\"ana\",\"decision\":\"ask Dana Whitlock\",\"next\":[\"P1\",\"group=carer\"],\"codes\":[\"hope\"]}\n",
    ),
    (
        "memo",
        "schema = 1\n[[cell]]\ncase = \"P1\"\ncode = \"hope\"\nsummary = \"\"\"\nDana Whitlock hopes.\n\"\"\"\n",
    ),
    (
        "memo",
        "code = \"hope\"\nunit = \"turn\"\noverlap = \"any\"\nsha256 = \"9f\"\nhits = 3\nmisses = 4\nseed = 5\n",
    ),
    ("csv", "number,transcript,turn,start,end,answer,text\n1,P1,2,5,9,1,a\n2,P1,3,10,19,,Dana\n"),
    ("dic", "%\n1\tHope\n2\tFear\n3\tFear/Late\n%\nhope*\t1\nafraid\t2 3\n(not) able\t2\n"),
    (
        "yml",
        "Care:\n  - help*\n  - \"look after\"\n  Late:\n    - [night, 'dusk*']\nHarm: [hurt]\n",
    ),
    (
        "cat",
        "CARE\n\tHELP* (1)\n\tLATE\n\t\tNIGHT (1)\n\t\t@NEAR [HELP AFTER NIGHT /S] (1)\nHARM\n\tHURT\n",
    ),
    (
        "codes",
        "code,label,parent,kind,definition,use when,example\nhope,Hope,,theme,\"what\nthey expect\",when asked,I hope so\nlate,Late,hope,code,,,\n",
    ),
    (
        "codes",
        "# A codebook\n\n## hope: Hope\n\n- kind: theme\n- definition: what they expect\n\n### late: Late\n\n> It came late.\n",
    ),
];
