//! What robots read: sitemap and robots.txt. Source: sitemaps.org, "Sitemaps XML format"; RFC 9309.

use std::fmt::Write as _;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap of pages at these addresses.
pub(super) fn sitemap(base_url: &str, addresses: &[String]) -> String {
    list("urlset", "url", base_url, addresses)
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
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{NAMESPACE}\">\n");
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
