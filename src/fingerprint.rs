//! What tells bytes from other bytes to a program that remembers them from one run to the next: 128 bits, made in a quarter
//! of the time of a [`Digest`].
//! Never: shown, sealed or published. What is cited, compared and verified has a digest.

use highway::{HighwayHash as _, HighwayHasher};
use serde::{Deserialize, Serialize};

use crate::edition::Digest;

/// What fingerprints are made with. Whoever writes files of a project should not know it: two that have the same fingerprint
/// could be searched for then, and the second would be taken for the first.
#[derive(Debug, Clone, Copy)]
pub struct Key([u64; 4]);

/// 128 bits of [HighwayHash](https://arxiv.org/abs/1612.06257). Beside those that were made with another key it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(#[serde(with = "serde_bytes")] [u8; 16]);

impl Key {
    /// The one that belongs to a text.
    pub fn of(text: &str) -> Self {
        let digest = Digest::of(text.as_bytes());
        let (words, _) = digest.bytes().as_chunks();
        Self(std::array::from_fn(|at| u64::from_le_bytes(words[at])))
    }

    /// The fingerprint of some bytes.
    pub fn fingerprint(self, bytes: &[u8]) -> Fingerprint {
        Fingerprint::of(self.hasher().hash128(bytes))
    }

    /// The fingerprint of some bytes that stand one after the other.
    pub fn fingerprint_parts(self, parts: &[&[u8]]) -> Fingerprint {
        let mut hasher = self.hasher();
        for part in parts {
            hasher.append(part);
        }
        Fingerprint::of(hasher.finalize128())
    }

    fn hasher(self) -> HighwayHasher {
        HighwayHasher::new(highway::Key(self.0))
    }
}

impl Fingerprint {
    fn of(words: [u64; 2]) -> Self {
        let mut bytes = [0; 16];
        for (to, word) in bytes.as_chunks_mut().0.iter_mut().zip(words) {
            *to = word.to_le_bytes();
        }
        Self(bytes)
    }

    /// Its 16 bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}
