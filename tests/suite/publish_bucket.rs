//! Publishing to a bucket: the order, the conditions, and what is left where it was cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, OnceLock};
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
    Claim, FILES, Kind, POINTER, Phase, Plan, Pointer, Refusal, Release, Stamp, gunzip, is_sealed, media_type, plan,
};
use pledgecard::record::Date;
use pledgecard::{Publication, compile};

use super::bench::Project;
use super::publish::{sealed, tiny_in, unsealed_in};

/// A store that writes down what is asked of it, and fails when it was told to.
#[derive(Debug)]
pub(crate) struct Recording {
    inner: Arc<dyn ObjectStore>,
    /// What is in it; where it is elsewhere, as far as this one put it there.
    pub(crate) memory: InMemory,
    is_elsewhere: bool,
    /// Puts that still succeed.
    puts: AtomicIsize,
    /// The path of each put when it began and when it ended, and of each delete.
    log: Mutex<Vec<(&'static str, String)>>,
    keeps_conditions: bool,
    is_slow: bool,
}

impl Recording {
    pub(crate) fn new(memory: InMemory) -> Self {
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
    pub(crate) fn elsewhere(inner: Arc<dyn ObjectStore>, memory: InMemory) -> Self {
        Self { inner, is_elsewhere: true, ..Self::new(memory) }
    }

    /// Lets so many puts succeed.
    pub(crate) fn cut_after(self, puts: usize) -> Arc<Self> {
        self.puts.store(isize::try_from(puts).unwrap(), Ordering::SeqCst);
        Arc::new(self)
    }

    fn note(&self, what: &'static str, path: &Path) {
        self.log.lock().unwrap().push((what, path.to_string()));
    }

    pub(crate) fn paths(&self, what: &str) -> Vec<String> {
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
pub(crate) fn files(store: &InMemory) -> BTreeMap<String, Vec<u8>> {
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
pub(crate) struct Ready {
    publication: Publication,
    options: Options,
    /// Rendered once.
    release: OnceLock<Release>,
}

impl Ready {
    pub(crate) fn new(project: &Project) -> Self {
        let publication = compile(&project.inputs(), Date::parse("2026-07-10").unwrap()).publication.unwrap();
        assert!(publication.site.shown.is_some());
        Self { publication, options: Options::default(), release: OnceLock::new() }
    }

    fn source(&self) -> Source<'_> {
        let edition = self.publication.site.editions.list.last().unwrap();
        Source::new(&self.publication, (edition.number, edition.digest), String::new())
    }

    fn release(&self) -> &Release {
        self.release.get_or_init(|| self.source().release(&ProgressBar::hidden()).ok().unwrap())
    }

    /// Publishes, and says what was planned, or why not.
    pub(crate) fn publish(&self, store: Arc<dyn ObjectStore>) -> Result<Plan, String> {
        self.publish_when(store, || {})
    }

    /// The same, with something done between the plan and its execution.
    fn publish_when(&self, store: Arc<dyn ObjectStore>, between: impl FnOnce()) -> Result<Plan, String> {
        let bar = ProgressBar::hidden();
        let (source, release) = (self.source(), self.release());
        let mut place = bucket(store, "", self.options).map_err(|error| error.to_string())?;
        let live = place.live().map_err(|error| error.to_string())?;
        let plan = plan(&live, release, &self.publication.site.editions).unwrap();
        between();
        place.apply(&plan, &live, &source, &bar).map_err(|failure| match failure {
            Failure::World(error) => error.to_string(),
            Failure::Faults(_) => "faults".to_owned(),
        })?;
        Ok(plan)
    }
}

/// Follows every reference from the front page and some others, and gives those that lead nowhere, and how many there are.
pub(crate) fn crawl(files: &BTreeMap<String, Vec<u8>>, starts: &BTreeSet<String>) -> (BTreeSet<String>, usize) {
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

pub(crate) fn is_page(path: &str) -> bool {
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
pub(crate) fn stage_of(project: &Project) -> (InMemory, Ready, Ready) {
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
    let wanted = first.release().files.iter().map(|(path, (stamp, _))| (path.to_string(), *stamp));
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
    cut_off(stage_of(&tiny_in(Project::in_memory())), 1);
    cut_off(stage(), 5);
}

/// Cuts the second publication off after so many puts, and so many more, and so on.
fn cut_off((base, _, second): (InMemory, Ready, Ready), step: usize) {
    let old: BTreeSet<String> = files(&base).into_keys().filter(|path| is_page(path)).collect();
    assert!(crawl(&files(&base), &old).1 > 5);
    let whole = Arc::new(Recording::new(base.fork()));
    second.publish(whole.clone()).unwrap();
    let expected = files(&whole.memory);
    let (lost, followed) = crawl(&expected, &old);
    assert!(followed > 10 && lost.is_empty(), "{lost:?}");
    let all = whole.paths("put").len();
    let is_file = |path: &&String| !path.starts_with(".pledgecard/") && *path != POINTER;
    let of_site = whole.paths("put").iter().filter(is_file).count();
    for puts in (0..all).step_by(step) {
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
    assert!(all > 20);
}

#[test]
fn the_first_publication_cut_off_anywhere_breaks_no_reference() {
    for (second, step) in [(stage_of(&tiny_in(Project::in_memory())).2, 1), (stage().2, 5)] {
        for puts in (0..).step_by(step) {
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
    let of_kind = &second.release().files;
    assert!(phases[&Phase::Fronts].iter().all(|path| of_kind[*path].1 == Kind::Front));
}

/// Three editions of a project.
pub(crate) struct Race {
    pub(crate) base: InMemory,
    pub(crate) first: Ready,
    pub(crate) second: Ready,
    pub(crate) third: Ready,
}

impl Race {
    /// The first one is live in `base`.
    pub(crate) fn new() -> Self {
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
pub(crate) fn run<S: ObjectStore>(runners: [&Ready; 2], doors: [Arc<S>; 2]) -> usize {
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
    pub(crate) fn is_whole_in(&self, there: &BTreeMap<String, Stamp>) -> bool {
        self.release().files.iter().all(|(path, (stamp, _))| there.get(&**path) == Some(stamp))
    }
}

pub(crate) fn stamps(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Stamp> {
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
    assert!(plan(&live, release, &second.publication.site.editions).is_err(), "another history");
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
fn files_of_others_beside_the_site_are_known() {
    let (base, _, second) = stage();
    for foreign in ["ads.txt", "google123.html", "assets/own.css"] {
        let store = base.fork();
        put(&store, foreign, b"mine");
        let live = bucket(Arc::new(store), "", Options::default()).unwrap().live().unwrap();
        let refused = plan(&live, second.release(), &second.publication.site.editions);
        assert_eq!(refused, Err(Refusal::Foreign(vec![foreign.into()])));
    }
}

/// What an interrupted run sent is known as ours, also where the next one sends another edition.
#[test]
fn another_edition_is_published_over_one_that_was_cut_off() {
    let race = Race::new();
    let whole = Arc::new(Recording::new(race.base.fork()));
    race.second.publish(whole.clone()).unwrap();
    for puts in 0..whole.paths("put").len() {
        let cut = Recording::new(race.base.fork()).cut_after(puts);
        race.second.publish(cut.clone()).unwrap_err();
        // The one that died gave way.
        let pointer: Pointer = serde_json::from_slice(&files(&cut.memory)[POINTER]).unwrap();
        put(&cut.memory, POINTER, &serde_json::to_vec(&Pointer { publishing: None, ..pointer }).unwrap());
        race.third.publish(Arc::new(cut.memory.clone())).unwrap();
        assert!(race.third.is_whole_in(&stamps(&files(&cut.memory))), "{puts}");
    }
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
    assert_eq!(unlike(place.as_ref(), release, &paths).unwrap(), Vec::<String>::new());
    let broken = [&get("index.html").0[..30], b"cut"].concat();
    put(&store, "index.html", &broken);
    assert_eq!(unlike(place.as_ref(), release, &paths).unwrap(), ["index.html"]);
    let plan = second.publish(Arc::new(store.clone())).unwrap();
    assert!(plan.replace.contains(&"index.html".into()));
    assert!(second.publish(Arc::new(store)).unwrap().is_empty());
}
