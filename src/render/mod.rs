//! Pages to bytes: pure, one page at a time. Never: deciding which pages there are.

mod calendar;
mod feed;
mod fold;
mod gate;
mod inline;
mod json_ld;
mod made_of;
mod markdown;
mod mementos;
mod pages;
mod policy;
mod sitemap;
mod spoken;
mod template_fault;
mod theme;
mod timemap;
mod trial;
mod xml;

use gate::Gate;
use spoken::Spoken;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use tera::Value;

pub use crate::builtin::CIVIC;
pub use gate::file_fault;
pub use made_of::{Ingredients, Look, MadeOf, PledgeFingerprints};
pub use theme::Theme;
pub use trial::{Overtaken, trial, trial_of};

use crate::diagnostic::Diagnostic;
use crate::edition::Digest;
use crate::record::Language;
use crate::site::{Page, Site, SitePath, address};
use crate::view::{Audience, Names, Reading, SiteView, ToValue as _, TranslationView};
use crate::words::Words;

/// What one thread needs to render page after page: a buffer, and the gate's memory. It never changes a page.
#[derive(Default)]
pub struct Scratch {
    bytes: Vec<u8>,
    gate: Gate,
    /// Whether the last page reads fields that no template names.
    reads_unnamed: bool,
}

impl Scratch {
    /// The bytes of the last page.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the last page shows nothing that is not told of it.
    pub fn is_told(&self) -> bool {
        !self.reads_unnamed
    }
}

/// Renders the pages of one site with one theme. What many pages show is made once, when it is first shown.
pub struct Renderer<'s> {
    site: &'s Site,
    theme: &'s Theme,
    /// The fields that are made for the templates.
    names: &'s Names,
    /// What readers of each language share, the default language first: of the scorecard at the root, then of each edition.
    tongues: Vec<OnceLock<Tongue<'s>>>,
    languages: usize,
    /// The theme's scripts by their address, below the root and below the host.
    scripts: BTreeSet<String>,
}

/// What all pages in one language share.
struct Tongue<'s> {
    audience: Audience<'s>,
    /// `site`, as every page has it.
    shared: Value,
    /// The digest of that, of the edition that stands at the root and of how many pledges there are.
    digest: Digest,
}

impl<'s> Renderer<'s> {
    /// Prepares to render a site.
    pub fn new(site: &'s Site, theme: &'s Theme) -> Self {
        Self::with(site, theme, theme.names())
    }

    fn with(site: &'s Site, theme: &'s Theme, names: &'s Names) -> Self {
        let languages = theme.words().count();
        let tongues = (0..languages * (1 + site.editions.list.len())).map(|_| OnceLock::new()).collect();
        let host = site.scorecard.settings.site.base_url.value.splitn(4, '/').nth(3).unwrap_or_default();
        let scripts = theme.scripts().iter().flat_map(|path| [path.clone(), format!("/{host}{path}")]);
        Self { site, theme, names, tongues, languages, scripts: scripts.collect() }
    }

    /// The site that is rendered.
    pub fn site(&self) -> &'s Site {
        self.site
    }

    /// What pages in the language at an index share, of the scorecard at the root or of the edition with a number.
    fn tongue(&self, language: usize, edition: Option<u32>) -> &Tongue<'s> {
        let slot = edition.unwrap_or(0) as usize * self.languages + language;
        self.tongues[slot].get_or_init(|| {
            let words = self.theme.words().nth(language).expect("there is a tongue for each language of the theme");
            let edition = edition.and_then(|number| self.site.editions.get(number));
            let card = edition.map_or(&*self.site.scorecard, |edition| &*edition.card);
            let audience = Audience::new(
                Reading { card, site: self.site, edition, language: words.language(), words },
                self.names,
            );
            let subject = audience.person(&card.settings.subject.person.value);
            let shared = SiteView::new(audience.reading, subject, self.theme.policy()).to_value(self.names);
            let mut told = serde_json::to_vec(&shared).expect("what templates read can be written as JSON");
            told.extend_from_slice(format!("{:?} {}", self.site.shown, card.pledges.len()).as_bytes());
            Tongue { audience, shared, digest: Digest::of(&told) }
        })
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
        scratch.reads_unnamed = false;
        match page {
            Page::File(bytes) => into.extend_from_slice(bytes),
            Page::Feed(followed) => {
                let (language, inside) = self.spoken(path);
                let text = feed::feed(self.tongue(language, None).audience.reading, *followed, &inside);
                into.extend_from_slice(text.as_bytes());
            }
            Page::Calendar => {
                let reading = self.tongue(self.spoken(path).0, None).audience.reading;
                into.extend_from_slice(calendar::calendar(reading).as_bytes());
            }
            Page::TimeMap => {
                let reading = self.tongue(self.spoken(path).0, None).audience.reading;
                into.extend_from_slice(timemap::timemap(reading).as_bytes());
            }
            Page::Headers => into.extend_from_slice(policy::headers(self.theme.policy()).as_bytes()),
            Page::Robots => into.extend_from_slice(sitemap::robots(self.base_url()).as_bytes()),
            Page::Sitemap(all) => {
                let others: Vec<&Language> = self.theme.words().skip(1).map(Words::language).collect();
                let default = &self.site.scorecard.settings.site.language;
                let text = sitemap::sitemap(self.base_url(), all, (default, &others));
                into.extend_from_slice(text.as_bytes());
            }
            Page::SitemapIndex(all) => into.extend_from_slice(sitemap::index(self.base_url(), all).as_bytes()),
            _ => self.templated(path, page, scratch)?,
        }
        Ok(&scratch.bytes)
    }

    /// The language of what stands at a path, and the path below the root of that language.
    fn spoken(&self, path: &SitePath) -> (usize, SitePath) {
        address::spoken(path, self.theme.words().map(Words::language))
    }

    /// The page at an address in every language of the site; nothing where there is one alone.
    fn translations(&self, reading: Reading<'s>, address: &str) -> Vec<TranslationView<'s>> {
        let view = |words: &'s Words| {
            let there = Reading { language: words.language(), words, ..reading };
            let folder = if there.is_default() { String::new() } else { format!("{}/", there.language) };
            TranslationView {
                language: words.language().as_str(),
                name: words.get("language-name"),
                direction: words.direction().as_str(),
                path: format!("{folder}{address}"),
                url: there.url(address),
                current: words.language() == reading.language,
            }
        };
        if self.languages > 1 { self.theme.words().map(view).collect() } else { Vec::new() }
    }

    fn templated(&self, path: &SitePath, page: &Page, scratch: &mut Scratch) -> Result<(), Vec<Diagnostic>> {
        let template = page.template().expect("every page but those above has a template");
        let (language, inside) = self.spoken(path);
        let tongue = self.tongue(language, page.edition());
        let context = pages::context(self, tongue, &inside, page);
        let all = Names::all();
        let is_last_look = *self.names == all;
        let Spoken { folded, written, .. } = self.theme.spoken(language);
        let engine = if is_last_look { written } else { folded };
        if let Err(error) = engine.render_to(template, &context, &mut scratch.bytes) {
            // A template can read a field whose name it works out, and an error is told with all the fields there are, of
            // the templates as they were written.
            if !is_last_look {
                scratch.bytes.clear();
                scratch.reads_unnamed = true;
                return Renderer::with(self.site, self.theme, &all).templated(path, page, scratch);
            }
            return Err(self.theme.faults(template, &error));
        }
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
        &self.site.scorecard.settings.site.base_url.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::disk;

    /// Every page of the demo from the folded templates is, byte for byte, what the templates as written give.
    #[test]
    fn folded_templates_say_what_was_written() {
        let inputs = disk::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let publication = crate::compile(&inputs, crate::record::Date::parse("2026-06-30").unwrap())
            .publication
            .expect("the demo is sound");
        let (site, theme, all) = (&publication.site, &publication.theme, Names::all());
        let (folded, written) = (Renderer::new(site, theme), Renderer::with(site, theme, &all));
        let (mut one, mut other) = (Scratch::default(), Scratch::default());
        for (path, page) in site.pages.iter() {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let folded = folded.page(path, page, &mut one).map(text);
            let written = written.page(path, page, &mut other).map(text);
            assert_eq!(folded.unwrap(), written.unwrap(), "{path}");
        }
    }
}
