//! Where what was read of files is kept from one run to the next: `.pledgecard/read`, which may be deleted at any time.
//! A part of it that is damaged counts for nothing, as does what another program wrote.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes what is kept")]

use std::fs::File;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crc32fast::hash as sum;

use super::stamp::{FOLDER, program, remember};
use crate::edition::Digest;
use crate::inputs::Inputs;
use crate::parse::Memory;
use crate::render::Ingredients;

const NAME: &str = "read";

/// One file in so many may be parsed at every build before everything is written again.
const FEW: usize = 32;

/// Whether anything was kept.
pub fn is_there(root: &Path) -> bool {
    place(root).is_file()
}

/// What was read of those inputs that are still the same.
pub fn recall(root: &Path, inputs: &Inputs, ingredients: &Ingredients) -> Memory {
    let blocks = blocks(root).into_iter().flatten();
    Memory::recall(blocks, inputs, |path| ingredients.of_file(path))
}

/// Keeps what was read, if much of it was not recalled, and if it can be kept.
pub fn keep(root: &Path, read: &Memory, ingredients: &Ingredients) -> Option<()> {
    let fingerprint = |path: &str| ingredients.of_file(path);
    if read.parsed() <= read.recalled() / FEW {
        return None;
    }
    remember(&place(root), |file| {
        file.write_all(Digest::of(program()?.as_bytes()).bytes()).ok()?;
        let file = Mutex::new(file);
        let write = |block: &[u8]| {
            let size = u32::try_from(block.len()).map_err(io::Error::other)?;
            let mut file = file.lock().map_err(|_| io::Error::other("another thread failed"))?;
            file.write_all(&[size.to_le_bytes(), sum(block).to_le_bytes()].concat())?;
            file.write_all(block)
        };
        read.store(fingerprint, write).ok()
    })
}

fn place(root: &Path) -> PathBuf {
    root.join(FOLDER).join(NAME)
}

/// The blocks that are sound, up to where they end or are torn.
fn blocks(root: &Path) -> Option<impl Iterator<Item = Vec<u8>>> {
    let file = File::open(place(root)).ok()?;
    let all = usize::try_from(file.metadata().ok()?.len()).ok()?;
    let mut file = BufReader::new(file);
    let mut by = [0; 32];
    file.read_exact(&mut by).ok()?;
    let is_ours = by == *Digest::of(program()?.as_bytes()).bytes();
    let read = move || {
        let mut head = [0; 8];
        file.read_exact(&mut head).ok()?;
        let (size, written) = (u32::from_le_bytes(*head.first_chunk()?), u32::from_le_bytes(*head.last_chunk()?));
        // A damaged one may name any size.
        let mut block = Vec::with_capacity(all.min(size as usize));
        let found = file.by_ref().take(size.into()).read_to_end(&mut block).ok()?;
        (found == size as usize).then_some((block, written))
    };
    is_ours
        .then(|| std::iter::from_fn(read).filter(|(block, written)| sum(block) == *written).map(|(block, _)| block))
}
