//! Publishing to a branch: one commit, and nothing else of the repository is touched.

use std::path::Path;
use std::process::Command;

use super::bench::{Project, Ran, tree};
use super::publish::sealed;

pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")] {
        command.env(name, value);
    }
    let output = command
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Eva", "-c", "user.email=eva@example.org"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// A repository with a sealed edition, and with work that is not committed.
fn repository() -> Project {
    let project = sealed();
    let root = project.root();
    git(root, &["init", "-q", "-b", "main"]);
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "All"]);
    project.write("notes/staged.txt", "staged\n").write("notes/loose.txt", "loose\n");
    git(root, &["add", "notes/staged.txt"]);
    project.write("notes/staged.txt", "staged, and changed since\n");
    project
}

fn publish(project: &Project, day: u64, more: &[&str]) -> Ran {
    let args: Vec<&str> = ["publish", "git:gh-pages"].iter().chain(more).copied().collect();
    let ran = project.run_on(day, &args);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran
}

#[test]
fn the_tree_is_the_built_folder_and_the_work_tree_is_as_it_was() {
    let project = repository();
    let root = project.root();
    let state = || {
        (
            git(root, &["status", "--porcelain=v2", "--branch"]),
            std::fs::read(root.join(".git/index")).unwrap(),
            git(root, &["rev-parse", "HEAD"]),
        )
    };
    let before = state();
    publish(&project, 0, &[]);
    assert_eq!(state(), before);
    let out = Project::empty();
    assert_eq!(project.run_on(0, &["build", "--out", &out.root().join("site").to_string_lossy()]).code, Some(0));
    let checked_out = Project::empty();
    git(root, &["worktree", "add", "-q", &checked_out.root().join("site").to_string_lossy(), "gh-pages"]);
    let mut there = tree(&checked_out.root().join("site"));
    assert_eq!((there.remove(".nojekyll"), there.remove(".git").is_some()), (Some(Vec::new()), true));
    assert!(there == tree(&out.root().join("site")));
}

#[test]
fn publishing_twice_makes_no_commit_and_the_message_is_the_note() {
    let project = repository();
    let root = project.root();
    publish(&project, 0, &[]);
    let first = git(root, &["rev-parse", "gh-pages"]);
    assert!(publish(&project, 3, &[]).out.contains("already published"));
    assert_eq!(git(root, &["rev-parse", "gh-pages"]), first);
    assert_eq!(git(root, &["log", "-1", "--format=%B", "gh-pages"]), "The first");
    project.go_on().seal_on(1, "The second\n\nMuch was mended.");
    publish(&project, 1, &[]);
    assert_eq!(git(root, &["log", "-1", "--format=%B", "gh-pages"]), "The second\n\nMuch was mended.");
    assert_eq!(git(root, &["rev-parse", "gh-pages^"]), first);
    assert_eq!(git(root, &["rev-list", "--count", "gh-pages"]), "2");
    let ran = project.run_on(2, &["rollback", "git:gh-pages"]);
    assert!(ran.code == Some(0) && ran.out.starts_with("live again: edition 1\n"), "{}{}", ran.out, ran.err);
    assert_eq!(git(root, &["rev-parse", "gh-pages^{tree}"]), git(root, &["rev-parse", &format!("{first}^{{tree}}")]));
}

#[test]
fn it_is_pushed_when_asked_from_a_fresh_clone_too() {
    let project = repository();
    let origin = Project::empty();
    git(origin.root(), &["init", "-q", "--bare", "-b", "main"]);
    git(project.root(), &["remote", "add", "origin", &origin.root().to_string_lossy()]);
    publish(&project, 0, &["--push"]);
    let first = git(origin.root(), &["rev-parse", "gh-pages"]);
    git(project.root(), &["push", "-q", "origin", "main"]);
    let clone = Project::empty();
    git(clone.root(), &["clone", "-q", "--single-branch", &origin.root().to_string_lossy(), "."]);
    assert!(publish(&clone, 0, &["--push"]).out.contains("already published"));
    assert_eq!(git(origin.root(), &["rev-parse", "gh-pages"]), first);
    clone.go_on().seal_on(1, "The second");
    publish(&clone, 1, &["--push"]);
    assert_eq!(git(origin.root(), &["rev-parse", "gh-pages^"]), first);
    // The first repository knows nothing of the second edition.
    let ran = project.run_on(1, &["publish", "git:gh-pages", "--push"]);
    assert!(ran.code == Some(1) && ran.err.contains("fetch the newer editions first"), "{}", ran.err);
}

#[test]
fn branches_of_somebody_else_are_left_alone() {
    let project = repository();
    let root = project.root();
    let ran = project.run_on(0, &["publish", "git:main"]);
    assert!(ran.code == Some(2) && ran.err.contains("it is checked out"), "{}", ran.err);
    git(root, &["branch", "other"]);
    let ran = project.run_on(0, &["publish", "git:other"]);
    assert!(ran.code == Some(2) && ran.err.contains("not a site that pledgecard wrote"), "{}", ran.err);
    assert_eq!(git(root, &["rev-parse", "other"]), git(root, &["rev-parse", "main"]));
    let alone = sealed();
    let ran = alone.run_on(0, &["publish", "git:gh-pages"]);
    assert!(ran.code == Some(2) && ran.err.contains("not a git repository"), "{}", ran.err);
}

#[test]
fn the_domain_of_a_branch_stays() {
    let project = repository();
    let root = project.root();
    publish(&project, 0, &[]);
    let other = Project::empty();
    let there = other.root().join("site");
    git(root, &["worktree", "add", "-q", &there.to_string_lossy(), "gh-pages"]);
    std::fs::write(there.join("CNAME"), "pledges.example.org\n").unwrap();
    git(&there, &["add", "CNAME"]);
    git(&there, &["commit", "-qm", "Domain"]);
    git(root, &["worktree", "remove", "--force", &there.to_string_lossy()]);
    project.go_on().seal_on(1, "The second");
    publish(&project, 1, &[]);
    assert_eq!(git(root, &["show", "gh-pages:CNAME"]), "pledges.example.org");
}
