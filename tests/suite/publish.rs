//! What `publish` says and refuses, whatever the target.

use std::path::Path;

use super::bench::{Project, Ran, binary, copy, epoch, home, tree};

impl Project {
    /// Runs the binary at noon, some days after the day on which tests judge.
    pub(crate) fn run_on(&self, day: u64, args: &[&str]) -> Ran {
        binary(self.root()).args(args).env("SOURCE_DATE_EPOCH", epoch(day)).output().unwrap().into()
    }

    /// Seals what the project says now.
    pub(crate) fn seal_on(&self, day: u64, note: &str) -> &Self {
        let ran = self.run_on(day, &["seal", "-m", note]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        self
    }

    /// The second edition of a project: a pledge is kept, and the theme has another colour.
    pub(crate) fn go_on(&self) -> &Self {
        let kept = "[[status]]\non       = 2026-06-20\nto       = \"kept\"\nreason   = \"It stands.\"\nevidence = [\"paper\"]\n\n[[critiques]]";
        self.edit("content/pledges/bridge.md", "[[critiques]]", kept);
        if self.root().join("themes/tiny").exists() {
            return self.write("themes/tiny/static/tiny.css", "body { color: #222 }\n");
        }
        let colours = std::fs::read_to_string(home().join("themes/civic/static/palette.css")).unwrap();
        self.write("themes/civic/static/palette.css", colours + "/* second */\n")
    }
}

/// A project whose first edition is sealed.
pub(crate) fn sealed() -> Project {
    let project = Project::base();
    project.seal_on(0, "The first");
    project
}

/// The same with a theme of three templates and one style sheet: it is published hundreds of times.
pub(crate) fn tiny_in(project: Project) -> Project {
    let project = unsealed_in(project);
    project.seal_on(0, "The first");
    project
}

/// The same, not sealed yet.
pub(crate) fn unsealed_in(project: Project) -> Project {
    copy(&home().join("tests/base"), project.root());
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\ntheme       = \"tiny\"");
    project.write("themes/tiny/theme.toml", "").write("themes/tiny/static/tiny.css", "body { color: #111 }\n");
    let page = |name: &str, body: &str| {
        let style = "{{ page.base }}{{ asset(name=\"tiny.css\") }}";
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<title>{{{{ page.title }}}}</title>\n<link rel=\"stylesheet\" href=\"{style}\">\n\
             {body}\n<a href=\"{{{{ page.root }}}}editions/\">Editions</a>\n</html>\n"
        );
        project.write(&format!("themes/tiny/templates/{name}"), html);
    };
    page(
        "front.html",
        "{% for pledge in pledges %}<a href=\"{{ page.root }}{{ pledge.path }}\">{{ pledge.title }}</a>{% endfor %}",
    );
    page(
        "pledge.html",
        "{% for one in pledge.versions %}<a href=\"{{ page.root }}{{ one.path }}\">Then</a>{% endfor %}",
    );
    page(
        "editions.html",
        "{% for one in editions %}<a href=\"{{ page.root }}{{ one.edition.path }}\">One</a>\n\
         <a href=\"{{ page.base }}{{ one.edition.manifest }}\">Its text</a>{% endfor %}",
    );
    project
}

/// Publishes into the folder `out` of the project.
pub(crate) fn publish(project: &Project, day: u64) -> Ran {
    project.run_on(day, &["publish", "dir:out"])
}

pub(crate) fn published(project: &Project, day: u64) -> String {
    let ran = publish(project, day);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

fn refused(project: &Project, day: u64, reason: &str) {
    let there = project.root().join("out");
    let before = there.exists().then(|| tree(&there));
    let ran = publish(project, day);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("nothing was published: ") && ran.err.contains(reason), "{}", ran.err);
    assert_eq!(there.exists().then(|| tree(&there)), before);
}

#[test]
fn only_what_is_sealed_clean_and_whole_is_published() {
    let project = Project::base();
    refused(&project, 0, "`pledgecard seal -m NOTE` first");
    project.seal_on(0, "The first");
    project.edit("content/pledges/bridge.md", "over the river", "over the water");
    refused(&project, 0, "no longer what was sealed as edition 1: `pledgecard diff` shows");
    project.edit("content/pledges/bridge.md", "to        = \"open\"", "to        = \"opne\"");
    refused(&project, 0, "1 error");
    project.edit("content/pledges/bridge.md", "to        = \"opne\"", "to        = \"open\"");
    project.edit("content/pledges/bridge.md", "over the water", "over the river");
    published(&project, 0);
    project.edit("content/editions/0001.manifest", "as-of 2026-06-30", "as-of 2026-06-29");
    project.go_on();
    refused(&project, 0, "error");
}

#[test]
fn the_plan_speaks_of_pledges_then_pages_then_bytes() {
    let project = sealed();
    published(&project, 0);
    project.go_on().seal_on(1, "The second");
    let all = || (tree(&project.root().join("content")), tree(&project.root().join("out.releases")));
    let before = all();
    let ran = project.run_on(1, &["publish", "dir:out", "--plan"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(all() == before, "a plan changes nothing");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("edition 2, as of 2026-07-01, ") && lines[0].ends_with(" to dir:out"), "{lines:?}");
    assert!(lines[1].starts_with("live there: edition 1, as of 2026-06-30, "), "{lines:?}");
    assert_eq!(lines[2], "  bridge: Open → Kept, on 2026-06-20");
    let pages = lines.iter().find(|line| line.starts_with("pages: ")).unwrap();
    assert!(pages.contains(" new, ") && pages.ends_with(" 0 gone"), "{pages}");
    assert!(lines.last().unwrap().starts_with("to write: "), "{lines:?}");
    let ran = project.run_on(1, &["publish", "dir:out", "--plan", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&plan["edition"]["number"], &plan["live"]["number"], &plan["published"]),
        (&2.into(), &1.into(), &false.into())
    );
    assert_eq!((&plan["moves"][0]["pledge"], &plan["moves"][0]["to"]), (&"bridge".into(), &"Kept".into()));
    let added = plan["add"].as_array().unwrap().len() + plan["replace"].as_array().unwrap().len();
    assert!(ran.out.contains("editions/2/manifest.txt") && added > 10, "{}", ran.out);
}

#[test]
fn after_it_the_address_and_the_digest_are_printed() {
    let project = sealed();
    let manifest = project.read("content/editions/0001.manifest");
    let digest = pledgecard::edition::Digest::of(manifest.as_bytes());
    let said = published(&project, 0);
    assert!(said.ends_with(&format!("files read back\nhttps://example.org/editions/1/\n{digest}\n")), "{said}");
    let ran = project.run_on(0, &["verify", "out"]);
    assert_eq!((ran.code, ran.out.contains(&digest.to_string())), (Some(0), true), "{}{}", ran.out, ran.err);
}

#[test]
fn targets_have_names_in_site_toml() {
    let project = Project::base();
    let site = project.read("site.toml");
    project
        .write("site.toml", format!("{site}\n[publish.web]\nto = \"dir:web\"\n\n[publish.test]\nto = \"dir:try\"\n"));
    project.seal_on(0, "The first");
    let ran = project.run_on(0, &["publish"]);
    assert!(ran.code == Some(2) && ran.err.contains("say which: `test`, `web`"), "{}", ran.err);
    let ran = project.run_on(0, &["publish", "wbe"]);
    assert!(ran.code == Some(2) && ran.err.contains("site.toml has no [publish.wbe]"), "{}", ran.err);
    assert!(ran.err.contains("but `test`, `web`"), "{}", ran.err);
    let ran = project.run_on(0, &["publish", "dri:web"]);
    assert!(ran.code == Some(2) && ran.err.contains("`dri:web` is no target: write `dir:FOLDER`"), "{}", ran.err);
    assert_eq!(project.run_on(0, &["publish", "web"]).code, Some(0));
    assert!(project.root().join("web/index.html").is_file() && !project.root().join("try").exists());
    project.write("site.toml", format!("{site}\n[publish.web]\nto = \"dri:web\"\n"));
    assert!(project.faults().contains("`dri:web` is no place to publish to"), "{}", project.faults());
}

#[test]
fn a_name_that_site_toml_does_not_have_is_told_so() {
    let project = sealed();
    for command in ["publish", "rollback"] {
        let ran = project.run_on(0, &[command, "web"]);
        assert!(ran.code == Some(2) && ran.err.contains("site.toml has no [publish.web]"), "{}", ran.err);
        assert!(ran.err.contains("write `dir:FOLDER`"), "{}", ran.err);
    }
    let ran = project.run_on(0, &["rollback", "git:gh-pages"]);
    assert!(ran.code == Some(2) && ran.err.contains("could not roll back the branch `gh-pages`"), "{}", ran.err);
}

#[test]
fn another_history_is_never_published_over() {
    let project = sealed();
    project.go_on().seal_on(1, "The second");
    published(&project, 1);
    let other = sealed();
    let ran = other.run_on(0, &["publish", &format!("dir:{}", project.root().join("out").display())]);
    assert!(ran.code == Some(1) && ran.err.contains("fetch the newer editions first"), "{}", ran.err);
    let other = Project::base();
    other.edit("content/pledges/bridge.md", "over the river", "over the lake").seal_on(0, "Another");
    other.edit("content/pledges/bridge.md", "over the lake", "over the sea").seal_on(1, "Another");
    let ran = other.run_on(1, &["publish", &format!("dir:{}", project.root().join("out").display())]);
    assert!(ran.code == Some(1) && ran.err.contains("is not the edition 2 of this project"), "{}", ran.err);
}

#[test]
fn a_page_that_would_be_gone_stops_it() {
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\nlanguages = [\"en\", \"ko\"]");
    project.seal_on(0, "The first");
    published(&project, 0);
    project.edit("site.toml", "\nlanguages = [\"en\", \"ko\"]", "").seal_on(1, "Without Korean");
    refused(&project, 1, "/ko/");
    let ran = publish(&project, 1);
    assert!(ran.err.contains("would be gone") && ran.err.contains("put back the language"), "{}", ran.err);
}

#[test]
fn what_is_renamed_or_withdrawn_leaves_a_page_that_says_so() {
    let project = Project::base();
    project.write("content/pages/about.md", "+++\ntitle = \"About us\"\n+++\nText.\n").seal_on(0, "The first");
    published(&project, 0);
    let text = project.read("content/pledges/bridge.md");
    project
        .remove("content/pledges/bridge.md")
        .write("content/pledges/ferry.md", text.clone())
        .remove("content/pages/about.md");
    project.seal_on(1, "The second");
    let said = published(&project, 1);
    assert!(said.contains("  1 new pledge\n") && said.contains("  1 withdrawn pledge\n"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("pages: ") && line.ends_with(" 0 gone")), "{said}");
    for (page, name) in [("pledges/bridge", "Build a bridge"), ("about", "About us")] {
        let html = project.read(&format!("out/{page}/index.html"));
        assert!(html.contains("No longer in the scorecard") && html.contains(name), "{page}");
    }
    assert!(project.read("out/pledges/ferry/index.html").contains("Build a bridge"));
    // It is seen that it was but renamed.
    let text = text.replacen("title ", "formerly  = [\"bridge\"]\ntitle ", 1);
    project.write("content/pledges/ferry.md", text.replace("Build a bridge", "Run a ferry")).seal_on(2, "The third");
    published(&project, 2);
    let html = project.read("out/pledges/bridge/index.html");
    assert!(html.contains("This pledge is now called <a href=\"../../pledges/ferry/\">Run a ferry</a>."), "{html}");
}

#[test]
fn a_renamed_pledge_is_found_under_both_addresses_in_every_language() {
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\nlanguages = [\"en\", \"ko\"]");
    let bridge = project.read("content/pledges/bridge.md");
    project.seal_on(0, "The first");
    published(&project, 0);
    let called = |former: &str, title: &str| {
        let text = bridge.replacen("title ", &format!("formerly  = [\"{former}\"]\ntitle "), 1);
        text.replace("Build a bridge", title)
    };
    project.remove("content/pledges/bridge.md").write("content/pledges/ferry.md", called("brigde", "Run a ferry"));
    assert!(project.faults().contains("no edition has a pledge `brigde`"), "{}", project.faults());
    project.write("content/pledges/ferry.md", called("bridge", "Run a ferry")).seal_on(1, "The second");
    let said = published(&project, 1);
    assert!(said.contains("  1 renamed pledge\n") && !said.contains("withdrawn"), "{said}");
    // A second time, so that the first name leads on through the second.
    project.remove("content/pledges/ferry.md").write("content/pledges/boat.md", called("ferry", "Row a boat"));
    project.seal_on(2, "The third");
    published(&project, 2);
    for (page, language, says) in [
        ("pledges/bridge", "", "This pledge is now called <a href=\"../../pledges/boat/\">Row a boat</a>."),
        ("pledges/ferry", "", "This pledge is now called <a href=\"../../pledges/boat/\">Row a boat</a>."),
        ("ko/pledges/bridge", "ko/", "<a href=\"../../pledges/boat/\"><span lang=\"en\""),
    ] {
        let html = project.read(&format!("out/{page}/index.html"));
        assert!(html.contains(says), "{page}: {html}");
        let canonical = format!("<link rel=\"canonical\" href=\"https://example.org/{language}pledges/boat/\">");
        assert!(html.contains(&canonical) && !html.contains("noindex") && !html.contains("http-equiv=\"refresh"));
    }
    let feed = project.read("out/pledges/bridge/feed.xml");
    assert!(feed.contains("Row a boat") && feed.contains("https://example.org/pledges/bridge/feed.xml"), "{feed}");
    // Each edition has the pledge under the id that it had there, and the list goes through all of them.
    let now = project.read("out/pledges/boat/index.html");
    let versions = ["pledges/bridge/editions/1/", "pledges/ferry/editions/2/", "pledges/boat/editions/3/"];
    let at = versions.map(|version| now.find(version).unwrap_or_else(|| panic!("{version}: {now}")));
    assert!(at.is_sorted(), "{at:?}");
    let old = project.read("out/pledges/bridge/editions/1/index.html");
    assert!(!old.contains("ferry") && !old.contains("boat"), "a page of an edition rests on what was sealed");
    let changes = project.read("out/editions/2/changes/index.html");
    assert!(changes.contains("<del>bridge</del><ins>ferry</ins>") && !changes.contains("Withdrawn"), "{changes}");
}

#[test]
fn the_projects_own_folders_are_no_target() {
    let project = sealed();
    for folder in [".", "content", "themes/x", "content/editions"] {
        let ran = project.run_on(0, &["publish", &format!("dir:{folder}")]);
        assert_eq!(ran.code, Some(2), "{folder}: {}", ran.err);
    }
    std::os::unix::fs::symlink("content", project.root().join("link")).unwrap();
    for folder in ["link", "link/images/x", "link/../content/x"] {
        for args in [["publish", &format!("dir:{folder}")].as_slice(), &["build", "--out", folder]] {
            let ran = project.run_on(0, args);
            assert!(ran.code == Some(2) && ran.err.contains("the project's own files"), "{args:?}: {}", ran.err);
        }
    }
    assert!(!project.root().join("content/images").exists());
    assert!(Path::new(&project.root().join("content/pledges/bridge.md")).is_file());
}
