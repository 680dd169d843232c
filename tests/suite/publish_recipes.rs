//! The recipes of docs/publishing.md, carried out: what they are to do, they do.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use pledgecard::publish::{cache_control, media_type};

use super::bench::{Project, home, tree};
use super::publish::{published, sealed};

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
