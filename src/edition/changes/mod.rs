//! What changed between two scorecards.

use crate::scorecard::Scorecard;

/// What changed between two scorecards.
#[derive(Debug, Clone, Default)]
pub struct Changes {}

/// What changed from one scorecard to another.
pub fn changes(_before: &Scorecard, _after: &Scorecard) -> Changes {
    Changes::default()
}
