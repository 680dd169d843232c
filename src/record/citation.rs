//! A pointer from a statement to the source that carries it.

use serde::{Deserialize, Serialize};

use super::{Id, Text, words};
use crate::diagnostic::Placed;

/// A citation: a source, where in it, and what it shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Citation {
    /// The source.
    pub source: Placed<Id>,
    /// What is said beside, if anything: most citations are bare, and there are many.
    pub details: Option<Box<CitationDetails>>,
}

/// What a citation may say beside its source.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CitationDetails {
    /// Where in it: "para. 4".
    pub at: Option<Text>,
    /// Its verbatim words.
    pub quote: Option<Box<Placed<Box<str>>>>,
    /// What it shows.
    pub shows: Shows,
    /// What it does not show.
    pub limits: Option<Box<Text>>,
}

static BARE: CitationDetails = CitationDetails { at: None, quote: None, shows: Shows::Supports, limits: None };

impl Citation {
    /// A citation that says nothing beside its source.
    pub fn bare(source: Placed<Id>) -> Self {
        Self { source, details: None }
    }

    /// What is said beside; of a bare one, that it carries the statement.
    pub fn details(&self) -> &CitationDetails {
        self.details.as_deref().unwrap_or(&BARE)
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
