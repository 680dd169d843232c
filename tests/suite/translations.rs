//! Sidecars and the site in each of its languages.

use super::bench::Project;

/// The base project in English and Korean, with a sidecar of its pledge.
fn project() -> Project {
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\nlanguages   = [\"en\", \"ko\"]");
    project.write("content/pledges/bridge.ko.md", SIDECAR);
    project
}

const SIDECAR: &str = "+++\ntitle = \"다리를 놓는다\"\n\n[[status]]\non = 2026-05-01\nreason = \"착공하지 않았다.\"\n\n\
                       [[critiques]]\nid = \"money\"\nclaim = \"너무 비싸다.\"\n+++\n\n강을 건너는 다리다.\n";

#[test]
fn a_sidecar_is_shown_to_readers_of_its_language_and_to_no_others() {
    let project = project();
    assert_eq!(project.codes(), [""; 0], "{}", project.faults());
    let pages = project.pages();
    let (english, korean) = (&pages["pledges/bridge/index.html"], &pages["ko/pledges/bridge/index.html"]);
    for text in ["다리를 놓는다", "착공하지 않았다.", "너무 비싸다.", "강을 건너는 다리다."]
    {
        assert!(korean.contains(text) && !english.contains(text), "{text}");
    }
    for text in ["Build a bridge", "Not begun.", "Too dear.", "A bridge over the river."] {
        assert!(english.contains(text) && !korean.contains(text), "{text}");
    }
    assert!(korean.starts_with("<!doctype html>\n<html lang=\"ko\">"), "{korean}");
    assert!(pages["ko/pledges/bridge/feed.xml"].contains("착공하지 않았다."));
}

#[test]
fn what_is_missing_falls_back_and_is_marked() {
    let project = project();
    project.edit("content/pledges/bridge.ko.md", "reason = \"착공하지 않았다.\"\n", "");
    project.edit("content/pledges/bridge.ko.md", "강을 건너는 다리다.\n", "");
    assert_eq!(project.codes(), ["missing-translation"]);
    assert!(project.faults().contains("not translated: reason, the body"), "{}", project.faults());
    let pages = project.pages();
    let korean = &pages["ko/pledges/bridge/index.html"];
    assert!(korean.contains("<span lang=\"en\" dir=\"ltr\">Not begun.</span>"), "{korean}");
    assert!(korean.contains("<div lang=\"en\" dir=\"ltr\">\n<p>A bridge over the river.</p>"), "{korean}");
    assert!(korean.contains("class=\"untranslated\""), "{korean}");
    assert!(!pages["pledges/bridge/index.html"].contains("class=\"untranslated\""));
}

#[test]
fn a_site_of_one_language_has_one_tree_and_no_switch() {
    let pages = Project::base().pages();
    assert!(pages.keys().all(|path| !path.starts_with("en/") && !path.starts_with("ko/")));
    assert!(!pages["index.html"].contains("hreflang"), "{}", pages["index.html"]);
}

#[test]
fn links_in_a_sidecar_lead_to_pages_of_its_language() {
    let project = project();
    project.edit(
        "content/pledges/bridge.ko.md",
        "다리다.",
        "[다리](@bridge)다. [정정](/corrections/) [없는](/nowhere/)",
    );
    assert_eq!(project.codes(), ["broken-link"]);
    project.edit("content/pledges/bridge.ko.md", " [없는](/nowhere/)", "");
    let korean = &project.pages()["ko/pledges/bridge/index.html"];
    assert!(korean.contains("href=\"../../pledges/bridge/\">다리</a>"), "{korean}");
    assert!(korean.contains("href=\"../../corrections/\">정정</a>"), "{korean}");
}

#[test]
fn pages_and_corrections_have_sidecars_too() {
    let project = project();
    project.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nUs.\n");
    project.write("content/pages/about.ko.md", "+++\ntitle = \"소개\"\n+++\n우리.\n");
    project
        .write("content/corrections/one.md", "+++\non = 2026-06-01\nwas = \"Two.\"\nnow = \"One.\"\n+++\nA slip.\n");
    project.write("content/corrections/one.ko.md", "+++\nwas = \"둘.\"\nnow = \"하나.\"\n+++\n실수.\n");
    assert_eq!(project.codes(), [""; 0], "{}", project.faults());
    let pages = project.pages();
    assert!(pages["ko/about/index.html"].contains("소개") && pages["ko/about/index.html"].contains("우리."));
    assert!(pages["ko/corrections/index.html"].contains("하나.") && pages["corrections/index.html"].contains("One."));
}
