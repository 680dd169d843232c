//! Same input, same bytes: whatever the folder, the time zone, the locale, the threads and the order of the files.

use std::fs;
use std::path::Path;

use super::bench::{DEMO_TODAY, Project, binary, home, tree, walk};

fn build(root: &Path, environment: &[(&str, &str)]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut command = binary(root);
    command.args(["build", "--today", DEMO_TODAY, "--quiet"]).envs(environment.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    tree(&root.join("public"))
}

/// The demo, with its files written in another order.
fn demo(backwards: bool) -> Project {
    let project = Project::empty();
    let roots = ["content", "themes"].map(|folder| walk(&home().join(folder)));
    let mut files: Vec<_> = roots.into_iter().flatten().chain([home().join("site.toml")]).collect();
    if backwards {
        files.reverse();
    }
    for file in files {
        let inside = file.strip_prefix(home()).unwrap().to_string_lossy().into_owned();
        project.write(&inside, fs::read(&file).unwrap());
    }
    project
}

#[test]
fn one_tree_everywhere() {
    let (here, there) = (demo(false), demo(true));
    let first = build(here.root(), &[]);
    let others = [
        &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "1")][..],
        &[("TZ", "Pacific/Niue"), ("LANG", "ko_KR.UTF-8"), ("RAYON_NUM_THREADS", "7")],
    ];
    for environment in others {
        fs::remove_dir_all(there.root().join("public")).ok();
        assert!(build(there.root(), environment) == first, "{environment:?}");
    }
    assert!(build(there.root(), &[]) == first, "a build over another");
}

#[test]
fn without_a_day_the_clock_or_its_stand_in_decides() {
    let project = Project::base();
    let front = |epoch: &str| {
        let mut command = binary(project.root());
        assert!(command.args(["build", "--quiet"]).env("SOURCE_DATE_EPOCH", epoch).status().unwrap().success());
        project.read("public/index.html")
    };
    assert!(front("1782777600").contains("30 June 2026"));
}
