//! `seal`, `editions`, `diff`, `verify` and `restore`, through the binary.

use std::fs;

use pledgecard::edge::sealing::Turn;

use super::super::bench::{Project, TODAY, binary, tree};
use super::{SEALED, at, rewrite, seal, sealed_project, verify};

fn codes(text: &str) -> Vec<&str> {
    text.split("error[").skip(1).filter_map(|rest| rest.split(']').next()).collect()
}

#[test]
fn an_edition_is_the_text_that_made_it() {
    let project = Project::base();
    let said = seal(&project, SEALED[0], &["The first\n\nWith a text."]);
    let manifest = project.read("content/editions/0001.manifest");
    let digest = said.trim().rsplit(' ').next().unwrap();
    assert!(said.starts_with("sealed edition 1, as of 2026-06-01: ") && digest.len() == 64, "{said}");
    assert_eq!(project.read(&format!("content/editions/objects/{digest}")), manifest);
    assert_eq!(project.read("content/editions/0001.md"), "+++\ntitle = \"The first\"\n+++\n\nWith a text.\n");
    let head =
        "pledgecard-edition 1\nsite https://example.org/\nedition 1\nas-of 2026-06-01\nsealed 2026-06-01T00:00:00Z\n";
    assert!(manifest.starts_with(head), "{manifest}");
    let listed: Vec<&str> = manifest.lines().skip(8).map(|line| &line[66..]).collect();
    let inputs = [
        "content/editions/0001.md",
        "content/people.toml",
        "content/pledges/bridge.md",
        "content/sources.toml",
        "site.toml",
    ];
    assert_eq!(listed, inputs);
    for line in manifest.lines().skip(8) {
        assert_eq!(project.read(&format!("content/editions/objects/{}", &line[..64])), project.read(&line[66..]));
    }
    assert_eq!(project.read("content/editions/.lock"), "");
}

#[test]
fn what_is_sealed_stays_as_it_is() {
    let project = Project::base();
    seal(&project, SEALED[0], &["The first"]);
    let before = tree(&project.root().join("content/editions"));
    rewrite(&project, "water");
    seal(&project, SEALED[1], &["The second"]);
    let after = tree(&project.root().join("content/editions"));
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{path}");
    }
    // The note, the pledge, the manifest with its copy.
    assert_eq!(after.len() - before.len(), 5, "{:?}", after.keys());
}

#[test]
fn a_project_with_faults_is_not_sealed() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "\"Not begun.\"", "\"\"");
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "x"]);
    assert_eq!((ran.code, codes(&ran.err)), (Some(1), vec!["empty-text"]), "{}", ran.err);
    assert!(ran.err.contains("nothing was sealed: 1 error"), "{}", ran.err);
    assert!(tree(&project.root().join("content/editions")).keys().all(|path| path == ".lock"));
    let project = Project::base();
    project.edit("content/sources.toml", "archive = \"https://archive.example.org/paper\"\n", "");
    assert_eq!(at(SEALED[0], project.root(), &["seal", "-m", "x", "--strict"]).code, Some(1));
    assert_eq!(at(SEALED[0], project.root(), &["seal", "-m", "x"]).code, Some(0));
}

#[test]
fn a_folder_that_is_no_project_is_left_alone() {
    let project = Project::empty();
    assert_eq!(project.run(&["seal", "-m", "x", "--root", "."]).code, Some(2));
    assert_eq!(tree(project.root()).len(), 0);
    assert!(!project.root().join("content").exists());
}

#[test]
fn nothing_to_seal() {
    let project = sealed_project();
    let before = tree(&project.root().join("content"));
    let ran = at(SEALED[2], project.root(), &["seal", "-m", "Again"]);
    assert_eq!((ran.code, codes(&ran.err)), (Some(1), vec!["nothing-to-seal"]), "{}", ran.err);
    assert!(ran.err.contains("nothing has changed since edition 3"), "{}", ran.err);
    assert!(tree(&project.root().join("content")) == before);
}

#[test]
fn an_edition_judges_on_its_own_day_and_never_ahead_or_backwards() {
    let project = Project::base();
    let refused = |moment: &str, as_of: &str| {
        let ran = at(moment, project.root(), &["seal", "-m", "x", "--as-of", as_of]);
        assert_eq!(ran.code, Some(1), "{as_of}: {}", ran.err);
        codes(&ran.err).join(" ")
    };
    assert_eq!(refused(SEALED[0], "2026-06-02"), "as-of-in-future");
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "x", "--as-of", "2026-04-30"]);
    assert_eq!((ran.code, codes(&ran.err)), (Some(1), vec!["date-in-future"]), "{}", ran.err);
    assert!(
        ran.err.contains("2026-05-01 lies after 2026-04-30, the day on which this scorecard judges"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("judge on a later day") && !ran.err.contains("today is"), "{}", ran.err);
    seal(&project, SEALED[1], &["Later than it judges", "--as-of", "2026-05-20"]);
    rewrite(&project, "water");
    assert_eq!(refused(SEALED[1], "2026-05-19"), "as-of-backwards");
    // The clock has gone back since: what it would seal would not verify.
    assert_eq!(refused(SEALED[0], "2026-05-25"), "as-of-backwards");
    assert_eq!(at(SEALED[0], project.root(), &["seal", "-m", "x", "--as-of", "May"]).code, Some(2));
    // The same day twice is no step back.
    seal(&project, SEALED[1], &["x", "--as-of", "2026-05-20"]);
    assert_eq!(verify(project.root(), &[]).code, Some(0));
}

#[test]
fn no_source_of_a_later_day_is_known() {
    let project = Project::base();
    project.edit("content/sources.toml", "[paper]\n", "[paper]\npublished = 2026-05-25\n");
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "x", "--as-of", "2026-05-24"]);
    assert_eq!((ran.code, codes(&ran.err)), (Some(1), vec!["source-after-as-of"]), "{}", ran.err);
    seal(&project, SEALED[0], &["x", "--as-of", "2026-05-25"]);
}

#[test]
fn a_correction_concerns_editions_that_are_there() {
    let project = sealed_project();
    let correction = |editions: &str| {
        let text = format!("+++\non = 2026-06-20\nwas = \"a\"\nnow = \"b\"\neditions = {editions}\n+++\nText.\n");
        project.write("content/corrections/one.md", text);
        project.codes()
    };
    assert_eq!(correction("[1, 3]"), [""; 0]);
    assert_eq!(correction("[2, 4]"), ["correction-of-unknown-edition"]);
    let ran = at(SEALED[2], project.root(), &["seal", "-m", "x"]);
    assert_eq!(codes(&ran.err), ["correction-of-unknown-edition"]);
}

#[test]
fn drafts_are_not_sealed() {
    let project = Project::base();
    project.write("content/pledges/later.md", "+++\ntitle = \"Later\"\ndraft = true\n+++\nSecret.\n");
    seal(&project, SEALED[0], &["x"]);
    assert!(!project.read("content/editions/0001.manifest").contains("later.md"));
    let objects = tree(&project.root().join("content/editions/objects"));
    assert!(objects.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Secret")));
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "x"]);
    assert_eq!(codes(&ran.err), ["nothing-to-seal"]);
}

#[test]
fn names_that_are_one_on_many_systems_are_not_sealed() {
    let project = Project::base();
    project.write("content/images/map.png", "x").write("content/images/Map.png", "y");
    assert_eq!(codes(&at(SEALED[0], project.root(), &["seal", "-m", "x"]).err), ["name-collision"]);
    let project = Project::base();
    project.write("content/images/cafe\u{301}.png", "x");
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "x"]);
    assert_eq!((ran.code, codes(&ran.err)), (Some(1), vec!["name-collision"]), "{}", ran.err);
}

#[test]
fn the_note_of_an_interrupted_seal_is_taken_up_by_the_same_command() {
    let project = Project::base();
    project.write("content/editions/0001.md", "+++\ntitle = \"The first\"\n+++\n");
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "Another"]);
    assert!(ran.code == Some(2) && ran.err.contains("leave out `-m`"), "{}", ran.err);
    seal(&project, SEALED[0], &["The first"]);
    rewrite(&project, "water");
    project.write("content/editions/0002.md", "+++\ntitle = \"By hand\"\n+++\n");
    assert_eq!(at(SEALED[1], project.root(), &["seal"]).code, Some(0));
    assert!(project.read("content/editions/0002.manifest").contains("  content/editions/0002.md\n"));
    let listed = project.run(&["editions"]).out;
    assert!(listed.contains("The first") && listed.contains("By hand"), "{listed}");
}

#[test]
fn whoever_comes_second_is_told_who_seals() {
    let project = Project::base();
    let turn = Turn::take(project.root()).unwrap();
    let ran = at(SEALED[0], project.root(), &["seal", "-m", "x"]);
    let holder = format!("process {} is sealing this project: wait until it is done", std::process::id());
    assert!(ran.code == Some(2) && ran.err.contains(&holder), "{}", ran.err);
    drop(turn);
    seal(&project, SEALED[0], &["x"]);
}

#[test]
fn of_many_seals_at_once_one_wins() {
    let project = Project::base();
    let spawn = |_| {
        let mut command = binary(project.root());
        command.args(["seal", "-m", "x", "--quiet"]).env("SOURCE_DATE_EPOCH", SEALED[0]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let running: Vec<_> = (0..4).map(spawn).collect();
    let codes: Vec<Option<i32>> = running.into_iter().map(|mut one| one.wait().unwrap().code()).collect();
    // The others found the lock held, or came when nothing was left to seal.
    assert_eq!(codes.iter().filter(|code| **code == Some(0)).count(), 1, "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Some(0..=2))), "{codes:?}");
    assert_eq!(verify(project.root(), &[]).code, Some(0));
    assert!(!project.root().join("content/editions/0002.manifest").exists());
}

#[test]
fn where_names_cannot_be_given_without_replacing_there_are_other_ways() {
    for inject in ["renameat2:error=EINVAL", "renameat2:error=ENOSYS"] {
        for second in ["?link,linkat:when=1", "?link,linkat:error=EPERM"] {
            let project = Project::base();
            let mut command = std::process::Command::new("strace");
            command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject={inject}")]);
            if second.contains("error") {
                command.args(["-e", &format!("inject={second}")]);
            }
            command.arg(env!("CARGO_BIN_EXE_pledgecard")).args(["seal", "-m", "x"]);
            let ran = command.current_dir(project.root()).env("SOURCE_DATE_EPOCH", SEALED[0]).output().unwrap();
            assert!(ran.status.success(), "{inject} {second}: {}", String::from_utf8_lossy(&ran.stderr));
            assert_eq!(verify(project.root(), &[]).code, Some(0));
            let litter =
                tree(&project.root().join("content/editions")).into_keys().find(|path| path.contains("unfinished"));
            assert_eq!(litter, None);
        }
    }
}

#[test]
fn editions_are_listed() {
    let project = sealed_project();
    let out = project.run(&["editions"]).out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{out}");
    assert!(lines[0].starts_with("   1  2026-06-01  ") && lines[0].ends_with("the first  The first"), "{out}");
    assert!(lines[2].contains("0 moves, 1 change  signed  The third"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&project.run(&["editions", "--format", "json"]).out).unwrap();
    assert_eq!((json[1]["number"].as_u64(), json[1]["signed"].as_bool()), (Some(2), Some(true)));
    let none = Project::base().run(&["editions"]);
    assert!(none.code == Some(0) && none.err.contains("nothing was sealed yet"), "{}", none.err);
}

#[test]
fn diff_compares_two_editions_or_the_last_and_the_draft() {
    let project = sealed_project();
    let diff = |args: &[&str]| project.run(&[&["diff", "--today", TODAY], args].concat());
    let ran = diff(&["1", "2"]);
    assert!(ran.code == Some(0) && ran.out.contains("[-river-]{+water+}"), "{}{}", ran.out, ran.err);
    assert!(diff(&["1", "3"]).out.contains("[-river-]{+lake+}"));
    assert!(diff(&[]).err.contains("nothing changed"));
    rewrite(&project, "sea");
    assert!(diff(&[]).out.contains("[-lake-]{+sea+}"));
    assert!(diff(&["1"]).out.contains("[-river-]{+sea+}"));
    let ran = diff(&["1", "4"]);
    assert!(ran.code == Some(2) && ran.err.contains("there is no edition 4: the last is 3"), "{}", ran.err);
    assert_eq!(Project::base().run(&["diff", "--today", TODAY]).code, Some(2));
}

#[test]
fn the_verdict_as_json() {
    let project = sealed_project();
    let verdict =
        || -> serde_json::Value { serde_json::from_str(&verify(project.root(), &["--format", "json"]).out).unwrap() };
    let whole = verdict();
    assert_eq!(
        (whole["whole"].as_bool(), whole["editions"].as_u64(), whole["signed"].as_u64()),
        (Some(true), Some(3), Some(2))
    );
    project.remove("content/editions/0002.manifest");
    let broken = verdict();
    assert_eq!(
        (broken["whole"].as_bool(), broken["faults"][0]["code"].as_str()),
        (Some(false), Some("edition-missing"))
    );
    assert_eq!(verify(Project::base().root(), &[]).code, Some(2));
    assert_eq!(verify(project.root(), &["--root", "."]).code, Some(1));
    assert_eq!(project.run(&["verify", "nowhere"]).code, Some(2));
}

#[test]
fn a_tampered_history_stops_everything_but_the_verdict() {
    let project = sealed_project();
    let manifest = project.read("content/editions/0002.manifest");
    project.write("content/editions/0002.manifest", manifest.replace("2026-06-10", "2026-06-09"));
    rewrite(&project, "sea");
    for args in [&["build"][..], &["check"], &["seal", "-m", "x"], &["editions"], &["restore", "1", "old"], &["diff"]]
    {
        let ran = at(SEALED[2], project.root(), args);
        assert_eq!(ran.code, Some(1), "{args:?}: {}{}", ran.out, ran.err);
        assert!(
            format!("{}{}", ran.out, ran.err).contains("the manifest of edition 2"),
            "{args:?}: {}{}",
            ran.out,
            ran.err
        );
    }
    assert!(!project.root().join("old").exists() && !project.root().join("public").exists());
}

#[test]
fn restore_gives_the_project_as_it_was() {
    let project = sealed_project();
    for number in 1..=3u32 {
        let folder = format!("old-{number}");
        let ran = project.run(&["restore", &number.to_string(), &folder]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let restored = project.root().join(&folder);
        let word = ["river", "water", "lake"][number as usize - 1];
        let text = fs::read_to_string(restored.join("content/pledges/bridge.md")).unwrap();
        assert!(text.contains(word), "{text}");
        let manifests =
            tree(&restored.join("content/editions")).keys().filter(|path| path.ends_with(".manifest")).count();
        assert_eq!(manifests, number as usize);
        assert_eq!(verify(&restored, &[]).code, Some(0));
        let ran = at(SEALED[2], &restored, &["diff"]);
        assert!(ran.err.contains("nothing changed"), "{}{}", ran.out, ran.err);
    }
    for (args, said) in [
        (&["restore", "4", "x"][..], "there is no edition 4: the last is 3"),
        (&["restore", "0", "x"], "there is no edition 0"),
        (&["restore", "1", "old-1"], "it is not empty"),
    ] {
        let ran = project.run(args);
        assert!(ran.code == Some(2) && ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}

#[test]
fn nothing_is_sealed_through_a_link() {
    let (folder, lock) = ("", "mine.txt");
    let places = [
        ("content", folder),
        ("content/editions", folder),
        ("content/editions/objects", folder),
        ("content/editions/.lock", lock),
    ];
    for (place, to) in places {
        let (project, outside) = (Project::base(), Project::empty());
        outside.write("mine.txt", "mine");
        let link = project.root().join(place);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        if link.exists() {
            fs::rename(&link, project.root().join("elsewhere")).unwrap();
        }
        std::os::unix::fs::symlink(outside.root().join(to), &link).unwrap();
        let ran = project.run(&["seal", "-m", "First"]);
        assert_eq!(ran.code, Some(2), "{place}: {}", ran.err);
        assert!(ran.err.contains("it is a link"), "{place}: {}", ran.err);
        assert_eq!(outside.read("mine.txt"), "mine");
        assert_eq!(fs::read_dir(outside.root()).unwrap().count(), 1, "{place}");
    }
}

#[test]
fn an_address_without_its_beginning_is_told_of() {
    let ran = Project::base().run(&["verify", "example.org"]);
    assert!(ran.code == Some(2) && ran.err.contains("begins with https://"), "{}", ran.err);
}
