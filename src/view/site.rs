//! The publication, its vocabulary and its people.

use tera::Value;

use super::{Audience, DateView, EditionView, Reading, Said, Shared, view};
use crate::record::{CountsAs, Id, Language, Mark, Person, PersonKind, Source, SourceKind, Status, Tone};
use crate::scorecard::{Share, Tally};
use crate::site::address;

view! {
    /// `site`: what every page shows.
    SiteView<'a> {
        /// The title.
        title: Said<'a>,
        /// The headline of the front page; the title where there is none.
        headline: Said<'a>,
        /// What it is, in a sentence.
        description: Said<'a>,
        /// Absolute, with a `/` at the end.
        base_url: &'a str,
        /// The default language.
        language: &'a str,
        /// Who publishes.
        publisher: Option<PublisherView<'a>>,
        /// Under which licence.
        licence: Option<LicenceView<'a>>,
        /// Whose pledges these are.
        subject: SubjectView<'a>,
        /// The day on which the scorecard judges.
        as_of: DateView,
        /// The sealed edition that the page shows; absent where that is a draft.
        edition: Option<EditionView<'a>>,
        /// How many editions were sealed.
        editions: usize,
        /// The editors' pages that stand in the menu.
        menu: Vec<MenuEntry<'a>>,
        /// How many pledges are shown.
        pledges: usize,
        /// How many critiques they have.
        critiques: usize,
        /// How many sources are cited.
        sources: usize,
        /// What browsers may load: a Content Security Policy.
        policy: Value,
        /// The program and its version.
        generator: &'a str,
    }
}

view! {
    /// `site.publisher`.
    PublisherView<'a> {
        /// The name.
        name: Said<'a>,
        /// Their page.
        url: Option<&'a str>,
        /// Their mail address.
        email: Option<&'a str>,
    }
}

view! {
    /// `site.licence`.
    LicenceView<'a> {
        /// Its name.
        name: Said<'a>,
        /// Its text.
        url: Option<&'a str>,
    }
}

view! {
    /// `site.subject`.
    SubjectView<'a> {
        /// Who promised: a [`PersonView`].
        person: Shared,
        /// Their office.
        office: Option<Said<'a>>,
        /// The first day of their term.
        start: Option<DateView>,
        /// The last day of their term.
        end: Option<DateView>,
    }
}

view! {
    /// An entry of `site.menu`.
    MenuEntry<'a> {
        /// The page's title.
        title: Said<'a>,
        /// Its address.
        path: String,
    }
}

view! {
    /// A step of the way to a page.
    Crumb<'a> {
        /// The title of the page there.
        title: Said<'a>,
        /// Its address.
        path: String,
    }
}

view! {
    /// Something with a name and a page.
    Named<'a> {
        /// The id.
        id: String,
        /// The name.
        label: Said<'a>,
        /// The page's address.
        path: String,
    }
}

impl<'a> Named<'a> {
    pub(super) fn new(id: &Id, label: Said<'a>, path: &str) -> Self {
        Self { id: id.to_string(), label, path: path.to_owned() }
    }
}

view! {
    /// A status of the vocabulary.
    StatusView<'a> {
        /// The id.
        id: &'a str,
        /// The word that readers see.
        label: Said<'a>,
        /// What it means.
        meaning: Said<'a>,
        /// `kept`, `partly`, `broken`, `open` or `unrated`.
        counts_as: CountsAs,
        /// Whether a pledge stays there.
        r#final: bool,
        /// Its shape.
        mark: Mark,
        /// Its colour.
        tone: Tone,
        /// Its page's address.
        path: String,
    }
}

impl<'a> StatusView<'a> {
    pub(super) fn new(reading: Reading<'a>, status: &'a Status) -> Self {
        Self {
            id: status.id.value.as_str(),
            label: reading.said(&status.label),
            meaning: reading.said(&status.meaning),
            counts_as: status.counts_as,
            r#final: status.r#final,
            mark: status.mark,
            tone: status.tone,
            path: address::status(&status.id.value).address().to_owned(),
        }
    }
}

view! {
    /// A person or body.
    PersonView<'a> {
        /// The id.
        id: &'a str,
        /// The name.
        name: Said<'a>,
        /// `person` or `body`.
        kind: PersonKind,
        /// What they do.
        role: Option<Said<'a>>,
        /// For whom.
        affiliation: Option<Said<'a>>,
        /// Declared interests.
        interests: Option<Said<'a>>,
        /// Their own page.
        url: Option<&'a str>,
        /// Their page here.
        path: String,
    }
}

impl<'a> PersonView<'a> {
    pub(super) fn new(reading: Reading<'a>, person: &'a Person) -> Self {
        Self {
            id: person.id.as_str(),
            name: reading.said(&person.name),
            kind: person.kind,
            role: reading.optional(person.role.as_ref()),
            affiliation: reading.optional(person.affiliation.as_ref()),
            interests: reading.optional(person.interests.as_ref()),
            url: person.url.as_deref(),
            path: address::person(&person.id).address().to_owned(),
        }
    }
}

view! {
    /// A source.
    SourceView<'a> {
        /// The id.
        id: &'a str,
        /// Its title.
        title: Said<'a>,
        /// Who published it.
        publisher: Option<Said<'a>>,
        /// Who wrote it.
        author: Option<Said<'a>>,
        /// Where it stands.
        url: Option<&'a str>,
        /// A public copy.
        archive: Option<&'a str>,
        /// The address of a copy on this site, where it may be published.
        copy: Option<String>,
        /// When it was published.
        published: Option<DateView>,
        /// Who published it and when, as markup.
        whence: Option<Value>,
        /// Where it stands outside, by whence, or title, and date, with its archived copy: links as markup.
        cited: Option<Value>,
        /// Links to the original and to the archived copy, as markup.
        outside: Option<Value>,
        /// When it was read.
        accessed: Option<DateView>,
        /// The language it is in, where that is not the page's.
        language: Option<&'a str>,
        /// What kind of source it is.
        kind: Option<SourceKind>,
        /// Its entry on the page of all sources.
        path: String,
    }
}

impl<'a> SourceView<'a> {
    pub(super) fn new(reading: Reading<'a>, source: &'a Source) -> Self {
        let copy = source.file.as_ref().filter(|_| source.public);
        let copy = copy.and_then(|file| reading.file(&format!("content/{}", file.value)));
        let publisher = reading.optional(source.publisher.as_ref());
        let day = source.published.map(|date| reading.date(date.value));
        let whence = [publisher.map(Said::markup), day.as_ref().map(|date| date.part("time").to_owned())];
        let whence: Vec<String> = whence.into_iter().flatten().collect();
        let between = word(reading, "between");
        let title = publisher.is_none().then(|| reading.said(&source.title).markup());
        let name = title.iter().chain(&whence).map(String::as_str).collect::<Vec<_>>().join(&between);
        let language =
            source.language.as_ref().filter(|language| *language != reading.language).map(Language::as_str);
        let (url, archive) = (source.url.as_deref(), source.archive.as_deref());
        let original = |label: &str| url.map(|url| link(url, language, label));
        let archived = || archive.map(|archive| link(archive, None, &word(reading, "archived")));
        let cited = match (original(&name), archived()) {
            (Some(original), Some(archived)) => Some(format!("{original} ({archived})")),
            (Some(original), None) => Some(original),
            (None, _) => archive.map(|archive| link(archive, None, &name)),
        };
        let outside: Vec<String> = original(&word(reading, "original")).into_iter().chain(archived()).collect();
        let markup = |html: &str| Value::safe_string(html);
        Self {
            id: source.id.as_str(),
            title: reading.said(&source.title),
            publisher,
            author: reading.optional(source.author.as_ref()),
            url,
            archive,
            copy,
            published: day,
            whence: (!whence.is_empty()).then(|| markup(&whence.join(&between))),
            cited: cited.as_deref().map(markup),
            outside: (!outside.is_empty()).then(|| markup(&outside.join(" "))),
            accessed: source.accessed.map(|date| reading.date(date.value)),
            language,
            kind: source.kind,
            path: address::source(&source.id),
        }
    }
}

/// A link as markup, to what is in another language than the page if one is given; `label` is markup.
fn link(url: &str, language: Option<&str>, label: &str) -> String {
    let language = language.map(|language| format!(" hreflang=\"{language}\"")).unwrap_or_default();
    format!("<a href=\"{}\"{language}>{label}</a>", Said::plain(url).markup())
}

/// A word of the interface as markup.
fn word(reading: Reading<'_>, key: &str) -> String {
    Said::plain(reading.words.get(key)).markup()
}

view! {
    /// A tally.
    TallyView {
        /// Pledges counted.
        total: usize,
        /// Every status with its count, in the order of the vocabulary; those with none too.
        statuses: Vec<TallyEntry>,
        /// Pledges judged: kept, partly, broken or open.
        judged: usize,
        /// Pledges kept.
        kept: usize,
        /// Of those, the late ones.
        kept_late: usize,
        /// Pledges partly kept.
        partly: usize,
        /// Pledges broken.
        broken: usize,
        /// Pledges open.
        open: usize,
        /// Open pledges past their deadline.
        overdue: usize,
        /// Shares in whole per cent; absent below the small-sample limit.
        share: Option<ShareView>,
        /// The same by weight; absent where all weights are equal.
        weighted: Option<ShareView>,
    }
}

view! {
    /// A status and how many pledges have it.
    TallyEntry {
        /// The status: a [`StatusView`].
        status: Shared,
        /// How many pledges.
        count: usize,
        /// Where its part of a bar of 1000 units begins.
        start: usize,
        /// How wide that part is.
        width: usize,
    }
}

view! {
    /// Shares of the judged pledges, in whole per cent.
    ShareView {
        /// Kept.
        kept: usize,
        /// Kept or partly kept.
        kept_or_partly: usize,
    }
}

impl From<Share> for ShareView {
    fn from(share: Share) -> Self {
        Self { kept: share.kept, kept_or_partly: share.kept_or_partly }
    }
}

impl TallyView {
    pub(super) fn new(audience: &Audience<'_>, tally: &Tally) -> Self {
        let unit = |count: usize| count * 1000 / tally.total.max(1);
        let mut before = 0;
        let statuses = tally.by_status.iter().enumerate().map(|(at, count)| {
            let start = unit(before);
            before += count;
            TallyEntry { status: audience.status(at), count: *count, start, width: unit(before) - start }
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
    /// The publication for a reading, with the policy of its theme.
    pub fn new(reading: Reading<'a>, subject_person: Shared, policy: &str) -> Self {
        let card = reading.card;
        let (site, subject) = (&card.settings.site, &card.settings.subject);
        let mut menu: Vec<_> = card.pages.iter().filter_map(|page| Some((page.menu?, page))).collect();
        menu.sort_by_key(|(place, page)| (*place, &page.id));
        let published = card.pledges.iter().filter(|standing| !standing.pledge.draft);
        let entry = |page: &'a crate::record::Page| MenuEntry {
            title: reading.said(&page.title),
            path: address::prose(&page.id).address().to_owned(),
        };
        Self {
            title: reading.said(&site.title),
            headline: reading.said(site.headline.as_ref().unwrap_or(&site.title)),
            description: reading.said(&site.description),
            base_url: &site.base_url.value,
            language: site.language.as_str(),
            publisher: site.publisher.as_ref().map(|publisher| PublisherView {
                name: reading.said(&publisher.name),
                url: publisher.url.as_deref(),
                email: publisher.email.as_deref(),
            }),
            licence: site
                .licence
                .as_ref()
                .map(|licence| LicenceView { name: reading.said(&licence.name), url: licence.url.as_deref() }),
            subject: SubjectView {
                person: subject_person,
                office: reading.optional(subject.office.as_ref()),
                start: subject.term.map(|term| reading.date(term.start.value)),
                end: subject.term.map(|term| reading.date(term.end.value)),
            },
            as_of: reading.date(card.as_of),
            edition: reading.shown().map(|edition| EditionView::new(reading, edition)),
            editions: reading.site.editions.list.len(),
            menu: menu.into_iter().map(|(_, page)| entry(page)).collect(),
            pledges: card.pledges.len() - card.drafts,
            critiques: published.map(|standing| standing.pledge.critiques.len()).sum(),
            sources: card.sources.len(),
            // Written by us, and sound in an attribute.
            policy: Value::safe_string(policy),
            generator: concat!("pledgecard ", env!("CARGO_PKG_VERSION")),
        }
    }
}
