//! What readers, and the programs that read for them, get beside the text: feeds, the policy, figures, the manual's theme.

use std::fs;

use super::bench::{DEMO_TODAY, Project, home, rendered};
use pledgecard::compile;
use pledgecard::edge::disk;
use pledgecard::record::Date;
use pledgecard::view::{FigureView, Percent};

/// A change of status, as a pledge's file has it.
fn entry(on: &str, to: &str) -> String {
    format!("[[status]]\non = {on}\nto = \"{to}\"\nreason = \"<News> & more.\"\nevidence = [\"paper\"]\n\n")
}

#[test]
fn a_feed_has_what_happened_newest_first_with_anchors_that_stand() {
    let project = Project::base();
    let more = entry("2026-05-15", "open") + &entry("2026-06-01", "kept");
    project.edit("content/pledges/bridge.md", "[[critiques]]", &format!("{more}[[critiques]]"));
    let pages = project.pages();
    for path in ["feed.xml", "topics/city/feed.xml", "pledges/bridge/feed.xml"] {
        let feed = &pages[path];
        assert!(feed.contains(&format!("href=\"https://example.org/{path}\"")), "{feed}");
        let updated: Vec<&str> = feed.split("<updated>").skip(1).filter_map(|rest| rest.get(..10)).collect();
        assert!(updated.len() == 5 && updated[1..].is_sorted_by(|one, next| one >= next), "{updated:?}");
        assert_eq!(updated[0], updated[1], "as new as its newest entry");
        assert!(feed.contains("<title>Build a bridge: Open → Kept</title>"), "{feed}");
        assert!(feed.contains("&lt;News&gt; &amp; more."), "{feed}");
        for id in feed.split("<id>https://example.org/pledges/bridge/#").skip(1) {
            let anchor = id.split('<').next().unwrap();
            assert!(pages["pledges/bridge/index.html"].contains(&format!(" id=\"{anchor}\"")), "{anchor}");
        }
    }
}

#[test]
fn a_feed_of_many_pledges_has_the_newest_hundred_in_the_order_of_the_scorecard() {
    let project = Project::base();
    let mut dated = Vec::new();
    for number in 0..1200 {
        // The newest come neither first nor last, and many on one day.
        let (id, day) = (format!("p{number:04}"), (number * 9) % 28 + 1);
        let pledge = format!(
            "+++\ntitle = \"{id}\"\ntopics = [\"city\"]\npromised = 2025-01-01\npromised_in = [\"paper\"]\n[[status]]\n\
             on = 2025-02-{day:02}\nto = \"open\"\nreason = \"So it is.\"\nevidence = [\"paper\"]\n+++\n"
        );
        project.write(&format!("content/pledges/{id}.md"), pledge);
        dated.push((std::cmp::Reverse(day), id));
    }
    project.remove("content/pledges/bridge.md").edit("content/people.toml", "\n[eva]\nname = \"Eva\"\n", "");
    dated.sort();
    let expected: Vec<String> = dated.into_iter().take(100).map(|(_, id)| id).collect();
    let feed = &project.pages()["feed.xml"];
    let told: Vec<&str> =
        feed.split("<id>https://example.org/pledges/").skip(1).filter_map(|rest| rest.get(..5)).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_feed_is_made_only_for_a_page_that_names_it() {
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\ntheme = \"plain\"");
    project.write("themes/plain/theme.toml", "").write("themes/plain/templates/front.html", "{{ page.title }}");
    project.write("themes/plain/templates/pledge.html", "{{ feed }}").write("themes/plain/templates/topic.html", "");
    let pages = project.pages();
    let feeds: Vec<&String> = pages.keys().filter(|path| path.contains("feed.xml")).collect();
    assert_eq!(feeds, ["pledges/bridge/feed.xml"]);
    assert_eq!(pages["pledges/bridge/index.html"], "pledges/bridge/feed.xml");
}

#[test]
fn feeds_may_be_linked_and_only_those_that_are_there() {
    let project = Project::base();
    let body = "[a](/feed.xml) [b](/topics/city/feed.xml) [c](/statuses/kept/feed.xml) [d](/pledges/feed.xml)";
    project.write("content/pages/feeds.md", format!("+++\ntitle = \"Feeds\"\n+++\n{body}\n"));
    assert_eq!(project.codes(), ["broken-link", "broken-link"]);
}

#[test]
fn deadlines_are_a_calendar() {
    let project = Project::base();
    project.edit(
        "content/pledges/bridge.md",
        "title       = \"Build",
        "deadline = \"2027-02\"\ntitle       = \"Build",
    );
    let pages = project.pages();
    let calendar = &pages["deadlines.ics"];
    for line in [
        "DTSTART;VALUE=DATE:20270228",
        "DTEND;VALUE=DATE:20270301",
        "SUMMARY:Build a bridge",
        "DTSTAMP:20260501T000000Z",
    ] {
        assert!(calendar.contains(&format!("\r\n{line}\r\n")), "{line}: {calendar}");
    }
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("END:VCALENDAR\r\n"), "{calendar}");
    assert!(pages["deadlines/index.html"].contains("href=\"../deadlines.ics\""));
}

#[test]
fn the_policy_of_servers_is_that_of_the_pages_and_names_every_script() {
    let pages = Project::base().pages();
    let policy = pages["_headers"].split("Content-Security-Policy: ").nth(1).unwrap().lines().next().unwrap();
    assert!(policy.contains("script-src 'sha256-") && policy.starts_with("default-src 'none'"), "{policy}");
    for (path, html) in pages.iter().filter(|(path, _)| path.contains(".html")) {
        let escaped = policy.replace('\'', "&#39;");
        assert!(html.contains(policy) || html.contains(&escaped), "{path}");
        for integrity in html.split("integrity=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(policy.contains(integrity), "{path}: {integrity}");
        }
    }
    assert!(pages["index.html"].contains("integrity=\"sha256-"));
}

#[test]
fn a_figure_is_to_scale() {
    let project = Project::base();
    let path = "content/pledges/bridge.md";
    project.edit(path, "[[critiques]]", &format!("{}[[critiques]]", entry("2026-06-01", "kept")));
    let outcome = project.compile();
    let publication = outcome.publication.as_ref().unwrap();
    let card = &publication.site.scorecard;
    let words = publication.theme.words().next().unwrap();
    let site = &publication.site;
    let reading = pledgecard::view::Reading { card, site, edition: None, language: words.language(), words };
    let audience = pledgecard::view::Audience::new(reading, publication.theme.names());
    let figure = FigureView::new(&audience, &card.pledges[0]);
    let days = |from: &str, to: &str| {
        let date = |text: &str| Date::parse(text).unwrap();
        usize::try_from(date(from).days_to(date(to))).unwrap()
    };
    let (start, end) = (figure.start.part("iso").to_owned(), figure.end.part("iso").to_owned());
    let at = |day: &str| Percent(days(&start, day) * 1000 / days(&start, &end) * 10);
    assert_eq!(figure.runs.len(), 2);
    assert_eq!((figure.runs[1].start, figure.runs[1].days), (at("2026-06-01"), days("2026-06-01", "2026-06-30")));
    assert_eq!(figure.runs[0].start.0 + figure.runs[0].width.0, figure.runs[1].start.0);
    assert_eq!((figure.now, figure.due), (at("2026-06-30"), Some(Percent(10_000))));
    assert_eq!(figure.years, [at("2026-01-01"), at("2027-01-01"), at("2028-01-01")]);
    assert_eq!(figure.year_names[1].name, "2027");
}

#[test]
fn a_template_that_works_out_the_name_of_a_field_reads_it_too() {
    let project = Project::base();
    project.edit("site.toml", "[site]", "[site]\ntheme = \"plain\"").write("themes/plain/theme.toml", "");
    let front = |text: &str| project.write("themes/plain/templates/front.html", text);
    front("{% set name = \"pol\" ~ \"icy\" %}{{ site[name] }}");
    assert!(project.pages()["index.html"].starts_with("default-src"));
    for whole in ["{% for key, value in site %}{{ key }} {% endfor %}", "{{ site | keys | join(sep=\" \") }}"] {
        front(whole);
        assert!(project.pages()["index.html"].contains("policy"), "{whole}");
    }
    front("{{ site.pollicy }}");
    let faults = project.run(&["check"]);
    let faults = format!("{}{}", faults.out, faults.err);
    assert!(faults.contains("pollicy") && faults.contains("policy"), "{faults}");
}

#[test]
fn the_theme_of_the_manual_builds() {
    let manual = fs::read_to_string(home().join("docs/themes.md")).unwrap();
    let lesson = manual.split("in ten minutes").nth(1).unwrap().split("\n## ").next().unwrap();
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\ntheme = \"plain\"");
    project
        .write("themes/plain/theme.toml", "")
        .write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nUs.\n");
    let mut files = 0;
    for step in lesson.split("`themes/plain/").skip(1) {
        let Some((path, text)) = step.split_once('`').filter(|(_, rest)| rest.contains("```")) else { continue };
        let text = text.split("```").nth(1).unwrap().split_once('\n').unwrap().1;
        project
            .write(&format!("themes/plain/{path}"), text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"));
        files += 1;
    }
    assert_eq!(files, 5);
    let pages = project.pages();
    assert!(pages["pledges/bridge/index.html"].contains("<h1>Build a bridge</h1>"));
    assert!(pages["index.html"].contains("<li>Open: 1</li>") && pages.contains_key("feed.xml"));
    assert!(pages["about/index.html"].contains("<p>Us.</p>"));
}

#[test]
fn tables_of_a_body_scroll_in_regions_of_their_own_names() {
    let project = Project::base();
    let table = "| a | \"b\" |\n| --- | --- |\n| 1 | 2 |\n";
    project.write(
        "content/pages/tables.md",
        format!("+++\ntitle = \"T\"\n+++\n{table}\n{table}\n| | |\n| --- | --- |\n| 1 | 2 |\n"),
    );
    let html = &project.pages()["tables/index.html"];
    for name in ["a, &quot;b&quot;", "a, &quot;b&quot; (2)", "(3)"] {
        let region = format!("<div class=\"scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\"><table>");
        assert!(html.contains(&region), "{name}: {html}");
    }
}

#[test]
fn every_page_of_the_demo_says_what_it_shows() {
    let outcome = compile(&disk::read(home()).unwrap(), Date::parse(DEMO_TODAY).unwrap());
    let pages = rendered(&outcome);
    let described = |html: &str| {
        html.split("<meta name=\"description\" content=\"")
            .nth(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    for (path, html) in pages.iter().filter(|(path, _)| path.contains(".html")) {
        let said = described(html).unwrap_or_default();
        assert!(said.len() > 3, "{path} has no description");
    }
    assert!(described(&pages["pledges/ai-highway/index.html"]).unwrap().starts_with("In progress. "));
}

#[test]
fn pages_hold_with_little_in_them() {
    let project = Project::base();
    project.edit("site.toml", "term   = { start = 2025-01-01, end = 2028-12-31 }\n", "");
    project.edit(
        "site.toml",
        "[[concerns]]",
        "[[topics]]\nid = \"roads\"\nlabel = \"Roads\"\ndescription = \"All of them.\"\n\n[[concerns]]",
    );
    let pages = project.pages();
    assert!(!pages.contains_key("deadlines.ics"), "nothing is due");
    assert!(!pages["deadlines/index.html"].contains("deadlines.ics"));
    assert!(!pages["methodology/index.html"].contains("end of the term"));
    assert!(
        pages["topics/index.html"].contains("<dl class=\"terms\">\n<dt><a href=\"../topics/roads/\">"),
        "one list, of one"
    );
    assert_eq!(pages["topics/index.html"].matches("</dl>").count(), 1);
    project.remove("content/pledges/bridge.md").edit("content/people.toml", "[eva]\nname = \"Eva\"\n", "");
    let pages = project.pages();
    assert!(!pages["index.html"].contains("What experts object to") && !pages["index.html"].contains("filter."));
    assert!(
        pages["pledges/index.html"].contains("There is no pledge yet.")
            && !pages["pledges/index.html"].contains("filter.")
    );
}

#[test]
fn a_body_that_promised_is_an_organization_to_search_engines() {
    let project = Project::base();
    project.edit("content/people.toml", "[ada]\n", "[ada]\nkind = \"body\"\n");
    let pages = project.pages();
    for page in ["index.html", "pledges/bridge/index.html"] {
        assert!(pages[page].contains("\"@type\":\"Organization\",\"name\":\"Ada\""), "{page}");
    }
}

#[test]
fn the_stylesheet_has_no_side_of_its_own() {
    let css = fs::read_to_string(home().join("themes/civic/static/civic.css")).unwrap();
    let sides = ["left", "right", "-top", "-bottom", " width:", " height:"];
    for (number, line) in css.lines().enumerate() {
        let rules = line.split("@media").next().unwrap();
        let physical = sides
            .iter()
            .find(|side| rules.contains(&format!("{side}:")) || (side.ends_with(':') && rules.contains(*side)));
        assert_eq!(physical, None, "civic.css:{}: {line}", number + 1);
        let shorthands = ["padding: ", "margin: "].into_iter().flat_map(|name| rules.split(name).skip(1));
        for values in shorthands {
            let values: Vec<&str> = values.split([';', '}']).next().unwrap().split_whitespace().collect();
            assert!(values.len() < 4 || values[1] == values[3], "civic.css:{}: {values:?}", number + 1);
        }
    }
}

#[test]
fn a_reviewer_is_named_also_where_no_judge_is() {
    let project = Project::base();
    project.edit(
        "content/pledges/bridge.md",
        "reason    = \"Not begun.\"",
        "reason    = \"Not begun.\"\nreviewed_by = \"eva\"",
    );
    let page = &project.pages()["pledges/bridge/index.html"];
    assert!(page.contains("Reviewed by <a href=\"../../people/eva/\">Eva</a>"), "{page}");
}

#[test]
fn a_person_has_the_pledges_that_they_replied_to() {
    let project = Project::base();
    let before = &project.pages()["people/eva/index.html"];
    assert!(!before.contains("Pledges with a reply of theirs"), "{before}");
    let reply = "[[replies]]\nby = \"eva\"\non = 2026-05-02\ntext = \"We are late.\"\nevidence = [\"paper\"]\n\n";
    project.edit("content/pledges/bridge.md", "[[critiques]]", &format!("{reply}[[critiques]]"));
    let after = &project.pages()["people/eva/index.html"];
    let list = after.split_once("Pledges with a reply of theirs").expect(after).1;
    assert!(list.contains("../../pledges/bridge/"), "{list}");
}

#[test]
fn no_heading_takes_an_id_of_the_page_itself() {
    let project = Project::base();
    project.edit("content/pledges/bridge.md", "A bridge over the river.", "## Main\n\n## Mark check\n\n## Main text");
    let page = &project.pages()["pledges/bridge/index.html"];
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.contains(&"main") && ids.contains(&"mark-check"), "{ids:?}");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "each id once: {ids:?}");
}

#[test]
fn the_lead_of_a_page_has_the_text_and_not_what_a_picture_shows() {
    let project = Project::base();
    let text = "+++\ntitle = \"About us\"\n+++\n\n![A brown river](images/river.png) Who we are.\n";
    project.write("content/images/river.png", "river").write("content/pages/about.md", text);
    let page = &project.pages()["about/index.html"];
    assert!(page.contains("<meta name=\"description\" content=\"Who we are.\">"), "{page}");
}
