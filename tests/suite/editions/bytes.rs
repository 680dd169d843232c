//! Every single byte of every manifest, signature and object, changed: each change is found, and its text names the
//! edition and the file.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pledgecard::diagnostic::{Diagnostics, Severity};
use pledgecard::edge::{disk, ssh};
use pledgecard::edition::{self, Digest, Layout, Manifest};
use pledgecard::inputs::Inputs;

use super::super::bench::Project;
use super::{published_site, sealed_project};

/// The files of editions, and for each the editions that a fault of it may name.
fn files(inputs: &Inputs, layout: Layout) -> BTreeMap<String, Vec<u32>> {
    let mut files: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for number in 1..=3 {
        let bytes = inputs.bytes(&layout.manifest(number)).unwrap();
        files.entry(layout.manifest(number)).or_default().push(number);
        if inputs.contains(&layout.signature(number)) {
            files.entry(layout.signature(number)).or_default().push(number);
        }
        files.entry(layout.object(&Digest::of(bytes))).or_default().push(number);
        for digest in Manifest::parse(bytes).unwrap().files.values() {
            files.entry(layout.object(digest)).or_default().push(number);
        }
    }
    files.retain(|path, _| inputs.contains(path));
    files
}

fn faults(inputs: &Inputs, layout: Layout) -> Diagnostics {
    let (chain, mut faults) = edition::read(inputs, layout);
    if !faults.has_errors() {
        faults.append(ssh::verify(&chain, layout, None).unwrap());
    }
    faults
}

/// Whether an error names the file, and one of the editions.
fn is_named(faults: &Diagnostics, path: &str, editions: &[u32]) -> bool {
    let mut errors = faults.iter().filter(|one| one.severity == Severity::Error);
    errors.any(|one| {
        let words: Vec<&str> = one.message.split(|c: char| !c.is_alphanumeric()).collect();
        let names = |number: &u32| words.windows(2).any(|two| two == ["edition", &*number.to_string()]);
        *one.place.path == *path && editions.iter().any(names)
    })
}

fn every_byte(project: &Project, layout: Layout, inputs: &Inputs) {
    assert!(faults(inputs, layout).is_empty());
    let files = files(inputs, layout);
    assert!(files.len() >= 16, "{:?}", files.keys());
    let changes: Vec<(&String, usize, u8)> = files
        .keys()
        .flat_map(|path| {
            (0..inputs.bytes(path).unwrap().len()).flat_map(move |at| [(path, at, 0x01), (path, at, 0xff)])
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut unseen = Vec::new();
        let mut inputs = inputs.clone();
        while let Some((path, at, mask)) = changes.get(next.fetch_add(1, Ordering::Relaxed)) {
            let whole: Arc<[u8]> = inputs.bytes(path).unwrap().clone();
            let mut bytes = whole.to_vec();
            bytes[*at] ^= mask;
            inputs.insert(path.as_str(), bytes);
            let faults = faults(&inputs, layout);
            if !is_named(&faults, path, &files[*path]) {
                let said: Vec<&str> = faults.iter().map(|one| &*one.message).collect();
                unseen.push(format!("{path}, byte {at} ^ {mask:#x}: {said:?}"));
            }
            inputs.insert(path.as_str(), whole);
        }
        unseen
    };
    let unseen: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let shown = unseen.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(unseen.is_empty(), "{} of {} in {}:\n{shown}", unseen.len(), changes.len(), project.root().display());
    assert!(changes.len() > 10_000, "{} changes", changes.len());
}

#[test]
fn no_byte_of_a_project_changes_unseen() {
    let project = sealed_project();
    every_byte(&project, Layout::Project, &project.inputs());
}

#[test]
fn no_byte_of_a_published_site_changes_unseen() {
    let site = published_site();
    every_byte(&site, Layout::Site, &disk::read_published(site.root()).unwrap());
}

#[test]
fn nothing_is_cut_off_unseen() {
    let project = sealed_project();
    let inputs = project.inputs();
    for (path, editions) in files(&inputs, Layout::Project) {
        let whole = inputs.bytes(&path).unwrap();
        for end in 0..whole.len() {
            let mut cut = inputs.clone();
            cut.insert(path.as_str(), &whole[..end]);
            let (_, faults) = edition::read(&cut, Layout::Project);
            assert!(is_named(&faults, &path, &editions), "{path} cut at {end}");
        }
    }
}
