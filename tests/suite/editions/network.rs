//! A published site, verified by its address.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::super::bench::{Project, Ran, binary};
use super::{keys, published_site};

/// `python3 -m http.server` on a folder.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn folder(folder: &Path) -> Self {
        let mut command = Command::new("python3");
        command.args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"]).arg(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.split(" port ").nth(1).and_then(|rest| rest.split(' ').next());
        let url = format!("http://127.0.0.1:{}/", port.unwrap_or_else(|| panic!("{line}")));
        Self { child, url }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn verify(url: &str, args: &[&str]) -> Ran {
    let folder = Project::empty();
    binary(folder.root()).args(["verify", url]).args(args).env_remove("http_proxy").output().unwrap().into()
}

#[test]
fn a_copy_anywhere_verifies_by_its_address_and_a_changed_byte_is_named() {
    let site = published_site();
    let served = Served::folder(site.root());
    let ran = verify(&served.url, &["--signers", &keys().path("editor.signers")]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("whole: 3 editions of https://example.org/") && ran.out.contains("1 file withheld"),
        "{}",
        ran.out
    );
    let same = super::verify(site.root(), &[]);
    assert_eq!((verify(&served.url, &[]).out, Some(0)), (same.out, same.code));

    let manifest = site.read("editions/2/manifest.txt");
    let line = manifest.lines().find(|line| line.ends_with("bridge.md")).unwrap();
    let object = format!("editions/objects/{}", &line[..64]);
    site.edit(&object, "water", "wager");
    let ran = verify(&served.url, &[]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(&object) && ran.out.contains("`content/pledges/bridge.md` of edition 2"), "{}", ran.out);
    site.edit(&object, "wager", "water");

    site.remove("editions/2/manifest.txt");
    let ran = verify(&served.url, &[]);
    assert!(ran.code == Some(1) && ran.out.contains("edition 2 is missing"), "{}{}", ran.out, ran.err);
    site.write("editions/2/manifest.txt", manifest);
    site.write("editions/4/manifest.txt", site.read("editions/3/manifest.txt"));
    let ran = verify(&served.url, &[]);
    assert!(ran.code == Some(1) && ran.out.contains("edition 4 was tampered with"), "{}{}", ran.out, ran.err);
}

#[test]
fn what_cannot_be_reached_or_is_no_site_is_said_to_be_so() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ran = verify(&format!("http://127.0.0.1:{port}/"), &[]);
    assert!(ran.code == Some(2) && ran.err.contains("could not fetch") && ran.err.contains("refused"), "{}", ran.err);
    for url in ["http://", "https:// /", "http://?x"] {
        let ran = verify(url, &[]);
        assert!(ran.code == Some(2) && ran.err.contains("it is no address"), "{url}: {}", ran.err);
    }
    let empty = Project::empty();
    let served = Served::folder(empty.root());
    let ran = verify(&served.url, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("there is no edition in it"), "{}", ran.err);
}

/// A server of one mind: it answers whatever is asked with what is given.
fn stubborn(answer: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/ai/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().take(100) {
            let Ok(mut stream) = stream else { return };
            let path = asked(&mut stream);
            let _ = stream.write_all(answer(&path).as_bytes());
        }
    });
    url
}

fn asked(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            break;
        }
        request.push(byte[0]);
    }
    String::from_utf8_lossy(&request).split(' ').nth(1).unwrap_or_default().to_owned()
}

fn answer(status: &str, header: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{header}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

#[test]
fn redirects_are_followed_within_a_host_alone() {
    let elsewhere = stubborn(|_| answer("302 Found", "Location: http://localhost:9/x\r\n", ""));
    let ran = verify(&elsewhere, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("redirects to `http://localhost:9/x`"), "{}", ran.err);
    let other_port = stubborn(|_| answer("302 Found", "Location: http://127.0.0.1:9/x\r\n", ""));
    assert!(verify(&other_port, &[]).err.contains("redirects to `http://127.0.0.1:9/x`"));
    let circle = stubborn(|_| answer("301 Moved", "Location: /ai/\r\n", ""));
    assert!(verify(&circle, &[]).err.contains("in a circle"));
    let nowhere = stubborn(|_| answer("308 Moved", "", ""));
    assert!(verify(&nowhere, &[]).err.contains("to nowhere"));
    let within = stubborn(|path| match path.strip_prefix("/ai/editions/") {
        Some(rest) => answer("307 Moved", &format!("Location: /new/editions/{rest}\r\n"), ""),
        None => answer("404 Not found", "", path),
    });
    let ran = verify(&within, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("there is no edition in it"), "{}", ran.err);
}

#[test]
fn a_server_that_fails_is_no_site_without_editions() {
    let failing = stubborn(|_| answer("503 Busy", "", ""));
    let ran = verify(&failing, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("503"), "{}", ran.err);
    let endless = stubborn(|_| "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".to_owned());
    assert_eq!(verify(&endless, &[]).code, Some(2));
}

#[test]
fn a_page_that_stands_for_what_is_not_there_is_no_manifest() {
    let site = published_site();
    let root = site.root().to_owned();
    let url = stubborn(move |path| {
        let inside = path.strip_prefix("/ai/").unwrap_or("x");
        match std::fs::read_to_string(root.join(inside)) {
            Ok(text) => answer("200 OK", "Content-Type: text/plain\r\n", &text),
            Err(_) if inside.contains("objects/") => answer("404 Not found", "", ""),
            Err(_) => answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", "<p>Not found"),
        }
    });
    let ran = verify(&url, &[]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
