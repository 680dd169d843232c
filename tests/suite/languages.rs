//! Several languages: the same tree for each, words, numbers, dates and order, and a third language by files alone. Never:
//! what sidecars say and lack, which stands in `translations`.

use std::collections::BTreeMap;
use std::fs;

use super::bench::{DEMO_TODAY, Project, home, rendered};

const KOREAN: &str = "+++\ntitle = \"다리 건설\"\n\n[[status]]\non     = 2026-05-01\nreason = \"시작하지 않았다.\"\n\n\
                      [[critiques]]\nid    = \"money\"\nclaim = \"너무 비싸다.\"\n+++\n\n## 예산 현황\n\n강 위의 [다리](@bridge).\n";

/// The base project in English and another language.
fn bilingual(other: &str) -> Project {
    let project = Project::base();
    let languages = format!("language    = \"en\"\nlanguages   = [\"en\", \"{other}\"]");
    project.edit("site.toml", "language    = \"en\"", &languages);
    project
}

fn korean() -> Project {
    let project = bilingual("ko");
    project.write("content/pledges/bridge.ko.md", KOREAN);
    project
}

/// A third language: one file of words, and the translation.
fn arabic() -> Project {
    let project = bilingual("ar");
    project.write("themes/civic/i18n/ar.ftl", fs::read(home().join("tests/languages/ar.ftl")).unwrap());
    let text = KOREAN.replace("다리 건설", "بناء جسر").replace("시작하지 않았다.", "لم يبدأ.");
    project.write(
        "content/pledges/bridge.ar.md",
        text.replace("너무 비싸다.", "غالٍ جدًا.").replace("예산 현황", "الميزانية"),
    );
    project
}

#[test]
fn the_whole_tree_stands_again_below_each_language() {
    let pages = korean().pages();
    let korean: Vec<&str> = pages.keys().filter_map(|path| path.strip_prefix("ko/")).collect();
    let shared = ["_headers", "robots.txt", "sitemap.xml"];
    let english: Vec<&String> = pages
        .keys()
        .filter(|path| !path.starts_with("ko/") && !path.starts_with("assets/") && !shared.contains(&path.as_str()))
        .collect();
    assert_eq!(korean, english);
    assert!(pages["ko/feed.xml"].contains("xml:lang=\"ko\"") && pages["ko/feed.xml"].contains("다리 건설"));
    assert!(pages["ko/feed.xml"].contains("https://example.org/ko/pledges/bridge/#_change_2026-05-01_open"));
}

#[test]
fn a_page_names_all_its_translations_and_leads_to_them() {
    let pages = korean().pages();
    for (path, html) in pages.iter().filter(|(path, _)| path.ends_with("bridge/index.html")) {
        for link in [
            "hreflang=\"en\" href=\"https://example.org/pledges/bridge/\"",
            "hreflang=\"ko\" href=\"https://example.org/ko/pledges/bridge/\"",
            "hreflang=\"x-default\" href=\"https://example.org/pledges/bridge/\"",
        ] {
            assert!(html.contains(link), "{path}: {link}");
        }
    }
    let (english, korean) = (&pages["pledges/bridge/index.html"], &pages["ko/pledges/bridge/index.html"]);
    assert!(english.contains("<a href=\"../../ko/pledges/bridge/\" lang=\"ko\""), "{english}");
    assert!(korean.contains("<a href=\"../../../pledges/bridge/\" lang=\"en\""), "{korean}");
    assert!(korean.contains("<link rel=\"canonical\" href=\"https://example.org/ko/pledges/bridge/\">"));
    assert!(korean.contains("<html lang=\"ko\">") && korean.contains("og:locale:alternate\" content=\"en\""));
    let sitemap = &pages["sitemap.xml"];
    assert!(sitemap.contains("<loc>https://example.org/ko/pledges/bridge/</loc><xhtml:link rel=\"alternate\""));
}

#[test]
fn links_of_every_page_lead_to_files() {
    let pages = korean().pages();
    for (path, html) in pages.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let base = path.strip_suffix("index.html").unwrap();
        let links = html.split("href=\"").chain(html.split("src=\"")).skip(1);
        for link in links.filter_map(|rest| rest.split('"').next()) {
            let link = link.split('#').next().unwrap_or_default();
            if link.is_empty() || link.contains(':') || link.contains('<') {
                continue;
            }
            let leads = pledgecard::site::resolve(base, link).unwrap_or_else(|| panic!("{path}: {link}"));
            let file = if leads.is_empty() || leads.ends_with('/') { format!("{leads}index.html") } else { leads };
            assert!(pages.contains_key(&file), "{path}: {link}");
        }
    }
}

#[test]
fn one_language_costs_nothing_and_shows_nothing_of_others() {
    for (path, html) in Project::base().pages() {
        for sign in ["hreflang", "og:locale:alternate", "class=\"languages\"", "dir=\"ltr\"", "xmlns:xhtml"] {
            assert!(!html.contains(sign), "{path} has {sign}");
        }
    }
}

#[test]
fn a_third_language_is_one_file_of_words_and_the_translations() {
    let pages = arabic().pages();
    let page = &pages["ar/pledges/bridge/index.html"];
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("<h1>بناء جسر</h1>") && page.contains("id=\"الميزانية\""));
    assert!(page.contains(">1 مايو 2026</time>"), "{page}");
    assert!(pages["pledges/bridge/index.html"].contains("lang=\"ar\" dir=\"rtl\" hreflang=\"ar\">العربية</a>"));
}

#[test]
fn the_arabic_project_builds_and_is_wholly_translated() {
    let project = Project::empty();
    super::bench::copy(&home().join("tests/languages/arabic"), project.root());
    project.write("themes/civic/i18n/ar.ftl", fs::read(home().join("tests/languages/ar.ftl")).unwrap());
    let mut codes = project.codes();
    codes.retain(|code| !["stale-status", "overdue-open"].contains(code));
    assert_eq!(codes, [""; 0], "{}", project.faults());
    let pages = project.pages();
    assert!(pages["pledges/bridge/index.html"].contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(pages["en/pledges/bridge/index.html"].contains("<html lang=\"en\">"));
}

#[test]
fn the_page_for_lost_addresses_takes_no_step_up() {
    let page = &korean().pages()["ko/404.html"];
    assert!(
        page.contains("\"/assets/civic.") && page.contains("\"/ko/pledges/\"") && !page.contains("/../"),
        "{page}"
    );
}

#[test]
fn numbers_have_the_digits_and_groups_of_the_language() {
    let number = |tag: &str| {
        let language = pledgecard::record::Language::parse(tag).unwrap();
        pledgecard::words::Words::new(&language, &[]).number(1_234_567, true)
    };
    let written = ["en", "ko", "fr", "fa", "ar-EG", "hi"].map(number);
    assert_eq!(written, ["1,234,567", "1,234,567", "1\u{202f}234\u{202f}567", "۱٬۲۳۴٬۵۶۷", "١٬٢٣٤٬٥٦٧", "12,34,567"]);
}

#[test]
fn plurals_are_those_of_the_language() {
    let pages = arabic().pages();
    let front = &pages["ar/index.html"];
    assert!(front.contains("وعد واحد") && front.contains("مصدر واحد"), "{front}");
}

#[test]
fn a_name_given_once_is_marked_wherever_a_reader_of_another_language_meets_it() {
    for (path, html) in korean().pages().iter().filter(|(path, _)| path.starts_with("ko/") && path.contains(".html"))
    {
        let body = html.split_once("<body").unwrap().1;
        for (at, name) in ["Ada", "Eva", "City"].iter().flat_map(|name| body.match_indices(name)) {
            let before = &body[..at];
            assert!(
                before.ends_with("<span lang=\"en\" dir=\"ltr\">"),
                "{path}: {name} after {}",
                &before[before.len() - 90..]
            );
        }
    }
}

#[test]
fn people_are_sorted_as_the_language_sorts_them() {
    let project = korean();
    let people = "[ada]\nname = \"Zoë\"\n\n[eva]\nname = \"Émile\"\n\n[ben]\nname = \"Fritz\"\nkind = \"person\"\n";
    project.write("content/people.toml", people);
    let pages = project.pages();
    for path in ["people/index.html", "ko/people/index.html"] {
        let at = |name: &str| pages[path].find(&format!(">{name}<")).unwrap_or_else(|| panic!("{path}: {name}"));
        assert!(at("Émile") < at("Fritz") && at("Fritz") < at("Zoë"), "{path}");
    }
}

#[test]
fn a_words_file_of_the_project_replaces_word_by_word() {
    let project = korean();
    project.write(
        "themes/civic/i18n/en.ftl",
        "skip = Straight to the point\ndate-day = { $month } { $day }, { $year }\n",
    );
    let pages = project.pages();
    assert!(pages["index.html"].contains("Straight to the point") && pages["index.html"].contains("June 30, 2026"));
    assert!(pages["ko/index.html"].contains("본문으로 건너뛰기"));
}

#[test]
fn arguments_stay_text_unless_they_are_markup() {
    let project = Project::base();
    project.edit("site.toml", "\"Test scorecard\"", "\"<b>Tests & more</b>\"");
    let page = &project.pages()["pledges/bridge/index.html"];
    assert!(
        page.contains("<cite>&lt;b&gt;Tests &amp; more&lt;&#x2F;b&gt;</cite>")
            || page.contains("<cite>&lt;b&gt;Tests &amp; more")
    );
    assert!(!page.contains("<b>Tests"));
}

#[test]
fn translations_are_kept_and_change_like_everything_else() {
    use pledgecard::scorecard::Judging;
    let project = korean();
    let mut memory = pledgecard::Memory::default();
    let judging = Judging::on(super::bench::today());
    let mut again = |project: &Project| rendered(&pledgecard::recompile(&project.inputs(), judging, &mut memory));
    again(&project);
    for (file, from, to) in [
        ("content/pledges/bridge.ko.md", "너무 비싸다.", "비용이 크다."),
        ("content/pledges/bridge.md", "Not begun.", "Nothing yet."),
        ("content/pledges/bridge.ko.md", "reason = \"시작하지 않았다.\"", ""),
    ] {
        project.edit(file, from, to);
        assert!(again(&project) == project.pages(), "after `{to}` in {file}");
    }
    project.remove("content/pledges/bridge.ko.md");
    assert!(again(&project) == project.pages());
}

/// The keys of a file of words, with what stands in each.
fn words(text: &str) -> BTreeMap<String, String> {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match line.split_once(" = ") {
            Some((key, value)) if !line.starts_with([' ', '}']) => {
                key.clone_into(&mut last);
                words.insert(last.clone(), value.to_owned());
            }
            _ => words.entry(last.clone()).or_default().push_str(line),
        }
    }
    words
}

#[test]
fn the_built_in_words_are_complete_take_the_same_and_are_all_used() {
    let read = |path: &str| words(&fs::read_to_string(home().join(path)).unwrap());
    let english = read("themes/civic/i18n/en.ftl");
    let arguments = |text: &str| -> std::collections::BTreeSet<String> {
        let names = text.split('$').skip(1);
        names.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect()).collect()
    };
    for path in ["themes/civic/i18n/ko.ftl", "tests/languages/ar.ftl"] {
        let other = read(path);
        assert!(english.keys().eq(other.keys()), "{path}");
        for (key, text) in &english {
            let taken = arguments(&other[key]);
            assert!(taken.is_subset(&arguments(text)), "{path}: {key} takes {taken:?}");
        }
    }
    let templates: String = super::bench::tree(&home().join("themes/civic/templates"))
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let used = |key: &str| templates.contains(&format!("t(key=\"{key}\"")) || pledgecard::words::KEYS.contains(&key);
    let idle: Vec<&String> = english.keys().filter(|key| !used(key)).collect();
    assert!(idle.is_empty(), "no template asks for {idle:?}");
}

#[test]
fn the_demonstration_has_no_unmarked_english_on_its_korean_pages() {
    let inputs = pledgecard::edge::disk::read(home()).unwrap();
    let outcome = pledgecard::compile(&inputs, pledgecard::record::Date::parse(DEMO_TODAY).unwrap());
    let english = words(&fs::read_to_string(home().join("themes/civic/i18n/en.ftl")).unwrap());
    let phrases: Vec<&String> =
        english.values().filter(|text| !text.contains(['{', '$']) && text.len() > 5).collect();
    for (path, html) in rendered(&outcome).iter().filter(|(path, _)| path.starts_with("ko/")) {
        for text in html.split('>').skip(1).filter_map(|part| part.split('<').next()) {
            let found = phrases.iter().find(|phrase| text.trim() == ***phrase);
            assert!(found.is_none() || text.trim() == "English", "{path}: {text}");
        }
    }
}

/// Rows of the long text.
const ROWS: usize = 325;
/// Cells with commas in quotation marks, as a table of the ministries has them.
const QUOTED: [&str; 3] = ["“예산, 인력, 장비”", "\"서울, 부산, 대전\"", "‘인재, 데이터’"];

/// Hangul without a space, as a list of agencies or a copied address may be.
fn unspaced(times: usize) -> String {
    "국가인공지능컴퓨팅센터구축사업추진단".repeat(times)
}

/// A Korean text of the size that a ministry publishes: a table of 325 rows, and lines without a space.
fn long_text() -> String {
    let row = |at: usize| {
        let text = if at.is_multiple_of(25) {
            unspaced(12)
        } else {
            "공약의 세부 내용, 그리고 그 근거".to_owned()
        };
        format!("| {} | {} | {text} | {}억 원 |\n", at + 1, QUOTED[at % 3], (at * 7919) % 100_000)
    };
    let rows: String = (0..ROWS).map(row).collect();
    format!(
        "## 예산 현황\n\n{}\n\n| 번호 | 구분 | 내용 | 금액 |\n| ---: | --- | --- | ---: |\n{rows}\n## 남은 일\n",
        unspaced(400)
    )
}

#[test]
fn a_long_korean_pledge_builds_and_loses_nothing() {
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"ko\"");
    project.edit("content/pledges/bridge.md", "A bridge over the river.", &long_text());
    let built = project.run(&["build", "--today", super::bench::TODAY, "--out", "public"]);
    assert_eq!((built.code, &*built.err), (Some(0), ""), "{}", built.out);
    let page = project.read("public/pledges/bridge/index.html");
    assert!(page.contains(&format!("<p>{}</p>", unspaced(400))) && page.contains("id=\"남은-일\""));
    let table = page.split("<tbody>\n").find(|part| part.contains("<tr><td class=\"end\">1</td>")).unwrap();
    let rows: Vec<&str> = table.split("</tbody>").next().unwrap().split("<tr>").skip(1).collect();
    assert_eq!(rows.len(), ROWS);
    for (at, row) in rows.iter().enumerate() {
        let cell = QUOTED[at % 3].replace('"', "&quot;");
        let cell = [format!("<td>{cell}</td>"), format!("<td>{}</td>", QUOTED[at % 3])];
        assert!(cell.iter().any(|cell| row.contains(cell)), "{row}");
        assert_eq!(row.contains(&unspaced(12)), at % 25 == 0, "{row}");
    }
}

#[test]
fn what_a_project_changes_in_civic_goes_for_themes_that_extend_it() {
    let project = Project::base();
    project.theme("extends = \"civic\"\n");
    project
        .write("themes/civic/i18n/en.ftl", "pledges = Vows\n")
        .write("themes/civic/templates/404.html", "<p>Lost</p>");
    let pages = project.pages();
    assert!(pages["pledges/index.html"].contains("Vows") && pages["404.html"] == "<p>Lost</p>");
    project.write("themes/mine/i18n/en.ftl", "pledges = Oaths\n");
    assert!(project.pages()["pledges/index.html"].contains("Oaths"));
}
