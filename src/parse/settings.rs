//! site.toml.

use std::collections::BTreeMap;

use super::fields::Fields;
use super::reader::Reader;
use super::tree::{Item, Value};
use super::values::{boolean, clipped, date, id, integer, language, name, string, text, url, word};
use crate::diagnostic::{Code, Placed, Span};
use crate::record::{
    Checks, Concern, CountsAs, Destination, Language, Licence, Mark, Publisher, Publishing, Settings, SiteSettings,
    Status, Subject, Term, Tone, Topic,
};

/// Reads site.toml.
pub(super) fn parse(reader: &Reader<'_>) -> Settings {
    let table = reader.toml(0..reader.text.len());
    let mut fields = Fields::new(reader, &table, Span::default(), "site.toml");
    let settings = read(&mut fields);
    fields.finish();
    settings
}

fn read(fields: &mut Fields<'_, '_>) -> Settings {
    fields.required("format", "1", format);
    let site = fields.table("site", "[site]", site);
    fields.missing_table("site", "title, description, base_url and language");
    let subject = fields.table("subject", "[subject]", subject);
    fields.missing_table("subject", "person, whose pledges these are");
    let header = fields.header;
    Settings {
        site: site.unwrap_or_else(|| SiteSettings {
            theme: Placed::new("civic".into(), header),
            ..SiteSettings::default()
        }),
        subject: subject.unwrap_or_default(),
        statuses: fields.tables("statuses", "[[statuses]]", help, status),
        topics: fields.tables("topics", "[[topics]]", help, topic),
        concerns: fields.tables("concerns", "[[concerns]]", help, concern),
        small_sample: fields.table("scoring", "[scoring]", small_sample).unwrap_or(SMALL_SAMPLE),
        checks: fields.table("checks", "[checks]", checks).unwrap_or(CHECKS),
        publish: publish(fields),
    }
}

/// Where the site is published; a target without a sound address is none.
fn publish(fields: &mut Fields<'_, '_>) -> BTreeMap<Box<str>, Publishing> {
    let targets = fields.named_tables("publish", "[publish.<name>]", |fields| {
        let to = fields.optional("to", destination);
        fields.missing("to", "\"dir:/srv/www/site\"");
        let push = fields.optional("push", boolean).unwrap_or(false);
        let compress = fields.optional("compress", word);
        if let (Some(to), Some(compress)) = (&to, &compress)
            && !matches!(to, Destination::Bucket(..))
        {
            let message = format!("`{to}` is no bucket, and nothing is stored compressed but there");
            let help = "take `compress` out: who serves a folder compresses what is asked for";
            fields.reader.fault(Code::BadValue, compress.span, message, help);
        }
        to.map(|to| Publishing { to, push, compress: compress.map(|compress| compress.value) })
    });
    targets.into_iter().filter_map(|(name, target)| Some((name, target?))).collect()
}

fn destination(reader: &Reader<'_>, value: Value<'_>) -> Option<Destination> {
    let written = string(reader, value)?;
    let read = Destination::parse(&written.value);
    if read.is_none() {
        let message = format!("`{}` is no place to publish to", clipped(&written.value));
        reader.fault(Code::BadValue, written.span, message, Destination::HELP);
    }
    read
}

/// The version of the format: 1.
fn format(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<i64>> {
    let number = integer(reader, value, 0..=i64::MAX)?;
    if number.value != 1 {
        let message = format!("this version of pledgecard reads format 1, not {}", number.value);
        reader.fault(Code::BadValue, value.span, message, "write `format = 1`, or use a newer pledgecard");
    }
    Some(number)
}

const SMALL_SAMPLE: u32 = 6;
const CHECKS: Checks = Checks { stale_after_days: 180, require_archive: false, require_evidence: true };

fn help(value: Value<'_>) -> String {
    format!("write each as a table of its own, under a header in double brackets, not as {}", value.value.type_name())
}

fn site(fields: &mut Fields<'_, '_>) -> SiteSettings {
    let site_language = fields.required("language", "\"en\"", language).value;
    let mut languages: Vec<Language> = fields.list("languages", language).into_iter().map(|one| one.value).collect();
    if !languages.contains(&site_language) {
        languages.insert(0, site_language.clone());
    }
    SiteSettings {
        title: fields.required("title", "\"…\"", text),
        headline: fields.optional("headline", text),
        description: fields.required("description", "\"…\"", text),
        base_url: fields.required("base_url", "\"https://example.org/\"", base_url),
        language: site_language,
        languages,
        theme: fields.optional("theme", string).unwrap_or(Placed::new("civic".into(), fields.header)),
        publisher: fields.table("publisher", "publisher", publisher),
        licence: fields.table("licence", "licence", licence),
    }
}

/// An absolute address on the web, given its final `/`.
fn base_url(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Box<str>>> {
    let written = string(reader, value)?;
    if let Some(fault) = crate::record::web_fault(&written.value) {
        let message = format!("`{}` {}", clipped(&written.value), fault.reason);
        reader.fault(
            Code::UnsafeLink,
            written.span,
            message,
            "write where the site will stand: \"https://example.org/ai/\"",
        );
        return None;
    }
    if written.value.contains(['?', '#']) {
        let message = format!("`{}` has a query or fragment", clipped(&written.value));
        reader.fault(Code::BadValue, written.span, message, "end it with the folder in which the site will stand");
        return None;
    }
    let url = if written.value.ends_with('/') { written.value } else { format!("{}/", written.value).into() };
    Some(Placed::new(url, written.span))
}

fn publisher(fields: &mut Fields<'_, '_>) -> Publisher {
    Publisher {
        name: fields.required("name", "\"…\"", name),
        url: fields.optional("url", url),
        email: fields.optional("email", email),
    }
}

fn email(reader: &Reader<'_>, value: Value<'_>) -> Option<Box<str>> {
    let written = string(reader, value)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~@".contains(c);
    let parts: Vec<&str> = written.value.split('@').collect();
    if parts.len() != 2 || parts.iter().any(|part| part.is_empty()) || !written.value.chars().all(plain) {
        let message = format!("`{}` is not a mail address", clipped(&written.value));
        reader.fault(Code::BadValue, written.span, message, "write it as `desk@example.org`");
        return None;
    }
    Some(written.value)
}

fn licence(fields: &mut Fields<'_, '_>) -> Licence {
    Licence { name: fields.required("name", "\"CC BY 4.0\"", name), url: fields.optional("url", url) }
}

fn subject(fields: &mut Fields<'_, '_>) -> Subject {
    Subject {
        person: fields.required("person", "\"person-id\"", id),
        office: fields.optional("office", text),
        term: fields.table("term", "term", term).flatten(),
    }
}

fn term(fields: &mut Fields<'_, '_>) -> Option<Term> {
    let start = fields.required("start", "2025-06-04", date);
    let end = fields.required("end", "2030-06-03", date);
    let known = !start.value.is_placeholder() && !end.value.is_placeholder();
    if known && end.value < start.value {
        let message = format!("the term ends on {}, before it starts on {}", end.value, start.value);
        fields.reader.fault(Code::BadValue, end.span, message, "the end comes after the start");
        return None;
    }
    known.then_some(Term { start, end })
}

fn status(fields: &mut Fields<'_, '_>) -> Status {
    let counts_as: Option<Placed<CountsAs>> = fields.optional("counts_as", word);
    fields.missing("counts_as", "\"open\"");
    let counts_as = counts_as.map_or(CountsAs::Unrated, |counts_as| counts_as.value);
    Status {
        id: fields.required("id", "\"in-progress\"", id),
        label: fields.required("label", "\"In progress\"", text),
        meaning: fields.required("meaning", "\"what has to be the case\"", text),
        counts_as,
        r#final: fields.optional("final", boolean).unwrap_or(matches!(counts_as, CountsAs::Kept | CountsAs::Broken)),
        mark: fields.optional("mark", word).map_or_else(|| default_mark(counts_as), |mark| mark.value),
        tone: fields.optional("tone", word).map_or_else(|| default_tone(counts_as), |tone| tone.value),
        same_as: fields.optional("same_as", same_as).unwrap_or_default(),
    }
}

fn default_mark(counts_as: CountsAs) -> Mark {
    match counts_as {
        CountsAs::Kept => Mark::Check,
        CountsAs::Partly => Mark::Half,
        CountsAs::Broken => Mark::Cross,
        CountsAs::Open => Mark::Arrow,
        CountsAs::Unrated => Mark::Question,
    }
}

fn default_tone(counts_as: CountsAs) -> Tone {
    match counts_as {
        CountsAs::Kept => Tone::Positive,
        CountsAs::Partly => Tone::Mixed,
        CountsAs::Broken => Tone::Negative,
        CountsAs::Open => Tone::Active,
        CountsAs::Unrated => Tone::Neutral,
    }
}

/// A table of other trackers' names and their words: its keys are the editor's own.
fn same_as(reader: &Reader<'_>, value: Value<'_>) -> Option<BTreeMap<Box<str>, Box<str>>> {
    let Item::Table(table) = &value.value else {
        let message = format!("expected a table, found {}", value.value.type_name());
        reader.fault(Code::WrongType, value.span, message, "write `{ tracker = \"its word\" }`");
        return None;
    };
    Some(table.iter().filter_map(|(key, value)| Some((key.value.into(), string(reader, value)?.value))).collect())
}

fn topic(fields: &mut Fields<'_, '_>) -> Topic {
    Topic {
        id: fields.required("id", "\"compute\"", id),
        label: fields.required("label", "\"Compute\"", text),
        description: fields.optional("description", text),
    }
}

fn concern(fields: &mut Fields<'_, '_>) -> Concern {
    Concern {
        id: fields.required("id", "\"talent-pipeline\"", id),
        label: fields.required("label", "\"Talent pipeline\"", text),
        meaning: fields.optional("meaning", text),
    }
}

fn small_sample(fields: &mut Fields<'_, '_>) -> u32 {
    count(fields, "small_sample", SMALL_SAMPLE)
}

fn checks(fields: &mut Fields<'_, '_>) -> Checks {
    Checks {
        stale_after_days: count(fields, "stale_after_days", CHECKS.stale_after_days),
        require_archive: fields.optional("require_archive", boolean).unwrap_or(CHECKS.require_archive),
        require_evidence: fields.optional("require_evidence", boolean).unwrap_or(CHECKS.require_evidence),
    }
}

fn count(fields: &mut Fields<'_, '_>, key: &'static str, default: u32) -> u32 {
    let number = fields.optional(key, |reader, value| integer(reader, value, 0..=100_000));
    number.map_or(default, |number| u32::try_from(number.value).unwrap_or(default))
}
