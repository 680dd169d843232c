//! No input makes it panic or hang, and nothing that an editor imports becomes live markup.

use std::fs;

use pledgecard::record::{Id, Target, web_fault};
use serde_json::Value;

use super::bench::{Project, home};

fn list(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(home().join("tests/hostile").join(file)).unwrap()).unwrap()
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// The base project with another body for its pledge.
fn with_body(body: &str) -> Project {
    let project = Project::base();
    let text = project.read("content/pledges/bridge.md");
    let front = text.rsplit_once("+++\n").unwrap().0.to_owned();
    project.write("content/pledges/bridge.md", format!("{front}+++\n\n{body}\n"));
    project
}

/// The base project with another line for a key of its pledge.
fn with_pledge(bytes: &[u8]) -> Project {
    let project = Project::base();
    project.write("content/pledges/bad.md", bytes);
    project
}

#[test]
fn any_bytes_are_answered_with_faults() {
    let mut random: Vec<u8> = Vec::new();
    let mut state = 7_u32;
    for _ in 0..100_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        random.push((state >> 24) as u8);
    }
    let utf16: Vec<u8> = "+++\ntitle = \"x\"\n+++\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("random bytes", random),
        ("UTF-16", [vec![0xff, 0xfe], utf16].concat()),
        ("CR line ends", b"+++\rtitle = \"x\"\r+++\rbody".to_vec()),
        ("CRLF line ends", b"+++\r\ntitle = \"x\"\r\n+++\r\nbody".to_vec()),
        ("an empty file", Vec::new()),
        ("a fence alone", b"+++".to_vec()),
        ("fences alone", b"+++\n+++".to_vec()),
        ("no end", b"+++\ntitle = \"x\"\n".to_vec()),
        ("nested arrays", format!("+++\na = {}\n+++\n", "[".repeat(2_000)).into_bytes()),
        ("nested tables", format!("+++\na = {}\n+++\n", "{a=".repeat(10_000)).into_bytes()),
        ("a dotted key", format!("+++\n{} = 1\n+++\n", vec!["a"; 10_000].join(".")).into_bytes()),
        ("a dotted header", format!("+++\n[{}]\n+++\n", vec!["a"; 10_000].join(".")).into_bytes()),
        ("many keys", (0..90_000).fold("+++\n".to_owned(), |text, key| text + &format!("k{key}=1\n")).into_bytes()),
        ("many faults", format!("+++\n{}+++\n", "a b\n".repeat(100_000)).into_bytes()),
        ("a key many times", format!("+++\n{}+++\n", "a=1\n".repeat(200_000)).into_bytes()),
        (
            "headers many times",
            format!("+++\n{0}{0}+++\n", (0..40_000).fold(String::new(), |text, at| text + &format!("[a{at}]\n")))
                .into_bytes(),
        ),
        ("brackets without links", format!("+++\n+++\n{}", "](a b)".repeat(100_000)).into_bytes()),
        ("links without ends", format!("+++\n+++\n{}", "[a](b c ".repeat(100_000)).into_bytes()),
        ("links with spaces", format!("+++\n+++\n{}", "[a](b c)\n".repeat(90_000)).into_bytes()),
        ("conflicts without ends", format!("+++\n+++\n{}", "<<<<<<< a\n".repeat(90_000)).into_bytes()),
        ("many conflicts", format!("+++\n+++\n{}", "<<<<<<< a\n>>>>>>> b\n".repeat(40_000)).into_bytes()),
        ("many entries", format!("+++\n{}+++\n", "[[status]]\n".repeat(90_000)).into_bytes()),
        ("NUL", b"+++\ntitle = \"a\0b\"\n+++\na\0b".to_vec()),
        ("one long line", format!("+++\ntitle = \"{}\"\nx = 1\n+++\n", "a".repeat(900_000)).into_bytes()),
        ("a byte order mark", "\u{feff}+++\ntitle = \"x\"\n+++\n".into()),
    ];
    for (name, bytes) in cases {
        let project = with_pledge(&bytes);
        let faults = project.faults();
        assert!(faults.contains("content/pledges/bad.md"), "{name}: {faults}");
    }
}

#[test]
fn what_is_valid_but_beyond_every_key_is_told_as_the_value_that_it_is() {
    let deep = format!("{}{}", "[".repeat(20), "]".repeat(20));
    for (written, told) in [("9".repeat(44), "is out of bounds"), (deep, "expected a whole number, found a list")] {
        let faults = with_pledge(format!("+++\nweight = {written}\n+++\n").as_bytes()).faults();
        assert!(faults.contains(told) && !faults.contains("toml-syntax"), "{faults}");
    }
}

#[test]
fn a_front_matter_of_five_megabytes_is_refused_or_read_in_every_file() {
    let project = with_pledge(format!("+++\ntitle = \"{}\"\n+++\n", "A".repeat(5_000_000)).as_bytes());
    assert_eq!(project.codes(), ["too-large"]);
    let project = Project::base();
    let people: String =
        (0..200_000).fold(project.read("content/people.toml"), |text, at| text + &format!("\n[p{at}]\nname=\"x\"\n"));
    project.write("content/people.toml", people);
    assert_eq!(project.codes().len(), 200_000);
}

#[test]
fn large_files_are_refused() {
    let project = Project::base();
    project.write("content/pages/long.md", vec![b'a'; 1024 * 1024 + 1]);
    let faults = project.faults();
    assert!(
        faults.starts_with("error[too-large]: `content/pages/long.md` has 1048577 bytes; the limit is 1048576"),
        "{faults}"
    );
}

#[cfg(unix)]
#[test]
fn links_out_are_refused() {
    let (project, outside) = (Project::base(), Project::base());
    let link = |target: &std::path::Path, name: &str| {
        std::os::unix::fs::symlink(target, project.root().join("content/pledges").join(name)).unwrap();
    };
    link(&outside.root().join("content/pledges/bridge.md"), "stolen.md");
    link(&project.root().join("nowhere"), "dangling.md");
    link(&outside.root().join("content"), "folder");
    link(std::path::Path::new("/dev/zero"), "zero.md");
    let faults = project.faults();
    for name in ["stolen.md", "folder", "zero.md"] {
        assert!(
            faults.contains(&format!("error[outside-project]: `content/pledges/{name}` is a link that leads out")),
            "{faults}"
        );
    }
    assert!(faults.contains("error[not-a-file]: `content/pledges/dangling.md`"), "{faults}");
}

#[cfg(unix)]
#[test]
fn pipes_and_folders_are_refused() {
    let project = Project::base();
    let pipe = project.root().join("content/pledges/pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    project.write("content/pledges/folder.md/inside.txt", "x");
    let faults = project.faults();
    assert_eq!(faults.matches("error[not-a-file]").count(), 2, "{faults}");
}

#[test]
fn slow_markdown_is_rendered_in_time() {
    for case in list("pathological_markdown.json")["cases"].as_array().unwrap() {
        let pieces = case["pieces"].as_array().unwrap().iter();
        let text: String = pieces
            .map(|piece| piece[0].as_str().unwrap().repeat(usize::try_from(piece[1].as_u64().unwrap()).unwrap()))
            .collect();
        let limit = 1_000_000;
        let cut = (0..=limit.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let project = with_body(&text[..cut]);
        let outcome = project.compile();
        if outcome.publication.is_some() {
            super::bench::rendered(&outcome);
        }
    }
    let quotes = with_body(&format!("{}deep", "> ".repeat(100_000)));
    assert!(quotes.pages()["pledges/bridge/index.html"].contains("deep"));
}

#[test]
fn schemes_that_run_or_mislead_become_no_live_link() {
    let urls = list("url_schemes.json");
    for url in strings(&urls["must_not_become_live_link"]) {
        let project = with_body(&format!("[text](<{url}>) [other][ref]\n\n[ref]: <{url}>"));
        for (path, html) in project.compile().publication.map(|_| project.pages()).unwrap_or_default() {
            let live = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for href in live.filter(|href| !href.contains("example.org/") && !href.starts_with('.')) {
                let safe = ["#", "assets/", "https://creativecommons"].iter().any(|start| href.starts_with(start));
                assert!(safe || path == "404.html", "{url:?} is live in {path} as {href:?}");
            }
        }
        assert!(web_fault(&url).is_some(), "{url:?} is taken as a source's address");
    }
    for url in strings(&urls["must_stay"]) {
        assert!(Target::parse(&url).is_ok(), "{url}");
    }
}

#[test]
fn addresses_of_sources_and_people_are_held_to_the_same_rule() {
    for key in ["url", "archive"] {
        let project = Project::base();
        let example = if key == "url" { "https://example.org/paper" } else { "https://archive.example.org/paper" };
        project.edit("content/sources.toml", example, "javascript:alert(1)");
        assert_eq!(project.codes(), ["unsafe-link"], "{key}");
    }
    let project = Project::base();
    project.edit("content/people.toml", "name = \"Eva\"", "name = \"Eva\"\nurl = \"data:text/html,x\"");
    assert_eq!(project.codes(), ["unsafe-link"]);
}

#[test]
fn html_in_markdown_is_text() {
    let body = "<script>alert(1)</script>\n\nA <b onclick=\"x()\">word</b>, <img src=x onerror=alert(1)>.\n\n## Head {onclick=x #id}\n\n<!-- c -->";
    let project = with_body(body);
    let html = project.pages().remove("pledges/bridge/index.html").unwrap();
    for text in
        ["&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b onclick=\"x()\"&gt;", "&lt;img src=x", "&lt;!-- c --&gt;"]
    {
        assert!(html.contains(text), "{text} in {html}");
    }
    assert!(!html.contains("<b ") && !html.contains("<img"), "{html}");
    let kinds: std::collections::BTreeSet<_> = project.codes().into_iter().collect();
    assert!(kinds.contains("raw-html"));
}

#[test]
fn linked_data_stays_in_its_script() {
    for text in strings(&list("jsonld_breakouts.json")["strings"]) {
        if text.contains('\0') {
            continue; // refused as a control character: see `any_bytes_are_answered_with_faults`
        }
        let project = Project::base();
        let quoted = serde_json::to_string(&format!("x {text} y")).unwrap();
        project.edit("content/pledges/bridge.md", "\"Build a bridge\"", &quoted);
        project.edit("content/pledges/bridge.md", "\"Not begun.\"", &quoted);
        assert_eq!(project.codes(), [""; 0], "{text:?}: {}", project.faults());
        let html = project.pages().remove("pledges/bridge/index.html").unwrap();
        assert_eq!(html.matches("<script").count(), 1, "{text:?}: {html}");
        let script =
            html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
        let data: Value = serde_json::from_str(script).unwrap();
        assert_eq!(data["@graph"][0]["name"], Value::String(format!("x {text} y")), "{text:?}");
        assert!(!html.contains("{{7*7}}") || text.contains("{{7*7}}"), "{text:?}");
    }
}

#[test]
fn names_that_some_system_cannot_hold_are_no_ids() {
    let lists = list("paths_and_slugs.json");
    for name in strings(&lists["must_reject"]) {
        assert!(Id::parse(&name).is_err(), "{name:?}");
    }
    // The list also has names in other scripts, which the format does not take: ids are a to z, digits and hyphens.
    for name in strings(&lists["must_accept"]).iter().filter(|name| name.is_ascii()) {
        assert!(Id::parse(name).is_ok(), "{name:?}");
    }
}

#[test]
fn names_that_fold_together_collide() {
    for pair in list("paths_and_slugs.json")["must_collide"].as_array().unwrap() {
        let (one, other) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        if one.contains("--") || other.contains("--") {
            continue; // `a--b` is no id: refused on its own
        }
        let mut inputs = Project::base().inputs();
        inputs.insert(format!("content/images/{one}.png"), &b"x"[..]);
        inputs.insert(format!("content/images/{other}.png"), &b"x"[..]);
        let outcome = pledgecard::compile(&inputs, super::bench::today());
        assert!(outcome.diagnostics.iter().any(|one| one.code.as_str() == "name-collision"), "{pair}");
    }
}

#[test]
fn hidden_characters_are_shown() {
    let lists = list("bidi_invisible.json");
    let points = strings(&lists["bidi_controls"]).into_iter().chain(strings(&lists["invisible"]));
    for point in points {
        let c = char::from_u32(u32::from_str_radix(point.trim_start_matches("U+"), 16).unwrap()).unwrap();
        for project in [with_body(&format!("pa{c}yment")), {
            let project = Project::base();
            project.edit("content/pledges/bridge.md", "Not begun.", &format!("Not{c} begun."));
            project
        }] {
            let codes = project.codes();
            assert!(codes.contains(&"bidi-control"), "{point}: {codes:?}");
        }
    }
}

#[test]
fn pictures_with_script_are_refused() {
    let bad = [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<svg onload='alert(1)'/>",
        "<svg><foreignObject><p>x</p></foreignObject></svg>",
        "<svg><a href='javascript:alert(1)'><text>x</text></a></svg>",
        "<svg><use href='https://evil.example/x#y'/></svg>",
        "<svg><animate attributeName='href' values='javascript:alert(1)'/></svg>",
        "<svg><title><img src=x onerror=alert(1)></title></svg>",
        "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
        "<svg><style>@import url(https://evil.example)</style></svg>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]><svg/>",
        "<!DOCTYPE svg PUBLIC \"a>b\" [<!ATTLIST svg onload CDATA \"alert(1)\">]><svg/>",
        "<svg><![CDATA[><text x=\"]]><script>alert(1)</script><text y=\"\"></text></svg>",
        "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg><text>\x1b$B<!--\x1b(B</text></svg>",
        "<?xml version=\"1.0\" encoding = 'utf-16'?><svg/>",
        "<?xml-stylesheet type=\"text/xsl\" href=\"evil.xsl\"?><svg/>",
        "<?xml version=\"1.0\"?><?xml-stylesheet href=\"evil.css\"?><svg/>",
        "\u{feff}<?xml-stylesheet type=\"text/xsl\" href=\"evil.xsl\"?><svg/>",
    ];
    let bytes = [
        [&b"<?xml "[..], &[0xff; 8], b"?>"].concat(),
        [&b"<?xml "[..], &[0xff; 20], b"?><svg><script>alert(1)</script></svg>"].concat(),
        [&[0xff, 0xfe][..], &"<svg><script/></svg>".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()]
            .concat(),
    ];
    for svg in bad.iter().map(|text| text.as_bytes().to_vec()).chain(bytes) {
        let project = Project::base();
        project.write("content/images/x.svg", &svg);
        assert_eq!(project.codes(), ["unsafe-markup"], "{}", String::from_utf8_lossy(&svg));
    }
    let project = Project::base();
    let good = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><!-- ok --><title>x</title><path d=\"M0 0h9\" fill=\"#000\"/></svg>";
    project.write("content/images/x.svg", good);
    let drawn = "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='no'?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>";
    project.write("content/images/y.SVG", drawn);
    assert_eq!(project.codes(), [""; 0], "{}", project.faults());
}

#[test]
fn what_a_browser_would_run_is_not_published() {
    let copied = |name: &str, public: bool| {
        let file = format!("file = \"archive/{name}\"\npublic = {public}\n");
        let project = Project::base();
        project.edit("content/sources.toml", "[paper]\n", &format!("[paper]\n{file}"));
        project.write(&format!("content/archive/{name}"), "<svg><script>alert(1)</script></svg>");
        project.codes()
    };
    for name in ["a.html", "a.XHTML", "b/a.js", "a.xml", "a.svgz", "a.xsl"] {
        let project = Project::base();
        project.write(&format!("content/images/{name}"), "<html/>");
        assert_eq!(project.codes(), ["unsafe-markup"], "{name}");
        assert_eq!(copied(name, true), ["unsafe-markup"], "{name}");
        assert_eq!(copied(name, false), [""; 0], "{name}");
    }
    assert_eq!(copied("a.svg", true), ["unsafe-markup"]);
    assert_eq!(copied("a.pdf", true), [""; 0]);
}

#[test]
fn the_gate_refuses_what_a_theme_lets_through() {
    let bad = [
        "<script>alert(1)</script>",
        "<script src=\"https://evil.example/x.js\"></script>",
        "<p onclick=\"x()\">a</p>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "<a href=\"jAvAsCrIpT&colon;alert(1)\">a</a>",
        "<iframe src=\"/\"></iframe>",
        "<object data=\"x\"></object>",
        "<base href=\"https://evil.example/\">",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
        "<form action=\"javascript:x\"></form>",
        "<p style=\"background:url(https://evil.example)\">a</p>",
        "<title><p title=\"</title><img src=x onerror=alert(1)>\"></title>",
        "<p a\"b><script>alert(1)</script>\"></p>",
        "<!--><script>alert(1)</script>-->",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<unknown-element>a</unknown-element>",
        "<p unknown=\"a\">a</p>",
        "<img src=\"x\" srcset=\"javascript:x 2x\" alt=\"\">",
        "<svg><use href=\"data:image/svg+xml,x\"/></svg>",
        "<p",
    ];
    for markup in bad {
        let project = Project::base();
        project.theme("extends = \"civic\"\n");
        project.write(
            "themes/mine/templates/404.html",
            format!("<!doctype html><html lang=\"en\"><body>{markup}</body></html>"),
        );
        let ran = project.run(&["check", "--today", super::bench::TODAY]);
        assert_eq!(ran.code, Some(1), "{markup}");
        assert!(ran.out.contains("error[unsafe-markup]"), "{markup}: {}", ran.out);
    }
}

#[test]
fn the_gate_lets_a_themes_own_script_through_on_every_page() {
    let project = Project::base();
    project.write("themes/civic/static/filter.js", "1;");
    let base = fs::read_to_string(home().join("themes/civic/templates/base.html")).unwrap();
    let script = "<script src=\"{{ page.base }}{{ asset(name=\"filter.js\") }}\" defer></script></body>";
    project.write("themes/civic/templates/base.html", base.replace("</body>", script));
    project.edit("site.toml", "https://example.org/", "https://example.org/a/b/");
    assert_eq!(project.run(&["check", "--today", super::bench::TODAY]).code, Some(0));
    assert!(project.pages()["404.html"].contains("src=\"/a/b/assets/filter."));
}

#[test]
fn several_bodies_on_one_page_keep_their_ids_apart() {
    let project = Project::base();
    for name in ["one", "two"] {
        let text =
            "+++\non = 2026-01-01\nwas = \"a\"\nnow = \"b\"\n+++\n\n## Why\n\nA note[^1], [up](#why).\n\n[^1]: It.\n";
        project.write(&format!("content/corrections/{name}.md"), text);
    }
    let html = project.pages().remove("corrections/index.html").unwrap();
    for id in ["one_why", "two_why", "one_note_1", "two_note_1"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {html}");
        assert!(html.contains(&format!("href=\"#{id}\"")), "{id}");
    }
}

#[test]
fn each_footnote_has_an_id_of_its_own() {
    let project = Project::base();
    let text = project.read("content/pledges/bridge.md");
    let labels = ["1", "1!", "*", "†", "x-y", "x.y", "Ä", "나"];
    let uses = labels.map(|label| format!("a[^{label}]")).join(" ");
    let notes = labels.map(|label| format!("[^{label}]: It.")).join("\n\n");
    project.write("content/pledges/bridge.md", format!("{text}\nSo {uses}.\n\n{notes}\n"));
    let html = project.pages().remove("pledges/bridge/index.html").unwrap();
    let ids: Vec<&str> = html.split("id=\"note_").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), labels.len(), "{ids:?}");
    for id in ids {
        assert_eq!(html.matches(&format!("href=\"#note_{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn a_character_that_no_feed_can_hold_is_refused() {
    for c in ['\u{fffe}', '\u{ffff}', '\u{1}'] {
        let project = Project::base();
        project.edit("content/pledges/bridge.md", "over the river", &format!("over{c} the river"));
        assert_eq!(project.codes(), ["bad-value"], "{c:?}");
    }
}

#[test]
fn a_theme_without_templates_builds_nothing() {
    let project = Project::base();
    project.theme("");
    assert_eq!(project.codes(), ["template"]);
}

#[test]
fn templates_that_never_end_are_faults_or_end() {
    let project = Project::base();
    project.theme("");
    for (name, text) in [
        ("include circle", "{% include \"404.html\" %}"),
        ("extends circle", "{% extends \"404.html\" %}"),
        ("recursion", "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}"),
        ("deep", &"{% if true %}".repeat(200)),
    ] {
        project.write("themes/mine/templates/404.html", text);
        let ran = project.run(&["check", "--today", super::bench::TODAY]);
        assert_eq!(ran.code, Some(1), "{name}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("error[template]"), "{name}: {}", ran.out);
    }
}
