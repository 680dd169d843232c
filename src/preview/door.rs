//! Who may ask for what. A preview must not be read by other sites that the editor has open, nor through names that lead
//! back to this machine. Never: what to answer to those who may.

use std::net::IpAddr;

use crate::site::SitePath;

/// A request, as it was sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask<'a> {
    /// The method.
    pub method: &'a str,
    /// The target, byte for byte.
    pub target: &'a str,
    /// `Host`; empty where there is none or more than one.
    pub host: &'a str,
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub site: Option<&'a str>,
    /// `Sec-Fetch-Mode`.
    pub mode: Option<&'a str>,
    /// `Sec-Fetch-Dest`.
    pub dest: Option<&'a str>,
    /// Whether it brings a body.
    pub has_body: bool,
}

/// A refusal: the status, and a sentence.
pub type Refused = (u16, &'static str);

/// Who is let in.
pub struct Door {
    /// The names of this machine that a request may use.
    pub hosts: Vec<String>,
    /// Whether any address, though no name, may be used: where the server listens on all of them.
    pub any_address: bool,
    /// What the stream of events asks for: only pages that this process served know it.
    pub token: String,
}

/// Where the events are: no page can stand there, since no id has a single hyphen.
pub(super) const EVENTS: &str = "/-/events";

impl Door {
    /// Why a request is refused, if it is.
    pub fn refusal(&self, ask: &Ask<'_>) -> Option<Refused> {
        if !self.knows(ask.host) {
            return Some((403, "this preview answers to the names of this machine alone"));
        }
        if ask.origin.is_some_and(|origin| origin.strip_prefix("http://") != Some(ask.host)) {
            return Some((403, "this preview does not answer to other sites"));
        }
        let own = ask.site.is_none_or(|site| site == "same-origin" || site == "none");
        let visit = ask.mode == Some("navigate") && ask.dest == Some("document");
        if !own && (!visit || is_events(ask.target)) {
            return Some((403, "this preview does not answer to other sites"));
        }
        if ask.method != "GET" && ask.method != "HEAD" {
            return Some((405, "a preview can be read, and nothing else"));
        }
        ask.has_body.then_some((400, "a preview takes no body"))
    }

    /// Whether a `Host` names this machine.
    fn knows(&self, host: &str) -> bool {
        let Some(name) = name_of(host) else { return false };
        let is_address = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        self.hosts.contains(&name) || (self.any_address && is_address)
    }

    /// Whether a token is this process's: as long for a near guess as for a far one.
    pub fn is_token(&self, given: &str) -> bool {
        let (own, given) = (self.token.as_bytes(), given.as_bytes());
        let differing = own.iter().zip(given).fold(0, |sum, (own, given)| sum | (own ^ given));
        own.len() == given.len() && differing == 0
    }
}

/// The name in a `Host`, in lower case; `None` where it has no form of one.
fn name_of(host: &str) -> Option<String> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(end);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)).then(|| name.to_ascii_lowercase())
}

pub(super) fn is_events(target: &str) -> bool {
    target.split('?').next() == Some(EVENTS)
}

/// The path that a target asks for, decoded once, part by part; `None` where it is not sound.
pub(super) fn parts(target: &str) -> Option<Vec<String>> {
    let path = target.split('?').next()?;
    let sound = |byte: u8| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#';
    if !path.bytes().all(sound) {
        return None;
    }
    path.strip_prefix('/')?.split('/').map(decoded).collect()
}

/// A text with its `%41` read; `None` where one is cut off, or what they give is not text.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}

/// The file of the site that a path below its root means: a folder's page where it ends with a slash.
pub(super) fn site_path(parts: &[String]) -> Option<SitePath> {
    let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if let Some(last @ &mut "") = parts.last_mut() {
        *last = "index.html";
    }
    SitePath::new(parts)
}
