//! The pages of sealed editions: what they show, and what they say of themselves.

use std::collections::BTreeMap;

use tera::Value;

use super::pages::Shown;
use crate::edition::{Edition, stood};
use crate::record::{Correction, Id};
use crate::site::{Page, SitePath, Withdrawn, address};
use crate::view::{
    Audience, ChangesView, CorrectionView, EditionEntry, GoneView, MementoView, PastStatus, Reading, Said,
};

/// The pledge that a page shows as it stood in an edition.
pub(super) fn version<'s>(audience: &Audience<'s>, page: &Page) -> Option<&'s Id> {
    match page {
        Page::PledgeVersion(_, at) => Some(&audience.reading.card.pledges[*at].pledge.id),
        _ => None,
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
        let these = all.filter(|one| concerns(one, edition, self.version, home));
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

/// Whether a correction concerns a page of an edition: it names the edition, or another one in which the pledge of the
/// page stood as it stands there.
fn concerns(correction: &Correction, edition: &Edition, page: Option<&Id>, home: Reading<'_>) -> bool {
    let editions = &home.site.editions;
    let about_it = || {
        let at = home.card.pledge(correction.pledge.as_ref()?.value.as_str())?;
        let stood = stood(&editions.list, &home.card.pledges[at].pledge);
        let is_page = |(one, at): &(&Edition, usize)| {
            one.number == edition.number && Some(&one.card.pledges[*at].pledge.id) == page
        };
        stood.iter().any(is_page).then_some(())
    };
    let stands_so = |number: u32| {
        let other = editions.get(number).zip(page);
        other.is_some_and(|(other, id)| {
            other.card.pledge(id.as_str()).is_some_and(|at| other.versions[at] == edition.number)
        })
    };
    let numbers = correction.editions.iter().filter_map(|one| u32::try_from(one.value).ok());
    numbers.into_iter().any(|number| number == edition.number || (stands_so(number) && about_it().is_some()))
}
