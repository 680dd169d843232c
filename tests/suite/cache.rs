//! What was read of files is kept from one build to the next: it saves time, and never changes what is built or told.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::bench::{DEMO_TODAY, Project, Ran, TODAY, copy, home, tree};
use super::translations;

fn build(project: &Project) -> Ran {
    project.run(&["build", "--today", TODAY])
}

fn demo() -> Project {
    let demo = Project::empty();
    copy(&home().join("content"), &demo.root().join("content"));
    fs::copy(home().join("site.toml"), demo.root().join("site.toml")).unwrap();
    demo
}

fn kept(project: &Project) -> PathBuf {
    project.root().join(".pledgecard/read")
}

/// Builds into an empty folder, with or without what was read before.
fn anew(project: &Project, day: &str, recalled: bool) -> (BTreeMap<String, Vec<u8>>, Ran) {
    fs::remove_dir_all(project.root().join("public")).ok();
    if !recalled {
        fs::remove_file(kept(project)).ok();
    }
    let ran = project.run(&["build", "--today", day]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    (tree(&project.root().join("public")), ran)
}

/// Changes what is kept, and the sum of each part so that it seems sound: the digest of the program, then parts, each after
/// its length and sum.
pub(super) fn alter(project: &Project, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let mut bytes = fs::read(kept(project)).unwrap();
    let mut at = 32;
    let mut found = 0;
    while at < bytes.len() {
        let size = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let part = &mut bytes[at + 8..at + 8 + size];
        while let Some(begin) = part.windows(from.len()).position(|bytes| bytes == from.as_bytes()) {
            part[begin..begin + to.len()].copy_from_slice(to.as_bytes());
            found += 1;
        }
        let mut sum = flate2::Crc::new();
        sum.update(part);
        bytes[at + 4..at + 8].copy_from_slice(&sum.sum().to_le_bytes());
        at += 8 + size;
    }
    assert!(found > 0, "{from} is kept");
    fs::write(kept(project), bytes).unwrap();
}

#[test]
fn a_site_made_of_what_is_recalled_is_the_same() {
    // Else the pages show what was sealed.
    let demo = demo();
    demo.edit("content/pledges/ai-budget.md", "\n+++\n\n", "\n+++\n\nWritten since. ");
    let translated = translations::project();
    translated.write("content/pledges/road.md", Project::base().read("content/pledges/bridge.md"));
    for (project, day, pledge) in
        [(demo, DEMO_TODAY, "large-language-model"), (translated, TODAY, "road"), (Project::base(), TODAY, "bridge")]
    {
        let (clean, told) = anew(&project, day, false);
        let (recalled, told_again) = anew(&project, day, true);
        assert_eq!(told.err, told_again.err);
        assert!(clean.keys().eq(recalled.keys()));
        for (path, bytes) in &clean {
            assert!(recalled[path] == *bytes, "{path}");
        }
        // It is what was kept that was shown, not the file read again.
        let text = String::from_utf8(clean[&format!("pledges/{pledge}/index.html")].clone()).unwrap();
        let title =
            text.split_once("<title>").unwrap().1.split(['<', '·', '—', '–']).next().unwrap().trim().to_owned();
        alter(&project, &title, &"x".repeat(title.len()));
        let (altered, _) = anew(&project, day, true);
        let text = String::from_utf8(altered[&format!("pledges/{pledge}/index.html")].clone()).unwrap();
        assert!(text.contains(&"x".repeat(title.len())) && !text.contains(&format!("<h1>{title}")), "{title}");
    }
}

/// Also where there are files of which nothing is kept: the sidecars of pages and corrections.
#[test]
fn what_is_kept_is_not_written_again_for_a_few_files() {
    let demo = demo();
    anew(&demo, DEMO_TODAY, false);
    let written = || fs::metadata(kept(&demo)).unwrap().modified().unwrap();
    let before = written();
    demo.edit("content/pages/about.md", "\n+++\n\n", "\n+++\n\nWritten since. ");
    anew(&demo, DEMO_TODAY, true);
    assert_eq!(written(), before);
    let pledge = demo.read("content/pledges/ai-budget.md");
    demo.write("content/pledges/ai-budget.md", pledge + "More.\n");
    anew(&demo, DEMO_TODAY, true);
    assert!(written() > before, "one of so few is many");
    let names = fs::read_dir(demo.root().join(".pledgecard")).unwrap().map(|one| one.unwrap().file_name());
    assert_eq!(names.count(), 3, "what is remembered of the folder, what was read, and what git is told");
}

#[test]
fn what_is_kept_counts_for_nothing_where_it_is_damaged_or_of_another_program() {
    let project = Project::base();
    let (clean, _) = anew(&project, TODAY, false);
    alter(&project, "Build a bridge", "Build no bridg");
    let altered = fs::read(kept(&project)).unwrap();
    assert!(anew(&project, TODAY, true).0 != clean, "while it is sound, it is believed");
    let flipped = |at: usize| {
        let mut bytes = altered.clone();
        bytes[at] ^= 1;
        bytes
    };
    let longest = [&altered[..32], &[0xff; 4], &altered[36..]].concat();
    let damages =
        [flipped(0), flipped(33), flipped(37), flipped(altered.len() / 2), flipped(altered.len() - 1), longest];
    let torn = [0, 10, 32, 36, 40, altered.len() / 2, altered.len() - 1].map(|end| altered[..end].to_vec());
    for bytes in damages.into_iter().chain(torn) {
        fs::write(kept(&project), &bytes).unwrap();
        assert!(anew(&project, TODAY, true).0 == clean, "{} bytes", bytes.len());
    }
    fs::remove_file(kept(&project)).unwrap();
    fs::create_dir(kept(&project)).unwrap();
    assert!(anew(&project, TODAY, true).0 == clean, "a folder stands there");
}

#[test]
fn a_file_that_is_another_is_read_again() {
    let project = Project::base();
    anew(&project, TODAY, false);
    alter(&project, "Build a bridge", "Build no bridg");
    project.edit("content/pledges/bridge.md", "A bridge over", "A bridge above");
    let (after, _) = anew(&project, TODAY, true);
    let page = String::from_utf8_lossy(&after["pledges/bridge/index.html"]);
    assert!(page.contains("Build a bridge") && page.contains("A bridge above") && !page.contains("no bridg"));
}

/// What a file says may be wrong because of another one, also where it was not read again.
#[test]
fn what_is_recalled_is_questioned_again() {
    let project = Project::base();
    let first = build(&project);
    assert_eq!(first.code, Some(0));
    alter(&project, "paper", "pager");
    project.edit("site.toml", "id    = \"city\"", "id    = \"town\"");
    let ran = build(&project);
    let is_told = |what: &str| ran.err.contains(&format!("called `{what}`"));
    assert!(ran.code == Some(1) && is_told("city") && is_told("pager"), "{}", ran.err);
}

#[test]
fn a_fault_of_a_file_is_told_at_every_build() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "A bridge over", "A <b>bridge</b> over");
    let first = build(&project);
    assert!(first.code == Some(0) && first.err.contains("raw-html"), "{}", first.err);
    project.edit("site.toml", "title", "# \ntitle");
    let again = build(&project);
    assert_eq!((again.code, again.err), (first.code, first.err));
}

#[test]
fn other_commands_go_on_from_what_a_build_kept_and_begin_nothing() {
    let project = Project::base();
    let check = || project.run(&["check", "--today", TODAY]);
    let first = check();
    assert!(first.code == Some(0) && !project.root().join(".pledgecard").exists());
    build(&project);
    assert_eq!((check().code, check().out), (first.code, first.out));
    alter(&project, "paper", "pager");
    assert!(check().out.contains("called `pager`"));
    project.edit("content/pledges/bridge.md", "A bridge over", "A bridge above");
    assert_eq!(check().code, Some(0));
}

/// A project may come from someone else, with what seems to be a memory of builds in it.
#[test]
fn nothing_is_written_through_a_link() {
    let project = Project::base();
    build(&project);
    let outside = Project::empty();
    outside.write("precious.txt", "mine");
    let names = fs::read_dir(project.root().join(".pledgecard")).unwrap().map(|one| one.unwrap().path());
    let names: Vec<PathBuf> = names.collect();
    assert_eq!(names.len(), 3);
    for name in &names {
        fs::remove_file(name).unwrap();
        std::os::unix::fs::symlink(outside.root().join("precious.txt"), name).unwrap();
    }
    project.edit("content/pledges/bridge.md", "A bridge over", "A bridge above");
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(outside.read("precious.txt"), "mine");
    let is_link = |name: &PathBuf| fs::symlink_metadata(name).unwrap().is_symlink();
    assert!(names.iter().filter(|name| is_link(name)).count() == 1, "what is remembered stands there instead");
    let folder = project.root().join(".pledgecard");
    fs::remove_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink(outside.root(), &folder).unwrap();
    project.edit("content/pledges/bridge.md", "A bridge above", "A bridge over");
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(fs::read_dir(outside.root()).unwrap().count(), 1);
}
