//! The one builder: a project in a folder of its own, and what the program makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pledgecard::diagnostic::{self, Diagnostics, Paint};
use pledgecard::edge::disk;
use pledgecard::inputs::Inputs;
use pledgecard::record::Date;
use pledgecard::render::{Renderer, Scratch};
use pledgecard::{Outcome, compile};

/// The day on which tests judge.
pub(crate) const TODAY: &str = "2026-06-30";

/// The day on which tests judge the demo: after its newest source.
pub(crate) const DEMO_TODAY: &str = "2026-11-24";

pub(crate) fn today() -> Date {
    Date::parse(TODAY).unwrap()
}

/// The repository.
pub(crate) fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A project in a temporary folder.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// An empty one.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// One whose folder is in memory, where there is such a place: waiting for the disk shows nothing more.
    pub(crate) fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { folder: folder.unwrap() }
    }

    /// The small sound project of tests/base.
    pub(crate) fn base() -> Self {
        let project = Self::empty();
        copy(&home().join("tests/base"), project.root());
        project
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    /// Replaces a text that must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no `{from}`");
        self.write(path, text.replace(from, to))
    }

    /// Gives it a theme `mine` of its own, with this theme.toml.
    pub(crate) fn theme(&self, toml: &str) -> &Self {
        self.edit("site.toml", "[site]\n", "[site]\ntheme = \"mine\"\n").write("themes/mine/theme.toml", toml)
    }

    pub(crate) fn inputs(&self) -> Inputs {
        disk::read(self.root()).unwrap()
    }

    pub(crate) fn compile(&self) -> Outcome {
        compile(&self.inputs(), today())
    }

    /// The codes of all faults, in order of their places.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.compile().diagnostics.iter().map(|one| one.code.as_str()).collect()
    }

    /// All faults as a person reads them.
    pub(crate) fn faults(&self) -> String {
        printed(&self.compile().diagnostics, &self.inputs())
    }

    /// Every page, rendered.
    pub(crate) fn pages(&self) -> BTreeMap<String, String> {
        rendered(&self.compile())
    }

    /// Runs the binary in the project.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run(self.root(), args)
    }
}

/// What a run of the binary gave.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

pub(crate) fn binary(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pledgecard"));
    command.current_dir(folder);
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Ran {
    binary(folder).args(args).output().unwrap().into()
}

pub(crate) fn printed(diagnostics: &Diagnostics, inputs: &Inputs) -> String {
    diagnostic::human(diagnostics, inputs, Paint::Plain)
}

/// Every page of an outcome without errors, as text.
pub(crate) fn rendered(outcome: &Outcome) -> BTreeMap<String, String> {
    let publication = outcome.publication.as_ref().expect("the project has no errors");
    let renderer = Renderer::new(&publication.site, &publication.theme);
    let mut scratch = Scratch::default();
    let page = |(path, page)| {
        let path: &pledgecard::site::SitePath = path;
        let bytes = renderer.page(path, page, &mut scratch).expect("the page renders");
        (path.to_string(), String::from_utf8_lossy(bytes).into_owned())
    };
    publication.site.pages.iter().map(page).collect()
}

/// Every file below a folder, by its path in it.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for path in walk(folder) {
        let inside = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        files.insert(inside, fs::read(&path).unwrap());
    }
    files
}

pub(crate) fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for path in walk(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, &target).unwrap();
    }
}

/// Whether expected texts are to be written anew.
pub(crate) fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Noon of the day on which tests judge, `days` later, as `SOURCE_DATE_EPOCH`.
pub(crate) fn epoch(days: u64) -> String {
    (1_782_820_800 + days * 86_400).to_string()
}
