//! What was read of the files of pledges, as bytes, so that another run need not read again what it finds the same. A file
//! is known by the fingerprint of its bytes.
//! Never: what was read of a file with a fault. It is read, and told of, again.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::kind::{FileKind, translated};
use super::memory::{Kept, Memory};
use super::{FileRead, Parsed, nothing};
use crate::fingerprint::Fingerprint;
use crate::inputs::{Input, InputPath, Inputs};
use crate::record::{Pledge, Translation, Unread};

/// Files in a block. One thread writes or reads it at a time, and where it is damaged all of it is lost.
const BLOCK: usize = 128;

/// A file and what was read of it. What it shares with others is left out: its path, its bytes.
#[derive(Serialize, Deserialize)]
struct Entry<'e> {
    path: &'e str,
    fingerprint: Fingerprint,
    record: Record,
}

/// What is worth keeping: a pledge, or a sidecar.
#[derive(Serialize, Deserialize)]
enum Record {
    Pledge(Arc<Pledge>),
    Translation(Arc<Translation>),
}

impl Memory {
    /// A memory of those of the `inputs` that are as they were when these blocks were written. `fingerprint` tells that of a
    /// file as it is now.
    pub fn recall(
        blocks: impl Iterator<Item = Vec<u8>> + Send,
        inputs: &Inputs,
        fingerprint: impl Fn(&str) -> Option<Fingerprint> + Sync,
    ) -> Self {
        let recalled = blocks.par_bridge().flat_map_iter(|block| {
            let entries: Vec<Entry<'_>> = postcard::from_bytes(&block).unwrap_or_default();
            let same = entries.into_iter().filter(|entry| fingerprint(entry.path) == Some(entry.fingerprint));
            same.filter_map(|entry| entry.recalled(inputs)).collect::<Vec<_>>()
        });
        Self::of(recalled.collect::<Vec<_>>())
    }

    /// Writes what was read, in blocks and in any order, for another run to [recall](Memory::recall): of the files that have
    /// a fingerprint.
    pub fn store(
        &self,
        fingerprint: impl Fn(&str) -> Option<Fingerprint> + Sync,
        write: impl Fn(&[u8]) -> io::Result<()> + Sync,
    ) -> io::Result<()> {
        let files: Vec<(&InputPath, &Kept)> = self.files().collect();
        files.par_chunks(BLOCK).try_for_each_init(Vec::new, |block, files| {
            let entries = files.iter().filter_map(|(path, kept)| {
                let record = kept.read.record()?;
                Some(Entry { path, fingerprint: fingerprint(path)?, record })
            });
            let entries: Vec<Entry<'_>> = entries.collect();
            block.clear();
            postcard::to_io(&entries, &mut *block).map_err(io::Error::other)?;
            write(block)
        })
    }
}

impl FileRead {
    /// What was read of it, if that is all there is to say of it.
    fn record(&self) -> Option<Record> {
        match &self.parsed {
            Parsed::Pledge(pledge) if self.is_all_told() => Some(Record::Pledge(pledge.clone())),
            Parsed::Translation(translation) if self.is_all_told() => Some(Record::Translation(translation.clone())),
            _ => None,
        }
    }

    /// Whether it is the file of a pledge, or a sidecar of one, and its record is all there is to say of it.
    pub(super) fn is_all_told(&self) -> bool {
        let is_of_pledge = match &self.parsed {
            Parsed::Pledge(_) => true,
            Parsed::Translation(sidecar) => FileKind::of(&sidecar.of) == FileKind::Pledge,
            _ => false,
        };
        is_of_pledge && self.diagnostics.is_empty() && self.texts.is_empty() && self.unread == Unread::default()
    }
}

impl Entry<'_> {
    /// What was read of the file, with its path and bytes as the inputs share them.
    fn recalled(self, inputs: &Inputs) -> Option<(InputPath, Kept)> {
        let (path, input) = inputs.entry(self.path)?;
        let Input::Bytes(bytes) = input else { return None };
        let parsed = match self.record {
            Record::Pledge(mut pledge) => {
                let own = Arc::make_mut(&mut pledge);
                (own.path, own.body.file) = (path.clone(), bytes.clone());
                Parsed::Pledge(pledge)
            }
            Record::Translation(mut translation) => {
                let own = Arc::make_mut(&mut translation);
                (own.path, own.of) = (path.clone(), translated(path)?.0.into());
                own.body.iter_mut().for_each(|body| body.file = bytes.clone());
                Parsed::Translation(translation)
            }
        };
        let read = Arc::new(FileRead { parsed, ..nothing() });
        Some((path.clone(), Kept { input: input.clone(), read }))
    }
}
