//! A copy of the project or of the site that is tampered with, by the careless and by the careful.

use std::fs;
use std::os::unix::fs::symlink;

use pledgecard::edition::{Digest, Layout, Manifest};

use super::super::bench::Project;
use super::{published_site, sealed_project};

/// A copy of the project or of the site, to be tampered with.
pub(super) struct Victim {
    pub(super) project: Project,
    pub(super) layout: Layout,
}

impl Victim {
    pub(super) fn of(layout: Layout) -> Self {
        let project = if layout == Layout::Project { sealed_project() } else { published_site() };
        Self { project, layout }
    }

    pub(super) fn manifest(&self, number: u32) -> String {
        self.layout.manifest(number)
    }

    pub(super) fn signature(&self, number: u32) -> String {
        self.layout.signature(number)
    }

    pub(super) fn parsed(&self, number: u32) -> Manifest {
        Manifest::parse(&self.bytes(&self.manifest(number))).unwrap()
    }

    /// The object of a file of edition 3, or of its manifest.
    pub(super) fn object(&self, path: &str) -> String {
        self.object_in(3, path)
    }

    pub(super) fn object_in(&self, number: u32, path: &str) -> String {
        let digest = if path == "manifest" {
            Digest::of(&self.bytes(&self.manifest(number)))
        } else {
            self.parsed(number).files[path]
        };
        self.layout.object(&digest)
    }

    pub(super) fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.project.root().join(path)).unwrap()
    }

    pub(super) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.project.write(path, bytes);
    }

    pub(super) fn change(&self, path: &str, change: impl Fn(&mut Vec<u8>)) {
        let mut bytes = self.bytes(path);
        change(&mut bytes);
        self.write(path, bytes);
    }

    pub(super) fn remove(&self, path: &str) {
        self.project.remove(path);
    }

    pub(super) fn rename(&self, from: &str, to: &str) {
        let to = self.project.root().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.project.root().join(from), to).unwrap();
    }

    pub(super) fn swap(&self, one: &str, other: &str) {
        let (first, second) = (self.bytes(one), self.bytes(other));
        self.write(one, second);
        self.write(other, first);
    }

    pub(super) fn link(&self, path: &str, to: &str) {
        self.remove(path);
        symlink(to, self.project.root().join(path)).unwrap();
    }

    /// The careful forger: a manifest with another text, its copy with it, and no signature that would tell.
    pub(super) fn forge(&self, number: u32, change: impl Fn(&str) -> String) {
        self.remove(&self.object_in(number, "manifest"));
        let text = change(&String::from_utf8(self.bytes(&self.manifest(number))).unwrap());
        self.write(&self.manifest(number), &text);
        self.write(&self.layout.object(&Digest::of(text.as_bytes())), &text);
        let _ = fs::remove_file(self.project.root().join(self.signature(number)));
    }

    /// The same, with every later edition made to follow.
    pub(super) fn forge_on(&self, number: u32, change: impl Fn(&str) -> String) {
        self.forge(number, change);
        for later in number + 1..=3 {
            let before = Digest::of(&self.bytes(&self.manifest(later - 1)));
            let previous = self.parsed(later).previous.to_string();
            self.forge(later, |text| text.replace(&previous, &before.to_string()));
        }
    }

    /// One more edition, forged.
    pub(super) fn append(&self) {
        let third = String::from_utf8(self.bytes(&self.manifest(3))).unwrap();
        let (before, previous) = (Digest::of(third.as_bytes()), self.parsed(3).previous.to_string());
        let text = third.replace("edition 3\n", "edition 4\n").replace(&previous, &before.to_string());
        self.write(&self.manifest(4), &text);
        self.write(&self.layout.object(&Digest::of(text.as_bytes())), &text);
    }

    pub(super) fn drop_edition(&self, number: u32) {
        self.remove(&self.object_in(number, "manifest"));
        self.remove(&self.manifest(number));
        let _ = fs::remove_file(self.project.root().join(self.signature(number)));
    }

    pub(super) fn unlist(&self, number: u32) {
        let text = String::from_utf8(self.bytes("editions/timemap")).unwrap();
        let keep = text.lines().filter(|line| !line.contains(&format!("/editions/{number}/")));
        self.write("editions/timemap", keep.collect::<Vec<_>>().join("\n"));
    }
}
