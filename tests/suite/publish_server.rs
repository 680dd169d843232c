//! Publishing to a real S3 server: moto, on this machine alone.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Attribute, ObjectMeta, ObjectStore, ObjectStoreExt as _};
use pledgecard::edge::publish::Connector;
use pledgecard::publish::{FILES, POINTER, gunzip};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::Request;
use ureq::http::response::Parts;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::bench::{Project, Ran, binary, epoch, home};
use super::publish::{sealed, tiny_in, unsealed_in};
use super::publish_bucket::{Race, Recording, crawl, files, is_page, run, stage_of, stamps};

/// moto's server, as long as it lives.
struct Server {
    child: Child,
    port: u16,
    /// The certificate with which it speaks https, in a folder of its own.
    certificate: Option<(TempDir, Vec<u8>)>,
}

/// Writes a certificate for this machine, and its key; both hold for a day.
const CERTIFY: &str = r#"
import datetime, ipaddress
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
now, key = datetime.datetime.now(datetime.timezone.utc), ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "this machine")])
here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
one = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
one = one.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
one = one.add_extension(here, False).sign(key, hashes.SHA256())
encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
open("certificate.pem", "wb").write(one.public_bytes(encoding))
open("key.pem", "wb").write(key.private_bytes(encoding, form, serialization.NoEncryption()))
"#;

impl Server {
    /// Starts the server that `tests/run` installs.
    fn start() -> Self {
        Self::start_with(None)
    }

    /// The same over https, with a certificate that nobody else trusts.
    fn start_secured() -> Self {
        let folder = TempDir::new().unwrap();
        let mut python = Command::new(home().join("target/moto/bin/python"));
        assert!(python.args(["-c", CERTIFY]).current_dir(&folder).status().unwrap().success());
        let certificate = std::fs::read(folder.path().join("certificate.pem")).unwrap();
        Self::start_with(Some((folder, certificate)))
    }

    fn start_with(certificate: Option<(TempDir, Vec<u8>)>) -> Self {
        let program = home().join("target/moto/bin/moto_server");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((folder, _)) = &certificate {
            command.args(["-c", "certificate.pem", "-k", "key.pem"]).current_dir(folder);
        }
        let child = command.spawn().expect("tests/run installs moto into target/moto");
        let server = Self { child, port, certificate };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("moto_server does not answer");
    }

    /// The address of something on it.
    fn at(&self, path: &str) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}{path}", self.port)
    }

    /// Makes a bucket.
    fn make(&self, bucket: &str) {
        let (head, _) = self.ask("PUT", &format!("/{bucket}"), "");
        assert_eq!(head.status, 200, "{head:?}");
    }

    /// Gives a bucket the policy of the manual, and lets everybody read it.
    fn set_policy(&self, bucket: &str) {
        let manual = std::fs::read_to_string(home().join("docs/publishing.md")).unwrap();
        let policy = manual.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let mut policy: serde_json::Value = serde_json::from_str(&policy.replace("BUCKET", bucket)).unwrap();
        let read = serde_json::json!({
            "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": format!("arn:aws:s3:::{bucket}/*"),
        });
        policy["Statement"].as_array_mut().unwrap().push(read);
        let (head, _) = self.ask("PUT", &format!("/{bucket}?policy"), &policy.to_string());
        assert!(head.status.is_success(), "{head:?}");
        let (_, kept) = self.ask("GET", &format!("/{bucket}?policy"), "");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&kept).unwrap(), policy);
    }

    /// What it answers: the head, and the bytes.
    fn ask(&self, method: &str, path: &str, body: &str) -> (Parts, Vec<u8>) {
        let trusted = self.certificate.iter().map(|(_, pem)| Certificate::from_pem(pem).unwrap());
        let trusted =
            TlsConfig::builder().root_certs(RootCerts::new_with_certs(&trusted.collect::<Vec<_>>())).build();
        let config = Agent::config_builder().proxy(None).http_status_as_error(false).tls_config(trusted);
        let agent = Agent::from(config.build());
        let request = Request::builder().method(method).uri(self.at(path));
        let answer = match method {
            "GET" => agent.run(request.body(()).unwrap()),
            _ => agent.run(request.body(body).unwrap()),
        };
        let (head, mut body) = answer.unwrap().into_parts();
        (head, body.read_to_vec().unwrap())
    }

    /// A door to a bucket.
    fn store(&self, bucket: &str) -> Arc<dyn ObjectStore> {
        let builder = object_store::aws::AmazonS3Builder::new().with_http_connector(Connector);
        let builder = builder.with_bucket_name(bucket).with_region("us-east-1");
        let builder = builder.with_endpoint(self.at("")).with_allow_http(true);
        Arc::new(builder.with_access_key_id("test").with_secret_access_key("test").build().unwrap())
    }

    /// Everything in a bucket but what is no file of the site.
    fn files(&self, bucket: &str) -> BTreeMap<String, Vec<u8>> {
        let store = self.store(bucket);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let metas: Vec<ObjectMeta> = store.list(None).try_collect().await.unwrap();
            let paths = metas.into_iter().map(|meta| meta.location);
            let paths = paths.filter(|path| !path.as_ref().starts_with(".pledgecard"));
            let read = futures_util::stream::iter(paths).map(|path| {
                let store = store.clone();
                async move { (path.to_string(), store.get(&path).await.unwrap().bytes().await.unwrap().to_vec()) }
            });
            read.buffer_unordered(16).collect().await
        })
    }

    /// The paths of the same.
    fn paths(&self, bucket: &str) -> BTreeSet<String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let metas: Vec<ObjectMeta> = runtime.block_on(self.store(bucket).list(None).try_collect()).unwrap();
        let paths = metas.into_iter().map(|meta| meta.location.to_string());
        paths.filter(|path| !path.starts_with(".pledgecard")).collect()
    }

    /// What stands in a bucket, as text, with its media type and how long it may be kept.
    fn get(&self, bucket: &str, path: &str) -> (String, String, String) {
        let store = self.store(bucket);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let found = store.get(&Path::from(path)).await.unwrap();
            let said = |what| found.attributes.get(&what).map(|value| value.as_ref().to_owned()).unwrap_or_default();
            let (media, kept) = (said(Attribute::ContentType), said(Attribute::CacheControl));
            (String::from_utf8_lossy(&found.bytes().await.unwrap()).into_owned(), media, kept)
        })
    }

    fn publish(&self, project: &Project, day: u64, to: &str) -> Ran {
        self.command(project, day, to).output().unwrap().into()
    }

    fn command(&self, project: &Project, day: u64, to: &str) -> Command {
        let mut command = binary(project.root());
        let environment = [
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "us-east-1"),
            ("NO_PROXY", "127.0.0.1"),
        ];
        command.envs(environment).env("AWS_ENDPOINT_URL", self.at(""));
        if self.certificate.is_none() {
            command.env("AWS_ALLOW_HTTP", "true");
        }
        command.args(["publish", to, "--verify", "all"]).env("SOURCE_DATE_EPOCH", epoch(day));
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_real_server_is_published_to() {
    let server = Server::start();
    server.make("pledges");
    let project = sealed();
    let to = "s3://pledges/site";
    let ran = server.publish(&project, 0, to);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let ran = server.publish(&project, 0, to);
    assert!(
        ran.code == Some(0) && ran.out.contains("already published") && ran.out.contains("to write: 0 bytes"),
        "{}{}",
        ran.out,
        ran.err
    );
    project.go_on().seal_on(1, "The second");
    let ran = server.publish(&project, 1, to);
    assert!(ran.code == Some(0) && ran.out.contains("live there: edition 1"), "{}{}", ran.out, ran.err);
    let (_, media, kept) = server.get("pledges", "site/pledges/bridge/index.html");
    assert_eq!((&*media, &*kept), ("text/html; charset=utf-8", "public, max-age=300"));
    let (pointer, ..) = server.get("pledges", "site/editions/latest.json");
    assert!(pointer.contains("\"edition\": 2") && !pointer.contains("publishing"), "{pointer}");
    let ran = server.publish(&project, 1, "s3://nowhere");
    assert!(ran.code == Some(2) && ran.err.contains("could not list `AmazonS3(nowhere)`"), "{}", ran.err);
}

#[test]
fn what_is_compressed_on_a_real_server_is_read_and_verified_as_what_it_was() {
    let server = Server::start();
    server.make("pledges");
    server.set_policy("pledges");
    let project = unsealed_in(Project::in_memory());
    let settings = project.read("site.toml");
    let to = "[publish.web]\nto = \"s3://pledges/site\"\ncompress = \"gzip\"\n";
    project.write("site.toml", format!("{settings}\n{to}")).seal_on(0, "The first");
    let ran = server.publish(&project, 0, "web");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let ran = server.publish(&project, 0, "web");
    assert!(ran.code == Some(0) && ran.out.contains("to write: 0 bytes"), "{}{}", ran.out, ran.err);
    let (head, body) = server.ask("GET", "/pledges/site/index.html", "");
    let says = |name: &str, value: &str| head.headers.get(name).is_some_and(|one| one == value);
    assert!(says("content-encoding", "gzip") && says("content-type", "text/html; charset=utf-8"), "{head:?}");
    assert!(String::from_utf8(gunzip(&body).unwrap()).unwrap().ends_with("</html>\n"));
    let (head, body) = server.ask("GET", "/pledges/site/editions/1/manifest.txt", "");
    assert!(!head.headers.contains_key("content-encoding") && body.starts_with(b"pledgecard-edition 1\n"));
    let ran = project.run_on(0, &["verify", &server.at("/pledges/site/")]);
    assert!(ran.code == Some(0) && ran.out.starts_with("whole: 1 edition"), "{}{}", ran.out, ran.err);
}

#[test]
fn over_https_only_a_server_that_the_system_trusts_is_published_to_and_verified() {
    let server = Server::start_secured();
    server.make("pledges");
    let project = sealed();
    let to = "s3://pledges/site";
    let address = server.at("/pledges/site/");
    let verify = || {
        let mut command = binary(project.root());
        command.args(["verify", &address]).env("NO_PROXY", "127.0.0.1");
        command
    };
    let says = |mut command: Command, code: i32, line: &str| {
        let ran: Ran = command.output().unwrap().into();
        assert!(ran.code == Some(code) && format!("{}{}", ran.out, ran.err).contains(line), "{}{}", ran.out, ran.err);
    };
    let trusting = |mut command: Command| {
        let (folder, _) = server.certificate.as_ref().unwrap();
        command.env("SSL_CERT_FILE", folder.path().join("certificate.pem"));
        command
    };
    says(server.command(&project, 0, to), 2, "invalid peer certificate");
    let keys = || String::from_utf8(server.ask("GET", "/pledges", "").1).unwrap().matches("<Key>").count();
    assert_eq!(keys(), 0);
    says(trusting(server.command(&project, 0, to)), 0, "published");
    assert!(keys() > 20);
    server.set_policy("pledges");
    says(trusting(verify()), 0, "whole: 1 edition");
    says(verify(), 2, "invalid peer certificate");
}

#[test]
fn what_the_environment_says_of_the_connection_is_kept_to_or_refused() {
    let server = Server::start();
    server.make("pledges");
    let project = sealed();
    let with = |name: &str, value: &str| {
        let mut command = server.command(&project, 0, "s3://pledges");
        let ran: Ran = command.env(name, value).output().unwrap().into();
        assert_eq!(ran.code, Some(2), "{name}: {}{}", ran.out, ran.err);
        ran.err
    };
    let said = with("AWS_ALLOW_HTTP", "false");
    assert!(said.contains("https only"), "{said}");
    let said = with("AWS_TIMEOUT", "soon");
    assert!(said.contains("`soon` is no duration: write it as `30s`"), "{said}");
    let said = with("AWS_ALLOW_INVALID_CERTIFICATES", "true");
    assert!(said.contains("`allow_invalid_certificates`"), "{said}");
    let said = with("AWS_PROXY_URL", "nonsense://here");
    assert!(said.contains("could not open the bucket"), "{said}");
    assert!(server.paths("pledges").is_empty());
    let mut command = server.command(&project, 0, "s3://pledges");
    let ran: Ran = command.env("AWS_TIMEOUT", "1m 5s").output().unwrap().into();
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn of_two_programs_that_publish_to_a_real_server_one_wins() {
    let server = Server::start();
    let project = tiny_in(Project::in_memory());
    let later = tiny_in(Project::in_memory());
    for one in [&project, &later] {
        one.go_on().seal_on(1, "The second");
    }
    later.edit("content/pledges/bridge.md", "over the river", "over the water").seal_on(2, "The third");
    for round in 0..4 {
        let bucket = format!("pledges-{round}");
        server.make(&bucket);
        let to = format!("s3://{bucket}");
        let start = |project: &Project| {
            let mut command = server.command(project, 2, &to);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let both = [start(&project), start(&later)];
        let [second, third]: [Ran; 2] = both.map(|child| child.wait_with_output().unwrap().into());
        let (pointer, ..) = server.get(&bucket, "editions/latest.json");
        // The third may also come after the second is done, and then it is the third that is live.
        let live = if third.code == Some(0) { 3 } else { 2 };
        assert!(second.code == Some(0) || third.code == Some(0), "{} {}", second.err, third.err);
        assert!(pointer.contains(&format!("\"edition\": {live}")) && !pointer.contains("publishing"), "{pointer}");
        let ran = server.publish(if live == 3 { &later } else { &project }, 2, &to);
        assert!(ran.code == Some(0) && ran.out.contains("already published"), "wholly one of them: {}", ran.out);
    }
}

/// Does something for each number below a count, at two servers at once: one answers one request at a time.
fn at_two_servers(count: usize, each: impl Fn(&Server, usize) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let server = Server::start();
                while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count) {
                    each(&server, number);
                }
            });
        }
    });
}

#[test]
fn cut_off_after_any_put_to_a_real_server_it_breaks_no_reference() {
    let (base, first, second) = stage_of(&tiny_in(Project::in_memory()));
    let old: BTreeSet<String> = files(&base).into_keys().filter(|path| is_page(path)).collect();
    let whole = Arc::new(Recording::new(base.fork()));
    second.publish(whole.clone()).unwrap();
    let (expected, all) = (files(&whole.memory), whole.paths("put").len());
    assert!(all > 20 && crawl(&expected, &old).1 > 10, "{all} puts");
    at_two_servers(all, |server, puts| {
        let bucket = format!("cut-{puts}");
        server.make(&bucket);
        let memory = InMemory::new();
        first.publish(Arc::new(Recording::elsewhere(server.store(&bucket), memory.clone()))).unwrap();
        let cut = Recording::elsewhere(server.store(&bucket), memory.clone()).cut_after(puts);
        assert!(second.publish(cut.clone()).is_err_and(|reason| reason.contains("the connection was cut")));
        let there = files(&memory);
        assert!(server.paths(&bucket) == there.keys().cloned().collect(), "{puts}: the server has what was put");
        let (broken, _) = crawl(&there, &old);
        assert!(broken.is_empty(), "{puts}: {broken:?}");
        assert!(cut.paths("delete").iter().all(|path| path.starts_with(".pledgecard/probe-")), "{puts}");
        // That the rest is sent from wherever it was cut off, the store in memory shows.
        if puts % 3 != 0 {
            return;
        }
        let rest = Arc::new(Recording::elsewhere(server.store(&bucket), memory.clone()));
        second.publish(rest.clone()).unwrap();
        let is_file = |path: &String| !path.starts_with(".pledgecard/") && *path != POINTER;
        let again: BTreeSet<String> = rest.paths("put").into_iter().filter(is_file).collect();
        assert!(!cut.paths("put").iter().any(|path| again.contains(path)), "{puts}: sent twice");
        assert!(files(&memory) == expected && server.paths(&bucket) == expected.keys().cloned().collect(), "{puts}");
        if puts % 9 == 0 {
            assert!(server.files(&bucket) == expected, "{puts}");
        }
    });
}

#[test]
fn of_two_publishers_to_a_real_server_one_wins() {
    let race = Race::new();
    at_two_servers(100, |server, round| {
        let bucket = format!("race-{round}");
        server.make(&bucket);
        // Mostly there is no pointer yet, and now and then there is one to be replaced.
        let runners = if round % 10 == 0 {
            race.first.publish(server.store(&bucket)).unwrap();
            [&race.second, &race.third]
        } else {
            [&race.first, &race.second]
        };
        let doors = [(); 2].map(|()| Arc::new(Recording::elsewhere(server.store(&bucket), InMemory::new())));
        let winner = run(runners, [doors[0].clone(), doors[1].clone()]);
        // moto looks at a condition and keeps to it in two steps, so that two may get through the first door. Who was
        // overwritten finds out at the next one: what it put until then is linked from nowhere, and what it noted of the
        // files is not in the way of whoever is next.
        let lost = doors[1 - winner].paths("put");
        let is_harmless = |path: &str| {
            let is_unlinked = path.starts_with(".pledgecard/probe-") || path.starts_with("assets/");
            is_unlinked || [POINTER, FILES].contains(&path)
        };
        assert!(lost.iter().all(|path| is_harmless(path)), "{round}: {lost:?}");
        if round % 10 == 0 || lost.iter().any(|path| path == POINTER) {
            let there = stamps(&server.files(&bucket));
            assert!(runners[winner].is_whole_in(&there), "{round}: it is wholly one of them");
            runners[winner].publish(server.store(&bucket)).unwrap();
        }
    });
}
