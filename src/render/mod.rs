//! Pages to bytes: pure, one page at a time. Never: deciding which pages there are.

mod builtin;
mod gate;
mod json_ld;
mod markdown;
mod pages;
mod sitemap;
mod template_fault;
mod theme;

use std::borrow::Cow;

use tera::{Context, Value};

pub use builtin::CIVIC;
pub use gate::svg_faults;
pub use theme::Theme;

use crate::diagnostic::Diagnostic;
use crate::record::Language;
use crate::scorecard::Scorecard;
use crate::site::{Page, Site, SitePath};
use crate::view::{Audience, Ledger, SiteView};

/// Renders the pages of one site with one theme. What many pages show is made once, here.
pub struct Renderer<'s> {
    site: &'s Site,
    theme: &'s Theme,
    language: Language,
    /// `site`, as every page has it.
    shared: Value,
    /// Each pledge as a row, in the order of the scorecard.
    rows: Vec<Value>,
}

impl<'s> Renderer<'s> {
    /// Prepares to render a site.
    pub fn new(site: &'s Site, theme: &'s Theme) -> Self {
        use rayon::prelude::*;
        let card = &site.scorecard;
        let language = card.settings.site.language.clone();
        let audience = Audience { card, language: &language };
        let row = |standing| Value::from_serializable(&Ledger::new(audience, standing));
        let rows = card.pledges.par_iter().map(row).collect();
        let shared = Value::from_serializable(&SiteView::new(audience));
        Self { site, theme, language, shared, rows }
    }

    /// The bytes of a page, or what is wrong with its template or its markup.
    pub fn page(&self, path: &SitePath, page: &'s Page) -> Result<Cow<'s, [u8]>, Vec<Diagnostic>> {
        match page {
            Page::File(bytes) => Ok(Cow::Borrowed(bytes)),
            Page::Robots => Ok(sitemap::robots(self.base_url()).into_bytes().into()),
            Page::Sitemap(addresses) => Ok(sitemap::sitemap(self.base_url(), addresses).into_bytes().into()),
            Page::SitemapIndex(parts) => Ok(sitemap::index(self.base_url(), parts).into_bytes().into()),
            _ => self.templated(path, page).map(Cow::Owned),
        }
    }

    fn templated(&self, path: &SitePath, page: &Page) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let template = page.template().expect("every page but those above has a template");
        let context: Context = pages::context(self, path, page);
        let mut html = Vec::with_capacity(16 * 1024);
        let rendered = self.theme.tera().render_to(template, &context, &mut html);
        rendered.map_err(|error| self.theme.faults(template, &error))?;
        match gate::first_fault(&html, self.theme.scripts()) {
            None => Ok(html),
            Some(fault) => Err(vec![self.theme.markup_fault(template, path, &fault)]),
        }
    }

    fn card(&self) -> &'s Scorecard {
        &self.site.scorecard
    }

    fn audience(&self) -> Audience<'_> {
        Audience { card: &self.site.scorecard, language: &self.language }
    }

    fn base_url(&self) -> &str {
        &self.site.scorecard.settings.site.base_url.value
    }
}
