//! Whole numbers as a language writes them: its digits, its groups. Source: CLDR, by way of ICU4X.

use fixed_decimal::Decimal;
use fluent_bundle::FluentValue;
use fluent_bundle::memoizer::MemoizerKind;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use unic_langid::LanguageIdentifier;

/// Writes numbers.
pub(super) struct Numbers {
    grouped: Option<DecimalFormatter>,
    plain: Option<DecimalFormatter>,
}

impl Numbers {
    pub(super) fn new(locale: &Locale) -> Self {
        let formatter = |grouping| {
            let mut options = DecimalFormatterOptions::default();
            options.grouping_strategy = Some(grouping);
            DecimalFormatter::try_new(DecimalFormatterPreferences::from(locale), options).ok()
        };
        Self { grouped: formatter(GroupingStrategy::Auto), plain: formatter(GroupingStrategy::Never) }
    }

    pub(super) fn format(&self, number: i64, grouping: bool) -> String {
        let formatter = if grouping { &self.grouped } else { &self.plain };
        let written = formatter.as_ref().map(|formatter| formatter.format(&Decimal::from(number)).to_string());
        written.unwrap_or_else(|| number.to_string())
    }
}

/// The numbers of one bundle, as Fluent keeps them.
struct Kept(Numbers);

impl Memoizable for Kept {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        let locale = Locale::try_from_str(&language.to_string()).unwrap_or(Locale::UNKNOWN);
        Ok(Self(Numbers::new(&locale)))
    }
}

/// How a bundle writes the numbers in its messages; whatever else there is, it writes itself.
pub(super) fn format<M: MemoizerKind>(value: &FluentValue<'_>, memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    #[expect(clippy::cast_possible_truncation, reason = "messages are given whole numbers, of pledges and days")]
    let whole = number.value as i64;
    let grouping = number.options.use_grouping;
    memoizer.with_try_get_threadsafe::<Kept, _, _>((), |kept| kept.0.format(whole, grouping)).ok()
}
