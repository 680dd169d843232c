//! What a page in a browser is told after a compilation: whether it is still current, and what is wrong.

use serde::Serialize;

use super::{Shown, State, answer, door, hash, nearest, render};
use crate::diagnostic::{Diagnostic, Diagnostics, quoted};

/// What is told.
#[derive(Debug, Serialize)]
struct News<'a> {
    /// `current`, `changed` or `gone`.
    page: &'static str,
    /// What the page's content is named now.
    has: String,
    /// Where it may have gone.
    nearest: Vec<String>,
    #[serde(flatten)]
    state: &'a State,
}

/// What to tell a browser that shows the page at `path` and has the content named `has`, as JSON in one line; and the
/// name of the content that it will have.
pub fn news(shown: &Shown, path: &str, has: &str) -> (String, String) {
    let mut state = shown.state.clone();
    let now = content(shown, path);
    let (page, now) = match now {
        Content::Is(now) if now == has => ("current", now),
        Content::Is(now) => ("changed", now),
        Content::Gone if has.is_empty() => ("current", String::new()),
        Content::Gone => ("gone", String::new()),
        // The page that the browser has is the last good one.
        Content::Fails(faults) => {
            // The trial of the theme may have told of them.
            let told = |one: &Diagnostic| {
                let mut trial = shown.trial.iter();
                trial.any(|other| (&other.place, &other.message) == (&one.place, &one.message))
            };
            let more: Vec<&Diagnostic> = faults.iter().filter(|one| !told(one)).collect();
            state.errors += more.len();
            state.faults.extend(quoted(more.into_iter(), &shown.inputs));
            ("current", has.to_owned())
        }
        Content::Unknown => ("current", has.to_owned()),
    };
    let near = if page == "gone" { nearest(shown, path.trim_start_matches('/')) } else { Vec::new() };
    let news = News { page, has: now.clone(), nearest: near, state: &state };
    (serde_json::to_string(&news).expect("news is made of texts and numbers"), now)
}

/// What stands at a path now.
enum Content {
    Is(String),
    Gone,
    Fails(Diagnostics),
    /// Nothing was ever built.
    Unknown,
}

fn content(shown: &Shown, path: &str) -> Content {
    if shown.publication.is_none() {
        return Content::Unknown;
    }
    let parts = door::parts(path).unwrap_or_default();
    let base = shown.base();
    if parts == [""] && base != "/" {
        // The notice at the host's root, where no page is: it leads to the site as soon as there is one.
        return Content::Is("moved".to_owned());
    }
    let path = answer::inside(&base, &parts).and_then(door::site_path);
    let Some((path, (publication, page))) = path.and_then(|path| Some((path.clone(), shown.find(&path)?))) else {
        return Content::Gone;
    };
    match render(publication, &path, page) {
        Ok(bytes) => Content::Is(hash(&bytes)),
        Err(faults) => {
            shown.note_failure();
            Content::Fails(faults)
        }
    }
}
