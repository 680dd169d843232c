//! Pages to bytes: pure, one page at a time. Never: deciding which pages there are.

mod builtin;
mod calendar;
mod feed;
mod gate;
mod json_ld;
mod markdown;
mod pages;
mod policy;
mod sitemap;
mod template_fault;
mod theme;
mod trial;

use gate::Gate;
use std::collections::BTreeSet;

use tera::Value;

pub use builtin::CIVIC;
pub use gate::svg_faults;
pub use theme::Theme;
pub use trial::{trial, trial_of};

use crate::diagnostic::Diagnostic;
use crate::site::{Page, Site, SitePath, address};
use crate::view::{Audience, Reading, SiteView, ToValue as _};

/// What one thread needs to render page after page: a buffer, and the gate's memory. It never changes a page.
#[derive(Default)]
pub struct Scratch {
    bytes: Vec<u8>,
    gate: Gate,
}

/// Renders the pages of one site with one theme. What many pages show is made once, here.
pub struct Renderer<'s> {
    site: &'s Site,
    theme: &'s Theme,
    audience: Audience<'s>,
    /// `site`, as every page has it.
    shared: Value,
    /// The theme's scripts by their address, below the root and below the host.
    scripts: BTreeSet<String>,
}

impl<'s> Renderer<'s> {
    /// Prepares to render a site.
    pub fn new(site: &'s Site, theme: &'s Theme) -> Self {
        let card = &site.scorecard;
        let settings = &card.settings;
        let audience = Audience::new(Reading { card, language: &settings.site.language });
        let subject = audience.person(&settings.subject.person.value);
        let shared = SiteView::new(audience.reading, subject, theme.policy()).to_value();
        let host = settings.site.base_url.value.splitn(4, '/').nth(3).unwrap_or_default();
        let scripts = theme.scripts().iter().flat_map(|path| [path.clone(), format!("/{host}{path}")]).collect();
        Self { site, theme, audience, shared, scripts }
    }

    /// A page's bytes, or what is wrong with its template or its markup. They stand in the scratch until its next use.
    pub fn page<'w>(
        &self,
        path: &SitePath,
        page: &Page,
        scratch: &'w mut Scratch,
    ) -> Result<&'w [u8], Vec<Diagnostic>> {
        let into = &mut scratch.bytes;
        into.clear();
        match page {
            Page::File(bytes) => into.extend_from_slice(bytes),
            Page::Feed(followed) => into.extend(feed::feed(self.audience.reading, *followed, path)),
            Page::Calendar => into.extend_from_slice(calendar::calendar(self.audience.reading).as_bytes()),
            Page::Headers => into.extend_from_slice(policy::headers(self.theme.policy()).as_bytes()),
            Page::Robots => into.extend_from_slice(sitemap::robots(self.base_url()).as_bytes()),
            Page::Sitemap(all) => into.extend_from_slice(sitemap::sitemap(self.base_url(), all).as_bytes()),
            Page::SitemapIndex(all) => into.extend_from_slice(sitemap::index(self.base_url(), all).as_bytes()),
            _ => self.templated(path, page, scratch)?,
        }
        Ok(&scratch.bytes)
    }

    fn templated(&self, path: &SitePath, page: &Page, scratch: &mut Scratch) -> Result<(), Vec<Diagnostic>> {
        let template = page.template().expect("every page but those above has a template");
        let context = pages::context(self, path, page);
        let rendered = self.theme.tera().render_to(template, &context, &mut scratch.bytes);
        rendered.map_err(|error| self.theme.faults(template, &error))?;
        match scratch.gate.first_fault(&scratch.bytes, &self.scripts) {
            None => Ok(()),
            Some(fault) => Err(vec![self.theme.markup_fault(template, path, &fault)]),
        }
    }

    /// The feed that a page names: its own, else the site's.
    fn feed(&self, path: &SitePath) -> Option<SitePath> {
        let has = |template| self.theme.offered().feeds.contains(template);
        let own = |page: &Page| page.template().is_some_and(has) && page.feed().is_some();
        match self.site.pages.get(path) {
            Some(page) if own(page) => Some(address::feed(path)),
            _ => has("front.html").then(|| address::feed(&address::front())),
        }
    }

    fn base_url(&self) -> &'s str {
        &self.audience.reading.card.settings.site.base_url.value
    }
}
