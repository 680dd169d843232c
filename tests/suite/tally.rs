//! Counting: parts, topics, weights, small samples, lateness.

use super::bench::Project;

/// A pledge's file.
fn pledge(title: &str, keys: &str, on: &str, to: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ntopics = [\"city\"]\npromised = 2025-01-01\npromised_in = [\"paper\"]\n{keys}\n\
         [[status]]\non = {on}\nto = \"{to}\"\nreason = \"So it is.\"\nevidence = [\"paper\"]\n+++\n"
    )
}

fn project(pledges: &[(&str, &str, &str, &str)]) -> Project {
    let project = Project::base();
    project.remove("content/pledges/bridge.md");
    project.edit("content/people.toml", "\n[eva]\nname = \"Eva\"\n", "");
    for (id, keys, on, to) in pledges {
        project.write(&format!("content/pledges/{id}.md"), pledge(id, keys, on, to));
    }
    project
}

#[test]
fn parts_count_and_their_whole_does_not() {
    let project = project(&[
        ("whole", "", "2026-01-01", "open"),
        ("part-a", "parent = \"whole\"", "2026-01-01", "kept"),
        ("part-b", "parent = \"whole\"", "2026-01-01", "open"),
    ]);
    let outcome = project.compile();
    let tally = outcome.publication.as_ref().unwrap().site.scorecard.tally();
    assert_eq!((tally.total, tally.kept, tally.open), (2, 1, 1));
}

#[test]
fn no_share_is_shown_below_the_small_sample() {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let pledges: Vec<_> =
        ids.iter().map(|id| (*id, "", "2026-01-01", if *id == "a" { "kept" } else { "open" })).collect();
    let share = |count: usize| {
        let outcome = project(&pledges[..count]).compile();
        outcome.publication.as_ref().unwrap().site.scorecard.tally().share.map(|share| share.kept)
    };
    assert_eq!(share(5), None);
    assert_eq!(share(6), Some(17));
}

#[test]
fn weighted_shares_stand_only_where_weights_differ() {
    let mut pledges: Vec<_> = ["b", "c", "d", "e", "f"].iter().map(|id| (*id, "", "2026-01-01", "open")).collect();
    pledges.push(("a", "weight = 5", "2026-01-01", "kept"));
    let weighted =
        |pledges: &[_]| project(pledges).compile().publication.as_ref().unwrap().site.scorecard.tally().weighted;
    assert_eq!(weighted(&pledges).map(|share| share.kept), Some(50));
    pledges[5].1 = "";
    assert_eq!(weighted(&pledges), None);
}

#[test]
fn a_pledge_kept_after_its_deadline_is_kept_late() {
    let project = project(&[
        ("a", "deadline = 2025-06-01", "2025-06-02", "kept"),
        ("b", "deadline = \"2025-06\"", "2025-06-30", "kept"),
    ]);
    let outcome = project.compile();
    let tally = outcome.publication.as_ref().unwrap().site.scorecard.tally();
    assert_eq!((tally.kept, tally.kept_late), (2, 1));
    let deadlines = &project.pages()["deadlines/index.html"];
    assert!(deadlines.contains("data-label=\"Days late\">1</td>"), "{deadlines}");
}

#[test]
fn a_share_is_all_or_none_only_where_it_is() {
    let ids: Vec<String> = (0..201).map(|number| format!("p{number}")).collect();
    let share = |kept: usize| {
        let to = |at: usize| if at < kept { "kept" } else { "open" };
        let pledges: Vec<_> =
            ids.iter().enumerate().map(|(at, id)| (id.as_str(), "", "2026-01-01", to(at))).collect();
        let outcome = project(&pledges).compile();
        outcome.publication.as_ref().unwrap().site.scorecard.tally().share.map(|share| share.kept)
    };
    assert_eq!([0, 1, 200, 201].map(share), [Some(0), Some(1), Some(99), Some(100)]);
}

/// Adds an entry to a pledge's history.
fn move_on(project: &Project, id: &str, entry: &str) {
    let path = format!("content/pledges/{id}.md");
    let text = project.read(&path);
    let entry = format!("\n[[status]]\n{entry}\nreason = \"So.\"\nevidence = [\"paper\"]\n+++\n");
    project.write(&path, text.trim_end().trim_end_matches("+++").to_owned() + &entry);
}

#[test]
fn what_was_kept_in_time_stays_so_under_another_word_for_kept() {
    let project = project(&[("a", "deadline = 2025-12-31", "2025-06-01", "kept")]);
    let well =
        "[[statuses]]\nid = \"well\"\nlabel = \"Well\"\nmeaning = \"Done well.\"\ncounts_as = \"kept\"\n\n[[topics]]";
    project.edit("site.toml", "[[topics]]", well);
    move_on(&project, "a", "on = 2026-03-01\nto = \"well\"\ncause = \"method\"");
    let outcome = project.compile();
    let card = &outcome.publication.as_ref().unwrap().site.scorecard;
    assert_eq!((card.tally().kept_late, card.pledges[0].since.to_string().as_str()), (0, "2026-03-01"));
}

#[test]
fn what_is_to_be_kept_so_can_cease_to_be_kept() {
    for (keys, codes) in [("", &["moved-after-final"][..]), ("kind = \"upkeep\"", &[])] {
        let project = project(&[("a", keys, "2025-06-01", "kept")]);
        move_on(&project, "a", "on = 2026-03-01\nto = \"open\"");
        assert_eq!(project.codes(), codes, "{keys}");
    }
}

#[test]
fn an_entry_keeps_its_address_where_an_earlier_one_is_found_out() {
    let project = project(&[("a", "", "2026-02-01", "open")]);
    move_on(&project, "a", "on = 2026-03-01\nto = \"kept\"");
    move_on(&project, "a", "on = 2026-03-01\nto = \"kept\"");
    let anchors = || {
        let page = project.pages().remove("pledges/a/index.html").unwrap();
        let found = page.split("id=\"_change_").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        found.collect::<std::collections::BTreeSet<_>>()
    };
    let before = anchors();
    assert_eq!(before.iter().collect::<Vec<_>>(), ["2026-02-01_open", "2026-03-01_kept", "2026-03-01_kept_2"]);
    let earlier =
        "[[status]]\non = 2026-01-01\nto = \"open\"\nreason = \"So.\"\nevidence = [\"paper\"]\n\n[[status]]";
    let text = project.read("content/pledges/a.md");
    project.write("content/pledges/a.md", text.replacen("[[status]]", earlier, 1));
    assert!(anchors().is_superset(&before) && anchors().len() == 4);
}

#[test]
fn a_status_holds_since_it_began_and_moves_are_changes_of_status() {
    let project = Project::base();
    let entry =
        |on, to| format!("[[status]]\non = {on}\nto = \"{to}\"\nreason = \"News.\"\nevidence = [\"paper\"]\n\n");
    let more = entry("2026-06-01", "open") + &entry("2026-06-02", "kept") + &entry("2026-06-03", "kept");
    project.edit("content/pledges/bridge.md", "[[critiques]]", &format!("{more}[[critiques]]"));
    let outcome = project.compile();
    let card = &outcome.publication.as_ref().unwrap().site.scorecard;
    assert_eq!(
        (card.pledges[0].since.to_string(), card.pledges[0].moved.to_string()),
        ("2026-06-02".into(), "2026-06-03".into())
    );
    assert_eq!(card.moves(5), [(0, 2)]);
}

#[test]
fn of_many_moves_the_newest_are_shown_first() {
    let begun = |id| (id, "", "2025-03-01", "open");
    let project = project(&["a", "b", "c", "d"].map(begun));
    for (id, on) in [("a", "2026-05-01"), ("b", "2026-06-01"), ("c", "2026-06-01"), ("d", "2026-04-01")] {
        let kept =
            format!("\n[[status]]\non = {on}\nto = \"kept\"\nreason = \"Done.\"\nevidence = [\"paper\"]\n+++\n");
        project.edit(&format!("content/pledges/{id}.md"), "\n+++\n", &kept);
    }
    let outcome = project.compile();
    let card = &outcome.publication.as_ref().unwrap().site.scorecard;
    let all = [(1, 1), (2, 1), (0, 1), (3, 1)];
    for most in 0..6 {
        assert_eq!(card.moves(most), all[..most.min(4)]);
    }
}

#[test]
fn drafts_are_never_built() {
    let project = project(&[("a", "", "2026-01-01", "open"), ("b", "draft = true", "2026-01-01", "open")]);
    let pages = project.pages();
    assert!(pages.contains_key("pledges/a/index.html") && !pages.contains_key("pledges/b/index.html"));
    assert!(!pages["sitemap.xml"].contains("pledges/b/"));
}

#[test]
fn a_status_counts_what_the_tally_counts_and_its_page_lists_the_whole_too() {
    let project = project(&[
        ("whole", "", "2026-01-01", "open"),
        ("part-a", "parent = \"whole\"", "2026-01-01", "kept"),
        ("part-b", "parent = \"whole\"", "2026-01-01", "open"),
    ]);
    project.write(
        "themes/civic/templates/methodology.html",
        "{% for status in statuses %}{{ status.count }} {% endfor %}",
    );
    let pages = project.pages();
    assert_eq!(pages["methodology/index.html"].trim(), "1 1");
    assert!(
        pages["statuses/open/index.html"].contains("<h2>2 pledges</h2>"),
        "{}",
        pages["statuses/open/index.html"]
    );
}

#[test]
fn days_are_counted_only_between_dates_known_to_the_day() {
    let project = project(&[
        ("a", "deadline = 2025-06-01", "\"2026-03\"", "kept"),
        ("b", "deadline = 2026-06-01", "2026-02-01", "open"),
    ]);
    let pages = project.pages();
    assert!(
        pages["deadlines/index.html"].contains("data-label=\"Days late\">–</td>"),
        "{}",
        pages["deadlines/index.html"]
    );
    let days = |id: &str| pages[&format!("pledges/{id}/index.html")].contains("<td class=\"num\">–</td>");
    assert_eq!((days("a"), days("b")), (true, false));
}

#[test]
fn a_pledge_that_is_due_today_is_said_to_be() {
    let project = project(&[("a", &format!("deadline = {}", super::bench::TODAY), "2026-01-01", "open")]);
    let page = &project.pages()["pledges/a/index.html"];
    assert!(page.contains("</time>, today</dd>") && !page.contains("in 0 days"), "{page}");
}
