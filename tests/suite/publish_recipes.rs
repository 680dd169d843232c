//! The recipes of docs/publishing.md, carried out: what they are to do, they do.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use pledgecard::publish::{cache_control, media_type};

use super::bench::{Project, Ran, epoch, home, tree};
use super::publish::{published, sealed};
use super::publish_branch::git;

/// nginx with the server of the manual, on this machine alone and without encryption.
struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    fn start(folder: &Path, root: &Path) -> Self {
        let manual = fs::read_to_string(home().join("docs/publishing.md")).unwrap();
        let server = manual.split("```nginx\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = server
            .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
            .replace("root /srv/www/pledges;", &format!("root {};", root.display()));
        let here = folder.display();
        // As root it would serve as another user, who may not read this folder.
        let user = if Command::new("id").arg("-u").output().unwrap().stdout == b"0\n" { "user root;\n" } else { "" };
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {here}/{kind};\n"))
            .concat();
        let settings = format!(
            "{user}daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log {here}/error.log;\nevents {{ }}\nhttp {{\n\
             include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\naccess_log off;\n{temporary}{server}\n}}\n"
        );
        fs::write(folder.join("nginx.conf"), settings).unwrap();
        let mut command = Command::new("nginx");
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{path}:/usr/sbin")).arg("-c").arg(folder.join("nginx.conf"));
        command.arg("-e").arg(folder.join("error.log")).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("tests/run installs nginx");
        let nginx = Self { child, port };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return nginx;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("nginx does not answer: {}", fs::read_to_string(folder.join("error.log")).unwrap_or_default());
    }

    /// The first line of an answer, its head in lower case, and its body.
    fn get(&self, path: &str) -> (String, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: pledges.example.org\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        (head.lines().next().unwrap().to_owned(), head, answer[end + 4..].to_vec())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Names that are one type. Source: RFC 9239 for scripts, RFC 7303 for XML.
fn usual(media: &str) -> String {
    media.replace("application/javascript", "text/javascript").replace("text/xml", "application/xml")
}

#[test]
fn nginx_serves_a_published_folder_as_the_manual_has_it() {
    let project = sealed();
    published(&project, 0);
    let (folder, root) = (Project::empty(), project.root().join("out"));
    let nginx = Nginx::start(folder.root(), &root);
    let files = tree(&root);
    assert!(files.len() > 30);
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with('.')) {
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        let (first, head, body) = nginx.get(&address);
        assert!(first.ends_with("200 ok"), "{address}: {first}");
        assert!(body == *bytes, "{address}");
        let said = |name: &str| {
            let lines = head.lines().filter_map(|line| line.strip_prefix(&format!("{name}: ")));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let media = usual(&said("content-type").concat());
        let wanted = media_type(path);
        // Whether nginx names the encoding of what names it itself does not matter.
        let bare = |media: &str| media.replace("; charset=utf-8", "");
        assert_eq!(bare(&media), bare(wanted), "{address}");
        assert!(!wanted.contains("charset") || media.contains("charset=utf-8"), "{address}: {media}");
        assert_eq!(said("cache-control"), [cache_control(path)], "{address}");
        assert_eq!(said("x-content-type-options"), ["nosniff"], "{address}");
        assert_eq!(said("referrer-policy"), ["strict-origin-when-cross-origin"], "{address}");
    }
    let (first, head, body) = nginx.get("/pledges/nothing/");
    assert!(first.ends_with("404 not found") && body == files["404.html"], "{first}");
    assert!(head.contains("nosniff") && !head.contains("cache-control"), "{head}");
    // What is exchanged while nginx runs is served at once.
    project.go_on().seal_on(1, "The second");
    published(&project, 1);
    let (first, _, body) = nginx.get("/editions/2/");
    assert!(first.ends_with("200 ok") && String::from_utf8_lossy(&body).contains("Edition 2"), "{first}");
    let ran = project.run(&["verify", &format!("http://127.0.0.1:{}/", nginx.port)]);
    assert!(ran.code == Some(0) && ran.out.starts_with("whole: 2 editions"), "{}{}", ran.out, ran.err);
}

/// A workflow as GitHub reads it: the jobs in the order in which they need each other, with what each runs.
fn jobs(workflow: &str) -> Vec<(String, Vec<String>)> {
    // moto brings a reader of YAML.
    let script = "import json, sys, yaml; print(json.dumps(yaml.load(sys.stdin, yaml.BaseLoader)))";
    let mut command = Command::new(home().join("target/moto/bin/python"));
    let mut child = command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(workflow.as_bytes()).unwrap();
    let read = child.wait_with_output().unwrap();
    assert!(read.status.success(), "the workflow is no YAML");
    let workflow: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    assert!(workflow["on"].get("push").is_some() && workflow["on"].get("pull_request").is_some(), "{workflow}");
    assert_eq!(workflow["jobs"]["publish"]["needs"], "check");
    assert_eq!(workflow["jobs"]["publish"]["permissions"]["contents"], "write");
    ["check", "publish"]
        .map(|job| {
            let steps = workflow["jobs"][job]["steps"].as_array().unwrap();
            assert!(steps[0]["uses"].as_str().unwrap().starts_with("actions/checkout@"));
            let runs = steps.iter().filter_map(|step| step["run"].as_str().map(str::to_owned));
            (job.to_owned(), runs.collect())
        })
        .into()
}

/// Runs a workflow as after a push: each job in a shallow clone of its own, with the program that was built here.
fn pushed(origin: &Project, day: u64) -> Vec<(String, Ran)> {
    let program = Path::new(env!("CARGO_BIN_EXE_pledgecard")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut ran = Vec::new();
    let clone = || {
        let clone = Project::empty();
        git(clone.root(), &["clone", "-q", "--depth", "1", &format!("file://{}", origin.root().display()), "."]);
        clone
    };
    for (_, runs) in jobs(&clone().read(".github/workflows/publish.yml")) {
        let place = clone();
        for run in runs.into_iter().filter(|run| !run.starts_with("cargo install ")) {
            let mut command = Command::new("bash");
            command.args(["-eo", "pipefail", "-c", &run]).current_dir(place.root()).env("PATH", &path);
            command.env("SOURCE_DATE_EPOCH", epoch(day)).env("CI", "true").env("HOME", place.root());
            command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
            ran.push((run, command.output().unwrap().into()));
        }
    }
    ran
}

#[test]
fn the_workflow_of_a_new_project_checks_and_publishes_what_was_sealed() {
    let (project, origin) = (Project::empty(), Project::empty());
    let (root, there) = (project.root().join("site"), origin.root());
    assert_eq!(project.run_on(0, &["new", "site", "site"]).code, Some(0));
    git(there, &["init", "-q", "--bare", "-b", "main"]);
    git(&root, &["init", "-q", "-b", "main"]);
    git(&root, &["remote", "add", "origin", &there.to_string_lossy()]);
    let push = |message: &str, day: u64| {
        git(&root, &["add", "-A"]);
        git(&root, &["commit", "-qm", message]);
        git(&root, &["push", "-q", "origin", "main"]);
        let ran = pushed(&origin, day);
        assert_eq!(ran.len(), 3, "{:?}", ran.iter().map(|(run, _)| run).collect::<Vec<_>>());
        for (run, ran) in &ran {
            assert_eq!(ran.code, Some(0), "{message}, `{run}`: {}{}", ran.out, ran.err);
        }
        ran
    };
    push("A project without editions", 0);
    assert!(git(there, &["branch", "--list", "gh-pages"]).is_empty());
    let seal = |day: u64, note: &str| {
        let ran = project.run_on(day, &["seal", "--root", "site", "-m", note]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    };
    seal(1, "The first");
    push("The first edition", 1);
    assert_eq!(git(there, &["log", "--format=%s", "gh-pages"]), "The first");
    let first = git(there, &["rev-parse", "gh-pages"]);
    // What was written since waits for the next edition.
    let about = "site/content/pages/about.md";
    project.write(about, project.read(about) + "\nMore.\n");
    let ran = push("Written since", 2);
    assert!(ran[2].1.err.contains("nothing was published"), "{}", ran[2].1.err);
    assert_eq!(git(there, &["rev-parse", "gh-pages"]), first);
    seal(3, "The second");
    push("The second edition", 3);
    assert_eq!(git(there, &["log", "--format=%s", "gh-pages"]), "The second\nThe first");
    assert!(git(there, &["show", "gh-pages:editions/2/manifest.txt"]).starts_with("pledgecard-edition 1"));
}
