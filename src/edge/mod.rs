//! The world: files, the clock, the network, the terminal. Everything else in this crate is a pure function of what stands here.

pub mod browser;
pub mod cache;
pub mod clock;
pub mod disk;
pub mod fetch;
mod http;
mod opened;
pub mod output;
pub mod publish;
pub mod sealing;
pub mod server;
pub mod ssh;
pub mod stamp;
pub mod swap;
pub mod terminal;
pub mod tree;
pub mod watch;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The world failed: what was being done, to which path, and why it could not be.
#[derive(Debug)]
pub struct WorldError {
    /// What was being done: "read", "write".
    pub doing: &'static str,
    /// To what.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl WorldError {
    /// Says what was being done when the system failed.
    pub fn new(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self { doing, path: path.to_owned(), source }
    }

    /// A refusal of our own, with its reason.
    pub fn refused(doing: &'static str, path: &Path, reason: impl Into<String>) -> Self {
        Self::new(doing, path, io::Error::other(reason.into()))
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "could not {} `{}`: {}", self.doing, self.path.display(), self.source)
    }
}

impl std::error::Error for WorldError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
