//! Publishing to a bucket: the order, the conditions, and what is left where it was cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use indicatif::ProgressBar;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    Attribute, CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt as _, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result as Stored,
};
use pledgecard::edge::output::Failure;
use pledgecard::edge::publish::{Options, Source, bucket, unlike};
use pledgecard::publish::{
    Claim, FILES, Kind, POINTER, Phase, Plan, Pointer, Release, Stamp, gunzip, is_sealed, media_type, plan,
};
use pledgecard::record::Date;
use pledgecard::{Publication, compile};

use super::bench::{Project, Ran, binary, epoch, home};
use super::publish::{sealed, tiny_in, unsealed_in};

/// A store that writes down what is asked of it, and fails when it was told to.
#[derive(Debug)]
struct Recording {
    inner: Arc<dyn ObjectStore>,
    /// What is in it; where it is elsewhere, as far as this one put it there.
    memory: InMemory,
    is_elsewhere: bool,
    /// Puts that still succeed.
    puts: AtomicIsize,
    /// The path of each put when it began and when it ended, and of each delete.
    log: Mutex<Vec<(&'static str, String)>>,
    keeps_conditions: bool,
    is_slow: bool,
}

impl Recording {
    fn new(memory: InMemory) -> Self {
        Self {
            inner: Arc::new(memory.clone()),
            memory,
            is_elsewhere: false,
            puts: AtomicIsize::new(isize::MAX),
            log: Mutex::default(),
            keeps_conditions: true,
            is_slow: false,
        }
    }

    /// The same for a store that is elsewhere, in which the files of `memory` are.
    fn elsewhere(inner: Arc<dyn ObjectStore>, memory: InMemory) -> Self {
        Self { inner, is_elsewhere: true, ..Self::new(memory) }
    }

    /// Lets so many puts succeed.
    fn cut_after(self, puts: usize) -> Arc<Self> {
        self.puts.store(isize::try_from(puts).unwrap(), Ordering::SeqCst);
        Arc::new(self)
    }

    fn note(&self, what: &'static str, path: &Path) {
        self.log.lock().unwrap().push((what, path.to_string()));
    }

    fn paths(&self, what: &str) -> Vec<String> {
        self.log.lock().unwrap().iter().filter(|(one, _)| *one == what).map(|(_, path)| path.clone()).collect()
    }

    fn failure() -> object_store::Error {
        object_store::Error::Generic { store: "test", source: "the connection was cut".into() }
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("recording")
    }
}

#[async_trait::async_trait]
impl ObjectStore for Recording {
    async fn put_opts(&self, path: &Path, payload: PutPayload, mut options: PutOptions) -> Stored<PutResult> {
        self.note("begin", path);
        if self.is_slow {
            let wait = path.as_ref().bytes().map(u64::from).sum::<u64>() % 7;
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        if self.puts.fetch_sub(1, Ordering::SeqCst) <= 0 {
            return Err(Self::failure());
        }
        if !self.keeps_conditions {
            options.mode = PutMode::Overwrite;
        }
        let put = self.inner.put_opts(path, payload.clone(), options).await?;
        if self.is_elsewhere {
            self.memory.put(path, payload).await?;
        }
        self.note("put", path);
        Ok(put)
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> Stored<Box<dyn MultipartUpload>> {
        Err(Self::failure())
    }

    async fn get_opts(&self, path: &Path, options: GetOptions) -> Stored<GetResult> {
        self.inner.get_opts(path, options).await
    }

    fn delete_stream(&self, paths: BoxStream<'static, Stored<Path>>) -> BoxStream<'static, Stored<Path>> {
        if self.puts.load(Ordering::SeqCst) <= 0 {
            return futures_util::stream::iter([Err(Self::failure())]).boxed();
        }
        let paths: Vec<Path> = tokio_free(paths.try_collect::<Vec<_>>()).unwrap();
        for path in &paths {
            self.note("delete", path);
        }
        let each = |paths: Vec<Path>| futures_util::stream::iter(paths.into_iter().map(Ok)).boxed();
        if self.is_elsewhere {
            tokio_free(self.memory.delete_stream(each(paths.clone())).try_collect::<Vec<_>>()).unwrap();
        }
        self.inner.delete_stream(each(paths))
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Stored<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Stored<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Stored<()> {
        self.inner.copy_opts(from, to, options).await
    }
}

/// Waits for what never has to wait.
fn tokio_free<T>(future: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(future).expect("it is ready")
}

/// Everything in a store but what is no file of the site.
fn files(store: &InMemory) -> BTreeMap<String, Vec<u8>> {
    let metas: Vec<ObjectMeta> = tokio_free(store.list(None).try_collect()).unwrap();
    let paths = metas.into_iter().map(|meta| meta.location).filter(|path| !path.as_ref().starts_with(".pledgecard"));
    paths
        .map(|path| {
            let bytes = tokio_free(async { store.get(&path).await.unwrap().bytes().await.unwrap() });
            (path.to_string(), bytes.to_vec())
        })
        .collect()
}

/// An edition that is ready to be put in place.
struct Ready {
    publication: Publication,
    options: Options,
}

impl Ready {
    fn new(project: &Project) -> Self {
        let publication = compile(&project.inputs(), Date::parse("2026-07-10").unwrap()).publication.unwrap();
        assert!(publication.site.shown.is_some());
        Self { publication, options: Options::default() }
    }

    fn source(&self) -> Source<'_> {
        let edition = self.publication.site.editions.list.last().unwrap();
        Source::new(&self.publication, (edition.number, edition.digest), String::new())
    }

    fn release(&self) -> Release {
        self.source().release(&ProgressBar::hidden()).ok().unwrap()
    }

    /// Publishes, and says what was planned, or why not.
    fn publish(&self, store: Arc<dyn ObjectStore>) -> Result<Plan, String> {
        self.publish_when(store, || {})
    }

    /// The same, with something done between the plan and its execution.
    fn publish_when(&self, store: Arc<dyn ObjectStore>, between: impl FnOnce()) -> Result<Plan, String> {
        let bar = ProgressBar::hidden();
        let (source, release) = (self.source(), self.release());
        let mut place = bucket(store, "", self.options).map_err(|error| error.to_string())?;
        let live = place.live().map_err(|error| error.to_string())?;
        let plan = plan(&live, &release, &self.publication.site.editions).unwrap();
        between();
        place.apply(&plan, &live, &source, &bar).map_err(|failure| match failure {
            Failure::World(error) => error.to_string(),
            Failure::Faults(_) => "faults".to_owned(),
        })?;
        Ok(plan)
    }
}

/// Follows every reference from the front page and some others, and gives those that lead nowhere, and how many there are.
fn crawl(files: &BTreeMap<String, Vec<u8>>, starts: &BTreeSet<String>) -> (BTreeSet<String>, usize) {
    let mut waiting: Vec<String> =
        starts.iter().cloned().chain(["index.html".to_owned()]).filter(|path| files.contains_key(path)).collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let (mut broken, mut followed) = (BTreeSet::new(), 0);
    while let Some(page) = waiting.pop() {
        let html = String::from_utf8_lossy(&files[&page]).into_owned();
        for part in html.split(['"', '\'']).zip(html.split(['"', '\'']).skip(1)) {
            let (before, link) = part;
            let is_link = before.ends_with("href=") || before.ends_with("src=");
            if !is_link || link.contains(':') || link.starts_with('#') {
                continue;
            }
            let target = resolved(&page, link.split(['#', '?']).next().unwrap());
            followed += 1;
            if !files.contains_key(&target) {
                broken.insert(target);
            } else if is_page(&target) && known.insert(target.clone()) {
                waiting.push(target);
            }
        }
    }
    (broken, followed)
}

fn is_page(path: &str) -> bool {
    path.rsplit('.').next() == Some("html")
}

fn resolved(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let is_folder = link.ends_with('/') || link.is_empty() || link.ends_with("..") || link == ".";
    match (is_folder, path.is_empty()) {
        (_, true) => "index.html".to_owned(),
        (true, _) => format!("{path}/index.html"),
        _ => path,
    }
}

/// A store in which the first edition is live, and the second edition, ready.
fn stage() -> (InMemory, Ready, Ready) {
    stage_of(&sealed())
}

/// The same of a project whose first edition is sealed.
fn stage_of(project: &Project) -> (InMemory, Ready, Ready) {
    let first = Ready::new(project);
    let store = InMemory::new();
    first.publish(Arc::new(store.clone())).unwrap();
    project.go_on().seal_on(1, "The second");
    (store, first, Ready::new(project))
}

#[test]
fn what_is_put_is_the_site_and_the_second_time_nothing_is() {
    let (store, first, second) = stage();
    let there = stamps(&files(&store));
    let wanted = first.release().files.into_iter().map(|(path, (stamp, _))| (path.to_string(), stamp));
    let mut there = there;
    assert!(there.remove(POINTER).is_some());
    assert!(there == wanted.collect());
    second.publish(Arc::new(store.clone())).unwrap();
    let recording = Arc::new(Recording::new(store));
    let plan = second.publish(recording.clone()).unwrap();
    assert_eq!((plan.bytes, plan.is_empty()), (0, true));
    assert!(recording.log.lock().unwrap().is_empty(), "not even the pointer");
}

#[test]
fn cut_off_after_any_put_it_breaks_no_reference_and_goes_on_with_the_rest() {
    let (base, _, second) = stage();
    let old: BTreeSet<String> = files(&base).into_keys().filter(|path| is_page(path)).collect();
    assert!(crawl(&files(&base), &old).1 > 100);
    let whole = Arc::new(Recording::new(base.fork()));
    second.publish(whole.clone()).unwrap();
    let expected = files(&whole.memory);
    let (lost, followed) = crawl(&expected, &old);
    assert!(followed > 100 && lost.is_empty(), "{lost:?}");
    let all = whole.paths("put").len();
    let is_file = |path: &&String| !path.starts_with(".pledgecard/") && *path != POINTER;
    let of_site = whole.paths("put").iter().filter(is_file).count();
    for puts in 0..all {
        let cut = Recording::new(base.fork()).cut_after(puts);
        let failed = second.publish(cut.clone());
        assert!(failed.is_err_and(|reason| reason.contains("the connection was cut")), "{puts}");
        let broken = crawl(&files(&cut.memory), &old).0;
        assert!(broken.is_subset(&lost), "{puts}: {broken:?}");
        assert!(cut.paths("delete").iter().all(|path| path.starts_with(".pledgecard/probe-")), "{puts}");
        let sent = cut.paths("put").iter().filter(is_file).count();
        let rest = Arc::new(Recording::new(cut.memory.fork()));
        second.publish(rest.clone()).unwrap();
        let again = rest.paths("put").iter().filter(is_file).count();
        assert!(sent + again <= of_site, "{puts}: {sent} and {again} of {of_site}");
        assert!(files(&rest.memory) == expected, "{puts}");
        assert!(!rest.paths("delete").iter().any(|path| is_sealed(path)));
    }
    assert!(all > 25);
}

#[test]
fn the_first_publication_cut_off_anywhere_breaks_no_reference() {
    let (_, _, second) = stage();
    for puts in 0.. {
        let cut = Recording::new(InMemory::new()).cut_after(puts);
        let done = second.publish(cut.clone()).is_ok();
        let broken = crawl(&files(&cut.memory), &BTreeSet::new()).0;
        assert!(broken.is_empty(), "{puts}: {broken:?}");
        if done {
            break;
        }
        assert!(puts < 500);
    }
}

#[test]
fn sixteen_at_once_keep_the_order() {
    let (base, _, second) = stage();
    let mut recording = Recording::new(base);
    recording.is_slow = true;
    let recording = Arc::new(recording);
    let plan = second.publish(recording.clone()).unwrap();
    let phases = plan.phases();
    let kinds: Vec<Phase> = phases.keys().copied().collect();
    assert!(kinds.len() >= 6 && kinds.is_sorted());
    let phase_of = |path: &str| phases.iter().find(|(_, paths)| paths.contains(&path)).map(|(phase, _)| *phase);
    let (mut open, mut most, mut reached) = (BTreeSet::new(), 0, Phase::Assets);
    let log = recording.log.lock().unwrap();
    for (what, path) in log.iter() {
        let Some(phase) = phase_of(path) else { continue };
        if *what == "begin" {
            assert!(phase >= reached, "{path} comes too late");
            assert!(open.iter().all(|(_, other)| *other == phase), "{path} did not wait for {open:?}");
            (reached, _) = (phase, open.insert((path.clone(), phase)));
        } else {
            open.remove(&(path.clone(), phase));
        }
        most = most.max(open.len());
    }
    assert!(most > 4 && most <= 16, "{most} at once");
    let order = |wanted: &str| log.iter().rposition(|(what, path)| *what == "put" && path == wanted).unwrap();
    assert!(order("index.html") < order(FILES) && order(FILES) < order(POINTER));
    let first_delete = log.iter().position(|(what, path)| *what == "delete" && !path.contains("probe"));
    assert!(first_delete.is_none_or(|at| at > order(POINTER)));
    let of_kind = second.release().files;
    assert!(phases[&Phase::Fronts].iter().all(|path| of_kind[*path].1 == Kind::Front));
}

/// Three editions of a project.
struct Race {
    base: InMemory,
    first: Ready,
    second: Ready,
    third: Ready,
}

impl Race {
    /// The first one is live in `base`.
    fn new() -> Self {
        let project = unsealed_in(Project::in_memory());
        // The fewer files, the sooner the winner is done.
        project.remove("themes/tiny/templates/pledge.html").remove("themes/tiny/templates/editions.html");
        project.seal_on(0, "The first");
        let (base, first, second) = stage_of(&project);
        project.edit("content/pledges/bridge.md", "over the river", "over the water").seal_on(2, "The third");
        Self { base, first, second, third: Ready::new(&project) }
    }
}

/// Both publish what they planned at one moment, each through a door of its own; it yields which of them won.
fn run<S: ObjectStore>(runners: [&Ready; 2], doors: [Arc<S>; 2]) -> usize {
    let both = Barrier::new(2);
    let race = |ready: &Ready, door| {
        ready.publish_when(door, || {
            both.wait();
        })
    };
    let [one, other] = doors;
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| race(runners[0], one));
        let other = scope.spawn(|| race(runners[1], other));
        (one.join().unwrap(), other.join().unwrap())
    });
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let winner = usize::from(other.is_ok());
    let reason = one.err().or(other.err()).unwrap();
    assert!(reason.contains("publish"), "{reason}");
    winner
}

impl Ready {
    /// Whether a site is wholly this one: what is there of others are files that it does not have.
    fn is_whole_in(&self, there: &BTreeMap<String, Stamp>) -> bool {
        self.release().files.iter().all(|(path, (stamp, _))| there.get(&**path) == Some(stamp))
    }
}

fn stamps(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Stamp> {
    files.iter().map(|(path, bytes)| (path.clone(), Stamp::of(bytes))).collect()
}

#[test]
fn of_two_publishers_one_wins() {
    let race = Race::new();
    let runners = [&race.second, &race.third];
    for _ in 0..100 {
        let store = race.base.fork();
        let winner = run(runners, [Arc::new(store.clone()), Arc::new(store.clone())]);
        assert!(runners[winner].is_whole_in(&stamps(&files(&store))), "it is wholly one of them");
    }
}

fn put(store: &InMemory, path: &str, bytes: &[u8]) {
    tokio_free(store.put(&Path::from(path), PutPayload::from(bytes.to_vec()))).unwrap();
}

#[test]
fn another_publisher_at_work_is_waited_for_until_it_is_silent() {
    let (store, _, second) = stage();
    let claim = |heard: &str| {
        let claim = Claim { edition: 3, site: "other".to_owned(), by: "1".to_owned(), heard: heard.to_owned() };
        let pointer = Pointer { edition: Some(1), digest: None, publishing: Some(claim) };
        put(&store, POINTER, &serde_json::to_vec(&pointer).unwrap());
    };
    claim(&jiff::Timestamp::from_second(4_000_000_000).unwrap().to_string());
    let before = files(&store);
    let reason = second.publish(Arc::new(store.clone())).unwrap_err();
    assert!(reason.contains("edition 3 is being published there"), "{reason}");
    assert!(files(&store) == before);
    claim("2020-01-01T00:00:00Z");
    second.publish(Arc::new(store.clone())).unwrap();
}

#[test]
fn what_was_sealed_is_created_once_and_accepted_only_if_it_is_the_same() {
    let (base, _, second) = stage();
    let release = second.release();
    let sealed = release.files.keys().find(|path| *path.as_ref() == *"editions/2/manifest.txt").unwrap();
    let store = base.fork();
    put(&store, sealed, b"something else");
    let mut place = bucket(Arc::new(store.clone()), "", Options::default()).unwrap();
    let live = place.live().unwrap();
    assert!(plan(&live, &release, &second.publication.site.editions).is_err(), "another history");
    let objects: Vec<&str> = release
        .files
        .keys()
        .map(|path| &**path)
        .filter(|path| path.starts_with("editions/objects/") && !files(&base).contains_key(*path))
        .collect();
    assert!(!objects.is_empty());
    let store = base.fork();
    put(&store, objects[0], b"something else");
    let reason = second.publish(Arc::new(store.clone())).unwrap_err();
    assert!(reason.contains("it was sealed, and other bytes are there already"), "{reason}");
    assert_eq!(files(&store)[objects[0]], b"something else");
    let manifest = &second.publication.site.editions.list[1].manifest;
    let recording = Arc::new(Recording::new(base.fork()));
    // Somebody else puts the same manifest after the plan was made.
    let inner = recording.memory.clone();
    second.publish_when(recording, || put(&inner, sealed, manifest)).unwrap();
}

#[test]
fn a_store_that_ignores_conditions_is_refused() {
    let (base, _, second) = stage();
    let mut recording = Recording::new(base);
    recording.keeps_conditions = false;
    let recording = Arc::new(recording);
    let reason = second.publish(recording.clone()).unwrap_err();
    assert!(reason.contains("the store ignores conditions"), "{reason}");
    assert!(recording.paths("put").iter().all(|path| path.starts_with(".pledgecard/probe-")));
}

#[test]
fn a_bucket_of_somebody_else_is_left_alone() {
    let (_, _, second) = stage();
    let store = InMemory::new();
    put(&store, "precious.txt", b"mine");
    let reason = second.publish(Arc::new(store.clone())).unwrap_err();
    assert!(reason.contains("files that pledgecard did not put there"), "{reason}");
    assert_eq!(files(&store).len(), 1);
}

#[test]
fn what_was_changed_there_is_put_right() {
    let (store, first, _) = stage();
    let before = files(&store);
    put(&store, "index.html", b"defaced");
    let plan = first.publish(Arc::new(store.clone())).unwrap();
    assert_eq!(plan.replace, ["index.html".into()]);
    assert!(files(&store) == before);
}

#[test]
fn texts_are_stored_compressed_where_that_is_asked_for() {
    let (base, first, mut second) = stage_of(&tiny_in(Project::in_memory()));
    let options = Options { gzip: true, ..Options::default() };
    let first = Ready { options, ..first };
    second.options = options;
    let store = base.fork();
    let plan = first.publish(Arc::new(store.clone())).unwrap();
    assert!(plan.add.is_empty() && !plan.replace.is_empty(), "what is stored otherwise is sent again");
    let release = first.release();
    let get = |path: &str| {
        let found = tokio_free(store.get(&Path::from(path))).unwrap();
        let encoding = found.attributes.get(&Attribute::ContentEncoding).map(|one| one.as_ref().to_owned());
        let media = found.attributes.get(&Attribute::ContentType).map(|one| one.as_ref().to_owned());
        (tokio_free(found.bytes()).unwrap().to_vec(), encoding, media.unwrap())
    };
    for (path, (stamp, _)) in &release.files {
        let (bytes, encoding, media) = get(path);
        let is_text = !is_sealed(path) && path.contains('.');
        assert_eq!(encoding.as_deref(), is_text.then_some("gzip"), "{path}");
        assert_eq!(plan.replace.contains(path), is_text, "{path}");
        assert_eq!(media, media_type(path), "{path}: the type is that of what was compressed");
        let whole = if is_text { gunzip(&bytes).unwrap() } else { bytes };
        assert_eq!(Stamp::of(&whole), *stamp, "{path}");
    }
    // The listing knows them, and so does who reads without it, and who reads back.
    for without_listing in [false, true] {
        if without_listing {
            tokio_free(store.delete(&Path::from(FILES))).unwrap();
        }
        let recording = Arc::new(Recording::new(store.clone()));
        let plan = first.publish(recording.clone()).unwrap();
        assert!(plan.is_empty() && recording.paths("begin").is_empty(), "{plan:?}");
    }
    let paths: Vec<&str> = release.files.keys().map(|path| &**path).collect();
    let place = bucket(Arc::new(store.clone()), "", options).unwrap();
    assert_eq!(unlike(place.as_ref(), &release, &paths).unwrap(), Vec::<String>::new());
    let broken = [&get("index.html").0[..30], b"cut"].concat();
    put(&store, "index.html", &broken);
    assert_eq!(unlike(place.as_ref(), &release, &paths).unwrap(), ["index.html"]);
    let plan = second.publish(Arc::new(store.clone())).unwrap();
    assert!(plan.replace.contains(&"index.html".into()));
    assert!(second.publish(Arc::new(store)).unwrap().is_empty());
}

/// moto's server, as long as it lives.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts the server that `tests/run` installs.
    fn start() -> Self {
        let program = home().join("target/moto/bin/moto_server");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("tests/run installs moto into target/moto");
        let server = Self { child, port };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("moto_server does not answer");
    }

    /// Makes a bucket.
    fn make(&self, bucket: &str) {
        let (head, _) = self.ask("PUT", &format!("/{bucket}"), "");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
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
        assert!(head.starts_with("HTTP/1.1 20"), "{head}");
        let (_, kept) = self.ask("GET", &format!("/{bucket}?policy"), "");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&kept).unwrap(), policy);
    }

    /// What it answers: the head, and the bytes.
    fn ask(&self, method: &str, path: &str, body: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let (host, length) = (format!("127.0.0.1:{}", self.port), body.len());
        write!(stream, "{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).into_owned(), answer[end + 4..].to_vec())
    }

    /// A door to a bucket. It serves one publisher: connections end with whoever opened them.
    fn store(&self, bucket: &str) -> Arc<dyn ObjectStore> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = object_store::aws::AmazonS3Builder::new().with_bucket_name(bucket).with_region("us-east-1");
        let builder = builder.with_endpoint(format!("http://127.0.0.1:{}", self.port)).with_allow_http(true);
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
            ("AWS_ALLOW_HTTP", "true"),
            ("NO_PROXY", "127.0.0.1"),
        ];
        command.envs(environment).env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port));
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
    assert!(ran.code == Some(2) && ran.err.contains("could not "), "{}", ran.err);
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
    let says = |line: &str| head.to_ascii_lowercase().contains(line);
    assert!(says("content-encoding: gzip") && says("content-type: text/html; charset=utf-8"), "{head}");
    assert!(String::from_utf8(gunzip(&body).unwrap()).unwrap().ends_with("</html>\n"));
    let (head, body) = server.ask("GET", "/pledges/site/editions/1/manifest.txt", "");
    assert!(!head.to_ascii_lowercase().contains("content-encoding") && body.starts_with(b"pledgecard-edition 1\n"));
    let at = format!("http://127.0.0.1:{}/pledges/site/", server.port);
    let ran = project.run_on(0, &["verify", &at]);
    assert!(ran.code == Some(0) && ran.out.starts_with("whole: 1 edition"), "{}{}", ran.out, ran.err);
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
        let rest = Arc::new(Recording::elsewhere(server.store(&bucket), memory.clone()));
        second.publish(rest.clone()).unwrap();
        let is_file = |path: &String| !path.starts_with(".pledgecard/") && *path != POINTER;
        let again: BTreeSet<String> = rest.paths("put").into_iter().filter(is_file).collect();
        assert!(!cut.paths("put").iter().any(|path| again.contains(path)), "{puts}: sent twice");
        assert!(files(&memory) == expected && server.paths(&bucket) == expected.keys().cloned().collect(), "{puts}");
        if puts % 10 == 0 {
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
        // overwritten finds out at the next one, and what it put until then is linked from nowhere.
        let lost = doors[1 - winner].paths("put");
        let is_harmless = |path: &String| path.starts_with(".pledgecard/probe-") || path.starts_with("assets/");
        assert!(lost.iter().all(|path| is_harmless(path) || path == POINTER), "{round}: {lost:?}");
        if round % 10 == 0 {
            let there = stamps(&server.files(&bucket));
            assert!(runners[winner].is_whole_in(&there), "{round}: it is wholly one of them");
        }
    });
}
