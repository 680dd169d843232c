//! What can be checked of the house itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pledgecard::diagnostic::Code;
use pledgecard::{parse, render, view};

use super::bench::{Project, home, tree, walk};
use super::refused::cases;

/// Codes whose smallest input does not fit into a folder of the repository, with the test that shows them.
const ELSEWHERE: &[(Code, &str)] = &[
    (Code::TooLarge, "hostile::large_files_are_refused"),
    (Code::OutsideProject, "hostile::links_out_are_refused"),
    (Code::NothingToSeal, "editions::commands::nothing_to_seal"),
];

#[test]
fn every_code_has_a_case_that_shows_it() {
    let shown: BTreeSet<Code> = cases().into_iter().map(|(_, code)| code).collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code) && !ELSEWHERE.iter().any(|(other, _)| other == *code))
        .map(|code| code.as_str())
        .collect();
    assert!(missing.is_empty(), "no case in tests/refused for {missing:?}");
}

#[test]
fn every_manual_page_belongs_to_a_code_and_shows_both_sides() {
    let pages: BTreeSet<String> = tree(&home().join("docs/faults")).into_keys().collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{}.md", code.as_str())).collect();
    assert_eq!(pages, codes);
    for code in Code::ALL {
        let page = code.manual();
        assert!(page.starts_with(&format!("# {}\n", code.as_str())), "{}", code.as_str());
        for part in ["## Why it matters", "## Wrong", "## Right"] {
            assert!(page.contains(part), "{} has no `{part}`", code.as_str());
        }
    }
}

#[test]
fn the_documented_keys_are_those_that_the_decoders_ask_for() {
    let asked: BTreeSet<(String, String)> =
        parse::keys().into_iter().map(|(whose, key)| (whose.to_owned(), key.to_owned())).collect();
    let manual = fs::read_to_string(home().join("docs/format.md")).unwrap();
    let mut documented = BTreeSet::new();
    let mut section = String::new();
    for line in manual.lines() {
        if let Some(title) = line.strip_prefix('#') {
            section = title.trim_start_matches('#').trim().to_owned();
        } else if let Some(key) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) {
            documented.insert((section.clone(), key.to_owned()));
        }
    }
    let sections: BTreeSet<&String> = asked.iter().map(|(whose, _)| whose).collect();
    documented.retain(|(section, _)| sections.contains(section));
    let list = |set: BTreeSet<&(String, String)>| format!("{set:?}");
    assert_eq!(asked, documented, "missing: {}", list(asked.difference(&documented).collect()));
}

/// The first column of every table of a manual page, by the heading above it.
fn tables(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut section = "";
    for line in page.lines() {
        if line.starts_with('#') {
            section = line.trim_start_matches('#').trim();
        } else if let Some(name) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) {
            tables.entry(section.to_owned()).or_default().insert(name.to_owned());
        }
    }
    tables
}

#[test]
fn the_documented_views_are_those_of_the_code() {
    let manual = fs::read_to_string(home().join("docs/themes.md")).unwrap();
    let tables = tables(&manual);
    let views = view::VIEWS.iter().map(|(name, fields)| (*name, *fields));
    let pages = view::PAGES.iter().filter(|(_, variables)| !variables.is_empty()).copied();
    for (name, fields) in views.chain(pages).chain([("What every page has", view::EVERY_PAGE)]) {
        let fields: BTreeSet<String> = fields.iter().map(|field| field.trim_start_matches("r#").to_owned()).collect();
        assert_eq!(tables.get(name), Some(&fields), "docs/themes.md, {name}");
    }
    let written: usize = tree(&home().join("src/view"))
        .values()
        .map(|file| String::from_utf8_lossy(file).matches("\nview! {").count())
        .sum();
    assert_eq!(written, view::VIEWS.len(), "every view is listed");
}

#[test]
fn every_page_has_the_variables_that_are_listed_for_it() {
    let project = Project::base();
    project
        .edit("site.toml", "language    = \"en\"", "language    = \"en\"\ntheme = \"probe\"")
        .write("themes/probe/theme.toml", "");
    for (name, own) in view::PAGES {
        let names = view::EVERY_PAGE.iter().chain(*own);
        let probes = names.map(|name| format!("{{% if {name} is not defined %}}no {name}\n{{% endif %}}"));
        project.write(&format!("themes/probe/templates/{name}"), probes.collect::<String>());
    }
    project.write("content/pages/prose.md", "+++\ntitle = \"Prose\"\n+++\nText.\n");
    let pages = project.pages();
    let html: Vec<_> = pages.iter().filter(|(path, _)| path.contains(".html")).collect();
    assert!(html.len() >= view::PAGES.len(), "{:?}", pages.keys());
    for (path, text) in html {
        assert_eq!(text, "", "{path}");
    }
}

#[test]
fn the_built_in_theme_is_the_folder_themes_civic() {
    let listed: BTreeMap<String, Vec<u8>> =
        render::CIVIC.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
    assert_eq!(listed, tree(&home().join("themes/civic")));
}

#[test]
fn every_file_says_first_what_lives_in_it() {
    for path in walk(&home().join("src")).into_iter().chain(walk(&home().join("tests/suite"))) {
        if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//! "), "{} does not begin with //!", path.display());
        }
    }
}

#[test]
fn only_the_edge_excuses_itself_from_the_laws_of_the_world() {
    for path in walk(&home().join("src")) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let excused = text.contains("clippy::disallowed_methods");
        assert!(!excused || path.components().any(|part| part.as_os_str() == "edge"), "{}", path.display());
    }
}
