//! The built-in theme, compiled in from themes/civic. A test holds this list against the folder.

macro_rules! civic {
    ($($path:literal,)+) => {
        /// Every file of the built-in theme: its path below themes/civic/, and its bytes.
        pub const CIVIC: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../themes/civic/", $path))),)+];
    };
}

civic! {
    "i18n/en.ftl",
    "i18n/ko.ftl",
    "static/civic.css",
    "static/filter.js",
    "static/palette.css",
    "templates/404.html",
    "templates/base.html",
    "templates/changes.html",
    "templates/concern.html",
    "templates/concerns.html",
    "templates/corrections.html",
    "templates/deadlines.html",
    "templates/editions.html",
    "templates/front.html",
    "templates/methodology.html",
    "templates/page.html",
    "templates/parts.html",
    "templates/people.html",
    "templates/person.html",
    "templates/pledge.html",
    "templates/pledges.html",
    "templates/sources.html",
    "templates/status.html",
    "templates/statuses.html",
    "templates/topic.html",
    "templates/topics.html",
    "templates/withdrawn.html",
    "theme.toml",
}

/// Whether a file of a project is a file of the built-in theme as it is, and so replaces nothing.
pub(crate) fn is_civic(path: &str, bytes: &[u8]) -> bool {
    let Some(name) = path.strip_prefix("themes/civic/") else { return false };
    CIVIC.iter().any(|(own, text)| *own == name && *text == bytes)
}
