//! What is cited.

use super::{Date, Id, Language, Text, words};
use crate::diagnostic::{Place, Placed};

/// Something cited: an article, a document, a set of data.
#[derive(Debug, Clone)]
pub struct Source {
    /// The id.
    pub id: Id,
    /// Where the record begins.
    pub place: Place,
    /// Its title.
    pub title: Text,
    /// Who published it.
    pub publisher: Option<Text>,
    /// Who wrote it.
    pub author: Option<Text>,
    /// Where it stands; http or https.
    pub url: Option<Box<str>>,
    /// A copy in a public archive; http or https.
    pub archive: Option<Box<str>>,
    /// A local copy, below content/.
    pub file: Option<Placed<Box<str>>>,
    /// Whether the local copy may be published.
    pub public: bool,
    /// When it was published.
    pub published: Option<Placed<Date>>,
    /// When it was read.
    pub accessed: Option<Placed<Date>>,
    /// The language it is in.
    pub language: Option<Language>,
    /// What kind of source it is.
    pub kind: Option<SourceKind>,
}

words! {
    /// Kinds of source.
    SourceKind {
        /// Of a state or its offices.
        Official = "official",
        /// Of the press.
        Press = "press",
        /// Of an expert or a learned body.
        Expert = "expert",
        /// Any other document.
        Document = "document",
        /// Figures.
        Data = "data",
    }
}
