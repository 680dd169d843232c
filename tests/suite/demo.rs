//! The repository is itself a project: the Korean AI scorecard.

use pledgecard::compile;
use pledgecard::diagnostic::Severity;
use pledgecard::edge::disk;

use pledgecard::record::Date;

use super::bench::{DEMO_TODAY, home, printed, rendered};

fn today() -> Date {
    Date::parse(DEMO_TODAY).unwrap()
}

#[test]
fn it_has_no_errors_and_no_warning_but_for_missing_archives() {
    let inputs = disk::read(home()).unwrap();
    let outcome = compile(&inputs, today());
    let others = outcome.diagnostics.iter().filter(|one| one.code.as_str() != "source-without-archive");
    assert_eq!(others.count(), 0, "{}", printed(&outcome.diagnostics, &inputs));
    assert!(outcome.diagnostics.iter().all(|one| one.severity != Severity::Error));
}

#[test]
fn the_front_page_shows_the_tally_and_every_pledge() {
    let outcome = compile(&disk::read(home()).unwrap(), today());
    let front = &rendered(&outcome)["index.html"];
    let card = &outcome.publication.as_ref().unwrap().site.scorecard;
    assert!(card.pledges.len() >= 10);
    assert!(front.contains(&format!("{} pledges counted", card.tally().total)), "{front}");
    for standing in &card.pledges {
        let link = format!("href=\"./pledges/{}/\"", standing.pledge.id);
        assert!(front.contains(&link), "{link}");
    }
}

#[test]
fn every_critique_says_who_when_and_where() {
    let outcome = compile(&disk::read(home()).unwrap(), today());
    let card = &outcome.publication.as_ref().unwrap().site.scorecard;
    let raised: Vec<_> = (0..card.people.len()).flat_map(|person| card.critiques_by(person)).collect();
    for concern in [
        "talent-pipeline",
        "llm-differentiation",
        "implementation-plan",
        "research-balance",
        "small-firms",
        "international-voice",
    ] {
        assert!(raised.iter().any(|one| one.critique.concern.value.as_str() == concern), "{concern}");
    }
    assert!(raised.iter().all(|one| !one.critique.evidence.is_empty()));
}

#[test]
fn links_lead_to_pages_and_anchors_that_exist() {
    let outcome = compile(&disk::read(home()).unwrap(), today());
    let pages = rendered(&outcome);
    let mut broken = Vec::new();
    for (path, html) in pages.iter().filter(|(path, _)| path.contains(".html") && !path.ends_with("404.html")) {
        let base = path.strip_suffix("index.html").unwrap_or(path);
        for target in html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (link, anchor) = target.split_once('#').unwrap_or((target, ""));
            let leads = if link.is_empty() { Some(base.to_owned()) } else { pledgecard::site::resolve(base, link) };
            let file = leads.map(|leads| {
                if leads.is_empty() || leads.ends_with('/') { format!("{leads}index.html") } else { leads }
            });
            let found = file.and_then(|file| pages.get(&file));
            let anchored = |page: &String| anchor.is_empty() || page.contains(&format!("id=\"{anchor}\""));
            if !found.is_some_and(anchored) {
                broken.push(format!("{path}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn ids_are_unique_on_every_page() {
    let outcome = compile(&disk::read(home()).unwrap(), today());
    for (path, html) in rendered(&outcome) {
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path} has an id twice");
    }
}
