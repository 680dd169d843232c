//! The pages of sealed editions: each shows what was sealed, says what it is, and leads to what there is now.

use std::collections::BTreeMap;
use std::fs;

use pledgecard::inputs::Inputs;
use pledgecard::scorecard::Judging;
use pledgecard::{Memory, recompile};

use super::bench::{Project, copy, home, rendered, today};
use super::translations::{into_german, with_german};

const DAYS: [&str; 3] = ["2026-05-10", "2026-05-20", "2026-06-10"];

/// The base project sealed three times: a second pledge, a picture and a topic come in the second edition and go in the
/// third, where the first pledge moves.
fn sealed() -> Project {
    let project = Project::base();
    seal(&project, 0);
    let second = "+++\ntitle = \"Plant trees\"\ntopics = [\"parks\"]\npromised = 2025-02-01\npromised_in = [\"paper\"]\n\n\
                  [[status]]\non = 2026-05-01\nto = \"open\"\nreason = \"Not begun.\"\nevidence = [\"paper\"]\n+++\n\n\
                  ![The park](images/park.png) See [the bridge](@bridge).\n";
    project.write("content/pledges/trees.md", second).write("content/images/park.png", "first").edit(
        "site.toml",
        "[[topics]]",
        "[[topics]]\nid = \"parks\"\nlabel = \"Parks\"\n\n[[topics]]",
    );
    seal(&project, 1);
    project.remove("content/pledges/trees.md").write("content/images/park.png", "second");
    project.edit("site.toml", "[[topics]]\nid = \"parks\"\nlabel = \"Parks\"\n\n", "").edit(
        "content/pledges/bridge.md",
        "[[critiques]]",
        ENTRY,
    );
    seal(&project, 2);
    project
}

const ENTRY: &str =
    "[[status]]\non = 2026-06-01\nto = \"kept\"\nreason = \"Opened.\"\nevidence = [\"paper\"]\n\n[[critiques]]";

fn seal(project: &Project, at: usize) {
    let ran = project.run(&["seal", "-m", &format!("Number {}", at + 1), "--as-of", DAYS[at]]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

fn has(pages: &BTreeMap<String, String>, path: &str, wanted: &str) {
    let page = pages.get(path).unwrap_or_else(|| panic!("there is no {path} among {:?}", pages.keys()));
    assert!(page.contains(wanted), "{path} has no `{wanted}`:\n{page}");
}

#[test]
fn with_a_sidecar_of_another_language_a_pledge_is_another_version() {
    let project = with_german();
    project.write("themes/mine/templates/editions.html", "");
    seal(&project, 0);
    into_german(&project);
    seal(&project, 1);
    let pages = project.pages();
    let page =
        |language: &str, number: u32| &*pages[&format!("{language}/pledges/bridge/editions/{number}/index.html")];
    let (english, other) = ("Build a bridge", "다리를 놓는다");
    assert_eq!([page("ko", 1), page("de", 1)], [other, english]);
    assert_eq!([page("ko", 2), page("de", 2)], [english, other]);
}

#[test]
fn every_edition_has_its_pages_and_each_distinct_version_one() {
    let pages = sealed().pages();
    let versions: Vec<&String> = pages.keys().filter(|path| path.contains("/editions/")).collect();
    assert_eq!(
        versions,
        [
            "pledges/bridge/editions/1/index.html",
            "pledges/bridge/editions/3/index.html",
            "pledges/trees/editions/2/index.html"
        ]
    );
    for number in 1..=3 {
        has(&pages, &format!("editions/{number}/index.html"), &format!("Edition {number}."));
        assert!(pages.contains_key(&format!("editions/{number}/manifest.txt")));
        assert_eq!(pages.contains_key(&format!("editions/{number}/changes/index.html")), number > 1);
    }
    has(&pages, "editions/3/changes/index.html", "Opened.");
    has(&pages, "editions/3/changes/index.html", "<del>Plant trees</del>");
}

#[test]
fn an_old_page_shows_what_was_sealed_and_points_to_the_present_one() {
    let pages = sealed().pages();
    let old = "pledges/bridge/editions/1/index.html";
    for wanted in [
        "<link rel=\"canonical\" href=\"https://example.org/pledges/bridge/\">",
        "<link rel=\"original\" href=\"https://example.org/pledges/bridge/\">",
        "<link rel=\"timemap\" type=\"application/link-format\" href=\"https://example.org/editions/timemap\">",
        "<link rel=\"memento\" href=\"https://example.org/pledges/bridge/editions/1/\">",
        "href=\"../../../../pledges/bridge/\"",
    ] {
        has(&pages, old, wanted);
    }
    assert!(!pages[old].contains("Opened."), "the first edition does not know the third");
    has(&pages, "pledges/bridge/index.html", "Opened.");
    // The ledger of an edition leads to the pledges as they stood.
    has(&pages, "editions/2/index.html", "href=\"../../pledges/bridge/editions/1/\"");
    has(&pages, "editions/2/index.html", "href=\"../../pledges/trees/editions/2/\"");
    has(&pages, "pledges/trees/editions/2/index.html", "href=\"../../../../pledges/bridge/editions/1/\"");
    has(&pages, "editions/2/index.html", "<link rel=\"canonical\" href=\"https://example.org/\">");
    has(&pages, "editions/timemap", "<https://example.org/editions/3/>; rel=\"last memento\"");
}

#[test]
fn a_picture_of_an_old_edition_is_the_one_that_was_sealed() {
    let pages = sealed().pages();
    assert_eq!((&*pages["images/park.png"], &*pages["editions/2/images/park.png"]), ("second", "first"));
    has(&pages, "pledges/trees/editions/2/index.html", "src=\"../../../../editions/2/images/park.png\"");
}

#[test]
fn what_is_gone_leaves_a_page_that_says_so() {
    let pages = sealed().pages();
    has(&pages, "pledges/trees/index.html", "Plant trees");
    has(&pages, "pledges/trees/index.html", "href=\"../../pledges/trees/editions/2/\"");
    has(&pages, "topics/parks/index.html", "href=\"../../editions/2/\"");
    assert!(!pages["sitemap.xml"].contains("trees"), "search engines are not led to what is gone");
}

#[test]
fn the_digest_stands_on_every_page_and_in_the_feed() {
    let project = sealed();
    let outcome = project.compile();
    let editions = &outcome.publication.as_ref().unwrap().site.editions;
    let pages = rendered(&outcome);
    let last = editions.list[2].digest;
    for (path, page) in pages.iter().filter(|(path, _)| path.contains(".html")) {
        let number = match path.split("editions/").nth(1).and_then(|rest| rest.split('/').next()) {
            Some(number) if number != "index.html" => number.parse::<u32>().unwrap(),
            _ if path.contains("trees") || path.contains("parks") => 2,
            _ => 3,
        };
        let digest = editions.get(number).unwrap().digest.short();
        assert!(page.contains(&digest), "{path} has no {digest}:\n{page}");
    }
    has(&pages, "feed.xml", &last.to_string());
    has(&pages, "index.html", &last.to_string());
}

#[test]
fn a_correction_stands_on_the_pages_of_the_editions_that_it_concerns() {
    let project = sealed();
    let correction = "+++\non = 2026-06-20\npledge = \"bridge\"\neditions = [2]\nwas = \"Begun in May\"\nnow = \"Begun in June\"\n+++\n";
    project.write("content/corrections/month.md", correction);
    let pages = project.pages();
    for path in ["editions/2/index.html", "editions/2/changes/index.html", "pledges/bridge/editions/1/index.html"] {
        has(&pages, path, "<del>Begun in May</del> <ins>Begun in June</ins>");
    }
    for path in ["editions/1/index.html", "editions/3/index.html", "pledges/bridge/editions/3/index.html"] {
        assert!(!pages[path].contains("Begun in June"), "{path}");
    }
    has(&pages, "editions/2/index.html", "<a href=\"../../pledges/bridge/\">Build a bridge</a>: <del>");
    let others = ["pledges/trees/index.html", "pledges/trees/editions/2/index.html"];
    for path in others {
        assert!(!pages[path].contains("Begun in June"), "{path} is of another pledge");
    }
    project.edit("content/corrections/month.md", "pledge = \"bridge\"\n", "");
    let general = project.pages();
    for path in others {
        has(&general, path, "<ins>Begun in June</ins>");
    }
    project.write("content/corrections/month.md", correction);
    // The pledge goes by another name since.
    let text = project.read("content/pledges/bridge.md").replacen("title ", "formerly = [\"bridge\"]\ntitle ", 1);
    project.remove("content/pledges/bridge.md").write("content/pledges/ferry.md", text);
    project.edit("content/corrections/month.md", "\"bridge\"", "\"ferry\"");
    let renamed = project.pages();
    for path in ["pledges/bridge/editions/1/index.html", "pledges/bridge/editions/3/index.html"] {
        assert_eq!(pages[path].contains("Begun in June"), renamed[path].contains("Begun in June"), "{path}");
    }
}

#[test]
fn the_root_is_the_latest_edition_until_something_is_written() {
    let project = sealed();
    let draft = "this has not been sealed since edition 3";
    let pages = project.pages();
    assert!(!pages.values().any(|page| page.contains(draft)));
    has(&pages, "index.html", "As of <b><time datetime=\"2026-06-10\">");
    // A page of the menu and another picture are no part of what was sealed.
    project
        .edit("content/pledges/bridge.md", "Opened.", "Opened at last.")
        .write("content/pages/about.md", "+++\ntitle = \"About\"\nmenu = 1\n+++\nText.\n")
        .write("content/images/park.png", "third");
    let after = project.pages();
    has(&after, "index.html", draft);
    has(&after, "index.html", "As of <b><time datetime=\"2026-06-30\">");
    for (path, page) in pages.iter().filter(|(path, _)| path.contains("/editions/") || path.contains("editions/1")) {
        assert_eq!(Some(page), after.get(path), "{path} stays as it was sealed");
    }
    has(&Project::base().pages(), "index.html", "no edition of this has been sealed yet");
}

#[test]
fn what_is_remembered_never_hides_that_a_project_is_sealed() {
    let project = Project::base();
    seal(&project, 0);
    let mut memory = Memory::default();
    let mut shown = |inputs: &Inputs| {
        let outcome = recompile(inputs, Judging::on(today()), &mut memory);
        outcome.publication.expect("there is no error").site.shown
    };
    assert_eq!(shown(&project.inputs()), Some(1));
    let text = project.read("content/pledges/bridge.md");
    project.write("content/pledges/tunnel.md", text.replace("Build a bridge", "Dig a tunnel"));
    assert_eq!(shown(&project.inputs()), None);
    let tunnel = project.read("content/pledges/tunnel.md");
    project.write("content/pledges/tunnel.md", tunnel.replacen("topics", "draft = true\ntopics", 1));
    assert_eq!(shown(&project.inputs()), Some(1), "a draft is not sealed");
    project.edit("content/pledges/bridge.md", "Not begun.", "Begun.");
    assert_eq!(shown(&project.inputs()), None);
    project.write("content/pledges/bridge.md", text);
    assert_eq!(shown(&project.inputs()), Some(1));
}

#[test]
fn the_demo_is_its_last_edition() {
    let project = Project::empty();
    copy(&home().join("content"), &project.root().join("content"));
    fs::copy(home().join("site.toml"), project.root().join("site.toml")).unwrap();
    let outcome = project.compile();
    let site = &outcome.publication.as_ref().expect("the demo has no errors").site;
    assert_eq!(site.shown, Some(6), "what is written since the last edition is sealed as the next");
}

#[test]
fn what_is_remembered_never_hides_a_new_name() {
    let project = Project::base();
    seal(&project, 0);
    let text = project.read("content/pledges/bridge.md");
    let named = text.replacen("title ", "formerly = [\"bridge\"]\ntitle ", 1);
    project.remove("content/pledges/bridge.md");
    let mut memory = Memory::default();
    for (text, is_renamed) in [(&text, false), (&named, true), (&text, false)] {
        project.write("content/pledges/ferry.md", text);
        let pages = rendered(&recompile(&project.inputs(), Judging::on(today()), &mut memory));
        assert_eq!(pages["pledges/bridge/index.html"].contains("This pledge is now called"), is_renamed);
        assert_eq!(pages.contains_key("pledges/bridge/feed.xml"), is_renamed);
        assert!(pages == project.pages());
    }
}

#[test]
fn a_pledge_that_seems_to_be_renamed_is_asked_about() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "promised ", "quote = \"We will build it.\"\npromised ");
    for (name, title) in [("tunnel", "Dig a tunnel"), ("tower", "Raise a tower")] {
        let text = project.read("content/pledges/bridge.md");
        let text = text
            .replace("Build a bridge", title)
            .replace("We will", "I will")
            .replace("A bridge over the river.", "");
        project.write(&format!("content/pledges/{name}.md"), text + "To be written.\n");
    }
    seal(&project, 0);
    let text = project.read("content/pledges/bridge.md");
    let said = |text: &str| text.contains("[renamed-pledge]");
    let asked = |ferry: &str| {
        project.write("content/pledges/ferry.md", ferry);
        said(&project.run(&["check", "--color", "never", "--root", "."]).out)
    };
    let other = text
        .replace("Build a bridge", "Run a ferry")
        .replace("We will build it.", "It will run.")
        .replace("A bridge over", "A ferry across");
    assert!(!asked(&text), "the old one is there");
    project.remove("content/pledges/bridge.md");
    assert!(!asked(&other), "nothing is the same");
    for (theirs, ours) in [
        ("Run a ferry", "Build a bridge"),
        ("It will run.", "We will build it."),
        ("A ferry across", "A bridge over"),
    ] {
        assert!(asked(&other.replace(theirs, ours)), "{ours}");
    }
    project.remove("content/pledges/tunnel.md");
    assert!(!asked(&other.replace("A ferry across the river.", "To be written.")), "two of them said it");
    assert!(!asked(&text.replacen("title ", "draft = true\ntitle ", 1)), "a draft is not sealed");
    assert!(!asked(&text.replacen("title ", "formerly = [\"bridge\"]\ntitle ", 1)), "it says so");
    assert!(asked(&text));
    let refused = project.run(&["seal", "-m", "Renamed", "--strict"]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert!(said(&refused.err), "{}", refused.err);
    let sealed = project.run(&["seal", "-m", "Renamed"]);
    assert_eq!(sealed.code, Some(0), "{}", sealed.err);
    assert!(said(&sealed.err), "{}", sealed.err);
    assert!(!asked(&text), "it is sealed");
}

#[test]
fn a_pledge_that_is_gone_is_told_of_before_it_is_sealed() {
    let project = Project::base();
    seal(&project, 0);
    let told = || project.run(&["check", "--color", "never", "--root", "."]).out.contains("[withdrawn-pledge]");
    assert!(!told());
    let text = project.read("content/pledges/bridge.md");
    let other = text.replace("Build a bridge", "Run a ferry").replace("A bridge over", "A ferry across");
    project.write("content/pledges/ferry.md", other);
    assert!(!told(), "one more is not one less");
    project.write("content/pledges/bridge.md", text.replacen("title ", "draft = true\ntitle ", 1));
    assert!(told(), "a draft is not shown");
    project.write("content/pledges/bridge.md", "+++\n");
    assert!(!told(), "it cannot be read, and is there");
    project.remove("content/pledges/bridge.md");
    assert!(told());
    let sealed = project.run(&["seal", "-m", "Without it", "--as-of", DAYS[1], "--strict"]);
    assert!(sealed.code == Some(0) && sealed.err.contains("[withdrawn-pledge]"), "{}", sealed.err);
    assert!(!told(), "it is sealed");
    let page = &project.pages()["editions/2/changes/index.html"];
    let taken_out = page.find("Pledges taken out").unwrap();
    assert!(page.find("We corrected").unwrap() < taken_out && !page.contains("withdrawn"), "{page}");
}
