//! A Chromium without a window, told what to do over a pipe (Chrome DevTools Protocol,
//! `--remote-debugging-pipe`: it reads from file descriptor 3 and writes to 4, each message ended
//! by a NUL).

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// Nothing that is asked of it takes longer, not even on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running browser with one page.
pub(crate) struct Browser {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    sent: u64,
    session: Option<String>,
    /// What happened since the last page was opened.
    events: Vec<Value>,
    _profile: tempfile::TempDir,
}

/// The program: the one that `EMIC_CHROMIUM` names, else one in `PATH`.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("EMIC_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.is_file())
}

impl Browser {
    /// Starts one; says so and gives none where there is none or it does not start.
    pub(crate) fn start() -> Option<Self> {
        let Some(program) = program().filter(|_| cfg!(unix)) else {
            let _ = writeln!(
                std::io::stderr(),
                "skipped: no Chromium in PATH, and EMIC_CHROMIUM is not set"
            );
            return None;
        };
        match Browser::started(&program) {
            Ok(browser) => Some(browser),
            Err(why) => {
                let _ = writeln!(
                    std::io::stderr(),
                    "skipped: {} does not start: {why}",
                    program.display()
                );
                None
            }
        }
    }

    fn started(program: &Path) -> Result<Self, String> {
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null"])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"])
            .args(["--no-first-run", "--disable-background-networking", "--disable-sync"])
            .args(["--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars"])
            .args(["--window-size=1100,900", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let to = child.stdin.take().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let (sender, from) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while lines.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { break };
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let (events, session) = (Vec::new(), None);
        let mut browser = Browser { child, to, from, sent: 0, session, events, _profile: profile };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}))?;
        let wanted = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.ask("Target.attachToTarget", wanted)?;
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.ask(&format!("{domain}.enable"), json!({}))?;
        }
        Ok(browser)
    }

    /// Asks for something and waits for the answer.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params).unwrap_or_else(|why| panic!("{why}"))
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.sent += 1;
        let mut message = json!({"id": self.sent, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let sent = self.to.write_all(format!("{message}\0").as_bytes());
        sent.map_err(|error| format!("{method}: {error}"))?;
        loop {
            let answer = self.from.recv_timeout(PATIENCE);
            let answer = answer.map_err(|error| format!("{method}: {error}"))?;
            if answer["id"] == self.sent {
                return match answer["error"].is_null() {
                    true => Ok(answer["result"].clone()),
                    false => Err(format!("{method}: {answer}")),
                };
            }
            self.events.push(answer);
        }
    }

    /// Waits until something has happened since the page was opened.
    pub(crate) fn wait(&mut self, has_happened: impl Fn(&Value) -> bool) {
        while !self.events.iter().any(&has_happened) {
            self.events.push(self.from.recv_timeout(PATIENCE).unwrap());
        }
    }

    /// Opens a file and waits until it is there.
    pub(crate) fn open(&mut self, path: &Path) {
        self.events.clear();
        self.call("Page.navigate", json!({"url": address(path)}));
        self.wait(|event| event["method"] == "Page.loadEventFired");
    }

    /// What an expression comes to in the page; a promise is waited for.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// The words that an expression comes to.
    pub(crate) fn words(&mut self, expression: &str) -> String {
        let value = self.value(expression);
        value.as_str().unwrap_or_else(|| panic!("{expression}: {value}")).to_owned()
    }

    /// Presses a key as a person does.
    pub(crate) fn press(&mut self, key: &str, code: u32) {
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({"type": kind, "key": key, "code": key,
                "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code});
            if kind == "keyDown" && !text.is_empty() {
                params["text"] = text.into();
            }
            self.call("Input.dispatchKeyEvent", params);
        }
    }

    /// Sets the medium (`print`, or empty for the screen) and the preferred colours.
    pub(crate) fn medium(&mut self, medium: &str, colours: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": colours}]);
        self.call("Emulation.setEmulatedMedia", json!({"media": medium, "features": features}));
    }

    /// Sets the size of the window.
    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let params = json!({"width": width, "height": height, "deviceScaleFactor": 1,
            "mobile": width < 500});
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// Errors and warnings on the console, and requests for anything but the page, since it was
    /// opened.
    pub(crate) fn complaints(&mut self, page: &Path) -> Vec<Value> {
        // The page's answer comes after everything that it did before.
        self.value("1");
        let is_complaint = |event: &&Value| {
            let params = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" => true,
                "Runtime.consoleAPICalled" => {
                    params["type"] == "error" || params["type"] == "warning"
                }
                "Log.entryAdded" => {
                    ["error", "warning"].iter().any(|level| params["entry"]["level"] == *level)
                }
                "Network.requestWillBeSent" => params["request"]["url"] != address(page),
                _ => false,
            }
        };
        self.events.iter().filter(is_complaint).cloned().collect()
    }

    /// Saves what is seen as a picture in the folder that `EMIC_PICTURES` names, if it does.
    pub(crate) fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("EMIC_PICTURES").map(PathBuf::from) else { return };
        let answer = self.call("Page.captureScreenshot", json!({"format": "png"}));
        save(&folder.join(format!("{name}.png")), answer["data"].as_str().unwrap());
    }

    /// How many bytes the page has as a PDF; it is saved where `EMIC_PICTURES` says.
    pub(crate) fn print(&mut self, name: &str) -> usize {
        let answer = self.call("Page.printToPDF", json!({"preferCSSPageSize": true}));
        let pdf = answer["data"].as_str().unwrap();
        if let Some(folder) = std::env::var_os("EMIC_PICTURES").map(PathBuf::from) {
            save(&folder.join(format!("{name}.pdf")), pdf);
        }
        pdf.len() * 3 / 4
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends by itself when the pipe does; this is for one that does not.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Writes what came in base64.
fn save(path: &Path, base64: &str) {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in base64.trim_end_matches('=').as_bytes().chunks(4) {
        let joined = four.iter().fold(0, |joined, &letter| joined << 6 | value(letter));
        let joined = joined << (6 * (4 - four.len()));
        bytes.extend_from_slice(&joined.to_be_bytes()[1..four.len()]);
    }
    std::fs::write(path, bytes).unwrap();
}
