//! What everything but pledges says: the settings with their vocabulary, people, sources, pages and corrections.

use super::facts::{Facts, Teller, Tells};
use crate::record::{
    Checks, Concern, Correction, Id, Language, Licence, Page, Person, Publisher, Settings, SiteSettings, Source,
    SourceKind, Status, Subject, Term, Topic, Word as _,
};

/// What site.toml says.
pub(super) fn settings(settings: &Settings) -> Teller<'_> {
    let Settings { site, subject, statuses, topics, concerns, small_sample, checks, publish: _ } = settings;
    let default = &site.language;
    let Checks { stale_after_days, require_archive, require_evidence } = checks;
    subject_of(site_of(Teller::new(default), site), subject)
        .value("small_sample", small_sample)
        .value("stale_after_days", stale_after_days)
        .value("require_archive", require_archive)
        .value("require_evidence", require_evidence)
        .list("statuses", statuses.iter().map(|one| status(one, default)))
        .list("topics", topics.iter().map(|one| topic(one, default)))
        .list("concerns", concerns.iter().map(|one| concern(one, default)))
}

fn site_of<'a>(teller: Teller<'a>, site: &SiteSettings) -> Teller<'a> {
    let SiteSettings { title, headline, description, base_url, language, languages, theme, publisher, licence } =
        site;
    let publisher = publisher.as_ref().map(|Publisher { name, url, email }| (name, url.as_ref(), email.as_ref()));
    let licence = licence.as_ref().map(|Licence { name, url }| (name, url.as_ref()));
    teller
        .text("title", title)
        .optional_text("headline", headline.as_ref())
        .text("description", description)
        .value("base_url", &base_url.value)
        .value("language", language)
        .several("languages", languages.iter())
        .value("theme", &theme.value)
        .optional_text("publisher.name", publisher.map(|(name, _, _)| name))
        .optional("publisher.url", publisher.and_then(|(_, url, _)| url))
        .optional("publisher.email", publisher.and_then(|(_, _, email)| email))
        .optional_text("licence.name", licence.map(|(name, _)| name))
        .optional("licence.url", licence.and_then(|(_, url)| url))
}

fn subject_of<'a>(teller: Teller<'a>, subject: &Subject) -> Teller<'a> {
    let Subject { person, office, term } = subject;
    let term = term.map(|Term { start, end }| (start.value, end.value));
    teller
        .value("person", &person.value)
        .optional_text("office", office.as_ref())
        .optional("term.start", term.map(|(start, _)| start))
        .optional("term.end", term.map(|(_, end)| end))
}

fn status(status: &Status, default: &Language) -> (String, Facts) {
    let Status { id, label, meaning, counts_as, r#final, mark, tone, same_as } = status;
    let called = same_as.iter().map(|(tracker, word)| {
        let word = Teller::new(default).value("word", word);
        (tracker.to_string(), word.done())
    });
    let facts = Teller::new(default)
        .text("label", label)
        .text("meaning", meaning)
        .value("counts_as", counts_as.word())
        .value("final", r#final)
        .value("mark", mark.word())
        .value("tone", tone.word())
        .list("same_as", called);
    (id.value.to_string(), facts.done())
}

fn topic(topic: &Topic, default: &Language) -> (String, Facts) {
    let Topic { id, label, description } = topic;
    let facts = Teller::new(default).text("label", label).optional_text("description", description.as_ref());
    (id.value.to_string(), facts.done())
}

fn concern(concern: &Concern, default: &Language) -> (String, Facts) {
    let Concern { id, label, meaning } = concern;
    let facts = Teller::new(default).text("label", label).optional_text("meaning", meaning.as_ref());
    (id.value.to_string(), facts.done())
}

impl Tells for Person {
    fn id(&self) -> &Id {
        &self.id
    }

    fn facts(&self, default: &Language) -> Facts {
        let Self { id: _, place: _, name, kind, role, affiliation, interests, url } = self;
        Teller::new(default)
            .text("name", name)
            .value("kind", kind.word())
            .optional_text("role", role.as_ref())
            .optional_text("affiliation", affiliation.as_ref())
            .optional_text("interests", interests.as_ref())
            .optional("url", url.as_ref())
            .done()
    }
}

impl Tells for Source {
    fn id(&self) -> &Id {
        &self.id
    }

    fn facts(&self, default: &Language) -> Facts {
        let Self {
            id: _,
            place: _,
            title,
            publisher,
            author,
            url,
            archive,
            file,
            public,
            published,
            accessed,
            language,
            kind,
        } = self;
        Teller::new(default)
            .text("title", title)
            .optional_text("publisher", publisher.as_ref())
            .optional_text("author", author.as_ref())
            .optional("url", url.as_ref())
            .optional("archive", archive.as_ref())
            .optional("file", file.as_ref().map(|file| &file.value))
            .value("public", public)
            .optional("published", published.map(|date| date.value))
            .optional("accessed", accessed.map(|date| date.value))
            .optional("language", language.as_ref())
            .optional("kind", kind.map(SourceKind::word))
            .done()
    }
}

impl Tells for Page {
    fn id(&self) -> &Id {
        &self.id
    }

    fn facts(&self, default: &Language) -> Facts {
        let Self { id: _, path: _, title, menu, body, translations } = self;
        let facts = Teller::new(default).text("title", title).optional("menu", *menu);
        facts.prose("body", body, translations).done()
    }
}

impl Tells for Correction {
    fn id(&self) -> &Id {
        &self.id
    }

    fn facts(&self, default: &Language) -> Facts {
        let Self { id: _, place: _, on, pledge, editions, was, now, reported_by, body, translations } = self;
        Teller::new(default)
            .value("on", on.value)
            .optional("pledge", pledge.as_ref().map(|id| &id.value))
            .several("editions", editions.iter().map(|number| number.value))
            .text("was", was)
            .text("now", now)
            .optional_text("reported_by", reported_by.as_ref())
            .prose("body", body, translations)
            .done()
    }
}
