//! The names by which records speak of each other.

use std::borrow::Borrow;
use std::fmt;

use ecow::EcoString;
use serde::{Deserialize, Serialize};

/// An id: `[a-z0-9]+(-[a-z0-9]+)*`, at most 80 bytes, no device name and no word that the site keeps for itself.
/// The placeholder, empty, stands where an id was missing or refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(EcoString);

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdFault {
    /// Nothing there.
    Empty,
    /// More than [`Id::MAX_BYTES`] bytes.
    TooLong,
    /// A character other than `a` to `z`, `0` to `9` and single inner hyphens.
    Characters,
    /// A name that Windows keeps for a device.
    Device,
    /// A word that stands for a page of its own.
    Reserved,
}

const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];
const RESERVED: &[&str] = &["assets", "editions", "index", "latest"];

impl Id {
    /// The longest id, in bytes: a file name with a language and an ending stays below every file system's limit.
    pub const MAX_BYTES: usize = 80;

    /// Reads an id.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let is_sound = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let is_hyphened =
            || text.starts_with('-') || text.ends_with('-') || text.as_bytes().windows(2).any(|pair| pair == b"--");
        match text {
            "" => Err(IdFault::Empty),
            _ if text.len() > Self::MAX_BYTES => Err(IdFault::TooLong),
            _ if !text.bytes().all(is_sound) || is_hyphened() => Err(IdFault::Characters),
            _ if DEVICES.contains(&text) => Err(IdFault::Device),
            _ if RESERVED.contains(&text) => Err(IdFault::Reserved),
            _ => Ok(Self(text.into())),
        }
    }

    /// An id made from any text: romanised, lower case, hyphens between words. `None` where no letter is left.
    pub fn from_title(title: &str) -> Option<Self> {
        let mut id = String::new();
        for c in deunicode::deunicode(title).chars() {
            if c.is_ascii_alphanumeric() {
                id.push(c.to_ascii_lowercase());
            } else if c != '\'' && !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        if id.len() > Self::MAX_BYTES {
            let cut = id[..=Self::MAX_BYTES].rfind('-').unwrap_or(Self::MAX_BYTES);
            id.truncate(cut);
        }
        let id = id.trim_matches('-');
        Self::parse(id).or_else(|_| Self::parse(&format!("pledge-{id}"))).ok()
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands for an id that was missing or refused.
    pub fn is_placeholder(&self) -> bool {
        self.0.is_empty()
    }
}

impl Default for Id {
    fn default() -> Self {
        Self("".into())
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl IdFault {
    /// What is wrong, to stand after the quoted text.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::TooLong => "is longer than 80 bytes",
            Self::Characters => "has characters that an id cannot have",
            Self::Device => "is a device name on Windows",
            Self::Reserved => "is a word that the site keeps for itself",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_ids() {
        let id = |title| Id::from_title(title).map(|id| id.to_string());
        assert_eq!(id("Open an era of 100 trillion won").as_deref(), Some("open-an-era-of-100-trillion-won"));
        assert_eq!(id("AI 고속도로").as_deref(), Some("ai-gosogdoro"));
        assert_eq!(id("con").as_deref(), Some("pledge-con"));
        assert_eq!(id("…"), None);
        assert!(id(&"word ".repeat(40)).is_some_and(|id| id.len() <= Id::MAX_BYTES && !id.ends_with('-')));
    }
}
