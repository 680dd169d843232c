//! People and bodies: promisers, experts, surveyed bodies, editors.

use super::{Id, Text, words};
use crate::diagnostic::Place;

/// Someone named in the scorecard.
#[derive(Debug, Clone)]
pub struct Person {
    /// The id.
    pub id: Id,
    /// Where the record begins.
    pub place: Place,
    /// The name.
    pub name: Text,
    /// A person or a body.
    pub kind: PersonKind,
    /// What they do.
    pub role: Option<Text>,
    /// For whom.
    pub affiliation: Option<Text>,
    /// Declared interests.
    pub interests: Option<Text>,
    /// Their page; http or https.
    pub url: Option<Box<str>>,
}

words! {
    /// Whether a name stands for one human being.
    PersonKind {
        /// A human being.
        Person = "person",
        /// An institution.
        Body = "body",
    }
}
