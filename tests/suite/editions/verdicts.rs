//! Every attack has its verdict; the script without our program gives the same.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use pledgecard::edition::{Digest, Layout};

use super::super::bench::{Ran, TODAY, home};
use super::attacks::Verdict::{self, ByPin, BySigners, Found, Whole};
use super::attacks::{ATTACKS, Attack};
use super::victim::Victim;
use super::{keys, script, sealed_project, verify};

/// The verdict of the script.
fn script_verdict(victim: &Victim, args: &[&str]) -> Ran {
    Command::new("sh").arg(script()).arg(victim.project.root()).args(args).output().unwrap().into()
}

/// Whether both verdicts are as documented; what is wrong otherwise.
fn judge(victim: &Victim, verdict: Verdict, pin: &str) -> Result<(), String> {
    let signers = keys().path("editor.signers");
    let plain = (verify(victim.project.root(), &[]), script_verdict(victim, &[]));
    let pinned = || (verify(victim.project.root(), &["--pin", pin]), script_verdict(victim, &[pin]));
    let signed =
        || (verify(victim.project.root(), &["--signers", &signers]), script_verdict(victim, &["", &signers]));
    let expect = |(ours, theirs): &(Ran, Ran), code: i32| {
        if ours.code == Some(code) && theirs.code == Some(code) {
            return Ok(());
        }
        Err(format!(
            "wanted {code}: verify {:?}, script {:?}\n{}{}{}",
            ours.code, theirs.code, ours.out, ours.err, theirs.out
        ))
    };
    match verdict {
        Whole => expect(&plain, 0),
        Found(code, words) => {
            expect(&plain, 1)?;
            let said = &plain.0.out;
            let named = said.split("error[").any(|one| one.starts_with(code) && one.contains(words));
            if named { Ok(()) } else { Err(format!("no [{code}] with `{words}` in\n{said}")) }
        }
        ByPin => expect(&plain, 0).and_then(|()| expect(&pinned(), 1)),
        BySigners => expect(&plain, 0).and_then(|()| expect(&signed(), 1)),
    }
}

#[test]
fn every_attack_has_its_verdict_from_us_and_from_the_script() {
    let pin = Digest::of(&Victim::of(Layout::Project).bytes(&Layout::Project.manifest(3))).to_string();
    let cases: Vec<(&Attack, Layout)> = ATTACKS
        .iter()
        .flat_map(|attack| {
            attack.1.chars().map(move |at| (attack, if at == 'p' { Layout::Project } else { Layout::Site }))
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some(((name, _, verdict, deed), layout)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let victim = Victim::of(*layout);
            deed(&victim);
            if let Err(reason) = judge(&victim, *verdict, &pin[..12]) {
                wrong.push(format!("{name} ({layout:?}): {reason}"));
            }
        }
        wrong
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let tried: BTreeSet<&str> = ATTACKS.iter().map(|attack| attack.0).collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), tried.len(), wrong.join("\n"));
    assert!(tried.len() >= 45, "{} attacks", tried.len());
}

#[test]
fn a_pin_that_holds_is_no_fault() {
    let victim = Victim::of(Layout::Project);
    for number in 1..=3 {
        let digest = Digest::of(&victim.bytes(&victim.manifest(number))).to_string();
        assert_eq!(judge(&victim, Whole, &digest), Ok(()));
        for pin in [&digest[..], &digest[..12], &digest.to_uppercase()[..20]] {
            assert_eq!(verify(victim.project.root(), &["--pin", pin]).code, Some(0), "{pin}");
        }
        let other = format!("{}{}", &digest[1..], &digest[..1]);
        let ran = verify(victim.project.root(), &["--pin", &other]);
        assert!(ran.code == Some(1) && ran.out.contains("this is not the history"), "{}", ran.out);
        for no_pin in [&digest[..11], &digest[..6], &format!("{digest}0"), "the first one", ""] {
            let ran = verify(victim.project.root(), &["--pin", no_pin]);
            assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{no_pin}");
            assert!(ran.err.contains("64 hexadecimal digits") && ran.err.contains("first 12"), "{}", ran.err);
        }
    }
}

#[test]
fn the_editions_of_another_site_are_refused_by_check() {
    let project = sealed_project();
    project.edit("site.toml", "https://example.org/", "https://example.net/");
    let ran = project.run(&["check", "--today", TODAY, "--color", "never"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("error[edition-of-another-site]") && ran.out.contains("site.toml:6:"), "{}", ran.out);
}

#[test]
fn the_manual_prints_the_script() {
    let manual = fs::read_to_string(home().join("docs/editions.md")).unwrap();
    let printed = manual.split("```sh\n#!/bin/sh\n").nth(1).unwrap().split("\n```").next().unwrap();
    assert_eq!(format!("#!/bin/sh\n{printed}\n"), fs::read_to_string(script()).unwrap());
}
