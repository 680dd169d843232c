//! The form of an SSH signature: one way to write each, so that no byte of it can change unseen. Who signed, and whether
//! the signature fits, is for `ssh-keygen` to say. Source: OpenSSH, PROTOCOL.sshsig.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
const END: &str = "-----END SSH SIGNATURE-----\n";
/// Characters of Base64 on a line.
const WIDTH: usize = 70;
/// What every signature begins with: its name and the version. `ssh-keygen` lets other versions pass.
const PREAMBLE: &[u8] = b"SSHSIG\0\0\0\x01";

/// The namespace of our signatures.
pub const NAMESPACE: &str = "pledgecard";

/// Why some bytes are no signature.
pub fn fault(bytes: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("it is not text") };
    let inner = text.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END));
    let Some(inner) = inner else { return Some("it does not begin and end as an SSH signature does") };
    let Ok(blob) = STANDARD.decode(inner.replace('\n', "")) else { return Some("it is not Base64") };
    if printed(&blob) != text {
        return Some("it is not written as `ssh-keygen` writes it");
    }
    if !blob.starts_with(PREAMBLE) {
        return Some("it is not an SSH signature of version 1");
    }
    None
}

fn printed(blob: &[u8]) -> String {
    let mut text = BEGIN.to_owned();
    let base64 = STANDARD.encode(blob);
    let mut rest = &*base64;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(WIDTH));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(END);
    text
}
