//! Editions: what a scorecard said on a day, and what changed since.

pub mod changes;
