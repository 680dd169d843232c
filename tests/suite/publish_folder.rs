//! Publishing into a folder: at every moment the old site or the new one, whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use indicatif::ProgressBar;
use pledgecard::edge::publish::{Options, Source, Target, target};
use pledgecard::edition::Digest;
use pledgecard::publish::{Release, plan};
use pledgecard::record::Destination;
use pledgecard::{Publication, compile};

use super::bench::{Project, Ran, epoch, today, tree};
use super::publish::{publish, published, sealed, tiny_in};

fn releases(project: &Project) -> Vec<String> {
    let entries = fs::read_dir(project.root().join("out.releases")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn numbers(project: &Project) -> Vec<String> {
    releases(project).iter().map(|name| name.rsplit_once('-').unwrap().0.to_owned()).collect()
}

/// Every file with its inode and the time of its last change.
fn inodes(project: &Project) -> BTreeMap<String, (u64, i64)> {
    let root = project.root().join("out.releases");
    let one = |path: &String| {
        let found = fs::metadata(root.join(path)).unwrap();
        (path.clone(), (found.ino(), found.mtime_nsec()))
    };
    tree(&root).keys().map(one).collect()
}

#[test]
fn publishing_twice_writes_nothing() {
    let project = sealed();
    published(&project, 0);
    let before = inodes(&project);
    let said = published(&project, 5);
    assert!(said.contains("to write: 0 bytes in 0 files") && said.contains("already published"), "{said}");
    assert_eq!(inodes(&project), before);
}

#[test]
fn three_releases_stay_and_rollback_goes_back_through_them() {
    let project = sealed();
    published(&project, 0);
    let first = tree(&project.root().join("out"));
    for number in 2..=5 {
        let text = project.read("content/pledges/bridge.md");
        project.write("content/pledges/bridge.md", format!("{text}\nLine {number}.\n"));
        project.seal_on(number, "More");
        published(&project, number);
        assert!(project.root().join("out").is_symlink() && project.read("out/index.html").contains("Edition"));
    }
    assert_eq!(numbers(&project), ["000003-edition-3", "000004-edition-4", "000005-edition-5"]);
    // What did not change is the same file in all of them.
    let robots = |name: &String| {
        fs::metadata(project.root().join("out.releases").join(name).join("robots.txt")).unwrap().ino()
    };
    let inodes: BTreeSet<u64> = releases(&project).iter().map(robots).collect();
    assert_eq!(inodes.len(), 1);
    for number in [4, 3] {
        let ran = project.run_on(6, &["rollback", "dir:out"]);
        assert!(
            ran.code == Some(0) && ran.out.starts_with(&format!("live again: edition {number}\n")),
            "{}{}",
            ran.out,
            ran.err
        );
        let ran = project.run_on(6, &["verify", "out"]);
        assert!(ran.code == Some(0) && ran.out.contains(&format!("{number} editions")), "{}", ran.out);
    }
    let ran = project.run_on(6, &["rollback", "dir:out"]);
    assert!(ran.code == Some(2) && ran.err.contains("there is no earlier release"), "{}", ran.err);
    published(&project, 6);
    assert_eq!(numbers(&project), ["000003-edition-3", "000004-edition-4", "000005-edition-5"]);
    assert!(tree(&project.root().join("out")) != first);
}

#[test]
fn a_folder_that_build_wrote_is_exchanged_and_one_of_someone_else_is_not() {
    let project = sealed();
    assert_eq!(project.run_on(0, &["build", "--out", "out"]).code, Some(0));
    let mut built = tree(&project.root().join("out"));
    // It is the same site already, but the next build is not to change what readers see.
    published(&project, 0);
    let mut now = tree(&project.root().join("out"));
    assert!(now.remove(".pledgecard") != built.remove(".pledgecard") && now == built);
    assert!(project.root().join("out").is_symlink());
    assert_eq!(project.run_on(0, &["build", "--out", "out"]).code, Some(2));
    project.go_on().seal_on(1, "The second");
    published(&project, 1);
    assert_eq!(numbers(&project), ["000001-edition-1", "000002-edition-2"]);
    let foreign = sealed();
    foreign.write("out/precious.txt", "mine");
    let ran = publish(&foreign, 0);
    assert!(ran.code == Some(2) && ran.err.contains("pledgecard did not write it"), "{}", ran.err);
    assert_eq!(foreign.read("out/precious.txt"), "mine");
    assert!(!foreign.root().join("out.releases").exists());
}

#[test]
fn nothing_is_built_into_what_was_published() {
    let project = sealed();
    published(&project, 0);
    let all = || tree(&project.root().join("out.releases"));
    let before = all();
    project.edit("content/pledges/bridge.md", "over the river", "over the water");
    for folder in ["out", "out/draft", "out/pledges/bridge"] {
        let ran = project.run_on(1, &["build", "--out", folder]);
        assert!(ran.code == Some(2) && ran.err.contains("`pledgecard publish`"), "{folder}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("build into another folder: `--out FOLDER`"), "{}", ran.err);
        assert!(all() == before, "{folder}");
    }
    project.edit("content/pledges/bridge.md", "over the water", "over the river");
    let ran = project.run_on(1, &["publish", "dir:out/more"]);
    assert!(ran.code == Some(2) && ran.err.contains("a site is published there"), "{}{}", ran.out, ran.err);
    assert!(all() == before);
    assert_eq!(project.run_on(1, &["build"]).code, Some(0));
}

#[test]
fn files_of_others_in_a_published_folder_stop_it_by_name() {
    let project = sealed();
    published(&project, 0);
    project.go_on().seal_on(1, "The second");
    published(&project, 1);
    project.edit("content/pledges/bridge.md", "over the river", "over the water").seal_on(2, "The third");
    let out = project.root().join("out");
    for foreign in ["ads.txt", "google123.html", "pledges/page/own/index.html", "assets/own.css", "link", "nowhere"] {
        let path = out.join(foreign);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match foreign {
            "link" => std::os::unix::fs::symlink("pledges", &path).unwrap(),
            "nowhere" => std::os::unix::fs::symlink("nothing", &path).unwrap(),
            _ => fs::write(&path, "mine").unwrap(),
        }
        let told = format!("pledgecard did not write these files, and they would be gone:\n  /{foreign}\n");
        for args in [["publish", "dir:out"], ["rollback", "dir:out"]] {
            let ran = project.run_on(2, &args);
            assert!(ran.code != Some(0) && ran.err.contains(&told), "{foreign}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains("move them elsewhere"), "{}", ran.err);
            assert!(fs::symlink_metadata(&path).is_ok(), "{foreign}");
        }
        assert_eq!(numbers(&project), ["000001-edition-1", "000002-edition-2"]);
        fs::remove_file(&path).unwrap();
    }
    published(&project, 2);
    assert_eq!(project.run_on(2, &["rollback", "dir:out"]).code, Some(0));
    // What a rollback gave to the release before is known as well.
    project.edit("content/pledges/bridge.md", "over the water", "over the lake").seal_on(3, "The fourth");
    published(&project, 3);
}

/// A folder that `build` wrote has no list of its files.
#[test]
fn where_it_is_not_known_who_wrote_a_file_the_plan_names_what_goes() {
    let project = sealed();
    assert_eq!(project.run_on(0, &["build", "--out", "out"]).code, Some(0));
    project.go_on().seal_on(1, "The second");
    project.write("out/ads.txt", "mine");
    let ran = project.run_on(1, &["publish", "dir:out", "--plan"]);
    assert!(ran.code == Some(0) && ran.out.contains("\n  gone: /ads.txt\n"), "{}{}", ran.out, ran.err);
    project.write("out/google123.html", "mine");
    let ran = project.run_on(1, &["publish", "dir:out"]);
    assert!(ran.code == Some(1) && ran.err.contains("  /google123.html\n"), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("what pledgecard did not write, move elsewhere"), "{}", ran.err);
}

#[test]
fn a_link_to_a_folder_elsewhere_is_followed() {
    let project = sealed();
    fs::create_dir(project.root().join("disk")).unwrap();
    fs::create_dir(project.root().join("disk/site")).unwrap();
    std::os::unix::fs::symlink("disk/site", project.root().join("out")).unwrap();
    published(&project, 0);
    assert_eq!(fs::read_link(project.root().join("out")).unwrap(), Path::new("disk/site"));
    assert!(project.root().join("disk/site.releases").is_dir() && project.root().join("out/index.html").is_file());
}

#[test]
fn assets_of_the_edition_before_stay_for_its_readers_and_go_with_the_next() {
    let project = sealed();
    published(&project, 0);
    let assets = |project: &Project| tree(&project.root().join("out/assets")).into_keys().collect::<BTreeSet<_>>();
    let first = assets(&project);
    project.go_on().seal_on(1, "The second");
    published(&project, 1);
    let second = assets(&project);
    assert!(second.is_superset(&first) && second.len() == first.len() + 1);
    published(&project, 1);
    assert_eq!(assets(&project), second, "publishing twice changes nothing");
    project.edit("content/pledges/bridge.md", "over the river", "over the water").seal_on(2, "The third");
    published(&project, 2);
    assert_eq!(assets(&project).len(), first.len());
}

/// A project whose first edition is live in `out`, and whose second is sealed.
fn ready() -> Project {
    ready_in(Project::in_memory())
}

fn ready_in(folder: Project) -> Project {
    let project = tiny_in(folder);
    published(&project, 0);
    project.go_on().seal_on(1, "The second");
    project
}

fn strace(project: &Project, options: &[&str]) -> Ran {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-y"])
        .args(options)
        .arg(env!("CARGO_BIN_EXE_pledgecard"))
        .args(["publish", "dir:out"]);
    command.current_dir(project.root()).env("SOURCE_DATE_EPOCH", epoch(1)).env("RAYON_NUM_THREADS", "1");
    command.output().expect("strace is installed by tests/run").into()
}

/// Every system call of a publication that concerns the target: its name, and the how many-th of its name it is.
fn calls(project: &Project) -> Vec<(String, usize)> {
    let log = project.root().join("log.tmp");
    let ran = strace(project, &["-e", "trace=!close,mmap,munmap,lseek,fstat,fcntl", "-o", &log.to_string_lossy()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for line in String::from_utf8_lossy(&fs::read(&log).unwrap()).lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((name, rest)) = call.trim_start().split_once('(') else { continue };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let count = counts.entry((thread.to_owned(), name.to_owned())).or_default();
        *count += 1;
        if rest.contains("out.releases") || rest.contains("/out\"") || rest.contains("/out>") {
            found.insert((name.to_owned(), *count));
        }
    }
    found.into_iter().collect()
}

/// Every call of the names that are seldom called, and so many of the others, evenly spread, the first and the last among them.
fn sampled(calls: Vec<(String, usize)>) -> Vec<(String, usize)> {
    const MOST: usize = 11;
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (name, at) in calls {
        by_name.entry(name).or_default().push(at);
    }
    let some = |(name, all): (String, Vec<usize>)| {
        let count = all.len().min(MOST);
        let at = move |one: usize| all[if count > 1 { one * (all.len() - 1) / (count - 1) } else { 0 }];
        (0..count).map(move |one| (name.clone(), at(one))).collect::<Vec<_>>()
    };
    by_name.into_iter().flat_map(some).collect()
}

#[test]
fn killed_or_failed_at_any_call_it_leaves_the_old_site_or_the_new_one() {
    let model = ready();
    let sample = Project::in_memory();
    copy_all(model.root(), sample.root());
    let calls = sampled(calls(&sample));
    let (old, new) = (tree(&model.root().join("out")), tree(&sample.root().join("out")));
    assert!(old != new);
    let all = releases(&sample);
    let faults = ["signal=SIGKILL", "error=EIO", "error=ENOSPC"];
    let cases: Vec<(String, usize, &str)> =
        calls.iter().flat_map(|(name, at)| faults.map(|fault| (name.clone(), *at, fault))).collect();
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((name, at, fault)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let project = Project::in_memory();
                    copy_all(model.root(), project.root());
                    let ran = strace(
                        &project,
                        &[
                            "-e",
                            &format!("trace={name}"),
                            "-e",
                            &format!("inject={name}:{fault}:when={at}"),
                            "-o",
                            "/dev/null",
                        ],
                    );
                    let now = tree(&project.root().join("out"));
                    assert!(now == old || now == new, "{name} {at} {fault}");
                    assert!(ran.code != Some(0) || now == new, "{name} {at} {fault}: done, and not done");
                    failed.fetch_add(usize::from(ran.code != Some(0)), Ordering::Relaxed);
                    published(&project, 1);
                    assert!(tree(&project.root().join("out")) == new, "{name} {at} {fault}: the next run");
                    assert_eq!(releases(&project), all, "{name} {at} {fault}: litter");
                }
            });
        }
    });
    let (tried, failed) = (cases.len(), failed.into_inner());
    assert!(tried >= 300 && failed >= 200, "{tried} faults were tried, {failed} runs failed");
}

/// Copies a project with the links in it.
fn copy_all(from: &Path, to: &Path) {
    let copied = Command::new("cp").args(["-a", "--"]).arg(from.join(".")).arg(to).status().unwrap();
    assert!(copied.success());
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A small disk, as long as it lives.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(at: &'a Path) -> Self {
        fs::create_dir_all(at).unwrap();
        let options = ["-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs"];
        let mounted = Command::new("mount").args(options).arg(at).status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "a small disk cannot be mounted: run the tests as root, or below `unshare --map-root-user --mount`"
        );
        Self(at)
    }

    fn free(&self) -> u64 {
        let found = rustix::fs::statvfs(self.0).unwrap();
        found.f_bavail * found.f_frsize
    }

    /// Leaves so many bytes free.
    fn leave(&self, bytes: u64) {
        let _ = fs::remove_file(self.0.join("ballast"));
        let ballast = self.free().saturating_sub(bytes);
        fs::write(self.0.join("ballast"), vec![1; usize::try_from(ballast).unwrap()]).unwrap();
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

/// What a file on a small disk takes up at the least.
const PAGE: usize = 4096;

#[test]
fn a_full_disk_leaves_the_old_site_and_says_how_much_is_needed() {
    let project = tiny_in(Project::in_memory());
    let at = project.root().join("disk");
    let disk = Disk::mount(&at);
    let run = || project.run_on(1, &["publish", "dir:disk/out"]);
    let mut steps = 0;
    for round in 0..2 {
        let live = at.join("out");
        let old = live.exists().then(|| tree(&live));
        for free in (0_u64..).step_by(PAGE) {
            disk.leave(free);
            let ran = run();
            if ran.code == Some(0) {
                break;
            }
            steps += 1;
            assert_eq!(ran.code, Some(2));
            assert!(ran.err.contains("the new site needs ") && ran.err.contains(" kB"), "{}", ran.err);
            assert!(live.exists().then(|| tree(&live)) == old, "{free} free");
            let litter = fs::read_dir(at.join("out.releases")).map_or(0, Iterator::count);
            assert_eq!(litter, round, "{free} free");
        }
        assert_eq!(run().code, Some(0));
        if round == 0 {
            project.go_on().seal_on(1, "The second");
        }
    }
    assert!(steps >= 20, "{steps} sizes were too small");
}

/// Publishes as somebody without special rights: as root, as the user `nobody`.
fn unprivileged(project: &Project) -> Ran {
    let program = env!("CARGO_BIN_EXE_pledgecard");
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", program]);
        command
    } else {
        Command::new(program)
    };
    command.args(["publish", "dir:out"]).current_dir(project.root()).env("SOURCE_DATE_EPOCH", epoch(1));
    command.output().unwrap().into()
}

/// Gives something in a project to the user `nobody`.
fn give(project: &Project, path: &str) {
    let owned = Command::new("chown").args(["-Rh", "65534:65534"]).arg(project.root().join(path)).status();
    assert!(owned.unwrap().success());
}

#[test]
fn where_nobody_may_write_it_is_said_and_nothing_is_touched() {
    let project = ready();
    if is_root() {
        give(&project, ".");
    }
    let old = tree(&project.root().join("out"));
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(project.root().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    for (folder, reason) in [("out.releases", "out.releases"), (".", "could not replace")] {
        mode(folder, 0o555);
        let ran = unprivileged(&project);
        mode(folder, 0o755);
        assert!(ran.code == Some(2) && ran.err.contains(reason), "{folder}: {:?} {}", ran.code, ran.err);
        assert!(tree(&project.root().join("out")) == old, "{folder}");
        assert_eq!(releases(&project).len(), 1, "{:?}", releases(&project));
    }
    let ran = unprivileged(&project);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(tree(&project.root().join("out")) != old);
}

#[test]
fn what_is_somebody_elses_or_fixed_is_named_and_left_alone() {
    assert!(is_root(), "folders of somebody else can be made by root alone: run the tests as root");
    // In memory not every system can fix a folder.
    let project = ready_in(Project::empty());
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o755)).unwrap();
    let old = tree(&project.root().join("out"));
    let ran = unprivileged(&project);
    assert!(ran.code == Some(2) && ran.err.contains("out.releases"), "{:?} {}", ran.code, ran.err);
    assert!(tree(&project.root().join("out")) == old);
    // Their own releases, and a live name in a folder that is not theirs.
    give(&project, "out.releases");
    let ran = unprivileged(&project);
    assert!(ran.code == Some(2) && ran.err.contains("could not replace"), "{:?} {}", ran.code, ran.err);
    assert!(tree(&project.root().join("out")) == old && releases(&project).len() == 1, "{:?}", releases(&project));
    for folder in ["out.releases", "."] {
        let lock =
            |how: &str| Command::new("chattr").arg(how).arg(project.root().join(folder)).status().unwrap().success();
        assert!(lock("+i"), "`chattr +i` does not work here: set TMPDIR to a folder on ext4, xfs or btrfs");
        let ran = publish(&project, 1);
        let now = tree(&project.root().join("out"));
        assert!(lock("-i"));
        assert!(ran.code == Some(2) && now == old, "{folder}: {:?} {}", ran.code, ran.err);
        assert!(releases(&project).len() == 1, "{:?}", releases(&project));
    }
    published(&project, 1);
}

fn publication(project: &Project) -> Publication {
    compile(&project.inputs(), today().max(pledgecard::record::Date::parse("2026-07-01").unwrap()))
        .publication
        .unwrap()
}

/// An edition that is ready to be put in place again and again.
struct Ready<'a> {
    source: Source<'a>,
    release: Release,
    publication: &'a Publication,
}

impl<'a> Ready<'a> {
    fn new(publication: &'a Publication) -> Self {
        let edition = publication.site.editions.list.last().unwrap();
        let source = Source::new(publication, (edition.number, edition.digest), String::new());
        let release = source.release(&ProgressBar::hidden()).ok().unwrap();
        Self { source, release, publication }
    }

    fn put(&self, place: &mut dyn Target) {
        let live = place.live().unwrap();
        let plan = plan(&live, &self.release, &self.publication.site.editions).unwrap();
        place.apply(&plan, &live, &self.source, &ProgressBar::hidden()).ok().unwrap();
    }
}

/// The digest in the foot of a page, and the assets that the page names.
fn named(html: &str) -> (String, Vec<String>) {
    let digest =
        html.split("<code>").filter_map(|part| part.split('<').next()).find(|code| code.len() == 12).unwrap();
    let parts = html.split("assets/").skip(1).filter_map(|part| part.split('"').next());
    (digest.to_owned(), parts.map(|part| format!("assets/{part}")).collect())
}

#[test]
fn a_thousand_swaps_are_never_seen() {
    let project = sealed();
    let first = publication(&project);
    project.go_on().seal_on(1, "The second");
    let second = publication(&project);
    let disk = Path::new("/dev/shm");
    let folder = if disk.is_dir() { tempfile::tempdir_in(disk) } else { tempfile::tempdir() }.unwrap();
    let to = Destination::parse(&format!("dir:{}", folder.path().join("site").display())).unwrap();
    let mut place = target(&to, project.root(), Options::default()).unwrap();
    let second_ready = Ready::new(&second);
    Ready::new(&first).put(place.as_mut());
    let live = folder.path().join("site");
    let expected: BTreeMap<String, String> = [&first, &second]
        .map(|one| {
            let edition = one.site.editions.list.last().unwrap();
            let palette = one.site.pages.keys().find(|path| path.as_str().starts_with("assets/palette")).unwrap();
            (edition.digest.short(), palette.to_string())
        })
        .into();
    assert_ne!(expected.values().next(), expected.values().last());
    let done = AtomicBool::new(false);
    let reads = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for page in ["index.html", "pledges/bridge/index.html", "people/ada/index.html", "statuses/index.html"] {
            let (done, reads, expected, live) = (&done, &reads, &expected, &live);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    let html = fs::read_to_string(live.join(page)).expect("the page is always there");
                    assert!(html.ends_with("</html>\n"), "{page} is whole");
                    let (digest, assets) = named(&html);
                    assert!(assets.contains(&expected[&digest]), "{page} of {digest} has {assets:?}");
                    for asset in assets {
                        let bytes = fs::read(live.join(&asset)).expect("the asset is always there");
                        let digest = Digest::of(&bytes).to_string();
                        assert_eq!(asset.rsplit('.').nth(1), Some(&digest[..8]));
                    }
                    reads.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(std::time::Duration::from_millis(3));
                }
            });
        }
        for swap in 0..1000 {
            if swap % 2 == 0 { second_ready.put(place.as_mut()) } else { drop(place.roll_back().unwrap()) }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(reads.into_inner() > 400);
}
