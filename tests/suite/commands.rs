//! Every command as a new user types it.

use super::bench::{Project, TODAY};

#[test]
fn a_new_project_is_sound_and_builds() {
    let project = Project::empty();
    let ran = project.run(&["new", "site", "riverton"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let check = project.run(&["check", "--strict", "--root", "riverton"]);
    assert_eq!((check.code, check.out.as_str()), (Some(0), ""), "{}", check.out);
    assert_eq!(project.run(&["build", "--root", "riverton"]).code, Some(0));
    assert!(project.read("riverton/public/index.html").contains("Run buses through the night"));
    let again = project.run(&["new", "site", "riverton"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("the folder is not empty"), "{}", again.err);
}

#[test]
fn a_new_pledge_is_a_draft_that_stops_nothing() {
    let project = Project::base();
    let ran = project.run(&["new", "pledge", "AI \"고속도로\" \\ road"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "content/pledges/ai-gosogdoro-road.md\n"), "{}", ran.err);
    assert!(project.read("content/pledges/ai-gosogdoro-road.md").contains("topics      = [\"city\"]"));
    assert_eq!(project.run(&["new", "pledge", "Fill the {topic} hole by {today}"]).code, Some(0));
    assert!(
        project
            .read("content/pledges/fill-the-topic-hole-by-today.md")
            .contains("\"Fill the {topic} hole by {today}\"")
    );
    assert_eq!(project.run(&["check"]).code, Some(0));
    assert_eq!(project.run(&["build"]).code, Some(0));
    assert!(!project.root().join("public/pledges/ai-gosogdoro-road").exists());
    for (args, said) in [
        (&["new", "pledge", "Other", "--id", "bridge"][..], "there is already a pledge `bridge`"),
        (&["new", "pledge", "Other", "--id", "Not An Id"], "cannot be an id"),
        (&["new", "pledge", "Other", "--topic", "citty"], "did you mean `city`?"),
        (&["new", "pledge", "…"], "give one: --id ID"),
        (&["new", "pledge", " "], "the title is empty"),
    ] {
        let ran = project.run(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}

#[test]
fn status_appends_and_keeps_everything_else() {
    let project = Project::base();
    let path = "content/pledges/bridge.md";
    project.edit(path, "title       = \"Build a bridge\"", "# a comment\ntitle       = \"Build a bridge\"   # kept");
    let before = project.read(path);
    let args =
        ["status", "bridge", "kept", "--reason", "It \"stands\".", "--evidence", "paper", "--on", "2026-06-01"];
    let ran = project.run(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let entry = "\n[[status]]\non = 2026-06-01\nto = \"kept\"\nreason = 'It \"stands\".'\nevidence = [\"paper\"]\n";
    let at = before.find("\n[[critiques]]").unwrap();
    assert_eq!(project.read(path), format!("{}{entry}{}", &before[..at], &before[at..]));
    assert_eq!(project.codes(), [""; 0]);
}

#[test]
fn status_keeps_line_ends() {
    let project = Project::base();
    let path = "content/pledges/bridge.md";
    project.write(path, project.read(path).replace('\n', "\r\n"));
    let ran =
        project.run(&["status", "bridge", "open", "--reason", "Still.", "--evidence", "paper", "--on", "2026-06"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = project.read(path);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.contains("on = \"2026-06\"\r\n"));
}

#[test]
fn status_refuses_what_would_be_a_fault() {
    let project = Project::base();
    let before = project.read("content/pledges/bridge.md");
    for (args, said) in [
        (&["status", "bridge", "kpet", "--reason", "x", "--evidence", "paper"][..], "did you mean `kept`?"),
        (&["status", "bridge", "kept", "--reason", "x", "--evidence", "papre"], "did you mean `paper`?"),
        (&["status", "bridge", "kept", "--reason", "x"], "cites no source"),
        (&["status", "bridge", "kept", "--reason", " ", "--evidence", "paper"], "empty"),
        (
            &["status", "bridge", "kept", "--reason", "x", "--evidence", "paper", "--on", "2025-03-01"],
            "status-out-of-order",
        ),
        (
            &["status", "bridge", "kept", "--reason", "x", "--evidence", "paper", "--cause", "whim"],
            "is not one of the words",
        ),
    ] {
        let ran = project.run(args);
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said) && ran.err.contains("nothing was written"), "{args:?}: {}", ran.err);
        assert_eq!(project.read("content/pledges/bridge.md"), before);
    }
    let ran = project.run(&["status", "bridge", "kept", "--reason", "x", "--evidence", "paper,platform"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("ids are separated by spaces"), "{}", ran.err);
    let ran = project.run(&["status", "brigde", "kept", "--reason", "x"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `bridge`?"), "{}", ran.err);
}

#[test]
fn status_refuses_nonsense_in_drafts_too() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "promised    =", "draft       = true\npromised    =");
    let ran = project.run(&["status", "bridge", "nonsense", "--reason", "x", "--evidence", "nothing"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert_eq!(project.run(&["status", "bridge", "kept", "--reason", "x", "--evidence", "paper"]).code, Some(0));
}

#[test]
fn a_draft_with_gaps_stops_nothing_even_under_strict() {
    let project = Project::base();
    project.write("content/pledges/draft.md", "+++\ntitle = \"Later\"\ndraft = true\n+++\n");
    let ran = project.run(&["check", "--strict", "--today", TODAY]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.out.contains("note[missing-key]"), "{}", ran.out);
}

#[test]
fn explain_lists_and_explains() {
    let project = Project::empty();
    let list = project.run(&["explain"]);
    assert_eq!(list.code, Some(0));
    assert!(list.out.lines().count() >= 50 && list.out.contains("missing-key "));
    assert!(project.run(&["explain", "missing-key"]).out.starts_with("# missing-key\n"));
    let slip = project.run(&["explain", "mising-key"]);
    assert_eq!(
        (slip.code, slip.err.as_str()),
        (Some(2), "error: there is no fault `mising-key`; did you mean `missing-key`?\n")
    );
}

#[test]
fn every_format_says_the_same() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "reason    = \"Not begun.\"", "reason    = \"\"");
    let check = |format: &str| {
        let ran = project.run(&["check", "--format", format, "--today", TODAY]);
        assert_eq!(ran.code, Some(1));
        ran.out
    };
    let json: serde_json::Value = serde_json::from_str(&check("json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 1);
    let wanted = serde_json::json!({
        "code": "empty-text", "severity": "error", "file": "content/pledges/bridge.md", "line": 10, "column": 13,
        "end_line": 10, "end_column": 15, "message": "the text is empty",
        "help": "write the text, or take out the key", "related": [],
    });
    assert_eq!(json[0], wanted);
    let github = "::error file=content/pledges/bridge.md,line=10,col=13,endLine=10,endColumn=15,title=empty-text::the text is empty%0Ahelp: write the text, or take out the key\n";
    assert_eq!(check("github"), github);
    let sarif: serde_json::Value = serde_json::from_str(&check("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "empty-text");
    assert_eq!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 13);
    let human = check("human");
    assert!(human.starts_with("error[empty-text]: the text is empty\n"), "{human}");
    assert!(human.contains("content/pledges/bridge.md:10:13"), "{human}");
}

#[test]
fn an_empty_array_is_printed_where_there_is_nothing() {
    assert_eq!(Project::base().run(&["check", "--format", "json", "--today", TODAY]).out, "[]\n");
}

#[test]
fn columns_count_characters() {
    let project = Project::base();
    project.edit(
        "content/pledges/bridge.md",
        "evidence  = [\"paper\"]",
        "evidence  = [{ at = \"공약 1\", source = \"papre\" }]",
    );
    let ran = project.run(&["check", "--format", "json", "--today", TODAY]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((json[0]["code"].as_str(), json[0]["column"].as_u64()), (Some("unknown-source"), Some(38)));
}

#[test]
fn strict_turns_warnings_into_errors() {
    let project = Project::base();
    project.edit("content/sources.toml", "archive = \"https://archive.example.org/paper\"\n", "");
    let run = |args: &[&str]| project.run(&[args, &["--today", TODAY]].concat()).code;
    assert_eq!(run(&["check"]), Some(0));
    assert_eq!(run(&["check", "--strict"]), Some(1));
    assert_eq!(run(&["build", "--strict"]), Some(1));
    assert!(!project.root().join("public").exists());
}

#[test]
fn wrong_usage_and_a_missing_project_are_told_apart_from_faults() {
    let project = Project::empty();
    for args in [
        &["bulid"][..],
        &["build", "--today", "tomorrow"],
        &["check", "--format", "xml"],
        &["build"],
        &["check", "--root", "nowhere"],
    ] {
        let ran = project.run(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{args:?}");
    }
    assert!(project.run(&["build"]).err.contains("`pledgecard new site DIR` starts a project"));
    let ran = project.run(&["check", "--root", "."]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("error[no-status-vocabulary]: the project has no site.toml"), "{}", ran.out);
}

#[test]
fn a_project_is_found_from_below() {
    let project = Project::base();
    let ran = super::bench::run(&project.root().join("content/pledges"), &["check", "--today", TODAY]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn quiet_prints_results_alone() {
    let project = Project::base();
    let ran = project.run(&["build", "--quiet", "--today", TODAY]);
    assert_eq!(ran.err, "");
    assert!(ran.out.starts_with("built "), "{}", ran.out);
}

#[test]
fn colour_is_asked_for() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "\"Not begun.\"", "\"\"");
    let out = |colour: &str| project.run(&["check", "--color", colour, "--today", TODAY]).out;
    assert!(out("always").contains('\u{1b}'));
    assert!(!out("auto").contains('\u{1b}') && !out("never").contains('\u{1b}'));
}
