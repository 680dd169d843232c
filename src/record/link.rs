//! Where a link leads, and which links are safe to show.

/// What a link in a text points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// Another host, a mail address or a telephone number: shown as written.
    Outside(&'a str),
    /// `@id`: a pledge of this site, with a fragment or nothing after it.
    Pledge(&'a str, &'a str),
    /// `#id`: a place on the same page.
    Fragment(&'a str),
    /// A path in this site, with its query and fragment cut off.
    Inside(&'a str),
}

/// Why a link is not shown as a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetFault {
    /// What is wrong with it, to stand after the quoted link.
    pub reason: &'static str,
    /// What to write instead.
    pub help: &'static str,
}

const fn fault<T>(reason: &'static str, help: &'static str) -> Result<T, TargetFault> {
    Err(TargetFault { reason, help })
}

impl<'a> Target<'a> {
    /// Reads the target of a link in a text: http, https, mailto, tel, `@pledge`, `#fragment` or a relative path.
    pub fn parse(link: &'a str) -> Result<Self, TargetFault> {
        if has_gaps(link) {
            return fault("has a space or an invisible character in it", "write it without; a space is `%20`");
        }
        if link.contains('\\') {
            return fault("has a backslash in it", "browsers read `\\` as `/`: write `/`");
        }
        if link.starts_with("//") {
            return fault("leads to another host without saying how", "write `https:` before it");
        }
        if let Some(pledge) = link.strip_prefix('@') {
            let (id, fragment) = pledge.split_once('#').unwrap_or((pledge, ""));
            return Ok(Self::Pledge(id, fragment));
        }
        if let Some(fragment) = link.strip_prefix('#') {
            return Ok(Self::Fragment(fragment));
        }
        match scheme(link) {
            None => Ok(Self::Inside(link.split(['?', '#']).next().unwrap_or(link))),
            Some(scheme) => Self::outside(scheme, link),
        }
    }

    fn outside(scheme: &str, link: &'a str) -> Result<Self, TargetFault> {
        let is = |names: [&str; 2]| names.iter().any(|name| scheme.eq_ignore_ascii_case(name));
        if is(["http", "https"]) {
            return web_fault(link).map_or(Ok(Self::Outside(link)), Err);
        }
        if is(["mailto", "tel"]) {
            return Ok(Self::Outside(link));
        }
        let help = "links may be http, https, mailto, tel, relative, `#fragment` or `@pledge-id`";
        fault("has a scheme that is not linked to", help)
    }
}

/// Whether a link has a space or an invisible character in it.
fn has_gaps(link: &str) -> bool {
    let is_gap = |c: char| c.is_control() || c.is_whitespace() || super::invisible::is(c);
    !link.bytes().all(|byte| byte.is_ascii_graphic()) && link.chars().any(is_gap)
}

/// The scheme of a link: what stands before the first `:`, unless a `/`, `?` or `#` comes first (RFC 3986, 4.2).
fn scheme(link: &str) -> Option<&str> {
    let end = link.find([':', '/', '?', '#'])?;
    link[end..].starts_with(':').then_some(&link[..end])
}

/// What is wrong with an address on the web: not http or https, no host, a user name, or a host that is not plain
/// ASCII and so may look like another.
pub fn web_fault(url: &str) -> Option<TargetFault> {
    let whole = "write a whole address, `https://example.org/…`";
    let after = |scheme: &str| {
        let (begin, rest) = url.split_at_checked(scheme.len())?;
        begin.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let Some(rest) = after("https://").or_else(|| after("http://")) else {
        return fault::<()>("is not an address on the web", whole).err();
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
    let verdict = if host.contains('@') {
        fault::<()>("has a user name before the host", "take out what stands before `@`")
    } else if name.is_empty() {
        fault("names no host", whole)
    } else if !host.chars().all(plain) {
        fault("has a host that may look like another", "write the host in ASCII (its `xn--` form)")
    } else if has_gaps(url) || url.contains('\\') {
        fault("has a space or an invisible character in it", "write it without; a space is `%20`")
    } else {
        return None;
    };
    verdict.err()
}
