//! Sealed editions, and how a pledge stood in them.

use super::{DateView, Named, Reading, Said, view};
use crate::edition::changes::Changes;
use crate::edition::{Edition, Layout, stood};
use crate::record::{Mark, Pledge, Tone, days_between};
use crate::scorecard::Tally;
use crate::site::{Gone, Withdrawn, address};

view! {
    /// A sealed edition.
    EditionView<'a> {
        /// Its number, from 1.
        number: usize,
        /// The title of the editors' note on it.
        title: Option<Said<'a>>,
        /// The day on which it judges.
        as_of: DateView,
        /// The day on which it was sealed.
        sealed: DateView,
        /// Whether that was more than a week later.
        reconstructed: bool,
        /// Its digest: 64 hexadecimal digits.
        digest: String,
        /// The first twelve of them.
        short: String,
        /// Its page's address.
        path: String,
        /// The absolute address of its page.
        url: String,
        /// The address of its changes; absent for the first.
        changes: Option<String>,
        /// The address of its manifest below the root of the site.
        manifest: String,
        /// Whether it is signed.
        signed: bool,
    }
}

impl<'a> EditionView<'a> {
    /// An edition.
    pub fn new(reading: Reading<'a>, edition: &'a Edition) -> Self {
        let path = address::edition(edition.number);
        Self {
            number: edition.number as usize,
            title: edition.note.as_ref().map(|note| reading.said_at(&note.title, &edition.card)),
            as_of: reading.date(edition.as_of),
            sealed: reading.date(edition.sealed.day()),
            reconstructed: edition.is_reconstructed(),
            digest: edition.digest.to_string(),
            short: edition.digest.short(),
            url: reading.url(path.address()),
            path: path.address().to_owned(),
            changes: edition.changes.is_some().then(|| address::changes(edition.number).address().to_owned()),
            manifest: Layout::Site.manifest(edition.number),
            signed: edition.signature.is_some(),
        }
    }
}

view! {
    /// An edition in the list of all, with its tally; the note's prose is in `bodies`, in the same order.
    EditionEntry<'a> {
        /// The edition.
        edition: EditionView<'a>,
        /// How its pledges stood.
        tally: PastTally<'a>,
        /// How many pledges had each status of `statuses`, in that order.
        counts: Vec<usize>,
        /// Where it begins on an axis of time of 1000 units, from the first edition on.
        start: usize,
        /// How long it was the latest, on that axis.
        width: usize,
        /// How many entries there are new in histories.
        moves: usize,
        /// How many pledges were added.
        added: usize,
        /// How many pledges were withdrawn.
        withdrawn: usize,
    }
}

view! {
    /// A tally of an edition, in the words of its own vocabulary.
    PastTally<'a> {
        /// Pledges counted.
        total: usize,
        /// The statuses that any pledge had.
        statuses: Vec<PastCount<'a>>,
    }
}

view! {
    /// A status of an edition and how many pledges had it.
    PastCount<'a> {
        /// The id.
        id: &'a str,
        /// The word that readers saw.
        label: Said<'a>,
        /// Its shape.
        mark: Mark,
        /// Its colour.
        tone: Tone,
        /// How many pledges.
        count: usize,
        /// Where its part of a bar of 1000 units begins.
        start: usize,
        /// How wide that part is.
        width: usize,
    }
}

impl<'a> PastTally<'a> {
    /// The tally of an edition.
    pub fn new(reading: Reading<'a>, edition: &'a Edition) -> Self {
        let (card, mut before) = (&*edition.card, 0);
        let tally: &Tally = card.tally();
        let unit = |count: usize| count * 1000 / tally.total.max(1);
        let statuses = card.settings.statuses.iter().zip(&tally.by_status).map(|(status, count)| {
            let start = unit(before);
            before += count;
            PastCount {
                id: status.id.value.as_str(),
                label: reading.said_at(&status.label, card),
                mark: status.mark,
                tone: status.tone,
                count: *count,
                start,
                width: unit(before) - start,
            }
        });
        Self { total: tally.total, statuses: statuses.filter(|one| one.count > 0).collect() }
    }
}

view! {
    /// How a pledge stood from an edition on.
    VersionView<'a> {
        /// The number of the edition that introduced it so.
        number: usize,
        /// The first twelve digits of that edition's digest.
        short: String,
        /// The day on which that judges.
        as_of: DateView,
        /// The word for its status.
        status: Said<'a>,
        /// The shape of its status.
        mark: Mark,
        /// The colour of its status.
        tone: Tone,
        /// The address of its page.
        path: String,
        /// The absolute address of its page.
        url: String,
    }
}

impl<'a> VersionView<'a> {
    /// The versions of a pledge up to the edition that is read.
    pub fn of(reading: Reading<'a>, pledge: &'a Pledge) -> Vec<Self> {
        let editions = &reading.site.editions.list;
        let last = reading.edition.map_or(editions.len(), |edition| edition.number as usize);
        let introduced = stood(&editions[..last], pledge).into_iter();
        let introduced = introduced.filter(|(edition, at)| edition.versions[*at] == edition.number);
        let view = |(edition, at): (&'a Edition, usize)| {
            let standing = &edition.card.pledges[at];
            let status = &edition.card.settings.statuses[standing.status];
            let path = address::pledge_version(&standing.pledge.id, edition.number);
            Self {
                number: edition.number as usize,
                short: edition.digest.short(),
                as_of: reading.date(edition.as_of),
                status: reading.said_at(&status.label, &edition.card),
                mark: status.mark,
                tone: status.tone,
                url: reading.url(path.address()),
                path: path.address().to_owned(),
            }
        };
        introduced.map(view).collect()
    }
}

view! {
    /// `page.memento`: what the page of an old edition says of itself.
    MementoView {
        /// The address of the present page.
        original: String,
        /// The absolute address of the present page.
        original_url: String,
        /// The absolute address of the list of all editions, for machines.
        timemap: String,
    }
}

view! {
    /// What is gone: on the page that stands where it stood.
    GoneView<'a> {
        /// `pledge`, `topic`, `status`, `concern`, `person` or `page`.
        kind: &'static str,
        /// Its name.
        label: Said<'a>,
        /// The address of what it was at last.
        path: String,
        /// The pledge that it is now; absent where it is in the scorecard no more.
        now: Option<Named<'a>>,
        /// The absolute address of that.
        now_url: Option<String>,
    }
}

impl<'a> GoneView<'a> {
    /// Something of the edition that is read: a pledge leads to how it stood, all else to the edition.
    pub fn new(reading: Reading<'a>, withdrawn: &Withdrawn) -> Self {
        let (card, settings) = (reading.card, &reading.card.settings);
        let edition = reading.edition.map_or_else(address::front, |edition| address::edition(edition.number));
        let (kind, label, path) = match withdrawn.what {
            Gone::Pledge(at) => {
                let pledge = &card.pledges[at].pledge;
                ("pledge", &pledge.title, reading.pledge_page(&pledge.id))
            }
            Gone::Topic(at) => ("topic", &settings.topics[at].label, edition),
            Gone::Status(at) => ("status", &settings.statuses[at].label, edition),
            Gone::Concern(at) => ("concern", &settings.concerns[at].label, edition),
            Gone::Person(at) => ("person", &card.people[at].name, edition),
            Gone::Prose(at) => ("page", &card.pages[at].title, edition),
        };
        let home = &reading.site.scorecard;
        let now = withdrawn.now.map(|at| {
            let pledge = &home.pledges[at].pledge;
            let title = reading.said_at(&pledge.title, home);
            Named::new(&pledge.id, title, address::pledge(&pledge.id).address())
        });
        let now_url = now.as_ref().map(|now| reading.url(&now.path));
        Self { kind, label: reading.said(label), path: path.address().to_owned(), now, now_url }
    }
}

impl<'a> EditionEntry<'a> {
    /// Every edition with its tally, newest first; `statuses` are those that any pledge had in any of them.
    pub fn all(reading: Reading<'a>, statuses: &[PastStatus<'a>]) -> Vec<Self> {
        let editions = &reading.site.editions.list;
        let Some((first, last)) = editions.first().zip(editions.last()) else { return Vec::new() };
        let day = |edition: &Edition| days_between(first.as_of.first_day(), edition.as_of.first_day());
        // The latest has no end yet: it is given as much as an edition of middle length, so that it can be seen.
        let count = i64::try_from(editions.len()).unwrap_or(i64::MAX);
        let end = day(last) + (day(last) / count).max(1);
        let unit = |day: i64| usize::try_from(day * 1000 / end).unwrap_or(0);
        let ends = editions.iter().skip(1).map(day).chain([end]);
        let entries = editions.iter().zip(ends).map(|(edition, until)| {
            let counts = edition.changes.as_ref().map(Changes::counts).unwrap_or_default();
            let tally = PastTally::new(reading, edition);
            let had = |id: &str| tally.statuses.iter().find(|one| one.id == id).map_or(0, |one| one.count);
            Self {
                edition: EditionView::new(reading, edition),
                counts: statuses.iter().map(|status| had(status.id)).collect(),
                tally,
                start: unit(day(edition)),
                width: unit(until) - unit(day(edition)),
                moves: counts.moves,
                added: counts.added,
                withdrawn: counts.withdrawn,
            }
        });
        let mut entries: Vec<Self> = entries.collect();
        entries.reverse();
        entries
    }
}

view! {
    /// A status that a pledge had in an edition, as the last edition that knows it calls it.
    PastStatus<'a> {
        /// The id.
        id: &'a str,
        /// The word that readers see.
        label: Said<'a>,
        /// Its shape.
        mark: Mark,
        /// Its colour.
        tone: Tone,
    }
}

impl<'a> PastStatus<'a> {
    /// The statuses that any pledge had in any edition: in the order of the last vocabulary, those that it lacks after it.
    pub fn all(reading: Reading<'a>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut had: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
        for edition in reading.site.editions.list.iter().rev() {
            let statuses = &edition.card.settings.statuses;
            let counted = statuses.iter().zip(&edition.card.tally().by_status).filter(|(_, count)| **count > 0);
            had.extend(counted.map(|(status, _)| status.id.value.as_str()));
            for status in statuses {
                let id = status.id.value.as_str();
                if !all.iter().any(|one| one.id == id) {
                    let label = reading.said_at(&status.label, &edition.card);
                    all.push(Self { id, label, mark: status.mark, tone: status.tone });
                }
            }
        }
        all.retain(|one| had.contains(one.id));
        all
    }
}
