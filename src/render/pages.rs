//! What each kind of page shows: the context of its template. Every page has `site` and `page`; what else it has is
//! named after what it is.

use serde::Serialize;
use tera::{Context, Value};

use super::{Renderer, json_ld, markdown};
use crate::record::Id;
use crate::scorecard::Timing;
use crate::site::{Page, SitePath, address};
use crate::view::{
    ChangeView, CitedSource, ConcernEntry, Crumb, DateView, Named, Objection, PersonEntry, PledgeView, Promiser,
    StatusEntry, TopicEntry,
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

/// `page`: the page itself.
#[derive(Serialize)]
struct PageView<'a> {
    /// The kind: the template's name without its ending.
    kind: &'a str,
    /// The title; on the front page the site's own.
    title: &'a str,
    /// The address below the root.
    path: &'a str,
    /// The absolute address.
    url: String,
    /// The way to the root: `../../`.
    root: String,
    /// The language.
    language: &'a str,
    /// The way here, without the front page and the page itself.
    crumbs: Vec<Crumb<'a>>,
}

/// A correction with what it concerns; its explanation is in `bodies`, in the same order.
#[derive(Serialize)]
struct CorrectionView<'a> {
    id: &'a str,
    on: DateView,
    pledge: Option<Named<'a>>,
    editions: Vec<i64>,
    was: &'a str,
    now: &'a str,
    reported_by: Option<&'a str>,
}

/// A change of status with its pledge.
#[derive(Serialize)]
struct MoveView<'a> {
    pledge: Value,
    #[serde(flatten)]
    change: ChangeView<'a>,
}

/// The context of a page.
pub(super) fn context(renderer: &Renderer<'_>, path: &SitePath, page: &Page) -> Context {
    let mut context = Context::new();
    context.insert_value("site", renderer.shared.clone());
    let kind = page.template().and_then(|template| template.strip_suffix(".html")).unwrap_or_default();
    let shown = Shown { renderer, path, kind, root: root(renderer, path, page), context: &mut context };
    shown.fill(page);
    context
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

struct Shown<'c, 'r, 's> {
    renderer: &'r Renderer<'s>,
    path: &'c SitePath,
    kind: &'static str,
    root: String,
    context: &'c mut Context,
}

impl<'r> Shown<'_, 'r, '_> {
    fn fill(mut self, page: &Page) {
        let audience = self.renderer.audience();
        let card = audience.card;
        let settings = &card.settings;
        match page {
            Page::Front => self.front(),
            Page::Pledges(number) => self.pledges(*number),
            Page::Pledge(at) => self.pledge(*at),
            Page::Topics => {
                self.page("Topics", &[]);
                let topics: Vec<_> = settings.topics.iter().map(|topic| TopicEntry::new(audience, topic)).collect();
                self.context.insert("topics", &topics);
            }
            Page::Topic(at) => {
                let topic = TopicEntry::new(audience, &settings.topics[*at]);
                self.page(topic.label, &[("Topics", address::topics())]);
                self.context.insert("topic", &topic);
                self.rows(&card.pledges_of_topic(&settings.topics[*at]));
            }
            Page::Statuses => {
                self.page("Statuses", &[]);
                self.statuses();
            }
            Page::Status(at) => {
                let status = StatusEntry::new(audience, *at);
                self.page(status.status.label, &[("Statuses", address::statuses())]);
                self.context.insert("status", &status);
                self.rows(&card.pledges_where(|standing| standing.status == *at));
            }
            Page::Concerns => {
                self.page("Critiques", &[]);
                self.concerns(usize::MAX);
            }
            Page::Concern(at) => {
                let concern = &settings.concerns[*at];
                let entry = ConcernEntry::new(audience, concern);
                self.page(entry.label, &[("Critiques", address::concerns())]);
                let raised: Vec<_> =
                    card.critiques_of(concern).into_iter().map(|raised| Objection::new(audience, raised)).collect();
                self.context.insert("concern", &entry);
                self.context.insert("objections", &raised);
            }
            Page::People => {
                self.page("People", &[]);
                let people: Vec<_> = card.people.iter().map(|person| PersonEntry::new(audience, person)).collect();
                self.context.insert("people", &people);
            }
            Page::Person(at) => self.person(*at),
            Page::Sources => {
                self.page("Sources", &[]);
                let sources: Vec<_> = (0..card.sources.len()).map(|at| CitedSource::new(audience, at)).collect();
                self.context.insert("sources", &sources);
            }
            Page::Deadlines => self.deadlines(),
            Page::Methodology => self.methodology(),
            Page::Corrections => self.corrections(),
            Page::Prose(at) => {
                let prose = &card.pages[*at];
                self.page(audience.text(&prose.title), &[]);
                let body = markdown::html(&prose.body, self.path.address(), &self.root);
                self.context.insert_value("body", body);
            }
            Page::NotFound => self.page("Page not found", &[]),
            Page::Sitemap(_) | Page::SitemapIndex(_) | Page::Robots | Page::File(_) => {}
        }
    }

    /// `page`, and the kind that its template has.
    fn page(&mut self, title: &str, crumbs: &[(&str, SitePath)]) {
        let path = self.path.address();
        let crumbs: Vec<Crumb<'_>> =
            crumbs.iter().map(|(title, path)| Crumb { title, path: path.address().to_owned() }).collect();
        let view = PageView {
            kind: self.kind,
            title,
            path,
            url: format!("{}{path}", self.renderer.base_url()),
            root: self.root.clone(),
            language: self.renderer.language.as_str(),
            crumbs,
        };
        self.context.insert("page", &view);
    }

    /// `pledges`: rows of the ledger.
    fn rows(&mut self, pledges: &[usize]) {
        let rows: Vec<Value> = pledges.iter().map(|at| self.renderer.rows[*at].clone()).collect();
        self.context.insert_value("pledges", Value::from(rows));
    }

    fn tally(&mut self, pledges: &[usize]) {
        let audience = self.renderer.audience();
        self.context.insert("tally", &audience.tally(&audience.card.tally_of(pledges)));
    }

    fn statuses(&mut self) {
        let audience = self.renderer.audience();
        let count = audience.card.settings.statuses.len();
        let statuses: Vec<_> = (0..count).map(|at| StatusEntry::new(audience, at)).collect();
        self.context.insert("statuses", &statuses);
    }

    /// `concerns`, those most raised first.
    fn concerns(&mut self, most: usize) {
        let audience = self.renderer.audience();
        let concerns = audience.card.settings.concerns.iter();
        let mut concerns: Vec<_> = concerns.map(|concern| ConcernEntry::new(audience, concern)).collect();
        concerns.sort_by_key(|concern| std::cmp::Reverse((concern.critiques, concern.pledges)));
        concerns.truncate(most);
        self.context.insert("concerns", &concerns);
    }

    fn front(mut self) {
        let audience = self.renderer.audience();
        let card = audience.card;
        let many = card.pledges.len() > WHOLE_LEDGER;
        self.page(audience.text(&card.settings.site.title), &[]);
        self.context.insert("tally", &audience.tally(&card.tally));
        self.context.insert("promisers", &Promiser::all(audience));
        let moves: Vec<MoveView<'_>> = card
            .changes()
            .into_iter()
            .take(if many { MANY_MOVES } else { MOVES })
            .map(|(at, change)| MoveView {
                pledge: self.renderer.rows[at].clone(),
                change: ChangeView::new(audience, &card.pledges[at].pledge.status, change),
            })
            .collect();
        self.context.insert("moves", &moves);
        self.concerns(CONCERNS);
        let topics: Vec<_> = card.settings.topics.iter().map(|topic| TopicEntry::new(audience, topic)).collect();
        self.context.insert("topics", &topics);
        let shown = if many { 0 } else { card.pledges.len() };
        self.rows(&(0..shown).collect::<Vec<_>>());
        self.context.insert_value("json_ld", json_ld::dataset(audience));
    }

    fn pledges(mut self, number: usize) {
        self.page("Pledges", &[]);
        let count = self.renderer.rows.len();
        let first = (number - 1) * PLEDGES_A_PAGE;
        let shown: Vec<usize> = (first..count.min(first + PLEDGES_A_PAGE)).collect();
        self.rows(&shown);
        let lists = count.div_ceil(PLEDGES_A_PAGE).max(1);
        let link = |number: usize| address::pledges(number).address().to_owned();
        self.context.insert("number", &number);
        self.context.insert("numbers", &lists);
        self.context.insert("previous", &(number > 1).then(|| link(number - 1)));
        self.context.insert("next", &(number < lists).then(|| link(number + 1)));
    }

    fn pledge(mut self, at: usize) {
        let audience = self.renderer.audience();
        let standing = &audience.card.pledges[at];
        let pledge = &standing.pledge;
        let view = PledgeView::new(audience, at);
        self.page(view.row.title, &[("Pledges", address::pledges(1))]);
        let index = |id: &Id| audience.card.pledge(id.as_str());
        let rows = |all: &[usize]| Value::from(all.iter().map(|at| self.renderer.rows[*at].clone()).collect::<Vec<_>>());
        let related: Vec<usize> = pledge.related.iter().filter_map(|id| index(&id.value)).collect();
        let parent = pledge.parent.as_ref().and_then(|id| index(&id.value));
        self.context.insert_value("parts", rows(&standing.parts));
        self.context.insert_value("related", rows(&related));
        self.context.insert_value("parent", parent.map_or(Value::none(), |at| self.renderer.rows[at].clone()));
        self.context.insert_value("body", markdown::html(&pledge.body, self.path.address(), &self.root));
        self.context.insert_value("json_ld", json_ld::pledge(audience, standing));
        self.context.insert("pledge", &view);
    }

    fn person(mut self, at: usize) {
        let audience = self.renderer.audience();
        let card = audience.card;
        let person = &card.people[at];
        let entry = PersonEntry::new(audience, person);
        self.page(entry.person.name, &[("People", address::people())]);
        let promised = card.pledges_where(|standing| standing.promiser == person.id);
        self.rows(&promised);
        self.tally(&promised);
        let raised = card.critiques_where(|critique| critique.expert.value == person.id);
        let raised: Vec<_> = raised.into_iter().map(|raised| Objection::new(audience, raised)).collect();
        self.context.insert("objections", &raised);
        self.context.insert("person", &entry);
    }

    fn deadlines(mut self) {
        self.page("Deadlines", &[]);
        let card = self.renderer.card();
        let with = |timing: Timing| {
            let mut pledges = card.pledges_where(|standing| standing.timing == timing);
            pledges.sort_by_key(|at| card.pledges[*at].due);
            Value::from(pledges.iter().map(|at| self.renderer.rows[*at].clone()).collect::<Vec<_>>())
        };
        let (overdue, ahead, late) = (with(Timing::Overdue), with(Timing::Ahead), with(Timing::Late));
        self.context.insert_value("overdue", overdue);
        self.context.insert_value("ahead", ahead);
        self.context.insert_value("late", late);
    }

    fn methodology(mut self) {
        let audience = self.renderer.audience();
        let card = audience.card;
        let prose = card.pages.iter().find(|page| address::prose(&page.id) == *self.path);
        self.page(prose.map_or("How we judge", |page| audience.text(&page.title)), &[]);
        self.statuses();
        let concerns: Vec<_> =
            card.settings.concerns.iter().map(|concern| ConcernEntry::new(audience, concern)).collect();
        self.context.insert("concerns", &concerns);
        self.context.insert("small_sample", &card.settings.small_sample);
        self.context.insert("stale_after_days", &card.settings.checks.stale_after_days);
        let body = prose.map(|page| markdown::html(&page.body, self.path.address(), &self.root));
        self.context.insert_value("body", body.unwrap_or(Value::none()));
    }

    fn corrections(mut self) {
        self.page("Corrections", &[]);
        let audience = self.renderer.audience();
        let corrections = &audience.card.corrections;
        let views: Vec<CorrectionView<'_>> = corrections
            .iter()
            .map(|one| CorrectionView {
                id: one.id.as_str(),
                on: audience.date(one.on.value),
                pledge: one.pledge.as_ref().and_then(|id| {
                    let pledge = &audience.card.pledges[audience.card.pledge(id.value.as_str())?].pledge;
                    Some(audience.named_pledge(pledge))
                }),
                editions: one.editions.iter().map(|edition| edition.value).collect(),
                was: audience.text(&one.was),
                now: audience.text(&one.now),
                reported_by: audience.optional(one.reported_by.as_ref()),
            })
            .collect();
        let bodies: Vec<Value> =
            corrections.iter().map(|one| markdown::html(&one.body, self.path.address(), &self.root)).collect();
        self.context.insert("corrections", &views);
        self.context.insert_value("bodies", Value::from(bodies));
    }
}
