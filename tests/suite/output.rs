//! What `build` does to the folder that it writes: whole or not at all, nothing stale, nothing written twice.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use super::bench::{Project, Ran, TODAY, binary, tree};

fn build(project: &Project) -> Ran {
    project.run(&["build", "--today", TODAY])
}

fn litter(project: &Project) -> Vec<String> {
    let names =
        fs::read_dir(project.root()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".public")).collect()
}

#[test]
fn a_fault_leaves_the_earlier_site_as_it_was() {
    let project = Project::base();
    assert_eq!(build(&project).code, Some(0));
    let before = tree(&project.root().join("public"));
    project.edit("content/pledges/bridge.md", "to        = \"open\"", "to        = \"opne\"");
    let ran = build(&project);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("did you mean `open`?") && ran.err.contains("nothing was built: 1 error"),
        "{}",
        ran.err
    );
    assert!(tree(&project.root().join("public")) == before && litter(&project).is_empty());
}

#[test]
fn a_template_that_fails_on_one_page_leaves_the_earlier_site_as_it_was() {
    let project = Project::base();
    assert_eq!(build(&project).code, Some(0));
    let before = tree(&project.root().join("public"));
    project.write("themes/civic/templates/person.html", "{{ person.nmae }}");
    let ran = build(&project);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("themes/civic/templates/person.html:1:"), "{}", ran.err);
    assert!(tree(&project.root().join("public")) == before && litter(&project).is_empty());
}

#[test]
fn twelve_faults_in_five_files_are_all_reported_at_their_places() {
    let project = Project::base();
    assert_eq!(build(&project).code, Some(0));
    let before = tree(&project.root().join("public"));
    project.edit("site.toml", "counts_as = \"open\"", "counts_as = \"opened\"");
    project.edit("content/people.toml", "name = \"Eva\"", "nmae = \"Eva\"");
    project.edit("content/sources.toml", "https://example.org/paper", "javascript:alert(1)");
    project.write("content/pages/about.md", "---\ntitle: x\n---\n");
    let bad = "+++\ntitle       = \"\"\ntopics      = [\"cty\"]\npromised    = 2025-02-30\npromised_in = [\"papre\"]\nkind        = \"acton\"\nstatus      = \"kept\"\nweight      = 9\n+++\n\nSee [it](@brigde).\n";
    project.write("content/pledges/tunnel.md", bad);
    let ran = project.run(&["check", "--format", "json", "--today", TODAY]);
    assert_eq!(ran.code, Some(1));
    let faults: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
    let places: Vec<String> = faults
        .iter()
        .map(|one| {
            format!(
                "{}:{}:{} {}",
                one["file"].as_str().unwrap(),
                one["line"],
                one["column"],
                one["code"].as_str().unwrap()
            )
        })
        .collect();
    let expected = [
        "content/pages/about.md:1:1 no-front-matter",
        "content/people.toml:5:1 unknown-key",
        "content/pledges/tunnel.md:2:15 empty-text",
        "content/pledges/tunnel.md:3:16 unknown-topic",
        "content/pledges/tunnel.md:4:15 toml-syntax",
        "content/pledges/tunnel.md:5:16 unknown-source",
        "content/pledges/tunnel.md:6:15 bad-value",
        "content/pledges/tunnel.md:7:15 wrong-type",
        "content/pledges/tunnel.md:8:15 bad-value",
        "content/pledges/tunnel.md:11:10 unknown-pledge",
        "content/sources.toml:3:11 unsafe-link",
        "site.toml:17:13 bad-value",
    ];
    assert_eq!(places, expected, "{}", project.faults());
    assert_eq!(build(&project).code, Some(1));
    assert!(tree(&project.root().join("public")) == before);
}

#[test]
fn nothing_stale_stays_and_nothing_unchanged_is_written_again() {
    let project = Project::base();
    project.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nHello.\n");
    assert_eq!(build(&project).code, Some(0));
    let inode = |path: &str| fs::metadata(project.root().join("public").join(path)).unwrap().ino();
    let (robots, front) = (inode("robots.txt"), inode("pledges/bridge/index.html"));
    let ran = build(&project);
    assert!(ran.out.contains(": 0 written, ") && ran.out.contains(" unchanged"), "{}", ran.out);
    assert_eq!((inode("robots.txt"), inode("pledges/bridge/index.html")), (robots, front));
    project.remove("content/pages/about.md");
    project.edit("content/pledges/bridge.md", "A bridge over the river.", "A bridge over the water.");
    let ran = build(&project);
    assert!(ran.out.contains("2 written") && ran.out.contains("1 removed"), "{}", ran.out);
    assert!(!project.root().join("public/about").exists());
    assert_eq!(inode("robots.txt"), robots);
    assert_ne!(inode("pledges/bridge/index.html"), front);
    assert!(litter(&project).is_empty());
}

/// Also where nothing else differs, and whether or not the last build is remembered.
#[test]
fn what_somebody_put_into_the_site_goes() {
    let project = Project::base();
    let public = project.root().join("public");
    let front = public.join("index.html");
    let intrusions: &[(&str, &dyn Fn())] = &[
        ("an empty folder", &|| fs::create_dir_all(public.join("stray/folder")).unwrap()),
        ("another marker", &|| fs::write(public.join(".pledgecard"), "mine").unwrap()),
        ("a link to the same bytes", &|| {
            fs::rename(&front, project.root().join("front.html")).unwrap();
            std::os::unix::fs::symlink("../front.html", &front).unwrap();
        }),
    ];
    build(&project);
    let before = tree(&public);
    let folders =
        || walkdir::WalkDir::new(&public).into_iter().filter(|one| one.as_ref().unwrap().file_type().is_dir());
    let count = folders().count();
    for (what, intrude) in intrusions {
        for is_remembered in [true, false] {
            intrude();
            if !is_remembered {
                fs::remove_dir_all(project.root().join(".pledgecard")).unwrap();
            }
            assert_eq!(build(&project).code, Some(0));
            assert!(tree(&public) == before && folders().count() == count, "{what}");
            assert!(!fs::symlink_metadata(&front).unwrap().is_symlink(), "{what}");
            assert!(build(&project).out.contains(": 0 written"), "{what}");
        }
    }
}

/// Pages are rendered by several threads, and say where a fault was seen.
#[test]
fn the_same_faults_of_a_theme_are_told_in_the_same_words() {
    let project = Project::base();
    let bridge = project.read("content/pledges/bridge.md");
    for number in 0..50 {
        project.write(&format!("content/pledges/p{number}.md"), &bridge);
    }
    project.theme("extends = \"civic\"\n");
    project.write("themes/mine/templates/pledge.html", "<script>1</script>");
    let first = build(&project);
    assert!(first.code == Some(1) && first.err.contains("seen on `/pledges/bridge/`"), "{}", first.err);
    for _ in 0..10 {
        assert_eq!(build(&project).err, first.err);
    }
}

/// An edit of a pledge's text changes nothing but the pledge's page: its folder alone is swapped, unless somebody touched
/// the site since.
#[test]
fn where_all_that_differs_is_in_one_folder_it_alone_is_swapped() {
    let project = Project::base();
    let public = project.root().join("public");
    let inode = |path: &str| fs::metadata(public.join(path)).unwrap().ino();
    assert_eq!(build(&project).code, Some(0));
    let folders = ["", "pledges", "sources", "pledges/bridge"];
    let before = folders.map(inode);
    project.edit("content/pledges/bridge.md", "over the river", "over the water");
    assert!(build(&project).out.contains(": 1 written"));
    let after = folders.map(inode);
    assert_eq!((&before[..3], before[3] == after[3]), (&after[..3], false));

    project.edit("content/pledges/bridge.md", "Build a bridge", "Build a new bridge");
    assert_eq!(build(&project).code, Some(0));
    assert_ne!(inode(""), after[0], "the title stands on many pages");

    fs::create_dir(public.join("stray")).unwrap();
    project.edit("content/pledges/bridge.md", "over the water", "over the lake");
    assert_eq!(build(&project).code, Some(0));
    assert!(!public.join("stray").exists());

    let elsewhere = project.root().join("elsewhere");
    fs::rename(public.join("pledges"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, public.join("pledges")).unwrap();
    let kept = tree(&elsewhere);
    project.edit("content/pledges/bridge.md", "over the lake", "over the river");
    assert_eq!(build(&project).code, Some(0));
    assert!(tree(&elsewhere) == kept, "what is linked into the site is not written to");
    let shared = |path: &String| elsewhere.join(path).metadata().unwrap().nlink() > 1;
    assert!(!kept.keys().any(shared), "nor is it a part of the next site");
    assert!(project.read("public/pledges/bridge/index.html").contains("over the river"));
    assert!(litter(&project).is_empty());
}

/// The bytes of a fingerprint where it is remembered: its length, then it.
const FINGERPRINT: usize = 1 + 16;

/// A build with nothing to do believes what it remembers: here its memory is told to say another count of files.
#[test]
fn where_nothing_changed_nothing_is_built_and_any_doubt_builds() {
    let project = Project::base();
    let first = build(&project);
    let before = tree(&project.root().join("public"));
    let memory = || {
        let names = fs::read_dir(project.root().join(".pledgecard")).unwrap().map(|entry| entry.unwrap().path());
        names.into_iter().find(|path| path.to_string_lossy().contains("built-")).unwrap()
    };
    // The count stands after the fingerprint of what the site was made of, seven bits to a byte, the last of them below 128:
    // 777 is 0x89 0x06.
    let mark = || {
        let bytes = fs::read(memory()).unwrap();
        let (fingerprint, rest) = bytes.split_at(FINGERPRINT);
        let rest = &rest[1 + rest.iter().position(|byte| *byte < 128).unwrap()..];
        fs::write(memory(), [fingerprint, &[0x89, 0x06], rest].concat()).unwrap();
    };
    let is_remembered = |ran: &Ran| ran.out.contains("built 777 files");
    mark();
    let again = build(&project);
    assert!(is_remembered(&again) && again.out.contains("0 written, 777 unchanged"), "{}", again.out);
    assert_eq!((again.err, again.code), (first.err, first.code), "it says the same of the content");
    let front = project.root().join("public/index.html");
    let doubts: &[(&str, &dyn Fn())] = &[
        ("another day", &|| {}),
        ("a file of the site edited, as long as before", &|| {
            let text = fs::read_to_string(&front).unwrap();
            let times = fs::metadata(&front).unwrap().modified().unwrap();
            fs::write(&front, text.replace("<h1", "<h2")).unwrap();
            fs::File::options().append(true).open(&front).unwrap().set_modified(times).unwrap();
        }),
        ("a file of the site gone", &|| fs::remove_file(&front).unwrap()),
        ("a file too many", &|| fs::write(project.root().join("public/stray.html"), "").unwrap()),
        ("a memory that was torn", &|| {
            let bytes = fs::read(memory()).unwrap();
            fs::write(memory(), &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("no memory", &|| fs::remove_file(memory()).unwrap()),
    ];
    for (what, doubt) in doubts {
        build(&project);
        mark();
        assert!(is_remembered(&build(&project)), "{what}: nothing is in doubt yet");
        doubt();
        let day = if *what == "another day" { "2026-07-01" } else { TODAY };
        let ran = project.run(&["build", "--today", day]);
        assert!(ran.code == Some(0) && !is_remembered(&ran), "{what}: {}", ran.out);
    }
    assert!(tree(&project.root().join("public")) == before);
    mark();
    project.edit("content/pledges/bridge.md", "to        = \"open\"", "to        = \"opne\"");
    assert_eq!(build(&project).code, Some(1), "a fault is told again at every build");
    assert_eq!(build(&project).code, Some(1), "a fault is told again at every build");
}

#[test]
fn a_folder_of_someone_else_is_not_replaced() {
    let project = Project::base();
    project.write("public/precious.txt", "mine");
    let ran = build(&project);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("pledgecard did not write it"), "{}", ran.err);
    assert_eq!(project.read("public/precious.txt"), "mine");
    for out in [".", "content", "themes/x", "..", "content/../content/x"] {
        let ran = project.run(&["build", "--out", out]);
        assert_eq!(ran.code, Some(2), "{out}: {}", ran.err);
    }
    assert!(project.read("content/pledges/bridge.md").contains("bridge"));
}

/// Runs `build` under strace with a fault injected.
fn build_with(project: &Project, inject: &str) -> Ran {
    let mut command = std::process::Command::new("strace");
    command.args(["-f", "-qq", "-e", inject, "-o", "/dev/null", env!("CARGO_BIN_EXE_pledgecard")]);
    command.args(["build", "--today", TODAY]).current_dir(project.root());
    command.output().expect("strace is installed by tests/run").into()
}

#[test]
fn where_names_cannot_be_exchanged_they_are_renamed() {
    let project = Project::base();
    assert_eq!(build(&project).code, Some(0));
    for (from, to) in EDITS {
        project.edit("content/pledges/bridge.md", from, to);
        let ran = build_with(&project, "inject=renameat2:error=EINVAL");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(project.read("public/pledges/bridge/index.html").contains(to) && litter(&project).is_empty());
        let other = Project::base();
        other.write("content/pledges/bridge.md", project.read("content/pledges/bridge.md"));
        assert_eq!(build(&other).code, Some(0));
        assert!(tree(&project.root().join("public")) == tree(&other.root().join("public")), "{to}");
    }
}

/// One that swaps the folder of a pledge, and one that swaps the site.
const EDITS: [(&str, &str); 2] = [("over the river", "over the water"), ("Build a bridge", "Build a new bridge")];

#[test]
fn killed_at_any_step_it_leaves_the_old_site_or_the_new_one() {
    for (from, to) in EDITS {
        killed_at_any_step(from, to);
    }
}

fn killed_at_any_step(from: &str, to: &str) {
    let (project, other) = (Project::base(), Project::base());
    let (forth, back) = (
        || project.edit("content/pledges/bridge.md", from, to),
        || project.edit("content/pledges/bridge.md", to, from),
    );
    assert_eq!(build(&project).code, Some(0));
    let old = tree(&project.root().join("public"));
    forth();
    other.edit("content/pledges/bridge.md", from, to);
    assert_eq!(build(&other).code, Some(0));
    let new = tree(&other.root().join("public"));
    let calls = ["mkdir", "openat", "write", "link,linkat", "renameat2", "unlinkat,unlink", "rmdir"];
    let mut killed = 0;
    for call in calls {
        for step in 1.. {
            if step > 40 {
                break;
            }
            let ran = build_with(&project, &format!("inject={call}:signal=SIGKILL:when={step}"));
            let now = tree(&project.root().join("public"));
            assert!(now == old || now == new, "{to}: {call} {step}");
            if ran.code == Some(0) {
                break;
            }
            killed += 1;
            if now == new {
                back();
                assert_eq!(build(&project).code, Some(0));
                forth();
            }
        }
        back();
        assert_eq!(build(&project).code, Some(0));
        assert!(tree(&project.root().join("public")) == old && litter(&project).is_empty(), "{to}: {call}");
        forth();
    }
    assert!(killed >= 20, "{to}: {killed} steps were tried");
}

/// Pages are written some at a time, and a large one by itself.
#[test]
fn where_a_page_cannot_be_written_the_old_site_stays_and_it_is_told() {
    for text in ["over the river".to_owned(), "over the river\n\n".repeat(8_000)] {
        let project = Project::base();
        project.edit("content/pledges/bridge.md", "over the river", &text);
        assert_eq!(build(&project).code, Some(0));
        let old = tree(&project.root().join("public"));
        project.edit("content/pledges/bridge.md", "Build a bridge", "Build a new bridge");
        let mut failed = 0;
        for step in 1..100 {
            let ran = build_with(&project, &format!("inject=mkdir:error=ENOSPC:when={step}"));
            if ran.code == Some(0) {
                break;
            }
            assert!(ran.code == Some(2) && ran.err.contains("No space left on device"), "{step}: {}", ran.err);
            assert!(tree(&project.root().join("public")) == old && litter(&project).is_empty(), "{step}");
            failed += 1;
        }
        assert!(failed >= 5, "{failed} builds failed");
        assert_eq!(build(&project).code, Some(0));
        assert!(project.read("public/pledges/bridge/index.html").contains("Build a new bridge"));
    }
}

#[test]
fn readers_never_miss_the_site() {
    let project = Project::base();
    assert_eq!(build(&project).code, Some(0));
    let page = project.root().join("public/pledges/bridge/index.html");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let html = fs::read_to_string(&page).expect("the page is always there");
                assert!(html.ends_with("</html>\n"), "whole");
                reads += 1;
            }
            reads
        });
        let back = EDITS.map(|(from, to)| (to, from));
        for (from, to) in EDITS.into_iter().chain(back).cycle().take(20) {
            project.edit("content/pledges/bridge.md", from, to);
            assert_eq!(build(&project).code, Some(0));
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 20);
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let project = Project::base();
    let mut command = binary(project.root());
    let ran: Ran = command.args(["build", "--out", "/proc/pledgecard-test/site"]).output().unwrap().into();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("/proc/pledgecard-test"), "{}", ran.err);
}
