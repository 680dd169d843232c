//! Where what was read of files is kept from one build to the next: `.pledgecard/read`, which may be deleted at any time.
//! A part of it that is damaged counts for nothing, as does what another program wrote.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes what is kept")]

use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::Path;
use std::sync::Mutex;

use super::stamp::{folder, program};
use crate::edition::Digest;
use crate::inputs::Inputs;
use crate::parse::Memory;
use crate::render::Ingredients;

/// The name of what is kept, in the project's folder for such things.
const NAME: &str = "read";

/// One file in so many may be read at every build before everything is written again.
const FEW: usize = 32;

/// What was read of those inputs that are still the same.
pub fn recall(root: &Path, inputs: &Inputs, ingredients: &Ingredients) -> Memory {
    let blocks = blocks(root).into_iter().flatten();
    Memory::recall(blocks, inputs, |path| ingredients.of_file(path))
}

/// Keeps what was read, if it is much more than the `recalled` files of the last time, and if it can be kept.
pub fn keep(root: &Path, read: &Memory, recalled: usize, ingredients: &Ingredients) -> Option<()> {
    let new = read.remembered().saturating_sub(recalled);
    if new <= recalled / FEW {
        return None;
    }
    let folder = folder(root)?;
    let (place, beside) = (folder.join(NAME), folder.join(format!("{NAME}.new")));
    let mut file = File::create(&beside).ok()?;
    file.write_all(Digest::of(program()?.as_bytes()).bytes()).ok()?;
    let file = Mutex::new(file);
    let write = |block: &[u8]| {
        let size = u32::try_from(block.len()).map_err(io::Error::other)?;
        let mut file = file.lock().map_err(|_| io::Error::other("another thread failed"))?;
        file.write_all(&[size.to_le_bytes(), sum(block).to_le_bytes()].concat())?;
        file.write_all(block)
    };
    read.store(|path| ingredients.of_file(path), write).ok()?;
    fs::rename(beside, place).ok()
}

/// The blocks that are sound, up to where they end or are torn.
fn blocks(root: &Path) -> Option<impl Iterator<Item = Vec<u8>>> {
    let mut file = BufReader::new(File::open(folder(root)?.join(NAME)).ok()?);
    let mut by = [0; 32];
    file.read_exact(&mut by).ok()?;
    let is_ours = by == *Digest::of(program()?.as_bytes()).bytes();
    let read = move || {
        let mut head = [0; 8];
        file.read_exact(&mut head).ok()?;
        let [size, sum] = [0, 4].map(|at| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]));
        let mut block = Vec::new();
        let found = file.by_ref().take(size.into()).read_to_end(&mut block).ok()?;
        (found == size as usize).then_some((block, sum))
    };
    is_ours
        .then(|| std::iter::from_fn(read).filter(|(block, written)| sum(block) == *written).map(|(block, _)| block))
}

fn sum(block: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(block);
    crc.sum()
}
