//! The script that the preview adds to the copy of a page that it serves, and the leave for it in that page's own policy.
//! All other bytes stay as the build has them. Never: a page's content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The script of one process.
pub struct Script {
    code: String,
    /// How a policy names it.
    source: String,
    token: String,
    editor: String,
}

impl Script {
    /// The script of the process with this token. `editor` is the address that opens a file, with `{path}`, `{line}` and
    /// `{column}` in it.
    pub fn new(token: &str, root: &str, editor: &str) -> Self {
        let code = concat!(include_str!("idiomorph/idiomorph.min.js"), "\n", include_str!("client.js")).to_owned();
        let source = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(&code)));
        let root: String = root.split('/').map(encoded).collect::<Vec<_>>().join("/");
        let editor = editor.replace("{path}", &format!("{root}/{{path}}"));
        Self { code, source, token: token.to_owned(), editor }
    }
}

/// A part of an address.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A page with the script in it. `has` names its content, `state` says what it is.
pub(super) fn dressed(page: &[u8], script: &Script, has: &str, state: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(page) else { return page.to_vec() };
    let at = place(text);
    let editor = script.editor.replace('&', "&amp;").replace('"', "&quot;");
    let element = format!(
        "<script data-pledgecard=\"{}\" data-has=\"{has}\" data-state=\"{state}\" data-editor=\"{editor}\">{}</script>",
        script.token, script.code
    );
    format!("{}{element}{}", permitted(&text[..at], &script.source), permitted(&text[at..], &script.source))
        .into_bytes()
}

/// Where the script goes: the end of the head, else of the body, else of the page.
fn place(text: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    lower.find("</head>").or_else(|| lower.rfind("</body>")).unwrap_or(text.len())
}

/// A text in which every policy in a `meta` lets the script run, and fetch from this server.
fn permitted(text: &str, source: &str) -> String {
    const EQUIV: &str = "http-equiv=\"content-security-policy\" content=\"";
    let lower = text.to_ascii_lowercase();
    let (mut done, mut at) = (String::new(), 0);
    while let Some(found) = lower[at..].find(EQUIV) {
        let start = at + found + EQUIV.len();
        let end = lower[start..].find('"').map_or(text.len(), |length| start + length);
        done.push_str(&text[at..start]);
        done.push_str(&with(&with(&text[start..end], "script-src", source), "connect-src", "'self'"));
        at = end;
    }
    done + &text[at..]
}

/// A policy in which a directive allows one source more.
fn with(policy: &str, directive: &str, source: &str) -> String {
    let mut seen = false;
    let mut directives: Vec<String> = Vec::new();
    for one in policy.split(';') {
        let mut words = one.split_ascii_whitespace();
        let is_it = words.next().is_some_and(|name| name.eq_ignore_ascii_case(directive));
        if is_it && !seen {
            let sources: Vec<&str> = words.filter(|word| *word != "'none'").chain([source]).collect();
            directives.push(format!(" {directive} {}", sources.join(" ")));
            seen = true;
        } else {
            directives.push(one.to_owned());
        }
    }
    if !seen {
        directives.push(format!(" {directive} {source}"));
    }
    directives.join(";").trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_lets_the_script_run_and_nothing_else() {
        assert_eq!(
            with("default-src 'none'; img-src 'self'", "script-src", "'x'"),
            "default-src 'none'; img-src 'self'; script-src 'x'"
        );
        assert_eq!(with("script-src 'none'; img-src *", "script-src", "'x'"), "script-src 'x'; img-src *");
        assert_eq!(with("Script-Src 'sha256-a'", "script-src", "'x'"), "script-src 'sha256-a' 'x'");
    }
}
