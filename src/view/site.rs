//! The publication, its vocabulary and its people.

use serde::Serialize;

use super::{Audience, DateView};
use crate::record::{CountsAs, Id, Language, Mark, Person, PersonKind, Source, SourceKind, Status, Tone};
use crate::scorecard::{Share, Tally};
use crate::site::address;

/// `site`: what every page shows.
#[derive(Debug, Serialize)]
pub struct SiteView<'a> {
    /// The title.
    pub title: &'a str,
    /// What it is, in a sentence.
    pub description: &'a str,
    /// Absolute, with a `/` at the end.
    pub base_url: &'a str,
    /// The default language.
    pub language: &'a Language,
    /// Who publishes.
    pub publisher: Option<PublisherView<'a>>,
    /// Under which licence.
    pub licence: Option<LicenceView<'a>>,
    /// Whose pledges these are.
    pub subject: SubjectView<'a>,
    /// The day on which the scorecard judges.
    pub as_of: DateView,
    /// The editors' pages that stand in the menu.
    pub menu: Vec<MenuEntry<'a>>,
    /// How many pledges are shown.
    pub pledges: usize,
    /// The program and its version.
    pub generator: &'static str,
}

/// `site.publisher`.
#[derive(Debug, Serialize)]
pub struct PublisherView<'a> {
    /// The name.
    pub name: &'a str,
    /// Their page.
    pub url: Option<&'a str>,
    /// Their mail address.
    pub email: Option<&'a str>,
}

/// `site.licence`.
#[derive(Debug, Serialize)]
pub struct LicenceView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub url: Option<&'a str>,
}

/// `site.subject`.
#[derive(Debug, Serialize)]
pub struct SubjectView<'a> {
    /// Who promised.
    pub person: PersonView<'a>,
    /// Their office.
    pub office: Option<&'a str>,
    /// The first day of their term.
    pub start: Option<DateView>,
    /// The last day of their term.
    pub end: Option<DateView>,
}

/// An entry of `site.menu`.
#[derive(Debug, Serialize)]
pub struct MenuEntry<'a> {
    /// The page's title.
    pub title: &'a str,
    /// Its address.
    pub path: String,
}

/// A step of the way to a page.
#[derive(Debug, Serialize)]
pub struct Crumb<'a> {
    /// The title of the page there.
    pub title: &'a str,
    /// Its address.
    pub path: String,
}

/// Something with a name and a page.
#[derive(Debug, Serialize)]
pub struct Named<'a> {
    /// The id.
    pub id: String,
    /// The name.
    pub label: &'a str,
    /// The page's address.
    pub path: String,
}

impl<'a> Named<'a> {
    pub(super) fn new(id: &Id, label: &'a str, path: &str) -> Self {
        Self { id: id.to_string(), label, path: path.to_owned() }
    }
}

/// A status of the vocabulary.
#[derive(Debug, Serialize)]
pub struct StatusView<'a> {
    /// The id.
    pub id: &'a str,
    /// The word that readers see.
    pub label: &'a str,
    /// What it means.
    pub meaning: &'a str,
    /// `kept`, `partly`, `broken`, `open` or `unrated`.
    pub counts_as: CountsAs,
    /// Whether a pledge stays there.
    pub r#final: bool,
    /// Its shape.
    pub mark: Mark,
    /// Its colour.
    pub tone: Tone,
    /// Its page's address.
    pub path: String,
}

impl<'a> StatusView<'a> {
    pub(super) fn new(audience: Audience<'a>, status: &'a Status) -> Self {
        Self {
            id: status.id.value.as_str(),
            label: audience.text(&status.label),
            meaning: audience.text(&status.meaning),
            counts_as: status.counts_as,
            r#final: status.r#final,
            mark: status.mark,
            tone: status.tone,
            path: address::status(&status.id.value).address().to_owned(),
        }
    }
}

/// A person or body.
#[derive(Debug, Serialize)]
pub struct PersonView<'a> {
    /// The id.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// `person` or `body`.
    pub kind: PersonKind,
    /// What they do.
    pub role: Option<&'a str>,
    /// For whom.
    pub affiliation: Option<&'a str>,
    /// Declared interests.
    pub interests: Option<&'a str>,
    /// Their own page.
    pub url: Option<&'a str>,
    /// Their page here.
    pub path: String,
}

impl<'a> PersonView<'a> {
    pub(super) fn new(audience: Audience<'a>, person: &'a Person) -> Self {
        Self {
            id: person.id.as_str(),
            name: audience.text(&person.name),
            kind: person.kind,
            role: audience.optional(person.role.as_ref()),
            affiliation: audience.optional(person.affiliation.as_ref()),
            interests: audience.optional(person.interests.as_ref()),
            url: person.url.as_deref(),
            path: address::person(&person.id).address().to_owned(),
        }
    }
}

/// A source.
#[derive(Debug, Serialize)]
pub struct SourceView<'a> {
    /// The id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<&'a str>,
    /// Where it stands.
    pub url: Option<&'a str>,
    /// A public copy.
    pub archive: Option<&'a str>,
    /// The address of a copy on this site, where it may be published.
    pub copy: Option<String>,
    /// When it was published.
    pub published: Option<DateView>,
    /// When it was read.
    pub accessed: Option<DateView>,
    /// The language it is in, where that is not the page's.
    pub language: Option<&'a Language>,
    /// What kind of source it is.
    pub kind: Option<SourceKind>,
    /// Its entry on the page of all sources.
    pub path: String,
}

impl<'a> SourceView<'a> {
    pub(super) fn new(audience: Audience<'a>, source: &'a Source) -> Self {
        let copy = source.file.as_ref().filter(|_| source.public);
        let copy = copy.and_then(|file| address::content(&format!("content/{}", file.value)));
        Self {
            id: source.id.as_str(),
            title: audience.text(&source.title),
            publisher: audience.optional(source.publisher.as_ref()),
            author: audience.optional(source.author.as_ref()),
            url: source.url.as_deref(),
            archive: source.archive.as_deref(),
            copy: copy.map(|path| path.address().to_owned()),
            published: source.published.map(|date| audience.date(date.value)),
            accessed: source.accessed.map(|date| audience.date(date.value)),
            language: source.language.as_ref().filter(|language| *language != audience.language),
            kind: source.kind,
            path: address::source(&source.id),
        }
    }
}

/// A tally.
#[derive(Debug, Serialize)]
pub struct TallyView<'a> {
    /// Pledges counted.
    pub total: usize,
    /// Every status with its count, in the order of the vocabulary; those with none too.
    pub statuses: Vec<TallyEntry<'a>>,
    /// Pledges judged: kept, partly, broken or open.
    pub judged: usize,
    /// Pledges kept.
    pub kept: usize,
    /// Of those, the late ones.
    pub kept_late: usize,
    /// Pledges partly kept.
    pub partly: usize,
    /// Pledges broken.
    pub broken: usize,
    /// Pledges open.
    pub open: usize,
    /// Open pledges past their deadline.
    pub overdue: usize,
    /// Shares in whole per cent; absent below the small-sample limit.
    pub share: Option<ShareView>,
    /// The same by weight; absent where all weights are equal.
    pub weighted: Option<ShareView>,
}

/// A status and how many pledges have it.
#[derive(Debug, Serialize)]
pub struct TallyEntry<'a> {
    /// The status.
    pub status: StatusView<'a>,
    /// How many pledges.
    pub count: usize,
    /// Where its part of a bar of 1000 units begins.
    pub start: usize,
    /// How wide that part is.
    pub width: usize,
}

/// Shares of the judged pledges, in whole per cent.
#[derive(Debug, Serialize)]
pub struct ShareView {
    /// Kept.
    pub kept: usize,
    /// Kept or partly kept.
    pub kept_or_partly: usize,
}

impl From<Share> for ShareView {
    fn from(share: Share) -> Self {
        Self { kept: share.kept, kept_or_partly: share.kept_or_partly }
    }
}

impl<'a> TallyView<'a> {
    pub(super) fn new(audience: Audience<'a>, tally: &Tally) -> Self {
        let unit = |count: usize| count * 1000 / tally.total.max(1);
        let mut before = 0;
        let statuses = audience.card.settings.statuses.iter().zip(&tally.by_status).map(|(status, count)| {
            let start = unit(before);
            before += count;
            TallyEntry { status: audience.status(status), count: *count, start, width: unit(before) - start }
        });
        Self {
            total: tally.total,
            statuses: statuses.collect(),
            judged: tally.judged,
            kept: tally.kept,
            kept_late: tally.kept_late,
            partly: tally.partly,
            broken: tally.broken,
            open: tally.open,
            overdue: tally.overdue,
            share: tally.share.map(ShareView::from),
            weighted: tally.weighted.map(ShareView::from),
        }
    }
}

impl<'a> SiteView<'a> {
    /// The publication for an audience.
    pub fn new(audience: Audience<'a>) -> Self {
        let card = audience.card;
        let (site, subject) = (&card.settings.site, &card.settings.subject);
        let mut menu: Vec<_> = card.pages.iter().filter_map(|page| Some((page.menu?, page))).collect();
        menu.sort_by_key(|(place, page)| (*place, &page.id));
        let entry = |page: &'a crate::record::Page| MenuEntry {
            title: audience.text(&page.title),
            path: address::prose(&page.id).address().to_owned(),
        };
        Self {
            title: audience.text(&site.title),
            description: audience.text(&site.description),
            base_url: &site.base_url.value,
            language: &site.language,
            publisher: site.publisher.as_ref().map(|publisher| PublisherView {
                name: audience.text(&publisher.name),
                url: publisher.url.as_deref(),
                email: publisher.email.as_deref(),
            }),
            licence: site.licence.as_ref().map(|licence| LicenceView {
                name: audience.text(&licence.name),
                url: licence.url.as_deref(),
            }),
            subject: SubjectView {
                person: audience.person_by_id(&subject.person.value),
                office: audience.optional(subject.office.as_ref()),
                start: subject.term.map(|term| audience.date(term.start.value)),
                end: subject.term.map(|term| audience.date(term.end.value)),
            },
            as_of: audience.date(card.as_of),
            menu: menu.into_iter().map(|(_, page)| entry(page)).collect(),
            pledges: card.pledges.len(),
            generator: concat!("pledgecard ", env!("CARGO_PKG_VERSION")),
        }
    }
}
