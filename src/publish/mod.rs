//! Publishing, as far as it can be thought out: what stands at a target, what is to stand there, in which order the one
//! becomes the other, and the words for it. Never: doing it; `edge::publish` does.

mod compression;
mod listing;
mod plan;
mod pointer;
mod served;
mod words;

pub use compression::{GZIP, gunzip, gzip, is_compressed};
use listing::is_page;
pub use listing::{Kind, Listing, Release, Stamp, is_sealed, marker, read_marker};
pub use plan::{Phase, Plan, Refusal, plan};
pub use pointer::{Claim, FILES, Known, KnownFiles, OWN, POINTER, Pointer};
pub use served::{cache_control, media_type};
pub use words::{Announcement, foreign, human, json, refused};
