//! Which file is what, by its path alone.

use crate::diagnostic::nearest;
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
    Translation,
    Image,
    Archive,
    Theme,
    Edition,
    Note,
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
            _ if is_translation(path) => Self::Translation,
            _ if is_in("pledges/", ".md") => Self::Pledge,
            _ if is_in("people/", ".toml") => Self::People,
            _ if is_in("sources/", ".toml") => Self::Sources,
            _ if is_in("pages/", ".md") && !content["pages/".len()..].contains('/') => Self::Page,
            _ if is_in("corrections/", ".md") && !content["corrections/".len()..].contains('/') => Self::Correction,
            _ if is_in("images/", "") => Self::Image,
            _ if is_in("archive/", "") => Self::Archive,
            _ if is_note(content) => Self::Note,
            _ if is_in("editions/", "") => Self::Edition,
            _ => Self::Stray,
        }
    }
}

/// The path that was meant by one that nothing reads: its folder, or its file, is nearly called like one that is read.
pub(super) fn meant(path: &str) -> Option<String> {
    const READ: [&str; 8] =
        ["pledges", "pages", "corrections", "people", "sources", "images", "people.toml", "sources.toml"];
    let below = path.strip_prefix("content/")?;
    let (first, rest) = below.split_at(below.find('/').unwrap_or(below.len()));
    let meant = format!("content/{}{rest}", nearest(first, READ)?);
    (meant != path && FileKind::of(&meant) != FileKind::Stray).then_some(meant)
}

/// Whether a path below content/ is that of the editors' note on an edition: `editions/<number>.md`.
fn is_note(content: &str) -> bool {
    let number = content.strip_prefix("editions/").and_then(|name| name.strip_suffix(".md"));
    number.is_some_and(|number| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a path is that of a translation: `<id>.<lang>.md` beside what it translates.
fn is_translation(path: &str) -> bool {
    let kinds = [FileKind::Pledge, FileKind::Page, FileKind::Correction, FileKind::Note];
    translated(path).is_some_and(|(of, _)| kinds.contains(&FileKind::of(&of)))
}

/// The file that a sidecar translates, and its language, by its name alone.
pub(super) fn translated(path: &str) -> Option<(String, Language)> {
    let (folder, name) = path.rsplit_once('/')?;
    let (id, language) = name.strip_suffix(".md")?.rsplit_once('.')?;
    let language = Language::parse(language)?;
    // An id has no dot: `<id>.<lang>.<lang>.md` translates nothing.
    (!id.is_empty() && !id.contains('.')).then(|| (format!("{folder}/{id}.md"), language))
}
