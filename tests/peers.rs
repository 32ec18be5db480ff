//! Other programs and emic read each other: Taguette's server opens the database over loopback, qdaPy
//! the package, and both find the same codings per code and coder; what people code in qc comes over.
//!
//! `EMIC_PEERS` names a folder with a Python environment a program, such as `taguette/bin/python`.
//! Skipped visibly where they are not installed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Python of a program's environment.
fn python(program: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("EMIC_PEERS").map(PathBuf::from);
    let python = folder.map(|folder| folder.join(program).join("bin/python"));
    let found = python.filter(|python| python.exists());
    if found.is_none() {
        // What a test prints is shown only if it fails; what it writes itself, always.
        let _ = writeln!(std::io::stderr(), "skipped: no {program} below EMIC_PEERS");
    }
    found
}

fn emic(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    let done = command.current_dir(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// An example study coded by two people, and how many codings there are by code and coder.
fn study(folder: &Path) -> BTreeMap<String, u64> {
    emic(folder, &["init", "--example", "creating-connection"]);
    let rows = emic(folder, &["export", "-", "-f", "jsonl", "--coder", "rules"]);
    let mut csv = "transcript,start,end,code,coder\n".to_owned();
    let mut counts = BTreeMap::new();
    for (number, row) in rows.lines().enumerate() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        for coder in if number % 3 == 0 { &["ana", "ben"][..] } else { &["ana"] } {
            let code = row["code"].as_str().unwrap();
            let id = row["transcript"].as_str().unwrap();
            csv.push_str(&format!("{id},{},{},{code},{coder}\n", row["start"], row["end"]));
            *counts.entry(format!("{code} {coder}")).or_default() += 1;
        }
    }
    std::fs::write(folder.join("in.csv"), csv).unwrap();
    emic(folder, &["import", "in.csv"]);
    counts
}

const LOOK: &str = r#"
import collections, json, subprocess, sys, time, urllib.request
from taguette import convert, database, extract
path = sys.argv[1]
db = database.connect('sqlite:///' + path)()
coder = {}
for command in db.query(database.Command):
    if command.payload['type'] == 'highlight_add':
        coder[command.payload['highlight_id']] = command.user_login
counts, wrong = collections.Counter(), 0
for document in db.query(database.Document):
    for highlight in document.highlights:
        words = extract.extract(document.contents, highlight.start_offset, highlight.end_offset)
        if convert.html_to_plaintext(words) != convert.html_to_plaintext(highlight.snippet):
            wrong += 1
        for tag in highlight.tags:
            counts['%s %s' % (tag.path, coder[highlight.id])] += 1
db.close()
server = subprocess.Popen([sys.executable, '-c', 'from taguette.main import main; main()', '--no-browser',
                           '--bind', '127.0.0.1', '--port', sys.argv[2], '--database', path],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
try:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page, address = '', 'http://127.0.0.1:%s' % sys.argv[2]
    for line in server.stdout:
        if 'http://' in line:
            address = line[line.index('http://'):].strip()
            break
    for attempt in range(60):
        try:
            opener.open(address).read()
            break
        except OSError:
            time.sleep(0.5)
    base = '/'.join(address.split('/')[:3])
    page = opener.open(base + '/project/1/export/codebook.csv').read().decode('utf-8')
finally:
    server.kill()
print(json.dumps({'counts': counts, 'wrong': wrong, 'page': page}))
"#;

#[test]
fn taguette_opens_the_database_and_counts_the_same() {
    let Some(python) = python("taguette") else { return };
    let folder = tempfile::tempdir().unwrap();
    let counts = study(folder.path());
    emic(folder.path(), &["export", "out.sqlite3"]);
    let path = folder.path().join("out.sqlite3");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    drop(listener);
    let done = Command::new(python)
        .args(["-c", LOOK])
        .args([path.as_os_str(), port.as_ref()])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}");
    let text = String::from_utf8(done.stdout).unwrap();
    let seen: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let found: BTreeMap<String, u64> = serde_json::from_value(seen["counts"].clone()).unwrap();
    assert_eq!(found, counts);
    assert_eq!(seen["wrong"], 0, "every snippet is what its offsets say");
    let page = seen["page"].as_str().unwrap();
    assert!(page.starts_with("tag,description,number of highlights"), "{page}");
}

const COUNT: &str = r#"
import collections, json, sys
from qdapy.qdpx import read_qdpx
rows = read_qdpx(sys.argv[1], warn=False).fragments
print(json.dumps(collections.Counter(rows['codedBy'])))
"#;

#[test]
fn qdapy_counts_the_codings_of_each_coder() {
    let Some(python) = python("qdapy") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (key, number) in study(folder.path()) {
        *counts.entry(key.rsplit_once(' ').unwrap().1.to_owned()).or_default() += number;
    }
    emic(folder.path(), &["export", "out.qdpx", "--for", "qdapy"]);
    let path = folder.path().join("out.qdpx");
    let done = Command::new(python).args(["-c", COUNT]).arg(path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let found: BTreeMap<String, u64> = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(found, counts);
}

/// What a coder types into qc's second window: a line of codes beside each line of the text.
const TYPE: &str = "#!/bin/sh\nawk -v who=\"$QC_CODER\" '{ code = \"\"; \
    if (/hope/) code = \"hope\"; if (/trust/) code = code (code ? \", \" : \"\") \"trust\"; \
    if (who == \"ben\" && NR % 2) code = \"\"; print code }' \"$1\" > \"$2\"\n";

#[cfg(unix)]
#[test]
fn what_people_coded_in_qc_comes_over() {
    use std::os::unix::fs::PermissionsExt;
    let Some(python) = python("qc") else { return };
    let bin = python.parent().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("project");
    std::fs::create_dir(&project).unwrap();
    let qc = |arguments: &[&str], coder: &str| {
        let mut command = Command::new(bin.join("qc"));
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        command.current_dir(&project).env("PATH", path).env("QC_CODER", coder);
        let done = command.args(arguments).output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {done:?}");
    };
    qc(&["init"], "");
    let script = folder.path().join("type.sh");
    std::fs::write(&script, TYPE).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let settings = project.join("settings.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let text = text.replace("editor: code", "editor: typed");
    let script = script.display();
    let editor = format!(
        "editors:\n  typed:\n    name: typed\n    code_command: '{script} \
         \"{{corpus_file_path}}\" \"{{codes_file_path}}\"'\n    memo_command: 'true \
         \"{{memo_file_path}}\"'\n"
    );
    std::fs::write(&settings, text + &editor).unwrap();
    let said = "I: And then?\nMara: I hope so, and I trust her.\n\nI: Why?\nMara: She came.\n\
                Mara: That is trust.\nI: Always?\nMara: I hope — so ‘she’ says.\n";
    for id in ["P1", "P2"] {
        let text = folder.path().join(format!("{id}.txt"));
        std::fs::write(&text, said.repeat(if id == "P1" { 1 } else { 3 })).unwrap();
        qc(&["corpus", "import", text.to_str().unwrap(), "-i", "verbatim"], "");
    }
    for (coder, file) in [("ana", "P1.txt"), ("ana", "P2.txt"), ("ben", "P2.txt")] {
        qc(&["code", coder, "-p", file], coder);
    }
    qc(&["codebook"], "");
    qc(&["codes", "stats", "-C", "-o", "counts.csv"], "");
    let table = std::fs::read_to_string(project.join("counts.csv")).unwrap();
    // The column of the codes has no heading.
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let coders: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows.records() {
        let row = row.unwrap();
        for (coder, count) in
            coders.iter().zip(row.iter().skip(1)).filter(|(coder, _)| *coder != "Total")
        {
            counts.insert(format!("{} {coder}", &row[0]), count.parse().unwrap());
        }
    }
    assert_eq!(counts.values().sum::<u64>(), 28, "{table}");
    let study = folder.path().join("study");
    emic(folder.path(), &["init", study.to_str().unwrap()]);
    emic(&study, &["import", project.to_str().unwrap(), "--add"]);
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for row in emic(&study, &["export", "-", "-f", "jsonl"]).lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let (code, coder) = (row["code"].as_str().unwrap(), row["coder"].as_str().unwrap());
        assert!(row["quote"].as_str().unwrap().contains(code), "{row}");
        *found.entry(format!("{code} {coder}")).or_default() += 1;
    }
    assert_eq!(found, counts);
}
