//! The pages of sealed editions: what they show, and what they say of themselves.

use std::collections::BTreeMap;

use tera::Value;

use super::pages::Shown;
use crate::edition::{Edition, stood};
use crate::record::{Correction, Id};
use crate::site::{Gone, Page, SitePath, Withdrawn, address};
use crate::view::{
    Audience, ChangesView, CorrectionView, EditionEntry, GoneView, MementoView, PastStatus, Reading, Said,
};

/// The pledge that a page shows as it stood in an edition.
fn version<'s>(audience: &Audience<'s>, page: &Page) -> Option<&'s Id> {
    match page {
        Page::PledgeVersion(_, at) => Some(&audience.reading.card.pledges[*at].pledge.id),
        _ => None,
    }
}

/// The pledge of an edition that a page shows, or that is not there any more.
pub(super) fn sealed<'s>(audience: &Audience<'s>, page: &Page) -> Option<&'s Id> {
    match page {
        Page::Withdrawn(Withdrawn { what: Gone::Pledge(at), .. }) => {
            Some(&audience.reading.card.pledges[*at].pledge.id)
        }
        _ => version(audience, page),
    }
}

/// The present page of what a page of an old edition shows. What changed in an edition is shown nowhere else.
pub(super) fn original(audience: &Audience<'_>, page: &Page) -> Option<SitePath> {
    match page {
        Page::Edition(_) => Some(address::front()),
        _ => version(audience, page).map(address::pledge),
    }
}

impl<'s> Shown<'_, 's> {
    /// What a page of an old edition says of itself.
    pub(super) fn memento(&self) -> Option<MementoView> {
        let (reading, original) = (self.reading(), self.original.as_ref()?);
        let base_url = &reading.site.scorecard.settings.site.base_url.value;
        Some(MementoView {
            original: original.address().to_owned(),
            original_url: reading.url(original.address()),
            timemap: format!("{base_url}{}", address::timemap().address()),
        })
    }

    /// The corrections that concern a page of an edition.
    pub(super) fn corrected(&self) -> Vec<CorrectionView<'s>> {
        let reading = self.reading();
        let Some(edition) = reading.edition else { return Vec::new() };
        let home = Reading { card: &reading.site.scorecard, edition: None, ..reading };
        let all = home.card.corrections.iter();
        let these = all.filter(|one| concerns(one, edition, self.sealed, home));
        these.map(|one| CorrectionView::new(home, one)).collect()
    }

    /// The scorecard of an edition, on the page of the front.
    pub(super) fn edition(&mut self, number: u32) {
        let title = self.numbered("edition-number", number);
        self.page(Said::plain(&title), None, &[(self.word("editions"), address::editions())]);
        self.scorecard();
    }

    /// A word of the interface with the number of an edition.
    fn numbered(&self, key: &str, number: u32) -> String {
        let title = self.reading().words.with(key, &BTreeMap::from([("number", &Value::from(number))]));
        title.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(super) fn editions(&mut self) {
        self.named("editions");
        let reading = self.reading();
        let statuses = PastStatus::all(reading);
        self.set("editions", |_| EditionEntry::all(reading, &statuses));
        self.set("statuses", |_| statuses);
        self.set("bodies", |shown| {
            let prose = |edition: &'s Edition| {
                edition.note.as_ref().map(|note| shown.prose(&**note, &format!("{}_", edition.number)))
            };
            reading.site.editions.list.iter().rev().map(prose).collect::<Vec<_>>()
        });
    }

    pub(super) fn changed(&mut self, number: u32) {
        let title = self.numbered("changes-in", number);
        self.page(Said::plain(&title), None, &[(self.word("editions"), address::editions())]);
        let editions = &self.reading().site.editions;
        let both = editions.get(number).zip(editions.get(number - 1));
        self.set("changes", |shown| {
            both.and_then(|(edition, before)| {
                Some(ChangesView::new(shown.audience, &before.card, edition.changes.as_ref()?))
            })
        });
    }

    pub(super) fn withdrawn(&mut self, withdrawn: &Withdrawn) {
        let view = GoneView::new(self.reading(), withdrawn);
        self.page(view.label, None, &[]);
        self.set("gone", |_| view);
    }
}

/// Whether a correction concerns a page of an edition: it names the edition. If the page shows a pledge, a correction of
/// another one does not concern it, and one of its own may name another edition too in which it stood as it stands there.
fn concerns(correction: &Correction, edition: &Edition, page: Option<&Id>, home: Reading<'_>) -> bool {
    let editions = &home.site.editions;
    let mut numbers = correction.editions.iter().filter_map(|one| u32::try_from(one.value).ok());
    let (Some(pledge), Some(page)) = (&correction.pledge, page) else {
        return numbers.any(|number| number == edition.number);
    };
    let stands_so = |number: u32| {
        let at = |other: &Edition| Some(other.versions[other.card.pledge(page.as_str())?]);
        number == edition.number || editions.get(number).and_then(at) == Some(edition.number)
    };
    let is_it = |at: usize| {
        let stood = stood(&editions.list, &home.card.pledges[at].pledge);
        stood.iter().any(|(one, at)| one.number == edition.number && one.card.pledges[*at].pledge.id == *page)
    };
    numbers.any(stands_so) && home.card.pledge(pledge.value.as_str()).is_some_and(is_it)
}
