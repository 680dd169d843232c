//! Puts a published site in place: each target does what the plan says, and is read back afterwards.

mod branch;
mod bucket;
mod door;
mod folder;
mod release;
mod requests;
mod room;
mod source;

use std::path::Path;
use std::sync::Arc;

use object_store::ObjectStore;

pub use branch::REMOTE;
pub use requests::Connector;
pub use source::Source;

use super::WorldError;
use super::output::Failure;
use crate::publish::{Listing, Plan, Release, Stamp};
use crate::record::Destination;
use indicatif::ProgressBar;

/// Something that a site can be published to.
pub trait Target {
    /// What stands there.
    fn live(&mut self) -> Result<Listing, WorldError>;

    /// Does what the plan says, and takes away what an interrupted run left behind. `live` is what the plan was made
    /// for: where something else stands there by now, nothing is done.
    fn apply(&mut self, plan: &Plan, live: &Listing, source: &Source<'_>, bar: &ProgressBar) -> Result<(), Failure>;

    /// Reads back what stands at some paths.
    fn read_back(&self, paths: &[&str]) -> Result<Vec<Option<Stamp>>, WorldError>;

    /// Shows the site again that was there before, and says which edition that is.
    fn roll_back(&mut self) -> Result<Listing, WorldError>;
}

/// How a target is to be treated.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether a branch is pushed.
    pub push: bool,
    /// Whether a bucket gets texts compressed.
    pub gzip: bool,
}

/// The target at a destination; `root` is the project's folder.
pub fn target(destination: &Destination, root: &Path, options: Options) -> Result<Box<dyn Target>, WorldError> {
    match destination {
        Destination::Folder(path) => Ok(Box::new(folder::Folder::at(&root.join(&**path))?)),
        Destination::Branch(name) => Ok(Box::new(branch::Branch::new(root, name, options.push))),
        Destination::Bucket(provider, path) => {
            Ok(Box::new(bucket::Bucket::new(door::Door::open(*provider, path, options)?)?))
        }
    }
}

/// A bucket that is already open; `folder` is the place of the site in it.
pub fn bucket(store: Arc<dyn ObjectStore>, folder: &str, options: Options) -> Result<Box<dyn Target>, WorldError> {
    let door = door::Door { store, folder: folder.to_owned(), gzip: options.gzip };
    Ok(Box::new(bucket::Bucket::new(door)?))
}

/// The files that do not stand at a target as they are to.
pub fn unlike(target: &dyn Target, release: &Release, paths: &[&str]) -> Result<Vec<String>, WorldError> {
    let found = target.read_back(paths)?;
    let wanted = |path: &str| release.files.get(path).map(|(stamp, _)| *stamp);
    Ok(paths
        .iter()
        .zip(found)
        .filter(|(path, found)| wanted(path) != *found)
        .map(|(path, _)| (*path).to_owned())
        .collect())
}
