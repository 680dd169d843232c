//! What browsers may load for a page: a Content Security Policy, for the pages themselves and for servers.
//! Source: Content Security Policy Level 3; the form of `_headers` is that of Netlify and Cloudflare Pages.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest, Sha256};

/// The digest of a script, for `integrity` and for the policy.
pub(super) fn integrity(script: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// The policy of a theme: its own styles and pictures, and of scripts those with these digests alone.
pub(super) fn policy<'a>(scripts: impl Iterator<Item = &'a [u8]>) -> String {
    let scripts: Vec<String> = scripts.map(|script| format!("'{}'", integrity(script))).collect();
    let scripts = if scripts.is_empty() { "'none'".to_owned() } else { scripts.join(" ") };
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src {scripts}; base-uri 'none'; form-action 'none'"
    )
}

/// `_headers`: the policy for every page, that assets and objects, which are named by their content, never change, and
/// the type of the list of editions, whose name does not tell it.
pub(super) fn headers(policy: &str) -> String {
    format!(
        "/*\n  Content-Security-Policy: {policy}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         /editions/objects/*\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         /editions/timemap\n  Content-Type: application/link-format\n"
    )
}
