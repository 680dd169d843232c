//! Publishing to a branch: one commit, and nothing else of the repository is touched.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::bench::{Project, Ran, binary, epoch, tree};
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
    repository_of(sealed())
}

fn repository_of(project: Project) -> Project {
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
    let (mut there, mut built) = (tree(&checked_out.root().join("site")), tree(&out.root().join("site")));
    assert_eq!((there.remove(".nojekyll"), there.remove(".git").is_some()), (Some(Vec::new()), true));
    // That of the branch goes on with a list of its files.
    let [marker, short] = [&mut there, &mut built].map(|files| files.remove(".pledgecard").unwrap());
    assert!(marker.starts_with(&short));
    assert!(there == built);
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

/// Commits something to the branch by hand.
fn commit_by_hand(project: &Project, change: impl FnOnce(&Path)) {
    let other = Project::empty();
    let there = other.root().join("site");
    git(project.root(), &["worktree", "add", "-q", &there.to_string_lossy(), "gh-pages"]);
    change(&there);
    git(&there, &["add", "-A"]);
    git(&there, &["commit", "-qm", "By hand"]);
    git(project.root(), &["worktree", "remove", "--force", &there.to_string_lossy()]);
}

#[test]
fn the_domain_of_a_branch_stays_forward_and_back() {
    let project = repository();
    let root = project.root();
    publish(&project, 0, &[]);
    commit_by_hand(&project, |there| fs::write(there.join("CNAME"), "pledges.example.org\n").unwrap());
    project.go_on().seal_on(1, "The second");
    publish(&project, 1, &[]);
    assert_eq!(git(root, &["show", "gh-pages:CNAME"]), "pledges.example.org");
    commit_by_hand(&project, |there| fs::write(there.join("CNAME"), "pledges.example.com\n").unwrap());
    assert_eq!(project.run_on(2, &["rollback", "git:gh-pages"]).code, Some(0));
    assert_eq!(git(root, &["show", "gh-pages:CNAME"]), "pledges.example.com");
    assert!(!git(root, &["ls-tree", "--name-only", "gh-pages:editions"]).contains('2'));
}

/// A repository whose two editions are published to a branch that site.toml has pushed to the second one.
fn pushed() -> (Project, Project) {
    let (project, origin) = (Project::base(), Project::empty());
    let site = project.read("site.toml");
    project.write("site.toml", format!("{site}\n[publish.pages]\nto = \"git:gh-pages\"\npush = true\n"));
    project.seal_on(0, "The first");
    let project = repository_of(project);
    git(origin.root(), &["init", "-q", "--bare", "-b", "main"]);
    git(project.root(), &["remote", "add", "origin", &origin.root().to_string_lossy()]);
    assert_eq!(project.run_on(0, &["publish", "pages"]).code, Some(0));
    project.go_on().seal_on(1, "The second");
    assert_eq!(project.run_on(1, &["publish", "pages"]).code, Some(0));
    (project, origin)
}

#[test]
fn a_rollback_is_pushed_where_publications_are() {
    let (project, origin) = pushed();
    let tip = |of: &Project| git(of.root(), &["rev-parse", "gh-pages"]);
    let second = tip(&project);
    assert_eq!(tip(&origin), second);
    // The other side takes nothing: then nothing is changed here.
    let hook = origin.root().join("hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let ran = project.run_on(2, &["rollback", "pages"]);
    assert!(ran.code == Some(2) && ran.err.contains("could not roll back the branch"), "{}{}", ran.out, ran.err);
    assert_eq!(tip(&project), second);
    fs::remove_file(&hook).unwrap();
    let ran = project.run_on(2, &["rollback", "pages"]);
    assert!(ran.code == Some(0) && ran.out.starts_with("live again: edition 1\n"), "{}{}", ran.out, ran.err);
    assert!(tip(&project) != second && tip(&origin) == tip(&project) && !ran.err.contains("not pushed"));
    // Without the name of site.toml it is not asked for, and that is said.
    assert_eq!(project.run_on(2, &["publish", "pages"]).code, Some(0));
    let there = tip(&origin);
    let ran = project.run_on(2, &["rollback", "git:gh-pages"]);
    assert!(ran.code == Some(0) && ran.err.contains("it was not pushed: `git push origin gh-pages`"), "{}", ran.err);
    assert!(tip(&origin) == there && tip(&project) != there);
    git(project.root(), &["update-ref", "refs/heads/gh-pages", &there]);
    assert_eq!(project.run_on(2, &["rollback", "git:gh-pages", "--push"]).code, Some(0));
    assert!(tip(&origin) == tip(&project) && tip(&origin) != there);
}

/// A repository with two editions, of which each was published to its branch.
fn published_twice() -> Project {
    let project = repository();
    publish(&project, 0, &[]);
    project.go_on().seal_on(1, "The second");
    publish(&project, 1, &[]);
    project
}

#[test]
fn a_rollback_does_not_lose_what_was_published_meanwhile() {
    let project = published_twice();
    let root = project.root();
    let meanwhile = git(root, &["commit-tree", "gh-pages^{tree}", "-p", "gh-pages", "-m", "Meanwhile"]);
    // A git that moves the branch before it makes a commit.
    let tools = Project::empty();
    let path = std::env::var("PATH").unwrap();
    let real = path.split(':').map(|one| Path::new(one).join("git")).find(|one| one.is_file()).unwrap();
    let real = real.display();
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *commit-tree*) {real} -C {} update-ref refs/heads/gh-pages {meanwhile};; esac\n\
         exec {real} \"$@\"\n",
        root.display()
    );
    tools.write("git", script);
    fs::set_permissions(tools.root().join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = binary(root);
    command.args(["rollback", "git:gh-pages"]).env("PATH", format!("{}:{path}", tools.root().display()));
    let ran: Ran = command.output().unwrap().into();
    assert!(ran.code == Some(2) && ran.err.contains("could not roll back the branch"), "{}{}", ran.out, ran.err);
    assert_eq!(git(root, &["rev-parse", "gh-pages"]), meanwhile);
}

#[test]
fn files_of_others_on_the_branch_stop_it_by_name() {
    let project = published_twice();
    let root = project.root();
    project.edit("content/pledges/bridge.md", "over the river", "over the water").seal_on(2, "The third");
    let second = git(root, &["rev-parse", "gh-pages"]);
    for foreign in ["ads.txt", "google123.html", "images/own.png", "link", "repository"] {
        commit_by_hand(&project, |there| {
            fs::create_dir_all(there.join("images")).unwrap();
            let at = there.join(foreign);
            match foreign {
                "link" => std::os::unix::fs::symlink("index.html", at).unwrap(),
                "repository" => {
                    git(there, &["init", "-q", foreign]);
                    git(&at, &["commit", "-q", "--allow-empty", "-m", "Mine"]);
                }
                _ => fs::write(at, "mine").unwrap(),
            }
        });
        let there = git(root, &["rev-parse", "gh-pages"]);
        let told = format!("pledgecard did not write these files, and they would be gone:\n  /{foreign}\n");
        let ran = project.run_on(2, &["publish", "git:gh-pages"]);
        assert!(ran.code == Some(1) && ran.err.contains(&told), "{}{}", ran.out, ran.err);
        let ran = project.run_on(2, &["rollback", "git:gh-pages"]);
        assert!(ran.code == Some(2) && ran.err.contains(&told), "{}{}", ran.out, ran.err);
        assert_eq!(git(root, &["rev-parse", "gh-pages"]), there);
        git(root, &["update-ref", "refs/heads/gh-pages", &second]);
    }
    publish(&project, 2, &[]);
}

#[test]
fn a_file_that_stays_on_the_branch_keeps_its_mode() {
    let project = repository();
    publish(&project, 0, &[]);
    let mode = || git(project.root(), &["ls-tree", "gh-pages", "robots.txt"])[..6].to_owned();
    commit_by_hand(&project, |there| {
        fs::set_permissions(there.join("robots.txt"), fs::Permissions::from_mode(0o755)).unwrap();
    });
    assert_eq!(mode(), "100755");
    project.go_on().seal_on(1, "The second");
    publish(&project, 1, &[]);
    assert_eq!(mode(), "100755");
}

/// A hook of another repository calls it with variables that name that one.
#[test]
fn the_repository_is_the_projects_whatever_the_environment_says() {
    let (project, other) = (repository(), Project::empty());
    git(other.root(), &["init", "-q", "-b", "main"]);
    let there = other.root().join(".git");
    let mut command = binary(project.root());
    command.args(["publish", "git:gh-pages"]).env("SOURCE_DATE_EPOCH", epoch(0));
    command.env("GIT_DIR", &there).env("GIT_WORK_TREE", other.root()).env("GIT_INDEX_FILE", there.join("index"));
    command.env("GIT_OBJECT_DIRECTORY", there.join("objects")).env("GIT_PREFIX", "x/");
    let ran: Ran = command.output().unwrap().into();
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(git(other.root(), &["branch", "--list", "gh-pages"]).is_empty());
    assert_eq!(git(project.root(), &["log", "--format=%s", "gh-pages"]), "The first");
}
