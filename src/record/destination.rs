//! Where a site can be published, as it is written: `dir:/srv/www/site`, `git:gh-pages`, `s3://bucket/folder`.

use std::fmt;

/// Where a site is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A folder, below the project unless absolute.
    Folder(Box<str>),
    /// A branch of the project's repository.
    Branch(Box<str>),
    /// A bucket, or a folder in one.
    Bucket(Provider, Box<str>),
}

/// Whose bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// Amazon S3 and everything that speaks its language.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
}

impl Provider {
    const ALL: [(&'static str, Self); 3] = [("s3", Self::S3), ("gs", Self::Google), ("az", Self::Azure)];

    fn scheme(self) -> &'static str {
        Self::ALL.iter().find(|(_, one)| *one == self).map_or("s3", |(scheme, _)| scheme)
    }
}

impl Destination {
    /// What may be written.
    pub const HELP: &'static str =
        "write `dir:FOLDER`, `git:BRANCH`, `s3://BUCKET`, `gs://BUCKET` or `az://CONTAINER`";

    /// Reads an address; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        if rest.is_empty() || rest.contains(char::is_control) {
            return None;
        }
        match scheme {
            "dir" => Some(Self::Folder(rest.into())),
            "git" => is_branch(rest).then(|| Self::Branch(rest.into())),
            _ => {
                let (_, provider) = Provider::ALL.into_iter().find(|(known, _)| *known == scheme)?;
                let path = rest.strip_prefix("//")?.trim_end_matches('/');
                is_bucket(path).then(|| Self::Bucket(provider, path.into()))
            }
        }
    }
}

/// Whether a text can be the name of a branch. Source: git-check-ref-format(1).
fn is_branch(name: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && !part.starts_with('.') && part.strip_suffix(".lock").is_none();
    name.split('/').all(sound)
        && !name.starts_with('-')
        && !name.ends_with('.')
        && !name.contains("..")
        && !name.contains("@{")
        && name != "@"
        && !name.contains([' ', '~', '^', ':', '?', '*', '[', '\\'])
}

/// Whether a text can be a bucket, with a folder or without.
fn is_bucket(path: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && part != "." && part != "..";
    path.split('/').all(sound) && !path.contains(['?', '#', '@', ' ', '\\', '%'])
}

impl fmt::Display for Destination {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(out, "dir:{path}"),
            Self::Branch(name) => write!(out, "git:{name}"),
            Self::Bucket(provider, path) => write!(out, "{}://{path}", provider.scheme()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_printed() {
        for text in
            ["dir:/srv/www/site", "dir:../site", "git:gh-pages", "git:site/live", "s3://b", "gs://b/a/c", "az://b"]
        {
            assert_eq!(Destination::parse(text).map(|place| place.to_string()).as_deref(), Some(text));
        }
        let bad = [
            "",
            "site",
            "dir:",
            "git:-x",
            "git:a..b",
            "git:a b",
            "git:.a",
            "s3:/b",
            "s3://",
            "s3://b//c",
            "s3://b/..",
            "ftp://b",
        ];
        for text in bad {
            assert_eq!(Destination::parse(text), None, "{text}");
        }
    }
}
