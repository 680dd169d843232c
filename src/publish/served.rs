//! What a store is told of a file, so that it serves it rightly: its media type, and how long it may be kept.

/// The media types of what a site is made of, by the end of the name. Source: the IANA registry of media types.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("txt", "text/plain; charset=utf-8"),
    ("sig", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("xml", "application/xml"),
    ("pdf", "application/pdf"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
];

/// The media type of a file of a site.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        "feed.xml" => return "application/atom+xml",
        // RFC 7089, section 5.
        "timemap" => return "application/link-format",
        _ => {}
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let known = TYPES.iter().find(|(one, _)| Some(*one) == ending.as_deref());
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

/// How long a file may be kept: for ever where its name says what it is, else for some minutes.
pub fn cache_control(path: &str) -> &'static str {
    if path.starts_with("assets/") || super::is_sealed(path) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_is_served_as_what_it_is() {
        let types = [
            ("index.html", "text/html; charset=utf-8"),
            ("pledges/x/feed.xml", "application/atom+xml"),
            ("sitemap.xml", "application/xml"),
            ("editions/timemap", "application/link-format"),
            ("editions/2/manifest.txt", "text/plain; charset=utf-8"),
            ("editions/objects/77ab", "application/octet-stream"),
            ("images/A.PNG", "image/png"),
            ("_headers", "application/octet-stream"),
        ];
        for (path, media) in types {
            assert_eq!(media_type(path), media, "{path}");
        }
        for path in ["assets/civic.77ab.css", "editions/1/manifest.txt", "editions/objects/77ab"] {
            assert!(cache_control(path).contains("immutable"), "{path}");
        }
        for path in ["index.html", "editions/1/index.html", "images/a.png"] {
            assert!(!cache_control(path).contains("immutable"), "{path}");
        }
    }
}
