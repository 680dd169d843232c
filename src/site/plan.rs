//! Which pages there are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Files, Offered, Page, Site, SitePath, address, editions};
use crate::edition::Editions;
use crate::record::Id;
use crate::render::Theme;
use crate::scorecard::Scorecard;

/// Pledges on one page of the list of all.
pub(crate) const PLEDGES_A_PAGE: usize = 500;

/// The pledges, of so many, that stand on a page of the list of all; pages are numbered from 1.
pub(crate) fn pledges_on(number: usize, count: usize) -> Range<usize> {
    let first = (number - 1) * PLEDGES_A_PAGE;
    first..count.min(first + PLEDGES_A_PAGE)
}

/// Addresses in one sitemap. Source: sitemaps.org, "Using Sitemap index files".
const ADDRESSES_A_SITEMAP: usize = 50_000;
/// The slug whose prose stands on the generated page of the method.
pub(crate) const METHODOLOGY: &str = "methodology";

/// The plan that was made last, and what it was made of.
#[derive(Default)]
pub struct PlanMemory(Option<Planned>);

struct Planned {
    site: Site,
    theme: Arc<Theme>,
    files: Arc<Files>,
}

/// What a site is planned of.
pub struct Planning<'a> {
    /// The scorecard at its root.
    pub scorecard: Arc<Scorecard>,
    /// The sealed editions.
    pub editions: Arc<Editions>,
    /// The number of the edition at the root; `None` where that is a draft.
    pub shown: Option<u32>,
    /// The theme.
    pub theme: &'a Arc<Theme>,
    /// The files of the scorecard at the root.
    pub files: &'a Arc<Files>,
}

/// Plans the site of a scorecard, with the page kinds for which the theme has a template. A plan looks at which records
/// there are and in which order, never at what a pledge says: it is kept while those are the same.
pub fn plan(planning: Planning<'_>, memory: &mut PlanMemory) -> Site {
    let Planning { scorecard, editions, shown, theme, files } = planning;
    let last = memory.0.take().filter(|last| {
        last.site.scorecard.is_laid_out_like(&scorecard)
            && Arc::ptr_eq(&last.site.editions, &editions)
            && Arc::ptr_eq(&last.theme, theme)
            && Arc::ptr_eq(&last.files, files)
    });
    let pages =
        last.map_or_else(|| Arc::new(pages(&scorecard, &editions, theme.offered(), files)), |last| last.site.pages);
    let site = Site { scorecard, editions, shown, pages };
    memory.0 = Some(Planned { site: site.clone(), theme: theme.clone(), files: files.clone() });
    site
}

fn pages(card: &Scorecard, editions: &Editions, offered: &Offered, files: &Files) -> BTreeMap<SitePath, Page> {
    let has_template = |page: &Page| page.template().is_some_and(|template| offered.templates.contains(template));
    let mut pages: BTreeMap<SitePath, Page> =
        shown(card).into_iter().filter(|(_, page)| has_template(page)).collect();
    let fed = pages.iter().filter(|(_, page)| page.template().is_some_and(|name| offered.feeds.contains(name)));
    let mut feeds: BTreeMap<_, _> =
        fed.filter_map(|(path, page)| Some((address::feed(path), Page::Feed(page.feed()?)))).collect();
    // A theme that shows no list of editions shows no edition.
    let (followed, old) = if has_template(&Page::Editions) {
        (editions::followed(editions), editions::old(card, editions))
    } else {
        (Vec::new(), Vec::new())
    };
    pages.extend(followed.into_iter().filter(|(_, page)| has_template(page)));
    let addresses = pages.iter().filter(|(_, page)| !matches!(page, Page::NotFound));
    let addresses = addresses.map(|(path, _)| path.address().to_owned()).collect();
    let others = &card.settings.site.spoken()[1..];
    let sitemaps = sitemaps(addresses, others.len() + 1);
    // Both are in order: put together at once, not one by one.
    pages.append(&mut feeds);
    if offered.calendar && card.has_deadlines() {
        pages.insert(address::calendar(), Page::Calendar);
    }
    for (path, page) in old.into_iter().filter(|(_, page)| has_template(page)) {
        // Who follows a pledge goes on following it where it is renamed.
        if let Some(feed) = page.feed().filter(|_| offered.feeds.contains("pledge.html")) {
            pages.entry(address::feed(&path)).or_insert(Page::Feed(feed));
        }
        pages.entry(path).or_insert(page);
    }
    let translated = others.iter().flat_map(|language| {
        pages.iter().map(move |(path, page)| (address::translated(path, language), page.clone()))
    });
    let mut translated: BTreeMap<_, _> = translated.collect();
    pages.append(&mut translated);
    pages.extend(sitemaps);
    pages.insert(address::robots(), Page::Robots);
    pages.insert(address::headers(), Page::Headers);
    pages.extend(editions::files(editions));
    let files = files.iter().filter_map(|(input, bytes)| Some((address::content(input)?, bytes)));
    let assets = offered.assets.iter().map(|(path, bytes)| (path.clone(), bytes));
    pages.extend(files.chain(assets).map(|(path, bytes)| (path, Page::File(bytes.clone()))));
    pages
}

fn shown(card: &Scorecard) -> Vec<(SitePath, Page)> {
    let mut pages = vec![
        (address::front(), Page::Front),
        (address::topics(), Page::Topics),
        (address::statuses(), Page::Statuses),
        (address::people(), Page::People),
        (address::sources(), Page::Sources),
        (address::deadlines(), Page::Deadlines),
        (address::methodology(), Page::Methodology),
        (address::corrections(), Page::Corrections),
        (address::concerns(), Page::Concerns),
        (address::not_found(), Page::NotFound),
    ];
    let lists = card.pledges.len().div_ceil(PLEDGES_A_PAGE).max(1);
    pages.extend((1..=lists).map(|number| (address::pledges(number), Page::Pledges(number))));
    let settings = &card.settings;
    let pledges = card.pledges.iter().map(|standing| &standing.pledge.id);
    pages.extend(each(pledges, address::pledge, Page::Pledge));
    pages.extend(each(settings.topics.iter().map(|one| &one.id.value), address::topic, Page::Topic));
    pages.extend(each(settings.statuses.iter().map(|one| &one.id.value), address::status, Page::Status));
    pages.extend(each(settings.concerns.iter().map(|one| &one.id.value), address::concern, Page::Concern));
    pages.extend(each(card.people.iter().map(|one| &one.id), address::person, Page::Person));
    let prose = each(card.pages.iter().map(|one| &one.id), address::prose, Page::Prose);
    pages.extend(prose.filter(|(path, _)| *path != address::methodology()));
    pages
}

fn each<'a>(
    ids: impl Iterator<Item = &'a Id>,
    path: impl Fn(&Id) -> SitePath,
    page: impl Fn(usize) -> Page,
) -> impl Iterator<Item = (SitePath, Page)> {
    ids.enumerate().map(move |(at, id)| (path(id), page(at)))
}

fn sitemaps(addresses: Vec<String>, languages: usize) -> Vec<(SitePath, Page)> {
    let most = ADDRESSES_A_SITEMAP / languages;
    if addresses.len() <= most {
        return vec![(address::sitemap(), Page::Sitemap(addresses))];
    }
    let parts = addresses.chunks(most).enumerate();
    let mut pages: Vec<(SitePath, Page)> =
        parts.map(|(at, part)| (address::sitemap_part(at + 1), Page::Sitemap(part.to_vec()))).collect();
    let index = pages.iter().map(|(path, _)| path.address().to_owned()).collect();
    pages.push((address::sitemap(), Page::SitemapIndex(index)));
    pages
}
