//! `seal` is killed, or the disk fails, at each call in turn: what is left verifies, and a second `seal` ends as an
//! undisturbed one does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use pledgecard::edge::{disk, ssh};
use pledgecard::edition::{self, Layout};

use super::super::bench::{Project, Ran, copy, tree};
use super::{SEALED, at, keys, rewrite, seal};

/// The calls; those with a question mark are not there on every machine.
const CALLS: &[&str] = &[
    "openat",
    "read",
    "write",
    "close",
    "fsync,fdatasync",
    "?rename,?renameat,renameat2",
    "?link,linkat",
    "?unlink,unlinkat",
    "?mkdir,mkdirat",
    "ftruncate",
    "flock",
    "lseek",
    "getdents64",
    "statx",
];

/// One faulty run.
#[derive(Clone, Copy, Debug)]
struct Fault {
    calls: &'static str,
    what: &'static str,
    when: usize,
}

const KILL: &str = "signal=SIGKILL";
const FAIL: &str = "error=EIO";

/// A project with one edition, and a change to be sealed with a note and a signature.
fn before() -> Project {
    let project = Project::base();
    seal(&project, SEALED[0], &["The first"]);
    rewrite(&project, "water");
    project
}

fn arguments() -> Vec<String> {
    ["seal", "-m", "The second", "--sign", &keys().path("editor")].map(str::to_owned).to_vec()
}

/// Seals under a fault, and whether the fault came to pass.
fn seal_with(project: &Project, fault: Fault) -> bool {
    let log = project.root().join("strace.log");
    let Fault { calls, what, when } = fault;
    let mut command = Command::new("strace");
    // The first thread writes; the others read.
    command.args(["-qq", "-o"]).arg(&log);
    command.args(["-e", &format!("trace={calls}"), "-e", &format!("inject={calls}:{what}:when={when}")]);
    command.arg(env!("CARGO_BIN_EXE_pledgecard")).args(arguments());
    command.current_dir(project.root()).env("SOURCE_DATE_EPOCH", SEALED[1]).env("RAYON_NUM_THREADS", "2");
    let ran: Ran = command.output().expect("strace is installed by tests/run").into();
    let log = fs::read_to_string(log).unwrap_or_default();
    assert!(!ran.err.contains("invalid"), "{}", ran.err);
    log.contains("INJECTED") || log.contains("killed by SIGKILL")
}

/// What stands in a project but for the lock, which means nothing once nobody holds it.
fn content(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(&project.root().join("content"));
    files.remove("editions/.lock");
    files
}

/// Whether what is left verifies, and a second run ends where an undisturbed one does.
fn recover(project: &Project, undisturbed: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let (chain, mut faults) = edition::read(&disk::read(project.root()).unwrap(), Layout::Project);
    faults.append(ssh::verify(&chain, Layout::Project, None).unwrap());
    if faults.has_errors() {
        return Err(format!("it does not verify: {:?}", faults.iter().map(|one| &one.message).collect::<Vec<_>>()));
    }
    let whole = project.root().join("content/editions/0002.manifest").exists();
    let arguments = arguments();
    let ran = at(SEALED[1], project.root(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let done = if whole { ran.err.contains("[nothing-to-seal]") } else { ran.code == Some(0) };
    let now = content(project);
    if !done || now != *undisturbed {
        let differ: Vec<&String> = now.keys().filter(|path| now.get(*path) != undisturbed.get(*path)).collect();
        return Err(format!("a second run gives {:?}, {differ:?}: {}", ran.code, ran.err));
    }
    Ok(())
}

#[test]
fn killed_or_failing_at_any_call_it_leaves_what_verifies_and_can_be_sealed() {
    let start = before();
    let undisturbed = {
        let project = Project::empty();
        copy(start.root(), project.root());
        let arguments = arguments();
        assert_eq!(
            at(SEALED[1], project.root(), &arguments.iter().map(String::as_str).collect::<Vec<_>>()).code,
            Some(0)
        );
        content(&project)
    };
    let (faults, seen) = (AtomicUsize::new(0), Mutex::new(BTreeSet::new()));
    let wrong = Mutex::new(Vec::new());
    // A `close` that is failed from outside closes nothing, which no disk does.
    let all = CALLS.iter().flat_map(|calls| [(*calls, KILL), (*calls, FAIL)]);
    let lanes: Vec<(&str, &str)> = all.filter(|lane| *lane != ("close", FAIL)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((calls, what)) = lanes.get(next.fetch_add(1, Ordering::Relaxed)) {
            for when in 1..=60 {
                let project = Project::empty();
                copy(start.root(), project.root());
                let fault = Fault { calls, what, when };
                if !seal_with(&project, fault) {
                    break;
                }
                faults.fetch_add(1, Ordering::Relaxed);
                // What was left once need not be mended twice.
                let left = content(&project);
                if !seen.lock().unwrap().insert(left) {
                    continue;
                }
                if let Err(reason) = recover(&project, &undisturbed) {
                    wrong.lock().unwrap().push(format!("{fault:?}: {reason}"));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let wrong = wrong.into_inner().unwrap();
    let (faults, states) = (faults.into_inner(), seen.into_inner().unwrap().len());
    assert!(wrong.is_empty(), "{} of {faults}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(faults >= 200 && states >= 12, "{faults} faults, {states} states");
}
