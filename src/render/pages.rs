//! What each kind of page shows: the context of its template. Every page has `site` and `page`; what else it has is
//! named after what it is.

use tera::{Context, Value};

use super::mementos::{original, sealed};
use super::{Renderer, Tongue, json_ld, markdown};
use crate::record::{Body, Id, Text, Translated};
use crate::scorecard::{Raised, Timing};
use crate::site::{PLEDGES_A_PAGE, Page, SitePath, address, pledges_on};
use crate::view::{
    self, Audience, ChangeView, CitedSource, ConcernEntry, CorrectionView, Crumb, FilterView, MoveView, Objection,
    PageView, PersonEntry, PledgeView, Promiser, Reading, Said, StatusEntry, ToValue, TopicEntry,
};
use crate::words::Direction;

/// Above this many pledges the front page shows topics and the last moves, not every pledge.
const WHOLE_LEDGER: usize = 200;
/// Moves shown on the front page.
const MOVES: usize = 5;
/// Moves shown there above `WHOLE_LEDGER`.
const MANY_MOVES: usize = 50;
/// Judgements shown on the page of who judged.
pub(super) const JUDGEMENTS: usize = 20;
/// Concerns shown on the front page.
const CONCERNS: usize = 6;

/// The context of a page: of its kind, at a path below the root of the reader's language.
pub(super) fn context<'s>(renderer: &Renderer<'s>, tongue: &Tongue<'s>, path: &SitePath, page: &Page) -> Context {
    let template = page.template().unwrap_or_default();
    let mut shown = Shown {
        renderer,
        audience: &tongue.audience,
        path,
        template,
        root: root(tongue, path, page),
        original: original(&tongue.audience, page),
        sealed: sealed(&tongue.audience, page),
        base: base(tongue, path, page),
        untranslated: false,
        context: Context::new(),
    };
    shown.context.insert_value("site", tongue.shared.clone());
    shown.fill(page);
    shown.context
}

/// The way to the root of the language. The page for lost addresses stands anywhere, so that its way is absolute.
fn root(tongue: &Tongue<'_>, path: &SitePath, page: &Page) -> String {
    match page {
        Page::NotFound => below_the_host(&tongue.audience.reading.url("")),
        _ => path.to_root(),
    }
}

/// The way to the root of the site, where what all languages share is: one step above that of another language.
fn base(tongue: &Tongue<'_>, path: &SitePath, page: &Page) -> String {
    let reading = tongue.audience.reading;
    match page {
        Page::NotFound => below_the_host(&reading.site.scorecard.settings.site.base_url.value),
        _ if reading.is_default() => path.to_root(),
        _ => format!("../{}", path.to_root().trim_start_matches("./")),
    }
}

/// The path of an absolute address, which leads there from wherever a page stands.
fn below_the_host(url: &str) -> String {
    format!("/{}", url.splitn(4, '/').nth(3).unwrap_or_default())
}

/// A page while its context is filled. What a template does not read is not made.
pub(super) struct Shown<'r, 's> {
    renderer: &'r Renderer<'s>,
    pub(super) audience: &'r Audience<'s>,
    path: &'r SitePath,
    template: &'static str,
    root: String,
    /// The present page, where this is one of an old edition.
    pub(super) original: Option<SitePath>,
    /// The pledge that the page shows as it stood.
    pub(super) sealed: Option<&'s Id>,
    base: String,
    /// Whether something that the page is about is not in the reader's language.
    untranslated: bool,
    context: Context,
}

impl<'s> Shown<'_, 's> {
    pub(super) fn reading(&self) -> Reading<'s> {
        self.audience.reading
    }

    /// Adds a variable, if the template reads it.
    pub(super) fn set<V: ToValue>(&mut self, name: &'static str, make: impl FnOnce(&Self) -> V) {
        debug_assert!(view::has(self.template, name), "{} has a `{name}` that is in no list", self.template);
        if self.renderer.theme.reads(self.template, name) {
            let value = make(self).to_value(self.audience.names);
            self.context.insert_value(name, value);
        }
    }

    /// A word of the interface as a title.
    pub(super) fn word(&self, key: &'s str) -> Said<'s> {
        Said::plain(self.reading().words.get(key))
    }

    /// `page`, named by a word of the interface.
    pub(super) fn named(&mut self, key: &'s str) {
        self.page(self.word(key), None, &[]);
    }

    /// `page`, with what search engines read of it; without a description it has the site's.
    pub(super) fn page(&mut self, title: Said<'_>, description: Option<Said<'_>>, crumbs: &[(Said<'s>, SitePath)]) {
        self.page_about(title, description.map(|said| said.text), crumbs, || None);
    }

    /// `page` of something that search engines know.
    fn page_about(
        &mut self,
        title: Said<'_>,
        description: Option<&str>,
        crumbs: &[(Said<'s>, SitePath)],
        thing: impl FnOnce() -> Option<json_ld::Thing<'s>>,
    ) {
        let (path, reading) = (self.path.address(), self.reading());
        let description = description.unwrap_or(reading.text(&reading.card.settings.site.description));
        self.set("feed", |shown| shown.renderer.feed(shown.path).map(|feed| feed.address().to_owned()));
        let view = PageView {
            kind: self.template.strip_suffix(".html").unwrap_or(self.template),
            title,
            description: description.to_owned(),
            path,
            url: reading.url(path),
            root: self.root.clone(),
            base: self.base.clone(),
            language: reading.language.as_str(),
            direction: reading.words.direction().as_str(),
            translations: self.renderer.translations(reading, path),
            untranslated: self.untranslated,
            crumbs: crumbs.iter().map(|(title, at)| Crumb { title: *title, path: at.address().to_owned() }).collect(),
            memento: self.memento(),
            corrections: self.corrected(),
        };
        self.set("json_ld", |shown| json_ld::page(shown.reading(), &view, thing()));
        self.context.insert_value("page", view.to_value(self.audience.names));
    }

    fn fill(&mut self, page: &Page) {
        match page {
            Page::Front => self.front(),
            Page::Pledges(number) => self.pledges(*number),
            Page::Pledge(at) | Page::PledgeVersion(_, at) => self.pledge(*at),
            Page::Edition(number) => self.edition(*number),
            Page::Editions => self.editions(),
            Page::Changes(number) => self.changed(*number),
            Page::Withdrawn(withdrawn) => self.withdrawn(withdrawn),
            Page::Topics => {
                self.named("topics");
                self.topics();
                self.statuses();
            }
            Page::Topic(at) => self.topic(*at),
            Page::Statuses => {
                self.named("statuses");
                self.statuses();
            }
            Page::Status(at) => self.status(*at),
            Page::Concerns => {
                self.named("concerns");
                self.most_raised(usize::MAX);
            }
            Page::Concern(at) => self.concern(*at),
            Page::People => {
                self.named("people");
                let reading = self.reading();
                let name = |at: &usize| reading.text(&reading.card.people[*at].name);
                let mut people: Vec<usize> = (0..reading.card.people.len()).collect();
                people.sort_by(|one, other| reading.words.compare(name(one), name(other)));
                self.set("people", |shown| {
                    people.iter().map(|at| PersonEntry::new(shown.audience, *at)).collect::<Vec<_>>()
                });
            }
            Page::Person(at) => self.person(*at),
            Page::Sources => {
                self.named("sources");
                let card = self.reading().card;
                let mut order: Vec<usize> = (0..card.sources.len()).collect();
                order.sort_by_key(|at| {
                    let source = &card.sources[*at];
                    let published = source.published.map(|date| date.value);
                    (source.kind.is_none(), source.kind, std::cmp::Reverse(published))
                });
                self.set("sources", |shown| {
                    order.iter().map(|at| CitedSource::new(shown.audience, *at)).collect::<Vec<_>>()
                });
            }
            Page::Deadlines => self.deadlines(),
            Page::Methodology => self.methodology(),
            Page::Corrections => self.corrections(),
            Page::Prose(at) => {
                let prose = &self.reading().card.pages[*at];
                let lead = markdown::lead(self.in_language(&**prose).0);
                let lead = Some(&*lead).filter(|lead| !lead.is_empty()).map(Said::plain);
                self.note_language(&**prose, &prose.title);
                self.page(self.reading().said(&prose.title), lead, &[]);
                self.body(Some(&**prose));
            }
            Page::NotFound => self.named("not-found"),
            Page::Feed(_)
            | Page::TimeMap
            | Page::Calendar
            | Page::Sitemap(_)
            | Page::SitemapIndex(_)
            | Page::Robots
            | Page::Headers
            | Page::File(_) => {}
        }
    }

    /// `body`: prose as HTML, if there is any.
    fn body(&mut self, record: Option<&impl Translated>) {
        self.set("body", |shown| record.map(|record| shown.prose(record, "")));
    }

    /// The prose of a record for this reader, and whether it is in the reader's language.
    fn in_language<'r>(&self, record: &'r impl Translated) -> (&'r Body, bool) {
        record.body_in(self.reading().language, &self.reading().card.settings.site.language)
    }

    /// Notes whether what the page is about is in the reader's language.
    fn note_language(&mut self, record: &impl Translated, title: &Text) {
        self.untranslated = !self.in_language(record).1 || self.reading().said(title).language.is_some();
    }

    /// The prose of a record as HTML, marked where it is in another language.
    pub(super) fn prose(&self, record: &impl Translated, prefix: &str) -> Value {
        let (body, is_read) = self.in_language(record);
        let html = self.html(body, prefix);
        if is_read {
            return html;
        }
        let language = &self.reading().card.settings.site.language;
        let html = html.as_str().unwrap_or_default();
        let direction = Direction::of(language).as_str();
        Value::safe_string(&format!("<div lang=\"{language}\" dir=\"{direction}\">\n{html}</div>\n"))
    }

    fn html(&self, body: &Body, prefix: &str) -> Value {
        let from = self.original.as_ref().unwrap_or(self.path).address();
        markdown::html(body, from, self.reading(), (&self.root, &self.base), prefix)
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
        let card = self.reading().card;
        let topics = 0..card.settings.topics.len();
        self.set("topics", |shown| {
            topics.clone().map(|topic| TopicEntry::new(shown.audience, topic)).collect::<Vec<_>>()
        });
        self.set("largest", |_| card.tallies_of_topics().iter().map(|tally| tally.total).max().unwrap_or(0));
    }

    /// `statuses`.
    fn statuses(&mut self) {
        let count = self.reading().card.settings.statuses.len();
        self.set("statuses", |shown| (0..count).map(|at| StatusEntry::new(shown.audience, at)).collect::<Vec<_>>());
    }

    /// `filter`.
    fn filter(&mut self) {
        self.set("filter", |shown| FilterView::new(shown.audience));
    }

    fn concern_entries(&self) -> Vec<ConcernEntry<'s>> {
        let concerns = 0..self.reading().card.settings.concerns.len();
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
    fn objections(&mut self, raised: impl Iterator<Item = Raised<'s>>) {
        self.set("objections", |shown| {
            raised.map(|raised| Objection::new(shown.audience, raised)).collect::<Vec<_>>()
        });
    }

    /// The first of some changes of status: each its pledge's index and its own in the history.
    fn changes(&self, changes: &[(usize, usize)], most: usize) -> Vec<MoveView<'s>> {
        let card = self.reading().card;
        let view = |&(at, number): &(usize, usize)| MoveView {
            pledge: self.audience.row(at),
            change: ChangeView::new(self.audience, &card.pledges[at].pledge.status, number),
        };
        changes.iter().take(most).map(view).collect()
    }

    fn front(&mut self) {
        let reading = self.reading();
        let title = reading.said(&reading.card.settings.site.title);
        self.page_about(title, None, &[], || Some(json_ld::dataset(reading)));
        self.scorecard();
    }

    /// What the front page shows of a scorecard.
    pub(super) fn scorecard(&mut self) {
        let card = self.reading().card;
        let many = card.pledges.len() > WHOLE_LEDGER;
        self.set("tally", |shown| shown.audience.tally(card.tally()));
        self.set("promisers", |shown| Promiser::all(shown.audience));
        let most = if many { MANY_MOVES } else { MOVES };
        self.set("moves", |shown| shown.changes(&card.moves(most), most));
        self.most_raised(CONCERNS);
        self.topics();
        self.statuses();
        self.filter();
        let shown = if many { 0 } else { card.pledges.len() };
        self.rows(&(0..shown).collect::<Vec<_>>());
    }

    fn pledges(&mut self, number: usize) {
        self.named("pledges");
        let count = self.reading().card.pledges.len();
        let shown: Vec<usize> = pledges_on(number, count).collect();
        self.rows(&shown);
        self.topics();
        self.statuses();
        self.filter();
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
        let reading = self.reading();
        let status = reading.text(&card.settings.statuses[standing.status].label);
        let description = format!("{status}. {}", reading.text(&standing.last_change().reason));
        let crumbs = [(self.word("pledges"), address::pledges(1))];
        let claim = || Some(json_ld::claim(reading, standing));
        self.note_language(&**pledge, &pledge.title);
        self.page_about(reading.said(&pledge.title), Some(&description), &crumbs, claim);
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
        self.body(Some(&**pledge));
    }

    fn topic(&mut self, at: usize) {
        let card = self.reading().card;
        let topic = &card.settings.topics[at];
        let description = self.reading().optional(topic.description.as_ref());
        self.page(self.reading().said(&topic.label), description, &[(self.word("topics"), address::topics())]);
        self.set("topic", |shown| TopicEntry::new(shown.audience, at));
        self.rows(card.pledges_of_topic(at));
    }

    fn status(&mut self, at: usize) {
        let card = self.reading().card;
        let status = &card.settings.statuses[at];
        let meaning = self.reading().said(&status.meaning);
        self.page(self.reading().said(&status.label), Some(meaning), &[(self.word("statuses"), address::statuses())]);
        self.set("status", |shown| StatusEntry::new(shown.audience, at));
        self.rows(&card.pledges_where(|standing| standing.status == at));
    }

    fn concern(&mut self, at: usize) {
        let card = self.reading().card;
        let concern = &card.settings.concerns[at];
        let meaning = self.reading().optional(concern.meaning.as_ref());
        self.page(self.reading().said(&concern.label), meaning, &[(self.word("concerns"), address::concerns())]);
        self.set("concern", |shown| ConcernEntry::new(shown.audience, at));
        self.objections(card.critiques_of(at));
    }

    fn person(&mut self, at: usize) {
        let card = self.reading().card;
        let person = &card.people[at];
        let role = self.reading().optional(person.role.as_ref());
        self.page(self.reading().said(&person.name), role, &[(self.word("people"), address::people())]);
        let deeds = card.deeds(at);
        self.rows(&deeds.promised);
        self.tally(&deeds.promised);
        self.objections(card.critiques_by(at));
        self.set("replied_to", |shown| shown.audience.rows(&deeds.replied));
        self.set("judgements", |shown| shown.changes(&deeds.judged, JUDGEMENTS));
        self.set("person", |shown| PersonEntry::new(shown.audience, at));
    }

    fn deadlines(&mut self) {
        self.named("deadlines");
        let card = self.reading().card;
        self.set("calendar", |shown| {
            let calendar = address::calendar();
            shown.renderer.site.pages.contains_key(&calendar).then(|| calendar.address().to_owned())
        });
        self.set("overdue", |shown| shown.audience.rows(&card.pledges_due(Timing::Overdue)));
        self.set("ahead", |shown| shown.audience.rows(&card.pledges_due(Timing::Ahead)));
        self.set("late", |shown| shown.audience.rows(&card.pledges_due(Timing::Late)));
    }

    fn methodology(&mut self) {
        let card = self.reading().card;
        let prose = card.pages.iter().find(|page| address::prose(&page.id) == *self.path);
        let title = prose.map_or(self.word("how-we-judge"), |page| self.reading().said(&page.title));
        if let Some(prose) = prose {
            self.note_language(&**prose, &prose.title);
        }
        self.page(title, None, &[]);
        self.statuses();
        self.set("concerns", Self::concern_entries);
        self.set("require_evidence", |_| card.settings.checks.require_evidence);
        self.set("small_sample", |_| card.settings.small_sample as usize);
        self.set("stale_after_days", |_| card.settings.checks.stale_after_days as usize);
        self.body(prose.map(|page| &**page));
    }

    fn corrections(&mut self) {
        self.named("corrections");
        let reading = self.reading();
        let corrections = &reading.card.corrections;
        self.set("corrections", |_| {
            corrections.iter().map(|one| CorrectionView::new(reading, one)).collect::<Vec<_>>()
        });
        self.set("bodies", |shown| {
            corrections.iter().map(|one| shown.prose(&**one, &format!("{}_", one.id))).collect::<Vec<_>>()
        });
    }
}
