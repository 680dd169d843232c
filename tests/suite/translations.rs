//! Sidecars and the site in each of its languages.

use std::fs;

use super::bench::Project;

/// The base project in English and Korean, with a sidecar of its pledge.
pub(crate) fn project() -> Project {
    let project = Project::base();
    let settings = by_language(&project.read("site.toml"));
    project.write(
        "site.toml",
        settings.replace("language    = \"en\"", "language    = \"en\"\nlanguages   = [\"en\", \"ko\"]"),
    );
    project.write("content/pledges/bridge.ko.md", SIDECAR);
    project
}

/// The same in German too, with a theme that shows titles alone.
pub(crate) fn with_german() -> Project {
    let project = project();
    project.edit("site.toml", "[\"en\", \"ko\"]", "[\"en\", \"ko\", \"de\"]");
    project.theme("");
    project.write("themes/mine/templates/pledge.html", "{{ pledge.title }}");
    project.write("themes/mine/templates/pledges.html", "{% for pledge in pledges %}{{ pledge.title }}{% endfor %}");
    project
}

/// Says that its Korean sidecar is a German one.
pub(crate) fn into_german(project: &Project) {
    let [ko, de] = ["ko", "de"].map(|language| project.root().join(format!("content/pledges/bridge.{language}.md")));
    fs::rename(ko, de).unwrap();
}

/// The texts of site.toml in both languages: the Korean one is the English one between brackets.
pub(crate) fn by_language(settings: &str) -> String {
    let keys = ["title", "description", "label", "meaning"];
    let line = |line: &str| match line.split_once("= \"") {
        Some((key, rest)) if keys.contains(&key.trim()) => {
            let text = rest.trim_end_matches('"');
            format!("{key}= {{ en = \"{text}\", ko = \"「{text}」\" }}\n")
        }
        _ => format!("{line}\n"),
    };
    settings.lines().map(line).collect()
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

/// What is wrong after an edit of the texts of a sound bilingual project.
fn after(edits: &[(&str, &str, &str)]) -> Vec<String> {
    let project = project();
    for (file, from, to) in edits {
        project.edit(file, from, to);
    }
    let faults = project.compile().diagnostics;
    faults.iter().map(|one| format!("{} {}: {}", one.code.as_str(), one.place.path, one.message)).collect()
}

#[test]
fn a_text_by_language_lacks_none_of_the_site() {
    let both = "{ en = \"Open\", ko = \"「Open」\" }";
    let lacks = |what: &str| vec![format!("missing-translation site.toml: the text is not given in {what}")];
    assert_eq!(after(&[("site.toml", both, "{ en = \"Open\" }")]), lacks("`ko`"));
    assert_eq!(after(&[("site.toml", both, "{ ko = \"진행 중\" }")]), lacks("`en`"));
    let once = "missing-translation site.toml: the text is given once for all languages: `en`, `ko`";
    assert_eq!(after(&[("site.toml", both, "\"Open\"")]), [once]);
    let role = ("content/people.toml", "name = \"Eva\"", "name = \"Eva\"\nrole = { en = \"Builder\" }");
    assert_eq!(after(&[role]), ["missing-translation content/people.toml: the text is not given in `ko`"]);
    let title = ("content/sources.toml", "\"A paper\"", "{ ko = \"신문\" }");
    assert_eq!(after(&[title]), ["missing-translation content/sources.toml: the text is not given in `en`"]);
}

#[test]
fn a_name_may_be_the_same_in_all_languages() {
    let publisher =
        ("content/sources.toml", "title   =", "publisher = \"Der Spiegel\"\nauthor = \"Ana Silva\"\ntitle   =");
    let affiliation = ("content/people.toml", "name = \"Eva\"", "name = \"Eva\"\naffiliation = \"ETH\"");
    assert_eq!(after(&[publisher, affiliation]), [""; 0]);
}

#[test]
fn a_text_in_a_language_that_was_not_meant_is_one_fault() {
    let both = "{ en = \"Open\", ko = \"「Open」\" }";
    let wrong = after(&[("site.toml", both, "{ en = \"Open\", kr = \"진행 중\" }")]);
    assert!(wrong.len() == 1 && wrong[0].starts_with("unknown-language "), "{wrong:?}");
    let wrong = after(&[("site.toml", both, "{ en = \"Open\", k = \"진행 중\" }")]);
    assert!(wrong.len() == 1 && wrong[0].starts_with("unknown-language "), "{wrong:?}");
}

/// What the pledge of the base project says of where it was promised: one source, twice.
const PROMISED: &str = "promised_in = [{ source = \"paper\", at = \"page 2\", limits = \"No date.\" }, \
                        { source = \"paper\", at = \"page 7\" }]";

/// The project with citations that say more than their source, everywhere.
fn cited() -> Project {
    let project = project();
    let path = "content/pledges/bridge.md";
    project.edit(path, "promised_in = [\"paper\"]", PROMISED);
    project.edit(path, "evidence  = [\"paper\"]", "evidence = [{ source = \"paper\", at = \"page 3\" }]");
    project.edit(path, "evidence = [\"paper\"]", "evidence = [{ source = \"paper\", limits = \"No sum.\" }]");
    let reply = "[[replies]]\nby = \"ada\"\non = 2026-05-02\ntext = \"Soon.\"\n\
                 evidence = [{ source = \"paper\", at = \"page 9\" }]\n+++\n\nA bridge";
    project.edit(path, "+++\n\nA bridge", reply);
    project
}

/// The same with all of them translated.
fn cited_in_korean() -> Project {
    let project = cited();
    let path = "content/pledges/bridge.ko.md";
    let promised = "promised_in = [{ source = \"paper\", at = \"2쪽\", limits = \"날짜는 없다.\" }, \
                    { source = \"paper\", at = \"7쪽\" }]\n\n[[status]]";
    project.edit(path, "[[status]]", promised);
    let evidence = |text: &str, citation: &str| format!("{text}\nevidence = [{{ source = \"paper\", {citation} }}]");
    for (text, citation) in
        [("reason = \"착공하지 않았다.\"", "at = \"3쪽\""), ("claim = \"너무 비싸다.\"", "limits = \"금액은 없다.\"")]
    {
        project.edit(path, text, &evidence(text, citation));
    }
    let reply = evidence("[[replies]]\ntext = \"곧.\"", "at = \"9쪽\"") + "\n+++\n\n강을";
    project.edit(path, "+++\n\n강을", &reply);
    project
}

#[test]
fn where_in_a_source_and_what_it_does_not_show_are_translated_everywhere() {
    let project = cited_in_korean();
    assert_eq!(project.codes(), [""; 0], "{}", project.faults());
    let pages = project.pages();
    let (english, korean) = (&pages["pledges/bridge/index.html"], &pages["ko/pledges/bridge/index.html"]);
    for text in ["2쪽", "날짜는 없다.", "7쪽", "3쪽", "금액은 없다.", "9쪽"] {
        assert!(korean.contains(text) && !english.contains(text), "{text}: {korean}");
    }
    for text in ["page 2", "No date.", "page 7", "page 3", "No sum.", "page 9"] {
        assert!(english.contains(text) && !korean.contains(text), "{text}: {english}");
    }
    assert!(korean.find("2쪽") < korean.find("7쪽"), "citations of one source are matched by their order");
}

#[test]
fn citations_that_are_not_translated_fall_back_and_are_marked() {
    let project = cited_in_korean();
    let path = "content/pledges/bridge.ko.md";
    project.edit(path, "{ source = \"paper\", at = \"2쪽\", limits = \"날짜는 없다.\" }", "\"paper\"");
    assert_eq!(project.codes(), ["missing-translation"]);
    assert!(project.faults().contains("not translated: at, limits\n"), "{}", project.faults());
    let korean = &project.pages()["ko/pledges/bridge/index.html"];
    for text in ["page 2", "No date."] {
        assert!(korean.contains(&format!("<span lang=\"en\" dir=\"ltr\">{text}</span>")), "{text}: {korean}");
    }
    assert!(korean.contains("7쪽") && !korean.contains("page 7"), "a bare id stands for the first");
}

#[test]
fn a_translated_citation_is_one_of_its_entry() {
    let path = "content/pledges/bridge.ko.md";
    for (from, to, message) in [
        ("\"paper\", at = \"3쪽\"", "\"papr\", at = \"3쪽\"", "the original does not cite `papr` there"),
        (
            "at = \"9쪽\" }]",
            "at = \"9쪽\" }, \"paper\"]",
            "a citation of `paper` that translates none: the original has 1",
        ),
    ] {
        let project = cited_in_korean();
        project.edit(path, from, to);
        let faults = project.compile().diagnostics;
        let lost: Vec<_> = faults.iter().filter(|one| one.code.as_str() == "translation-mismatch").collect();
        assert!(lost.len() == 1 && lost[0].message.starts_with(message), "{}", project.faults());
        assert_eq!(&*lost[0].place.path, path);
    }
}

#[test]
fn citations_of_an_entry_that_fits_none_are_not_complained_of_too() {
    let project = cited_in_korean();
    project.edit("content/pledges/bridge.ko.md", "on = 2026-05-01", "on = 2026-05-02");
    project.edit("content/pledges/bridge.ko.md", "\"paper\", at = \"3쪽\"", "\"other\", at = \"3쪽\"");
    let faults = project.codes();
    assert_eq!(faults.iter().filter(|code| **code == "translation-mismatch").count(), 1, "{}", project.faults());
}
