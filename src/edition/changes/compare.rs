//! Two scorecards to what differs. Records that both share are not looked at.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts::{Entry, Facts, List, Tells};
use super::settings::settings;
use super::{Change, Changes, Path, Step, What, cause};
use crate::record::Language;
use crate::scorecard::Scorecard;

/// What changed from one scorecard to another.
pub fn changes(before: &Scorecard, after: &Scorecard) -> Changes {
    let (before, after) = (before.told(), after.told());
    let languages = (&before.settings.site.language, &after.settings.site.language);
    let mut found = Comparison::default();
    if !Arc::ptr_eq(before.settings, after.settings) {
        found.facts(&settings(before.settings).done(), &settings(after.settings).done());
    }
    found.records("pledges", (&before.pledges, &after.pledges), languages);
    found.records("corrections", (&before.corrections, &after.corrections), languages);
    found.records("sources", (&before.sources, &after.sources), languages);
    found.records("people", (&before.people, &after.people), languages);
    found.records("pages", (&before.pages, &after.pages), languages);
    Changes { all: found.found }
}

/// All that a scorecard says.
pub fn facts(card: &Scorecard) -> Facts {
    let told = card.told();
    settings(told.settings)
        .records("pledges", told.pledges.into_iter())
        .records("corrections", told.corrections.into_iter())
        .records("sources", told.sources.into_iter())
        .records("people", told.people.into_iter())
        .records("pages", told.pages.into_iter())
        .done()
}

/// An entry of one of the two lists, whose facts may still have to be told.
trait Side {
    fn key(&self) -> &str;
    /// The keys that it had before.
    fn former(&self) -> Vec<&str> {
        Vec::new()
    }
    fn is(&self, other: &Self) -> bool;
    fn facts(&self) -> Cow<'_, Facts>;
}

impl Side for &Entry {
    fn key(&self) -> &str {
        &self.key
    }

    fn is(&self, _: &Self) -> bool {
        false
    }

    fn facts(&self) -> Cow<'_, Facts> {
        Cow::Borrowed(&self.facts)
    }
}

/// A record of a scorecard with its default language.
struct Record<'a, T>(&'a Arc<T>, &'a Language);

impl<T: Tells> Side for Record<'_, T> {
    fn key(&self) -> &str {
        self.0.id().as_str()
    }

    fn former(&self) -> Vec<&str> {
        self.0.former()
    }

    /// What a text says in the default language depends on which that is.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.0, other.0) && self.1 == other.1
    }

    fn facts(&self) -> Cow<'_, Facts> {
        Cow::Owned(self.0.facts(self.1))
    }
}

/// What was found, and where the search stands.
#[derive(Default)]
struct Comparison {
    found: Vec<Change>,
    path: Path,
}

impl Comparison {
    fn records<T: Tells>(
        &mut self,
        name: &'static str,
        (before, after): (&[&Arc<T>], &[&Arc<T>]),
        languages: (&Language, &Language),
    ) {
        let before: Vec<_> = before.iter().map(|record| Record(record, languages.0)).collect();
        let after: Vec<_> = after.iter().map(|record| Record(record, languages.1)).collect();
        self.entries(name, &before, &after);
    }

    fn facts(&mut self, before: &Facts, after: &Facts) {
        let gone = before.fields.keys().filter(|field| !after.fields.contains_key(field));
        let mut fields: Vec<_> = gone.chain(after.fields.keys()).collect();
        fields.sort();
        for field in fields {
            let (was, is) = (before.fields.get(field), after.fields.get(field));
            if was != is {
                let (before, after) = (was.cloned(), is.cloned());
                self.note(What::Altered { field: field.clone(), before, after });
            }
        }
        for (before, after) in before.lists.iter().zip(&after.lists) {
            self.list(before, after);
        }
    }

    fn list(&mut self, before: &List, after: &List) {
        let (was, is): (Vec<&Entry>, Vec<&Entry>) = (before.entries.iter().collect(), after.entries.iter().collect());
        let kept = self.entries(after.name, &was, &is);
        if after.is_ordered && !kept.is_sorted() {
            let keys = |places: &[usize]| places.iter().map(|at| was[*at].key.clone()).collect();
            let mut sorted = kept.clone();
            sorted.sort_unstable();
            self.note(What::Reordered { list: after.name, before: keys(&sorted), after: keys(&kept) });
        }
    }

    /// Compares two lists entry by entry; it yields where those that are in both stood before, as they stand now.
    fn entries<S: Side>(&mut self, name: &'static str, before: &[S], after: &[S]) -> Vec<usize> {
        let mut gone: BTreeMap<&str, usize> = before.iter().enumerate().map(|(at, one)| (one.key(), at)).collect();
        let mut kept = Vec::new();
        for (at, entry) in after.iter().enumerate() {
            let former = || entry.former().into_iter().find_map(|key| gone.get(key).copied());
            let was = gone.get(entry.key()).copied().or_else(former);
            kept.extend(was);
            let was = was.map(|was| &before[was]);
            if let Some(was) = was {
                gone.remove(was.key());
            }
            match was {
                Some(was) if was.is(entry) => {}
                Some(was) => self.at(name, entry.key(), |here| {
                    if was.key() != entry.key() {
                        here.note(What::Renamed { from: was.key().into() });
                    }
                    here.facts(&was.facts(), &entry.facts());
                }),
                None => self.at(name, entry.key(), |here| here.new_entry(before, after, at)),
            }
        }
        let mut gone: Vec<usize> = gone.into_values().collect();
        gone.sort_unstable();
        for at in gone {
            let facts = before[at].facts().into_owned();
            self.at(name, before[at].key(), |here| here.note(What::Removed { at, facts }));
        }
        kept
    }

    fn new_entry<S: Side>(&mut self, before: &[S], after: &[S], at: usize) {
        let facts = after[at].facts().into_owned();
        let what = if self.path.lists() == ["pledges", "status"] {
            let last = at.checked_sub(1).map(|last| after[last].facts());
            let from = last.and_then(|last| last.get("to").map(Box::from));
            let gone = |was: &&S| after.iter().all(|entry| entry.key() != was.key());
            let instead_of = before.get(at).filter(gone).map(|was| was.key().into());
            What::Moved { at, from, instead_of, facts }
        } else {
            What::Added { at, facts }
        };
        self.note(what);
    }

    fn at(&mut self, list: &'static str, key: &str, look: impl FnOnce(&mut Self)) {
        self.path.0.push(Step { list, key: key.into() });
        look(self);
        self.path.0.pop();
    }

    fn note(&mut self, what: What) {
        self.found.push(Change { cause: cause::of(&self.path, &what), path: self.path.clone(), what });
    }
}
