//! Sealed editions: a small project with three of them, and what is asked of it. `attacks` tampers with whole files,
//! `bytes` with single ones, `killed` interrupts `seal`, `network` verifies by address.

mod attacks;
mod bytes;
mod commands;
mod killed;
mod network;
mod pages;
mod signing;
mod verdicts;
mod victim;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::bench::{Project, Ran, binary, run, tree};

/// When the three editions were sealed, in seconds since 1970: 1, 10 and 20 June 2026.
pub(crate) const SEALED: [&str; 3] = ["1780272000", "1781049600", "1781913600"];

/// Runs the binary at a moment.
pub(crate) fn at(moment: &str, folder: &Path, args: &[&str]) -> Ran {
    binary(folder).args(args).env("SOURCE_DATE_EPOCH", moment).output().unwrap().into()
}

/// Seals a project, which must be possible.
pub(crate) fn seal(project: &Project, moment: &str, args: &[&str]) -> String {
    let ran = at(moment, project.root(), &[&["seal", "-m"], args].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

/// What editors do between editions: the text of the pledge.
pub(crate) fn rewrite(project: &Project, word: &str) {
    let text = project.read("content/pledges/bridge.md");
    let (head, _) = text.rsplit_once("A bridge over the ").unwrap();
    project.write("content/pledges/bridge.md", format!("{head}A bridge over the {word}.\n"));
}

/// Keys to sign with, made once for all tests, and the files of their allowed signers.
pub(crate) struct Keys {
    folder: tempfile::TempDir,
}

impl Keys {
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}

pub(crate) fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let keys = Keys { folder: tempfile::tempdir().unwrap() };
        for name in ["editor", "stranger"] {
            let mut command = Command::new("ssh-keygen");
            command.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", &keys.path(name)]);
            assert!(command.status().expect("ssh-keygen is installed by tests/run").success());
            let public = fs::read_to_string(keys.path(&format!("{name}.pub"))).unwrap();
            fs::write(keys.path(&format!("{name}.signers")), format!("{name}@example.org {public}")).unwrap();
        }
        keys
    })
}

/// The files of the small project with three editions, the later two signed.
fn sealed_files() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let project = Project::base();
        project.write("content/archive/paper.txt", "A bridge will be built.\n").edit(
            "content/sources.toml",
            "[paper]\n",
            "[paper]\nfile    = \"archive/paper.txt\"\n",
        );
        seal(&project, SEALED[0], &["The first"]);
        rewrite(&project, "water");
        seal(&project, SEALED[1], &["The second", "--sign", &keys().path("editor")]);
        rewrite(&project, "lake");
        seal(&project, SEALED[2], &["The third\n\nWith a text.", "--sign", &keys().path("editor")]);
        tree(project.root())
    })
}

/// The site of that project.
fn published_files() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let project = sealed_project();
        let ran = at(SEALED[2], project.root(), &["build"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        tree(&project.root().join("public"))
    })
}

fn laid_out(files: &BTreeMap<String, Vec<u8>>) -> Project {
    let project = Project::empty();
    for (path, bytes) in files {
        project.write(path, bytes);
    }
    project
}

/// A copy of the small project with three editions.
pub(crate) fn sealed_project() -> Project {
    laid_out(sealed_files())
}

/// A copy of its published site.
pub(crate) fn published_site() -> Project {
    laid_out(published_files())
}

/// `verify`, of whatever stands in a folder.
pub(crate) fn verify(folder: &Path, args: &[&str]) -> Ran {
    run(folder, &[&["verify", ".", "--color", "never"], args].concat())
}

/// The script that verifies without the program.
fn script() -> PathBuf {
    super::bench::home().join("tests/verify-editions.sh")
}
