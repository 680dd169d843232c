//! The tests, in reading order. They speak through the public doors: `compile`, the renderer, and the binary.
#![expect(clippy::disallowed_methods, reason = "tests read and write files, and run the binary")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod bench;
mod cache;
mod changes;
mod commands;
mod demo;
mod determinism;
mod editions;
mod golden;
mod hostile;
mod house;
mod incremental;
mod languages;
mod mementos;
mod output;
mod preview;
mod publish;
mod publish_branch;
mod publish_bucket;
mod publish_folder;
mod publish_recipes;
mod publish_server;
mod reader;
mod refused;
mod tally;
mod translations;
