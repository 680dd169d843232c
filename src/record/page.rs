//! Prose pages and corrections.

use std::sync::Arc;

use super::{Body, Date, Id, Text, Translation};
use crate::diagnostic::{Place, Placed};
use crate::inputs::InputPath;

/// A page of prose.
#[derive(Debug, Clone)]
pub struct Page {
    /// The slug: its file stem.
    pub id: Id,
    /// Its file.
    pub path: InputPath,
    /// The title.
    pub title: Text,
    /// Its place in the menu; `None` where it is not in it.
    pub menu: Option<i64>,
    /// The prose.
    pub body: Body,
    /// Its sidecars: their texts stand with its own.
    pub translations: Vec<Arc<Translation>>,
}

/// Something that was wrong and was put right.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The id: its file stem.
    pub id: Id,
    /// Where the record begins.
    pub place: Place,
    /// When it was corrected.
    pub on: Placed<Date>,
    /// The pledge it concerns.
    pub pledge: Option<Placed<Id>>,
    /// The numbers of the editions it concerns.
    pub editions: Vec<Placed<i64>>,
    /// What stood there.
    pub was: Text,
    /// What stands there now.
    pub now: Text,
    /// Who noticed.
    pub reported_by: Option<Text>,
    /// The explanation.
    pub body: Body,
    /// Its sidecars: their texts stand with its own.
    pub translations: Vec<Arc<Translation>>,
}
