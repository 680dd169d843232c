//! Reads the editions of a published site over the network.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rayon::prelude::*;
use ureq::http::{Response, Uri, header, uri};
use ureq::{Agent, Body};

use super::{WorldError, http};
use crate::edition::{Digest, Layout, Manifest, TIMEMAP, listed};
use crate::inputs::{InputPath, Inputs, size_limit};

/// How many files are asked for at once.
const AT_ONCE: usize = 8;
/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take until a server is reached.
const CONNECTING: Duration = Duration::from_secs(10);
/// How often a server may send us elsewhere for one file.
const REDIRECTS: usize = 5;
/// Bytes of all files together.
const TOTAL: u64 = 1024 * 1024 * 1024;
/// The most editions that are looked for.
const EDITIONS: u32 = 9999;

/// The files of all editions of a site.
pub fn editions(url: &str) -> Result<Inputs, WorldError> {
    let failed = |reason: String| WorldError::refused("fetch", Path::new(url), reason);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build();
    let threads = threads.map_err(|error| failed(error.to_string()))?;
    let remote = Remote::at(url)?;
    threads.install(|| remote.editions())
}

/// A published site, as it is asked.
struct Remote {
    agent: Agent,
    base: Uri,
    fetched: AtomicU64,
}

/// A file that was asked for: its path, and its bytes if it is there.
type Fetched = (InputPath, Option<Vec<u8>>);

impl Remote {
    fn at(url: &str) -> Result<Self, WorldError> {
        let address = url.split(['?', '#']).next().unwrap_or_default();
        let slash = if address.ends_with('/') { "" } else { "/" };
        let base: Result<Uri, _> = format!("{address}{slash}").parse();
        let base = base.ok().filter(|base| base.host().is_some());
        let base = base.ok_or_else(|| {
            WorldError::refused("fetch", Path::new(url), "it is no address: write it as `https://example.org/`")
        })?;
        let config = http::config().max_redirects(0).timeout_global(Some(PATIENCE)).timeout_connect(Some(CONNECTING));
        Ok(Self { agent: config.build().into(), base, fetched: AtomicU64::new(0) })
    }

    fn editions(&self) -> Result<Inputs, WorldError> {
        let mut inputs = Inputs::default();
        let (_, timemap) = self.get(TIMEMAP, Page::IsMeant)?;
        let last = timemap.as_deref().and_then(|bytes| listed(bytes).last().copied()).unwrap_or(0).min(EDITIONS);
        if let Some(bytes) = timemap {
            inputs.insert(TIMEMAP, bytes);
        }
        let paths = (1..=last).map(|number| Layout::Site.manifest(number)).collect();
        let mut manifests = self.all(paths, Page::IsMeant)?;
        manifests.extend(self.beyond(last)?);
        let numbers = manifests.iter().zip(1..).filter(|((_, bytes), _)| bytes.is_some()).map(|(_, number)| number);
        let signatures = numbers.map(|number| Layout::Site.signature(number)).collect();
        let objects = objects(manifests.iter().filter_map(|(_, bytes)| bytes.as_deref()));
        let signatures = self.all(signatures, Page::MeansNothing)?;
        let objects = self.all(objects, Page::IsMeant)?;
        for (path, bytes) in manifests.into_iter().chain(signatures).chain(objects) {
            if let Some(bytes) = bytes {
                inputs.insert(path, bytes);
            }
        }
        Ok(inputs)
    }

    /// Manifests after the last that is listed, up to the first that is not there.
    fn beyond(&self, last: u32) -> Result<Vec<Fetched>, WorldError> {
        let mut found = Vec::new();
        for number in last + 1..=EDITIONS + 1 {
            let one = self.get(&Layout::Site.manifest(number), Page::MeansNothing)?;
            if one.1.is_none() {
                break;
            }
            found.push(one);
        }
        Ok(found)
    }

    /// Several files at once, in the order in which they were asked for.
    fn all(&self, paths: Vec<String>, page: Page) -> Result<Vec<Fetched>, WorldError> {
        paths.into_par_iter().map(|path| self.get(&path, page)).collect()
    }

    fn get(&self, path: &str, page: Page) -> Result<Fetched, WorldError> {
        let address = format!("{}{path}", self.base);
        let failed = |reason: String| WorldError::refused("fetch", Path::new(&address), reason);
        let mut response = self.answer(&address).map_err(failed)?;
        let status = response.status().as_u16();
        if matches!(status, 404 | 410) || (page == Page::MeansNothing && is_page(&response)) {
            return Ok((path.into(), None));
        }
        if status != 200 {
            return Err(failed(format!("the server answered {}", response.status())));
        }
        let read = response.body_mut().with_config().limit(size_limit(path)).read_to_vec();
        let bytes = read.map_err(|error| failed(error.to_string()))?;
        let total = self.fetched.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if total > TOTAL {
            return Err(failed(format!("the editions have more than {TOTAL} bytes: verify a copy in a folder")));
        }
        Ok((path.into(), Some(bytes)))
    }

    /// The answer for an address, after redirects within the same host.
    fn answer(&self, address: &str) -> Result<Response<Body>, String> {
        let mut at: Uri = address.parse().map_err(|_| "it is no address".to_owned())?;
        for _ in 0..=REDIRECTS {
            let response = self.agent.get(&at).call().map_err(|error| error.to_string())?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            let location = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
            let location = location.ok_or("the server redirects to nowhere")?;
            let to = resolved(&at, location).filter(|to| is_same_host(&at, to));
            at = to.ok_or_else(|| {
                format!("the server redirects to `{location}`: if that is right, verify that address")
            })?;
        }
        Err("the server redirects in a circle".to_owned())
    }
}

/// What a page of HTML means in answer to a path: many servers send one for whatever is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    IsMeant,
    MeansNothing,
}

fn is_page(response: &Response<Body>) -> bool {
    response.body().mime_type().is_some_and(|mime| mime.eq_ignore_ascii_case("text/html"))
}

/// The paths of all objects that manifests need: what they list, and their own copies.
fn objects<'a>(manifests: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    let mut digests = BTreeSet::new();
    for bytes in manifests {
        digests.insert(Digest::of(bytes));
        digests.extend(Manifest::parse(bytes).iter().flat_map(|manifest| manifest.files.values().copied()));
    }
    digests.iter().map(|digest| Layout::Site.object(digest)).collect()
}

/// Where a redirect leads: a whole address, or a path from the root.
fn resolved(from: &Uri, location: &str) -> Option<Uri> {
    if !location.starts_with('/') || location.starts_with("//") {
        return location.parse().ok().filter(|to: &Uri| to.host().is_some() && to.scheme().is_some());
    }
    let mut parts = from.clone().into_parts();
    parts.path_and_query = Some(location.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// Whether a redirect stays with whom we asked: the same host, and never from https back to http.
fn is_same_host(from: &Uri, to: &Uri) -> bool {
    let same_host = from.host().zip(to.host()).is_some_and(|(from, to)| from.eq_ignore_ascii_case(to));
    let same_scheme = from.scheme() == to.scheme() && from.port_u16() == to.port_u16();
    let secured = from.scheme() == Some(&uri::Scheme::HTTP) && to.scheme() == Some(&uri::Scheme::HTTPS);
    same_host && (same_scheme || secured)
}
