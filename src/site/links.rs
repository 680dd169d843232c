//! Links inside the site: where they lead, and which lead nowhere.

use std::collections::BTreeSet;

use ahash::AHashMap;

use super::address;
use super::plan::{METHODOLOGY, PLEDGES_A_PAGE};
use crate::check::Each;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Placed, did_you_mean, nearest};
use crate::edition::FOLDER;
use crate::inputs::{InputPath, Inputs};
use crate::parse::{Changes, FileKind};
use crate::record::{Body, Id, Pledge, Records, Target};

/// The address below the root to which a relative link on the page at `base` leads; `None` where it leaves the site.
pub fn resolve(base: &str, link: &str) -> Option<String> {
    let (mut parts, link) = match link.strip_prefix('/') {
        Some(rooted) => (Vec::new(), rooted),
        None => (base.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>(), link),
    };
    let is_folder =
        link.is_empty() || link.ends_with('/') || link.ends_with("/.") || link.ends_with("..") || link == ".";
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let path = parts.join("/");
    let path = if is_folder && !path.is_empty() { format!("{path}/") } else { path };
    Some(path.strip_suffix("index.html").map_or(path.clone(), str::to_owned))
}

/// What was found of links last, and what it rests on.
#[derive(Debug, Default)]
pub struct LinkMemory {
    addresses: BTreeSet<String>,
    drafts: BTreeSet<Id>,
    /// Links of single pledges.
    each: Each,
    /// Links to headings of other pledges, and links in what is no pledge.
    all: Vec<Diagnostic>,
    asked: bool,
}

/// Every link in a body that leads nowhere in this site. What is known of unchanged pledges stays.
pub fn broken_links(
    (records, changes): (&Records, &Changes),
    inputs: &Inputs,
    memory: &mut LinkMemory,
) -> Diagnostics {
    use FileKind::{Edition, Image, Page, People, Settings, Sources};
    let grounds = changes.touch(&[Settings, People, Sources, Page, Image, Edition]);
    let grounds = grounds || !memory.asked || changes.concern(records, |a, b| a.draft == b.draft);
    if grounds {
        memory.addresses = addresses(records, inputs);
        memory.drafts = records.pledges.iter().filter(|one| one.draft).map(|one| one.id.clone()).collect();
    }
    let LinkMemory { addresses, drafts, each, .. } = &mut *memory;
    let known = Known { addresses, drafts };
    each.put(&records.pledges, changes, grounds, |pledge| known.broken(&of_pledge(pledge)));
    if grounds || changes.rest || changes.concern(records, same_headings) {
        let pledges = records.pledges.iter().map(|pledge| (pledge.id.as_str(), &**pledge)).collect();
        let headings = bodies(records).flat_map(|shown| lost_headings(&shown, &pledges));
        let rest = others(records).chain(translations(records));
        memory.all = rest.flat_map(|shown| known.broken(&shown)).chain(headings).collect();
    }
    memory.asked = true;
    memory.each.faults().chain(&memory.all).cloned().collect()
}

/// Whether links to headings are the same: the headings of a pledge, and its own links to those of others.
fn same_headings(one: &Pledge, other: &Pledge) -> bool {
    let ids = |pledge: &Pledge| pledge.body.headings.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    let links = |pledge: &Pledge| pledge.body.links.iter().filter(|link| is_to_heading(link)).cloned().collect();
    let links: (Vec<_>, Vec<_>) = (links(one), links(other));
    one.id == other.id && links.0 == links.1 && ids(one) == ids(other)
}

fn is_to_heading(link: &Placed<Box<str>>) -> bool {
    link.value.contains('#')
        && matches!(Target::parse(&link.value), Ok(Target::Pledge(_, fragment)) if !fragment.is_empty())
}

/// Links of a body to headings that another pledge does not have.
fn lost_headings(shown: &Shown<'_>, pledges: &AHashMap<&str, &Pledge>) -> Vec<Diagnostic> {
    let links = shown.body.links.iter().filter(|link| is_to_heading(link));
    links
        .filter_map(|link| match Target::parse(&link.value).ok()? {
            Target::Pledge(id, fragment) => Some(shown.fault(link, no_heading(fragment, &pledges.get(id)?.body)?)),
            _ => None,
        })
        .collect()
}

/// A body and where it is shown.
struct Shown<'a> {
    path: &'a InputPath,
    body: &'a Body,
    on: On<'a>,
    draft: bool,
}

/// The page on which a body is shown.
#[derive(Clone, Copy)]
enum On<'a> {
    Pledge(&'a Id),
    Prose(&'a Id),
    Corrections,
    Editions,
}

impl On<'_> {
    /// Its address, also where the id is a placeholder and there is no such page.
    fn address(self) -> String {
        match self {
            Self::Pledge(id) => format!("pledges/{id}/"),
            Self::Prose(id) => format!("{id}/"),
            Self::Corrections => address::corrections().address().to_owned(),
            Self::Editions => address::editions().address().to_owned(),
        }
    }
}

impl Shown<'_> {
    fn fault(&self, link: &Placed<Box<str>>, (message, help): (String, String)) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, Place::new(self.path, link.span), message).help(help)
    }
}

fn of_pledge(pledge: &Pledge) -> Shown<'_> {
    Shown { path: &pledge.path, body: &pledge.body, on: On::Pledge(&pledge.id), draft: pledge.draft }
}

fn bodies(records: &Records) -> impl Iterator<Item = Shown<'_>> {
    records.pledges.iter().map(|pledge| of_pledge(pledge)).chain(others(records))
}

/// The bodies of what is no pledge.
fn others(records: &Records) -> impl Iterator<Item = Shown<'_>> {
    let pages = records.pages.iter().map(|page| Shown {
        path: &page.path,
        body: &page.body,
        on: On::Prose(&page.id),
        draft: false,
    });
    let corrections = records.corrections.iter().map(|one| Shown {
        path: &one.place.path,
        body: &one.body,
        on: On::Corrections,
        draft: false,
    });
    let notes =
        records.notes.iter().map(|note| Shown { path: &note.path, body: &note.body, on: On::Editions, draft: false });
    pages.chain(notes).chain(corrections)
}

/// The bodies of sidecars: each is shown below its language, from where links lead as they do from its original.
fn translations(records: &Records) -> impl Iterator<Item = Shown<'_>> {
    records.translations.iter().filter_map(|one| {
        let pledge = records.pledge_of(&one.of).map(|at| &records.pledges[at]);
        let page = || records.pages.iter().find(|page| page.path == one.of);
        let on = match pledge {
            Some(pledge) => On::Pledge(&pledge.id),
            None if one.of.starts_with(FOLDER) => On::Editions,
            None => page().map_or(On::Corrections, |page| On::Prose(&page.id)),
        };
        let draft = pledge.is_some_and(|pledge| pledge.draft);
        Some(Shown { path: &one.path, body: one.body.as_ref()?, on, draft })
    })
}

struct Known<'a> {
    addresses: &'a BTreeSet<String>,
    drafts: &'a BTreeSet<Id>,
}

impl Known<'_> {
    /// The links of a body that lead nowhere; whether another pledge has a heading is asked elsewhere.
    fn broken(&self, shown: &Shown<'_>) -> Vec<Diagnostic> {
        let links = shown.body.links.iter();
        links.filter_map(|link| Some(shown.fault(link, self.wrong(shown, link)?))).collect()
    }

    /// What is wrong with a link, and the remedy.
    fn wrong(&self, shown: &Shown<'_>, link: &Placed<Box<str>>) -> Option<(String, String)> {
        match Target::parse(&link.value).ok()? {
            Target::Fragment(fragment) => no_heading(fragment, shown.body),
            Target::Pledge(id, _) if self.drafts.contains(id) && !shown.draft => {
                let help = "publish it (`draft = false`), or take the link out";
                Some((format!("`{}` is a draft, which is not published", link.value), help.to_owned()))
            }
            Target::Outside(_) | Target::Pledge(..) => None,
            Target::Inside(path) => self.nowhere(&shown.on.address(), path),
        }
    }

    fn is_feed(&self, address: &str) -> bool {
        address.strip_suffix("feed.xml").is_some_and(|page| {
            let one = |folder: &str| page.strip_prefix(folder).is_some_and(|rest| rest.matches('/').count() == 1);
            (page.is_empty() || one("pledges/") || one("topics/")) && self.addresses.contains(page)
        })
    }

    fn nowhere(&self, base: &str, path: &str) -> Option<(String, String)> {
        let leads = resolve(base, path);
        if leads.as_ref().is_some_and(|leads| self.addresses.contains(leads) || self.is_feed(leads)) {
            return None;
        }
        let Some(leads) = leads else {
            let message = format!("`{path}` leads out of the site");
            return Some((message, "write a whole address, `https://…`, for what stands elsewhere".to_owned()));
        };
        let folder = format!("{leads}/");
        let help = if self.addresses.contains(&folder) {
            format!("pages end with a slash: `/{folder}`")
        } else {
            const COMPARED: usize = 5_000;
            match nearest(&leads, self.addresses.iter().take(COMPARED).map(String::as_str)) {
                Some(near) => format!("did you mean `/{near}`?"),
                None => "a pledge is linked as `@its-id`, a page by its address: `/about/`".to_owned(),
            }
        };
        Some((format!("there is no page `/{leads}`"), help))
    }
}

fn no_heading(fragment: &str, body: &Body) -> Option<(String, String)> {
    let ids = || body.headings.iter().map(|heading| &*heading.id);
    if fragment.is_empty() || ids().any(|id| id == fragment) {
        return None;
    }
    Some((format!("there is no heading `#{fragment}`"), did_you_mean(fragment, ids())))
}

/// The address of every page that records give rise to.
fn addresses(records: &Records, inputs: &Inputs) -> BTreeSet<String> {
    let mut addresses: Vec<String> = [
        address::front(),
        address::pledges(1),
        address::topics(),
        address::statuses(),
        address::concerns(),
        address::people(),
        address::sources(),
        address::deadlines(),
        address::methodology(),
        address::corrections(),
        address::editions(),
        address::calendar(),
        address::sitemap(),
        address::robots(),
    ]
    .iter()
    .map(|path| path.address().to_owned())
    .collect();
    let mut add = |folder: &str, ids: &mut dyn Iterator<Item = &Id>| {
        addresses.extend(ids.map(|id| format!("{folder}{id}/")));
    };
    add("pledges/", &mut records.pledges.iter().filter(|pledge| !pledge.draft).map(|pledge| &pledge.id));
    add("people/", &mut records.people.iter().map(|person| &person.id));
    add("", &mut records.pages.iter().map(|page| &page.id).filter(|id| id.as_str() != METHODOLOGY));
    if let Some(settings) = &records.settings {
        add("topics/", &mut settings.topics.iter().map(|topic| &topic.id.value));
        add("statuses/", &mut settings.statuses.iter().map(|status| &status.id.value));
        add("concerns/", &mut settings.concerns.iter().map(|concern| &concern.id.value));
    }
    let images = inputs.below("content/images/").filter_map(|(_, path, _)| address::content(path));
    let public = records.sources.iter().filter(|source| source.public).filter_map(|source| source.file.as_ref());
    let copies = public.filter_map(|file| address::content(&format!("content/{}", file.value)));
    let shown = records.pledges.iter().filter(|pledge| !pledge.draft).count();
    let lists = (2..=shown.div_ceil(PLEDGES_A_PAGE)).map(address::pledges);
    let sealed = inputs.paths_below(FOLDER).filter(|path| path.ends_with(".manifest")).count();
    let editions = (1..=u32::try_from(sealed).unwrap_or(u32::MAX)).map(address::edition);
    addresses.extend(images.chain(copies).chain(lists).chain(editions).map(|path| path.address().to_owned()));
    addresses.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_resolve_from_their_page() {
        let from = |link| resolve("pledges/x/", link);
        assert_eq!(from("../../topics/a/").as_deref(), Some("topics/a/"));
        assert_eq!(from("/about/").as_deref(), Some("about/"));
        assert_eq!(from("/").as_deref(), Some(""));
        assert_eq!(from("../y").as_deref(), Some("pledges/y"));
        assert_eq!(from("../../about/index.html").as_deref(), Some("about/"));
        assert_eq!(from("../../../etc/passwd"), None);
    }
}
