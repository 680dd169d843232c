//! The pages of sealed editions: they depend on what was sealed alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::bench::{Project, run, tree};
use super::{SEALED, rewrite, seal, sealed_project};

fn built(folder: &Path, today: &str) -> BTreeMap<String, Vec<u8>> {
    let ran = run(folder, &["build", "--today", today]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    tree(&folder.join("public"))
}

#[test]
fn restore_and_build_give_the_site_that_was() {
    let project = Project::base();
    seal(&project, SEALED[0], &["The first"]);
    let then = built(project.root(), "2026-06-02");
    rewrite(&project, "water");
    seal(&project, SEALED[1], &["The second"]);
    assert_eq!(project.run(&["restore", "1", "old"]).code, Some(0));
    let now = built(&project.root().join("old"), "2027-01-01");
    let differ: Vec<&String> =
        then.keys().chain(now.keys()).filter(|path| then.get(*path) != now.get(*path)).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn the_root_is_the_last_edition_until_something_is_written_whatever_the_day() {
    let project = sealed_project();
    // A status is overdue long after; no day may show it in what was sealed.
    let first = built(project.root(), "2026-06-20");
    let later = built(project.root(), "2031-01-01");
    let differ: Vec<&String> = first.keys().filter(|path| first.get(*path) != later.get(*path)).collect();
    assert!(differ.is_empty() && first.len() == later.len(), "{differ:?}");
    rewrite(&project, "sea");
    let draft = built(project.root(), "2026-06-20");
    assert_ne!(draft["index.html"], first["index.html"]);
    assert!(String::from_utf8_lossy(&draft["pledges/bridge/index.html"]).contains("over the sea"));
    rewrite(&project, "lake");
    assert_eq!(built(project.root(), "2026-06-20")["index.html"], first["index.html"]);
}

#[test]
fn the_pages_of_a_sealed_edition_stay_as_they_are() {
    let project = Project::base();
    seal(&project, SEALED[0], &["The first"]);
    rewrite(&project, "water");
    seal(&project, SEALED[1], &["The second"]);
    let before = built(project.root(), "2026-06-11");
    rewrite(&project, "lake");
    seal(&project, SEALED[2], &["The third"]);
    let after = built(project.root(), "2028-06-11");
    let pages: Vec<&String> = before
        .keys()
        .filter(|path| path.starts_with("editions/1/") || path.starts_with("pledges/bridge/editions/1/"))
        .collect();
    assert!(pages.len() >= 3, "{:?}", before.keys());
    for path in pages {
        assert!(before.get(path) == after.get(path), "{path}");
    }
}

#[test]
fn what_an_interrupted_seal_left_is_not_published() {
    let project = sealed_project();
    let stray = pledgecard::edition::Digest::of(b"not ours to print");
    project.write(&format!("content/editions/objects/{stray}"), "not ours to print");
    let site = built(project.root(), "2026-06-20");
    assert!(!site.contains_key(&format!("editions/objects/{stray}")));
    let secret = fs::read_dir(project.root().join("public/editions/objects")).unwrap();
    let texts = secret.map(|one| fs::read_to_string(one.unwrap().path()).unwrap());
    assert!(texts.into_iter().all(|text| !text.contains("A bridge will be built.")), "a private copy was published");
}

#[test]
fn a_text_that_happens_to_be_that_of_a_private_copy_is_published_with_its_edition() {
    let project = Project::base();
    project.write("content/archive/paper.txt", "").write("themes/civic/extra.css", "");
    project.edit("content/sources.toml", "[paper]\n", "[paper]\nfile = \"archive/paper.txt\"\n");
    seal(&project, SEALED[0], &["The first"]);
    built(project.root(), "2026-06-02");
    let ran = run(project.root(), &["verify", "public"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
