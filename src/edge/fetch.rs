//! Reads the editions of a published site over the network.

use std::path::Path;

use super::WorldError;
use crate::inputs::Inputs;

/// The files of all editions of a site.
pub fn editions(url: &str) -> Result<Inputs, WorldError> {
    Err(WorldError::refused("fetch", Path::new(url), "not yet"))
}
