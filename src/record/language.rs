//! Languages by their BCP 47 tags.

use std::fmt;

use ecow::EcoString;
use serde::{Deserialize, Serialize};

/// A language tag: `en`, `ko`, `zh-Hant`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Language(EcoString);

impl Language {
    /// Reads a tag: a language, then script, region and variants as letters and digits of 2 to 8.
    /// Source: RFC 5646, 2.1, without the grandfathered and private tags.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let language = parts.next()?;
        let letters = (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let rest =
            |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (letters && parts.all(rest)).then(|| Self(tag.into()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Language {
    fn default() -> Self {
        Self("en".into())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
