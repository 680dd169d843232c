//! What is kept of earlier compilations never changes an answer: after any sequence of edits, a compilation with a
//! memory yields, byte for byte, what a clean one does.

use std::collections::BTreeMap;
use std::fs;

use pledgecard::inputs::{Inputs, Refusal};
use pledgecard::render::{Renderer, Scratch};
use pledgecard::scorecard::Judging;
use pledgecard::{Memory, Outcome, recompile};

use super::bench::{Project, TODAY, printed, today, tree};
use super::editions::{SEALED, seal};
use super::preview::Random;
use super::translations::{by_language, into_german, with_german};

/// What a compilation yields: every fault, and every page rendered.
fn everything(outcome: &Outcome, inputs: &Inputs) -> BTreeMap<String, String> {
    let mut all = BTreeMap::from([("faults".to_owned(), printed(&outcome.diagnostics, inputs))]);
    let Some(publication) = &outcome.publication else { return all };
    let renderer = Renderer::new(&publication.site, &publication.theme);
    let mut scratch = Scratch::default();
    for (path, page) in publication.site.pages.iter() {
        let text = match renderer.page(path, page, &mut scratch) {
            Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Err(faults) => format!("{faults:?}"),
        };
        all.insert(path.to_string(), text);
    }
    all
}

/// A pledge with everything that others can depend on, chosen by chance.
/// With care, only what is sound at the beginning of each list is chosen.
fn pledge(random: &mut Random, care: bool) -> String {
    let mut pick = |of: &[&str]| {
        let at = random.below(if care { 2 } else { of.len() as u64 }.min(of.len() as u64));
        of[usize::try_from(at).unwrap()].to_owned()
    };
    let mut text = format!(
        "+++\ntitle = \"Pledge {}\"\ntopics = [\"{}\"]\npromised = 2025-02-0{}\npromised_in = [\"{}\"]\n",
        pick(&["one", "two", "three", "four"]),
        pick(&["city", "city", "park", "nowhere"]),
        pick(&["1", "2", "3"]),
        pick(&["paper", "paper", "second", "lost"]),
    );
    text += &pick(&[
        "",
        "",
        "parent = \"p1\"\n",
        "parent = \"p2\"\n",
        "related = [\"p3\"]\n",
        "draft = true\n",
        "titel = 1\n",
    ]);
    text += &pick(&[
        "",
        "",
        "quote = \"a bridge for all\"\n",
        "quote_language = \"de\"\nquote = \"eine\"\n",
        "promiser = \"eva\"\n",
    ]);
    text += &format!(
        "\n[[status]]\non = 2026-0{}-01\nto = \"{}\"\nreason = \"Because.\"\nevidence = [\"{}\"]\njudged_by = \"{}\"\n",
        pick(&["1", "5", "9"]),
        pick(&["open", "open", "kept", "gone"]),
        pick(&["paper", "paper", "second"]),
        pick(&["ada", "eva", "nobody"]),
    );
    text += &pick(&["+++\n", "+++\n", "+++\n", "+++\n", ""]);
    text += &pick(&["\nText.\n", "\n## A heading\n\nText.\n", "\n## Another\n"]);
    text += &pick(&[
        "",
        "\n[to](@p2#a-heading)\n",
        "\n[to](@p4)\n",
        "\n[to](/pledges/p5/)\n",
        "\n![seen](images/dot.png)\n",
        "\n[to](#a-heading)\n",
    ]);
    text
}

/// Changes something, somewhere, and says what.
fn edit(inputs: &mut Inputs, base: &Inputs, random: &mut Random, care: bool) -> String {
    let name = format!("content/pledges/p{}.md", random.below(7));
    let settings = String::from_utf8(base.bytes("site.toml").unwrap().to_vec()).unwrap();
    match random.below(if care { 23 } else { 24 }) {
        0..=9 => {
            inputs.insert(name.as_str(), pledge(random, care).into_bytes());
            format!("write {name}")
        }
        10 => {
            inputs.remove(&name);
            format!("remove {name}")
        }
        11 | 12 => {
            let to = format!("content/pledges/p{}.md", random.below(7));
            if let Some(bytes) = inputs.bytes(&name).cloned() {
                inputs.remove(&name);
                inputs.insert(to.as_str(), bytes);
            }
            format!("rename {name} to {to}")
        }
        13 => {
            inputs.insert("site.toml", settings.replace("Test scorecard", "Another title").into_bytes());
            "site.toml: a title".to_owned()
        }
        14 => {
            inputs.insert("site.toml", settings.replace("\"city\"", "\"park\"").into_bytes());
            "site.toml: a topic".to_owned()
        }
        15 if !care => {
            inputs.insert("site.toml", b"format = 1\n[site\n".to_vec());
            "site.toml: broken".to_owned()
        }
        16 | 17 => {
            inputs.insert("site.toml", settings.into_bytes());
            "site.toml: mended".to_owned()
        }
        18 => {
            let text = ["<p>{{ pledge.title }}</p>", "<b>{{ pledge.title }}</b>{{ body }}", "{{ nothing | at_all }}"];
            let text = text[usize::try_from(random.below(3)).unwrap()];
            inputs.insert("themes/civic/theme.toml", Vec::new());
            inputs.insert("themes/civic/templates/pledge.html", text.as_bytes());
            "a template".to_owned()
        }
        19 => {
            inputs.remove("themes/civic/templates/pledge.html");
            "no template".to_owned()
        }
        20 => {
            let copy = ["The paper promised a bridge for all.", "The paper promised nothing."];
            inputs.insert("content/archive/copy.txt", copy[usize::try_from(random.below(2)).unwrap()].as_bytes());
            let sources = String::from_utf8(base.bytes("content/sources.toml").unwrap().to_vec()).unwrap();
            let second = "\n[second]\ntitle = \"Second\"\nfile = \"archive/copy.txt\"\npublished = 2025-01-01\n";
            inputs.insert("content/sources.toml", format!("{sources}{second}").into_bytes());
            "a source with a copy".to_owned()
        }
        21 => {
            let page = format!("+++\ntitle = \"About\"\nmenu = 1\n+++\n\n[one](@p{})\n", random.below(7));
            inputs.insert("content/pages/about.md", page.into_bytes());
            "a page".to_owned()
        }
        22 => {
            if inputs.contains("content/images/dot.png") {
                inputs.remove("content/images/dot.png");
            } else {
                inputs.insert("content/images/dot.png", b"dot".to_vec());
            }
            "a picture".to_owned()
        }
        _ => {
            inputs.refuse(name.as_str(), Refusal::NotAFile);
            format!("{name} is no file")
        }
    }
}

#[test]
fn incremental_equals_clean() {
    let project = Project::base();
    let base = project.inputs();
    let mut shown = 0;
    for seed in 0..12 {
        let mut random = Random(seed);
        let mut inputs = base.clone();
        let mut memory = Memory::default();
        let mut told = Vec::new();
        for step in 0..40 {
            // Now and then everything is sound, so that there is something to show.
            let care = seed % 2 == 0;
            if step % 4 == 0 && !care {
                inputs = base.clone();
                told.push("all mended".to_owned());
            }
            if step % 4 > 1 || random.below(2) == 0 {
                told.push(edit(&mut inputs, &base, &mut random, care));
            }
            let judging = Judging { today: today(), drafts: random.below(8) != 0 };
            let kept = recompile(&inputs, judging, &mut memory);
            let clean = recompile(&inputs, judging, &mut Memory::default());
            shown += usize::from(clean.publication.is_some());
            let (kept, clean) = (everything(&kept, &inputs), everything(&clean, &inputs));
            for (path, text) in &clean {
                assert_eq!(kept.get(path), Some(text), "{path}, seed {seed}, after {told:#?}");
            }
            assert_eq!(
                kept.keys().collect::<Vec<_>>(),
                clean.keys().collect::<Vec<_>>(),
                "seed {seed}, after {told:#?}"
            );
        }
    }
    assert!(shown > 150, "most sequences must reach pages: {shown}");
}

#[test]
fn one_pledge_edited_among_many_keeps_the_others_and_their_order() {
    let project = Project::base();
    let mut inputs = project.inputs();
    let text = project.read("content/pledges/bridge.md");
    for number in 0..40 {
        let parent = if number % 5 == 4 { "parent = \"p0\"\n" } else { "" };
        let text = text.replacen("+++\n", &format!("+++\n{parent}"), 1);
        inputs.insert(format!("content/pledges/p{number}.md").as_str(), text.into_bytes());
    }
    let (judging, mut memory) = (Judging::on(today()), Memory::default());
    let first = recompile(&inputs, judging, &mut memory).publication.unwrap();
    for (number, from, to) in [
        (7, "a bridge", "a ferry"),
        (9, "Not begun.", "Begun."),
        (3, "to        = \"open\"", "to        = \"kept\""),
        (0, "Build", "Raise"),
    ] {
        let path = format!("content/pledges/p{number}.md");
        let text = String::from_utf8(inputs.bytes(&path).unwrap().to_vec()).unwrap();
        assert!(text.contains(from), "{from}");
        inputs.insert(path.as_str(), text.replace(from, to).into_bytes());
        let kept = recompile(&inputs, judging, &mut memory);
        let again = kept.publication.as_ref().unwrap();
        assert!(std::sync::Arc::ptr_eq(&first.site.pages, &again.site.pages), "the plan is kept");
        let clean = recompile(&inputs, judging, &mut Memory::default());
        assert_eq!(everything(&kept, &inputs), everything(&clean, &inputs), "{path}");
    }
}

/// The base project in two languages: a title in the other one is the same between brackets.
fn bilingual() -> Project {
    let project = Project::base();
    let settings = by_language(&project.read("site.toml"));
    let languages = "language    = \"en\"\nlanguages   = [\"en\", \"ko\"]";
    project.write("site.toml", settings.replace("language    = \"en\"", languages));
    project
}

#[test]
fn a_build_after_edits_leaves_what_a_fresh_build_leaves_and_writes_no_more() {
    let (mut linked, mut shown) = (0, 0);
    for seed in 0..4 {
        let (project, fresh) = (bilingual(), Project::empty());
        let base = project.inputs();
        let (mut inputs, mut sound) = (base.clone(), base.clone());
        let mut random = Random(100 + seed);
        let mut told = Vec::new();
        for _ in 0..20 {
            told.push(edit(&mut inputs, &base, &mut random, true));
            if random.below(3) == 0 {
                let name = format!("content/pledges/p{}", random.below(7));
                if inputs.contains(&format!("{name}.md")) {
                    let sidecar = format!("+++\ntitle = \"다리 {}\"\n+++\n\n글.\n", random.below(3));
                    inputs.insert(format!("{name}.ko.md").as_str(), sidecar.into_bytes());
                    told.push(format!("translate {name}"));
                }
            }
            let public = project.root().join("public");
            let before = if public.exists() { tree(&public) } else { BTreeMap::new() };
            write(&project, &inputs);
            write(&fresh, &inputs);
            for made in ["public", ".pledgecard"] {
                fs::remove_dir_all(fresh.root().join(made)).ok();
            }
            let args = ["build", "--today", TODAY];
            let (ran, clean) = (project.run(&args), fresh.run(&args));
            assert_eq!((ran.code, &ran.err), (clean.code, &clean.err), "seed {seed}, after {told:#?}");
            if clean.code != Some(0) {
                assert!(before.is_empty() || tree(&public) == before, "seed {seed}, after {told:#?}");
                inputs = sound.clone();
                continue;
            }
            sound = inputs.clone();
            let (after, clean) = (tree(&public), tree(&fresh.root().join("public")));
            for (path, bytes) in &clean {
                assert_eq!(
                    after.get(path).map(|bytes| text(bytes)),
                    Some(text(bytes)),
                    "{path}, seed {seed}, after {told:#?}"
                );
            }
            assert_eq!(after.len(), clean.len(), "nothing stale, seed {seed}, after {told:#?}");
            let differ = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).count();
            let marker = usize::from(before.is_empty());
            assert!(ran.out.contains(&format!(": {} written", differ - marker)), "{differ}: {}", ran.out);
            shown += 1;
            linked += usize::from(differ < after.len());
        }
    }
    assert!(shown > 30 && linked > 20, "most sequences must reach pages: {shown}, {linked}");
}

/// Each pledge that another one shows, as its whole, its part, what it points to or links to, changed in turn.
#[test]
fn a_changed_pledge_changes_the_pages_of_those_that_show_it() {
    let (project, fresh) = (bilingual(), Project::empty());
    let bridge = project.read("content/pledges/bridge.md");
    for (name, keys, body) in [
        ("whole", "", ""),
        ("part", "parent = \"whole\"\n", ""),
        ("second-part", "parent = \"whole\"\n", ""),
        ("pointing", "related = [\"part\"]\n", ""),
        ("linking", "", "\n[to](@pointing)\n"),
    ] {
        let text = bridge.replacen("Build a bridge", name, 1).replacen("+++\n", &format!("+++\n{keys}"), 1);
        project.write(&format!("content/pledges/{name}.md"), text + body);
    }
    let args = ["build", "--today", TODAY];
    assert_eq!(project.run(&args).code, Some(0));
    let page = |name: &str| format!("pledges/{name}/index.html");
    for (name, from, to, seen_on) in [
        ("part", "\"part\"", "\"A piece\"", vec!["whole", "pointing"]),
        ("whole", "\"whole\"", "\"All of it\"", vec!["part", "second-part"]),
        ("part", "to        = \"open\"", "to        = \"kept\"", vec!["whole", "pointing"]),
        ("pointing", "related = [\"part\"]", "related = [\"whole\"]", vec!["pointing"]),
        ("second-part", "parent = \"whole\"\n", "", vec!["whole", "second-part"]),
        ("pointing", "\"pointing\"", "\"A hint\"", vec![]),
        ("linking", "[to](@pointing)", "[to](@pointing) it", vec!["linking"]),
    ] {
        let (path, before) = (format!("content/pledges/{name}.md"), tree(&project.root().join("public")));
        let written = project.read(&path);
        assert!(written.contains(from), "{from}");
        project.write(&path, written.replacen(from, to, 1));
        let after = built_as_fresh(&project, &fresh, &format!("{name}: {to}"));
        for other in seen_on {
            assert_ne!(before[&page(other)], after[&page(other)], "{other} shows {name}: {to}");
        }
    }
    let folder = project.root().join("content/pledges");
    fs::rename(folder.join("part.md"), folder.join("piece.md")).unwrap();
    let pointing = project.read("content/pledges/pointing.md");
    project.write("content/pledges/pointing.md", pointing.replace("related = [\"whole\"]", ""));
    let after = built_as_fresh(&project, &fresh, "a part has another name");
    assert!(text(&after[&page("whole")]).contains("piece/"));
}

/// A sidecar's bytes say nothing of its language, its name does.
#[test]
fn a_sidecar_that_is_now_of_another_language_changes_the_pages_of_both() {
    let (project, fresh) = (with_german(), Project::empty());
    let shown = |after: &BTreeMap<String, Vec<u8>>, language: &str| {
        ["pledges/", "pledges/bridge/"].map(|page| text(&after[&format!("{language}/{page}index.html")]).into_owned())
    };
    let before = built_as_fresh(&project, &fresh, "nothing");
    assert_eq!([shown(&before, "ko"), shown(&before, "de")], [["다리를 놓는다"; 2], ["Build a bridge"; 2]]);
    into_german(&project);
    let after = built_as_fresh(&project, &fresh, "another language");
    assert_eq!([shown(&after, "ko"), shown(&after, "de")], [["Build a bridge"; 2], ["다리를 놓는다"; 2]]);
}

/// What a memory of compilations says after every one of these inputs is what a clean compilation says.
fn as_clean(all: &[Inputs]) {
    let (judging, mut memory) = (Judging::on(today()), Memory::default());
    for (at, inputs) in all.iter().enumerate() {
        let kept = everything(&recompile(inputs, judging, &mut memory), inputs);
        let clean = everything(&recompile(inputs, judging, &mut Memory::default()), inputs);
        assert_eq!(kept["faults"], clean["faults"], "{at}");
        assert!(kept == clean, "{at}");
    }
}

#[test]
fn what_is_said_of_a_pledge_is_asked_again_where_its_sidecar_cannot_be_read() {
    let project = bilingual();
    let path = "content/pledges/bridge.ko.md";
    let with = |text: &[u8]| {
        let mut inputs = project.inputs();
        inputs.insert(path, text);
        inputs
    };
    let sound = "+++\ntitle = \"다리\"\n\n[[status]]\non = 2026-05-01\nreason = \"없다.\"\n+++\n\n글.\n";
    let wrong = sound.replace("2026-05-01", "2026-05-02");
    let unreadable = [sound.as_bytes(), b"\xff"].concat();
    as_clean(&[
        with(sound.as_bytes()),
        with(&unreadable),
        with(wrong.as_bytes()),
        with(&unreadable),
        project.inputs(),
    ]);
    let pledge = project.read("content/pledges/bridge.md");
    let broken = |text: &[u8]| {
        let mut inputs = with(sound.as_bytes());
        inputs.insert("content/pledges/road.md", pledge.as_bytes());
        inputs.insert("content/pledges/bridge.md", text);
        inputs
    };
    as_clean(&[broken(pledge.as_bytes()), broken(b"\xff"), broken(pledge.replace("paper", "pager").as_bytes())]);
}

#[test]
fn links_to_an_edition_are_looked_at_again_when_it_is_sealed() {
    let project = Project::base();
    let path = "content/pledges/bridge.md";
    let before = project.inputs();
    seal(&project, SEALED[0], &["First."]);
    let sealed = project.inputs();
    project.edit(path, "A bridge over", "[One](/editions/1/): a bridge over");
    let linked = project.inputs();
    let mut early = before.clone();
    early.insert(path, linked.bytes(path).unwrap().clone());
    as_clean(&[before.clone(), sealed.clone(), linked.clone(), early.clone(), linked, before, early, sealed]);
}

/// Everything that a pledge says, changed alone, among others that stay as they are.
#[test]
fn whatever_changes_in_a_pledge_changes_every_page_that_shows_it() {
    let (project, fresh) = (bilingual(), Project::empty());
    let people = project.read("content/people.toml") + "\n[bob]\nname = \"Bob\"\n";
    project.write("content/people.toml", people);
    let sources = project.read("content/sources.toml");
    project.write("content/sources.toml", sources.clone() + "\n" + &sources.replace("paper", "second"));
    let settings = project.read("site.toml");
    let more = "\n[[topics]]\nid = \"park\"\nlabel = \"Park\"\n\n[[concerns]]\nid = \"time\"\nlabel = \"Time\"\n\n\
                [scoring]\nsmall_sample = 1\n";
    project.write("site.toml", settings + more);
    let bridge = project.read("content/pledges/bridge.md");
    project.write("content/pledges/road.md", bridge.replacen("Build a bridge", "Build a road", 1));
    let (from, newer) =
        ("\n[[critiques]]\n", "\n[[status]]\non = 2026-05-02\nto = \"open\"\nreason = \"Still not.\"\n");
    let path = "content/pledges/bridge.md";
    project.write(path, bridge.replacen(from, &format!("{newer}evidence = [\"paper\"]\n{from}"), 1));
    let mut before = built_as_fresh(&project, &fresh, "nothing");
    let (claim, cited) = ("claim    = ", "dear.\"\nevidence = [\"paper\"]");
    let (status, reply) = ("[[status]]\n", "\n[[replies]]\nby = \"ada\"\non = 2025-04-01\nevidence = [\"paper\"]\n");
    let steps: &[(&str, &str, &[&str])] = &[
        (
            "Build a bridge",
            "Build a tower",
            &["pledges/", "topics/city/", "sources/", "concerns/money/", "people/eva/"],
        ),
        ("topics      = [\"city\"]", "topics = [\"park\"]", &["topics/city/", "topics/park/", "topics/", "pledges/"]),
        ("topics = [\"park\"]", "topics = [\"park\", \"city\"]", &["topics/city/", "topics/", "pledges/"]),
        ("promised    = 2025-02-01", "promised    = 2025-02-02\ndeadline = 2026-04-01", &["deadlines/", "pledges/"]),
        ("deadline = 2026-04-01", "deadline = 2027-04-01", &["deadlines/", "pledges/", "statuses/open/"]),
        ("deadline = 2027-04-01", "deadline = 2027-04-01\nweight = 3", &["pledges/bridge/"]),
        ("weight = 3", "weight = 3\ncontrol = \"shared\"", &["pledges/bridge/"]),
        ("control = \"shared\"", "control = \"shared\"\nkind = \"upkeep\"", &["pledges/bridge/"]),
        ("kind = \"upkeep\"", "kind = \"upkeep\"\nmeasure = \"It stands.\"", &["pledges/bridge/"]),
        ("kind = \"upkeep\"", "kind = \"upkeep\"\npromiser = \"bob\"", &["people/ada/", "people/bob/", "people/"]),
        (
            "kind = \"upkeep\"",
            "kind = \"upkeep\"\nparent = \"road\"",
            &["pledges/", "pledges/road/", "statuses/open/"],
        ),
        ("parent = \"road\"", "related = [\"road\"]", &["pledges/", "pledges/bridge/", "topics/city/"]),
        ("Not begun.", "Not yet begun.", &["pledges/bridge/", "feed.xml"]),
        ("Still not.", "Not at all.", &["pledges/bridge/", "feed.xml", "topics/city/feed.xml", "deadlines.ics"]),
        (
            "to = \"open\"",
            "to = \"kept\"",
            &["index.html", "statuses/open/", "statuses/kept/", "statuses/", "deadlines/"],
        ),
        ("weight = 3", "weight = 5", &["index.html", "topics/city/"]),
        ("on = 2026-05-02", "on = 2026-05-03", &["index.html", "pledges/", "deadlines.ics"]),
        (status, "[[status]]\njudged_by = \"bob\"\n", &["people/bob/", "people/"]),
        ("judged_by = \"bob\"\n", "judged_by = \"bob\"\nreviewed_by = \"eva\"\n", &["people/eva/"]),
        ("reviewed_by = \"eva\"\n", "reviewed_by = \"eva\"\ndissent = \"It is.\"\n", &["pledges/bridge/"]),
        ("reason    = \"Not yet", "cause = \"correction\"\nreason    = \"Not yet", &["people/bob/"]),
        ("evidence = [\"paper\"]\n\n[[crit", "evidence = [\"second\"]\n\n[[crit", &["sources/", "pledges/bridge/"]),
        ("Too dear.", "Much too dear.", &["concerns/money/", "people/eva/", "feed.xml"]),
        (
            "concern  = \"money\"",
            "concern = \"time\"",
            &["concerns/money/", "concerns/time/", "concerns/", "people/eva/"],
        ),
        ("expert   = \"eva\"", "expert = \"bob\"", &["concerns/time/", "people/eva/", "people/bob/", "people/"]),
        ("expert = \"bob\"", "expert = \"bob\"\nseverity = \"high\"", &["concerns/time/", "people/bob/"]),
        (
            "severity = \"high\"",
            "severity = \"high\"\noutcome = \"borne-out\"",
            &["concerns/time/", "concerns/", "index.html"],
        ),
        ("expert = \"bob\"", "expert = \"bob\"\nid = \"cost\"", &["concerns/time/", "people/bob/"]),
        ("on       = 2025-03-01", "on = 2025-03-02", &["concerns/time/", "people/bob/"]),
        (claim, &format!("answer = \"Worth it.\"\n{claim}"), &["concerns/time/", "people/bob/"]),
        ("Worth it.", "Well worth it.", &["concerns/time/", "people/bob/"]),
        (claim, &format!("quote = \"Too much.\"\n{claim}"), &["concerns/time/", "people/bob/"]),
        (cited, &cited.replace("\"paper\"", "\"second\""), &["concerns/time/", "people/bob/"]),
        (
            "dear.\"\nevidence = [\"second\"]",
            "dear.\"\nevidence = [{ source = \"second\", at = \"p. 1\" }]",
            &["concerns/time/", "people/bob/"],
        ),
        ("at = \"p. 1\"", "at = \"p. 1\", quote = \"Much.\"", &["concerns/time/", "people/bob/"]),
        ("at = \"p. 1\"", "at = \"p. 1\", limits = \"No sum.\"", &["concerns/time/", "people/bob/"]),
        ("at = \"p. 1\"", "at = \"p. 1\", shows = \"contradicts\"", &["concerns/time/", "people/bob/"]),
        ("+++\n\nA bridge", &format!("{reply}text = \"No.\"\n+++\n\nA bridge"), &["people/ada/", "pledges/bridge/"]),
        ("text = \"No.\"", "text = \"Oh no.\"", &["pledges/bridge/"]),
        ("A bridge over", "A bridge across", &["pledges/bridge/"]),
        (
            "kind = \"upkeep\"",
            "kind = \"upkeep\"\ndraft = true",
            &["sources/", "concerns/time/", "deadlines.ics", "topics/park/"],
        ),
    ];
    for (from, to, seen_on) in steps {
        before = changed_where_seen((&project, &fresh), path, &before, (from, to, seen_on));
    }
}

/// Changes a file: what is built then is what a fresh build gives, and another page in both languages where it is seen.
fn changed_where_seen(
    (project, fresh): (&Project, &Project),
    path: &str,
    before: &BTreeMap<String, Vec<u8>>,
    (from, to, seen_on): (&str, &str, &[&str]),
) -> BTreeMap<String, Vec<u8>> {
    let written = project.read(path);
    assert!(written.contains(from), "{from} in {written}");
    project.write(path, written.replacen(from, to, 1));
    let after = built_as_fresh(project, fresh, to);
    for page in seen_on.iter().flat_map(|page| [(*page).to_owned(), format!("ko/{page}")]) {
        let page = if page.ends_with('/') { page + "index.html" } else { page };
        assert!(before.get(&page) != after.get(&page), "{page} shows {to}");
    }
    after
}

/// The page of deadlines names the calendar, also where it lists none of the pledges in it.
#[test]
fn a_calendar_that_comes_or_goes_changes_the_page_that_names_it() {
    let (project, fresh) = (Project::base(), Project::empty());
    project.edit("site.toml", "term   = { start = 2025-01-01, end = 2028-12-31 }\n", "");
    let path = "content/pledges/bridge.md";
    project.edit(path, "to        = \"open\"", "to        = \"kept\"");
    let names = |after: &BTreeMap<String, Vec<u8>>| text(&after["deadlines/index.html"]).contains("deadlines.ics");
    assert!(!names(&built_as_fresh(&project, &fresh, "nothing")));
    let promised = "promised    = 2025-02-01\n";
    let due = format!("{promised}deadline = 2027-01-01\n");
    project.edit(path, promised, &due);
    assert!(names(&built_as_fresh(&project, &fresh, "a deadline")));
    project.edit(path, &due, promised);
    assert!(!names(&built_as_fresh(&project, &fresh, "no deadline")));
}

/// What a template names only by working it out is on the page too.
#[test]
fn a_field_that_no_template_names_changes_the_page_that_shows_it() {
    let (project, fresh) = (Project::base(), Project::empty());
    project.theme("");
    let topic =
        "{% for pledge in pledges %}{% set key = \"rea\" ~ \"son\" %}{{ said(of=pledge, key=key) }}{% endfor %}";
    project.write("themes/mine/templates/topic.html", topic);
    built_as_fresh(&project, &fresh, "nothing");
    project.edit("content/pledges/bridge.md", "Not begun.", "Not yet begun.");
    let after = built_as_fresh(&project, &fresh, "another reason");
    assert_eq!(text(&after["topics/city/index.html"]), "Not yet begun.");
    // Where it is only asked whether there is such a field, nothing fails that could tell of it.
    project.edit(
        "themes/mine/templates/topic.html",
        "{{ said(of=pledge, key=key) }}",
        "{% if pledge[key] %}yes{% endif %}",
    );
    let after = built_as_fresh(&project, &fresh, "another template");
    assert_eq!(text(&after["topics/city/index.html"]), "yes");
}

/// A list of two parts, of which the last pledge is on the second.
fn in_two_parts() -> Project {
    let project = Project::base();
    let bridge = project.read("content/pledges/bridge.md");
    for number in 0..505 {
        project.write(&format!("content/pledges/p{number:03}.md"), &bridge);
    }
    project
}

/// The first part of the list before and after the last pledge is kept.
fn first_part_where_the_last_is_kept(project: &Project) -> [Vec<u8>; 2] {
    let fresh = Project::empty();
    let mut before = built_as_fresh(project, &fresh, "nothing");
    let last = "content/pledges/p504.md";
    project.write(last, project.read(last).replacen("to        = \"open\"", "to        = \"kept\"", 1));
    let mut after = built_as_fresh(project, &fresh, "the last one is kept");
    let first = "pledges/index.html";
    assert!(!text(&before[first]).contains("p504/") && text(&before["pledges/page/2/index.html"]).contains("p504/"));
    [before.remove(first).unwrap(), after.remove(first).unwrap()]
}

/// The parts of the list of all offer the statuses that any pledge has, also one of another part.
#[test]
fn a_status_that_is_new_is_offered_on_every_part_of_the_list() {
    let [before, after] = first_part_where_the_last_is_kept(&in_two_parts());
    assert_ne!(text(&before), text(&after));
}

/// Where a theme shows on each part how many pledges there are of a status, or of a topic, all parts change with them.
#[test]
fn a_number_that_is_shown_on_every_part_of_the_list_changes_all_of_them() {
    for shown in [
        "{% for status in statuses %}{{ status.count }} {% endfor %}",
        "{% for topic in topics %}{% for entry in topic.tally.statuses %}{{ entry.count }} {% endfor %}{% endfor %}",
    ] {
        let project = in_two_parts();
        let bridge = "content/pledges/bridge.md";
        project.edit(bridge, "to        = \"open\"", "to        = \"kept\"");
        let theme = format!("{{% for pledge in pledges %}}{{{{ pledge.path }}}} {{% endfor %}}{shown}");
        project.theme("extends = \"civic\"\n");
        project.write("themes/mine/templates/pledges.html", theme);
        let [before, after] = first_part_where_the_last_is_kept(&project);
        assert_ne!(text(&before), text(&after));
    }
}

/// Builds a project again: what stands there is what is built in an empty folder.
fn built_as_fresh(project: &Project, fresh: &Project, after_what: &str) -> BTreeMap<String, Vec<u8>> {
    write(fresh, &project.inputs());
    for made in ["public", ".pledgecard"] {
        fs::remove_dir_all(fresh.root().join(made)).ok();
    }
    let args = ["build", "--today", TODAY];
    assert_eq!((project.run(&args).code, fresh.run(&args).code), (Some(0), Some(0)), "{after_what}");
    let (after, clean) = (tree(&project.root().join("public")), tree(&fresh.root().join("public")));
    assert!(after.keys().eq(clean.keys()), "{after_what}");
    for (path, bytes) in &clean {
        assert_eq!(text(&after[path]), text(bytes), "{path} after {after_what}");
    }
    after
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Makes the files of a project these.
fn write(project: &Project, inputs: &Inputs) {
    for folder in ["content", "themes"] {
        fs::remove_dir_all(project.root().join(folder)).ok();
    }
    for (path, _) in inputs.iter() {
        if let Some(bytes) = inputs.bytes(path) {
            project.write(path, bytes);
        }
    }
}
