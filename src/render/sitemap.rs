//! What robots read: sitemap and robots.txt. Source: sitemaps.org, "Sitemaps XML format"; RFC 9309.

use std::fmt::Write as _;

use crate::record::Language;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap of pages at these addresses, in the default language and the others: each names all its translations.
pub(super) fn sitemap(base_url: &str, addresses: &[String], (default, others): (&Language, &[&Language])) -> String {
    if others.is_empty() {
        return list("urlset", "url", base_url, addresses);
    }
    let mut xml =
        format!("{DECLARATION}<urlset xmlns=\"{NAMESPACE}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for address in addresses {
        let at = |language: &Language| escaped(&format!("{base_url}{language}/{address}"));
        let plain = escaped(&format!("{base_url}{address}"));
        let all: Vec<(&Language, String)> = std::iter::once((default, plain.clone()))
            .chain(others.iter().map(|language| (*language, at(language))))
            .collect();
        let link = |language: &str, url: &str| {
            format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{url}\"/>")
        };
        let links: String = all.iter().map(|(language, url)| link(language.as_str(), url)).collect();
        let links = links + &link("x-default", &plain);
        for (_, url) in &all {
            writeln!(xml, "<url><loc>{url}</loc>{links}</url>").expect("writing to a string cannot fail");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The index of a sitemap in parts.
pub(super) fn index(base_url: &str, parts: &[String]) -> String {
    list("sitemapindex", "sitemap", base_url, parts)
}

/// robots.txt: everything may be read.
pub(super) fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n")
}

fn list(root: &str, entry: &str, base_url: &str, addresses: &[String]) -> String {
    let mut xml = format!("{DECLARATION}<{root} xmlns=\"{NAMESPACE}\">\n");
    for address in addresses {
        let url = escaped(&format!("{base_url}{address}"));
        writeln!(xml, "<{entry}><loc>{url}</loc></{entry}>").expect("writing to a string cannot fail");
    }
    xml.push_str(&format!("</{root}>\n"));
    xml
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
