//! Where a page stands in the site. A path is made of checked parts, so that it cannot leave the root.

use std::borrow::Borrow;
use std::fmt;

use crate::record::Id;

/// A file below the site's root, with `/` between its parts: `pledges/ai-highway/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitePath(String);

impl SitePath {
    /// A path from its parts: each not empty, not beginning with a dot, and without separators or control characters.
    pub fn new<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let sound = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.contains(['/', '\\', ':'])
                && !part.contains(char::is_control)
        };
        let parts: Vec<&str> = parts.into_iter().collect();
        (!parts.is_empty() && parts.iter().all(|part| sound(part))).then(|| Self(parts.join("/")))
    }

    /// A path that stands in this source code.
    pub(super) fn fixed(path: &'static str) -> Self {
        Self::new(path.split('/')).expect("paths in the source code are sound")
    }

    /// The page of a record: `pledges/<id>/index.html`.
    pub(super) fn of(folder: &'static str, id: &Id) -> Self {
        // An id is a sound part of a path as it is.
        Self([folder, "/", id.as_str(), "/index.html"].concat())
    }

    /// A file in the same folder.
    pub(super) fn beside(&self, name: &'static str) -> Self {
        let folder = self.0.rsplit_once('/').map(|(folder, _)| folder.split('/'));
        Self::new(folder.into_iter().flatten().chain([name]))
            .expect("names in the source code are sound parts of a path")
    }

    /// The same path below a folder.
    pub(super) fn below(&self, folder: &str) -> Self {
        Self(format!("{folder}/{}", self.0))
    }

    /// The path below a folder that this one stands in.
    pub(super) fn inside(&self, folder: &str) -> Option<Self> {
        self.0.strip_prefix(folder)?.strip_prefix('/').map(|inside| Self(inside.to_owned()))
    }

    /// The file below the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that it stands in; that of the site is empty.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The address below the root, as links have it: a page's folder, any other file itself. The front page's is empty.
    pub fn address(&self) -> &str {
        self.0.strip_suffix("index.html").unwrap_or(&self.0)
    }

    /// The way from this page back to the root: `../../`, or `./` from the root itself.
    pub fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

/// A path is compared as its text, so that it can be looked up by it.
impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_root() {
        for parts in [&[".."][..], &["a", "..", "b"], &["a/b"], &[""], &[], &["c:"], &["a\\b"], &["a\0"], &[".git"]] {
            assert_eq!(SitePath::new(parts.iter().copied()), None, "{parts:?}");
        }
        let path = SitePath::fixed("pledges/x/index.html");
        assert_eq!((path.address(), path.to_root().as_str()), ("pledges/x/", "../../"));
        assert_eq!(
            (SitePath::fixed("index.html").address(), SitePath::fixed("404.html").address()),
            ("", "404.html")
        );
    }
}
