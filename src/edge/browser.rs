//! Opens a page in the user's browser.
#![expect(clippy::disallowed_methods, reason = "the edge: it starts the system's opener")]

use std::process::{Command, Stdio};

/// Opens an address with the program that the system has for it, and says whether that program could be started.
pub fn open(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
