//! Signed editions, and who may sign.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::super::bench::Project;
use super::{SEALED, at, keys, rewrite, seal, sealed_project, verify};

/// A signature as `ssh-keygen` makes it.
pub(super) fn signature(key: &str, signed: &[u8]) -> Vec<u8> {
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "sign", "-q", "-n", "pledgecard", "-f", &keys().path(key)]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(signed).unwrap();
    child.wait_with_output().unwrap().stdout
}

#[test]
fn a_signature_is_that_of_ssh_keygen() {
    let project = sealed_project();
    let manifest = fs::read(project.root().join("content/editions/0003.manifest")).unwrap();
    assert_eq!(project.read("content/editions/0003.manifest.sig").as_bytes(), signature("editor", &manifest));
}

#[test]
fn allowed_signers_are_told_from_strangers() {
    let project = sealed_project();
    for (name, code) in [("editor", 0), ("stranger", 1)] {
        let ran = verify(project.root(), &["--signers", &keys().path(&format!("{name}.signers"))]);
        assert_eq!(ran.code, Some(code), "{name}: {}{}", ran.out, ran.err);
        assert!(
            code == 0 || ran.out.contains("edition 2 does not hold: no allowed signer has this key"),
            "{}",
            ran.out
        );
    }
    let ran = verify(project.root(), &["--signers", "nowhere"]);
    assert!(ran.code == Some(2) && ran.err.contains("nowhere"), "{}", ran.err);
}

#[test]
fn a_signer_counts_for_our_namespace_and_for_the_time_of_sealing() {
    let project = sealed_project();
    let line = fs::read_to_string(keys().path("editor.signers")).unwrap();
    let with = |options: &str| line.replacen(' ', &format!(" {options} "), 1);
    for (signers, code) in [
        (with("namespaces=\"git\""), 1),
        (with("namespaces=\"git,pledgecard\""), 0),
        (with("valid-before=\"20260625\""), 0),
        (with("valid-before=\"20260615\""), 1),
        (with("valid-after=\"20260615\""), 1),
    ] {
        project.write("signers", &signers);
        let ran = verify(project.root(), &["--signers", "signers"]);
        assert_eq!(ran.code, Some(code), "{signers}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_key_that_is_none_seals_nothing() {
    let project = sealed_project();
    rewrite(&project, "sea");
    project.write("key", "no key");
    for key in ["key", "nowhere"] {
        let ran = at(SEALED[2], project.root(), &["seal", "-m", "x", "--sign", key]);
        assert!(ran.code == Some(2) && ran.err.contains(&format!("could not sign with `{key}`")), "{}", ran.err);
    }
    assert!(!project.root().join("content/editions/0004.manifest").exists());
    assert!(!project.root().join("content/editions/0004.md").exists());
}

#[test]
fn the_last_edition_must_be_signed_where_signers_are_asked_for() {
    let project = sealed_project();
    rewrite(&project, "sea");
    seal(&project, SEALED[2], &["Unsigned"]);
    assert_eq!(verify(project.root(), &[]).code, Some(0));
    let ran = verify(project.root(), &["--signers", &keys().path("editor.signers")]);
    assert!(ran.code == Some(1) && ran.out.contains("edition 4, the last, is not signed"), "{}", ran.out);
    let none = Project::base();
    assert_eq!(verify(none.root(), &["--signers", &keys().path("editor.signers")]).code, Some(2));
}
