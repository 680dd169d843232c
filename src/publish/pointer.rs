//! What a bucket says of itself: the edition that is live there, who is publishing another, and what every file was when
//! it was sent. Never: a file of the site.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where the pointer stands.
pub const POINTER: &str = "editions/latest.json";
/// Where it stands what every file was.
pub const FILES: &str = ".pledgecard/files.json";
/// What begins the name of everything that is no file of the site.
pub const OWN: &str = ".pledgecard/";

/// A publisher that was not heard of for so many seconds has died.
const PATIENCE: i64 = 30 * 60;

/// The edition that is live, and the one that is on its way. Version 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The edition that is live.
    pub edition: Option<u32>,
    /// Its digest.
    pub digest: Option<String>,
    /// Who is publishing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publishing: Option<Claim>,
}

/// A publisher at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The edition that it publishes.
    pub edition: u32,
    /// The digest of the whole site.
    pub site: String,
    /// A number of its own.
    pub by: String,
    /// When it was last heard of.
    pub heard: String,
}

impl Claim {
    /// Whether another publisher may go on instead: with the same site it puts the same bytes, and one that was not heard
    /// of for long has died.
    pub fn gives_way(&self, site: &str, now: jiff::Timestamp) -> bool {
        let heard = self.heard.parse::<jiff::Timestamp>();
        self.site == site || heard.is_ok_and(|heard| now.as_second() - heard.as_second() > PATIENCE)
    }
}

/// What a file was when it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// How many they are.
    pub size: u64,
    /// What the store called this version of it.
    pub tag: String,
    /// How many bytes of it are stored, where it is stored compressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gzip: Option<u64>,
    /// Whether it was left for the readers of an earlier edition.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
}

/// What every file was when it was sent. It saves reading them: an entry counts only while the store calls the file the
/// same.
pub type KnownFiles = BTreeMap<String, Known>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publisher_gives_way_to_the_same_site_and_when_it_is_silent() {
        let heard = "2026-07-01T12:00:00Z".to_owned();
        let claim = Claim { edition: 2, site: "a".to_owned(), by: "x".to_owned(), heard };
        let at = |text: &str| text.parse().unwrap();
        assert!(claim.gives_way("a", at("2026-07-01T12:00:01Z")));
        assert!(!claim.gives_way("b", at("2026-07-01T12:29:59Z")));
        assert!(claim.gives_way("b", at("2026-07-01T12:30:01Z")));
        assert!(!claim.gives_way("b", at("2026-06-01T12:00:00Z")), "the clocks differ");
    }
}
