//! What each kind of page shows: the context of its template. Every page has `site` and `page`; what else it has is
//! named after what it is.

use tera::{Context, Value};

use super::{Renderer, json_ld, markdown};
use crate::record::{Body, Correction, Id};
use crate::scorecard::{Raised, Timing};
use crate::site::{Page, SitePath, address};
use crate::view::{
    Audience, ChangeView, CitedSource, ConcernEntry, CorrectionView, Crumb, MoveView, Objection, PageView,
    PersonEntry, PledgeView, Promiser, Reading, StatusEntry, ToValue, TopicEntry,
};

/// Above this many pledges the front page shows topics and the last moves, not every pledge.
const WHOLE_LEDGER: usize = 200;
/// Moves shown on the front page.
const MOVES: usize = 5;
/// Moves shown there above `WHOLE_LEDGER`.
const MANY_MOVES: usize = 50;
/// Concerns shown on the front page.
const CONCERNS: usize = 6;
/// Pledges on one page of the list of all.
const PLEDGES_A_PAGE: usize = crate::site::PLEDGES_A_PAGE;

/// The context of a page.
pub(super) fn context(renderer: &Renderer<'_>, path: &SitePath, page: &Page) -> Context {
    let template = page.template().unwrap_or_default();
    let mut shown = Shown {
        renderer,
        audience: &renderer.audience,
        path,
        template,
        root: root(renderer, path, page),
        context: Context::new(),
    };
    shown.context.insert_value("site", renderer.shared.clone());
    shown.fill(page);
    shown.context
}

/// The way to the root. The page for lost addresses stands anywhere, so that its way is absolute.
fn root(renderer: &Renderer<'_>, path: &SitePath, page: &Page) -> String {
    match page {
        Page::NotFound => {
            let rest = renderer.base_url().splitn(4, '/').nth(3).unwrap_or_default();
            format!("/{rest}")
        }
        _ => path.to_root(),
    }
}

/// A page while its context is filled. What a template does not read is not made.
struct Shown<'r, 's> {
    renderer: &'r Renderer<'s>,
    audience: &'r Audience<'s>,
    path: &'r SitePath,
    template: &'static str,
    root: String,
    context: Context,
}

impl<'s> Shown<'_, 's> {
    fn reading(&self) -> Reading<'s> {
        self.audience.reading
    }

    /// Adds a variable, if the template reads it.
    fn set<V: ToValue>(&mut self, name: &'static str, make: impl FnOnce(&Self) -> V) {
        if self.renderer.theme.reads(self.template, name) {
            let value = make(self).to_value();
            self.context.insert_value(name, value);
        }
    }

    /// `page`.
    fn page(&mut self, title: &str, crumbs: &[(&str, SitePath)]) {
        let path = self.path.address();
        let view = PageView {
            kind: self.template.strip_suffix(".html").unwrap_or(self.template),
            title,
            path,
            url: format!("{}{path}", self.renderer.base_url()),
            root: &self.root,
            language: self.reading().language.as_str(),
            crumbs: crumbs.iter().map(|(title, at)| Crumb { title, path: at.address().to_owned() }).collect(),
        };
        self.context.insert_value("page", view.to_value());
    }

    fn fill(&mut self, page: &Page) {
        match page {
            Page::Front => self.front(),
            Page::Pledges(number) => self.pledges(*number),
            Page::Pledge(at) => self.pledge(*at),
            Page::Topics => {
                self.page("Topics", &[]);
                self.topics();
            }
            Page::Topic(at) => self.topic(*at),
            Page::Statuses => {
                self.page("Statuses", &[]);
                self.statuses();
            }
            Page::Status(at) => self.status(*at),
            Page::Concerns => {
                self.page("Critiques", &[]);
                self.most_raised(usize::MAX);
            }
            Page::Concern(at) => self.concern(*at),
            Page::People => {
                self.page("People", &[]);
                let people = &self.reading().card.people;
                self.set("people", |shown| {
                    people.iter().map(|person| PersonEntry::new(shown.audience, person)).collect::<Vec<_>>()
                });
            }
            Page::Person(at) => self.person(*at),
            Page::Sources => {
                self.page("Sources", &[]);
                let count = self.reading().card.sources.len();
                self.set("sources", |shown| {
                    (0..count).map(|at| CitedSource::new(shown.audience, at)).collect::<Vec<_>>()
                });
            }
            Page::Deadlines => self.deadlines(),
            Page::Methodology => self.methodology(),
            Page::Corrections => self.corrections(),
            Page::Prose(at) => {
                let prose = &self.reading().card.pages[*at];
                self.page(self.reading().text(&prose.title), &[]);
                self.body(Some(&prose.body));
            }
            Page::NotFound => self.page("Page not found", &[]),
            Page::Sitemap(_) | Page::SitemapIndex(_) | Page::Robots | Page::File(_) => {}
        }
    }

    /// `body`: prose as HTML, if there is any.
    fn body(&mut self, body: Option<&Body>) {
        self.set("body", |shown| body.map(|body| shown.html(body, "")));
    }

    fn html(&self, body: &Body, prefix: &str) -> Value {
        markdown::html(body, self.path.address(), &self.root, prefix)
    }

    /// `pledges`: rows of the ledger.
    fn rows(&mut self, pledges: &[usize]) {
        self.set("pledges", |shown| shown.audience.rows(pledges));
    }

    /// `tally`.
    fn tally(&mut self, pledges: &[usize]) {
        self.set("tally", |shown| shown.audience.tally(&shown.reading().card.tally_of(pledges)));
    }

    /// `topics`.
    fn topics(&mut self) {
        let topics = &self.reading().card.settings.topics;
        self.set("topics", |shown| {
            topics.iter().map(|topic| TopicEntry::new(shown.audience, topic)).collect::<Vec<_>>()
        });
    }

    /// `statuses`.
    fn statuses(&mut self) {
        let count = self.reading().card.settings.statuses.len();
        self.set("statuses", |shown| (0..count).map(|at| StatusEntry::new(shown.audience, at)).collect::<Vec<_>>());
    }

    fn concern_entries(&self) -> Vec<ConcernEntry<'s>> {
        let concerns = self.reading().card.settings.concerns.iter();
        concerns.map(|concern| ConcernEntry::new(self.audience, concern)).collect()
    }

    /// `concerns`, those most raised first.
    fn most_raised(&mut self, most: usize) {
        self.set("concerns", |shown| {
            let mut concerns = shown.concern_entries();
            concerns.sort_by_key(|concern| std::cmp::Reverse((concern.critiques, concern.pledges)));
            concerns.truncate(most);
            concerns
        });
    }

    /// `objections`: critiques with their pledges.
    fn objections(&mut self, raised: Vec<Raised<'s>>) {
        self.set("objections", |shown| {
            raised.into_iter().map(|raised| Objection::new(shown.audience, raised)).collect::<Vec<_>>()
        });
    }

    fn front(&mut self) {
        let card = self.reading().card;
        let many = card.pledges.len() > WHOLE_LEDGER;
        self.page(self.reading().text(&card.settings.site.title), &[]);
        self.set("tally", |shown| shown.audience.tally(card.tally()));
        self.set("promisers", |shown| Promiser::all(shown.audience));
        self.set("moves", |shown| {
            let newest = card.moves().into_iter().take(if many { MANY_MOVES } else { MOVES });
            let change = |at: usize, change| ChangeView::new(shown.audience, &card.pledges[at].pledge.status, change);
            let moved = |(at, number)| MoveView { pledge: shown.audience.row(at), change: change(at, number) };
            newest.map(moved).collect::<Vec<_>>()
        });
        self.most_raised(CONCERNS);
        self.topics();
        let shown = if many { 0 } else { card.pledges.len() };
        self.rows(&(0..shown).collect::<Vec<_>>());
        self.set("json_ld", |shown| json_ld::dataset(shown.reading()));
    }

    fn pledges(&mut self, number: usize) {
        self.page("Pledges", &[]);
        let count = self.reading().card.pledges.len();
        let first = (number - 1) * PLEDGES_A_PAGE;
        let shown: Vec<usize> = (first..count.min(first + PLEDGES_A_PAGE)).collect();
        self.rows(&shown);
        let lists = count.div_ceil(PLEDGES_A_PAGE).max(1);
        let link = |number: usize| address::pledges(number).address().to_owned();
        self.set("number", |_| number);
        self.set("numbers", |_| lists);
        self.set("previous", |_| (number > 1).then(|| link(number - 1)));
        self.set("next", |_| (number < lists).then(|| link(number + 1)));
    }

    fn pledge(&mut self, at: usize) {
        let card = self.reading().card;
        let standing = &card.pledges[at];
        let pledge = &standing.pledge;
        self.page(self.reading().text(&pledge.title), &[("Pledges", address::pledges(1))]);
        let index = |id: &Id| card.pledge(id.as_str());
        self.set("pledge", |shown| PledgeView::new(shown.audience, at));
        self.set("parts", |shown| shown.audience.rows(&standing.parts));
        self.set("related", |shown| {
            let related: Vec<usize> = pledge.related.iter().filter_map(|id| index(&id.value)).collect();
            shown.audience.rows(&related)
        });
        self.set("parent", |shown| {
            let parent = pledge.parent.as_ref().and_then(|id| index(&id.value));
            parent.map(|at| shown.audience.row(at))
        });
        self.body(Some(&pledge.body));
        self.set("json_ld", |shown| json_ld::pledge(shown.reading(), standing));
    }

    fn topic(&mut self, at: usize) {
        let card = self.reading().card;
        let topic = &card.settings.topics[at];
        self.page(self.reading().text(&topic.label), &[("Topics", address::topics())]);
        self.set("topic", |shown| TopicEntry::new(shown.audience, topic));
        self.rows(&card.pledges_of_topic(topic));
    }

    fn status(&mut self, at: usize) {
        let card = self.reading().card;
        self.page(self.reading().text(&card.settings.statuses[at].label), &[("Statuses", address::statuses())]);
        self.set("status", |shown| StatusEntry::new(shown.audience, at));
        self.rows(&card.pledges_where(|standing| standing.status == at));
    }

    fn concern(&mut self, at: usize) {
        let card = self.reading().card;
        let concern = &card.settings.concerns[at];
        self.page(self.reading().text(&concern.label), &[("Critiques", address::concerns())]);
        self.set("concern", |shown| ConcernEntry::new(shown.audience, concern));
        self.objections(card.critiques_of(concern));
    }

    fn person(&mut self, at: usize) {
        let card = self.reading().card;
        let person = &card.people[at];
        self.page(self.reading().text(&person.name), &[("People", address::people())]);
        let promised = card.pledges_where(|standing| standing.promiser == person.id);
        self.rows(&promised);
        self.tally(&promised);
        self.objections(card.critiques_where(|critique| critique.expert.value == person.id));
        self.set("person", |shown| PersonEntry::new(shown.audience, person));
    }

    fn deadlines(&mut self) {
        self.page("Deadlines", &[]);
        let card = self.reading().card;
        let with = |timing: Timing| {
            let mut pledges = card.pledges_where(|standing| standing.timing == timing);
            pledges.sort_by_key(|at| card.pledges[*at].due);
            pledges
        };
        self.set("overdue", |shown| shown.audience.rows(&with(Timing::Overdue)));
        self.set("ahead", |shown| shown.audience.rows(&with(Timing::Ahead)));
        self.set("late", |shown| shown.audience.rows(&with(Timing::Late)));
    }

    fn methodology(&mut self) {
        let card = self.reading().card;
        let prose = card.pages.iter().find(|page| address::prose(&page.id) == *self.path);
        self.page(prose.map_or("How we judge", |page| self.reading().text(&page.title)), &[]);
        self.statuses();
        self.set("concerns", Self::concern_entries);
        self.set("small_sample", |_| card.settings.small_sample as usize);
        self.set("stale_after_days", |_| card.settings.checks.stale_after_days as usize);
        self.body(prose.map(|page| &page.body));
    }

    fn corrections(&mut self) {
        self.page("Corrections", &[]);
        let reading = self.reading();
        let corrections = &reading.card.corrections;
        let view = |one: &'s std::sync::Arc<Correction>| CorrectionView {
            id: one.id.as_str(),
            on: reading.date(one.on.value),
            pledge: one.pledge.as_ref().and_then(|id| {
                let at = reading.card.pledge(id.value.as_str())?;
                Some(reading.pledge(&reading.card.pledges[at].pledge))
            }),
            editions: one.editions.iter().map(|edition| edition.value).collect(),
            was: reading.text(&one.was),
            now: reading.text(&one.now),
            reported_by: reading.optional(one.reported_by.as_ref()),
        };
        self.set("corrections", |_| corrections.iter().map(view).collect::<Vec<_>>());
        self.set("bodies", |shown| {
            corrections.iter().map(|one| shown.html(&one.body, &format!("{}_", one.id))).collect::<Vec<_>>()
        });
    }
}
