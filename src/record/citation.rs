//! A pointer from a statement to the source that carries it.

use super::{Id, Text, words};
use crate::diagnostic::Placed;

/// A citation: a source, where in it, and what it shows.
#[derive(Debug, Clone)]
pub struct Citation {
    /// The source.
    pub source: Placed<Id>,
    /// Where in it: "para. 4".
    pub at: Option<Text>,
    /// Its verbatim words.
    pub quote: Option<Placed<Box<str>>>,
    /// What it shows.
    pub shows: Shows,
    /// What it does not show.
    pub limits: Option<Text>,
}

impl Citation {
    /// Whether it points to a source that carries the statement, and says nothing else of it.
    pub fn is_bare(&self) -> bool {
        let Self { source: _, at, quote, shows, limits } = self;
        at.is_none() && quote.is_none() && limits.is_none() && *shows == Shows::Supports
    }
}

words! {
    /// What a source does for the statement that cites it.
    Shows {
        /// Carries it.
        Supports = "supports",
        /// Speaks against it.
        Contradicts = "contradicts",
        /// Shows that money was given.
        Funding = "funding",
        /// Shows what came of it.
        Outcome = "outcome",
        /// Stands around it.
        Context = "context",
    }
}
