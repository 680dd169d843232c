//! Sealed editions: the exact source text of each, chained by digests. An edition is just another input: it goes through
//! the same reading, checking and assembling as today's text. Never: a file, a clock; `edge` reads and writes them.

mod chain;
pub mod changes;
mod digest;
mod follow;
mod manifest;
mod names;
mod open;
mod seal;
pub mod signature;
mod store;
mod timemap;

pub use chain::{Chain, Sealed, is_pin, may_be_withheld, read, restored, unpinned};
pub use digest::Digest;
pub use manifest::{Malformed, Manifest, Moment, is_sealed_path};
pub use names::{gone, renamed, stood, unknown_names};
pub use open::{Edition, Editions, Memory, inputs_of, open};
pub use seal::{
    NewEdition, Wish, is_sealed_as, next_number, note_path, of_another_site, seal, sealed_inputs, unknown_editions,
};
pub use store::{FOLDER, Layout, PUBLISHED, TIMEMAP};
pub use timemap::listed;
