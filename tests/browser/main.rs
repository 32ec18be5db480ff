//! The pages as their readers meet them, in a Chromium without a window: filter, order of rows,
//! keyboard, paper, dark and narrow screens, and axe-core's rules of accessibility.
//!
//! Where there is no Chromium these tests say so and pass. `EMIC_CHROMIUM` names one that is not in
//! `PATH`, `EMIC_AXE` the file `axe.min.js` of axe-core, `EMIC_PICTURES` a folder for pictures of
//! what was seen.

#![allow(clippy::unwrap_used, clippy::panic)] // Also in what the tests share.
#![allow(clippy::disallowed_methods)] // Tests make and read files as users do.

mod chromium;

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use chromium::Browser;
use serde_json::{Value, json};

/// An example study, its page and its files.
struct Handout {
    folder: tempfile::TempDir,
}

impl Handout {
    /// Everything about the first example, asked with these arguments.
    fn new(arguments: &[&str]) -> Self {
        Handout::of("creating-connection", arguments)
    }

    /// Everything about an example.
    fn of(example: &str, arguments: &[&str]) -> Self {
        let handout = Handout { folder: tempfile::tempdir().unwrap() };
        handout.emic(&["init", "--example", example, "study"]);
        let mut all = vec!["-C", "study", "report", "all", "-o", "out"];
        all.extend_from_slice(arguments);
        handout.emic(&all);
        handout
    }

    fn emic(&self, arguments: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
        command.current_dir(self.folder.path()).env_remove("EMIC_CODER");
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn page(&self) -> PathBuf {
        self.path("out/index.html")
    }

    /// A cell of the theme table, by code and column.
    fn cell(&self, code: &str, column: &str) -> String {
        let csv = std::fs::read_to_string(self.path("out/themes.csv")).unwrap();
        let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<&str>>());
        let place = lines.next().unwrap().iter().position(|name| *name == column).unwrap();
        lines.find(|cells| cells[0] == code).unwrap()[place].to_owned()
    }
}

const SHOWN: &str = "[...document.querySelectorAll('#quotes .quote')]\
    .filter((quote) => quote.checkVisibility()).length";
const ALL: &str = "document.querySelectorAll('#quotes .quote').length";

/// Chooses in one of the two lists as a person does.
fn choose(browser: &mut Browser, list: &str, words: &str) {
    browser.value(&format!(
        "(() => {{ const list = document.getElementById('{list}');\
         list.value = [...list.options].find((one) => one.text.includes('{words}')).value;\
         list.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
    ));
}

/// The words in a row of the tree, by the row's heading.
fn row(browser: &mut Browser, theme: &str) -> Vec<String> {
    let cells = browser.value(&format!(
        "[...[...document.querySelectorAll('#tree tbody tr')]\
         .find((row) => row.cells[0].textContent === '{theme}').cells]\
         .map((cell) => cell.textContent.trim())"
    ));
    cells.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_filter_changes_numbers_and_quotations() {
    let Some(mut browser) = Browser::start() else { return };
    let handout = Handout::new(&["--by", "site", "--min-cell", "2"]);
    browser.open(&handout.page());
    let all = browser.value(ALL);
    assert_eq!(browser.value(SHOWN), all);
    assert_eq!(row(&mut browser, "Building trust")[1], handout.cell("cc.trust", "cases"));
    browser.picture("page");

    choose(&mut browser, "group", "North");
    let trust = row(&mut browser, "Building trust");
    assert_eq!(trust[1], handout.cell("cc.trust", "cases[North]"));
    assert_eq!(trust[2], handout.cell("cc.trust", "segments[North]"));
    let caption = browser.words("document.querySelector('#tree caption').textContent");
    assert!(caption.ends_with("North, base 6 cases"), "{caption}");
    let wrong = "[...document.querySelectorAll('#quotes .quote')]\
        .filter((quote) => quote.checkVisibility())\
        .filter((quote) => !quote.querySelector('.who').textContent.includes('North')).length";
    assert_eq!(browser.value(wrong), 0);

    choose(&mut browser, "group", "East");
    assert_eq!(row(&mut browser, "Meeting without judgement")[1..3], ["×", ""]);
    let told = browser.words("document.getElementById('told').textContent");
    assert!(told.contains("East") && told.contains("withheld (×)"), "{told}");

    // A theme's link shows it and everything below it, and nothing else.
    browser.value("document.querySelector('#tree a[href=\"#quotes-1\"]').click()");
    assert_eq!(browser.words("document.activeElement.textContent"), "Quotations");
    let heads = browser.value(
        "[...document.querySelectorAll('#quotes h3')]\
         .filter((head) => head.checkVisibility()).map((head) => head.textContent)",
    );
    let heads: Vec<&str> = heads.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(!heads.is_empty() && heads.iter().all(|head| head.contains("Building trust")));
    browser.picture("filtered");

    browser.value("document.querySelector('#filter button').click()");
    browser.value("new Promise((done) => setTimeout(done))");
    assert_eq!(browser.value(SHOWN), all);
    assert_eq!(row(&mut browser, "Building trust")[1], handout.cell("cc.trust", "cases"));
    assert_eq!(browser.complaints(&handout.page()), Vec::<Value>::new());
}

#[test]
fn rows_are_ordered_by_key_and_put_back() {
    let Some(mut browser) = Browser::start() else { return };
    let handout = Handout::new(&[]);
    browser.open(&handout.page());
    let order = "[...document.querySelectorAll('#tree tbody tr')].map((row) => row.dataset.code)";
    let numbers = "[...document.querySelectorAll('#tree tbody tr')]\
        .map((row) => parseInt(row.cells[2].textContent))";
    let sorted = "document.querySelectorAll('#tree th[scope=col]')[2].ariaSort";
    let before = browser.value(order);
    browser.press("Tab", 9);
    let skip = browser.words("document.activeElement.textContent");
    assert_eq!(skip, "Skip to the content");
    browser.value("document.querySelectorAll('#tree thead button')[2].focus()");
    for (way, told) in [
        ("descending", "Ordered by Segments, descending."),
        ("ascending", "Ordered by Segments, ascending."),
        ("none", "In the order of the codebook."),
    ] {
        browser.press("Enter", 13);
        assert_eq!(browser.words(sorted), way);
        assert_eq!(browser.words("document.getElementById('told').textContent"), told);
        let found = browser.value(numbers);
        let found: Vec<i64> = found.as_array().unwrap().iter().filter_map(Value::as_i64).collect();
        match way {
            "descending" => assert!(found.is_sorted_by(|a, b| a >= b), "{found:?}"),
            "ascending" => assert!(found.is_sorted(), "{found:?}"),
            _ => assert_eq!(browser.value(order), before),
        }
        browser.picture(&format!("ordered-{way}"));
    }
    assert_eq!(browser.complaints(&handout.page()), Vec::<Value>::new());
}

#[test]
fn paper_dark_and_narrow_screens_are_served() {
    let Some(mut browser) = Browser::start() else { return };
    let handout = Handout::new(&["--by", "site", "--min-cell", "2"]);
    browser.open(&handout.page());
    let ground = "getComputedStyle(document.body).backgroundColor";
    let light = browser.words(ground);
    browser.medium("", "dark");
    assert_ne!(browser.words(ground), light);
    browser.picture("dark");
    browser.medium("print", "dark");
    assert_eq!(browser.words(ground), light, "paper is white");
    assert_eq!(browser.words("getComputedStyle(document.querySelector('nav')).display"), "none");
    assert_eq!(browser.value(SHOWN), browser.value(ALL));
    browser.medium("", "light");
    assert!(browser.print("page") > 10_000);
    browser.size(360, 800);
    assert_eq!(browser.value("document.documentElement.scrollWidth <= 360"), true);
    browser.picture("narrow");
}

#[test]
fn the_page_is_whole_without_its_program_and_asks_for_nothing() {
    let Some(mut browser) = Browser::start() else { return };
    let handout = Handout::new(&["--by", "site"]);
    browser.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    browser.open(&handout.page());
    assert_eq!(browser.value("document.getElementById('filter').checkVisibility()"), false);
    assert_eq!(browser.value(SHOWN), browser.value(ALL));
    assert_eq!(browser.complaints(&handout.page()), Vec::<Value>::new());
    browser.call("Emulation.setScriptExecutionDisabled", json!({"value": false}));
    browser.open(&handout.page());
    // Even a program that came in with the data could not tell anybody.
    let refused = "fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')";
    assert_eq!(browser.words(refused), "refused");
    browser.wait(|event| event.to_string().contains("Content Security Policy"));
    let added = "(() => { const one = document.createElement('script'); window.ran = 0;\
        one.textContent = 'window.ran = 1'; document.body.append(one); return window.ran; })()";
    assert_eq!(browser.value(added), 0);
}

/// What is wrong with the figures of the page: each has a name and a description of its own.
const WRONG_FIGURES: &str = "[...document.querySelectorAll('svg[role=img]')].filter((svg) => {\
    const said = (name) => document.getElementById(svg.getAttribute(name));\
    const [title, desc] = [said('aria-labelledby'), said('aria-describedby')];\
    return !(svg.contains(title) && svg.contains(desc) && title.localName === 'title'\
        && desc.localName === 'desc' && title.textContent && desc.textContent);\
}).length";

/// Links within the page that lead nowhere.
const DEAD_LINKS: &str = "[...document.querySelectorAll('a[href^=\"#\"]')]\
    .filter((link) => !document.getElementById(link.hash.slice(1))).length";

#[test]
fn every_report_of_a_study_has_its_place_on_the_page() {
    let Some(mut browser) = Browser::start() else { return };
    let studies: [(&str, &[&str]); 2] = [
        (
            "navigator-journey",
            &["participants", "sources", "waves", "stages", "model", "cooccurrence", "saturation"],
        ),
        (
            "peer-work",
            &["participants", "sources", "model", "cooccurrence", "saturation", "activity"],
        ),
    ];
    for (example, parts) in studies {
        let handout = Handout::of(example, &[]);
        browser.open(&handout.page());
        let headings = browser
            .value("[...document.querySelectorAll('main > section[id]')].map((one) => one.id)");
        let headings: Vec<&str> =
            headings.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(headings[0], "themes");
        assert_eq!(&headings[1..headings.len() - 2], parts, "{example}");
        assert_eq!(browser.value(WRONG_FIGURES), 0, "{example}");
        assert_eq!(browser.value(DEAD_LINKS), 0, "{example}");
        for part in parts.iter().filter(|part| ["waves", "stages", "activity"].contains(part)) {
            let drawn = format!("document.querySelector('#{part} figure svg desc').textContent");
            assert!(!browser.words(&drawn).is_empty(), "{example}: {part}");
        }
        // A table below the tree is ordered like the tree.
        let order = "(() => { const table = document.querySelector('#sources table');\
            table.querySelectorAll('thead button')[1].click();\
            return table.querySelectorAll('th[scope=col]')[1].ariaSort; })()";
        assert_eq!(browser.words(order), "descending", "{example}");
        for (colours, width) in [("light", 1100), ("dark", 1100), ("light", 360)] {
            browser.size(width, 900);
            browser.medium("", colours);
            let fits = format!("document.documentElement.scrollWidth <= {width}");
            assert_eq!(browser.value(&fits), true, "{example}, {width}");
            browser.picture(&format!("{example}-{colours}-{width}"));
        }
        assert!(browser.print(example) > 10_000);
        assert_eq!(browser.complaints(&handout.page()), Vec::<Value>::new());
    }
}

#[test]
fn axe_finds_no_violation() {
    let Some(mut browser) = Browser::start() else { return };
    let Some(axe) = std::env::var_os("EMIC_AXE") else {
        let _ = writeln!(std::io::stderr(), "skipped: EMIC_AXE is not set");
        return;
    };
    let axe = std::fs::read_to_string(axe).unwrap();
    let handout = Handout::new(&["--by", "site", "--min-cell", "2"]);
    handout.emic(&["-C", "study", "report", "themes", "--by", "site", "-o", "out/themes.html"]);
    handout.emic(&["-C", "study", "report", "themes", "--ci", "-o", "out/bars.html"]);
    handout.emic(&["-C", "study", "report", "matrix", "-o", "out/matrix.html"]);
    let others = ["navigator-journey", "peer-work"].map(|example| Handout::of(example, &[]));
    let names = ["index.html", "themes.html", "bars.html", "matrix.html"];
    let first = names.iter().map(|name| handout.path("out").join(name));
    for page in first.chain(others.iter().map(Handout::page)) {
        for (colours, width) in [("light", 1100), ("dark", 1100), ("light", 360)] {
            browser.size(width, 900);
            browser.medium("", colours);
            browser.open(&page);
            if page.ends_with("index.html") {
                browser.value("document.querySelectorAll('#tree thead button')[1].click()");
            }
            if page == handout.page() {
                choose(&mut browser, "group", "South");
            }
            browser.call("Runtime.evaluate", json!({"expression": axe}));
            let found = browser.value(
                "axe.run().then((found) => found.violations.map((one) => \
                 one.id + ': ' + one.nodes.map((node) => node.target + ' ' + node.failureSummary)))",
            );
            assert_eq!(found, json!([]), "{}, {colours}, {width}", page.display());
        }
    }
}
