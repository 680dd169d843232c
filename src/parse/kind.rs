//! Which file is what, by its path alone.

use crate::record::Language;

/// What a file of the project is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKind {
    Settings,
    Pledge,
    People,
    Sources,
    Page,
    Correction,
    Image,
    Archive,
    Theme,
    Edition,
    Stray,
}

impl FileKind {
    pub(crate) fn of(path: &str) -> Self {
        let Some(content) = path.strip_prefix("content/") else {
            return match path {
                "site.toml" => Self::Settings,
                _ if path.starts_with("themes/") => Self::Theme,
                _ => Self::Stray,
            };
        };
        let is_in = |folder: &str, ending: &str| content.starts_with(folder) && content.ends_with(ending);
        match content {
            "people.toml" => Self::People,
            "sources.toml" => Self::Sources,
            _ if is_translation(path) => Self::Stray,
            _ if is_in("pledges/", ".md") => Self::Pledge,
            _ if is_in("people/", ".toml") => Self::People,
            _ if is_in("sources/", ".toml") => Self::Sources,
            _ if is_in("pages/", ".md") && !content["pages/".len()..].contains('/') => Self::Page,
            _ if is_in("corrections/", ".md") && !content["corrections/".len()..].contains('/') => Self::Correction,
            _ if is_in("images/", "") => Self::Image,
            _ if is_in("archive/", "") => Self::Archive,
            _ if is_in("editions/", "") => Self::Edition,
            _ => Self::Stray,
        }
    }
}

/// Whether a path is that of a translation: `<id>.<lang>.md`.
pub(super) fn is_translation(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".md").and_then(|stem| stem.rsplit_once('.'));
    stem.is_some_and(|(id, language)| !id.is_empty() && Language::parse(language).is_some())
}
