//! Sealed editions, and how a pledge stood in them.

use super::{CorrectionView, DateView, Reading, Said, view};
use crate::edition::Edition;
use crate::edition::changes::Changes;
use crate::record::{Id, Mark, Tone};
use crate::scorecard::Tally;
use crate::site::{Gone, address};

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
        /// The address of its manifest.
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
            manifest: format!("{}{}", reading.up(), crate::edition::Layout::Site.manifest(edition.number)),
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
    pub fn of(reading: Reading<'a>, id: &Id) -> Vec<Self> {
        let editions = &reading.site.editions.list;
        let last = reading.edition.map_or(editions.len(), |edition| edition.number as usize);
        let introduced = editions[..last].iter().filter_map(|edition| {
            let at = edition.card.pledge(id.as_str())?;
            (edition.versions[at] == edition.number).then_some((edition, at))
        });
        let view = |(edition, at): (&'a Edition, usize)| {
            let status = &edition.card.settings.statuses[edition.card.pledges[at].status];
            let path = address::pledge_version(id, edition.number);
            Self {
                number: edition.number as usize,
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
    MementoView<'a> {
        /// The address of the present page.
        original: String,
        /// The absolute address of the present page.
        original_url: String,
        /// The absolute address of the list of all editions, for machines.
        timemap: String,
        /// The corrections that concern it.
        corrections: Vec<CorrectionView<'a>>,
    }
}

view! {
    /// What is gone: on the page that stands where it stood.
    WithdrawnView<'a> {
        /// `pledge`, `topic`, `status`, `concern`, `person` or `page`.
        kind: &'static str,
        /// Its name.
        label: Said<'a>,
        /// The address of what it was at last.
        path: String,
    }
}

impl<'a> WithdrawnView<'a> {
    /// Something of the edition that is read: a pledge leads to how it stood, all else to the edition.
    pub fn new(reading: Reading<'a>, what: Gone) -> Self {
        let (card, settings) = (reading.card, &reading.card.settings);
        let edition = reading.edition.map_or_else(address::front, |edition| address::edition(edition.number));
        let (kind, label, path) = match what {
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
        Self { kind, label: reading.said(label), path: path.address().to_owned() }
    }
}

impl<'a> EditionEntry<'a> {
    /// An edition with its tally.
    pub fn new(reading: Reading<'a>, edition: &'a Edition) -> Self {
        let counts = edition.changes.as_ref().map(Changes::counts).unwrap_or_default();
        Self {
            edition: EditionView::new(reading, edition),
            tally: PastTally::new(reading, edition),
            moves: counts.moves,
            added: counts.added,
            withdrawn: counts.withdrawn,
        }
    }
}
