//! What a page shows, as a description.

use std::sync::Arc;

/// One page or file of the site. Numbers are indices into the scorecard, but where they are said to count from 1.
#[derive(Debug, Clone)]
pub enum Page {
    /// The tally, what moved, the concerns, the ledger.
    Front,
    /// A part of the list of all pledges; counts from 1.
    Pledges(usize),
    /// A pledge.
    Pledge(usize),
    /// Every topic.
    Topics,
    /// The pledges under a topic.
    Topic(usize),
    /// Every status.
    Statuses,
    /// The pledges of a status.
    Status(usize),
    /// Every concern.
    Concerns,
    /// The critiques that raise a concern.
    Concern(usize),
    /// Everyone named.
    People,
    /// What a person or body promised, judged or said.
    Person(usize),
    /// Everything cited.
    Sources,
    /// What is overdue, due next, and was late.
    Deadlines,
    /// How the editors judge.
    Methodology,
    /// What was put right.
    Corrections,
    /// A page of prose.
    Prose(usize),
    /// Every sealed edition.
    Editions,
    /// The scorecard of the edition with this number.
    Edition(u32),
    /// What changed in the edition with this number.
    Changes(u32),
    /// A pledge as it stood: the number of the edition that introduced it so, and its index in that scorecard.
    PledgeVersion(u32, usize),
    /// What an edition had, and the scorecard has no more.
    Withdrawn(Withdrawn),
    /// For addresses that lead nowhere.
    NotFound,
    /// An Atom feed.
    Feed(Feed),
    /// Every edition, for machines.
    TimeMap,
    /// The deadlines as a calendar.
    Calendar,
    /// A sitemap of the pages at these addresses.
    Sitemap(Vec<String>),
    /// The list of a sitemap's parts, by address.
    SitemapIndex(Vec<String>),
    /// What robots may read.
    Robots,
    /// What a server is to say with the files.
    Headers,
    /// Bytes as they are: an asset, a picture, a published copy of a source.
    File(Arc<[u8]>),
}

impl Page {
    /// The template that shows it; `None` for what needs none.
    pub fn template(&self) -> Option<&'static str> {
        Some(match self {
            Self::Front | Self::Edition(_) => "front.html",
            Self::Pledges(_) => "pledges.html",
            Self::Pledge(_) | Self::PledgeVersion(..) => "pledge.html",
            Self::Topics => "topics.html",
            Self::Topic(_) => "topic.html",
            Self::Statuses => "statuses.html",
            Self::Status(_) => "status.html",
            Self::Concerns => "concerns.html",
            Self::Concern(_) => "concern.html",
            Self::People => "people.html",
            Self::Person(_) => "person.html",
            Self::Sources => "sources.html",
            Self::Deadlines => "deadlines.html",
            Self::Methodology => "methodology.html",
            Self::Corrections => "corrections.html",
            Self::Prose(_) => "page.html",
            Self::Editions => "editions.html",
            Self::Changes(_) => "changes.html",
            Self::Withdrawn(_) => "withdrawn.html",
            Self::NotFound => "404.html",
            Self::Feed(_)
            | Self::TimeMap
            | Self::Calendar
            | Self::Sitemap(_)
            | Self::SitemapIndex(_)
            | Self::Robots
            | Self::Headers
            | Self::File(_) => return None,
        })
    }

    /// The edition whose scorecard the page shows, if that is not the one at the root.
    pub fn edition(&self) -> Option<u32> {
        match self {
            Self::Edition(number) | Self::Changes(number) | Self::PledgeVersion(number, _) => Some(*number),
            Self::Withdrawn(gone) => Some(gone.edition),
            _ => None,
        }
    }

    /// The feed that follows what the page shows.
    pub fn feed(&self) -> Option<Feed> {
        match self {
            Self::Front => Some(Feed::Site),
            Self::Topic(at) => Some(Feed::Topic(*at)),
            Self::Pledge(at) | Self::Withdrawn(Withdrawn { now: Some(at), .. }) => Some(Feed::Pledge(*at)),
            _ => None,
        }
    }
}

/// Something that stands in an edition and no longer in the scorecard: an address that was published leads somewhere.
#[derive(Debug, Clone)]
pub struct Withdrawn {
    /// The last edition that has it.
    pub edition: u32,
    /// What it is, with its index in that edition's scorecard.
    pub what: Gone,
    /// The index in the scorecard of the pledge that it is now, under another id.
    pub now: Option<usize>,
}

/// What is gone. Numbers are indices into the scorecard of the edition that had it last.
#[derive(Debug, Clone, Copy)]
pub enum Gone {
    /// A pledge.
    Pledge(usize),
    /// A topic.
    Topic(usize),
    /// A status.
    Status(usize),
    /// A concern.
    Concern(usize),
    /// A person or body.
    Person(usize),
    /// A page of prose.
    Prose(usize),
}

/// What a feed follows. Numbers are indices into the scorecard.
#[derive(Debug, Clone, Copy)]
pub enum Feed {
    /// Every pledge.
    Site,
    /// The pledges under a topic.
    Topic(usize),
    /// A pledge.
    Pledge(usize),
}
