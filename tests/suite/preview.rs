//! The live preview: who may ask, what is answered, and what a save leads to.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pledgecard::inputs::Inputs;
use pledgecard::preview::{Answer, Ask, Door, Script, Shown, answer};
use pledgecard::scorecard::Judging;
use pledgecard::{Memory, recompile};

use super::bench::{Project, binary, home, today};
use super::cache::alter;

/// The day of the other tests, as `SOURCE_DATE_EPOCH`.
const EPOCH: &str = "1782777600";
const SECRET: &str = "canary-outside-the-project";

/// A running `serve`; it ends with the test.
struct Served {
    child: Child,
    port: u16,
    said: Arc<Mutex<String>>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// An answer: its status, head and body.
#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    fn start(project: &Project, args: &[&str]) -> Self {
        let mut command = binary(project.root());
        command.args(["serve", "--port", "0"]).args(args).env("SOURCE_DATE_EPOCH", EPOCH);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let port = port.parse().unwrap_or_else(|_| panic!("no address in {line:?}"));
        let said = Arc::new(Mutex::new(String::new()));
        let (mut from, into) = (BufReader::new(child.stderr.take().unwrap()), said.clone());
        std::thread::spawn(move || {
            let mut line = String::new();
            while from.read_line(&mut line).is_ok_and(|count| count > 0) {
                into.lock().unwrap().push_str(&std::mem::take(&mut line));
            }
        });
        Self { child, port, said }
    }

    /// Sends bytes as they are.
    fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Reply {
            status: status.unwrap_or_else(|| panic!("no status in {head:?}")),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    /// Asks with a method, a target, a host and other headers, none of which a client would mend.
    fn ask(&self, method: &str, target: &str, host: &str, headers: &str) -> Reply {
        self.raw(
            format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n").as_bytes(),
        )
    }

    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, "localhost", "")
    }

    fn token(&self) -> String {
        let page = self.get("/").body;
        page.split("data-pledgecard=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// What a page is told first.
    fn news(&self, page: &str, has: &str) -> serde_json::Value {
        self.news_for(&self.token(), page, has)
    }

    /// The same for a page that knows the token.
    fn news_for(&self, token: &str, page: &str, has: &str) -> serde_json::Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let target = format!("/-/events?token={token}&page={page}&has={has}");
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
        let data = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).unwrap();
        serde_json::from_str(&data).unwrap()
    }

    /// Waits until a page has a text.
    fn until(&self, what: &str, good: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !good(self) {
            assert!(start.elapsed() < Duration::from_secs(20), "never: {what}\n{}", self.said.lock().unwrap());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn until_shows(&self, target: &str, text: &str) {
        self.until(&format!("{text} on {target}"), |served| served.get(target).body.contains(text));
    }

    /// How often it has compiled.
    fn rounds(&self) -> usize {
        self.said.lock().unwrap().matches(" after ").count()
    }
}

fn hostile() -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(home().join("tests/hostile/devserver_requests.json")).unwrap()).unwrap()
}

fn list(value: &serde_json::Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// A folder that holds a project and, beside it, what must never be seen.
fn guarded() -> (tempfile::TempDir, Project) {
    let project = Project::base();
    let outside = tempfile::tempdir().unwrap();
    for name in ["unsafe.html", "unsafe.txt", "secret.txt"] {
        fs::write(outside.path().join(name), SECRET).unwrap();
    }
    project.write(".env", SECRET).write(".git/config", SECRET).write(".git/HEAD", SECRET).write("secret.txt", SECRET);
    (outside, project)
}

#[cfg(unix)]
#[test]
fn no_target_leads_out_of_the_site() {
    let (outside, project) = guarded();
    let served = Served::start(&project, &[]);
    served.until_shows("/pledges/bridge/", "ridge");
    let images = project.root().join("content/images");
    fs::create_dir_all(images.join("link-out")).unwrap();
    for pair in hostile()["symlinks_to_make"].as_array().unwrap() {
        let [link, target] = &list(pair)[..] else { panic!("a link has two names") };
        let target = target.replace("<outside>", &outside.path().to_string_lossy());
        std::os::unix::fs::symlink(target, images.join(link)).unwrap();
    }
    served.until("the links are faults", |served| served.news("/", "")["errors"] != 0);
    let mut targets = list(&hostile()["raw_targets"]);
    targets.extend([6_010, 65_536].map(|length| format!("/{}", "a".repeat(length))));
    targets.extend(
        ["/images/link-out/secret.txt", "/images/link-dir-out/secret.txt", "/images/loop", "/images/dangling"]
            .map(str::to_owned),
    );
    targets.extend(encodings());
    assert!(targets.len() > 560, "{}", targets.len());
    for target in targets {
        let reply = served.get(&target);
        assert!([400, 403, 404].contains(&reply.status), "{} for {target}", reply.status);
        assert!(
            !reply.head.contains(SECRET) && !reply.body.contains(SECRET) && !reply.body.contains("root:"),
            "{target}"
        );
    }
}

/// Ways to write `../secret.txt`.
fn encodings() -> Vec<String> {
    let dots = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..;", "%c0%ae%c0%ae", "..%00", "%uff0e%uff0e"];
    let slashes = ["/", "%2f", "%2F", "%5c", "\\", "%252f", "%c0%af", "%e0%80%af", "%u2215", "//"];
    let ways = dots.iter().flat_map(|dots| slashes.iter().map(move |slash| format!("{dots}{slash}")));
    ways.flat_map(|way| (1..=6).map(move |depth| format!("/{}secret.txt", way.repeat(depth)))).collect()
}

#[test]
fn only_this_machine_s_names_and_pages_are_answered() {
    let served = Served::start(&Project::base(), &[]);
    let hostile = hostile();
    for host in list(&hostile["forbidden_hosts"]) {
        assert_eq!(served.ask("GET", "/", &host, "").status, 403, "{host}");
    }
    assert_eq!(served.raw(b"GET / HTTP/1.0\r\n\r\n").status, 403, "no host");
    assert_eq!(served.ask("GET", "/", "localhost\r\nHost: evil.com", "").status, 403, "two hosts");
    let port = served.port.to_string();
    for host in list(&hostile["allowed_hosts"]) {
        assert_eq!(served.ask("GET", "/", &host.replace("PORT", &port), "").status, 200, "{host}");
    }
    for origin in list(&hostile["forbidden_origins"]) {
        let origin = origin.replace("PORT", &port);
        for target in ["/", &format!("/-/events?token={}&page=/&has=", served.token())] {
            let host = format!("127.0.0.1:{port}");
            assert_eq!(
                served.ask("GET", target, &host, &format!("Origin: {origin}\r\n")).status,
                403,
                "{origin} {target}"
            );
        }
    }
    for headers in hostile["sec_fetch_blocked"].as_array().unwrap() {
        let headers = headers.as_object().unwrap().iter();
        let headers: Vec<String> =
            headers.map(|(name, value)| format!("{name}: {}\r\n", value.as_str().unwrap())).collect();
        let headers = headers.concat();
        assert_eq!(served.ask("GET", "/", "localhost", &headers).status, 403, "{headers}");
    }
    let visit = "sec-fetch-site: cross-site\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\n";
    assert_eq!(served.ask("GET", "/", "localhost", visit).status, 200, "a link from elsewhere can be followed");
    let events = format!("/-/events?token={}&page=/&has=", served.token());
    assert_eq!(served.ask("GET", &events, "localhost", visit).status, 403, "but not to the events");
}

#[test]
fn methods_tokens_and_headers() {
    let served = Served::start(&Project::base(), &[]);
    let hostile = hostile();
    for method in list(&hostile["methods_rejected"]) {
        let target = if method == "CONNECT" { "localhost:80" } else { "/" };
        assert_eq!(served.ask(&method, target, "localhost", "").status, 405, "{method}");
    }
    assert_eq!(served.ask("GET", "/", "localhost", "Content-Length: 5\r\n").status, 400, "a body");
    assert_eq!(served.ask("GET", "/", "localhost", "Transfer-Encoding: chunked\r\n").status, 400, "a body in pieces");
    let head = served.ask("HEAD", "/", "localhost", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let token = served.token();
    let wrong = [String::new(), "0".repeat(32), token[1..].to_owned(), format!("{token}0")];
    for wrong in wrong {
        assert_eq!(served.get(&format!("/-/events?token={wrong}&page=/&has=")).status, 403, "{wrong}");
    }
    for target in ["/", "/nowhere/", "/robots.txt", "/pledges", "/%"] {
        let reply = served.get(target);
        for header in list(&hostile["headers_required"]) {
            assert!(reply.head.to_lowercase().contains(&header.to_lowercase()), "{target} lacks {header}");
        }
        assert!(!reply.head.to_lowercase().contains("access-control"), "{target}");
    }
}

/// The policy that a page states.
fn policy(page: &str) -> &str {
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).expect("a page has a policy");
    policy.split('"').next().unwrap()
}

#[test]
fn a_page_is_that_of_the_build_and_one_script() {
    let project = Project::base();
    let served = Served::start(&project, &[]);
    let built = project.pages();
    for target in ["/", "/pledges/bridge/", "/methodology/"] {
        let page = served.get(target).body;
        let (before, rest) = page.split_once("<script data-pledgecard=").expect("the script of the preview");
        let (_, after) = rest.split_once("</script>").unwrap();
        let built = &built[&format!("{}index.html", &target[1..])];
        let (ours, theirs) = (policy(built), policy(before));
        let added = theirs.find("' 'sha256-").expect("the script may run, beside those of the theme") + 1;
        let script = &theirs[added..added + theirs[added..].find(';').unwrap()];
        assert_eq!(
            theirs,
            format!("{}; connect-src 'self'", ours.replacen("'; base-uri", &format!("'{script}; base-uri"), 1))
        );
        let stripped = format!("{}{after}", before.replacen(theirs, ours, 1));
        assert_eq!(&stripped, built, "{target}");
    }
    assert_eq!(served.get("/robots.txt").body, built["robots.txt"]);
    assert_eq!(served.get("/pledges/bridge").status, 307);
    assert_eq!(served.get("/pledges/bridge/index.html").status, 200);
}

#[test]
fn a_preview_begins_with_what_a_build_kept_and_reads_what_is_saved() {
    let project = Project::base();
    assert_eq!(project.run(&["build"]).code, Some(0));
    alter(&project, "Build a bridge", "Build no bridg");
    let served = Served::start(&project, &[]);
    assert!(served.get("/pledges/bridge/").body.contains("<h1>Build no bridg</h1>"));
    project.edit("content/pledges/bridge.md", "A bridge over", "A bridge above");
    served.until_shows("/pledges/bridge/", "A bridge above");
    assert!(served.get("/pledges/bridge/").body.contains("<h1>Build a bridge</h1>"));
}

#[test]
fn every_way_to_save_ends_in_the_right_bytes() {
    let project = Project::base();
    let served = Served::start(&project, &[]);
    let path = project.root().join("content/pledges/bridge.md");
    let target = "/pledges/bridge/";
    let text = |word: &str| project.read("content/pledges/bridge.md") + &format!("\n\nWritten by {word}.\n");

    // Vim: the old file is moved aside, the new one written under its name, the backup taken away.
    let backup = project.root().join("content/pledges/bridge.md~");
    let now = text("vim");
    fs::rename(&path, &backup).unwrap();
    fs::write(&path, now).unwrap();
    fs::remove_file(&backup).unwrap();
    served.until_shows(target, "Written by vim.");

    // VS Code: cut to nothing, then written, with time to read nothing in between.
    let now = text("code");
    let mut file = fs::File::create(&path).unwrap();
    std::thread::sleep(Duration::from_millis(40));
    assert!(served.get(target).body.contains("Written by vim."), "an empty file is not shown");
    assert_eq!(served.news(target, "")["errors"], 0, "nor is it a fault, while it is being written");
    file.write_all(now.as_bytes()).unwrap();
    drop(file);
    served.until_shows(target, "Written by code.");

    // sed -i: a new file is renamed over the old.
    assert!(Command::new("sed").args(["-i", "s/by code/by sed/"]).arg(&path).status().unwrap().success());
    served.until_shows(target, "Written by sed.");

    // A new file in a new folder, and the folder moved.
    let other = project.read("content/pledges/bridge.md");
    project.write("content/pledges/new/ferry.md", other);
    served.until("a new pledge", |served| served.get("/pledges/ferry/").status == 200);
    fs::rename(project.root().join("content/pledges/new"), project.root().join("content/pledges/old")).unwrap();
    project.edit("content/pledges/old/ferry.md", "by sed", "from the moved folder");
    served.until_shows("/pledges/ferry/", "from the moved folder");
    fs::remove_dir_all(project.root().join("content/pledges/old")).unwrap();
    served.until("the folder is gone", |served| served.get("/pledges/ferry/").status == 404);
}

#[test]
fn a_change_of_branch_with_500_files_is_one_change() {
    let project = Project::base();
    let git = |args: &[&str]| {
        let settings = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
        let done = Command::new("git").args(settings).args(args).current_dir(project.root()).output().unwrap();
        assert!(done.status.success(), "{args:?} {}", String::from_utf8_lossy(&done.stderr));
    };
    let text = project.read("content/pledges/bridge.md");
    let write = |word: &str| {
        for number in 0..500 {
            project.write(&format!("content/pledges/p{number}.md"), format!("{text}\n\nThe {word} {number}.\n"));
        }
    };
    write("first");
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "a"], &["checkout", "-qb", "other"]] {
        git(args);
    }
    write("second");
    git(&["commit", "-qam", "b"]);
    let served = Served::start(&project, &[]);
    served.until_shows("/pledges/p499/", "The second 499.");
    let before = served.rounds();
    git(&["checkout", "-q", "main"]);
    served.until_shows("/pledges/p499/", "The first 499.");
    for number in [0, 17, 250, 498] {
        served.until_shows(&format!("/pledges/p{number}/"), &format!("The first {number}."));
    }
    assert!(served.rounds() - before <= 2, "{} rounds\n{}", served.rounds() - before, served.said.lock().unwrap());
}

#[test]
fn a_burst_of_a_thousand_files_is_one_rebuild() {
    let project = Project::base();
    let served = Served::start(&project, &[]);
    let text = project.read("content/pledges/bridge.md");
    served.until_shows("/pledges/bridge/", "ridge");
    served.until("the first round is told", |served| served.rounds() == 1);
    for number in 0..1000 {
        project.write(&format!("content/pledges/p{number}.md"), &text);
    }
    served.until("the last file", |served| served.get("/pledges/p999/").status == 200);
    // The terminal is told after the page is shown and some pages were tried.
    served.until("it is told", |served| served.rounds() >= 2);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(served.rounds(), 2, "{}", served.said.lock().unwrap());
}

#[test]
fn no_change_is_lost_while_another_is_compiled() {
    let project = Project::base();
    let text = project.read("content/pledges/bridge.md");
    for number in 0..300 {
        project.write(&format!("content/pledges/p{number}.md"), &text);
    }
    let served = Served::start(&project, &[]);
    let mut random = Random(7);
    for round in 0..120 {
        project.write("content/pledges/p150.md", format!("{text}\n\nRound {round}.\n"));
        std::thread::sleep(Duration::from_millis(random.below(25)));
    }
    served.until_shows("/pledges/p150/", "Round 119.");
}

#[test]
fn a_folder_can_be_polled() {
    let project = Project::base();
    let served = Served::start(&project, &["--poll", "50"]);
    served.until("it says so", |served| served.said.lock().unwrap().contains("looking every 50 ms"));
    project.edit("content/pledges/bridge.md", "ridge", "ridge of the poll");
    served.until_shows("/pledges/bridge/", "of the poll");
}

#[test]
fn a_busy_port_gives_way_to_the_next() {
    let project = Project::base();
    let first = Served::start(&project, &[]);
    let mut command = binary(project.root());
    command.args(["serve", "--port", &first.port.to_string()]).env("SOURCE_DATE_EPOCH", EPOCH);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    child.wait().unwrap();
    assert!(err.contains(&format!("port {} is busy: taking ", first.port)), "{err}");
    assert!(line.starts_with("serving http://localhost:") && !line.contains(&format!(":{}/", first.port)), "{line}");
}

#[test]
fn a_fault_leaves_the_last_good_page_and_is_told() {
    let project = Project::base();
    let served = Served::start(&project, &[]);
    let target = "/pledges/bridge/";
    served.until_shows(target, "ridge");
    let good = project.read("content/pledges/bridge.md");
    project.write("content/pledges/bridge.md", good.replacen("title", "titel", 1));
    served.until("the fault", |served| served.news(target, "")["errors"] == 1);
    let fault = &served.news(target, "")["faults"][0];
    assert_eq!(fault["code"], "unknown-key");
    assert_eq!((&fault["at"]["file"], &fault["at"]["line"]), (&"content/pledges/bridge.md".into(), &2.into()));
    assert_eq!(fault["at"]["source"][1], "titel");
    assert!(fault["help"].as_str().unwrap().contains("title"), "{fault}");
    assert_eq!(served.get(target).status, 200);
    assert!(served.said.lock().unwrap().contains("content/pledges/bridge.md:2:1"));
    project.write("content/pledges/bridge.md", good);
    served.until("it is mended", |served| served.news(target, "")["errors"] == 0);
}

#[test]
fn a_template_that_fails_leaves_the_page_of_the_theme_before() {
    let project = Project::base();
    let served = Served::start(&project, &[]);
    let page = served.get("/pledges/bridge/").body;
    project
        .write("themes/civic/theme.toml", "")
        .write("themes/civic/templates/pledge.html", "<p>{{ pledge.nothing.there }}</p>");
    served.until("the fault", |served| served.news("/pledges/bridge/", "x")["errors"] == 1);
    served.until("it is told on every page", |served| served.news("/", "x")["errors"] == 1);
    let news = served.news("/pledges/bridge/", "x");
    assert_eq!(news["errors"], 1, "once");
    assert_eq!((&news["page"], &news["has"]), (&"current".into(), &"x".into()));
    assert_eq!(news["faults"][0]["at"]["file"], "themes/civic/templates/pledge.html");
    assert_eq!(served.get("/pledges/bridge/").body, page);
}

#[test]
fn a_page_that_went_is_404_with_the_nearest() {
    let project = Project::base();
    let served = Served::start(&project, &[]);
    let has = |served: &Served| served.news("/pledges/bridge/", "")["has"].as_str().unwrap().to_owned();
    let known = has(&served);
    assert_eq!(served.news("/pledges/bridge/", &known)["page"], "current");
    let from = project.root().join("content/pledges/bridge.md");
    fs::rename(from, project.root().join("content/pledges/bridges.md")).unwrap();
    served.until("the new page", |served| served.get("/pledges/bridges/").status == 200);
    let lost = served.get("/pledges/bridge/");
    assert_eq!(lost.status, 404);
    assert!(lost.body.contains("href=\"/pledges/bridges/\""), "{}", lost.body);
    let news = served.news("/pledges/bridge/", &known);
    assert_eq!((&news["page"], &news["nearest"][0]), (&"gone".into(), &"/pledges/bridges/".into()));
}

#[test]
fn drafts_are_shown_here_and_nowhere_else() {
    let project = Project::base();
    let text = project.read("content/pledges/bridge.md").replacen("+++\n", "+++\ndraft = true\n", 1);
    project.write("content/pledges/tunnel.md", text.replace("ridge", "unnel"));
    project.write("content/pledges/broken.md", "+++\ndraft = true\n+++\n");
    let served = Served::start(&project, &[]);
    let page = served.get("/pledges/tunnel/");
    assert_eq!(page.status, 200, "{}", served.said.lock().unwrap());
    assert!(page.body.contains(">draft</span>"), "a badge");
    assert!(
        served.get("/").body.contains("1 pledges counted") || served.get("/").body.contains("1 pledge counted"),
        "a draft counts nowhere"
    );
    assert_eq!(served.get("/pledges/broken/").status, 404, "nothing can be shown of it");
    assert_eq!(served.news("/", "")["drafts"], 1);
    assert!(!project.pages().contains_key("pledges/tunnel/index.html"), "no build has it");
    let run = project.run(&["new", "pledge", "A brand new draft"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    served.until("a draft that is just begun", |served| served.get("/pledges/a-brand-new-draft/").status == 200);
}

#[test]
fn the_site_stands_below_the_path_of_its_address() {
    let project = Project::base();
    let address = project.read("site.toml").lines().find(|line| line.starts_with("base_url")).unwrap().to_owned();
    project.edit("site.toml", &address, "base_url = \"https://example.org/a/b/\"");
    let served = Served::start(&project, &[]);
    let front = served.get("/");
    assert!(front.status == 307 && front.head.contains("Location: /a/b/\r\n"), "{}", front.head);
    assert_eq!(served.get("/a/b/").status, 200);
    assert_eq!(served.get("/a/b/pledges/bridge/").status, 200);
    assert_eq!(served.get("/pledges/bridge/").status, 404);
    assert_eq!(served.get("/a/pledges/bridge/").status, 404);
    project.edit("site.toml", "org/a/b/", "org/a%20b/");
    let served = Served::start(&project, &[]);
    assert!(served.get("/").head.contains("Location: /a%20b/\r\n"));
    assert_eq!(served.get("/a%20b/").status, 200);
    let without_slash = served.get("/a%20b");
    assert!(without_slash.head.contains("Location: /a%20b/\r\n"), "{}", without_slash.head);
}

/// A small generator: the same numbers in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A project whose page of a pledge can be rendered only while it has a plan.
fn planned() -> Project {
    let project = Project::base();
    project.write("themes/civic/theme.toml", "");
    project.write("themes/civic/templates/pledge.html", "<h1>{{ pledge.title }}</h1><p>{{ pledge.plan.goal }}</p>");
    project
}

#[test]
fn a_template_fault_goes_when_the_content_mends_it() {
    let project = planned();
    let served = Served::start(&project, &[]);
    served.until("the fault is told", |served| served.news("/", "")["errors"] == 1);
    project.edit("content/pledges/bridge.md", "[[status]]", "[plan]\ngoal = \"Across\"\n\n[[status]]");
    served.until_shows("/pledges/bridge/", "Across");
    served.until("the fault is gone", |served| served.news("/", "")["errors"] == 0);
}

#[test]
fn where_content_makes_a_template_fail_the_last_good_page_stays() {
    let project = planned();
    let with = |goal: &str| format!("[plan]\ngoal = \"{goal}\"\n\n[[status]]");
    project.edit("content/pledges/bridge.md", "[[status]]", &with("Across"));
    let served = Served::start(&project, &[]);
    served.until_shows("/pledges/bridge/", "Across");
    project.edit("content/pledges/bridge.md", &with("Across"), "[[status]]");
    served.until("the fault is told", |served| served.news("/", "")["errors"] == 1);
    let page = served.get("/pledges/bridge/");
    assert!(page.status == 200 && page.body.contains("Across"), "{} {}", page.status, page.body);
    project.edit("content/pledges/bridge.md", "A bridge over the river.", "Another text.");
    served.until("another save", |served| served.said.lock().unwrap().matches("after").count() >= 3);
    assert!(served.get("/pledges/bridge/").body.contains("Across"), "it still stays");
    project.edit("content/pledges/bridge.md", "[[status]]", &with("Under"));
    served.until_shows("/pledges/bridge/", "Under");
}

#[test]
fn a_tab_that_was_opened_over_a_broken_start_is_led_to_the_site() {
    let project = Project::base();
    project.edit("site.toml", "https://example.org/", "https://example.org/ai/");
    let sound = project.read("site.toml");
    project.write("site.toml", "x = = 1\n");
    let served = Served::start(&project, &[]);
    assert_eq!(served.get("/").status, 500);
    let token = served.token();
    assert!(!served.said.lock().unwrap().contains("the last good pages stay"));
    project.write("site.toml", sound);
    served.until("the site", |served| served.get("/ai/").status == 200);
    assert_eq!(served.news_for(&token, "/", "")["page"], "changed", "the tab asks again, and is led to /ai/");
    assert_eq!(served.get("/ai").status, 307);
}

#[test]
fn a_save_that_only_shortens_a_file_is_not_waited_for() {
    let project = Project::base();
    let long = project.read("content/pledges/bridge.md") + "\nA last line.\n";
    project.write("content/pledges/bridge.md", &long);
    let served = Served::start(&project, &[]);
    served.until_shows("/pledges/bridge/", "A last line.");
    let beside = project.root().join("content/pledges/.bridge.new");
    fs::write(&beside, long.replace("\nA last line.\n", "")).unwrap();
    fs::rename(&beside, project.root().join("content/pledges/bridge.md")).unwrap();
    served.until("the shorter page", |served| !served.get("/pledges/bridge/").body.contains("A last line."));
    let said = served.said.lock().unwrap();
    let after = said.rsplit("after ").next().unwrap().split(" ms").next().unwrap().parse::<u32>().unwrap();
    assert!(after < 150, "{after} ms: {said}");
}

#[test]
fn the_head_of_the_events_ends() {
    let served = Served::start(&Project::base(), &[]);
    let target = format!("/-/events?token={}&page=/&has=", served.token());
    let head = served.ask("HEAD", &target, "localhost", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn a_new_file_that_is_still_being_written_is_waited_for() {
    let project = Project::base();
    let path = project.root().join("content/pledges/bridge.md");
    let served = Served::start(&project, &[]);
    served.until_shows("/pledges/bridge/", "A bridge over the river.");
    let now = project.read("content/pledges/bridge.md").replace("over the river", "over the water");
    // Vim moves the old file aside and writes another under its name.
    fs::rename(&path, project.root().join("content/pledges/bridge.md~")).unwrap();
    fs::write(&path, &now[..60]).unwrap();
    std::thread::sleep(Duration::from_millis(40));
    fs::write(&path, &now).unwrap();
    served.until_shows("/pledges/bridge/", "over the water");
    let said = served.said.lock().unwrap();
    assert!(!said.contains("error"), "{said}");
}

#[test]
fn the_last_good_page_stays_for_pages_that_no_trial_looks_at_too() {
    let project = Project::base();
    let front = "{% for pledge in pledges %}{% if pledge.title == \"Bad\" %}{{ pledge.nothing }}{% endif %}<p>{{ pledge.title }}</p>{% endfor %}";
    project.write("themes/civic/theme.toml", "").write("themes/civic/templates/front.html", front);
    let served = Served::start(&project, &[]);
    served.until_shows("/", "Build a bridge");
    project.edit("content/pledges/bridge.md", "\"Build a bridge\"", "\"Bad\"");
    served.until_shows("/pledges/bridge/", "Bad");
    assert!(served.get("/").body.contains("Build a bridge"), "the last good page");
    project.edit("content/pledges/bridge.md", "A bridge over the river.", "Another text.");
    served.until_shows("/pledges/bridge/", "Another text.");
    assert!(served.get("/").body.contains("Build a bridge"), "it still stays");
    served.until("the fault is told everywhere", |served| served.news("/topics/", "")["errors"] == 1);
    project.edit("content/pledges/bridge.md", "\"Bad\"", "\"Good\"");
    served.until_shows("/", "Good");
    served.until("the fault is gone", |served| served.news("/topics/", "")["errors"] == 0);
}

/// A preview without a server: a project that is compiled again and again, with a theme that fails on bad titles.
struct Compiled {
    project: Project,
    memory: Memory,
    inputs: Inputs,
    last: Option<Shown>,
}

impl Compiled {
    fn new() -> Self {
        let project = Project::base();
        let template = "{% if pledge.title == \"Bad\" %}{{ pledge.nothing }}{% endif %}<p>{{ pledge.title }}</p>";
        let other = project.read("content/pledges/bridge.md").replace("Build a bridge", "Build a tower");
        project
            .write("themes/civic/theme.toml", "")
            .write("themes/civic/templates/pledge.html", template)
            .write("content/pledges/tower.md", &other);
        Self { project, memory: Memory::default(), inputs: Inputs::default(), last: None }
    }

    /// One that is good, then a save that fails, the trial of which was overtaken.
    fn overtaken() -> Self {
        let mut compiled = Self::new();
        assert_eq!(compiled.shows(false), Some(false));
        compiled.project.edit("content/pledges/bridge.md", "\"Build a bridge\"", "\"Bad\"");
        assert_eq!(compiled.shows(true), None, "overtaken");
        compiled
    }

    /// Shows what stands there now; whether a trial finds a fault, where one comes to its end.
    fn shows(&mut self, overtaken: bool) -> Option<bool> {
        self.inputs = self.project.inputs();
        let outcome = recompile(&self.inputs, Judging::on(today()), &mut self.memory);
        self.last = Some(Shown::after(self.last.as_ref(), outcome, &self.inputs).0);
        self.tries(overtaken)
    }

    fn tries(&mut self, overtaken: bool) -> Option<bool> {
        let (tried, _) = self.last.as_ref()?.tried(&self.inputs, &|| overtaken)?;
        Some(self.last.insert(tried).fails())
    }

    fn page(&self, target: &str) -> String {
        let door = Door { hosts: vec!["localhost".to_owned()], any_address: false, token: "token".to_owned() };
        let ask = Ask { method: "GET", target, host: "localhost", ..Ask::default() };
        match answer(self.last.as_ref().unwrap(), &door, &Script::new("token", "", ""), &ask) {
            Answer::Whole { body, .. } => String::from_utf8(body).unwrap(),
            events @ Answer::Events { .. } => panic!("{events:?}"),
        }
    }
}

/// What a trial did not come to is left to the next one: a save in between loses no fault.
#[test]
fn a_trial_that_is_overtaken_is_left_to_the_next() {
    let mut compiled = Compiled::overtaken();
    compiled.project.edit("content/pledges/tower.md", "Build a tower", "Build a high tower");
    assert_eq!(compiled.shows(false), Some(true), "the fault of the save before is found");
}

/// A save that cannot be compiled leaves the one before on the screen, and untried.
#[test]
fn what_is_untried_stays_so_while_files_have_errors() {
    let mut compiled = Compiled::overtaken();
    compiled.project.edit("content/pledges/tower.md", "\"Build a tower\"", "Build a tower");
    assert_eq!(compiled.shows(false), Some(true), "the fault of the save before is found");
}

/// What was not tried is not held to be good.
#[test]
fn the_last_good_page_outlasts_a_save_that_was_not_tried() {
    let mut compiled = Compiled::overtaken();
    compiled.project.edit("content/pledges/bridge.md", "A bridge over the river.", "Another text.");
    assert_eq!(compiled.shows(true), None, "overtaken");
    assert!(compiled.page("/pledges/bridge/").contains("Build a bridge"), "the last good page");
    assert_eq!(compiled.tries(false), Some(true));
}
